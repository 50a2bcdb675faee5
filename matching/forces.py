"""How much each gate counts for one offer: it blocks, weighs or is only told.

Only what the employer decides can be loosened: a title that the law asks for blocks whatever was
chosen. Source: docs/decisions/0029.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from matching.profiles import OfferProfile
from models.vocabulary import Force, Gate, Necessity


@dataclass(frozen=True, slots=True)
class Imposed:
    """A title that the law asks for, and why the offer cannot do without it."""

    label: str
    why: str


def imposed_by_law(offer: OfferProfile) -> tuple[Imposed, ...]:
    """Of the titles that the offer requires, those that the law asks for."""
    stated = [each for each in offer.facts.licences if each.necessity is Necessity.REQUIRED]
    found = [Imposed(each.label, why) for each in stated if (why := _why(each.code)) is not None]
    found += [
        Imposed(each.label, _why(each.code) or _texts()["permit"]) for each in offer.legal_titles
    ]
    return tuple(found)


def force_of(offer: OfferProfile, gate: Gate) -> Force:
    """What not being met does for this offer; what the law asks for always blocks."""
    wanted = offer.facts.forces.get(gate, Force.BLOCKS)
    if gate is Gate.CREDENTIAL and wanted is not Force.BLOCKS and imposed_by_law(offer):
        return Force.BLOCKS
    return wanted


def loosened(offer: OfferProfile) -> frozenset[Gate]:
    """The gates that hold nobody back for this offer."""
    return frozenset(
        gate for gate in offer.facts.forces if force_of(offer, gate) is not Force.BLOCKS
    )


def _why(code: str) -> str | None:
    """Why the law asks for a title, by the longest start of its code that is known."""
    titles = _titles()
    known = [start for start in titles if code == start or _starts(code, start)]
    return _texts()[titles[max(known, key=len)]] if known else None


def _starts(code: str, start: str) -> bool:
    """`permis_` fits `permis_B`, `ADR` fits `ADR_citerne`, `DEA` does not fit `DEAES`."""
    return code.startswith(start if start.endswith("_") else f"{start}_")


@cache
def _data() -> dict[str, object]:
    text = (files("matching") / "data" / "law.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _titles() -> dict[str, str]:
    titles = _data()["titles"]
    assert isinstance(titles, dict)
    return {str(code): str(why) for code, why in titles.items()}


@cache
def _texts() -> dict[str, str]:
    return {name: text for name, text in _data().items() if isinstance(text, str)}
