"""Trainings and businesses of a person, written down as exits count them."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.services.contracts_life import check_past
from api.services.keys import found, key_of
from api.services.seen import first_by, is_overtaken, mark_of
from models.candidates import Candidate
from models.days import day_of
from models.errors import InputRefusedError
from models.exit_lists import TrainingResult
from models.exits import BusinessCreation, Training
from models.people import User


@dataclass(frozen=True, slots=True)
class NewTraining:
    """A training; `stopped_on` where it was left before its end."""

    title: str
    starts_on: date
    ends_on: date
    result: TrainingResult
    provider: str = ""
    is_qualifying: bool | None = None
    level: int | None = None
    stopped_on: date | None = None


@dataclass(frozen=True, slots=True)
class TrainingEnd:
    """How a training ended; `seen` is the mark of what the page showed (`mark`).

    `on` : the day it was left, or ended if not as planned
    """

    result: TrainingResult
    on: date | None = None
    seen: str | None = None

    @staticmethod
    def mark(training: Training) -> str:
        """What a page shows of a training, as its form carries it back."""
        return mark_of(*_shown(training))


def add_training(
    session: Session, candidate: Candidate, new: NewTraining, user: User, at: datetime
) -> Training:
    """A training of a person.

    Raises
    ------
    InputRefusedError : what is wrong, and in which box
    """
    if not new.title.strip():
        raise InputRefusedError("l’intitulé manque", "Formation")
    if new.ends_on < new.starts_on:
        raise InputRefusedError("la fin précède le début", "Formation")
    _check_result(new, day_of(at))
    training = Training(
        candidate_id=candidate.id,
        title=new.title.strip(),
        provider=new.provider.strip() or None,
        is_qualifying=new.is_qualifying,
        level=new.level,
        starts_on=new.starts_on,
        ends_on=new.ends_on,
        stopped_on=new.stopped_on if new.result is TrainingResult.STOPPED else None,
        result=new.result,
        recorded_by_id=user.id,
        recorded_at=at,
    )
    session.add(training)
    session.flush()
    return training


def conclude_training(
    session: Session, candidate: Candidate, key: str, said: TrainingEnd, by: User, at: datetime
) -> Training:
    """How a training ended. The row says who wrote it last, and when.

    Raises
    ------
    NotFoundError : the person has no such training
    InputRefusedError : a day is missing or to come
    ConcurrentChangeError : somebody noted it since the page was read
    """
    wanted = (
        select(Training)
        .where(Training.key == key_of(key, "Formation"), Training.candidate_id == candidate.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    training = found(session.scalar(wanted), "Formation", key)
    if is_overtaken(said.seen, *_shown(training)):
        raise first_by(session, training, training.result.label)
    stopped = said.result is TrainingResult.STOPPED
    new = NewTraining(
        training.title,
        training.starts_on,
        said.on if said.on is not None and not stopped else training.ends_on,
        said.result,
        stopped_on=said.on if stopped else None,
    )
    if new.ends_on < new.starts_on:
        raise InputRefusedError("la fin précède le début", "Formation")
    _check_result(new, day_of(at))
    training.result, training.ends_on, training.stopped_on = new.result, new.ends_on, new.stopped_on
    training.recorded_by_id, training.recorded_at = by.id, at
    session.flush()
    return training


def _shown(training: Training) -> tuple[object, ...]:
    return (training.result.value, training.ends_on, training.stopped_on)


def add_business(
    session: Session,
    candidate: Candidate,
    activity: str,
    registered_on: date | None,
    siret: str | None,
    user: User,
    at: datetime,
) -> BusinessCreation:
    """A business of a person; without a day it is a project, not registered yet.

    Raises
    ------
    InputRefusedError : the activity is missing, or the day is to come
    """
    if not activity.strip():
        raise InputRefusedError("l’activité manque", "Création")
    if registered_on is not None:
        check_past(registered_on, at, "Création")
    made = BusinessCreation(
        candidate_id=candidate.id,
        activity=activity.strip(),
        siret=siret,
        registered_on=registered_on,
        recorded_by_id=user.id,
        recorded_at=at,
    )
    session.add(made)
    session.flush()
    return made


def _check_result(new: NewTraining, today: date) -> None:
    over = new.result in (TrainingResult.PASSED, TrainingResult.FAILED)
    if over and new.ends_on > today:
        raise InputRefusedError("elle n’est pas encore finie", "Formation")
    if new.result is not TrainingResult.STOPPED:
        return
    if new.stopped_on is None:
        raise InputRefusedError("le jour où elle a été quittée manque", "Formation")
    if not new.starts_on <= new.stopped_on <= min(new.ends_on, today):
        raise InputRefusedError("ce jour est hors de la formation, ou à venir", "Formation")
