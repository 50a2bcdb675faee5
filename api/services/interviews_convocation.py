"""The convocation of a person: words of a text message, of a letter, and a calendar file."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from icalendar import Calendar, Event
from sqlalchemy.orm import Session

from api.rendering import date_fr
from api.services.interviews_cases import Case
from models.case_files import CandidateIdentity
from models.days import PARIS
from models.interviews import Interview
from models.people import User

PRODUCT = "-//Candidathèque//Entretiens//FR"


@dataclass(frozen=True, slots=True)
class Convocation:
    """What a convocation says; `sms` is one message of about 160 characters.

    phone : of the person; None where the file gives none
    """

    day: str
    hour: str
    place: str
    minutes: int
    advisor: User
    sms: str
    phone: str | None
    civility: str


def convocation(session: Session, case: Case, interview: Interview) -> Convocation:
    """The words of a planned interview."""
    advisor = session.get_one(User, interview.advisor_id)
    identity = session.get(CandidateIdentity, case.candidate.id)
    slot = interview.slot.astimezone(PARIS)
    day, hour = f"{DAYS[slot.weekday()]} {date_fr(slot)}", f"{slot.hour} h {slot:%M}"
    sms = (
        f"PLIE : {advisor.name} vous attend le {DAYS[slot.weekday()]} {slot:%d/%m} à {hour}, "
        f"{interview.place}, pour l’offre « {case.offer.title} ». "
        "Empêché·e ? Répondez à ce message."
    )
    return Convocation(
        day=day,
        hour=hour,
        place=interview.place,
        minutes=interview.minutes,
        advisor=advisor,
        sms=sms,
        phone=None if identity is None else identity.phone,
        civility="" if identity is None else (identity.civility or ""),
    )


def letter(case: Case, said: Convocation, today: date) -> dict[str, Any]:
    """The letter of a convocation, as the page and the PDF say it: nothing of the file but a name.

    Neither the points of the grid nor anything on health: it may be read by others at home.
    """
    name = f" {said.civility} {case.name}".replace("  ", " ") if case.name else ""
    return {
        "title": f"Rendez-vous avec {said.advisor.name}",
        "person": case.called,
        "written_on": f"Le {date_fr(today)}",
        "greeting": f"Bonjour{name},",
        "why": "Vous êtes d’accord pour que nous proposions votre candidature à l’offre "
        f"« {case.offer.title} » ({case.offer.reference}). Avant de la transmettre, nous faisons "
        "le point ensemble.",
        "day": said.day,
        "hour": said.hour,
        "minutes": f"{said.minutes} minutes",
        "place": said.place,
        "advisor": said.advisor.name,
        "bring": "Apportez si vous les avez : vos permis, vos titres (CACES, habilitations…) et "
        "vos certificats de travail. Vous n’avez pas besoin de CV.",
        "absent": "Vous ne pouvez pas venir ? Prévenez-nous avant : nous trouverons un autre "
        "moment. À la fin de l’entretien, nous relisons ensemble une synthèse et vous en gardez "
        "une copie.",
        "email": said.advisor.email,
    }


DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


def calendar_file(case: Case, interview: Interview, at: datetime) -> bytes:
    """An .ics for the advisor's calendar: the identifier of the person, never a name."""
    event = Event()
    event.add("uid", f"{interview.key}@candidatheque")
    event.add("dtstamp", at)
    event.add("dtstart", interview.slot)
    event.add("dtend", interview.slot + timedelta(minutes=interview.minutes))
    event.add("summary", f"Entretien de niveau 2 : {case.candidate.identifier}")
    event.add("location", interview.place)
    event.add("description", f"{case.offer.title} ({case.offer.reference})")
    event.add("sequence", interview.version - 1)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add_component(event)
    made: bytes = calendar.to_ical()
    return made
