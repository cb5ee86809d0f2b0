"""The story while it is being put together: what every step reads, and the units that it joins."""

from dataclasses import dataclass, field

from undertow.story.columns import Columns, Flags
from undertow.story.forms import Forms
from undertow.story.people import People
from undertow.story.units import Units


@dataclass(slots=True, eq=False)
class Draft:
    """Everything is fixed but the units, and the narrator or the one who is told as 'you' once there is one."""

    columns: Columns
    forms: Forms
    people: People
    units: Units
    vocative: Flags  # [n_mentions] names that call somebody
    narrator: int = -1  # the unit of the narrator, -1 for none
    addressed: int = -1  # the unit of whoever the narration calls 'you', where it is told in the second person
    saluted: set[int] = field(default_factory=set)  # the units that letters are written to

    def person_of(self, mention: int) -> int:
        """The person whose name a mention is, -1 where it is none."""
        form = int(self.forms.of_mention[mention])
        return self.people.person[form] if form >= 0 else -1

    def mentions_by_name(self, person: int) -> list[int]:
        """Where a person is named."""
        return [i for form in self.people.members[person] for i in form.mentions]
