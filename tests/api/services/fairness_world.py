"""An invented office: people of several publics, lists of a month, with or without a bias."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
from sqlalchemy import insert
from sqlalchemy.orm import Session

from api.services.fairness_groups import AGES, NO, SEXES, UNSAID, YES, Breakdown
from api.services.fairness_lists import List, Row
from matching.engine import packaged_engine
from models.case_files import (
    CandidateFollow,
    CandidateIdentity,
    SensitiveStatus,
    StatusKind,
)
from models.fairness import Public
from models.shortlists import Shortlist, ShortlistEntry
from models.vocabulary import Band, Criterion, Domain, Gate
from tests.factories import make_candidate, make_offer

MONTH = date(2026, 10, 1)
MADE = datetime(2026, 10, 14, 9, 0, tzinfo=UTC)
ESTABLISHED = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
DOMAINS = (Domain.INDUSTRY, Domain.TRANSPORT, Domain.CATERING)
HELD = 0.6
"""Share of the lists on which a gate holds the group back, where there is a bias."""


@dataclass(frozen=True)
class Office:
    """Invented people and their lists; `people` are numbered from 0."""

    breakdowns: tuple[Breakdown, ...]
    lists: tuple[List, ...]

    @property
    def people(self) -> int:
        return len(self.breakdowns[0].codes)


def office(seed: int, is_biased: bool, people: int = 500, lists: int = 60) -> Office:
    """People of mixed worth and constancy; where there is a bias, hours hold the women back."""
    rng = np.random.default_rng(seed)
    breakdowns = (
        _breakdown(Public.SEX, SEXES, (0.44, 0.54, 0.02), people, rng),
        _breakdown(Public.AGE, AGES, (0.2, 0.55, 0.24, 0.01), people, rng),
        _breakdown(Public.QUARTER, (YES, NO, UNSAID), (0.35, 0.6, 0.05), people, rng),
        _breakdown(Public.RSA, (YES, UNSAID), (0.4, 0.6), people, rng),
        _breakdown(Public.DELD, (YES, UNSAID), (0.45, 0.55), people, rng),
        _breakdown(Public.RQTH, (YES, UNSAID), (0.1, 0.9), people, rng),
        _breakdown(Public.BRANCH, ("Bray-Dunes", "Loon", "Téteghem"), (0.5, 0.3, 0.2), people, rng),
    )
    women = breakdowns[0].codes == SEXES.index("Femmes")
    worth, trade = rng.normal(size=people), rng.integers(len(DOMAINS), size=people)
    made = []
    for number in range(lists):
        domain = int(rng.integers(len(DOMAINS)))
        held = rng.random(people) < np.where(women & is_biased, HELD, 0.1)
        score = worth + rng.normal(size=people) - 10 * held
        able = np.flatnonzero(trade == domain)
        ranked = able[np.argsort(-score[able])]
        rows = tuple(_row(int(who), place, bool(held[who])) for place, who in enumerate(ranked, 1))
        made.append(List(number, DOMAINS[domain], True, rows))
    return Office(breakdowns, tuple(made))


def _breakdown(
    public: Public,
    names: Sequence[str],
    shares: Sequence[float],
    people: int,
    rng: np.random.Generator,
) -> Breakdown:
    codes = rng.choice(len(names), size=people, p=shares).astype(np.int32)
    return Breakdown(public, tuple(names), codes)


def _row(who: int, place: int, is_held: bool) -> Row:
    return Row(
        candidate_id=who,
        place=place,
        is_eligible=not is_held,
        band=Band.WITH_LEVER if is_held else Band.SUITABLE,
        score=0.5,
        gates=frozenset({Gate.SCHEDULE} if is_held else ()),
        known=6,
        values=(0.5,) * len(Criterion),
    )


def write_office(session: Session, made: Office, at: datetime = MADE) -> list[int]:
    """The same people and lists in the base, as imports and rankings write them; their ids."""
    people = [make_candidate() for _ in range(made.people)]
    session.add_all(people)
    session.flush()
    ids = [each.id for each in people]
    group = {each.public: [each.names[code] for code in each.codes] for each in made.breakdowns}
    births = dict(zip(AGES, (date(2004, 5, 6), date(1988, 5, 6), date(1971, 5, 6)), strict=False))
    civilities = {"Femmes": "Mme", "Hommes": "Monsieur"}
    for place, id_ in enumerate(ids):
        session.add_all(
            [
                CandidateIdentity(
                    candidate_id=id_,
                    civility=civilities.get(group[Public.SEX][place]),
                    birth_date=births.get(group[Public.AGE][place]),
                ),
                CandidateFollow(candidate_id=id_, branch=group[Public.BRANCH][place]),
            ]
        )
        quarter = group[Public.QUARTER][place]
        if quarter != UNSAID:
            session.add(_status(id_, 0, "QPV", StatusKind.QUARTER, quarter == YES))
        for position, public in enumerate((Public.RSA, Public.DELD, Public.RQTH)):
            if group[public][place] == YES:
                session.add(_status(id_, position, public.label, StatusKind.STATUS, True))
    for each in made.lists:
        _write_list(session, each, ids, at)
    session.flush()
    return ids


def _status(id_: int, position: int, code: str, kind: StatusKind, holds: bool) -> SensitiveStatus:
    return SensitiveStatus(candidate_id=id_, kind=kind, position=position, code=code, holds=holds)


def _write_list(session: Session, each: List, ids: Sequence[int], at: datetime) -> None:
    offer = make_offer(domain=each.domain)
    session.add(offer)
    session.flush()
    shortlist = Shortlist(
        offer_id=offer.id,
        engine_name="candidatheque",
        engine_version="1.0",
        weights={},
        data_date=at.date(),
        generated_at=at,
        candidates_ranked=len(each.rows),
    )
    session.add(shortlist)
    session.flush()
    session.execute(insert(ShortlistEntry), [_entry(shortlist.id, row, ids) for row in each.rows])


def _entry(shortlist_id: int, row: Row, ids: Sequence[int]) -> dict[str, Any]:
    weights = packaged_engine().weights
    parts = {
        criterion.value: {
            "score": row.values[number],
            "weight": weights[criterion],
            "points": row.values[number] * weights[criterion],
            "known": number < row.known,
            "reason": "Dit par le dossier.",
        }
        for number, criterion in enumerate(Criterion)
    }
    return {
        "shortlist_id": shortlist_id,
        "rank": row.place,
        "candidate_id": ids[row.candidate_id],
        "score": row.score,
        "band": row.band,
        "is_eligible": row.is_eligible,
        "contributions": parts,
        "subtotals": {},
        "blockers": [
            {"criterion": gate.value, "reason": "Horaires impossibles.", "lever": None}
            for gate in sorted(row.gates)
        ],
        "unknowns": [],
    }
