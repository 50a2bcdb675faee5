"""The synthesis that is signed and handed over, the words for others, the lists and measures."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest
from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.services import pdf, synthesis
from api.services.interviews_cases import Case
from api.services.interviews_convocation import calendar_file, convocation, letter
from api.services.interviews_facts import asked_of
from api.services.interviews_list import MOST_TO_HAND, todo_items, waiting_of, workbench
from api.services.interviews_marks import Mark, lines_of, mark_lines, seen_of
from api.services.interviews_measures import MASK, Delay, Measures, Share, measures, period
from api.services.pdf import PdfUnavailableError, pdf_of
from api.services.synthesis import (
    ABC_HEADERS,
    Signing,
    Texts,
    abc_line,
    hand_over,
    result_words,
    sign,
    synthesis_facts,
    write_texts,
)
from api.services.synthesis_draft import draft
from ingestion.records import (
    CandidateRecord,
    Credential,
    ExperienceNeed,
    LicenceNeed,
    ParsedOffer,
    SkillNeed,
)
from models.candidates import CandidateRestriction
from models.case_files import CandidateIdentity
from models.days import day_of
from models.endings import EndMotive
from models.errors import ConcurrentChangeError, InputRefusedError, TransitionRefusedError
from models.interviews import (
    Interview,
    InterviewResult,
    InterviewState,
    LineMark,
    LineSection,
    Preparation,
    SignatureMode,
)
from models.introductions import Introduction, IntroductionEvent
from models.people import User
from models.vocabulary import (
    Condition,
    CredentialState,
    DiscardMotive,
    IntroductionAction,
    Necessity,
    Role,
)
from tests.api.level2_world import NOW, PLACE, Desk, user_of, wait_for_level2
from tests.api.routes.world import NAMES, World, make_world
from tests.factories import make_candidate, make_offer

TODAY = day_of(NOW)
WORDS = "Sérieux, deux ans de préparation de commandes, libre en 2x8."


@pytest.fixture(scope="module")
def waiting(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[World, list[str]]]:
    """Two people who wait, the second put forward by the advisor; no test commits anything."""
    copy = tmp_path_factory.mktemp("synthesis") / "base.sqlite3"
    shutil.copy(sqlite_template, copy)
    world = make_world(f"sqlite:///{copy}")
    yield world, [*wait_for_level2(world, [0]), *wait_for_level2(world, [2], by=Role.ADVISOR)]
    world.sessions.kw["bind"].dispose()


@pytest.fixture
def desk(waiting: tuple[World, list[str]]) -> Iterator[Desk]:
    """The advisor before somebody whom the caseworker put forward thirty hours ago."""
    world, (key, _) = waiting
    with world.sessions() as session:
        yield Desk(session, user_of(session, Role.ADVISOR), key)
        session.rollback()


def write(desk: Desk, interview: Interview, employer: str = "") -> None:
    texts = Texts("Ce qui va.", "La suite.", employer, interview.version)
    write_texts(desk.session, desk.case, interview, texts, desk.user, NOW)


def signed(desk: Desk, interview: Interview, mode: SignatureMode, name: str = "") -> None:
    signing = Signing(mode, name, interview.version)
    sign(desk.session, desk.case, interview, signing, desk.user, NOW)


# --- the grid --------------------------------------------------------------------------------


def test_the_grid_says_what_the_record_holds_and_asks_the_rest(desk: Desk) -> None:
    lines = lines_of(desk.session, desk.plan().id)
    by_label = {each.label: each for each in lines}
    title = by_label["CACES R489 catégorie 1 (transpalette, ancienne écriture)"]
    assert title.fact == "détenu, fin de validité à voir"
    assert title.source == "Dossier, Permis et titres"
    assert title.necessity is Necessity.REQUIRED
    assert by_label["Lire un bon de commande"].fact is None
    trip = by_label["Être à Grande-Synthe aux horaires du poste (2x8)"]
    assert trip.fact is not None
    assert "min en bus" in trip.fact
    assert by_label["Contrat proposé : CDI, 35 h par semaine"].fact == "CDI"
    assert [each.section for each in lines] == sorted(
        (each.section for each in lines), key=list(LineSection).index
    )
    assert any("valable" in each.label for each in lines if each.section is LineSection.QUESTION)


@pytest.mark.parametrize(
    ("credentials", "fact"),
    [
        (None, None),
        ((), "non cité dans la liste des permis et titres"),
        ((CredentialState.EXPIRED, None), "périmé"),
        ((CredentialState.IN_PROGRESS, None), "en cours"),
        ((CredentialState.HELD, TODAY - timedelta(days=1)), "périmé depuis le"),
        ((CredentialState.HELD, TODAY), "détenu, jusqu’au"),
    ],
)
def test_a_title_is_said_as_the_record_has_it(credentials: object, fact: str | None) -> None:
    offer = ParsedOffer("R", "T", "", "T", licences=(LicenceNeed("FIMO", Necessity.REQUIRED),))
    held: tuple[Credential, ...] | None = None
    if isinstance(credentials, tuple):
        held = (Credential("FIMO", "FIMO", *credentials),) if credentials else ()
    record = CandidateRecord("P-1", credentials=held)
    (asked,) = asked_of(offer, record, TODAY)
    if fact is None:
        assert asked.fact is None
        assert asked.source is None
    else:
        assert asked.fact is not None
        assert asked.fact.startswith(fact)


def test_wishes_follow_requirements_and_a_skill_is_found_in_other_words() -> None:
    offer = ParsedOffer(
        "R",
        "T",
        "",
        "T",
        experience=ExperienceNeed(Necessity.WISHED, 6),
        skills=(SkillNeed("Utiliser un lecteur de codes-barres", Necessity.REQUIRED),),
    )
    record = CandidateRecord("P-1", skills=("soudure", "douchette"))
    first, second = asked_of(offer, record, TODAY)
    assert (first.necessity, first.fact) == (Necessity.REQUIRED, "douchette")
    assert (second.label, second.fact) == ("Expérience : 6 mois", None)


# --- the synthesis ---------------------------------------------------------------------------


def test_it_is_drafted_from_the_grid_corrected_signed_on_screen_and_handed_over(
    desk: Desk,
) -> None:
    interview = desk.hold()
    assert interview.summary is not None
    assert "Ce qui va avec le poste" in interview.summary
    with pytest.raises(TransitionRefusedError, match="n’est pas signée"):
        hand_over(desk.session, desk.case, interview, interview.version, desk.user, NOW)
    write(desk, interview, WORDS)
    with pytest.raises(InputRefusedError, match="prénom et son nom"):
        signed(desk, interview, SignatureMode.SCREEN)
    signed(desk, interview, SignatureMode.SCREEN, "Salma Aït-Berka")
    assert interview.advisor_signature == NAMES[Role.ADVISOR]
    assert interview.person_signature == "Salma Aït-Berka"
    assert interview.person_signed_on == interview.advisor_signed_on == TODAY
    with pytest.raises(TransitionRefusedError, match="signée"):
        write(desk, interview)
    hand_over(desk.session, desk.case, interview, interview.version, desk.user, NOW)
    assert interview.handed_on == TODAY
    with pytest.raises(TransitionRefusedError, match="remise le"):
        hand_over(desk.session, desk.case, interview, interview.version, desk.user, NOW)


def test_a_person_may_sign_on_paper_or_not_at_all(desk: Desk) -> None:
    interview = desk.hold()
    signed(desk, interview, SignatureMode.DECLINED)
    assert interview.person_signed_on is None
    assert interview.advisor_signed_on == TODAY
    facts = synthesis_facts(desk.case, interview, "Nadia Fekkar")
    assert facts["mode"] == "refus"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Mme AIT BERKA est sérieuse.", "le nom reste ici"),
        ("Sérieuse.\nReconnue RQTH depuis 2020.", "ne dites rien de la santé"),
        ("Sort de détention, très motivée.", "ne dites rien de la santé"),
    ],
)
def test_the_employer_reads_neither_name_nor_health_nor_justice(
    words: str, said: str, desk: Desk
) -> None:
    interview = desk.hold()
    with pytest.raises(InputRefusedError, match=said):
        write(desk, interview, words)
    write(desk, interview, WORDS)
    assert interview.employer_text == WORDS


def test_the_employer_text_and_the_grid_stay_out_of_the_synthesis(desk: Desk) -> None:
    interview = desk.hold()
    write(desk, interview, WORDS)
    said = str(synthesis_facts(desk.case, interview, "Nadia Fekkar"))
    assert WORDS not in said
    assert "Lire un bon de commande" not in said


def test_two_who_write_at_once_give_one_winner(desk: Desk) -> None:
    interview = desk.hold()
    stale = Texts("autre", "autre", "", interview.version)
    write(desk, interview)
    with pytest.raises(ConcurrentChangeError):
        write_texts(desk.session, desk.case, interview, stale, desk.user, NOW)
    assert interview.summary == "Ce qui va."


def test_the_line_for_abc_names_the_advisor_and_level_2(desk: Desk) -> None:
    interview = desk.hold(InterviewResult.RESERVED, action="visite du site", action_on=TODAY)
    line = dict(zip(ABC_HEADERS, abc_line(desk.session, interview), strict=True))
    assert line["Participant"] == "P-0001"
    assert line["Date"] == f"{TODAY:%d/%m/%Y}"
    assert line["Nom du conseiller"] == NAMES[Role.ADVISOR]
    assert line["Niveau 2"] == "Oui"
    assert line["Résultat"].startswith("Validé sous réserve, à lever avant le ")
    assert "visite" not in line["Résultat"]
    assert not any("Salma" in value for value in line.values())


def test_what_stopped_the_person_leaves_for_abc_unless_it_is_a_restriction(desk: Desk) -> None:
    interview = desk.hold(InterviewResult.REFUSED, motive=DiscardMotive.RESTRICTION)
    assert result_words(interview) == "Non validé : restriction fonctionnelle"
    assert abc_line(desk.session, interview)[4] == "Non validé"
    interview.motive = DiscardMotive.EXPERIENCE.value
    assert abc_line(desk.session, interview)[4] == "Non validé : expérience insuffisante"


def test_an_absence_has_its_line_too(desk: Desk) -> None:
    interview = desk.plan(9)
    desk.note(interview, InterviewState.ABSENT)
    assert abc_line(desk.session, interview)[4:6] == ("Absent·e", NAMES[Role.ADVISOR])


# --- PDF -------------------------------------------------------------------------------------


def test_the_pdf_says_the_synthesis_and_takes_words_for_words(desk: Desk) -> None:
    interview = desk.hold()
    texts = Texts("Va *bien* #panic() $x$\n\nEt _après_.", "La suite.", WORDS, interview.version)
    write_texts(desk.session, desk.case, interview, texts, desk.user, NOW)
    made = pdf_of("synthesis", synthesis_facts(desk.case, interview, "Nadia Fekkar"))
    with pypdfium2.PdfDocument(made) as document:
        assert len(document) == 1
        text = document[0].get_textpage().get_text_range()
        assert document.get_metadata_value("Title") == "Synthèse d’entretien"
    for words in ("Va *bien* #panic() $x$", "Et _après_.", "Salma", "Le conseiller"):
        assert words in text
    assert WORDS not in text
    assert b"/MarkInfo" in made


def test_without_the_extra_the_page_prints_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "find_spec", lambda name: None)
    assert not pdf.is_pdf_available()
    with pytest.raises(PdfUnavailableError, match="Ctrl"):
        pdf_of("synthesis", {})


# --- the convocation -------------------------------------------------------------------------


def test_the_convocation_is_one_text_message_and_a_calendar_without_a_name(desk: Desk) -> None:
    interview, case = desk.plan(20), desk.case
    said = convocation(desk.session, case, interview)
    assert said.hour == "20 h 00"
    assert PLACE in said.sms
    assert len(said.sms) < 306, "two messages at most"
    made = calendar_file(case, interview, NOW)
    (event,) = Calendar.from_ical(made).events
    assert event.start == interview.slot
    assert event.end - event.start == timedelta(minutes=45)
    assert b"P-0001" in made
    assert b"Salma" not in made


def test_the_letter_as_pdf_says_where_and_when_and_nothing_of_health(desk: Desk) -> None:
    candidate = desk.case.candidate
    limit = CandidateRestriction(
        candidate_id=candidate.id, position=0, condition=Condition.LOADS, limit_kg=12
    )
    desk.session.add(limit)
    desk.case.offer.title = "Agent *polyvalent* #panic() $x$"
    desk.session.flush()
    interview, case = desk.plan(20), desk.case
    said = convocation(desk.session, case, interview)
    made = pdf_of("convocation", letter(case, said, TODAY))
    with pypdfium2.PdfDocument(made) as document:
        assert len(document) == 1
        text = " ".join(document[0].get_textpage().get_text_range().split())
    told = (said.day, "20 h 00 (45 minutes)", PLACE, NAMES[Role.ADVISOR], case.called)
    for words in (*told, "Agent *polyvalent* #panic() $x$", "Vous n’avez pas besoin de CV."):
        assert words in text
    for words in ("12 kg", Condition.LOADS.label, "restriction", "RQTH", "santé", "handicap"):
        assert words.lower() not in text.lower()
    assert b"/MarkInfo" in made


# --- lists -----------------------------------------------------------------------------------


def test_the_oldest_waits_first_ones_own_last_with_what_comes_next(desk: Desk) -> None:
    first, own = waiting_of(desk.session, desk.user, NOW)
    assert (first.is_own, own.is_own) == (False, True)
    assert first.age_words == "30 h"
    assert first.is_late
    assert first.next_words(NOW) == "Proposer un rendez-vous"
    interview = desk.plan(20)
    (line,) = [each for each in waiting_of(desk.session, desk.user, NOW) if not each.is_own]
    assert line.next_words(NOW) == "Entretien aujourd’hui à 20 h 00"
    assert not line.is_late
    later = NOW + timedelta(days=1)
    (line,) = [each for each in waiting_of(desk.session, desk.user, later) if not each.is_own]
    assert line.next_words(later).startswith("Noter qui est venu")
    assert line.interview is interview


def test_an_advisor_is_reminded_at_once_and_the_manager_after_two_days(desk: Desk) -> None:
    manager = user_of(desk.session, Role.MANAGER)
    (item,) = todo_items(desk.session, desk.user, NOW)
    assert item.title.startswith("P-0001")
    assert item.urgent
    assert item.href.startswith("/niveau-2/")
    assert todo_items(desk.session, manager, NOW) == []
    assert len(todo_items(desk.session, manager, NOW + timedelta(hours=19))) == 2
    caseworker = user_of(desk.session, Role.CASEWORKER)
    assert todo_items(desk.session, caseworker, NOW) == ()
    fresh = NOW - timedelta(hours=29)
    (item,) = todo_items(desk.session, desk.user, fresh)
    assert not item.urgent


def test_a_synthesis_stays_on_the_bench_until_it_is_handed_over(desk: Desk) -> None:
    interview = desk.hold()
    bench = workbench(desk.session, desk.user, NOW)
    assert [each for _, each in bench.to_hand] == [interview]
    assert all(line.is_own for line in bench.waiting)
    signed(desk, interview, SignatureMode.PAPER)
    hand_over(desk.session, desk.case, interview, interview.version, desk.user, NOW)
    assert workbench(desk.session, desk.user, NOW).to_hand == ()


def test_the_draft_says_the_same_words_once_and_ends_them_once(desk: Desk) -> None:
    interview = desk.receive()
    marks = [
        Mark(str(line.key), LineMark.VERIFIED, "D’accord, vu ensemble.", seen_of(line))
        for line in lines_of(desk.session, interview.id)
    ]
    mark_lines(desk.session, desk.case, interview, marks, desk.user, NOW)
    summary, _ = draft(interview, lines_of(desk.session, interview.id))
    assert summary.endswith("Ce que vous en dites : D’accord, vu ensemble.")
    assert ".)" not in summary


def concluded(case: Case, manager: User, hours: int) -> Interview:
    """An interview that the manager concluded so many hours after the story of these tests."""
    at = NOW + timedelta(hours=hours)
    return Interview(
        introduction_id=case.introduction.id,
        slot=at,
        place="bureau 3",
        advisor_id=manager.id,
        created_at=at,
        created_by_id=manager.id,
        state=InterviewState.PRESENT,
        result=InterviewResult.TO_PREPARE,
        preparation=Preparation.RESUME,
        decided_at=at,
        decided_by_id=manager.id,
        version=1,
    )


def test_the_syntheses_of_others_hide_none_of_mine(
    desk: Desk, waiting: tuple[World, list[str]]
) -> None:
    mine = desk.hold()
    manager = user_of(desk.session, Role.MANAGER)
    theirs = Desk(desk.session, manager, waiting[1][1]).case  # put forward by the advisor
    desk.session.add_all([concluded(theirs, manager, hours) for hours in range(MOST_TO_HAND)])
    desk.session.flush()
    bench = workbench(desk.session, desk.user, NOW)
    assert [each for _, each in bench.to_hand] == [mine]
    assert bench.to_hand_total == 1
    whole = workbench(desk.session, manager, NOW)
    assert len(whole.to_hand) == MOST_TO_HAND
    assert whole.to_hand_total == MOST_TO_HAND + 1


# --- measures --------------------------------------------------------------------------------


def test_small_numbers_are_masked_and_rates_that_would_tell_them(desk: Desk) -> None:
    desk.hold()
    found = measures(desk.session, *period("", "", TODAY).instants)
    (branch,) = found.branches
    assert (branch.label, branch.part, branch.whole) == ("Grande-Synthe", 1, 1)
    assert (branch.part_words, branch.whole_words, branch.rate) == (MASK, MASK, None)
    assert found.delay == Delay(1, None, None)


@pytest.mark.parametrize(
    ("second", "first", "says"),
    [((6, 12), (10, 20), True), ((9, 12), (10, 20), False), ((4, 12), (10, 20), False)],
)
def test_the_manager_is_told_when_level_2_does_not_pay(
    second: tuple[int, int], first: tuple[int, int], says: bool
) -> None:
    found = Measures(Delay(0, None, None), (), (Share("2", *second), Share("1", *first)))
    assert found.does_not_pay is says


def test_waits_decisions_and_hires_are_counted_over_the_period(desk: Desk) -> None:
    people = _played(desk.session, desk.user, 8)
    desk.session.flush()
    found = measures(desk.session, *period("", "", TODAY).instants)
    assert found.delay.count == 8
    assert found.delay.median_hours == pytest.approx(12.0)
    (branch,) = found.branches
    assert (branch.part, branch.whole, branch.rate) == (6, 8, 0.75)
    second, first = found.hires
    assert (second.part, second.whole) == (5, 6)
    assert (first.part, first.whole) == (0, 0)
    assert len(people) == 8
    old = measures(desk.session, *period("2020-01-01", "2020-12-31", TODAY).instants)
    assert old.delay.count == 0
    assert old.branches == ()


def _played(session: Session, user: User, count: int) -> list[Introduction]:
    """Waits of 12 h each; the last two refused, the others sent, five of them hired."""
    offer = make_offer(level=2)
    session.add(offer)
    session.flush()
    made = []
    for number in range(count):
        candidate = make_candidate()
        session.add(candidate)
        session.flush()
        is_refused, is_hired = number >= count - 2, number < count - 3
        introduction = Introduction(
            offer_id=offer.id,
            candidate_id=candidate.id,
            state="closed" if is_hired else "level2_refused" if is_refused else "dispatched",
            agreed_on=TODAY,
            close_reason=EndMotive.HIRED if is_hired else None,
        )
        session.add(introduction)
        session.flush()
        slot = NOW - timedelta(days=number + 2)
        session.add(_held(introduction, user, slot, is_refused))
        session.add(_event(introduction, IntroductionAction.SUBMIT, slot - timedelta(hours=12)))
        if not is_refused:
            session.add(_event(introduction, IntroductionAction.DISPATCH, slot))
        made.append(introduction)
    return made


def _held(introduction: Introduction, user: User, slot: object, is_refused: bool) -> Interview:
    return Interview(
        introduction_id=introduction.id,
        slot=slot,
        place=PLACE,
        advisor_id=user.id,
        created_by_id=user.id,
        state=InterviewState.PRESENT,
        result=InterviewResult.REFUSED if is_refused else InterviewResult.VALIDATED,
        motive="autre" if is_refused else None,
        decided_by_id=user.id,
        decided_at=slot,
    )


def _event(introduction: Introduction, action: IntroductionAction, at: object) -> IntroductionEvent:
    return IntroductionEvent(
        introduction_id=introduction.id, action=action, at=at, to_state=introduction.state
    )


@pytest.mark.parametrize(("first", "last"), [("2026-13-01", ""), ("2026-02-01", "2026-01-01")])
def test_a_period_that_cannot_be_is_refused(first: str, last: str) -> None:
    with pytest.raises(InputRefusedError, match="Période"):
        period(first, last, TODAY)


def test_a_name_is_found_whatever_its_case_and_a_person_without_one_is_no_matter(
    desk: Desk,
) -> None:
    case = desk.case
    identity = desk.session.scalars(
        select(CandidateIdentity).where(CandidateIdentity.candidate_id == case.candidate.id)
    ).one()
    identity.last_name = None
    desk.session.flush()
    synthesis.check_employer_text(desk.session, case, WORDS)
