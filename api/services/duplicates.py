"""Offers that are probably one need: proposed, seen side by side, said to be two."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from api.services.offer_sheet import cells_of
from api.services.offers import parsed_offer
from ingestion.details import Contact
from ingestion.offers.duplicates import Likeness, Sketch, compare, may_match, sketch, title_key
from ingestion.records import ParsedOffer
from models.errors import MergeRefusedError, RoleRefusedError
from models.merges import OfferDistinction
from models.offers import Offer
from models.people import User
from models.transitions import EDITABLE, INTAKE_ROLES

LOOKED_AT = 20
"""Offers whose texts are compared: the likeliest by their columns."""
MOST_PROPOSED = 5
DISTINCT = "Ce sont deux offres"

GROUPS: dict[str, tuple[str, tuple[str, ...]]] = {
    "title": ("Intitulé", ("Intitulé",)),
    "occupation": ("Métier", ("ROME",)),
    "employer": ("Employeur", ("Employeur", "SIRET")),
    "agency": ("Agence", ("Agence",)),
    "workplace": ("Lieu", ("Commune", "Accès")),
    "contract": ("Contrat", ("Type de contrat", "Durée", "Début")),
    "working_time": ("Temps de travail", ("Heures par semaine", "Rythme", "Horaires")),
    "vehicle": ("Véhicule", ()),
    "pay": ("Salaire", ("Salaire",)),
    "positions": ("Nombre de postes", ("Nombre de postes",)),
    "experience": ("Expérience", ("Expérience",)),
    "education": ("Formation", ("Formation",)),
    "licences": ("Permis et titres", ("Permis et titres",)),
    "skills": ("Compétences", ("Compétences",)),
    "languages": ("Langues", ("Langues",)),
    "constraints": ("Conditions physiques", ("Conditions physiques",)),
    "level": ("Niveau", ("Niveau (1/2)",)),
    "clause_hours": ("Clause d’insertion", ("Clause (heures)",)),
    "deadline": ("Date limite", ("Date limite",)),
    "details": ("Contact et précisions", ()),
}
"""Field of a parsed offer, chosen as a whole -> its name on screen, its cells of the sheet."""
REQUIREMENT_GROUPS = frozenset(
    {"experience", "education", "licences", "skills", "languages", "constraints"}
)
"""Fields that say what the offer asks of people: whose value is right is always chosen."""
NOT_ALL_IN_WORDS = frozenset({"details"})
_DECIMAL_POINT = re.compile(r"(?<=\d)\.(?=\d)")


@dataclass(frozen=True, slots=True)
class Probable:
    """An offer that is probably the same need."""

    offer: Offer
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Beside:
    """A field of two offers in words; "" where an offer does not say.

    `is_asked` : it says what the offer asks of people, so that neither value is proposed.
    """

    field: str
    label: str
    mine: str
    other: str
    differs: bool
    is_asked: bool


def probable_duplicates(session: Session, offer: Offer) -> tuple[Probable, ...]:
    """Offers under way that are probably the same need, the likeliest first.

    What somebody said to be two offers is not proposed again.
    """
    if offer.state not in EDITABLE:
        return ()
    new = sketch(parsed_offer(session, offer))
    looked_at = _likeliest(session, offer, new, _apart(session, offer))
    found = [
        Probable(other, compare(new, sketch(parsed_offer(session, other))))
        for other in session.scalars(select(Offer).where(Offer.id.in_(looked_at)))
    ]
    kept = [each for each in found if each.likeness.is_proposed]
    kept.sort(key=lambda each: (-each.likeness.probability, each.offer.id))
    return tuple(kept[:MOST_PROPOSED])


def likeness_of(session: Session, first: Offer, second: Offer) -> Likeness:
    """How likely these two are one need, and why."""
    return compare(sketch(parsed_offer(session, first)), sketch(parsed_offer(session, second)))


def side_by_side(session: Session, mine: Offer, other: Offer) -> tuple[Beside, ...]:
    """The fields of two offers, those that differ first."""
    left, right = parsed_offer(session, mine), parsed_offer(session, other)
    rows = [_beside(left, right, field) for field in GROUPS]
    shown = [row for row in rows if row.mine or row.other or row.differs]
    return tuple(sorted(shown, key=lambda row: not row.differs))


def _beside(left: ParsedOffer, right: ParsedOffer, field: str) -> Beside:
    """A field of both: what reads alike is no choice, unless words do not tell all of it."""
    mine, other = words_of(left, field), words_of(right, field)
    differs = mine != other
    if field in NOT_ALL_IN_WORDS:
        differs = getattr(left, field) != getattr(right, field)
    return Beside(field, GROUPS[field][0], mine, other, differs, field in REQUIREMENT_GROUPS)


def words_of(parsed: ParsedOffer, field: str) -> str:
    """A field of `GROUPS` in words."""
    if field == "vehicle":
        return "" if parsed.vehicle is None else parsed.vehicle.label
    if field == "details":
        return _contact_words(parsed)
    cells = cells_of(parsed)
    words = " · ".join(cells[header] for header in GROUPS[field][1] if header in cells)
    words = words.replace(" | ", ", ")
    if field in ("pay", "working_time"):
        words = _DECIMAL_POINT.sub(",", words)
    if field == "occupation" and parsed.occupation.label:
        return f"{parsed.occupation.label} ({words})"
    return words


def say_distinct(session: Session, first: Offer, second: Offer, user: User, now: datetime) -> None:
    """Remember that the two are two; saying it again changes nothing.

    Raises
    ------
    RoleRefusedError : the role takes no offers in
    MergeRefusedError : the two are one and the same offer
    """
    if user.role not in INTAKE_ROLES:
        raise RoleRefusedError(DISTINCT, user.role.label)
    if first.id == second.id:
        raise MergeRefusedError("C’est une seule et même offre.")
    if second.id in _apart(session, first):
        return
    low, high = sorted((first.id, second.id))
    try:
        with session.begin_nested():
            session.add(OfferDistinction(first_id=low, second_id=high, at=now, actor_id=user.id))
    except IntegrityError:
        return  # somebody said it in the same instant


def _apart(session: Session, offer: Offer) -> set[int]:
    rows = session.execute(
        select(OfferDistinction.first_id, OfferDistinction.second_id).where(
            or_(OfferDistinction.first_id == offer.id, OfferDistinction.second_id == offer.id)
        )
    )
    return {identifier for row in rows for identifier in row} - {offer.id}


def _likeliest(session: Session, offer: Offer, new: Sketch, apart: set[int]) -> list[int]:
    """Of the offers under way in the same town, those whose columns are nearest."""
    query = select(
        Offer.id,
        Offer.title,
        Offer.rome,
        Offer.commune_insee,
        Offer.contract_type,
        Offer.start_date,
        Offer.duration_days,
        Offer.weekly_hours,
        Offer.positions,
    ).where(Offer.state.in_(EDITABLE), Offer.id != offer.id)
    if offer.commune_insee is not None:
        place = Offer.commune_insee
        query = query.where(or_(place == offer.commune_insee, place.is_(None)))
    ranked = []
    for row in session.execute(query):
        other = _glance(row)
        if row.id not in apart and may_match(new, other):
            ranked.append((-compare(new, other).probability, row.id))
    return [identifier for _, identifier in sorted(ranked)[:LOOKED_AT]]


def _glance(row: Any) -> Sketch:
    """What a few columns tell, enough to choose whose text is worth comparing."""
    return Sketch(
        title=title_key(row.title),
        rome=row.rome,
        place=row.commune_insee,
        contract=row.contract_type,
        start=row.start_date,
        duration=row.duration_days,
        hours=row.weekly_hours,
        positions=row.positions,
    )


def _contact_words(parsed: ParsedOffer) -> str:
    details = parsed.details
    channel = "" if details.channel is None else details.channel.label
    return " · ".join(filter(None, (contact_words(details.contact), channel, details.address)))


def contact_words(contact: Contact) -> str:
    """Name, telephone and address of a contact, as far as they are known."""
    parts: Sequence[str | None] = (contact.name, contact.phone, contact.email)
    return ", ".join(part for part in parts if part)
