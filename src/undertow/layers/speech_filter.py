"""Is it said? Quotation marks also hold titles, words that are spoken of, irony, signs and letters.

In comes a quoted span with its paragraph, out goes the log-odds that somebody says it. The one decision: a handful of
plain yes-or-no features of the span and of the words beside it, with weights fitted by logistic regression on the
training novels of PDNC.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile

from undertow.layers.speech_marks import Quoted
from undertow.lexicons import load, load_weights

_WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_NEAR = 90  # characters that are looked at on either side: a clause
_GREETINGS = ("dear ", "my dear ", "my dearest ")
_FEW, _SOME = 3, 7  # words
_WRITES = frozenset("wrote writes written".split())
_RUNS = frozenset("ran runs read reads".split())
_LINKS = frozenset("and but until while as then".split())
_FIRST_SECOND = frozenset("i me my mine we us our ours you your yours i'm i've i'll i'd we'll you'll you're".split())
_THIRD = frozenset("he she him her his hers they them their".split())
_PAST = frozenset("had was were could would should did might must".split())


def _clause_before(text: str, low: int, at: int) -> str:
    return text[max(low, at - _NEAR) : at].rstrip()


def _clause_after(text: str, at: int, high: int) -> str:
    return text[at : min(high, at + _NEAR)].lstrip()


def _end_class(said: str) -> str:
    last = said.rstrip("_*)'’ ")[-1:]
    if last in {",", ";"}:
        return "comma"
    if last in ".…":
        return "stop"
    if last in "?!":
        return "call"
    if last in "-—–:":
        return "dash"
    return "none"


def _before_class(before: str) -> str:
    last = before[-1:]
    if not last:
        return "start"
    if last in ".!?”\"'’…)":
        return "stop"
    if last in ",":
        return "comma"
    if last in ":;":
        return "colon"
    if last in "-—–":
        return "dash"
    return "word"


def features(text: str, paragraph: tuple[int, int], quoted: Quoted, opens_paragraph: bool) -> list[str]:
    """The names of the features that hold. `opens_paragraph`: speech stands at the start of the paragraph."""
    low, high = paragraph
    said = text[quoted.start : quoted.end]
    before, after = _clause_before(text, low, quoted.outer_start), _clause_after(text, quoted.outer_end, high)
    n_words = len(_WORDS.findall(said[:400]))
    letter = next((c for c in said if c.isalpha()), "")
    place, end = _before_class(before), _end_class(said)
    case = "upper" if letter.isupper() else "lower"
    size = "one" if n_words <= 1 else "few" if n_words <= _FEW else "some" if n_words <= _SOME else "many"
    held = [
        f"before={place}",
        f"end={end}",
        f"case={case}",
        f"size={size}",
        f"before={place} case={case}",
        f"end={end} size={size}",
        f"end={end} case={case}",
        f"before={place} size={size}",
    ]
    if opens_paragraph and place != "start":
        held.append(f"speech opens the paragraph, size={size}")
    if _is_reported(said):
        held += ["reported", f"reported, before={place}", f"reported, size={size}"]
    if n_words > 1 and end == "none" and said.istitle():
        held.append("title case")
    if not quoted.opened:
        held.append("no opening mark")
    if said[:30].lower().startswith(_GREETINGS) and place == "start" and said[-1] in ",:-—":
        held.append("salutation")
    return held + list(_after_features(after, place, end)) + list(_before_features(before, place, case))


def _is_reported(said: str) -> bool:
    """Tell whether a novelist of old put reported words in marks: '“She had no doubt of its being a fine day.”'."""
    words = {word.lower() for word in _WORDS.findall(said[:400])}
    return not words & _FIRST_SECOND and bool(words & _THIRD) and bool(words & _PAST)


def _after_features(after: str, place: str, end: str) -> Iterator[str]:
    if not after:
        yield f"ends paragraph, before={place}"
    elif after[0].islower():
        yield f"then lower case, {end}"
    elif after[0].isupper():
        yield "then upper case"
    elif after[0] in ",.;:?!":
        yield "then a stop"
    words = [word.lower() for word in _WORDS.findall(after)[:3]]
    if any(word in load("speech_verbs") for word in words):
        yield f"cue after, end={end}"
    elif any(word in load("speech_manner") for word in words):
        yield "manner after"
    cue = set(takewhile(lambda word: word not in _LINKS, words))
    if cue & _WRITES or (cue & _RUNS and cue & (load("writing_words") - _RUNS)):
        yield "writing after"


def _before_features(before: str, place: str, case: str) -> Iterator[str]:
    words = [word.lower() for word in _WORDS.findall(before)]
    speech = load("speech_verbs")
    if any(word in speech for word in words[-4:]):
        yield f"cue before, before={place}"
    elif any(word in speech for word in words[-10:]):
        yield "cue long before"
    if words and words[-1] in load("naming_words") and place == "word":
        yield "naming word before" + (", lower" if case == "lower" else "")
    if any(word in load("writing_words") for word in words[-12:]) and place in ("colon", "comma", "dash", "word"):
        yield "writing before"


def log_odds(held: Iterable[str]) -> float:
    """How likely it is that the span is said, from its features."""
    weights = load_weights("said_weights")
    return weights["bias"] + sum(weights.get(name, 0.0) for name in held)
