"""The indicators of ESF+: who is counted where, what is not known, and what is not told."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from api.services.steering.esf import HIDDEN, NOT_COLLECTED, esf_report, esf_table, indicators
from api.services.steering.masking import masked_grid
from models.candidates import Candidate
from models.case_files import CandidateFollow, CandidateIdentity, SensitiveStatus, StatusKind
from models.contract_lists import ContractKind, ContractState
from models.contracts import Contract
from models.exit_lists import ExitState, TrainingResult
from models.exits import BusinessCreation, Exit, Training
from tests.api.services.steering.stories import people, somebody

FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)
ENTERED = date(2026, 3, 2)
LEFT = date(2026, 4, 15)
TODAY = date(2026, 11, 23)


def enter(session: Session, count: int, civility: str | None = "Mme") -> list[Candidate]:
    made = people(session, count)
    session.add_all(CandidateFollow(candidate_id=each.id, entered_on=ENTERED) for each in made)
    session.add_all(CandidateIdentity(candidate_id=each.id, civility=civility) for each in made)
    session.flush()
    return made


def born(session: Session, persons: list[Candidate], day: date | None) -> None:
    for each in persons:
        session.get_one(CandidateIdentity, each.id).birth_date = day
    session.flush()


def status(session: Session, persons: list[Candidate], code: str) -> None:
    session.add_all(
        SensitiveStatus(candidate_id=each.id, kind=StatusKind.STATUS, position=0, code=code)
        for each in persons
    )
    session.flush()


def work(session: Session, persons: list[Candidate], start: date, end: date | None = None) -> None:
    session.add_all(
        Contract(
            candidate_id=each.id,
            employer_name="Brasserie du Beffroi",
            job_title="Plonge",
            kind=ContractKind.CDD,
            start_on=start,
            end_on=end,
            state=ContractState.ONGOING,
        )
        for each in persons
    )
    session.flush()


def leave(session: Session, persons: list[Candidate], on: date = LEFT) -> None:
    user = somebody(session)
    session.add_all(
        Exit(
            candidate_id=each.id,
            protocol="2022",
            rule="cdi",
            state=ExitState.VALIDATED,
            story="",
            acquired_on=on,
            committee_on=on,
            decided_by_id=user.id,
        )
        for each in persons
    )
    session.flush()


def counts(session: Session) -> dict[str, tuple[int | None, ...]]:
    report = esf_report(session, FIRST, LAST, TODAY)
    return {each.indicator.code or each.indicator.label: each.counts for each in report.lines}


def test_entries_are_shared_out_and_what_is_not_said_is_not_known(session: Session) -> None:
    women, men = enter(session, 20), enter(session, 10, "M.")
    enter(session, 6, None)
    born(session, women[:8], date(2008, 3, 3))  # 17 the day they came in, 18 the day after
    born(session, women[8:], date(1997, 3, 2))  # 29 that very day
    born(session, men, date(1971, 3, 2))  # 55
    status(session, women[:10], "DELD")
    work(session, men[:5], ENTERED - timedelta(days=30), ENTERED)
    work(session, men[5:], ENTERED + timedelta(days=1))
    for each, level in zip(women, (2, 3, 4, 5), strict=False):
        each.education_level = level
    for each in women[4:14]:
        each.education_level = 3
    session.flush()
    found = counts(session)
    assert found["EECO01"] == (36, 20, 10, 6)
    assert found["EECO03"] == found["EECO02"] == (10, 10, 0, 0)
    assert found["EECO05"] == (5, 0, 5, 0)
    assert found["EECO04"] == (0, 0, 0, 0)
    assert found["Situation à l’entrée non connue"] == (21, 10, 5, 6)
    assert found["EECO06"] == (8, 8, 0, 0)
    assert found["EECO07"] == (12, 12, 0, 0)
    assert found["EECO08"] == (10, 0, 10, 0)
    assert found["Âge non connu"] == (6, 0, 0, 6)
    assert found["EECO10"] == (12, 12, 0, 0)
    assert found["EECO09"][0] is None  # one person
    assert found["EECO11"][0] is None
    assert found["Niveau de formation non connu"] == (22, 6, 10, 6)
    assert found["EECO12"] == (0, 0, 0, 0)
    assert found["EECO13"] == ()


def test_exits_say_work_training_and_six_months_after(session: Session) -> None:
    persons = enter(session, 30)
    leave(session, persons)
    work(session, persons[:8], LEFT - timedelta(days=200))  # goes on
    work(session, persons[8:14], LEFT + timedelta(days=28), LEFT + timedelta(days=60))
    work(session, persons[14:20], LEFT + timedelta(days=29))  # too late to be upon leaving
    session.add_all(
        Training(
            candidate_id=each.id,
            title="CAP",
            is_qualifying=True,
            starts_on=LEFT - timedelta(days=90),
            ends_on=LEFT - timedelta(days=1),
            result=TrainingResult.PASSED,
        )
        for each in persons[:6]
    )
    session.add_all(
        BusinessCreation(candidate_id=each.id, activity="vente", registered_on=LEFT)
        for each in persons[20:25]
    )
    session.flush()
    found = counts(session)
    assert found["Sorties positives validées dans la période"] == (30, 30, 0, 0)
    assert found["EECR04"] == (19, 19, 0, 0)
    assert found["EECR02"] == (0, 0, 0, 0)
    assert found["EECR03"] == (6, 6, 0, 0)
    assert found["EECR05"] == (19, 19, 0, 0)  # open-ended, late ones and businesses
    assert found["Situation à six mois non connue"] == (11, 11, 0, 0)


def test_six_months_that_have_not_passed_are_no_answer(session: Session) -> None:
    persons = enter(session, 7)
    leave(session, persons, LAST)
    work(session, persons, LEFT)
    assert counts(session)["Six mois pas encore écoulés"] == (7, 7, 0, 0)
    assert counts(session)["EECR05"] == (0, 0, 0, 0)


def test_the_file_says_what_is_hidden_and_what_nobody_collects(session: Session) -> None:
    enter(session, 12)
    enter(session, 3, "M.")
    report = esf_report(session, FIRST, LAST, TODAY)
    rows = {row[0] or row[2]: tuple(row[3:]) for row in esf_table(report).rows}
    assert rows["EECO01"] == (15, HIDDEN, HIDDEN, 0)
    assert rows["EECO16"] == (NOT_COLLECTED,) * 4
    assert len(rows) == len(indicators())


@given(st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=1, max_size=5))
def test_no_count_that_is_hidden_is_the_rest_of_a_sum(sexes: list[list[int]]) -> None:
    parts = [[sum(row), *row] for row in sexes]
    totals = [sum(column) for column in zip(*parts, strict=True)]
    (told,) = masked_grid([totals], [True] * 4)
    shown = masked_grid(parts, [each is not None for each in told])
    for row in shown:
        assert all(each is None or not 0 < each < 5 for each in row)
        assert row.count(None) != 1
    for column in range(4):
        hidden = [row[column] is None for row in shown].count(True) + (told[column] is None)
        values = [row[column] for row in parts]
        assert hidden != 1 or sum(map(bool, values)) == 0
