"""The level-2 workbench: who waits, slots, who came, the grid, the outcome."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from api.dependencies import MatcherDep, SessionDep, TodayDep
from api.gestures import CaseDep, GestureDep, MeetingDep
from api.interview_forms import GridForm, OutcomeForm, PresenceForm, SlotForm
from api.interview_page import case_page
from api.rendering import is_htmx, page
from api.schemas import Line
from api.services import interviews
from api.services.interviews import Work
from api.services.interviews_cases import MOST_CASES, Case
from api.services.interviews_convocation import calendar_file, convocation, letter
from api.services.interviews_list import workbench
from api.services.interviews_marks import lines_of, mark_lines, seen_of
from api.services.interviews_measures import measures, period
from api.services.interviews_outcome import decide
from api.services.pdf import is_pdf_available, pdf_of
from models.interviews import Interview, InterviewState, LineMark, interviews_of_round

router = APIRouter()


@router.get("/niveau-2", response_class=HTMLResponse)
def show_workbench(request: Request, act: GestureDep) -> Response:
    """Everybody who waits for level 2, and the syntheses to hand over."""
    bench = workbench(act.session, act.user, act.at)
    return page(request, "level2.html", {"bench": bench, "now": act.at, "most": MOST_CASES})


@router.get("/niveau-2/mesures", response_class=HTMLResponse)
def show_measures(
    request: Request,
    session: SessionDep,
    today: TodayDep,
    start: Annotated[Line, Query(alias="du")] = "",
    end: Annotated[Line, Query(alias="au")] = "",
) -> Response:
    """How long people wait, how many are validated, and whether it pays."""
    chosen = period(start, end, today)
    found = measures(session, *chosen.instants)
    return page(request, "level2_measures.html", {"found": found, "period": chosen})


@router.get("/niveau-2/{key}", response_class=HTMLResponse)
def show_case(request: Request, act: GestureDep, case: CaseDep) -> Response:
    """One introduction before level 2: its slots, its grid, its outcome."""
    return page(request, "level2_case.html", case_page(act.session, case, act.user, act.at))


@router.post("/niveau-2/{key}/rendez-vous", response_class=HTMLResponse)
def plan(
    act: GestureDep, case: CaseDep, matcher: MatcherDep, form: Annotated[SlotForm, Form()]
) -> Response:
    """Propose a slot, or move the one that is planned."""
    planned = [
        each
        for each in interviews_of_round(act.session, case.introduction.id)
        if each.state is InterviewState.PLANNED
    ]
    if planned and form.version:
        slot, version = form.slot(), form.version
        interviews.change_slot(act.session, case, planned[0], slot, act.at, version)
    else:
        work = Work(act.user, act.at, matcher)
        interviews.propose_slot(act.session, case, form.slot(), work)
    return back_to(case)


@router.post("/entretiens/{interview_key}/presence", response_class=HTMLResponse)
def note_presence(
    act: GestureDep, meeting: MeetingDep, matcher: MatcherDep, form: Annotated[PresenceForm, Form()]
) -> Response:
    """Présent·e, absent·e or excusé·e."""
    case, work = meeting.case, Work(act.user, act.at, matcher)
    interviews.record_presence(act.session, case, meeting.interview, form.presence(), work)
    return back_to(case, "grille" if form.state is InterviewState.PRESENT else "")


@router.post("/entretiens/{interview_key}/grille", response_class=HTMLResponse)
def fill_grid(
    request: Request, act: GestureDep, meeting: MeetingDep, form: Annotated[GridForm, Form()]
) -> Response:
    """Keep one line or all of them; what could not be kept is told, with what was typed."""
    case, interview, marks = meeting.case, meeting.interview, form.marks()
    reasons = mark_lines(act.session, case, interview, marks, act.user, act.at)
    if is_htmx(request):
        return _saved(request, act.session, interview, form.line, reasons)
    if not reasons:
        return back_to(case, "grille")
    typed = {mark.line_key: mark for mark in marks if mark.line_key in reasons}
    facts = case_page(act.session, case, act.user, act.at)
    return page(
        request, "level2_case.html", {**facts, "reasons": reasons, "typed": typed}, status=422
    )


def _saved(
    request: Request,
    session: Session,
    interview: Interview,
    keys: list[str],
    reasons: dict[str, str],
) -> Response:
    lines = lines_of(session, interview.id)
    facts = {
        "saved": [each for each in lines if str(each.key) in keys],
        "reasons": reasons,
        "to_check": sum(each.mark is LineMark.TO_CHECK for each in lines),
        "seen_of": seen_of,
    }
    return page(request, "_level2_saved.html", facts)


@router.post("/entretiens/{interview_key}/issue", response_class=HTMLResponse)
def conclude(
    act: GestureDep, meeting: MeetingDep, form: Annotated[OutcomeForm, Form()]
) -> Response:
    """The outcome; it moves the introduction, unless the person is to be prepared first."""
    interview = meeting.interview
    decide(act.session, meeting.case, interview, form.outcome(), act.user, act.at)
    return RedirectResponse(f"/entretiens/{interview.key}/synthese", status_code=303)


@router.get("/entretiens/{interview_key}/convocation", response_class=HTMLResponse)
def show_convocation(request: Request, act: GestureDep, meeting: MeetingDep) -> Response:
    """The words of a text message, and a letter to print."""
    said = convocation(act.session, meeting.case, meeting.interview)
    facts = {
        "case": meeting.case,
        "interview": meeting.interview,
        "said": said,
        "letter": letter(meeting.case, said, act.today),
        "has_pdf": is_pdf_available(),
    }
    return page(request, "interview_convocation.html", facts)


@router.get("/entretiens/{interview_key}/convocation.pdf")
def download_letter(act: GestureDep, meeting: MeetingDep) -> Response:
    """The letter on one page, to post or to hand over."""
    said = convocation(act.session, meeting.case, meeting.interview)
    made = pdf_of("convocation", letter(meeting.case, said, act.today))
    day = f"{meeting.interview.slot:%Y%m%d}"
    name = quote(f"convocation-{meeting.case.candidate.identifier}-{day}.pdf", safe="")
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(made, media_type="application/pdf", headers=headers)


@router.get("/entretiens/{interview_key}/convocation.ics")
def download_calendar(act: GestureDep, meeting: MeetingDep) -> Response:
    """The slot for a calendar, without a name."""
    name = f"entretien-{meeting.interview.slot:%Y%m%d}.ics"
    return Response(
        calendar_file(meeting.case, meeting.interview, act.at),
        media_type="text/calendar",
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


def back_to(case: Case, part: str = "") -> Response:
    """Back to the page of the introduction, at a part of it."""
    mark = f"#{part}" if part else ""
    return RedirectResponse(f"/niveau-2/{case.introduction.key}{mark}", status_code=303)
