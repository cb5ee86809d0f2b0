import copy
import json
import math
from itertools import pairwise

import jsonschema
import numpy as np
import pytest
from export_builders import TEXT, ferry
from export_strategies import stories
from hypothesis import given, settings
from hypothesis import strategies as st

from undertow.errors import FormatError
from undertow.export import from_dict, json_schema, to_dict
from undertow.export.wire.course import GROWS
from undertow.export.wire.story import LATER
from undertow.export.wire.telling import NARRATED
from undertow.layers.values import ENTITY_TYPES, MODES
from undertow.pipeline import present
from undertow.story.values import CATEGORIES, EXPRESSIONS, PERSONS, POLARITIES, TENSES

VALIDATOR = jsonschema.Draft202012Validator(json_schema())
FERRY = json.dumps(to_dict(ferry()))
RELAXED = settings(max_examples=60)


def walk(value, path=()):
    yield path, value
    if isinstance(value, dict | list):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from walk(item, (*path, key))


def shown(path):
    return "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)


def changed(path, value):
    data = json.loads(FERRY)
    *way, last = path
    target = data
    for step in way:
        target = target[step]
    if value is KeyError:
        del target[last]
    else:
        target[last] = value
    return data


def test_the_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(json_schema())


def test_a_story_survives_the_round_trip():
    data = to_dict(ferry())
    VALIDATOR.validate(data)
    assert to_dict(from_dict(data)) == data


@RELAXED
@given(stories())
def test_any_story_fits_the_schema_and_survives_the_round_trip(story):
    data = to_dict(story)
    VALIDATOR.validate(data)
    assert to_dict(from_dict(data)) == data
    assert to_dict(from_dict(json.loads(json.dumps(data)))) == data


def test_only_plain_values_are_written():
    plain = {dict, list, str, int, float, bool, type(None)}
    assert {type(value) for _, value in walk(to_dict(ferry()))} <= plain


def test_offsets_are_half_open_and_lead_to_the_words():
    data = to_dict(ferry())
    words = [TEXT[m["start_char"] : m["end_char"]] for m in data["mentions"]]
    assert words == ["Anna", "the old man", "the boat", "She", "the river", "the wall", "he", "her", "Dover"]
    assert [[TEXT[a:b] for a, b in q["parts"]] for q in data["quotations"]] == [
        ["Anna,", "the boat is gone."],
        ["– Go home,"],
    ]
    assert [TEXT[e["start_char"] : e["end_char"]] for e in data["events"]] == ["looked", "went"]
    for level in ("sentences", "paragraphs", "scenes", "chapters"):
        assert all(a["end"] == b["start"] for a, b in pairwise(data[level]))
        assert data[level][-1]["end"] == len(data["tokens"]["start_char"])


def test_what_was_planted_is_written():
    data = to_dict(ferry())
    assert data["schema"] == "undertow/1"
    assert data["mentions"][1] == {
        "id": "m1", "start": 4, "end": 7, "start_char": 45, "end_char": 56,
        "type": "PER", "form": "nominal", "entity_id": "e1", "confidence": 0.9233,
    }  # fmt: skip
    assert data["quotations"][0]["speaker"] == "e1"
    assert data["quotations"][1]["speaker"] is None
    assert data["source"]["blocks"][4]["kind"] == "scene_break"
    assert data["source"]["metadata"]["tags"] == ["rivers", "=cmd"]


def test_confidences_have_four_places():
    for path, value in walk(to_dict(ferry())):
        if path and str(path[-1]).endswith("confidence"):
            for each in value if isinstance(value, list) else [value]:
                assert each == round(each, 4)


def test_the_layers_are_built_again():
    layers, before = from_dict(to_dict(ferry())).layers, ferry().layers
    assert present(layers) == present(before) - {"syntax"}
    for column in ("start", "end", "type", "form"):
        np.testing.assert_array_equal(getattr(layers.mentions, column), getattr(before.mentions, column))
    np.testing.assert_array_equal(layers.coreference.cluster, before.coreference.cluster)
    np.testing.assert_array_equal(layers.coreference.antecedent, before.coreference.antecedent)
    for column in ("part_start_char", "part_end_char", "part_quotation", "style", "warnings"):
        np.testing.assert_array_equal(getattr(layers.quotations, column), getattr(before.quotations, column))
    for column in ("speaker", "addressee", "cue_start", "attribution", "confidence"):
        np.testing.assert_array_equal(getattr(layers.speakers, column), getattr(before.speakers, column))
    for column in ("cue_start", "cue_end", "confidence", "scope_cue", "scope_start", "scope_end"):
        np.testing.assert_array_equal(getattr(layers.negation, column), getattr(before.negation, column))
    for column in ("start", "end", "mode"):
        np.testing.assert_array_equal(getattr(layers.modes, column), getattr(before.modes, column))
    for layer, column in (("modes", "confidence"), ("affect", "valence"), ("undertone", "plays_down")):
        columns = (getattr(getattr(which, layer), column) for which in (layers, before))
        np.testing.assert_allclose(*columns, atol=5e-5)
    assert layers.mentions.start.dtype == layers.negation.scope_start.dtype == layers.modes.start.dtype == np.int32
    assert layers.mentions.type.dtype == np.int8


@RELAXED
@given(stories())
def test_clusters_are_numbered_by_first_mention_and_antecedents_are_earlier_mentions_of_the_same_entity(story):
    read = from_dict(to_dict(story))
    cluster, antecedent = read.layers.coreference.cluster.tolist(), read.layers.coreference.antecedent.tolist()
    assert list(dict.fromkeys(cluster)) == list(range(len(set(cluster))))
    for i, j in enumerate(antecedent):
        earlier = [k for k in range(i) if read.mention_entity[k] == read.mention_entity[i]]
        assert j == (earlier[-1] if earlier else -1)


def test_what_is_felt_and_how_it_goes_is_read_back_as_it_was():
    story = from_dict(to_dict(ferry()))
    for name in ("narration", "feelings", "denials", "relationships", "arcs", "turns"):
        assert getattr(story, name) == getattr(ferry(), name)


def test_members_that_are_not_known_are_passed_over():
    assert to_dict(from_dict(to_dict(ferry()) | {"soundtrack": [1]})) == to_dict(ferry())


def test_a_file_of_the_first_release_is_read_and_has_nothing_of_what_came_later():
    data = {name: value for name, value in to_dict(ferry()).items() if name not in LATER}
    story = from_dict(data)
    assert {name: value for name, value in to_dict(story).items() if name not in LATER} == data
    assert {name: to_dict(story)[name] for name in LATER} == LATER
    assert present(story.layers) == {"quotations", "mentions", "events", "coreference", "speakers"}
    assert not story.narration + story.feelings + story.denials + story.relationships + story.arcs + story.turns


def test_the_schema_lists_the_values_that_there_are():
    definitions = json_schema()["$defs"]
    for path, options in {
        ("narration", "level"): NARRATED,
        ("narration", "narrative_person"): PERSONS,
        ("narration", "tense"): TENSES,
        ("feeling", "expression"): EXPRESSIONS,
        ("feeling", "category"): CATEGORIES,
        ("feeling", "polarity"): POLARITIES,
        ("arc", "grows"): GROWS,
    }.items():
        assert definitions[path[0]]["properties"][path[1]]["enum"] == list(options)
    assert definitions["mode"]["enum"] == list(MODES)
    assert definitions["entity_type"]["enum"] == list(ENTITY_TYPES)


def test_data_is_not_changed_by_reading():
    data = to_dict(ferry())
    before = copy.deepcopy(data)
    from_dict(data)
    assert data == before


NESTED = [{"start": 0, "end": 22, "start_char": 37, "end_char": 108}]
FIRST_CUE = json.loads(FERRY)["negation"][0]
THIRD = json.loads(FERRY)["mentions"][2] | {"id": "m0"}

BROKEN = {  # what is done: where, what is put there, which place the message names, which words it has
    "another version": (("schema",), "undertow/2", "$.schema", "undertow/1"),
    "no version": (("schema",), KeyError, "$.schema", "missing"),
    "no text": (("text",), KeyError, "$.text", "missing"),
    "text that is none": (("text",), 5, "$.text", "expected a string, found 5"),
    "no model": (("model",), KeyError, "$.model", "missing"),
    "token outside": (("tokens", "end_char", -1), 99999, "$.tokens.end_char[53]", "outside"),
    "token without width": (("tokens", "end_char", 3), 43, "$.tokens.end_char[3]", "empty"),
    "tokens that overlap": (("tokens", "start_char", 3), 41, "$.tokens.start_char[3]", "before"),
    "a token too few": (("tokens", "end_char"), [42], "$.tokens.end_char", "1 tokens end, but 54 start"),
    "a position that is a float": (("tokens", "start_char", 2), 42.0, "$.tokens.start_char[2]", "whole number"),
    "a position that is a truth": (("mentions", 0, "start"), True, "$.mentions[0].start", "whole number"),
    "a negative position": (("mentions", 0, "start"), -1, "$.mentions[0].start", "found -1"),
    "a position for the stars": (("mentions", 0, "end"), 10**40, "$.mentions[0].end", "too large"),
    "an empty span": (("mentions", 2, "end"), 10, "$.mentions[2].end", "10:10 is empty"),
    "a span past the end": (("mentions", 2, "end"), 55, "$.mentions[2].end", "0:54"),
    "chars that disagree": (("mentions", 2, "start_char"), 63, "$.mentions[2].start_char", "token 10 starts at 64"),
    "ends that disagree": (("events", 1, "end_char"), 187, "$.events[1].end_char", "ends at 188"),
    "out of order": (("mentions", 0), THIRD, "$.mentions[1]", "sorted"),
    "a mention with another number": (("mentions", 1, "id"), "m7", "$.mentions[1].id", "expected 'm1', found 'm7'"),
    "a type nobody knows": (("mentions", 1, "type"), "DOG", "$.mentions[1].type", "PER, FAC"),
    "a type that is a list": (("mentions", 1, "type"), ["PER"], "$.mentions[1].type", "found a list"),
    "a form nobody knows": (("mentions", 1, "form"), None, "$.mentions[1].form", "found null"),
    "another entity": (("mentions", 1, "entity_id"), "e77", "$.mentions[1].entity_id", "id of an entity"),
    "a confidence above one": (("mentions", 1, "confidence"), 1.5, "$.mentions[1].confidence", "0 to 1"),
    "a mention that is a number": (("mentions", 1), 3, "$.mentions[1]", "expected an object, found 3"),
    "a mention without an end": (("mentions", 1, "end"), KeyError, "$.mentions[1].end", "missing"),
    "mentions that are an object": (("mentions",), {}, "$.mentions", "expected a list, found an object"),
    "two entities with one id": (("entities", 1, "id"), "e0", "$.entities[1].id", "another 'e0'"),
    "no entity": (("characters", 0, "id"), "e9", "$.characters[0].id", "id of an entity"),
    "a number for a flag": (("characters", 0, "named"), 1, "$.characters[0].named", "true or false"),
    "evidence": (("characters", 0, "evidence", 0, "end_char"), 4000, "$.characters[0].evidence[0].end_char", "outside"),
    "speaker unknown": (("quotations", 0, "speaker"), "e4", "$.quotations[0].speaker", "id of a character"),
    "addressee unknown": (("quotations", 0, "addressees", 0), "e4", "$.quotations[0].addressees[0]", "character"),
    "a quotation without parts": (("quotations", 0, "parts"), [], "$.quotations[0].parts", "at least one"),
    "a part of three": (("quotations", 0, "parts", 0), [1, 2, 3], "$.quotations[0].parts[0]", "two numbers"),
    "parts out of order": (("quotations", 0, "parts", 1), [1, 5], "$.quotations[0].parts[1]", "before"),
    "a cue that is a word": (("quotations", 0, "cue"), "said", "$.quotations[0].cue", "expected a list"),
    "another attribution": (("quotations", 0, "attribution"), "shouted", "$.quotations[0].attribution", "explicit"),
    "a gap between sentences": (("sentences", 0), KeyError, "$.sentences[0].start", "0 is the first token"),
    "no last sentence": (("sentences", -1), KeyError, "$.sentences", "there are 54"),
    "a long sentence": (("sentences", slice(0, 2)), NESTED, "$.paragraphs[0].end", "no sentence ends"),
    "a stranger in a scene": (("scenes", 0, "characters", 0), "e4", "$.scenes[0].characters[0]", "character"),
    "a block out of order": (("source", "blocks", 1, "start_char"), 3, "$.source.blocks[1].start_char", "before"),
    "a block nobody knows": (("source", "blocks", 1, "kind"), "poem", "$.source.blocks[1].kind", "scene_break"),
    "metadata": (("source", "metadata", "authors"), "A. N. Other", "$.source.metadata.authors", "a list"),
    "a label": (("source", "metadata", "other", "Beta"), 1, "$.source.metadata.other.Beta", "a string"),
    "a missing chapter title": (("chapters", 0, "title"), KeyError, "$.chapters[0].title", "missing"),
    "what is unknown is a string": (("unknown",), "all", "$.unknown", "a list"),
    "no list of cues": (("negation",), {}, "$.negation", "a list"),
    "cues out of order": (("negation", 1), {**FIRST_CUE, "start": 2, "end": 3, "start_char": 42, "end_char": 43},
                          "$.negation[1].start", "before"),
    "a scope inside a word": (("negation", 0, "scope", 0), [65, 68], "$.negation[0].scope[0][0]", "no token starts"),
    "a scope that ends in a word": (("negation", 0, "scope", 0), [64, 69],
        "$.negation[0].scope[0][1]", "no token ends"),
    "a scope of one number": (("negation", 0, "scope", 0), [64], "$.negation[0].scope[0]", "two numbers"),
    "a mode nobody knows": (("modes", "mode", 2), "song", "$.modes.mode[2]", "free indirect"),
    "a mode too few": (("modes", "mode"), ["aside"], "$.modes.mode", "1 values, but there are 5 parts"),
    "modes without ends": (("modes", "end"), KeyError, "$.modes.end", "missing"),
    "an end too few": (("modes", "end"), [1], "$.modes.end", "1 values, but 5 parts start"),
    "a part that is not covered": (("modes", "start", 1), 20, "$.modes.start_char[1]", "token 20 starts at"),
    "a part that starts elsewhere": (("modes", "start_char", 1), 0, "$.modes.start_char[1]", "found 0"),
    "a confidence that is none": (("modes", "confidence", 1), "high", "$.modes.confidence[1]", "0 to 1"),
    "affect out of range": (("affect", "valence", 1), 1.5, "$.affect.valence[1]", "from -1 to 1"),
    "undertone out of range": (("undertone", "plays_down", 1), -0.5, "$.undertone.plays_down[1]", "from 0 to 1"),
    "undertone of too many": (("undertone", "speaks_against"), [0.0], "$.undertone.speaks_against", "1 values"),
    "affect of too many": (("affect", "arousal"), [0.0], "$.affect.arousal", "1 values, but there are 4 sentences"),
    "another level": (("narration", 1, "level"), "page", "$.narration[1].level", "story, chapter, scene"),
    "another tense": (("narration", 0, "tense"), "future", "$.narration[0].tense", "past, present"),
    "a mind nobody knows": (("narration", 0, "focal_character"), "e4", "$.narration[0].focal_character", "or null"),
    "a shift outside": (("narration", 1, "shifts", 0, "start"), 0, "$.narration[1].shifts[0].start", "outside of"),
    "a shift elsewhere": (("narration", 1, "shifts", 0, "start_char"), 0,
        "$.narration[1].shifts[0].start_char", "found 0"),
    "a shift to nobody": (("narration", 1, "shifts", 0, "character"), None,
        "$.narration[1].shifts[0].character", "a string"),
    "two feelings with one id": (("feelings", 1, "id"), "f0", "$.feelings[1].id", "another 'f0'"),
    "a feeling nobody knows": (("feelings", 0, "category"), "awe", "$.feelings[0].category", "love, joy"),
    "a feeling of a stranger": (("feelings", 0, "experiencer"), "e4", "$.feelings[0].experiencer", "or null"),
    "a feeling outside": (("feelings", 0, "end_char"), 9999, "$.feelings[0].end_char", "outside"),
    "a denial of nobody": (("denials", 0, "experiencer"), None, "$.denials[0].experiencer", "a string"),
    "a contradiction outside": (("denials", 0, "against", 0, "end_char"), 0,
        "$.denials[0].against[0].end_char", "empty"),
    "a pair of one": (("relationships", 0, "b"), None, "$.relationships[0].b", "a string"),
    "lines one way": (("relationships", 0, "lines"), [1], "$.relationships[0].lines", "from a to b"),
    "a feeling that is not there": (("relationships", 0, "feelings", 1), ["f9"],
        "$.relationships[0].feelings[1][0]", "id of a feeling"),
    "a scene that is not there": (("relationships", 0, "together", 1), 2, "$.relationships[0].together[1]", "below 2"),
    "an arc that is not there": (("relationships", 0, "arcs", 0), "a9", "$.relationships[0].arcs[0]", "id of an arc"),
    "a time before the beginning": (("relationships", 0, "first_feeling", 0), -1,
        "$.relationships[0].first_feeling[0]", "0 to 1"),
    "an asymmetry of two": (("relationships", 0, "asymmetry"), 2, "$.relationships[0].asymmetry", "from -1 to 1"),
    "a band too short": (("arcs", 0, "low"), [0.5], "$.arcs[0].low", "3 of `progress`"),
    "an observation too many": (("arcs", 0, "observed"), [1, 2, 3], "$.arcs[0].observed", "2 of `at`"),
    "a value that is infinite": (("arcs", 0, "value", 1), math.inf, "$.arcs[0].value[1]", "a number"),
    "growth in words": (("arcs", 0, "grows"), "slowly", "$.arcs[0].grows", "rises, falls"),
    "a turn of an arc that is not there": (("turns", 0, "arcs", 0), "a9", "$.turns[0].arcs[0]", "id of an arc"),
    "a chance above one": (("turns", 0, "p_value"), 1.2, "$.turns[0].p_value", "0 to 1"),
}  # fmt: skip


@pytest.mark.parametrize(("path", "value", "place", "words"), BROKEN.values(), ids=BROKEN)
def test_what_is_broken_is_named_with_its_place(path, value, place, words):
    with pytest.raises(FormatError) as caught:
        from_dict(changed(path, value))
    message = str(caught.value)
    assert message.startswith(f"{place}: ")
    assert words in message
    assert "\n" not in message


@pytest.mark.parametrize("value", [None, [], "undertow/1", 1, {}])
def test_what_is_no_story_is_refused(value):
    with pytest.raises(FormatError, match=r"^\$"):
        from_dict(value)


def test_every_member_is_asked_for():
    for path, value in walk(to_dict(ferry())):
        if isinstance(value, dict) and path != ("source", "metadata", "other"):
            for key in value if path else value.keys() - LATER.keys():
                with pytest.raises(FormatError, match="missing") as caught:
                    from_dict(changed((*path, key), KeyError))
                assert str(caught.value).startswith(shown((*path, key)))


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 70) | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)
PLACES = [path for path, _ in walk(to_dict(ferry())) if path]


@RELAXED
@given(st.sampled_from(PLACES), ANYTHING)
def test_anything_anywhere_is_a_story_or_a_format_error(path, value):
    try:
        story = from_dict(changed(path, value))
    except FormatError as error:
        assert str(error).startswith("$")
    else:
        VALIDATOR.validate(to_dict(story))


def test_a_number_that_is_none_is_refused():
    with pytest.raises(FormatError, match="confidence"):
        from_dict(changed(("mentions", 0, "confidence"), math.nan))
