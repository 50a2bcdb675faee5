"""Two offers become one need and come apart again, and nothing of either is lost."""

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from api.services import documents, duplicates, merging, offer_states, offers
from api.services.merging import Parting, Union
from api.services.profiles import offer_facts
from ingestion.details import Contact, OfferDetails
from ingestion.records import (
    Contract,
    Employer,
    Evidence,
    LicenceNeed,
    Occupation,
    ParsedOffer,
    Pay,
    WorkingTime,
    Workplace,
)
from models.database import transaction
from models.errors import ConcurrentChangeError, MergeRefusedError, NotFoundError, RoleRefusedError
from models.fiche import Channel
from models.introductions import Introduction, IntroductionEvent
from models.merges import OfferMerge
from models.motives import AgreementChannel
from models.moves import SYSTEM, Actor, Step, move, suggest
from models.offers import Offer, OfferRequirement
from models.people import User
from models.vocabulary import (
    ContractType,
    Domain,
    IntroductionAction,
    IntroductionState,
    Necessity,
    OfferState,
    PayPeriod,
    ReviewStatus,
    Role,
    WorkPattern,
)
from tests.factories import make_candidate, make_parsed_offer, make_user

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
COLUMNS = [
    column.key for column in Offer.__table__.columns if column.key not in ("version", "updated_at")
]


def need(**values: object) -> ParsedOffer:
    return make_parsed_offer(
        **{
            "title": "Préparateur de commandes H/F",
            "description": "Préparation au casque vocal, filmage des palettes, froid positif.",
            "employer": Employer("Frais du Littoral"),
            "occupation": Occupation("N1103", "Préparation de commandes", 0.9),
            "domain": Domain.TRANSPORT,
            "workplace": Workplace("59340", "Loon-Plage"),
            "contract": Contract(ContractType.TEMP, 90, date(2026, 12, 7)),
            "working_time": WorkingTime(35.0, patterns=(WorkPattern.TWO_SHIFTS,)),
            "positions": 3,
            "level": 1,
            "licences": (LicenceNeed("CACES_R489_1", Necessity.REQUIRED),),
            "details": OfferDetails(channel=Channel.VISIT, contact=Contact("Marc Dewaele")),
        }
        | values
    )


def told_twice(session: Session) -> tuple[Offer, Offer, User]:
    """The same need, visited by one officer, sent by an agency to another one."""
    officers = [make_user(Role.OFFICER, name=name) for name in ("Odile", "Paul")]
    session.add_all(officers)
    session.flush()
    first = offers.create_offer(session, need(), officers[0], NOW)
    second = need(
        title="Préparatrice / préparateur de commandes",
        employer=Employer("Agence Beffroi Intérim"),
        pay=Pay(12.4, 12.8, PayPeriod.HOUR),
        details=OfferDetails(channel=Channel.AGENCY, contact=Contact(phone="03 28 00 00 12")),
    )
    other = offers.create_offer(session, second, officers[1], NOW)
    documents.keep(session, [other], "bulletin.pdf", "application/pdf", b"%PDF", NOW)
    for offer in (first, other):
        offer_states.open_offer(session, offer, officers[0], NOW)
    return first, other, officers[0]


def picture(session: Session, offer: Offer) -> dict[str, Any]:
    """All that a row and its requirements say."""
    session.expire_all()
    rows = session.scalars(
        select(OfferRequirement)
        .where(OfferRequirement.offer_id == offer.id)
        .order_by(OfferRequirement.position)
    )
    needs = [(row.kind, row.code, row.label, row.necessity, row.review) for row in rows]
    return {**{name: getattr(offer, name) for name in COLUMNS}, "requirements": needs}


def introduced(session: Session, offer: Offer, *actions: IntroductionAction) -> Introduction:
    advisor, candidate = make_user(Role.ADVISOR), make_candidate()
    session.add_all([advisor, candidate])
    session.flush()
    found = suggest(session, (offer.id, candidate.id), SYSTEM, NOW)
    for action in actions:
        step = Step(action, on=NOW.date(), channel=AgreementChannel.PHONE)
        move(session, found, step, Actor(advisor.id, Role.ADVISOR), NOW)
    return found


def union(first: Offer, other: Offer, *fields: str) -> Union:
    return Union(first, other, frozenset(fields), first.version, other.version)


def part(
    session: Session, merge: OfferMerge, user: User, at: datetime, keeps_edits: bool = False
) -> None:
    shown = session.get_one(Offer, merge.kept_id)
    merging.part(session, Parting(merge, shown, shown.version, keeps_edits), user, at)


def test_the_same_need_is_proposed_until_somebody_says_it_is_two(session: Session) -> None:
    first, other, user = told_twice(session)
    (probable,) = duplicates.probable_duplicates(session, first)
    assert probable.offer is other
    assert "même commune" in probable.likeness.alike
    duplicates.say_distinct(session, other, first, user, NOW)
    duplicates.say_distinct(session, first, other, user, NOW)
    assert duplicates.probable_duplicates(session, first) == ()
    assert duplicates.probable_duplicates(session, other) == ()
    with pytest.raises(RoleRefusedError):
        duplicates.say_distinct(session, first, other, make_user(Role.CASEWORKER), NOW)
    with pytest.raises(MergeRefusedError):
        duplicates.say_distinct(session, first, first, user, NOW)


def test_differences_come_first(session: Session) -> None:
    first, other, _ = told_twice(session)
    rows = duplicates.side_by_side(session, first, other)
    differing = [row.field for row in rows if row.differs]
    assert differing == ["title", "employer", "pay", "details"]
    assert [row.field for row in rows][: len(differing)] == differing
    pay = next(row for row in rows if row.field == "pay")
    assert (pay.mine, "12,4 à 12,8" in pay.other) == ("", True)


def test_one_need_keeps_every_source_and_everybody(session: Session) -> None:
    first, other, user = told_twice(session)
    agreed = introduced(
        session,
        other,
        IntroductionAction.KEEP,
        IntroductionAction.PROPOSE,
        IntroductionAction.AGREE,
    )
    merging.unite(session, union(first, other, "pay"), user, NOW)
    assert other.state is OfferState.ARCHIVED
    assert agreed.offer_id == first.id
    parsed = offers.parsed_offer(session, first)
    assert parsed.pay == Pay(12.4, 12.8, PayPeriod.HOUR)
    assert parsed.employer == Employer("Frais du Littoral")
    assert offers.review_of(first)["pay.min"] is ReviewStatus.CONFIRMED
    sources = merging.sources_of(session, first)
    assert [(each.channel, each.collector, each.contact) for each in sources] == [
        ("Visite", "Odile", "Marc Dewaele"),
        ("Agence", "Paul", "03 28 00 00 12"),
    ]
    assert [line.name for line in sources[1].documents] == ["bulletin.pdf"]
    assert duplicates.probable_duplicates(session, first) == ()


def test_parting_gives_both_back_exactly(session: Session) -> None:
    first, other, user = told_twice(session)
    people = [introduced(session, other), introduced(session, first, IntroductionAction.KEEP)]
    before = [picture(session, first), picture(session, other)]
    homes = [each.offer_id for each in people]
    at, later = NOW + timedelta(days=1), NOW + timedelta(days=2)
    merge = merging.unite(session, union(first, other, "pay", "title", "deadline"), user, at)
    assert picture(session, first) != before[0]
    assert people[0].changed_at == at  # who reads what changed since reads where it went
    part(session, merging.merge_of(session, first, str(merge.key)), user, later)
    assert [picture(session, first), picture(session, other)] == before
    assert [each.offer_id for each in people] == homes
    assert people[0].changed_at == later
    assert merging.standing_merges(session, first) == ()
    with pytest.raises(MergeRefusedError, match="déjà été séparées"):
        part(session, merge, user, later)
    merging.unite(session, union(first, other), user, later)


@pytest.mark.parametrize("what", ["offer", "introduction"])
def test_what_changed_since_is_told_and_kept_if_wished(session: Session, what: str) -> None:
    first, other, user = told_twice(session)
    found = introduced(session, other)
    before = picture(session, other)
    merge = merging.unite(session, union(first, other, "pay"), user, NOW)
    if what == "offer":
        corrected = replace(offers.parsed_offer(session, first), positions=8)
        offer_states.update_offer(session, first, corrected, user, NOW)
    else:
        move(session, found, Step(IntroductionAction.KEEP), Actor(user.id, Role.ADVISOR), NOW)
    with pytest.raises(MergeRefusedError, match="en gardant ces changements"):
        part(session, merge, user, NOW)
    part(session, merge, user, NOW, True)
    assert picture(session, other) == before
    assert found.offer_id == other.id
    assert first.positions == (8 if what == "offer" else 3)
    assert offers.parsed_offer(session, first).pay.min == 12.4


def test_somebody_on_both_offers_waits_on_one_until_they_part(session: Session) -> None:
    first, other, user = told_twice(session)
    on_first = introduced(session, first, IntroductionAction.KEEP)
    pair = (other.id, on_first.candidate_id)
    on_other = suggest(session, pair, SYSTEM, NOW)
    with pytest.raises(MergeRefusedError, match="plus avancée"):
        merging.unite(session, union(other, first), user, NOW)
    merge = merging.unite(session, union(first, other), user, NOW)
    assert (on_first.offer_id, on_other.offer_id) == (first.id, other.id)
    assert (on_first.state, on_other.state) == (IntroductionState.KEPT, IntroductionState.CLOSED)
    events = select(IntroductionEvent.motive).order_by(IntroductionEvent.id.desc())
    assert session.scalars(events).first() == "doublon"
    part(session, merge, user, NOW + timedelta(days=1))
    assert (on_first.state, on_other.state) == (IntroductionState.KEPT, IntroductionState.SUGGESTED)


def test_nobody_is_shut_out_by_a_value_that_nobody_confirmed(session: Session) -> None:
    first, other, user = told_twice(session)
    text = "CACES R489-1A exigé, en 2x8."
    read = need(
        title="Préparateur bis",
        source_text=text,
        licences=(
            LicenceNeed("CACES_R489_1", Necessity.REQUIRED),
            LicenceNeed("CACES_R485_2", Necessity.REQUIRED),
        ),
        working_time=WorkingTime(39.0, patterns=(WorkPattern.TWO_SHIFTS,)),
        evidence={
            "licences.1": Evidence(0, 14, text[:14], 0.9),
            "working_time.weekly_hours": Evidence(24, 27, text[24:27], 0.9),
        },
    )
    fresh = offers.create_offer(session, read, user, NOW)
    merge = merging.unite(session, union(first, fresh, "licences", "working_time"), user, NOW)
    review = offers.review_of(first)
    assert review["licences.0"] is ReviewStatus.CONFIRMED
    assert review["licences.1"] is ReviewStatus.EXTRACTED
    assert review["working_time.weekly_hours"] is ReviewStatus.EXTRACTED
    ranked = offer_facts(offers.offer_to_rank(session, first), unreviewed=True)
    assert ranked.unreviewed == {"licences"}
    # what was unconfirmed once stays so from merge to merge
    merging.unite(session, union(other, first, "licences"), user, NOW)
    ranked = offer_facts(offers.offer_to_rank(session, other), unreviewed=True)
    assert ranked.unreviewed == {"licences"}
    assert merge.undone_at is None


def test_an_offer_united_twice_keeps_every_source_and_parts_in_order(session: Session) -> None:
    first, other, user = told_twice(session)
    last = offers.create_offer(session, need(description="Encore"), user, NOW)
    offer_states.open_offer(session, last, user, NOW)
    trio = (first, other, last)
    people = [introduced(session, each) for each in trio]
    twin = suggest(session, (last.id, people[0].candidate_id), SYSTEM, NOW)
    homes = [each.offer_id for each in (*people, twin)]
    before = [picture(session, each) for each in trio]
    inner = merging.unite(session, union(other, first, "title"), user, NOW)
    outer = merging.unite(session, union(last, other, "pay"), user, NOW + timedelta(days=1))
    assert [each.offer.id for each in merging.sources_of(session, last)] == [
        last.id,
        other.id,
        first.id,
    ]
    assert [each.offer_id for each in people] == [other.id, last.id, last.id]
    later = NOW + timedelta(days=2)
    for keeps_edits in (False, True):
        with pytest.raises(MergeRefusedError, match=f"séparez d’abord {other.reference} de"):
            part(session, inner, user, later, keeps_edits)
    part(session, outer, user, later)
    assert [each.offer_id for each in people] == [other.id, other.id, last.id]
    part(session, inner, user, later)
    assert [each.offer_id for each in (*people, twin)] == homes
    assert {each.state for each in (*people, twin)} == {IntroductionState.SUGGESTED}
    assert [picture(session, each) for each in trio] == before


@pytest.mark.parametrize("page", ["kept", "merged"])
def test_parting_wants_the_version_on_screen(session: Session, page: str) -> None:
    first, other, user = told_twice(session)
    merge = merging.unite(session, union(first, other), user, NOW)
    shown = first if page == "kept" else other
    with pytest.raises(ConcurrentChangeError):
        merging.part(session, Parting(merge, shown, shown.version - 1), user, NOW)
    assert merge.undone_at is None
    merging.part(session, Parting(merge, shown, shown.version), user, NOW)


def test_what_cannot_be_united(session: Session) -> None:
    first, other, user = told_twice(session)
    fresh = offers.create_offer(session, need(description="Encore"), user, NOW)
    with pytest.raises(MergeRefusedError, match="qui est ouverte"):
        merging.unite(session, union(fresh, first), user, NOW)
    with pytest.raises(MergeRefusedError, match="une seule"):
        merging.unite(session, union(first, first), user, NOW)
    with pytest.raises(RoleRefusedError):
        merging.unite(session, union(first, other), make_user(Role.ADVISOR), NOW)
    stale = union(first, other)
    offer_states.update_offer(session, other, offers.parsed_offer(session, other), user, NOW)
    with pytest.raises(ConcurrentChangeError):
        merging.unite(session, stale, user, NOW)
    merging.unite(session, union(first, other), user, NOW)
    with pytest.raises(MergeRefusedError, match="Archivée"):
        merging.unite(session, union(first, other), user, NOW)
    for key in ("pas-une-clé", "00000000-0000-0000-0000-000000000000"):
        with pytest.raises(NotFoundError):
            merging.merge_of(session, first, key)


def test_of_two_who_unite_at_once_one_wins(factory: sessionmaker[Session]) -> None:
    with transaction(factory) as session:
        first, other, user = told_twice(session)
        introduced(session, other)
        session.expunge(user)
        ids, seen = (first.id, other.id), (first.version, other.version)
    barrier = threading.Barrier(4)
    outcomes: list[str] = []

    def unite(place: int) -> None:
        order = (0, 1) if place % 2 else (1, 0)
        barrier.wait()
        try:
            with transaction(factory) as session:
                kept, merged = (session.get_one(Offer, ids[each]) for each in order)
                asked = Union(kept, merged, frozenset(), seen[order[0]], seen[order[1]])
                merging.unite(session, asked, user, NOW)
            outcomes.append("won")
        except ConcurrentChangeError:
            outcomes.append("told")

    threads = [threading.Thread(target=unite, args=(place,)) for place in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["told", "told", "told", "won"]
    with transaction(factory) as session:
        (merge,) = session.scalars(select(OfferMerge))
        (introduction,) = session.scalars(select(Introduction))
        assert introduction.offer_id == merge.kept_id
