"""The page in a real browser, Chromium driven by Playwright. Skipped, with the reason, where one of them is missing."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from report_minds import crossing
from report_stories import ISLAND, make, novel
from test_report_minds import hostile
from test_report_page import EVIL

from undertow.report import write_report
from undertow.source.values import Metadata

pytestmark = pytest.mark.browser

BROWSERS = [os.environ.get("UNDERTOW_CHROMIUM", ""), "/usr/bin/chromium", "/usr/bin/chromium-browser"]
AXE = Path(os.environ.get("UNDERTOW_AXE", Path(__file__).parent / "vendor" / "axe.min.js"))
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]  # the browser itself fetches nothing either
DESKTOP, PHONE = {"width": 1400, "height": 900}, {"width": 390, "height": 844}
PATIENCE = 60_000  # milliseconds; a busy machine is no failure


@pytest.fixture(scope="module")
def browser():
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="playwright is not installed: pip install '.[browser]'"
    )
    path = next((path for path in BROWSERS if path and Path(path).is_file()), None)
    if path is None:
        pytest.skip("there is no Chromium: apt-get install chromium, or name one in UNDERTOW_CHROMIUM")
    with playwright.sync_playwright() as running:
        chromium = running.chromium.launch(executable_path=path, args=FLAGS, timeout=PATIENCE)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser, tmp_path):
    """Open the page of a story; at the end, it must have fetched nothing and complained of nothing."""
    opened, troubles = [], []

    def open_it(story, *, size=DESKTOP, scripts=True, dark=False, name="story.html"):
        write_report(story, tmp_path / name)
        context = browser.new_context(
            viewport=size,
            java_script_enabled=scripts,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda message: troubles.append(message.text))
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("dialog", lambda dialog: (troubles.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: troubles.append(request.url) if ".html" not in request.url else None)
        page.goto((tmp_path / name).as_uri())
        return page

    yield open_it
    for context in opened:
        context.close()
    assert troubles == []


def cut(page, value):
    page.evaluate(
        "value => { const s = document.getElementById('cut'); s.value = value; s.dispatchEvent(new Event('input')); }",
        value,
    )


def target(page):
    """The words that are marked as the passage, and whether they are on the screen."""
    return page.evaluate(
        """() => { const range = [...CSS.highlights.get('target')][0], box = range.getBoundingClientRect(),
        frame = document.getElementById('scroller').getBoundingClientRect();
        return [range.toString(), box.top >= frame.top && box.bottom <= frame.bottom && box.height > 0]; }"""
    )


def settle(page):
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def shown_text(page):
    return page.evaluate("document.getElementById('text').textContent")


def mark_all(page):
    page.evaluate("dispatchEvent(new Event('beforeprint'))")


HOSTILE = f"""The {EVIL}

Ines came. \u202eAnton turned the words around. \u2067מרים saw Ines.\u2069 {"A" * 10_000} 👩‍👩‍👧 Ines\u2028Anton.

“{EVIL} 😀,” said Anton.

{EVIL}
"""


@pytest.mark.parametrize(
    "story", [make(), make(HOSTILE), make(ISLAND * 60), crossing()], ids=["island", "hostile", "long", "minds"]
)
def test_the_text_shown_is_the_story_marked_or_not(open_page, story):
    page = open_page(story)
    assert shown_text(page) == story.text
    mark_all(page)
    assert shown_text(page) == story.text
    assert page.locator("#text .m").count() >= len(story.layers.mentions) - len(story.characters)


def test_marks_that_cross_are_shown_whole(open_page):
    story = crossing()
    first = story.feelings[0]
    crossed = replace(first, id="x", start_char=first.start_char - 20, end_char=first.end_char - 3)
    page = open_page(replace(story, feelings=(crossed, first)))
    mark_all(page)
    assert shown_text(page) == story.text
    parts = page.locator("#text [data-f='1']").all_text_contents()
    assert parts == ["before she lau", "ghs"]
    assert page.locator("#text [data-f='1'][data-says]").count() == 1


def test_a_feeling_says_whose_it_is_and_a_denial_what_speaks_against_it(open_page):
    page = open_page(crossing())
    page.locator("#text .f", has_text="before").dispatch_event("pointerover", {"pointerType": "mouse"})
    card = page.locator("#who")
    card.wait_for(state="visible")
    assert "joy" in card.inner_text() and "Thomasin Rudd, toward he." in card.inner_text()
    page.keyboard.press("Escape")
    page.locator("#text .d", has_text="Five minutes is nothing").first.click()
    assert "Against it, an aside: “She does not give five minutes to the coal lorry”" in card.inner_text()
    card.locator("[data-go]").click()
    assert target(page) == ["She does not give five minutes to the coal lorry", True]


def test_every_mark_of_the_charts_of_feelings_leads_to_its_words(open_page):
    page = open_page(crossing())
    text = shown_text(page)
    links = page.locator(".telling .marks a, .main .marks a, #course a").all()
    assert len(links) > 40
    for link in links:
        start, end = map(int, link.get_attribute("data-go").split(","))
        link.dispatch_event("click")
        assert target(page)[0] == text[start:end]


def test_a_click_in_a_band_leads_to_the_nearest_feeling(open_page):
    page = open_page(crossing())
    plot = page.locator(".main [data-feel]").first
    plot.click(position={"x": plot.bounding_box()["width"] * 0.12, "y": 40})
    settle(page)
    words, visible = target(page)
    assert words == "before she laughs" and visible


def test_arrows_move_between_the_marks_of_feelings(open_page):
    page = open_page(crossing())
    page.locator(".telling .feels a[tabindex='0']").focus()
    page.keyboard.press("ArrowRight")
    assert "love, in an act, denied" in page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("Enter")
    settle(page)
    assert target(page) == ["Watching the clock is also the warden’s work", True]


def test_words_that_are_selected_are_a_stretch_of_the_charts(open_page):
    page = open_page(crossing())
    page.evaluate(
        """() => { const range = new Range(); range.setStart(document.getElementById('b3').firstChild, 0);
        range.setEndAfter(document.getElementById('b6').lastChild); const s = getSelection();
        s.removeAllRanges(); s.addRange(range); }"""
    )
    page.wait_for_function("parseFloat(document.querySelector('.here').style.width) > 5")


def test_nothing_inward_is_told_before_its_place(open_page):
    story = crossing()
    page = open_page(story)
    assert "It turns at 84" in page.locator("#first").inner_text()
    cut(page, 500)
    seen = page.locator("#charts").inner_text()
    for words in ("It turns", "grows", "recognition", "she understands", "correlation", "surprise"):
        assert words not in seen, words
    told = page.locator(".card [data-feels] li").first.inner_text()
    assert "love" in told and story.characters[0].name not in told
    cut(page, 1000)
    assert "It turns at 84" in page.locator("#first").inner_text()


def test_nobody_who_listens_is_told_a_name_too_early(open_page):
    page = open_page(crossing())
    cut(page, 200)
    labels = page.evaluate(
        "[...document.querySelectorAll('[aria-label]')].filter(e => e.checkVisibility()).map(e => e.ariaLabel)"
    )
    assert "What she feels" in labels
    assert not [label for label in labels if "Tamsin" in label or "Thomasin" in label]


def test_without_a_turn_it_is_said(open_page):
    page = open_page(replace(crossing(), turns=()))
    assert "No turn can be told from chance in this story." in page.locator("#course").inner_text()


def test_nothing_of_a_hostile_story_runs(open_page):
    story = make(HOSTILE)
    evil = tuple(replace(person, name=EVIL, aliases=(EVIL,), pronouns=EVIL) for person in story.characters)
    metadata = Metadata(title=EVIL, authors=(EVIL,), summary=EVIL, url="javascript:window.pwned=1", other={EVIL: EVIL})
    source = replace(story.document.source, metadata=metadata)
    page = open_page(replace(story, characters=evil, unknown=(EVIL,), document=replace(story.document, source=source)))
    page.locator("#text .m").first.hover()
    page.locator("#search").fill("<script>")
    cut(page, 500)
    cut(page, 1000)
    assert page.evaluate("window.pwned") is None
    assert page.locator("img").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_bands_which_know_the_whole_story_wait_for_its_end(open_page):
    page = open_page(crossing())
    assert page.locator("#charts .band").count()
    cut(page, 500)
    assert page.locator("#charts .band:visible").count() == 0
    cut(page, 1000)
    assert page.locator("#charts .band").first.evaluate("e => getComputedStyle(e).display") != "none"


def test_nothing_of_hostile_minds_runs(open_page):
    page = open_page(hostile(crossing(), EVIL))
    page.locator("#text .d").first.click()
    page.locator(".telling .marks a").last.hover()
    cut(page, 500)
    cut(page, 1000)
    assert page.evaluate("window.pwned") is None
    assert page.locator("img").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_script_that_is_not_ours_does_not_run(browser, tmp_path):
    write_report(make(), tmp_path / "story.html")
    html = (tmp_path / "story.html").read_text("utf-8").replace("</body>", "<script>window.pwned = 1</script></body>")
    (tmp_path / "story.html").write_text(html, "utf-8")
    page = browser.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto((tmp_path / "story.html").as_uri())
    assert page.evaluate("window.pwned") is None
    page.close()


def test_a_click_on_a_tile_lands_in_the_sentence(open_page):
    page = open_page(make(ISLAND * 40))
    tile = page.locator(".grid .tiles a").nth(17)
    start, end = map(int, tile.get_attribute("data-go").split(","))
    tile.dispatch_event("click")
    settle(page)
    words, visible = target(page)
    assert words == shown_text(page)[start:end]
    assert visible
    page.locator("#back").click()
    assert page.locator("#back").is_hidden()


def test_every_link_with_a_passage_leads_to_its_words(open_page):
    page = open_page(make())
    text = shown_text(page)
    for link in page.locator("[data-go]:visible").all():
        start, end = map(int, link.get_attribute("data-go").split(","))
        link.dispatch_event("click")
        assert target(page)[0] == text[start:end]


def test_who_is_she_and_why(open_page):
    story = make(
        "Ines came down.\n\nShe looked at the old man, and he looked at her.", {"Ines": ["Ines", "she", "her"]}, []
    )
    page = open_page(story)
    page.locator("#text .m", has_text="She").hover()
    card = page.locator("#who")
    card.wait_for(state="visible")
    words = card.inner_text()
    assert "Ines" in words and "a pronoun: goes back to “Ines” in the paragraph before, 80" in words
    page.keyboard.press("Escape")
    assert card.is_hidden()


def test_mention_by_mention_with_the_keyboard(open_page):
    page = open_page(make())
    page.locator("#scroller").focus()
    page.keyboard.press("]")
    first = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("]")
    second = page.evaluate("document.activeElement.dataset.m")
    assert first == "The old man" and second != "0"
    page.locator("#who").wait_for(state="visible")


def test_the_place_of_the_reader_hides_what_comes_later_everywhere(open_page):
    story = make()
    page = open_page(story)
    cut(page, 300)
    text = page.locator("#text").inner_text()
    assert "Ines looked at him" not in text and "You came, Ines" in text
    seen = page.locator("body").inner_text()
    assert "Marta" not in seen
    assert page.locator("#rest").is_visible()
    visible = page.evaluate(
        "[...document.querySelectorAll('[data-p]')].map(each => [Number(each.dataset.p), each.getClientRects().length])"
    )
    assert not [at for at, n_boxes in visible if n_boxes and at >= story.text.index("The ferry left")]
    page.locator("#search").fill("harbour")
    page.locator("#found", has_text="not found").wait_for()
    cut(page, 1000)
    assert "Marta" in page.locator("#charts").inner_text()
    assert shown_text(page) == story.text


def test_numbers_count_up_to_the_place_of_the_reader(open_page):
    story = make()
    page = open_page(story)
    whole = page.locator("[data-n]").all_inner_texts()
    cut(page, 500)
    part = page.locator("[data-n]").all_inner_texts()
    cut(page, 1000)
    assert part != whole
    assert page.locator("[data-n]").all_inner_texts() == whole
    for who, character in enumerate(story.characters):
        assert page.locator(f".card [data-n=mentions][data-c='{who}']").inner_text() == str(character.n_mentions)
        assert page.locator(f".card [data-n=lines][data-c='{who}']").inner_text() == str(character.n_quotations)


def test_a_name_is_not_told_before_the_story_tells_it(open_page):
    text = "She chalked the hour.\n\nShe looked at the sea.\n\nShe was late.\n\n“Tamsin,” somebody said.\n\nTamsin ran."
    page = open_page(make(text, {"Tamsin": ["Tamsin", "she"]}, [], places=()))
    assert page.locator(".card h3").inner_text() == "Tamsin"
    cut(page, 400)
    assert page.locator(".card h3").inner_text() == "she"
    assert "Tamsin" not in page.locator("body").inner_text()
    assert "Tamsin" not in (page.locator(".grid .tiles a:not([hidden])").first.get_attribute("aria-label"))


def test_search_finds_straight_and_curly_over_line_breaks(open_page):
    page = open_page(make(ISLAND.replace("put down her bag", "didn’t put down\nher bag")))
    page.locator("#search").fill("didn't put down her")
    page.locator("#found", has_text="1").wait_for()
    page.keyboard.press("Enter")
    settle(page)
    assert target(page)[0] == "didn’t put down\nher"


def test_arrows_move_between_tiles_and_tab_passes_them_by(open_page):
    page = open_page(make())
    assert page.locator(".grid .tiles a[tabindex='0']").count() == 1
    page.locator(".grid .tiles a[tabindex='0']").focus()
    before = page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("ArrowRight")
    after = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert before != after
    page.keyboard.press("Enter")
    settle(page)
    assert target(page)[1]


def test_a_pair_is_chosen_in_the_matrix(open_page):
    page = open_page(make())
    assert page.locator(".pair:visible").count() == 1
    button = page.locator(".matrix button:visible").last
    a, b = button.get_attribute("data-a"), button.get_attribute("data-b")
    button.click()
    assert sorted(page.locator(".pair:visible").get_attribute("data-of").split(",")) == sorted([a, b])


def test_switches_of_the_text(open_page):
    page = open_page(make())
    for name in ("lines", "tags"):
        page.locator(f"[data-show={name}]").click()
    label = page.evaluate("getComputedStyle(document.querySelector('#text .q'), '::before').content")
    assert "Anton" in label
    assert page.locator("[data-show=lines]").get_attribute("aria-pressed") == "true"


def test_without_scripts_everything_is_there(open_page):
    story = make()
    page = open_page(story, scripts=False)
    assert page.locator("#text").text_content() == story.text
    assert page.locator(".card").count() == 3 and page.locator(".pair:visible").count() == 2
    assert page.locator("#cut").is_hidden()


def test_on_a_phone_nothing_is_wider_than_the_screen(open_page):
    page = open_page(make(ISLAND * 20), size=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator("#reader").is_hidden()
    page.locator(".because a:visible").first.click()
    settle(page)
    assert page.locator("#reader").is_visible() and target(page)[1]
    page.locator("#back").click()
    assert page.locator("#reader").is_hidden()


def test_in_print_the_whole_text_is_laid_out(open_page):
    page = open_page(make(ISLAND * 20))
    page.emulate_media(media="print")
    assert page.locator("#text").is_visible() and page.locator(".bar").is_hidden()
    assert page.locator(".pair:visible").count() == 2


def test_the_dark_is_not_printed(open_page):
    page = open_page(make(), dark=True)
    ink = "getComputedStyle(document.body).color"
    in_the_dark = page.evaluate(ink)
    page.locator("#theme").click()
    page.locator("#theme").click()
    assert page.evaluate(ink) == in_the_dark
    page.emulate_media(media="print")
    assert page.evaluate(ink) != in_the_dark


STORIES = {"scenes": lambda: make("\n\n***\n\n".join([ISLAND] * 4)), "minds": crossing}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("story", STORIES)
def test_axe_finds_nothing(open_page, story, size, dark):
    if not AXE.is_file():
        pytest.skip("there is no axe-core: npm pack axe-core, and name axe.min.js in UNDERTOW_AXE")
    page = open_page(STORIES[story](), size=size, dark=dark)
    page.evaluate("document.querySelectorAll('[data-show][aria-pressed=false]').forEach(each => each.click())")
    page.evaluate(AXE.read_text("utf-8") + "; null")
    for _ in range(2):
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        assert not [(each["id"], each["impact"], each["nodes"][0]["html"][:200]) for each in found]
        page.evaluate("document.getElementById('view-text').click()")


class Work:
    """What the page's thread has worked, in milliseconds of its own: other work of the machine does not count."""

    def __init__(self, page):
        self.page = page
        self.session = page.context.new_cdp_session(page)
        self.session.send("Performance.enable", {"timeDomain": "threadTicks"})
        self.last = 0.0
        self.since()

    def since(self):
        """The work since the last call, until the next frame is drawn."""
        self.page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
        metrics = {each["name"]: each["value"] for each in self.session.send("Performance.getMetrics")["metrics"]}
        before, self.last = self.last, 1000 * metrics["TaskDuration"]
        return self.last - before


@pytest.mark.slow
def test_a_novel_is_quick(open_page):
    page = open_page(make())
    work = Work(page)
    story = novel()
    write_report(story, Path(page.url.removeprefix("file://")))
    page.reload()
    opened = work.since()
    clicks, slides = [], []
    for share in (0.9, 0.2, 0.6):
        page.evaluate(
            """share => { const tiles = document.querySelectorAll('.grid .tiles a');
            tiles[Math.floor(tiles.length * share)].dispatchEvent(
            new MouseEvent('click', {bubbles: true, cancelable: true})); }""",
            share,
        )
        clicks.append(work.since())
        assert target(page)[1]
        work.since()
    for value in (700, 400, 410, 1000):
        cut(page, value)
        slides.append(work.since())
    print(f"opened in {opened:.0f} ms, clicks {clicks}, slider {slides}")
    assert opened < 2000 and max(clicks) < 300 and max(slides) < 200
