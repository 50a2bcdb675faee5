"""Whether each person holds a licence or certificate on a given day: held, unsure or not."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from matching.context import Comparison
from matching.profiles import (
    CREDENTIAL_ABSENT,
    CREDENTIAL_EXPIRED,
    CREDENTIAL_HELD,
    CREDENTIAL_IN_PROGRESS,
    CREDENTIAL_SUSPENDED,
    BoolArray,
    LicenceAsk,
    StateArray,
    day,
)

MET, UNSURE, UNMET = 1, 0, -1

FIRST, NOTHING = np.uint8(CREDENTIAL_HELD), np.uint8(255)
"""States counted from the best one, so that the least of several is what counts; absence, which
is 0, then comes last of all."""

WORDS = {
    CREDENTIAL_ABSENT: "non détenu",
    CREDENTIAL_IN_PROGRESS: "en cours",
    CREDENTIAL_EXPIRED: "périmé",
    CREDENTIAL_SUSPENDED: "suspendu",
}


@dataclass(frozen=True)
class Holding:
    """state : (n,) 1 held, 0 unsure, -1 not; what : (n,) CREDENTIAL_* rank behind it;
    undated : (n,) held, by titles that lapse and whose end nobody gave: to be checked
    """

    code: str
    label: str
    state: StateArray
    what: StateArray
    undated: BoolArray


def holding(comparison: Comparison, asked: LicenceAsk) -> Holding:
    """Who holds what is asked on the day of the comparison.

    One that lapses, without an end, is held and to be checked. `CACES` alone is met by any
    category; a category is unsure for who holds a `CACES` without one. A code in no file at all
    is absent where files speak, unsure elsewhere.
    """
    held = comparison.holdings.get(asked)
    if held is None:
        held = comparison.holdings[asked] = _read(comparison, asked)
    return held


def _read(comparison: Comparison, asked: LicenceAsk) -> Holding:
    batch, code = comparison.batch, asked.code
    count, today = len(batch), day(comparison.today)
    best = np.full(count, NOTHING, dtype=np.uint8)
    vague, dated = np.zeros((2, count), dtype=np.bool_)
    for column, held in enumerate(batch.credential_codes):
        same = held == code or (code == "CACES" and held.startswith("CACES_"))
        family = held == "CACES" and code.startswith("CACES_")
        if not same and not family:
            continue
        state, expiry = batch.credential_state[:, column], batch.credential_expiry[:, column]
        late = (state == CREDENTIAL_HELD) & (expiry < today)
        valid = (state == CREDENTIAL_HELD) & ~late
        if family:
            vague |= valid
            continue
        dated |= valid & ~np.isnat(expiry)
        now = state + late * np.int8(CREDENTIAL_EXPIRED - CREDENTIAL_HELD)
        best = np.minimum(best, now.view(np.uint8) - FIRST)
    met = best == CREDENTIAL_HELD - FIRST
    listed = batch.diploma_known if asked.is_diploma else batch.credential_known
    absent = ~met & ~vague & listed
    return Holding(
        code=code,
        label=asked.label,
        state=met.view(np.int8) - absent.view(np.int8),
        what=(best + FIRST).view(np.int8),
        undated=met & ~dated & lapses(code),
    )


@cache
def lapses(code: str) -> bool:
    """Whether a title is good for some years only; see `data/validity.toml`."""
    text = (files("matching") / "data" / "validity.toml").read_text(encoding="utf-8")
    return code.startswith(tuple(tomllib.loads(text)["lapses"]))


@cache
def _levers() -> dict[str, str]:
    text = (files("matching") / "data" / "levers.toml").read_text(encoding="utf-8")
    return {str(code): str(lever) for code, lever in tomllib.loads(text)["levers"].items()}


def lever(code: str, what: int) -> str | None:
    """What would lift a missing credential within weeks, in French; None if nothing short."""
    if what == CREDENTIAL_IN_PROGRESS:
        return "formation en cours : attendre l'examen ou l'avancer"
    table = _levers()
    short = next((table[code[:n]] for n in range(len(code), 2, -1) if code[:n] in table), None)
    if what == CREDENTIAL_EXPIRED:
        return f"renouvellement : {short}" if short else "renouvellement du titre"
    if what == CREDENTIAL_SUSPENDED:
        return None
    return short
