"""How it knows: which model read, what each number means, and what it is bad at."""

from dataclasses import dataclass
from importlib.metadata import version

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
    "Pronouns are those the text uses. They say nothing of anybody's gender.",
)


@dataclass(frozen=True, slots=True)
class MethodContext:
    """What a reader needs to judge the rest."""

    model: str
    version: str
    path: str  # name of the file that was read, without its folder
    facts: tuple[tuple[str, str], ...]  # how the file was read: format, layout, marks of speech
    notes: tuple[str, ...]  # remarks on the reading
    meanings: tuple[tuple[str, str], ...]
    weak: tuple[str, ...]


def _file_name(path: str | None) -> str:
    """The file alone: a page that is passed on need not say where somebody keeps their stories."""
    return (path or "").replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]


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
        meanings=_MEANINGS,
        weak=_WEAK,
    )
