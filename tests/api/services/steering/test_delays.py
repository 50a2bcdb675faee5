"""Waits: the middle one, the long ones, and those that go on."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from api.services.steering.delays import LONGEST, Wait, delays
from api.services.steering.scope import Scope
from tests.api.services.steering.stories import (
    OPENED,
    A,
    interviewed,
    introduced,
    opened_offer,
    people,
    sent,
    somebody,
)

OCTOBER = Scope(date(2026, 10, 1), date(2026, 10, 31))
HOUR = timedelta(hours=1)


def test_waits_are_told_by_their_middle_and_their_ninth_decile(session: Session) -> None:
    for hours in range(1, 12):
        offer = opened_offer(session, title=f"Poste {hours:02d}")
        made = introduced(session, offer, people(session, 1), A.DISPATCH)
        sent(session, offer, made, OPENED + hours * HOUR, [hours * HOUR if hours > 1 else None])
    opened_offer(session, title="Jamais envoyée")

    sending, answer, interview = delays(session, OCTOBER)

    assert (sending.wait, sending.ended, sending.waiting) == (Wait.SENDING, 11, 1)
    assert sending.median == pytest.approx(6)
    assert sending.ninth_decile == pytest.approx(10)
    assert [each.offer_title for each in sending.longest][:2] == ["Poste 11", "Poste 10"]
    assert len(sending.longest) == LONGEST
    assert (answer.ended, answer.waiting) == (10, 1)
    assert (interview.ended, interview.median, interview.is_held) == (0, None, None)


def test_level_two_waits_from_the_agreement_to_the_interview(session: Session) -> None:
    user = somebody(session)
    offer = opened_offer(session, level=2)
    seen, waiting = introduced(session, offer, people(session, 2), A.SUBMIT)
    interviewed(session, [seen], user, OPENED + 52 * HOUR)  # they wait since the fifth hour

    interview = delays(session, OCTOBER)[2]

    assert (interview.ended, interview.waiting) == (1, 1)
    assert interview.median == pytest.approx(48)
    assert interview.is_held
    assert waiting.id != seen.id
