"""Short marked stories for the tests of feelings, and what they come out as."""

from handmade_story import story_of

from undertow.story.feelings import find_feelings
from undertow.story.values import Feeling, Story


def feelings_of(text: str) -> tuple[Story, tuple[Feeling, ...]]:
    """The story of a marked text, and its feelings."""
    story = story_of(text)
    return story, find_feelings(story)


def told(text: str) -> list[tuple[str, str, str, str, str, str]]:
    """Words, category, experiencer, target, polarity and claimant of each feeling; people by name, "" for none."""
    story, feelings = feelings_of(text)
    names = {character.id: character.name for character in story.characters} | {None: ""}
    return [
        (
            story.text[feeling.start_char : feeling.end_char],
            feeling.category,
            names[feeling.experiencer],
            names[feeling.target],
            feeling.polarity,
            names[feeling.claimant],
        )
        for feeling in feelings
    ]
