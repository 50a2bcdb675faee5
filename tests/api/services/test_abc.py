"""What ABC is told: each act once, with the identifiers that the participants came in with."""

import csv
import io
from datetime import date, timedelta
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.services import contracts_life as life
from api.services import followups
from api.services.abc_acts import acts_of_batch, acts_of_days, waiting_acts
from api.services.abc_lines import HEADERS, Act
from api.services.abc_round import batch_table, give_out, table_of
from api.services.contracts import hire
from api.services.exports import export_candidates
from api.services.followups import Answers
from api.services.imports import import_candidates
from api.services.list_files import to_csv, to_paste, to_xlsx
from models.access import AbcLine
from models.candidates import Candidate
from models.contract_lists import FollowUpKind, Mark, Question
from models.contracts import FollowUp
from models.endings import EndMotive
from models.introductions import Introduction
from models.motives import AgreementChannel, EmployerMotive, ParticipantMotive
from models.moves import Step, move, suggest, undo
from models.vocabulary import IntroductionAction, Role
from tests.api.services.hired import AT, DAY, TODAY, Team, actor, an_offer, make_team, sent, terms
from tests.factories import make_user

A = IntroductionAction
PEOPLE = """\
Identifiant;Nom;Prénom;Commune;Projet 1
00173;Vasseur;Salma;Dunkerque;cariste
P-0002;Dewaele;Bruno;Grande-Synthe;aide à domicile
DK-42;Lemaire;Théo;Dunkerque;plongeur
"""


@pytest.fixture
def team(session: Session) -> Team:
    return make_team(session)


@pytest.fixture
def people(session: Session, tmp_path: Path) -> dict[str, Candidate]:
    """The participants of a file of the house, by identifier."""
    file = tmp_path / "participants.csv"
    file.write_text(PEOPLE, encoding="utf-8")
    import_candidates(session, file, now=AT)
    found = {each.identifier: each for each in session.scalars(select(Candidate))}
    assert len(found) == 3
    return found


def results(acts: list[Act]) -> list[tuple[str, str, str]]:
    return [(act.identifier, act.act, act.result) for act in acts]


def test_the_identifiers_of_the_participants_come_back_letter_for_letter(
    session: Session, team: Team, people: dict[str, Candidate], tmp_path: Path
) -> None:
    offer = an_offer(session, team)
    for candidate in people.values():
        sent(session, team, offer, candidate)
    batch = give_out(session, team.manager, AT)
    assert batch is not None
    table = batch_table(session, team.manager, batch, TODAY)
    export_candidates(session, tmp_path / "again.csv")
    with (tmp_path / "again.csv").open(encoding="utf-8-sig", newline="") as file:
        came_in = {row["Identifiant"] for row in csv.DictReader(file, delimiter=";")}
    text = to_csv(table).decode("utf-8-sig")
    went_out = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
    assert {row["Identifiant"] for row in went_out} == came_in
    assert tuple(went_out[0]) == HEADERS
    rows = CalamineWorkbook.from_filelike(io.BytesIO(to_xlsx(table))).get_sheet_by_index(0)
    lines = rows.to_python()
    assert {line[0] for line in lines[1:]} == came_in
    assert {line[1] for line in lines[1:]} == {TODAY}
    assert not any(name in text for name in ("Vasseur", "Salma", "Dewaele", "Lemaire"))


def test_what_was_given_out_is_not_given_again_and_can_be_taken_again(
    session: Session, team: Team, people: dict[str, Candidate]
) -> None:
    sent(session, team, an_offer(session, team), people["00173"])
    batch = give_out(session, team.manager, AT)
    assert batch is not None
    assert batch.count == 3
    assert give_out(session, team.manager, AT + DAY) is None
    again = acts_of_batch(session, team.manager, batch.id, TODAY)
    assert results(again) == [
        ("00173", "Proposition", "Proposée"),
        ("00173", "Proposition", "Accord de la personne"),
        ("00173", "Positionnement", "Transmise"),
    ]
    days = (TODAY, TODAY)
    assert results(acts_of_days(session, team.manager, days, TODAY)) == results(again)
    before = (TODAY - timedelta(days=9), TODAY - DAY)
    assert acts_of_days(session, team.manager, before, TODAY) == []
    sent(session, team, an_offer(session, team), people["P-0002"], AT + DAY)
    later = give_out(session, team.manager, AT + DAY)
    assert later is not None
    assert later.count == 3


def test_a_call_is_told_with_its_flag_and_its_employer(
    session: Session, team: Team, people: dict[str, Candidate]
) -> None:
    introduction = sent(session, team, an_offer(session, team), people["P-0002"])
    contract = hire(session, introduction, terms(start=TODAY), actor(team.officer), AT)
    life.start(session, contract, TODAY, actor(team.officer), AT)
    call = session.scalars(
        select(FollowUp).where(
            FollowUp.contract_id == contract.id, FollowUp.kind == FollowUpKind.DAY_3
        )
    ).one()
    call.contract = contract
    given = Answers({Question.TASKS: Mark.WATCH, Question.PRESENCE: Mark.GOOD}, "à revoir")
    followups.answer(session, call, given, team.officer, AT + 3 * DAY)
    last = waiting_acts(session, team.manager, TODAY)[-1]
    assert (last.act, last.result, last.employer) == (
        "Suivi dans l’emploi",
        "À surveiller",
        "Verrerie du Large",
    )
    assert last.comment == "Appel J+3, opérateur"
    hired = [act.result for act in waiting_acts(session, team.manager, TODAY)]
    assert EndMotive.HIRED.label in hired


def test_a_step_undone_before_is_never_told_and_after_is_taken_back_once(
    session: Session, team: Team, people: dict[str, Candidate]
) -> None:
    offer, who = an_offer(session, team), actor(team.advisor)
    introduction = suggest(session, (offer.id, people["00173"].id), who, AT)
    move(session, introduction, Step(A.KEEP), who, AT)
    move(session, introduction, Step(A.PROPOSE), who, AT)
    undo(session, introduction, who, AT)
    assert waiting_acts(session, team.manager, TODAY) == []
    move(session, introduction, Step(A.PROPOSE), who, AT)
    given = give_out(session, team.manager, AT)
    assert given is not None
    undo(session, introduction, who, AT)
    taken_back = give_out(session, team.manager, AT + DAY)
    assert taken_back is not None
    assert results(acts_of_batch(session, team.manager, taken_back.id, TODAY)) == [
        ("00173", "Proposition", "Annulé : à retirer")
    ]
    assert results(acts_of_batch(session, team.manager, given.id, TODAY)) == [
        ("00173", "Proposition", "Proposée")
    ]
    assert give_out(session, team.manager, AT + DAY) is None


def test_motives_are_told_in_closed_words_but_nothing_of_the_health(
    session: Session, team: Team, people: dict[str, Candidate]
) -> None:
    def refused(identifier: str, motive: ParticipantMotive) -> Introduction:
        who = actor(team.advisor)
        offer = an_offer(session, team)
        introduction = suggest(session, (offer.id, people[identifier].id), who, AT)
        for action in (A.KEEP, A.PROPOSE):
            move(session, introduction, Step(action), who, AT)
        no = Step(
            A.DECLINE,
            motive=motive.value,
            note="mal au dos",
            on=TODAY,
            channel=AgreementChannel.PHONE,
        )
        move(session, introduction, no, who, AT)
        return introduction

    refused("00173", ParticipantMotive.TRIP)
    refused("P-0002", ParticipantMotive.HEALTH)
    hostile = an_offer(session, team, employer_name="=1+1")
    closing = sent(session, team, hostile, people["DK-42"])
    detail = EmployerMotive.CREDENTIAL.value
    step = Step(A.CLOSE, motive=EndMotive.REFUSED.value, detail=detail)
    move(session, closing, step, actor(team.officer), AT)
    acts = waiting_acts(session, team.manager, TODAY)
    said = {act.identifier: act.result for act in acts}
    assert said["00173"] == "Refus de la personne : trajet"
    assert said["P-0002"] == "Refus de la personne"
    assert said["DK-42"] == "Refusée par l'employeur : titre ou habilitation"
    block = to_paste(table_of(acts))
    assert "dos" not in block
    assert "\t'=1+1\t" in block  # a name that a sheet would run stays words


def test_an_advisor_takes_out_their_domains_alone(
    session: Session, team: Team, people: dict[str, Candidate]
) -> None:
    offer = an_offer(session, team)
    sent(session, team, offer, people["00173"])
    elsewhere = make_user(Role.ADVISOR)
    elsewhere.domains = [each for each in ("restauration", "batiment") if each != offer.domain][:1]
    session.add(elsewhere)
    session.flush()
    assert waiting_acts(session, elsewhere, TODAY) == []
    assert waiting_acts(session, team.caseworker, TODAY) == []
    assert len(waiting_acts(session, make_user(Role.OFFICE), TODAY)) == 3


def test_a_person_erased_leaves_nothing_behind(
    session: Session, team: Team, people: dict[str, Candidate]
) -> None:
    sent(session, team, an_offer(session, team), people["00173"])
    batch = give_out(session, team.manager, AT)
    assert batch is not None
    session.delete(people["00173"])
    session.flush()
    assert session.scalars(select(AbcLine)).all() == []
    assert batch_table(session, team.manager, batch, date.today()).rows == []
