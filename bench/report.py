"""Measure the report: its size, the time to write it, and how fast it is in a browser.

    python bench/report.py FILE [FILE ...] [--browser PATH] [--repeat N] [--json FILE]

Each FILE is a story, or one that `undertow read -o` saved, which need not be read again: reading is not measured. The
page is written to a temporary folder and opened from there in headless Chromium, driven by Playwright
(`pip install '.[browser]'`). Without them the columns of the browser stay empty.
"""

import argparse
import json
import platform
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING, Any

from undertow.errors import UndertowError

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
ROWS = {
    "words": "words",
    "people": "people",
    "bytes": "size of the page, KB",
    "scripts": "    of that scripts, KB",
    "write": "write, s",
    "paint": "first paint, ms",
    "ready": "scripts have run, ms",
    "ready work": "    work, ms",
    "click": "click on a tile to the sentence, ms",
    "click work": "    work, ms",
    "slide": "slider step, ms",
    "slide work": "    work, ms",
    "requests": "network requests",
}
NOTES = """\
size: bytes of the file over 1,000. write: from the story to the file, the fastest of the repeats; reading is apart.
first paint: when Chromium first drew content, after the navigation began. click and slide: from the event to the end of
the frame that shows what it did. work: what the page's thread computed for it, which other work of the machine does not
make longer. Medians; the worst in brackets. requests: all but the page itself.
"""
# From an event to the end of the next frame: two animation frames, and what they left to do.
FRAME = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"
CLICK = f"""async share => {{
    const tiles = [...document.querySelectorAll('.grid .tiles a')], tile = tiles[Math.floor(tiles.length * share)];
    const start = performance.now();
    tile.dispatchEvent(new MouseEvent('click', {{bubbles: true, cancelable: true}}));
    await {FRAME};
    const took = performance.now() - start, range = [...CSS.highlights.get('target')][0];
    const box = range.getBoundingClientRect(), frame = document.getElementById('scroller').getBoundingClientRect();
    if (!(box.top >= frame.top && box.top <= frame.bottom)) throw new Error('the sentence is not on the screen');
    return took;
}}"""
SLIDE = f"""async value => {{
    const slider = document.getElementById('cut');
    slider.value = value;
    const start = performance.now();
    slider.dispatchEvent(new Event('input'));
    await {FRAME};
    return performance.now() - start;
}}"""
PAINTED = "performance.getEntriesByName('first-contentful-paint').length > 0"
PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
READY = "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"
SHARES = (0.95, 0.1, 0.5, 0.75, 0.3)
PLACES = (900, 500, 200, 210, 600, 1000)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; 2 for a mistake in what was given."""
    parser = argparse.ArgumentParser(
        prog="report.py", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help="a story, or one that was saved")
    parser.add_argument("--browser", default=CHROMIUM, help=f"Chromium (default: {CHROMIUM})")
    parser.add_argument("--repeat", type=int, default=3, help="how often to write and open each page (default: 3)")
    parser.add_argument("--json", type=Path, help="save the numbers here too")
    options = parser.parse_args(arguments)
    if options.repeat < 1:
        return complain("--repeat takes numbers above 0")
    results = []
    with TemporaryDirectory() as folder, opened(options.browser) as browser:
        for file in options.files:
            try:
                results.append(measure(file, Path(folder) / "story.html", browser, options.repeat))
            except (UndertowError, OSError) as error:
                return complain(str(error))
            sys.stderr.write(f"{file.name}: {results[-1]['write']:.2f} s to write\n")
        version = browser.version if browser else "no browser"
    sys.stdout.write(page(results, version))
    if options.json:
        options.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    return 0


def complain(message: str) -> int:
    """Say in one line what is wrong."""
    sys.stderr.write(f"report.py: {message}\n")
    return 2


@contextmanager
def opened(path: str) -> Iterator[Any]:
    """A running browser, or None where there is none."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        sys.stderr.write("report.py: no Playwright (pip install '.[browser]'): sizes and times of writing only\n")
        yield None
        return
    if not Path(path).is_file():
        sys.stderr.write(f"report.py: no Chromium at {path}: sizes and times of writing only\n")
        yield None
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def measure(file: Path, target: Path, browser: "Browser | None", repeat: int) -> dict[str, Any]:
    """Write the page of a story and open it. Raises UndertowError where it cannot be read."""
    import undertow
    from undertow.report.page import script

    story = undertow.read_json(file) if file.suffix == ".json" else undertow.read(file)
    times = []
    for _ in range(repeat + 1):  # the first time loads the template engine
        start = perf_counter()
        undertow.write_report(story, target)
        times.append(perf_counter() - start)
    n_words = len(story.text.split())
    result = {"file": file.name, "words": n_words, "people": len(story.characters), "write": min(times)}
    result |= {"bytes": target.stat().st_size, "scripts": len(script().encode())}
    if browser is not None:
        opens = [look(browser, target) for _ in range(repeat)]
        timed = ("paint", "ready", "ready work", "click", "click work", "slide", "slide work")
        result |= {key: [value for each in opens for value in each[key]] for key in timed}
        result["requests"] = sum(each["requests"] for each in opens)
    return result


def look(browser: "Browser", target: Path) -> dict[str, Any]:
    """Open the page in a context of its own and use it."""
    context = browser.new_context(viewport={"width": 1400, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(120_000)
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(target.as_uri())
    page.evaluate(FRAME)
    page.wait_for_function(PAINTED)  # the entry comes after the frame
    found = {"paint": [page.evaluate(PAINT)], "ready": [page.evaluate(READY)]}
    session = context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def worked() -> float:
        metrics = session.send("Performance.getMetrics")["metrics"]
        return 1000 * next(each["value"] for each in metrics if each["name"] == "TaskDuration")

    before = worked()
    page.reload()
    page.evaluate(FRAME)
    found["ready work"] = [worked() - before]

    def timed(key: str, script: str, values: Sequence[float]) -> None:
        found[key], found[f"{key} work"] = [], []
        for value in values:
            before = worked()
            found[key].append(page.evaluate(script, value))
            found[f"{key} work"].append(worked() - before)

    timed("click", CLICK, SHARES if page.evaluate("document.querySelector('.grid .tiles a') !== null") else ())
    timed("slide", SLIDE, PLACES)
    context.close()
    return {**found, "requests": sum(url != target.as_uri() for url in requests)}


def page(results: Sequence[dict[str, Any]], browser: str) -> str:
    """Lay out a column a story."""
    import undertow

    title = f"undertow {undertow.__version__}; {platform.system()} {platform.machine()}; Chromium {browser}"
    lines = [title, "", f"{'':38}" + "".join(f"{result['file'][:24]:>26}" for result in results)]
    for key, label in ROWS.items():
        lines.append(f"{label:38}" + "".join(f"{cell(key, result.get(key)):>26}" for result in results))
    return "\n".join([*lines, "", NOTES])


def cell(key: str, value: int | float | list[float] | None) -> str:
    """A number as it is shown; a list as its median and worst."""
    if value is None or value == []:
        return "-"
    if isinstance(value, list):
        return f"{median(value):,.0f} (worst {max(value):,.0f})"
    if key in ("bytes", "scripts"):
        return f"{value / 1000:,.0f}"
    return f"{value:.2f}" if key == "write" else f"{value:,}"


if __name__ == "__main__":
    sys.exit(main())
