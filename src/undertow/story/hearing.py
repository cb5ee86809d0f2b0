"""The cast as a conversation sees it: who is one person, by all that the book says of names.

Clusters alone call two people one and one person two; a conversation decided over them is fatally wrong about who
answers whom. In come the layers with a first reading of the speakers, out go persons for a second one: the units of the
story.
"""

import numpy as np

from undertow.document.values import Document
from undertow.layers.coreference_features import mention_columns
from undertow.layers.speech_people import FEMALE, MALE, NO_GENDER, PLURAL, People, find_things
from undertow.layers.values import Layers
from undertow.story.build import draft_story
from undertow.story.profile import make_profile

_GENDERS = {"m": MALE, "f": FEMALE, "": NO_GENDER}


def people_of_story(document: Document, layers: Layers) -> People:
    """Bring together the mentions of each person."""
    assert layers.mentions is not None
    assert layers.quotations is not None
    draft = draft_story(document, layers)
    profile = make_profile(draft)
    units, of_mention = np.unique(profile.unit, return_inverse=True)
    columns = mention_columns(document, layers.mentions, layers.quotations)
    gender = np.array([PLURAL if profile.plural[u] else _GENDERS[profile.gender[u]] for u in units.tolist()], np.int64)
    narrator = -1
    told = draft.narrator if draft.narrator >= 0 else draft.addressed  # the hero of the second person takes part as 'I'
    if told >= 0:
        narrator = int(np.searchsorted(units, draft.units.find(told)))
    inside = columns.quotation >= 0
    return People(
        columns=columns,
        of_mention=of_mention.astype(np.int64),
        inside=inside,
        gender=gender,
        named=profile.has_name[units],
        human=profile.is_person[units],
        thing=find_things(columns, of_mention.astype(np.int64), len(units)),
        n_mentions=np.bincount(of_mention[~inside], minlength=len(units)),
        narrator=narrator,
    )
