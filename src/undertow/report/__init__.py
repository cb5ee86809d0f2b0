"""Story -> one HTML page, self-contained: people, scenes, pairs and the text, every mark a way into the words."""

from undertow.report.page import render, write_report

__all__ = ["render", "write_report"]
