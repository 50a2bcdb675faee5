"""Contracts, follow-up and exits on their screens, through the whole application."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy import select
from starlette.testclient import TestClient

from models.candidates import Candidate
from models.case_files import CandidateFollow, CandidateIdentity
from models.contract_lists import ContractState, Flag, FollowUpState, PreHireResult
from models.contracts import Contract, FollowUp, MissionHours, PreHireStep, SkillEvidence
from models.database import transaction
from models.exit_lists import ExitState
from models.exits import Exit, Training
from models.introductions import Introduction
from models.motives import AgreementChannel
from models.moves import Actor, Step, move, suggest
from models.offers import Offer
from models.people import User
from models.vocabulary import IntroductionAction, IntroductionState, Role
from tests.api.routes.world import NAMES, World, identifier_of
from tests.clock import today

NOW = datetime.now(UTC)
DAY = timedelta(days=1)
PHONE = "03 28 00 00 42"


def send(world: World, place: int = 0, until: IntroductionAction | None = None) -> str:
    """Put the candidate at `place` forward up to a sending; the key of the introduction."""
    with transaction(world.sessions) as session:
        user = session.scalars(select(User).where(User.role == Role.ADVISOR)).one()
        offer = session.scalars(select(Offer)).one()
        person = session.scalars(
            select(Candidate).where(Candidate.identifier == identifier_of(place))
        ).one()
        session.get_one(CandidateIdentity, person.id).phone = PHONE
        session.get_one(CandidateFollow, person.id).entered_on = date(2022, 3, 1)
        actor = Actor(user.id, user.role)
        introduction = suggest(session, (offer.id, person.id), actor, NOW)
        agree = Step(IntroductionAction.AGREE, on=today(), channel=AgreementChannel.PHONE)
        for step in (
            Step(IntroductionAction.KEEP, note="son CACES sera renouvelé"),
            Step(IntroductionAction.PROPOSE),
            agree,
            Step(IntroductionAction.DISPATCH),
        ):
            move(session, introduction, step, actor, NOW)
            if step.action is until:
                break
        return str(introduction.key)


def hired(client: TestClient, key: str, **values: str) -> str:
    """Record a hire with the form; the path of the contract."""
    form = {
        "kind": "cdi",
        "job_title": "préparateur de commandes",
        "employer": "Halles du Port",
        "start_on": today().isoformat(),
        "hours": "35",
    }
    answer = client.post(f"/mises-en-relation/{key}/embauche", data=form | values)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def version(world: World, path: str) -> str:
    with world.sessions() as session:
        found = session.scalars(select(Contract)).all()
        return str(next(each.version for each in found if str(each.key) in path))


def only_contract(world: World) -> Contract:
    with world.sessions() as session:
        return session.scalars(select(Contract)).one()


def calls_of(world: World) -> list[FollowUp]:
    with world.sessions() as session:
        return list(session.scalars(select(FollowUp).order_by(FollowUp.due_on)))


@pytest.fixture
def officer(world: World) -> Iterator[TestClient]:
    with world.browser(Role.OFFICER) as client:
        yield client


@pytest.fixture
def manager(world: World) -> Iterator[TestClient]:
    with world.browser(Role.MANAGER) as client:
        yield client


def test_the_form_of_a_hire_says_what_the_offer_says(world: World, officer: TestClient) -> None:
    answer = officer.get(f"/mises-en-relation/{send(world)}/embauche")
    assert answer.status_code == 200
    assert 'value="Préparateur de commandes H/F"' in answer.text
    assert '<option value="cdi" selected>' in answer.text
    assert "Aït-Berka" not in answer.text  # the officer reads no name before the hire


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"start_on": "bientôt"}, "Date illisible"),
        ({"start_on": ""}, "Donnez le premier jour."),
        ({"hours": "beaucoup"}, "Indiquez un nombre"),
        ({"kind": "benevole"}, "Choisissez une valeur de la liste."),
        ({"end_on": "2027-01-01"}, "Un CDI n’a pas de dernier jour"),
        ({"kind": "cdd", "end_on": "2020-01-01"}, "Il précède le premier jour"),
    ],
)
def test_a_form_that_errs_comes_back_as_typed(
    world: World, officer: TestClient, values: dict[str, str], words: str
) -> None:
    key = send(world)
    form = {
        "kind": "cdi",
        "job_title": "préparateur de nuit",
        "employer": "Halles du Port",
        "start_on": today().isoformat(),
    }
    answer = officer.post(f"/mises-en-relation/{key}/embauche", data=form | values)
    assert answer.status_code == 422
    assert words in answer.text
    assert 'value="préparateur de nuit"' in answer.text
    introduction = world.introduction(0)
    assert introduction is not None
    assert introduction.state is IntroductionState.DISPATCHED


def test_a_hire_leads_to_the_call_of_the_third_day(world: World, officer: TestClient) -> None:
    path = hired(officer, send(world), start_on=(today() - 3 * DAY).isoformat())
    page = officer.get(path)
    assert "Salma Aït-Berka" in page.text  # whoever follows a contract up calls the person
    assert PHONE in page.text
    assert officer.get("/suivi").text.count("devait commencer") == 1
    started = officer.post(f"{path}/demarrage", data={"version": "1", "on": ""})
    assert started.status_code == 303
    day = officer.get("/suivi").text
    assert "À appeler : 1 personne" in day
    call = calls_of(world)[0]
    page = officer.get(f"/suivi/{call.key}")
    assert "Bonjour Salma" in page.text
    assert f'href="tel:{PHONE.replace(" ", "")}"' in page.text
    answers = {"version": "1", "presence": "bien", "transport": "difficile", "note": "bus de 5 h"}
    assert officer.post(f"/suivi/{call.key}", data=answers).status_code == 303
    call = calls_of(world)[0]
    assert (call.state, call.flag, call.tasks) == (FollowUpState.DONE, Flag.RED, None)
    assert "En difficulté" in officer.get("/suivi").text


def test_nobody_answers_three_times(world: World, officer: TestClient) -> None:
    path = hired(officer, send(world), start_on=(today() - 3 * DAY).isoformat())
    officer.post(f"{path}/demarrage", data={"version": "1"})
    call = calls_of(world)[0]
    for number in (1, 2, 3):
        answer = officer.post(f"/suivi/{call.key}/injoignable", data={"version": str(number)})
        assert answer.status_code == 303
    call = calls_of(world)[0]
    assert (call.state, call.attempts) == (FollowUpState.UNREACHABLE, 3)
    again = officer.post(f"/suivi/{call.key}/injoignable", data={"version": "4"})
    assert again.status_code == 409


def test_a_call_is_not_answered_empty_nor_before_the_start(
    world: World, officer: TestClient
) -> None:
    path = hired(officer, send(world), start_on=(today() - 3 * DAY).isoformat())
    call = calls_of(world)[0]
    early = officer.post(f"/suivi/{call.key}", data={"version": "1", "presence": "bien"})
    assert early.status_code == 409
    assert "le démarrage n’est pas confirmé" in early.text
    officer.post(f"{path}/demarrage", data={"version": "1"})
    empty = officer.post(f"/suivi/{call.key}", data={"version": "1"})
    assert empty.status_code == 422
    assert "notez au moins une réponse" in empty.text


def test_a_break_gives_the_person_back_in_one_gesture(world: World, officer: TestClient) -> None:
    path = hired(officer, send(world), start_on=(today() - 3 * DAY).isoformat())
    officer.post(f"{path}/demarrage", data={"version": "1"})
    nothing = officer.post(
        f"{path}/rupture", data={"version": version(world, path), "on": today().isoformat()}
    )
    assert nothing.status_code == 422  # a motive
    before = officer.post(
        f"{path}/rupture",
        data={
            "version": version(world, path),
            "on": (today() - 9 * DAY).isoformat(),
            "motive": "transport",
        },
    )
    assert before.status_code == 422
    assert "le contrat a commencé le" in before.text
    broken = officer.post(
        f"{path}/rupture",
        data={
            "version": version(world, path),
            "on": today().isoformat(),
            "motive": "transport",
            "is_free": "true",
        },
    )
    assert broken.status_code == 303, broken.text
    assert only_contract(world).state is ContractState.BROKEN
    with world.sessions() as session:
        assert session.get_one(Candidate, only_contract(world).candidate_id).is_active
    assert "transport" in officer.get(path).text


def test_a_caseworker_sees_the_contracts_of_their_own_people_alone(world: World) -> None:
    own, other = send(world, 0), send(world, 1)
    with world.browser(Role.ADVISOR) as client:
        mine, theirs = hired(client, own), hired(client, other)
    with world.browser(Role.CASEWORKER) as client:
        assert client.get(mine).status_code == 200
        assert client.get(theirs).status_code == 404
        listed = client.get("/contrats").text
    assert mine in listed
    assert theirs not in listed


def test_an_officer_sees_what_they_negotiated_or_follow(world: World) -> None:
    with world.browser(Role.ADVISOR) as client:
        path = hired(client, send(world))
    with world.browser(Role.OFFICER) as client:
        assert client.get(path).status_code == 200
    with transaction(world.sessions) as session:
        offer = session.scalars(select(Offer)).one()
        advisor = session.scalars(select(User).where(User.role == Role.ADVISOR)).one()
        offer.collected_by_id = advisor.id
        session.scalars(select(Contract)).one().owner_id = advisor.id
    with world.browser(Role.OFFICER) as client:
        assert client.get(path).status_code == 404


def test_the_follow_up_is_handed_over(world: World, officer: TestClient) -> None:
    path = hired(officer, send(world))
    with world.sessions() as session:
        advisor = session.scalars(select(User).where(User.role == Role.ADVISOR)).one()
    answer = officer.post(f"{path}/responsable", data={"version": "1", "owner": str(advisor.key)})
    assert answer.status_code == 303
    assert only_contract(world).owner_id == advisor.id
    nobody = officer.post(f"{path}/responsable", data={"version": "2", "owner": "personne"})
    assert nobody.status_code == 422


def test_hours_of_missions_add_up_on_the_page(world: World, officer: TestClient) -> None:
    first = today() - 20 * DAY
    path = hired(
        officer,
        send(world),
        kind="interim",
        start_on=first.isoformat(),
        end_on=(today() + 5 * DAY).isoformat(),
        user_company="Entrepôt Nord",
    )
    week = {"first": first.isoformat(), "last": (first + 6 * DAY).isoformat(), "hours": "35,5"}
    assert officer.post(f"{path}/heures", data=week).status_code == 409  # not started
    officer.post(f"{path}/demarrage", data={"version": "1"})
    assert officer.post(f"{path}/heures", data=week).status_code == 303
    twice = officer.post(f"{path}/heures", data=week)
    assert "une ligne couvre déjà ces jours" in twice.text
    outside = week | {"first": (first - DAY).isoformat()}
    assert "hors du contrat" in officer.post(f"{path}/heures", data=outside).text
    many = {"first": today().isoformat(), "last": today().isoformat(), "hours": "13"}
    assert officer.post(f"{path}/heures", data=many).status_code == 422
    for day in range(7, 12):
        one = {"first": (first + day * DAY).isoformat(), "hours": "7"}
        officer.post(f"{path}/heures", data=one | {"last": one["first"]})
    page = officer.get(path).text
    assert "35,5 heures" in page
    assert page.count('aria-label="Retirer') == 6
    assert "2 relevés plus anciens" in page
    assert "1\u202f215 en 12 mois" in page
    with world.sessions() as session:
        line = session.scalars(select(MissionHours).order_by(MissionHours.first_on)).first()
    assert line is not None
    assert line.hours == 35.5
    assert officer.post(f"{path}/heures/{line.key}/retirer").status_code == 303
    assert officer.post(f"{path}/heures/{line.key}/retirer").status_code == 404


def test_a_step_before_the_hire_leaves_evidence(world: World, officer: TestClient) -> None:
    key = send(world, until=IntroductionAction.AGREE)
    path = f"/mises-en-relation/{key}/essais"
    plan = {
        "kind": "pmsmp",
        "start_on": (today() - 5 * DAY).isoformat(),
        "end_on": today().isoformat(),
        "place": "Grande-Synthe",
    }
    assert officer.post(path, data=plan).status_code == 303
    assert officer.post(path, data=plan | {"end_on": "2020-01-01"}).status_code == 422
    with world.sessions() as session:
        step = session.scalars(select(PreHireStep)).one()
    assert "prévue" in officer.get(path).text
    done = officer.post(f"{path}/{step.key}", data={"result": "reussi", "note": "à l’aise"})
    assert done.status_code == 303
    with world.sessions() as session:
        labels = set(session.scalars(select(SkillEvidence.label)))
        assert session.scalars(select(PreHireStep.result)).one() is PreHireResult.PASSED
    assert labels == {"Préparateur de commandes H/F", "lire un bon de commande"}
    officer.post(f"{path}/{step.key}", data={"result": "interrompu"})
    with world.sessions() as session:
        assert session.scalars(select(SkillEvidence)).all() == []


def test_two_pages_open_on_one_step_keep_the_first_and_say_so(
    world: World, officer: TestClient
) -> None:
    key = send(world, until=IntroductionAction.AGREE)
    path = f"/mises-en-relation/{key}/essais"
    days = {"start_on": (today() - 5 * DAY).isoformat(), "end_on": today().isoformat()}
    officer.post(path, data={"kind": "pmsmp", **days})
    with world.sessions() as session:
        step = session.scalars(select(PreHireStep)).one()
    seen = {"seen": hidden(officer.get(path).text, "seen")}
    first = officer.post(f"{path}/{step.key}", data={"result": "reussi", **seen})
    assert first.status_code == 303
    with world.browser(Role.MANAGER) as manager:
        second = manager.post(f"{path}/{step.key}", data={"result": "interrompu", **seen})
        assert second.status_code == 409
        assert f"{NAMES[Role.OFFICER]} a décidé" in second.text
        again = {"seen": hidden(manager.get(path).text, "seen"), "result": "interrompu"}
        assert manager.post(f"{path}/{step.key}", data=again).status_code == 303


def test_two_pages_open_on_one_training_or_one_piece_keep_the_first(
    world: World, manager: TestClient
) -> None:
    send(world, 0, until=IntroductionAction.KEEP)
    work = f"/candidats/{world.candidate_keys[0]}/emploi"
    training = {
        "title": "Titre professionnel cariste",
        "starts_on": (today() - 250 * DAY).isoformat(),
        "ends_on": (today() - DAY).isoformat(),
        "qualifying": "yes",
    }
    manager.post(f"{work}/formations", data=training)
    with world.sessions() as session:
        path = f"{work}/formations/{session.scalars(select(Training)).one().key}"
    told = {"result": "validee", "seen": hidden(manager.get(work).text, "seen")}
    assert manager.post(path, data=told).status_code == 303
    assert manager.post(path, data=told | {"result": "non_validee"}).status_code == 409
    with world.sessions() as session:
        exit_ = session.scalars(select(Exit)).one()
    path = f"/sorties/{exit_.key}"
    piece = {
        "kind": "entree_formation",
        "status": "recue",
        "seen": hidden(manager.get(path).text, "seen"),
    }
    assert manager.post(f"{path}/pieces", data=piece).status_code == 303
    assert manager.post(f"{path}/pieces", data=piece | {"status": "manquante"}).status_code == 409


def hidden(page: str, name: str) -> str:
    """The value of the first hidden box of this name."""
    return page.split(f'name="{name}" value="')[1].split('"')[0]


def test_an_exit_is_proved_then_validated_after_the_committee(
    world: World, manager: TestClient
) -> None:
    work = f"/candidats/{world.candidate_keys[0]}/emploi"
    send(world, 0, until=IntroductionAction.KEEP)
    found = manager.post(
        f"{work}/contrats",
        data={
            "kind": "cdi",
            "job_title": "cariste",
            "employer": "Halles du Port",
            "start_on": (today() - 90 * DAY).isoformat(),
            "trial_ends_on": (today() - 30 * DAY).isoformat(),
            "hours": "35",
        },
    )
    assert found.status_code == 303, found.text
    with world.sessions() as session:
        exit_ = session.scalars(select(Exit)).one()
    assert (exit_.state, exit_.rule, exit_.protocol) == (ExitState.TO_PROVE, "cdi", "2022")
    path = f"/sorties/{exit_.key}"
    early = manager.post(
        f"{path}/decision",
        data={"version": "1", "action": "validate", "committee_on": today().isoformat()},
    )
    assert early.status_code == 409
    assert "contrat de travail signé, bulletin de salaire" in early.text
    assert "Valider la sortie" not in manager.get(path).text
    with world.browser(Role.CASEWORKER) as caseworker:
        for kind in ("contrat", "bulletin"):
            done = caseworker.post(f"{path}/pieces", data={"kind": kind, "status": "recue"})
            assert done.status_code == 303
        decision = {"version": "1", "action": "validate", "committee_on": today().isoformat()}
        assert caseworker.post(f"{path}/decision", data=decision).status_code == 403
    assert "Valider la sortie" in manager.get(path).text
    tomorrow = decision | {"committee_on": (today() + DAY).isoformat()}
    assert manager.post(f"{path}/decision", data=tomorrow).status_code == 422
    assert manager.post(f"{path}/decision", data=decision).status_code == 303
    assert manager.post(f"{path}/decision", data=decision).status_code == 409  # on an older page
    page = manager.get(path).text
    assert f"décision notée par {NAMES[Role.MANAGER]}" in page
    with world.sessions() as session:
        assert not session.get_one(Candidate, exit_.candidate_id).is_active
    late = manager.post(f"{path}/pieces", data={"kind": "contrat", "status": "manquante"})
    assert late.status_code == 409


def test_the_file_for_the_funders_carries_no_name(world: World, manager: TestClient) -> None:
    with world.browser(Role.ADVISOR) as advisor:
        path = hired(advisor, send(world), start_on=(today() - 3 * DAY).isoformat())
        advisor.post(f"{path}/demarrage", data={"version": "1"})
    text = manager.get("/sorties.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [row["Identifiant"] for row in rows] == ["P-0001"]
    assert rows[0]["État"] == "En cours d'acquisition"
    assert rows[0]["Employeur"] == "Halles du Port"
    assert rows[0]["Pièce : Contrat de travail signé"] == "Manquante"
    assert "Aït-Berka" not in text
    sheet = load_workbook(io.BytesIO(manager.get("/sorties.xlsx").content)).active
    header = [cell.value for cell in sheet[1]]
    start = sheet[2][header.index("Début")].value
    assert start == datetime.combine(today() - 3 * DAY, datetime.min.time())
    none = manager.get("/sorties.csv?state=validee").content.decode("utf-8-sig")
    assert len(none.splitlines()) == 1


def test_trainings_and_businesses_are_written_on_the_page_of_the_person(
    world: World, manager: TestClient
) -> None:
    work = f"/candidats/{world.candidate_keys[0]}/emploi"
    send(world, 0, until=IntroductionAction.KEEP)
    training = {
        "title": "Titre professionnel cariste",
        "starts_on": (today() - 250 * DAY).isoformat(),
        "ends_on": (today() + 30 * DAY).isoformat(),
        "result": "en_cours",
        "level": "3",
    }
    assert manager.post(f"{work}/formations", data=training).status_code == 303
    assert "qualifiante ou non, à vérifier" in manager.get(work).text
    passed = manager.post(f"{work}/formations", data=training | {"result": "validee"})
    assert "elle n’est pas encore finie" in passed.text
    level = manager.post(f"{work}/formations", data=training | {"level": "9"})
    assert level.status_code == 422
    business = {"activity": "Couture", "registered_on": "2023-02-01", "siret": "123"}
    assert "un SIRET a 14 chiffres" in manager.post(f"{work}/creations", data=business).text
    done = manager.post(f"{work}/creations", data=business | {"siret": ""})
    assert done.status_code == 303
    with world.sessions() as session:
        exit_ = session.scalars(select(Exit)).one()
    assert (exit_.rule, exit_.acquired_on) == ("business_creation", date(2023, 2, 1))
    page = manager.get("/sorties").text
    assert "Création ou reprise d&#39;entreprise" in page


@pytest.mark.parametrize("path", ["/contrats/x", "/suivi/x", "/sorties/x", "/contrats?state=zz"])
def test_addresses_that_lead_nowhere_say_so(world: World, manager: TestClient, path: str) -> None:
    assert manager.get(path).status_code == (200 if "?" in path else 404)


def test_introductions_of_others_are_not_hired(world: World) -> None:
    with world.browser(Role.OFFICER) as client:
        missing = client.get("/mises-en-relation/00000000-0000-4000-8000-000000000000/embauche")
        assert missing.status_code == 404
    with world.sessions() as session:
        assert session.scalars(select(Introduction)).all() == []
