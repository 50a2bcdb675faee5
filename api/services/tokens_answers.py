"""Answers asked again: the same `Idempotency-Key` gives the same answer for a day."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.errors import DomainError, InputRefusedError
from models.tokens import ApiAnswer, ApiToken

KEPT = timedelta(hours=24)
LONGEST_KEY = 100
PLACE = "Idempotency-Key"


class KeyInUseError(DomainError):
    """The same key came twice at once: the other request is not over."""

    def __init__(self) -> None:
        super().__init__(
            f"Une demande avec cette « {PLACE} » est en cours : recommencez dans un instant."
        )


class KeyOfAnotherError(DomainError):
    """The key was already given with another body."""

    def __init__(self) -> None:
        super().__init__(
            f"Cette « {PLACE} » a servi pour un autre envoi depuis moins de 24 heures : "
            "donnez-en une nouvelle."
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """One request that may be asked again: whose, its key, its body, when."""

    token: ApiToken
    key: str
    body: bytes
    now: datetime

    @property
    def body_hash(self) -> str:
        """What tells one body from another."""
        return hashlib.sha256(self.body).hexdigest()


def answer_given(session: Session, asked: Asked) -> ApiAnswer | None:
    """What this request was answered within a day; None where it is new.

    Raises
    ------
    InputRefusedError : the key is longer than 100 characters
    KeyOfAnotherError : it came with another body
    """
    if not asked.key:
        return None
    if len(asked.key) > LONGEST_KEY:
        raise InputRefusedError(f"{LONGEST_KEY} caractères au plus", PLACE)
    forget_answers(session, asked.now)
    found = session.scalar(
        select(ApiAnswer).where(
            ApiAnswer.token_id == asked.token.id, ApiAnswer.request_key == asked.key
        )
    )
    if found is not None and found.request_hash != asked.body_hash:
        raise KeyOfAnotherError
    return found


def claim(session: Session, asked: Asked) -> ApiAnswer | None:
    """Take the key before anything is done, for two at once to do it once; None without a key.

    Raises
    ------
    KeyInUseError : the same key came at the same time, and was first
    """
    if not asked.key:
        return None
    claimed = ApiAnswer(
        token_id=asked.token.id,
        request_key=asked.key,
        request_hash=asked.body_hash,
        at=asked.now,
        status=0,
        body={},
    )
    session.add(claimed)
    try:
        session.flush()
    except IntegrityError as error:
        raise KeyInUseError from error
    return claimed


def keep_answer(session: Session, claimed: ApiAnswer, status: int, body: dict[str, Any]) -> None:
    """Remember what this request was answered."""
    claimed.status, claimed.body = status, body
    session.flush()


def forget_answers(session: Session, now: datetime) -> int:
    """Forget what is older than a day; how many answers."""
    gone = session.execute(
        delete(ApiAnswer).where(ApiAnswer.at <= now - KEPT).returning(ApiAnswer.id)
    )
    return len(gone.all())
