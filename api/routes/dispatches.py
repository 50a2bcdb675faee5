"""Dispatches on our side: made ready, read over, sent, followed; answers that we type."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import NowDep, SessionDep, TodayDep, UserDep
from api.dispatch_files import card_lines
from api.dispatch_forms import DispatchForm, new_dispatch
from api.rendering import page
from api.schemas import PageNumber
from api.services import (
    answers_links,
    dispatches,
    dispatches_waiting,
    messages,
    messages_digest,
)
from api.services.clauses_papers import papers_to_see
from api.services.dispatches_rules import office_hour, reply_by
from api.services.dispatches_scope import dispatch_of
from api.services.dispatches_texts import post_of
from api.services.dispatches_views import PER_PAGE, dispatch_list, dispatch_view
from api.services.offer_lists import offer_of
from api.services.offers import parsed_offer
from api.services.pdf import is_pdf_available
from api.services.reliability import reliability_of
from models.dispatch_lists import AnswerChannel, CardAnswer, DispatchState
from models.dispatch_moves import SENDERS, by_user
from models.dispatches import Dispatch
from models.errors import RoleRefusedError
from models.motives import EmployerMotive

router = APIRouter()

TYPED = tuple(channel for channel in AnswerChannel if channel is not AnswerChannel.LINK)


def site_of(request: Request) -> str:
    """The address of the service, for a link to copy."""
    public: str | None = request.app.state.settings.public_url
    return (public or str(request.base_url)).rstrip("/")


def _back(dispatch: Dispatch) -> RedirectResponse:
    return RedirectResponse(f"/envois/{dispatch.key}", status_code=303)


@router.get("/envois", response_class=HTMLResponse)
def show_dispatches(
    request: Request,
    session: SessionDep,
    user: UserDep,
    today: TodayDep,
    state: str = "",
    number: Annotated[PageNumber, Query(alias="page")] = 1,
) -> Response:
    """The dispatches one may see, with what comes next of each."""
    chosen = DispatchState(state) if state in set(DispatchState) else None
    found = dispatch_list(session, user, chosen, number, today)

    def url(wanted: int = 1, wanted_state: str = chosen.value if chosen else "") -> str:
        parts = [f"state={wanted_state}"] if wanted_state else []
        parts += [f"page={wanted}"] if wanted > 1 else []
        return "/envois" + ("?" + "&".join(parts) if parts else "")

    facts = {
        "found": found,
        "states": list(DispatchState),
        "state": chosen,
        "page_number": number,
        "per_page": PER_PAGE,
        "url": url,
    }
    return page(request, "dispatches.html", facts)


@router.get("/offers/{key}/envoi", response_class=HTMLResponse)
def show_new_dispatch(
    request: Request, session: SessionDep, user: UserDep, now: NowDep, today: TodayDep, key: str
) -> Response:
    """Whom to send, to whom, until when."""
    offer = offer_of(session, key)
    people = dispatches.ready_for(session, user, offer)
    recipient = dispatches.recipient_of(offer, parsed_offer(session, offer))
    lines = [(each, dispatches.why_not(each, offer, today)) for each in people]
    email = recipient.email or ""
    ticked = [each.candidate_id for each, reason in lines if reason is None]
    facts = {
        "offer": offer,
        "lines": lines,
        "count": len(ticked),
        "papers": papers_to_see(session, offer, ticked),
        "recipient": recipient,
        "reply_by": reply_by(today, recipient.is_temp, offer.deadline),
        "reliability": reliability_of(session, recipient.name, now) if recipient.name else None,
        "is_stopped": bool(email) and messages.is_stopped(session, email),
        "sees_people": request.state.user.sees_people,
    }
    return page(request, "dispatch_new.html", facts)


@router.post("/offers/{key}/envoi", response_class=HTMLResponse)
def prepare(
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    key: str,
    form: Annotated[DispatchForm, Form()],
) -> Response:
    """Make the cards, to be read over before they leave."""
    offer = offer_of(session, key)
    made = dispatches.prepare(session, user, offer, new_dispatch(form, offer.agency_id), now)
    return _back(made)


@router.get("/envois/{key}", response_class=HTMLResponse)
def show_dispatch(
    request: Request, session: SessionDep, user: UserDep, now: NowDep, today: TodayDep, key: str
) -> Response:
    """One dispatch: its cards, answers, history, links and messages."""
    return _shown(request, session, user, now, key)


def _shown(
    request: Request, session: SessionDep, user: UserDep, now: NowDep, key: str, link: str = ""
) -> Response:
    dispatch = dispatch_of(session, user, key)
    view = dispatch_view(session, user, dispatch, now)
    shown = [each for each in view.cards if each.identifier or each.name]
    request.state.named = [each.card.introduction.candidate_id for each in shown]
    is_to_send = dispatch.state is DispatchState.PREPARED
    people = [each.card.introduction.candidate_id for each in view.cards if is_to_send]
    facts = {
        "view": view,
        "dispatch": dispatch,
        "papers": papers_to_see(session, dispatch.offer, people),
        "offer": dispatch.offer,
        "post": post_of(dispatch.offer),
        "lines_of": card_lines,
        "answers": list(CardAnswer),
        "motives": list(EmployerMotive),
        "channels": TYPED,
        "leaves_at": office_hour(now),
        "leaves_now": office_hour(now) == now,
        "link": link,
        "has_pdf": is_pdf_available(),
    }
    return page(request, "dispatch.html", facts)


@router.post("/envois/{key}/send", response_class=HTMLResponse)
def send(
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    key: str,
    version: Annotated[int | None, Form()] = None,
) -> Response:
    """Send it."""
    dispatch = dispatch_of(session, user, key)
    dispatches.send(session, user, dispatch, now, version)
    return _back(dispatch)


@router.post("/envois/{key}/drop", response_class=HTMLResponse)
def drop(session: SessionDep, user: UserDep, now: NowDep, key: str) -> Response:
    """Give it up before it is sent."""
    dispatch = dispatch_of(session, user, key)
    dispatches.drop(session, user, dispatch, now)
    return RedirectResponse(f"/offers/{dispatch.offer.key}/envoi", status_code=303)


@router.post("/envois/{key}/remind", response_class=HTMLResponse)
def remind(session: SessionDep, user: UserDep, now: NowDep, key: str) -> Response:
    """Remind the contact now."""
    dispatch = dispatch_of(session, user, key)
    dispatches_waiting.remind(session, dispatch, by_user(user), now)
    return _back(dispatch)


@router.post("/envois/{key}/close", response_class=HTMLResponse)
def close(session: SessionDep, user: UserDep, now: NowDep, key: str) -> Response:
    """Wait no longer."""
    dispatch = dispatch_of(session, user, key)
    dispatches_waiting.close(session, dispatch, by_user(user), now)
    return _back(dispatch)


@router.post("/envois/{key}/reopen", response_class=HTMLResponse)
def reopen(session: SessionDep, user: UserDep, now: NowDep, key: str) -> Response:
    """Bring it back, where somebody of it came back."""
    dispatch = dispatch_of(session, user, key)
    dispatches_waiting.reopen(session, user, dispatch, now)
    return _back(dispatch)


@router.post("/envois/{key}/seen", response_class=HTMLResponse)
def seen(session: SessionDep, user: UserDep, now: NowDep, key: str) -> Response:
    """Its answers were read."""
    dispatch = dispatch_of(session, user, key)
    dispatches_waiting.mark_seen(session, user, dispatch, now)
    return _back(dispatch)


@router.post("/envois/{key}/link", response_class=HTMLResponse)
def new_link(
    request: Request, session: SessionDep, user: UserDep, now: NowDep, key: str
) -> Response:
    """A link to copy, shown this once: the base keeps only its hash."""
    dispatch = dispatch_of(session, user, key)
    if user.role not in SENDERS:
        raise RoleRefusedError("Créer un lien", user.role.label)
    token = answers_links.link_to_copy(session, dispatch, by_user(user), now)
    return _shown(request, session, user, now, key, f"{site_of(request)}/reponse/{token}")


@router.post("/envois/{key}/revoke", response_class=HTMLResponse)
def revoke(session: SessionDep, user: UserDep, now: NowDep, key: str) -> Response:
    """Its links open nothing any more."""
    dispatch = dispatch_of(session, user, key)
    if user.role not in SENDERS:
        raise RoleRefusedError("Révoquer les liens", user.role.label)
    answers_links.revoke_links(session, dispatch, by_user(user), now)
    return _back(dispatch)


@router.post("/envois/{key}/messages/{message_key}/again", response_class=HTMLResponse)
def send_again(
    session: SessionDep, user: UserDep, now: NowDep, key: str, message_key: str
) -> Response:
    """Queue a message set aside again."""
    dispatch = dispatch_of(session, user, key)
    if user.role not in SENDERS:
        raise RoleRefusedError("Renvoyer", user.role.label)
    messages.try_again(session, message_key, dispatch.id, now)
    return _back(dispatch)


@router.get("/mes-messages", response_class=HTMLResponse)
def show_choices(request: Request, session: SessionDep, user: UserDep) -> Response:
    """What one gets by e-mail."""
    choice = messages_digest.choice_of(session, user)
    return page(request, "message_choices.html", {"choice": choice, "email": user.email})


@router.post("/mes-messages", response_class=HTMLResponse)
def choose(
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    has_digest: Annotated[bool, Form()] = False,
    has_urgent: Annotated[bool, Form()] = False,
) -> Response:
    """Choose it."""
    messages_digest.choose(session, user, has_digest, has_urgent, now)
    return RedirectResponse("/mes-messages", status_code=303)
