"""Joining what has no name: clusters of nothing but 'he' or 'she' that can only be one person.

Clusters of pronouns alone are joined where the scene leaves no choice. The decision: a scene with one woman in it has
one 'she'; where it has two or more, a cluster is left alone rather than given to the wrong one. Clusters of very many
pronouns, with a few slips of coreference among them, are joined likewise, and to a main character of whom a scene tells
by hardly anything but 'she'.
"""

from collections import Counter, defaultdict

import numpy as np

from undertow.story.draft import Draft
from undertow.story.profile import Profile, make_profile
from undertow.story.units import Units
from undertow.story.vocatives import people_by_scene

RARE = 0.1  # share of a scene's mentions of one gender below which a person is talked of, not present
UNCLEAR = 3  # mentions of somebody without gender from which they may be the 'she'
CLEAR = 0.75  # share of the mentions of those with a name from which one of them is meant


class _Scenes:
    """Who is present where, and which units of pronouns are still open."""

    def __init__(self, draft: Draft, profile: Profile, absent: set[int]) -> None:
        self.profile = profile
        self.present = people_by_scene(draft.columns, profile)
        pronouns = np.flatnonzero(profile.only_pronouns | profile.mostly_pronouns).tolist()
        self.open = {u for u in pronouns if profile.gender[u]}
        self.most: Counter[int] = Counter()  # mentions of a unit in the scene that mentions it most
        for present in self.present.values():
            self.most |= present
        self.no_choice = self.open | {draft.units.find(p) for p in absent}

    def open_in(self, scene: int, gender: str) -> list[int]:
        """The open units of one gender in a scene; those of very many pronouns only where most of them are."""
        many, genders = self.profile.mostly_pronouns, self.profile.gender
        here = [(u, n) for u, n in self.present[scene].items() if u in self.open and genders[u] == gender]
        return [u for u, n in here if not many[u] or n == self.most[u]]

    def choices(self, scene: int, gender: str) -> list[int]:
        """Whom 'he' or 'she' could mean in a scene."""
        present, genders = self.present[scene], self.profile.gender
        total = sum(n for u, n in present.items() if genders[u] == gender)
        known = [
            u for u, n in present.items() if u not in self.no_choice and genders[u] == gender and n >= RARE * total
        ]
        unclear = [u for u, n in present.items() if u not in self.no_choice and not genders[u] and n >= UNCLEAR]
        return known + unclear if known else known

    def told_at_length(self, scene: int, here: list[int]) -> list[int]:
        """A person with the units of very many pronouns that can only be this one, though the scene hardly has a name.

        The person is the one most often mentioned here of those with a name, and more often in the story than they are.
        """
        present, profile = self.present[scene], self.profile
        long = [u for u in here if profile.mostly_pronouns[u]]
        gender = profile.gender[here[0]]
        able = [u for u in present if u not in self.no_choice and profile.has_name[u] and profile.gender[u] == gender]
        if not long or not able:
            return []
        best = max(able, key=lambda u: present[u])
        clear = present[best] >= max(UNCLEAR, CLEAR * sum(present[u] for u in able))
        return [best, *long] if clear and profile.size[best] >= profile.size[long].sum() else []

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
                one = scenes.told_at_length(scene, here)
                _join_all(draft.units, one)
                rest = [u for u in here if u not in one]
                _join_all(draft.units, rest)
                loose[gender].extend(rest[:1])
    size = Counter({u: int(profile.size[u]) for u in scenes.open})
    for gender, found in loose.items():
        mentions = sum(n for u, n in size.items() if profile.gender[u] == gender)
        if mentions > scenes.settled(gender):  # the story has one 'she', and she has no name
            _join_all(draft.units, found)
