"""Accents that a wrong encoding spoilt, put right: `dÃ©butant`, `d�butant`, control characters.

What was spoilt twice or more is put right as often. A lost letter (U+FFFD) comes back only in
words that the tables know (`data/accented_words.txt` and the words of the other tables); what
remains is left as it stands.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

LOST = "\ufffd"
MOST_PASSES = 3
"""Times that a text may have been read in the wrong encoding."""
_WRITTEN = (
    "àâäáãçéèêëîïíôöóõùûüúÿœæñÀÂÄÁÇÉÈÊËÎÏÔÖÙÛÜŒÆÑ’‘“”«»–—…°²³·•€→✓✔►▪●½¼™®©"
    "§µº×ÃÅ¢£¤¥¦¨ª¬¯±´¶¸¹¾¿ƒ†‡ˆ‰Š‹Žžš˜„‚›\u00a0\u202f\ufeff\u200b"
)
"""Characters of French texts whose spoilt forms are known."""


@dataclass(frozen=True, slots=True)
class Mended:
    """The text, the number of places put right, and where offsets went.

    `_passes` are, one after the other, (end in the old text, what is added to an offset from
    there on).
    """

    text: str
    count: int
    _passes: tuple[tuple[tuple[int, int], ...], ...] = ()

    def moved(self, offset: int) -> int:
        """Where a character of the old text stands in the new one."""
        for edits in self._passes:
            place = bisect_right(edits, (offset, 1 << 60)) - 1
            offset = offset if place < 0 else max(0, offset + edits[place][1])
        return offset


def mend(text: str) -> Mended:
    """Put right what a wrong encoding spoilt; the same text where nothing is."""
    if not any(mark in text for mark in _MARKS) and not _CONTROL.search(text):
        return Mended(text, 0)
    whole = Mended(text, 0)
    for _ in range(MOST_PASSES):
        once = _pass(whole.text)
        if not once.count:
            break
        whole = Mended(once.text, whole.count + once.count, (*whole._passes, *once._passes))
    return whole


_MARKS = (LOST, *"ÃÂâÅË")
"""One of them stands in every spoilt text; `â` in many sound ones."""
_CONTROL = re.compile("[\x01-\x08\x0b\x0e-\x1f\x7f\u00ad\u200b\ufeff]")
_WORD = re.compile(rf"[A-Za-zÀ-ÿœŒ]{{0,40}}{LOST}(?:[A-Za-zÀ-ÿœŒ]|{LOST}){{0,40}}")


def _pass(text: str) -> Mended:
    parts: list[str] = []
    edits: list[tuple[int, int]] = []
    last = shift = count = 0
    for match in _spots(text):
        right = _right(match, text)
        if right == match[0]:
            continue
        parts += [text[last : match.start()], right]
        last = match.end()
        shift += len(right) - len(match[0])
        edits.append((match.end(), shift))
        count += 1
    return (
        Mended("".join(parts) + text[last:], count, (tuple(edits),)) if count else Mended(text, 0)
    )


def _spots(text: str) -> Iterator[re.Match[str]]:
    """Every place that may be spoilt; looked for by its first character where nothing was lost."""
    if LOST in text:
        yield from _spoilt().finditer(text)
        return
    following = 0
    for mark in _firsts().finditer(text):
        if mark.start() >= following and (match := _spoilt().match(text, mark.start())):
            yield match
            following = match.end()


@lru_cache(maxsize=1)
def _firsts() -> re.Pattern[str]:
    characters = "".join(re.escape(form) for form in sorted({form[0] for form in _table()}))
    return re.compile(f"[{characters}{_CONTROL.pattern[1:-1]}]")


def _right(match: re.Match[str], text: str) -> str:
    said = match[0]
    if LOST in said:
        return _found(said, text, match.start(), match.end())
    if len(said) == 1:
        return ""  # a control character
    return _table()[said]


def _found(word: str, text: str, start: int, end: int) -> str:
    """The word that lost letters, from the tables; as it stands where none or several fit."""
    known = accented().get(word.lower())
    if known is None:
        return _sign(word, text, start, end)
    upper = [character.isupper() for character in word if character != LOST]
    if upper and all(upper):
        return known.upper()
    return known[0].upper() + known[1:] if word[0].isupper() else known


_ELIDED = re.compile(rf"(?:[ldnsjcmt]|qu|jusqu|lorsqu|aujourd){LOST}", re.IGNORECASE)


def _sign(word: str, text: str, start: int, end: int) -> str:
    """An apostrophe, a euro, `à`, or a word after an apostrophe; else as it stands."""
    elided = _ELIDED.match(word)
    if elided and elided.end() < len(word):
        rest = word[elided.end() :]
        if LOST not in rest and rest[0].lower() in "aeiouyhéèêàâîôœ":
            return f"{word[: elided.end() - 1]}'{rest}"
        if LOST in rest and rest.lower() in accented():
            return f"{word[: elided.end() - 1]}'{_found(rest, text, start, end)}"
    before, after = text[max(0, start - 6) : start], text[end : end + 4]
    if word in (f"n{LOST}", f"N{LOST}") and after.lstrip()[:1].isdigit():
        return f"{word[0]}°"
    return _alone(before, after) if word == LOST else word


def _alone(before: str, after: str) -> str:
    """A sign that stands by itself: `12 €`, `8h à 16h`, `à Bergues`."""
    if _CLOCK_ENDS.search(before) and after[1:2].isdigit():
        return "à"
    if before.rstrip(" ")[-1:].isdigit() and after[:1] in (" ", "/", ".", ",", "\n", ""):
        return "€"
    if after[:1] != " " or before[-1:] not in (" ", "\n", ""):
        return LOST
    if after[1:2].isalpha():
        return "À" if before[-1:] in ("\n", "") else "à"
    return LOST


_CLOCK_ENDS = re.compile(r"\d\s?[hH]\d{0,2} $")


@lru_cache(maxsize=1)
def _table() -> dict[str, str]:
    """Spoilt form -> character: UTF-8 read as Windows-1252 or as Latin-1."""
    table: dict[str, str] = {}
    for character in _WRITTEN:
        data = character.encode("utf-8")
        for encoding in ("cp1252", "latin-1"):
            spoilt = data.decode(encoding, errors="replace")
            if spoilt != character and LOST not in spoilt:
                table.setdefault(spoilt, character)
        spoilt = data.decode("cp1252", errors="replace")
        if LOST in spoilt and len(spoilt) > 1 and spoilt[0] != LOST:
            table.setdefault(spoilt, character)
    table["Ã "] = "à"
    return table


@lru_cache(maxsize=1)
def _spoilt() -> re.Pattern[str]:
    forms = sorted(_table(), key=lambda form: (-len(form), form))
    known = "|".join(re.escape(form) for form in forms)
    return re.compile(f"{known}|{_CONTROL.pattern}|{_WORD.pattern}")


_LETTERS = re.compile(r"[A-Za-zÀ-ÿœŒ]+")
_TABLES = ("skills.csv", "skills_soft.csv", "conditions.csv", "detail_words.csv", "offer_sheet.csv")


@lru_cache(maxsize=1)
def accented() -> dict[str, str]:
    """Word with its accented letters lost -> the word, where one word only fits."""
    folder = files("ingestion") / "data"
    first = (folder / "accented_words.txt").read_text(encoding="utf-8")
    texts = [line for line in first.splitlines() if not line.startswith("#")]
    sure = {_lose(word): word for line in texts for word in line.split() if len(word) > 1}
    others: dict[str, set[str]] = {}
    for name in _TABLES:
        table = folder / name
        text = table.read_text(encoding="utf-8") if table.is_file() else ""
        for word in _LETTERS.findall(text.lower()):
            if len(word) > 1 and not word.isascii():
                others.setdefault(_lose(word), set()).add(word)
    unique = {lost: words.pop() for lost, words in others.items() if len(words) == 1}
    return {**unique, **sure}


def _lose(word: str) -> str:
    return "".join(letter if letter.isascii() else LOST for letter in word)
