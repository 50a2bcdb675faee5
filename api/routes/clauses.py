"""Insertion clauses: the ledger, one market, its lines, its offers, the papers seen."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.clause_forms import HireLineForm, LineForm, MarketForm, PaperForm, TieForm
from api.dependencies import NowDep, SessionDep, TodayDep, UserDep
from api.rendering import page
from api.routes.list_files import answer
from api.schemas import Form as EmptyForm
from api.services import clauses
from api.services.clauses_papers import check_paper
from api.services.clauses_views import ledger, ledger_table, market_table, market_view
from api.services.rows import candidate_of
from api.work_forms import needed_day
from models.clauses import ClauseMarket, ClauseProof
from models.contract_lists import ContractKind

router = APIRouter()
HOME = "/clauses"
ONE = f"{HOME}/{{market_key}}"


@router.get(HOME, response_class=HTMLResponse)
def show_ledger(request: Request, session: SessionDep) -> Response:
    """Every market: hours due, done, left; and the form of a new one."""
    return page(request, "clauses.html", {"ledger": ledger(session)})


@router.post(HOME)
def create(
    session: SessionDep, user: UserDep, now: NowDep, form: Annotated[MarketForm, Form()]
) -> Response:
    """« Ajouter le marché »."""
    return back_to(clauses.create_market(session, user, form.market(), now))


@router.get(f"{HOME}.csv")
@router.get(f"{HOME}.xlsx")
@router.get(f"{HOME}.json")
def export_ledger(request: Request, session: SessionDep, today: TodayDep) -> Response:
    """The markets as a file."""
    return answer(request, ledger_table(session), today)


@router.get(f"{ONE}.csv")
@router.get(f"{ONE}.xlsx")
@router.get(f"{ONE}.json")
def export_market(
    request: Request, session: SessionDep, user: UserDep, today: TodayDep, market_key: str
) -> Response:
    """The lines of a market as a file."""
    market = clauses.market_of(session, market_key)
    return answer(request, market_table(session, user, market), today)


@router.get(ONE, response_class=HTMLResponse)
def show_market(
    request: Request, session: SessionDep, user: UserDep, today: TodayDep, market_key: str
) -> Response:
    """One market: its hours, the lines that hires propose, papers to look at, the ledger."""
    market = clauses.market_of(session, market_key)
    facts = {
        "market": market,
        "view": market_view(session, user, market, today),
        "kinds": list(ContractKind),
        "proofs": list(ClauseProof),
        "today": today,
    }
    return page(request, "clause_market.html", facts)


@router.post(f"{ONE}/offres")
def tie(
    session: SessionDep, user: UserDep, market_key: str, form: Annotated[TieForm, Form()]
) -> Response:
    """« Rattacher » an offer."""
    market = clauses.market_of(session, market_key)
    clauses.tie_offer(session, user, market, form.reference)
    return back_to(market, "#offres")


@router.post(f"{ONE}/lignes")
def add_line(
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    market_key: str,
    form: Annotated[LineForm, Form()],
) -> Response:
    """« Ajouter la ligne »."""
    market = clauses.market_of(session, market_key)
    clauses.add_line(session, user, market, form.line(), now)
    return back_to(market, "#releve")


@router.post(f"{ONE}/embauches")
def add_hire(
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    market_key: str,
    form: Annotated[HireLineForm, Form()],
) -> Response:
    """« Inscrire » a line that a hire proposes."""
    market = clauses.market_of(session, market_key)
    contract, month, hours = form.values()
    clauses.add_contract_line(session, user, market, contract, month, hours, now)
    return back_to(market, "#propositions")


@router.post(f"{ONE}/lignes/{{line_key}}/annuler")
def cancel(
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    market_key: str,
    line_key: str,
    form: Annotated[EmptyForm, Form()],
) -> Response:
    """« Annuler la ligne »."""
    market = clauses.market_of(session, market_key)
    clauses.cancel_line(session, user, market, line_key, now)
    return back_to(market, "#releve")


@router.post(f"{ONE}/eligibilite/{{candidate_key}}")
def note_paper(
    session: SessionDep,
    user: UserDep,
    today: TodayDep,
    market_key: str,
    candidate_key: str,
    form: Annotated[PaperForm, Form()],
) -> Response:
    """« Pièce vérifiée » for one person."""
    market = clauses.market_of(session, market_key)
    candidate = candidate_of(session, candidate_key)
    day = needed_day(form.checked_on, "Vérifiée le")
    check_paper(session, user, market, candidate, form.proof, day, today)
    return back_to(market, "#eligibilite")


def back_to(market: ClauseMarket, mark: str = "") -> Response:
    """To the page of the market."""
    return RedirectResponse(f"{HOME}/{market.key}{mark}", status_code=303)
