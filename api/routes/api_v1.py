"""The API of the service, version 1: what programs read and bring, each with its own right."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import AfterValidator, AwareDatetime

from api.api_schemas import (
    Figures,
    IntroductionPage,
    OfferPage,
    Shortlist,
    WholeOffer,
)
from api.dependencies import NowDep, SessionDep, TodayDep
from api.figures_query import asked
from api.programs import API, token_of
from api.services import api_lists, api_offers
from api.services.api_lists_cursor import cursor_in
from api.services.offer_discretion import for_programs
from api.services.offer_lists import offer_of
from api.services.tokens_answers import Asked, answer_given, claim, keep_answer
from models.errors import InputRefusedError
from models.vocabulary import Domain, IntroductionState, OfferState

LD_JSON = "application/ld+json"
MOST, USUAL = 100, 50
MOST_ROWS = 200
YEARS = range(2000, 2101)

OFFERS, LISTS, FIGURES = "Offres", "Listes et mises en relation", "Chiffres"


def in_our_time(instant: datetime) -> datetime:
    """The instant, refused where no base could compare it.

    Raises
    ------
    ValueError : a year that is not of this century
    """
    if instant.year not in YEARS:
        raise ValueError("année hors du siècle")
    return instant


Instant = Annotated[AwareDatetime, AfterValidator(in_our_time)]
Limit = Annotated[int, Query(ge=1, le=MOST, description="Nombre de lignes, 100 au plus.")]
CursorWord = Annotated[
    str,
    Query(max_length=200, description="Le « next » de la réponse précédente ; vide : du début."),
]
Since = Annotated[
    Instant | None,
    Query(
        description="Changées depuis cet instant, avec son fuseau (2026-11-23T08:00:00Z), "
        "ou dans les cinq minutes d’avant : reconnaissez par leur clé celles déjà lues."
    ),
]

router = APIRouter(prefix=API)


@router.get(
    "/offers",
    operation_id="listOffers",
    tags=[OFFERS],
    summary="Lire les offres",
    description="De la moins récemment modifiée à la plus récente. Pour ne lire, la fois suivante, "
    "que ce qui a changé, donnez dans « updated_since » le dernier « updated_at » lu : la réponse "
    "reprend cinq minutes avant, pour ne manquer aucun changement en cours d’écriture, et redonne "
    "donc des offres déjà lues, à reconnaître par leur clé.",
    response_model=OfferPage,
)
def list_offers(
    session: SessionDep,
    state: Annotated[OfferState | None, Query(description="Seulement cet état.")] = None,
    domain: Annotated[Domain | None, Query(description="Seulement ce domaine.")] = None,
    updated_since: Since = None,
    cursor: CursorWord = "",
    limit: Limit = USUAL,
) -> dict[str, Any]:
    """A page of offers."""
    query = api_offers.OfferQuery(state, domain, updated_since, cursor_in(cursor), limit)
    items, last = api_offers.offers_after(session, query)
    return {"items": items, "next": last}


async def whole_body(request: Request) -> bytes:
    """The body as it came."""
    return await request.body()


@router.post(
    "/offers",
    operation_id="createOffer",
    tags=[OFFERS],
    summary="Déposer une offre",
    description="Un texte libre (text/plain), ou un objet JSON de France Travail ou de schema.org "
    "(application/json). L’offre attend ensuite qu’une personne la relise. La même offre donne "
    "celle qui est là (200). Avec « Idempotency-Key », la même demande reçoit la même réponse "
    "pendant 24 heures.",
    response_model=WholeOffer,
    status_code=201,
)
def create_offer(
    request: Request,
    session: SessionDep,
    now: NowDep,
    body: Annotated[bytes, Depends(whole_body)],
    idempotency_key: Annotated[
        str, Header(description="Un mot à vous, un par envoi, 100 caractères au plus.")
    ] = "",
) -> Response:
    """Take an offer in."""
    token = token_of(request)
    ask = Asked(token, idempotency_key, body, now)
    given = answer_given(session, ask)
    if given is not None:
        return _made(given.status, given.body, is_again=True)
    claimed = claim(session, ask)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    offer, is_new = api_offers.take_offer(session, body.decode("utf-8"), kind, token, now)
    made = WholeOffer.model_validate(api_offers.whole_offer(session, offer)).model_dump(mode="json")
    status = 201 if is_new else 200
    if claimed is not None:
        keep_answer(session, claimed, status, made)
    return _made(status, made)


def _made(status: int, body: dict[str, Any], is_again: bool = False) -> Response:
    headers = {"location": f"{API}/offers/{body['key']}"}
    if is_again:
        headers["idempotency-replayed"] = "true"
    return JSONResponse(body, status_code=status, headers=headers)


@router.get(
    "/offers/{key}",
    operation_id="getOffer",
    tags=[OFFERS],
    summary="Lire une offre",
    description="L’offre et sa fiche, avec les mots d’où vient chaque valeur. Aucun contact, et "
    "pas d’employeur si l’offre dit de le taire.",
    response_model=WholeOffer,
)
def get_offer(session: SessionDep, key: UUID) -> dict[str, Any]:
    """One offer."""
    return api_offers.whole_offer(session, offer_of(session, str(key)))


@router.get(
    "/offers/{key}/job-posting",
    operation_id="getJobPosting",
    tags=[OFFERS],
    summary="Lire une offre ouverte au format schema.org",
    description="Un JobPosting (JSON-LD), à publier tel quel. 409 si l’offre n’est pas ouverte.",
    response_class=JSONResponse,
)
def get_job_posting(session: SessionDep, key: UUID) -> Response:
    """One open offer, for a web page."""
    posting = api_offers.job_posting(session, offer_of(session, str(key)), for_programs)
    return JSONResponse(posting, media_type=LD_JSON)


@router.get(
    "/offers/{key}/france-travail",
    operation_id="getFranceTravail",
    tags=[OFFERS],
    summary="Lire une offre ouverte au format France Travail",
    description="Un objet « Offres d’emploi v2 ». 409 si l’offre n’est pas ouverte.",
    response_model=dict[str, Any],
)
def get_france_travail(session: SessionDep, key: UUID) -> dict[str, Any]:
    """One open offer, for a partner."""
    return api_offers.france_travail(session, offer_of(session, str(key)), for_programs)


@router.get(
    "/offers/{key}/shortlist",
    operation_id="getShortlist",
    tags=[LISTS],
    summary="Lire la liste proposée d’une offre",
    description="Les personnes par leur identifiant de dossier, jamais par leur nom, dans l’ordre "
    "de la dernière liste faite. Chaque lecture est notée au journal des accès.",
    response_model=Shortlist,
)
def get_shortlist(
    request: Request,
    session: SessionDep,
    key: UUID,
    after: Annotated[
        int, Query(ge=0, le=2**31 - 1, description="Le « next » de la réponse précédente.")
    ] = 0,
    limit: Annotated[
        int, Query(ge=1, le=MOST_ROWS, description="Nombre de lignes, 200 au plus.")
    ] = USUAL,
) -> dict[str, Any]:
    """A page of the shortlist of an offer."""
    found = api_lists.shortlist_after(session, offer_of(session, str(key)), after, limit)
    request.state.lines = len(found["rows"])
    return found


@router.get(
    "/introductions",
    operation_id="listIntroductions",
    tags=[LISTS],
    summary="Lire les mises en relation",
    description="De la moins récemment modifiée à la plus récente. « changed_since » reprend cinq "
    "minutes avant l’instant donné : reconnaissez par leur clé celles déjà lues. Chaque lecture "
    "est notée au journal des accès.",
    response_model=IntroductionPage,
)
def list_introductions(
    request: Request,
    session: SessionDep,
    offer: Annotated[UUID | None, Query(description="Seulement cette offre.")] = None,
    state: Annotated[IntroductionState | None, Query(description="Seulement cet état.")] = None,
    changed_since: Since = None,
    cursor: CursorWord = "",
    limit: Limit = USUAL,
) -> dict[str, Any]:
    """A page of introductions."""
    query = api_lists.IntroductionQuery(offer, state, changed_since, cursor_in(cursor), limit)
    items, last = api_lists.introductions_after(session, query)
    request.state.lines = len(items)
    return {"items": items, "next": last}


@router.get(
    "/figures",
    operation_id="getFigures",
    tags=[FIGURES],
    summary="Lire les chiffres",
    description="L’entonnoir et les délais des offres ouvertes dans la période : 90 jours jusqu’à "
    "aujourd’hui si rien n’est dit, trois ans au plus. Mêmes calculs que la page « Chiffres ».",
    response_model=Figures,
)
def get_figures(
    request: Request,
    session: SessionDep,
    today: TodayDep,
    du: Annotated[date | None, Query(description="Premier jour, AAAA-MM-JJ.")] = None,
    au: Annotated[date | None, Query(description="Dernier jour, AAAA-MM-JJ.")] = None,
    domaine: Annotated[Domain | None, Query(description="Seulement ce domaine.")] = None,
    niveau: Annotated[int | None, Query(ge=1, le=2, description="Niveau 1 ou 2.")] = None,
) -> dict[str, Any]:
    """The figures of a period.

    Raises
    ------
    InputRefusedError : the period makes no sense
    """
    wanted = asked(request.query_params, today)
    if wanted.remark:
        raise InputRefusedError(wanted.remark, "Période")
    return api_lists.figures(session, wanted.scope)
