"""An answer of a contact as it is given, and what it must say."""

from dataclasses import dataclass
from datetime import date, datetime

from models.days import day_of
from models.dispatch_lists import FINAL, AnswerChannel, CardAnswer
from models.dispatch_moves import By
from models.errors import InputRefusedError, MotiveMissingError, RoleRefusedError
from models.introduction_table import HEARERS
from models.motives import EmployerMotive

FIRST_START, LAST_START = -60, 366
"""Days around today between which a start may be said."""


@dataclass(frozen=True, slots=True)
class Given:
    """An answer: `motive` with a refusal, `start_on` with a hire, `meet_*` with a meeting."""

    answer: CardAnswer
    motive: EmployerMotive | None = None
    words: str = ""
    start_on: date | None = None
    meet_at: datetime | None = None
    meet_place: str = ""
    channel: AnswerChannel = AnswerChannel.LINK
    version: int | None = None
    device_hash: str | None = None


def check_given(given: Given, by: By, today: date) -> None:
    """Refuse an answer that does not say what it must.

    Raises
    ------
    MotiveMissingError, InputRefusedError : a refusal without motive, a hire without its day,
        a meeting on a day that is past
    RoleRefusedError : whoever types it does not record what an employer decides
    """
    if by.is_contact != (given.channel is AnswerChannel.LINK):
        raise InputRefusedError("dites comment la réponse est venue", "Réponse")
    if by.role is not None and given.answer in FINAL and by.role not in HEARERS:
        raise RoleRefusedError(given.answer.label, by.role.label)
    if given.answer is CardAnswer.REFUSED and given.motive is None:
        raise MotiveMissingError(CardAnswer.REFUSED.label)
    if by.is_contact and given.meet_at is not None and day_of(given.meet_at) < today:
        raise InputRefusedError("ce jour est passé", "Rendez-vous")
    if given.answer is CardAnswer.HIRED:
        if given.start_on is None:
            raise InputRefusedError("donnez le jour du début", "Début")
        if not FIRST_START <= (given.start_on - today).days <= LAST_START:
            raise InputRefusedError("ce jour est trop loin d’aujourd’hui", "Début")
