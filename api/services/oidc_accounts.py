"""Which account somebody of the sign-on of the house is; none is ever created."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.services import users
from api.services.accounts import detach, find_account, note
from api.services.oidc import UNVERIFIED, Identity, SignOnRefusedError
from api.services.users import normal_email
from models.people import AccountAct, SignOnIdentity, User

UNKNOWN = (
    "Aucun compte en service ne porte votre adresse : demandez à la personne qui administre la "
    "Candidathèque d’en ouvrir un."
)
CLOSED = "Votre compte est désactivé : voyez la personne qui administre la Candidathèque."
TAKEN = (
    "Le compte à votre adresse est déjà rattaché à une autre identité : la personne qui "
    "administre la Candidathèque peut le détacher."
)


def account_of(session: Session, identity: Identity, now: datetime) -> User:
    """The account of an identity: by its subject, and the first time by its verified e-mail.

    Raises
    ------
    SignOnRefusedError : no account in use is theirs, or the e-mail is not verified
    """
    known = session.scalar(
        select(User)
        .join(SignOnIdentity, SignOnIdentity.user_id == User.id)
        .where(SignOnIdentity.issuer == identity.issuer, SignOnIdentity.subject == identity.subject)
    )
    if known is not None:
        if not known.is_active:
            raise SignOnRefusedError("closed", CLOSED)
        return known
    if identity.email is None:
        raise SignOnRefusedError("unverified", UNVERIFIED)
    email = normal_email(identity.email)
    found = session.scalar(select(User).where(User.email == email).with_for_update())
    if found is None or not found.is_active:
        raise SignOnRefusedError("unknown", UNKNOWN)
    if _links(session, found, identity.issuer):
        raise SignOnRefusedError("taken", TAKEN)
    session.add(
        SignOnIdentity(
            issuer=identity.issuer, subject=identity.subject, user_id=found.id, created_at=now
        )
    )
    note(session, found, found, AccountAct.LINKED, now)
    return found


def is_linked(session: Session, user: User) -> bool:
    """True where somebody of a provider is this account."""
    return _links(session, user) > 0


def unlink(session: Session, key: str, actor: User, now: datetime) -> None:
    """Nobody of a provider is this account any more; its sessions end.

    A verified e-mail may link it again.

    Raises
    ------
    NotFoundError
    """
    user = find_account(session, key)
    if detach(session, user):
        users.end_sessions_of(session, user, now)
        detail = "détaché de la connexion de la structure"
        note(session, user, actor, AccountAct.CHANGED, now, detail)


def _links(session: Session, user: User, issuer: str | None = None) -> int:
    asked = select(func.count()).select_from(SignOnIdentity)
    asked = asked.where(SignOnIdentity.user_id == user.id)
    if issuer is not None:
        asked = asked.where(SignOnIdentity.issuer == issuer)
    return session.scalar(asked) or 0
