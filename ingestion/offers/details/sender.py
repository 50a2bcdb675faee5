"""Who sent the message that holds an offer, where its words name nobody to answer.

A name counts where two things agree: the head of a message and its address, the head and the
signature, or a signature and the role under it. A mailbox of a service is nobody. Of a forward,
the writer of the message that holds the offer is taken, never who passed it on.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from ingestion.lexicon import Words
from ingestion.normalise import fold
from ingestion.offers.details.contact import NO_NAME, ROLE_WORDS
from ingestion.offers.found import Found
from ingestion.offers.mails import FORWARDED, HEAD, MESSAGE, SENDER
from ingestion.offers.texts import AROUND

TRUST = 0.6
"""A sender is likely, not surely, the one to answer: to be confirmed."""
SIGNED_LINES = 4
"""First lines of a signature among which its name stands."""
_FROM = re.compile(
    r"^[ *_>]{0,4}(?:de|from|expediteur|envoye par)[ *_]{0,4}:[ *_]{0,4}(?P<name>[^<\[\n(]{3,60})"
    r"(?P<rest>[^\n]{0,90})$",
    re.MULTILINE,
)
_WROTE = re.compile(
    r"^>? ?(?:le|on) [^\n]{6,60}?(?:\d{1,2}[:h]\d\d,?|\d{4},?) (?P<name>[^<\[\n(]{3,60}?)"
    r"(?P<rest>(?: ?[<\[(][^\n]{3,80})?) ?(?:a ecrit|wrote) ?:",
    re.MULTILINE,
)
_OUTER = re.compile(r"^(?P<name>[^<\[\n(]{3,60})(?P<rest>[^\n]{0,90})$", re.MULTILINE)
_SUBJECT = re.compile(r"^objet : (?P<kind>tr|fwd?|re) ?:", re.MULTILINE)
_PASSED_ON = re.compile(r"forwarded message|message (?:transfere|reexpedie)")
_LOCAL = re.compile(r"(?P<local>[\w.+-]{1,64})@(?P<domain>[\w.-]{1,80})")
_BLOCK = re.compile(r"^\[(?P<name>[^\]\n]{3,80})\]$", re.MULTILINE)
_SIGNED = re.compile(r"^-- ?$", re.MULTILINE)
_NAME = re.compile(r"[^\W\d_][^\W\d_'’-]{0,30}(?:[ ,'’-]{1,2}[^\W\d_]{1,30}){1,3}")


@dataclass(frozen=True, slots=True)
class _Sender:
    """A name at `start:end`, and what follows it on its line (its address)."""

    start: int
    end: int
    rest: str


def sender(words: Words) -> Found[str] | None:
    """The name of who wrote the message, at its signature where it is signed; None if unsure.

    words : the offer with what stood around it (`RawOffer.heard_text`)
    """
    around = words.text.find(AROUND)
    signed = _signature(words, len(words.text) if around < 0 else around)
    blocks = _blocks(words, around) if around >= 0 else {}
    if _is_unclear(words, blocks):
        return None
    written = _written(words, blocks)
    parts = _parts(words, written.start, written.end) if written else None
    if written is None or parts is None:
        return _with_role(words, signed)
    for start, end in signed:
        if _parts(words, start, end) == parts:
            return _found(words, start, end)
    if not _is_own_address(parts, fold(written.rest)):
        return None
    return _found(words, written.start, written.end)


def _found(words: Words, start: int, end: int) -> Found[str]:
    said = " ".join(words.text[start:end].replace(",", " ").split())
    return Found(said, start, end, TRUST)


def _signature(words: Words, limit: int) -> list[tuple[int, int]]:
    """Spans of the first lines of the signature that could be a name."""
    marks = list(_SIGNED.finditer(words.text, 0, limit))
    if not marks:
        return []
    spans = []
    at = marks[-1].end() + 1
    for line in words.text[at:limit].split("\n"):
        if line.strip():
            start = at + len(line) - len(line.lstrip())
            spans.append((start, at + len(line.rstrip())))
        at += len(line) + 1
    return spans[: SIGNED_LINES + 1]


def _with_role(words: Words, signed: list[tuple[int, int]]) -> Found[str] | None:
    """A name of a signature with a role just under it, where no head names the sender."""
    for (start, end), (below, last) in pairwise(signed):
        if ROLE_WORDS.match(words.folded, below, last) and _parts(words, start, end):
            return _found(words, start, end)
    return None


def _blocks(words: Words, around: int) -> dict[str, tuple[int, int]]:
    """What stood around the offer: name of a part -> its span."""
    blocks = list(_BLOCK.finditer(words.text, around))
    ends = [*(block.start() for block in blocks), len(words.text)][1:]
    return {block["name"]: (block.end(), end) for block, end in zip(blocks, ends, strict=True)}


def _is_unclear(words: Words, blocks: dict[str, tuple[int, int]]) -> bool:
    """The offer stands above a message that it passes on or answers: one cannot tell which."""
    if HEAD in blocks or FORWARDED not in blocks:
        return False
    return _FROM.search(words.folded, *blocks[FORWARDED]) is not None


def _written(words: Words, blocks: dict[str, tuple[int, int]]) -> _Sender | None:
    """The sender of the message in which the offer stands."""
    if HEAD in blocks:
        return _last(words, *blocks[HEAD])
    if MESSAGE in blocks:
        return _of_message(words, *blocks[MESSAGE])
    if SENDER not in blocks:
        return None
    match = _OUTER.search(words.folded, *blocks[SENDER])
    return _as_sender(match) if match else None


def _of_message(words: Words, start: int, end: int) -> _Sender | None:
    """The sender of a message whose attachment holds the offer."""
    heads = [*_FROM.finditer(words.folded, start, end)]
    if len(heads) < 2:
        return _as_sender(heads[0]) if heads else None
    subject = _SUBJECT.search(words.folded, start, end)
    kind = subject["kind"] if subject else ""
    if kind in ("tr", "fw", "fwd") or _PASSED_ON.search(words.folded, start, end):
        return _as_sender(heads[-1])
    return _as_sender(heads[0]) if kind == "re" else None


def _last(words: Words, start: int, end: int) -> _Sender | None:
    heads = [*_FROM.finditer(words.folded, start, end), *_WROTE.finditer(words.folded, start, end)]
    return _as_sender(max(heads, key=lambda match: match.start())) if heads else None


def _as_sender(match: re.Match[str]) -> _Sender:
    start = match.start("name")
    said = match["name"]
    start += len(said) - len(said.lstrip(" \"'*_"))
    return _Sender(start, start + len(said.strip(" \"'*_")), match["rest"])


def _parts(words: Words, start: int, end: int) -> frozenset[str] | None:
    """The words of a person's name, whatever their order; None where it is none."""
    said = words.text[start:end].strip()
    if _NAME.fullmatch(said) is None or not all(part[:1].isupper() for part in said.split()):
        return None
    parts = frozenset(part for part in re.split(r"[ ,'’-]+", fold(said)) if len(part) > 1)
    return parts if len(parts) >= 2 and not NO_NAME & parts else None


def _is_own_address(parts: frozenset[str], rest: str) -> bool:
    """Whether the address is that person's: their name is before the @ and not after it."""
    address = _LOCAL.search(rest)
    if address is None:
        return False
    long = [part for part in parts if len(part) > 2]
    return any(part in address["local"] for part in long) and not any(
        part in address["domain"] for part in long
    )
