"""Short passages of our own up to their conversations, and who is who by their marks (`data/who.txt`).

Nobody says who speaks, but who is marked at 'I' inside a line says it. In come passages, out come conversations as
the package sees them, and weights that are drawn to those of the novels: a few hundred passages say less than fifteen
novels.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench.corpora.marked import MarkedPassage, read_passages
from training.short import HALVES, PASSAGES, WithReader, load_short
from training.speech.chain import fit_chain, steps_of
from undertow.document.build import build_document
from undertow.document.values import Document
from undertow.inference import released
from undertow.inference.network import Network
from undertow.layers.coreference import CoreferenceAnnotator
from undertow.layers.coreference_features import PRONOUNS
from undertow.layers.encoding import EncodingAnnotator
from undertow.layers.mentions import MentionAnnotator
from undertow.layers.quotations import QuotationAnnotator
from undertow.layers.speakers import SpeakerAnnotator, pointer_of
from undertow.layers.speech_chain import Weights
from undertow.layers.speech_conversation import Conversation
from undertow.layers.speech_frame import make_frame
from undertow.layers.values import Layers, Mentions
from undertow.pipeline import run as run_pipeline
from undertow.source.load import load_text
from undertow.story.hearing import people_of_story

FIRST, SECOND = (frozenset(PRONOUNS[code].split()) for code in (1, 2))
DECAY, RATE, EPOCHS = 4.0, 0.05, 30  # of the weights' distance from those of the novels
FEW = 15  # a feature that holds less often keeps the weight it has


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """Whose a mention is."""

    owner: Mapping[int, str]

    def owners(self, mention: int) -> set[str]:
        """Who is marked there; nobody at 'I' and 'you'."""
        return {self.owner[mention]} if mention in self.owner else set()


@dataclass(frozen=True, slots=True, eq=False)
class MarkedHeard:
    """The conversations of a passage as the package sees them, and who is who by its marks: as `heard.Heard`."""

    conversation: Conversation
    names: Marks
    who: list[str]  # who is marked that each person is, '' for none
    said: Mapping[int, str]  # of each quotation in which somebody is 'I'

    def speaker(self, quotations: Sequence[int]) -> str:
        """Who is 'I' in the quotations of a turn, '' where nobody is or several are."""
        names = {self.said[q] for q in quotations if q in self.said}
        return names.pop() if len(names) == 1 else ""


def hear_all(run: Path) -> list[MarkedHeard]:
    """All passages, each as a reader sees it that has learned from the others (`training.short`)."""
    even, odd = (WithReader(released(), load_short(run / f"{name}.pt")) for name in HALVES)
    passages = list(read_passages(PASSAGES))
    return [hear(passage, odd if number % 2 == 0 else even) for number, passage in enumerate(passages)]


def hear(passage: MarkedPassage, network: Network) -> MarkedHeard:
    """Read a passage up to its conversations, over the cast of the story."""
    document = build_document(load_text(passage.text))
    readers = (EncodingAnnotator(network), MentionAnnotator(), CoreferenceAnnotator(network))
    layers = run_pipeline(document, annotators=(QuotationAnnotator(), *readers))
    people = people_of_story(document, replace(layers, speakers=SpeakerAnnotator()(document, layers)))
    conversation = Conversation(make_frame(document, layers, people))
    if pointer := pointer_of(document, layers, network):
        pointer(conversation)
    names = Marks(dict(owned(passage, document, layers.mentions)))
    votes: list[Counter[str]] = [Counter() for _ in range(len(people))]
    for mention, person in enumerate(people.of_mention.tolist()):
        votes[person].update(names.owners(mention))
    who = [vote.most_common(1)[0][0] if vote else "" for vote in votes]
    return MarkedHeard(conversation, names, who, dict(lines(passage, layers)))


def owned(passage: MarkedPassage, document: Document, mentions: Mentions) -> Iterator[tuple[int, str]]:
    """The mentions that are marked, and who is."""
    marked = {(start, end): who for start, end, who in passage.mentions}
    starts, ends = document.token_start[mentions.start], document.token_end[mentions.end - 1]
    for mention, span in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
        if span in marked and passage.text[slice(*span)].lower() not in FIRST | SECOND:
            yield mention, marked[span]


def lines(passage: MarkedPassage, layers: Layers) -> Iterator[tuple[int, str]]:
    """The quotations in which one person alone is 'I', and who that is."""
    quotations = layers.quotations
    assert quotations is not None
    found: dict[int, set[str]] = {}
    columns = (quotations.part_start_char, quotations.part_end_char, quotations.part_quotation)
    for first, last, q in zip(*(column.tolist() for column in columns), strict=True):
        inside = {
            who
            for start, end, who in passage.mentions
            if first <= start and end <= last and passage.text[start:end].lower() in FIRST
        }
        found.setdefault(q, set()).update(inside)
    return ((q, who.pop()) for q, who in found.items() if len(who) == 1)


def fit_short_chain(passages: Sequence[MarkedHeard], novels: Weights) -> dict[str, float]:
    """Who says it, in a short passage?"""
    data = [steps for heard in passages if heard.conversation.turns for steps in steps_of(heard)]
    return fit_chain(data, near=novels, rare=FEW, epochs=EPOCHS, rate=RATE, decay=DECAY)
