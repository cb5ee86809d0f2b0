"""Stories for the tests of the report: text and who is called what -> a Story, without a model.

Mentions are all places where one of somebody's words stands; quotations are what stands between “ and ”, in order, each
with the speaker and the hearer that are given.
"""

import re
from collections.abc import Mapping, Sequence

import numpy as np

from undertow.document.build import build_document
from undertow.layers import ENTITY_TYPES, FORMS, Coreference, Layers, Mentions, Quotations
from undertow.source.load import load_text
from undertow.story import Character, Entity, Evidence, Quotation, Scene, Story

PRONOUNS = {"she", "her", "he", "him", "his", "they"}

ISLAND = """The Island

Chapter 1

She came down to the ferry at noon. The old man was there already, and he did not look up.

“You came, Ines,” he said. She put down her bag in Lisbon.

“I came, Anton,” she said.

***

The ferry left at one. Ines looked at him. He was quiet.

“Marta sends her love,” she said.

“Does she,” he said.

Chapter 2

Marta had never left the harbour. She counted the boats.

“Twelve,” Marta said to nobody.

***

Anton came back alone in the evening.

“Where is Ines?” Marta said.

“Gone,” he said, and she knew it.
"""
CAST = {"Ines": ["Ines"], "Anton": ["Anton", "the old man", "him"], "Marta": ["Marta"]}
LINES = [
    ("Anton", "Ines"),
    ("Ines", "Anton"),
    ("Ines", "Anton"),
    ("Anton", "Ines"),
    ("Marta", None),
    ("Marta", "Anton"),
    ("Anton", "Marta"),
]


def ints(values):
    return np.array(values, dtype=np.int32)


def _found(text, words):
    return [m.span() for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.IGNORECASE)]


def _form(words):
    if words.lower() in PRONOUNS:
        return FORMS.index("pronominal")
    return FORMS.index("proper" if words[0].isupper() and not words.lower().startswith("the ") else "nominal")


def make(
    text: str = ISLAND,
    cast: Mapping[str, Sequence[str]] = CAST,
    lines: Sequence[tuple[str | None, str | None]] = LINES,
    *,
    places: Sequence[str] = ("Lisbon",),
) -> Story:
    """A story. A text that does not look English is read on with."""
    document = build_document(load_text(text, force=True))
    text = document.text
    spans = []
    for key, words in [*cast.items(), *((place, [place]) for place in places)]:
        for each in words:
            for start, end in _found(text, each):
                first, last = document.token_at(start), document.token_at(end - 1)
                if last < document.n_tokens and document.token_start[first] <= start:
                    spans.append((first, last + 1, key, _form(text[start:end])))
    spans = sorted(dict.fromkeys(spans), key=lambda span: (span[0], -span[1]))
    keys = list(dict.fromkeys(span[2] for span in spans))
    rows = {key: [i for i, span in enumerate(spans) if span[2] == key] for key in keys}
    types = {key: "GPE" if key in places else "PER" for key in keys}
    entities = tuple(Entity(f"e{i}", types[key], key, tuple(rows[key])) for i, key in enumerate(keys))
    id_of = {entity.name: entity.id for entity in entities}
    quotations = _quotations(text, lines, id_of)
    characters = _characters(document, spans, cast, quotations, id_of)
    parts = [part for quotation in quotations for part in quotation.parts]
    return Story(
        document=document,
        layers=_layers(spans, rows, keys, places, parts),
        model="test-model-1",
        entities=entities,
        characters=characters,
        quotations=quotations,
        scenes=_scenes(document, spans, id_of, set(cast), quotations),
        mention_entity=ints([keys.index(span[2]) for span in spans]),
        unknown=("Who counts the boats could not be determined.",),
    )


def _quotations(text, lines, id_of):
    spans = [(m.start(1), m.end(1)) for m in re.finditer(r"“([^”]+)”", text)]
    given = [*lines, *[(None, None)] * len(spans)]
    return tuple(
        Quotation(
            f"q{i}",
            (span,),
            id_of.get(by),
            (id_of[to],) if to in id_of else (),
            None,
            "explicit" if by else "implicit",
            0.75 if by else 0.0,
        )
        for i, (span, (by, to)) in enumerate(zip(spans, given, strict=False))
    )


def _characters(document, spans, cast, quotations, id_of):
    found = []
    rows = {key: [i for i, span in enumerate(spans) if span[2] == key] for key in cast if key in id_of}
    for key, words in cast.items():
        if key not in rows:
            continue
        first, last = spans[rows[key][0]], spans[rows[key][-1]]
        named = next((spans[i] for i in rows[key] if spans[i][3] == FORMS.index("proper")), first)
        span = document.span(named[0], named[1])
        said = sum(quotation.speaker == id_of[key] for quotation in quotations)
        found.append(
            Character(
                id=id_of[key],
                name=key,
                named=True,
                aliases=tuple(word for word in words if word != key and word.lower() not in PRONOUNS),
                pronouns="",
                narrator=False,
                n_mentions=len(rows[key]),
                n_quotations=said,
                first=document.progress(first[0]),
                last=document.progress(last[0]),
                confidence=0.9,
                evidence=(Evidence(span.start_char, span.end_char, "name"),),
            )
        )
    return tuple(sorted(found, key=lambda character: -character.n_mentions))


def _layers(spans, rows, keys, places, parts):
    before = {}
    antecedent = []
    for i, span in enumerate(spans):
        antecedent.append(before.get(span[2], -1))
        before[span[2]] = i
    n = len(spans)
    return Layers(
        quotations=Quotations(
            ints([a for a, _ in parts]), ints([b for _, b in parts]), ints(range(len(parts))), "double curly"
        ),
        mentions=Mentions(
            ints([span[0] for span in spans]),
            ints([span[1] for span in spans]),
            np.array([ENTITY_TYPES.index("GPE" if span[2] in places else "PER") for span in spans], dtype=np.int8),
            np.array([span[3] for span in spans], dtype=np.int8),
            np.full(n, 0.95, dtype=np.float32),
        ),
        coreference=Coreference(
            ints([keys.index(span[2]) for span in spans]), ints(antecedent), np.full(n, 0.8, dtype=np.float32)
        ),
    )


def _scenes(document, spans, id_of, cast, quotations):
    scenes = []
    for start, end in document.scenes.tolist():
        present = {}
        for first, _, key, _ in spans:
            if start <= first < end and key in cast:
                present[id_of[key]] = present.get(id_of[key], 0) + 1
        for quotation in quotations:
            token = document.token_at(quotation.parts[0][0])
            if start <= token < end and quotation.speaker:
                present[quotation.speaker] = present.get(quotation.speaker, 0) + 1
        scenes.append(Scene(start, end, tuple(sorted(present, key=lambda id: -present[id]))))
    return tuple(scenes)


def novel(n_chapters: int = 60, n_paragraphs: int = 40) -> Story:
    """A long story of no worth: the same people over and over, a hundred and fifty thousand words of them."""
    told = "Ines walked along the harbour wall with the old man, and {} told her that the boats of Lisbon came late. "
    rest = "The water was as it always was, and nobody looked. " * 2
    chapters = ["A Long Way"]
    for c in range(n_chapters):
        chapters.append(f"Chapter {c + 1}")
        for p in range(n_paragraphs):
            who = ("Anton", "Marta", "Ines")[(c + p) % 3]
            chapters.append(f"“It is late, {who},” she said. {told.format(who) * 2}{rest}")
    talk = (("Ines", "Anton"), ("Anton", "Marta"), ("Marta", "Ines"))
    lines = [talk[i % 3] for i in range(n_chapters * n_paragraphs)]
    return make("\n\n".join(chapters), CAST, lines)
