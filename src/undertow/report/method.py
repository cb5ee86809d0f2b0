"""How it knows: which model read, how often it is right, what each number means, and what it is bad at.

The scores are those of the README, which an installed package carries as its description, as the commands print them; a
story that another model read has none.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.metadata import metadata, version

from undertow.inference.catalogue import model_folder, released_model
from undertow.report.counts import Counts
from undertow.report.scenes import ScenesContext

_MEANINGS = (
    ("mentions", "Every time the text refers to somebody: by name, by description (the old man) or by pronoun (she)."),
    ("lines", "Direct speech. A line that is interrupted, or that runs over several paragraphs, is one line."),
    ("spoken words", "Words inside quotation marks, or after a dash where dashes mark speech."),
    ("who speaks", "The person who says a line; 'unknown' where the reading gives no speaker."),
    ("exchanges", "Lines with a speaker and somebody they are said to. A line said to two people counts for both."),
    (
        "there",
        "Somebody is there where the narration mentions them or they speak. "
        "Whoever is mentioned in speech alone is only spoken of.",
    ),
    (
        "sure",
        "The model's own confidence, from 0 to 100 %: for a person, that the mentions are one person, rightly named; "
        "for a mention, that it goes back to the earlier one; for a line, that the speaker is right. "
        "It is an estimate, and no promise.",
    ),
    (
        "feelings",
        "Expressions of feeling: words for it, what a body does, what somebody does. Each has somebody who feels, and "
        "where there is one, somebody toward whom. The kinds are the six of Shaver and others (1987). 'Denied' is a "
        "feeling that is said not to be; 'imagined', one that is asked about or supposed.",
    ),
    (
        "denials",
        "Places where a feeling is negated, made small, explained away or protested against. What speaks "
        "against one is an aside, a sign of the body, an act, a later sentence about the same two people, or what else "
        "is told near by that does not go with it.",
    ),
    (
        "manner",
        "How a part of the text is told: narration, speech, thought, an aside, or free indirect: somebody's thought in "
        "the grammar of the narration.",
    ),
    (
        "in this mind",
        "The text has access to what this person perceives, thinks and feels there.",
    ),
    (
        "points and bands",
        "A point is what was counted at a place, or the mean of several neighbours where that is said. The band holds "
        "the mean with 95 % confidence; the width of the window stands beside each arc.",
    ),
    (
        "p, trends and turns",
        "How often the same story with its passages shuffled would show as much, corrected for all that was looked at. "
        "Nothing is claimed above 0.05. A turn is where arcs change level, or where the words say that somebody "
        "understands.",
    ),
    (
        "place in the story",
        "The share of the words that stand before it. All charts use this scale from left to right.",
    ),
)

_WEAK = (
    "Two people who are only ever “he” may have become one, or one person two.",
    "A line without a cue (“she said”) gets its speaker from the run of the conversation, which can slip by one turn.",
    "Speech without quotation marks or dashes is taken for narration.",
    "A name that is a joke, a lie or a disguise is taken at its word.",
    "It was trained mostly on novels of the nineteenth and early twentieth century; other prose is read less well.",
    "Feelings that have no word, no sign of the body and no act beside them are not found; irony is taken at its word.",
    "Toward whom somebody feels is often open, and is then left out rather than guessed.",
    "Free indirect thought is the manner that is missed most, and narration is what it is taken for.",
    "A turn says where something changes in what was counted. It does not say that the story is good there, or why.",
    "Pronouns are those the text uses. They say nothing of anybody's gender.",
)


@dataclass(frozen=True, slots=True)
class Scores:
    """A table of scores, and the command that printed it."""

    command: str
    table: str


@dataclass(frozen=True, slots=True)
class MethodContext:
    """What a reader needs to judge the rest."""

    model: str
    version: str
    path: str  # name of the file that was read, without its folder
    facts: tuple[tuple[str, str], ...]  # how the file was read: format, layout, marks of speech
    notes: tuple[str, ...]  # remarks on the reading
    scores: tuple[Scores, ...]  # of the released model; empty where another read the story
    meanings: tuple[tuple[str, str], ...]
    weak: tuple[str, ...]


def _file_name(path: str | None) -> str:
    """The file alone: a page that is passed on need not say where somebody keeps their stories."""
    return (path or "").replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]


def tables(text: str, heading: str) -> tuple[Scores, ...]:
    """The printed tables of a section, each with the command that stands above it at the beginning of a line."""
    section = re.split(r"^## ", text.partition(f"\n## {heading}\n")[2], maxsplit=1, flags=re.MULTILINE)[0]
    found = []
    for block in re.finditer(r"^```text\n(.*?)^```", section, flags=re.MULTILINE | re.DOTALL):
        commands = re.findall(r"^`(python bench/[^`\n]+)`", section[: block.start()], flags=re.MULTILINE)
        found += [Scores(commands[-1], block[1].rstrip())] if commands else []
    return tuple(found)


@cache
def released_scores() -> tuple[Scores, ...]:
    """The scores of the released model: of the README, which every installation carries, or else of the model card."""
    readme = str(metadata("undertow").json.get("description") or "")
    try:
        card = (model_folder() / "README.md").read_text(encoding="utf-8")
    except OSError:
        card = ""
    return tables(readme, "How well it reads") or tables(card, "Scores")


def _read_by_ours(model: str) -> bool:
    """Whether the model that comes with this version read the story."""
    return bool(model) and model.split(" ", maxsplit=1)[0] == released_model().name


def method_context(counts: Counts, scenes: ScenesContext) -> MethodContext:
    """Gather how the story was read."""
    source, quotations = counts.document.source, counts.story.layers.quotations
    facts = [("Format", source.format), ("Encoding", source.encoding), ("Paragraphs", source.layout)]
    warnings: tuple[str, ...] = ()
    if quotations is not None:
        facts.append(("Marks of speech", quotations.style))
        warnings = quotations.warnings
    facts.append(("Columns of the charts", f"{len(scenes.columns):,}, one a {scenes.unit}"))
    return MethodContext(
        model=counts.story.model,
        version=version("undertow"),
        path=_file_name(source.path),
        facts=tuple((label, value) for label, value in facts if value),
        notes=(*source.notes, *warnings),
        scores=released_scores() if _read_by_ours(counts.story.model) else (),
        meanings=_MEANINGS,
        weak=_WEAK,
    )
