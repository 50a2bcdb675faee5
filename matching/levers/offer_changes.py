"""The terms that an employer could change, one at a time."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from matching.criteria.contract import FULL_TIME_HOURS
from matching.levers.changes import OfferChange, Terms, Theme
from matching.levers.offer_hours import hours, patterns
from matching.levers.offer_requirements import licences, requirements
from matching.levers.settings import Settings
from matching.profiles import OfferFacts, OfferProfile
from models.vocabulary import Condition, ContractType, SiteAccess, Vehicle

USUAL_CONTRACTS = (ContractType.CDI, ContractType.CDD, ContractType.TEMP)


def offer_changes(offer: OfferProfile, today: date, settings: Settings) -> list[OfferChange]:
    """Every single change of the terms of an offer that people could notice."""
    facts = offer.facts
    return [
        *hours(facts, settings),
        *patterns(facts, settings),
        *_access(facts, settings),
        *licences(facts, settings),
        *requirements(facts, settings),
        *_contracts(facts, settings),
        *_start(facts, today, settings),
        *_conditions(facts, settings),
    ]


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
        weekly = settings.steps.temps_partiel_heures if full else settings.steps.temps_plein_heures
        yield OfferChange(
            "temps_partiel" if full else "temps_plein",
            Theme.CONTRACT,
            f"si le poste est à temps {'partiel' if full else 'plein'} ({weekly:g} h par semaine)",
            settings.effort["temps_partiel" if full else "temps_plein"],
            lambda f: replace(f, weekly_hours=weekly, full_time=not full),
        )


def _as_contract(kind: ContractType) -> Terms:
    return lambda facts: replace(facts, contract=kind)


def _start(facts: OfferFacts, today: date, settings: Settings) -> Iterator[OfferChange]:
    soonest = max(facts.start_date or today, today)
    for place, days in enumerate(settings.steps.debut_jours, start=1):
        if (date.max - soonest).days < days:
            return
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
