"""Marked passages: marks come off and leave the text, and passages that are committed are whole."""

import re
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from bench.corpora.marked import read_passages, unmark

FILES = [ROOT / "bench" / "data" / "who.txt", ROOT / "training" / "data" / "who.txt"]
PRONOUNS = frozenset(  # without "they", which may be things
    "he she him her his hers i me my mine you your yours we us our myself herself".split()
)


def mark(tree) -> tuple[str, list[tuple[int, int, str]]]:
    """Write marks around nested parts: a part is a text, or a name and parts."""
    written, plain, found = [], "", []
    for part in tree:
        if isinstance(part, str):
            written.append(part)
            plain += part
        else:
            who, inside = part
            inner, below = mark(inside)
            written.append(f"[{who}: {inner}]")
            text, _ = unmark(inner)
            found.append((len(plain), len(plain) + len(text), who))
            found += [(len(plain) + a, len(plain) + b, name) for a, b, name in below]
            plain += text
    return "".join(written), found


texts = st.text(st.characters(exclude_characters="[]", exclude_categories=("Cs",)), min_size=1, max_size=8)
names = st.from_regex(r"[a-z][a-z0-9_-]{0,5}", fullmatch=True)
trees = st.recursive(
    st.lists(texts, max_size=3), lambda below: st.lists(texts | st.tuples(names, below), max_size=4), max_leaves=12
)


@given(trees)
def test_marks_come_off_and_say_what_they_said(tree):
    written, found = mark(tree)
    text, mentions = unmark(written)
    assert sorted(mentions) == sorted(found)
    assert all(0 <= a <= b <= len(text) for a, b, _ in mentions)
    assert list(mentions) == sorted(mentions, key=lambda m: (m[0], -m[1]))


@pytest.mark.parametrize("bad", ["[tom: Tom", "Tom]", "[tom: [ann: her] aunt", "a ] b"])
def test_marks_that_do_not_close_are_refused(bad):
    with pytest.raises(ValueError, match="mark"):
        unmark(bad)


@pytest.mark.parametrize("path", FILES, ids=["measured", "learned from"])
def test_passages_are_whole(path):
    passages = list(read_passages(path))
    assert len({passage.text for passage in passages}) == len(passages) > 30
    for passage in passages:
        assert len({who for _, _, who in passage.mentions}) >= 2, passage.title
        marked = {i for start, end, _ in passage.mentions for i in range(start, end)}
        for start, end, who in passage.mentions:
            text = passage.text[start:end]
            assert text == text.strip() != "", (passage.title, who)
        words = [(m.start(), m[0].lower()) for m in re.finditer(r"[A-Za-z]+", passage.text)]
        lost = [word for at, word in words if word in PRONOUNS and at not in marked]
        assert len(lost) <= 2, (passage.title, lost)


def test_nothing_that_is_measured_is_learned_from():
    measured, learned = ({passage.text for passage in read_passages(path)} for path in FILES)
    assert not measured & learned
