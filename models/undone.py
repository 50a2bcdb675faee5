"""Steps that somebody took back: they stay in the story, and count no more."""

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from models.introductions import IntroductionEvent

_UNDO = aliased(IntroductionEvent)
"""The step that takes another back."""


def taken_back() -> Select[int | None]:
    """The ids of the steps that somebody took back; no null among them."""
    return select(_UNDO.undoes_id).where(_UNDO.undoes_id.is_not(None))
