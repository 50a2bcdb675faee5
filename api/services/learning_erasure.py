"""A person taken out of what rankings were computed from."""

import json
import zlib
from collections.abc import Callable

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from matching.profiles import CandidateFacts
from models.learning import RankingInput

AT_ONCE = 50
"""Inputs read at a time: each holds up to some hundred kB."""


def forget_inputs(session: Session, identifier: str) -> int:
    """Delete every kept part that holds the facts of this person, and the lists of such parts.

    The lists computed from them then say that they cannot be made again; the other parts stay.

    Returns
    -------
    how many inputs were deleted; 0 where nothing of the person is kept
    """
    key = f'"key":{json.dumps(identifier, ensure_ascii=False)}'
    parts = _holding(session, lambda text: CandidateFacts.__name__ in text and key in text)
    wholes = _holding(session, lambda text: any(part in text for part in parts)) if parts else []
    gone = [*parts, *wholes]
    for start in range(0, len(gone), AT_ONCE):
        some = gone[start : start + AT_ONCE]
        session.execute(delete(RankingInput).where(RankingInput.sha256.in_(some)))
    return len(gone)


def _holding(session: Session, is_wanted: Callable[[str], bool]) -> list[str]:
    """Hashes of the inputs whose text is wanted."""
    rows = session.execute(
        select(RankingInput.sha256, RankingInput.data).execution_options(yield_per=AT_ONCE)
    )
    return [name for name, data in rows if is_wanted(zlib.decompress(data).decode())]
