"""What is asked of an introduction, and by whom."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from models.motives import AgreementChannel
from models.vocabulary import IntroductionAction, Role


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: the user and their role; both None for the system.

    A user without a role: the system acts because this user asked for what brings it about
    (closing an offer closes its introductions).
    """

    user_id: int | None
    role: Role | None


SYSTEM = Actor(None, None)


@dataclass(frozen=True, slots=True)
class Step:
    """What is asked, with the motive and note it comes with.

    `on` and `channel` are the day of the person's agreement and how it was given (`AGREE`).
    `detail` says more than the motive: why the employer or the person said no (`CLOSE`).
    `is_confirmed` goes past what only asks to be confirmed. `batch` is shared by steps taken
    together. `expected_version` is the version the user had on screen; None trusts what the
    base holds now.
    """

    action: IntroductionAction
    motive: str | None = None
    note: str | None = None
    on: date | None = None
    expected_version: int | None = None
    channel: AgreementChannel | None = None
    detail: str | None = None
    is_confirmed: bool = False
    batch: UUID | None = None
