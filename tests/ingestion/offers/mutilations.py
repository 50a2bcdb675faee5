"""Harms that offers suffer on their way, each with the statements whose words it spares.

A harm takes a text and gives the harmed one with the spans, in the first text, of what it broke:
a statement survives where none of its characters was lost, changed or parted by a line break.
Case and encoding break nothing: they are put right.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Harmed:
    """The harmed text, and the spans of the first text whose words did not survive."""

    text: str
    broken: tuple[Span, ...] = ()

    def spares(self, span: Span) -> bool:
        """Whether the words at `span` survived."""
        return not any(start < span[1] and end > span[0] for start, end in self.broken)


Harm = Callable[[str, random.Random], Harmed]


def cut(text: str, rng: random.Random) -> Harmed:
    """The end is lost; at least the title and forty characters stay."""
    at = rng.randrange(text.index("\n") + 40, len(text))
    return Harmed(text[:at], ((at, len(text)),))


def capitals(text: str, rng: random.Random) -> Harmed:
    """Everything in capitals."""
    return Harmed(text.upper())


def utf8_as_western(text: str, rng: random.Random) -> Harmed:
    """UTF-8 read as Windows-1252: `Ã©`."""
    return Harmed(text.encode().decode("cp1252", errors="replace"))


def western_as_utf8(text: str, rng: random.Random) -> Harmed:
    """Windows-1252 read as UTF-8: every accented letter is lost."""
    return Harmed(text.encode("cp1252", errors="replace").decode("utf-8", errors="replace"))


def spoilt_twice(text: str, rng: random.Random) -> Harmed:
    """UTF-8 read as Windows-1252, twice."""
    once = text.encode().decode("cp1252", errors="replace")
    return Harmed(once.encode().decode("cp1252", errors="replace"))


def slips(text: str, rng: random.Random) -> Harmed:
    """Six slips of the pen: a letter doubled, dropped, or two swapped."""
    letters = [at for at in range(len(text) - 1) if text[at : at + 2].isalpha()]
    places = sorted(rng.sample(letters, 6), reverse=True)
    broken = []
    for at in places:
        pair = text[at : at + 2]
        said = rng.choice([pair[0] + pair, pair[1], pair[1] + pair[0]])
        text = text[:at] + said + text[at + 2 :]
        broken.append((at, at + 2))
    return Harmed(text, tuple(broken))


def blanks(text: str, rng: random.Random) -> Harmed:
    """Blank lines and spaces between words; a line break parts the words around it."""
    parts: list[str] = []
    broken = []
    for at, character in enumerate(text):
        if character == " " and rng.random() < 0.06:
            parts.append("\n\n" if rng.random() < 0.5 else " \n ")
            broken.append((at, at + 1))
        elif character == " " and rng.random() < 0.15:
            parts.append(rng.choice(["  ", "   ", " \u00a0", "\t"]))
        else:
            parts.append(character)
    return Harmed("".join(parts), tuple(broken))


def controls(text: str, rng: random.Random) -> Harmed:
    """Twelve characters that nobody sees, inside words too."""
    for at in sorted(rng.sample(range(text.index("\n") + 1, len(text)), 12), reverse=True):
        text = text[:at] + rng.choice("\x01\x07\x1b\u00ad\u200b\ufeff") + text[at:]
    return Harmed(text)


HARMS: Mapping[str, Harm] = {
    "coupée": cut,
    "en capitales": capitals,
    "UTF-8 lu en Windows-1252": utf8_as_western,
    "Windows-1252 lu en UTF-8": western_as_utf8,
    "abîmée deux fois": spoilt_twice,
    "fautes de frappe": slips,
    "blancs et sauts de ligne": blanks,
    "caractères de contrôle": controls,
}
"""By their French name, as reports show them."""
