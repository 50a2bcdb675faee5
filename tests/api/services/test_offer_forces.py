"""What an employer can do without: who may say so, why, and what the list then is."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.services.learning_replay import Outcome, replay
from api.services.levers_table import offer_table
from api.services.offer_forces import Wish, choices_of, choose, forces_of
from api.services.offer_forces_view import forces_view, told_forces
from api.services.offer_life_view import story
from api.services.offers import create_offer
from api.services.offers_sides import profile_of, side_of
from api.services.pool import PoolCache
from api.services.scope import NotYourOfferError
from api.services.shortlists import Matcher, matcher_of, refresh_shortlist
from ingestion.records import Credential, LicenceNeed
from models.candidates import Candidate
from models.errors import (
    ConcurrentChangeError,
    DomainError,
    InputRefusedError,
    RoleRefusedError,
    TransitionRefusedError,
)
from models.forces import OfferForce
from models.offers import Offer
from models.people import User
from models.shortlists import Shortlist, ShortlistEntry
from models.vocabulary import (
    Band,
    CredentialState,
    Domain,
    Force,
    Gate,
    Necessity,
    OfferState,
    Role,
)
from tests.api.services.test_shortlists import NOW, PEOPLE, TODAY, forklift_offer, load
from tests.factories import make_user

CACES = LicenceNeed("CACES_R489_3", Necessity.REQUIRED)
CAR = Credential("permis_B", "Permis B", CredentialState.HELD)
WHY = "Le chef d’équipe forme sur place."


def fresh() -> Matcher:
    return Matcher(matcher_of().ranker, PoolCache())


def offer_asking(session: Session, *licences: LicenceNeed, **changes: Any) -> Offer:
    load(session, [replace(PEOPLE[0], credentials=(CAR,)), *PEOPLE[1:]])
    parsed = forklift_offer(licences=licences, domain=Domain.TRANSPORT, **changes)
    return create_offer(session, parsed, None, NOW)


def somebody(session: Session, role: Role, **values: Any) -> User:
    user = make_user(role, **values)
    session.add(user)
    session.flush()
    return user


def wanted(
    session: Session,
    offer: Offer,
    user: User,
    force: Force,
    gate: Gate = Gate.CREDENTIAL,
    **changes: Any,
) -> tuple[OfferForce, ...]:
    profile = profile_of(session, offer, matcher_of().ranker)
    wish = replace(Wish({gate: force}, WHY), **changes)
    return choose(session, offer, user, wish, profile, NOW)


def first_row(session: Session, shortlist: Shortlist) -> ShortlistEntry:
    row = session.get(ShortlistEntry, (shortlist.id, 1))
    assert row is not None
    return row


def test_the_list_is_made_again_with_what_the_employer_can_do_without(session: Session) -> None:
    offer = offer_asking(session, CACES)
    before = first_row(session, refresh_shortlist(session, offer, TODAY, fresh()))
    assert before.band is Band.WITH_LEVER
    assert before.remarks is None
    officer = somebody(session, Role.OFFICER)
    for force, band in ((Force.WEIGHS, Band.TO_CHECK), (Force.TOLD, Band.VERY_SUITABLE)):
        wanted(session, offer, officer, force)
        shortlist = refresh_shortlist(session, offer, TODAY, fresh())
        row = first_row(session, shortlist)
        assert (row.band, row.is_eligible, row.blockers) == (band, True, [])
        assert row.remarks is not None
        assert (row.remarks[0]["criterion"], row.remarks[0]["force"]) == ("titres", force.value)
        assert "non détenu" in row.remarks[0]["reason"]
        assert replay(session, str(shortlist.key), matcher_of().ranker).outcome is Outcome.SAME
    wanted(session, offer, officer, Force.BLOCKS)
    again = first_row(session, refresh_shortlist(session, offer, TODAY, fresh()))
    assert (again.band, again.score) == (before.band, before.score)
    assert (again.blockers, again.contributions) == (before.blockers, before.contributions)


def test_a_list_keeps_the_forces_it_was_made_with(session: Session) -> None:
    offer = offer_asking(session, CACES)
    officer = somebody(session, Role.OFFICER)
    default = refresh_shortlist(session, offer, TODAY, fresh())
    wanted(session, offer, officer, Force.TOLD)
    loose = refresh_shortlist(session, offer, TODAY, fresh())
    wanted(session, offer, officer, Force.BLOCKS)
    session.expire_all()
    for shortlist in (default, loose):
        assert replay(session, str(shortlist.key), matcher_of().ranker).outcome is Outcome.SAME
    row = first_row(session, loose)
    row.remarks = None
    session.flush()
    found = replay(session, str(loose.key), matcher_of().ranker)
    assert found.outcome is Outcome.DIFFERENT
    assert "ne bloque pas" in found.differences[0]


def test_the_side_of_the_person_reads_the_same(session: Session) -> None:
    offer = offer_asking(session, CACES)
    matcher = fresh()
    shortlist = refresh_shortlist(session, offer, TODAY, matcher)
    candidate = session.get_one(ShortlistEntry, (shortlist.id, 1)).candidate_id
    side = side_of(session, session.get_one(Candidate, candidate), TODAY, matcher)
    assert side.entry(offer).blockers
    wanted(session, offer, somebody(session, Role.OFFICER), Force.WEIGHS)
    entry = side.entry(offer)
    assert entry.blockers == ()
    assert entry.remarks[0].force is Force.WEIGHS


def test_the_table_of_levers_offers_nothing_for_it_and_the_list_says_who_and_why(
    session: Session,
) -> None:
    offer = offer_asking(session, CACES)
    officer = somebody(session, Role.OFFICER, name="Odile Vasseur")
    shortlist = refresh_shortlist(session, offer, TODAY, fresh())
    ranker = matcher_of().ranker
    assert told_forces(session, offer, shortlist, ranker) == ()
    table = offer_table(session, offer, TODAY, fresh(), officer)
    assert any(line.theme == "Permis et titres" for line in table.offered)
    wanted(session, offer, officer, Force.TOLD)
    table = offer_table(session, offer, TODAY, fresh(), officer)
    assert not any(line.theme == "Permis et titres" for line in (*table.offered, *table.people))
    (told,) = told_forces(session, offer, shortlist, ranker)
    assert (told.who, told.at, told.motive, told.is_later) == ("Odile Vasseur", NOW, WHY, True)
    assert "ne bloque pas" in told.words
    later = refresh_shortlist(session, offer, TODAY, fresh())
    assert not told_forces(session, offer, later, ranker)[0].is_later
    assert not forces_view(session, offer, officer, ranker).is_list_older
    words = story(session, offer)[0].words
    assert words == f"Permis ou titre exigé : indiqué seulement ({WHY})"


@pytest.mark.parametrize(
    ("role", "domains", "error"),
    [
        (Role.OFFICER, [], None),
        (Role.MANAGER, [], None),
        (Role.ADVISOR, [], None),
        (Role.ADVISOR, [Domain.TRANSPORT], None),
        (Role.ADVISOR, [Domain.INDUSTRY], NotYourOfferError),
        (Role.CASEWORKER, [], RoleRefusedError),
        (Role.OFFICE, [], RoleRefusedError),
        (Role.ADMIN, [], RoleRefusedError),
    ],
)
def test_who_may_say_what_blocks(
    session: Session, role: Role, domains: list[Domain], error: type[DomainError] | None
) -> None:
    offer = offer_asking(session, CACES)
    user = somebody(session, role, domains=domains)
    view = forces_view(session, offer, user, matcher_of().ranker)
    assert view.may_choose == (error is None)
    if error is None:
        assert len(wanted(session, offer, user, Force.WEIGHS)) == 1
        assert forces_of(session, offer.id) == {Gate.CREDENTIAL: Force.WEIGHS}
    else:
        with pytest.raises(error):
            wanted(session, offer, user, Force.WEIGHS)
        assert forces_of(session, offer.id) == {}


def test_no_motive_no_choice(session: Session) -> None:
    offer = offer_asking(session, CACES)
    officer = somebody(session, Role.OFFICER)
    for motive in ("", "  ", "x" * 501):
        with pytest.raises(InputRefusedError):
            wanted(session, offer, officer, Force.WEIGHS, motive=motive)
    version = offer.version
    assert wanted(session, offer, officer, Force.BLOCKS, motive="") == ()
    assert offer.version == version
    assert choices_of(session, offer) == {}


def test_what_the_law_asks_cannot_be_loosened_and_says_why(session: Session) -> None:
    offer = offer_asking(session, CACES, LicenceNeed("permis_C", Necessity.REQUIRED))
    officer = somebody(session, Role.OFFICER)
    for force in (Force.WEIGHS, Force.TOLD):
        with pytest.raises(InputRefusedError, match="code de la route"):
            wanted(session, offer, officer, force)
    rows = forces_view(session, offer, officer, matcher_of().ranker).rows
    assert "nul ne conduit sans le permis" in next(r for r in rows if r.gate is Gate.CREDENTIAL).law
    assert wanted(session, offer, officer, Force.WEIGHS, Gate.CONTRACT)


def test_a_title_that_the_offer_takes_for_granted_is_law_too(session: Session) -> None:
    parsed = forklift_offer()
    occupation = replace(parsed.occupation, rome="J1501", label="Aide-soignant")
    offer = offer_asking(session, title="Aide-soignant", occupation=occupation)
    with pytest.raises(InputRefusedError, match="diplôme"):
        wanted(session, offer, somebody(session, Role.OFFICER), Force.TOLD)


def test_a_choice_made_before_the_law_spoke_has_no_effect(session: Session) -> None:
    offer = offer_asking(session, CACES)
    officer = somebody(session, Role.OFFICER)
    wanted(session, offer, officer, Force.TOLD)
    licences = [*offer.parsed["licences"], {**offer.parsed["licences"][0], "code": "permis_C"}]
    offer.parsed = {**offer.parsed, "licences": licences}
    offer.version += 1
    session.flush()
    row = first_row(session, refresh_shortlist(session, offer, TODAY, fresh()))
    assert [each["criterion"] for each in row.blockers] == ["titres"]
    assert row.remarks is None
    assert told_forces(session, offer, None, matcher_of().ranker) == ()
    assert wanted(session, offer, officer, Force.BLOCKS)


def test_an_offer_that_says_nothing_has_nothing_to_loosen(session: Session) -> None:
    offer = offer_asking(session)
    with pytest.raises(InputRefusedError, match="rien à assouplir"):
        wanted(session, offer, somebody(session, Role.OFFICER), Force.WEIGHS, Gate.LANGUAGE)


def test_an_offer_that_is_over_or_changed_keeps_what_it_has(session: Session) -> None:
    offer = offer_asking(session, CACES)
    officer = somebody(session, Role.OFFICER)
    with pytest.raises(ConcurrentChangeError):
        wanted(session, offer, officer, Force.WEIGHS, version=offer.version + 1)
    offer.state = OfferState.CANCELLED
    session.flush()
    with pytest.raises(TransitionRefusedError):
        wanted(session, offer, officer, Force.WEIGHS)


def test_choices_are_added_and_never_changed(session: Session) -> None:
    offer = offer_asking(session, CACES)
    officer = somebody(session, Role.OFFICER)
    for force in (Force.WEIGHS, Force.TOLD, Force.BLOCKS):
        wanted(session, offer, officer, force)
    assert session.scalar(select(func.count()).select_from(OfferForce)) == 3
    assert forces_of(session, offer.id) == {Gate.CREDENTIAL: Force.BLOCKS}
    choices_of(session, offer)[Gate.CREDENTIAL].at = NOW + timedelta(days=1)
    with pytest.raises(RuntimeError, match="never changed"):
        session.flush()
