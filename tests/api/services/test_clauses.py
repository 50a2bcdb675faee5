"""The ledger of clause hours: totals, lines, papers, offers named, months that hires propose."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from api.services import clauses
from api.services.clauses import NewLine, NewMarket
from api.services.clauses_hires import hours_of, months_of, proposals_of
from api.services.clauses_offers import market_of_offer, named, offers_of_market
from api.services.clauses_papers import check_paper
from api.services.clauses_views import (
    Balance,
    balance_of,
    clause_of_offer,
    ledger,
    ledger_table,
    market_table,
    market_view,
)
from api.services.list_files import Table
from models.clauses import ClauseLine, ClauseMarket, ClauseProof
from models.contract_lists import ContractKind, ContractState
from models.contracts import Contract, MissionHours
from models.errors import (
    InputRefusedError,
    NotFoundError,
    RoleRefusedError,
    TransitionRefusedError,
)
from models.introductions import Introduction
from models.offers import Offer
from models.people import User
from models.vocabulary import IntroductionState, Role
from tests.factories import make_candidate, make_offer, make_user

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
QUAY = NewMarket(
    "Quai de Flandre",
    "lot 3",
    "Grand Port",
    "M. Vasseur",
    1_000,
    date(2026, 1, 1),
    date(2027, 6, 30),
)
OCTOBER = date(2026, 10, 1)


def line(hours: float, month: date = OCTOBER, **values: Any) -> NewLine:
    return replace(NewLine("Bâtir Littoral", month, hours), **values)


def total(table: Table, header: str) -> float:
    """The sum of a column, to the hundredth; a line that counts nothing is empty there."""
    cells = [row[table.headers.index(header)] for row in table.rows]
    return round(sum(cell for cell in cells if isinstance(cell, int | float)), 2)


@pytest.fixture
def office(session: Session) -> User:
    user = make_user(Role.OFFICE)
    session.add(user)
    session.flush()
    return user


@pytest.fixture
def market(session: Session, office: User) -> ClauseMarket:
    return clauses.create_market(session, office, QUAY, NOW)


def naming(words: str, **values: object) -> Offer:
    return make_offer(parsed={"details": {"clause_market": words}}, **values)


def hire(
    session: Session, offer: Offer, start: date, end: date | None = None, hours: float | None = 35
) -> Contract:
    """A contract that came of the offer."""
    candidate = make_candidate()
    session.add_all([offer, candidate])
    session.flush()
    introduction = Introduction(offer_id=offer.id, candidate_id=candidate.id)
    session.add(introduction)
    session.flush()
    contract = Contract(
        candidate_id=candidate.id,
        introduction_id=introduction.id,
        employer_name="Bâtir Littoral",
        job_title="coffreur",
        kind=ContractKind.CDD,
        start_on=start,
        end_on=end,
        weekly_hours=hours,
        state=ContractState.ONGOING,
    )
    session.add(contract)
    session.flush()
    return contract


@given(st.lists(st.integers(1, 30_000), max_size=12))
def test_what_is_left_is_what_is_due_less_the_lines(hundredths: list[int]) -> None:
    """Totals are exact to the hundredth, whatever the hours."""
    lines = [each / 100 for each in hundredths]
    made = ClauseMarket(hours_due=1_000.0)
    balance = Balance(made, round(sum(lines), 2), 0, len(lines))
    assert round(balance.done * 100) == sum(hundredths)
    assert round((balance.left - balance.beyond) * 100) == 100_000 - sum(hundredths)


def test_totals_are_the_sum_of_the_lines_that_stand(
    session: Session, office: User, market: ClauseMarket
) -> None:
    hours = [151.67, 0.01, 35.5, 120.0, 7.1]
    made = [clauses.add_line(session, office, market, line(each), NOW) for each in hours]
    clauses.add_line(session, office, market, line(60, people=4), NOW)
    balance = balance_of(session, market)
    assert balance.done == round(sum(hours) + 60, 2)
    assert balance.left == round(1_000 - balance.done, 2)
    assert (balance.people, balance.lines) == (9, 6)
    clauses.cancel_line(session, office, market, str(made[0].key), NOW)
    clauses.cancel_line(session, office, market, str(made[0].key), NOW)
    assert balance_of(session, market).done == round(sum(hours[1:]) + 60, 2)
    table = market_table(session, office, market)
    assert total(table, "Heures") == balance_of(session, market).done
    assert len(table.rows) == 6  # the cancelled line is still there to be read


def test_the_ledger_adds_the_markets_up(
    session: Session, office: User, market: ClauseMarket
) -> None:
    new = NewMarket("Écluse", "", "Grand Port", "", 50, date(2026, 1, 1), date(2026, 12, 31))
    other = clauses.create_market(session, office, new, NOW)
    clauses.add_line(session, office, market, line(100), NOW)
    clauses.add_line(session, office, other, line(80), NOW)
    found = ledger(session)
    assert (found.due, found.done) == (1_050, 180)
    assert found.left == 900  # what the lock did beyond pays for no other market
    assert total(ledger_table(session), "Heures réalisées") == found.done


def test_somebody_named_twice_counts_once(
    session: Session, office: User, market: ClauseMarket
) -> None:
    person = make_candidate()
    session.add(person)
    session.flush()
    for month in (OCTOBER, date(2026, 9, 1)):
        new = line(35, month, identifier=person.identifier)
        clauses.add_line(session, office, market, new, NOW)
    assert balance_of(session, market).people == 1


@pytest.mark.parametrize(
    ("new", "words"),
    [
        (line(0), "plus grand que 0"),
        (line(10, date(2025, 12, 31)), "hors de la période"),
        (line(10, identifier="P-INCONNU"), "aucune personne"),
        (line(10, people=501), "entre 1 et 500"),
        (line(10, proof=ClauseProof.OTHER), "le jour où elle a été vue"),
        (line(10, proof=ClauseProof.OTHER, checked_on=date(2027, 1, 1)), "n’est pas venu"),
    ],
)
def test_a_line_that_cannot_be_is_refused_in_words(
    session: Session, office: User, market: ClauseMarket, new: NewLine, words: str
) -> None:
    with pytest.raises(InputRefusedError, match=words):
        clauses.add_line(session, office, market, new, NOW)
    assert balance_of(session, market).lines == 0


def test_a_paper_seen_just_after_midnight_was_seen_today(
    session: Session, office: User, market: ClauseMarket
) -> None:
    just_after = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    seen = line(10, proof=ClauseProof.OTHER, checked_on=date(2026, 11, 24))
    assert clauses.add_line(session, office, market, seen, just_after).checked_on == seen.checked_on


def test_a_lot_is_there_once_and_a_caseworker_keeps_no_ledger(
    session: Session, office: User, market: ClauseMarket
) -> None:
    with pytest.raises(InputRefusedError, match="existent déjà"):
        clauses.create_market(session, office, QUAY, NOW)
    caseworker = make_user(Role.CASEWORKER)
    session.add(caseworker)
    session.flush()
    with pytest.raises(RoleRefusedError):
        clauses.add_line(session, caseworker, market, line(10), NOW)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("marché du Quai de Flandre, lot 3", "lot 3"),
        ("QUAI DE FLANDRE - LOT 3 (gros œuvre)", "lot 3"),
        ("quai de flandre lot 30", None),
        ("Quai de Flandre", None),
        ("Écluse", None),
        (None, None),
    ],
)
def test_a_market_is_known_by_its_name_and_its_lot(words: str | None, found: str | None) -> None:
    lots = [ClauseMarket(name="Quai de Flandre", lot=lot) for lot in ("lot 3", "lot 4")]
    market = named(words, lots)
    assert (market.lot if market else None) == found


def test_an_offer_is_in_the_market_its_fiche_names_or_the_one_it_was_tied_to(
    session: Session, office: User, market: ClauseMarket
) -> None:
    new = NewMarket("Écluse", "", "Grand Port", "", 50, date(2026, 1, 1), date(2026, 12, 31))
    other = clauses.create_market(session, office, new, NOW)
    named_one, silent = naming("Quai de Flandre lot 3"), make_offer(parsed={"details": {}})
    session.add_all([named_one, silent])
    session.flush()
    assert market_of_offer(session, named_one) is market
    assert market_of_offer(session, silent) is None
    assert offers_of_market(session, market) == [named_one]
    clauses.tie_offer(session, office, other, named_one.reference)
    clauses.tie_offer(session, office, market, silent.reference)
    assert market_of_offer(session, named_one) is other
    assert offers_of_market(session, market) == [silent]
    with pytest.raises(InputRefusedError, match="aucune offre"):
        clauses.tie_offer(session, office, market, "REF-INCONNUE")


def test_a_hire_proposes_its_months_once(
    session: Session, office: User, market: ClauseMarket
) -> None:
    offer = naming("Quai de Flandre lot 3")
    contract = hire(session, offer, date(2026, 9, 14))
    found = proposals_of(session, office, market, [offer.id], TODAY)
    assert [each.month for each in found] == [date(2026, 9, 1), OCTOBER]  # November goes on
    assert [each.hours for each in found] == [85.0, 155.0]  # 17 days, 31 days at 35 h a week
    key = str(contract.key)
    made = clauses.add_contract_line(session, office, market, key, OCTOBER, 151.67, NOW)
    assert (made.candidate_id, made.employer) == (contract.candidate_id, "Bâtir Littoral")
    left = proposals_of(session, office, market, [offer.id], TODAY)
    assert [each.month for each in left] == [date(2026, 9, 1)]
    with pytest.raises(TransitionRefusedError, match="déjà dans le relevé"):
        clauses.add_contract_line(session, office, market, key, OCTOBER, 10, NOW)
    clauses.cancel_line(session, office, market, str(made.key), NOW)
    clauses.add_contract_line(session, office, market, key, OCTOBER, 150, NOW)
    assert balance_of(session, market).done == 150


def test_a_contract_of_another_offer_gives_no_line(
    session: Session, office: User, market: ClauseMarket
) -> None:
    contract = hire(session, make_offer(parsed={"details": {}}), date(2026, 9, 14))
    with pytest.raises(NotFoundError):
        clauses.add_contract_line(session, office, market, str(contract.key), OCTOBER, 10, NOW)


def test_hours_come_from_the_statements_first_and_are_left_blank_where_unknown(
    session: Session, market: ClauseMarket
) -> None:
    offer = naming("Quai de Flandre lot 3")
    contract = hire(session, offer, date(2026, 10, 5), date(2026, 11, 10), None)
    session.refresh(contract, ["hours"])
    spans = list(months_of(contract, market, TODAY))
    assert spans == [
        (date(2026, 10, 5), date(2026, 10, 31)),
        (date(2026, 11, 1), date(2026, 11, 10)),
    ]
    assert hours_of(contract, *spans[0])[0] is None
    session.add(
        MissionHours(
            contract_id=contract.id,
            first_on=date(2026, 10, 5),
            last_on=date(2026, 10, 18),
            hours=70,
        )
    )
    session.flush()
    session.refresh(contract, ["hours"])
    assert hours_of(contract, *spans[0]) == (70, "d’après les relevés d’heures")


def test_a_paper_seen_before_positioning_is_told_on_the_offer_and_on_the_lines(
    session: Session, office: User, market: ClauseMarket
) -> None:
    offer = naming("Quai de Flandre lot 3")
    people = [make_candidate(), make_candidate()]
    session.add_all([offer, *people])
    session.flush()
    for person in people:
        session.add(
            Introduction(
                offer_id=offer.id,
                candidate_id=person.id,
                state=IntroductionState.KEPT,
                kept_by_id=office.id,
            )
        )
    session.flush()
    told = clause_of_offer(session, offer)
    assert told is not None
    assert (told.forward, told.checked, told.missing) == (2, 0, 2)
    clauses.add_line(session, office, market, line(35, identifier=people[0].identifier), NOW)
    check_paper(session, office, market, people[0], ClauseProof.PASS_IAE, TODAY, TODAY)
    told = clause_of_offer(session, offer)
    assert told is not None
    assert (told.checked, told.missing) == (1, 1)
    view = market_view(session, office, market, TODAY)
    assert view.missing == 1
    assert [paper.name for paper in view.papers] == [None, None]  # the office reads no name
    written: ClauseLine = view.lines[0].line
    assert (written.proof, written.checked_on, written.checked_by_id) == (
        ClauseProof.PASS_IAE,
        TODAY,
        office.id,
    )
    with pytest.raises(InputRefusedError, match="n’est pas venu"):
        check_paper(session, office, market, people[1], ClauseProof.OTHER, date(2027, 1, 1), TODAY)


def test_an_offer_without_a_market_says_nothing(session: Session) -> None:
    offer = make_offer(parsed={"details": {}})
    session.add(offer)
    session.flush()
    assert clause_of_offer(session, offer) is None
