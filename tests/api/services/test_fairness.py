"""The monthly report: it finds a bias, stays silent without one, and tells of nobody."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from api.services.fairness import (
    ReportRefusedError,
    analyse,
    answer_of,
    establish,
    last_month,
    name_answerer,
    period_of,
    report_of,
    reports,
)
from api.services.fairness_figures import figures_of
from api.services.fairness_reading import ALL, exposure
from models.case_files import CandidateIdentity
from models.errors import InputRefusedError, NotFoundError, RoleRefusedError
from models.fairness import FairnessFigure, FairnessReport, Measure, Public
from models.introductions import Introduction
from models.moves import Actor, Step, move
from models.people import User
from models.shortlists import Shortlist
from models.vocabulary import Domain, Gate, IntroductionAction, Role
from tests.api.services.fairness_world import (
    ESTABLISHED,
    MADE,
    MONTH,
    Office,
    office,
    write_office,
)
from tests.factories import make_user

SEEDS = range(20)
WORDS = "Les horaires de nuit écartent plus souvent ce groupe : les employeurs seront appelés."


def figures(made: Office) -> list[FairnessFigure]:
    """The figures of exposure alone, without a base."""
    rows = {number: number for number in range(made.people)}
    tables = {(Measure.EXPOSURE, ALL): exposure(made.lists, rows)}
    return figures_of(tables, made.breakdowns, seed=1)[0]


def manager(session: Session, role: Role = Role.MANAGER) -> User:
    user = make_user(role)
    session.add(user)
    session.flush()
    return user


def figure(report: FairnessReport, measure: Measure, group: str, gate: str = ALL) -> FairnessFigure:
    (found,) = (
        each
        for each in report.figures
        if (each.measure, each.group, each.gate, each.domain) == (measure, group, gate, ALL)
    )
    return found


def test_without_a_bias_nineteen_months_of_twenty_raise_no_alarm() -> None:
    silent = sum(not any(each.is_out for each in figures(office(seed, False))) for seed in SEEDS)
    assert silent >= 18


def test_a_group_that_a_gate_pushes_down_is_found_each_time() -> None:
    for seed in range(5):
        out = {(each.group, each.domain) for each in figures(office(seed, True)) if each.is_out}
        assert ("Femmes", ALL) in out, seed


def test_the_report_of_a_base_says_who_is_pushed_down_and_by_what(session: Session) -> None:
    write_office(session, office(3, True, people=300, lists=20))
    report = establish(session, manager(session), ESTABLISHED, MONTH)
    assert (report.lists, report.whole, report.decisions) == (20, 20, 0)
    women = figure(report, Measure.EXPOSURE, "Femmes")
    assert women.is_out
    assert women.ratio is not None
    assert women.high is not None
    assert women.ratio < 0.8
    assert women.high < 1
    held = figure(report, Measure.GATE, "Femmes", Gate.SCHEDULE.value)
    assert held.rate == pytest.approx(0.6, abs=0.05)
    assert figure(report, Measure.GATE, "Hommes", Gate.SCHEDULE.value).rate < 0.15
    assert figure(report, Measure.ACCESS, "Femmes").is_out
    assert figure(report, Measure.UNKNOWN, "Femmes").rate == pytest.approx(0.25)
    assert {each.domain for each in report.figures} > {ALL, Domain.CATERING.value}
    assert answer_of(session, report).is_due


def test_what_is_kept_and_shown_never_counts_fewer_than_thirty(session: Session) -> None:
    made = office(4, False, people=150, lists=6)
    ids = write_office(session, made)
    report = establish(session, None, ESTABLISHED, MONTH)
    kept = {(each.public, each.group) for each in report.figures if each.measure is Measure.ACCESS}
    codes = next(each for each in made.breakdowns if each.public is Public.RQTH).codes
    assert 0 < int(codes.sum() - 150) * -1 < 30, "few persons have an RQTH here"
    assert not any(public is Public.RQTH for public, _ in kept), "the others would give them"
    assert (Public.SEX, "Femmes") in kept or (Public.SEX, "Hommes") in kept
    assert all(each.people >= 30 and each.people % 5 == 0 for each in report.figures)
    session.add(
        FairnessFigure(
            report_id=report.id,
            measure=Measure.ACCESS,
            public=Public.SEX,
            group="Femmes",
            domain=ALL,
            gate=ALL,
            people=29,
            rate=0.5,
        )
    )
    assert len(ids) == 150
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_decisions_are_compared_at_equal_score(session: Session) -> None:
    """Nobody of one sex is retained, everybody of the other: at the same score."""
    made = office(5, False, people=180, lists=3)
    ids = write_office(session, made)
    user = manager(session, Role.ADVISOR)
    women = made.breakdowns[0].codes == 0
    offers = session.scalars(select(Shortlist.offer_id).order_by(Shortlist.id)).all()
    for row in {row.candidate_id: row for each in made.lists for row in each.rows}.values():
        where = next(n for n, each in enumerate(made.lists) if row in each.rows)
        pair = Introduction(offer_id=offers[where], candidate_id=ids[row.candidate_id])
        session.add(pair)
        session.flush()
        step = (
            Step(IntroductionAction.DISCARD, motive="autre", note="Vu ensemble.")
            if women[row.candidate_id]
            else Step(IntroductionAction.KEEP)
        )
        move(session, pair, step, Actor(user.id, user.role), MADE + timedelta(hours=2))
    report = establish(session, None, ESTABLISHED, MONTH)
    assert report.decisions > 60
    found = figure(report, Measure.KEPT, "Femmes")
    assert found.is_out
    assert found.rate == 0.0
    assert figure(report, Measure.KEPT, "Hommes").rate == 1.0


def test_a_month_has_one_report_once_it_is_over(session: Session) -> None:
    user = manager(session)
    with pytest.raises(ReportRefusedError, match="pas terminé"):
        establish(session, user, ESTABLISHED, date(2026, 11, 1))
    report = establish(session, user, ESTABLISHED, MONTH)
    assert report.figures == []
    with pytest.raises(ReportRefusedError, match="déjà son rapport"):
        establish(session, user, ESTABLISHED, MONTH)
    assert reports(session, user) == [report]
    assert last_month(date(2026, 1, 15)) == date(2025, 12, 1)
    october = period_of(MONTH)
    assert october.start == datetime(2026, 9, 30, 22, tzinfo=UTC), "midnight in Paris"
    assert october.end == datetime(2026, 10, 31, 23, tzinfo=UTC)
    report.lists = 7
    with pytest.raises(RuntimeError, match="never changed"):
        session.flush()
    session.rollback()


def test_somebody_answers_in_writing_within_fifteen_days(session: Session) -> None:
    write_office(session, office(3, True, people=300, lists=20))
    user, other = manager(session), manager(session, Role.ADMIN)
    report = establish(session, user, ESTABLISHED, MONTH)
    key = str(report.key)
    answer = answer_of(session, report)
    assert (answer.due_on, answer.naming) == (date(2026, 11, 18), None)
    assert not answer.is_late(date(2026, 11, 18))
    assert answer.is_late(date(2026, 11, 19))
    with pytest.raises(ReportRefusedError, match="Nommez"):
        analyse(session, key, user, WORDS, ESTABLISHED)
    with pytest.raises(InputRefusedError):
        name_answerer(session, key, user, "inconnu", ESTABLISHED)
    name_answerer(session, key, user, str(other.key), ESTABLISHED)
    with pytest.raises(ReportRefusedError, match=other.name):
        analyse(session, key, user, WORDS, ESTABLISHED)
    with pytest.raises(InputRefusedError, match="10 mots"):
        analyse(session, key, other, "Rien à dire.", ESTABLISHED)
    analyse(session, key, other, WORDS, ESTABLISHED)
    answer = answer_of(session, report)
    assert [(each.actor.name, each.text) for each in answer.analyses] == [(other.name, WORDS)]
    assert not answer.is_late(date(2026, 12, 31))


def test_a_month_within_the_band_asks_for_no_analysis(session: Session) -> None:
    user = manager(session)
    report = establish(session, user, ESTABLISHED, MONTH)
    assert not answer_of(session, report).is_due
    with pytest.raises(ReportRefusedError, match="Rien n’est hors"):
        name_answerer(session, str(report.key), user, str(user.key), ESTABLISHED)


@pytest.mark.parametrize("role", [each for each in Role if each not in (Role.MANAGER, Role.ADMIN)])
def test_statuses_are_counted_for_nobody_else(role: Role, session: Session) -> None:
    user = manager(session, role)
    for action in (
        lambda: establish(session, user, ESTABLISHED, MONTH),
        lambda: reports(session, user),
        lambda: report_of(session, user, "x"),
    ):
        with pytest.raises(RoleRefusedError):
            action()


def test_a_report_that_is_not_there_is_not_found(session: Session) -> None:
    user = manager(session)
    for key in ("x", "00000000-0000-4000-8000-000000000000"):
        with pytest.raises(NotFoundError):
            report_of(session, user, key)


def test_groups_change_no_figure_but_theirs(session: Session) -> None:
    """The tables are the same whoever people are: groups come after."""
    made = office(6, False, people=200, lists=5)
    before = exposure(made.lists, {number: number for number in range(200)})
    write_office(session, made)
    for each in session.scalars(select(CandidateIdentity)):
        each.civility = "Mme"
    after = exposure(made.lists, {number: number for number in range(200)})
    assert np.array_equal(before.happened, after.happened)
