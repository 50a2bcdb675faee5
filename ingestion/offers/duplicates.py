"""Is this the same need as that one? A probability with its reasons; a person decides.

Offers come as sketches; what an offer does not say neither joins nor parts. The weights stand in
`data/duplicate_weights.csv`, learnt and measured as docs/decisions/0011 tells.
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rapidfuzz import fuzz

from ingestion.lexicon import read_rows
from ingestion.normalise import squash
from ingestion.offers.facts import is_temp_agency
from ingestion.offers.parse import title_to_code
from ingestion.offers.pay_equivalents import pay_equivalents
from ingestion.records import ParsedOffer
from models.vocabulary import ContractType

PROPOSED_FROM = 0.9
"""Probability from which two offers are proposed as one; measured in docs/decisions/0011."""
SHINGLE = 4
"""Words in a row that two texts share when one was copied from the other."""
MOST_SHINGLES = 1_500
COPIED = 0.8
"""Share of the shorter text from which one is a copy of the other."""
SAME_WORD = 85
"""Likeness (0 to 100) from which two words of titles are one."""
NEAR_START = 10
"""Days between two starts that may still be one need."""
SAME_PAY = 0.01
"""Share by which two hourly wages may differ and still be one."""
OVERLAPPING = 0.3
"""What wages that overlap, or trades of one family, are worth."""
FULL_WEEK = 35.0
"""Hours by which a wage a month is turned into one an hour where the offer does not say."""
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Sketch:
    """What tells an offer from another. None, "" and empty sets say nothing.

    `employer` is where the work is: the user company where an agency recruits. `pay` gross euros
    an hour (low, high). `shingles` marks of the text.
    """

    title: str
    rome: str | None = None
    place: str | None = None
    employer: str = ""
    agency: str = ""
    contract: ContractType | None = None
    start: date | None = None
    duration: int | None = None
    hours: float | None = None
    pay: tuple[float, float] | None = None
    positions: int | None = None
    patterns: frozenset[str] = frozenset()
    licences: frozenset[str] = frozenset()
    contacts: frozenset[str] = frozenset()
    shingles: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Likeness:
    """`probability` in [0, 1] that both are one need; `alike` and `unlike` say why, in French."""

    probability: float
    alike: tuple[str, ...]
    unlike: tuple[str, ...]

    @property
    def is_proposed(self) -> bool:
        """True where the two are shown to somebody as probably one."""
        return self.probability >= PROPOSED_FROM


def sketch(offer: ParsedOffer) -> Sketch:
    """The sketch of a parsed offer."""
    employer, agency = _who(offer)
    contact = offer.details.contact
    place = offer.workplace.insee or (squash(offer.workplace.name or "") or None)
    return Sketch(
        title=title_key(offer.title),
        rome=offer.occupation.rome,
        place=place,
        employer=employer,
        agency=agency,
        contract=offer.contract.type,
        start=offer.contract.start_date,
        duration=offer.contract.duration_days,
        hours=offer.working_time.weekly_hours,
        pay=_hourly_pay(offer),
        positions=offer.positions,
        patterns=frozenset(offer.working_time.patterns),
        licences=frozenset(need.code for need in offer.licences),
        contacts=_contacts(contact.phone, contact.email),
        shingles=_shingles(offer.description),
    )


@lru_cache(maxsize=20_000)
def title_key(title: str) -> str:
    """A title as titles are compared: without H/F, contract, hours, accents and case."""
    return squash(title_to_code(title))


def compare(first: Sketch, second: Sketch) -> Likeness:
    """How likely two offers are one need."""
    weights = _weights()
    total = weights["bias"].weight
    alike: list[tuple[float, str]] = []
    unlike: list[tuple[float, str]] = []
    for name, value in features(first, second).items():
        row = weights[name]
        part = row.weight * value
        total += part
        if abs(part) >= 0.3:
            words = row.alike if part > 0 else row.unlike
            (alike if part > 0 else unlike).append((-abs(part), words))
    return Likeness(
        probability=1 / (1 + math.exp(-max(-30.0, min(30.0, total)))),
        alike=tuple(words for _, words in sorted(alike) if words),
        unlike=tuple(words for _, words in sorted(unlike) if words),
    )


def features(first: Sketch, second: Sketch) -> Mapping[str, float]:
    """Each comparison in [-1, 1]: 1 the same, -1 another, 0 where one of the two does not say."""
    text = _text(first.shingles, second.shingles)
    found, lost = _titles(first.title, second.title)
    return {
        "title": found,
        "other_title": lost,
        "rome": _rome(first.rome, second.rome),
        "place": _same(first.place, second.place),
        "employer": _names(first.employer, second.employer),
        "agency": _names(first.agency, second.agency),
        "contract": _same(first.contract, second.contract),
        "start": _near(first.start, second.start),
        "duration": _ratio(first.duration, second.duration, 0.15),
        "hours": _ratio(first.hours, second.hours, 0.03),
        "pay": _pay(first.pay, second.pay),
        "positions": _same(first.positions, second.positions),
        "patterns": _sets(first.patterns, second.patterns),
        "licences": _sets(first.licences, second.licences),
        "contact": 1.0 if first.contacts & second.contacts else 0.0,
        "text": text,
        "copied": 1.0 if text >= COPIED else 0.0,
    }


def probable(
    new: Sketch, others: Iterable[tuple[int, Sketch]], most: int = 5
) -> Sequence[tuple[int, Likeness]]:
    """Of `others` (identifier, sketch), those proposed as the same need, the likeliest first."""
    found = [(key, compare(new, other)) for key, other in others if may_match(new, other)]
    kept = [(key, likeness) for key, likeness in found if likeness.is_proposed]
    return sorted(kept, key=lambda pair: (-pair[1].probability, pair[0]))[:most]


def may_match(first: Sketch, second: Sketch) -> bool:
    """False where the two cannot be one need, seen at a glance: another town and another trade."""
    if first.place is not None and second.place is not None and first.place != second.place:
        return False
    if first.rome and second.rome and first.rome[0] == second.rome[0]:
        return True
    return fuzz.token_set_ratio(first.title, second.title) >= 60


def _who(offer: ParsedOffer) -> tuple[str, str]:
    """(Employer, agency) as keys to compare by; an agency is never the employer."""
    name = offer.employer.name or ""
    user_company = offer.details.user_company
    if user_company:
        return squash(user_company), squash(offer.agency or name)
    if offer.agency or (name and is_temp_agency(name, "")):
        is_agency = is_temp_agency(name, "") or squash(name) == squash(offer.agency or "")
        return ("" if is_agency else squash(name)), squash(offer.agency or name)
    return squash(name), ""


def _hourly_pay(offer: ParsedOffer) -> tuple[float, float] | None:
    made = pay_equivalents(offer.pay, offer.working_time.weekly_hours or FULL_WEEK)
    return None if made is None else made.hour


def _contacts(phone: str | None, email: str | None) -> frozenset[str]:
    digits = "".join(_DIGITS.findall(phone or ""))[-9:]
    keys = (digits if len(digits) == 9 else "", (email or "").strip().lower())
    return frozenset(key for key in keys if key)


def _shingles(text: str) -> frozenset[int]:
    words = squash(text).split()[: MOST_SHINGLES + SHINGLE]
    return frozenset(
        hash(tuple(words[place : place + SHINGLE])) for place in range(len(words) - SHINGLE + 1)
    )


def _titles(first: str, second: str) -> tuple[float, float]:
    """(Likeness in [-1, 1], -1 where each of the two says something the other does not)."""
    one, two = first.split(), second.split()
    if not one or not two:
        return 0.0, 0.0
    shares = (_found_in(one, two), _found_in(two, one))
    return 2 * max(shares) - 1, -1.0 if max(shares) < 1 else 0.0


def _found_in(words: list[str], others: list[str]) -> float:
    found = sum(any(fuzz.ratio(word, other) >= SAME_WORD for other in others) for word in words)
    return found / len(words)


def _same(first: object, second: object) -> float:
    if first is None or second is None:
        return 0.0
    return 1.0 if first == second else -1.0


def _rome(first: str | None, second: str | None) -> float:
    if first is None or second is None:
        return 0.0
    if first == second:
        return 1.0
    return OVERLAPPING if first[:3] == second[:3] else -1.0


def _names(first: str, second: str) -> float:
    if not first or not second:
        return 0.0
    ratio = fuzz.token_set_ratio(first, second) / 100
    return 1.0 if ratio >= 0.85 else -1.0 if ratio < 0.6 else 0.0


def _near(first: date | None, second: date | None) -> float:
    if first is None or second is None:
        return 0.0
    return 1.0 if abs((first - second).days) <= NEAR_START else -1.0


def _ratio(first: float | None, second: float | None, share: float) -> float:
    if first is None or second is None or max(first, second) <= 0:
        return 0.0
    return 1.0 if abs(first - second) <= share * max(first, second) else -1.0


def _pay(first: tuple[float, float] | None, second: tuple[float, float] | None) -> float:
    if first is None or second is None:
        return 0.0
    if abs(first[0] - second[0]) <= SAME_PAY * first[0]:
        return 1.0
    low, high = max(first[0], second[0]), min(first[1], second[1])
    return OVERLAPPING if low <= high else -1.0


def _sets(first: frozenset[str], second: frozenset[str]) -> float:
    if not first or not second:
        return 0.0
    return 2 * len(first & second) / len(first | second) - 1


def _text(first: frozenset[int], second: frozenset[int]) -> float:
    """Share of the shorter text found in the other; texts that share nothing say nothing."""
    if not first or not second:
        return 0.0
    return len(first & second) / min(len(first), len(second))


@dataclass(frozen=True, slots=True)
class _Weight:
    weight: float
    alike: str
    unlike: str


@lru_cache(maxsize=1)
def _weights() -> Mapping[str, _Weight]:
    return {
        row["feature"]: _Weight(float(row["weight"]), row["alike"], row["unlike"])
        for row in read_rows("duplicate_weights.csv")
    }
