"""The synthesis of an interview: read, written, signed, handed over; and as a PDF."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import NowDep, SessionDep, TodayDep, UserDep
from api.interview_forms import SigningForm, TextsForm, VersionForm
from api.rendering import page
from api.services import synthesis
from api.services.interviews_cases import JUDGES, case_of_interview
from api.services.pdf import is_pdf_available, pdf_of
from api.services.synthesis import ABC_HEADERS, abc_line, synthesis_facts
from models.errors import NotFoundError
from models.interviews import Interview, SignatureMode
from models.people import User

router = APIRouter()


@router.get("/entretiens/{interview_key}/synthese", response_class=HTMLResponse)
def show_synthesis(
    request: Request, session: SessionDep, user: UserDep, today: TodayDep, interview_key: str
) -> Response:
    """The synthesis as it stands; who may, writes and signs it here."""
    case, interview = case_of_interview(session, user, interview_key, today)
    if interview.result is None:
        raise NotFoundError("Synthèse", interview_key)
    advisor = session.get_one(User, interview.decided_by_id or interview.advisor_id)
    facts = {
        "case": case,
        "interview": interview,
        "said": synthesis_facts(case, interview, advisor.name),
        "may_write": user.role in JUDGES and not case.is_own(user),
        "modes": list(SignatureMode),
        "has_pdf": is_pdf_available(),
        "abc": list(zip(ABC_HEADERS, abc_line(session, interview), strict=True)),
        "today": today,
    }
    return page(request, "synthesis.html", facts)


@router.get("/entretiens/{interview_key}/synthese.pdf")
def download_synthesis(
    session: SessionDep, user: UserDep, today: TodayDep, interview_key: str
) -> Response:
    """The same on one page, to sign and hand over."""
    case, interview = case_of_interview(session, user, interview_key, today)
    if interview.result is None:
        raise NotFoundError("Synthèse", interview_key)
    advisor = session.get_one(User, interview.decided_by_id or interview.advisor_id)
    made = pdf_of("synthesis", synthesis_facts(case, interview, advisor.name))
    name = quote(f"synthese-{case.candidate.identifier}-{interview.slot:%Y%m%d}.pdf", safe="")
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(made, media_type="application/pdf", headers=headers)


@router.post("/entretiens/{interview_key}/synthese", response_class=HTMLResponse)
def write(
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    today: TodayDep,
    interview_key: str,
    form: Annotated[TextsForm, Form()],
) -> Response:
    """Keep the texts."""
    case, interview = case_of_interview(session, user, interview_key, today)
    synthesis.write_texts(session, case, interview, form.texts(), user, now)
    return back_to(interview, "signature")


@router.post("/entretiens/{interview_key}/signature", response_class=HTMLResponse)
def sign(
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    today: TodayDep,
    interview_key: str,
    form: Annotated[SigningForm, Form()],
) -> Response:
    """Co-sign it."""
    case, interview = case_of_interview(session, user, interview_key, today)
    synthesis.sign(session, case, interview, form.signing(), user, now)
    return back_to(interview, "signature")


@router.post("/entretiens/{interview_key}/remise", response_class=HTMLResponse)
def hand_over(
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    today: TodayDep,
    interview_key: str,
    form: Annotated[VersionForm, Form()],
) -> Response:
    """Note that the person has a copy."""
    case, interview = case_of_interview(session, user, interview_key, today)
    synthesis.hand_over(session, case, interview, form.version, user, now)
    return back_to(interview, "signature")


def back_to(interview: Interview, part: str) -> Response:
    """Back to the synthesis, at a part of it."""
    return RedirectResponse(f"/entretiens/{interview.key}/synthese#{part}", status_code=303)
