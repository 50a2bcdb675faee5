"""Proposals of the base spread among people: counted, capped, explained, the same twice."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from api.services.offers import create_offer
from api.services.pool import PoolCache
from api.services.shortlists import Matcher, matcher_of, refresh_shortlist
from api.services.spread import match_all
from api.services.spread_forgotten import file_rows, forgotten
from api.services.spread_history import histories
from api.services.spread_openings import opening_ranks, tags, told_of
from ingestion.load import load_candidates, plan_candidates
from ingestion.records import (
    CandidateRecord,
    Contract,
    Follow,
    Home,
    Occupation,
    Project,
    Workplace,
)
from matching.allocation.rules import packaged_rules
from models.candidates import Candidate
from models.database import transaction
from models.endings import EndMotive
from models.introductions import Introduction
from models.offers import Offer
from models.shortlists import Shortlist
from models.spread import Prospect, ShortlistOpening
from models.vocabulary import (
    ContractType,
    IntroductionState,
    OfferState,
    OpeningReason,
    Role,
    TravelMode,
)
from tests.factories import make_candidate_record, make_parsed_offer, make_user

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
HOME = Home("Dunkerque", "59183", None, "59140", 51.0344, 2.3768)
RULES = packaged_rules()


def picker(identifier: str, entered: date = date(2026, 1, 5)) -> CandidateRecord:
    """Somebody who fits the offers below; their caseworker is Claire."""
    return make_candidate_record(
        identifier=identifier,
        projects=(Project("Préparateur de commandes", "N1103", date(2026, 3, 2), True),),
        home=HOME,
        travel_modes=frozenset({TravelMode.CAR}),
        trip_limit_minutes=45.0,
        credentials=(),
        follow=Follow(caseworker="Claire Monteyne", entered_on=entered),
    )


HAIRDRESSER = replace(
    picker("P-9999"), projects=(Project("Coiffeuse", "D1202", date(2026, 3, 2), True),)
)
DRIVER = replace(
    picker("P-8888"),
    contracts=frozenset({ContractType.CDD}),
)


def load(session: Session, people: list[CandidateRecord]) -> None:
    load_candidates(session, plan_candidates(session, people), NOW)
    session.flush()


def open_offer(session: Session, number: int = 1) -> Offer:
    parsed = make_parsed_offer(
        reference=f"REF-S{number}",
        title="Préparateur de commandes",
        description=f"Quai {number}, à Grande-Synthe.",
        occupation=Occupation("N1103", "Préparateur de commandes", 0.9, (), True),
        workplace=Workplace("59271", "Grande-Synthe", "59760", 51.0154, 2.3014),
        contract=Contract(ContractType.CDI),
        level=1,
    )
    offer = create_offer(session, parsed, None, NOW)
    offer.level = 1
    offer.state = OfferState.OPEN
    session.flush()
    return offer


def fresh_matcher() -> Matcher:
    return Matcher(matcher_of().ranker, PoolCache())


def ids_of(session: Session) -> dict[str, int]:
    return {row[0]: row[1] for row in session.execute(select(Candidate.identifier, Candidate.id))}


def propose(session: Session, offer: Offer, person: int, at: datetime) -> ShortlistOpening:
    """A list of the offer that this person opens."""
    shortlist = Shortlist(
        offer_id=offer.id,
        engine_name="e",
        engine_version="1",
        weights={},
        data_date=TODAY,
        generated_at=at,
    )
    session.add(shortlist)
    session.flush()
    opening = ShortlistOpening(
        shortlist_id=shortlist.id,
        candidate_id=person,
        offer_id=offer.id,
        at=at,
        rank=1,
        place=1,
        reason=OpeningReason.RANK,
    )
    session.add(opening)
    session.flush()
    return opening


def test_proposals_of_the_week_on_open_offers_are_live_and_those_of_the_month_recent(
    session: Session,
) -> None:
    load(session, [picker("P-1"), picker("P-2")])
    ids = ids_of(session)
    this_week, last_month, closed, own = (open_offer(session, number) for number in range(4))
    propose(session, this_week, ids["P-1"], NOW - timedelta(days=2))
    propose(session, last_month, ids["P-1"], NOW - timedelta(days=20))
    propose(session, closed, ids["P-1"], NOW - timedelta(days=1))
    propose(session, own, ids["P-1"], NOW)
    closed.state = OfferState.CANCELLED
    session.flush()
    found = histories(session, ids, NOW, RULES, {own.id})
    assert (found["P-1"].live, found["P-1"].recent, found["P-1"].waited_days) == (1, 3, 1)
    assert (found["P-2"].live, found["P-2"].recent) == (0, 0)
    assert found["P-2"].waited_days == (TODAY - date(2026, 1, 5)).days


@pytest.mark.parametrize(
    ("state", "live"),
    [
        (IntroductionState.SUGGESTED, 1),
        (IntroductionState.DISCARDED, 0),
        (IntroductionState.DECLINED, 0),
        (IntroductionState.CLOSED, 0),
        (IntroductionState.RESERVE, 1),
    ],
)
def test_a_decision_ends_a_proposal_or_keeps_it_open(
    session: Session, state: IntroductionState, live: int
) -> None:
    load(session, [picker("P-1")])
    ids = ids_of(session)
    offer = open_offer(session)
    propose(session, offer, ids["P-1"], NOW - timedelta(days=1))
    is_closed = state is IntroductionState.CLOSED
    session.add(
        Introduction(
            offer_id=offer.id,
            candidate_id=ids["P-1"],
            state=state,
            close_reason=EndMotive.OFFER_CLOSED if is_closed else None,
        )
    )
    session.flush()
    assert histories(session, ids, NOW, RULES, ())["P-1"].live == live


def test_who_is_put_forward_long_ago_still_holds_a_proposal(session: Session) -> None:
    load(session, [picker("P-1")])
    ids, user = ids_of(session), make_user()
    session.add(user)
    session.flush()
    offer = open_offer(session)
    session.add(
        Introduction(
            offer_id=offer.id,
            candidate_id=ids["P-1"],
            state=IntroductionState.KEPT,
            kept_by_id=user.id,
            created_at=NOW - timedelta(days=90),
        )
    )
    session.flush()
    assert histories(session, ids, NOW, RULES, ())["P-1"].live == 1


def test_a_proposal_of_long_ago_is_still_the_last_one(session: Session) -> None:
    load(session, [picker("P-1", date(2020, 1, 6)), picker("P-2", date(2020, 1, 6))])
    ids = ids_of(session)
    propose(session, open_offer(session), ids["P-1"], NOW - timedelta(days=100))
    assert histories(session, ids, NOW, RULES, ())["P-1"].waited_days == 100
    found = {each.identifier: each for each in forgotten(session, make_user(), NOW).people}
    assert (found["P-1"].days, found["P-1"].last_on) == (100, date(2026, 8, 15))
    assert found["P-2"].last_on is None


def test_a_list_that_is_made_is_opened_by_the_first_who_fit_and_says_so(session: Session) -> None:
    load(session, [*(picker(f"P-{number}") for number in range(3)), HAIRDRESSER])
    shortlist = refresh_shortlist(session, open_offer(session), TODAY, fresh_matcher())
    assert opening_ranks(session, shortlist) == [1, 2, 3]
    told = told_of(session, shortlist, list(ids_of(session).values()))
    assert len(told) == 3
    assert all(each.is_open for each in told.values())
    assert {tag for each in told.values() for tag in each.tags} == {
        "jamais proposé ici depuis 60 jours"
    }


@pytest.mark.parametrize(
    ("reason", "live", "waited", "expected"),
    [
        (OpeningReason.RANK, 0, 3, ()),
        (OpeningReason.RANK, 3, 0, ("déjà en tête ou proposé sur 3 autres offres",)),
        (OpeningReason.TURN, 0, 41, ("remonté : attendait une proposition depuis 41 jours",)),
        (OpeningReason.TURN, 0, None, ("remonté : attendait une proposition",)),
    ],
)
def test_tags_say_why_in_words(
    reason: OpeningReason, live: int, waited: int | None, expected: tuple[str, ...]
) -> None:
    row = ShortlistOpening(rank=1, place=1, reason=reason, live=live, waited_days=waited)
    assert tags(row) == expected


@pytest.fixture
def programme(factory: sessionmaker[Session]) -> sessionmaker[Session]:
    """Six open offers of one trade, thirty people who fit, and two who do not."""
    with transaction(factory) as session:
        load(
            session,
            [*(picker(f"P-{number:04d}") for number in range(30)), HAIRDRESSER, DRIVER],
        )
        for number in range(6):
            open_offer(session, number)
    return factory


def opened(factory: sessionmaker[Session]) -> dict[int, list[tuple[int, int | None]]]:
    """Who opens the latest list of each offer, by place."""
    found: dict[int, list[tuple[int, int | None]]] = {}
    with factory() as session:
        rows = session.scalars(
            select(ShortlistOpening)
            .where(ShortlistOpening.place.is_not(None))
            .order_by(ShortlistOpening.shortlist_id, ShortlistOpening.place)
        ).all()
    for row in rows:
        found.setdefault(row.shortlist_id, []).append((row.candidate_id, row.place))
    return found


def test_all_lists_together_give_everybody_a_turn_within_the_cap(
    programme: sessionmaker[Session],
) -> None:
    report = match_all(lambda: transaction(programme), fresh_matcher(), NOW)
    lists = opened(programme)
    given = Counter(person for rows in lists.values() for person, _ in rows)
    assert (report.offers, report.people, report.opened) == (6, 32, 60)
    assert [len(rows) for rows in lists.values()] == [10] * 6
    assert max(given.values()) <= RULES.live_proposals
    assert len(given) == report.persons == 30


def test_the_same_again_opens_the_lists_with_the_same_people(
    programme: sessionmaker[Session],
) -> None:
    match_all(lambda: transaction(programme), fresh_matcher(), NOW)
    first = list(opened(programme).values())
    match_all(lambda: transaction(programme), fresh_matcher(), NOW + timedelta(hours=1))
    again = list(opened(programme).values())
    assert again == [*first, *first]


def test_who_is_forgotten_is_listed_with_what_explains_it(
    programme: sessionmaker[Session],
) -> None:
    match_all(lambda: transaction(programme), fresh_matcher(), NOW)
    with programme() as session:
        claire = make_user(Role.CASEWORKER, name="Claire Monteyne")
        found = forgotten(session, claire, NOW + timedelta(days=1))
        assert [each.identifier for each in found.people] == ["P-8888", "P-9999"]
        assert found.followed == 32
        driver, hairdresser = found.people
        assert "Type de contrat : 6 offres de son métier bloquées." in driver.reasons[0]
        assert hairdresser.reasons == ("Aucune offre de son métier parmi 6 offres ouvertes.",)
        lines = list(file_rows(found))
        assert [line[0] for line in lines] == ["P-8888", "P-9999"]
        other = make_user(Role.CASEWORKER, name="Didier Cloet")
        assert forgotten(session, other, NOW, mine=True).people == ()
        assert forgotten(session, claire, NOW + timedelta(days=75), wait=60).followed == 32


def test_whoever_came_lately_is_not_forgotten_and_never_compared_is_said(
    session: Session,
) -> None:
    load(session, [picker("P-1", date(2026, 11, 1)), picker("P-2", date(2026, 10, 1))])
    found = forgotten(session, make_user(Role.ADVISOR), NOW)
    assert [each.identifier for each in found.people] == ["P-2"]
    assert "Pas encore comparé" in found.people[0].reasons[0]
    assert found.compared_at is None


def test_prospects_are_those_of_the_last_run(programme: sessionmaker[Session]) -> None:
    match_all(lambda: transaction(programme), fresh_matcher(), NOW)
    with transaction(programme) as session:
        offer = session.scalars(select(Offer).order_by(Offer.id)).first()
        assert offer is not None
        offer.state = OfferState.CANCELLED
    match_all(lambda: transaction(programme), fresh_matcher(), NOW)
    with programme() as session:
        kept = session.scalars(select(Prospect)).all()
        assert len(kept) == 32
        assert {each.offers for each in kept} == {5}
        suited = [each for each in kept if each.suitable]
        assert len(suited) == 30
        assert min(each.best_rank or 99 for each in suited) == 1
