"""The reader of PDNC and the measure of named speakers, on a page of our own in PDNC's layout."""

import pytest

from bench.corpora.pdnc import read
from bench.speakers import figures, match, measure

TEXT = '"Come in, Nell," said the General.\n"I came," I said, "on foot."\n"So I see," said Ada Ferris.\n"Hush!"\n'


def span(words):
    return [TEXT.index(words), TEXT.index(words) + len(words)]


@pytest.fixture
def novel(pdnc_folder):
    (novel,) = read(pdnc_folder, ["Nell"])
    return novel


def person(id, name, *aliases, named=True, narrator=False):
    return {"id": id, "name": name, "aliases": list(aliases), "named": named, "narrator": narrator}


def line(speaker, *parts, addressees=()):
    return {"speaker": speaker, "addressees": list(addressees), "parts": [span(part) for part in parts]}


def story(*lines, people=()):
    return {"text": TEXT, "characters": list(people), "quotations": list(lines)}


PERFECT = [
    line("g", "Come in, Nell,", addressees=["n"]),
    line("n", "I came,", "on foot.", addressees=["a"]),
    line("a", "So I see,"),
    line("n", "Hush!"),
]
PEOPLE = [person("g", "The General", named=False), person("n", "nell", narrator=True), person("a", "Miss Ferris")]


def test_the_reader_resolves_aliases_and_keeps_offsets(novel):
    assert novel.quotations[1].speaker == "Eleanor Holt"
    assert [novel.text[a:b] for a, b in novel.quotations[1].parts] == ["I came,", "on foot."]
    assert novel.quotations[0].addressees == ("Eleanor Holt",)
    assert novel.quotations[3].type == ""
    assert [c.name for c in novel.characters.values() if c.is_narrator] == ["Eleanor Holt"]


def test_every_line_right_but_the_one_that_nobody_in_particular_says(novel):
    counts, verdicts = measure(novel, story(*PERFECT, people=PEOPLE))
    result = figures(counts)
    assert [(v.gold, v.predicted, v.right) for v in verdicts[-2:]] == [
        ("Ada Ferris", "Miss Ferris", True),
        ("_group", "nell", False),
    ]
    assert (result["parts_precision"], result["parts_recall"]) == (1, 1)
    assert result["accuracy"] == 4 / 5
    assert (result["accuracy_explicit"], result["accuracy_anaphoric"], result["accuracy_implicit"]) == (1, 1, None)
    assert result["addressee"] == 1
    assert (counts["predicted_speakers"], counts["gold_speakers"]) == (3, 4)


def test_a_line_not_found_is_wrong_over_all_and_left_out_over_found(novel):
    result = figures(measure(novel, story(*PERFECT[1:], people=PEOPLE))[0])
    assert result["parts_recall"] == 4 / 5
    assert (result["accuracy"], result["accuracy_found"]) == (3 / 5, 3 / 4)
    assert (result["accuracy_explicit"], result["accuracy_found_explicit"]) == (1 / 2, 1)


def test_the_narrator_is_right_without_a_name_and_counts_as_nameless(novel):
    people = [person("n", "I", named=False, narrator=True)]
    counts, _ = measure(novel, story(PERFECT[1], people=people))
    assert (counts["right_parts"], counts["nameless"], counts["named_gold"]) == (2, 2, 2)


def test_a_display_name_of_somebody_else_is_wrong_although_an_alias_fits(novel):
    people = [person("a", "Nell", "Ada Ferris")]
    assert measure(novel, story(PERFECT[2], people=people))[0]["right_parts"] == 0
    people = [person("a", "Mrs. Ferris", "Ada Ferris")]
    assert measure(novel, story(PERFECT[2], people=people))[0]["right_parts"] == 1


def test_nobody_is_not_nameless_but_not_right_either(novel):
    counts, _ = measure(novel, story(line(None, "So I see,")))
    assert (counts["found_parts"], counts["right_parts"], counts["nameless"], counts["predicted_speakers"]) == (
        1,
        0,
        0,
        0,
    )


def test_only_the_first_addressee_counts(novel):
    lines = [line("g", "Come in, Nell,", addressees=["a", "n"])]
    counts, _ = measure(novel, story(*lines, people=PEOPLE))
    assert (counts["addressed"], counts["addressee_right"]) == (1, 0)


@pytest.mark.parametrize(
    ("predicted", "found"),
    [((10, 20), True), ((8, 20), True), ((10, 18), True), ((10, 17), False), ((5, 20), False), ((20, 30), False)],
)
def test_a_part_is_found_when_each_covers_four_fifths_of_the_other(predicted, found):
    assert match([(10, 20)], [(0, 3), predicted, (40, 50)]) == ({(10, 20): predicted} if found else {})


def test_a_part_is_found_behind_a_longer_one_that_holds_it():
    assert match([(10, 20)], [(0, 100), (10, 20)]) == {(10, 20): (10, 20)}


def test_another_text_is_refused(novel):
    with pytest.raises(ValueError, match="not the text"):
        measure(novel, {"text": TEXT + " ", "characters": [], "quotations": []})
