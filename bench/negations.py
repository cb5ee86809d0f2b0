"""The measures of negation, after the *SEM 2012 shared task, over words.

A cue is right if all of its words are and no other; a prefix that negates ("infrequent") counts as its word, and of a
cue that stands apart ("neither ... nor") each part counts as one, with the scope of the whole. Scope tokens are scored
cue by cue: those of a cue that was not found are missed, those of a wrong cue are false. Marks of punctuation are left
out, as the task's scorer does.
"""

from bench.corpora.negation import NegationChapter
from bench.scores import PRF, f1
from undertow.layers.values import Negation


def runs_of(cue: tuple[int, ...]) -> list[list[int]]:
    """The stretches of words that stand together."""
    runs: list[list[int]] = []
    for word in cue:
        if runs and runs[-1][-1] == word - 1:
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs


def score(chapter: NegationChapter, negation: Negation) -> tuple[PRF, PRF]:
    """Compare the cues, and the tokens of the scopes; `negation` is the layer that was read, on predicted cues."""
    counted = [any(map(str.isalnum, word)) for sentence in chapter.sentences for word in sentence]
    gold: dict[tuple[int, ...], set[int]] = {}
    start = 0
    for sentence, found in zip(chapter.sentences, chapter.negations, strict=True):
        for one in found:
            scope = {start + i for i in one.scope}
            for run in runs_of(one.cue):
                gold[tuple(start + i for i in run)] = {i for i in scope if counted[i]}
        start += len(sentence)
    cues = [tuple(range(a, b)) for a, b in zip(negation.cue_start.tolist(), negation.cue_end.tolist(), strict=True)]
    read: dict[tuple[int, ...], set[int]] = {cue: set() for cue in cues}
    runs = zip(negation.scope_cue.tolist(), negation.scope_start.tolist(), negation.scope_end.tolist(), strict=True)
    for cue, first, last in runs:
        read[cues[cue]] |= {i for i in range(first, last) if counted[i]}
    tokens = f1(
        {(c, i) for c, scope in gold.items() for i in scope}, {(c, i) for c, scope in read.items() for i in scope}
    )
    return f1(set(gold), set(read)), tokens
