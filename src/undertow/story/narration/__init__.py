"""How the story is told: person, tense, and whose mind it has access to."""

from undertow.story.values import Narration, Story


def narrate(story: Story) -> tuple[Narration, ...]:
    """Say how the story, each chapter and each scene is told."""
    return ()
