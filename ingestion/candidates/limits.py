"""`Contraintes` in words to capacities: hours, days, patterns and restrictions; never a cause.

Hours are read as the person says them. Opening hours of a nursery leave `CHILDCARE_MARGIN` at each
end, for the way between the nursery and the workplace; `jusqu'à 8h30` said of the person is taken
as such. The last bus limits only those who have nothing else than the bus and their feet.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import time, timedelta
from functools import lru_cache
from importlib.resources import files

from ingestion.candidates.wishes import patterns_in
from ingestion.folding import fold
from ingestion.records import Limits, Restriction
from models.vocabulary import Condition, TravelMode, Weekday, WorkPattern

CHILDCARE_MARGIN = timedelta(minutes=30)
EVENING_FROM = time(20, 0)
"""Where a person says "no evening": the hour services such as the bus get rare."""
SCHOOL_HOURS = (time(9, 0), time(16, 0))
"""`horaires scolaires`: school from 8:45 to 16:15, and the way."""
_CLAUSE = re.compile(r"[|,;\n]|\.(?:\s|$)|\bmais\b")
_REFUSAL = re.compile(
    r"\bpas\b|\bsans\b|\bplus\b(?! de \d)|\beviter\b|\bevite\b|\blimit|interdi|\baucune?\b|\bni\b|"
    r"inapt|contre.?indi|restrict|impossible|\bne peut\b|\brefus|allergi|\bmax|deconseill|>|"
    r"sup(?:erieur)?e?s? a|\bhors\b|\bsauf\b|indisponible|\balternance assis|\balterner\b|"
    r"alternee?\b|vertige|phobie|\bpeur\b|exclue?s?\b"
)
_FINE = re.compile(
    r"\bok\b|(?<!ne )supportee?s?\b|(?<!pas )a l'aise|n'a pas le vertige|"
    r"pas de (?:probleme|souci|contre)|sans (?:probleme|souci|restriction|contrainte)|"
    r"a verifier|a confirmer|possible si"
)
_NAMED = re.compile(r"(?:bruit|poussieres?|hauteur|charges?|debout|froid|chaleur|vibrations?)\s*:")
"""`bruit : appareillage` names what is hard for the person without a word of refusal."""
_KG = re.compile(r"(\d{1,2}(?:[.,]\d)?)\s*(?:kg|kilos?)\b")
_HOUR = r"(\d{1,2})\s*(?:h|:)\s*(\d{2})?"
_CHILDCARE = re.compile(r"creche|garderie|halte|nounou|nourrice|periscolaire|assistante maternelle")
_CANNOT_STARTS = ("impossible", "ne ", "peut", "pourra", "veut")
_BETWEEN = re.compile(rf"{_HOUR}\s*(?:-|–|a|et|/)\s*{_HOUR}")
_CANNOT = r"(?:impossible|(?:ne )?(?:peut|pourra|veut) pas|ne souhaite pas) (?:[a-z']{1,12} ){0,6}"
_NOT_BEFORE = re.compile(
    rf"(?:pas (?:disponible )?avant|{_CANNOT}avant|libre apres|jusqu'a|a partir de|apres|des|avant)"
    rf"\s*{_HOUR}"
)
_CANNOT_BEFORE = re.compile(rf"{_CANNOT}$")
_AFTER = re.compile(rf"(?:pas (?:disponible )?(?:apres|au.dela de)|{_CANNOT}apres|apres)\s*{_HOUR}")
_UNTIL = re.compile(
    rf"(?:jusqu'a|fini(?: a)?|fin(?:ir)?(?: (?:a|avant))?|avant|au plus tard a?)\s*{_HOUR}"
)
_BUS = re.compile(rf"(?:pas de bus (?:apres|passe)|dernier bus(?: (?:a|vers))?)\s*{_HOUR}")
_FIRST_BUS = re.compile(rf"(?:pas de bus avant|premier bus(?: (?:a|vers))?)\s*{_HOUR}")
_SCHOOL_AT = re.compile(
    rf"\b(?:ecole|college|maternelle)\b[^|,;\d]{{0,25}}?\b(?:a|vers|des)\s*{_HOUR}"
    rf"|{_HOUR}\s*(?:a |pour )?(?:la |l')?(?:sortie (?:de |d')?(?:l')?)?ecole"
)
_DAYS = "|".join(weekday.value for weekday in Weekday)
_HALF_DAY = re.compile(
    rf"\b({_DAYS})s?\s+(?:(?:en |l'|dans la |de )?(?:matins?|matinees?|apres.?midis?|aprem)\b)"
)
"""`rdv le jeudi matin`: not that whole day, and no pattern of every day."""
_TAKEN = re.compile(
    r"\brdv\b|rendez.?vous|\bcours\b|formation|\bpris(?:e|es)?\b|occupee?|\bpas\b|"
    r"indisponible|\bsauf\b|\bhors\b|soins?\b|\bgarde\b|benevolat|atelier|permanence"
)
_EVERY_OTHER = re.compile(r"1\s*(?:week.?end|we)?\s*sur\s*\d|un week.?end sur")
_MINUTES_A_DAY = 24 * 60
_BUS_AND_FEET = frozenset([TravelMode.BUS, TravelMode.WALK])


@dataclass(slots=True)
class _Found:
    restrictions: dict[Condition, float | None] = field(default_factory=dict)
    earliest: list[time] = field(default_factory=list)
    latest: list[time] = field(default_factory=list)
    patterns: set[WorkPattern] = field(default_factory=set)
    weekdays: set[Weekday] = field(default_factory=set)


@lru_cache(maxsize=1)
def _conditions() -> tuple[tuple[Condition, re.Pattern[str]], ...]:
    text = (files("ingestion") / "data" / "restriction_words.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines(), delimiter=";", quoting=csv.QUOTE_NONE)
    return tuple((Condition(row["condition"]), re.compile(row["pattern"])) for row in rows)


def read_limits(cell: str, modes: frozenset[TravelMode] | None) -> Limits:
    """Read the cell `Contraintes`; what is not a limit on hours, days or conditions gives nothing.

    Parameters
    ----------
    cell : words, items parted by `|`
    modes : how the person goes, for the limits that the bus sets; None if unknown
    """
    bus_binds = modes is None or (TravelMode.BUS in modes and modes <= _BUS_AND_FEET)
    return _read_limits(cell, bus_binds)


@lru_cache(maxsize=16384)
def _read_limits(cell: str, bus_binds: bool) -> Limits:
    found = _Found()
    for item in fold(cell).replace("\n", " ").split("|"):
        _read_hours(item, bus_binds, found)
        for clause in _clauses(item):
            if _FINE.search(clause):
                continue
            clause = _read_half_days(clause, found)
            if _REFUSAL.search(clause) or _NAMED.match(clause):
                _read_refusal(clause, found)
    return Limits(
        tuple(Restriction(condition, kg) for condition, kg in found.restrictions.items()),
        max(found.earliest, default=None),
        min(found.latest, default=None),
        frozenset(found.patterns),
        frozenset(found.weekdays),
    )


def _clauses(item: str) -> Iterator[str]:
    for clause in _CLAUSE.split(item):
        if clause.strip():
            yield clause.strip()


def _read_half_days(clause: str, found: _Found) -> str:
    """Days of which one half is taken, to be checked with the person; the clause without them."""
    half_days = _HALF_DAY.findall(clause) if _TAKEN.search(clause) else []
    found.weekdays.update(Weekday(day) for day in half_days)
    return _HALF_DAY.sub(" ", clause) if half_days else clause


def _read_refusal(clause: str, found: _Found) -> None:
    for condition, pattern in _conditions():
        if not pattern.search(clause):
            continue
        limit = _KG.search(clause) if condition is Condition.LOADS else None
        kg = float(limit[1].replace(",", ".")) if limit else None
        known = found.restrictions.get(condition)
        found.restrictions[condition] = min(kg, known) if kg and known else kg or known
    for weekday in Weekday:
        if re.search(rf"\b{weekday.value}s?\b", clause):
            found.weekdays.add(weekday)
    if re.search(r"\bpas (?:de |le |les )?(?:soir|soiree)|\bni (?:de |le )?soir", clause):
        found.latest.append(EVENING_FROM)
    refused = set() if _EVERY_OTHER.search(clause) else set(patterns_in(_patterns_only(clause)))
    if "poste" in clause and WorkPattern.NIGHT in refused:
        refused -= {WorkPattern.TWO_SHIFTS}
    if WorkPattern.NIGHT in refused:
        refused.add(WorkPattern.THREE_SHIFTS)
    if WorkPattern.WEEKEND in refused and re.search(r"week.?end|\bwe\b", clause):
        found.weekdays |= {Weekday.SATURDAY, Weekday.SUNDAY}
    elif WorkPattern.WEEKEND in refused:
        refused.discard(WorkPattern.WEEKEND)
    found.patterns |= refused - {WorkPattern.DAY}


def _patterns_only(clause: str) -> str:
    """The clause without what looks like a pattern and is not: nights away, a post of work."""
    words = re.sub(r"nuits? (?:a l'exterieur|a l'hotel|hors)\w*|decouch\w*", " ", clause)
    words = re.sub(
        r"\b(?:de|du|le|un|au|ce|tout) postes?\b(?! de nuit)|\bpostes? (?!de nuit)", " ", words
    )
    return words.replace("-", " ")


# --- hours -----------------------------------------------------------------------------------


def _read_hours(item: str, bus_binds: bool, found: _Found) -> None:
    if re.search(r"a confirmer|a verifier|en recherche(?! d)", item) and not re.search(
        r"avant|apres|jusqu", item
    ):
        return
    if re.search(r"horaires? (?:scolaires?|d'ecole|de l'ecole)", item):
        found.earliest.append(SCHOOL_HOURS[0])
        found.latest.append(SCHOOL_HOURS[1])
    if "bus" in item:
        if bus_binds:
            _read_bus(item, found)
        return
    if _read_school(item, found):
        return
    margin = CHILDCARE_MARGIN if _CHILDCARE.search(item) else timedelta(0)
    between = _BETWEEN.search(item)
    if between:
        start, end = _clock(between[1], between[2]), _clock(between[3], between[4])
        if start and end and start < end:
            found.earliest.append(_shift(start, margin))
            found.latest.append(_shift(end, -margin))
        return
    if margin:
        _read_childcare(item, margin, found)
        return
    _read_said_hours(item, found)


def _read_school(item: str, found: _Found) -> bool:
    """`école à 16h30`: the hour at which the person must be there, as said."""
    if "ecole" not in item and "college" not in item and "maternelle" not in item:
        return False
    hours = [
        hour
        for match in _SCHOOL_AT.finditer(item)
        if (hour := _clock(match[1] or match[3], match[2] or match[4]))
    ]
    found.earliest += [hour for hour in hours if hour.hour < 12]
    found.latest += [hour for hour in hours if hour.hour > 12]
    return bool(hours)


def _read_childcare(item: str, margin: timedelta, found: _Found) -> None:
    until = _UNTIL.search(item)
    opens = re.search(rf"(?:ouvre|a partir de|des|ouverture)(?: a)?\s*{_HOUR}", item)
    if opens and (hour := _clock(opens[1], opens[2])):
        found.earliest.append(_shift(hour, margin))
    elif until and (hour := _clock(until[1], until[2])):
        if hour.hour < 12:
            found.earliest.append(hour)
        else:
            found.latest.append(_shift(hour, -margin))


def _read_said_hours(item: str, found: _Found) -> None:
    """`garde d'enfants jusqu'à 8h30 et après 18h`, `pas avant 9h`, `fin 17h`: as said."""
    looks_after = re.search(r"\bgarde\b|enfant|ecole|aidant|s'occupe", item) is not None
    for match in _NOT_BEFORE.finditer(item):
        hour = _clock(match[1], match[2])
        words = match[0]
        if hour is None:
            continue
        busy_until = looks_after and words.startswith(("jusqu'a", "avant")) and hour.hour < 12
        if busy_until or words.startswith(("pas", "a partir", "des", "libre", *_CANNOT_STARTS)):
            found.earliest.append(hour)
    for match in _AFTER.finditer(item):
        hour = _clock(match[1], match[2])
        if (
            hour
            and hour.hour >= 12
            and (looks_after or match[0].startswith(("pas", *_CANNOT_STARTS)))
        ):
            found.latest.append(hour)
    if not looks_after:
        for match in _UNTIL.finditer(item):
            hour = _clock(match[1], match[2])
            before = item[max(0, match.start() - 4) : match.start()]
            denied = "pas" in before or _CANNOT_BEFORE.search(item, 0, match.start())
            if hour and hour.hour >= 12 and not denied:
                found.latest.append(hour)


def _read_bus(item: str, found: _Found) -> None:
    if "sinon" in item:
        return
    last = _BUS.search(item)
    first = _FIRST_BUS.search(item)
    if last and (hour := _clock(last[1], last[2])):
        found.latest.append(hour)
    if first and (hour := _clock(first[1], first[2])):
        found.earliest.append(hour)


def _clock(hours: str, minutes: str | None) -> time | None:
    hour, minute = int(hours), int(minutes or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _shift(moment: time, by: timedelta) -> time:
    minutes = (moment.hour * 60 + moment.minute + int(by.total_seconds() // 60)) % _MINUTES_A_DAY
    return time(minutes // 60, minutes % 60)
