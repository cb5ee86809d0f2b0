"""Statements about what goes on inside: whose mind, what is felt and denied, what grows, where it turns."""

import numpy as np

from undertow.report.arcs import SIGNED
from undertow.report.minds import DENIED
from undertow.report.names import short
from undertow.report.teller import Claim, Teller, Words
from undertow.report.wording import number, p_value, percent, places
from undertow.story.values import Arc, Narration

ONE_MIND = 0.6  # of the words that are in somebody's mind: from here on the story is in one
QUOTE = 110  # characters of a turn that are quoted
LEAST = 3  # expressions, from which something is said of a direction of feeling

# What it means that an arc rises or falls; {} stands for the people.
_GROWS = {
    "feeling": ("What {} feels toward {} grows", "What {} feels toward {} fades"),
    "presence": ("{} and {} are together more and more", "{} and {} are together less and less"),
    "exchanges": ("{} and {} speak with each other more and more", "{} and {} speak with each other less and less"),
    "denial": ("{} denies what is felt toward {} more and more", "{} denies what is felt toward {} less and less"),
    "touch": ("{} and {} touch more and more", "{} and {} touch less and less"),
    "conflict": ("Between {} and {} conflict grows", "Between {} and {} conflict fades"),
    "valence": ("The sentences about {} grow brighter", "The sentences about {} grow darker"),
    "arousal": ("The sentences about {} grow more agitated", "The sentences about {} grow calmer"),
    "dominance": ("The sentences about {} grow more assured", "The sentences about {} grow more helpless"),
}


def _manner(narration: Narration) -> str:
    """`told in the third person and the present tense`, as far as it is known."""
    person = f"the {narration.narrative_person} person" if narration.narrative_person != "unknown" else ""
    person = "changing persons" if narration.narrative_person == "mixed" else person
    tense = f"the {narration.tense} tense" if narration.tense != "unknown" else ""
    tense = "changing tenses" if narration.tense == "mixed" else tense
    known = [each for each in (person, tense) if each]
    return f"told in {' and '.join(known)}" if known else ""


def mind(teller: Teller) -> Claim | None:
    """Whose mind the story is in, who tells it, in which person and tense."""
    minds, document = teller.minds, teller.counts.document
    whole = next(iter(minds.narrations("story")), None)
    if whole is None:
        return None
    manner = _manner(whole)
    focal = minds.focal[: document.token_at(teller.until)]
    known = focal[focal >= 0]
    narrator = minds.person(whole.narrator)
    if not len(known):
        if not manner:
            return None
        sure = min(whole.person_confidence, whole.tense_confidence)
        said = Words(f"The story is {manner}; whose mind it is in could not be determined.")
        return Claim((said,), sure, "of person and tense", *_evidence(teller, whole, ""))
    tokens = np.bincount(known, minlength=minds.counts.n_people)
    order = np.argsort(-tokens, kind="stable").tolist()
    share = tokens[order[0]] / len(known)
    end = f", {manner}." if manner else "."
    first = teller.name(order[0])
    words: tuple[Words, ...]
    if narrator == order[0] and share >= ONE_MIND:
        words = (first, Words(f" tells the story, and it is this mind that we are in{end}"))
    elif share >= 0.995:
        words = (Words("The story is in the mind of "), first, Words(end))
    elif share >= ONE_MIND:
        words = (Words("The story is mostly in the mind of "), first, Words(f" ({percent(share)}){end}"))
    else:
        words = (Words("The story is in several minds: "), first, Words(f" ({percent(share)}), "))
        words += (teller.name(order[1]), Words(f" ({percent(tokens[order[1]] / len(known))}){end}"))
    return Claim(words, _focal_sure(teller, whole), "whose mind it is", *_evidence(teller, whole, "focal character"))


def _focal_sure(teller: Teller, whole: Narration) -> float:
    """How sure it is whose mind it is: of the story as a whole, or of its scenes on average, by their length."""
    if whole.focal_character is not None:
        return whole.focal_confidence
    until = teller.counts.document.token_at(teller.until)
    scenes = [each for each in teller.minds.narrations("scene") if each.focal_character and each.start < until]
    length = sum(each.end - each.start for each in scenes)
    return sum(each.focal_confidence * (each.end - each.start) for each in scenes) / max(1, length)


def _evidence(teller: Teller, whole: Narration, claim: str) -> tuple[int, int]:
    """The passage behind the narration, one that has been read if there is one."""
    story, minds = teller.counts.story, teller.minds
    found = [e for each in (whole, *minds.narrations("scene")) for e in each.evidence if e.start_char < teller.until]
    found = [each for each in found if each.claim == claim] or found
    if found:
        return found[0].start_char, found[0].end_char
    sentence = next(iter(story.document.iter_sentences()))
    return sentence.start_char, sentence.end_char


def denial(teller: Teller) -> Claim | None:
    """Who denies feeling something, toward whom, how often, and how often the text speaks against it."""
    found: dict[tuple[int, int], list[int]] = {}
    denials = teller.minds.denials
    for i, each in enumerate(denials):
        if each.start_char < teller.until:
            key = teller.minds.person(each.experiencer), teller.minds.person(each.target)
            found.setdefault(key, []).append(i)
    if not found:
        return None
    (who, to), rows = max(found.items(), key=lambda item: sum(denials[i].confidence for i in item[1]))
    against = sum(any(e.start_char < teller.until for e in denials[i].against) for i in rows)
    words = [teller.name(who), Words(" denies or plays down what is felt")]
    words += [Words(" toward "), teller.name(to)] if to >= 0 and teller.known(to) else []
    said = f" in {places(len(rows))}"
    spoken = "the text itself speaks against it" if len(rows) == 1 else "the text itself speaks against them"
    if against == len(rows):
        said += f", and {spoken}."
    elif against:
        said += f", and in {against:,} of them the text itself speaks against it."
    else:
        said += "."
    strongest = denials[rows[0]]
    basis = "of the clearest of these denials"
    return Claim((*words, Words(said)), strongest.confidence, basis, strongest.start_char, strongest.end_char)


def feeling(teller: Teller) -> Claim | None:
    """Who feels most toward whom, and what."""
    minds = teller.minds
    table = minds.toward(teller.until)
    if not table.size or table.max() < LEAST:
        return None
    a, b = (int(i) for i in np.unravel_index(table.argmax(), table.shape))
    rows = minds.between(a, b)
    rows = rows[minds.start[rows] < teller.until]
    what = ", ".join(f"{category} ({n:,})" for category, n in minds.categories(rows)[:3])
    words = [teller.name(a), Words(" is the one who feels most toward somebody, "), teller.name(b), Words(f": {what}")]
    denied = int((minds.polarity[rows] == DENIED).sum())
    words.append(Words(f"; {number(denied, 'of these is denied', 'of these are denied')}." if denied else "."))
    sure = float(np.mean([minds.feelings[row].confidence for row in rows.tolist()]))
    best = max(
        rows.tolist(), key=lambda row: (minds.feelings[row].polarity == "asserted", minds.feelings[row].confidence)
    )
    basis = "of these expressions, on average"
    return Claim(tuple(words), sure, basis, int(minds.start[best]), int(minds.end[best]))


def growth(teller: Teller) -> Claim | None:
    """What grows or fades over the whole story, measured against chance."""
    minds, counts = teller.minds, teller.counts
    if teller.until != counts.end_char:
        return None
    grown = [arc for arc in counts.story.arcs if arc.grows and arc.kind in _GROWS]
    if not grown:
        return None
    main = set(minds.main_pair or ())

    def rank(arc: Arc) -> tuple[bool, bool, float]:
        people = {minds.person(arc.character), minds.person(arc.target)}
        return (arc.kind != "feeling", not main or not main <= people, arc.p_value)

    arc = min(grown, key=rank)
    template = _GROWS[arc.kind][arc.grows == "falls"]
    if arc.kind in SIGNED:  # of the whole story, of one person, or of the two together
        about = "" if not arc.character else " about {} and {}" if arc.target else " about {}"
        template = template.replace(" about {}", about)
    people = iter((minds.person(arc.character), minds.person(arc.target)))
    words: list[Words] = []
    for i, text in enumerate(template.split("{}")):
        who = next(people) if i else -1
        words += ([teller.name(who)] if who >= 0 else [Words("somebody")]) if i else []
        words.append(Words(text))
    words.append(Words(", more than chance would have it."))
    start, end = arc.passages[0] if arc.passages else (0, 1)
    return Claim(tuple(each for each in words if each.text), None, p_value(arc.p_value), start, end)


def turn(teller: Teller) -> Claim | None:
    """Where it turns."""
    turns = [each for each in teller.minds.turns if each.end_char <= teller.until]
    if not turns:
        return None
    clear = max(turns, key=lambda each: each.confidence)
    who = teller.minds.person(clear.character)
    where = f"at {percent(clear.progress)}"
    head = f"It turns {where}" if len(turns) == 1 else f"It turns in {places(len(turns))}, most clearly {where}"
    quote = short(teller.counts.story.text[clear.start_char : clear.end_char], QUOTE).rstrip(".")
    words = [Words(head), *([Words(", for "), teller.name(who)] if who >= 0 else []), Words(f": “{quote}”")]
    return Claim(tuple(words), clear.confidence, "that it turns here", clear.start_char, clear.end_char)
