"""Who 'I' and 'you' are, and whose name is called."""

import pytest
from handmade_story import called, make, story_of

from undertow.layers.speech_frame import make_frame
from undertow.layers.speech_people import FEMALE
from undertow.layers.speech_turns import form_of
from undertow.story.hearing import people_of_story

LETTER = """
[I|i] came to the house at noon. [My|i] coat was wet and [I|i] was tired of [myself|i].
“You are late, [Jacob|n],”{b>i} said [Brett|b]. [She|b] laughed at [me|i].
“[I|v] walked,”{i>b} [I|i] said. [I|i] looked at [her|b].
“Sit down, [Jacob|n].”{b>i} [Brett|b] poured. [She|b] drank.
"""


def test_the_narrator_is_one_character_named_by_what_others_call_him():
    narrator = called(story_of(LETTER), "Jacob")
    assert narrator.narrator and narrator.named
    assert narrator.n_mentions == 10
    assert narrator.n_quotations == 1


def test_the_narrator_is_shown_by_a_passage():
    story = story_of(LETTER)
    narrator = called(story, "Jacob")
    assert [story.text[e.start_char : e.end_char] for e in narrator.evidence if e.claim == "narrator"] == ["I"]


def test_scattered_clusters_of_i_are_one_narrator():
    story = story_of("[I|a] rose. [I|b] ate. [My|c] name is [Ishmael|d]. [I|e] sailed. [He|f] waved at [me|g].")
    assert called(story, "Ishmael").n_mentions == 6
    assert called(story, "Ishmael").narrator


def test_call_me_names_the_narrator():
    assert called(story_of("Call [me|a] [Ishmael|b]. [I|a] sailed. [I|c] sank."), "Ishmael").narrator


def test_i_comma_name_comma_names_the_narrator():
    assert called(story_of("[I|a], [Claudius|b], write this. [I|a] was lame. [I|a] was shy."), "Claudius").narrator


def test_a_narrator_whom_nobody_names_is_said_to_be_unnamed():
    story = story_of("[I|a] rose. [I|a] ate. [I|b] slept. [Nora|c] sang to [me|b]. [Nora|c] left.")
    assert [c.name for c in story.characters if c.narrator] == ["I"]
    assert "The narrator is never named." in story.unknown


HOTEL = """
[I|i] had the desk. [I|i] gave out the keys. [She|a] came on Thursdays.
“You are kind, [Mr. Pask|p],”{a>i} [she|a] said. [I|i] told [her|a] that it was late.
“Good night, [Mr. Pask|p],”{a>i} [she|a] said. [I|i] ran.
%s
“I know,”{a>i} [she|a] said.
"""


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("“[Leonard|l],”{i>a} [I|i] said. “[My|i] name is [Leonard|l].”{i>a}", {"Mr. Pask", "Leonard"}),
        ("“Call [me|i] [Leo|l],”{i>a} [I|i] said.", {"Mr. Pask", "Leo"}),
        ("“[My|i] name is [Leonard Pask|l],”{i>a} [I|i] said.", {"Mr. Pask", "Leonard Pask"}),
        ("“[My|j] name is [Leonard|l],”{j>i} said [the guard|j]. [The guard|j] bowed.", {"Mr. Pask"}),
        ("“[My|i] name is [Mr. Gray|l],”{i>a} [I|i] said.", {"Mr. Pask"}),  # he cannot be both
    ],
)
def test_the_name_that_the_narrator_gives_stands_beside_the_one_that_others_use(line, names):
    story = story_of(HOTEL % line)
    (narrator,) = (c for c in story.characters if c.narrator)
    assert {narrator.name, *narrator.aliases} == names


FILL = "[She|s] walked on and on , past the gate and the wall and the yard , and [she|s] saw nothing of it . " * 12
BATHS = """
[She|s] swam . [She|s] rose . [Her|s] hands were wet .
%s
%s
***
[She|s] ran . [He|h] called .
“ Stop , [Mrs. Byrne|b] ! ”{h>s} [He|h] waved . [She|s] ran on .
"""
AT_THE_DESK = "“ You have not paid , [Noreen|n] , ”{%s>n} said the girl on the desk ."


@pytest.mark.parametrize(
    ("line", "between", "names"),
    [
        (AT_THE_DESK % "g", FILL, {"Noreen", "Mrs. Byrne"}),
        (AT_THE_DESK % "s", FILL, {"Noreen", "Mrs. Byrne"}),  # a slip: no word beside it says that she speaks
        (AT_THE_DESK % "g" + " [Noreen|n] paid .", FILL, {"Mrs. Byrne"}),  # the narration has a Noreen
        ("“ You have not paid , [Noreen|n] , ”{s>n!} said [she|s] .", FILL, {"Mrs. Byrne"}),  # she calls another
        ("“ You have not paid , [Mrs. Gray|n] , ”{g>n} said the girl on the desk .", FILL, {"Mrs. Byrne"}),
    ],
)
def test_she_may_be_called_one_thing_here_and_another_there(line, between, names):
    story = story_of(BATHS % (line, between))
    (she,) = (c for c in story.characters if c.pronouns == "she/her" and c.n_mentions > 5)
    assert {she.name, *she.aliases} == names


def test_two_who_call_each_other_are_two():
    story = story_of(
        "[She|s] sat. [She|s] rose. [Her|s] hands shook.\n"
        "“Sit down, [Mrs. Byrne|b],”{t>s} said somebody. “Thank you, [Noreen|n],”{s>t} [she|s] said."
    )
    assert not [c for c in story.characters if {"Noreen", "Mrs. Byrne"} <= {c.name, *c.aliases}]


def test_a_friend_told_of_by_name_is_not_the_narrator():
    story = story_of(
        """
        [I|a] met [Holmes|b] at noon. [Holmes|b] was pale. [I|a] asked [Holmes|b] why.
        [Holmes|b] sighed. [Holmes|b] rose.
        “Go on, [Holmes|b],”{a>b} [I|a] said.
        “It was late,”{b>a} said [Holmes|b]. “Too late, [Watson|c].”{b>a}
        """
    )
    assert called(story, "Watson").narrator
    assert not called(story, "Holmes").narrator


def test_i_in_a_quotation_does_not_make_a_narrator():
    story = story_of("“[I|x] am tired. [I|x] want [my|x] bed. [I|x] do,”{b>} said [Nora|b]. [She|b] slept.")
    assert [(c.name, c.narrator, c.n_mentions) for c in story.characters] == [("Nora", False, 6)]


def test_i_belongs_to_the_speaker_and_you_to_the_addressee():
    story = story_of("“[I|x] love [you|y],”{a>b} said [Nora|a]. [Nora|a] wept. [Emil|b] did not. [Emil|b] left.")
    assert {c.name: c.n_mentions for c in story.characters} == {"Nora": 3, "Emil": 3}


def test_an_introduction_names_the_one_who_speaks():
    story = story_of(
        """
        [She|a] came in. [She|a] sat. “[My|v] name is [Nora Helmer|n],”{a>} [she|a] said. [She|a] smiled.
        [He|b] said nothing. [He|b] left. [He|b] ran.
        """
    )
    assert called(story, "Nora Helmer").n_mentions == 6


def test_the_other_of_two_in_the_scene_is_the_one_called():
    story = story_of(
        """
        [She|a] waited. [She|a] sang. [Emil|b] came. [Emil|b] sat. [He|b] spoke.
        “Come here, [Nora|n]!”{b>} [She|a] came.
        """
    )
    assert called(story, "Nora").n_mentions == 4


def test_the_name_of_a_person_is_not_given_to_the_other_gender():
    story = story_of(
        """
        [He|a] waited. [He|a] sang. [He|a] slept. [Emil|b] came. [Emil|b] sat. [Emil|b] spoke.
        “Come here, [Mrs. Gray|n]!”{b>a} Nobody came.
        """
    )
    assert called(story, "Mrs. Gray").n_mentions == 1


def test_a_name_alone_in_a_line_may_be_an_answer_and_names_nobody():
    story = story_of(
        "[She|a] asked who it was. [She|a] waited. [He|b] thought. “[Nora|n].”{b>a} [She|a] left. [He|b] stayed."
    )
    assert called(story, "Nora").n_mentions == 1


def test_a_name_that_the_narration_uses_is_not_moved_by_a_call():
    story = story_of(
        """
        [Nora|n] was abroad. [The widow|a] waited. [She|a] sang. [He|b] came. [He|b] sat. [He|b] spoke.
        “Oh, [Nora|n]!”{b>a} [he|b] cried at the letter. [She|a] left.
        """
    )
    assert called(story, "Nora").n_mentions == 2


def test_several_names_can_call_one_person():
    story = story_of(
        """
        [She|a] waited. [She|a] sang. [He|b] came. [He|b] sat. [He|b] spoke. “Come here, [Tamsin|n]!”{b>a} [She|a] came.
        “Well, [Tam|m].”{b>a} [She|a] sat. “Sit up, [Miss Farr|o]!”{b>a} [She|a] did. [He|b] left.
        """
    )
    assert [c.name for c in story.characters] == ["Tamsin", "he"]
    assert set(called(story, "Tamsin").aliases) == {"Tam", "Miss Farr"}


def test_what_the_narration_tells_of_him_is_not_the_narrators():
    story = story_of(
        """
        [I|i] came. [I|i] knocked. [My|i] coat was wet. [He|n] opened. [He|n] looked at [me|i]. [His|n] eyes were black.
        “[Mr. Lockwood|n], sir?”{h>i} said [Heathcliff|h]. [Heathcliff|h] frowned. [I|i] bowed. [I|i] went in.
        """
    )
    narrator = called(story, "Mr. Lockwood")
    assert narrator.narrator and narrator.pronouns == ""


def test_a_narrator_whom_all_call_by_name_is_not_someone_called_once():
    calls = "“Sit, [Jake|n].”{b>} [I|i] sat. [Brett|b] drank. " * 3
    story = story_of(f"[I|i] came. [I|i] was tired. {calls} “Sit, [Henry|h]!”{{b>}} [I|i] rose. [My|i] head hurt.")
    assert called(story, "Jake").narrator


def test_coreference_has_a_friend_in_the_narrators_cluster_and_is_not_believed():
    story = story_of(
        "[I|i] came. [My|i] coat was wet. "
        + "[Potapitch|i] bowed. " * 9
        + "[I|i] sat. “Sit, [Alexis Ivanovitch|n]!”{b>i} said [Polina|b]. [She|b] laughed at [me|i]."
    )
    assert [c.name for c in story.characters if c.narrator] == ["Alexis Ivanovitch"]


def test_one_wrong_link_inside_a_quotation_makes_no_man_of_tamsin():
    told = "[He|b] sat. [He|b] spoke. [He|b] rose. [He|b] left. " * 7
    story = story_of(f"""
        [She|a] waited. [She|a] sang. [She|a] sat. [He|b] came. “Come here, [Tamsin|n]!”{{b>a}} [She|a] came.
        “Well, [Tam|b].”{{b>a}} {told} [She|a] sat.
        """)
    assert [c.name for c in story.characters] == ["he", "Tamsin"]
    assert called(story, "Tamsin").aliases == ("Tam",)


def test_the_cast_of_a_conversation_has_names_genders_and_the_narrator():
    document, layers = make(LETTER)
    people = people_of_story(document, layers)
    assert people.narrator >= 0 and people.named[people.narrator]
    assert FEMALE in people.gender[people.named].tolist()  # Brett
    assert people.human.all()


def test_you_of_the_second_person_is_one_character():
    story = story_of("[You|a] sit down . [You|b] hate [him|c] , and [you|a] know [your|b] hands shake . [He|c] waits .")
    you = called(story, "you")
    assert you.n_mentions == 4
    assert not you.narrator


def test_the_hero_of_the_second_person_is_told_of_beside_somebody_who_has_more_pronouns():
    story = story_of(
        "[You|a] sit . [She|b] sees [you|a] . [She|b] waits . [Her|b] hands shake . [You|a] watch [her|b] ."
        " [You|a] go . [She|b] laughs ."
    )
    assert called(story, "you").n_mentions == 4


def test_the_you_of_the_second_person_takes_part_in_a_conversation_as_i_does():
    document, layers = make("[You|a] sit . “Come in,” [you|a] say . [He|b] bows . [You|a] rise and [you|a] go .")
    people = people_of_story(document, layers)
    frame = make_frame(document, layers, people)
    assert people.narrator == people.of_mention[0]
    assert form_of(frame, 1) == "I" and form_of(frame, 2) == "pronoun"


def test_whoever_a_letter_is_written_to_is_you_and_not_the_narrator():
    letter = "[Dear Sam|a] , [I|a] sailed . [You|b] asked [me|a] why , [Sam|a] , and [I|a] told [you|b] . [I|a] ate ."
    story = story_of(letter)
    assert called(story, "Sam").n_mentions == 4
    assert [c.name for c in story.characters if c.narrator] == ["I"]


@pytest.mark.parametrize(
    "text",
    [
        "Dear Will , [I|a] sailed . Are [you|b] well ? [Agnes|c] says [you|c] are . [I|a] miss [your|d] face .",
        "[I|a] sailed . [You|b] asked [me|a] why . [I|a] told [you|b] once , and [you|d] laughed . [I|a] ate .",
    ],
)
def test_a_letter_without_a_name_is_written_to_one_you(text):
    assert called(story_of(text), "you").n_mentions == 3


def test_a_you_that_is_anybody_is_not_one_to_whom_a_story_is_told():
    text = "[I|a] slept . One day [you|b] rise , and [your|b] hair is grey . [You|b] forget . [I|a] rose . [I|a] ate ."
    assert "you" not in {character.name for character in story_of(text).characters}


def test_a_you_now_and_then_is_no_character():
    story = story_of(
        "[She|a] sat . [You|b] know how it is . [She|a] slept , and [she|a] woke . [She|a] rose . [She|a] ate ."
    )
    assert "you" not in {character.name for character in story.characters}
