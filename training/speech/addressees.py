"""Whom lines are said to: the examples for the weights of `layers/speech_addressees.py`, and the fit.

In come novels of PDNC, out goes a logistic regression: a row for each person who may hear a turn whose speaker is
right, with whether the gold names them among the addressees.
"""

from collections.abc import Iterator

from training.speech.heard import Heard
from training.speech.logistic import Row
from undertow.layers.speakers import best_of
from undertow.layers.speech_addressees import hearers
from undertow.layers.speech_chain import Weights, decide


def persons_heard(heard: Heard, w: Weights) -> Iterator[Row]:
    """The persons who may hear each turn whose speaker was decided rightly."""
    conversation, who = heard.conversation, heard.who
    likely = decide(conversation, w)
    speakers = [best_of(turn, shares)[0] for turn, shares in zip(conversation.turns, likely, strict=True)]
    for k, turn in enumerate(conversation.turns):
        told = next((heard.gold[q] for q in turn.quotations if q in heard.gold), None)
        if told is not None and told.addressees and speakers[k] >= 0 and who[speakers[k]] == told.speaker:
            for person, held in hearers(conversation, k, speakers).items():
                yield held, bool(who[person]) and who[person] in told.addressees
