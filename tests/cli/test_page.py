import io
from dataclasses import replace

import pytest

from undertow.cli.afterwards import print_model, print_next, print_saved
from undertow.cli.console import PIPE_WIDTH, console, percent, plural
from undertow.cli.facts import Facts, facts, presence, seen
from undertow.cli.page import TOP_CAST, print_card, print_page
from undertow.layers.values import Layers
from undertow.source.values import Metadata

HOSTILE = "\x1b]0;owned\x07\x1b[2J[bold red]Mal\u202elory[/]:bomb:\ud800\0"


def show(story, **options):
    stream = io.StringIO()
    print_page(console(stream), story, **options)
    return stream.getvalue()


def test_the_page_tells_what_a_reader_asks_first(story_of):
    page = show(story_of())
    assert page.startswith("The Ferry\nby A. Writer\n39 words · 1 scene · 2 people\n")
    for line in (
        "Lisbon (1) · and 1 more",
        "8 % of the words are spoken: 1 quotation, with its speaker.",
        "paragraphs parted by blank lines",
        "double curly",
        "Read whole.",
        "· Who tells the story could not be determined: nobody says I.",
    ):
        assert line in page


def test_a_row_of_the_cast_holds_name_pronouns_counts_and_where(story_of):
    rows = [line.split() for line in show(story_of()).splitlines()]
    assert ["Ines", "she/her", "4", "–", "0", "–", "70", "%"] in [row[:8] for row in rows]
    assert ["also", "Miss", "Prado"] in rows
    assert ["the", "man", "he/him", "3", "1", "20", "–", "100", "%"] in [row[:9] for row in rows]


def test_words_are_counted_as_a_person_counts_them(story_of):
    found = facts(story_of())
    assert found.n_words == 39  # half-light and didn't are one word each, marks are none
    assert found.n_spoken == 3
    assert found.n_attributed == 1


def test_named_places_come_first_and_people_are_none(story_of):
    places = facts(story_of()).places
    assert [(place.name, place.named) for place in places] == [("Lisbon", True), ("the harbour", False)]


def test_places_without_a_name_are_shown_where_they_matter(story_of):
    story = story_of()
    for entity in story.entities[2:]:
        assert len(entity.mentions) == 1
    nameless = [replace(entity, name="the pier") for entity in story.entities if entity.name == "the harbour"]
    assert "the pier (1)" in show(replace(story, entities=tuple(nameless)))  # there is no better one
    assert "the harbour" not in show(story).split("Places")[1].split("Dialogue")[0]
    assert "Lisbon (1) · and 1 more" in show(story)
    assert "the harbour (1)" in show(story, everything=True)


def test_places_of_one_name_are_one_line(story_of):
    story = story_of()
    again = replace(story.entities[3], name="The harbour", mentions=(7, 1))
    assert "the harbour (3)" in show(replace(story, entities=(*story.entities, again)))


def test_a_place_that_is_only_ever_a_pronoun_is_left_out(story_of):
    story = story_of()
    it = replace(story.entities[2], type="LOC", name="it", mentions=(3, 4))  # he, She: pronouns
    assert "it (2)" not in show(replace(story, entities=(it,)), everything=True)
    there = replace(story.entities[3], name="There")
    assert "There (1)" not in show(replace(story, entities=(there,)), everything=True)


def test_the_strip_shows_where_a_character_is_mentioned(story_of):
    story = story_of()
    entities = {entity.id: entity for entity in story.entities}
    counts = presence(story, story.characters[0], entities, bins=12)
    assert len(counts) == 12
    assert sum(counts) == 4
    assert counts[0] == 1
    assert counts[-1] == 0


def test_a_story_without_layers_still_has_a_page(story_of):
    story = replace(story_of(), layers=Layers())
    assert "Ines" in show(story)


def test_where_somebody_is_seen_is_told_in_chapters_where_there_are_some(story_of):
    story = story_of()
    n = len(story.document)
    chapters = story.document.chapters.repeat(4, axis=0)
    chapters[:, 0] = [0, n // 4, n // 2, 3 * n // 4]
    chapters[:, 1] = [n // 4, n // 2, 3 * n // 4, n]
    story = replace(story, document=replace(story.document, chapters=chapters))
    everywhere, at_the_end = (replace(story.characters[0], first=f, last=1.0) for f in (0.0, 1.0))
    assert seen(story, everywhere) == "ch. 1 – 4"
    assert seen(story, at_the_end) == "ch. 4"


def test_a_long_cast_is_cut_and_the_page_says_how_to_see_it_all(story_of, person_of):
    cast = [person_of(f"e{i}", f"Person{i:03}") for i in range(40)]
    page, whole = show(story_of(cast=cast)), show(story_of(cast=cast), everything=True)
    assert page.count("Person") == TOP_CAST
    assert f"and {40 - TOP_CAST} more people: --all shows them" in page
    assert whole.count("Person") == 40
    assert "--all" not in whole


def test_a_story_of_nobody_says_so(story_of):
    story = replace(story_of(cast=[]), quotations=(), entities=())
    page = show(story)
    assert "Nobody was found." in page
    assert "Nobody speaks in quotation marks." in page
    assert "Places" not in page


@pytest.mark.parametrize("field", ["title", "summary", "rating", "origin", "url"])
def test_hostile_metadata_is_shown_and_does_nothing(story_of, field):
    page = show(story_of(metadata=Metadata(**{field: HOSTILE})))
    assert "\\x1b]0;owned\\x07\\x1b[2J[bold red]Mal\\u202elory[/]:bomb:\\ud800\\x00" in page
    assert not set(page) & set("\x1b\x07\u202e\ud800\0")


def test_hostile_labels_authors_and_tags_are_harmless(story_of):
    page = show(story_of(metadata=Metadata(authors=(HOSTILE,), tags=(HOSTILE,), other={HOSTILE: HOSTILE})))
    assert not set(page) & set("\x1b\x07\u202e\ud800\0")


def test_hostile_names_are_shown_and_do_nothing(story_of, person_of):
    hostile = replace(person_of("e0", HOSTILE, aliases=[HOSTILE] * 3), pronouns=HOSTILE)
    story = story_of(cast=[hostile])
    places = [replace(entity, name=HOSTILE) for entity in story.entities]
    story = replace(story, entities=tuple(places), unknown=(HOSTILE,), model=HOSTILE)
    stream = io.StringIO()
    out = console(stream)
    print_page(out, story)
    print_card(out, story, path=HOSTILE)
    print_saved(out, story, path=HOSTILE, target=HOSTILE, replaced=False)
    print_model(out, [HOSTILE], seconds=1)
    print_next(out, [HOSTILE], alone=True, until=HOSTILE, hidden=True)
    assert not set(stream.getvalue()) & set("\x1b\x07\u202e\ud800\0")
    assert "[bold red]" in stream.getvalue()


def test_a_pipe_gets_plain_lines_of_a_sane_width(story_of, monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)
    summary = "word " * 100
    lines = show(story_of(metadata=Metadata(summary=summary))).splitlines()
    assert max(map(len, lines)) <= PIPE_WIDTH
    assert all(line == line.rstrip() for line in lines)


@pytest.mark.parametrize("columns", [1, 40, 60, 80, 300])
def test_every_width_has_a_page(story_of, person_of, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    long_name = "Wilhelmina Featherstonehaugh-Cholmondeley of the Upper Marshes"
    page = show(story_of(cast=[person_of("e0", long_name)]))
    assert "".join(long_name.split()) in "".join(page.split()) or "Wilhelmina" in page


class Terminal(io.TextIOWrapper):
    def isatty(self):
        return True


def test_a_terminal_gets_colours(story_of, monkeypatch):
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    raw = io.BytesIO()
    stream = Terminal(raw, encoding="utf-8")
    print_page(console(stream), story_of())
    stream.flush()
    assert b"\x1b[1m" in raw.getvalue()


def test_a_stream_that_knows_only_ascii_is_no_reason_to_stop(story_of, person_of):
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    print_page(console(stream), story_of(cast=[person_of("e0", "Zoë 李")]))
    stream.flush()
    assert b"Zo? ?" in raw.getvalue()


@pytest.mark.parametrize(("share", "text"), [(0, "0 %"), (0.001, "under 1 %"), (0.314, "31 %"), (1, "100 %")])
def test_percentages_read_well(share, text):
    assert percent(share) == text


def test_counts_read_well():
    assert plural(1, "person", "people") == "1 person"
    assert plural(1204, "word") == "1,204 words"


def test_no_words_have_no_dialogue():
    assert Facts(0, 0, 0, ()).dialogue == 0.0


def test_the_last_line_quotes_what_a_shell_would_split():
    stream = io.StringIO()
    print_next(console(stream), ["my story.txt"], alone=True, until=None, hidden=False)
    assert "undertow read 'my story.txt' -o ." in stream.getvalue()
    print_next(console(stream), ["a.txt"], alone=True, until="chapter 3", hidden=False)
    assert "undertow read a.txt --until 'chapter 3' -o ." in stream.getvalue()
