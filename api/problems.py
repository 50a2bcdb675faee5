"""From what went wrong to what the user is told: one table, two ways of saying it.

A browser gets a page (or, for htmx, a message in the page it has), any other client
`application/problem+json` (RFC 9457). What the client sent is never echoed.
"""

import logging
from collections.abc import Mapping
from math import ceil

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from api.programs import is_api
from api.rendering import datetime_fr, is_htmx, page, wants_html
from api.security import (
    HEADERS,
    AccessRefusedError,
    CrossSiteError,
    SignInRequiredError,
)
from api.services.answers_codes import CodeRefusedError
from api.services.answers_links import LinkWornError
from api.services.answers_view import CardGoneError
from api.services.decisions import ReasonMissingError
from api.services.fairness import ReportRefusedError
from api.services.interviews_cases import OwnProposalError
from api.services.learning import WeightsRefusedError
from api.services.oidc import SignOnRefusedError
from api.services.pdf import PdfUnavailableError
from api.services.scope import NotYourOfferError, NotYourParticipantError
from api.services.tokens import ScopeMissingError, TokenRefusedError, TooManyRequestsError
from api.services.tokens_answers import KeyInUseError, KeyOfAnotherError
from api.ways_out import ADVICE, way_out
from models.errors import (
    ConcurrentChangeError,
    DomainError,
    InputRefusedError,
    MergeRefusedError,
    MotiveMissingError,
    NotFoundError,
    OfferIncompleteError,
    PeopleWaitingError,
    RoleRefusedError,
    SignInRefusedError,
    TooManyAttemptsError,
    TransitionRefusedError,
)

logger = logging.getLogger(__name__)

Problem = tuple[int, str]

PROBLEMS: Mapping[type[DomainError], Problem] = {
    DomainError: (400, "Demande refusée"),
    NotFoundError: (404, "Page introuvable"),
    InputRefusedError: (422, "Saisie à corriger"),
    SignInRequiredError: (401, "Connexion nécessaire"),
    AccessRefusedError: (403, "Accès réservé"),
    CrossSiteError: (403, "Demande venue d’un autre site"),
    SignInRefusedError: (401, "Connexion refusée"),
    SignOnRefusedError: (401, "Connexion refusée"),
    TooManyAttemptsError: (429, "Trop d’essais"),
    RoleRefusedError: (403, "Accès réservé"),
    WeightsRefusedError: (409, "Décision impossible"),
    ReportRefusedError: (409, "Rapport impossible"),
    NotYourParticipantError: (403, "Accès réservé"),
    NotYourOfferError: (403, "Accès réservé"),
    TransitionRefusedError: (409, "Action impossible"),
    ConcurrentChangeError: (409, "Quelqu’un a décidé avant vous"),
    MotiveMissingError: (422, "Motif à choisir"),
    ReasonMissingError: (422, "Raison à écrire"),
    OfferIncompleteError: (422, "Offre à compléter"),
    PeopleWaitingError: (422, "Motif à choisir"),
    MergeRefusedError: (409, "Réunion impossible"),
    OwnProposalError: (409, "À une autre personne"),
    PdfUnavailableError: (409, "PDF indisponible ici"),
    CardGoneError: (410, "Profil retiré"),
    LinkWornError: (429, "Lien trop ouvert"),
    CodeRefusedError: (409, "Code refusé"),
    TokenRefusedError: (401, "Jeton nécessaire"),
    ScopeMissingError: (403, "Droit manquant"),
    TooManyRequestsError: (429, "Trop de demandes"),
    KeyInUseError: (409, "Demande en cours"),
    KeyOfAnotherError: (422, "Clé déjà utilisée"),
}

NOT_FOUND_DETAIL = "Cette page n’existe pas, ou vous n’y avez pas accès."
HTTP_TITLES: Mapping[int, tuple[str, str]] = {
    400: ("Demande illisible", "La demande n’a pas pu être lue."),
    404: ("Page introuvable", NOT_FOUND_DETAIL),
    405: ("Action impossible ici", "Cette adresse ne répond pas à cette action."),
    413: ("Envoi trop volumineux", "Réduisez le texte ou le fichier, puis recommencez."),
}
UNREADABLE = "Un champ manque ou n’est pas lisible."
UNEXPECTED = "L’incident est noté. Revenez à la page précédente et recommencez."


def problem_of(error: DomainError) -> Problem:
    """The status and title of an error: those of the nearest class in the table."""
    return next(PROBLEMS[kind] for kind in type(error).__mro__ if kind in PROBLEMS)


def answer(request: Request, status: int, title: str, detail: str) -> Response:
    """Say what went wrong, in the way the client reads."""
    if is_api(request.url.path):
        return _problem(status, title, detail)
    if is_htmx(request):
        response: Response = page(
            request, "_alert.html", {"title": title, "detail": detail}, status
        )
        response.headers["HX-Retarget"] = "#alerte"
        response.headers["HX-Reswap"] = "innerHTML"
        return response
    if wants_html(request):
        facts = {
            "status": status,
            "title": title,
            "detail": detail,
            "advice": ADVICE.get(status, ADVICE[400]),
            "way_out": way_out(request, status),
        }
        return page(request, "problem.html", facts, status)
    return _problem(status, title, detail)


def _problem(status: int, title: str, detail: str) -> Response:
    return JSONResponse(
        {"type": "about:blank", "title": title, "status": status, "detail": detail},
        status_code=status,
        media_type="application/problem+json",
    )


def sign_in_first(request: Request) -> Response:
    """Send a browser to the sign-in page, which comes back to where it was going."""
    wanted = request.url.path if request.method == "GET" else "/"
    target = "/sign-in" if wanted == "/" else f"/sign-in?next={wanted}"
    if is_htmx(request):
        return Response(status_code=204, headers={"HX-Redirect": target})
    return RedirectResponse(target, status_code=303)


def on_domain_error(request: Request, error: Exception) -> Response:
    """A refusal that the services explain."""
    assert isinstance(error, DomainError)
    if isinstance(error, SignInRequiredError) and (wants_html(request) or is_htmx(request)):
        return sign_in_first(request)
    status, title = problem_of(error)
    response = answer(request, status, title, detail_of(error))
    if isinstance(error, TooManyAttemptsError | TooManyRequestsError):
        response.headers["Retry-After"] = str(ceil(error.wait.total_seconds()))
    if isinstance(error, TokenRefusedError):
        response.headers["WWW-Authenticate"] = 'Bearer realm="api"'
    return response


def detail_of(error: DomainError) -> str:
    """What the user reads: nothing of what was asked for where it is not theirs to know."""
    if isinstance(error, NotFoundError):
        return NOT_FOUND_DETAIL
    if isinstance(error, ConcurrentChangeError):
        return (
            f"{error.who} a décidé le {datetime_fr(error.when)} : « {error.state} ». "
            "Votre décision n’a pas été enregistrée ; rechargez la page pour voir la sienne."
        )
    return str(error)


def on_http_error(request: Request, error: Exception) -> Response:
    """What the framework refuses by itself: unknown address, method, size."""
    assert isinstance(error, HTTPException)
    title, detail = HTTP_TITLES.get(error.status_code, HTTP_TITLES[400])
    response = answer(request, error.status_code, title, detail)
    for name, value in (error.headers or {}).items():
        response.headers[name] = value
    return response


def on_unreadable(request: Request, error: Exception) -> Response:
    """A form or an address that does not have the expected shape; nothing of it is repeated."""
    assert isinstance(error, RequestValidationError)
    detail = UNREADABLE
    if is_api(request.url.path):
        names = sorted({str(each["loc"][-1]) for each in error.errors() if each.get("loc")})
        detail = f"À corriger : {', '.join(names)}."  # names of ours: unknown ones are not read
    return answer(request, 422, "Saisie à corriger", detail)


def on_bad_encoding(request: Request, error: Exception) -> Response:
    """Bytes that are no text."""
    return answer(request, 400, *HTTP_TITLES[400])


def on_unexpected(request: Request, error: Exception) -> Response:
    """A defect of ours: logged with its trace, told without it."""
    logger.error("unexpected error on %s", request.scope.get("route"), exc_info=error)
    response = answer(request, 500, "Erreur inattendue", UNEXPECTED)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers["cache-control"] = "no-store"
    return response


def install(app: FastAPI) -> None:
    """Attach the handlers to the application."""
    app.add_exception_handler(DomainError, on_domain_error)
    app.add_exception_handler(HTTPException, on_http_error)
    app.add_exception_handler(RequestValidationError, on_unreadable)
    app.add_exception_handler(UnicodeError, on_bad_encoding)
    app.add_exception_handler(Exception, on_unexpected)
