"""Layers -> Story: a visible list of steps from clusters to characters, lines and scenes.

The decision: clusters are never trusted alone. The names of the whole book are joined first, then each mention follows
its name, then voices, calls and pronouns are joined to them; `mention_entity` holds the outcome.
"""

from undertow.document.values import Document
from undertow.layers.values import Layers
from undertow.story.attach import attach
from undertow.story.cast import SHORT, Cast, make_cast
from undertow.story.columns import Index, make_columns
from undertow.story.coming import follow_comers
from undertow.story.contrary import part_contrary
from undertow.story.described import join_described, part_owned, part_related
from undertow.story.draft import Draft
from undertow.story.feelings import find_felt
from undertow.story.forms import collect_forms
from undertow.story.gaps import find_gaps
from undertow.story.interpret import interpret
from undertow.story.lines import make_insets, make_quotations, make_scenes
from undertow.story.nameless import join_pronouns
from undertow.story.narrator import link_introductions, name_narrator
from undertow.story.people import find_people
from undertow.story.places import join_places
from undertow.story.subjects import follow_subjects
from undertow.story.values import Story
from undertow.story.vocatives import find_vocatives, link_vocatives, only_called
from undertow.story.voices import find_addressed, find_narrator, give_voices, heard_units, speaker_units


def draft_story(document: Document, layers: Layers) -> Draft:
    """Join mentions into units, step by step."""
    columns = make_columns(document, layers)
    forms = collect_forms(columns)
    people = find_people(forms)
    vocative = find_vocatives(columns, forms)
    draft = Draft(columns, forms, people, attach(columns, forms, people), vocative)
    part_contrary(columns, people, draft.units)
    follow_comers(columns, draft.units)
    follow_subjects(columns, people, draft.units)
    find_narrator(draft)
    find_addressed(draft)
    give_voices(draft)
    part_owned(draft)
    part_related(draft)
    join_described(draft)
    join_pronouns(draft, set(only_called(draft)))
    introduced = link_introductions(draft)
    if draft.narrator >= 0:
        name_narrator(draft, introduced)
    link_vocatives(draft)
    join_places(draft)
    return draft


def build_story(document: Document, layers: Layers) -> Story:
    """Make the story. Raises PipelineError if mentions, coreference, quotations or speakers are missing."""
    return interpret(gather_story(document, layers))


def gather_story(document: Document, layers: Layers) -> Story:
    """Make the story up to its people and their lines: nothing of it is interpreted yet."""
    draft = draft_story(document, layers)
    speaker = speaker_units(draft)
    story = _with_cast(layers, draft, speaker, make_cast(draft, speaker))
    felt = find_felt(story) if document.n_tokens <= SHORT else frozenset()
    return _with_cast(layers, draft, speaker, make_cast(draft, speaker, felt)) if felt else story


def _with_cast(layers: Layers, draft: Draft, speaker: Index, cast: Cast) -> Story:
    """The story of a cast, with its lines and scenes."""
    document = draft.columns.document
    quotations = make_quotations(draft.columns, cast, speaker, heard_units(draft))
    return Story(
        document=document,
        layers=layers,
        model=layers.encoding.model if layers.encoding is not None else "",
        entities=cast.entities,
        characters=cast.characters,
        quotations=quotations,
        scenes=make_scenes(draft.columns, cast, quotations),
        mention_entity=cast.mention_entity,
        unknown=find_gaps(cast.characters, quotations),
        insets=make_insets(draft.columns, cast),
    )
