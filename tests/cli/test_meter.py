import io
import time

from undertow.cli.meter import Meter


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_short_work_shows_nothing():
    stream = Terminal()
    with Meter([1], stream=stream, visible=True) as meter:
        meter.begin(0, "story.txt")
        meter.share(0.5)
    assert not stream.getvalue()


def test_long_work_shows_name_and_share_and_takes_the_bar_off(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    stream = Terminal()
    with Meter([1, 3], stream=stream, visible=True, patience=0) as meter:
        meter.begin(1, "second.txt")
        meter.share(0.5)
        meter.hide()
    shown = stream.getvalue()
    assert "second.txt" in shown
    assert "62%" in shown  # one of four parts, and half of three
    assert shown.rstrip().endswith("\x1b[2K")  # the line is cleared


def test_long_work_without_news_has_a_bar_too(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    stream = Terminal()
    with Meter([1], stream=stream, visible=True, patience=0.05) as meter:
        meter.begin(0, "quiet.txt")
        deadline = time.monotonic() + 10
        while "quiet.txt" not in stream.getvalue() and time.monotonic() < deadline:
            time.sleep(0.02)
    assert "quiet.txt" in stream.getvalue()


def test_a_bar_comes_back_after_something_was_printed(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    stream = Terminal()
    with Meter([1, 1], stream=stream, visible=True, patience=0) as meter:
        meter.begin(0, "first.txt")
        meter.hide()
        stream.write("PRINTED")
        meter.begin(1, "second.txt")
    before, after = stream.getvalue().split("PRINTED")
    assert "first.txt" in before
    assert "second.txt" in after


def test_a_bar_never_runs_backwards(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    stream = Terminal()
    with Meter([1], stream=stream, visible=True, patience=0) as meter:
        meter.begin(0, "story.txt")
        meter.share(0.9)
        meter.share(0.1)
    assert "90%" in stream.getvalue()
    assert "10%" not in stream.getvalue()


def test_a_name_cannot_draw_on_the_terminal(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    stream = Terminal()
    with Meter([1], stream=stream, visible=True, patience=0) as meter:
        meter.begin(0, "\x1b]0;owned\x07[bold]")
        meter.share(0.1)
    assert "\x1b]0;" not in stream.getvalue()
    assert "[bold]" in stream.getvalue()


def test_what_is_not_to_be_seen_is_not_seen():
    stream = Terminal()
    with Meter([], stream=stream, visible=False, patience=0) as meter:
        meter.share(0.5)
    assert not stream.getvalue()
