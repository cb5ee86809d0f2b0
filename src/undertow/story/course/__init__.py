"""How the story goes: relationships, arcs and turns."""

from undertow.story.course.relate import relate
from undertow.story.values import Arc, Relationship, Story, Turn

__all__ = ["draw_arcs", "find_turns", "relate"]


def draw_arcs(story: Story) -> tuple[tuple[Arc, ...], tuple[Relationship, ...]]:
    """Draw the arcs; return the relationships with theirs."""
    return (), story.relationships


def find_turns(story: Story) -> tuple[Turn, ...]:
    """Find the turns."""
    return ()
