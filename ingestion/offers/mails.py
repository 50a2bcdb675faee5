"""The parts of a message: what it says, what it forwards, what it answers, who signs.

Works on text, so that a pasted thread is read as a received one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingestion.normalise import fold
from ingestion.offers.bulletin_cuts import facts_of
from ingestion.offers.forms import read_form
from ingestion.offers.headline import without_replies

SIGNATURE_LINES = 15
SIGNATURE_CHARACTERS = 1_200
CLOSING_WITHIN = 40
"""Last lines among which a closing formula may stand."""
LONGEST_CLOSING = 90
MOST_LEVELS = 5
"""Messages inside messages that are opened; deeper ones stay with the last."""
_RULED = re.compile(
    r"[-_* ]{3,}(?:forwarded message|message (?:transfere|d'origine|original|reexpedie|initial)"
    r"|original message|e-?mail d'origine)[-_* ]{0,40}"
    r"|(?:debut du message (?:transfere|reexpedie)|begin forwarded message) ?:"
)
_HEAD = re.compile(
    r"[*_> ]{0,4}(?P<key>de|from|expediteur|envoye(?: le| par)?|sent|date|a|to|cc|copie a|objet"
    r"|sujet|subject|destinataires?|importance|pieces? jointes?|reply-to|repondre a)"
    r"[*_ ]{0,4}:(?P<rest>.*)"
)
_WROTE = re.compile(
    r"(?:le|on) [^\n]{6,160}(?:a ecrit|wrote) ?:"
    r"|[^\n]{3,120}(?:a ecrit le|a ecrit) [^\n]{0,60}:"
)
_CLOSING = re.compile(
    r"\W{0,3}(?:(?:bien |tres |sinceres? |bien a |meilleures |avec (?:mes|nos) )?"
    r"(?:cordialement|cdt|cdlt|salutations|sentiments|respectueusement|bien a (?:vous|toi)"
    r"|amicalement|a bientot|bonne (?:journee|reception|soiree|semaine|fin de journee)"
    r"|excellente journee|belle journee|vous souhaitant|sinceres salutations"
    r"|best regards|kind regards))\b"
)
_SENT_FROM = re.compile(r"(?:envoye|sent) (?:de|depuis|from) (?:mon|ma|my) ")
_NOT_SIGNED = frozenset({"place", "when"})


@dataclass(frozen=True, slots=True)
class Letter:
    """`body` is the offer's message; `around` what goes with it, each with a French name, in the
    order of the text; `subject` that of the message that holds the body, "" where none is."""

    body: str
    around: tuple[tuple[str, str], ...] = ()
    subject: str = ""

    @property
    def is_message(self) -> bool:
        """Whether the text had the head of a message."""
        return any(name in (HEAD, FORWARDED) for name, _ in self.around)


HEAD = "En-tête du message"
FORWARDED = "Message transmis"
MESSAGE = "Message"
SENDER = "Expéditeur"


@dataclass(frozen=True, slots=True)
class _Part:
    head: str
    subject: str
    text: str


def open_letter(text: str, subject: str = "") -> Letter:
    """Part a message. The body is the first part that holds an offer, else the first with words.

    Nothing is lost: every line is in the body or around it, quote marks aside.
    """
    parts = _parts(text)
    best = _chosen(parts)
    around: list[tuple[str, str]] = []
    for part in parts:
        name = FORWARDED if part.head else MESSAGE
        if part is not best:
            words = "\n".join(filter(None, [part.head, part.text]))
            if words.strip():
                around.append((name, words.strip()))
        elif part.head:
            around.append((HEAD, part.head.strip()))
    body, signature = _without_signature(best.text)
    if signature:
        around.insert(0, (SIGNATURE, signature))
    return Letter(body.strip("\n"), tuple(around), without_replies(best.subject or subject))


SIGNATURE = "Signature"


def _chosen(parts: Sequence[_Part]) -> _Part:
    """The part that reads most as an offer; among equals, the first."""
    return max(parts, key=_worth) if len(parts) > 1 else parts[0]


def _worth(part: _Part) -> tuple[int, bool]:
    words = _without_signature(part.text)[0]
    form = read_form(words)
    worth = len(facts_of(words)) + len(form.fields)
    return worth if worth >= 2 else 0, bool(words.strip())


def _parts(text: str) -> list[_Part]:
    """The message, then each message that it forwards or answers."""
    lines = text.split("\n")
    parts: list[_Part] = []
    head: list[str] = []
    held: list[str] = []
    subject = ""
    at = 0
    while at < len(lines):
        length = _head_length(lines, at) if len(parts) < MOST_LEVELS else 0
        if length == 0:
            held.append(lines[at])
            at += 1
            continue
        parts.append(_Part("\n".join(head), subject, _told("\n".join(held))))
        head, held = lines[at : at + length], []
        subject = _subject_of(head)
        at += length
    parts.append(_Part("\n".join(head), subject, _told("\n".join(held))))
    filled = [part for part in parts if part.text.strip() or part.head]
    return filled or parts


def _told(text: str) -> str:
    """A part without the quote marks that every line of it bears, or most of its end."""
    lines = text.split("\n")
    filled = [line for line in lines if line.strip()]
    quoted = [line for line in filled if line.lstrip().startswith(">")]
    if not quoted or len(quoted) < 0.6 * len(filled):
        return text
    return "\n".join(re.sub(r"^\s{0,3}(?:>\s?){1,10}", "", line) for line in lines)


def _head_length(lines: Sequence[str], at: int) -> int:
    """Lines of the head of a forwarded or answered message that begins here; 0 if none does."""
    first = _folded(lines[at])
    if _RULED.match(first):
        return 1 + _header_lines(lines, at + 1)
    if _WROTE.match(first) and len(first) < 240:
        return 1
    if first[:3] in ("le ", "on ") and at + 1 < len(lines):
        second = _folded(lines[at + 1])
        if _WROTE.match(f"{first} {second}") and ("ecrit" in second or "wrote" in second):
            return 2
    count = _header_lines(lines, at)
    keys = {match["key"] for x in lines[at : at + count] if (match := _HEAD.match(_folded(x)))}
    starts = keys & {"de", "from", "expediteur"}
    dated = keys & {"envoye", "envoye le", "sent", "date", "a", "to", "objet", "sujet", "subject"}
    return count if starts and len(dated) >= 1 and count >= 2 else 0


def _folded(line: str) -> str:
    return fold(line[:400]).lstrip("> \t*_").strip()


def _header_lines(lines: Sequence[str], at: int) -> int:
    """How many lines from here are `De : …`, `Objet : …`, blank ones between them included."""
    count = 0
    last = 0
    while at + count < len(lines) and count < 14:
        line = lines[at + count]
        is_folded = bool(last) and count == last and line[:1] in (" ", "\t")
        is_single_blank = not line.strip() and (not last or count == last)
        if _HEAD.match(_folded(line)):
            last = count + 1
        elif not is_folded and not is_single_blank:
            break
        count += 1
    return last


def _subject_of(head: Sequence[str]) -> str:
    for line in head:
        match = _HEAD.match(_folded(line))
        if match and match["key"] in ("objet", "sujet", "subject"):
            return line.split(":", 1)[1].strip(" *_")
    return ""


def _without_signature(text: str) -> tuple[str, str]:
    """The message and its signature: under `-- `, or under a closing formula near the end."""
    lines = text.split("\n")
    last_lines = range(max(1, len(lines) - CLOSING_WITHIN), len(lines))
    for number in last_lines:
        if lines[number].rstrip() == "--" and _is_short(lines[number + 1 :]):
            return "\n".join(lines[:number]), "\n".join(lines[number:]).strip()
    for number in last_lines:
        folded = _folded(lines[number])
        closes = _CLOSING.match(folded) is not None and len(folded) < LONGEST_CLOSING
        if (closes or _SENT_FROM.match(folded)) and _is_short(lines[number:]):
            before = "\n".join(lines[:number])
            return (before, "\n".join(lines[number:]).strip()) if before.strip() else (text, "")
    return text, ""


def _is_short(rest: Sequence[str]) -> bool:
    filled = [line for line in rest if line.strip()]
    words = "\n".join(filled)
    is_small = len(filled) <= SIGNATURE_LINES and len(words) <= SIGNATURE_CHARACTERS
    return is_small and len(facts_of(words) - _NOT_SIGNED) < 2
