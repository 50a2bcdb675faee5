"""The appointment of a card as a calendar file, without any personal data."""

from datetime import datetime, timedelta

from icalendar import Calendar, Event

from models.days import PARIS
from models.dispatches import DispatchCard
from models.offers import Offer

MEETING_LASTS = timedelta(minutes=45)


def interview_file(offer: Offer, card: DispatchCard, at: datetime) -> bytes | None:
    """The `.ics` of the meeting proposed; None where none was."""
    if card.meet_at is None:
        return None
    event = Event()
    event.add("uid", f"{card.key}@candidatheque")
    event.add("dtstamp", at)
    event.add("dtstart", card.meet_at.astimezone(PARIS))
    event.add("dtend", (card.meet_at + MEETING_LASTS).astimezone(PARIS))
    event.add("summary", f"Entretien : {offer.title}, profil {card.code}")
    if card.meet_place:
        event.add("location", card.meet_place)
    calendar = Calendar()
    calendar.add("prodid", "-//Candidathèque//FR")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())
