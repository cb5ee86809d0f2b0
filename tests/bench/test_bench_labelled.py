from collections import Counter

import pytest

from bench.labelled import DATA, read_passages
from undertow.document.build import build_document
from undertow.layers.values import MODES
from undertow.source.load import load_text
from undertow.story.values import TENSES

LEAST_OF_EACH = 25  # parts of each mode in each half


def parts(passage):
    """The mode of each part: the braces and what is between them, cut at the ends of sentences."""
    document = build_document(load_text(passage.text, force=True))
    for start, end in document.sentences.tolist():
        modes = [0] * (end - start)
        for a, b, mode in passage.labels:
            for token in range(start, end):
                if a <= document.token_start[token] < b:
                    modes[token - start] = mode
        spoken = [m for m, word in zip(modes, document.words(start, end), strict=True) if word[0].isalnum()]
        yield from (mode for i, mode in enumerate(spoken) if not i or spoken[i - 1] != mode)


@pytest.mark.parametrize("half", ["train", "test"])
def test_each_half_has_enough_of_each_mode(half):
    counts = Counter(mode for passage in read_passages(DATA / "modes" / f"{half}.txt") for mode in parts(passage))
    print({MODES[mode]: n for mode, n in counts.items()}, counts.total())
    assert counts.total() >= 200
    assert min(counts[mode] for mode in range(len(MODES))) >= LEAST_OF_EACH


def test_no_passage_is_in_both_halves():
    names = [{p.text for p in read_passages(DATA / "modes" / f"{half}.txt")} for half in ("train", "test")]
    assert not names[0] & names[1]


def test_there_are_thirty_passages_with_a_tense():
    passages = list(read_passages(DATA / "tense.txt"))
    assert len(passages) == 30
    assert all(passage.fields[0] in TENSES for passage in passages)


@pytest.mark.parametrize("body", ["{q yes", "yes}", "{q a {f b}}", "{x no}"])
def test_braces_that_do_not_fit_are_an_error(body, tmp_path):
    file = tmp_path / "passages.txt"
    file.write_text(f"# p1 | own\n{body}\n")
    with pytest.raises(ValueError, match="p1"):
        list(read_passages(file))
