"""What tells a place of work from the other places that a text names, with its weight.

The clues stand in `data/place_cues.csv`: regular expressions on folded text, read up to the name
(`before`) or from its end (`after`), and facts of the mention by their name (`fact`). The weights
were fitted on real offers: see `docs/evidence/workplace.md`.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from ingestion.lexicon import Words, read_rows

REACH = 60
"""Characters before a name, and 20 after, in which the words that announce it stand."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One expression: `announces` where it says that a place is named, whichever it is."""

    name: str
    pattern: re.Pattern[str]
    strength: float
    """Set by hand: >= 0.5 announces a place; used to tell names from other words."""


@lru_cache(maxsize=1)
def _cues() -> tuple[tuple[Cue, ...], tuple[Cue, ...]]:
    rows = read_rows("place_cues.csv")
    before = tuple(
        Cue(r["name"], re.compile(rf"(?<![a-z0-9])(?:{r['pattern']})\(?$"), float(r["strength"]))
        for r in rows
        if r["side"] == "before"
    )
    after = tuple(
        Cue(r["name"], re.compile(r["pattern"]), float(r["strength"]))
        for r in rows
        if r["side"] == "after"
    )
    return before, after


@lru_cache(maxsize=1)
def weights() -> dict[str, float]:
    """Name of a clue -> its weight in the choice of the workplace (log odds)."""
    return {row["name"]: float(row["weight"]) for row in read_rows("place_cues.csv")}


def cues_around(words: Words, start: int, end: int) -> tuple[Cue, ...]:
    """The cues that stand around the name at `start:end`."""
    before, after = _cues()
    left = words.folded[max(0, start - REACH) : start].rpartition("\n")[2]
    found = [cue for cue in before if cue.pattern.search(left)]
    found += [cue for cue in after if cue.pattern.match(words.folded, end)]
    return tuple(found)


def strength(cues: tuple[Cue, ...]) -> float:
    """How much the words around say that a place is named: the strongest for and against."""
    strengths = [cue.strength for cue in cues]
    good = max((each for each in strengths if each > 0), default=0.0)
    bad = min((each for each in strengths if each < 0), default=0.0)
    if good >= ANNOUNCED:
        return good
    return (good if not bad else min(good, 0.5)) + bad


ANNOUNCED = 1.8
"""`Lieu :`, `basé à`: a place follows, be it that of a head office."""
