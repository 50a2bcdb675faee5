"""Activity by public: who is counted, and what is not told."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from api.services.steering.activity import activity, masked, masked_parts
from models.candidates import Candidate
from models.case_files import CandidateFollow, SensitiveStatus, StatusKind
from models.contract_lists import ContractKind, ContractState
from models.contracts import Contract
from models.exit_lists import ExitState
from models.exits import Exit
from models.people import User
from tests.api.services.steering.stories import people, somebody

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
RULES = [("cdi", "CDI"), ("alternance", "Contrat en alternance")]


def enter(session: Session, persons: list[Candidate], on: date, rsa: int = 0) -> None:
    session.add_all(CandidateFollow(candidate_id=each.id, entered_on=on) for each in persons)
    session.add_all(
        SensitiveStatus(candidate_id=each.id, kind=StatusKind.STATUS, position=0, code="RSA")
        for each in persons[:rsa]
    )
    session.flush()


def leave(session: Session, persons: list[Candidate], rule: str, user: User, on: date) -> None:
    session.add_all(
        Exit(
            candidate_id=each.id,
            protocol="2022",
            rule=rule,
            state=ExitState.VALIDATED,
            story="",
            acquired_on=on,
            committee_on=on,
            decided_by_id=user.id,
        )
        for each in persons
    )
    session.flush()


def lines(session: Session) -> dict[str, tuple[int | None, ...]]:
    return {each.title: each.counts for each in activity(session, FIRST, LAST, RULES).lines}


def test_entries_people_followed_and_exits_are_counted_by_public(session: Session) -> None:
    user = somebody(session)
    gone, old, new = people(session, 5), people(session, 20), people(session, 12)
    enter(session, gone, date(2024, 3, 1))
    enter(session, old, date(2025, 3, 1), rsa=9)
    enter(session, new, date(2026, 3, 1), rsa=6)
    leave(session, gone, "cdi", user, date(2025, 11, 1))
    leave(session, old[:8], "cdi", user, date(2026, 5, 1))
    leave(session, old[8:15], "alternance", user, date(2026, 6, 1))
    leave(session, old[15:], "autre_regle", user, date(2026, 6, 1))

    found = lines(session)

    assert found["Personnes en parcours dans la période"][:2] == (32, 15)
    assert found["Entrées"][:2] == (12, 6)
    assert found["Sorties positives : CDI"][0] == 8
    assert found["Sorties positives : Contrat en alternance"][0] == 7
    assert found["Sorties positives : Autre sortie positive"][0] == 5
    assert found["Sorties positives validées, en tout"][:2] == (20, 9)


@pytest.mark.parametrize(
    ("start", "end", "ended", "state", "counts"),
    [
        (date(2026, 2, 1), date(2026, 2, 28), None, ContractState.ONGOING, True),
        (date(2026, 2, 1), date(2026, 2, 27), None, ContractState.ONGOING, False),
        (date(2026, 2, 1), date(2026, 8, 1), date(2026, 2, 10), ContractState.ENDED, False),
        (date(2026, 2, 1), None, None, ContractState.STARTED, True),
        (date(2026, 2, 1), None, None, ContractState.PLANNED, False),
        (date(2025, 12, 31), None, None, ContractState.STARTED, False),
    ],
)
def test_a_step_is_a_month_of_work_that_began_in_the_period(
    start: date,
    end: date | None,
    ended: date | None,
    state: ContractState,
    counts: bool,
    session: Session,
) -> None:
    persons = people(session, 5)
    enter(session, persons, date(2025, 1, 1))
    session.add_all(
        Contract(
            candidate_id=each.id,
            employer_name="Brasserie du Beffroi",
            job_title="Plonge",
            kind=ContractKind.CDD,
            start_on=start,
            end_on=end,
            ended_on=ended,
            state=state,
        )
        for each in persons
    )
    session.flush()

    steps = next(counts_ for title, counts_ in lines(session).items() if "Étapes" in title)
    assert steps[0] == (5 if counts else 0)


def test_one_to_four_people_are_not_told_nor_given_away() -> None:
    assert masked([0, 1, 4, 5, 120]) == (0, None, None, 5, 120)
    # one hidden part would be the whole less the others: the smallest other goes too
    assert masked_parts([[3], [7], [40], [0]]) == [(None,), (None,), (40,), (0,)]
    assert masked_parts([[3], [2], [40]]) == [(None,), (None,), (40,)]
    assert masked_parts([[8], [9]]) == [(8,), (9,)]
