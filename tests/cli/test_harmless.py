import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undertow.cli.harmless import JOINERS, harmless


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_nothing_is_left_that_a_terminal_could_obey(text):
    for char in harmless(text):
        assert unicodedata.category(char)[0] not in "C" or char in JOINERS
        assert unicodedata.category(char) not in ("Zl", "Zp")


@given(st.text(alphabet=st.characters(exclude_categories=())), st.integers(1, 50))
def test_it_is_one_line_that_can_be_written_in_utf_8(text, limit):
    line = harmless(text, limit=limit)
    assert len(line.splitlines()) <= 1
    line.encode()


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b[2Jgone", "\\x1b[2Jgone"),
        ("\x1b]0;title\x07", "\\x1b]0;title\\x07"),
        ("\x9b31m", "\\x9b31m"),  # the one-character form of ESC [
        ("evil\u202etxt.exe", "evil\\u202etxt.exe"),
        ("\u2066isolate\u2069", "\\u2066isolate\\u2069"),
        ("half \ud800 pair", "half \\ud800 pair"),
        ("nul\0byte", "nul\\x00byte"),
        ("tag \U000e0041", "tag \\U000e0041"),
        ("\b\b\bover", "\\x08\\x08\\x08over"),
    ],
)
def test_controls_are_spelled_out(hostile, shown):
    assert harmless(hostile) == shown


@pytest.mark.parametrize("name", ["Zoë", "Søren Ångström", "李", "שרה", "[bold]Ann[/bold]", "O’Brien — Jr.", "👩‍🚀"])
def test_names_stay_as_they_are(name):
    assert harmless(name) == name


def test_white_space_of_every_kind_becomes_a_blank():
    assert harmless("  a\n\tb\u00a0c\u2028d\r\n ") == "a b c d"


def test_what_cannot_be_seen_is_dropped():
    assert harmless("so\u00adft\u200b\ufeff") == "soft"


def test_a_long_text_ends_in_an_ellipsis():
    assert harmless("x" * 10_000, limit=10) == "x" * 9 + "…"
    assert harmless("x" * 10, limit=10) == "x" * 10
