"""The synthesis of an interview: read, written, signed, handed over; and as a PDF."""

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.gestures import Gesture, GestureDep, Meeting, MeetingDep
from api.interview_forms import SigningForm, TextsForm, VersionForm
from api.rendering import page
from api.services import synthesis
from api.services.interviews_cases import JUDGES
from api.services.pdf import is_pdf_available, pdf_of
from api.services.synthesis import ABC_HEADERS, abc_line, synthesis_facts
from models.errors import NotFoundError
from models.interviews import Interview, SignatureMode
from models.people import User

router = APIRouter()


@router.get("/entretiens/{interview_key}/synthese", response_class=HTMLResponse)
def show_synthesis(request: Request, act: GestureDep, meeting: MeetingDep) -> Response:
    """The synthesis as it stands; who may, writes and signs it here."""
    case, interview = meeting.case, meeting.interview
    facts = {
        "case": case,
        "interview": interview,
        "said": _said(act, meeting),
        "may_write": act.user.role in JUDGES and not case.is_own(act.user),
        "modes": list(SignatureMode),
        "has_pdf": is_pdf_available(),
        "abc": list(zip(ABC_HEADERS, abc_line(act.session, interview), strict=True)),
        "today": act.today,
    }
    return page(request, "synthesis.html", facts)


@router.get("/entretiens/{interview_key}/synthese.pdf")
def download_synthesis(act: GestureDep, meeting: MeetingDep) -> Response:
    """The same on one page, to sign and hand over."""
    made = pdf_of("synthesis", _said(act, meeting))
    day = f"{meeting.interview.slot:%Y%m%d}"
    name = quote(f"synthese-{meeting.case.candidate.identifier}-{day}.pdf", safe="")
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(made, media_type="application/pdf", headers=headers)


def _said(act: Gesture, meeting: Meeting) -> dict[str, Any]:
    """What the page and the PDF say; nothing is said before an outcome."""
    interview = meeting.interview
    if interview.result is None:
        raise NotFoundError("Synthèse", interview.key)
    advisor = act.session.get_one(User, interview.decided_by_id or interview.advisor_id)
    return synthesis_facts(meeting.case, interview, advisor.name)


@router.post("/entretiens/{interview_key}/synthese", response_class=HTMLResponse)
def write(act: GestureDep, meeting: MeetingDep, form: Annotated[TextsForm, Form()]) -> Response:
    """Keep the texts."""
    case, interview = meeting.case, meeting.interview
    synthesis.write_texts(act.session, case, interview, form.texts(), act.user, act.at)
    return back_to(interview, "signature")


@router.post("/entretiens/{interview_key}/signature", response_class=HTMLResponse)
def sign(act: GestureDep, meeting: MeetingDep, form: Annotated[SigningForm, Form()]) -> Response:
    """Co-sign it."""
    case, interview = meeting.case, meeting.interview
    synthesis.sign(act.session, case, interview, form.signing(), act.user, act.at)
    return back_to(interview, "signature")


@router.post("/entretiens/{interview_key}/remise", response_class=HTMLResponse)
def hand_over(
    act: GestureDep, meeting: MeetingDep, form: Annotated[VersionForm, Form()]
) -> Response:
    """Note that the person has a copy."""
    case, interview = meeting.case, meeting.interview
    synthesis.hand_over(act.session, case, interview, form.version, act.user, act.at)
    return back_to(interview, "signature")


def back_to(interview: Interview, part: str) -> Response:
    """Back to the synthesis, at a part of it."""
    return RedirectResponse(f"/entretiens/{interview.key}/synthese#{part}", status_code=303)
