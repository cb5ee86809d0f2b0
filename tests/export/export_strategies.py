"""Any story that hypothesis can think of: odd words, odd names, layers that are missing, spans of every kind."""

from dataclasses import fields, replace

import numpy as np
from export_builders import ints, spans_from_ends
from hypothesis import strategies as st

from undertow.document import Document
from undertow.layers import ENTITY_TYPES, Events, Layers, Mentions
from undertow.layers.values import INSETS, MODES, Affect, Modes, Negation, Undertone
from undertow.source import Block, BlockKind, Metadata, Source
from undertow.story import Character, Entity, Evidence, Quotation, Scene, Story
from undertow.story.values import (
    CATEGORIES,
    EXPRESSIONS,
    PERSONS,
    POLARITIES,
    TENSES,
    Arc,
    Denial,
    Feeling,
    Inset,
    Narration,
    Relationship,
    Turn,
)

WORDS = st.sampled_from(
    [
        "she",
        "Anna",
        "=1+1",
        "-",
        "'",
        "'=1",
        "--",
        "“",
        "é",
        "😀",
        "<script>",
        '"',
        "@x",
        "\ud800",
        "a\tb",
        "\r",
        "NA",
        "\x00",
    ]
)
NAMES = st.text(st.characters(), max_size=8)
TEXTS = st.lists(NAMES, max_size=2).map(tuple)
SHARES = st.floats(0, 1, width=32)
SIGNED = st.floats(-1, 1, width=32)
NUMBERS = st.floats(-100, 100)
ATTRIBUTIONS = st.sampled_from(["explicit", "anaphoric", "implicit"])


def ranges(n):
    """Non-empty half-open ranges of 0 to n; at most five, none where n is 0."""
    if not n:
        return st.just([])
    return st.lists(
        st.tuples(st.integers(0, n - 1), st.integers(1, n)).map(lambda s: (s[0], max(s[0] + 1, s[1]))), max_size=5
    )


def shares(n):
    return st.lists(SHARES, min_size=n, max_size=n).map(lambda values: np.array(values, np.float32))


def codes(n, n_codes):
    return st.lists(st.integers(0, n_codes - 1), min_size=n, max_size=n).map(lambda values: np.array(values, np.int8))


def some_of(ids):
    return st.lists(st.sampled_from(ids), max_size=2).map(tuple) if len(ids) else st.just(())


@st.composite
def stories(draw, max_tokens=12):
    document = draw(documents(max_tokens))
    layers, entities, of = draw(references(document.n_tokens))
    characters = draw(people(entities, len(document.text)))
    ids = [character.id for character in characters]
    scenes = tuple(Scene(int(start), int(end), draw(some_of(ids))) for start, end in document.scenes)
    lines = draw(speech(len(document.text), ids))
    layers = replace(layers, **draw(tellings(document)))
    inside = draw(interpretations(document, ids, len(scenes)))
    inside["insets"] = draw(set_apart(len(document.text), ids))
    return Story(document, layers, draw(NAMES), entities, characters, lines, scenes, of, draw(TEXTS), **inside)


@st.composite
def set_apart(draw, n_chars, ids):
    cues = st.none() | ranges(n_chars).map(lambda found: found[0] if found else None)
    return tuple(
        Inset(
            f"i{i}", draw(st.sampled_from(INSETS)), a, b, draw(st.sampled_from([None, *ids])), draw(cues), draw(SHARES)
        )
        for i, (a, b) in enumerate(draw(ranges(n_chars)))
    )


@st.composite
def documents(draw, max_tokens):
    text, starts, ends = "", [], []
    gaps = st.sampled_from(["", " ", "\n", "\n\n"])
    for gap, word in draw(st.lists(st.tuples(gaps, WORDS), max_size=max_tokens)):
        starts.append(len(text) + len(gap))
        text += gap + word
        ends.append(len(text))
    levels, below = [], list(range(1, len(starts) + 1))
    for _ in range(4):  # each level ends where units of the one below do, and where the last does
        below = sorted({*draw(st.sets(st.sampled_from(below), max_size=4)), below[-1]}) if below else []
        levels.append(spans_from_ends(below))
    titles = tuple(draw(NAMES) for _ in levels[3])
    return Document(draw(sources(text, starts, ends)), ints(starts), ints(ends), *levels, titles)


@st.composite
def sources(draw, text, starts, ends):
    kinds = {str: NAMES, tuple: TEXTS, dict: st.dictionaries(NAMES, NAMES, max_size=2)}
    kinds[type(None)] = st.none() | st.integers(0, 10**6)
    said = draw(st.sets(st.sampled_from([f.name for f in fields(Metadata)]), max_size=3))
    metadata = Metadata(**{name: draw(kinds[type(getattr(Metadata(), name))]) for name in sorted(said)})
    kind = draw(st.sampled_from(BlockKind))
    blocks = tuple(Block(kind, a, b, draw(st.booleans())) for a, b in zip(starts, ends, strict=True))
    return Source(text, blocks, metadata, draw(st.none() | NAMES), draw(NAMES), draw(NAMES), draw(NAMES), draw(TEXTS))


@st.composite
def references(draw, n_tokens):
    spans = sorted(draw(ranges(n_tokens)), key=lambda span: (span[0], -span[1]))
    n = len(spans)
    n_entities = draw(st.integers(1, 3)) if n else 0
    of = [draw(st.integers(0, n_entities - 1)) for _ in spans]
    types = draw(st.lists(st.sampled_from(ENTITY_TYPES), min_size=n_entities, max_size=n_entities))
    entities = tuple(
        Entity(f"e{i}", type_, draw(NAMES), tuple(m for m, e in enumerate(of) if e == i))
        for i, type_ in enumerate(types)
    )
    start, end = ints(spans, 2).T
    mentions = Mentions(start, end, draw(codes(n, 6)), draw(codes(n, 3)), draw(shares(n)))
    happened = sorted(draw(ranges(n_tokens)))
    start, end = ints(happened, 2).T
    events = Events(start, end, draw(shares(len(happened))))
    return Layers(mentions=mentions if n else None, events=events if happened else None), entities, ints(of)


@st.composite
def people(draw, entities, n_chars):
    return tuple(
        Character(
            entity.id,
            draw(NAMES),
            draw(st.booleans()),
            draw(TEXTS),
            draw(NAMES),
            draw(st.booleans()),
            len(entity.mentions),
            0,
            *(draw(SHARES) for _ in ("first", "last", "confidence")),
            tuple(Evidence(start, end, "name") for start, end in draw(ranges(n_chars))),
        )
        for entity in entities
        if draw(st.booleans())
    )


@st.composite
def speech(draw, n_chars, ids):
    lines = []
    for start, end in draw(ranges(n_chars)):
        middle = draw(st.integers(start, end))
        parts = tuple((a, b) for a, b in ((start, middle), (middle, end)) if a < b)
        speaker = draw(st.sampled_from([None, *ids]))
        cue = draw(st.sampled_from([None, (start, end)]))
        lines.append(
            Quotation(f"q{len(lines)}", parts, speaker, draw(some_of(ids)), cue, draw(ATTRIBUTIONS), draw(SHARES))
        )
    return tuple(lines)


@st.composite
def tellings(draw, document):
    """What the layers say of every sentence; each layer may be missing."""
    found = {}
    n = len(document.sentences)
    if n and draw(st.booleans()):
        columns = (draw(st.lists(SIGNED, min_size=n, max_size=n)) for _ in range(3))
        found["affect"] = Affect(*(np.array(column, np.float32) for column in columns))
    if n and draw(st.booleans()):
        columns = (draw(st.lists(SHARES, min_size=n, max_size=n)) for _ in range(2))
        found["undertone"] = Undertone(*(np.array(column, np.float32) for column in columns))
    if n and draw(st.booleans()):
        inner = draw(st.sets(st.integers(1, document.n_tokens), max_size=4))
        parts = spans_from_ends(sorted({*inner, *document.sentences[:, 1].tolist()}))
        found["modes"] = Modes(parts[:, 0], parts[:, 1], draw(codes(len(parts), len(MODES))), draw(shares(len(parts))))
    cues = ints(sorted(draw(ranges(document.n_tokens))), 2)
    if len(cues):
        runs = ints(draw(ranges(document.n_tokens)), 2)
        of = sorted(draw(st.lists(st.integers(0, len(cues) - 1), min_size=len(runs), max_size=len(runs))))
        found["negation"] = Negation(*cues.T, draw(shares(len(cues))), ints(of), *runs.T)
    return found


@st.composite
def interpretations(draw, document, ids, n_scenes):
    """What is felt, and how it goes, in any story."""
    n_chars = len(document.text)
    anybody = st.sampled_from([None, *ids])

    def evidence():
        return tuple(Evidence(a, b, draw(NAMES)) for a, b in draw(ranges(n_chars)))

    def one_of(options):
        return draw(st.sampled_from(options))

    feelings = tuple(
        Feeling(
            f"f{i}", a, b, one_of(EXPRESSIONS), one_of(CATEGORIES), draw(anybody), draw(anybody), one_of(POLARITIES),
            draw(anybody), one_of(MODES), draw(SHARES),
        )
        for i, (a, b) in enumerate(draw(ranges(n_chars)))
    )  # fmt: skip
    narration = tuple(
        Narration(
            one_of(("story", "chapter", "scene")), a, b, one_of(PERSONS), draw(SHARES), one_of(TENSES), draw(SHARES),
            draw(anybody), draw(anybody), draw(SHARES), ((a, one_of(ids)),) if ids else (), evidence(),
        )
        for a, b in draw(ranges(document.n_tokens))
    )  # fmt: skip
    denials = tuple(
        Denial(f"d{i}", one_of(ids), draw(anybody), draw(NAMES), a, b, evidence(), draw(SHARES))
        for i, (a, b) in enumerate(draw(ranges(n_chars)) if ids else ())
    )
    arcs = tuple(draw(arc(i, anybody, n_chars)) for i in range(draw(st.integers(0, 2))))
    some_arcs = some_of([each.id for each in arcs])
    toward = some_of([feeling.id for feeling in feelings])
    pairs = tuple(
        Relationship(
            f"r{i}", one_of(ids), one_of(ids), draw(SHARES), draw(some_of(range(n_scenes))),
            3, (0, 7), (draw(toward), draw(toward)), evidence(), evidence(),
            (draw(st.none() | SHARES), draw(st.none() | SHARES)), draw(SIGNED), draw(some_arcs), draw(SHARES),
        )
        for i in range(draw(st.integers(0, 2)) if ids else 0)
    )  # fmt: skip
    turns = tuple(
        Turn(
            f"t{i}", a, b, draw(SHARES), draw(anybody), draw(anybody), draw(some_arcs), draw(TEXTS), draw(NAMES),
            draw(NAMES), draw(SHARES), draw(SHARES), evidence(),
        )
        for i, (a, b) in enumerate(draw(ranges(n_chars)))
    )  # fmt: skip
    return {
        "narration": narration, "feelings": feelings, "denials": denials,
        "relationships": pairs, "arcs": arcs, "turns": turns,
    }  # fmt: skip


@st.composite
def arc(draw, i, anybody, n_chars):
    n, m = draw(st.integers(0, 3)), draw(st.integers(0, 3))

    def some(values, size):
        return tuple(draw(st.lists(values, min_size=size, max_size=size)))

    return Arc(
        f"a{i}", draw(NAMES), draw(anybody), draw(anybody), some(SHARES, n), some(NUMBERS, n), some(NUMBERS, n),
        some(NUMBERS, n), draw(NAMES), some(SHARES, m), some(NUMBERS, m), draw(SIGNED), draw(SHARES),
        draw(st.sampled_from(["rises", "falls", ""])), tuple(draw(ranges(n_chars))),
    )  # fmt: skip
