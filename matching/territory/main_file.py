"""The facts of `territory.toml`: each is checked, and a bad one is refused by its name."""

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any, TypeVar

from matching.profiles import minutes
from matching.territory.facts import BusService, Speed
from matching.territory.trips import Territory
from models.vocabulary import TravelMode, WorkPattern

NEEDED_MODES = tuple(mode for mode in TravelMode if mode is not TravelMode.BUS)
MOST_KMH = 150.0
MOST_MINUTES = 240.0
NO_BUS = (float("inf"), float("-inf"))
BUS_NUMBERS = ("kmh", "fixed_minutes", "least", "most")
_SPEED_NUMBERS = ("kmh", "fixed_minutes", "max_minutes")
LAST_FIRST = "le dernier bus part avant le premier (23:59 au plus)"
_Choice = TypeVar("_Choice", TravelMode, WorkPattern)


class FactError(ValueError):
    """What is wrong with a fact, in French, after its name in the file."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name} : {reason}")


def read_facts(data: Mapping[str, Any]) -> Territory:
    """A territory without tables.

    Raises
    ------
    FactError : a fact is absent, unknown, of another kind or out of bounds
    """
    bus = {
        name: _service(f"bus.{name}", _table(values, f"bus.{name}"))
        for name, values in _table(_needed(data, "bus"), "bus").items()
    }
    return Territory(
        name=_text(_needed(data, "name"), "name"),
        road_factor=_number(data, "road_factor", 1.0, 5.0),
        same_place_km=_number(data, "same_place_km", 0.0, 50.0),
        usual_limit_minutes=_number(data, "usual_limit_minutes", 1.0, MOST_MINUTES),
        no_parking_minutes=_number({"no_parking_minutes": 0.0, **data}, "no_parking_minutes"),
        speeds=_speeds(_table(_needed(data, "modes"), "modes")),
        bus=bus,
        service=_communes(_table(_needed(data, "service"), "service"), bus),
        usual_hours=_usual_hours(_table(_needed(data, "usual_hours"), "usual_hours")),
    )


def _speeds(data: Mapping[str, Any]) -> dict[TravelMode, Speed]:
    found = {}
    for mode, given in data.items():
        at = f"modes.{mode}"
        values = _table(given, at)
        unknown = sorted(set(values) - set(_SPEED_NUMBERS))
        if unknown:
            raise FactError(f"{at}.{unknown[0]}", "nom inconnu")
        longest = (
            _number(values, "max_minutes", 0.0, MOST_MINUTES, at)
            if "max_minutes" in values
            else float("inf")
        )
        found[_among(TravelMode, mode, at)] = Speed(
            _number(values, "kmh", 1.0, MOST_KMH, at),
            _number(values, "fixed_minutes", 0.0, MOST_MINUTES, at),
            longest,
        )
    for mode in NEEDED_MODES:
        if mode not in found:
            raise FactError(f"modes.{mode.value}", "ce moyen manque")
    return found


def _service(at: str, values: Mapping[str, Any]) -> BusService:
    kmh = _number(values, "kmh", 1.0, MOST_KMH, at)
    fixed, least, most = (_number(values, name, 0.0, MOST_MINUTES, at) for name in BUS_NUMBERS[1:])
    if least > most:
        raise FactError(f"{at}.least", "plus long que most")
    first, last = (_clock(_needed(values, name, at), f"{at}.{name}") for name in ("first", "last"))
    if last < first:
        raise FactError(f"{at}.last", LAST_FIRST)
    return BusService(kmh, fixed, least, most, first, last, _sunday(values.get("sunday"), at))


def _sunday(hours: Any, at: str) -> tuple[float, float] | None:
    """First and last of Sundays; absent: nobody knows; empty: no bus."""
    if hours is None:
        return None
    if hours == []:
        return NO_BUS
    first, last = _pair(hours, f"{at}.sunday")
    if last < first:
        raise FactError(f"{at}.sunday", LAST_FIRST)
    return first, last


def _communes(data: Mapping[str, Any], bus: Mapping[str, BusService]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, codes in data.items():
        at = f"service.{name}"
        if name not in bus:
            raise FactError(at, f"il n'y a pas de classe de bus [bus.{name}]")
        for code in _list(codes, at):
            insee = _text(code, at)
            if insee in found:
                raise FactError(at, f"la commune « {insee} » est déjà dans {found[insee]}")
            found[insee] = name
    return found


def _usual_hours(data: Mapping[str, Any]) -> dict[WorkPattern, tuple[float, float]]:
    found = {
        _among(WorkPattern, name, f"usual_hours.{name}"): _pair(hours, f"usual_hours.{name}")
        for name, hours in data.items()
    }
    if WorkPattern.DAY not in found:
        raise FactError(f"usual_hours.{WorkPattern.DAY.value}", "ces heures manquent")
    return found


# --- values ----------------------------------------------------------------------------------


def _needed(data: Mapping[str, Any], name: str, at: str = "") -> Any:
    if name not in data:
        raise FactError(f"{at}.{name}".lstrip("."), "rien n'est écrit")
    return data[name]


def _number(
    data: Mapping[str, Any], name: str, least: float = 0.0, most: float = 60.0, at: str = ""
) -> float:
    value = _needed(data, name, at)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not least <= value <= most:
        said = f"« {str(value)[:20]} » n'est pas un nombre de {least:g} à {most:g}"
        raise FactError(f"{at}.{name}".lstrip("."), said)
    return float(value)


def _text(value: Any, at: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise FactError(at, f"« {str(value)[:20]} » n'est pas un texte entre guillemets")
    return value


def _table(value: Any, at: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise FactError(at, f"une table [{at}] est attendue")
    return value


def _list(value: Any, at: str) -> Sequence[Any]:
    if not isinstance(value, list):
        raise FactError(at, "une liste entre crochets est attendue")
    return value


def _pair(value: Any, at: str) -> tuple[float, float]:
    hours = _list(value, at)
    if len(hours) != 2:
        raise FactError(at, 'deux heures sont attendues, comme ["08:00", "17:30"]')
    return _clock(hours[0], at), _clock(hours[1], at)


def _clock(value: Any, at: str) -> float:
    try:
        moment = time.fromisoformat(value)
    except (TypeError, ValueError):
        moment = None
    if moment is None or moment.tzinfo is not None:
        raise FactError(at, f'« {str(value)[:20]} » n\'est pas une heure comme "05:30"')
    return minutes(moment)


def _among(kind: type[_Choice], value: str, at: str) -> _Choice:
    try:
        return kind(value)
    except ValueError:
        known = ", ".join(kind)
        raise FactError(at, f"nom inconnu (connus : {known})") from None
