"""The acts that ABC Evolution is told of, each as one line: closed words alone, never a name."""

from dataclasses import dataclass
from datetime import date, datetime

from models.days import day_of
from models.endings import EndMotive
from models.motives import EmployerMotive, ParticipantMotive
from models.vocabulary import IntroductionAction, Labelled

HEADERS = (
    "Identifiant",
    "Date",
    "Acte",
    "Offre",
    "Employeur",
    "Résultat",
    "Nom du conseiller",
    "Niveau 2",
    "Commentaire",
)
PROPOSAL, POSITIONING, FOLLOW_UP = "Proposition", "Positionnement", "Suivi dans l’emploi"
RESULTS = {
    IntroductionAction.PROPOSE: (PROPOSAL, "Proposée"),
    IntroductionAction.AGREE: (PROPOSAL, "Accord de la personne"),
    IntroductionAction.DECLINE: (PROPOSAL, "Refus de la personne"),
    IntroductionAction.DISPATCH: (POSITIONING, "Transmise"),
    IntroductionAction.CLOSE: (POSITIONING, "Close"),
}
"""The act and result of each step; a closing counts once the person was sent to the employer."""
WITHDRAWN = "Annulé : à retirer"
UNTOLD = frozenset({ParticipantMotive.HEALTH.value})
"""Motives that stay in the house: nothing of the health of a person leaves it."""


@dataclass(frozen=True, slots=True)
class Act:
    """One line for ABC, and the row it is made of: exactly one of the three ids."""

    identifier: str
    at: datetime
    act: str
    offer: str
    employer: str
    result: str
    advisor: str
    is_level2: bool
    comment: str
    event_id: int | None = None
    interview_id: int | None = None
    follow_up_id: int | None = None
    is_withdrawal: bool = False

    @property
    def cells(self) -> tuple[str | date, ...]:
        """In the order of `HEADERS`."""
        level2 = "Oui" if self.is_level2 else "Non"
        return (
            self.identifier,
            day_of(self.at),
            self.act,
            self.offer,
            self.employer,
            self.result,
            self.advisor,
            level2,
            self.comment,
        )


def in_time(act: Act) -> tuple[datetime, str, int]:
    """The oldest first; of one instant, by person, then as they were written."""
    row = act.event_id or act.interview_id or act.follow_up_id or 0
    return act.at, act.identifier, row


def result_words(action: IntroductionAction, motive: str | None, detail: str | None) -> str:
    """`Refus de la personne : trajet`, with the motives that may leave the house."""
    if action is IntroductionAction.CLOSE:
        words = [_label(EndMotive, motive) or RESULTS[action][1]]
        lists: tuple[type[Labelled], ...] = (EmployerMotive, ParticipantMotive)
        told = [] if detail in UNTOLD else [_label(each, detail) for each in lists]
    else:
        words = [RESULTS[action][1]]
        is_told = action is IntroductionAction.DECLINE and motive not in UNTOLD
        told = [_label(ParticipantMotive, motive)] if is_told else []
    why = next((each for each in told if each), "")
    return " : ".join([*words, *([why.lower()] if why else [])])


def _label(values: type[Labelled], value: str | None) -> str:
    return next((each.label for each in values if each == value), "")
