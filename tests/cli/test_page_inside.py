"""The part of the page that goes inside a story, on values made by hand."""

import io
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from undertow.cli.console import console, strip_of_levels
from undertow.cli.findings import called, chance, felt, levels, main_turns, told
from undertow.cli.page import print_card, print_page
from undertow.cli.quoting import quote
from undertow.story.values import Arc, Denial, Evidence, Feeling, Narration, Relationship, Turn

HOSTILE = "\x1b]0;owned\x07\x1b[2J[bold red]Mal\u202elory[/]:bomb:\ud800\0"


def show(story, *, encoding="utf-8", **options):
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding)
    print_page(console(stream), story, **options)
    stream.flush()
    return raw.getvalue().decode(encoding)


def part(page, title):
    """The lines of one section, without their indentation."""
    lines = page.split(f"\n{title}\n", 1)[1].split("\n\n")[0].splitlines()
    return [line.strip() for line in lines]


def place(story, words):
    start = story.text.index(words)
    return start, start + len(words)


def feeling(story, i, words, category="love", *, who="e0", toward="e1", polarity="asserted"):
    where = place(story, words)
    return Feeling(f"f{i}", *where, "act", category, who, toward, polarity, None, "narration", 0.8)


def narration(story, level="story", *, person="third", tense="past", narrator=None, mind="e0", sure=0.9):
    n = len(story.document)
    return Narration(level, 0, n, person, sure, tense, sure, narrator, mind, sure, (), ())


def arc(kind="feeling", grows="", p=1.0, values=(0.0, 0.5, 1.0), id="a0"):
    at = tuple(i / (len(values) - 1) for i in range(len(values)))
    return Arc(id, kind, "e0", "e1", at, values, values, values, "Gaussian", (0.5,), (1.0,), 0.9, p, grows, ())


def turn(story, i, words, *, p=0.004, who="e0", toward="e1"):
    start, end = place(story, words)
    progress = story.document.progress(story.document.token_at(start))
    return Turn(f"t{i}", start, end, progress, who, toward, (), ("recognition",), "calm", "flight", p, 0.9, ())


def in_sentences(story):
    """The story made by hand is a single sentence; here it has six."""
    document = story.document
    ends = [i + 1 for i, word in enumerate(document.words()) if word == "."]
    sentences = np.array([[0, *ends[:-1]], ends], np.int32).T
    return replace(story, document=replace(document, sentences=sentences))


@pytest.fixture
def story(story_of):
    """The ferry, with everything that can be found in it."""
    bare = in_sentences(story_of())
    against = Evidence(*place(bare, "She looked at the water"), "act")
    denial = Denial("d0", "e0", "e1", "explained away", *place(bare, "it was the wind"), (against,), 0.7)
    pair = Relationship(
        "r0", "e0", "e1", 1.0, (0,), 2, (0, 1), (("f0",), ()), (), (), (0.31, None), 1.0, ("a0", "a1"), 0.9
    )
    return replace(
        bare,
        narration=(narration(bare),),
        feelings=(
            feeling(bare, 0, "looked at the water"),
            feeling(bare, 1, "it was the wind", polarity="denied"),
            feeling(bare, 2, "late", "fear", toward=None),
        ),
        denials=(denial,),
        relationships=(pair,),
        arcs=(arc("presence", id="a1"), arc(grows="rises", p=0.0049)),
        turns=(turn(bare, 0, "She told herself it was the wind."),),
    )


def test_an_act_that_is_not_done_denies_no_feeling(story):
    felt = feeling(story, 0, "late", "joy", toward=None, polarity="denied")
    alone = replace(story, feelings=(felt,), denials=(), relationships=(), arcs=(), turns=())
    assert part(show(alone), "Felt and denied") == [
        "Ines",
        "12 %  “Ines came down to the ferry late.”  no sign of joy",
        "Nothing is denied, as far as can be seen.",
    ]


def test_a_feeling_of_nobody_known_is_quoted(story):
    felt = feeling(story, 0, "late", "anger", who=None, toward=None, polarity="asserted")
    alone = replace(story, feelings=(felt,), denials=(), relationships=(), arcs=(), turns=())
    assert part(show(alone), "Felt and denied") == [
        "1 feeling, of nobody known.",
        "12 %  “Ines came down to the ferry late.”  anger",
    ]


def test_the_page_says_how_it_is_told(story):
    assert part(show(story), "Told") == ["Third person, past tense, in the mind of Ines."]


def test_a_feeling_is_quoted_with_what_denies_it_and_what_speaks_against_that(story):
    assert part(show(story), "Felt and denied") == [
        "Ines toward the man: love 1, denied 1",
        "50 %  “She looked at the water of Lisbon.”  love",
        "70 %  “She told herself it was the wind.”  denied: explained away",
        "48 %  “She looked at the water of Lisbon.”  against it: act",
        "Ines: fear 1",
        "12 %  “Ines came down to the ferry late.”  fear",
    ]


def test_arcs_of_the_main_pair_are_drawn_and_their_growth_is_weighed_against_chance(story):
    lines = part(show(story), "The main pair")
    assert lines[0] == "Ines and the man: 2 exchanges in dialogue; Ines is the first to show a feeling, at 31 %"
    rows = [line for line in lines if "▁" in line]
    assert rows[0].startswith("feeling, Ines  ▁▁▂")
    assert rows[0].endswith("██  rises; by chance once in 204")
    assert rows[1].startswith("presence")
    assert rows[1].endswith("no trend that can be told from chance")


def test_a_turn_is_shown_with_its_sentence_and_its_chance(story):
    assert part(show(story), "Turns") == [
        "64 %  “She told herself it was the wind.”",
        "who  Ines toward the man",
        "signs  recognition",
        "before  calm",
        "after  flight",
        "chance  does as much once in 250 shuffled stories",
    ]


def test_what_was_not_found_is_said(story_of):
    page = show(story_of())
    assert part(page, "Felt and denied") == ["No feeling was found."]
    assert part(page, "Turns") == ["No turn can be told from chance."]
    assert part(page, "The main pair") == ["No two people were found who have to do with each other."]
    assert "\nTold\n" not in page  # nobody has looked


def test_feelings_without_a_denial_are_said_to_be_without_one(story):
    page = show(replace(story, denials=(), feelings=story.feelings[:1]))
    assert part(page, "Felt and denied")[-1] == "Nothing is denied, as far as can be seen."


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"person": "first", "narrator": "e1", "mind": "e1"},
         "First person, past tense, told by the man, in the mind of the narrator."),
        ({"person": "unknown", "tense": "unknown", "mind": None},
         "The grammatical person is not clear, the tense is not clear, in nobody's mind that can be told."),
        ({"person": "mixed", "tense": "mixed"}, "More than one person, past and present tense, in the mind of Ines."),
        ({"sure": 0.5}, "Probably third person, probably past tense, probably in the mind of Ines."),
    ],
)  # fmt: skip
def test_what_is_not_sure_is_not_said_as_if_it_were(story, changes, says):
    assert told(replace(story, narration=(narration(story, **changes),))) == says


def test_minds_that_change_from_scene_to_scene_are_counted(story):
    scenes = [narration(story, "scene", mind=mind) for mind in ("e0", "e1", "e0", None)]
    sentence = told(replace(story, narration=(narration(story), *scenes)))
    assert sentence == "Third person, past tense, in the minds of Ines (in 2 of 4 scenes), the man (1)."


def test_a_pronoun_is_no_name(story, person_of):
    assert called(replace(story, characters=(person_of("e0", "he"),)), "e0") == "“he”"
    assert called(story, "e1") == "the man"
    assert called(story, None) == "somebody"


def test_whoever_feels_most_toward_somebody_comes_first(story):
    more = [feeling(story, 9 + i, "late", toward=None) for i in range(2)]
    rows = felt(replace(story, feelings=(*more, *story.feelings)))
    assert [(row.experiencer, row.target) for row in rows] == [("e0", "e1"), ("e0", None)]


def test_the_main_pair_comes_before_whoever_feels_more(story):
    more = [feeling(story, 9 + i, "late", toward=None) for i in range(9)]
    rows = felt(replace(story, feelings=(*more, *story.feelings)))
    assert [(row.experiencer, row.target) for row in rows] == [("e0", "e1"), ("e0", None)]


def test_what_nobody_is_known_to_feel_is_not_shown(story):
    assert not felt(replace(story, denials=(), feelings=(feeling(story, 0, "late", who=None),)))


def test_a_long_page_is_cut_and_all_shows_the_rest(story):
    many = tuple(turn(story, i, "it was the wind", p=0.001 * (i + 1)) for i in range(7))
    page, whole = show(replace(story, turns=many)), show(replace(story, turns=many), everything=True)
    assert page.count("shuffled stories") == 3
    assert whole.count("shuffled stories") == 7
    assert [each.id for each in main_turns(replace(story, turns=many), 2)] == ["t0", "t1"]


@pytest.mark.parametrize(
    ("p", "says"), [(0.004, "once in 250"), (0.05, "once in 20"), (1.0, "once in 1"), (0.0, "once in 1,000,000")]
)
def test_chance_is_told_in_stories(p, says):
    assert chance(p) == says


def test_a_flat_arc_has_no_height_and_others_reach_the_top():
    assert levels(arc(values=(0.0, 0.0)), 4) == [0.0] * 4
    heights = levels(arc(values=(-1.0, 0.0, 1.0)), 5)
    assert (min(heights), max(heights)) == (0.0, 1.0)
    assert heights == sorted(heights)


def test_a_terminal_of_ascii_has_strips_too(story):
    page = show(story, encoding="ascii")
    row = next(line for line in page.splitlines() if "feeling, Ines" in line)
    assert "...::" in row
    assert "#" in row
    assert strip_of_levels([0, 0.5, 1], unicode=False) == ".|#"


@pytest.mark.parametrize("columns", [1, 40, 60, 80, 300])
def test_every_width_has_a_page(story, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    assert "explained" in show(story)


def test_a_card_has_one_line_of_it(story):
    stream = io.StringIO()
    print_card(console(stream), story, path="a.txt")
    assert "\n  Ines and the man · 1 turn at 64 %\n" in stream.getvalue()
    stream = io.StringIO()
    print_card(console(stream), replace(story, relationships=(), turns=()), path="a.txt")
    assert "\n  no turn\n" in stream.getvalue()


def test_whatever_the_story_says_is_harmless(story, person_of):
    cast = tuple(person_of(f"e{i}", HOSTILE) for i in range(2))
    hostile = replace(
        story,
        characters=cast,
        turns=(replace(story.turns[0], before=HOSTILE, after=HOSTILE, signs=(HOSTILE,)),),
        denials=(replace(story.denials[0], kind=HOSTILE, against=(Evidence(0, 4, HOSTILE),)),),
        arcs=tuple(replace(each, kind=HOSTILE) for each in story.arcs),
    )
    stream = io.StringIO()
    print_page(console(stream), hostile)
    print_card(console(stream), hostile, path=HOSTILE)
    assert not set(stream.getvalue()) & set("\x1b\x07\u202e\ud800\0")
    assert "[bold red]" in stream.getvalue()


# Quoting


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])  # a story never changes
@given(data=st.data())
def test_a_quoted_passage_has_its_words_and_is_no_longer_than_it_may_be(story, data):
    start = data.draw(st.integers(0, len(story.text) - 1))
    end = data.draw(st.integers(start + 1, len(story.text)))
    limit = data.draw(st.integers(1, 80))
    quoted = quote(story, start, end, limit=limit)
    words = " ".join(story.text[start:end].split()).translate(str.maketrans("“”", "‘’"))
    assert quoted[0] + quoted[-1] == "“”"
    assert len(quoted) <= limit + len("“… ” …")
    if end - start <= limit:
        assert words in quoted


def test_a_short_sentence_is_quoted_whole_and_a_long_one_around_the_words(story):
    assert quote(story, *place(story, "down")) == "“Ines came down to the ferry late.”"
    assert quote(story, *place(story, "the harbour"), limit=30).startswith("“… ")
    assert quote(story, *place(story, "You came")).startswith("“‘You came, Ines,’")
