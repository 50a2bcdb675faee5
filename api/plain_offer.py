"""An offer said to the person it is for: short sentences, everyday words."""

from collections.abc import Iterator
from datetime import time

from api.rendering import date_fr, number_fr
from ingestion.records import ParsedOffer
from matching.directions import Route
from models.shortlists import ShortlistEntry
from models.vocabulary import ContractType, Criterion, SiteAccess, TravelMode, WorkPattern

STRONG = 0.7
CONTRACTS = {
    ContractType.CDI: "C’est un CDI : un contrat sans date de fin.",
    ContractType.CDD: "C’est un CDD : un contrat avec une date de fin.",
    ContractType.TEMP: "C’est de l’intérim : une agence vous emploie.",
    ContractType.WORK_STUDY: "C’est une alternance : vous travaillez et vous apprenez le métier.",
    ContractType.SEASONAL: "C’est un travail de saison : il dure quelques mois au plus.",
    ContractType.CDDI: "C’est un CDDI : un contrat avec une date de fin et un accompagnement.",
    ContractType.SUBSIDISED: "C’est un contrat aidé : l’État paie une partie du salaire.",
    ContractType.SELF_EMPLOYED: "C’est un travail à votre compte : vous n’êtes pas salarié.",
}
PATTERNS = {
    WorkPattern.DAY: "Vous travaillez en journée.",
    WorkPattern.TWO_SHIFTS: "Vous travaillez en 2x8 : en équipe du matin ou de l’après-midi.",
    WorkPattern.THREE_SHIFTS: "Vous travaillez en 3x8 : le matin, l’après-midi ou la nuit.",
    WorkPattern.NIGHT: "Vous travaillez la nuit.",
    WorkPattern.WEEKEND: "Vous travaillez aussi le week-end.",
    WorkPattern.SPLIT: "La journée est coupée : vous travaillez en deux fois.",
    WorkPattern.EARLY: "Vous commencez tôt le matin.",
}
MODES = {
    TravelMode.CAR: "en voiture",
    TravelMode.MOPED: "en scooter ou en moto",
    TravelMode.BICYCLE: "à vélo",
    TravelMode.BUS: "en bus",
    TravelMode.WALK: "à pied",
}
OF_THE_TRADE = "C’est votre métier, ou un métier proche."
REASONS = {
    Criterion.SKILLS: "Vous savez faire des choses que le poste demande.",
    Criterion.MOBILITY: "Le trajet n’est pas trop long pour vous.",
    Criterion.CONTRACT: "Le contrat vous va plutôt bien.",
}
"""Said where the criterion is known and strong; the others say too little alone."""


def work_words(offer: ParsedOffer) -> Iterator[str]:
    """Employer, place and contract."""
    if offer.employer.name:
        yield f"L’employeur : {offer.employer.name}."
    elif offer.agency:
        yield f"L’agence : {offer.agency}."
    if offer.contract.type in CONTRACTS:
        yield CONTRACTS[offer.contract.type]
    else:
        yield "Le type de contrat est à demander."
    if offer.contract.duration_days:
        yield f"Il dure {_duration(offer.contract.duration_days)}."
    if offer.contract.start_date is not None:
        yield f"Il commence le {date_fr(offer.contract.start_date)}."
    elif offer.details.starts_soon:
        yield "Il commence dès que possible."


def hour_words(offer: ParsedOffer) -> Iterator[str]:
    """Hours and days."""
    hours = offer.working_time
    if hours.start_time is not None and hours.end_time is not None:
        yield f"De {_clock(hours.start_time)} à {_clock(hours.end_time)}."
    elif hours.start_time is not None:
        yield f"Vous commencez à {_clock(hours.start_time)}."
    yield from (PATTERNS[each] for each in WorkPattern if each in hours.patterns)
    if hours.weekly_hours is not None:
        yield f"{number_fr(hours.weekly_hours)} heures par semaine."
    elif hours.full_time is not None:
        yield "À temps plein." if hours.full_time else "À temps partiel."
    if hours.start_time is None and not hours.patterns:
        yield "Les heures exactes sont à demander."


def route_words(offer: ParsedOffer, route: Route | None) -> Iterator[str]:
    """Where it is, and how to get there."""
    place = offer.workplace.name
    yield f"Le travail est à {place}." if place else "Le lieu du travail est à demander."
    if route is None:
        yield "Comment y aller : à voir ensemble."
    else:
        spent = f"{route.minutes} minutes" if route.is_sure else f"environ {route.minutes} minutes"
        check = "" if route.is_sure else " (à vérifier)"
        yield f"{MODES[route.mode].capitalize()} : {spent}{check}."
    if SiteAccess.SHUTTLE in offer.workplace.access:
        yield "L’employeur a une navette."


def reason_words(entry: ShortlistEntry) -> list[str]:
    """Why an offer of the person's trade, in words that hold for them."""
    return [
        OF_THE_TRADE,
        *(
            words
            for criterion, words in REASONS.items()
            if (facts := entry.contributions[criterion.value])["known"] and facts["score"] >= STRONG
        ),
    ]


def _duration(days: int) -> str:
    if days < 14:
        return f"{days} jour{'s' if days > 1 else ''}"
    if days < 60:
        return f"{round(days / 7)} semaines"
    return f"{round(days / 30.4)} mois"


def _clock(moment: time) -> str:
    return f"{moment:%-H h %M}".replace(" 00", "")
