"""What reached the team otherwise than by imports: a mail kept as a file, notes of a visit."""

import tomllib
from collections.abc import Mapping
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from importlib.resources import files
from typing import Any

from sqlalchemy.orm import Session

from api.services.capture import Intake, Received, capture
from models.fiche import Channel
from models.people import User

MAIL_TYPE = "message/rfc822"
OFFERS_AT = "offres@example.org"


def received() -> list[dict[str, Any]]:
    """`channel` and `text` of each; `file`, `sender` and `subject` where it came by mail."""
    path = files("api.demo").joinpath("data", "recus.toml")
    found: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["received"]
    return found


def take_in(session: Session, user: User, now: datetime) -> int:
    """Take everything in as the officer does, files kept; how many offers it gave."""
    taken = 0
    for each in received():
        intake = Intake(user, now, Channel(each["channel"]))
        if "file" in each:
            file = Received(each["file"], MAIL_TYPE, mail(each, now))
            taken += len(capture(session, "", [file], intake).taken)
        else:
            taken += len(capture(session, each["text"].strip(), [], intake).taken)
    return taken


def mail(each: Mapping[str, str], now: datetime) -> bytes:
    """The message as a mailbox saves it."""
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"] = each["sender"], OFFERS_AT
    message["Subject"], message["Date"] = each["subject"], now
    message.set_content(each["text"].strip() + "\n", cte="quoted-printable")
    return message.as_bytes()
