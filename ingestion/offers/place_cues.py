"""Words that announce a place of work, or another place, with their weights.

They stand in `data/place_cues.csv`: regular expressions on folded text, read up to the name
(`before`) or from its end (`after`).
"""

import re
from functools import lru_cache

from ingestion.lexicon import Words, read_rows

REACH = 60
"""Characters before a name, and 20 after, in which the words that announce it stand."""


@lru_cache(maxsize=1)
def _cues() -> tuple[tuple[tuple[re.Pattern[str], float], ...], ...]:
    rows = read_rows("place_cues.csv")
    before = [
        (re.compile(rf"(?<![a-z0-9])(?:{r['pattern']})\(?$"), float(r["weight"]))
        for r in rows
        if r["side"] == "before"
    ]
    after = [(re.compile(r["pattern"]), float(r["weight"])) for r in rows if r["side"] == "after"]
    return tuple(before), tuple(after)


def announced(words: Words, start: int, end: int) -> float:
    """Weight of the words around a name: the strongest for and the strongest against."""
    before, after = _cues()
    left = " ".join(words.folded[max(0, start - REACH) : start].split(" "))
    left = left.rpartition("\n")[2]
    weights = [weight for cue, weight in before if cue.search(left)]
    good = max((w for w in weights if w > 0), default=0.0)
    bad = min((w for w in weights if w < 0), default=0.0)
    follows = sum(weight for cue, weight in after if cue.match(words.folded, end))
    return (good if not bad else min(good, 0.5)) + bad + follows
