"""Recruitment drives on their screens, through the whole application."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from httpx2 import Response
from sqlalchemy import func, select
from starlette.testclient import TestClient

from models.access import Access
from models.candidates import Candidate, CandidateCredential
from models.database import transaction
from models.drives import Drive, DriveGuest, DriveSession, GuestState
from models.introductions import Introduction
from models.vocabulary import CredentialState, IntroductionAction, IntroductionState, Role
from tests.api.routes.test_contracts import send
from tests.api.routes.world import World, identifier_of
from tests.clock import today


def create(client: TestClient, name: str = "Capdunes 2026", offers: str = "DK-0001") -> str:
    """A drive on the offer of the world; its path."""
    answer = client.post("/recrutements", data={"name": name, "offers": offers})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def add_session(client: TestClient, drive: str, seats: int = 2, days: int = 0) -> str:
    """A session of the drive, today unless said otherwise; its path."""
    form = {
        "day": (today() + timedelta(days=days)).isoformat(),
        "hour": "23:50",
        "place": "Salle du Beffroi",
        "seats": str(seats),
    }
    answer = client.post(f"{drive}/seances", data=form)
    assert answer.status_code == 303, answer.text
    page = client.get(drive).text
    return str(re.findall(rf'href="({re.escape(drive)}/seances/[0-9a-f-]+)"', page)[-1])


def invite(client: TestClient, drive: str, session: str, *people: str) -> str:
    form: dict[str, str | list[str]] = {
        "session": session.rpartition("/")[2],
        "people": list(people),
    }
    answer = client.post(f"{drive}/invitations", data=form)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def guests(world: World) -> dict[str, DriveGuest]:
    """Cards by identifier of the person."""
    with world.sessions() as session:
        found = session.scalars(select(DriveGuest)).all()
        keys = {guest.candidate_id: guest for guest in found}
        people = session.execute(
            select(Candidate.id, Candidate.identifier).where(Candidate.id.in_(keys))
        )
        return {identifier: keys[id_] for id_, identifier in people}


def hold_caces(world: World, *places: int) -> None:
    """The people at these places have the certificate that the offer asks for."""
    with transaction(world.sessions) as session:
        for place in places:
            person = session.scalars(
                select(Candidate).where(Candidate.identifier == identifier_of(place))
            ).one()
            session.add(
                CandidateCredential(
                    candidate_id=person.id,
                    position=0,
                    code="CACES_R489_1",
                    label="CACES R489 1",
                    state=CredentialState.HELD,
                )
            )


def words_of(answer: Response) -> str:
    """The text of an answer, its blanks made plain."""
    return " ".join(answer.text.replace("\u202f", " ").split())


@pytest.fixture
def advisor(world: World) -> Iterator[TestClient]:
    with world.browser(Role.ADVISOR) as client:
        yield client


@pytest.fixture
def officer(world: World) -> Iterator[TestClient]:
    with world.browser(Role.OFFICER) as client:
        yield client


def test_a_drive_from_the_offer_to_the_attendance(world: World, advisor: TestClient) -> None:
    drive = create(advisor)
    session = add_session(advisor, drive)
    people = advisor.get(f"{drive}/personnes").text
    assert people.count('name="people"') == 4  # very suitable, suitable, to check: no more
    assert "Salma Aït-Berka" in people
    done = invite(advisor, drive, session, *world.candidate_keys[:3])
    assert "places=2" in done
    assert "attente=1" in done
    page = advisor.get(done).text
    assert "2 places données, 1 personne en liste complémentaire" in page
    assert "2 sur 2 places prises" in page
    sheet = advisor.get(session).text
    assert "Salma Aït-Berka" in sheet
    first = guests(world)[identifier_of(0)]
    form: dict[str, str | list[str]] = {"came": [str(first.key)], "over": "true"}
    assert advisor.post(f"{session}/presences", data=form).status_code == 303
    states = {name: guest.state for name, guest in guests(world).items()}
    assert states[identifier_of(0)] is GuestState.PRESENT
    assert states[identifier_of(1)] is GuestState.ABSENT
    page = " ".join(advisor.get(drive).text.split())
    assert "<strong>3</strong> Candidatures" in page
    assert "<strong>1</strong> Venus" in page
    with world.sessions() as base:
        assert base.scalar(select(func.count(Introduction.id))) == 0  # nobody was put forward


def test_a_withdrawal_calls_up_and_a_caller_ticks_it_off(world: World, advisor: TestClient) -> None:
    drive = create(advisor)
    session = add_session(advisor, drive, seats=1, days=3)
    invite(advisor, drive, session, *world.candidate_keys[:2])
    first = guests(world)[identifier_of(0)]
    advisor.post(f"{drive}/personnes/{first.key}/desistement")
    called = guests(world)[identifier_of(1)]
    assert called.state is GuestState.INVITED
    assert "À prévenir : une place s’est libérée" in advisor.get(drive).text
    todo = advisor.get("/a-traiter").text
    assert f"Prévenir {identifier_of(1)}" in todo
    advisor.post(f"{drive}/personnes/{called.key}/prevenu")
    assert "À prévenir : une place" not in advisor.get(drive).text


def test_an_officer_runs_it_without_reading_names_but_at_the_door(
    world: World, officer: TestClient
) -> None:
    send(world, 0, until=IntroductionAction.KEEP)
    send(world, 1, until=IntroductionAction.KEEP)
    drive = create(officer)
    session = add_session(officer, drive, seats=1)
    form = {"session": session.rpartition("/")[2], "group": "retenues"}
    assert "retenues ou d’accord sur ces offres (2)" in officer.get(drive).text
    assert officer.post(f"{drive}/invitations", data=form).status_code == 303
    page = officer.get(drive).text
    assert "Wisselinck" not in page  # waits: no name
    assert identifier_of(1) in page
    assert "Salma Aït-Berka" in officer.get(session).text  # expected: read at the door
    assert officer.get(f"{drive}/personnes").status_code == 403
    named = {"session": "", "people": [world.candidate_keys[2]]}
    assert officer.post(f"{drive}/invitations", data=named).status_code == 403
    rows = list(csv.reader(io.StringIO(officer.get(f"{drive}.csv").text), delimiter=";"))
    assert [row[1] for row in rows[1:]] == ["", ""]
    with world.sessions() as base:
        seen = base.scalars(select(Access.screen).where(Access.candidate_id.is_not(None))).all()
    assert any(each.endswith("/seances/{session_key}") for each in seen)


def test_a_caseworker_reads_where_their_own_people_stand(world: World, advisor: TestClient) -> None:
    drive = create(advisor)
    session = add_session(advisor, drive, seats=5)
    with world.browser(Role.CASEWORKER) as caseworker:
        assert "Aucun recrutement" in caseworker.get("/recrutements").text
        assert caseworker.get(drive).status_code == 404
        invite(advisor, drive, session, *world.candidate_keys[:2])
        page = caseworker.get(drive).text
        assert "Salma Aït-Berka" in page
        assert "Wisselinck" not in page
        assert identifier_of(1) not in page
        assert caseworker.get(session).status_code == 403


def test_the_search_by_hand_keeps_the_name_out_of_the_address(
    world: World, advisor: TestClient
) -> None:
    drive = create(advisor)
    found = advisor.post(f"{drive}/personnes", data={"q": "bauden"})
    assert found.status_code == 200
    assert "Lucie Bauden" in found.text
    assert found.text.count('name="people"') == 1
    nobody = advisor.post(f"{drive}/personnes", data={"q": "zzz"}).text
    assert "Aucune personne ne correspond" in nobody


def test_a_share_out_is_proposed_then_kept_and_sends_nobody(
    world: World, advisor: TestClient
) -> None:
    drive = create(advisor)
    assert advisor.get(f"{drive}/repartition").status_code == 422  # nobody yet
    session = add_session(advisor, drive, seats=10)
    hold_caces(world, 0, 1, 2)
    invite(advisor, drive, session, *world.candidate_keys)
    page = advisor.get(f"{drive}/repartition").text
    values = re.findall(r'name="places" value="([^"]+)"', page)
    assert len(values) == 3  # two posts, one alternate; the others lack the certificate
    assert "4 personnes sans poste" in page
    answer = advisor.post(f"{drive}/repartition", data={"places": values})
    assert answer.status_code == 200
    with world.sessions() as base:
        states = base.scalars(select(Introduction.state)).all()
    assert sorted(states) == sorted([IntroductionState.KEPT] * 2 + [IntroductionState.RESERVE])
    assert "2 personnes retenues, 1 personne en liste complémentaire" in answer.text
    other = advisor.post(f"{drive}/repartition", data={"places": ["x y proposé"]})
    assert other.status_code == 422


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"name": "", "offers": "DK-0001"}, "donnez un nom"),
        ({"name": "Capdunes", "offers": ""}, "au moins une offre"),
        ({"name": "Capdunes", "offers": "DK-9999"}, "aucune offre « DK-9999 »"),
    ],
)
def test_a_drive_that_cannot_be_is_refused_in_words(
    officer: TestClient, form: dict[str, str], words: str
) -> None:
    answer = officer.post("/recrutements", data=form)
    assert answer.status_code == 422
    assert words in words_of(answer)
    for typed in form.values():
        assert f'value="{typed}" required' in answer.text
    assert "Aucun recrutement" in officer.get("/recrutements").text


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"day": "demain matin"}, "date illisible"),
        ({"hour": ""}, "Heure : ce champ manque"),
        ({"seats": "66"}, "entre 1 et 65"),
        ({"place": " "}, "donnez le lieu"),
    ],
)
def test_a_session_that_cannot_be_is_refused_in_words(
    officer: TestClient, values: dict[str, str], words: str
) -> None:
    drive = create(officer)
    form = {"day": today().isoformat(), "hour": "10:00", "place": "Salle", "seats": "65"}
    answer = officer.post(f"{drive}/seances", data=form | values)
    assert answer.status_code == 422
    assert words in words_of(answer)


def test_a_closed_drive_is_read_and_invites_nobody(world: World, advisor: TestClient) -> None:
    drive = create(advisor)
    session = add_session(advisor, drive)
    assert advisor.post(f"{drive}/cloture").status_code == 303
    page = advisor.get(drive).text
    assert "Rouvrir le recrutement" in page
    assert "Ajouter la séance" not in page
    form = {"session": session.rpartition("/")[2], "people": [world.candidate_keys[0]]}
    refused = advisor.post(f"{drive}/invitations", data=form)
    assert refused.status_code == 409
    assert "le recrutement est clos" in refused.text
    advisor.post(f"{drive}/reouverture")
    assert "Ajouter la séance" in advisor.get(drive).text


def test_the_offer_leads_to_its_drive(world: World, officer: TestClient) -> None:
    offer = f"/offers/{world.offer_key}"
    assert "/recrutements?offre=DK-0001" in officer.get(offer).text
    drive = create(officer)
    assert f'href="{drive}"' in officer.get(offer).text
    assert 'value="DK-0001"' in officer.get("/recrutements?offre=DK-0001").text
    for role in (Role.ADVISOR, Role.CASEWORKER):
        with world.browser(role) as client:
            assert (f'href="{drive}"' in client.get(offer).text) == (role is Role.ADVISOR)


def test_another_drive_s_session_is_not_found(world: World, advisor: TestClient) -> None:
    first, second = create(advisor), create(advisor, "Autre")
    session = add_session(advisor, first)
    key = session.rpartition("/")[2]
    assert advisor.get(f"{second}/seances/{key}").status_code == 404
    with transaction(world.sessions) as base:
        assert base.scalar(select(func.count(Drive.id))) == 2
        assert base.scalar(select(func.count(DriveSession.id))) == 1
