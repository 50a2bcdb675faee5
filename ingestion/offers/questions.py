"""What an offer does not say and what it says twice: questions to ask, warnings to read."""

from datetime import date

from ingestion.offers.pay import below_smic, smic
from ingestion.records import OfferWarning, ParsedOffer
from models.vocabulary import ContractType, Necessity, WorkPattern

_DRIVING_TRADES = ("N41", "N42", "K22", "K13")
"""ROME families where a driving licence is often needed and often left unsaid."""


def questions(offer: ParsedOffer) -> tuple[str, ...]:
    """French questions on what is missing, what changes the ranking most first."""
    work, contract = offer.working_time, offer.contract
    asked: list[tuple[bool, str]] = [
        (not offer.title.strip(), "Quel est l'intitulé du poste ?"),
        (
            offer.workplace.insee is None and offer.workplace.latitude is None,
            "Dans quelle commune se trouve le poste ?",
        ),
        (
            not work.patterns and work.start_time is None,
            "Quels sont les horaires et le rythme (journée, équipes, nuit, week-end) ?",
        ),
        (
            work.start_time is None and bool(work.patterns),
            "À quelle heure commence et finit la journée de travail ?",
        ),
        (contract.type is None, "Quel est le type de contrat ?"),
        (_licence_unsaid(offer), "Un permis de conduire est-il nécessaire pour ce poste ?"),
        (
            any(need.code == "CACES" for need in offer.licences),
            "Quelle catégorie de CACES est demandée ?",
        ),
        (
            offer.experience.necessity is None,
            "Une expérience est-elle demandée, ou débutant accepté ?",
        ),
        (
            work.weekly_hours is None and work.full_time is None,
            "Combien d'heures par semaine, temps plein ou temps partiel ?",
        ),
        (
            contract.duration_days is None
            and contract.type in (ContractType.CDD, ContractType.TEMP, ContractType.SEASONAL),
            "Quelle est la durée du contrat ou de la mission ?",
        ),
        (
            offer.education.level is None and offer.education.necessity is None,
            "Un niveau de formation ou un diplôme est-il exigé ?",
        ),
        (offer.pay.min is None, "Quel est le salaire proposé ?"),
        (offer.positions is None, "Combien de postes sont à pourvoir ?"),
    ]
    return tuple(question for missing, question in asked if missing)


def _licence_unsaid(offer: ParsedOffer) -> bool:
    if any(need.code.startswith("permis_") for need in offer.licences):
        return False
    rome = offer.occupation.rome or ""
    return rome.startswith(_DRIVING_TRADES) or offer.vehicle is not None


def contradictions(offer: ParsedOffer, day: date | None) -> list[OfferWarning]:
    """What the offer says that cannot hold together."""
    found: list[OfferWarning] = []
    work = offer.working_time
    if offer.contract.type is not ContractType.WORK_STUDY and below_smic(offer.pay, day):
        partial = work.full_time is False and offer.pay.period is not None
        if not (partial and offer.pay.period != "hour"):
            message = f"Le salaire est inférieur au SMIC ({smic(day):.2f} € brut de l'heure)."
            found.append(OfferWarning("pay", message.replace(".", ",", 1)))
    if {WorkPattern.DAY, WorkPattern.NIGHT} <= set(work.patterns):
        message = "Le poste est dit de journée et de nuit : rythme à vérifier."
        found.append(OfferWarning("working_time.patterns", message))
    if work.full_time and work.weekly_hours is not None and work.weekly_hours < 30:
        message = f"Temps plein annoncé pour {work.weekly_hours:g} h par semaine."
        found.append(OfferWarning("working_time.weekly_hours", message))
    if work.full_time is False and work.weekly_hours is not None and work.weekly_hours >= 35:
        message = f"Temps partiel annoncé pour {work.weekly_hours:g} h par semaine."
        found.append(OfferWarning("working_time.full_time", message))
    if work.weekly_hours is not None and work.weekly_hours > 48:
        message = f"{work.weekly_hours:g} h par semaine dépassent la durée légale de 48 h."
        found.append(OfferWarning("working_time.weekly_hours", message))
    if offer.experience.necessity is Necessity.NONE and offer.experience.months:
        message = "Débutant accepté, mais une durée d'expérience est indiquée."
        found.append(OfferWarning("experience", message))
    if offer.deadline and offer.contract.start_date and offer.deadline > offer.contract.start_date:
        message = "La date limite de candidature suit le début du contrat."
        found.append(OfferWarning("deadline", message))
    return found
