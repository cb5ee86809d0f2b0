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
]
QUESTIONED = [
    "Was [she|a] afraid ?",
    "[He|b] wondered if [she|a] was happy .",
    "[He|b] asked [her|a] whether [she|a] was frightened .",
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
    ],
)
def test_who_feels_toward_whom(sentence, experiencer, target):
    assert (experiencer, target) in [(who, whom) for _, _, who, whom, *_ in told(INTRODUCED + sentence)]


@pytest.mark.parametrize(
    "sentence", [f"{A} ran for the tram .", f"{A} stayed until noon .", f"{A} understood how to run it ."]
)
def test_running_and_staying_alone_are_no_feelings(sentence):
    assert told(INTRODUCED + sentence) == []
