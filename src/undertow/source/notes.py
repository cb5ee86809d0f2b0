"""What authors say beside the story: notes, disclaimers, and the labelled lines above a story; told from words alone.

Labels that only authors of notes use ("A/N", "Disclaimer") count anywhere. Others ("Summary", "Note") count only at
the edges of a story or chapter, which classify.py knows; inside a story somebody may well write "Note: buy milk".
"""

import re

from undertow.source.wordlist import word_list

_WRAP = r"[\s*_~#=<>\[({|–—-]*"
_ALONE = r"(?=\s*[:\n]|\s*$)"
_STRONG = re.compile(
    _WRAP
    + r"(?:a\s*/\s*n|(?-i:A\.N\.)|author[’']?s?[’']?s?\s*-?\s*notes?|authors?\s+note|note\s+from\s+(?:the\s+)?author|"
    rf"(?:chapter\s+)?end\s*notes?{_ALONE}|beginning\s+notes?{_ALONE}|disclaimers?|translator[’']s\s+notes?|"
    rf"transcriber[’']s\s+notes?|(?-i:AN)(?=\s*:)|(?:trigger|content)\s+warnings?{_ALONE})(?P<after>(?!\w).*)",
    re.IGNORECASE | re.DOTALL,
)
_FAN_WORDS = re.compile(
    r"\b(?:review(?:s|ed|er|ers)?|kudos|fic|fics|fanfic\w*|chapter|chappie|update[sd]?|updating|beta\w*|unbeta\w*|"
    r"oneshot|one-shot|drabble|posted|posting|hope you|enjoy(?:ed)?|thanks?|thank you|canon|AU|OOC|fandom|comments?|"
    r"feedback|follow(?:s|ed|ing)?|favorit\w*|tumblr|twitter|this story|my story|the story|copyright|rights?|owned?|"
    r"owns?|read(?:ers|ing)|wrote|written|writing|prompt|sequel|warning|rated|mistakes|characters)\b",
    re.IGNORECASE,
)
_DISOWNING = re.compile(
    r"\bi (?:do not|don[’']?t|never) own (?:any|anything|nothing|none|the (?:characters|rights|show|series|books?)|"
    r"these|this (?:show|fandom|universe)|(?-i:[A-Z]\w+))|"
    r"\bno copyright infringement|\bnot making (?:any )?(?:money|profit)|\bplease (?:r\s*&\s*r|r\s*and\s*r|review)\b|"
    r"\breviews? (?:are|is|would be) (?:love|appreciated|welcome|very)|"
    r"\bleave (?:me )?(?:a )?(?:reviews?|comments?|kudos)\b|"
    r"\bbelongs? to (?:j\.?\s?k|their respective|its? (?:rightful|respective))|\bproperty of (?:their|its) respective",
    re.IGNORECASE,
)

# The labels that headers use, by the field of Metadata that they fill.
_FIELD_LABELS = {
    "title": "title|story|story title|name",
    "authors": "author|authors|by|written by|penname|pen name",
    "rating": "rating|rated",
    "warnings": "warning|warnings|archive warning|archive warnings",
    "categories": "category|categories",
    "fandoms": "fandom|fandoms|universe|show",
    "relationships": "relationship|relationships|pairing|pairings|pairing(s)|ship|ships",
    "characters": "character|characters",
    "tags": "additional tag|additional tags|tags|genre|genres|keywords",
    "series": "series",
    "collections": "collection|collections",
    "language": "language",
    "summary": "summary|description|blurb",
    "status": "status",
    "published": "published|date",
    "updated": "updated|completed",
    "n_words": "words|word count|wordcount|length",
    "url": "story url|url",
    "publisher": "publisher",
}
LABELS = {label: name for name, labels in _FIELD_LABELS.items() for label in labels.split("|")}
# Labels that a header may have and that have no field of their own.
_OTHER_LABELS = frozenset(
    word_list(
        "spoilers spoiler archive archiving feedback beta betas thanks dedication timeline setting prompt sequel "
        "email e-mail website homepage copyright distribution challenge note notes disclaimer stats chapters "
        "packaged content contents tense translator translated editor release illustrator credits produced posting "
        "comments location era season episode a/n an"
    )
) | {"sequel to", "content notes", "translated by", "release date", "written for", "author's notes", "author's note"}
_OTHER_LABELS |= {"author url", "series url"}
_LABELLED = re.compile(
    r"[\s*_~#\[(-]*(?P<label>[A-Za-z][A-Za-z/'’() -]{0,24}?)\s*[*_]*\s*[:=][*_]*\s*(?P<value>.*)", re.DOTALL
)


def is_note_start(text: str) -> bool:
    """Say whether a passage opens an author's note or a disclaimer, wherever it stands."""
    head = text[:80]
    found = _STRONG.match(head)
    if not found:
        return False
    after = found["after"]
    # "Author's note" must be a label: at the end of its line, or before a colon, a dash or a bracket.
    return (
        not after.strip()
        or re.match(r"\s*[:;.=–—\]\-*_~)#>]|\s*\n|\s+by\b", after) is not None
        or found.group().strip(" *_~[(").startswith(("A/N", "a/n"))
    )


def is_label_alone(text: str) -> bool:
    """Say whether a note's label stands alone, so that the note itself is the next passage."""
    found = _STRONG.match(text[:80])
    return found is not None and is_note_start(text) and not any(map(str.isalnum, found["after"]))


def is_noteish(text: str) -> bool:
    """Say whether a passage speaks as authors speak to readers: of chapters, reviews, thanks."""
    return len(_FAN_WORDS.findall(text[:1500])) >= (1 if len(text) < 200 else 2)


def is_disowning(text: str) -> bool:
    """Say whether a passage disowns characters or asks for reviews; to be believed at the edges of a story alone."""
    return len(text) < 1500 and _DISOWNING.search(text) is not None


def read_label(line: str) -> tuple[str, str] | None:
    """Read a labelled line of a header ("Rating: T") as label and value; None if it is none that headers have."""
    found = _LABELLED.fullmatch(line)
    if not found:
        return None
    label = found["label"].strip().lower().replace("’", "'")
    if label not in LABELS and label not in _OTHER_LABELS:
        return None
    return label, found["value"].strip(" \t\n*_~])")
