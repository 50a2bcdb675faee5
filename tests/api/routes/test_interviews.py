"""The screens of level 2: who reaches them, what a form keeps, what each of them says."""

import re
from datetime import datetime

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from models.days import PARIS
from models.interviews import Interview, InterviewLine
from models.introductions import Introduction
from models.moves import Actor, Step, move
from models.vocabulary import IntroductionAction, IntroductionState, Role
from tests.api.level2_world import PLACE, user_of, wait_for_level2
from tests.api.routes.world import World
from tests.clock import today

KEPT = "/entretiens/{}/{}"


@pytest.fixture
def key(world: World) -> str:
    """Somebody whom the caseworker put forward."""
    return wait_for_level2(world, [0])[0]


def plan(client: TestClient, world: World, key: str, hour: str = "00:00") -> str:
    """Propose a slot today with the advisor; the key of the interview."""
    with world.sessions() as session:
        advisor = str(user_of(session, Role.ADVISOR).key)
    slot = {"day": today().isoformat(), "hour": hour, "place": PLACE, "advisor": advisor}
    answer = client.post(f"/niveau-2/{key}/rendez-vous", data=slot)
    assert answer.status_code == 303, answer.text
    return str(last(world).key)


def last(world: World) -> Interview:
    with world.sessions() as session:
        return session.scalars(select(Interview).order_by(Interview.id.desc()).limit(1)).one()


def receive(client: TestClient, world: World, key: str) -> str:
    interview = plan(client, world, key)
    form = {"version": last(world).version, "state": "present"}
    assert client.post(KEPT.format(interview, "presence"), data=form).status_code == 303
    return interview


def lines(world: World) -> list[InterviewLine]:
    with world.sessions() as session:
        return list(session.scalars(select(InterviewLine).order_by(InterviewLine.position)))


def grid(world: World, note: str = "vu", mark: str = "verifie") -> dict[str, list[str]]:
    found = lines(world)
    return {
        "line": [str(each.key) for each in found],
        "mark": [mark] * len(found),
        "note": [note] * len(found),
        "seen": [each.marked_at.isoformat() if each.marked_at else "" for each in found],
    }


def conclude(client: TestClient, world: World, interview: str, **values: str) -> int:
    form = {"version": str(last(world).version), "result": "valide"} | values
    return client.post(KEPT.format(interview, "issue"), data=form).status_code


def test_the_whole_story_by_forms_alone(world: World, key: str) -> None:
    with world.browser(Role.ADVISOR) as client:
        bench = client.get("/niveau-2").text
        assert "P-0001 Salma Aït-Berka" in bench
        assert "Proposer un rendez-vous" in bench
        interview = receive(client, world, key)
        assert "Ce que demande l&#39;offre" in client.get(f"/niveau-2/{key}").text
        assert conclude(client, world, interview) == 409
        answer = client.post(KEPT.format(interview, "grille"), data=grid(world))
        assert answer.headers["location"] == f"/niveau-2/{key}#grille"
        assert conclude(client, world, interview) == 303
        path = KEPT.format(interview, "synthese")
        assert "Validé" in client.get(path).text
        texts = {"version": last(world).version, "summary": "Va.", "next_steps": "Suite."}
        assert client.post(path, data=texts).status_code == 303
        sign = {"version": last(world).version, "mode": "ecran", "person_name": "Salma"}
        assert client.post(KEPT.format(interview, "signature"), data=sign).status_code == 303
        hand = {"version": last(world).version}
        assert client.post(KEPT.format(interview, "remise"), data=hand).status_code == 303
        shown = client.get(path).text
        assert "Signée le" in shown
        assert "Niveau 2</th><td>Oui" in shown
        made = client.get(KEPT.format(interview, "synthese.pdf"))
        assert made.headers["content-type"] == "application/pdf"
        assert made.content.startswith(b"%PDF")
    introduction = world.introduction(0)
    assert introduction is not None
    assert introduction.state is IntroductionState.LEVEL2_VALIDATED


def test_validating_ones_own_is_refused_in_words_and_greyed_on_the_bench(world: World) -> None:
    (key,) = wait_for_level2(world, [0], by=Role.ADVISOR)
    with world.browser(Role.ADVISOR) as client:
        assert (
            "Vous l’avez proposé·e : quelqu’un d’autre tient l’entretien"
            in client.get("/niveau-2").text
        )
        assert "reviennent à quelqu’un d’autre" in client.get(f"/niveau-2/{key}").text
    with world.sessions() as session:
        manager = str(user_of(session, Role.MANAGER).key)
    with world.browser(Role.MANAGER) as client:
        slot = {"day": today().isoformat(), "hour": "00:00", "place": PLACE, "advisor": manager}
        client.post(f"/niveau-2/{key}/rendez-vous", data=slot)
        interview = str(last(world).key)
        form = {"version": 1, "state": "present"}
        client.post(KEPT.format(interview, "presence"), data=form)
        client.post(KEPT.format(interview, "grille"), data=grid(world))
    with world.browser(Role.ADVISOR) as client:
        form = {"version": last(world).version, "result": "valide"}
        answer = client.post(KEPT.format(interview, "issue"), data=form)
        assert answer.status_code == 409
        assert "Vous avez proposé cette personne" in answer.text
        assert "Conclure l’entretien" not in client.get(f"/niveau-2/{key}").text
    introduction = world.introduction(0)
    assert introduction is not None
    assert introduction.state is IntroductionState.LEVEL2_PENDING


def test_a_line_without_its_words_comes_back_as_typed_and_the_others_are_kept(
    world: World, key: str
) -> None:
    with world.browser(Role.ADVISOR) as client:
        interview = receive(client, world, key)
        answer = client.post(KEPT.format(interview, "grille"), data=grid(world, note=""))
    assert answer.status_code == 422
    assert "les autres le sont" in answer.text
    assert "écrivez la réponse en quelques mots" in answer.text
    kept = lines(world)
    assert all((each.mark == "verifie") is not each.section.asks_words for each in kept)


def test_one_line_is_saved_as_it_is_left_and_says_what_remains(world: World, key: str) -> None:
    with world.browser(Role.ADVISOR) as client:
        interview = receive(client, world, key)
        one = {name: values[:1] for name, values in grid(world, "carte vue").items()}
        path, htmx = KEPT.format(interview, "grille"), {"hx-request": "true"}
        answer = client.post(path, data=one, headers=htmx)
        assert answer.status_code == 200
        assert "Enregistré le" in answer.text
        assert re.search(r'id="reste"[^>]*hx-swap-oob', answer.text)
        again = client.post(path, data={**one, "note": ["autre"]}, headers=htmx)
        assert "notée entre-temps" in again.text
    assert lines(world)[0].note == "carte vue"


def test_a_caseworker_reads_the_synthesis_of_their_own_and_nothing_else(world: World) -> None:
    mine, other = wait_for_level2(world, [0, 1], by=Role.MANAGER)
    interviews = []
    with world.browser(Role.ADVISOR) as client:
        for key, hour in ((mine, "00:00"), (other, "01:00")):
            interview = plan(client, world, key, hour)
            state = {"version": 1, "state": "present"}
            client.post(KEPT.format(interview, "presence"), data=state)
            result = {"result": "a_preparer", "preparation": "atelier_cv"}
            assert conclude(client, world, interview, **result) == 303
            interviews.append(interview)
    with world.browser(Role.CASEWORKER) as client:
        shown = client.get(KEPT.format(interviews[0], "synthese"))
        assert shown.status_code == 200
        assert "Signer la synthèse" not in shown.text
        assert "atelier cv" in shown.text
        assert client.get(KEPT.format(interviews[1], "synthese")).status_code == 404
        assert client.get(KEPT.format(interviews[1], "synthese.pdf")).status_code == 404
        assert client.get(f"/niveau-2/{mine}").status_code == 403


def test_an_advisor_of_another_domain_finds_nothing(world: World, key: str) -> None:
    with world.sessions.begin() as session:
        user_of(session, Role.ADVISOR).domains = ["restauration"]
    with world.browser(Role.ADVISOR) as client:
        assert "Personne n’attend" in client.get("/niveau-2").text
        assert client.get(f"/niveau-2/{key}").status_code == 404


def test_a_slot_is_moved_and_the_person_told_by_text_letter_and_calendar(
    world: World, key: str
) -> None:
    with world.browser(Role.ADVISOR) as client:
        interview = plan(client, world, key, "23:30")
        with world.sessions() as session:
            manager = str(user_of(session, Role.MANAGER).key)
        moved = {"version": 1, "day": today().isoformat(), "hour": "23:00", "minutes": "30 min"}
        moved |= {"place": "Antenne de Grande-Synthe", "advisor": manager}
        assert client.post(f"/niveau-2/{key}/rendez-vous", data=moved).status_code == 303
        assert client.post(f"/niveau-2/{key}/rendez-vous", data=moved).status_code == 409
        letter = client.get(KEPT.format(interview, "convocation")).text
        assert "Hugues Delattre vous attend le" in letter
        assert "à 23 h 00, Antenne de Grande-Synthe" in letter
        assert f'href="{KEPT.format(interview, "convocation.pdf")}"' in letter
        made = client.get(KEPT.format(interview, "convocation.pdf"))
        assert made.headers["content-type"] == "application/pdf"
        assert made.content.startswith(b"%PDF")
        calendar = client.get(KEPT.format(interview, "convocation.ics"))
        assert calendar.headers["content-type"].startswith("text/calendar")
        assert "Salma" not in calendar.text


UNREADABLE = (
    ({"day": "demain"}, "choisissez un jour"),
    ({"hour": "matin"}, "choisissez une heure"),
    ({"minutes": "²"}, "durée en minutes"),
    ({"minutes": "3"}, "de 5 à 240 minutes"),
    ({"place": " "}, "où la personne est attendue"),
    ({"advisor": "x"}, "une autre personne"),
    ({"day": "9999-12-31"}, "trop loin"),
    ({"day": "0001-01-01"}, "trop loin"),
)


def test_a_slot_that_cannot_be_read_says_where(world: World, key: str) -> None:
    form = {"day": today().isoformat(), "hour": "10:00", "place": PLACE, "advisor": ""}
    with world.browser(Role.ADVISOR) as client:
        for values, said in UNREADABLE:
            answer = client.post(f"/niveau-2/{key}/rendez-vous", data=form | values)
            assert answer.status_code == 422, values
            assert said in answer.text, values


def test_measures_mask_small_numbers_and_refuse_an_odd_period(world: World, key: str) -> None:
    with world.browser(Role.MANAGER) as client:
        shown = client.get("/niveau-2/mesures").text
        assert "Niveau 2 : délais et résultats" in shown
        assert "moins de 5" in shown
        assert client.get("/niveau-2/mesures?du=hier").status_code == 422


def test_a_slot_has_no_object_once_the_person_withdrew(world: World, key: str) -> None:
    with world.browser(Role.ADVISOR) as client:
        interview = plan(client, world, key)
        with world.sessions.begin() as session:
            introduction = session.scalars(select(Introduction)).one()
            advisor = user_of(session, Role.ADVISOR)
            step = Step(IntroductionAction.CLOSE, motive="desistement", detail="horaires")
            move(session, introduction, step, Actor(advisor.id, advisor.role), datetime.now(PARIS))
        shown = client.get(f"/niveau-2/{key}").text
        assert "n’a plus d’objet" in shown
        assert "Présent·e</button>" not in shown
        form = {"version": 1, "state": "present"}
        assert client.post(KEPT.format(interview, "presence"), data=form).status_code == 409


def test_no_synthesis_before_an_outcome(world: World, key: str) -> None:
    with world.browser(Role.ADVISOR) as client:
        interview = receive(client, world, key)
        for rest in ("synthese", "synthese.pdf"):
            assert client.get(KEPT.format(interview, rest)).status_code == 404
        form = {"version": last(world).version, "mode": "papier"}
        assert client.post(KEPT.format(interview, "signature"), data=form).status_code == 409
