"""A serious alert waits for a decision; the decision is kept with who took it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from api.services import offer_alerts, offer_states, offers
from models.errors import (
    InputRefusedError,
    NotFoundError,
    OfferIncompleteError,
    RoleRefusedError,
)
from models.guards import AlertDecision, LegalGround
from models.merges import AlertRuling
from models.offers import Offer
from models.people import User
from models.vocabulary import OfferState, Role
from tests.api.services.test_offer_life import whole
from tests.factories import make_user

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
WORDS = "À Dunkerque. Homme uniquement. Bonne présentation."


def taken_in(session: Session) -> tuple[Offer, User]:
    user = make_user(Role.OFFICER)
    session.add(user)
    session.flush()
    return offers.create_offer(session, whole(description=WORDS), user, NOW), user


def test_an_offer_with_a_serious_alert_opens_once_somebody_decided(session: Session) -> None:
    offer, user = taken_in(session)
    with pytest.raises(OfferIncompleteError, match="« Homme uniquement »") as refusal:
        offer_states.open_offer(session, offer, user, NOW)
    assert len(refusal.value.missing) == 1
    parsed = offers.parsed_offer(session, offer)
    serious, mild = offer_alerts.alert_lines(session, offer, parsed, TODAY)
    assert (serious.holds_back, mild.holds_back) == (True, False)
    alert = offer_alerts.alert_of(parsed, serious.alert.key, TODAY)
    offer_alerts.rule_on(session, offer, alert, (AlertDecision.REWORDED, None), user, NOW)
    offer_states.open_offer(session, offer, user, NOW)
    assert offer.state is OfferState.OPEN
    (line, _) = offer_alerts.alert_lines(session, offer, parsed, TODAY)
    assert line.ruling is not None
    assert (line.ruling.actor, line.ruling.at, line.ruling.words) == (user, NOW, "Homme uniquement")


def test_the_latest_decision_holds_and_all_are_kept(session: Session) -> None:
    offer, user = taken_in(session)
    parsed = offers.parsed_offer(session, offer)
    alert = offer_alerts.alert_lines(session, offer, parsed, TODAY)[0].alert
    for decision in ((AlertDecision.DISMISSED, None), (AlertDecision.KEPT, LegalGround.ACTING)):
        later = NOW + timedelta(minutes=1)
        offer_alerts.rule_on(session, offer, alert, decision, user, later)
    ruling = offer_alerts.alert_lines(session, offer, parsed, TODAY)[0].ruling
    assert ruling is not None
    assert (ruling.decision, ruling.ground) == (AlertDecision.KEPT, LegalGround.ACTING)
    assert len(session.scalars(select(AlertRuling)).all()) == 2


def test_words_are_kept_on_a_legal_ground_only(session: Session) -> None:
    offer, user = taken_in(session)
    parsed = offers.parsed_offer(session, offer)
    alert = offer_alerts.alert_lines(session, offer, parsed, TODAY)[0].alert
    with pytest.raises(InputRefusedError, match="motif légal"):
        offer_alerts.rule_on(session, offer, alert, (AlertDecision.KEPT, None), user, NOW)
    caseworker, ruling = make_user(Role.CASEWORKER), (AlertDecision.DISMISSED, None)
    with pytest.raises(RoleRefusedError):
        offer_alerts.rule_on(session, offer, alert, ruling, caseworker, NOW)
    with pytest.raises(NotFoundError):
        offer_alerts.alert_of(parsed, "sexe-0-1", TODAY)
    session.add(
        AlertRuling(
            offer_id=offer.id,
            kind=alert.kind,
            span_start=0,
            span_end=1,
            words="",
            decision=AlertDecision.KEPT,
        )
    )
    with pytest.raises(IntegrityError):
        session.flush()
