"""When a thing is due, as somebody says it this morning."""

from datetime import date, datetime

from api.rendering import date_fr
from models.days import PARIS, day_of

NEAR_DAYS = 7
"""Days within which a date is said by how far it is."""


def due_words(due: date | datetime, today: date) -> str:
    """`aujourd’hui à 14 h 30`, `demain`, `dans 3 jours`, `en retard de 2 jours`, or the date."""
    day = day_of(due) if isinstance(due, datetime) else due
    days = (day - today).days
    if days < 0:
        late = "1 jour" if days == -1 else f"{-days} jours"
        return f"en retard de {late}"
    if days > NEAR_DAYS:
        return f"le {date_fr(day)}"
    near = {0: "aujourd’hui", 1: "demain"}.get(days, f"dans {days} jours")
    if isinstance(due, datetime) and days < 2:
        return f"{near} à {due.astimezone(PARIS):%H h %M}"
    return near
