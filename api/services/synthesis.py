"""The synthesis of an interview: written, co-signed, handed over; the words for the employer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from api.rendering import date_fr, datetime_fr
from api.services.interviews import change, refused
from api.services.interviews_cases import Case, check_judge
from api.wording import motive_label
from ingestion.candidates.sensitive import says_too_much
from ingestion.normalise import squash
from models.candidates import Candidate
from models.case_files import CandidateIdentity
from models.days import day_of
from models.errors import InputRefusedError
from models.interviews import Interview, InterviewResult, SignatureMode
from models.introductions import Introduction
from models.offers import Offer
from models.people import User
from models.vocabulary import DiscardMotive

ACT = "Entretien de niveau 2"
EMPLOYER = "Texte pour l’employeur"
SIGNATURE = "Signature"


@dataclass(frozen=True, slots=True)
class Texts:
    """What is written; `version` is that of the interview on screen."""

    summary: str
    next_steps: str
    employer_text: str
    version: int


@dataclass(frozen=True, slots=True)
class Signing:
    """How the synthesis was signed; the advisor's name is that of the login.

    person_name : what the person typed as a signature, on screen
    """

    mode: SignatureMode
    person_name: str
    version: int


def write_texts(
    session: Session, case: Case, interview: Interview, texts: Texts, user: User, at: datetime
) -> None:
    """Keep the texts of a synthesis that nobody signed yet.

    Raises
    ------
    OwnProposalError : the user put the person forward
    TransitionRefusedError : no outcome yet, or it is signed
    InputRefusedError : the text for the employer names the person, or tells health, justice or
        status
    ConcurrentChangeError : somebody wrote in the meantime
    """
    check_judge(case, user)
    _check_concluded(interview, "Écrire la synthèse")
    if interview.signature_mode is not None:
        raise refused("Écrire la synthèse", "elle est signée ; ce qui est signé ne change plus")
    check_employer_text(session, case, texts.employer_text)
    values = {
        "summary": texts.summary.strip() or None,
        "next_steps": texts.next_steps.strip() or None,
        "employer_text": texts.employer_text.strip() or None,
    }
    change(session, interview, texts.version, values, at)


def sign(
    session: Session, case: Case, interview: Interview, signing: Signing, user: User, at: datetime
) -> None:
    """Co-sign: the person by their name typed, on paper, or not at all; the advisor by login.

    Raises
    ------
    OwnProposalError, TransitionRefusedError, ConcurrentChangeError : as for `write_texts`
    InputRefusedError : on screen without the name of the person
    """
    check_judge(case, user)
    _check_concluded(interview, "Signer la synthèse")
    if interview.signature_mode is not None:
        raise refused("Signer la synthèse", "elle est déjà signée")
    if interview.summary is None:
        raise refused("Signer la synthèse", "elle est vide")
    name = signing.person_name.strip()
    if signing.mode is SignatureMode.SCREEN and not name:
        raise InputRefusedError("la personne écrit son prénom et son nom", SIGNATURE)
    today = day_of(at)
    values: dict[str, Any] = {
        "signature_mode": signing.mode,
        "advisor_signature": user.name,
        "advisor_signed_on": today,
    }
    if signing.mode is not SignatureMode.DECLINED:
        values |= {"person_signed_on": today}
    if signing.mode is SignatureMode.SCREEN:
        values |= {"person_signature": name[:200]}
    change(session, interview, signing.version, values, at)


def hand_over(
    session: Session, case: Case, interview: Interview, version: int, user: User, at: datetime
) -> None:
    """Note that a copy was given to the person today.

    Raises
    ------
    OwnProposalError, ConcurrentChangeError : as for `write_texts`
    TransitionRefusedError : it is not signed, or was handed over already
    """
    check_judge(case, user)
    if interview.signature_mode is None:
        raise refused("Remettre la synthèse", "elle n’est pas signée")
    if interview.handed_on is not None:
        raise refused("Remettre la synthèse", f"remise le {date_fr(interview.handed_on)}")
    change(session, interview, version, {"handed_on": day_of(at)}, at)


def check_employer_text(session: Session, case: Case, text: str) -> None:
    """Refuse what an employer must not read.

    Raises
    ------
    InputRefusedError : a name of the person, health, justice or status
    """
    if any(says_too_much(line) for line in text.splitlines()):
        raise InputRefusedError(
            "ne dites rien de la santé, de la justice ni d’un statut : "
            "dites ce que la personne sait faire et ses horaires possibles",
            EMPLOYER,
        )
    identity = session.get(CandidateIdentity, case.candidate.id)
    words = set(squash(text).split())
    name = set(squash(identity.last_name or "").split()) if identity is not None else set()
    if name and name <= words:
        raise InputRefusedError("le nom reste ici tant que l’employeur n’a pas dit oui", EMPLOYER)


def result_words(interview: Interview) -> str:
    """`Validé sous réserve : visite médicale, avant le 3 décembre 2026`."""
    match interview.result:
        case None:
            return interview.state.label
        case InterviewResult.RESERVED:
            until = date_fr(interview.action_on)
            return f"{interview.result.label} : {interview.action}, avant le {until}"
        case InterviewResult.TO_PREPARE if interview.preparation is not None:
            return f"{interview.result.label} : {interview.preparation.label.lower()}"
        case InterviewResult.REFUSED:
            return f"{interview.result.label} : {motive_label(interview.motive or '').lower()}"
    return interview.result.label


def told_result(interview: Interview) -> str:
    """The result as it may leave the house: nothing of health, nothing typed by hand."""
    if interview.result is InterviewResult.RESERVED:
        return f"{interview.result.label}, à lever avant le {date_fr(interview.action_on)}"
    is_kept = interview.motive == DiscardMotive.RESTRICTION
    if interview.result is InterviewResult.REFUSED and is_kept:
        return interview.result.label
    return result_words(interview)


def synthesis_facts(case: Case, interview: Interview, advisor: str) -> dict[str, Any]:
    """What the page and the PDF say, the grid and the words for the employer left out."""
    mode = interview.signature_mode
    return {
        "title": "Synthèse d’entretien",
        "person": case.called,
        "offer": f"{case.offer.title} ({case.offer.reference})",
        "employer": case.offer.employer_name or "",
        "when": datetime_fr(interview.slot),
        "place": interview.place,
        "advisor": advisor,
        "result": result_words(interview),
        "summary": interview.summary or "",
        "next_steps": interview.next_steps or "",
        "mode": mode.value if mode else "",
        "person_signature": interview.person_signature or "",
        "person_signed_on": date_fr(interview.person_signed_on, ""),
        "advisor_signature": interview.advisor_signature or "",
        "advisor_signed_on": date_fr(interview.advisor_signed_on, ""),
        "handed_on": date_fr(interview.handed_on, ""),
    }


ABC_HEADERS = (
    "Participant",
    "Date",
    "Type d’acte",
    "Offre",
    "Résultat",
    "Nom du conseiller",
    "Niveau 2",
)


def abc_line(session: Session, interview: Interview) -> tuple[str, ...]:
    """The line of the activity file, in the order of `ABC_HEADERS`.

    The advisor is who decided, or who was to receive the person where nobody came. The result is
    in closed words: what was typed stays here, and so does a restriction.
    """
    introduction = session.get_one(Introduction, interview.introduction_id)
    candidate = session.get_one(Candidate, introduction.candidate_id)
    offer = session.get_one(Offer, introduction.offer_id)
    advisor = session.get_one(User, interview.decided_by_id or interview.advisor_id)
    return (
        candidate.identifier,
        f"{day_of(interview.slot):%d/%m/%Y}",
        ACT,
        offer.reference,
        told_result(interview),
        advisor.name,
        "Oui",
    )


def _check_concluded(interview: Interview, action: str) -> None:
    if interview.result is None:
        raise refused(action, "l’entretien n’est pas conclu")
