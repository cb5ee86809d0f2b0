"""A story with every kind of thing in it, written out by hand."""

import re

import numpy as np

from undertow.document import Document
from undertow.layers import ENTITY_TYPES, FORMS, Coreference, Events, Layers, Mentions, Quotations, Speakers
from undertow.layers.values import MODES, RELATIONS, UPOS, Affect, Modes, Negation, Syntax, Undertone
from undertow.source import Block, BlockKind, Metadata, Source
from undertow.story import Character, Entity, Evidence, Quotation, Scene, Story
from undertow.story.values import Arc, Denial, Feeling, Inset, Narration, Relationship, Turn

TEXT = """The Ferry

A/N: for M., who waited.

"Anna," the old man said, "the boat is gone."

She looked at the river. =1+1 was chalked on the wall.

* * *

“– Go home,” he told <b>her</b>, and went to Dover.
"""


def ints(values, columns=None):
    array = np.array(values, dtype=np.int32)
    return array if columns is None else array.reshape(-1, columns)


def spans_from_ends(ends):
    """Half-open ranges that follow each other from 0, given where each ends."""
    return ints(list(zip([0, *ends], ends, strict=False)), 2)


def chars(text, words, nth=0):
    """Where the words stand in the text, the nth time."""
    start = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)][nth]
    return start, start + len(words)


def tokens(document, start_char, end_char):
    return document.token_at(start_char), int(np.searchsorted(document.token_start, end_char))


def ferry():
    """A story of three paragraphs in two scenes and two chapters, with every kind of thing in it."""
    blocks = []
    for match in re.finditer(r"\S.*", TEXT):
        kinds = {
            "The Ferry": BlockKind.TITLE,
            "A/N: for M., who waited.": BlockKind.NOTE,
            "* * *": BlockKind.SCENE_BREAK,
        }
        blocks.append(Block(kinds.get(match[0], BlockKind.PARAGRAPH), *match.span()))
    metadata = Metadata(
        title="The Ferry",
        authors=("A. N. Other",),
        tags=("rivers", "=cmd"),
        n_words=31,
        other={"Beta": "nobody", "+1": "-2"},
    )
    source = Source(TEXT, tuple(blocks), metadata, path="stories/ferry.txt", layout="blank lines", notes=("wrapped",))
    found, sentences, paragraphs = [], [], []
    for block in blocks:
        if block.kind is BlockKind.PARAGRAPH:
            for match in re.finditer(r"\w+|[^\w\s]", TEXT[block.start_char : block.end_char]):
                found.append((block.start_char + match.start(), block.start_char + match.end()))
                if match[0] == ".":
                    sentences.append(len(found))
            sentences[-1] = len(found)  # the closing quotation mark belongs to the sentence
            paragraphs.append(len(found))
    spans = ints(found, 2)
    scenes = spans_from_ends(paragraphs[1:])
    titles = ("", "Dover")
    levels = (spans_from_ends(sentences), spans_from_ends(paragraphs), scenes, scenes)
    document = Document(source, spans[:, 0], spans[:, 1], *levels, titles)

    said = [  # words, nth, type, form, entity
        ("Anna", 0, "PER", "proper", 0),
        ("the old man", 0, "PER", "nominal", 1),
        ("the boat", 0, "VEH", "nominal", 2),
        ("She", 0, "PER", "pronominal", 0),
        ("the river", 0, "LOC", "nominal", 3),
        ("the wall", 0, "FAC", "nominal", 4),
        ("he", 0, "PER", "pronominal", 1),
        ("her", 0, "PER", "pronominal", 0),
        ("Dover", 0, "GPE", "proper", 5),
    ]
    where = [tokens(document, *chars(TEXT, words, nth)) for words, nth, *_ in said]
    mentions = Mentions(
        start=ints([a for a, _ in where]),
        end=ints([b for _, b in where]),
        type=np.array([ENTITY_TYPES.index(t) for _, _, t, _, _ in said], np.int8),
        form=np.array([FORMS.index(f) for _, _, _, f, _ in said], np.int8),
        confidence=np.linspace(0.91234567, 1, len(said)).astype(np.float32),
    )
    cluster = ints([e for *_, e in said])
    entities = tuple(
        Entity(f"e{i}", type_, name, tuple(np.flatnonzero(cluster == i).tolist()))
        for i, (type_, name) in enumerate(
            [
                ("PER", "Anna"),
                ("PER", "the old man"),
                ("VEH", "the boat"),
                ("LOC", "the river"),
                ("FAC", "the wall"),
                ("GPE", "Dover"),
            ]
        )
    )
    anna = Character(
        "e0", "Anna", True, ("Annie", "=HYPERLINK(1)"), "she/her", False, 3, 0, 0.02, 0.8, 0.9,
        (Evidence(*chars(TEXT, "Anna"), "name"), Evidence(*chars(TEXT, "She"), "pronouns")),
    )  # fmt: skip
    man = Character("e1", "the old man", False, (), "he/him", False, 2, 2, 0.1, 0.7, 0.61239, ())
    quotations = (
        Quotation(
            "q0",
            (chars(TEXT, "Anna,"), chars(TEXT, "the boat is gone.")),
            "e1",
            ("e0",),
            chars(TEXT, "said"),
            "explicit",
            0.95,
        ),
        Quotation("q1", (chars(TEXT, "– Go home,"),), None, (), None, "anaphoric", 0.5),
    )
    looked, went = (tokens(document, *chars(TEXT, word)) for word in ("looked", "went"))
    layers = Layers(
        quotations=Quotations(
            ints([q[0] for each in quotations for q in each.parts]),
            ints([q[1] for each in quotations for q in each.parts]),
            ints([0, 0, 1]),
            "double mixed",
            ("a mark is missing",),
        ),
        mentions=mentions,
        events=Events(ints([looked[0], went[0]]), ints([looked[1], went[1]]), np.array([0.7, 0.8], np.float32)),
        coreference=Coreference(cluster, ints([-1, -1, -1, 0, -1, -1, 1, 3, -1]), np.ones(9, np.float32)),
        speakers=Speakers(
            ints([1, -1]), ints([0, -1]), ints([1, -1]), ints([tokens(document, *chars(TEXT, "said"))[0], -1]),
            np.array([0, 1], np.int8), np.array([0.95, 0.5], np.float32),
        ),
        syntax=syntax(document),
        undertone=Undertone(*(np.linspace(low, 1, len(document.sentences)).astype(np.float32) for low in (0, 0.5))),
        affect=Affect(*(np.linspace(low, 1, len(document.sentences)).astype(np.float32) for low in (-1, -0.5, 0))),
        negation=negation(document),
        modes=modes(document),
    )  # fmt: skip
    present = (("e0", "e1"), ("e1", "e0"))
    return Story(
        document=document,
        layers=layers,
        model="by hand",
        entities=entities,
        characters=(anna, man),
        quotations=quotations,
        scenes=tuple(Scene(int(a), int(b), who) for (a, b), who in zip(scenes, present, strict=True)),
        mention_entity=cluster,
        unknown=("Who chalked on the wall is not said.",),
        insets=(Inset("i0", "writing", *chars(TEXT, "She looked at the river"), "e1", chars(TEXT, "told"), 0.81236),),
        **inside(document),
    )


def syntax(document):
    """Every token a noun at the root, but for the first, a verb under the second."""
    n = document.n_tokens
    upos = np.full(n, UPOS.index("NOUN"), np.int8)
    verb, head, relation = np.zeros(n, np.int8), np.full(n, -1, np.int32), np.zeros(n, np.int8)
    upos[0], verb[0], head[0], relation[0] = UPOS.index("VERB"), 1, 1, RELATIONS.index("aux")
    return Syntax(upos, verb, head, relation)


def negation(document):
    """Two cues: one with a scope in two runs, one without any."""
    (cue, cue_end), (other, other_end) = (tokens(document, *chars(TEXT, words)) for words in ("gone", "home"))
    runs = [tokens(document, *chars(TEXT, words)) for words in ("the boat", "is")]
    return Negation(
        ints([cue, other]),
        ints([cue_end, other_end]),
        np.array([0.9, 0.8], np.float32),
        ints([0, 0]),
        ints([a for a, _ in runs]),
        ints([b for _, b in runs]),
    )


def modes(document):
    """A part a sentence, but for the last sentence, which has two."""
    bounds = document.sentences.tolist()
    start, end = bounds.pop()
    parts = ints([*bounds, (start, start + 1), (start + 1, end)], 2)
    kinds = np.arange(len(parts)) % len(MODES)
    sure = np.linspace(0.5, 1, len(parts)).astype(np.float32)
    return Modes(parts[:, 0], parts[:, 1], kinds.astype(np.int8), sure)


def inside(document):
    """What is felt, and how it goes."""
    went, looked = chars(TEXT, "went"), chars(TEXT, "looked at the river")
    whole = Narration(
        "story", 0, document.n_tokens, "third", 0.99, "past", 0.9, None, "e0", 0.7124, (),
        (Evidence(*chars(TEXT, "looked"), "tense"),),
    )  # fmt: skip
    shift = (tokens(document, *chars(TEXT, "went"))[0], "e1")
    scene = Narration("scene", *document.scenes[1].tolist(), "first", 0.5, "mixed", 0.4, "e1", None, 0.0, (shift,), ())
    feeling = Feeling("f0", *looked, "act", "sadness", "e0", "e1", "denied", "e1", "free indirect", 0.8124)
    nobodys = Feeling("f1", *went, "bodily", "joy", None, None, "asserted", None, "aside", 0.5)
    denial = Denial("d0", "e0", "e1", "minimised", *looked, (Evidence(*went, "act"),), 0.6)
    arc = Arc(
        "a0", "feeling", "e0", "e1", (0.0, 0.5, 1.0), (0.1, -0.25, 3.5), (0.0, -1.0, 3.0), (0.2, 1.0, 4.0),
        "Gaussian, bandwidth 0.08", (0.25, 0.75), (0.0, 1.0), 0.6123, 0.002, "rises", (looked, went),
    )  # fmt: skip
    pair = Relationship(
        "r0", "e0", "e1", 1.0, (0, 1), 2, (0, 1), (("f0",), ()), (Evidence(*went, "touch"),), (Evidence(*went, "x"),),
        (0.5, None), -0.25, ("a0",), 0.7,
    )  # fmt: skip
    turn = Turn(
        "t0", *went, 0.9, "e0", "e1", ("a0",), ("recognition",), "little", "much", 0.0005, 0.8,
        (Evidence(*looked, "recognition"),),
    )  # fmt: skip
    return {
        "narration": (whole, scene),
        "feelings": (feeling, nobodys),
        "denials": (denial,),
        "relationships": (pair,),
        "arcs": (arc,),
        "turns": (turn,),
    }
