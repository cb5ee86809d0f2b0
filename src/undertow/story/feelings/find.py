"""A story -> its expressions of feeling, in the order of the text.

Candidates come from the word lists; then each is asked who feels it, toward whom, and whether it is so.
"""

import numpy as np
from numpy.typing import NDArray

from undertow.layers.insets import VERSE, inset_tokens
from undertow.story.feelings.claims import asked_about, claimed, said_beside
from undertow.story.feelings.frame import Frame, make_frame
from undertow.story.feelings.grammar import owner
from undertow.story.feelings.hits import Hit, find_hits
from undertow.story.feelings.negating import Scope, denied, raised, scoped
from undertow.story.feelings.people import People, find_people
from undertow.story.feelings.reality import bidden, questioned, supposed
from undertow.story.values import Feeling, Story

# The share that is right among what was found this way in the labelled half for building (274 expressions), drawn
# toward the mean where there were few, and less .05 because the rules were made on that half.
_SURE = {
    "adjective": 0.91,
    "verb": 0.86,
    "noun": 0.88,
    "object verb": 0.9,
    "sign": 0.85,
    "phrase": 0.78,
    "body": 0.75,
    "unsteady": 0.85,
    "adverb": 0.64,
    "attribute": 0.59,
    "flight": 0.6,  # these two are not in the passages: a guess
    "staying": 0.5,
}
_GUESSED = 0.85  # of that, where grammar did not find who feels: the same count


def find_feelings(story: Story) -> tuple[Feeling, ...]:
    """Find the expressions of feeling."""
    frame = make_frame(story)
    negated = scoped(story.layers.negation)
    found: list[Feeling] = []
    sung = _sung(story)
    for hit in find_hits(frame):
        if sung[hit.head]:
            continue  # a song has feelings of its own
        people = find_people(frame, hit)
        polarity, claimant = _reality(frame, hit, people, negated)
        found.append(
            Feeling(
                id=f"f{len(found)}",
                start_char=int(story.document.token_start[hit.start]),
                end_char=int(story.document.token_end[hit.end - 1]),
                expression=hit.expression,
                category=hit.category,
                experiencer=people.experiencer,
                target=people.target,
                polarity=polarity,
                claimant=claimant,
                mode=frame.mode(hit.head),
                confidence=_confidence(hit, people),
            )
        )
    return tuple(found)


def _sung(story: Story) -> NDArray[np.bool_]:
    """[n_tokens] Which words are of a song or poem."""
    quotations = story.layers.quotations
    if quotations is None:
        return np.zeros(story.document.n_tokens, np.bool_)
    return inset_tokens(story.document, quotations.insets, kinds=(VERSE,))


def _reality(frame: Frame, hit: Hit, people: People, negated: Scope) -> tuple[str, str | None]:
    """The polarity and the claimant."""
    start = hit.start
    spoken = frame.quotation[hit.head] >= 0
    asked = asked_about(frame, start)
    claim = None
    if asked is None:
        presupposed = hit.how == "noun" and owner(frame, hit.head) >= 0  # 'he believed that her anger was real'
        claim = None if presupposed else claimed(frame, start, people.experiencer)
        claim = claim or said_beside(frame, start, people.experiencer)
    is_raised = claim is not None and raised(frame, claim.verb)
    if spoken and (claim is None or claim.who in (None, frame.speaker(hit.head))):
        claim = None
    is_denied = hit.how != "unsteady" and denied(frame, start, hit.end, how=hit.how, scope=negated)
    if asked is not None or questioned(frame, hit.head, is_denied=is_denied):
        polarity = "questioned"
    elif is_raised or (is_denied and not bidden(frame, start)):
        polarity = "denied"
    elif claim is not None:
        polarity = "reported"
    elif is_denied or supposed(frame, start):
        polarity = "hypothetical"
    else:
        polarity = "asserted"
    said = asked or claim
    if said is None and spoken:
        return polarity, frame.speaker(hit.head)
    return polarity, said.who if said is not None else None


def _confidence(hit: Hit, people: People) -> float:
    """How likely it is that there is such a feeling; who feels it is another matter."""
    return round(_SURE[hit.how] * (1.0 if people.sure else _GUESSED), 2)
