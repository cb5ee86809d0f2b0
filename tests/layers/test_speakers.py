"""Speakers: who is said to speak speaks, whoever is called does not, and a conversation goes on in turns."""

import time
from dataclasses import replace

import numpy as np
import pytest

from undertow.document.values import Document
from undertow.layers.quotations import QuotationAnnotator
from undertow.layers.speakers import SpeakerAnnotator, calibrated
from undertow.layers.speech_frame import make_frame
from undertow.layers.speech_links import Support
from undertow.layers.speech_people import People, find_people
from undertow.layers.speech_turns import make_turns
from undertow.layers.values import ENTITY_TYPES, Attribution, Coreference, Layers, Mentions, Speakers

PERSON = 0
PROPER, NOMINAL, PRONOMINAL = 0, 1, 2


class Scene:
    """A text whose mentions are marked: [Tom|tom] is a mention of the cluster 'tom'. A line is a paragraph.

    With `parted=False` a line is a sentence, and the text has no paragraphs.
    """

    def __init__(self, text: str, *, parted: bool = True) -> None:
        paragraphs, spans = [], []
        n_tokens = 0
        for line in text.strip().splitlines():
            tokens: list[str] = []
            for word in line.split():
                if word.startswith("["):
                    start = n_tokens + len(tokens)
                token, bar, cluster = word.lstrip("[").partition("|")
                tokens.append(token)
                if bar:
                    spans.append((start, n_tokens + len(tokens), cluster.rstrip("]")))
            paragraphs.append([tokens])
            n_tokens += len(tokens)
        sentences = [sentence for paragraph in paragraphs for sentence in paragraph]
        self.document = Document.from_sentences(sentences, paragraphs=[1] * len(paragraphs) if parted else None)
        self.names: list[str] = []
        columns = []
        for start, end, cluster in spans:
            if cluster not in self.names:
                self.names.append(cluster)
            words = self.document.words(start, end)
            first = words[0].lower()
            form = PRONOMINAL if first in ("i", "me", "he", "she", "him", "her", "they") else PROPER
            if first in ("the", "a", "sir", "mother", "his"):
                form = NOMINAL
            columns.append((start, end, PERSON, form, self.names.index(cluster)))
        table = np.array(columns, np.int32).reshape(-1, 5)
        self.layers = Layers(
            quotations=QuotationAnnotator()(self.document, Layers()),
            mentions=Mentions(
                start=table[:, 0],
                end=table[:, 1],
                type=table[:, 2].astype(np.int8),
                form=table[:, 3].astype(np.int8),
                confidence=np.ones(len(table), np.float32),
            ),
            coreference=Coreference(
                cluster=table[:, 4],
                antecedent=np.full(len(table), -1, np.int32),
                confidence=np.ones(len(table), np.float32),
            ),
        )
        self.speakers: Speakers = SpeakerAnnotator()(self.document, self.layers)

    def name(self, cluster: int) -> str:
        return self.names[cluster] if cluster >= 0 else ""

    @property
    def spoken(self) -> list[str]:
        return [self.name(c) for c in self.speakers.speaker.tolist()]

    @property
    def addressed(self) -> list[str]:
        return [self.name(c) for c in self.speakers.addressee.tolist()]


OPENING = "[Tom|tom] and [Anna|anna] sat in the kitchen , and [Ruth|ruth] came in .\n"


@pytest.mark.parametrize(
    ("line", "speaker"),
    [
        ("“ It is late , ” said [Anna|anna] .", "anna"),
        ("“ It is late , ” [Anna|anna] said .", "anna"),
        ("“ It is late , ” [Anna|anna] , turning round , said .", "anna"),
        ("“ It is late ! ” cried [Anna|anna] to [Tom|tom] .", "anna"),
        ("[Anna|anna] turned to [Tom|tom] and said , “ It is late . ”", "anna"),
        ("[Anna|anna] said to [Tom|tom] : “ It is late . ”", "anna"),
        ("“ It is late , ” said [Anna|anna] , “ and dark . ”", "anna"),
        ("“ It is late , ” droned [Anna|anna] .", "anna"),
        ("“ It is late , ” went on [Anna|anna] .", "anna"),
        ("“ It is late . ” [Anna|anna] shut the door .", "anna"),
        ("[Anna|anna] shut the door . “ It is late . ”", "anna"),
    ],
)
def test_the_person_of_the_cue_speaks(line: str, speaker: str) -> None:
    assert Scene(OPENING + line).spoken == [speaker]


def test_a_cue_gives_its_mention_its_verb_and_how_it_tells() -> None:
    scene = Scene(OPENING + "“ It is late , ” said [Anna|anna] .\n“ Is it ? ” [he|tom] asked .\n“ It is . ”")
    speakers = scene.speakers
    assert [Attribution(a) for a in speakers.attribution.tolist()] == [
        Attribution.EXPLICIT,
        Attribution.ANAPHORIC,
        Attribution.IMPLICIT,
    ]
    assert [scene.document.word(t) if t >= 0 else "" for t in speakers.cue_start.tolist()] == ["said", "asked", ""]
    mentions = scene.layers.mentions
    assert mentions is not None
    assert [scene.document.word(int(mentions.start[m])) if m >= 0 else "" for m in speakers.mention.tolist()] == [
        "Anna",
        "he",
        "",
    ]


def test_two_people_take_turns() -> None:
    text = (
        "[Tom|tom] looked at [Anna|anna] .\n“ Well ? ” said [Tom|tom] .\n“ Well , ” said [Anna|anna] .\n"
        "“ You came . ”\n“ I did . ”\n“ Why ? ”\n“ You know why . ”"
    )
    scene = Scene(text)
    assert scene.spoken == ["tom", "anna"] * 3
    assert scene.addressed == ["anna", "tom"] * 3


def test_whoever_is_called_is_spoken_to_and_does_not_speak() -> None:
    text = "[Tom|tom] and [Anna|anna] stood at the gate .\n“ Come here , [Anna|anna] ! ”\n“ No . ”"
    scene = Scene(text)
    assert scene.spoken == ["tom", "anna"]
    assert scene.addressed[0] == "anna"


def test_without_paragraphs_each_sentence_of_speech_may_be_a_new_turn() -> None:
    text = (
        "[Tom|tom] looked at [Anna|anna] .\n“ Well ? ” said [Tom|tom] .\n“ Well , ” said [Anna|anna] .\n"
        "“ You came , ” said [Tom|tom] ."
    )
    assert Scene(text, parted=False).spoken == ["tom", "anna", "tom"]


def test_a_later_cue_settles_what_came_before() -> None:
    text = "[Tom|tom] met [Anna|anna] .\n“ Good day . ”\n“ Good day , ” said [Tom|tom] .\n“ Fine weather . ”"
    assert Scene(text).spoken == ["anna", "tom", "anna"]


def test_the_narrator_speaks_by_saying_i() -> None:
    text = (
        "[I|me] met [Anna|anna] , and [I|me] told [her|anna] all [I|me] knew .\n“ Is it true ? ” [I|me] asked .\n"
        "“ It is , ” said [Anna|anna] .\n“ Then [I|anna2] am lost , ” said [I|me] ."
    )
    assert Scene(text).spoken == ["me", "anna", "me"]


def test_mentions_inside_quotations_are_no_cues() -> None:
    text = OPENING + "“ [Ruth|ruth] said so . ” [Tom|tom] laughed .\n“ [Tom|tom] says so , ” said [Anna|anna] ."
    assert Scene(text).spoken == ["tom", "anna"]


def test_a_cue_at_the_end_of_the_paragraph_before_counts() -> None:
    text = "[Tom|tom] and [Ruth|ruth] looked at [Anna|anna] .\n[Ruth|ruth] whispered to [Tom|tom] :\n“ It is late . ”"
    scene = Scene(text)
    assert scene.spoken == ["ruth"]
    assert scene.addressed == ["tom"]


@pytest.mark.parametrize(
    ("told", "speaker"),
    [
        ("[His|crane] [wife|wife] came in . [She|wife] was angry with [him|crane] .", "wife"),
        ("[Hester|hester] rose .", "hester"),
    ],
)
def test_she_is_the_only_woman_whom_the_paragraph_tells_of(told: str, speaker: str) -> None:
    scene = Scene(
        f"""
        “ You will not go , ” [Hester|hester] said .
        “ I must , ” said [Mr. Crane|crane] .
        {told} “ You promised [me|{speaker}] , ” [she|wife] said .
        """
    )
    assert scene.spoken[-1] == speaker


def test_the_likelihood_of_a_guess_is_lower_than_that_of_a_cue() -> None:
    scene = Scene(OPENING + "“ Well . ”\n“ It is late , ” said [Anna|anna] .")
    guess, cue = scene.speakers.confidence.tolist()
    assert 0 < guess < cue <= 1


def test_a_text_without_mentions_has_unknown_speakers() -> None:
    document = Document.from_sentences([["“", "Well", ".", "”"], ["“", "No", ".", "”"]])
    none = np.zeros(0, np.int32)
    layers = Layers(
        quotations=QuotationAnnotator()(document, Layers()),
        mentions=Mentions(none, none, none.astype(np.int8), none.astype(np.int8), none.astype(np.float32)),
        coreference=Coreference(none, none, none.astype(np.float32)),
    )
    speakers = SpeakerAnnotator()(document, layers)
    assert speakers.speaker.tolist() == [-1, -1]
    assert speakers.confidence.tolist() == [0.0, 0.0]


def test_a_text_without_quotations_has_no_speakers() -> None:
    assert len(Scene("[Tom|tom] went home .").speakers.speaker) == 0


@pytest.mark.slow
def test_time_is_linear_in_the_length_of_the_text() -> None:
    scene = "[Tom|tom] looked at [Anna|anna] .\n“ Well ? ” said [Tom|tom] .\n“ I , ” said [Anna|anna] .\n“ Come . ”\n"

    def seconds(n: int) -> float:
        built = Scene(scene * n)
        start = time.perf_counter()
        SpeakerAnnotator()(built.document, built.layers)
        return time.perf_counter() - start

    small = seconds(100)
    assert seconds(800) < 8 * 3 * small + 0.5


def test_a_paragraph_without_a_stop_leads_on_to_the_next() -> None:
    text = "[Tom|tom] and [Ruth|ruth] looked at [Anna|anna] .\n[Ruth|ruth] rose and said abruptly\n“ It is late . ”"
    assert Scene(text).spoken == ["ruth"]


def test_a_sentence_about_somebody_else_ends_a_turn() -> None:
    text = (
        "[Tom|tom] looked at [Ned|ned] .\n"
        "“ You know it , ” said [Tom|tom] . [Ned|ned] grew pale . “ Never , ” [he|ned] said ."
    )
    scene = Scene(text)
    people = find_people(scene.document, scene.layers)
    turns = make_turns(make_frame(scene.document, scene.layers, people))
    assert [turn.quotations for turn in turns] == [[0], [1]]


def test_of_two_cues_of_a_paragraph_the_one_that_names_is_the_cue() -> None:
    scene = Scene(
        OPENING + "“ Mother ! ” said [the girl|anna] . Upon this [the lady|ruth] turned round . "
        "“ [Tom|tom] , ” said [Miss Anna|anna] ."
    )
    (turn,) = make_turns(make_frame(scene.document, scene.layers, find_people(scene.document, scene.layers)))
    mentions = scene.layers.mentions
    assert mentions is not None
    assert scene.document.word(int(mentions.start[turn.cue.mention])) == "Miss"
    assert scene.spoken == ["anna", "anna"]


def three_in_company() -> Scene:
    return Scene(
        OPENING
        + "“ Well ? ” said [Tom|tom] .\n“ It is late , ” said [Anna|anna] .\n“ And dark , ” said [Ruth|ruth] .\n"
        "“ Then let us go , ” said [Tom|tom] .\n“ Not yet , [Tom|tom] , ” said [Anna|anna] .\n"
    )


def test_a_line_in_company_may_have_several_addressees_the_likeliest_first() -> None:
    speakers = three_in_company().speakers
    rows, shares = speakers.heard_quotation, speakers.heard_confidence
    assert rows is not None and shares is not None
    assert max(np.bincount(rows)) > 1
    for q in range(len(speakers.speaker)):
        own = shares[rows == q].tolist()
        assert own == sorted(own, reverse=True)
        assert all(0 <= share <= 1 for share in own)


def test_nobody_is_spoken_to_by_themselves_and_whoever_is_called_hears() -> None:
    scene = three_in_company()
    rows, mentions = scene.speakers.heard_quotation, scene.speakers.heard_mention
    assert rows is not None and mentions is not None
    assert scene.layers.coreference is not None
    heard = [scene.name(int(c)) for c in scene.layers.coreference.cluster[mentions]]
    assert all(who != scene.spoken[q] for q, who in zip(rows.tolist(), heard, strict=True))
    assert scene.addressed[-1] == "tom"


def test_whoever_the_cue_names_is_the_likeliest_to_be_spoken_to() -> None:
    scene = Scene(
        "[Tom|tom] and [Anna|anna] sat , and [the boy|boy] came in .\n“ Well ? ” said [Anna|anna] to [him|boy] .\n"
        "“ It is late , ” said [Tom|tom] .\n“ And dark , ” said [Anna|anna] .\n“ Good , ” said [Tom|tom] .\n"
    )
    assert scene.addressed[0] == "boy"


def test_whoever_is_told_does_not_speak_though_the_one_who_does_is_nobody_known() -> None:
    scene = Scene("[Tom|tom] looked at [Anna|anna] .\n“ Why do you weep ? ” the toad would ask [her|anna] .")
    assert scene.spoken == ["tom"] and scene.addressed == ["anna"]


def test_whoever_knows_the_cast_decides_who_is_one_person() -> None:
    text = (
        "[Tom|tom] looked at [Anna|anna] .\n“ Well ? ” said [Tom|tom] .\n“ Well , ” said [the girl|girl] .\n"
        "“ You came . ”\n“ I did . ”"
    )
    scene = Scene(text)
    first: list[Speakers] = []

    def cast(document: Document, layers: Layers) -> People:
        assert layers.speakers is not None and layers.coreference is not None
        first.append(layers.speakers)
        cluster = layers.coreference.cluster.copy()
        cluster[cluster == scene.names.index("girl")] = scene.names.index("anna")
        return find_people(document, replace(layers, coreference=replace(layers.coreference, cluster=cluster)))

    speakers = SpeakerAnnotator(cast)(scene.document, scene.layers)
    spoken = [scene.name(c) for c in speakers.speaker.tolist()]
    assert spoken[0] == spoken[2] == "tom"
    assert {spoken[1], spoken[3]} <= {"girl", "anna"}
    assert len(first) == 1


@pytest.mark.parametrize("attribution", Attribution)
def test_a_confidence_grows_with_the_likelihood_and_stays_a_share(attribution: Attribution) -> None:
    values = [calibrated(share / 50, attribution) for share in range(51)]
    assert values == sorted(values)
    assert values[0] == 0 and values[-1] < 1


def test_links_speak_for_a_person_from_both_ends() -> None:
    none = np.zeros(4, np.int32)
    links = Coreference(
        cluster=none,
        antecedent=none,
        confidence=none.astype(np.float32),
        link_later=np.array([1, 2, 3], np.int32),
        link_earlier=np.array([0, 1, 1], np.int32),
        link_score=np.array([2.0, 1.0, -1.0], np.float32),
    )
    support = Support(links, np.array([0, 5, 1, 1])).of(1)
    assert {person: round(best, 3) for person, (_, best) in support.items()} == {0: 2.0, 1: 1.0}
    assert support[1][0] > 1.0  # two pairs together are more than the better one
    given = Coreference(none, none, none.astype(np.float32))
    assert Support(given, np.array([0, 5, 1, 1])).of(1) == {5: (0.0, 0.0)}


def test_a_town_is_no_speaker_however_often_it_is_named():
    scene = Scene(
        "[Anna|anna] came to [Bath|bath] . [Bath|bath] was full .\n"
        "“ It is late , ” said [Anna|anna] .\n“ Is it ? ”\n“ It is , ” said [Anna|anna] .\n“ Then come . ”"
    )
    place = scene.names.index("bath")
    types = np.where(scene.layers.coreference.cluster == place, ENTITY_TYPES.index("GPE"), PERSON).astype(np.int8)
    layers = replace(scene.layers, mentions=replace(scene.layers.mentions, type=types))
    spoken = SpeakerAnnotator()(scene.document, layers).speaker.tolist()
    assert len(spoken) == 4
    assert place not in spoken
