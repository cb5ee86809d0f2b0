"""The measures of syntax on gold words: part of speech, dependencies, and the tense of finite verbs.

Words are given, so each count is over words. Dependencies are scored without subtypes of relations, punctuation
included (as in the CoNLL 2018 shared task).
"""

from collections import Counter

import numpy as np

from bench.corpora.ewt import ParsedDocument
from undertow.layers.values import RELATIONS, UPOS, VERB_FORMS, Syntax

TENSED = ("Fin Past", "Fin Pres")


def count(document: ParsedDocument, syntax: Syntax) -> Counter[str]:
    """What adds up over documents; `syntax` is the layer that was read."""
    found: Counter[str] = Counter()
    start = 0
    for sentence in document.sentences:
        n = len(sentence.words)
        part = slice(start, start + n)
        head = np.where(syntax.head[part] < 0, -1, syntax.head[part] - start)
        same_head = head == np.asarray(sentence.head)
        relation = np.asarray([RELATIONS[code] for code in syntax.relation[part]])
        found["words"] += n
        found["upos"] += int((np.asarray([UPOS[c] for c in syntax.upos[part]]) == np.asarray(sentence.upos)).sum())
        found["heads"] += int(same_head.sum())
        found["labelled"] += int((same_head & (relation == np.asarray(sentence.relation))).sum())
        for gold, code in zip(sentence.verb, syntax.verb[part].tolist(), strict=True):
            read = VERB_FORMS[code]
            found["tensed"] += gold in TENSED
            found["tensed read"] += read in TENSED
            found["tensed right"] += gold in TENSED and read == gold
            found["tense mixed up"] += gold in TENSED and read in TENSED and read != gold
        start += n
    return found


def figures(found: Counter[str]) -> dict[str, float]:
    """Shares of words, and of finite verbs."""
    right = found["tensed right"]
    return {
        "upos": found["upos"] / found["words"],
        "uas": found["heads"] / found["words"],
        "las": found["labelled"] / found["words"],
        "tense_accuracy": right / max(1, found["tensed"]),
        "tense_precision": right / max(1, found["tensed read"]),
        "tense_f1": 2 * right / max(1, found["tensed"] + found["tensed read"]),
        "tense_mixed_up": found["tense mixed up"] / max(1, found["tensed"]),
    }
