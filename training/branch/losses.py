"""The losses of the branch: a number a kind of label, each absent where a batch has no such label."""

import torch
import torch.nn.functional as F
from torch import Tensor

from training.branch.batches import JUDGED, Batch
from training.branch.model import Grammar, GrammarOutput, Mood, Pupil


def grammar_and_negation(grammar: Grammar, batch: Batch) -> dict[str, Tensor]:
    """The losses of the words and pairs of words of a batch, by name."""
    output = grammar(batch.states, batch.member, batch.grammar[..., 2].clamp(min=0))
    found: dict[str, Tensor] = {}
    if (batch.grammar >= 0).any():
        found |= grammar_losses(batch, output)
    if (batch.cue >= 0).any():
        n_cues = max(1, int((batch.cue > 0).sum()))
        scores = output.cue.float().flatten(0, 1)
        found["cue"] = F.cross_entropy(scores, batch.cue.flatten(), ignore_index=-100, reduction="sum") / n_cues
    if len(batch.scope_rows):
        scores = output.scope.float().flatten(0, 1)[batch.scope_rows]
        known = batch.scope >= 0
        found["scope"] = F.binary_cross_entropy_with_logits(scores[known], batch.scope[known])
    return found


def grammar_losses(batch: Batch, output: GrammarOutput) -> dict[str, Tensor]:
    """Cross-entropy over part of speech, verb form, head and relation."""
    upos, verb, head, relation = batch.grammar.flatten(0, 1).unbind(-1)
    return {
        "upos": F.cross_entropy(output.upos.float().flatten(0, 1), upos, ignore_index=-100),
        "verb": F.cross_entropy(output.verb.float().flatten(0, 1), verb, ignore_index=-100),
        "head": F.cross_entropy(output.arcs.float().flatten(0, 1), head, ignore_index=-100),
        "relation": F.cross_entropy(output.relation.float().flatten(0, 1), relation, ignore_index=-100),
    }


def larger(pupil: Pupil, batch: Batch) -> dict[str, Tensor]:
    """Squared errors of what is said of words, and of its mean over each sentence, in units of their variance."""
    told = pupil.in_units(batch.large)
    said = pupil(batch.states, batch.member).float()
    there = batch.member.sum(1) > 0
    words = batch.member.sum(-1, keepdim=True)
    apart = (batch.member @ (said - told) / words.clamp(min=1.0))[words[..., 0] > 0]
    return {"word": F.mse_loss(said[there], told[there]), "sentence": (apart / pupil.spread).square().mean()}


def affect(mood: Mood, batch: Batch) -> dict[str, Tensor]:
    """One minus the concordance of what is read and what was judged, and a squared error, for each corpus."""
    sentences, tone = mood.with_tone(batch.states, batch.member)
    vectors = sentences.float().flatten(0, 1)[batch.sentence_at]
    read = mood.reader(vectors * batch.sentence_mask[:, :, None], batch.sentence_mask).float()
    found = {}
    told = ~batch.tone.isnan()
    if told.any():
        found["tone"] = F.mse_loss(tone.float()[told], batch.tone[told]) / 0.2  # the variance of words that have one
    for code, name in enumerate(JUDGED):
        rows = batch.corpus == code
        values = mood.as_judged(read[rows], name)
        parts = []
        for axis in range(3):
            gold = batch.affect[rows][..., axis]
            known = ~gold.isnan()
            if known.sum() >= 12:
                a, b = values[..., axis][known], gold[known]
                spread = SPREAD[name][axis]
                parts.append(1 - concordance(a, b) + 0.5 * F.mse_loss(a, b) / spread**2)
        if parts:
            found[name] = torch.stack(parts).mean()
    return found


def undertone(mood: Mood, batch: Batch) -> dict[str, Tensor]:
    """Cross-entropy of what sentences do to feelings that are denied."""
    vectors = mood(batch.states, batch.member).float().flatten(0, 1)[batch.sentence_at]
    read = mood.reader(vectors * batch.sentence_mask[:, :, None], batch.sentence_mask).float()
    known = ~batch.undertone.isnan()
    return {"undertone": F.binary_cross_entropy_with_logits(read[known], batch.undertone[known])}


# standard deviations on the layer's scale, about
SPREAD = {
    "tales": (0.5, 0.5, 0.5),
    "moods": (0.5, 0.45, 0.45),
    "emobank": (0.17, 0.12, 0.1),
    "readers": (0.17, 0.12, 0.1),
}


def concordance(a: Tensor, b: Tensor) -> Tensor:
    """Lin's concordance correlation of two rows of values."""
    together = ((a - a.mean()) * (b - b.mean())).mean()
    return 2 * together / (a.var(correction=0) + b.var(correction=0) + (a.mean() - b.mean()) ** 2 + 1e-8)
