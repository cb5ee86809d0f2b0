"""What is a decision worth? The examples for `lexicons/confidence.tsv`, and the fit.

In come novels and weights of the chain that were fitted without them: a decision about a novel that was learned from is
surer than it will be elsewhere. Out goes, for each kind of attribution, a logistic regression of being right, as a
character of the story, on the likelihood of the decision.
"""

import math
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import undertow
from bench.speakers import Judge
from training.speech.heard import Heard
from training.speech.logistic import Row, fit_logistic
from undertow.layers.speakers import SURE, decide_speakers
from undertow.layers.speech_chain import Weights
from undertow.layers.speech_head import Scorer, point
from undertow.layers.values import Attribution
from undertow.story.build import gather_story


def claims(heard: Heard, w: Weights, score: Scorer) -> Iterator[Row]:
    """The lines of a novel that are given to somebody: the log-odds of the decision, and whether it is right."""
    layers = heard.layers
    pointer = partial(point, vectors=heard.vectors, score=score)
    decided = decide_speakers(heard.document, layers, heard.conversation.frame.people, w, pointer)
    story = undertow.to_dict(gather_story(heard.document, replace(layers, speakers=decided.layer())))
    people, judge = {person["id"]: person for person in story["characters"]}, Judge(heard.novel)
    for q, gold in heard.gold.items():
        person = people.get(story["quotations"][q]["speaker"])
        share = min(float(decided.likelihood[q]), SURE)
        if person is not None and share > 0:
            name = Attribution(int(decided.attribution[q])).name.lower()
            held = {f"{name} shift": 1.0, f"{name} slope": math.log(share / (1 - share))}
            yield held, judge.is_right(person, gold.speaker)


def fit_confidence(rows: list[Row]) -> dict[str, float]:
    """Log-odds of being right = shift + slope * log-odds of the decision, by attribution."""
    return fit_logistic(rows, decay=0.01)
