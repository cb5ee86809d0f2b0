"""Joining what has no name: clusters of nothing but 'he' or 'she' that can only be one person.

Clusters of pronouns alone are joined where the scene leaves no choice. The decision: a scene with one woman in it has
one 'she'; where it has two or more, a cluster is left alone rather than given to the wrong one.
"""

from collections import Counter, defaultdict

import numpy as np

from undertow.story.draft import Draft
from undertow.story.profile import Profile, make_profile
from undertow.story.units import Units
from undertow.story.vocatives import people_by_scene

RARE = 0.1  # share of a scene's mentions of one gender below which a person is talked of, not present
UNCLEAR = 3  # mentions of somebody without gender from which they may be the 'she'


class _Scenes:
    """Who is present where, and which units of pronouns are still open."""

    def __init__(self, draft: Draft, profile: Profile, absent: set[int]) -> None:
        self.profile = profile
        self.present = people_by_scene(draft.columns, profile)
        self.open = {int(u) for u in np.flatnonzero(profile.only_pronouns) if profile.gender[u]}
        self.no_choice = self.open | {draft.units.find(p) for p in absent}

    def open_in(self, scene: int, gender: str) -> list[int]:
        """The open units of one gender in a scene."""
        return [u for u in self.present[scene] if u in self.open and self.profile.gender[u] == gender]

    def choices(self, scene: int, gender: str) -> list[int]:
        """Whom 'he' or 'she' could mean in a scene."""
        present, genders = self.present[scene], self.profile.gender
        total = sum(n for u, n in present.items() if genders[u] == gender)
        known = [
            u for u, n in present.items() if u not in self.no_choice and genders[u] == gender and n >= RARE * total
        ]
        unclear = [u for u, n in present.items() if u not in self.no_choice and not genders[u] and n >= UNCLEAR]
        return known + unclear if known else known

    def settled(self, gender: str) -> int:
        """Mentions of all who could be meant anywhere in the story."""
        genders = self.profile.gender
        return sum(
            n
            for present in self.present.values()
            for u, n in present.items()
            if u not in self.no_choice and genders[u] == gender
        )


def _join_all(units: Units, some: list[int]) -> None:
    for u in some[1:]:
        units.join(some[0], u)


def join_pronouns(draft: Draft, absent: set[int]) -> None:
    """Join clusters of pronouns to the only one they can mean.

    Persons in `absent` are only called by name and are no choice.
    """
    profile = make_profile(draft)
    scenes = _Scenes(draft, profile, absent)
    loose: dict[str, list[int]] = defaultdict(list)
    for scene in sorted(scenes.present):
        for gender in ("m", "f"):
            here = scenes.open_in(scene, gender)
            choices = scenes.choices(scene, gender) if here else []
            if len(choices) == 1:
                _join_all(draft.units, [choices[0], *here])
            elif here and not choices:
                _join_all(draft.units, here)
                loose[gender].append(here[0])
    size = Counter({u: int(profile.size[u]) for u in scenes.open})
    for gender, found in loose.items():
        mentions = sum(n for u, n in size.items() if profile.gender[u] == gender)
        if mentions > scenes.settled(gender):  # the story has one 'she', and she has no name
            _join_all(draft.units, found)
