"""The address of a page of figures: what it narrows, and the same address changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode
from uuid import UUID

from api.services.steering.scope import Scope
from models.vocabulary import Domain

PERIOD = timedelta(days=90)
LONGEST = timedelta(days=3 * 366)
LEVELS = ("1", "2")


@dataclass(frozen=True, slots=True)
class Asked:
    """The scope that an address asks for; `remark` says in French what was not understood."""

    scope: Scope
    remark: str = ""

    @property
    def query(self) -> str:
        """The address again, without what is left open."""
        scope = self.scope
        said = {
            "du": scope.first.isoformat(),
            "au": scope.last.isoformat(),
            "domaine": None if scope.domain is None else scope.domain.value,
            "niveau": scope.level,
            "collecte": scope.collector,
            "agence": scope.agency,
            "antenne": scope.branch,
        }
        return urlencode({name: value for name, value in said.items() if value is not None})


def asked(values: Mapping[str, str], today: date) -> Asked:
    """The scope of an address; what makes no sense is left open and told."""
    wrong: list[str] = []
    last = _day(values.get("au", ""), "au", wrong) or today
    first = _day(values.get("du", ""), "du", wrong) or last - PERIOD
    if first > last:
        wrong.append("la période finit avant de commencer")
        first = last - PERIOD
    if last - first > LONGEST:
        wrong.append("la période est limitée à trois ans")
        first = last - LONGEST
    scope = Scope(
        first,
        last,
        domain=next((each for each in Domain if each == values.get("domaine")), None),
        level=int(values["niveau"]) if values.get("niveau") in LEVELS else None,
        collector=_key(values.get("collecte", "")),
        agency=_words(values.get("agence", "")),
        branch=_words(values.get("antenne", "")),
    )
    return Asked(scope, " ; ".join(wrong))


def _day(text: str, name: str, wrong: list[str]) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or not 2000 <= day.year <= 2100:
        wrong.append(f"« {name} » n’est pas une date")
        return None
    return day


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _words(text: str) -> str | None:
    return text.replace("\0", "").strip()[:200] or None
