"""Two offers made one need, with all their sources; and parted again as they were."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload

from api.services.documents import DocumentLine, documents_of
from api.services.duplicates import GROUPS, contact_words
from api.services.offer_review import next_review
from api.services.offer_rows import write_parsed
from api.services.offer_states import enter, lock
from api.services.offers import parsed_offer, review_of
from ingestion.plain import from_plain
from ingestion.records import ParsedOffer
from models.errors import MergeRefusedError, NotFoundError, RoleRefusedError
from models.introductions import Introduction
from models.merges import OfferMerge
from models.offers import Offer
from models.people import User
from models.transitions import EDITABLE, INTAKE_ROLES
from models.vocabulary import IntroductionState, OfferState, ReviewStatus

UNITE = "C’est la même offre"
PART = "Séparer"
_ORDER = tuple(IntroductionState)
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
    going = _going(session, kept, merged)
    before = {"kept": _snapshot(kept), "merged": _snapshot(merged)}
    old = parsed_offer(session, kept)
    new = chosen(old, parsed_offer(session, merged), union.from_merged)
    write_parsed(session, kept, new, next_review(old, review_of(kept), new, False), now)
    if kept.expires_on is not None and new.deadline != old.deadline and new.deadline is not None:
        kept.expires_on = new.deadline
    _send(session, [each.id for each in going], kept)
    enter(session, kept, kept.state, user, now, f"Réunie avec l’offre {merged.reference}")
    reason = f"Réunie dans l’offre {kept.reference}"
    enter(session, merged, OfferState.ARCHIVED, user, now, reason)
    merge = OfferMerge(
        kept_id=kept.id,
        merged_id=merged.id,
        before=before,
        moved=[{"id": each.id, "version": each.version} for each in going],
        kept_version=kept.version,
        at=now,
        actor_id=user.id,
    )
    session.add(merge)
    session.flush()
    return merge


def part(
    session: Session, merge: OfferMerge, user: User, now: datetime, keeps_edits: bool = False
) -> tuple[Offer, Offer]:
    """Give both offers back as they were; (kept, merged).

    With `keeps_edits` the kept offer stays as it is now, and what was decided since on
    introductions goes back with them.

    Raises
    ------
    MergeRefusedError : parted already, or changed since and `keeps_edits` is not said
    RoleRefusedError : the role takes no offers in
    """
    if user.role not in INTAKE_ROLES:
        raise RoleRefusedError(PART, user.role.label)
    offers = {
        offer.id: offer
        for offer in session.scalars(
            select(Offer).where(Offer.id.in_((merge.kept_id, merge.merged_id)))
        )
    }
    for identifier in sorted(offers):
        lock(session, offers[identifier], None)
    session.refresh(merge, with_for_update=True)
    kept, merged = offers[merge.kept_id], offers[merge.merged_id]
    if merge.undone_at is not None:
        raise MergeRefusedError("Ces deux offres ont déjà été séparées.")
    is_edited = kept.version != merge.kept_version or _are_decided(session, merge)
    if is_edited and not keeps_edits:
        raise MergeRefusedError(
            f"L’offre {kept.reference} ou ses mises en relation ont changé depuis la réunion : "
            "séparez en gardant ces changements."
        )
    if not is_edited:
        _restore(session, kept, merge.before["kept"], now)
    _restore(session, merged, merge.before["merged"], now)
    _send(session, [each["id"] for each in merge.moved], merged, _only_on=kept)
    merge.undone_at, merge.undone_by_id = now, user.id
    enter(session, kept, kept.state, user, now, f"Séparée de l’offre {merged.reference}")
    state = OfferState(merge.before["merged"]["state"])
    enter(session, merged, state, user, now, f"Séparée de l’offre {kept.reference}")
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
    """Every way by which the need reached us: the offer itself, then those united with it."""
    ids = [offer.id, *(merge.merged_id for merge in standing_merges(session, offer))]
    found = session.scalars(
        select(Offer).where(Offer.id.in_(ids)).options(joinedload(Offer.collected_by))
    )
    by_id = {each.id: each for each in found}
    return tuple(_source(session, by_id[identifier]) for identifier in ids)


def chosen(kept: ParsedOffer, merged: ParsedOffer, from_merged: frozenset[str]) -> ParsedOffer:
    """The kept offer with the chosen fields of the other; their evidence is in another text."""
    names = from_merged & GROUPS.keys()
    values: dict[str, Any] = {name: getattr(merged, name) for name in names}
    if "occupation" in names:
        values["domain"] = merged.domain
    evidence = {
        field: each
        for field, each in kept.evidence.items()
        if field.partition(".")[0] not in values
    }
    return replace(kept, evidence=evidence, **values)


def _check_states(kept: Offer, merged: Offer) -> None:
    for offer in (kept, merged):
        if offer.state not in EDITABLE:
            raise MergeRefusedError(
                f"L’offre {offer.reference} est « {offer.state.label} » : elle ne peut être réunie."
            )
    if merged.state is OfferState.OPEN and kept.state is not OfferState.OPEN:
        raise MergeRefusedError(f"Gardez plutôt l’offre {merged.reference}, qui est ouverte.")


def _going(session: Session, kept: Offer, merged: Offer) -> list[Introduction]:
    """The introductions that go over: all but those of people who are on both offers."""
    rows = session.scalars(
        select(Introduction)
        .where(Introduction.offer_id.in_((kept.id, merged.id)))
        .order_by(Introduction.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    there = {each.candidate_id: each for each in rows if each.offer_id == kept.id}
    going = []
    for introduction in (each for each in rows if each.offer_id == merged.id):
        twin = there.get(introduction.candidate_id)
        if twin is None:
            going.append(introduction)
        elif _ORDER.index(introduction.state) > _ORDER.index(twin.state):
            raise MergeRefusedError(
                f"Une même personne est plus avancée sur l’offre {merged.reference} "
                f"(« {introduction.state.label} ») : gardez plutôt cette offre."
            )
    return going


def _send(
    session: Session, introductions: list[int], to: Offer, _only_on: Offer | None = None
) -> None:
    query = update(Introduction).where(Introduction.id.in_(introductions))
    if _only_on is not None:
        query = query.where(Introduction.offer_id == _only_on.id)
    session.execute(
        query.values(offer_id=to.id).execution_options(synchronize_session=False),
    )
    for introduction in session.identity_map.values():
        if isinstance(introduction, Introduction) and introduction.id in introductions:
            session.expire(introduction)


def _are_decided(session: Session, merge: OfferMerge) -> bool:
    seen = {each["id"]: each["version"] for each in merge.moved}
    rows = session.execute(
        select(Introduction.id, Introduction.version).where(Introduction.id.in_(seen))
    )
    return {row[0]: row[1] for row in rows} != seen


def _snapshot(offer: Offer) -> dict[str, Any]:
    dates = {name: getattr(offer, name) for name in _DATES}
    return {
        "state": offer.state.value,
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
