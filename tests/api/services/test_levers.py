"""Readings of levers are kept while nothing changes, and made again as soon as something does."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.services.levers import in_words, read_offer, read_shortlist
from api.services.levers_table import offer_table
from api.services.levers_territory import territory_levers, territory_table
from api.services.offers import create_offer
from api.services.shortlists import Matcher, matcher_of, refresh_shortlist
from ingestion.load import load_candidates, plan_candidates
from ingestion.records import (
    CandidateRecord,
    Contract,
    Credential,
    Home,
    LicenceNeed,
    Occupation,
    Project,
    Workplace,
)
from matching.levers.counterfactuals import Counterfactual
from models.candidates import Candidate
from models.offers import Offer
from models.vocabulary import (
    Band,
    ContractType,
    CredentialState,
    Necessity,
    OfferState,
    Role,
    TravelMode,
)
from tests.factories import make_candidate_record, make_parsed_offer, make_user

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
HOME = Home("Dunkerque", "59183", None, "59140", 51.0344, 2.3768)
LICENCE = Credential("permis_B", "permis B", CredentialState.HELD)


def person(identifier: str, **changes: Any) -> CandidateRecord:
    record = make_candidate_record(
        identifier=identifier,
        projects=(Project("Cariste", "N1101", date(2026, 3, 2), True),),
        home=HOME,
        travel_modes=frozenset({TravelMode.CAR}),
        trip_limit_minutes=45.0,
        credentials=(LICENCE,),
    )
    return replace(record, **changes)


def fill(session: Session, offers: int = 1) -> list[Offer]:
    """Two forklift drivers without a CACES, and open offers that require one."""
    records = [person("P-0001"), person("P-0002")]
    load_candidates(session, plan_candidates(session, records), NOW)
    made = []
    for number in range(offers):
        parsed = make_parsed_offer(
            reference=f"DK-{number}",
            title="Cariste H/F",
            description="Vous conduisez un chariot.",
            source_text=f"Cariste H/F\nVous conduisez un chariot. {number}",
            occupation=Occupation("N1101", None, None, (), declared=True),
            workplace=Workplace("59271", "Grande-Synthe", "59760", 51.0154, 2.3014),
            contract=Contract(ContractType.CDI),
            licences=(LicenceNeed("CACES_R489_3", Necessity.REQUIRED),),
            level=1,
        )
        offer = create_offer(session, parsed, None, NOW)
        offer.state, offer.opened_at = OfferState.OPEN, NOW
        made.append(offer)
    session.flush()
    return made


def fresh() -> Matcher:
    return Matcher(matcher_of().ranker)


def test_a_reading_is_made_once_and_again_when_offer_or_people_change(session: Session) -> None:
    (offer,), matcher = fill(session), fresh()
    first = read_offer(session, offer, TODAY, matcher)
    assert read_offer(session, offer, TODAY, matcher) is first
    offer.version += 1
    session.flush()
    second = read_offer(session, offer, TODAY, matcher)
    assert second is not first
    someone = session.scalars(select(Candidate)).first()
    assert someone is not None
    someone.updated_at = NOW + timedelta(minutes=1)
    session.flush()
    assert read_offer(session, offer, TODAY, matcher) is not second


def test_a_list_of_another_version_or_engine_is_told_nothing(session: Session) -> None:
    (offer,), matcher = fill(session), fresh()
    shortlist = refresh_shortlist(session, offer, TODAY, matcher)
    assert read_shortlist(session, shortlist, offer, matcher) is not None
    shortlist.engine_version = "2001.01"
    assert read_shortlist(session, shortlist, offer, matcher) is None
    shortlist.engine_version = matcher.ranker.engine.version
    offer.version += 1
    assert read_shortlist(session, shortlist, offer, matcher) is None


def test_the_table_counts_and_names_for_who_may_see_people(session: Session) -> None:
    (offer,), matcher = fill(session), fresh()
    table = offer_table(session, offer, TODAY, matcher, make_user(Role.ADVISOR))
    assert (table.possible, table.near) == (0, 2)
    line = next(line for line in table.people if line.key == "titre:CACES_R489")
    assert (line.gained, line.people) == (2, ("P-0001", "P-0002"))
    assert any("débutants" in words or "navette" in words for words in table.without)
    unseen = offer_table(session, offer, TODAY, matcher, make_user(Role.OFFICER))
    assert [line.gained for line in unseen.people] == [line.gained for line in table.people]
    assert not any(line.people for line in (*unseen.people, *unseen.offered))


def test_a_territory_is_read_within_a_budget_and_kept(session: Session) -> None:
    fill(session, offers=2)
    matcher = fresh()
    assert (territory_levers(session, TODAY, matcher).read, 2) == (0, 2)
    whole = territory_levers(session, TODAY, matcher, budget=60.0)
    assert (whole.read, whole.open) == (2, 2)
    again = territory_levers(session, TODAY, matcher)
    assert again.totals == whole.totals
    first = whole.totals[0]
    assert (first.pairs, first.persons, len(first.offers)) == (4, 2, 2)
    closed = session.scalars(select(Offer)).first()
    assert closed is not None
    closed.state = OfferState.FILLED
    session.flush()
    left = territory_levers(session, TODAY, matcher)
    assert (left.read, left.open, left.totals[0].pairs) == (1, 1, 2)
    assert territory_levers(session, date(2026, 11, 24), matcher).read == 0


def test_the_file_of_a_territory_holds_numbers_and_offers(session: Session) -> None:
    fill(session, offers=2)
    rows = territory_table(territory_levers(session, TODAY, fresh(), budget=60.0)).rows
    assert rows[0][0] in ("Permis et titres", "Trajet")
    title = next(row for row in rows if "CACES R489" in str(row[1]))
    assert title[2:] == (
        "formation CACES chariots (3 à 5 jours)",
        4,
        2,
        2,
        "DK-0 (2) | DK-1 (2)",
    )


def test_a_change_is_said_with_its_rank_and_its_band() -> None:
    change = Counterfactual(1, ("a", "b"), ("avec un vélo", "si X"), 19, 4, Band.SUITABLE)
    assert in_words(change, Band.WITH_LEVER) == (
        "Rang 4 au lieu de 19, « Adapté », avec un vélo et si X."
    )
    same = replace(change, before=4, words=("avec un vélo",))
    assert in_words(same, Band.TO_CHECK) == "Rang 4, « Adapté », avec un vélo."
    assert (
        in_words(replace(change, words=("si X",)), Band.SUITABLE) == "Rang 4 au lieu de 19, si X."
    )
