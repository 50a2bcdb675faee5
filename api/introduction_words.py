"""An introduction in French: its motives, its state in a sentence, what to say or write."""

from datetime import date

from api.rendering import date_fr
from models.endings import ComeBackMotive, EndMotive
from models.introductions import Introduction, IntroductionEvent
from models.motives import EmployerMotive, ParticipantMotive
from models.offers import Offer
from models.vocabulary import (
    DiscardMotive,
    IntroductionAction,
    IntroductionState,
    Labelled,
)

A, S = IntroductionAction, IntroductionState

MOTIVES: dict[IntroductionAction, type[Labelled]] = {
    A.DISCARD: DiscardMotive,
    A.DECLINE: ParticipantMotive,
    A.REFUSE: DiscardMotive,
    A.CLOSE: EndMotive,
    A.REOPEN: ComeBackMotive,
}
"""Where the motive of a step comes from."""
DETAILS: dict[str, type[Labelled]] = {
    EndMotive.REFUSED.value: EmployerMotive,
    EndMotive.WITHDRAWN.value: ParticipantMotive,
}
"""Motive of a closing -> where what it asks besides comes from."""

SENTENCES: dict[IntroductionState, str] = {
    S.SUGGESTED: "Le classement la propose ; personne n’a encore décidé.",
    S.DISCARDED: "Écartée pour cette offre ; elle reste dans la liste.",
    S.KEPT: "Retenue : il reste à proposer l’offre à la personne.",
    S.RESERVE: "En liste complémentaire : rappelée si une place se libère.",
    S.PROPOSED: "L’offre est proposée à la personne ; sa réponse est attendue.",
    S.AGREED: "La personne est d’accord : on peut préparer l’envoi.",
    S.DECLINED: "La personne ne souhaite pas cette offre. Ce n’est pas une sanction.",
    S.LEVEL2_PENDING: "La personne est d’accord ; un entretien de niveau 2 est à tenir.",
    S.LEVEL2_VALIDATED: "Validée après entretien : on peut préparer l’envoi.",
    S.LEVEL2_REFUSED: "Non validée après entretien pour cette offre.",
    S.DISPATCHED: "Transmise : la réponse de l’employeur est attendue.",
    S.CLOSED: "Close.",
}


def state_sentence(introduction: Introduction) -> str:
    """Where an introduction stands, in a sentence."""
    if introduction.state is S.CLOSED and introduction.close_reason is not None:
        return f"Close : {introduction.close_reason.label.lower()}."
    return SENTENCES[introduction.state]


def step_motive(step: IntroductionEvent) -> str:
    """The motive of a step and what it asks besides, in words; "" where there is none."""
    if step.motive is None:
        return ""
    words = _label(MOTIVES.get(step.action), step.motive)
    detail = _label(DETAILS.get(step.motive), step.detail) if step.detail else ""
    return f"{words} ({detail.lower()})" if detail else words


def _label(values: type[Labelled] | None, value: str) -> str:
    return next((each.label for each in values or () if each == value), value)


def offer_words(offer: Offer) -> str:
    """`Cariste, à Loon-Plage, CDI, 35 h par semaine, à partir du 1er décembre 2026`."""
    parts = [
        offer.title,
        f"à {offer.commune_name}" if offer.commune_name else "",
        offer.contract_type.label if offer.contract_type else "",
        f"{offer.weekly_hours:g} h par semaine" if offer.weekly_hours else "",
        f"à partir du {date_fr(offer.start_date)}" if offer.start_date else "",
    ]
    return ", ".join(part for part in parts if part)


def call_script(offer: Offer, caller: str, first_name: str | None, today: date) -> str:
    """What to say on the telephone; the employer is not named before the person agrees."""
    return "\n".join(
        (
            f"Bonjour{f' {first_name}' if first_name else ''}, {caller}, du PLIE.",
            f"J’ai une offre à vous proposer : {offer_words(offer)}.",
            "Est-ce que ce travail vous intéresse ?",
            "Les horaires et le trajet vous conviennent-ils ?",
            "Êtes-vous d’accord pour que votre profil soit présenté à l’employeur ?",
            f"Réponse attendue {until(offer, today)}.",
            "Vous pouvez dire non : cela ne change rien pour les autres offres.",
        )
    )


def sms_script(offer: Offer, caller: str, today: date) -> str:
    """A short message; nothing of the person's file, nothing of the employer."""
    return (
        f"Bonjour, {caller} (PLIE). Offre : {offer_words(offer)}. Cela vous intéresse ? "
        f"Rappelez-moi ou répondez OUI ou NON {until(offer, today)}."
    )


def until(offer: Offer, today: date) -> str:
    """Until when an answer is of use."""
    last = offer.deadline or offer.expires_on
    return f"avant le {date_fr(last)}" if last is not None and last >= today else "dès que possible"
