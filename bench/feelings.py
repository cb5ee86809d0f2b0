"""Measure how well feelings are read, on the labelled passages of `bench/data`.

    python bench/accuracy.py feelings [--half test|train]
    python bench/feelings.py --half train|check|fresh|more --show

The second prints, for the half that is for building, what was missed and what was too much, besides; so it does for
the passages that check the building.

A predicted expression matches a labelled one if it has the same category and they share at least half of the tokens of
the shorter of the two; each is used once. Experiencer, target and polarity are counted over what matched. A predicted
character is the person of the passage whose words most of the character's mentions are ("I" and "you" inside quotation
marks, where they may be anybody, only break ties), so a mistake of coreference makes an experiencer wrong. "By the
words nearest" leaves coreference out: outside of quotation marks, that mention of the predicted character which stands
nearest before the expression has to mean the right person. "Where a character" leaves out people whom the story does
not have as characters ("you" in the second person, "a man").
"""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # run as a script, `bench` is not on the path

import undertow
from bench.passages import Label, Passage, read_passages
from bench.scores import PRF
from undertow.story.columns import PERSON_OF
from undertow.story.values import CATEGORIES, EXPRESSIONS, Feeling, Story

KEPT = ("test", "fresh-kept", "more-kept")  # whose errors are not looked at
HALVES = ("train", "check", "fresh", "more", *KEPT)
_ASKED = (
    "experiencer",
    "experiencer, where a character",
    "experiencer, by the words nearest",
    "target",
    "target, where there is one",
    "polarity",
    "claimant",
    "kind",
)
_FIRST_AND_SECOND = frozenset("i me my mine myself you your yours yourself".split())


@dataclass(slots=True)
class FeelingScores:
    """Counts that add up over passages."""

    matched: Counter[str] = field(default_factory=Counter)  # by "all", category, kind
    gold: Counter[str] = field(default_factory=Counter)
    predicted: Counter[str] = field(default_factory=Counter)
    strict: int = 0  # matched with at least half of the tokens of the longer
    words_alone: int = 0  # matched, whatever the category
    right: Counter[str] = field(default_factory=Counter)  # of the matched ones: experiencer, target, polarity ...
    asked: Counter[str] = field(default_factory=Counter)
    polarities: Counter[tuple[str, str]] = field(default_factory=Counter)  # labelled, predicted
    sure: Counter[int] = field(default_factory=Counter)  # tenth of the confidence -> predictions
    sure_right: Counter[int] = field(default_factory=Counter)
    misses: list[tuple[str, str, str]] = field(default_factory=list)  # what, passage, words

    def add(self, passage: Passage, story: Story) -> None:
        """Compare one passage with what was read."""
        pairs = match(passage.labels, story.feelings, story, category=True)
        self.words_alone += len(match(passage.labels, story.feelings, story, category=False))
        for label in passage.labels:
            self.gold.update(["all", label.category, label.expression])
        for feeling in story.feelings:
            self.predicted.update(["all", feeling.category, feeling.expression])
            self.sure[min(9, int(10 * feeling.confidence))] += 1
        people = whose(passage, story)
        for i, j in pairs:
            label, feeling = passage.labels[i], story.feelings[j]
            self.matched.update(["all", label.category])
            self.matched[f"{label.expression} found"] += 1
            self.matched[f"{feeling.expression} right"] += 1
            self.strict += _shared(label, feeling, story)[1] >= 0.5
            self.sure_right[min(9, int(10 * feeling.confidence))] += 1
            self._compare(passage, story, label, feeling, people)
        self._list_misses(passage, story, pairs)

    def _compare(self, passage: Passage, story: Story, label: Label, feeling: Feeling, people: dict[str, str]) -> None:
        given = {
            "experiencer": (label.experiencer, people.get(feeling.experiencer or "", "")),
            "target": (label.target, people.get(feeling.target or "", "")),
            "polarity": (label.polarity, feeling.polarity),
            "kind": (label.expression, feeling.expression),
            "experiencer, by the words nearest": (label.experiencer, self._nearest(passage, story, feeling, people)),
            "claimant": (label.claimant, people.get(feeling.claimant or "", "")),
        }
        if label.target:
            given["target, where there is one"] = given["target"]
        if not label.experiencer or label.experiencer in people.values():
            given["experiencer, where a character"] = given["experiencer"]
        self.polarities[label.polarity, feeling.polarity] += 1
        for what, (wanted, got) in given.items():
            self.asked[what] += 1
            self.right[what] += wanted == got
            if wanted != got:
                words = passage.text[max(0, label.start_char - 40) : label.end_char + 20].replace("\n", " ")
                self.misses.append((f"{what}: {wanted or '-'} read as {got or '-'}", passage.title, words))

    @staticmethod
    def _nearest(passage: Passage, story: Story, feeling: Feeling, people: dict[str, str]) -> str:
        """Whom the character's mention means that stands nearest the expression, outside of quotation marks."""
        parts = [part for quotation in story.quotations for part in quotation.parts]
        spoken = any(start <= feeling.start_char < end for start, end in parts)
        near = [] if spoken else mentions_of(story, feeling.experiencer, feeling.end_char)
        meant = [person for said in near[:1] for person, names in passage.people.items() if said & names]
        return meant[0] if meant else people.get(feeling.experiencer or "", "")

    def _list_misses(self, passage: Passage, story: Story, pairs: Sequence[tuple[int, int]]) -> None:
        found, used = {i for i, _ in pairs}, {j for _, j in pairs}
        for i, label in enumerate(passage.labels):
            if i not in found:
                words = passage.text[label.start_char : label.end_char]
                self.misses.append((f"missed {label.category} {label.expression}", passage.title, words))
        for j, feeling in enumerate(story.feelings):
            if j not in used:
                words = story.text[feeling.start_char : feeling.end_char]
                around = story.text[max(0, feeling.start_char - 30) : feeling.end_char + 20].replace("\n", " ")
                what = f"too much {feeling.category} {feeling.expression}"
                self.misses.append((what, passage.title, f"{words!r} in {around!r}"))

    def prf(self, key: str = "all") -> PRF:
        """Precision, recall and F1 of all expressions, of a category or of a kind."""
        if key in EXPRESSIONS:
            found, right = self.matched[f"{key} found"], self.matched[f"{key} right"]
        else:
            found = right = self.matched[key]
        return PRF(found, self.gold[key], right, self.predicted[key])

    def share(self, what: str) -> float:
        """The share of matched expressions of which this is right."""
        return self.right[what] / self.asked[what] if self.asked[what] else 0.0


def _shared(label: Label, feeling: Feeling, story: Story) -> tuple[float, float]:
    """Tokens in common, as a share of the shorter and of the longer."""
    at = story.document.token_at
    a = range(at(label.start_char), at(label.end_char - 1) + 1)
    b = range(at(feeling.start_char), at(feeling.end_char - 1) + 1)
    common = len(range(max(a.start, b.start), min(a.stop, b.stop)))
    return common / max(1, min(len(a), len(b))), common / max(1, len(a), len(b))


def match(
    labels: Sequence[Label], feelings: Sequence[Feeling], story: Story, *, category: bool
) -> list[tuple[int, int]]:
    """Pair labels with predictions, the ones that share most first."""
    candidates = []
    for i, label in enumerate(labels):
        for j, feeling in enumerate(feelings):
            apart = feeling.end_char <= label.start_char or label.end_char <= feeling.start_char
            if apart or (category and feeling.category != label.category):
                continue
            shorter, longer = _shared(label, feeling, story)
            if shorter >= 0.5:
                candidates.append((-longer, i, j))
    pairs: list[tuple[int, int]] = []
    for _, i, j in sorted(candidates):
        if all(i != a and j != b for a, b in pairs):
            pairs.append((i, j))
    return pairs


def mentions_of(story: Story, character: str | None, char: int) -> list[set[str]]:
    """The words of a character's mentions: those that begin before `char`, the nearest first, then the others."""
    document, mentions = story.document, story.layers.mentions
    entities = [e for e, entity in enumerate(story.entities) if entity.id == character]
    if mentions is None or not entities:
        return []
    own = [m for m, e in enumerate(story.mention_entity.tolist()) if e == entities[0]]
    starts = {m: int(document.token_start[mentions.start[m]]) for m in own}
    own.sort(key=lambda m: (starts[m] >= char, abs(starts[m] - char)))
    return [said_by(document.words(int(mentions.start[m]), int(mentions.end[m]))[:3]) for m in own]


def said_by(words: Sequence[str]) -> set[str]:
    """A mention in lower case, and its words but for pronouns, to be looked up among the words of a person."""
    return {word.lower() for word in words if word.lower() not in PERSON_OF} | {" ".join(words).lower()}


def whose(passage: Passage, story: Story) -> dict[str, str]:
    """Character id -> the person of the passage whose words most of its mentions are."""
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    document, mentions = story.document, story.layers.mentions
    if mentions is None:
        return {}
    parts = [part for quotation in story.quotations for part in quotation.parts]
    for m, entity in enumerate(story.mention_entity.tolist()):
        words = document.words(int(mentions.start[m]), min(int(mentions.end[m]), int(mentions.start[m]) + 3))
        said = said_by(words)
        at = int(document.token_start[mentions.start[m]])
        spoken = bool(said & _FIRST_AND_SECOND) and any(start <= at < end for start, end in parts)
        for person, names in passage.people.items():
            if entity >= 0 and said & names:
                votes[story.entities[entity].id][person] += 1 if spoken else 1000
    return {id: counts.most_common(1)[0][0] for id, counts in votes.items() if counts}


def page(title: str, scores: FeelingScores) -> str:
    """Lay the numbers out."""
    lines = [title, "", f"{'':44}{'labelled':>9}{'P':>7}{'R':>7}{'F1':>7}"]
    rows = [("expression with category", scores.prf())]
    n_gold, n_predicted = scores.gold["all"], scores.predicted["all"]
    rows.append(("  the same, half of the longer shared", PRF(scores.strict, n_gold, scores.strict, n_predicted)))
    words = scores.words_alone
    rows.append(("  expression, whatever the category", PRF(words, n_gold, words, n_predicted)))
    rows += [(f"  {key}", scores.prf(key)) for key in (*EXPRESSIONS, *CATEGORIES)]
    for label, score in rows:
        cells = f"{score.n_gold:9.0f}{score.precision:7.3f}{score.recall:7.3f}{score.f1:7.3f}"
        lines.append(f"{label:44}{cells}")
    lines += ["", f"{'of those that match':44}{'asked':>9}{'right':>7}"]
    for what in _ASKED:
        lines.append(f"  {what:42}{scores.asked[what]:9d}{scores.share(what):7.3f}")
    plain = sum(n for (wanted, _), n in scores.polarities.items() if wanted == "asserted")
    lines.append(f"  {'(polarity, were everything asserted)':42}{'':9}{plain / max(1, scores.matched['all']):7.3f}")
    lines += ["", "polarity, where it is wrong"]
    for (wanted, got), n in sorted(scores.polarities.items(), key=lambda item: (-item[1], item[0])):
        if wanted != got:
            lines.append(f"  {f'{wanted} read as {got}':42}{n:9d}")
    lines += ["", f"{'confidence':44}{'n':>9}{'right':>7}"]
    for tenth, n in sorted(scores.sure.items()):
        lines.append(f"  {tenth / 10:.1f} to {(tenth + 1) / 10:.1f}{'':32}{n:9d}{scores.sure_right[tenth] / n:7.3f}")
    return "\n".join([*lines, ""])


def measure(half: str) -> tuple[FeelingScores, str]:
    """Read the passages of a half; the scores, and the page that is printed."""
    scores, model = FeelingScores(), ""
    passages = read_passages(half)
    for passage in passages:
        story = undertow.read(text=passage.text)
        scores.add(passage, story)
        model = story.model
    title = f"Feelings, {len(passages)} passages ({half} half); undertow {undertow.__version__}, {model}"
    return scores, page(title, scores)


def score(options: argparse.Namespace) -> tuple[dict[str, Any], str]:
    """The numbers and the page, for `bench/accuracy.py`."""
    scores, text = measure(options.half)
    prf = scores.prf()
    numbers = {"precision": prf.precision, "recall": prf.recall, "f1": prf.f1, "labelled": scores.gold["all"]}
    return {"expressions": numbers, "right": {what: scores.share(what) for what in sorted(scores.asked)}}, text


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table of a half, and what went wrong; 2 for a mistake in what was given."""
    parser = argparse.ArgumentParser(
        prog="feelings.py", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--half", choices=HALVES, default="test")
    parser.add_argument("--show", action="store_true", help="print what went wrong on the half for building")
    options = parser.parse_args(arguments)
    if options.show and options.half in KEPT:
        sys.stderr.write(f"feelings.py: the {options.half} half is for reporting; --show goes with --half train\n")
        return 2
    scores, text = measure(options.half)
    sys.stdout.write(text)
    if options.show:
        sys.stdout.writelines(" | ".join(miss) + "\n" for miss in sorted(scores.misses))
    return 0


if __name__ == "__main__":
    sys.exit(main())
