"""The deep blocks: words keep their places on the way through the larger encoder, and units are those of its words."""

import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
torch = pytest.importorskip("torch")
pytest.importorskip("safetensors")

from training.branch import losses
from training.branch.batches import collate
from training.branch.large import BEGIN, END, FAR, MOST, PAD, SHIFT, buckets, ids_of, lay_out
from training.branch.model import HIDDEN, FoldedMoods, Mood, Moods, Pupil, Trunk, TrunkConfig
from training.branch.states import DeeperStates
from training.branch.texts import make
from undertow.inference.groups import groups

DEEP = TrunkConfig(inputs=(1,), blocks=1, first_block=2, dropout=0.0)
PART = TrunkConfig(inputs=(1, 6), blocks=0, first_block=7, dropout=0.0)


def test_each_word_is_found_again_at_its_first_piece():
    ids = torch.from_numpy(ids_of("The undertow was unfathomable .".split()))[None]
    ids = torch.cat([ids, torch.zeros_like(ids)])
    ids[1, :2] = ids[0, 3:5]
    rows, first = lay_out(ids)
    assert rows[:, 0].tolist() == [BEGIN, BEGIN]
    assert (rows.gather(1, first) - SHIFT)[0].tolist() == ids[0, :, 0].tolist()
    assert (rows.gather(1, first) - SHIFT)[1, :2].tolist() == ids[1, :2, 0].tolist()
    for row, pieces in zip(rows.tolist(), (ids > 0).sum((1, 2)).tolist(), strict=True):
        assert row[pieces + 1] == END
        assert set(row[pieces + 2 :]) <= {PAD}


def test_a_word_of_many_pieces_is_cut():
    ids = ids_of(["a", "x" * 200, "b"])
    assert ids.shape == (3, MOST)
    assert (ids > 0).sum(1).tolist() == [1, MOST, 1]


def test_distances_are_told_apart_by_side_and_less_and_less_far_away():
    table = buckets(3 * FAR)
    assert len({int(table[FAR, FAR + step]) for step in range(-7, 8)}) == 15
    assert table[0, FAR] == table[0, 2 * FAR] != table[FAR, 0]
    assert (table[0].diff() >= 0).all()


class PlainStates:
    def of(self, words, sentences):
        return np.random.default_rng(1).normal(size=(len(words), HIDDEN)).astype(np.float16)


def test_states_of_the_deep_blocks_stand_beside_those_that_they_are_made_of(tmp_path):
    text = make("a", "tales", [["w"] * n for n in (90, 100, 7, 300)])
    torch.manual_seed(0)
    deep = Trunk(DEEP).eval()
    states = DeeperStates(PlainStates(), deep, range(HIDDEN), tmp_path / "deep")
    read = states.of(text.words, text.sentences)
    assert (states.of(text.words, text.sentences) == read).all()  # found again
    other = DeeperStates(PlainStates(), Trunk(DEEP), range(HIDDEN), tmp_path / "deep")
    assert (other.of(text.words, text.sentences) != read).any()  # other blocks do not find what these made
    assert read.shape == (len(text.words), 2 * HIDDEN)
    assert read[:, :HIDDEN].tolist() == PlainStates().of(text.words, None).tolist()
    some = groups(text.sentences)[1]
    with torch.inference_mode():
        given = torch.from_numpy(read[some.start : some.end, :HIDDEN].astype(np.float32))[None]
        alone = deep(given, torch.from_numpy(some.member())[None])[0]
    np.testing.assert_allclose(read[some.start : some.end, HIDDEN:], alone.numpy(), atol=2e-3)


def test_moods_read_with_the_deep_blocks_what_a_part_reads_beside_them():
    torch.manual_seed(0)
    moods = Moods(Trunk(DEEP), [Mood(PART)], [Mood(PART)], [Mood(PART, 2)], (0.5, 0.5, 0.5)).eval()
    states, member = torch.randn(1, 9, HIDDEN), torch.zeros(1, 2, 9)
    member[0, 0, :5] = member[0, 1, 5:] = 1
    with torch.inference_mode():
        beside = torch.cat([states, moods.deep(states, member)], dim=-1)
        parts = [part(beside, member) for part in (moods.tales[0], moods.emobank[0], moods.undertones[0])]
        torch.testing.assert_close(moods(states, member), torch.cat(parts, dim=-1))


OWN = TrunkConfig(inputs=(-1, 1), blocks=2, first_block=2, dropout=0.0)


def test_a_part_with_blocks_of_its_own_is_folded_apart():
    torch.manual_seed(0)
    deep = TrunkConfig(inputs=(-1, 1), blocks=2, first_block=2, dropout=0.0)
    part = TrunkConfig(inputs=(-1, 1, 6), blocks=0, first_block=7, dropout=0.0)
    own = Mood(OWN)
    trunk = Trunk(deep)
    own.trunk.positions.load_state_dict(trunk.positions.state_dict())
    own.trunk.blocks[0].load_state_dict(trunk.blocks[0].state_dict())  # the first of them is that of the deep ones
    moods = Moods(trunk, [own], [Mood(part)], [Mood(part, 2)], (0.5, 0.5, 0.5)).eval()
    states, member = torch.randn(2, 9, 2 * HIDDEN), torch.zeros(2, 2, 9)
    member[:, 0, :5] = member[:, 1, 5:] = 1
    with torch.inference_mode():
        vectors = moods(states, member)
        torch.testing.assert_close(FoldedMoods(moods)(states, member), vectors, atol=1e-5, rtol=1e-4)
        assert moods.reader(vectors).shape == (2, 2, 3)
        assert moods.undertone(vectors).shape == (2, 2, 2)


def test_the_first_block_stays_and_the_others_learn():
    torch.manual_seed(0)
    part = Mood(OWN)
    before = {name: value.clone() for name, value in part.trunk.state_dict().items()}
    part.trunk.keep_first()
    optimiser = torch.optim.AdamW(part.parameters(), lr=0.1)
    states, member = torch.randn(2, 9, 2 * HIDDEN), torch.ones(2, 1, 9)
    part.reader(part(states, member)).sum().backward()
    optimiser.step()
    changed = {name for name, value in part.trunk.state_dict().items() if not value.equal(before[name])}
    assert not any(name.startswith(("blocks.0.", "positions.")) for name in changed)
    assert {"blocks.1.up.weight", "mix.weight"} <= changed


# the states that a part takes twice: the deep ones, or those of the encoder
@pytest.mark.parametrize("first_block", [7, 2])
def test_one_folded_product_reads_what_all_mixes_read_one_after_the_other(first_block):
    torch.manual_seed(0)
    deep = TrunkConfig(inputs=(-1, 1), blocks=1, first_block=2, dropout=0.0)
    part = TrunkConfig(inputs=(-1, 1, 6), blocks=0, first_block=first_block, dropout=0.0)
    moods = Moods(Trunk(deep), [Mood(part), Mood(part)], [Mood(part)], [Mood(part, 2)], (0.5, 0.5, 0.5)).eval()
    states, member = torch.randn(2, 9, 2 * HIDDEN), torch.zeros(2, 2, 9)
    member[:, 0, :5] = member[:, 1, 5:] = 1
    with torch.inference_mode():
        torch.testing.assert_close(FoldedMoods(moods)(states, member), moods(states, member), atol=1e-5, rtol=1e-4)


def test_who_says_what_the_larger_encoder_says_has_nothing_to_learn():
    text = make("a", "tales", [["w"] * 5, ["w"] * 3])
    text.large = np.random.default_rng(1).normal(3, 2, (8, 4)).astype(np.float32)
    batch = collate([(text, np.zeros((8, HIDDEN), dtype=np.float32), groups(text.sentences))])
    mean, deviation = (torch.from_numpy(f(text.large, axis=0)) for f in (np.mean, np.std))
    pupil = Pupil(Trunk(DEEP), mean, deviation, torch.ones(4))
    dull = losses.larger(pupil, batch)
    pupil.forward = lambda states, member: pupil.in_units(batch.large)
    told = losses.larger(pupil, batch)
    assert told["word"].item() == pytest.approx(0, abs=1e-6)
    assert told["sentence"].item() == pytest.approx(0, abs=1e-6)
    assert dull["word"].item() > 0.5
