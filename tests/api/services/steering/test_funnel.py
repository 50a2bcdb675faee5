"""The funnel counts each pair once, at each step it came to and was not taken back from."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from api.services.steering.funnel import DEFINITIONS, FunnelStep, funnel
from api.services.steering.scope import Scope
from models.case_files import CandidateFollow
from models.introductions import IntroductionEvent
from models.vocabulary import Domain, IntroductionAction, IntroductionState
from tests.api.services.steering.stories import (
    OPENED,
    A,
    hired,
    interviewed,
    introduced,
    opened_offer,
    people,
    sent,
    somebody,
)

OCTOBER = Scope(date(2026, 10, 1), date(2026, 10, 31))
S = FunnelStep


def counted(session: Session, scope: Scope = OCTOBER) -> dict[FunnelStep, int]:
    return {each.step: each.count for each in funnel(session, scope)}


def test_a_recruitment_in_number_is_counted_to_the_unit(session: Session) -> None:
    """3,090 applications, 901 interviews, 431 hired."""
    user = somebody(session)
    offer = opened_offer(session, level=2, positions=431)
    applied = introduced(session, offer, people(session, 3_090))
    interviewed(session, applied[:901], user, OPENED + timedelta(days=2))
    hired(session, applied[:431])

    found = counted(session)

    assert found[S.OFFERS] == 1
    assert (found[S.SUGGESTED], found[S.INTERVIEWED], found[S.HIRED]) == (3_090, 901, 431)


def test_each_step_counts_those_who_came_to_it(session: Session) -> None:
    offer = opened_offer(session)
    persons = people(session, 6)
    steps = (A.SUGGEST, A.KEEP, A.PROPOSE, A.AGREE, A.VALIDATE, A.DISPATCH)
    made = [
        introduced(session, offer, [person], last)[0]
        for person, last in zip(persons, steps, strict=True)
    ]
    sent(session, offer, [made[-1]], OPENED, [timedelta(days=1)])

    found = counted(session)

    names = (S.SUGGESTED, S.KEPT, S.PROPOSED, S.AGREED, S.VALIDATED, S.SENT, S.ANSWERED)
    assert [found[name] for name in names] == [6, 5, 4, 3, 2, 1, 1]
    assert found[S.HIRED] == found[S.EXITED] == 0


def test_what_was_taken_back_is_not_counted(session: Session) -> None:
    offer = opened_offer(session)
    one, other = introduced(session, offer, people(session, 2), A.KEEP)
    kept = session.query(IntroductionEvent).filter_by(
        introduction_id=one.id, action=IntroductionAction.KEEP
    )
    session.add(
        IntroductionEvent(
            introduction_id=one.id,
            action=IntroductionAction.UNDO,
            to_state=IntroductionState.SUGGESTED,
            undoes_id=kept.one().id,
        )
    )
    session.flush()

    assert counted(session)[S.KEPT] == 1
    assert other.id != one.id


def test_a_second_mission_of_one_introduction_is_one_hire(session: Session) -> None:
    offer = opened_offer(session)
    made = introduced(session, offer, people(session, 1), A.DISPATCH)
    hired(session, made)
    hired(session, made)

    assert counted(session)[S.HIRED] == 1


def test_a_scope_narrows_what_is_counted(session: Session) -> None:
    day = timedelta(days=1)
    here = opened_offer(session, domain=Domain.CATERING, level=1, agency_name="Agence du Port")
    there = opened_offer(session, domain=Domain.INDUSTRY, level=2)
    opened_offer(session, OPENED - 40 * day)
    ours, theirs = people(session, 2)
    session.add(CandidateFollow(candidate_id=ours.id, branch="Gravelines"))
    introduced(session, here, [ours, theirs], A.KEEP)
    introduced(session, there, [theirs], A.KEEP)

    def of(**narrowed: object) -> tuple[int, int]:
        found = counted(session, Scope(OCTOBER.first, OCTOBER.last, **narrowed))  # type: ignore[arg-type]
        return found[S.OFFERS], found[S.KEPT]

    assert of() == (2, 3)
    assert of(domain=Domain.CATERING) == of(agency="Agence du Port") == (1, 2)
    assert of(level=2) == (1, 1)
    assert of(branch="Gravelines") == (2, 1)
    assert of(branch="Nulle part") == (2, 0)


def test_the_days_of_a_scope_are_those_of_paris(session: Session) -> None:
    opened_offer(session, OPENED.replace(month=10, day=31, hour=23, minute=30))  # 1 November there

    assert counted(session)[S.OFFERS] == 0
    assert counted(session, Scope(date(2026, 11, 1), date(2026, 11, 1)))[S.OFFERS] == 1


def test_each_step_says_what_it_counts() -> None:
    assert set(DEFINITIONS) == set(FunnelStep)
