"""What could not be determined, a sentence each, so that silence is never taken for an answer."""

from undertow.story.values import Character, Narration, Quotation

_MAIN = 5  # characters whose missing name is worth a sentence
_SHARE = 0.05  # of all mentions of characters, from which somebody is a main character


def _who(character: Character) -> str:
    kind = {"he/him": "man", "she/her": "woman"}.get(character.pronouns, "person")
    return f'The {kind} called "{character.name}" is never named.'


def narration_gaps(narration: tuple[Narration, ...]) -> tuple[str, ...]:
    """Say what is unknown of how the story as a whole is told."""
    gaps = []
    for whole in narration[:1]:
        if whole.narrative_person == "unknown":
            gaps.append("It is not known in which person the story is told.")
        if whole.tense == "unknown":
            gaps.append("It is not known in which tense the story is told.")
        if whole.focal_character is None:
            somewhere = any(part.focal_character is not None or part.shifts for part in narration)
            gaps.append(f"It is not known whose mind {'most of ' if somewhere else ''}the story is in.")
    return tuple(gaps)


def find_gaps(characters: tuple[Character, ...], quotations: tuple[Quotation, ...]) -> tuple[str, ...]:
    """Say what the reading leaves open."""
    gaps = []
    if not characters:
        gaps.append("No character was found.")
    total = sum(character.n_mentions for character in characters)
    for character in characters[:_MAIN]:
        if character.narrator and not character.named:
            gaps.append("The narrator is never named.")
        elif not character.named and character.n_mentions >= _SHARE * total:
            gaps.append(_who(character))
    unknown = [
        c.name
        for c in characters[:_MAIN]
        if c.named and not c.pronouns and not c.narrator and c.n_mentions >= _SHARE * total
    ]
    gaps += [f"No pronoun tells how the text refers to {name}." for name in unknown]
    if not quotations:
        gaps.append("No quotation was found.")
        return tuple(gaps)
    silent = sum(quotation.speaker is None for quotation in quotations)
    if silent == len(quotations):
        gaps.append(
            "Nobody is named as the speaker of any line."
            if len(quotations) > 1
            else "Nobody is named as the speaker of the only line."
        )
    elif silent:
        gaps.append(f"Nobody is named as the speaker of {silent} of {len(quotations)} lines.")
    return tuple(gaps)
