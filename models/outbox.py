"""Messages to send (outbox): written with what brings them about, sent after by the worker."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, UtcDateTime, closed, utc_now
from models.vocabulary import Labelled


class MessageKind(Labelled):
    DISPATCH = "envoi", "Envoi de fiches"
    REMINDER = "relance", "Relance"
    NEW_LINK = "nouveau_lien", "Nouveau lien"
    RECEIPT = "accuse", "Réponse enregistrée"
    REVEAL = "coordonnees", "Nom et téléphone"
    START = "demarrage", "Nouvelle de l’embauche"
    DIGEST = "synthese", "Synthèse du jour"
    URGENT = "urgence", "Échéance proche"
    OTHER = "autre", "Autre"


class MessageState(Labelled):
    QUEUED = "queued", "À envoyer"
    SENDING = "sending", "En cours d’envoi"
    SENT = "sent", "Envoyé"
    QUARANTINED = "quarantined", "Mis de côté"
    CANCELLED = "cancelled", "Annulé"


class OutgoingMessage(Base):
    """One e-mail. It never holds the token of a link: where `{lien}` stands in the text, the
    worker makes one as it sends.

    `once` names what it is about, so that the same is never queued twice; `attachments` are
    `{"name", "media_type", "data"}`, the data in base 64.
    """

    __tablename__ = "outgoing_messages"
    __table_args__ = (
        CheckConstraint("attempts >= 0", name="attempts"),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_at"),
        Index(None, "state", "not_before"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    kind: Mapped[MessageKind] = mapped_column(closed(MessageKind, "kind"))
    state: Mapped[MessageState] = mapped_column(
        closed(MessageState, "state"), default=MessageState.QUEUED
    )
    to_address: Mapped[str] = mapped_column(index=True)
    subject: Mapped[str] = mapped_column()
    text: Mapped[str] = mapped_column(Text)
    attachments: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    dispatch_id: Mapped[int | None] = mapped_column(
        ForeignKey("dispatches.id", ondelete="CASCADE"), index=True
    )
    once: Mapped[str | None] = mapped_column(String(120), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    not_before: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(String(200))
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class StoppedAddress(Base):
    """An address outside the house that asked for no more messages."""

    __tablename__ = "stopped_addresses"
    __table_args__ = (CheckConstraint("address = lower(address)", name="address_lower"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(unique=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)


class MessageChoice(Base):
    """What one of us wants by e-mail; without a row: the digest and the urgent."""

    __tablename__ = "message_choices"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    has_digest: Mapped[bool] = mapped_column(default=True)
    has_urgent: Mapped[bool] = mapped_column(default=True)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
