"""What was agreed between a person and an employer, checked before it is written."""

from dataclasses import dataclass
from datetime import date, timedelta

from models.contract_lists import KIND_OF_OFFER, OPEN_ENDED, ContractKind
from models.contracts import MOST_WEEKLY_HOURS
from models.errors import InputRefusedError
from models.offers import Offer

LEGAL_WEEK = 35.0
"""Hours of a full week (Code du travail, L3121-27); what an unknown number is taken for where
weeks are added up, so that nobody is overbooked by a blank."""
FULL_TIME_FROM = LEGAL_WEEK
"""Hours a week below which a contract is part time."""
FARTHEST = timedelta(days=731)
"""How far from today a contract may start."""
EARLIEST = date(1990, 1, 1)


@dataclass(frozen=True, slots=True)
class ContractTerms:
    """The terms of one contract or mission.

    `end_on` None: open-ended, or not known. `weekly_hours` None: not known. `owner_id` None: the
    person who negotiated the offer follows it up.
    """

    kind: ContractKind
    start_on: date
    employer_name: str
    job_title: str
    end_on: date | None = None
    weekly_hours: float | None = None
    user_company: str | None = None
    trial_ends_on: date | None = None
    is_part_time_chosen: bool | None = None
    owner_id: int | None = None
    note: str | None = None


def terms_of_offer(offer: Offer, start_on: date, recipient: str | None = None) -> ContractTerms:
    """What the offer says of the contract, for a start on a day: to be corrected where it errs.

    The employer of record of a mission is the agency, the user company the employer named.
    Where the offer names neither, it is whoever the person was sent to (`recipient`).
    """
    kind = ContractKind.OTHER
    if offer.contract_type is not None:
        kind = KIND_OF_OFFER[offer.contract_type]
    agency = offer.agency_name or recipient
    is_mission = kind is ContractKind.TEMP and bool(agency)
    employer = agency if is_mission else offer.employer_name
    user_company = offer.employer_name if is_mission and offer.employer_name != employer else None
    end_on = None
    if offer.duration_days and kind not in OPEN_ENDED:
        end_on = start_on + timedelta(days=offer.duration_days - 1)
    return ContractTerms(
        kind=kind,
        start_on=start_on,
        employer_name=employer or agency or "Employeur non précisé",
        job_title=offer.title,
        end_on=end_on,
        weekly_hours=_lawful(offer.weekly_hours),
        user_company=user_company,
    )


def _lawful(hours: float | None) -> float | None:
    """Hours that a contract may hold; what an offer says beyond the law is not known of it."""
    return hours if hours is not None and 0 < hours <= MOST_WEEKLY_HOURS else None


def check_terms(terms: ContractTerms, today: date) -> None:
    """Refuse terms that cannot be.

    Raises
    ------
    InputRefusedError : names the field and says what is wrong with it
    """
    if not terms.employer_name.strip():
        raise InputRefusedError("le nom de l’employeur manque", "Employeur")
    if not terms.job_title.strip():
        raise InputRefusedError("l’intitulé du poste manque", "Poste")
    if not EARLIEST <= terms.start_on <= today + FARTHEST:
        raise InputRefusedError("le premier jour est trop loin d’aujourd’hui", "Premier jour")
    if terms.end_on is not None and terms.kind in OPEN_ENDED:
        raise InputRefusedError("un CDI n’a pas de dernier jour : laissez vide", "Dernier jour")
    check_end(terms.start_on, terms.end_on)
    check_trial(terms)
    hours = terms.weekly_hours
    if hours is not None and not 0 < hours <= MOST_WEEKLY_HOURS:
        raise InputRefusedError(
            f"entre 1 et {MOST_WEEKLY_HOURS} heures par semaine", "Heures par semaine"
        )


def check_end(start_on: date, end_on: date | None) -> None:
    """Refuse a last day that comes before the first.

    Raises
    ------
    InputRefusedError : it does
    """
    if end_on is not None and end_on < start_on:
        raise InputRefusedError("il précède le premier jour", "Dernier jour")


def check_trial(terms: ContractTerms) -> None:
    """Refuse a trial that does not end within the contract.

    Raises
    ------
    InputRefusedError : it ends before the first day or after the last
    """
    trial = terms.trial_ends_on
    if trial is None:
        return
    if trial < terms.start_on or (terms.end_on is not None and trial > terms.end_on):
        raise InputRefusedError("elle finit hors du contrat", "Fin de la période d’essai")
