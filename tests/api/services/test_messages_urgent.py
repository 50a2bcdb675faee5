"""The mail of the day on what is due within a day: to whom, once, from eleven, and when not."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from api.services.messages_digest import choose, write_digests
from models.database import transaction
from models.outbox import MessageKind, OutgoingMessage
from models.people import User
from models.vocabulary import Role
from tests.api.dispatch_world import MONDAY, SITE, set_scene
from tests.factories import make_user

ELEVEN = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
"""On the clock of Paris, the Tuesday after three people agreed."""
MINUTE = timedelta(minutes=1)


def prepared(factory: sessionmaker[Session], expires_on: date, **choices: bool) -> str:
    """Three people wait on an offer that ends that day; the address of its advisor.

    choices : `has_urgent` of the advisor; both kinds where nothing is chosen
    """
    with transaction(factory) as session:
        scene = set_scene(session, expires_on=expires_on)
        session.add(make_user(Role.AGENCY))
        if choices:
            choose(session, scene.user, True, choices["has_urgent"], MONDAY)
        return scene.user.email


def written(factory: sessionmaker[Session], at: datetime) -> list[OutgoingMessage]:
    """The urgent messages in the base after a round at that instant."""
    write_digests(lambda: transaction(factory), SITE, at)
    with factory() as session:
        asked = select(OutgoingMessage).where(OutgoingMessage.kind == MessageKind.URGENT)
        return list(session.scalars(asked.order_by(OutgoingMessage.id)))


def test_what_is_due_within_a_day_is_mailed_once_to_whom_it_waits_for(
    factory: sessionmaker[Session],
) -> None:
    address = prepared(factory, (ELEVEN + timedelta(days=1)).date())
    (first,) = written(factory, ELEVEN)
    assert first.to_address == address
    assert first.subject.startswith("À faire avant demain")
    assert "urgence" in first.text
    for word in ("Salma", "Aït-Berka", "Littoral", "Préparateur"):
        assert word not in first.text + first.subject
    for later in (15 * MINUTE, timedelta(hours=8)):
        assert [each.id for each in written(factory, ELEVEN + later)] == [first.id]
    tomorrow = written(factory, ELEVEN + timedelta(days=1))
    assert len(tomorrow) == 2  # still there the next day: told again, once


def test_it_never_comes_before_eleven_nor_on_a_day_off(factory: sessionmaker[Session]) -> None:
    prepared(factory, (ELEVEN + timedelta(days=1)).date())
    saturday = datetime(2026, 11, 28, 14, 0, tzinfo=UTC)
    for at in (ELEVEN - timedelta(hours=3), ELEVEN - MINUTE, saturday):
        assert written(factory, at) == []
    assert len(written(factory, ELEVEN)) == 1


@pytest.mark.parametrize("days", [3, 30, 600])
def test_it_does_not_come_for_what_has_time(days: int, factory: sessionmaker[Session]) -> None:
    prepared(factory, (ELEVEN + timedelta(days=days)).date())
    assert written(factory, ELEVEN) == []


@pytest.mark.parametrize(("has_urgent", "count"), [(True, 1), (False, 0)])
def test_who_wants_none_gets_none_and_keeps_the_digest(
    has_urgent: bool, count: int, factory: sessionmaker[Session]
) -> None:
    address = prepared(factory, (ELEVEN + timedelta(days=1)).date(), has_urgent=has_urgent)
    assert len(written(factory, ELEVEN)) == count
    with factory() as session:
        digest = session.scalars(
            select(OutgoingMessage).where(OutgoingMessage.kind == MessageKind.DIGEST)
        ).one()
        assert digest.to_address == address


def test_nobody_gets_it_who_left_or_is_of_an_agency(factory: sessionmaker[Session]) -> None:
    address = prepared(factory, (ELEVEN + timedelta(days=1)).date())
    with transaction(factory) as session:
        session.scalars(select(User).where(User.email == address)).one().is_active = False
    assert written(factory, ELEVEN) == []
