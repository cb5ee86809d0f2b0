"""What the reading says in a few plain statements, each with its confidence and the passage behind it.

Statements come from templates over counted data; nothing is invented and nothing graded. Each is made anew for every
twentieth of the story from what stands before it, so that a reader's place decides what is said.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from undertow.report.counts import Counts
from undertow.report.inner import denial, feeling, growth, mind, turn
from undertow.report.minds import Minds
from undertow.report.names import Name
from undertow.report.passages import Blocks, Passage
from undertow.report.presence import closeness, presence
from undertow.report.teller import Claim, Teller, Words
from undertow.report.wording import number, percent, times

STEPS = 20
MOST = 6  # kinds of statement; the first of the list that there is something to say of
TOP = 5
LATE, LATE_SHARE = 0.25, 0.03  # when it is worth saying that somebody comes late, and how much of them there must be
TALK = 6  # lines; where so many stand closest together, a pair talks most


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence or two, for readers who have read past `since` and not past `until` (characters)."""

    about: str  # cast, mind, narrator, pair, denial, growth, turn, feeling, speech, late, dialogue
    words: tuple[Words, ...]
    confidence: float | None  # None where it was counted and nothing had to be judged
    basis: str  # what the confidence is of
    passage: Passage
    since: int
    until: int | None  # None: it stays
    progress: float  # of the place up to which it was counted, 0 to 1


def _ordinal(n: int) -> str:
    return {1: "most", 2: "second most", 3: "third most"}.get(n, f"{n}th most")


def _cast(teller: Teller) -> Claim | None:
    n = teller.counts.n_mentions(teller.until)
    order = np.argsort(-n, kind="stable")[: int((n > 0).sum())].tolist()
    if not order:
        return None
    top = order[0]
    words: tuple[Words, ...]
    if len(order) == 1:
        words = (teller.name(top), Words(f" is the only person, mentioned {times(int(n[top]))}."))
    elif len(order) == 2:
        other = order[1]
        words = (teller.name(top), Words(" and "), teller.name(other), Words(" are the people of this story: "))
        words += (Words(f"mentioned {times(int(n[top]))} and {times(int(n[other]))}."),)
    else:
        share = percent(n[top] / n.sum())
        words = (
            teller.name(top),
            Words(f" is mentioned most: {times(int(n[top]))}, {share} of all mentions of {len(order)} people. "),
            *_capital((teller.name(order[1]),)),
            Words(f" ({n[order[1]]:,}) and "),
            teller.name(order[2]),
            Words(f" ({n[order[2]]:,}) come next."),
        )
    sure = teller.counts.people[top].confidence
    return Claim(words, sure, "that these mentions are one person, rightly named", *teller.first(top))


def _narrator(teller: Teller) -> Claim | None:
    if teller.minds.narrations("story"):
        return None  # it is said with the mind
    for who, character in enumerate(teller.counts.people):
        told = [e for e in character.evidence if e.claim == "narrator" and e.start_char < teller.until]
        if character.narrator and told:
            words = (teller.name(who), Words(" tells the story, in the first person."))
            basis = "that these mentions are one person"
            return Claim(words, character.confidence, basis, told[0].start_char, told[0].end_char)
    return None


def _pair(teller: Teller) -> Claim | None:
    counts, until = teller.counts, teller.until
    close = closeness(counts, teller.present, until)
    if not close.any():
        return None
    a, b = (int(i) for i in np.unravel_index(close.argmax(), close.shape))
    if until == counts.end_char:
        a, b = teller.minds.main_pair or (a, b)
    exchanges, together = counts.exchanges(until), teller.present.together(until)
    a, b = (a, b) if exchanges[a, b] >= exchanges[b, a] else (b, a)
    n_lines, unit = int(exchanges[a, b] + exchanges[b, a]), number(teller.present.n_units(until), teller.present.unit)
    n_together = int(together[a, b]) if max(a, b) < len(together) else 0
    ways = [f"by lines between them ({exchanges[a, b]:,} and {exchanges[b, a]:,})"] if n_lines else []
    ways += [f"by being there together ({n_together:,} of {unit})"] if n_together else []
    felt = teller.minds.toward(until)
    ways += [f"by what is felt ({felt[a, b]:,} and {felt[b, a]:,})"] if felt[a, b] + felt[b, a] else []
    said = ", ".join(ways[:-1]) + " and " + ways[-1] if len(ways) > 1 else "".join(ways)
    words = (teller.name(a), Words(" and "), teller.name(b), Words(f" are the main pair{', ' if said else ''}{said}."))
    lines = _lines_between(counts, a, b, until)
    if lines:
        basis, sure = "of the speakers of these lines, on average", float(counts.sure[lines].mean())
        return Claim(words, sure, basis, *teller.line(_densest(counts, lines)))
    basis, sure = "that each of the two is one person", min(counts.people[i].confidence for i in (a, b))
    start = teller.first(b)[0]
    if n_together:
        both = np.flatnonzero(teller.present.there[a] * teller.present.there[b])
        start = int(teller.present.start_char[both[0]])
    return Claim(words, sure, basis, start, start + 1)


def _lines_between(counts: Counts, a: int, b: int, until: int) -> list[int]:
    """The lines that one of two says to the other."""
    speaker, hearer = counts.exchange_from, counts.exchange_to
    either = ((speaker == a) & (hearer == b)) | ((speaker == b) & (hearer == a))
    lines = counts.exchange_line[either]
    found: list[int] = lines[counts.line_start[lines] < until].tolist()
    return found


def _densest(counts: Counts, lines: list[int]) -> int:
    """The first of the lines that stand closest together: where the two really talk."""
    size = min(TALK, len(lines))
    spread = counts.line_start[lines[size - 1 :]] - counts.line_start[lines[: len(lines) - size + 1]]
    return lines[int(spread.argmin())]


def _speech(teller: Teller) -> Claim | None:
    counts = teller.counts
    said = counts.n_lines(teller.until)
    if not said.any():
        return None
    top = int(said.argmax())
    total = int(np.searchsorted(counts.line_start, teller.until))
    lines = np.flatnonzero((counts.speaker == top) & (counts.line_start < teller.until))
    words = [teller.name(top), Words(f" speaks most: {int(said[top]):,} of {number(total, 'line')}")]
    to = counts.exchanges(teller.until)[top]
    if to.any():
        words += [Words(", most often to "), teller.name(int(to.argmax())), Words(f" ({int(to.max()):,})")]
    words.append(Words("."))
    sure = float(counts.sure[lines].mean())
    return Claim(tuple(words), sure, "of the speaker of these lines, on average", *teller.line(int(lines[0])))


def _late(teller: Teller) -> Claim | None:
    counts, n = teller.counts, teller.counts.n_mentions(teller.until)
    for rank, who in enumerate(np.argsort(-n, kind="stable")[:TOP].tolist()):
        if rank == 0 or n[who] < max(3, LATE_SHARE * n.sum()) or counts.people[who].first < LATE:
            continue
        where = percent(counts.people[who].first)
        text = f" comes late, {where} of the way in, and is mentioned {_ordinal(rank + 1)}."
        words = (teller.name(who), Words(text))
        row = counts.mentions_of(who)[0]
        basis = "that these mentions are one person, rightly named"
        return Claim(words, counts.people[who].confidence, basis, int(counts.start[row]), int(counts.end[row]))
    return None


def _dialogue(teller: Teller) -> Claim | None:
    counts = teller.counts
    n = int(np.searchsorted(counts.line_start, teller.until))
    n_words = int(np.searchsorted(counts.word, teller.until))
    if not n or not n_words:
        return None
    share = min(1.0, int(counts.line_words[:n].sum()) / n_words)
    text = f"{percent(share)} of the words are spoken, in {number(n, 'line')}."
    return Claim((Words(text),), None, "", *teller.line(0))


_CLAIMS: tuple[tuple[str, Callable[[Teller], Claim | None]], ...] = (
    ("cast", _cast),
    ("mind", mind),
    ("narrator", _narrator),
    ("pair", _pair),
    ("denial", denial),
    ("growth", growth),
    ("turn", turn),
    ("feeling", feeling),
    ("speech", _speech),
    ("late", _late),
    ("dialogue", _dialogue),
)


def _capital(words: tuple[Words, ...]) -> tuple[Words, ...]:
    """Begin as a sentence does, also with somebody who is called "the old man"."""
    first = words[0].text
    return (Words(first[:1].upper() + first[1:], words[0].who), *words[1:])


def _places(counts: Counts) -> list[int]:
    """The ends of the paragraphs at which statements are made anew; the end of the story last."""
    document = counts.document
    ends = document.token_end[document.paragraphs[:, 1] - 1]
    wanted = np.arange(1, STEPS) * document.n_tokens // STEPS
    at = np.searchsorted(document.paragraphs[:, 1], wanted)
    return [*dict.fromkeys(ends[at[at < len(ends) - 1]].tolist()), counts.end_char]


def statements(minds: Minds, names: tuple[tuple[Name, ...], ...], blocks: Blocks) -> tuple[Statement, ...]:
    """Every statement, in each wording that it has on the way through the story."""
    counts = minds.counts
    places = _places(counts)
    present = presence(counts)
    found: list[Statement] = []
    for about, make in _CLAIMS:
        if len({statement.about for statement in found}) == MOST:
            break
        claims = [make(Teller(counts, names, minds, present, until)) for until in places]
        found += _wordings(about, claims, places, counts, blocks)
    return tuple(found)


def _wordings(
    about: str, claims: list[Claim | None], places: list[int], counts: Counts, blocks: Blocks
) -> Iterator[Statement]:
    """A statement in each of its wordings, with the places between which it holds."""
    for i, (claim, since) in enumerate(zip(claims, places, strict=True)):
        if claim is None or (i > 0 and claim == claims[i - 1]):
            continue
        last = next((k for k in range(i, len(claims)) if claims[k] != claim), None)
        until = places[last] - 1 if last is not None else None
        upto = counts.document.token_at(places[last - 1]) if last is not None else counts.document.n_tokens
        passage = blocks.passage(claim.start_char, claim.end_char)
        progress = counts.place_of_token(upto)
        words = _capital(claim.words)
        yield Statement(about, words, claim.confidence, claim.basis, passage, since - 1, until, progress)
