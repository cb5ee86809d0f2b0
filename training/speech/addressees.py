"""Whom lines are said to: the examples for the weights of `layers/speech_addressees.py`, and the fit.

In come novels of PDNC, out goes a logistic regression: a row for each person who may hear a turn whose speaker is
right, with whether the gold names them among the addressees.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.corpora import pdnc
from bench.speakers import match
from training.conversations import Heard, hear
from undertow.layers.speakers import best_of
from undertow.layers.speech_addressees import hearers
from undertow.layers.speech_chain import decide, weights

Row = tuple[dict[str, float], bool]  # features, and whether the person is spoken to


def gold_quotations(novel: pdnc.Novel, heard: Heard) -> dict[int, pdnc.Quotation]:
    """The gold quotation of each quotation that was found."""
    quotations = heard.layers.quotations
    assert quotations is not None
    columns = (quotations.part_start_char, quotations.part_end_char, quotations.part_quotation)
    found = {(a, b): q for a, b, q in zip(*(column.tolist() for column in columns), strict=True)}
    gold = {part: quotation for quotation in novel.quotations for part in quotation.parts}
    result: dict[int, pdnc.Quotation] = {}
    for part, other in match(list(gold), list(found)).items():
        result.setdefault(found[other], gold[part])
    return result


def turns_heard(novel: pdnc.Novel, run: Path) -> Iterator[list[Row]]:
    """The persons who may hear each turn whose speaker was decided rightly."""
    heard = hear(novel, run, cast=True)
    conversation, who = heard.conversation, heard.who
    gold = gold_quotations(novel, heard)
    likely = decide(conversation, weights("cast_weights"))
    speakers = [best_of(turn, shares)[0] for turn, shares in zip(conversation.turns, likely, strict=True)]
    for k, turn in enumerate(conversation.turns):
        told = next((gold[q] for q in turn.quotations if q in gold), None)
        if told is not None and told.addressees and speakers[k] >= 0 and who[speakers[k]] == told.speaker:
            persons = hearers(conversation, k, speakers)
            yield [(held, bool(who[p]) and who[p] in told.addressees) for p, held in persons.items()]


def fit_addressees(turns: Sequence[Sequence[Row]]) -> dict[str, float]:
    """Logistic regression over all persons of all turns."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    rows = [row for turn in turns for row in turn]
    names = DictVectorizer()
    table = names.fit_transform([held for held, _ in rows])
    model = LogisticRegression(max_iter=2000, fit_intercept=False).fit(table, [spoken_to for _, spoken_to in rows])
    return dict(zip(names.get_feature_names_out().tolist(), model.coef_[0].tolist(), strict=True))
