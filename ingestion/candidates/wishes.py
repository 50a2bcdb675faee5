"""What the person can and wants: ways to go, contracts, hours; None with nothing guessed."""

import re
from functools import lru_cache

from ingestion.candidates.cells import closed_items
from ingestion.normalise import fold, read_number
from models.vocabulary import ContractType, TravelMode, WorkingTimeWish, WorkPattern

_MOST_MINUTES = 240.0
_MOST_KM = 200.0
FULL_TIME_HOURS = 35.0

# --- how the person goes ---------------------------------------------------------------------

_MODES: tuple[tuple[str, TravelMode], ...] = (
    (r"deux ?roues|2 ?roues|scoot|moto\b|mobylette|cyclo(?!ped)|mob\b|125", TravelMode.MOPED),
    (r"velo|bicyclette|\bvae\b|trottinette", TravelMode.BICYCLE),
    (r"\bbus\b|transport|\btc\b|train|\bter\b|tram|metro|dk ?bus", TravelMode.BUS),
    (r"pied|marche", TravelMode.WALK),
    (r"voiture|vehicul|\bauto\b|\bvl\b|voiturette", TravelMode.CAR),
)
_NO_MODE = re.compile(r"^(?:aucune?|neant|rien|sans|non|pas de (?:moyen|locomotion|transport).*)\b")
_OUT_OF_USE = re.compile(
    r"\bpas\b|\bsans\b|panne|\bhs\b|vendue?|\bplus\b|aucun|covoit|conjoint|pret"
)


@lru_cache(maxsize=4096)
def travel_modes(cell: str) -> tuple[frozenset[TravelMode] | None, tuple[str, ...]]:
    """Modes of a cell (None: says nothing; empty: none), and the items not understood."""
    if not cell:
        return None, ()
    modes: set[TravelMode] = set()
    odd: list[str] = []
    said_none = False
    for item in closed_items(cell):
        words = fold(item).replace("-", " ")
        found = {mode for pattern, mode in _MODES if re.search(pattern, words)}
        if found and not _OUT_OF_USE.search(words):
            modes |= found
        elif _NO_MODE.match(words) or found:
            said_none = True
        else:
            odd.append(item)
    if modes or said_none:
        return frozenset(modes), tuple(odd)
    return None, tuple(odd)


@lru_cache(maxsize=1024)
def trip_limit(cell: str) -> tuple[float | None, float | None]:
    """Longest trip one way as (minutes, km), one of them at most; (None, None) if unreadable."""
    words = fold(cell)
    hours = re.search(r"(\d{1,2})\s*h(?:eures?)?\s*(\d{1,2})?", words)
    if hours:
        minutes = int(hours[1]) * 60.0 + int(hours[2] or 0)
        return (minutes, None) if 0 < minutes <= _MOST_MINUTES else (None, None)
    number = read_number(words)
    if number is None or number <= 0:
        return None, None
    if re.search(r"\d\s*k", words):
        return (None, number) if number <= _MOST_KM else (None, None)
    return (number, None) if number <= _MOST_MINUTES else (None, None)


# --- contracts, hours, patterns --------------------------------------------------------------

_CONTRACTS: tuple[tuple[str, ContractType], ...] = (
    (r"\bcddi\b|insertion", ContractType.CDDI),
    (r"\bcdd\b|(?<!in)determine", ContractType.CDD),
    (r"\bcdi\b|indetermine", ContractType.CDI),
    (r"interim|mission|\binter\b|\bctt\b", ContractType.TEMP),
    (r"alternance|apprenti|contrat pro|professionnalisation", ContractType.WORK_STUDY),
    (r"saison", ContractType.SEASONAL),
    (r"contrat aide|\bpec\b|\bcui\b|\bcae\b|adulte relais", ContractType.SUBSIDISED),
    (r"independant|auto ?entrepreneur|micro ?entreprise", ContractType.SELF_EMPLOYED),
)
_ANY = re.compile(r"indifferent|tous|toute|peu importe|ouvert|flexible|sans preference")


@lru_cache(maxsize=4096)
def contracts(cell: str) -> tuple[frozenset[ContractType] | None, tuple[str, ...]]:
    """Contracts sought (None: any), and the items not understood."""
    found: set[ContractType] = set()
    odd: list[str] = []
    for item in closed_items(cell):
        words = fold(item).replace("-", " ")
        if _ANY.search(words):
            return None, ()
        kinds = {kind for pattern, kind in _CONTRACTS if re.search(pattern, words)}
        found |= kinds
        if not kinds:
            odd.append(item)
    return (frozenset(found) if found else None), tuple(odd)


_PATTERNS: tuple[tuple[str, tuple[WorkPattern, ...]], ...] = (
    (r"3\s*[x*]\s*8|5\s*[x*]\s*8|4\s*[x*]\s*8", (WorkPattern.THREE_SHIFTS,)),
    (r"2\s*[x*]\s*8", (WorkPattern.TWO_SHIFTS,)),
    (r"\bposte", (WorkPattern.TWO_SHIFTS, WorkPattern.THREE_SHIFTS)),
    (r"nuit|nocturne", (WorkPattern.NIGHT,)),
    (r"week ?end|\bwe\b|samedi|dimanche", (WorkPattern.WEEKEND,)),
    (r"coup(?:e|ure)", (WorkPattern.SPLIT,)),
    (r"matin|\btot\b", (WorkPattern.EARLY,)),
    (r"journee|\bjour\b|bureau", (WorkPattern.DAY,)),
)


def patterns_in(words: str) -> frozenset[WorkPattern]:
    """Patterns named in folded words."""
    return frozenset(
        pattern for regex, group in _PATTERNS if re.search(regex, words) for pattern in group
    )


@lru_cache(maxsize=4096)
def work_patterns(
    cell: str,
) -> tuple[frozenset[WorkPattern] | None, frozenset[WorkPattern], tuple[str, ...]]:
    """Patterns accepted (None: says nothing), patterns refused, and items not understood."""
    accepted: set[WorkPattern] = set()
    refused: set[WorkPattern] = set()
    odd: list[str] = []
    for item in closed_items(cell):
        words = fold(item).replace("-", " ")
        if _ANY.search(words):
            accepted |= set(WorkPattern)
            continue
        found = patterns_in(words)
        if re.search(r"\bpas\b|\bsans\b|\bsauf\b|\bplus de\b", words):
            refused |= found
        else:
            accepted |= found
        if not found:
            odd.append(item)
    kept = accepted - refused
    return (frozenset(kept) if kept else None), frozenset(refused), tuple(odd)


@lru_cache(maxsize=1024)
def working_time(cell: str) -> tuple[WorkingTimeWish | None, float | None, float | None]:
    """Wish, least and most weekly hours; each None where the cell does not say.

    `temps plein ou 30h` is any, from 30 h; `mi-temps` is 17.5 h; `80 %` is 28 h.
    """
    words = fold(cell).replace("-", " ")
    is_full = bool(re.search(r"plein|complet|\btp\b", words))
    is_part = bool(re.search(r"partiel|mi temps|\d\s*%", words))
    low, high = _hours(fold(cell))
    if re.search(r"indifferent|peu importe|les deux", words) or (is_full and is_part):
        return WorkingTimeWish.ANY, low, None
    if is_full and re.search(r"\bou\b", words) and low is not None and low < FULL_TIME_HOURS:
        return WorkingTimeWish.ANY, low, None
    if is_full:
        return WorkingTimeWish.FULL, low, high
    if is_part:
        return WorkingTimeWish.PART, low, high
    if low is None and high is None:
        return None, None, None
    most = high if high is not None else low
    full = most is not None and most >= FULL_TIME_HOURS
    return (WorkingTimeWish.FULL if full else WorkingTimeWish.PART), low, high


def _hours(words: str) -> tuple[float | None, float | None]:
    numbers = re.search(
        r"(\d{1,2}(?:[.,]\d+)?)\s*h?\s*(?:-|a|et|/)\s*(\d{1,2}(?:[.,]\d+)?)\s*h", words
    )
    if numbers:
        pair = sorted(float(number.replace(",", ".")) for number in numbers.groups())
        return (pair[0], pair[1]) if pair[1] <= 60 else (None, None)
    percent = re.search(r"(\d{2})\s*%", words)
    one = re.search(r"(\d{1,2}(?:[.,]\d+)?)\s*h", words)
    if one:
        hours = float(one[1].replace(",", "."))
    elif percent:
        hours = FULL_TIME_HOURS * int(percent[1]) / 100.0
    elif re.search(r"mi.temps", words):
        hours = FULL_TIME_HOURS / 2.0
    else:
        return None, None
    if not 0 < hours <= 60:
        return None, None
    if re.search(r"max|au plus|jusqu", words):
        return None, hours
    if re.search(r"min|au moins|a partir", words):
        return hours, None
    return hours, hours
