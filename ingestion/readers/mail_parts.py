"""Parts of e-mails, read so that no malformed header or payload stops the message."""

import binascii
from base64 import b64decode
from contextlib import suppress
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import Message
from typing import TYPE_CHECKING, Any, TypeAlias

from ingestion.readers.writing import tidy

if TYPE_CHECKING:
    Part: TypeAlias = Message[Any, Any]  # generic for mypy only
else:
    Part = Message

LONGEST_NAME = 150
LONGEST_HEADER = 1_000
_SIGNATURES = {
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
    "application/pgp-signature",
    "application/pgp-keys",
    "text/x-amp-html",
}
"""Parts that carry no word of the sender."""
_TNEF = {"application/ms-tnef", "application/vnd.ms-tnef"}
_SUFFIXES = {"text/plain": ".txt", "text/html": ".html", "application/pdf": ".pdf"}


def header(message: Part, name: str) -> str:
    """A header on one line, decoded; "" if there is none."""
    value = _unescaped(_raw_header(message, name))
    if value.isascii():
        with suppress(Exception):  # the parser of the library raises many things on broken headers
            value = str(message[name] or "")
    if "=?" in value:
        with suppress(Exception):  # as above
            value = str(make_header(decode_header(value)))
    return " ".join(tidy(value).split())[:LONGEST_HEADER]


def _raw_header(message: Part, name: str) -> str:
    return next(
        (str(value) for key, value in message.raw_items() if key.lower() == name.lower()), ""
    )


def _unescaped(value: str) -> str:
    """Bytes that the parser kept as lone surrogates, as the characters they were."""
    if value.isascii():
        return value
    data = value.encode("utf-8", "surrogateescape")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def raw(part: Part) -> bytes:
    """The bytes of a part, its transfer encoding undone as far as it can be."""
    try:
        payload = part.get_payload(decode=True)
    except (ValueError, binascii.Error, LookupError):
        payload = None
    if isinstance(payload, bytes):
        return payload
    kept = part.get_payload()
    return kept.encode("utf-8", "surrogateescape") if isinstance(kept, str) else b""


def is_attached(part: Part) -> bool:
    """Whether a part of text came as a file."""
    return _disposition(part) == "attachment" or bool(_filename(part))


def attachment_name(part: Part) -> str:
    """A label for a file: never a path, never longer than a screen."""
    name = tidy(_unescaped(_filename(part))).replace("\n", " ").replace("\\", "/")
    name = name.rpartition("/")[2].strip()
    if not name:
        name = "sans nom" + _SUFFIXES.get(part.get_content_type(), "")
    if len(name) > LONGEST_NAME:
        stem, dot, suffix = name.rpartition(".")
        suffix = (dot + suffix)[:10] if stem else ""
        name = name[: LONGEST_NAME - len(suffix)] + suffix
    return name


def is_unreadable(part: Part, kind: str, name: str) -> str | None:
    """Why a file holds no offer that we can read (French); "" to pass over it, None to keep it."""
    if kind in _SIGNATURES:
        return ""
    if kind in _TNEF or name.lower() == "winmail.dat":
        return (
            "format propre à Outlook (winmail.dat) ; demandez l'envoi en texte ou la pièce "
            "d'origine"
        )
    if kind.startswith("image/"):
        return "c'est une image ; si elle porte l'offre, recopiez-en le texte"
    if kind.startswith(("audio/", "video/")):
        return "c'est un enregistrement"
    if kind in ("message/partial", "message/external-body"):
        return "le message renvoie ailleurs pour ce contenu"
    return None


def forwarded(part: Part) -> tuple[Part, bytes] | None:
    """A message forwarded as a file, and its bytes; None if it cannot be made out."""
    payload = part.get_payload()
    if not isinstance(payload, list) or not payload or not isinstance(payload[0], Message):
        return None
    message = payload[0]
    try:
        if str(part.get("Content-Transfer-Encoding", "")).lower().strip() == "base64":
            data = b64decode(str(message.get_payload()))
            return message_from_bytes(data, policy=policy.default), data
        return message, message.as_bytes(policy=policy.compat32)
    except Exception:  # generators of the standard library raise many things on broken parts
        return None


def prune(message: Part, most: int) -> bool:
    """Put a line in the place of messages nested deeper than `most`; whether there were any."""
    pruned = False
    waiting: list[tuple[Part, int]] = [(message, 0)]
    while waiting:
        part, depth = waiting.pop()
        payload = part.get_payload()
        if not isinstance(payload, list):
            continue
        deeper = depth + (part.get_content_type() == "message/rfc822")
        if deeper > most:
            for name in ("Content-Type", "Content-Transfer-Encoding", "Content-Disposition"):
                del part[name]
            part["Content-Type"] = "text/plain"
            part.set_payload("(message non lu)")
            pruned = True
            continue
        waiting += [(inner, deeper) for inner in payload if isinstance(inner, Message)]
    return pruned


def _filename(part: Part) -> str:
    with suppress(Exception):  # as for headers
        return str(part.get_filename() or "")
    return ""


def _disposition(part: Part) -> str:
    with suppress(Exception):  # as for headers
        return str(part.get_content_disposition() or "")
    return ""
