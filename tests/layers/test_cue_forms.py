"""Which words may negate, by their form."""

from hypothesis import given
from hypothesis import strategies as st

from undertow.layers.cue_forms import cue_lengths
from undertow.lexicons import load_table


def test_listed_words_phrases_and_affixes_may_be_cues_and_known_others_not():
    words = "On the contrary , he did n’t stand on it , by no means ; an unkind uncle is not interesting".split()
    found = {" ".join(words[i : i + n]) for i, n in enumerate(cue_lengths(words).tolist()) if n}
    assert found == {"On the contrary", "n’t", "by no means", "unkind", "not"}


@given(st.lists(st.sampled_from(["by", "no", "means", "not", "for", "the", "world", "unkind", "x"]), max_size=30))
def test_cues_do_not_overlap_and_end_in_the_text(words):
    end = 0
    for i, length in enumerate(cue_lengths(words).tolist()):
        if length:
            assert i >= end
            end = i + length
    assert end <= len(words)


def test_the_table_of_affixes_holds_marks():
    assert set(load_table("negation_affixes").values()) == {"0", "1"}
