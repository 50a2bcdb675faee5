"""What the forms of dispatches and answers carry, read with errors in French."""

from datetime import date, datetime, time

from pydantic import Field

from api.schemas import Form, Line, Lines, Note, Version
from api.services.answers_given import Given
from api.services.dispatches import NewDispatch, Recipient
from models.days import PARIS
from models.dispatch_lists import AnswerChannel, CardAnswer
from models.errors import InputRefusedError
from models.motives import EmployerMotive


class DispatchForm(Form):
    """The form « Transmettre »; values are text as typed."""

    introductions: Lines = Field(default_factory=list)
    recipient: Line = ""
    contact_name: Line = ""
    contact_email: Line = ""
    contact_phone: Line = ""
    is_temp: bool = False
    reply_by: Line = ""
    note: Note = ""


def new_dispatch(form: DispatchForm, organisation_id: int | None) -> NewDispatch:
    """The dispatch that a form asks for.

    Raises
    ------
    InputRefusedError : no day
    """
    reply_by = day_in(form.reply_by, "Réponse avant le")
    if reply_by is None:
        raise InputRefusedError("donnez un jour", "Réponse avant le")
    return NewDispatch(
        introductions=tuple(form.introductions),
        recipient=Recipient(
            name=form.recipient,
            contact_name=form.contact_name or None,
            email=form.contact_email or None,
            phone=form.contact_phone or None,
            organisation_id=organisation_id,
            is_temp=form.is_temp,
        ),
        reply_by=reply_by,
        note=form.note,
    )


class AnswerForm(Form):
    """An answer as typed, by the contact or by one of us; `card` where the page holds several."""

    card: Line = ""
    answer: Line = ""
    motive: Line = ""
    words: Note = ""
    start_on: Line = ""
    meet_on: Line = ""
    meet_at: Line = ""
    meet_place: Line = ""
    channel: Line = ""
    version: Version | None = None


def given_answer(
    form: AnswerForm, channel: AnswerChannel | None = None, device_hash: str | None = None
) -> Given:
    """The answer that a form gives; `channel` None reads it in the form.

    Raises
    ------
    InputRefusedError : an answer, a motive or a channel that is not in its list, a day misread
    """
    try:
        answer = CardAnswer(form.answer)
        motive = EmployerMotive(form.motive) if form.motive else None
        channel = channel or AnswerChannel(form.channel)
    except ValueError as error:
        raise InputRefusedError("choisissez dans la liste", "Réponse") from error
    return Given(
        answer=answer,
        motive=motive,
        words=form.words,
        start_on=day_in(form.start_on, "Début"),
        meet_at=_meeting(form),
        meet_place=form.meet_place,
        channel=channel,
        version=form.version,
        device_hash=device_hash,
    )


def _meeting(form: AnswerForm) -> datetime | None:
    day = day_in(form.meet_on, "Rendez-vous")
    if day is None:
        return None
    try:
        hour = time.fromisoformat(form.meet_at.strip() or "09:00")
    except ValueError as error:
        raise InputRefusedError("l’heure s’écrit 14:30", "Rendez-vous") from error
    return datetime.combine(day, hour.replace(tzinfo=None), PARIS)


def day_in(typed: str, place: str) -> date | None:
    """A day as browsers send it, or JJ/MM/AAAA; None where nothing is typed.

    Raises
    ------
    InputRefusedError : it is no day
    """
    typed = typed.strip()
    if not typed:
        return None
    parts = typed.split("/")
    iso = "-".join(reversed(parts)) if len(parts) == 3 else typed
    try:
        day = date.fromisoformat(iso)
    except ValueError as error:
        raise InputRefusedError("le jour s’écrit JJ/MM/AAAA", place) from error
    if not 2000 <= day.year <= 2100:
        raise InputRefusedError("cette année ne va pas", place)
    return day
