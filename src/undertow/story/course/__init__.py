"""How the story goes: relationships, arcs and turns. docs/arcs.md says how, and what the numbers mean."""

from dataclasses import replace

from undertow.story.course.claims import find_claims
from undertow.story.course.draw import draw
from undertow.story.course.relate import relate
from undertow.story.course.table import make_table
from undertow.story.course.turning import describe_turns
from undertow.story.values import Arc, Relationship, Story, Turn

__all__ = ["chart", "relate"]


def chart(story: Story) -> tuple[tuple[Arc, ...], tuple[Relationship, ...], tuple[Turn, ...]]:
    """Draw the arcs and find the turns, which are looked for together; return the relationships with their arcs."""
    if not story.document.n_tokens:
        return (), story.relationships, ()
    table = make_table(story)
    claims = find_claims(table.observations)
    arcs = draw(table, claims)
    relationships = tuple(
        replace(pair, arcs=tuple(arc.id for arc in arcs if {arc.character, arc.target} == {pair.a, pair.b}))
        for pair in story.relationships
    )
    return arcs, relationships, describe_turns(table, claims, arcs)
