"""A post that may be arranged raises who has a restriction, and excludes nobody."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy.orm import Session

from api.services.offer_forces_view import forces_view, told_forces
from api.services.offers import create_offer
from api.services.shortlists import matcher_of, refresh_shortlist
from ingestion.details import OfferDetails
from ingestion.records import Evidence, Limits, ParsedOffer, Restriction
from models.fiche import Adaptation, DisabilityAccess
from models.offers import Offer
from models.shortlists import ShortlistEntry
from models.vocabulary import Band, Condition, Domain, Force, Gate, Role
from tests.api.services.test_offer_forces import first_row, fresh, somebody, wanted
from tests.api.services.test_shortlists import NOW, PEOPLE, TODAY, forklift_offer, load

SEATED = replace(PEOPLE[0], limits=Limits((Restriction(Condition.STANDING),)))


def opened(session: Session, details: OfferDetails, **changes: Any) -> Offer:
    load(session, [SEATED, *PEOPLE[1:]])
    parsed: ParsedOffer = replace(
        forklift_offer(domain=Domain.TRANSPORT, constraints=(Condition.STANDING,)),
        details=details,
        **changes,
    )
    return create_offer(session, parsed, None, NOW)


def row_of(session: Session, offer: Offer) -> ShortlistEntry:
    return first_row(session, refresh_shortlist(session, offer, TODAY, fresh()))


@pytest.mark.parametrize(
    ("details", "words"),
    [
        (OfferDetails(disability_access=DisabilityAccess.ACCESSIBLE), "Poste annoncé accessible"),
        (
            OfferDetails(
                disability_access=DisabilityAccess.ADAPTABLE,
                adaptations=(Adaptation.SEAT, Adaptation.BREAKS),
            ),
            "Poste annoncé aménageable : siège, pauses",
        ),
        (OfferDetails(adaptations=(Adaptation.TOOL,)), "Poste aménageable : outil adapté"),
    ],
)
def test_a_restriction_weighs_where_the_post_may_be_arranged_and_it_is_said(
    session: Session, details: OfferDetails, words: str
) -> None:
    offer = opened(session, details)
    row = row_of(session, offer)
    assert (row.band, row.is_eligible, row.blockers) == (Band.TO_CHECK, True, [])
    assert row.remarks is not None
    assert row.remarks[0]["force"] == Force.WEIGHS.value
    ranker = matcher_of().ranker
    (told,) = told_forces(session, offer, None, ranker)
    assert (told.motive, told.who, told.at) == (words, None, None)
    rows = forces_view(session, offer, somebody(session, Role.OFFICER), ranker).rows
    assert [each.said for each in rows if each.gate is Gate.RESTRICTION] == [words]


@pytest.mark.parametrize("access", [None, DisabilityAccess.NO, DisabilityAccess.TO_STUDY])
def test_nothing_else_said_of_the_post_changes_anybody(
    session: Session, access: DisabilityAccess | None
) -> None:
    offer = opened(session, OfferDetails(disability_access=access))
    row = row_of(session, offer)
    assert (row.band, row.blockers[0]["criterion"]) == (Band.WITH_LEVER, "restriction")
    assert told_forces(session, offer, None, matcher_of().ranker) == ()


def test_what_nobody_reviewed_loosens_nothing(session: Session) -> None:
    read = Evidence(0, 12, "Préparateur ", 0.9)
    details = OfferDetails(disability_access=DisabilityAccess.ADAPTABLE)
    offer = opened(session, details, evidence={"details.disability_access": read})
    assert row_of(session, offer).blockers
    assert told_forces(session, offer, None, matcher_of().ranker) == ()


def test_who_knows_the_employer_may_say_that_it_blocks_all_the_same(session: Session) -> None:
    offer = opened(session, OfferDetails(disability_access=DisabilityAccess.ADAPTABLE))
    officer = somebody(session, Role.OFFICER)
    assert wanted(session, offer, officer, Force.BLOCKS, Gate.RESTRICTION)
    assert row_of(session, offer).blockers
    assert told_forces(session, offer, None, matcher_of().ranker) == ()
    assert wanted(session, offer, officer, Force.TOLD, Gate.RESTRICTION)
    assert not row_of(session, offer).blockers
