"""Letters, notes, telegrams and inscriptions, paragraph by paragraph.

In come the outermost quoted spans of each paragraph, out go the runs of paragraphs that are written and not said. What
is written is announced by the paragraph before ("the telegram ran:"), or it is a letter, from a salutation that stands
alone to a signature. With quotation marks it goes on as long as its paragraphs are quoted from end to end; without any,
it must be both announced and signed, or stand in capitals.
"""

import re
from collections.abc import Sequence

from undertow.layers.speech_marks import Quoted
from undertow.lexicons import load

_SALUTATION = re.compile(
    r"\W*(?:my\s+)?(?:own\s+)?(?:very\s+)?(?:dear|dearest|honou?red|beloved|esteemed)(?:\s+[\w.'’]+){1,4}\s*[,:;—-]+\W*",
    re.I,
)
_BARE_TITLE = re.compile(r"\W*(?:sir|madam|gentlemen)\s*[,:;—-]+\W*$", re.I)
_SIGNATURE = re.compile(r"[\W_]*(?:[A-Z][\w.'’-]*[\s,]*){1,5}[\W_]*$")
_CLOSING = re.compile(
    r"\b(?:yours?|your's)\b[^.!?]{0,40}|\bI (?:am|remain)\b[^.!?]{0,60}(?:&c|etc)|\bP\.\s?S\b|\baffectionately\b", re.I
)
_WORD = re.compile(r"[a-z]+")
_SENTENCE_END = re.compile(r"[.!?]['’\"”)]*\s+")
_THE_WORDS = re.compile(r"(?<!with )(?<!in )the (?:following )?words\b")
_IT_SAID = re.compile(
    r"\b(?:it|which|letter|note|telegram|card|message|sign|notice|paper|page|inscription)\s+(?:only\s+)?sa(?:id|ys)\b"
)
_WRITES = frozenset(
    "read reads reading write writes wrote note noted notes sign signs signed text state states".split()
)
_ANNOUNCED = 160  # characters before the first paragraph in which the letter is announced
_HEADED = 4  # paragraphs before the salutation: where from, and when
_SHORT = 60  # characters of a salutation, a line of the head, a signature
_LONGEST = 40  # paragraphs
_TELEGRAM = 2  # blanks in capitals that are more than a sign

Range = tuple[int, int]


def _whole(quoted: Sequence[Quoted], low: int, high: int) -> bool:
    """Tell whether a paragraph is quoted from end to end."""
    return bool(quoted) and quoted[0].outer_start <= low + 1 and quoted[-1].outer_end >= high - 1 and len(quoted) == 1


def announces(text: str, low: int, high: int) -> bool:
    """Tell whether a paragraph leads up to something written: 'the note ran as follows:', and not 'she exclaimed:'."""
    tail = text[max(low, high - _ANNOUNCED) : high].lower().rstrip()
    if tail[-1:] not in tuple(":-—"):
        return False
    last = _IT_SAID.sub("", _SENTENCE_END.split(tail)[-1])
    if set(_WORD.findall(last)) & (load("speech_verbs") - _WRITES):
        return False
    return bool(_THE_WORDS.search(last)) or _speaks_of_writing(tail)


def _speaks_of_writing(tail: str) -> bool:
    return bool(set(_WORD.findall(tail)) & load("writing_words"))


def _greets(said: str) -> bool:
    """Tell whether a paragraph is a salutation and nothing else."""
    match = _SALUTATION.match(said) or _BARE_TITLE.match(said)
    return len(said) < _SHORT and match is not None and match.end() == len(said)


def _closes(said: str) -> bool:
    return len(said) < _SHORT and bool(_CLOSING.search(said))


def _signs(said: str) -> bool:
    return _closes(said) or (len(said) < _SHORT and said[-1] not in "?!" and bool(_SIGNATURE.match(said)))


class _Reader:
    """The paragraphs of a text with their quoted spans."""

    def __init__(self, text: str, paragraphs: Sequence[Range], quoted: Sequence[Sequence[Quoted]]) -> None:
        self.text, self.paragraphs, self.quoted = text, paragraphs, quoted

    def end(self, k: int) -> int:
        """One past the last paragraph of what is written from a paragraph on; that paragraph where nothing is."""
        low, high = self.paragraphs[k]
        announced = k > 0 and announces(self.text, *self.paragraphs[k - 1])
        if _whole(self.quoted[k], low, high):
            return self._quoted_end(k, announced=announced)
        if self.quoted[k] or not k:
            return k
        words = self.text[low:high]
        if announced and words.isupper() and words.count(" ") >= _TELEGRAM:
            return k + 1
        return self._bare_end(k)

    def _quoted_end(self, k: int, *, announced: bool) -> int:
        run: list[str] = []  # the paragraphs from here on that are quoted from end to end
        for j in range(k, min(len(self.paragraphs), k + _LONGEST)):
            if not _whole(self.quoted[j], *self.paragraphs[j]):
                break
            run.append(self.text[self.quoted[j][0].start : self.quoted[j][0].end])
        salutation = next((i for i, said in enumerate(run[: _HEADED if announced else 1]) if _greets(said)), -1)
        if salutation < 0 and not announced:
            return k
        last = 0 if announced or not self.quoted[k][0].closed else -1
        for i, said in enumerate(run):
            signed = i > max(salutation, 0) and (_signs(said) if salutation >= 0 else _closes(said))
            if signed or (i == last + 1 and i and not self.quoted[k + i - 1][0].closed):
                last = i
        return k + last + 1

    def _plain(self, k: int) -> str:
        """The words of a paragraph without the marks of italics around them."""
        return self.text[slice(*self.paragraphs[k])].strip("_* ")

    def _bare_end(self, k: int) -> int:
        """The same without marks: a letter that the narration speaks of, from its salutation to its signature."""
        low, high = self.paragraphs[k - 1]
        before = self.text[max(low, high - _ANNOUNCED) : high].lower()
        if not _greets(self._plain(k)) or not _speaks_of_writing(before):
            return k
        closed = -1
        for j in range(k + 1, min(len(self.paragraphs), k + _LONGEST)):
            said = self._plain(j)
            if self.quoted[j] or not said:
                break
            if _closes(said):
                closed = j
            elif closed == j - 1:
                return j + 1 if _signs(said) else j
        return closed + 1 if closed > k else k


def find_letters(text: str, paragraphs: Sequence[Range], quoted: Sequence[Sequence[Quoted]]) -> list[Range]:
    """The runs of paragraphs (first, one past the last) that are written, in order."""
    reader, letters = _Reader(text, paragraphs, quoted), []
    k = 0
    while k < len(paragraphs):
        end = reader.end(k)
        if end > k:
            letters.append((k, end))
        k = max(end, k + 1)
    return letters
