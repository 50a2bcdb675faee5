"""« À traiter »: what reaches whom, when, in which order."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from api.services.delegations import NewDelegation, delegate
from api.services.todo import SOURCES, TodoItem, todo, todo_page
from api.services.todo_decided import decided_by_others
from api.services.todo_dispatch import READY, WITH_A_COLLEAGUE
from api.services.todo_matches import MOST_NAMED, MOST_PEOPLE, NEW
from api.services.todo_offers import CLOSING, ENDS, TO_REVIEW, offers_to_look_after
from api.services.todo_workflow import BY_OTHERS, ENDING, FREED, TO_COLLECT
from api.todo_words import due_words
from models.candidates import Candidate
from models.case_files import CandidateFollow
from models.endings import EndMotive
from models.introductions import Introduction
from models.motives import AgreementChannel, EmployerMotive
from models.moves import SYSTEM, Actor, Step, move, suggest, undo
from models.offers import Offer
from models.people import User
from models.shortlists import Shortlist, ShortlistEntry
from models.vocabulary import (
    Band,
    Domain,
    IntroductionAction,
    IntroductionState,
    OfferState,
    Role,
)
from tests.factories import make_candidate, make_offer, make_user
from tests.statements import statements

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
DAY = timedelta(days=1)
A = IntroductionAction


class Morning:
    """An advisor of transport, one of catering, a caseworker, a manager, and their people."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.driver = make_user(Role.ADVISOR, name="Ana", domains=[Domain.TRANSPORT.value])
        self.cook = make_user(Role.ADVISOR, name="Bob", domains=[Domain.CATERING.value])
        self.claire = make_user(Role.CASEWORKER, name="Claire Denis")
        self.other = make_user(Role.CASEWORKER, name="Paul Roux")
        self.manager, self.officer = make_user(Role.MANAGER), make_user(Role.OFFICER)
        session.add_all(
            [self.driver, self.cook, self.claire, self.other, self.manager, self.officer]
        )
        session.flush()

    def offer(self, **values: object) -> Offer:
        offer = make_offer(**values)
        self.session.add(offer)
        self.session.flush()
        return offer

    def person(self, caseworker: str | None = "Claire Denis") -> Candidate:
        person = make_candidate()
        self.session.add(person)
        self.session.flush()
        self.session.add(CandidateFollow(candidate_id=person.id, caseworker=caseworker))
        return person

    def introduced(
        self, *actions: A, at: datetime = NOW, by: User | None = None, offer: Offer | None = None
    ) -> Introduction:
        user = by or self.driver
        actor = Actor(user.id, user.role)
        found = suggest(self.session, ((offer or self.offer()).id, self.person().id), actor, at)
        for action in actions:
            on = at.date() if action is A.AGREE else None
            step = Step(action, on=on, channel=AgreementChannel.SMS)
            move(self.session, found, step, actor, at)
        return found

    def kinds(self, user: User, at: datetime = NOW) -> list[str]:
        return [item.kind for item in todo(self.session, user, at)]


@pytest.fixture
def morning(session: Session) -> Morning:
    return Morning(session)


def test_an_empty_morning_has_nothing(morning: Morning) -> None:
    for user in (morning.claire, morning.cook):
        assert todo(morning.session, user, NOW) == ()
        assert todo_page(morning.session, user, NOW).total == 0


def test_whom_one_stands_in_for_is_asked_once_and_no_fiche_is_read(morning: Morning) -> None:
    morning.offer(expires_on=TODAY)
    morning.session.flush()
    with statements(morning.session) as sent:
        offers_to_look_after(morning.session, morning.manager, NOW)
    assert not [each for each in sent if "parsed" in each]
    morning.manager.stand_in_for([])  # as signing in does
    with statements(morning.session) as sent:
        todo(morning.session, morning.manager, NOW)
    assert not [each for each in sent if "delegations" in each]


def test_an_answer_is_asked_for_after_three_days(morning: Morning) -> None:
    found = morning.introduced(A.KEEP, A.PROPOSE)
    assert TO_COLLECT not in morning.kinds(morning.claire, NOW + 2 * DAY)
    (item,) = [
        each
        for each in todo(morning.session, morning.claire, NOW + 4 * DAY)
        if each.kind == TO_COLLECT
    ]
    assert item.href == f"/mises-en-relation/{found.key}"
    assert item.due == TODAY + 3 * DAY
    assert TO_COLLECT in morning.kinds(morning.driver, NOW + 4 * DAY)
    assert TO_COLLECT not in morning.kinds(morning.manager, NOW + 9 * DAY)
    assert TO_COLLECT in morning.kinds(morning.manager, NOW + 10 * DAY)
    for user in (morning.cook, morning.other, morning.officer):
        assert TO_COLLECT not in morning.kinds(user, NOW + 4 * DAY)


@pytest.mark.parametrize(
    ("days", "told", "urgent"), [(24, 0, 0), (25, 1, 0), (30, 1, 0), (31, 1, 1)]
)
def test_an_agreement_is_renewed_before_its_thirtieth_day(
    morning: Morning, days: int, told: int, urgent: int
) -> None:
    morning.introduced(A.KEEP, A.PROPOSE, A.AGREE)
    found = [
        each
        for each in todo(morning.session, morning.claire, NOW + days * DAY)
        if each.kind == ENDING
    ]
    assert (len(found), sum(each.urgent for each in found)) == (told, urgent)


def others(morning: Morning, user: User | None = None, at: datetime = NOW) -> list[TodoItem]:
    found = todo(morning.session, user or morning.claire, at)
    return [each for each in found if each.kind == BY_OTHERS]


def test_a_caseworker_learns_what_others_kept_and_not_their_own_doing(morning: Morning) -> None:
    kept = morning.introduced(A.KEEP, by=morning.driver)
    morning.introduced(A.KEEP, by=morning.claire)
    (item,) = others(morning)
    assert item.href == f"/mises-en-relation/{kept.key}"
    assert item.detail == "Retenue le 23 novembre 2026 par Ana : proposez-lui l’offre."
    assert others(morning, at=NOW + 3 * DAY) == []
    for user in (morning.driver, morning.other, morning.manager):
        assert others(morning, user) == []


NOTHING = "le 24 novembre 2026 : vous n’avez rien à faire."


@pytest.mark.parametrize(
    ("actions", "level", "words"),
    [
        ((A.RESERVE,), 1, f"en liste complémentaire depuis {NOTHING}"),
        ((A.PROPOSE,), 1, f"proposée {NOTHING}"),
        ((A.PROPOSE, A.AGREE), 1, f"accord de la personne {NOTHING}"),
        ((A.PROPOSE, A.AGREE), 2, f"à valider au niveau 2 depuis {NOTHING}"),
        ((A.PROPOSE, A.AGREE, A.DISPATCH), 1, f"transmise {NOTHING}"),
        ((A.PROPOSE, A.DECLINE), 1, f"refusée par la personne {NOTHING}"),
    ],
)
def test_who_was_kept_and_already_went_further_is_told_with_where_it_stands(
    actions: tuple[A, ...], level: int, words: str, morning: Morning
) -> None:
    found = morning.introduced(A.KEEP, offer=morning.offer(level=level))
    actor = Actor(morning.driver.id, Role.ADVISOR)
    for action in actions:
        motive = "trajet" if action is A.DECLINE else None
        step = Step(action, motive, on=TODAY, channel=AgreementChannel.SMS)
        move(morning.session, found, step, actor, NOW + DAY)
    (item,) = others(morning, at=NOW + DAY)
    assert item.detail == f"Retenue le 23 novembre 2026 par Ana, {words}"
    assert others(morning, at=NOW + 2 * DAY) == []


def test_who_is_to_be_asked_for_an_answer_is_not_told_that_nothing_is_to_be_done(
    morning: Morning,
) -> None:
    found = morning.introduced(A.KEEP)
    found.changed_at = NOW - 5 * DAY
    found.state = IntroductionState.PROPOSED
    morning.session.flush()
    assert len(decided_by_others(morning.session, morning.claire, NOW)) == 1
    kinds = [each.kind for each in todo(morning.session, morning.claire, NOW)]
    assert (kinds.count(TO_COLLECT), kinds.count(BY_OTHERS)) == (1, 0)


def test_what_was_undone_or_taken_up_since_is_no_news(morning: Morning) -> None:
    claire, driver = (Actor(each.id, each.role) for each in (morning.claire, morning.driver))
    taken_back = morning.introduced(A.KEEP, A.RESERVE, at=NOW - 9 * DAY)
    move(morning.session, taken_back, Step(A.KEEP), driver, NOW)
    assert len(others(morning)) == 1
    undo(morning.session, taken_back, driver, NOW)
    taken_up = morning.introduced(A.KEEP)
    move(morning.session, taken_up, Step(A.PROPOSE), claire, NOW)
    agreed = Step(A.AGREE, on=TODAY, channel=AgreementChannel.SMS)
    move(morning.session, taken_up, agreed, driver, NOW)
    assert others(morning) == []


def test_who_comes_back_with_the_offer_is_told_again(morning: Morning) -> None:
    found = morning.introduced(A.KEEP, A.PROPOSE, at=NOW - 9 * DAY)
    move(morning.session, found, Step(A.CLOSE, EndMotive.OFFER_CLOSED.value), SYSTEM, NOW - 2 * DAY)
    undo(morning.session, found, Actor(morning.driver.id, None), NOW)
    (item,) = others(morning)
    assert item.detail == (
        "Reprise le 23 novembre 2026 par Ana, proposée le 23 novembre 2026 : "
        "vous n’avez rien à faire."
    )


def ready_items(morning: Morning, user: User, at: datetime = NOW) -> list[TodoItem]:
    found = todo(morning.session, user, at)
    return [each for each in found if each.kind in (READY, WITH_A_COLLEAGUE)]


def test_whoever_collected_the_offer_reads_who_is_ready_and_the_advisor_where_it_stands(
    morning: Morning,
) -> None:
    collector = make_user(Role.OFFICER, name="Odile Vasseur")
    morning.session.add(collector)
    morning.session.flush()
    offer = morning.offer(title="Cariste", collected_by_id=collector.id, expires_on=TODAY + 9 * DAY)
    for _ in range(2):
        morning.introduced(A.KEEP, A.PROPOSE, A.AGREE, offer=offer)
    morning.introduced(A.KEEP, A.PROPOSE, offer=offer)  # did not answer yet
    (hers,) = ready_items(morning, collector)
    assert (hers.kind, hers.title) == (READY, "2 personnes prêtes à transmettre : Cariste")
    assert hers.href == f"/offers/{offer.key}/envoi"
    assert hers.due == TODAY + 9 * DAY
    (told,) = ready_items(morning, morning.driver)
    assert told.kind == WITH_A_COLLEAGUE
    assert "L’envoi revient à Odile Vasseur." in told.detail
    for user in (morning.officer, morning.cook, morning.claire, morning.manager):
        assert ready_items(morning, user) == []
    assert ready_items(morning, collector, NOW + 8 * DAY)[0].urgent
    assert ready_items(morning, collector, NOW + 10 * DAY) == []

    collector.is_active = False
    morning.session.flush()
    for user in (morning.officer, morning.driver):
        assert [each.kind for each in ready_items(morning, user)] == [READY]
    assert ready_items(morning, morning.cook) == []


def test_nobody_is_ready_on_level_two_before_the_validation(morning: Morning) -> None:
    offer = morning.offer(level=2)
    found = morning.introduced(A.KEEP, A.PROPOSE, A.AGREE, offer=offer)
    assert ready_items(morning, morning.officer) == []
    found.state, found.validated_by_id = IntroductionState.LEVEL2_VALIDATED, morning.manager.id
    morning.session.flush()
    assert [each.kind for each in ready_items(morning, morning.officer)] == [READY]


ENDINGS = {
    (EndMotive.HIRED, None): "retenue.",
    (
        EndMotive.REFUSED,
        EmployerMotive.EXPERIENCE.value,
    ): "refusée par l'employeur (expérience insuffisante).",
    (EndMotive.NO_ANSWER, None): "sans réponse de l'employeur.",
    (EndMotive.OFFER_CLOSED, None): "offre close (annulée par l'employeur).",
}


@pytest.mark.parametrize(("motive", "words"), ENDINGS.items())
def test_a_caseworker_reads_how_it_ended_for_their_own(
    motive: tuple[EndMotive, str | None], words: str, morning: Morning
) -> None:
    found = morning.introduced(A.KEEP, A.PROPOSE, A.AGREE, A.DISPATCH, at=NOW - 9 * DAY)
    reason, detail = motive
    move(morning.session, found, Step(A.CLOSE, reason.value, detail=detail), SYSTEM, NOW)
    if reason is EndMotive.OFFER_CLOSED:
        offer = morning.session.get_one(Offer, found.offer_id)
        offer.state = OfferState.CANCELLED
        morning.session.flush()
    (item,) = [
        each for each in todo(morning.session, morning.claire, NOW) if each.kind == BY_OTHERS
    ]
    assert item.detail == f"Close le 23 novembre 2026 : {words}"
    assert item.href == f"/mises-en-relation/{found.key}"
    for user in (morning.other, morning.driver):
        assert BY_OTHERS not in morning.kinds(user)
    assert BY_OTHERS in morning.kinds(morning.claire, NOW + DAY)
    assert BY_OTHERS not in morning.kinds(morning.claire, NOW + 2 * DAY)


def test_what_ends_on_a_friday_is_read_on_monday_and_ones_own_doing_is_not(
    morning: Morning,
) -> None:
    friday = NOW - 3 * DAY
    by_us = morning.introduced(A.KEEP, at=friday)
    told = morning.introduced(A.KEEP, at=friday)
    step = Step(A.CLOSE, EndMotive.WITHDRAWN.value, detail="trajet")
    move(morning.session, by_us, step, Actor(morning.claire.id, Role.CASEWORKER), friday)
    move(morning.session, told, step, Actor(morning.driver.id, Role.ADVISOR), friday)
    items = [each for each in todo(morning.session, morning.claire, NOW) if each.kind == BY_OTHERS]
    assert [each.href for each in items] == [f"/mises-en-relation/{told.key}"]
    assert items[0].detail == "Close le 20 novembre 2026 : désistement (trajet)."


def test_a_hire_is_told_once_and_whom_nobody_looked_at_is_not_news(morning: Morning) -> None:
    hired = morning.introduced(A.KEEP, A.PROPOSE, A.AGREE, A.DISPATCH)
    actor = Actor(morning.driver.id, Role.ADVISOR)
    beside = suggest(morning.session, (morning.offer().id, hired.candidate_id), actor, NOW)
    move(morning.session, beside, Step(A.KEEP), actor, NOW)
    unseen = morning.introduced()
    for each, reason in (
        (hired, EndMotive.HIRED),
        (beside, EndMotive.HIRED_ELSEWHERE),
        (unseen, EndMotive.OFFER_CLOSED),
    ):
        move(morning.session, each, Step(A.CLOSE, reason.value), SYSTEM, NOW)
    items = [each for each in todo(morning.session, morning.claire, NOW) if each.kind == BY_OTHERS]
    assert [each.href for each in items] == [f"/mises-en-relation/{hired.key}"]


def test_the_reserve_is_recalled_once_a_place_frees(morning: Morning) -> None:
    offer = morning.offer(positions=1)
    first = morning.introduced(A.KEEP, A.PROPOSE, offer=offer)
    morning.introduced(A.KEEP, A.RESERVE, offer=offer)
    assert FREED not in morning.kinds(morning.driver)
    actor = Actor(morning.driver.id, Role.ADVISOR)
    move(morning.session, first, Step(A.DECLINE, "trajet"), actor, NOW + DAY)
    assert FREED in morning.kinds(morning.driver, NOW + DAY)
    assert FREED not in morning.kinds(morning.cook, NOW + DAY)


def test_somebody_in_reserve_on_two_offers_is_called_back_once(morning: Morning) -> None:
    offers = [morning.offer(positions=1, title=title) for title in ("Cariste", "Préparateur")]
    person = morning.person()
    actor = Actor(morning.driver.id, Role.ADVISOR)
    for offer in offers:
        gone = morning.introduced(A.KEEP, A.PROPOSE, offer=offer)
        waits = suggest(morning.session, (offer.id, person.id), actor, NOW)
        for action in (A.KEEP, A.RESERVE):
            move(morning.session, waits, Step(action), actor, NOW)
        move(morning.session, gone, Step(A.DECLINE, "trajet"), actor, NOW + DAY)
    items = todo(morning.session, morning.driver, NOW + DAY)
    (item,) = [each for each in items if each.kind == FREED]
    assert item.title == f"{person.identifier} peut être rappelé·e"
    assert "Cariste ; Préparateur" in item.detail


@pytest.mark.parametrize(
    ("days", "told", "urgent"), [(-1, 0, 0), (0, 1, 1), (1, 1, 1), (3, 1, 0), (4, 0, 0)]
)
def test_an_offer_that_closes_is_told_while_people_wait(
    morning: Morning, days: int, told: int, urgent: int
) -> None:
    offer = morning.offer(deadline=TODAY + days * DAY)
    morning.offer(deadline=TODAY + DAY)  # nobody waits on it
    actor = Actor(morning.driver.id, Role.ADVISOR)
    kept = suggest(morning.session, (offer.id, morning.person().id), actor, NOW - 9 * DAY)
    move(morning.session, kept, Step(A.KEEP), actor, NOW - 9 * DAY)
    found = [each for each in todo(morning.session, morning.driver, NOW) if each.kind == CLOSING]
    assert (len(found), sum(each.urgent for each in found)) == (told, urgent)


def test_within_a_day_the_offer_with_more_posts_left_comes_first(morning: Morning) -> None:
    day = TODAY + 3 * DAY
    few = morning.offer(title="Agent de propreté", deadline=day, positions=3)
    many = morning.offer(title="Soudeur", deadline=day, positions=2)
    sooner = morning.offer(title="Cariste", deadline=TODAY + 2 * DAY, positions=1)
    taken = morning.offer(title="Boulanger", deadline=day, positions=1)
    for offer in (few, many, sooner, taken):
        morning.introduced(A.KEEP, at=NOW - DAY, offer=offer)
    for offer, hires in ((few, 2), (taken, 1)):
        for _ in range(hires):
            gone = morning.introduced(A.KEEP, A.PROPOSE, A.AGREE, A.DISPATCH, offer=offer)
            move(morning.session, gone, Step(A.CLOSE, EndMotive.HIRED.value), SYSTEM, NOW)
    found = [each for each in todo(morning.session, morning.driver, NOW) if each.kind == CLOSING]
    assert [(each.title.split(" (")[0], each.detail.split(" ; ")[1]) for each in found] == [
        ("Cariste", "1 poste restant"),
        ("Soudeur", "2 postes restants"),
        ("Agent de propreté", "1 poste restant"),
        ("Boulanger", "aucun poste restant"),
    ]


def listed(morning: Morning, offer: Offer, people: list[Candidate], at: datetime) -> None:
    entries = [
        ShortlistEntry(
            rank=rank,
            candidate_id=person.id,
            score=0.5,
            band=Band.SUITABLE,
            is_eligible=True,
            contributions={},
            subtotals={},
            blockers=[],
            unknowns=[],
        )
        for rank, person in enumerate(people, 1)
    ]
    morning.session.add(
        Shortlist(
            offer_id=offer.id,
            engine_name="essai",
            engine_version="1",
            weights={},
            data_date=at.date(),
            generated_at=at,
            candidates_ranked=len(people),
            entries=entries,
        )
    )
    morning.session.flush()


def new_items(morning: Morning, user: User, at: datetime = NOW) -> list[TodoItem]:
    return [each for each in todo(morning.session, user, at) if each.kind == NEW]


def test_new_people_of_an_offer_are_news_for_a_day(morning: Morning) -> None:
    offer = morning.offer()
    mine, theirs = morning.person(), morning.person("Paul Roux")
    listed(morning, offer, [mine, theirs], NOW - timedelta(hours=2))
    (item,) = new_items(morning, morning.driver)
    assert item.title.endswith("2 personnes à regarder")
    assert mine.identifier in item.detail
    assert item.detail.startswith("1 poste restant. Adaptées et nouvelles")
    (own,) = new_items(morning, morning.claire)
    assert theirs.identifier not in own.detail
    assert new_items(morning, morning.cook) == []
    assert new_items(morning, morning.officer) == []
    assert new_items(morning, morning.driver, NOW + DAY) == []


def test_who_was_there_yesterday_or_is_decided_is_no_news(morning: Morning) -> None:
    offer = morning.offer()
    known, decided, fresh = (morning.person() for _ in range(3))
    listed(morning, offer, [known, decided], NOW - 3 * DAY)
    listed(morning, offer, [known, decided, fresh], NOW)
    actor = Actor(morning.driver.id, Role.ADVISOR)
    kept = suggest(morning.session, (offer.id, decided.id), actor, NOW)
    move(morning.session, kept, Step(A.KEEP), actor, NOW)
    (item,) = new_items(morning, morning.driver)
    assert fresh.identifier in item.detail
    assert known.identifier not in item.detail
    assert "1 personne à regarder" in item.title


def test_new_people_come_by_day_then_by_posts_left(morning: Morning) -> None:
    day = TODAY + 9 * DAY
    for title, posts in (("Boulanger", 1), ("Cariste", 4), ("Soudeur", 2)):
        offer = morning.offer(title=title, deadline=day, positions=posts)
        listed(morning, offer, [morning.person()], NOW)
    with statements(morning.session) as sent:
        items = new_items(morning, morning.driver)
    assert [(each.title.split(",")[0].split(" :")[0], each.posts_left) for each in items] == [
        ("Cariste", 4),
        ("Soudeur", 2),
        ("Boulanger", 1),
    ]
    assert len([each for each in sent if "GROUP BY offers.id, offers.positions" in each]) == 1
    own = new_items(morning, morning.claire)
    assert [each.posts_left for each in own] == [4, 2, 1]


def test_ten_people_of_an_offer_at_most_are_news(morning: Morning) -> None:
    listed(morning, morning.offer(), [morning.person() for _ in range(14)], NOW)
    (item,) = new_items(morning, morning.driver)
    assert f"{MOST_NAMED} personnes" in item.title
    assert item.detail.count("P-") == MOST_NAMED


def test_a_caseworker_reads_one_line_a_person_and_few_of_them(morning: Morning) -> None:
    people = [morning.person() for _ in range(MOST_PEOPLE + 2)]
    for days, title in enumerate(("Cariste", "Préparateur", "Magasinier", "Livreur"), 5):
        offer = morning.offer(title=title, deadline=TODAY + days * DAY)
        listed(morning, offer, people[: 3 if title == "Livreur" else 1], NOW)
    later = morning.offer(title="Agent d’entretien", deadline=TODAY + 20 * DAY)
    other = morning.offer(title="Peintre", deadline=TODAY + 30 * DAY)
    listed(morning, later, people[1:8], NOW)
    listed(morning, other, people[8:], NOW)
    items = new_items(morning, morning.claire)
    assert len(items) == MOST_PEOPLE + 1
    first = items[0]
    assert first.title == f"{people[0].identifier} : 4 offres à regarder"
    assert first.detail == (
        "Adaptées et nouvelles : Cariste, Préparateur, Magasinier, 1 autre ; "
        "4 postes restants en tout."
    )
    assert (first.href, first.due) == (f"/candidats/{people[0].key}", TODAY + 5 * DAY)
    assert (items[-1].title, items[-1].href) == (
        "2 autres personnes ont de nouvelles offres",
        "/candidats",
    )


def test_whoever_takes_offers_in_reads_what_they_ask(morning: Morning) -> None:
    before = morning.kinds(morning.officer)
    morning.offer(state=OfferState.TO_REVIEW)
    morning.offer(expires_on=TODAY, opened_at=NOW - 20 * DAY)
    kinds = morning.kinds(morning.officer)
    assert {TO_REVIEW, ENDS} <= set(kinds) | set(before)
    assert TO_REVIEW not in morning.kinds(morning.driver)


def test_the_absent_ones_work_comes_to_who_stands_in(morning: Morning) -> None:
    morning.introduced(A.KEEP, A.PROPOSE)
    at = NOW + 4 * DAY
    assert TO_COLLECT not in morning.kinds(morning.other, at)
    new = NewDelegation(str(morning.claire.key), str(morning.other.key), TODAY, TODAY + 9 * DAY)
    delegate(morning.session, morning.manager, new, NOW)
    assert TO_COLLECT in morning.kinds(morning.other, at)


def test_urgent_first_then_by_day_and_counted_by_kind(morning: Morning) -> None:
    offer = morning.offer(deadline=TODAY + 4 * DAY)
    morning.introduced(A.KEEP, A.PROPOSE, offer=offer)
    morning.introduced(A.KEEP, A.PROPOSE, offer=offer)
    page = todo_page(morning.session, morning.driver, NOW + 3 * DAY)
    assert [item.urgent for item in page.items] == [True, False, False]
    assert dict(page.counts) == {CLOSING: 1, TO_COLLECT: 2}
    alone = todo_page(morning.session, morning.driver, NOW + 3 * DAY, TO_COLLECT, page=7)
    assert [item.kind for item in alone.items] == [TO_COLLECT] * 2
    assert (alone.total, alone.page, alone.chosen) == (3, 1, TO_COLLECT)
    assert todo_page(morning.session, morning.driver, NOW, "inconnu").chosen is None


def test_every_source_answers_every_role(morning: Morning) -> None:
    assert len(SOURCES) == len(set(SOURCES))
    for role in Role:
        user = make_user(role)
        morning.session.add(user)
        morning.session.flush()
        for source in SOURCES:
            assert all(isinstance(each, TodoItem) for each in source(morning.session, user, NOW))


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (TODAY, "aujourd’hui"),
        (TODAY + DAY, "demain"),
        (TODAY - DAY, "en retard de 1 jour"),
        (TODAY - 3 * DAY, "en retard de 3 jours"),
        (TODAY + 7 * DAY, "dans 7 jours"),
        (TODAY + 8 * DAY, "le 1er décembre 2026"),
        (NOW, "aujourd’hui à 10 h 00"),
        (NOW + 3 * DAY, "dans 3 jours"),
    ],
)
def test_a_day_is_said_as_somebody_would(due: datetime, words: str) -> None:
    assert due_words(due, TODAY) == words
