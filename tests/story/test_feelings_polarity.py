"""Whether a feeling is so: constructions of English, each with what must come out, read without a model."""

import pytest
from feelings_stories import told

A, T = "[Anna|a]", "[Tom|b]"
INTRODUCED = f"{A} met {T} .\n"

ASSERTED = [
    "[She|a] had never been so happy .",
    "[She|a] could not help laughing .",
    "[She|a] could not hide [her|a] joy .",
    "[He|b] was too angry to speak .",
    "[He|b] was not only angry , [he|b] was ashamed .",
    "[She|a] knew [he|b] was angry .",
    "[She|a] could see that [he|b] was angry .",
    "[I|n] think [he|b] was unhappy .",
    "[He|b] did not go , because [she|a] was sad .",
    "If [she|a] blushed , it was the heat .",
    "[He|b] said nothing , but [he|b] was afraid .",
    "“ You do n’t know how I love him , ”{a>b} said [Anna|a] .",
    "“ Nothing makes me so angry , ”{a>b} said [Anna|a] .",
    "“ [I|a] feared nothing so much as [you|b] , ”{a>b} said [Anna|a] .",
    "“ [He|b] loved [her|a] , did [you|c] know ? ”{c>d} said [Miss Vane|c] .",
    "[He|b] asked if it was late , and [she|a] smiled .",
    "[He|b] spoke so softly that [she|a] was ashamed .",
    "[He|b] could not say why [she|a] was angry .",
    "[Tom|b] told nobody that [she|a] was sad .",
    "Nobody had told [her|a] that , and [she|a] was ashamed .",
]
DENIED = [
    "[She|a] was hardly surprised .",
    "[She|a] was anything but sad .",
    "[She|a] was no longer angry .",
    "[She|a] was not so much angry as tired .",
    "There was no anger in [her|a] .",
    "[She|a] felt neither joy nor sorrow .",
    "[She|a] loved [him|b] no more .",
    "[He|b] denied that [he|b] was afraid .",
    "It was not that [she|a] loved [him|b] .",
    "[She|a] refused to be frightened .",
    "[She|a] was far from happy .",
    "[Her|a] hands had stopped trembling .",
    "[He|b] was too tired for pity .",
    "There was nothing of fear in [her|a] .",
    "[She|a] was neither pleased nor sorry .",
    "Not once did [she|a] cry .",
    "[She|a] gave no sign of fear .",
    "[She|a] was determined not to cry .",
    "[She|a] feared nothing , and [she|a] sat .",
    "[He|b] loved nobody .",
    "[He|b] did not think that [she|a] was angry .",
    "“ You must not think , [Tom|b] , that I am angry , ”{a>b} said [Anna|a] .",
    "[She|a] had little to fear .",
]
QUESTIONED = [
    "Was [she|a] afraid ?",
    "[He|b] wondered if [she|a] was happy .",
    "[He|b] asked [her|a] whether [she|a] was frightened .",
    "[He|b] asked was [she|a] frightened .",
    "Whether [she|a] was happy nobody could say .",
    "Would [she|a] be angry , if [he|b] went ?",
    "“ You are not frightened , are you ? ”{b>a} said [Tom|b] .",
]
HYPOTHETICAL = [
    "Perhaps [she|a] was jealous .",
    "It was as though [he|b] hated [her|a] .",
    "[She|a] pretended to be angry .",
    "[She|a] would have been ashamed .",
    "“ Do n’t be afraid , ”{b>a} said [Tom|b] .",
    "“ You must not be afraid , ”{b>a} said [Tom|b] .",
    "“ Try not to worry , ”{b>a} said [Tom|b] .",
    "[She|a] dreamed that [he|b] loved [her|a] .",
    "[He|b] was going to be angry .",
    "[He|b] promised [her|a] to love [her|a] .",
    "“ I wish I were happy , ”{a>b} said [Anna|a] .",
]
REPORTED = [
    "[He|b] swore that [he|b] loved [her|a] .",
    "[She|a] must be lonely , [he|b] thought .",
    "According to [Tom|b] , [she|a] was jealous .",
    "[She|a] thought [him|b] unhappy .",
    "[She|a] felt that [he|b] hated [her|a] .",
    "[He|b] told [her|a] , at last , that [he|b] was ashamed .",
    "[She|a] was sure that [he|b] was proud .",
    "It was the opinion of the town that [he|b] loved [her|a] .",
    "[She|a] was said to be jealous .",
]
CASES = [
    (sentence, polarity)
    for polarity, sentences in {
        "asserted": ASSERTED,
        "denied": DENIED,
        "questioned": QUESTIONED,
        "hypothetical": HYPOTHETICAL,
        "reported": REPORTED,
    }.items()
    for sentence in sentences
]


@pytest.mark.parametrize(("sentence", "polarity"), CASES, ids=[f"{p}: {s}" for s, p in CASES])
def test_a_construction_is_read_as_what_it_says(sentence, polarity):
    found = told(INTRODUCED + sentence)
    assert found, "no feeling was found"
    assert found[-1][4] == polarity


@pytest.mark.parametrize(
    ("sentence", "experiencer", "target"),
    [
        (f"{T} watched {A} cry .", "Anna", ""),
        (f"{T} made {A} angry .", "Anna", ""),
        (f"{A} kissed {T} and smiled .", "Anna", "Tom"),
        ("There was fear in [[Tom|b] ’s face|x:FAC] .", "Tom", ""),
        (f"A wave of tenderness swept over {T} .", "Tom", ""),
        (f"{A} threw [her|a] arms around {T} .", "Anna", "Tom"),
        (f"“ Do n’t be sad , ”{{b>a}} said {T} .", "Anna", ""),
        (f"“ [You|a] frighten [me|b] , ”{{b>a}} said {T} .", "Tom", "Anna"),
        (f"{A} blew [him|b] a kiss .", "Anna", "Tom"),
        (f"{A} looked at {T} , and [she|a] understood , and [she|a] was up the steps and running .", "Anna", "Tom"),
        (f"{A} stayed at the window until {T} had gone .", "Anna", "Tom"),
        (f"{A} did not care whether [he|b] came .", "Anna", "Tom"),
        (f"{A} was loved by {T} .", "Tom", "Anna"),
        (f"Joy passed over {A} ’s face .", "Anna", ""),
        (f"{A} loved [the Lambs|l] .", "Anna", ""),
    ],
)
def test_who_feels_toward_whom(sentence, experiencer, target):
    assert (experiencer, target) in [(who, whom) for _, _, who, whom, *_ in told(INTRODUCED + sentence)]


@pytest.mark.parametrize(
    "sentence", [f"{A} ran for the tram .", f"{A} stayed until noon .", f"{A} understood how to run it ."]
)
def test_running_and_staying_alone_are_no_feelings(sentence):
    assert told(INTRODUCED + sentence) == []
