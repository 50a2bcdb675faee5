"""What a file says of a person, line by line, and what it does not say."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from babel import Locale
from sqlalchemy.orm import Session

from api.rendering import date_fr, number_fr
from api.services.candidates import stored_candidates
from api.services.practised import Practice, practices
from ingestion.offers.needs import LANGUAGE_CODES
from ingestion.records import CandidateRecord, Credential, Experience
from models.vocabulary import (
    ContractType,
    CredentialState,
    TravelMode,
    WorkingTimeWish,
    WorkPattern,
)

PRACTISED = "Essais réussis"
LEVELS = {3: "CAP, BEP", 4: "Bac", 5: "Bac+2", 6: "Bac+3", 7: "Bac+5", 8: "Doctorat"}
LANGUAGES = {code: name for name, code in LANGUAGE_CODES.items()} | dict(
    Locale.parse("fr").languages.items()
)
TIMES = {
    WorkingTimeWish.FULL: "temps plein",
    WorkingTimeWish.PART: "temps partiel",
    WorkingTimeWish.ANY: "temps plein ou partiel",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a file: `words` empty where it says there is none; unknown where not said.

    dated : the day that the fact itself bears, None where it bears none
    """

    label: str
    words: tuple[str, ...]
    is_known: bool = True
    dated: date | None = None


def facts_of(session: Session, candidate_id: int) -> list[Fact]:
    """The facts of a person that the ranking reads, in the order of the page."""
    (stored,) = stored_candidates(session, [candidate_id])
    facts = list(_facts(stored.record))
    done = practices(session, [candidate_id]).get(candidate_id, ())
    if done:
        facts.append(Fact(PRACTISED, tuple(practice_words(each) for each in done)))
    return facts


def practice_words(done: Practice) -> str:
    """`PMSMP (immersion) « Préparateur », du 2 au 13 mars 2026 : lire un bon de commande`."""
    when = f"du {date_fr(done.start_on)} au {date_fr(done.end_on)}"
    skills = f" : {', '.join(done.skills)}" if done.skills else ""
    return f"{done.kind.label} « {done.trade} », {when}{skills}"


def _facts(record: CandidateRecord) -> Iterator[Fact]:
    yield _listed("Projet", [_project(record, place) for place in range(len(record.projects))])
    yield _listed("Expériences", [experience_words(each) for each in record.experiences])
    yield _listed("Compétences", list(record.skills))
    level = record.education_level
    yield _said("Niveau de formation", None if level is None else LEVELS.get(level, "sans diplôme"))
    yield _listed("Diplômes", list(record.diplomas))
    yield _listed(
        "Langues",
        [
            " ".join(filter(None, (LANGUAGES.get(x.code, x.code), x.level)))
            for x in record.languages
        ],
    )
    yield _known_list(
        "Permis et titres",
        None if record.credentials is None else [_credential(x) for x in record.credentials],
    )
    yield _said("Commune", record.home.quarter or record.home.label)
    modes = record.travel_modes
    yield _known_list(
        "Moyens de transport",
        None if modes is None else [mode.label for mode in TravelMode if mode in modes],
    )
    yield _said("Trajet maximum", _limit(record))
    yield from _wishes(record)


def _wishes(record: CandidateRecord) -> Iterator[Fact]:
    start = record.available_from
    yield Fact("Disponibilité", (f"le {date_fr(start)}" if start else "maintenant",), dated=start)
    kinds = record.contracts
    yield _known_list(
        "Contrats recherchés",
        None if kinds is None else [kind.label for kind in ContractType if kind in kinds],
    )
    wish = record.working_time
    yield _said("Temps de travail", None if wish is None else TIMES[wish])
    patterns = record.patterns
    yield _known_list(
        "Horaires possibles",
        None if patterns is None else [each.label for each in WorkPattern if each in patterns],
    )
    limits = list(_limits(record))
    if limits:
        yield Fact("Contraintes", tuple(limits))


def _limits(record: CandidateRecord) -> Iterator[str]:
    limits = record.limits
    for each in limits.restrictions:
        most = f", {number_fr(each.limit_kg)} kg au plus" if each.limit_kg is not None else ""
        yield f"à éviter : {each.condition.label}{most}"
    if limits.earliest_start is not None:
        yield f"pas avant {limits.earliest_start:%H h %M}"
    if limits.latest_end is not None:
        yield f"pas après {limits.latest_end:%H h %M}"
    yield from (f"pas de {each.label}" for each in sorted(limits.excluded_patterns))
    yield from (f"pas le {each.label}" for each in sorted(limits.excluded_weekdays))


def _project(record: CandidateRecord, place: int) -> str:
    project = record.projects[place]
    if not project.validated:
        return f"{project.title} (non validé)"
    when = f" le {date_fr(project.validated_on)}" if project.validated_on else ""
    return f"{project.title} (validé{when})"


def experience_words(each: Experience) -> str:
    """`préparateur (18 mois, 2021-2023)`."""
    years = "-".join(dict.fromkeys(str(y) for y in (each.start_year, each.end_year) if y))
    parts = [f"{each.months} mois" if each.months is not None else "durée inconnue", years]
    return f"{each.title} ({', '.join(filter(None, parts))})"


def _credential(each: Credential) -> str:
    parts = [] if each.state is CredentialState.HELD else [each.state.label]
    if each.expires_on is not None:
        parts.append(f"jusqu’au {date_fr(each.expires_on)}")
    return f"{each.label} ({', '.join(parts)})" if parts else each.label


def _limit(record: CandidateRecord) -> str | None:
    if record.trip_limit_minutes is not None:
        return f"{number_fr(record.trip_limit_minutes)} min"
    if record.trip_limit_km is not None:
        return f"{number_fr(record.trip_limit_km)} km"
    return None


def _said(label: str, words: str | None) -> Fact:
    return Fact(label, (words,) if words else (), words is not None)


def _listed(label: str, words: list[str]) -> Fact:
    """A list that a file leaves empty where nothing is known."""
    return Fact(label, tuple(words), bool(words))


def _known_list(label: str, words: list[str] | None) -> Fact:
    """A list whose emptiness says something: `None` where the file says nothing."""
    return Fact(label, tuple(words or ()), words is not None)
