"""What each section says of a story whose answers are known."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from report_stories import CAST, ISLAND, make

from undertow.report.counts import count
from undertow.report.names import NOBODY, called, names_of
from undertow.report.page import page_context
from undertow.report.passages import blocks_of
from undertow.report.text import keeps_lines
from undertow.source.values import Block, BlockKind
from undertow.story import Evidence

TAMSIN = """She chalked the hour on the board. She looked at the sea, and she was not late.

The warden went down to the road. She had the chalk with her.

“You used to make a very firm four, Tamsin,” said the schoolmistress.

Tamsin went out. She ran.
"""


@pytest.fixture
def island():
    return make()


def words_of(statement):
    return "".join(part.text for part in statement.words)


def said(context, about):
    """The last wording of a statement: what is said of the whole story."""
    return words_of([each for each in context.first.statements if each.about == about][-1])


# Counting


def test_what_is_counted_up_to_the_end_is_what_the_story_says(island):
    counts = count(island)
    assert counts.n_mentions(counts.end_char).tolist() == [c.n_mentions for c in island.characters]
    assert counts.n_lines(counts.end_char).tolist() == [c.n_quotations for c in island.characters]
    assert int(counts.exchanges(counts.end_char).sum()) == len(counts.exchange_line) == 6


def test_counting_up_to_a_place_counts_what_stands_before_it(island):
    counts = count(island)
    for until in range(0, len(island.text) + 2, 7):
        slow = [0] * counts.n_people
        for who, start in zip(counts.who.tolist(), counts.start.tolist(), strict=True):
            if who < counts.n_people and start < until:
                slow[who] += 1
        assert counts.n_mentions(until).tolist() == slow
        lines = [q for q in island.quotations if q.speaker and q.parts[0][0] < until]
        assert int(counts.n_lines(until).sum()) == len(lines)


def test_words_are_counted_as_a_person_counts():
    story = make("Ines didn’t come. “Half-light, isn't it,” said Anton.", CAST, [("Anton", None)])
    counts = count(story)
    assert len(counts.word) == 8
    assert counts.line_words.tolist() == [3]


def test_an_entity_that_is_nobody_is_left_out():
    story = make()
    story = replace(
        story, mention_entity=np.where(story.mention_entity == 0, -1, story.mention_entity).astype(np.int32)
    )
    counts = count(story)
    assert len(counts.row) == (story.mention_entity >= 0).sum()


# Names


def test_somebody_is_called_by_what_a_reader_knows():
    story = make(TAMSIN, {"Tamsin": ["Tamsin", "the warden", "she"]}, [], places=())
    names = names_of(count(story), 0, story.characters[0])
    assert called(names, 0) == NOBODY
    assert called(names, 10) == "she"
    assert called(names, story.text.index("The warden") + 1) == "the warden"
    assert called(names, story.text.index("Tamsin") + 1) == "Tamsin"
    assert called(names, len(story.text)) == "Tamsin"


def test_a_very_long_name_is_cut_where_it_is_shown():
    name = "A" * 10_000
    story = make(f"{name} came. {name} left.", {name: [name]}, [], places=())
    assert len(names_of(count(story), 0, story.characters[0])[0].text) == 60


# Statements


def test_statements_say_who_speaks_and_with_whom(island):
    context = page_context(island)
    expected = (
        "Anton is mentioned most: 4 times, 36\u00a0% of all mentions of 3 people. Marta (4) and Ines (3) come next."
    )
    assert said(context, "cast") == expected
    expected = "by lines between them (2 and 2) and by being there together (1 of 11 paragraphs)."
    assert said(context, "pair") == f"Anton and Ines are the main pair, {expected}"
    assert said(context, "speech") == "Anton speaks most: 3 of 7 lines, most often to Ines (2)."
    assert "of the words are spoken, in 7 lines." in said(context, "dialogue")


def test_a_narrator_is_said_with_the_place_that_shows_it(island):
    first = island.characters[0]
    narrator = replace(first, narrator=True, evidence=(*first.evidence, Evidence(30, 33, "narrator")))
    context = page_context(replace(island, characters=(narrator, *island.characters[1:])))
    statement = next(each for each in context.first.statements if each.about == "narrator" and each.until is None)
    assert words_of(statement) == f"{first.name} tells the story, in the first person."
    assert (statement.passage.start_char, statement.passage.end_char) == (30, 33)


def test_no_statement_tells_what_comes_later(island):
    counts = count(island)
    context = page_context(island)
    assert any(statement.until is not None for statement in context.first.statements)
    for statement in context.first.statements:
        assert statement.passage.start_char <= statement.since
        for part in statement.words:
            if part.who >= 0:
                assert counts.start[counts.mentions_of(part.who)[0]] <= statement.since
                known = {name.text: name.start_char for name in context.names[part.who]}
                assert {text.lower(): at for text, at in known.items()}[part.text.lower()] <= statement.since


def test_one_wording_of_a_statement_holds_at_a_time(island):
    for about in ("cast", "pair", "speech", "dialogue"):
        each = [s for s in page_context(island).first.statements if s.about == about]
        assert all(a.until == b.since for a, b in pairwise(each))
        assert each[-1].until is None


def test_a_confidence_is_that_of_the_lines(island):
    pair = [s for s in page_context(island).first.statements if s.about == "pair"][-1]
    assert pair.confidence == pytest.approx(0.75)


def test_the_main_pair_of_few_lines_is_whoever_is_there_together():
    text = "Ines sat with Anton. Ines looked at Anton.\n\n" * 9 + "“Page, please,” said Marta.\n\n“Yes,” said Ines.\n"
    context = page_context(make(text, CAST, [("Marta", "Ines"), ("Ines", "Marta")], places=()))
    assert said(context, "pair") == "Ines and Anton are the main pair, by being there together (9 of 11 paragraphs)."


# Cast


def test_cards_hold_what_is_known_of_somebody(island):
    cards = {island.characters[card.who].name: card for card in page_context(island).cast.cards}
    anton = cards["Anton"]
    assert (anton.n_mentions, anton.n_lines, anton.n_words) == (4, 3, 6)
    assert island.text[anton.first.start_char : anton.first.end_char] == "The old man"
    assert island.text[anton.last.start_char : anton.last.end_char] == "Anton"
    assert [(island.characters[p.who].name, p.n_lines) for p in anton.partners] == [("Ines", 4), ("Marta", 2)]


def test_everybody_has_a_card_or_a_row():
    names = [f"Guest{chr(65 + i)}" for i in range(20)]
    story = make(
        " ".join(f"{name} came. {name} left." for name in names), {name: [name] for name in names}, [], places=()
    )
    cast = page_context(story).cast
    assert len(cast.cards) == 12 and len(cast.others) == 8
    assert sorted(each.who for each in (*cast.cards, *cast.others)) == list(range(20))


# Scenes


def test_tiles_tell_whoever_is_there_from_whoever_is_spoken_of():
    scenes = [
        "Ines came.",
        "“Ines sends her love,” said Anton.",
        "Nobody came.",
        "Anton came.",
        "“Yes,” he said.",
        "Rain.",
    ]
    story = make(
        "\n\n***\n\n".join(scenes), {"Ines": ["Ines"], "Anton": ["Anton"]}, [("Anton", None), ("Ines", None)], places=()
    )
    context = page_context(story).scenes
    assert context.unit == "scene" and len(context.columns) == 6
    rows = {row.name: {tile.column: tile for tile in row.tiles} for row in context.people}
    assert {c: tile.there for c, tile in rows["Ines"].items()} == {0: True, 1: False, 4: True}
    assert {c: tile.n_lines for c, tile in rows["Anton"].items()} == {1: 1, 3: 0}
    assert "only spoken of" in rows["Ines"][1].label
    assert story.text[rows["Ines"][4].passage.start_char :].startswith("Yes")  # no mention there: the line itself


def test_columns_tile_the_story(island):
    for story in (island, make(ISLAND * 30), make("\n\n***\n\n".join(["Ines came."] * 200), CAST, [])):
        columns = page_context(story).scenes.columns
        assert columns[0].start == 0 and columns[-1].end == story.document.n_tokens
        assert all(a.end == b.start for a, b in pairwise(columns))
        assert sum(column.width for column in columns) == pytest.approx(100)
        assert len(columns) <= 80


def test_a_story_of_few_scenes_is_shown_by_paragraphs(island):
    context = page_context(island).scenes
    assert context.unit == "paragraph"
    assert len(context.columns) == len(island.document.paragraphs)


def test_the_sum_of_the_tiles_is_the_number_of_mentions(island):
    for row in page_context(island).scenes.people:
        assert sum(tile.n_mentions for tile in row.tiles) == island.characters[row.who].n_mentions
        assert sum(tile.n_lines for tile in row.tiles) == island.characters[row.who].n_quotations


def test_lines_of_a_storyline_are_level_while_somebody_is_alone():
    scenes = [
        "Ines met Anton.",
        "Ines met Marta.",
        "Anton met Marta.",
        "Ines met Anton and Marta.",
        "Anton sat.",
        "Ines sat.",
    ]
    line = page_context(make("\n\n***\n\n".join(scenes), CAST, [], places=())).scenes.storyline
    assert line is not None
    assert len(line.threads) == 3 and len(line.meetings) == 4
    assert all(0 < thread.label_y < 100 for thread in line.threads)


def test_no_storyline_for_two_people_or_few_scenes(island):
    assert page_context(island).scenes.storyline is None
    two = {"Ines": ["Ines"], "Anton": ["Anton"]}
    assert page_context(make("\n\n***\n\n".join(["Ines met Anton."] * 8), two, [])).scenes.storyline is None


# Pairs


def test_the_matrix_holds_every_exchange(island):
    pairs = page_context(island).pairs
    table = {(cell.speaker, cell.hearer): cell.n for row in pairs.matrix for cell in row}
    assert sum(table.values()) == 6
    index = {character.name: i for i, character in enumerate(island.characters)}
    assert table[index["Ines"], index["Anton"]] == 2
    assert table[index["Ines"], index["Marta"]] == 0


def test_a_pair_begins_with_whoever_says_more(island):
    for pair in page_context(island).pairs.pairs:
        assert pair.n_ab >= pair.n_ba
        assert 50 <= pair.share <= 100


def test_two_people_have_a_pair_and_no_matrix():
    story = make(
        "“Hello,” said Ines.\n\n“Hello,” said Anton.",
        {"Ines": ["Ines"], "Anton": ["Anton"]},
        [("Ines", "Anton"), ("Anton", "Ines")],
    )
    pairs = page_context(story).pairs
    assert pairs.matrix == () and len(pairs.pairs) == 1


def test_people_who_never_speak_are_a_pair_by_being_there():
    pair = page_context(make("Ines met Anton.\n\nAnton left.", {"Ines": ["Ines"], "Anton": ["Anton"]}, [])).pairs.pairs[
        0
    ]
    assert (pair.n_ab, pair.n_ba, pair.n_together, pair.confidence) == (0, 0, 1, None)


# The text


PROSE = """The board stands where the road goes into the sea, and on Sunday nights
she chalks the week on it. She finds the hour in the printed tables, takes
off what the wind will cost, and takes off thirty minutes more."""
SHORT_VERSE = "O rose, thou art sick!\nThe invisible worm,\nThat flies in the night,"  # Blake
LONG_VERSE = """I am the owner of the sphere, of the seven stars and of the solar year, my dear,
Of Caesar's hand, and Plato's brain, of Lord Christ's heart, and Shakspeare's strain,
And there is no great and no small to the Soul that maketh all, and that is all."""  # after Emerson


@pytest.mark.parametrize(
    ("text", "kept"), [("One line alone.", False), (PROSE, False), (SHORT_VERSE, True), (LONG_VERSE, True)]
)
def test_lines_are_kept_where_they_mean_something(text, kept):
    assert keeps_lines(text) is kept


def test_pieces_put_together_are_the_text(island):
    for story in (island, make(ISLAND * 40)):
        context = page_context(story).text
        pieces = [piece for chunk in context.chunks for piece in chunk.pieces]
        assert "".join(piece.before + piece.text for piece in pieces) + context.tail == story.text
        assert [piece.index for piece in pieces] == list(range(len(pieces)))


def test_words_outside_of_every_block_are_shown(island):
    source = replace(island.document.source, blocks=(Block(BlockKind.PARAGRAPH, 20, 30),))
    blocks = blocks_of(source)
    assert [block.kind for block in blocks.blocks] == [BlockKind.NOTE, BlockKind.PARAGRAPH, BlockKind.NOTE]
