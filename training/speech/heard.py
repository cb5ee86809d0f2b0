"""Novels of PDNC up to their conversations, and who is who in the gold.

In come novels, out come their conversations as the package sees them: mentions and coreference by the released model,
mistakes and all. What the model read is kept, a file a novel, since it takes minutes; all else is made anew.
"""

import pickle
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from bench.corpora import pdnc
from bench.speakers import match
from undertow.document.build import build_document
from undertow.document.values import Document
from undertow.layers.coreference import CoreferenceAnnotator, vectors_of
from undertow.layers.encoding import EncodingAnnotator
from undertow.layers.mentions import MentionAnnotator
from undertow.layers.quotations import QuotationAnnotator
from undertow.layers.speakers import SpeakerAnnotator
from undertow.layers.speech_conversation import Conversation
from undertow.layers.speech_frame import make_frame
from undertow.layers.speech_people import People, find_people
from undertow.layers.values import Layers
from undertow.pipeline import run as run_pipeline
from undertow.source.load import load_text
from undertow.story.hearing import people_of_story


def read(novel: pdnc.Novel) -> Document:
    """The novel as undertow reads it."""
    return build_document(load_text(novel.text))


def layers_of(novel: pdnc.Novel, document: Document, run: Path) -> tuple[Layers, np.ndarray]:
    """Quotations anew; mentions, coreference and vectors of mentions by the released model, kept in `run`."""
    kept = run / f"{novel.name}.layers.pkl"
    if kept.is_file():
        mentions, coreference, vectors = pickle.loads(kept.read_bytes())
    else:
        annotators = (QuotationAnnotator(), EncodingAnnotator(), MentionAnnotator(), CoreferenceAnnotator())
        layers = run_pipeline(document, annotators=annotators)
        mentions, coreference = layers.mentions, layers.coreference
        vectors = vectors_of(layers.encoding, mentions)
        kept.write_bytes(pickle.dumps((mentions, coreference, vectors)))
    quotations = QuotationAnnotator()(document, Layers())
    return Layers(quotations=quotations, mentions=mentions, coreference=coreference), vectors


class Names:
    """Whose a name is."""

    def __init__(self, novel: pdnc.Novel, document: Document, people: People) -> None:
        self._document, self._people = document, people
        self._owners: dict[str, set[str]] = {}
        for character in novel.characters.values():
            for name in character.names:
                self._owners.setdefault(name, set()).add(character.name)

    def owners(self, mention: int) -> set[str]:
        """The gold characters that the words of a mention name; none for pronouns."""
        columns = self._people.columns
        if mention < 0 or int(columns.pronoun[mention]):
            return set()
        span = self._document.span(int(columns.start[mention]), int(columns.end[mention]))
        text = " ".join(span.text.lower().split())
        forms = (text, text.removesuffix("'s").removesuffix("’s"), text.removeprefix("the "))
        return next((self._owners[form] for form in forms if form in self._owners), set())


def gold_people(novel: pdnc.Novel, names: Names, people: People) -> list[str]:
    """The gold character that each person is, by the names of its mentions; '' for none."""
    votes: list[Counter[str]] = [Counter() for _ in range(len(people))]
    for i, person in enumerate(people.of_mention.tolist()):
        owners = names.owners(i)
        for owner in owners:
            votes[person][owner] += 1 / len(owners)
    result = [vote.most_common(1)[0][0] if vote else "" for vote in votes]
    narrators = [c.name for c in novel.characters.values() if c.is_narrator]
    if narrators and people.narrator >= 0:
        result[people.narrator] = narrators[0]
    return result


def gold_quotations(novel: pdnc.Novel, layers: Layers) -> dict[int, pdnc.Quotation]:
    """The gold quotation of each quotation that was found."""
    quotations = layers.quotations
    assert quotations is not None
    columns = (quotations.part_start_char, quotations.part_end_char, quotations.part_quotation)
    found = {(a, b): q for a, b, q in zip(*(column.tolist() for column in columns), strict=True)}
    gold = {part: quotation for quotation in novel.quotations for part in quotation.parts}
    result: dict[int, pdnc.Quotation] = {}
    for part, other in match(list(gold), list(found)).items():
        result.setdefault(found[other], gold[part])
    return result


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """The conversations of a novel as the package sees them, and who is who in the gold."""

    novel: pdnc.Novel
    document: Document
    layers: Layers
    vectors: np.ndarray  # [n_mentions, width] of the encoder
    conversation: Conversation
    names: Names
    who: list[str]  # the gold character that each person is, '' for none
    gold: dict[int, pdnc.Quotation]  # of each quotation that was found

    def speaker(self, quotations: Sequence[int]) -> str:
        """The gold speaker of the quotations of a turn, '' where it cannot be said."""
        return next((self.gold[q].speaker for q in quotations if q in self.gold and self.gold[q].speaker), "")


def hear(novel: pdnc.Novel, run: Path, *, cast: bool) -> Heard:
    """Read a novel up to its conversations, over clusters or over the cast of the story."""
    document = read(novel)
    layers, vectors = layers_of(novel, document, run)
    people = find_people(document, layers)
    if cast:
        people = people_of_story(document, replace(layers, speakers=SpeakerAnnotator()(document, layers)))
    names = Names(novel, document, people)
    conversation = Conversation(make_frame(document, layers, people))
    who, gold = gold_people(novel, names, people), gold_quotations(novel, layers)
    return Heard(novel, document, layers, vectors, conversation, names, who, gold)
