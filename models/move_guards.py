"""The guards of the table of introductions that need the base, each named as in the table."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.authors import authors_of
from models.days import day_of
from models.interviews import InterviewResult, absences, held
from models.introductions import Introduction
from models.motives import AgreementChannel
from models.offers import Offer
from models.steps import Actor, Step
from models.transition_words import Guard
from models.transitions import ENDED, MOST_PROPOSITIONS, PROPOSITIONS
from models.vocabulary import IntroductionAction, IntroductionState, OfferState

AGREEMENT_LASTS = timedelta(days=30)
"""Age after which the agreement of the person must be asked again before sending."""
REOPEN_WITHIN = timedelta(days=30)
"""How long after its closing an introduction comes back, a broken trial apart."""
TRIAL_BROKEN = "essai_rompu"
ABSENCES = 2
"""Interviews missed after which the introduction goes back to the caseworker."""


@dataclass(frozen=True, slots=True)
class Case:
    """A step that is asked, on what, by whom and when."""

    session: Session
    introduction: Introduction
    offer: Offer
    step: Step
    actor: Actor
    at: datetime

    @property
    def today(self) -> date:
        """The day in Paris."""
        return day_of(self.at)


Check = Callable[[Case], str | None]
"""Gives the reason of a refusal, in French, or None."""


def offer_lives(case: Case) -> str | None:
    """Nobody is put forward on an offer that is over, whether or not it was closed already."""
    offer = case.offer
    if offer.state in ENDED or offer.state is OfferState.ARCHIVED:
        return f"l’offre est « {offer.state.label} »"
    if offer.expires_on is not None and offer.expires_on < case.today:
        return "l’offre est échue"
    return None


def offer_open(case: Case) -> str | None:
    """What is suspended sends nobody."""
    return None if case.offer.state is OfferState.OPEN else "l’offre n’est pas ouverte"


def before_deadline(case: Case) -> str | None:
    """The last day itself still counts."""
    deadline = case.offer.deadline
    late = deadline is not None and deadline < case.today
    return "la date limite est passée" if late else None


def few_propositions(case: Case) -> str | None:
    """One more asks to be confirmed where the person has several open already."""
    if case.step.is_confirmed:
        return None
    count = open_propositions(case.session, case.introduction.candidate_id)
    if count < MOST_PROPOSITIONS:
        return None
    return f"cette personne a déjà {count} propositions en cours ; confirmez pour continuer"


def open_propositions(session: Session, candidate_id: int) -> int:
    """How many offers the person has heard of that are not over for them."""
    return (
        session.scalar(
            select(func.count()).where(
                Introduction.candidate_id == candidate_id, Introduction.state.in_(PROPOSITIONS)
            )
        )
        or 0
    )


def day_and_channel(case: Case) -> str | None:
    """An agreement that nobody can date, or say how it came, is none."""
    if case.step.on is None:
        return "la date de l’accord manque"
    if case.step.on > case.today:
        return "la date de l’accord est à venir"
    if case.step.channel not in set(AgreementChannel):
        return "le moyen de l’accord manque : de vive voix, téléphone, SMS, courriel ou papier"
    return None


def not_validator(case: Case) -> str | None:
    """Whoever validated does not collect the agreement that goes with it."""
    validator = case.introduction.validated_by_id
    if validator is not None and validator == case.actor.user_id:
        return "vous avez validé : une autre personne recueille l’accord"
    return None


def level_two(case: Case) -> str | None:
    """A level 1 is not validated."""
    return None if case.offer.level == 2 else "l’offre est de niveau 1"


def interview_held(case: Case) -> str | None:
    """The outcome written at the interview is the one that is recorded."""
    interview = held(case.session, case.introduction.id)
    if interview is None:
        return "aucun entretien tenu, à la grille complète, ne porte d’issue"
    refused = interview.result is InterviewResult.REFUSED
    if refused is not (case.step.action is IntroductionAction.REFUSE):
        return (
            f"l’issue de l’entretien est « {interview.result.label if interview.result else ''} »"
        )
    return None


def another_person(case: Case) -> str | None:
    """Who put the person forward does not validate them, whatever was handed over since."""
    introduction = case.introduction
    authors = authors_of(case.session, [introduction])[introduction.id]
    return "la validation revient à une autre personne" if case.actor.user_id in authors else None


def two_absences(case: Case) -> str | None:
    """One absence is given another slot."""
    if absences(case.session, case.introduction.id) >= ABSENCES:
        return None
    return "la personne n’a pas manqué deux entretiens"


def validated(case: Case) -> str | None:
    """A level 2 is sent once somebody else validated it."""
    is_valid = case.introduction.state is IntroductionState.LEVEL2_VALIDATED
    if case.offer.level == 2 and not is_valid:
        return "une offre de niveau 2 demande une validation"
    return None


def recent_agreement(case: Case) -> str | None:
    """The person is asked again where they agreed long ago."""
    agreed_on = case.introduction.agreed_on
    if agreed_on is None or case.today - agreed_on > AGREEMENT_LASTS:
        return "l’accord de la personne date de plus de 30 jours"
    return None


def recent_closing(case: Case) -> str | None:
    """An old story is not brought back, unless a trial was broken."""
    closed_at = case.introduction.closed_at
    if case.step.motive == TRIAL_BROKEN:
        return None
    if closed_at is None or case.at - closed_at > REOPEN_WITHIN:
        return "elle est close depuis plus de 30 jours"
    return None


CHECKS: dict[Guard, Check] = {
    Guard.OFFER_LIVES: offer_lives,
    Guard.OFFER_OPEN: offer_open,
    Guard.BEFORE_DEADLINE: before_deadline,
    Guard.FEW_PROPOSITIONS: few_propositions,
    Guard.DAY_AND_CHANNEL: day_and_channel,
    Guard.NOT_VALIDATOR: not_validator,
    Guard.LEVEL_TWO: level_two,
    Guard.INTERVIEW_HELD: interview_held,
    Guard.ANOTHER_PERSON: another_person,
    Guard.TWO_ABSENCES: two_absences,
    Guard.VALIDATED: validated,
    Guard.RECENT_AGREEMENT: recent_agreement,
    Guard.RECENT_CLOSING: recent_closing,
}
"""What `models.moves` asks before each step (and `suggest`, that the person is active)."""

KEPT_BY_SERVICES: dict[Guard, str] = {
    Guard.REASON_WRITTEN: "api.services.introductions",
    Guard.CARD_CHECKED: "api.services.dispatches",
    Guard.ANSWER_LATE: "api.services.dispatches",
    Guard.POSTS_LEFT: "api.services.contracts",
    Guard.WEEK: "api.services.contracts",
}
"""Guards that need more than the introduction: the module that asks them, before the step."""
