"""An e-mail as its words and its attachments; lives in a confined child.

Of two versions of a body the plain one is read, unless only the HTML one has the words or keeps
the rows of a form. Attachments are handed over unread; messages forwarded as files are too.
"""

from base64 import b64encode
from email import message_from_bytes, policy
from email.message import Message
from typing import Any

from ingestion.readers.charsets import decode_declared
from ingestion.readers.mail_parts import (
    Part,
    attachment_name,
    forwarded,
    header,
    is_attached,
    is_unreadable,
    prune,
    raw,
)
from ingestion.readers.verdicts import RefusedError
from ingestion.readers.writing import Writing

MOST_ATTACHMENTS = 50
MOST_ATTACHMENT_BYTES = 10 * 1024 * 1024
MOST_ATTACHED_BYTES = 20 * 1024 * 1024
MOST_NESTED = 3
"""Messages inside messages: what lies deeper is told and left."""
_FEWER_WORDS = 3
"""A plain version with so many times fewer words than the HTML one only says to read the other."""


def read(data: bytes) -> dict[str, Any]:
    """The message as plain values (`Writing.done`, with title, sender, attachments, postings)."""
    message = message_from_bytes(data, policy=policy.default)
    if message.get_content_type() in ("application/pkcs7-mime", "multipart/encrypted"):
        raise RefusedError("message chiffré : demandez qu'il soit renvoyé sans chiffrement")
    reading = _Reading()
    if prune(message, MOST_NESTED):
        reading.writing.note(
            f"messages imbriqués au-delà de {MOST_NESTED} niveaux : le plus profond n'est pas lu"
        )
    reading.part(message)
    return reading.writing.done(
        title=header(message, "Subject"),
        sender=header(message, "From"),
        attachments=reading.attachments,
        postings=reading.postings,
    )


class _Reading:
    """The walk through the parts of a message."""

    def __init__(self) -> None:
        self.writing = Writing()
        self.attachments: list[dict[str, str]] = []
        self.postings: list[dict[str, object]] = []
        self._attached = 0

    def part(self, part: Part) -> None:
        kind = part.get_content_type()
        if kind == "message/rfc822":
            self._forwarded(part)
        elif kind == "multipart/alternative":
            self._alternatives(_parts(part))
        elif part.is_multipart():
            for inner in _parts(part):
                self.part(inner)
        elif is_attached(part) or not kind.startswith("text/"):
            self._attachment(part, kind)
        else:
            self._text(part)

    def _alternatives(self, parts: list[Part]) -> None:
        """One of the versions of the same words; what else hides among them is read too."""
        plain = next((p for p in parts if p.get_content_type() == "text/plain"), None)
        rich = next((p for p in parts if _html_inside(p) is not None), None)
        chosen = rich if plain is None else plain
        if plain is not None and rich is not None and self._is_richer(rich, plain):
            chosen = rich
        for part in parts:
            if part is chosen or part not in (plain, rich):
                self.part(part)
            elif part is rich and part.is_multipart():
                for inner in _parts(part):
                    if inner.get_content_type() != "text/html":
                        self.part(inner)

    def _is_richer(self, rich: Part, plain: Part) -> bool:
        from ingestion.readers.html_text import write_html

        html = _html_inside(rich)
        if html is None:
            return False
        page = Writing()
        about = write_html(_words(html), page)
        self.postings += about.postings
        words, plain_words = str(page.done()["text"]).split(), _words(plain).split()
        return about.has_data_table or len(words) > _FEWER_WORDS * len(plain_words)

    def _text(self, part: Part) -> None:
        self.writing.part()
        if part.get_content_type() != "text/html":
            self.writing.verbatim(_flowed(part, _words(part)))
            return
        from ingestion.readers.html_text import write_html

        page = write_html(_words(part), self.writing)
        self.postings += [posting for posting in page.postings if posting not in self.postings]

    def _forwarded(self, part: Part) -> None:
        inner = forwarded(part)
        if inner is None:
            self.writing.note("message transféré en pièce jointe illisible")
            return
        message, data = inner
        name = header(message, "Subject") or "message transféré"
        self._keep(f"{name}.eml", "message/rfc822", data)

    def _attachment(self, part: Part, kind: str) -> None:
        name = attachment_name(part)
        reason = is_unreadable(part, kind, name)
        if reason is not None:
            if reason:
                self.writing.note(f"pièce jointe « {name} » non lue : {reason}")
            return
        self._keep(name, kind, raw(part))

    def _keep(self, name: str, kind: str, data: bytes) -> None:
        if len(data) > MOST_ATTACHMENT_BYTES:
            why = f"{len(data) // 1_000_000} Mo, {MOST_ATTACHMENT_BYTES // 1_000_000} Mo au plus"
        elif self._attached + len(data) > MOST_ATTACHED_BYTES:
            why = f"les pièces jointes dépassent ensemble {MOST_ATTACHED_BYTES // 1_000_000} Mo"
        elif len(self.attachments) >= MOST_ATTACHMENTS:
            why = f"{MOST_ATTACHMENTS} pièces jointes au plus"
        elif not data:
            why = "elle est vide"
        else:
            self._attached += len(data)
            self.attachments.append(
                {"name": name, "type": kind, "data": b64encode(data).decode("ascii")}
            )
            return
        self.writing.note(f"pièce jointe « {name} » non lue : {why}")


def _parts(part: Part) -> list[Part]:
    payload = part.get_payload()
    return [p for p in payload if isinstance(p, Message)] if isinstance(payload, list) else []


def _html_inside(part: Part) -> Part | None:
    """The HTML of an alternative, which may be wrapped together with its pictures."""
    if part.get_content_type() == "text/html":
        return part
    if part.get_content_type() in ("multipart/related", "multipart/mixed"):
        return next((p for p in _parts(part) if p.get_content_type() == "text/html"), None)
    return None


def _words(part: Part) -> str:
    return decode_declared(raw(part), part.get_content_charset())


def _flowed(part: Part, words: str) -> str:
    """Undo soft line ends (`format=flowed`, RFC 3676): a line that ends in a blank goes on."""
    if str(part.get_param("format", "")).lower() != "flowed":
        return words
    told: list[str] = []
    goes_on = False
    for line in words.replace("\r\n", "\n").split("\n"):
        if goes_on and not line.startswith(">") and line != "-- ":
            told[-1] += line
        else:
            told.append(line)
        goes_on = line.endswith(" ") and line != "-- " and not line.startswith(">")
    return "\n".join(told)
