"""The small models of speech, fitted on the training novels of PDNC and written as tables of weights.

    python -m training.conversations said --gold DIR        # is a quoted span said? (layers/speech_filter.py)
    python -m training.conversations speakers --gold DIR    # who says it, over clusters? (layers/speech_chain.py)
    python -m training.conversations cast --gold DIR        # who says it, the cast of the story being known?
    python -m training.conversations addressees --gold DIR  # to whom? (layers/speech_addressees.py)

In this order, since each reads what the ones before decide. The features come from the package itself, so that fitting
and reading see the same ones. All but `said` read each novel with the released model as it stands (mentions and
coreference as they are predicted, mistakes and all): run them again when that model changes. What was read is kept in
`--run`, a file a novel; `--only NAME ...` fits on some of the novels.
"""

import argparse
import logging
import pickle
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from bench.corpora import pdnc
from bench.corpora.litbank import read_ids
from bench.speakers import match
from undertow.document.build import build_document
from undertow.document.values import Document
from undertow.layers.quotations import QuotationAnnotator
from undertow.layers.speakers import SpeakerAnnotator
from undertow.layers.speech_chain import alternation, chains, pair_features
from undertow.layers.speech_conversation import N_CANDIDATES, Conversation
from undertow.layers.speech_frame import make_frame
from undertow.layers.speech_people import People, find_people
from undertow.layers.values import Layers
from undertow.source.load import load_text
from undertow.story.hearing import people_of_story

LEXICONS = Path(__file__).parent.parent / "src" / "undertow" / "lexicons"
RARE = 20  # a feature that holds less often gets no weight
EPOCHS, RATE, DECAY = 12, 0.15, 0.2
BATCH = 48  # conversations
NEVER = -1e4
log = logging.getLogger("conversations")


def read(novel: pdnc.Novel) -> Document:
    """The novel as undertow reads it."""
    return build_document(load_text(novel.text))


# --- who says it ---------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Step:
    """A turn as the fit sees it."""

    features: list[dict[str, float]]  # of each candidate
    right: list[bool] | None  # which candidates are the gold speaker; None where that cannot be said
    same: np.ndarray | None = None  # [before, now] one person
    pairs: Sequence[tuple[str, np.ndarray]] = ()
    alternates: str = ""
    again: np.ndarray | None = None  # [two before, now] one person


def layers_of(novel: pdnc.Novel, document: Document, run: Path) -> Layers:
    """Quotations anew, mentions and coreference by the released model, kept in `run`."""
    from undertow.layers.coreference import CoreferenceAnnotator
    from undertow.layers.encoding import EncodingAnnotator
    from undertow.layers.mentions import MentionAnnotator
    from undertow.pipeline import run as run_pipeline

    kept = run / f"{novel.name}.layers.pkl"
    if kept.is_file():
        mentions, coreference = pickle.loads(kept.read_bytes())
    else:
        annotators = (QuotationAnnotator(), EncodingAnnotator(), MentionAnnotator(), CoreferenceAnnotator())
        layers = run_pipeline(document, annotators=annotators)
        mentions, coreference = layers.mentions, layers.coreference
        kept.write_bytes(pickle.dumps((mentions, coreference)))
    quotations = QuotationAnnotator()(document, Layers())
    return Layers(quotations=quotations, mentions=mentions, coreference=coreference)


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


def gold_speakers(novel: pdnc.Novel, layers: Layers) -> list[str]:
    """The gold speaker of each quotation that was found, '' where none matches."""
    quotations = layers.quotations
    assert quotations is not None
    columns = (quotations.part_start_char, quotations.part_end_char, quotations.part_quotation)
    found = {(a, b): q for a, b, q in zip(*(column.tolist() for column in columns), strict=True)}
    gold = {part: quotation.speaker for quotation in novel.quotations for part in quotation.parts}
    speakers = [""] * len(quotations)
    for part, other in match(list(gold), list(found)).items():
        speakers[found[other]] = speakers[found[other]] or gold[part]
    return speakers


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """The conversations of a novel as the package sees them, and who is who in the gold."""

    layers: Layers
    conversation: Conversation
    names: Names
    who: list[str]  # the gold character that each person is, '' for none


def hear(novel: pdnc.Novel, run: Path, *, cast: bool) -> Heard:
    """Read a novel up to its conversations, over clusters or over the cast of the story."""
    document = read(novel)
    layers = layers_of(novel, document, run)
    people = find_people(document, layers)
    if cast:
        people = people_of_story(document, replace(layers, speakers=SpeakerAnnotator()(document, layers)))
    names = Names(novel, document, people)
    return Heard(layers, Conversation(make_frame(document, layers, people)), names, gold_people(novel, names, people))


def conversations(novel: pdnc.Novel, run: Path, *, cast: bool) -> Iterator[list[Step]]:
    """The conversations of a novel with what is known of them."""
    heard = hear(novel, run, cast=cast)
    conversation, names, who = heard.conversation, heard.names, heard.who
    people, gold = conversation.frame.people, gold_speakers(novel, heard.layers)
    for low, high in chains(conversation):
        steps = []
        for k in range(low, high):
            turn, relation = conversation.turns[k], conversation.relation(k)
            name = next((gold[q] for q in turn.quotations if gold[q]), "")
            right = [bool(name) and who[person] == name for person in turn.candidates]
            subject = turn.cue.mention
            if name and names.owners(subject):  # the words of a cue are surer than the cluster they fell into
                person = int(people.of_mention[subject])
                right = [
                    name in names.owners(subject) if c == person else r
                    for c, r in zip(turn.candidates, right, strict=True)
                ]
            step = Step(turn.features, right if any(right) else None)
            if k > low:
                step.same, step.pairs = pair_features(conversation, k)
            if k > low + 1:
                step.alternates = alternation(conversation.relation(k - 1), relation)
                earlier = np.array(conversation.turns[k - 2].candidates)
                step.again = earlier[:, None] == np.array(turn.candidates)[None, :]
            steps.append(step)
        yield steps


def names_of(data: Sequence[Sequence[Step]]) -> dict[str, int]:
    """The features that are frequent enough, numbered."""
    counts: Counter[str] = Counter()
    for step in (step for steps in data for step in steps):
        for held in step.features:
            counts.update(held.keys())
        counts.update(name for name, _ in step.pairs)
        counts.update([step.alternates] if step.alternates else [])
    return {name: i for i, name in enumerate(sorted(name for name, n in counts.items() if n >= RARE))}


class Batch:
    """Conversations of about one length, as tensors."""

    def __init__(self, data: Sequence[Sequence[Step]], index: dict[str, int]) -> None:
        n, longest, k = len(data), max(map(len, data)), N_CANDIDATES
        self.shape = (n, longest)
        self.lengths = torch.tensor([len(steps) for steps in data])
        self.there = torch.zeros(n, longest, k, dtype=torch.bool)
        self.there[:, :, 0] = True
        self.right = torch.ones(n, longest, k, dtype=torch.bool)
        self.again, self.same = torch.zeros(n, longest, k, k), torch.zeros(n, longest, k, k)
        self.alternates = torch.full((n, longest), -1)
        single: list[tuple[int, int, float]] = []
        double: list[tuple[int, int]] = []
        for a, t, step in ((a, t, step) for a, steps in enumerate(data) for t, step in enumerate(steps)):
            place = a * longest + t
            m = len(step.features)
            self.there[a, t, :m] = True
            for c, held in enumerate(step.features):
                single += [(place * k + c, index[name], value) for name, value in held.items() if name in index]
            if step.right is not None:
                self.right[a, t] = False
                self.right[a, t, :m] = torch.tensor(step.right)
            if step.same is not None:
                self.same[a, t, : step.same.shape[0], : step.same.shape[1]] = torch.from_numpy(step.same * 1.0)
            for name, where in step.pairs:
                if name in index:
                    double += [((place * k + b) * k + c, index[name]) for b, c in np.argwhere(where).tolist()]
            if step.again is not None and step.alternates in index:
                self.alternates[a, t] = index[step.alternates]
                self.again[a, t, : step.again.shape[0], : step.again.shape[1]] = torch.from_numpy(step.again * 1.0)
        self.single = torch.tensor([row[:2] for row in single]).T
        self.value = torch.tensor([row[2] for row in single])
        self.double = torch.tensor(double, dtype=torch.long).reshape(-1, 2).T

    def log_total(self, w: Tensor, *, gold: bool) -> Tensor:
        """The log of the sum over all assignments [n], or over those that agree with the gold."""
        (n, longest), k = self.shape, N_CANDIDATES
        unary = torch.zeros(n * longest * k).index_add(0, self.single[0], w[self.single[1]] * self.value)
        allowed = self.there & self.right if gold else self.there
        unary = unary.view(n, longest, k).masked_fill(~allowed, NEVER)
        pair = torch.zeros(n * longest * k * k).index_add(0, self.double[0], w[self.double[1]]).view(n, longest, k, k)
        rates = torch.where(self.alternates >= 0, w[self.alternates.clamp(min=0)], torch.zeros(()))
        nobody = torch.tensor([0.0] + [NEVER] * (k - 1))
        state = unary[:, 0][:, None, :] + nobody[None, :, None]
        for t in range(1, longest):
            triple = self.again[:, t][:, :, None, :] * (1 - self.same[:, t])[:, None, :, :]
            triple = triple * rates[:, t][:, None, None, None]
            new = torch.logsumexp(state[:, :, :, None] + triple, 1) + pair[:, t] + unary[:, t][:, None, :]
            state = torch.where((t < self.lengths)[:, None, None], new, state)
        return torch.logsumexp(state.reshape(n, -1), 1)


def batches(data: Sequence[Sequence[Step]], index: dict[str, int]) -> list[Batch]:
    """Conversations of like length together."""
    data = sorted(data, key=len)
    result, start = [], 0
    while start < len(data):
        end = start
        while end < len(data) and end - start < BATCH and len(data[end]) <= 1.3 * len(data[start]) + 3:
            end += 1
        result.append(Batch(data[start:end], index))
        start = end
    return result


def fit_chain(data: Sequence[Sequence[Step]]) -> dict[str, float]:
    """Maximise the likelihood of the gold speakers; turns without one are summed over."""
    index = names_of(data)
    parts = batches(data, index)
    n_known = sum(step.right is not None for steps in data for step in steps)
    w = torch.zeros(len(index), requires_grad=True)
    optimiser = torch.optim.Adam([w], lr=RATE)
    order = torch.Generator().manual_seed(0)
    for epoch in range(EPOCHS):
        for group in optimiser.param_groups:
            group["lr"] = RATE * (1 - epoch / EPOCHS) + RATE / 30
        total = 0.0
        for i in torch.randperm(len(parts), generator=order).tolist():
            loss = (parts[i].log_total(w, gold=False) - parts[i].log_total(w, gold=True)).sum()
            total += float(loss.detach())
            optimiser.zero_grad()
            (loss + DECAY * (w**2).sum() / len(parts)).backward()
            optimiser.step()
        log.info("epoch %d: loss %.4f a turn", epoch + 1, total / n_known)
    return {name: float(w[i].detach()) for name, i in index.items()}


def save(table: Path, what: str, weights: dict[str, float]) -> None:
    """Write the weights as a table of the package."""
    head = (
        f"# {what}\n# Source: fitted by training/conversations.py on the training novels of PDNC (Vishnubhotla et al. "
        "2022); numbers only, no text.\n# Licence: Apache-2.0, as the package.\n"
    )
    lines = (f"{name}\t{weights[name]:.3f}\n" for name in sorted(weights))
    table.write_text(head + "".join(lines), encoding="utf-8")


def main() -> None:
    """Fit one of the two and write its table."""
    parser = argparse.ArgumentParser(prog="python -m training.conversations", description=__doc__.split("\n", 1)[0])
    parser.add_argument("what", choices=["said", "speakers", "cast", "addressees"])
    parser.add_argument("--gold", type=Path, required=True, help="folder with the corpora; pdnc/ is read")
    parser.add_argument("--run", type=Path, default=Path("runs/latest"), help="where what was read is kept")
    parser.add_argument("--only", nargs="+", help="names of the training novels to fit on (default: all)")
    parser.add_argument("--out", type=Path, default=LEXICONS, help="where the table goes (default: the package)")
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr)
    args.run.mkdir(parents=True, exist_ok=True)
    ids = read_ids(args.gold / "pdnc" / "train.ids")
    novels = pdnc.read(args.gold / "pdnc", [name for name in ids if not args.only or name in args.only])
    if args.what == "said":
        from training.said import fit_said, spans_of

        rows = [row for novel in novels for row in spans_of(novel)]
        save(args.out / "said_weights.tsv", "Log-odds that a quoted span is said, by feature.", fit_said(rows))
    elif args.what == "addressees":
        from training.hearing import fit_addressees, turns_heard

        told = [turn for novel in novels for turn in turns_heard(novel, args.run)]
        save(
            args.out / "addressee_weights.tsv", "Log-odds that somebody is spoken to, by feature.", fit_addressees(told)
        )
    else:
        cast = args.what == "cast"
        data = [steps for novel in novels for steps in conversations(novel, args.run, cast=cast)]
        table = "cast_weights.tsv" if cast else "speaker_weights.tsv"
        what = "the persons of the story being known" if cast else "over clusters"
        save(args.out / table, f"Weights of the random field of conversations, {what}.", fit_chain(data))


if __name__ == "__main__":
    main()
