"""A page, taken apart."""

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "input", "br", "rect", "path", "line", "circle"}


@dataclass
class Page(HTMLParser):
    """A page, parsed: its elements with their attributes, and the text of the story as it stands in it."""

    html: str
    elements: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    raw: dict[str, list[str]] = field(default_factory=dict)  # what script and style elements hold
    text: str = ""
    words: list[str] = field(default_factory=list)

    def __post_init__(self):
        super().__init__(convert_charrefs=True)
        self._open: list[tuple[str, str | None]] = []
        self.feed(self.html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append((tag, dict(attrs).get("id")))

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self._open.pop()[0] == tag, f"</{tag}> closes nothing"

    def handle_data(self, data):
        if self._open and self._open[-1][0] in ("script", "style"):
            self.raw.setdefault(self._open[-1][0], []).append(data)
        elif any(id == "text" for _, id in self._open):
            self.text += data
        else:
            self.words.append(data)

    def having(self, attribute, value=None):
        return [
            attributes
            for _, attributes in self.elements
            if attribute in attributes and value in (None, attributes[attribute])
        ]

    @property
    def data(self):
        return json.loads(self.raw["script"][1])

    @property
    def shown(self):
        """All that is written outside the text of the story, on one line."""
        return " ".join(" ".join(self.words).split())
