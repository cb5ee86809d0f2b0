"""What the branch is trained on and with: columns fit their words, padding changes nothing, states are only added."""

import random
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
torch = pytest.importorskip("torch")
pytest.importorskip("safetensors")

from training.branch.batches import batches, collate, runs_of
from training.branch.model import HIDDEN, Grammar, Mood, Trunk, TrunkConfig, places
from training.branch.scopes import NOT_ASKED, Scopes, questions
from training.branch.scopes import batches as question_batches
from training.branch.texts import curly, make, read_affixes, verb_code
from training.encoder import Encoder, EncoderConfig
from undertow.inference.groups import groups
from undertow.layers.scope_features import SIZES
from undertow.layers.values import VERB_FORMS


def text_of(lengths):
    text = make("a", "negation", [[f"w{i}" for i in range(n)] for n in lengths])
    n = len(text.words)
    heads = np.repeat(text.sentences[:, 0], np.diff(text.sentences)[:, 0])  # all hang on the first of their sentence
    text.grammar = np.stack([np.zeros(n), np.zeros(n), heads, np.ones(n)], axis=1).astype(np.int32)
    text.cue = (np.arange(n) % 5 == 1).astype(np.int8)
    ends = text.sentences[:, 1]
    for cue in np.flatnonzero(text.cue):
        end = ends[np.searchsorted(ends, cue, side="right")]
        text.scopes.append((int(cue), np.arange(cue + 1, end)))
    text.affect = np.tile(np.linspace(-1, 1, len(lengths))[:, None], (1, 3)).astype(np.float32)
    return text


def run_of(text, longest):
    states = np.arange(len(text.words), dtype=np.float32)[:, None] * np.ones((1, HIDDEN), dtype=np.float32)
    return text, states, groups(text.sentences, longest=longest)


def test_labels_stand_beside_the_words_that_they_belong_to():
    text = text_of([4, 9, 3, 12, 2, 7])
    batch = collate([run_of(text, 14)])
    real = batch.member.sum(1) > 0
    word = batch.states[..., 0].long()
    assert word[real].tolist() == list(range(len(text.words)))
    assert batch.cue[real].tolist() == text.cue.tolist()
    group_start = word[:, :1]
    assert (batch.grammar[..., 2] + group_start)[real].tolist() == text.grammar[:, 2].tolist()
    width = batch.member.shape[2]
    for row, scope in zip(batch.scope_rows.tolist(), batch.scope, strict=True):
        group, at = divmod(row, width)
        cue = int(word[group, at])
        inside = [int(word[group, j]) for j in (scope == 1).nonzero().flatten()]
        assert inside == dict(text.scopes)[cue].tolist()
        sentence = next(s for s in text.sentences.tolist() if s[0] <= cue < s[1])
        known = [int(word[group, j]) for j in (scope >= 0).nonzero().flatten()]
        assert known == list(range(*sentence))


def test_sentences_of_a_run_come_in_the_order_of_the_text():
    text = text_of([4, 9, 3, 12, 2, 7])
    batch = collate([run_of(text, 14), run_of(text_of([3, 3]), 14)])
    assert batch.sentence_mask.sum(1).tolist() == [6, 2]
    assert batch.affect[0, :, 0].tolist() == pytest.approx(text.affect[:, 0].tolist())
    most = batch.member.shape[1]
    at = batch.sentence_at[0]
    first_words = [int(batch.states[i // most][batch.member[i // most, i % most] > 0][0, 0]) for i in at.tolist()]
    assert first_words == text.sentences[:, 0].tolist()


def test_an_epoch_holds_each_word_once():
    rng = random.Random(1)
    text = text_of([7] * 60)
    states = run_of(text, 30)[1]
    runs = runs_of(text, states, rng, longest=30, most=100)
    seen = [batch.states[..., 0][batch.member.sum(1) > 0] for batch in batches(runs, 50, rng)]
    assert sorted(torch.cat(seen).long().tolist()) == list(range(len(text.words)))


@pytest.mark.parametrize(("part", "config"), [(Grammar, TrunkConfig()), (Mood, TrunkConfig(inputs=(-1, 3)))])
def test_what_is_read_beside_it_changes_nothing_of_a_group(part, config):
    torch.manual_seed(0)
    made = part(config).eval()
    states = torch.randn(2, 12, len(config.inputs) * HIDDEN)
    member = torch.zeros(2, 3, 12)
    member[0, 0, :5] = member[0, 1, 5:12] = 1
    member[1, 0, :4] = member[1, 1, 4:6] = member[1, 2, 6:9] = 1
    with torch.inference_mode():
        both, alone = made(states, member), made(states[1:, :9], member[1:, :, :9])
    if part is Mood:
        torch.testing.assert_close(both[1:], alone, atol=1e-4, rtol=1e-4)
        return
    for name in ("upos", "verb", "cue"):
        torch.testing.assert_close(getattr(both, name)[1:, :9], getattr(alone, name), atol=1e-4, rtol=1e-4)
    for name in ("arcs", "scope"):
        torch.testing.assert_close(getattr(both, name)[1:, :9, :9], getattr(alone, name), atol=1e-3, rtol=1e-4)


class PlainReader:
    def of(self, text, rng):
        return run_of(text, 10)[1]


def test_each_cue_and_its_scope_stand_at_their_words():
    text = text_of([9, 14, 6])
    text.tree = text.grammar[:, [2, 3, 0]]
    asked = questions(text)
    assert [q.cue for q in asked] == [(cue,) for cue in np.flatnonzero(text.cue).tolist()]
    for batch in question_batches(asked, PlainReader(), 20, random.Random(1)):
        for states, marks, gold in zip(batch["states"][..., 0], batch["asked"], batch["gold"], strict=True):
            (cue,) = states[marks > 0].long().tolist()
            assert (gold[:, 0] != NOT_ASKED).tolist() == (marks > 0).tolist()
            assert states[gold[:, 1] == 1].long().tolist() == dict(text.scopes)[cue].tolist()


def test_padding_changes_nothing_of_a_question():
    torch.manual_seed(0)
    made = Scopes(TrunkConfig()).eval()
    states, features = torch.randn(1, 12, HIDDEN), torch.zeros(1, 12, len(SIZES), dtype=torch.int64)
    asked, inside = torch.eye(12)[3:4], (torch.arange(12) < 8).float()[None]
    with torch.inference_mode():
        padded = made.look(states, asked, features, inside)
        alone = made.look(states[:, :8], asked[:, :8], features[:, :8])
    torch.testing.assert_close(padded[:, :8], alone, atol=1e-4, rtol=1e-4)


def test_scopes_begin_with_what_the_grammar_has_learned_after_what_the_encoder_has():
    encoder, learned = Encoder(EncoderConfig(vocabulary=9)), Trunk(TrunkConfig())
    made = Scopes(TrunkConfig(inputs=(1,), blocks=4, first_block=2))
    made.start_from(encoder, learned)
    for block, other in zip(made.trunk.blocks, [*encoder.blocks[2:4], *learned.blocks], strict=True):
        torch.testing.assert_close(block.state_dict(), other.state_dict())


def test_a_part_takes_the_states_after_the_blocks_that_it_names():
    assert places([3], [-1, 1, 3]) == list(range(2 * HIDDEN, 3 * HIDDEN))
    assert places([-1, 3], [-1, 1, 3])[HIDDEN] == 2 * HIDDEN


def test_printed_marks_open_and_close_in_turn():
    assert curly(['"', "Do", "n't", ",", '"', "`", "x", "'"]) == ["“", "Do", "n’t", ",", "”", "‘", "x", "’"]


def test_verb_forms_fall_back_on_the_form_without_tense():
    assert VERB_FORMS[verb_code("Fin Past")] == "Fin Past"
    assert VERB_FORMS[verb_code("Inf Past")] == "Inf"
    assert verb_code("") == 0


def test_no_affix_both_negates_and_does_not():
    text = read_affixes()
    marks = {}
    for word, mark in zip(text.words, text.cue.tolist(), strict=True):
        assert marks.setdefault(word, mark) == mark
    assert (marks["unhappy"], marks["uncle"]) == (1, 0)
