"""The page as a whole: one file, nothing fetched, nothing executed that is not ours, and the text to the character."""

import base64
import hashlib
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report_pages import Page
from report_stories import CAST, ISLAND, make, novel

from undertow.errors import UndertowError
from undertow.inference.catalogue import released_model
from undertow.layers import FORMS
from undertow.report import render, write_report
from undertow.report.method import released_scores, tables
from undertow.source.values import Metadata

EVIL = "</script><script>window.pwned=1</script></style><img src=x onerror=window.pwned=1>\"'<!--"


def in_units(text):
    """The text as a browser counts it: UTF-16 units."""
    return text.encode("utf-16-le", "surrogatepass")


def unit_slice(text, start, length):
    return in_units(text)[2 * start : 2 * (start + length)].decode("utf-16-le", "surrogatepass")


def running(steps):
    total = 0
    for step in steps:
        total += step
        yield total


def with_metadata(story, **metadata):
    source = replace(story.document.source, metadata=Metadata(**metadata))
    return replace(story, document=replace(story.document, source=source))


def test_the_text_is_the_story_to_the_character(page_of):
    story = make()
    assert page_of(story).text == story.text


@settings(max_examples=25)
@given(st.lists(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=40), max_size=6))
def test_any_text_is_shown_to_the_character(lines):
    story = make("Ines came.\n\n" + "\n".join(lines) + "\n\nShe left.", CAST, [])
    assert Page(render(story)).text == story.text


def test_nothing_is_fetched(page_of):
    page = page_of(make())
    for tag, attributes in page.elements:
        assert "src" not in attributes, tag
        assert "style" not in attributes, tag
        assert not [name for name in attributes if name.startswith("on")], tag
        for name in ("href", "xlink:href", "action", "formaction"):
            value = attributes.get(name)
            assert value is None or value.startswith("#") or (tag == "link" and value == "data:,")
    style = page.raw["style"][0]
    assert "@import" not in style and "url(" not in style


def test_the_policy_names_what_may_run_by_its_hash(page_of):
    page = page_of(make())
    policy = page.having("http-equiv", "Content-Security-Policy")[0]["content"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"

    def digest(content):
        return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"

    early, _, late = page.raw["script"]
    assert rules["style-src"] == digest(page.raw["style"][0])
    assert rules["script-src"].split() == [digest(early), digest(late)]
    assert "unsafe" not in policy


def test_our_script_makes_no_markup_from_text(page_of):
    late = page_of(make()).raw["script"][2]
    for danger in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function("):
        assert danger not in late


def test_hostile_words_stay_words(page_of):
    story = make(
        f"Chapter {EVIL}\n\n{EVIL} Ines came to {EVIL} and Anton said “{EVIL}” to her.", CAST, [("Anton", "Ines")]
    )
    story = with_metadata(
        story, title=EVIL, authors=(EVIL,), summary=EVIL, url="javascript:alert(1)", other={EVIL: EVIL}
    )
    evil = replace(story.characters[0], name=EVIL, aliases=(EVIL + "2",), pronouns=EVIL)
    story = replace(story, characters=(evil, *story.characters[1:]), unknown=(EVIL,), model=EVIL)
    page = page_of(story)
    assert page.text == story.text
    assert len(page.raw["script"]) == 3
    assert len(page.raw["style"]) == 1
    assert not [tag for tag, _ in page.elements if tag == "img"]
    assert not [value for value in page.having("href") if "javascript" in value["href"]]
    assert page.data["people"][0]["names"][0][0].startswith("</script>")


def test_what_html_cannot_hold_is_replaced_one_for_one(page_of):
    story = make("Ines came~ down and~ saw Anton.", CAST, [])
    text = story.text.replace("~", "\ud800", 1).replace("~", "\0")
    story = replace(story, document=replace(story.document, source=replace(story.document.source, text=text)))
    page = page_of(story)
    assert len(page.text) == len(story.text)
    assert page.text.replace("\ufffd", "?") == story.text.replace("\ud800", "?").replace("\0", "?")
    page.html.encode()


def test_positions_count_as_a_browser_counts(page_of):
    story = make("Ines 😀 saw Anton 👩‍👩‍👧 and said “Oh 😀 Anton”.\n\nAnton 😀 nodded.", CAST, [("Ines", "Anton")])
    data = page_of(story).data
    mentions = data["mentions"]
    said = [unit_slice(story.text, at, n) for at, n in zip(running(mentions["at"]), mentions["n"], strict=True)]
    assert said == ["Ines", "Anton", "Anton", "Anton"]
    lines = data["lines"]
    assert [unit_slice(story.text, at, n) for at, n in zip(running(lines["at"]), lines["n"], strict=True)] == [
        "Oh 😀 Anton"
    ]
    assert data["end"] == len(in_units(story.text)) // 2


def test_the_data_block_says_who_and_why(page_of):
    story = make()
    data = page_of(story).data
    names = [person["names"][0][0] for person in data["people"]]
    assert names == [character.name for character in story.characters]
    mentions = data["mentions"]
    columns = zip(*(mentions[key] for key in ("who", "form", "sure", "back")), strict=True)
    seen = {}
    for m, (who, form, sure, back) in enumerate(columns):
        assert form < len(FORMS)
        assert sure == 80
        assert back == (m - seen[who] if who in seen else 0)
        seen[who] = m


def test_no_section_is_empty(page_of):
    page = page_of(make("It rained. Nobody came to see the water.", {}, [], places=()))
    assert {"first", "method", "reader"} <= {attributes["id"] for attributes in page.having("id")}
    assert not {"cast", "scenes", "pairs"} & {attributes["id"] for attributes in page.having("id")}
    assert "Cast" not in page.shown


def test_somebody_alone_has_no_pair(page_of):
    page = page_of(make("Ines came. Ines left.", {"Ines": ["Ines"]}, [], places=()))
    ids = {attributes["id"] for attributes in page.having("id")}
    assert "cast" in ids and "pairs" not in ids


def test_a_story_of_one_word(page_of):
    assert page_of(make("Ines", {"Ines": ["Ines"]}, [], places=())).text == "Ines"


def test_what_could_not_be_determined_is_said(page_of):
    assert "Who counts the boats could not be determined." in page_of(make()).shown


def test_what_the_file_says_is_shown_and_no_more(page_of):
    story = with_metadata(make(), title="The Island", fandoms=("None",), other={"Beta": "nobody"})
    shown = page_of(story).shown
    assert "Fandom None" in shown and "Beta nobody" in shown
    assert "What the file says" not in page_of(with_metadata(make(), title="The Island")).shown


def test_the_scores_of_the_model_that_read_it_are_shown_and_of_no_other(page_of):
    story = make()
    name = released_model().name
    assert released_scores() and all(scores.command.startswith("python bench/") for scores in released_scores())
    assert released_scores()[0].command in page_of(replace(story, model=name)).shown
    assert "How often it is right" not in page_of(replace(story, model="another")).shown


def test_tables_of_scores_come_with_their_command():
    text = "# A\n\n## Scores\n\n`python bench/a.py` prints:\n\n```text\n1 2\n```\n\n```sh\nls\n```\n\n"
    text += "## B\n\n```text\n3\n```\n"
    assert [(scores.command, scores.table) for scores in tables(text, "Scores")] == [("python bench/a.py", "1 2")]
    assert tables(text, "Nowhere") == ()


def test_the_folder_of_a_file_is_not_told(page_of):
    story = make()
    source = replace(story.document.source, path="/secret/folder/story.txt")
    html = page_of(replace(story, document=replace(story.document, source=source))).html
    assert "story.txt" in html and "secret" not in html


def test_a_short_story_makes_a_small_page():
    story = make(ISLAND + "\n\n" + "She looked at the water. " * 200)
    assert len(render(story).encode()) < 250_000


@pytest.mark.slow
def test_a_novel_makes_a_page_under_four_megabytes():
    assert len(render(novel()).encode()) < 4_000_000


def test_a_report_is_written_whole_or_not_at_all(tmp_path):
    write_report(make(), tmp_path / "story.html")
    assert (tmp_path / "story.html").read_text("utf-8") == render(make())
    with pytest.raises(UndertowError, match="folder"):
        write_report(make(), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["story.html"]


def test_the_template_engine_is_loaded_only_for_a_page():
    code = "import sys, undertow.report, undertow.cli.report; assert 'jinja2' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
