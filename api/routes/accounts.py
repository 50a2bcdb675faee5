"""Accounts, for the administration; and the password of whoever is signed in."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from api.account_forms import ACTIVE, CLOSED, ROLES, AccountForm, PasswordForm, filters_of
from api.dependencies import SessionDep
from api.gestures import GestureDep
from api.rendering import page
from api.routes.sign_in import welcome
from api.schemas import Form as EmptyForm
from api.schemas import Search
from api.services import accounts, accounts_lists, users
from api.services.oidc_accounts import is_linked, unlink
from models.errors import InputRefusedError, TransitionRefusedError
from models.people import User
from models.vocabulary import Domain, Role

router = APIRouter()
HOME = "/comptes"
OWN = "/mon-compte"
WRONG = "Le mot de passe actuel n’est pas le bon."
PASSWORDS_ELSEWHERE = "on se connecte ici avec la connexion de la structure"


@router.get(HOME, response_class=HTMLResponse)
def show_accounts(
    request: Request,
    session: SessionDep,
    role: Search = "",
    etat: Search = "",
    antenne: Search = "",
) -> Response:
    """The accounts, with filters."""
    facts = {
        "accounts": accounts_lists.list_accounts(session, filters_of(role, etat, antenne)),
        "roles": list(Role),
        "organisations": accounts_lists.organisations(session),
        "states": ((ACTIVE, "en service"), (CLOSED, "désactivés")),
        "asked": {"role": role, "etat": etat, "antenne": antenne},
    }
    return page(request, "accounts.html", facts)


@router.get(f"{HOME}/nouveau", response_class=HTMLResponse)
def new_account(request: Request, session: SessionDep) -> Response:
    """The form of a new account."""
    return page(request, "account_new.html", {"account": None} | _choices(session))


@router.post(HOME, response_class=HTMLResponse)
def open_account(
    request: Request, act: GestureDep, form: Annotated[AccountForm, Form()]
) -> Response:
    """Open an account, and show its first link: once, on this page alone."""
    made = accounts.open_account(act.session, form.facts(), act.user, act.at)
    return _with_link(request, made, accounts.make_link(act.session, made, act.user, act.at))


@router.get(f"{HOME}/{{account_key}}", response_class=HTMLResponse)
def show_account(request: Request, session: SessionDep, account_key: str) -> Response:
    """One account: what it is, what was done to it."""
    account = accounts.find_account(session, account_key)
    facts = {
        "account": account,
        "history": accounts_lists.history(session, account),
        "people": accounts_lists.people_of(session, account),
        "contracts": accounts_lists.contracts_followed(session, account),
        "is_linked": is_linked(session, account),
        "mark": accounts.mark(account),
    }
    return page(request, "account.html", facts | _choices(session))


@router.post(f"{HOME}/{{account_key}}", response_class=HTMLResponse)
def change_account(
    request: Request, act: GestureDep, account_key: str, form: Annotated[AccountForm, Form()]
) -> Response:
    """Change an account; at another address, it is let in again by the link that is shown."""
    email = accounts.find_account(act.session, account_key).email
    accounts.change_account(act.session, account_key, form.facts(), act.user, act.at)
    account = accounts.find_account(act.session, account_key)
    if account.email == email or not account.is_active:
        return _back(account_key)
    return _with_link(request, account, accounts.make_link(act.session, account, act.user, act.at))


@router.post(f"{HOME}/{{account_key}}/desactiver")
def deactivate(act: GestureDep, account_key: str, form: Annotated[EmptyForm, Form()]) -> Response:
    """Close an account; its sessions end at once."""
    accounts.deactivate(act.session, account_key, act.user, act.at)
    return _back(account_key)


@router.post(f"{HOME}/{{account_key}}/reactiver")
def reactivate(act: GestureDep, account_key: str, form: Annotated[EmptyForm, Form()]) -> Response:
    """Open it again."""
    accounts.reactivate(act.session, account_key, act.user, act.at)
    return _back(account_key)


@router.post(f"{HOME}/{{account_key}}/lien", response_class=HTMLResponse)
def make_link(
    request: Request, act: GestureDep, account_key: str, form: Annotated[EmptyForm, Form()]
) -> Response:
    """A new link, shown once, on this page alone."""
    account = accounts.find_account(act.session, account_key)
    return _with_link(request, account, accounts.make_link(act.session, account, act.user, act.at))


@router.post(f"{HOME}/{{account_key}}/detacher")
def unlink_account(
    act: GestureDep, account_key: str, form: Annotated[EmptyForm, Form()]
) -> Response:
    """Nobody of the provider is this account any more."""
    unlink(act.session, account_key, act.user, act.at)
    return _back(account_key)


@router.get(OWN, response_class=HTMLResponse)
def own_account(request: Request, act: GestureDep) -> Response:
    """The account of whoever is signed in, and the form of their password."""
    return _own(request, act.user, _must_give(request, act.session, act.user, act.at))


@router.post(OWN, response_class=HTMLResponse)
def change_password(
    request: Request, act: GestureDep, form: Annotated[PasswordForm, Form()]
) -> Response:
    """Choose a password; every other session of the account ends.

    The current one wrong is answered, not raised, so that the attempt is kept.

    Raises
    ------
    InputRefusedError : the two differ, or it is too weak
    TransitionRefusedError : passwords sign nobody in here
    """
    if not request.app.state.settings.local_sign_in:
        raise TransitionRefusedError("Changer le mot de passe", "", PASSWORDS_ELSEWHERE)
    if form.password != form.again:
        raise InputRefusedError("les deux saisies diffèrent", "Mot de passe")
    account = accounts.find_account(act.session, str(act.user.key))
    is_asked = _must_give(request, act.session, account, act.at)
    current = form.current if is_asked else None
    if not accounts.choose_password(act.session, account, current, form.password, act.at):
        return _own(request, account, is_asked, WRONG)
    return welcome(request, act.session, account, act.at, OWN)


def _must_give(request: Request, session: Session, user: User, now: datetime) -> bool:
    token = request.cookies.get(request.app.state.cookie_name, "")
    return users.must_give_password(session, user, token, now)


def _own(request: Request, user: User, is_asked: bool, message: str = "") -> Response:
    is_local = request.app.state.settings.local_sign_in
    facts = {"account": user, "local": is_local, "is_asked": is_asked, "message": message}
    return page(request, "account_own.html", facts, 422 if message else 200)


def _choices(session: Session) -> dict[str, object]:
    return {
        "roles": ROLES,
        "domains": list(Domain),
        "organisations": accounts_lists.organisations(session),
    }


def _with_link(request: Request, account: User, token: str) -> Response:
    site = request.app.state.settings.public_url or str(request.base_url)
    link = f"{site.rstrip('/')}/sign-in/link/{token}"
    return page(request, "account_link.html", {"account": account, "link": link})


def _back(key: str) -> RedirectResponse:
    """To the account; `key` was found, so it is a key and nothing else."""
    return RedirectResponse(f"{HOME}/{UUID(key)}", status_code=303)
