"""What it weighs and takes to keep the inputs of lists, and to make one again.

    python -m tests.evidence.replay [PEOPLE]

On the fictitious people of the demonstration, in a base of its own.
"""

import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.demo.people import people, write_people
from api.services.learning_replay import replay
from api.services.offers import create_offer
from api.services.pool import PoolCache
from api.services.schema import upgrade
from api.services.shortlists import Matcher, matcher_of, refresh_shortlist
from api.settings import sqlite_url
from ingestion.candidates import read_candidates
from ingestion.load import load_candidates, plan_candidates
from models.database import create_engine_from_url, create_session_factory
from models.learning import RankingInput
from tests.api.services.test_shortlists import forklift_offer

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def kept(session: Session) -> int:
    """Bytes of inputs in the base."""
    return int(session.scalar(select(func.sum(func.length(RankingInput.data)))) or 0)


def main() -> None:
    """Print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1400
    with TemporaryDirectory() as folder:
        url = sqlite_url(Path(folder) / "base.sqlite3")
        upgrade(url)
        write_people(Path(folder) / "people.csv", people(today=TODAY)[:count])
        records = [record for _, record in read_candidates(Path(folder) / "people.csv").records]
        engine = create_engine_from_url(url)
        with create_session_factory(engine)() as session:
            load_candidates(session, plan_candidates(session, records), NOW)
            offer = create_offer(session, forklift_offer(), None, NOW)
            matcher = Matcher(matcher_of().ranker, PoolCache())
            matcher.pool(session)
            sizes, spent = [kept(session)], []
            for _ in range(2):
                start = perf_counter()
                shortlist = refresh_shortlist(session, offer, TODAY, matcher)
                spent.append(perf_counter() - start)
                sizes.append(kept(session))
            changed = replace(records[0], skills=(*records[0].skills, "soudure"))
            load_candidates(session, plan_candidates(session, [changed]), NOW)
            fresh = Matcher(matcher_of().ranker, PoolCache())
            refresh_shortlist(session, offer, TODAY, fresh)
            sizes.append(kept(session))
            start = perf_counter()
            found = replay(session, str(shortlist.key), matcher_of().ranker)
            again = perf_counter() - start
            session.rollback()
        engine.dispose()
    steps = [after - before for before, after in pairwise(sizes)]
    print(f"personnes : {len(records)}")
    print(f"première liste : {steps[0] / 1000:.1f} ko gardés, {spent[0]:.2f} s")
    print(f"liste suivante, mêmes dossiers : {steps[1] / 1000:.1f} ko, {spent[1]:.2f} s")
    print(f"liste suivante, un dossier changé : {steps[2] / 1000:.1f} ko")
    print(f"refaire une liste : {again:.2f} s, {found.outcome.value} ({found.rows} lignes)")


if __name__ == "__main__":
    main()
