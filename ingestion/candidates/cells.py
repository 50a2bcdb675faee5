"""Cells of closed lists: what each says, or None with nothing guessed."""

import re
from datetime import date
from functools import lru_cache
from unicodedata import normalize

from ingestion.normalise import fold, read_date, read_number, squash
from models.vocabulary import ContractType, TravelMode, WorkingTimeWish, WorkPattern

YES = frozenset(["oui", "o", "yes", "y", "vrai", "true", "1", "x", "ok", "accord", "signe"])
NO = frozenset(["non", "n", "no", "faux", "false", "0", "refus", "aucun"])

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0b-\x1f\x7f]")
_CLOSED_LIST = re.compile(r"[|;,\n/]|\s(?:et|ou)\s")
_MOST_MINUTES = 240.0
_MOST_KM = 200.0
FULL_TIME_HOURS = 35.0


def clean(cell: str) -> str:
    """Take out invisible characters and outer spaces, compose accents; line breaks stay."""
    if cell.isascii() and cell.isprintable():
        return cell.strip()
    spaced = cell.replace("\u00a0", " ").replace("\u202f", " ")
    return normalize("NFC", _INVISIBLE.sub("", spaced)).strip()


def split_items(cell: str) -> list[str]:
    """Cut a free list at `|` (a line break there is a space), or else at line breaks."""
    parts = cell.split("|") if "|" in cell else cell.split("\n")
    return [item for item in (" ".join(part.split()) for part in parts) if item]


_WORD_MARKS = re.compile(r"[|,;\n()]")


@lru_cache(maxsize=16384)
def split_words(cell: str) -> tuple[str, ...]:
    """Cut a list of short words at `|`, commas, semicolons and line breaks out of brackets."""
    items: list[str] = []
    start = depth = 0
    for mark in _WORD_MARKS.finditer(cell):
        if mark[0] in "()":
            depth = max(0, depth + (1 if mark[0] == "(" else -1))
        elif depth == 0 or mark[0] == "|":
            items.append(cell[start : mark.start()])
            start, depth = mark.end(), 0
    items.append(cell[start:])
    return tuple(item for item in (" ".join(part.split()) for part in items) if item)


@lru_cache(maxsize=1024)
def yes_or_no(cell: str) -> bool | None:
    """True, False, or None where the cell says neither."""
    words = squash(cell).split()
    first = words[0] if words else ""
    return True if first in YES else False if first in NO else None


@lru_cache(maxsize=4096)
def closed_items(cell: str) -> tuple[str, ...]:
    """Items of a cell of a closed list, however they are parted."""
    items = (" ".join(item.split()) for item in _CLOSED_LIST.split(cell))
    return tuple(item for item in items if item)


# --- level of education ----------------------------------------------------------------------

_ROMAN = {"vi": 2, "vbis": 2, "v bis": 2, "v": 3, "iv": 4, "iii": 5, "ii": 6, "i": 7}
"""Old French levels to today's 2..8 scale: VI and Vbis stand below the CAP."""
_LEVEL_WORDS: tuple[tuple[str, int], ...] = (
    (r"infra ?3|inferieur|sans diplome|aucun|non scolaris|primaire|cfg|brevet|dnb|college", 2),
    (r"doctorat|bac ?\+? ?8", 8),
    (r"master|ingenieur|dess|dea\b|bac ?\+? ?5", 7),
    (r"licence|maitrise|bachelor|\bbut\b|bac ?\+? ?[34]", 6),
    (r"\bbts\b|\bdut\b|\bdeug\b|\bdeust\b|bac ?\+? ?2", 5),
    (r"\bbac\b|baccalaureat|\bbp\b|brevet professionnel|titre pro(?:fessionnel)? niveau 4", 4),
    (r"\bcap\b|\bbep\b|\bcapa\b|\bbepa\b|\bbpa\b|\bcqp\b", 3),
)


@lru_cache(maxsize=1024)
def education_level(cell: str) -> int | None:
    """Read a level on the 1..8 scale from today's, old or plain words; None if unreadable."""
    words = squash(cell)
    bare = re.sub(r"^(?:niveau|niv|level)\s+", "", words)
    if bare in _ROMAN:
        return _ROMAN[bare]
    if re.fullmatch(r"[1-8]", bare):
        return int(bare)
    if re.search(r"infra|inferieur|non obtenu|sans diplome", words):
        return 2
    number = re.match(r"([1-8])(?= (?:cap|bep|bac|bts|dut|licence|master|ou)\b)", bare)
    if number:
        return int(number[1])
    text = fold(cell)
    for pattern, level in _LEVEL_WORDS:
        if re.search(pattern, text):
            return level
    roman = re.match(r"(vbis|v bis|vi|v|iv|iii|ii|i)\b", bare)
    return _ROMAN[roman[1]] if roman else None


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
    (r"nuit", (WorkPattern.NIGHT,)),
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


# --- dates and consent -----------------------------------------------------------------------

_MONTH = re.compile(r"(?<!\d)(\d{1,2})\s?[/.-]\s?(\d{4})(?!\d)")


@lru_cache(maxsize=8192)
def day(cell: str) -> date | None:
    """A day; `01/2027` is its first of the month. None if unreadable."""
    found = read_date(cell)
    if found is not None:
        return found
    month = _MONTH.search(cell)
    if month and 1 <= int(month[1]) <= 12:
        return date(int(month[2]), int(month[1]), 1)
    return None


@lru_cache(maxsize=1024)
def consent(cell: str) -> tuple[bool | None, date | None]:
    """May the profile be shown, and since when: `oui`, `non`, a date, or `oui le` a date."""
    given_on = read_date(cell)
    said = yes_or_no(cell)
    if said is None and re.search(r"refus|retir|retrait|oppos", fold(cell)):
        said = False
    if said is False:
        return False, None
    if said is None and given_on is None:
        return None, None
    return True, given_on
