"""A name that the story knows is a mention as the bare subject of a verb, whatever the encoder says of it there."""

from dataclasses import replace

import numpy as np

from undertow import Document
from undertow.layers.mentions import (
    THRESHOLD,
    WHO,
    MentionAnnotator,
    before_who,
    known_names,
    no_pronouns,
    persons_first,
    with_clause,
)
from undertow.layers.values import RELATIONS, UPOS, Branch, CloserLook, Encoding, Layers

SENTENCES = [
    ["Orla", "swept", "."],
    ["Then", "Orla", "rose", "."],
    ["Poor", "Orla", "sat", "."],
    ["She", "saw", "Orla", "."],
    ["He", "saw", "Orla", "."],
    ["Hope", "rose", "."],
    ["I", "saw", "Hope", "."],
    ["Hope", "saw", "hope", "."],
]
VERBS = {"swept", "rose", "sat", "saw"}


def encoding(document: Document, scores: list[float]) -> Encoding:
    """What a network could say: of each 'Orla' and 'Hope' a score, and that it is a person's name."""
    words = document.words()
    names = [i for i, word in enumerate(words) if word in ("Orla", "Hope")]
    subjects = [i for i in names if words[i + 1 : i + 2] and words[i + 1] in VERBS]
    n = len(words)
    head, relation = np.full(n, -1, dtype=np.int32), np.full(n, RELATIONS.index("root"), dtype=np.int8)
    for i in subjects:
        head[i], relation[i] = i + 1, RELATIONS.index("nsubj")
    if "Poor" in words:
        head[words.index("Poor")] = words.index("Poor") + 1
    first = np.zeros((len(names), 6), dtype=np.float32)
    first[:, 0] = 1
    none = np.zeros(0, dtype=np.int32)
    branch = Branch(
        upos=np.array([UPOS.index("VERB" if word in VERBS else "NOUN") for word in words], dtype=np.int8),
        verb=np.zeros(n, dtype=np.int8),
        head=head,
        relation=relation,
        cue_scores=np.zeros(n, dtype=np.float32),
        cue_goes_on=np.zeros(n, dtype=np.bool_),
        scope_cue=none,
        scope_token=none,
        sentence_vectors=np.zeros((len(SENTENCES), 1), dtype=np.float32),
    )
    return Encoding(
        start=np.array(names, dtype=np.int32),
        end=np.array(names, dtype=np.int32) + 1,
        score=np.array(scores, dtype=np.float32),
        type_scores=first,
        form_scores=first[:, :3],
        vectors=np.zeros((len(names), 1), dtype=np.float32),
        sure=np.zeros(len(names), dtype=np.bool_),
        event_scores=np.zeros(n, dtype=np.float32),
        model="none",
        branch=branch,
    )


def test_a_name_that_is_known_twice_is_one_as_the_bare_subject_of_a_verb():
    document = Document.from_sentences(SENTENCES)
    read = encoding(document, [-6.0, -6.0, -6.0, 5.0, 5.0, -6.0, 5.0, 5.0])
    assert known_names(document, read).tolist() == [True, True, False, True, True, False, True, True]


def test_a_given_name_that_the_grammar_takes_for_a_name_is_one_as_the_bare_subject_of_a_verb():
    document = Document.from_sentences(
        [["Orla", "swept", "."], ["Poor", "Orla", "sat", "."], ["He", "saw", "Orla", "."]]
    )
    read = encoding(document, [-6.0, -6.0, -6.0])
    assert not known_names(document, read).any()
    read.branch.upos[[document.words().index("Orla"), 4, 9]] = UPOS.index("PROPN")
    assert known_names(document, read).tolist() == [True, False, False]


def test_a_name_that_is_known_once_is_not():
    document = Document.from_sentences(SENTENCES)
    read = encoding(document, [-6.0, -6.0, -6.0, 5.0, 3.0, -6.0, 5.0, 3.0])
    assert not known_names(document, read).any()


def test_who_behind_a_doubtful_person_tells_that_it_is_one():
    document = Document.from_sentences([["Orla", "who", "sat"], ["Orla", ",", "who", "sat"], ["Orla", ",", "sat"]])
    read = encoding(document, [THRESHOLD - WHO / 2] * 3)
    assert before_who(document, read).tolist() == [True, True, False]
    found = MentionAnnotator()(document, Layers(encoding=read), progress=lambda share: None)
    assert found.start.tolist() == [0, 3]


def test_who_makes_no_person_of_a_thing_and_none_at_the_end_of_a_text():
    document = Document.from_sentences([["Orla", "who", "sat"], ["Orla"]])
    read = encoding(document, [0.0, 0.0])
    things = replace(read, type_scores=np.roll(read.type_scores, 1, axis=1))
    assert not before_who(document, things).any()
    assert before_who(document, read).tolist() == [True, False]


def test_a_sure_name_stands_for_what_a_relative_clause_tells_of_it():
    document = Document.from_sentences([["Orla", "who", "sat", "rose"], ["Orla", ",", "who", "sat"]])
    read = encoding(document, [-6.0, -6.0])
    n = 3  # the name, the name with its clause, the other name
    wide = replace(
        read,
        start=np.array([0, 0, 4], dtype=np.int32),
        end=np.array([3, 1, 5], dtype=np.int32),
        score=np.array([5.0, -6.0, -6.0], dtype=np.float32),
        type_scores=np.repeat(read.type_scores[:1], n, axis=0),
        form_scores=np.repeat(read.form_scores[:1], n, axis=0),
        vectors=np.zeros((n, 1), dtype=np.float32),
        sure=np.array([False, True, True]),
    )
    assert with_clause(document, wide).tolist() == [True, False, False]
    found = MentionAnnotator()(document, Layers(encoding=wide), progress=lambda share: None)
    assert list(zip(found.start.tolist(), found.end.tolist(), strict=True)) == [(0, 1), (4, 5)]


def test_in_a_short_text_who_looked_closer_says_what_is_a_person():
    document = Document.from_sentences([["Orla", "rose"], ["Hope", "rose"], ["Orla", "rose"]])
    read = encoding(document, [5.0, -6.0, 5.0])
    things = read.type_scores.copy()
    things[:2] = np.eye(6, dtype=np.float32)[3]  # at first sight the first two are places
    person = np.array([-4.0, 2.0, -3.0], dtype=np.float32)
    closer = CloserLook(person, read.vectors)
    seen = persons_first(document, replace(read, type_scores=things), person)
    assert (seen.type_scores.argmax(1) == 0).tolist() == [False, True, True]
    assert seen.score.tolist() == [5.0, 2.0 + np.float32(THRESHOLD), -3.0 + np.float32(THRESHOLD)]
    layers = Layers(encoding=replace(read, type_scores=things, closer=closer))
    found = MentionAnnotator()(document, layers, progress=lambda share: None)
    assert list(zip(found.start.tolist(), found.type.tolist(), strict=True)) == [(0, 3), (2, 0)]


def test_a_capitalised_word_that_is_no_pronoun_is_not_taken_for_one():
    document = Document.from_sentences([["Orla", "rose"], ["She", "rose"], ["yeh", "rose"]])
    read = encoding(document, [5.0])
    at = np.array([0, 2, 4], dtype=np.int32)
    read = replace(read, start=at, end=at + 1, form_scores=np.eye(3, dtype=np.float32)[[2, 2, 2]])
    assert no_pronouns(document, read).form_scores.argmax(1).tolist() == [0, 2, 2]


def test_a_mark_is_no_person_however_close_one_looks():
    document = Document.from_sentences([["Orla", "."], [".", "Hope", "Orla"]])
    read = encoding(document, [1.0, 1.0, 1.0])
    spans = replace(read, start=np.array([0, 2, 3], dtype=np.int32), end=np.array([2, 4, 5], dtype=np.int32))
    seen = persons_first(document, spans, np.full(3, 5.0, dtype=np.float32))
    assert (seen.score > THRESHOLD).tolist() == [False, False, True]
