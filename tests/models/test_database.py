"""The engine keeps what it acknowledges, refuses what cannot be, and says so in French."""

import sqlite3
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, inspect, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlalchemy.orm import Session, sessionmaker

from models.base import Base
from models.candidates import (
    Candidate,
    CandidateAvailability,
    CandidateMobility,
    CandidateProject,
    CandidateSkill,
)
from models.case_files import CandidateIdentity, SensitiveStatus
from models.database import (
    create_engine_from_url,
    create_session_factory,
    journal_mode,
    reading,
    transaction,
)
from models.errors import InputRefusedError
from models.people import User
from models.shortlists import Shortlist, ShortlistEntry
from models.vocabulary import TravelMode
from tests.factories import make_candidate, make_offer, make_user


@pytest.mark.parametrize(
    ("version", "mode"),
    [
        ((3, 40, 1), "DELETE"),
        ((3, 44, 5), "DELETE"),
        ((3, 44, 6), "WAL"),
        ((3, 45, 0), "DELETE"),
        ((3, 50, 6), "DELETE"),
        ((3, 50, 7), "WAL"),
        ((3, 51, 2), "DELETE"),
        ((3, 51, 3), "WAL"),
        ((3, 54, 1), "WAL"),
    ],
)
def test_write_ahead_logging_only_where_it_is_safe(
    version: tuple[int, int, int], mode: str
) -> None:
    assert journal_mode(version) == mode


def test_every_pooled_sqlite_connection_is_safe(sqlite_url: str) -> None:
    engine = create_engine_from_url(sqlite_url)
    connections = [engine.connect() for _ in range(5)]
    expected = journal_mode(sqlite3.sqlite_version_info[:3]).lower()
    for connection in connections:
        values = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("foreign_keys", "synchronous", "busy_timeout", "journal_mode")
        ]
        connection.rollback()
        assert values == [1, 2, 10_000, expected]
    for connection in connections:
        connection.close()
    engine.dispose()


@pytest.mark.parametrize("url", ["n'importe quoi", "mysql://h/b", "", "sqlite+rien:///x"])
def test_a_bad_address_is_refused_in_french(url: str) -> None:
    with pytest.raises(InputRefusedError, match="Base de données"):
        create_engine_from_url(url)


def test_a_failed_transaction_leaves_nothing(factory: sessionmaker[Session]) -> None:
    def half() -> None:
        with transaction(factory) as session:
            session.add(make_user())
            session.flush()
            raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError):
        half()
    with reading(factory) as session:
        assert session.scalars(select(User)).all() == []


def test_a_reader_cannot_write(factory: sessionmaker[Session]) -> None:
    with transaction(factory) as session:
        session.add(make_user(name="Ana"))
    with reading(factory) as session, pytest.raises(DBAPIError, match="read"):
        session.execute(text("UPDATE users SET name = 'Bob'"))
    with transaction(factory) as session:
        assert session.scalars(select(User.name)).one() == "Ana"
        session.add(make_user())


def test_an_instant_comes_back_as_the_same_instant_in_utc(session: Session) -> None:
    paris = ZoneInfo("Europe/Paris")
    first = datetime(2026, 10, 25, 2, 30, tzinfo=paris, fold=0)
    second = datetime(2026, 10, 25, 2, 30, tzinfo=paris, fold=1)
    users = [make_user(created_at=first), make_user(created_at=second)]
    session.add_all(users)
    session.flush()
    session.expire_all()
    one, two = (user.created_at for user in users)
    assert one == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert two - one == timedelta(hours=1)
    assert one.tzinfo is UTC


def test_a_naive_instant_is_refused(session: Session) -> None:
    session.add(make_user(created_at=datetime(2026, 11, 23, 9, 0)))
    with pytest.raises(StatementError, match="time zone"):
        session.flush()


@pytest.mark.parametrize(
    "values",
    [
        {"positions": 0},
        {"level": 3},
        {"level": None},
        {"state": "ouverte"},
        {"domain": "ailleurs"},
    ],
)
def test_impossible_offers_are_refused(session: Session, values: dict[str, object]) -> None:
    session.add(make_offer(**values))
    with pytest.raises((IntegrityError, StatementError)):
        session.flush()


@pytest.mark.parametrize(
    "values",
    [
        {"identifier": ""},
        {"education_level": 9},
        {"mobility": CandidateMobility(trip_limit_minutes=0.0)},
        {"availability": CandidateAvailability(hours_min=30.0, hours_max=20.0)},
    ],
)
def test_impossible_candidates_are_refused(session: Session, values: dict[str, object]) -> None:
    session.add(make_candidate(**values))
    with pytest.raises(IntegrityError):
        session.flush()


def test_references_are_enforced(session: Session) -> None:
    session.add(CandidateSkill(candidate_id=10**6, position=0, label="x"))
    with pytest.raises(IntegrityError):
        session.flush()


def test_a_score_is_between_zero_and_one(session: Session) -> None:
    offer, candidate = make_offer(), make_candidate()
    session.add_all([offer, candidate])
    session.flush()
    shortlist = Shortlist(
        offer_id=offer.id,
        engine_name="test",
        engine_version="1",
        weights={},
        data_date=date(2026, 11, 23),
    )
    session.add(shortlist)
    session.flush()
    values = {"contributions": {}, "subtotals": {}, "blockers": [], "unknowns": []}
    session.add(
        ShortlistEntry(
            shortlist_id=shortlist.id,
            rank=1,
            candidate_id=candidate.id,
            score=1.2,
            band="adapte",
            is_eligible=True,
            **values,
        )
    )
    with pytest.raises(IntegrityError):
        session.flush()


def test_unknown_and_none_are_two_things(session: Session) -> None:
    unknown = make_candidate(mobility=CandidateMobility(modes=None))
    nothing = make_candidate(mobility=CandidateMobility(modes=frozenset()))
    walks = make_candidate(mobility=CandidateMobility(modes=frozenset({TravelMode.WALK})))
    session.add_all([unknown, nothing, walks])
    session.flush()
    session.expire_all()
    modes = [
        session.get_one(CandidateMobility, each.id).modes for each in (unknown, nothing, walks)
    ]
    assert modes == [None, frozenset(), frozenset({TravelMode.WALK})]


def test_nothing_leads_from_a_candidate_to_the_case_file() -> None:
    """What `matching` is built from cannot reach identity or statuses by any chain of links."""
    seen, waiting = set(), [Candidate]
    while waiting:
        kind = waiting.pop()
        seen.add(kind)
        waiting += [
            link.mapper.class_
            for link in inspect(kind).relationships
            if link.mapper.class_ not in seen
        ]
    assert CandidateProject in seen
    assert not {each.__name__ for each in seen} & {
        each.class_.__name__
        for each in Base.registry.mappers
        if each.class_.__module__ == "models.case_files"
    }
    assert {CandidateIdentity, SensitiveStatus}.isdisjoint(seen)


def test_no_relationship_loads_by_surprise() -> None:
    for mapper in Base.registry.mappers:
        for link in mapper.relationships:
            assert link.lazy == "raise", f"{mapper.class_.__name__}.{link.key}"


def test_an_in_memory_base_works() -> None:
    engine: Engine = create_engine_from_url("sqlite://")
    Base.metadata.create_all(engine)
    with transaction(create_session_factory(engine)) as session:
        session.add(make_user())
    engine.dispose()
