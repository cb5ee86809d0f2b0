"""Reliability: a claim made with .8 should hold in eight of ten cases."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.reliability import EDGES, bins, calibration_error, table
from bench.speakers import Verdict

CLAIMS = st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=60)


@given(CLAIMS)
def test_every_claim_is_in_one_bin(claims):
    found = bins(claims)
    assert sum(b.n for b in found) == len(claims)
    assert all(b.low - 1e-9 <= b.confidence <= b.high + 1e-9 for b in found)


@given(CLAIMS.filter(bool))
def test_the_error_is_a_share(claims):
    error = calibration_error(claims)
    assert error is not None and 0 <= error <= 1


def test_claims_that_hold_as_often_as_they_say_have_no_error():
    assert calibration_error([(0.75, True)] * 3 + [(0.75, False)]) == pytest.approx(0)


def test_claims_that_are_too_sure_have_one():
    assert calibration_error([(1.0, True), (1.0, False)]) == pytest.approx(0.5)


def test_without_claims_there_is_nothing_to_say():
    assert calibration_error([]) is None
    assert bins([]) == []


def test_the_upper_edge_belongs_to_the_last_bin():
    assert [b.n for b in bins([(1.0, True), (0.96, True)])] == [2]
    assert EDGES[-1] == 1.0


def test_the_table_has_speakers_and_addressees():
    sure = Verdict(0, 9, "explicit", "Nell", found=True, predicted="Nell", right=True, confidence=0.97)
    lost = Verdict(9, 12, "explicit", "Nell", found=False)
    heard = Verdict(
        12, 20, "implicit", "Ada", found=True, predicted="Ada", right=True, addressee=False, confidence=0.4,
        addressee_confidence=0.72,
    )  # fmt: skip
    lines = table([sure, lost, heard]).splitlines()
    assert [line.split()[:2] for line in lines if line.startswith("  0.")] == [
        ["0.30-0.50", "1"],
        ["0.95-1.00", "1"],
        ["0.70-0.80", "1"],
    ]
