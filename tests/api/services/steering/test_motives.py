"""Why people were not taken: by employer and by line of the fiche, month by month."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import reduce
from typing import Any

import pytest
from sqlalchemy.orm import Session

from api.services.steering.motives import (
    FicheLine,
    bare_offers,
    fiche_lines,
    month_of,
    month_report,
    month_table,
)
from ingestion.plain import to_plain
from ingestion.records import LicenceNeed, ParsedOffer
from models.endings import EndMotive
from models.introductions import IntroductionEvent
from models.motives import EmployerMotive
from models.offers import Offer
from models.vocabulary import DiscardMotive, IntroductionAction, IntroductionState, Necessity
from tests.api.services.steering.stories import introduced, opened_offer, people

FIRST = date(2026, 10, 1)
AT = datetime(2026, 10, 12, 9, 0, tzinfo=UTC)
A, S = IntroductionAction, IntroductionState
EMPTY: tuple[object, ...] = (None, "", [])
LINES = list(fiche_lines().values())


def offer_of(session: Session, employer: str | None, **values: Any) -> Offer:
    parsed = replace(ParsedOffer("R", "Cariste", "", "Cariste"), **values)
    plain = to_plain(parsed)
    return opened_offer(session, employer_name=employer, parsed=plain)


def say(
    session: Session,
    offer: Offer,
    count: int,
    motive: EmployerMotive | DiscardMotive | None,
    at: datetime = AT,
) -> list[IntroductionEvent]:
    made = introduced(session, offer, people(session, count))
    is_own = isinstance(motive, DiscardMotive)
    told = None if motive is None else motive.value
    events = [
        IntroductionEvent(
            introduction_id=each.id,
            at=at,
            action=A.DISCARD if is_own else A.CLOSE,
            from_state=S.SUGGESTED if is_own else S.DISPATCHED,
            to_state=S.DISCARDED if is_own else S.CLOSED,
            motive=told if is_own else EndMotive.REFUSED.value,
            detail=None if is_own else told,
        )
        for each in made
    ]
    session.add_all(events)
    session.flush()
    return events


def test_each_motive_of_an_employer_names_the_line_of_the_fiche(session: Session) -> None:
    bare = offer_of(session, "Halles du Port")
    filled = offer_of(
        session, "HALLES DU PORT", licences=(LicenceNeed("CACES_R489_1", Necessity.REQUIRED),)
    )
    say(session, bare, 2, EmployerMotive.CREDENTIAL)
    say(session, filled, 1, EmployerMotive.CREDENTIAL)
    say(session, bare, 1, None)
    say(session, offer_of(session, None), 1, EmployerMotive.EXPERIENCE)
    halles, silent, other = sorted(
        month_report(session, FIRST).employers, key=lambda line: -(line.people or 0)
    )[:3]
    assert (halles.who, halles.motive, halles.people) == (
        "Halles du Port",
        EmployerMotive.CREDENTIAL,
        3,
    )
    assert halles.line is not None
    assert halles.line.label == "Permis, titres et habilitations"
    assert [reference for reference, _ in halles.bare] == [bare.reference]
    assert [reference for reference, _ in halles.filled] == [filled.reference]
    told = {(each.who, each.motive): each.line for each in (silent, other)}
    assert told["Halles du Port", EmployerMotive.NO_MOTIVE] is None
    assert told["Employeur non précisé", EmployerMotive.EXPERIENCE] is not None


def test_another_month_and_what_was_taken_back_do_not_count(session: Session) -> None:
    offer = offer_of(session, "Halles du Port")
    november = datetime(2026, 10, 31, 23, 30, tzinfo=UTC)  # already November in Paris
    say(session, offer, 3, EmployerMotive.MOBILITY, november)
    say(session, offer, 1, EmployerMotive.MOBILITY, datetime(2026, 9, 30, 21, 0, tzinfo=UTC))
    (event,) = say(session, offer, 1, EmployerMotive.MOBILITY)
    session.add(
        IntroductionEvent(
            introduction_id=event.introduction_id,
            at=AT + timedelta(hours=1),
            action=A.UNDO,
            from_state=S.CLOSED,
            to_state=S.DISPATCHED,
            undoes_id=event.id,
        )
    )
    session.flush()
    assert month_report(session, FIRST).employers == ()
    assert month_report(session, date(2026, 11, 1)).refusals == 3


def test_our_own_motives_are_told_from_five_people_on(session: Session) -> None:
    offer = offer_of(session, "Halles du Port")
    say(session, offer, 5, DiscardMotive.MOBILITY)
    say(session, offer, 4, DiscardMotive.RESTRICTION)
    report = month_report(session, FIRST)
    assert [(each.motive, each.people) for each in report.own] == [
        (DiscardMotive.MOBILITY, 5),
        (DiscardMotive.RESTRICTION, None),
    ]
    assert report.own[1].bare == report.own[1].filled == ()
    rows = [tuple(row) for row in month_table(report).rows]
    line = "Lieu de travail et accès"
    assert rows[0][:7] == ("Nous", "", "Mobilité impossible", 5, line, 1, 0)
    assert rows[1][3:] == (None, "Conditions de travail", None, None, "")


def test_every_line_of_the_table_names_a_motive_and_fields_that_exist() -> None:
    offer = ParsedOffer("R", "Cariste", "", "Cariste")
    motives = {("employer", each.value) for each in EmployerMotive}
    motives |= {("own", each.value) for each in DiscardMotive}
    assert set(fiche_lines()) <= motives
    for field in {field for line in fiche_lines().values() for field in line.fields}:
        value: object = reduce(getattr, field.split("."), offer)
        assert value in (None, ()), "an offer that says nothing lacks it, written or not"


@pytest.mark.parametrize("line", LINES, ids=[each.label for each in LINES])
def test_a_line_lacks_where_one_of_its_fields_is_empty(session: Session, line: FicheLine) -> None:
    whole = dict.fromkeys(line.fields, "écrit")
    bare = [{**whole, field: empty} for field in line.fields for empty in EMPTY]
    filled = [dict.fromkeys(line.fields, value) for value in ("écrit", ["a"], 0, False)]
    plain = [*map(written, bare), {}, *map(written, filled)]
    offers = [opened_offer(session, parsed=each) for each in plain]
    found = bare_offers(session, line, [each.id for each in offers])
    assert found == {each.id for each in offers[: len(bare) + 1]}


def written(values: Mapping[str, object]) -> dict[str, Any]:
    """An offer of the base that holds these values at these places."""
    plain: dict[str, Any] = {}
    for field, value in values.items():
        *parents, name = field.split(".")
        place = plain
        for parent in parents:
            place = place.setdefault(parent, {})
        place[name] = value
    return plain


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("", date(2026, 11, 1)),
        ("2026-02", date(2026, 2, 1)),
        ("février", None),
        ("2026-13", None),
        ("9999-01", None),
    ],
)
def test_a_month_is_read_or_refused(text: str, first: date | None) -> None:
    assert month_of(text, date(2026, 11, 23)) == first
