"""Speakers: who says each quotation, to whom, and how the text tells it.

In come quotations, mentions and clusters; each conversation is then decided as a whole. Cues beside the words
(`speech_cues`), who is near, who is called, and the taking of turns are weighed together (`speech_turns`,
`speech_chain`), so that a clear cue settles its neighbours too. Mentions inside quotations are never cues. The speaker
is given as a cluster: the one of the mention beside the words where there is one.

Whoever knows the names of the whole book better than clusters do may say so (`cast`): the conversations are then
decided a second time, with the persons that the first decision helped to find.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from undertow.document.values import Document
from undertow.inference.network import Network
from undertow.layers.annotator import Progress
from undertow.layers.coreference import vectors_of
from undertow.layers.coreference_features import mention_columns
from undertow.layers.coreference_roles import all_features, role_columns
from undertow.layers.encoding import SHORT
from undertow.layers.speech_addressees import addressees
from undertow.layers.speech_chain import Weights, decide
from undertow.layers.speech_conversation import Conversation
from undertow.layers.speech_cues import Cues, Strength
from undertow.layers.speech_frame import make_frame
from undertow.layers.speech_head import point
from undertow.layers.speech_people import People, find_people
from undertow.layers.speech_singers import Singer, find_singers
from undertow.layers.speech_turns import Turn
from undertow.layers.values import Attribution, Layers, Speakers
from undertow.lexicons import load_weights

Cast = Callable[[Document, Layers], People]
"""Tells who the persons of a book are, from all layers up to a first reading of the speakers."""
Pointer = Callable[[Conversation], None]
"""Adds features to the candidates of a conversation: see `speech_head.point`."""

SURE = 0.9999  # likelihoods beyond this are not told apart
LEAST = 0.12  # a likelihood below this is no better than a guess among everybody: unknown


class SpeakerAnnotator:
    """Quotations, mentions and coreference -> Speakers."""

    provides = "speakers"
    requires: tuple[str, ...] = ("quotations", "mentions", "coreference")

    def __init__(self, cast: Cast | None = None) -> None:
        self._cast = cast

    def __call__(self, document: Document, layers: Layers, *, progress: Progress = lambda share: None) -> Speakers:
        """Make the layer. Time is linear in the length of the text."""
        assert layers.quotations is not None
        out, insets = Decided(len(layers.quotations)), layers.quotations.insets
        someone = len(layers.quotations) or len(insets)
        if someone and document.n_tokens and layers.mentions is not None and len(layers.mentions):
            out = decide_speakers(document, layers, find_people(document, layers), load_weights("speaker_weights"))
            progress(0.4)
            if self._cast is not None:
                people = self._cast(document, replace(layers, speakers=out.layer()))
                out = decide_speakers(document, layers, people, cast_weights(document), pointer_of(document, layers))
        progress(1.0)
        return out.layer()


def cast_weights(document: Document) -> Weights:
    """The weights of conversations over persons of the story: in short texts people talk otherwise than in novels."""
    return load_weights("short_cast_weights" if document.n_tokens <= SHORT else "cast_weights")


def pointer_of(document: Document, layers: Layers, network: Network | None = None) -> Pointer | None:
    """The head of the model for speech, of a short text the scorer of coreference in those; None where the vectors of
    mentions are not those of the released model.
    """
    from undertow.inference import released
    from undertow.inference.catalogue import released_model

    encoding, mentions, quotations = layers.encoding, layers.mentions, layers.quotations
    if encoding is None or mentions is None or quotations is None or encoding.model != released_model().name:
        return None
    network = network or released()
    vectors = vectors_of(encoding, mentions)
    if encoding.closer is None:
        return partial(point, vectors=vectors, score=network.read_speech)
    roles = role_columns(document, mention_columns(document, mentions, quotations), encoding.branch)
    describe = partial(all_features, r=roles)
    return partial(point, vectors=vectors, score=network.read_short_pairs, describe=describe)


def decide_speakers(
    document: Document, layers: Layers, people: People, w: Weights, pointer: Pointer | None = None
) -> "Decided":
    """Decide every conversation, the persons being known; `pointer` adds what the encoder knows of the candidates."""
    assert layers.quotations is not None
    out = Decided(len(layers.quotations))
    frame = make_frame(document, layers, people)
    if frame.n_quotations:
        conversation = Conversation(frame)
        if pointer is not None:
            pointer(conversation)
        _fill(out, conversation, decide(conversation, w), layers)
    out.singers = find_singers(frame, layers.quotations.insets, out.speaker_mention.tolist())
    return out


class Decided:
    """The columns of the layer while they are filled, with likelihoods as the conversation has them."""

    def __init__(self, n: int) -> None:
        self.speaker = np.full(n, -1, np.int32)
        self.addressee = np.full(n, -1, np.int32)
        self.mention = np.full(n, -1, np.int32)
        self.speaker_mention = np.full(n, -1, np.int32)
        self.addressee_mention = np.full(n, -1, np.int32)
        self.heard: list[tuple[int, int, float]] = []  # quotation, mention, likelihood
        self.cue = np.full(n, -1, np.int32)
        self.attribution = np.full(n, Attribution.IMPLICIT, np.int8)
        self.likelihood = np.zeros(n, np.float64)
        self.singers: list[Singer] = []

    def layer(self) -> Speakers:
        """The layer that they make."""
        claims = zip(self.likelihood.tolist(), self.attribution.tolist(), strict=True)
        heard = sorted(self.heard, key=lambda row: row[0])  # a stable sort: the likeliest stays first
        return Speakers(
            speaker=self.speaker,
            addressee=self.addressee,
            mention=self.mention,
            cue_start=self.cue,
            attribution=self.attribution,
            confidence=np.array([calibrated(share, Attribution(code)) for share, code in claims], np.float32),
            speaker_mention=self.speaker_mention,
            addressee_mention=self.addressee_mention,
            heard_quotation=np.array([q for q, _, _ in heard], np.int32),
            heard_mention=np.array([mention for _, mention, _ in heard], np.int32),
            heard_confidence=np.array([share for _, _, share in heard], np.float32),
            inset_mention=np.array([mention for mention, _ in self.singers], np.int32),
            inset_cue=np.array([verb for _, verb in self.singers], np.int32),
        )


def _fill(out: Decided, conversation: Conversation, likely: Sequence[Sequence[float]], layers: Layers) -> None:
    """Write what was decided, turn by turn."""
    assert layers.coreference is not None
    people, cluster = conversation.frame.people, layers.coreference.cluster
    voices = _Voices(people)
    chosen = [best_of(turn, shares) for turn, shares in zip(conversation.turns, likely, strict=True)]
    speakers = [person for person, _ in chosen]
    for k, turn in enumerate(conversation.turns):
        speaker, likelihood = chosen[k]
        hear = [
            (voices.mention_at(person, turn.start), share) for person, share in addressees(conversation, k, speakers)
        ]
        for q, cues in zip(turn.quotations, turn.cues, strict=True):
            out.heard += [(q, mention, share) for mention, share in hear]
            if hear:
                out.addressee_mention[q] = hear[0][0]
                out.addressee[q] = cluster[hear[0][0]]
            if speaker < 0:
                continue
            cue = cues.best if cues.best.strength >= Strength.MANNER else turn.cue
            if cue.strength >= Strength.MANNER and cue.mention >= 0:
                out.cue[q] = cue.verb
                proper = int(people.columns.form[cue.mention]) == 0 and not int(people.columns.pronoun[cue.mention])
                out.attribution[q] = Attribution.EXPLICIT if proper else Attribution.ANAPHORIC
            out.likelihood[q] = likelihood
            mention = _own_mention(conversation, cues, turn, speaker)
            own = mention if mention >= 0 else voices.mention_at(speaker, turn.start)
            out.mention[q], out.speaker_mention[q], out.speaker[q] = mention, own, cluster[own]


class _Voices:
    """Which mention stands for a person at a place of the text: the last in the narration before it, else the next.

    A cluster alone would not say: it may hold mentions of others, and a person may have several clusters.
    """

    def __init__(self, people: People) -> None:
        self._people, self._starts = people, people.columns.start
        self._told = _rows_by(np.where(people.inside, -1, people.of_mention))
        self._all = _rows_by(people.of_mention)

    def mention_at(self, person: int, token: int) -> int:
        """The mention of a person for words that start at a token; -1 for nobody."""
        rows = self._told.get(person, self._all.get(person)) if person >= 0 else None
        if rows is None:
            return -1
        return int(rows[max(0, int(np.searchsorted(self._starts[rows], token)) - 1)])


def _rows_by(key: NDArray[np.int64]) -> dict[int, NDArray[np.int64]]:
    """The rows of each key, in order."""
    order = np.argsort(key, kind="stable")
    keys, starts = np.unique(key[order], return_index=True)
    return dict(zip(keys.tolist(), np.split(order, starts[1:]), strict=True))


def calibrated(share: float, attribution: Attribution) -> float:
    """How often a decision of this likelihood is right, as a character of the story, on the training novels of PDNC.

    The conversation knows nothing of a name that was given to the wrong person, and so it is too sure.
    """
    if share <= 0:
        return 0.0
    worth, share, name = load_weights("confidence"), min(share, SURE), attribution.name.lower()
    odds = worth[f"{name} shift"] + worth[f"{name} slope"] * math.log(share / (1 - share))
    return 1 / (1 + math.exp(-odds))


def best_of(turn: Turn, shares: Sequence[float]) -> tuple[int, float]:
    """The likeliest candidate of a turn and its likelihood; -1 where all are mere guesses."""
    if not shares:
        return -1, 0.0
    top = max(range(len(shares)), key=shares.__getitem__)
    return (turn.candidates[top], shares[top]) if shares[top] >= LEAST else (-1, 0.0)


def _own_mention(conversation: Conversation, cues: Cues, turn: Turn, speaker: int) -> int:
    """The mention beside the words that is the speaker: of the cue, or of a beat."""
    people = conversation.frame.people
    for mention in (cues.best.mention, turn.cue.mention, cues.beat_after, cues.beat_before):
        if mention >= 0 and int(people.of_mention[mention]) == speaker:
            return mention
    return -1
