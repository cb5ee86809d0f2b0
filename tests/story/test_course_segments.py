"""The dynamic program finds what looking at every division finds."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from undertow.story.course import segments
from undertow.story.course.chance import shuffles
from undertow.story.course.segments import Sums, best, explained, gain_of, line_explains, shuffled_best


def sums_of(seed, n_arcs, n_passages):
    rng = np.random.default_rng(seed)
    count = rng.integers(0, 5, (n_arcs, n_passages)).astype(float)
    total = np.where(count > 0, rng.normal(0, 2, (n_arcs, n_passages)), 0)
    total -= count * (total.sum(axis=1) / np.maximum(count.sum(axis=1), 1))[:, None]
    return Sums(total, count)


def brute_force(sums, k, shortest):
    def possible(places):
        return all(b - a >= shortest for a, b in zip((0, *places), (*places, sums.n_passages), strict=True))

    divisions = [places for places in combinations(range(1, sums.n_passages), k) if possible(places)]
    return max((gain_of(sums, list(places)) for places in divisions), default=-np.inf)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 3), st.integers(4, 9), st.integers(1, 2))
def test_the_best_division_is_that_of_brute_force(seed, n_arcs, n_passages, shortest):
    sums = sums_of(seed, n_arcs, n_passages)
    values, places = shuffled_best(sums, np.arange(n_passages)[None], shortest)
    for k in range(1, 4):
        expected = brute_force(sums, k, shortest)
        assert values[0, k - 1] == pytest.approx(expected, rel=1e-4, abs=1e-3)
        if np.isfinite(expected):
            assert gain_of(sums, places[k - 1]) == pytest.approx(expected, rel=1e-4, abs=1e-3)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_many_orders_at_once_give_what_each_alone_gives(seed):
    sums, orders = sums_of(seed, 2, 8), shuffles(8, 6, seed=seed)
    values, _ = shuffled_best(sums, orders, 1)
    for order, row in zip(orders, values, strict=True):
        alone, _ = best(explained(sums.total[:, order][:, None], sums.count[:, order][:, None], 1))
        assert np.allclose(alone[0], row, rtol=1e-4, atol=1e-3)


def test_ruptures_finds_the_same_places(monkeypatch):
    ruptures = pytest.importorskip("ruptures")
    monkeypatch.setattr(segments, "FAINT", 0.0)
    for seed in range(6):
        rng = np.random.default_rng(seed)
        signal = rng.normal(size=(30, 3)) + np.repeat(rng.normal(0, 2, (3, 3)), 10, axis=0)
        total = (signal - signal.mean(axis=0)).T
        _, places = shuffled_best(Sums(total, np.ones_like(total)), np.arange(30)[None], 2)
        for k in (1, 2, 3):
            theirs = ruptures.Dynp(model="l2", min_size=2, jump=1).fit(signal).predict(n_bkps=k)
            assert places[k - 1] == theirs[:-1]


def test_a_line_explains_all_of_a_line_and_nothing_of_what_is_level(monkeypatch):
    monkeypatch.setattr(segments, "FAINT", 0.0)
    x = np.arange(20.0) - 9.5
    count = np.ones((1, 1, 20))
    assert line_explains(x[None, None], count)[0] == pytest.approx((x**2).sum())
    assert line_explains(np.abs(x)[None, None] - np.abs(x).mean(), count)[0] == pytest.approx(0, abs=1e-9)
