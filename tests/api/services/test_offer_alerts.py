"""A serious alert waits for a decision; the decision is kept with who took it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from api.services import offer_alerts, offer_states, offers
from api.services.import_offers import import_offers
from api.services.proposals import packaged_proposals
from ingestion.records import Pay
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
from models.vocabulary import OfferState, PayPeriod, Role
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


def held_back(session: Session, offer: Offer) -> list[str]:
    """The alerts that wait for a decision, in their words."""
    lines = offer_alerts.alert_lines(session, offer, offers.parsed_offer(session, offer), TODAY)
    return [offer_alerts.words_of(line.alert) for line in lines if line.holds_back]


def dismiss_all(session: Session, offer: Offer, user: User) -> None:
    parsed = offers.parsed_offer(session, offer)
    for line in offer_alerts.alert_lines(session, offer, parsed, TODAY):
        ruling = (AlertDecision.DISMISSED, None)
        offer_alerts.rule_on(session, offer, line.alert, ruling, user, NOW)


def test_a_decision_on_a_wage_is_none_on_another_wage(session: Session) -> None:
    user = make_user(Role.OFFICER)
    session.add(user)
    session.flush()
    low = whole(description="À Dunkerque.", pay=Pay(11.0, 11.0, PayPeriod.HOUR))
    offer = offers.create_offer(session, low, user, NOW)
    assert len(held_back(session, offer)) == 1
    dismiss_all(session, offer, user)
    assert held_back(session, offer) == []
    parsed = offers.parsed_offer(session, offer)
    lower = replace(parsed, pay=Pay(7.6, 7.6, PayPeriod.HOUR))
    offer_states.update_offer(session, offer, lower, user, NOW)
    assert len(held_back(session, offer)) == 1
    offer_states.update_offer(session, offer, parsed, user, NOW)
    assert held_back(session, offer) == []


def test_a_decision_on_words_is_none_on_other_words_in_their_place(
    session: Session, tmp_path: Path
) -> None:
    user, sheet = make_user(Role.OFFICER), tmp_path / "offres.csv"
    session.add(user)
    session.flush()
    text = "Référence;Intitulé;Missions\nR-9;Vendeur;Nous cherchons une {} pour la vente.\n"
    for word in ("femme", "fille"):
        sheet.write_text(text.format(word))
        import_offers(session, sheet, packaged_proposals(), now=NOW)
        offer = offers.offer_by_reference(session, "R-9")
        (words,) = held_back(session, offer)
        assert word in words
        dismiss_all(session, offer, user)
        assert held_back(session, offer) == []
