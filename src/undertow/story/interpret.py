"""What the people of a story think, feel and come to: a visible list of steps over a story whose people are known.

Each step takes the story with what the earlier steps found, and is pure. It runs again when corrections have changed
who is who.
"""

from dataclasses import replace

from undertow.story.course import chart, relate
from undertow.story.feelings import find_denials, find_feelings
from undertow.story.gaps import narration_gaps
from undertow.story.narration import narrate
from undertow.story.values import Story


def interpret(story: Story) -> Story:
    """Fill in narration, feelings, denials, relationships, arcs and turns."""
    before = narration_gaps(story.narration)
    story = replace(story, narration=narrate(story))
    kept = tuple(gap for gap in story.unknown if gap not in before)
    story = replace(story, unknown=(*kept, *narration_gaps(story.narration)))
    story = replace(story, feelings=find_feelings(story))
    story = replace(story, denials=find_denials(story))
    story = replace(story, relationships=relate(story))
    arcs, relationships, turns = chart(story)
    return replace(story, arcs=arcs, relationships=relationships, turns=turns)
