"""Hand-made values of what is thought and felt in the example story: what the later steps will find, without them.

A feeling is given by words of the story; each stands where those words first stand after the one before it.
"""

from dataclasses import replace
from pathlib import Path

import numpy as np
from report_stories import make

from undertow.layers.values import MODES, Modes
from undertow.story.values import Arc, Denial, Evidence, Feeling, Narration, Relationship, Story, Turn

EXAMPLE = Path(__file__).parents[2] / "examples" / "safe_crossing_times.txt"
WARDEN, VISITOR = "Thomasin Rudd", "he"
CAST = {WARDEN: ["Thomasin Rudd", "Tamsin", "she", "her"], VISITOR: ["he", "him", "his"]}
LINES = [(None, WARDEN), (WARDEN, VISITOR), (None, WARDEN), (None, WARDEN), (WARDEN, None), (None, WARDEN)]
LINES += [(WARDEN, None), (None, WARDEN), (VISITOR, WARDEN), (WARDEN, VISITOR), (VISITOR, WARDEN), (VISITOR, WARDEN)]
LINES += [(WARDEN, VISITOR)]

# Words, what is felt, how it shows, polarity, mode; all of them the warden's toward the visitor unless said otherwise.
FEELINGS = [
    ("before she laughs", "joy", "act", "asserted", "narration"),
    ("Watching the clock is also the warden’s work", "love", "act", "denied", "free indirect"),
    ("chalks it five minutes late", "love", "act", "asserted", "narration"),
    ("She does not give five minutes to the coal lorry", "love", "act", "asserted", "aside"),
    ("Anyone would allow for the light", "love", "explicit", "denied", "free indirect"),
    ("It is a thumb", "love", "explicit", "denied", "free indirect"),
    ("the other one is being kept dry", "love", "bodily", "asserted", "narration"),
    ("as rounding", "love", "explicit", "denied", "indirect"),
    ("Alternate Thursdays are rounded up", "love", "act", "asserted", "aside"),
    ("stands there until the enamel is cold", "sadness", "bodily", "asserted", "narration"),
    ("It is only that the heater gives her a headache", "love", "explicit", "denied", "free indirect"),
    ("She stays at the hall window", "love", "act", "asserted", "narration"),
    ("Somebody ought to see the road clear", "fear", "explicit", "denied", "free indirect"),
    ("she would have walked down at noon", "love", "act", "hypothetical", "aside"),
    ("she understands that", "surprise", "explicit", "asserted", "narration"),
    ("through the door and running", "fear", "act", "asserted", "narration"),
    ("there is nothing there to use", "sadness", "explicit", "asserted", "narration"),
    ("It’s me!", "fear", "act", "asserted", "direct speech"),
]
DENIALS = [
    (
        "It is only that the heater gives her a headache",
        "explained away",
        [("stands there until the enamel is cold", "bodily sign")],
    ),
    ("Five minutes is nothing", "minimised", [("She does not give five minutes to the coal lorry", "aside")]),
    ("It is a thumb", "minimised", [("the other one is being kept dry", "bodily sign")]),
    (
        "as rounding",
        "explained away",
        [
            ("Alternate Thursdays are rounded up", "aside"),
            ("she has been moving the sea back for him", "later sentence"),
        ],
    ),
    ("Somebody ought to see the road clear", "explained away", [("The coal lorry has lights too", "aside")]),
]
ASIDES = ["(The coal lorry is", "(It is a new", "(Alternate Thursdays", "(On any other day"]
FREE = ["Five minutes is nothing", "Anyone would allow", "It is a thumb", "It is only that", "Somebody ought to"]
TURN = ("She looks at it, and the tap runs", "with the cloth still in her hand.")


def at(text, words, start=0):
    found = text.find(words, start)
    assert found >= 0, words
    return found, found + len(words)


def crossing() -> Story:
    """The example story with all that is known of it."""
    return with_minds(make(EXAMPLE.read_text(encoding="utf-8"), CAST, LINES, places=("Liverpool",)))


def with_minds(story: Story) -> Story:
    """Add narration, modes, feelings, denials, a relationship, arcs and a turn to a reading of the example story."""
    ids = {WARDEN: next(c.id for c in story.characters if c.pronouns == "she/her" or c.name == WARDEN)}
    ids[VISITOR] = next(c.id for c in story.characters if c.name == VISITOR)
    feelings = _feelings(story, ids)
    arcs = _arcs(story, feelings, ids)
    start, end = at(story.text, TURN[0])[0], at(story.text, TURN[1])[1]
    turn = Turn(
        "t0",
        start,
        end,
        story.document.progress(story.document.token_at(start)),
        ids[WARDEN],
        ids[VISITOR],
        ("a0",),
        ("recognition", "flight"),
        "what she feels is denied in 5 of 8 places",
        "it is asserted",
        0.004,
        0.9,
        (
            Evidence(*at(story.text, "she understands that"), "recognition"),
            Evidence(*at(story.text, "she is through the door and running"), "flight"),
        ),
    )
    touch = (Evidence(*at(story.text, "she winds the plaster round"), "touch"),)
    toward = tuple(feeling.id for feeling in feelings if feeling.target)
    pair = Relationship(
        "r0",
        ids[WARDEN],
        ids[VISITOR],
        1.0,
        (0,),
        2,
        (3, 3),
        (toward, ()),
        touch,
        (),
        (0.1, None),
        1.0,
        tuple(arc.id for arc in arcs[:2]),
        0.8,
    )
    return replace(
        story,
        layers=replace(story.layers, modes=_modes(story)),
        narration=tuple(
            Narration(
                level,
                0,
                story.document.n_tokens,
                "third",
                0.99,
                "present",
                0.97,
                None,
                ids[WARDEN],
                0.94,
                (),
                (Evidence(*at(story.text, "She thinks of it, when she thinks of it"), "focal character"),),
            )
            for level in ("story", "scene")
        ),
        feelings=feelings,
        denials=_denials(story, ids),
        relationships=(pair,),
        arcs=arcs,
        turns=(turn,),
    )


def _feelings(story, ids):
    found, start = [], 0
    for i, (words, category, expression, polarity, mode) in enumerate(FEELINGS):
        start, end = at(story.text, words, start)
        target = None if category in ("surprise", "sadness") else ids[VISITOR]
        found.append(
            Feeling(
                f"f{i}",
                start,
                end,
                expression,
                category,
                ids[WARDEN],
                target,
                polarity,
                ids[WARDEN] if mode == "direct speech" else None,
                mode,
                0.8,
            )
        )
    return tuple(found)


def _denials(story, ids):
    return tuple(
        Denial(
            f"d{i}",
            ids[WARDEN],
            ids[VISITOR],
            kind,
            *at(story.text, words),
            tuple(Evidence(*at(story.text, said), claim) for said, claim in against),
            0.9 - i / 10,
        )
        for i, (words, kind, against) in enumerate(DENIALS)
    )


def _modes(story):
    document, text = story.document, story.text
    kind = np.zeros(len(document.sentences), dtype=np.int8)
    for words, mode in [*((each, "aside") for each in ASIDES), *((each, "free indirect") for each in FREE)]:
        token = document.token_at(at(text, words)[0])
        kind[np.searchsorted(document.sentences[:, 0], token, side="right") - 1] = MODES.index(mode)
    for start, end in [part for quotation in story.quotations for part in quotation.parts]:
        for s in range(len(kind)):
            if start <= document.token_start[document.sentences[s, 0]] < end:
                kind[s] = MODES.index("direct speech")
    starts, ends = document.sentences.T.astype(np.int32)
    return Modes(starts, ends, kind, np.full(len(kind), 0.8, dtype=np.float32))


def _arcs(story, feelings, ids):
    progress = np.linspace(0, 1, 41)
    paragraphs = story.document.paragraphs
    where = [story.document.progress(int(start)) for start in paragraphs[:, 0]]
    tokens = [story.document.token_at(feeling.start_char) for feeling in feelings if feeling.target]
    seen = [sum(a <= token < b for token in tokens) for a, b in paragraphs.tolist()]
    found = []
    for i, (kind, a, b, observed, grows, p) in enumerate(
        [
            ("feeling", WARDEN, VISITOR, seen, "rises", 0.003),
            ("feeling", VISITOR, WARDEN, [0] * len(where), "", 0.8),
            (
                "valence",
                WARDEN,
                None,
                (np.sin(np.arange(len(where))) - np.arange(len(where)) / 20).tolist(),
                "falls",
                0.004,
            ),
        ]
    ):
        weights = np.exp(-((progress[:, None] - np.array(where)) ** 2) / (2 * 0.08**2))
        value = weights @ np.array(observed) / weights.sum(axis=1)
        band = 1.5 / np.sqrt(weights.sum(axis=1))
        found.append(
            Arc(
                f"a{i}",
                kind,
                ids[a],
                ids[b] if b else None,
                tuple(progress.tolist()),
                tuple(value.tolist()),
                tuple((value - band).tolist()),
                tuple((value + band).tolist()),
                "Gaussian, bandwidth 0.08",
                tuple(where),
                tuple(map(float, observed)),
                -0.41 if grows == "falls" else 0.46,
                p,
                grows,
                tuple((f.start_char, f.end_char) for f in feelings[2:5]),
            )
        )
    return tuple(found)
