"""Who feels something in a short story though nobody speaks of them again: 'her mother was frightened'.

In comes a story whose characters are those who are met again, out come the entities that grammar finds to feel and that
are none so far. The decision: who is given a feeling is somebody, and a story that is short has room for them; whoever
is nobody in particular ('somebody', 'the children') or merely supposed ('if a man were afraid') is not.
"""

from dataclasses import replace

from undertow.story.columns import NOMINAL, PROPER
from undertow.story.feelings.frame import PER, Frame, make_frame
from undertow.story.feelings.hits import find_hits
from undertow.story.feelings.people import find_people
from undertow.story.feelings.reality import supposed
from undertow.story.feelings.senses import ANYBODY
from undertow.story.nouns import read_noun
from undertow.story.values import Story


def find_felt(story: Story) -> frozenset[int]:
    """The entities that are no characters, though a feeling is told of them."""
    known = {character.id for character in story.characters}
    rows = {entity.id: e for e, entity in enumerate(story.entities) if entity.id not in known}
    frame = make_frame(story)
    entities = [story.entities[e].id if e >= 0 else None for e in story.mention_entity.tolist()]
    frame = replace(frame, character=[*entities, *frame.character[len(entities) :]])
    found = set()
    for hit in find_hits(frame):
        people = find_people(frame, hit)
        if people.sure and people.experiencer in rows and not supposed(frame, hit.start):
            found.add(rows[people.experiencer])
    return frozenset(e for e in found if all(_is_one(frame, m) for m in story.entities[e].mentions))


def _is_one(frame: Frame, m: int) -> bool:
    """Whether a mention is of one person, by a noun or a name."""
    mentions = frame.story.layers.mentions
    assert mentions is not None
    if mentions.type[m] != PER or mentions.form[m] not in (NOMINAL, PROPER):
        return False
    words = frame.words[frame.mention_start[m] : frame.mention_end[m]]
    return words[0] not in ANYBODY and not read_noun(words).plural
