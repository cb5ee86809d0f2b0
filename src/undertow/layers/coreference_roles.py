"""What two mentions do in their sentences, and who stands between them: more features of the pair scorer.

In: mentions and the grammar of the words. Out: small whole numbers, each an index into an embedding that is learned.
Who is subject stays what is spoken of (centering: Grosz, Joshi and Weinstein 1995), subject and object of one verb are
two (binding), and of several women the one named last as a subject is likelier 'she' than one named before her.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from undertow.document.values import Document
from undertow.layers.coreference_features import (
    FEMALE,
    FIRST,
    MALE,
    SECOND,
    SIZES,
    UNKNOWN,
    Columns,
    MentionColumns,
    pair_features,
)
from undertow.layers.values import RELATIONS, UPOS, Branch, Syntax
from undertow.lexicons import load_table

# roles
NONE, SUBJECT, OF_STATE, OBJECT, OBLIQUE, OWNER, OF_NOUN, CONJUNCT, APPOSED, CALLED, PREDICATE, OTHER = range(12)
N_ROLES = 12
_RELATION = {name: i for i, name in enumerate(RELATIONS)}
_DIRECT = {"obj": OBJECT, "iobj": OBJECT, "obl": OBLIQUE, "conj": CONJUNCT, "appos": APPOSED, "vocative": CALLED}
_CLAUSES = tuple(_RELATION[name] for name in ("xcomp", "advcl", "conj", "ccomp", "parataxis", "acl"))
_INSIDE_NOUNS = tuple(_RELATION[name] for name in ("nmod", "appos", "flat", "compound", "conj", "det"))
_STEPS = 4  # from a noun to the verb above it
_REFLEXIVE = ("self", "selves")

# sizes of the embeddings, in the order of `role_features`
ROLE_SIZES = (N_ROLES * N_ROLES, 9, N_ROLES * 5, 8, 16, 8, 6)
ALL_SIZES = (*SIZES, *ROLE_SIZES)


@dataclass(frozen=True, slots=True, eq=False)
class RoleColumns:
    """What `role_features` needs to know of each mention [n_mentions]; tokens are counted in the document."""

    role: Columns
    head: Columns  # the token that the mention hangs by
    above: Columns  # the token that it depends on, -1 for a root
    verb: Columns  # the predicate that it belongs to, directly or inside a noun phrase; -1 for none
    clause_above: Columns  # the predicate that its predicate hangs on, -1 for none
    reflexive: NDArray[np.bool_]
    sex: Columns  # MALE, FEMALE, PLURAL, UNKNOWN by the words or by the given name
    paragraph: Columns
    opens: NDArray[np.bool_]  # no person was told of before it in its paragraph
    frequency: Columns  # mentions with this head word so far
    subjects: Columns  # [4, n_mentions + 1] persons told of as subjects, that could be of each sex, before each
    persons: Columns  # [4, n_mentions + 1] the same in any role


def role_columns(document: Document, columns: MentionColumns, syntax: Branch | Syntax) -> RoleColumns:
    """Look at each mention in its sentence."""
    head = heads_of(columns.start, columns.end, syntax.head)
    above = syntax.head[head].astype(np.int64)
    role = roles_of(head, above, syntax)
    verb = predicates_of(head, syntax)
    up = np.where(verb >= 0, syntax.head[verb], -1).astype(np.int64)
    clause = np.where((verb >= 0) & np.isin(syntax.relation[verb], _CLAUSES), up, -1)
    sex = sexes_of(document, columns)
    paragraph = np.searchsorted(document.paragraphs[:, 1], columns.start, side="right")
    told = (columns.type == 0) & (columns.quotation < 0) & (columns.pronoun != FIRST) & (columns.pronoun != SECOND)
    persons = np.stack([told & ((sex == s) | (sex == UNKNOWN) | (s == UNKNOWN)) for s in range(4)])
    subject = np.isin(role, (SUBJECT, OF_STATE))
    ends = columns.end - 1
    reflexive = np.array([document.word(i).lower().endswith(_REFLEXIVE) for i in ends.tolist()], dtype=np.bool_)
    return RoleColumns(
        role=role,
        head=head,
        above=above,
        verb=verb,
        clause_above=clause,
        reflexive=reflexive & (columns.pronoun > 0),
        sex=sex,
        paragraph=paragraph,
        opens=_opens(paragraph, told),
        frequency=_so_far(columns.head),
        subjects=_before(persons & subject),
        persons=_before(persons),
    )


def heads_of(start: Columns, end: Columns, head: NDArray[np.int32]) -> Columns:
    """The first token of each span [start, end) that depends on one outside of it; its last where there is none."""
    found = end - 1
    done = np.zeros(len(start), dtype=np.bool_)
    for step in range(int((end - start).max(initial=0))):
        at = start + step
        inside = ~done & (at < end)
        above = head[np.minimum(at, len(head) - 1)]
        out = inside & ((above < start) | (above >= end))
        found = np.where(out, at, found)
        done |= out
    return found


def roles_of(head: Columns, above: Columns, syntax: Branch | Syntax) -> Columns:
    """What each mention is in its sentence, by the token that it hangs by."""
    relation = syntax.relation[head]
    role = np.full(len(head), OTHER, dtype=np.int64)
    for name, code in _DIRECT.items():
        role[relation == _RELATION[name]] = code
    subject = relation == _RELATION["nsubj"]
    verbal = np.isin(syntax.upos[np.maximum(above, 0)], (UPOS.index("VERB"), UPOS.index("AUX")))
    role[subject] = np.where(verbal[subject], SUBJECT, OF_STATE)
    of_noun = np.isin(relation, (_RELATION["nmod"], _RELATION["det"]))
    role[of_noun] = np.where(head[of_noun] < above[of_noun], OWNER, OF_NOUN)
    role[above < 0] = PREDICATE
    clauses = np.isin(relation, _CLAUSES) & (relation != _RELATION["conj"])
    role[clauses] = PREDICATE
    return role


def predicates_of(head: Columns, syntax: Branch | Syntax) -> Columns:
    """The predicate of each mention: up from the token that it hangs by, out of the noun phrases that it stands in."""
    at = head.copy()
    for _ in range(_STEPS):
        inside = np.isin(syntax.relation[at], _INSIDE_NOUNS) & (syntax.head[at] >= 0)
        at = np.where(inside, syntax.head[at], at)
    return syntax.head[at].astype(np.int64)


def sexes_of(document: Document, columns: MentionColumns) -> Columns:
    """The gender of each mention by its words; of a name that tells none, by the list of given names."""
    names = load_table("given_names")
    sex = columns.gender.copy()
    for i in np.flatnonzero((columns.form == 0) & (sex == UNKNOWN) & (columns.pronoun == 0)).tolist():
        told = names.get(document.word(int(columns.start[i])).lower())
        if told:
            sex[i] = MALE if told == "m" else FEMALE
    return sex


def _opens(paragraph: Columns, told: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Mark the first told person of each paragraph, and what stands before it."""
    rows = np.flatnonzero(told)
    first = np.full(int(paragraph.max(initial=-1)) + 1, len(paragraph), dtype=np.int64)
    np.minimum.at(first, paragraph[rows], rows)
    opens: NDArray[np.bool_] = np.arange(len(paragraph)) <= first[paragraph]
    return opens


def _so_far(ids: Columns) -> Columns:
    """How often each id stood before [n]."""
    seen: dict[int, int] = {}
    counts = np.zeros(len(ids), dtype=np.int64)
    for i, one in enumerate(ids.tolist()):
        counts[i] = seen.get(one, 0)
        seen[one] = int(counts[i]) + 1
    return counts


def _before(marked: NDArray[np.bool_]) -> Columns:
    """How many are marked before each place [rows, n + 1]."""
    zero = np.zeros((len(marked), 1), dtype=np.int64)
    return np.concatenate([zero, marked.cumsum(axis=1)], axis=1)


def all_features(c: MentionColumns, later: Columns, earlier: Columns, r: RoleColumns) -> Columns:
    """All that the pair scorer is told of mentions `later` beside mentions `earlier`: [n_pairs, len(ALL_SIZES)]."""
    return np.concatenate([pair_features(c, later, earlier), role_features(c, later, earlier, r)], axis=1)


def role_features(c: MentionColumns, later: Columns, earlier: Columns, r: RoleColumns) -> Columns:
    """Compare mentions `later` with mentions `earlier` [n_pairs]: [n_pairs, len(ROLE_SIZES)] indices below those."""
    i, j = later, earlier
    sex = r.sex[i]
    between = r.subjects[sex, i] - r.subjects[sex, j + 1]
    persons = r.persons[sex, i] - r.persons[sex, j + 1]
    gap = np.clip(r.paragraph[i] - r.paragraph[j], 0, 3)
    frequency = np.where(
        r.frequency[j] < 3, r.frequency[j], np.log2(np.maximum(r.frequency[j], 3)).astype(np.int64) + 2
    )
    return np.stack(
        [
            r.role[i] * N_ROLES + r.role[j],
            _together(r, i, j),
            r.role[j] * 5 + np.minimum(between, 4),
            np.where(persons < 4, persons, np.minimum(np.log2(np.maximum(persons, 4)).astype(np.int64) + 2, 7)),
            sex * 4 + r.sex[j],
            gap * 2 + r.opens[i],
            np.minimum(frequency, 5),
        ],
        axis=1,
    )


def _together(r: RoleColumns, i: Columns, j: Columns) -> Columns:
    """How the predicates of two mentions go together."""
    one = (r.verb[i] == r.verb[j]) & (r.verb[i] >= 0)
    direct_i, direct_j = (np.isin(r.role[k], (SUBJECT, OF_STATE, OBJECT, OBLIQUE)) for k in (i, j))
    subject_j = np.isin(r.role[j], (SUBJECT, OF_STATE))
    return np.select(
        [
            (r.role[i] == APPOSED) & (r.above[i] == r.head[j]),
            (r.above[j] == r.head[i]) & (r.role[j] == OF_STATE),
            one & direct_i & direct_j & r.reflexive[i],
            one & direct_i & direct_j,
            one & subject_j & (r.role[i] == OWNER),
            one,
            (r.clause_above[i] == r.verb[j]) & (r.verb[j] >= 0) & subject_j,
            (r.clause_above[j] == r.verb[i]) & (r.verb[i] >= 0),
        ],
        [1, 2, 3, 4, 5, 6, 7, 8],
        0,
    )
