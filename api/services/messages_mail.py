"""How a message leaves: through SMTP, or as a file of the local folder of outgoing mail.

The text is plain; the HTML beside it is the same text with its link made clickable.
"""

import base64
import re
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Literal

from markupsafe import Markup, escape

from models.outbox import OutgoingMessage

TIMEOUT_S = 20.0
ADDRESS = re.compile(r"https?://[^\s<>\"]{1,300}")
Security = Literal["starttls", "tls", "none"]


@dataclass(frozen=True, slots=True)
class Smtp:
    """A mail server; `password` never reaches a log nor the base."""

    host: str
    port: int
    security: Security = "starttls"
    user: str | None = None
    password: str | None = None


Transport = Callable[[EmailMessage, str], None]
"""Sends a message known by its key; raises `OSError` or `SMTPException` where it cannot."""


def smtp_transport(server: Smtp) -> Transport:
    """Messages leave by this server, one connection each."""

    def send(message: EmailMessage, key: str) -> None:
        context = ssl.create_default_context()
        if server.security == "tls":
            link: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=TIMEOUT_S, context=context
            )
        else:
            link = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_S)
        with link:
            if server.security == "starttls":
                link.starttls(context=context)
            if server.user is not None:
                link.login(server.user, server.password or "")
            link.send_message(message)

    return send


def folder_transport(folder: Path) -> Transport:
    """Messages become files `.eml` of a folder that its owner alone reads."""

    def send(message: EmailMessage, key: str) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / f"{key}.eml"
        path.touch(mode=0o600)
        path.write_bytes(message.as_bytes(policy=SMTP))

    return send


def as_email(message: OutgoingMessage, text: str, sender: str, at: datetime) -> EmailMessage:
    """The message with its final text, as mail programmes read it.

    Parameters
    ----------
    text : the text with its link; the one of the row holds none
    """
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = message.to_address
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<{message.key}.{message.attempts}@candidatheque>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["Content-Language"] = "fr"
    mail.set_content(text)
    mail.add_alternative(as_html(text), subtype="html")
    for each in message.attachments:
        main, _, sub = str(each["media_type"]).partition("/")
        data = base64.b64decode(each["data"])
        mail.add_attachment(data, maintype=main, subtype=sub, filename=str(each["name"]))
    return mail


def as_html(text: str) -> str:
    """The text as simple HTML: paragraphs, line breaks, links; nothing from outside."""
    paragraphs = [
        Markup("<br>").join(_linked(line) for line in part.splitlines())
        for part in text.split("\n\n")
    ]
    body = Markup("").join(Markup("<p>{}</p>").format(part) for part in paragraphs)
    return str(
        Markup(
            '<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Message</title>'
            '</head><body style="font-family: sans-serif; font-size: 16px; line-height: 1.5; '
            'max-width: 36rem">{}</body></html>'
        ).format(body)
    )


def _linked(line: str) -> Markup:
    found = ADDRESS.fullmatch(line.strip())
    if found is None:
        return escape(line)
    return Markup('<a href="{0}">{0}</a>').format(found[0])
