"""p-values, families of them, and bands do what they say."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from undertow.story.course.chance import Family, p_values, shuffles, standard
from undertow.story.course.growth import rank_correlation, trend_statistics
from undertow.story.course.observations import Channel, Observations, by_passage, ranks
from undertow.story.course.smoothing import smooth, t_quantile


def table(values, per_passage=2):
    values = np.atleast_2d(np.asarray(values, float))
    n = values.shape[1]
    zero = np.zeros(n)
    return Observations(
        passage=np.arange(n) // per_passage,
        words=np.full(n, 10),
        channels=tuple(Channel(f"kind {i}") for i in range(len(values))),
        values=values,
        signs=zero,
        understanding=zero,
        looking_back=zero,
        flight=zero,
        outcry=zero,
        settled=zero,
        affirmed=zero,
        length=np.full(n, 10.0),
        spoken=zero,
    )


def test_the_story_itself_is_the_first_order_and_every_order_has_every_passage():
    orders = shuffles(7, 50)
    assert orders[0].tolist() == list(range(7))
    assert (np.sort(orders, axis=1) == np.arange(7)).all()


def test_shuffles_are_the_same_on_every_run():
    assert np.array_equal(shuffles(12, 30), shuffles(12, 30))


@given(st.lists(st.integers(0, 5), min_size=1, max_size=60))
def test_a_p_value_is_the_share_of_rows_that_reach_it(values):
    p = p_values(np.array(values, float))
    assert p.tolist() == [sum(other >= value for other in values) / len(values) for value in values]


@given(st.lists(st.integers(0, 9), min_size=2, max_size=80), st.floats(0.01, 0.99))
def test_no_more_rows_than_the_level_have_a_p_value_at_the_level(values, level):
    assert np.mean(p_values(np.array(values, float)) <= level) <= level + 1e-12


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_any_claim_in_a_family_is_as_rare_as_the_level_over_its_rows(seed):
    rng = np.random.default_rng(seed)
    groups = {"a": rng.normal(size=200), "b": rng.exponential(size=200), "c": rng.integers(0, 4, 200) * 1.0}
    weight = {"b": float(rng.uniform(0.2, 5))}
    claimed = 0
    for row in range(200):
        order = np.r_[row, np.delete(np.arange(200), row)]
        family = Family({name: values[order] for name, values in groups.items()}, weight)
        claimed += min(family.p_value(name, float(values[row])) for name, values in groups.items()) <= 0.05
    assert claimed / 200 <= 0.05


def test_p_values_of_noise_are_uniform():
    rng = np.random.default_rng(5)
    found = []
    for _ in range(400):
        observations = table(rng.normal(size=(1, 40)))
        sums = by_passage(observations, observations.values)
        statistics = np.abs(trend_statistics(observations, sums, shuffles(20, 199)))
        found.append(p_values(statistics[:, 0])[0])
    # Kolmogorov and Smirnov's bound for 400 values at the 1 % level
    assert np.abs(np.sort(found) - (np.arange(400) + 0.5) / 400).max() < 1.63 / 20


def test_standard_statistics_without_spread_say_nothing():
    assert not standard(np.ones((10, 2))).any()


def test_a_shuffled_trend_is_the_trend_of_the_shuffled_table():
    rng = np.random.default_rng(1)
    observations = table(rng.normal(size=(2, 30)))
    orders = shuffles(15, 20)
    sums = by_passage(observations, observations.values)
    fast = trend_statistics(observations, sums, orders)
    slow = []
    for order in orders:
        moved = observations.take(order)
        slow.append([rank_correlation(row, moved.progress) for row in moved.values])
    assert np.allclose(fast, standard(np.array(slow)), atol=1e-6)


def test_shuffling_moves_whole_passages():
    observations = table(np.arange(8.0))
    moved = observations.take(np.array([2, 0, 3, 1]))
    assert moved.values[0].tolist() == [4, 5, 0, 1, 6, 7, 2, 3]
    assert moved.passage.tolist() == [0, 0, 1, 1, 2, 2, 3, 3]


def test_ranks_leave_out_what_is_not_observed():
    row = ranks(np.array([[1.0, np.nan, 3.0, 3.0, 9.0]]))[0]
    assert row[1] == 0
    assert abs(row.sum()) < 1e-9
    assert row[2] == row[3]


@pytest.mark.parametrize(("freedom", "exact"), [(3, 3.182), (5, 2.571), (10, 2.228), (30, 2.042), (200, 1.972)])
def test_quantiles_of_student(freedom, exact):
    assert t_quantile(np.array([freedom]))[0] == pytest.approx(exact, rel=0.01)


@pytest.mark.parametrize("lasting", [0.0, 0.7])
def test_the_band_holds_the_true_mean_about_as_often_as_it_says(lasting):
    rng = np.random.default_rng(3)
    n, passages = 120, 40
    places, passage = (np.arange(n) + 0.5) / n, np.repeat(np.arange(passages), 3)
    points = np.linspace(0.05, 0.95, 10)
    truth = np.sin(3 * places)
    inside = []
    for _ in range(200):
        noise = rng.normal(size=n) + lasting * rng.normal(size=passages)[passage]
        expected, _, _ = smooth(places, truth, passage, points)
        _, low, high = smooth(places, truth + noise, passage, points)
        inside.append((low <= expected) & (expected <= high))
    assert 0.92 <= np.mean(inside) <= 0.99


def test_a_band_has_width_where_three_observations_agree():
    values = np.r_[np.ones(6), np.random.default_rng(0).normal(size=54)]
    places, passage = (np.arange(60) + 0.5) / 60, np.arange(60) // 2
    _, low, high = smooth(places, values, passage, np.array([0.0]))
    assert high[0] - low[0] > 0.2
