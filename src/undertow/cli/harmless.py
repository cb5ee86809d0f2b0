"""Text of a story, made safe for a terminal.

A title or a name comes from a file that anyone may have written. Raw, an escape sequence in it could clear the screen,
set the window's title or hide what follows; a bidi control could turn a line around. So each string that is shown
passes through `harmless`, and the page is built from plain strings, never from rich markup.
"""

ZERO_WIDTH = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))  # nothing to see, nothing lost
JOINERS = "\u200c\u200d"  # part of how some scripts and emoji are spelled


def _visible(char: str) -> str:
    if char.isprintable() or char in JOINERS:
        return char
    code = ord(char)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def harmless(text: str, *, limit: int = 2000) -> str:
    """One line of printable characters: white space becomes a blank, what a terminal could obey is spelled out.

    Longer than `limit` characters, it ends in an ellipsis.
    """
    line = " ".join(text[: 4 * limit].split()).translate(ZERO_WIDTH)
    if len(line) > limit:
        line = line[: limit - 1] + "…"
    return line if line.isprintable() else "".join(map(_visible, line))
