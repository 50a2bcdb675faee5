"""Whether what a sentence names is required, wished, or trained for.

A word of need governs what follows it (`idéalement une expérience`), or what it closes
(`CACES 3 souhaité`): it says nothing of the rest of its sentence.
"""

import re

from ingestion.lexicon import Words
from ingestion.offers.found import sentence_around
from ingestion.offers.need_marks import marks_between
from ingestion.offers.need_reach import closing, opening
from models.vocabulary import Necessity

ANSWER_REACH = 90
QUESTION_REACH = 61
"""Characters from a name to the end of the question that holds it, the mark included."""
_ASKED_OF_PERSON = re.compile(r"[^.?!\n]{0,60}\?[\s\-¶]{0,6}")
_ANSWERED = (
    (
        Necessity.TRAINING_OFFERED,
        re.compile(
            r"(?:pas encore|non|sinon|si non|pas de panique|aucun souci|pas)\b[^\n]{0,70}form"
        ),
    ),
    (
        Necessity.WISHED,
        re.compile(
            r"[^\n.]{0,25}\b(?:atouts?|un (?:vrai |reel |gros |petit )?(?:plus|\+)|bonus)\b"
        ),
    ),
)


_ALONE = Necessity.REQUIRED, False


def necessity_around(words: Words, start: int, end: int) -> tuple[Necessity, bool]:
    """Need said of `start:end` by its sentence, and whether a word says it (else supposed)."""
    answered = _answer(words, end)
    if answered is not None:
        return answered, True
    if _otherwise_trained(words, end):
        return Necessity.TRAINING_OFFERED, True
    least = max(0, start - ANSWER_REACH)
    if words.folded.find("(", least, start) >= 0 and _EXAMPLES.search(words.folded, least, start):
        return Necessity.WISHED, True
    first, last = sentence_around(words, start, end)
    marks = marks_between(words, first, last)
    if not marks:
        return _under_heading(words, first)
    text = words.folded
    inside = [mark for mark in marks if mark.start < end and mark.end > start]
    closed = closing(text, marks, start, end)
    if closed is not None and not closed.weak:
        return closed.kind, True
    if inside:
        return max(inside, key=lambda mark: mark.kind is Necessity.WISHED).kind, True
    found = opening(text, marks, start) or (closed.kind if closed else None)
    return (found, True) if found else _ALONE


_EXAMPLES = re.compile(
    r"(?:\bun (?:\w{3,8} )?(?:plus|atout)|\bappreci\w{1,6}|\bsouhait\w{1,6})\s?\([^)\n]{0,60}$"
)
"""`Une autre langue est un plus (arabe, chinois)`: the bracket gives examples."""


_OTHERWISE = re.compile(
    r"[^.;!?\n]{0,40}\.\s{1,2}(?:si (?:vous ne|vous n'|non\b|ce n'est pas)[^.;\n]{0,30}?|a defaut"
    r"|sinon),? [^.;\n]{0,40}\bform(?:er|ons|e|ation|ees?)\b"
)
"""`CACES exigé. Si vous ne l'avez pas, nous vous formons`: the next sentence offers it."""


def _otherwise_trained(words: Words, end: int) -> bool:
    near = words.folded.find("form", end, end + ANSWER_REACH + QUESTION_REACH) >= 0
    return near and _OTHERWISE.match(words.folded, end) is not None


def _answer(words: Words, end: int) -> Necessity | None:
    """`Vous avez le CACES 3 ? C'est un atout`: the answer to the question that names it."""
    if words.folded.find("?", end, end + QUESTION_REACH) < 0:
        return None
    question = _ASKED_OF_PERSON.match(words.folded, end)
    if question is None:
        return None
    for need, expression in _ANSWERED:
        if expression.match(words.folded, question.end(), question.end() + ANSWER_REACH):
            return need
    return None


def _under_heading(words: Words, first: int) -> tuple[Necessity, bool]:
    """`Les plus :` or `Exigé :` on a line of its own, above the list item that starts here."""
    end = first - 1
    least = max(0, first - 400)
    while end > least:
        start = words.folded.rfind("\n", least, end) + 1 or least
        line = words.folded[start:end].strip(" *\r\t")
        if line.endswith(":") and len(line) <= 60:
            marks = marks_between(words, start, end)
            if any(mark.kind is Necessity.WISHED for mark in marks):
                return Necessity.WISHED, True
            demanded = any(mark.kind is Necessity.REQUIRED and not mark.weak for mark in marks)
            return Necessity.REQUIRED, demanded
        if not line or line[0] not in "-•·▪●>*":
            return _ALONE
        end = start - 1
    return _ALONE
