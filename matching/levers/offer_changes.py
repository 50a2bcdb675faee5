"""The terms that an employer could change, one at a time."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta

from matching.credentials import lever
from matching.criteria.contract import FULL_TIME_HOURS
from matching.gates.schedule import SHIFTS
from matching.levers.changes import OfferChange, Terms, Theme
from matching.levers.settings import Settings
from matching.profiles import (
    CREDENTIAL_ABSENT,
    LicenceAsk,
    OfferFacts,
    OfferProfile,
    minutes,
)
from models.vocabulary import (
    Condition,
    ContractType,
    Necessity,
    SiteAccess,
    Vehicle,
    WorkPattern,
)

DAY_MINUTES = 24 * 60

USUAL_CONTRACTS = (ContractType.CDI, ContractType.CDD, ContractType.TEMP)


def offer_changes(offer: OfferProfile, today: date, settings: Settings) -> list[OfferChange]:
    """Every single change of the terms of an offer that people could notice."""
    facts = offer.facts
    return [
        *_hours(facts, settings),
        *_patterns(facts, settings),
        *_access(facts, settings),
        *_licences(facts, settings),
        *_requirements(facts, settings),
        *_contracts(facts, settings),
        *_start(facts, today, settings),
        *_conditions(facts, settings),
    ]


# --- hours ---------------------------------------------------------------------------------


def _hours(facts: OfferFacts, settings: Settings) -> Iterator[OfferChange]:
    """The whole shift later, or earlier: its length stays."""
    if facts.start_time is None and facts.end_time is None:
        return
    for place, step in enumerate(settings.steps.horaire_minutes, start=1):
        for shift in (step, -step):
            start, end = _moved(facts.start_time, shift), _moved(facts.end_time, shift)
            yield OfferChange(
                f"horaire{shift:+d}",
                Theme.HOURS,
                _hours_words(facts, start, end),
                settings.effort["horaire"] * place,
                _shifting(start, end, settings),
            )


def _shifting(start: time | None, end: time | None, settings: Settings) -> Terms:
    def apply(facts: OfferFacts) -> OfferFacts:
        patterns = facts.patterns
        if start is not None and minutes(start) >= settings.steps.matin_tot_avant:
            patterns -= {WorkPattern.EARLY}
        return replace(facts, start_time=start, end_time=end, patterns=patterns)

    return apply


def _moved(moment: time | None, shift: int) -> time | None:
    if moment is None:
        return None
    whole = (moment.hour * 60 + moment.minute + shift) % DAY_MINUTES
    return time(whole // 60, whole % 60)


def _hours_words(facts: OfferFacts, start: time | None, end: time | None) -> str:
    if start is None:
        return f"si la fin de poste passe de {clock(facts.end_time)} à {clock(end)}"
    words = f"si la prise de poste passe de {clock(facts.start_time)} à {clock(start)}"
    return f"{words} (fin à {clock(end)})" if end is not None else words


def clock(moment: time | None) -> str:
    """`5 h`, `13 h 30`."""
    if moment is None:
        return "heure inconnue"
    return f"{moment.hour} h {moment.minute:02d}" if moment.minute else f"{moment.hour} h"


def _patterns(facts: OfferFacts, settings: Settings) -> Iterator[OfferChange]:
    if facts.patterns & frozenset(SHIFTS) and WorkPattern.DAY not in facts.patterns:
        yield OfferChange(
            "journee",
            Theme.HOURS,
            "si un poste en journée est possible",
            settings.effort["journee"],
            lambda f: replace(
                f, patterns=frozenset({WorkPattern.DAY}), start_time=None, end_time=None
            ),
        )
    if WorkPattern.WEEKEND in facts.patterns:
        yield OfferChange(
            "sans_week_end",
            Theme.HOURS,
            "si le poste est sans week-end",
            settings.effort["week_end"],
            lambda f: replace(f, patterns=f.patterns - {WorkPattern.WEEKEND}),
        )


# --- getting there -------------------------------------------------------------------------


def _access(facts: OfferFacts, settings: Settings) -> Iterator[OfferChange]:
    if SiteAccess.SHUTTLE not in facts.access and facts.workplace is not None:
        yield OfferChange(
            "navette",
            Theme.TRIP,
            "avec une navette de l'employeur",
            settings.effort["navette"],
            lambda f: replace(f, access=f.access | {SiteAccess.SHUTTLE}),
        )
    if SiteAccess.CAR_ONLY in facts.access:
        yield OfferChange(
            "sans_voiture",
            Theme.TRIP,
            "si l'on peut venir sans voiture",
            settings.effort["sans_voiture"],
            lambda f: replace(f, access=f.access - {SiteAccess.CAR_ONLY}),
        )
    if facts.vehicle is Vehicle.OWN:
        yield OfferChange(
            "vehicule_fourni",
            Theme.TRIP,
            "avec un véhicule fourni par l'employeur",
            settings.effort["vehicule_fourni"],
            lambda f: replace(f, vehicle=Vehicle.PROVIDED),
        )


# --- what is required ----------------------------------------------------------------------


def by_training(asked: tuple[LicenceAsk, ...]) -> dict[str, tuple[LicenceAsk, ...]]:
    """Titles by what one training gives: the categories of a CACES go together."""
    found: dict[str, tuple[LicenceAsk, ...]] = {}
    for each in asked:
        key = each.code.rsplit("_", 1)[0] if each.code.startswith("CACES_") else each.code
        found[key] = (*found.get(key, ()), each)
    return found


def called(asked: tuple[LicenceAsk, ...]) -> str:
    """Titles in a sentence: `le CACES R489 cat. 1, 3 et 5`, `le titre « AIPR »`."""
    said = labels(asked)
    if said.startswith("Permis"):
        return f"le p{said[1:]}"
    return f"le {said}" if said.startswith("CACES") else f"le titre « {said} »"


def labels(asked: tuple[LicenceAsk, ...]) -> str:
    """Titles as people call them: `CACES R489 cat. 1, 3 et 5`."""
    named = [each.label for each in asked]
    stem, _, _ = named[0].rpartition(" ")
    if len(named) > 1 and stem and all(name.rpartition(" ")[0] == stem for name in named):
        named = [named[0], *(name.rpartition(" ")[2] for name in named[1:])]
    return " et ".join([", ".join(named[:-1]), named[-1]]) if len(named) > 1 else named[0]


def _licences(facts: OfferFacts, settings: Settings) -> Iterator[OfferChange]:
    """What the employer asks, no longer required; what the law asks cannot be let go."""
    required = tuple(x for x in facts.licences if x.necessity is Necessity.REQUIRED)
    for key, asked in by_training(required).items():
        short = lever(asked[0].code, CREDENTIAL_ABSENT)
        necessity = Necessity.TRAINING_OFFERED if short else Necessity.WISHED
        said = called(asked)
        yield OfferChange(
            f"non_exige:{key}",
            Theme.CREDENTIAL,
            f"si l'employeur forme lui-même pour {said}"
            if short
            else f"si {said} est souhaité, au lieu d'exigé pour le travail",
            settings.effort["formation_employeur" if short else "titre_souhaite"],
            _asking(frozenset(each.code for each in asked), necessity),
        )


def _asking(codes: frozenset[str], necessity: Necessity) -> Terms:
    def apply(facts: OfferFacts) -> OfferFacts:
        licences = tuple(
            replace(x, necessity=necessity)
            if x.code in codes and x.necessity is Necessity.REQUIRED
            else x
            for x in facts.licences
        )
        return replace(facts, licences=licences)

    return apply


def _requirements(facts: OfferFacts, settings: Settings) -> Iterator[OfferChange]:
    if facts.experience is Necessity.REQUIRED:
        yield OfferChange(
            "experience_souhaitee",
            Theme.REQUIREMENT,
            "si l'expérience est souhaitée, au lieu d'exigée",
            settings.effort["experience_souhaitee"],
            lambda f: replace(f, experience=Necessity.WISHED),
        )
    if facts.experience in (Necessity.REQUIRED, Necessity.WISHED):
        yield OfferChange(
            "debutants",
            Theme.REQUIREMENT,
            "si les débutants sont acceptés",
            settings.effort["debutants"],
            lambda f: replace(f, experience=Necessity.NONE, experience_months=None),
        )
    if facts.education is Necessity.REQUIRED and facts.education_level is not None:
        yield OfferChange(
            "formation_souhaitee",
            Theme.REQUIREMENT,
            "si le niveau de formation est souhaité, au lieu d'exigé",
            settings.effort["formation_souhaitee"],
            lambda f: replace(f, education=Necessity.WISHED),
        )
    if any(necessity is Necessity.REQUIRED for _, _, necessity in facts.languages):
        yield OfferChange(
            "langue_souhaitee",
            Theme.LANGUAGE,
            "si le niveau de langue est souhaité, au lieu d'exigé",
            settings.effort["langue_souhaitee"],
            lambda f: replace(
                f,
                languages=tuple((code, level, Necessity.WISHED) for code, level, _ in f.languages),
            ),
        )


# --- contract, start, conditions -----------------------------------------------------------


def _contracts(facts: OfferFacts, settings: Settings) -> Iterator[OfferChange]:
    if facts.contract is not None:
        for kind in USUAL_CONTRACTS:
            if kind is not facts.contract:
                yield OfferChange(
                    f"contrat:{kind.value}",
                    Theme.CONTRACT,
                    f"si le contrat est : {kind.label}, au lieu de : {facts.contract.label}",
                    settings.effort["type_contrat"],
                    _as_contract(kind),
                )
    full = facts.full_time if facts.weekly_hours is None else facts.weekly_hours >= FULL_TIME_HOURS
    if full is not None:
        hours = settings.steps.temps_partiel_heures if full else settings.steps.temps_plein_heures
        yield OfferChange(
            "temps_partiel" if full else "temps_plein",
            Theme.CONTRACT,
            f"si le poste est à temps {'partiel' if full else 'plein'} ({hours:g} h par semaine)",
            settings.effort["temps_partiel" if full else "temps_plein"],
            lambda f: replace(f, weekly_hours=hours, full_time=not full),
        )


def _as_contract(kind: ContractType) -> Terms:
    return lambda facts: replace(facts, contract=kind)


def _start(facts: OfferFacts, today: date, settings: Settings) -> Iterator[OfferChange]:
    soonest = max(facts.start_date or today, today)
    for place, days in enumerate(settings.steps.debut_jours, start=1):
        start = soonest + timedelta(days=days)
        yield OfferChange(
            f"debut+{days}",
            Theme.START,
            f"si le poste commence {days} jours plus tard (le {start:%d/%m/%Y})",
            settings.effort["debut"] * place,
            _starting(start),
        )


def _starting(start: date) -> Terms:
    return lambda facts: replace(facts, start_date=start)


def _conditions(facts: OfferFacts, settings: Settings) -> Iterator[OfferChange]:
    for condition in sorted(facts.conditions):
        yield OfferChange(
            f"sans:{condition.value}",
            Theme.CONDITION,
            f"si le poste est aménagé (sans {condition.label})",
            settings.effort["amenagement"],
            _without(condition),
        )


def _without(condition: Condition) -> Terms:
    return lambda facts: replace(facts, conditions=facts.conditions - {condition})
