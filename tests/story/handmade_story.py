"""A small builder: text with marked mentions -> Document and Layers.

    [She|a] waited . “Come here, [Nora|b],”{c>a} [he|c] said.

`[words|cluster]` marks a mention, nested ones too; `[London|l:GPE]` gives a type; `”{speaker>addressee}` says who
speaks to whom (either may be empty; `{c>a!}` makes the attribution explicit). A line is a paragraph and `***` a scene
break.
"""

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np

from undertow.document.values import Document
from undertow.layers.values import ENTITY_TYPES, FORMS, Attribution, Coreference, Layers, Mentions, Quotations, Speakers
from undertow.story.build import build_story
from undertow.story.columns import PERSON_OF
from undertow.story.values import Character, Story

_TOKEN = re.compile(
    r"\{[^}]*\}|\[|\|[\w:]+\]|(?:Mr|Mrs|Dr|Ms|St|M|Mme|Jr)\.|[A-Z]\.(?=\s?[A-Z])|’s|n’t|’m|\w+(?:[-’](?!s\b|m\b)\w+)*|[^\w\s]"
)


@dataclass
class _Draft:
    sentences: list[list[str]] = field(default_factory=list)
    paragraphs: list[int] = field(default_factory=list)
    scenes: list[int] = field(default_factory=lambda: [0])
    mentions: list[tuple[int, int, str]] = field(default_factory=list)
    quotations: list[tuple[int, int, str]] = field(default_factory=list)
    n: int = 0


def _read_line(draft: _Draft, line: str) -> None:
    sentence: list[str] = []
    before = len(draft.sentences)
    open_mentions: list[int] = []
    quote = -1
    pieces = _TOKEN.findall(line)
    for k, piece in enumerate(pieces):
        if piece == "[":
            open_mentions.append(draft.n)
        elif piece.startswith("|"):
            draft.mentions.append((open_mentions.pop(), draft.n, piece[1:-1]))
        elif piece.startswith("{"):
            start, end, _ = draft.quotations[-1]
            draft.quotations[-1] = (start, end, piece[1:-1])
        else:
            sentence.append(piece)
            if piece == "“":
                quote = draft.n + 1
            elif piece == "”":
                draft.quotations.append((quote, draft.n, ""))
            draft.n += 1
            following = next((p for p in pieces[k + 1 :] if p[0] not in "{|["), "")
            if piece in ".!?" and following != "”":
                draft.sentences.append(sentence)
                sentence = []
    if sentence:
        draft.sentences.append(sentence)
    draft.paragraphs.append(len(draft.sentences) - before)


def _form(words: list[str]) -> int:
    if len(words) == 1 and words[0].lower() in PERSON_OF:
        return FORMS.index("pronominal")
    first = words[0] if words[0].lower() not in ("the", "poor", "dear") else words[min(1, len(words) - 1)]
    return FORMS.index(
        "proper"
        if first[0].isupper() and words[0].lower() not in ("a", "her", "his", "my") and words[-1][0].isupper()
        else "nominal"
    )


def make(text: str) -> tuple[Document, Layers]:
    """Read the notation."""
    draft = _Draft()
    for line in filter(None, (line.strip() for line in text.splitlines())):
        if line == "***":
            draft.scenes.append(draft.n)
        else:
            _read_line(draft, line)
    document = Document.from_sentences(draft.sentences, paragraphs=draft.paragraphs)
    bounds = [*draft.scenes, draft.n]
    document = replace(document, scenes=np.array(list(pairwise(bounds)), np.int32))
    marked = sorted(draft.mentions, key=lambda m: (m[0], -m[1]))
    number: dict[str, int] = {}
    for _, _, mark in marked:
        number.setdefault(mark.split(":")[0], len(number))
    cluster = np.array([number[mark.split(":")[0]] for _, _, mark in marked], np.int32)
    latest: dict[int, int] = {}
    antecedent = []
    for i, c in enumerate(cluster.tolist()):
        antecedent.append(latest.get(c, -1))
        latest[c] = i
    n, q = len(marked), len(draft.quotations)
    speakers, addressees, sure, beside = [], [], [], []
    for _, end, mark in draft.quotations:
        who, _, to = mark.removesuffix("!").partition(">")
        speakers.append(number.get(who, -1))
        addressees.append(number.get(to, -1))
        after = (i for i, (start, _, _) in enumerate(marked) if start > end and cluster[i] == speakers[-1])
        beside.append(next(after, -1) if mark.endswith("!") else -1)
        sure.append(Attribution.EXPLICIT if mark.endswith("!") else Attribution.IMPLICIT)
    layers = Layers(
        mentions=Mentions(
            start=np.array([a for a, _, _ in marked], np.int32),
            end=np.array([b for _, b, _ in marked], np.int32),
            type=np.array([ENTITY_TYPES.index(f"{m}:PER".split(":")[1]) for _, _, m in marked], np.int8),
            form=np.array([_form(document.words(a, b)) for a, b, _ in marked], np.int8),
            confidence=np.full(n, 0.9, np.float32),
        ),
        coreference=Coreference(cluster, np.array(antecedent, np.int32), np.full(n, 0.9, np.float32)),
        quotations=Quotations(
            part_start_char=np.array([document.token_start[a] for a, _, _ in draft.quotations], np.int32),
            part_end_char=np.array([document.token_end[b - 1] for _, b, _ in draft.quotations], np.int32),
            part_quotation=np.arange(q, dtype=np.int32),
            style="double curly",
        ),
        speakers=Speakers(
            speaker=np.array(speakers, np.int32),
            addressee=np.array(addressees, np.int32),
            mention=np.array(beside, np.int32),
            cue_start=np.full(q, -1, np.int32),
            attribution=np.array(sure, np.int8),
            confidence=np.full(q, 0.9, np.float32),
        ),
    )
    return document, layers


def story_of(text: str) -> Story:
    """Build the story of a marked text."""
    return build_story(*make(text))


def called(story: Story, name: str) -> Character:
    """The character of this name. Raises AssertionError with the names that there are."""
    found = [c for c in story.characters if c.name == name]
    assert found, f"{name!r} is not among {[c.name for c in story.characters]}"
    return found[0]


def words(story: Story, name: str) -> list[str]:
    """The first words of somebody's mentions, in lower case."""
    character = called(story, name)
    entity = next(entity for entity in story.entities if entity.id == character.id)
    mentions = story.layers.mentions
    assert mentions is not None
    return [story.document.word(int(mentions.start[m])).lower() for m in entity.mentions]
