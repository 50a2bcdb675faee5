"""A past list is made again to the last bit, or the reason why not is told."""

import subprocess
import sys
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import numpy as np
import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from api.services.learning_codec import decode, encode
from api.services.learning_inputs import PROGRAMME, programme
from api.services.learning_replay import Outcome, replay
from api.services.offers import create_offer
from api.services.pool import PoolCache
from api.services.shortlists import Matcher, brief_shortlist, matcher_of, refresh_shortlist
from ingestion.load import load_candidates, plan_candidates
from matching.learning.exposure import Swap, swap_of
from matching.territory import packaged_territory
from models.candidates import Candidate
from models.database import create_engine_from_url, create_session_factory, transaction
from models.errors import NotFoundError
from models.learning import RankingInput, ShortlistOrigin
from models.offers import Offer
from models.shortlists import Shortlist, ShortlistEntry
from models.vocabulary import Condition, Criterion
from tests.api.services.test_shortlists import NOW, PEOPLE, TODAY, forklift_offer, load, person
from tests.matching.factories import make_candidate as make_facts
from tests.matching.factories import make_offer as make_offer_facts


def fresh() -> Matcher:
    return Matcher(matcher_of().ranker, PoolCache())


def made(session: Session) -> tuple[Offer, Shortlist]:
    load(session, PEOPLE)
    offer = create_offer(session, forklift_offer(), None, NOW)
    return offer, refresh_shortlist(session, offer, TODAY, fresh())


def outcome_of(session: Session, shortlist: Shortlist) -> Outcome:
    session.expire_all()
    return replay(session, str(shortlist.key), matcher_of().ranker).outcome


def test_what_a_ranking_reads_comes_back_exactly() -> None:
    person_facts = make_facts(
        restrictions=((Condition.LOADS, 12.5), (Condition.NOISE, None)),
        earliest_start=time(8, 30),
        available_from=date(2026, 12, 1),
        trip_limit_km=0.1 + 0.2,
    )
    for value in (person_facts, make_offer_facts(), matcher_of().ranker.engine):
        assert decode(encode(value)) == value
        assert encode(decode(encode(value))) == encode(value)
    place = packaged_territory()
    again = decode(encode(place))
    assert encode(again) == encode(place)
    table = np.array([[1.5, np.nan], [np.inf, -0.0]])
    assert decode(encode(table)).tobytes() == table.tobytes()


@pytest.mark.parametrize("text", ['{"k":"os:system","v":{}}', '{"k":"pathlib:Path","v":{}}'])
def test_nothing_but_records_of_the_ranking_is_rebuilt(text: str) -> None:
    with pytest.raises(ValueError, match="no class of the ranking"):
        decode(text)


def test_a_list_is_the_same_after_everything_else_has_changed(session: Session) -> None:
    offer, shortlist = made(session)
    assert outcome_of(session, shortlist) is Outcome.SAME
    load(session, [replace(PEOPLE[0], skills=("soudure",)), person("P-0009", "Cariste", "N1101")])
    offer.parsed = {**offer.parsed, "title": "Soudeur"}
    session.flush()
    later = refresh_shortlist(session, offer, date(2027, 2, 1), fresh())
    assert outcome_of(session, shortlist) is Outcome.SAME
    assert outcome_of(session, later) is Outcome.SAME


def test_brief_and_swapped_lists_are_made_again_too(session: Session) -> None:
    load(session, [person(f"P-{n:04d}", "Préparateur de commandes", "N1103") for n in range(1, 25)])
    offer = create_offer(session, forklift_offer(), None, NOW)
    brief = brief_shortlist(session, offer, TODAY, fresh()).shortlist
    assert outcome_of(session, brief) is Outcome.SAME
    matcher = replace(fresh(), swaps=True)
    shortlist, origin = next(found for found in _lists(session, offer, matcher) if found[1])
    assert swap_of([0] * 24, str(shortlist.key)) == Swap(origin.swap_first, origin.swap_second)
    names = session.scalars(
        select(Candidate.identifier)
        .join(ShortlistEntry, ShortlistEntry.candidate_id == Candidate.id)
        .where(ShortlistEntry.shortlist_id == shortlist.id)
        .order_by(ShortlistEntry.rank)
    ).all()
    assert [n for n, name in enumerate(names, start=1) if name != f"P-{n:04d}"] == [
        origin.swap_first,
        origin.swap_second,
    ]
    assert outcome_of(session, shortlist) is Outcome.SAME


def test_lists_share_what_they_were_made_from(session: Session) -> None:
    offer, _ = made(session)
    load(session, [person(f"P-1{n:03d}", "Boulanger", "D1102") for n in range(300)])
    matcher = fresh()
    refresh_shortlist(session, offer, TODAY, matcher)
    first = session.scalar(select(func.count()).select_from(RankingInput))
    refresh_shortlist(session, offer, TODAY, matcher)
    assert session.scalar(select(func.count()).select_from(RankingInput)) == first
    load(session, [replace(PEOPLE[2], skills=("pain",))])
    refresh_shortlist(session, offer, TODAY, fresh())
    assert session.scalar(select(func.count()).select_from(RankingInput)) == (first or 0) + 2


def test_after_one_file_changed_its_part_alone_is_kept_anew(session: Session) -> None:
    offer, _ = made(session)
    load(session, [person(f"P-1{n:03d}", "Boulanger", "D1102") for n in range(300)])
    matcher = fresh()
    before = refresh_shortlist(session, offer, TODAY, matcher)
    first = session.scalar(select(func.count()).select_from(RankingInput))
    other = [replace(PEOPLE[2], skills=("pain",))]
    load_candidates(session, plan_candidates(session, other), NOW + timedelta(hours=1))
    session.flush()
    after = refresh_shortlist(session, offer, TODAY, matcher)
    assert session.scalar(select(func.count()).select_from(RankingInput)) == (first or 0) + 2
    assert outcome_of(session, before) is Outcome.SAME
    assert outcome_of(session, after) is Outcome.SAME


def test_a_list_changed_in_the_base_is_told(session: Session) -> None:
    _, shortlist = made(session)
    row = session.scalars(
        select(ShortlistEntry).where(ShortlistEntry.shortlist_id == shortlist.id)
    ).first()
    assert row is not None
    parts = {name: dict(part) for name, part in row.contributions.items()}
    parts[Criterion.SKILLS.value]["reason"] = "Autre phrase."
    row.contributions = parts
    session.flush()
    found = replay(session, str(shortlist.key), matcher_of().ranker)
    assert found.outcome is Outcome.DIFFERENT
    assert found.different == 1
    assert "contributions" in found.differences[0]


def test_an_engine_that_changed_since_is_told_and_not_passed_over(session: Session) -> None:
    _, shortlist = made(session)
    origin = session.get_one(ShortlistOrigin, shortlist.id)
    kept = session.get_one(RankingInput, origin.engine_hash)
    ranker = matcher_of().ranker
    stale = {**programme(ranker), PROGRAMME: "0" * 16}
    parts = decode(_text(kept))
    _rewrite(session, origin, encode((parts[0], parts[1], stale)))
    found = replay(session, str(shortlist.key), ranker)
    assert found.outcome is Outcome.CHANGED_SAME
    assert found.changed == (PROGRAMME,)


def test_inputs_that_are_gone_are_told(session: Session) -> None:
    _, shortlist = made(session)
    session.execute(delete(RankingInput))
    assert outcome_of(session, shortlist) is Outcome.LOST
    for key in ("pas-une-clé", "00000000-0000-4000-8000-000000000000"):
        with pytest.raises(NotFoundError):
            replay(session, key, matcher_of().ranker)


def test_the_command_makes_a_list_again_in_another_process(sqlite_url: str) -> None:
    engine = create_engine_from_url(sqlite_url)
    with transaction(create_session_factory(engine)) as session:
        _, shortlist = made(session)
    engine.dispose()
    environment = {"CANDIDATHEQUE_DATABASE_URL": sqlite_url, "PYTHONHASHSEED": "77"}
    done = subprocess.run(
        [sys.executable, "-m", "api.cli", "replay", str(shortlist.key)],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "identique, au bit et au mot près" in done.stdout
    assert "3 lignes comparées, 0 écarts" in done.stdout


def _lists(session: Session, offer: Offer, matcher: Matcher) -> Iterator[tuple[Shortlist, Any]]:
    """Lists of the offer, each with its origin where two of its rows were swapped."""
    for _ in range(200):
        shortlist = refresh_shortlist(session, offer, TODAY, matcher)
        origin = session.get_one(ShortlistOrigin, shortlist.id)
        yield shortlist, origin if origin.swap_first else None


def _text(kept: RankingInput) -> str:
    return zlib.decompress(kept.data).decode()


def _rewrite(session: Session, origin: ShortlistOrigin, text: str) -> None:
    session.add(RankingInput(sha256="f" * 64, size=len(text), data=zlib.compress(text.encode())))
    origin.engine_hash = "f" * 64
    session.flush()
