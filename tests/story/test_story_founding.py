"""The story that founded undertow: she is named only where he calls her, and he never is."""

from handmade_story import called, story_of

FOUNDING = """
[She|a] counts the cups on [the shelf|x:FAC]. It is nothing, [she|a] tells [herself|a].
[He|b] comes in with the rain on [his|b] coat. [She|c] does not look up (she looks up).
“[You|v] kept [my|w] cup, [Nora|n],”{b>c} [he|b] says.
[She|c] puts it down in front of [him|b]. [Her|c] hand is steady.
***
In the evening [she|d] walks home by the river. [She|d] does not think of [him|e].
[He|e] is under the bridge. “[Nora|n]!”{e>d} [He|e] has been running.
“Go home,”{d>e} [she|d] says, and [she|d] does not go home.
***
It was [him|f]. [She|g] knows it between two stairs, and [she|g] runs.
"""


def test_the_heroine_gets_the_name_that_she_is_called_by():
    nora = called(story_of(FOUNDING), "Nora")
    assert nora.named and nora.pronouns == "she/her"
    assert nora.n_mentions == 15


def test_the_man_who_is_never_named_is_one_character():
    story = story_of(FOUNDING)
    assert [c.name for c in story.characters] == ["Nora", "he"]
    he = called(story, "he")
    assert not he.named and he.pronouns == "he/him"
    assert 'The man called "he" is never named.' in story.unknown


def test_lines_have_their_speakers_and_the_scenes_their_people():
    story = story_of(FOUNDING)
    nora, he = called(story, "Nora").id, called(story, "he").id
    assert [(q.speaker, q.addressees) for q in story.quotations] == [(he, (nora,)), (he, (nora,)), (nora, (he,))]
    assert [set(scene.characters) for scene in story.scenes] == [{nora, he}] * 3


def test_every_claim_shows_the_words_that_support_it():
    story = story_of(FOUNDING)
    nora = called(story, "Nora")
    shown = {(e.claim, story.text[e.start_char : e.end_char].lower()) for e in nora.evidence}
    assert ("name", "nora") in shown
    assert {text for claim, text in shown if claim == "pronouns"} <= {"she", "her", "herself"}


def test_you_and_i_in_a_line_are_the_two_who_talk():
    story = story_of(FOUNDING)
    mentions = story.layers.mentions
    who = {
        story.document.span(int(a), int(b)).text: story.entities[e].name
        for a, b, e in zip(mentions.start, mentions.end, story.mention_entity.tolist(), strict=True)
    }
    assert who["You"] == "Nora" and who["my"] == "he"
