"""What an offer does not say and what it says twice: questions to ask, warnings to read."""

from dataclasses import dataclass
from datetime import date

from ingestion.offers.pay import below_smic, smic
from ingestion.records import OfferWarning, ParsedOffer
from models.fiche import PayBasis
from models.vocabulary import ContractType, Necessity, WorkPattern

_DRIVING_TRADES = ("N41", "N42", "K22", "K13")
"""ROME families where a driving licence is often needed and often left unsaid."""


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask the employer: `field` is the dotted field that the answer fills
    (`licences.CACES`: the category of the certificate among the licences).

    `effect_hint` says how much the answer usually moves the ranking, in [0, 1].
    """

    field: str
    text: str
    effect_hint: float


def questions(offer: ParsedOffer) -> tuple[str, ...]:
    """French questions on what is missing, what changes the ranking most first."""
    return tuple(question.text for question in asked(offer))


def asked(offer: ParsedOffer) -> tuple[Question, ...]:
    """The questions with the field each fills, what changes the ranking most first."""
    missing = _missing(offer)
    return tuple(
        _place_asked(offer) if question.field == "workplace" else question
        for question, is_missing in zip(_QUESTIONS, missing, strict=True)
        if is_missing
    )


_QUESTIONS = (
    Question("title", "Quel est l'intitulé du poste ?", 1.0),
    Question("workplace", "Dans quelle commune se trouve le poste ?", 0.95),
    Question(
        "working_time.patterns",
        "Quels sont les horaires et le rythme (journée, équipes, nuit, week-end) ?",
        0.85,
    ),
    Question(
        "working_time.start_time",
        "À quelle heure commence et finit la journée de travail ?",
        0.8,
    ),
    Question("contract.type", "Quel est le type de contrat ?", 0.75),
    Question("licences", "Un permis de conduire est-il nécessaire pour ce poste ?", 0.7),
    Question("licences.CACES", "Quelle catégorie de CACES est demandée ?", 0.65),
    Question("experience", "Une expérience est-elle demandée, ou débutant accepté ?", 0.6),
    Question(
        "working_time.weekly_hours",
        "Combien d'heures par semaine, temps plein ou temps partiel ?",
        0.5,
    ),
    Question("contract.duration_days", "Quelle est la durée du contrat ou de la mission ?", 0.4),
    Question("education", "Un niveau de formation ou un diplôme est-il exigé ?", 0.35),
    Question("pay", "Quel est le salaire proposé ?", 0.2),
    Question("positions", "Combien de postes sont à pourvoir ?", 0.1),
)
"""In the order of `_missing`."""


def _missing(offer: ParsedOffer) -> tuple[bool, ...]:
    work, contract = offer.working_time, offer.contract
    has_end = contract.type in (ContractType.CDD, ContractType.TEMP, ContractType.SEASONAL)
    return (
        not offer.title.strip(),
        _place_unsaid(offer),
        not work.patterns and work.start_time is None,
        work.start_time is None and bool(work.patterns),
        contract.type is None,
        _licence_unsaid(offer),
        any(need.code == "CACES" for need in offer.licences),
        offer.experience.necessity is None,
        work.weekly_hours is None and work.full_time is None,
        contract.duration_days is None and has_end,
        offer.education.level is None and offer.education.necessity is None,
        offer.pay.min is None,
        offer.positions is None,
    )


UNSURE_PLACE = 0.5
"""Trust under which the place that was read is asked about."""


def _place_unsaid(offer: ParsedOffer) -> bool:
    place = offer.workplace
    if place.insee is None and place.latitude is None:
        return True
    read = offer.evidence.get("workplace")
    return read is not None and read.confidence < UNSURE_PLACE


def _place_asked(offer: ParsedOffer) -> Question:
    asked = _QUESTIONS[1]
    if offer.workplace.name is None:
        return asked
    said = f"Le poste est-il bien à {offer.workplace.name} ? Sinon, dans quelle commune ?"
    return Question(asked.field, said, asked.effect_hint)


def _licence_unsaid(offer: ParsedOffer) -> bool:
    if any(need.code.startswith("permis_") for need in offer.licences):
        return False
    rome = offer.occupation.rome or ""
    return rome.startswith(_DRIVING_TRADES) or offer.vehicle is not None


def contradictions(offer: ParsedOffer, day: date | None) -> list[OfferWarning]:
    """What the offer says that cannot hold together."""
    found: list[OfferWarning] = []
    work = offer.working_time
    is_gross = offer.details.pay_basis is not PayBasis.NET
    is_study = offer.contract.type is ContractType.WORK_STUDY
    if is_gross and not is_study and below_smic(offer.pay, day):
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
