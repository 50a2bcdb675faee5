"""Snapshots of shortlists: everybody is in them or counted, and they say what made them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.services.offers import create_offer
from api.services.pool import PoolCache
from api.services.shortlists import (
    Matcher,
    brief_shortlist,
    current_shortlist,
    is_whole,
    matcher_of,
    ranked_entries,
    refresh_shortlist,
)
from api.services.workbook import write_shortlist
from ingestion.load import load_candidates, plan_candidates
from ingestion.records import (
    CandidateRecord,
    Contract,
    Evidence,
    Home,
    LicenceNeed,
    Occupation,
    ParsedOffer,
    Project,
    Workplace,
)
from matching.engine import packaged_engine
from models.errors import InputRefusedError
from models.offers import Offer
from models.shortlists import ShortlistEntry
from models.vocabulary import Band, ContractType, Criterion, Necessity, TravelMode
from tests.factories import make_candidate_record, make_parsed_offer
from tests.statements import statements

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
HOME = Home("Dunkerque", "59183", None, "59140", 51.0344, 2.3768)


def person(identifier: str, title: str, rome: str, **changes: Any) -> CandidateRecord:
    record = make_candidate_record(
        identifier=identifier,
        projects=(Project(title, rome, date(2026, 3, 2), True),),
        home=HOME,
        travel_modes=frozenset({TravelMode.CAR}),
        trip_limit_minutes=45.0,
        credentials=(),
    )
    return replace(record, **changes)


PEOPLE = [
    person("P-0001", "Préparateur de commandes", "N1103"),
    person("P-0002", "Coiffeuse", "D1202"),
    person("P-0003", "Boulanger", "D1102"),
]


def forklift_offer(**changes: Any) -> ParsedOffer:
    parsed = make_parsed_offer(
        title="Préparateur de commandes",
        occupation=Occupation("N1103", "Préparateur de commandes", 0.9, (), True),
        workplace=Workplace("59271", "Grande-Synthe", "59760", 51.0154, 2.3014),
        contract=Contract(ContractType.CDI),
    )
    return replace(parsed, **changes)


def load(session: Session, records: list[CandidateRecord]) -> None:
    load_candidates(session, plan_candidates(session, records), NOW)
    session.flush()


@pytest.fixture
def offer(session: Session) -> Offer:
    load(session, PEOPLE)
    return create_offer(session, forklift_offer(), None, NOW)


def fresh_matcher() -> Matcher:
    return Matcher(matcher_of().ranker, PoolCache())


def test_a_whole_snapshot_holds_everybody_and_says_what_made_it(
    session: Session, offer: Offer
) -> None:
    shortlist = refresh_shortlist(session, offer, TODAY, fresh_matcher())
    rows = session.scalars(
        select(ShortlistEntry)
        .where(ShortlistEntry.shortlist_id == shortlist.id)
        .order_by(ShortlistEntry.rank)
    ).all()
    assert [row.rank for row in rows] == [1, 2, 3]
    assert len({row.candidate_id for row in rows}) == 3
    assert is_whole(session, shortlist)
    assert (shortlist.data_date, shortlist.engine_version) == (TODAY, packaged_engine().version)
    assert set(shortlist.weights) == {criterion.value for criterion in Criterion}
    assert sum(shortlist.band_counts.values()) == shortlist.candidates_ranked == 3
    first = rows[0]
    assert first.band is not Band.REMOTE
    assert abs(sum(c["points"] for c in first.contributions.values()) - first.score) < 1e-9
    assert current_shortlist(session, offer) is shortlist


def test_a_brief_snapshot_counts_whom_it_leaves_out(session: Session, offer: Offer) -> None:
    shortlist = brief_shortlist(session, offer, TODAY, fresh_matcher()).shortlist
    assert shortlist.candidates_ranked == 3
    assert shortlist.band_counts[Band.REMOTE.value] == 2
    assert not is_whole(session, shortlist)
    assert is_whole(session, refresh_shortlist(session, offer, TODAY, fresh_matcher()))


def test_a_list_follows_the_base(session: Session, offer: Offer) -> None:
    matcher = fresh_matcher()
    before = ranked_entries(session, offer, TODAY, matcher)
    assert ranked_entries(session, offer, TODAY, matcher) == before
    load_candidates(
        session,
        plan_candidates(session, [person("P-0004", "Préparatrice de commandes", "N1103")]),
        datetime(2026, 11, 23, 10, 0, tzinfo=UTC),
    )
    session.flush()
    after = ranked_entries(session, offer, TODAY, matcher)
    assert {entry.candidate for entry in after} == {f"P-000{n}" for n in range(1, 5)}


def test_a_snapshot_asks_once_whether_the_candidates_changed(
    session: Session, offer: Offer
) -> None:
    matcher = fresh_matcher()
    refresh_shortlist(session, offer, TODAY, matcher)
    with statements(session) as sent:
        shortlist = brief_shortlist(session, offer, TODAY, matcher).shortlist
    assert sum("max(candidates.updated_at)" in statement for statement in sent) == 1
    assert sum("INSERT INTO shortlist_entries" in statement for statement in sent) == 1
    kept = session.scalars(
        select(ShortlistEntry).where(ShortlistEntry.shortlist_id == shortlist.id)
    ).one()
    assert isinstance(kept.band, Band)
    assert kept.contributions.keys() == {criterion.value for criterion in Criterion}


def test_what_nobody_has_read_in_the_offer_never_blocks(session: Session) -> None:
    load(session, PEOPLE)
    title = "Préparateur de commandes\nCACES 1 exigé"
    parsed = forklift_offer(
        licences=(LicenceNeed("CACES_R489_1", Necessity.REQUIRED),),
        source_text=title,
        evidence={"licences.0": Evidence(25, 32, title[25:32], 0.9)},
    )
    offer = create_offer(session, parsed, None, NOW)
    entry = ranked_entries(session, offer, TODAY, fresh_matcher())[0]
    assert entry.blockers == ()
    assert any("À confirmer dans l'offre" in u.question for u in entry.unknowns)


def test_an_empty_base_gives_an_empty_list(session: Session) -> None:
    offer = create_offer(session, forklift_offer(), None, NOW)
    shortlist = refresh_shortlist(session, offer, TODAY, fresh_matcher())
    assert (shortlist.candidates_ranked, shortlist.band_counts) == (0, {})


def test_the_workbook_holds_every_row_as_text_and_numbers(
    session: Session, offer: Offer, tmp_path: Path
) -> None:
    load(session, [person("=1+1", "Préparateur de commandes", "N1103")])
    listed = ranked_entries(session, offer, TODAY, fresh_matcher())
    write_shortlist(tmp_path / "liste.xlsx", "=cmd|' /C calc'!A0", TODAY, listed)
    sheet = openpyxl.load_workbook(tmp_path / "liste.xlsx")["Liste"]
    assert sheet.max_row == 1 + len(listed)
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert sheet.freeze_panes == "C2"
    assert "=1+1" in {row[1].value for row in sheet.iter_rows(min_row=2)}


def test_a_workbook_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputRefusedError, match=r"\.xlsx"):
        write_shortlist(tmp_path / "liste.csv", "Offre", TODAY, [])
    with pytest.raises(InputRefusedError, match="écriture impossible"):
        write_shortlist(tmp_path / "absent" / "liste.xlsx", "Offre", TODAY, [])
