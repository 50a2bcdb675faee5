"""What an agency or employer sees and answers by a link, without an account.

Reading never acts: links are opened by mail scanners too. Every opening is noted; every action
is a POST. A token that is worth nothing shows one page, always the same.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from api.dependencies import NowDep, TodayDep
from api.dispatch_files import card_lines
from api.dispatch_forms import AnswerForm, given_answer
from api.rendering import page
from api.services import answers, answers_codes, answers_links, answers_news, answers_view
from api.services.answers_links import OpenLink, hash_of, open_link
from api.services.dispatches_scope import card_of_key
from api.services.dispatches_texts import post_of
from api.services.messages import stop
from api.services.pdf import is_pdf_available
from models.database import transaction
from models.days import day_of
from models.dispatch_lists import AnswerChannel, CardAnswer, DispatchAction, StartNews
from models.dispatch_moves import CONTACT, note
from models.dispatches import Dispatch
from models.errors import DomainError, InputRefusedError
from models.motives import EmployerMotive

router = APIRouter()

DEVICE_LASTS = timedelta(days=30)
ELSEWHERE = (
    "Ce lien sert déjà dans un autre navigateur. Ici vous lisez les profils ; pour répondre, "
    "un code envoyé au contact le permet aussi sur cet appareil."
)
DOCUMENT = "document"


def get_link_session(request: Request) -> Iterator[Session]:
    """A writing transaction, for reading too: each opening of a link is noted."""
    with transaction(request.app.state.sessions) as session:
        yield session


LinkSession = Annotated[Session, Depends(get_link_session, scope="function")]


def device_cookie(request: Request) -> str:
    """The name of the cookie that knows a browser again."""
    return f"{request.app.state.cookie_name}-reponse"


def opened_of(request: Request, session: Session, token: str, now: datetime) -> OpenLink:
    """The link of a request, in the browser that sent it."""
    return open_link(session, token, request.cookies.get(device_cookie(request)), now)


@router.get("/reponse/{token}", response_class=HTMLResponse)
def show_answer(
    request: Request, session: LinkSession, now: NowDep, today: TodayDep, token: str
) -> Response:
    """The cards of a dispatch and what may be answered; the first browser keeps the link."""
    opened = opened_of(request, session, token, now)
    device = None
    if opened.dispatch is not None and not opened.is_bound and is_somebody(request):
        held = request.cookies.get(device_cookie(request))
        device = answers_links.bind(session, opened, held, now)
        opened = open_link(session, token, device or held, now)
    answers_links.note_reading(session, opened, request.headers.get("user-agent", ""), now)
    response = answer_page(request, session, opened, token, now)
    if device is not None:
        remember(request, response, device)
    return response


def is_somebody(request: Request) -> bool:
    """True where a browser opens a page: no program that looks at links, nobody of ours."""
    asked = request.headers.get("sec-purpose", "") + request.headers.get("purpose", "")
    is_page = request.headers.get("sec-fetch-dest") == DOCUMENT and "prefetch" not in asked
    return is_page and getattr(request.state, "account", None) is None


def answer_page(
    request: Request,
    session: Session,
    opened: OpenLink,
    token: str,
    now: datetime,
    error: str = "",
) -> Response:
    """The page of a link; one and the same for whatever is worth nothing."""
    dispatch = opened.dispatch
    if dispatch is None:
        return page(request, "answer_gone.html", {"token": token}, 404)
    device = request.cookies.get(device_cookie(request))
    device_hash = None if device is None else hash_of(device)
    cards = answers_view.answer_cards(session, opened, device_hash, now)
    facts = {
        "token": token,
        "dispatch": dispatch,
        "offer": dispatch.offer,
        "post": post_of(dispatch.offer),
        "cards": cards,
        "may_act": opened.may_act,
        "elsewhere": ELSEWHERE,
        "link": opened.link,
        "motives": [each for each in EmployerMotive if each is not EmployerMotive.FILLED],
        "answers": CardAnswer,
        "start_news": list(StartNews),
        "start_on": answers_view.proposed_start(dispatch, now),
        "today": day_of(now),
        "lines_of": card_lines,
        "error": error,
        "has_pdf": is_pdf_available(),
        "can_mail_code": answers_codes.can_mail_code(session, dispatch),
        "code_asked": "code" in request.query_params,
        "by_telephone": answers_codes.BY_TELEPHONE,
    }
    is_over = all(each.is_gone for each in cards)
    return page(request, "answer.html", facts, 409 if error else 410 if is_over else 200)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request to act: what came in, and with which link."""

    request: Request
    session: Session
    token: str
    now: datetime


def act(asked: Asked, action: Callable[[Dispatch, str], None], anchor: str = "") -> Response:
    """Do it in the browser that may, bind the link to it, and come back to the page.

    A refusal is told on the page itself, where what was typed can be corrected.
    """
    request, session, now = asked.request, asked.session, asked.now
    opened = opened_of(request, session, asked.token, now)
    dispatch = opened.dispatch
    if dispatch is None:
        return answer_page(request, session, opened, asked.token, now)
    if not opened.may_act:
        return answer_page(request, session, opened, asked.token, now, ELSEWHERE)
    held = request.cookies.get(device_cookie(request))
    device = answers_links.bind(session, opened, held, now)
    if device is None:
        session.expire_all()
        opened = opened_of(request, session, asked.token, now)
        return answer_page(request, session, opened, asked.token, now, ELSEWHERE)
    error = ""
    try:
        with session.begin_nested():
            action(dispatch, hash_of(device))
    except DomainError as refused:
        error = str(refused)
    if error:
        session.expire_all()
        opened = open_link(session, asked.token, device, now)
        response = answer_page(request, session, opened, asked.token, now, error)
    else:
        response = RedirectResponse(f"/reponse/{asked.token}{anchor}", status_code=303)
    remember(request, response, device)
    return response


def remember(request: Request, response: Response, device: str) -> None:
    """Leave in the browser what it is known again by."""
    response.set_cookie(
        device_cookie(request),
        device,
        max_age=int(DEVICE_LASTS.total_seconds()),
        secure=request.app.state.is_https,
        httponly=True,
        samesite="lax",
        path="/",
    )


def get_asked(request: Request, session: LinkSession, now: NowDep, token: str) -> Asked:
    """What every action by a link starts from."""
    return Asked(request, session, token, now)


AskedDep = Annotated[Asked, Depends(get_asked)]
Card = Annotated[str, Form()]


@router.post("/reponse/{token}", response_class=HTMLResponse)
def give_answer(asked: AskedDep, form: Annotated[AnswerForm, Form()]) -> Response:
    """Answer on one card."""

    def answer(dispatch: Dispatch, device: str) -> None:
        given = given_answer(form, AnswerChannel.LINK, device)
        found = card_of_key(dispatch, form.card)
        answers.answer(asked.session, dispatch, found, given, CONTACT, asked.now)

    return act(asked, answer, f"#fiche-{form.card[:8]}")


@router.post("/reponse/{token}/confirmer", response_class=HTMLResponse)
def confirm(asked: AskedDep, card: Card) -> Response:
    """Let the answer take effect at once."""

    def confirmed(dispatch: Dispatch, _: str) -> None:
        found = card_of_key(dispatch, card)
        answers.confirm(asked.session, dispatch, found, CONTACT, asked.now)

    return act(asked, confirmed, f"#fiche-{card[:8]}")


@router.post("/reponse/{token}/changer", response_class=HTMLResponse)
def change(asked: AskedDep, card: Card) -> Response:
    """Change one's mind."""

    def changed(dispatch: Dispatch, _: str) -> None:
        found = card_of_key(dispatch, card)
        answers.take_back(asked.session, dispatch, found, CONTACT, asked.now)

    return act(asked, changed, f"#fiche-{card[:8]}")


@router.post("/reponse/{token}/pourvu", response_class=HTMLResponse)
def fill(asked: AskedDep) -> Response:
    """« Poste pourvu », for every card that waits."""

    def filled(dispatch: Dispatch, _: str) -> None:
        answers.fill_all(asked.session, dispatch, CONTACT, asked.now, AnswerChannel.LINK)

    return act(asked, filled)


@router.post("/reponse/{token}/question", response_class=HTMLResponse)
def ask(asked: AskedDep, words: Annotated[str, Form()] = "") -> Response:
    """Ask us something."""

    def told(dispatch: Dispatch, _: str) -> None:
        answers_news.ask(asked.session, dispatch, words, CONTACT, asked.now)

    return act(asked, told, "#question")


@router.post("/reponse/{token}/demarrage", response_class=HTMLResponse)
def tell_start(asked: AskedDep, card: Card, news: Annotated[str, Form()]) -> Response:
    """Started, not started, over."""

    def told(dispatch: Dispatch, _: str) -> None:
        if news not in set(StartNews):
            raise InputRefusedError("choisissez dans la liste", "Nouvelle")
        found = card_of_key(dispatch, card)
        answers_news.tell_start(asked.session, dispatch, found, StartNews(news), CONTACT, asked.now)

    return act(asked, told, f"#fiche-{card[:8]}")


@router.post("/reponse/{token}/nouveau-lien", response_class=HTMLResponse)
def new_link(request: Request, session: LinkSession, now: NowDep, token: str) -> Response:
    """Mail a new link to the known contact; the answer is the same whatever the token."""
    answers_links.ask_new_link(session, token, now)
    return page(request, "answer_new_link.html", {})


@router.post("/reponse/{token}/revoquer", response_class=HTMLResponse)
def revoke(request: Request, session: LinkSession, now: NowDep, token: str) -> Response:
    """Whoever holds the link may end it: a forwarded one does no harm by that."""
    opened = opened_of(request, session, token, now)
    if opened.dispatch is not None:
        answers_links.revoke_links(session, opened.dispatch, CONTACT, now)
    return RedirectResponse(f"/reponse/{token}", status_code=303)


@router.post("/reponse/{token}/stop", response_class=HTMLResponse)
def stop_messages(request: Request, session: LinkSession, now: NowDep, token: str) -> Response:
    """Send nothing more to this address."""
    dispatch = opened_of(request, session, token, now).dispatch
    if dispatch is not None and dispatch.contact_email:
        stop(session, dispatch.contact_email, now)
        note(session, dispatch, DispatchAction.STOP, CONTACT, now)
        dispatch.news_at = now
    return page(request, "answer_stopped.html", {"token": token})
