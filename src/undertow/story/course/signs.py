"""Signs of recognition in the sentences: somebody realises, looks back, runs; habits and excuses on the other side.

In comes the stage, out goes a number for each sign and sentence. The decision: a sign stands in the narration and is
general. Few recognitions are told by a phrase for realising; but many are told in a long sentence about one of the
two, with their body in it, that sees in the perfect what has been so for a long time. What order the sentences stand
in plays no part, so that signs may say where a turn could be, and the order alone whether it is one.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from undertow.layers.values import MODES, UPOS, VERB_FORMS
from undertow.lexicons import load, load_table
from undertow.story.course.chance import Numbers
from undertow.story.course.contact import happens, negated
from undertow.story.course.phrases import find_phrases
from undertow.story.course.stage import Flags, Index, Stage

_NEAR = 6  # words before a sign of realising in which somebody must be mentioned
_DOING = 12  # and before a verb: 'I leave the page standing on its edge, and run'
_ASIDE = MODES.index("aside")
_PERFECT = 3  # words after 'have' within which its participle stands: 'has not yet been'
_HAVE = frozenset("have has had having 've 'd".split())
_NO_VERB_AFTER = frozenset("a an the his her my our your their this that no of".split())


@dataclass(frozen=True, slots=True, eq=False)
class Signs:
    """One number a sentence and sign. [n_sentences] each."""

    understanding: Numbers
    looking_back: Numbers  # verbs in the perfect
    body: Numbers
    about: Numbers  # whether one of the main pair is mentioned in the narration
    flight: Numbers
    outcry: Numbers
    settled: Numbers
    affirmed: Numbers
    length: Numbers
    spoken: Numbers  # share of the words that are said aloud
    aside: Numbers
    who: Index  # who realises or runs, else the one of the main pair who is mentioned first; -1 for none


def _person_near(stage: Stage, starts: Index, reach: int) -> Index:
    """The character mentioned last before each place, within a few words and its sentence; -1 for none."""
    result = np.full(len(starts), -1, np.int64)
    if not len(stage.mention_start):
        return result
    at = np.searchsorted(stage.mention_start, starts, side="right") - 1
    previous = np.maximum(at, 0)
    first = stage.document.sentences[stage.sentence[starts], 0]
    near = (at >= 0) & (starts - stage.mention_start[previous] <= reach) & (stage.mention_start[previous] >= first)
    return np.where(near, stage.mention_who[previous], result)


def _verbs(stage: Stage, starts: Index) -> Flags:
    """Which of these words are verbs, as far as is known."""
    syntax = stage.story.layers.syntax
    if syntax is not None:
        return np.asarray(np.isin(syntax.upos[starts], (UPOS.index("VERB"), UPOS.index("AUX"))))
    return np.array([i == 0 or stage.words[i - 1] not in _NO_VERB_AFTER for i in starts.tolist()], bool)


def _spread(stage: Stage, starts: Index, amount: NDArray[np.floating] | float = 1.0) -> Numbers:
    """Add amounts up by sentence."""
    weights = np.broadcast_to(np.asarray(amount, np.float64), starts.shape)
    result = np.zeros(stage.n_sentences)
    np.add.at(result, stage.sentence[starts], weights)
    return result


def _asides(stage: Stage) -> Numbers:
    """Whether a sentence is an aside, or holds one: by the layer, else by its parentheses."""
    result = np.zeros(stage.n_sentences)
    modes = stage.story.layers.modes
    if modes is not None:
        result[stage.sentence[modes.start[modes.mode == _ASIDE]]] = 1
        return result
    brackets = np.array([i for i, word in enumerate(stage.words) if word in ("(", ")")], np.int64)
    result[stage.sentence[brackets]] = 1
    return result


def _participles(stage: Stage) -> Flags:
    """Which words may be past participles. [n_tokens]."""
    syntax = stage.story.layers.syntax
    if syntax is not None:
        past = (VERB_FORMS.index("Part Past"), VERB_FORMS.index("Fin Past"))
        return np.asarray(np.isin(syntax.verb, past) & np.isin(syntax.upos, (UPOS.index("VERB"), UPOS.index("AUX"))))
    irregular = {form for forms in load_table("irregular_verbs").values() for form in forms.split()}
    return np.array([word in irregular or (len(word) > 3 and word.endswith("ed")) for word in stage.words], bool)


def _perfect(stage: Stage) -> Index:
    """Where 'have' makes the perfect of the verb after it: what has been so, seen from here."""
    participle, same = _participles(stage), stage.sentence
    found = []
    for i in [i for i, word in enumerate(stage.words) if word in _HAVE and not stage.spoken[i]]:
        after = [j for j in range(i + 1, min(i + 1 + _PERFECT, len(same))) if same[j] == same[i]]
        if any(participle[j] for j in after):
            found.append(i)
    return np.array(found, np.int64)


def _body(stage: Stage) -> Index:
    """Where the narration names a part of the body."""
    parts, syntax = load("body_parts"), stage.story.layers.syntax
    noun = UPOS.index("NOUN")
    return np.array(
        [
            i
            for i, word in enumerate(stage.words)
            if word in parts and not stage.spoken[i] and (syntax is None or syntax.upos[i] == noun)
        ],
        np.int64,
    )


def _of_main_pair(stage: Stage) -> Index:
    """The mentions of the main pair in the narration, as indices of mentions."""
    if not stage.story.relationships:
        return np.zeros(0, np.int64)
    main = stage.story.relationships[0]
    ours = np.isin(stage.mention_who, [stage.number[main.a], stage.number[main.b]])
    return np.flatnonzero(ours & ~stage.spoken[stage.mention_start]).astype(np.int64)


def _affirmed(stage: Stage) -> Numbers:
    """Whether a later sentence stands against a denial, by its confidence."""
    result = np.zeros(stage.n_sentences)
    for denial in stage.story.denials:
        for evidence in denial.against:
            if evidence.claim == "later sentence":
                at = stage.sentence_at(evidence.start_char)
                result[at] = max(result[at], denial.confidence)
    return result


def _denied(stage: Stage) -> Numbers:
    result = np.zeros(stage.n_sentences)
    for denial in stage.story.denials:
        result[stage.sentence_at(denial.start_char)] = 1
    return result


def find_signs(stage: Stage) -> Signs:
    """Find the signs of every sentence. Linear in the length of the story."""
    told = ~stage.spoken
    plain = told & ~negated(stage)
    starts, ends = find_phrases(stage.words, "realising", table=True)
    clear = load_table("realising")
    strength = np.array(
        [float(clear[" ".join(stage.words[a:b])]) for a, b in zip(starts.tolist(), ends.tolist(), strict=True)]
    )
    person = _person_near(stage, ends - 1, _NEAR)
    keep = plain[starts] & (person >= 0) & happens(stage, starts)
    understanding = np.zeros(stage.n_sentences)
    np.maximum.at(understanding, stage.sentence[starts[keep]], strength[keep])
    who = np.full(stage.n_sentences, -1, np.int64)
    ours = _of_main_pair(stage)
    who[stage.sentence[stage.mention_start[ours[::-1]]]] = stage.mention_who[ours[::-1]]
    rows = {}
    for name in ("flight", "outcry"):
        at, _ = find_phrases(stage.words, f"{name}_verbs")
        doer = _person_near(stage, at, _DOING)
        good = plain[at] & (doer >= 0) & _verbs(stage, at)
        rows[name] = _spread(stage, at[good])
        who[stage.sentence[at[good]]] = doer[good]
    who[stage.sentence[starts[keep]]] = person[keep]
    exclaimed = np.array([i for i, word in enumerate(stage.words) if word == "!"], np.int64)
    habits, _ = find_phrases(stage.words, "habitual")
    excuses, _ = find_phrases(stage.words, "playing_down")
    settled = np.minimum(_spread(stage, habits[told[habits]]), 1) + np.minimum(
        _spread(stage, excuses[told[excuses]]), 1
    )
    aside, length = _asides(stage), np.diff(stage.document.sentences, axis=1)[:, 0].astype(np.float64)
    return Signs(
        understanding=understanding,
        looking_back=_spread(stage, _perfect(stage)),
        body=_spread(stage, _body(stage)),
        about=_spread(stage, stage.mention_start[ours]),
        flight=rows["flight"],
        outcry=rows["outcry"] + _spread(stage, exclaimed),
        settled=settled + aside + _denied(stage),
        affirmed=_affirmed(stage),
        length=length,
        spoken=_spread(stage, np.flatnonzero(stage.spoken)) / length,
        aside=aside,
        who=who,
    )
