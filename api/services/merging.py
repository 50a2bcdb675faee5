"""Two offers made one need, with all their sources; and parted again as they were."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload

from api.services.documents import DocumentLine, documents_of
from api.services.duplicates import contact_words
from api.services.merged_people import are_decided, give_back, people_of, take_over
from api.services.merged_values import chosen
from api.services.offer_life import standing_merge
from api.services.offer_rows import write_parsed
from api.services.offer_states import enter, lock
from api.services.offers import parsed_offer, review_of
from ingestion.plain import from_plain
from ingestion.records import ParsedOffer
from models.errors import MergeRefusedError, NotFoundError, RoleRefusedError
from models.merges import OfferMerge
from models.offers import Offer
from models.people import User
from models.transitions import EDITABLE, INTAKE_ROLES, offer_transition
from models.vocabulary import OfferState, ReviewStatus

UNITE = "C’est la même offre"
PART = "Séparer"
_DATES = ("expires_on", "opened_at", "closed_at", "reviewed_at")


@dataclass(frozen=True, slots=True)
class Union:
    """What is asked: `kept` lives on, `merged` rests in it.

    `from_merged` are the fields (of `GROUPS`) whose value is taken from the merged offer;
    the versions are those on screen.
    """

    kept: Offer
    merged: Offer
    from_merged: frozenset[str]
    kept_version: int
    merged_version: int


@dataclass(frozen=True, slots=True)
class Parting:
    """What is asked: part the offers of `merge`, from the page of `shown` at this version."""

    merge: OfferMerge
    shown: Offer
    version: int
    keeps_edits: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A way by which the need reached us: each keeps its text, its collector, its contact."""

    offer: Offer
    channel: str
    collector: str
    contact: str
    documents: tuple[DocumentLine, ...]


def unite(session: Session, union: Union, user: User, now: datetime) -> OfferMerge:
    """Make one need of two offers; nothing of either is lost, and `part` gives both back.

    Raises
    ------
    MergeRefusedError : the two cannot be one as things stand; says what to do
    ConcurrentChangeError : somebody changed one of them since it was shown
    RoleRefusedError : the role takes no offers in
    """
    if user.role not in INTAKE_ROLES:
        raise RoleRefusedError(UNITE, user.role.label)
    kept, merged = union.kept, union.merged
    if kept.id == merged.id:
        raise MergeRefusedError("C’est une seule et même offre.")
    versions = {kept.id: union.kept_version, merged.id: union.merged_version}
    for offer in sorted((kept, merged), key=lambda each: each.id):
        lock(session, offer, versions[offer.id])
    _check_states(kept, merged)
    people = people_of(session, kept, merged)
    before = {"kept": _snapshot(kept), "merged": _snapshot(merged)}
    old = parsed_offer(session, kept)
    theirs = (parsed_offer(session, merged), review_of(merged))
    new, review = chosen((old, review_of(kept)), theirs, union.from_merged)
    write_parsed(session, kept, new, review, now)
    if kept.expires_on is not None and new.deadline != old.deadline and new.deadline is not None:
        kept.expires_on = new.deadline
    moved = take_over(session, people, kept, user.id, now)
    enter(session, kept, kept.state, user, now, f"Réunie avec l’offre {merged.reference}")
    reason = f"Réunie dans l’offre {kept.reference}"
    offer_transition(OfferState.ARCHIVED, merged.state, None, None)
    enter(session, merged, OfferState.ARCHIVED, user, now, reason)
    merge = OfferMerge(
        kept_id=kept.id,
        merged_id=merged.id,
        before=before,
        moved=moved,
        kept_version=kept.version,
        at=now,
        actor_id=user.id,
    )
    session.add(merge)
    session.flush()
    return merge


def part(session: Session, parting: Parting, user: User, now: datetime) -> tuple[Offer, Offer]:
    """Give both offers back as they were; (kept, merged).

    Where `parting.keeps_edits`, the kept offer stays as it is now, and what was decided since
    on introductions goes back with them.

    Raises
    ------
    MergeRefusedError : parted already, changed since and `keeps_edits` is not said, or the kept
        offer rests in another one, from which it is to be parted first
    ConcurrentChangeError : somebody changed the offer on screen since it was shown
    RoleRefusedError : the role takes no offers in
    """
    if user.role not in INTAKE_ROLES:
        raise RoleRefusedError(PART, user.role.label)
    merge = parting.merge
    kept, merged = _both(session, parting)
    session.refresh(merge, with_for_update=True)
    if merge.undone_at is not None:
        raise MergeRefusedError("Ces deux offres ont déjà été séparées.")
    _check_awake(session, kept)
    is_edited = kept.version != merge.kept_version or are_decided(session, merge)
    if is_edited and not parting.keeps_edits:
        raise MergeRefusedError(
            f"L’offre {kept.reference} ou ses mises en relation ont changé depuis la réunion : "
            "séparez en gardant ces changements."
        )
    if not is_edited:
        _restore(session, kept, merge.before["kept"], now)
    _restore(session, merged, merge.before["merged"], now)
    give_back(session, merge, user.id, now)
    merge.undone_at, merge.undone_by_id = now, user.id
    enter(session, kept, kept.state, user, now, f"Séparée de l’offre {merged.reference}")
    state = OfferState(merge.before["merged"]["state"])
    enter(session, merged, state, user, now, f"Séparée de l’offre {kept.reference}")
    if not is_edited:
        _still_as_united(session, kept, merge.before["kept"])
    _still_as_united(session, merged, merge.before["merged"])
    return kept, merged


def merge_of(session: Session, offer: Offer, key: str) -> OfferMerge:
    """The merge of this key in which the offer takes part.

    Raises
    ------
    NotFoundError : there is none
    """
    try:
        wanted = UUID(key)
    except ValueError:
        raise NotFoundError("Réunion", key) from None
    merge = session.scalar(select(OfferMerge).where(OfferMerge.key == wanted))
    if merge is None or offer.id not in (merge.kept_id, merge.merged_id):
        raise NotFoundError("Réunion", key)
    return merge


def standing_merges(session: Session, offer: Offer) -> tuple[OfferMerge, ...]:
    """The merges in force that this offer keeps alive, the first made first."""
    return tuple(
        session.scalars(
            select(OfferMerge)
            .where(OfferMerge.kept_id == offer.id, OfferMerge.undone_at.is_(None))
            .options(joinedload(OfferMerge.actor))
            .order_by(OfferMerge.id)
        )
    )


def sources_of(session: Session, offer: Offer) -> tuple[Source, ...]:
    """Every way by which the need reached us: the offer itself, then those that rest in it.

    What rests in an offer that was united in its turn comes right after that offer.
    """
    ids = _family(session, offer.id)
    found = session.scalars(
        select(Offer).where(Offer.id.in_(ids)).options(joinedload(Offer.collected_by))
    )
    by_id = {each.id: each for each in found}
    return tuple(_source(session, by_id[identifier]) for identifier in ids)


def _family(session: Session, offer_id: int) -> list[int]:
    """The offer and all that rest in it; an offer rests in one other, so there is no circle."""
    resting = session.scalars(
        select(OfferMerge.merged_id)
        .where(OfferMerge.kept_id == offer_id, OfferMerge.undone_at.is_(None))
        .order_by(OfferMerge.id)
    ).all()
    return [offer_id, *(each for merged in resting for each in _family(session, merged))]


def _both(session: Session, parting: Parting) -> tuple[Offer, Offer]:
    """The two offers of a merge, locked; (kept, merged)."""
    ids = (parting.merge.kept_id, parting.merge.merged_id)
    found = session.scalars(select(Offer).where(Offer.id.in_(ids)))
    offers = {offer.id: offer for offer in found}
    for identifier in sorted(offers):
        seen = parting.version if identifier == parting.shown.id else None
        lock(session, offers[identifier], seen)
    return offers[ids[0]], offers[ids[1]]


def _check_awake(session: Session, kept: Offer) -> None:
    """Nothing is parted from an offer that rests itself."""
    resting = standing_merge(session, kept)
    if resting is not None:
        home = session.get_one(Offer, resting.kept_id)
        raise MergeRefusedError(
            f"L’offre {kept.reference} est elle-même réunie avec une autre : "
            f"séparez d’abord {kept.reference} de {home.reference}."
        )


def _still_as_united(session: Session, offer: Offer, snapshot: Mapping[str, Any]) -> None:
    """An offer given back as it was is unchanged for the merges that it keeps alive."""
    session.execute(
        update(OfferMerge)
        .where(
            OfferMerge.kept_id == offer.id,
            OfferMerge.undone_at.is_(None),
            OfferMerge.kept_version == snapshot["version"],
        )
        .values(kept_version=offer.version)
    )


def _check_states(kept: Offer, merged: Offer) -> None:
    for offer in (kept, merged):
        if offer.state not in EDITABLE:
            raise MergeRefusedError(
                f"L’offre {offer.reference} est « {offer.state.label} » : elle ne peut être réunie."
            )
    if merged.state is OfferState.OPEN and kept.state is not OfferState.OPEN:
        raise MergeRefusedError(f"Gardez plutôt l’offre {merged.reference}, qui est ouverte.")


def _snapshot(offer: Offer) -> dict[str, Any]:
    dates = {name: getattr(offer, name) for name in _DATES}
    return {
        "state": offer.state.value,
        "version": offer.version,
        "parsed": offer.parsed,
        "review": offer.review,
        **{name: None if value is None else value.isoformat() for name, value in dates.items()},
    }


def _restore(session: Session, offer: Offer, snapshot: Mapping[str, Any], now: datetime) -> None:
    plain = {**snapshot["parsed"], "source_text": offer.source_text}
    review = {field: ReviewStatus(status) for field, status in snapshot["review"].items()}
    write_parsed(session, offer, from_plain(ParsedOffer, plain), review, now)
    for name in _DATES:
        kind = date if name == "expires_on" else datetime
        text = snapshot[name]
        setattr(offer, name, None if text is None else kind.fromisoformat(text))


def _source(session: Session, offer: Offer) -> Source:
    details = parsed_offer(session, offer).details
    collector = "" if offer.collected_by is None else offer.collected_by.name
    return Source(
        offer=offer,
        channel="" if details.channel is None else details.channel.label,
        collector=collector or details.collected_by or "",
        contact=contact_words(details.contact),
        documents=documents_of(session, offer),
    )
