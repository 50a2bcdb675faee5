"""One introduction over the web: its page, its steps, its story, the notes, and together."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update
from starlette.testclient import TestClient

from api.services import users
from models.case_files import CandidateIdentity
from models.database import transaction
from models.introductions import Introduction, IntroductionEvent
from models.motives import AgreementChannel, ParticipantMotive
from models.moves import SYSTEM, Step, move
from models.offers import Offer
from models.vocabulary import DiscardMotive, IntroductionAction, IntroductionState, Role
from tests.api.routes.world import World
from tests.clock import today

S = IntroductionState


def kept(world: World, place: int = 0, role: Role = Role.ADVISOR) -> str:
    """Keep the candidate at `place`; the address of the introduction."""
    with world.browser(role) as client:
        answer = client.post(world.decision_path(place, "keep"), data={"version": "1"})
        assert answer.status_code == 303, answer.text
    return address(world, place)


def address(world: World, place: int = 0) -> str:
    found = world.introduction(place)
    assert found is not None
    return f"/mises-en-relation/{found.key}"


def step(client: TestClient, world: World, place: int = 0, **values: str) -> int:
    found = world.introduction(place)
    assert found is not None
    data = {"version": str(found.version)} | values
    return client.post(f"/mises-en-relation/{found.key}/etape", data=data).status_code


def agree(client: TestClient, world: World, place: int = 0) -> None:
    on, channel = today().isoformat(), AgreementChannel.PHONE.value
    assert step(client, world, place, action="propose") == 303
    assert step(client, world, place, action="agree", on=on, channel=channel) == 303


def send(world: World) -> None:
    """As a dispatch does once it is sent."""
    with transaction(world.sessions) as session:
        found = session.scalars(select(Introduction).order_by(Introduction.id)).first()
        assert found is not None
        now = datetime.now(UTC)
        move(session, found, Step(IntroductionAction.DISPATCH), SYSTEM, now)


def state(world: World, place: int = 0) -> IntroductionState:
    found = world.introduction(place)
    assert found is not None
    return found.state


def test_the_page_goes_from_kept_to_agreed_with_its_story(world: World) -> None:
    path = kept(world)
    with transaction(world.sessions) as session:
        session.execute(update(CandidateIdentity).values(phone="06 00 00 00 01"))
    with world.browser(Role.ADVISOR) as client:
        text = client.get(path).text
        assert "P-0001 Salma Aït-Berka" in text
        assert 'href="tel:0600000001"' in text
        assert "Bonjour Salma, Nadia Fekkar, du PLIE." in text
        assert re.search(r"btn-primary\" type=\"submit\">Proposer au participant", text)
        agree(client, world)
        text = client.get(path).text
    assert "Préparer l’envoi" in text
    assert re.search(r"Proposer au participant</strong>, Nadia Fekkar", text)
    assert "de «\u00a0Proposée au participant\u00a0» à «\u00a0Accord du participant\u00a0»" in text
    assert state(world) is S.AGREED


def main_actions(client: TestClient, path: str) -> list[str]:
    text = client.get(path).text.split('id="suite"')[1].split("</section>")[0]
    return re.findall(r'class="btn btn-primary"[^>]*>([^<]*)<', text)


def test_the_main_action_is_the_next_step_and_never_an_end(world: World) -> None:
    path = kept(world)
    with world.browser(Role.CASEWORKER) as client:
        assert main_actions(client, path) == ["Proposer au participant"]
        agree(client, world)
        assert main_actions(client, path) == ["Préparer l’envoi"]
        send(world)
        assert main_actions(client, path) == []
        text = client.get(path).text
        assert "La suite revient à l’employeur" in text
        assert "Enregistrer le désistement" in text
    with world.browser(Role.ADVISOR) as client:
        assert main_actions(client, path) == ["Recrutement confirmé"]


def test_after_an_agreement_of_level_two_the_interview_is_next(world: World) -> None:
    with transaction(world.sessions) as session:
        session.execute(update(Offer).values(level=2))
    path = kept(world)
    with world.browser(Role.CASEWORKER) as client:
        agree(client, world)
        assert state(world) is S.LEVEL2_PENDING
        assert main_actions(client, path) == []
        text = client.get(path).text
        assert "l’entretien de niveau 2, tenu par une autre personne" in text
        assert "Accord renouvelé" in text


def test_what_a_step_lacks_is_said(world: World) -> None:
    kept(world)
    with world.browser(Role.ADVISOR) as client:
        assert step(client, world, action="propose") == 303
        assert step(client, world, action="agree") == 409
        assert step(client, world, action="decline") == 422
        assert step(client, world, action="decline", motive="inventé") == 422
        assert step(client, world, action="inventé") == 422
        assert step(client, world, action="agree", on="demain", channel="sms") == 422
        assert state(world) is S.PROPOSED
        motive = ParticipantMotive.TRIP.value
        assert step(client, world, action="decline", motive=motive) == 303
        assert "Motif\u00a0: Trajet" in client.get(address(world)).text


def test_each_decision_is_taken_back_until_it_is_sent(world: World) -> None:
    path = kept(world)
    with world.browser(Role.ADVISOR) as client:
        for action, before in (("propose", S.KEPT), ("reserve", S.KEPT)):
            assert step(client, world, action=action) == 303
            found = world.introduction(0)
            assert found is not None
            assert "Annuler la dernière décision" in client.get(path).text
            done = client.post(f"{path}/annuler", data={"version": str(found.version)})
            assert done.status_code == 303
            assert state(world) is before
        agree(client, world)
        send(world)
        assert "Annuler la dernière décision" not in client.get(path).text
        found = world.introduction(0)
        assert found is not None
        late = client.post(f"{path}/annuler", data={"version": str(found.version)})
    assert late.status_code == 409


def test_nobody_is_sent_without_a_dispatch_nor_hired_without_a_contract(world: World) -> None:
    kept(world)
    with world.browser(Role.ADVISOR) as client:
        agree(client, world)
        assert step(client, world, action="dispatch") == 409
        assert state(world) is S.AGREED
        send(world)
        assert step(client, world, action="close", motive="retenue") == 409
    assert state(world) is S.DISPATCHED


def test_a_person_withdraws_and_comes_back(world: World) -> None:
    path = kept(world)
    with world.browser(Role.CASEWORKER) as client:
        agree(client, world)
        assert step(client, world, action="close", motive="desistement") == 422
        detail = ParticipantMotive.FOUND_WORK.value
        assert step(client, world, action="close", motive="desistement", detail=detail) == 303
        text = client.get(path).text
        assert "Désistement (a trouvé ailleurs)" in text
        assert "Rouvrir" not in text
    with world.browser(Role.ADVISOR) as client:
        assert "Pourquoi rouvrir" in client.get(path).text
        assert step(client, world, action="reopen", motive="erreur") == 303
    assert state(world) is S.AGREED


def test_two_people_from_the_same_page_one_wins_one_is_told(world: World) -> None:
    path = kept(world)
    found = world.introduction(0)
    assert found is not None
    data = {"version": str(found.version)}
    with world.browser(Role.ADVISOR) as first, world.browser(Role.MANAGER) as second:
        done = first.post(f"{path}/etape", data=data | {"action": "propose"})
        late = second.post(f"{path}/etape", data=data | {"action": "reserve"})
    assert (done.status_code, late.status_code) == (303, 409)
    assert "Nadia Fekkar a décidé le" in late.text
    assert state(world) is S.PROPOSED


def test_a_caseworker_sees_their_own_people_alone(world: World) -> None:
    theirs, others = kept(world, 0), kept(world, 1)
    with world.browser(Role.CASEWORKER) as client:
        assert client.get(theirs).status_code == 200
        assert client.get(others).status_code == 404
        assert step(client, world, 1, action="propose") == 404
        assert client.post(f"{others}/notes", data={"text": "Vu"}).status_code == 404


def test_an_officer_reads_no_name_and_decides_on_nobody(world: World) -> None:
    path = kept(world)
    with world.browser(Role.OFFICER) as client:
        assert client.get(path).status_code == 404
    with world.browser(Role.ADVISOR) as client:
        agree(client, world)
    with world.browser(Role.OFFICER) as client:
        text = client.get(path).text
        assert "P-0001" in text
        assert "Salma" not in text
        assert "Claire Monteyne" not in text
        assert "Préparer l’envoi" in text
        assert step(client, world, action="close", motive="doublon") == 403


def test_an_old_agreement_says_that_it_is_to_be_renewed(world: World) -> None:
    path = kept(world)
    with world.browser(Role.ADVISOR) as client:
        assert step(client, world, action="propose") == 303
        old = (today() - timedelta(days=31)).isoformat()
        assert step(client, world, action="agree", on=old, channel="sms") == 303
        text = client.get(path).text
        assert "passé\u00a0: à redemander" in text
        assert "Préparer l’envoi" not in text
        assert (
            "«\u00a0Transmettre\u00a0» attend\u00a0: l’accord de la personne date de plus de 30"
            in text
        )
        on = today().isoformat()
        assert step(client, world, action="agree", on=on, channel="sms") == 303
        assert "Préparer l’envoi" in client.get(path).text


def test_notes_are_for_colleagues_and_keep_their_author(world: World) -> None:
    path = kept(world)
    with world.browser(Role.ADVISOR) as client:
        assert client.post(f"{path}/notes", data={"text": "  "}).status_code == 422
        assert client.post(f"{path}/notes", data={"text": "Rappeler <mardi>"}).status_code == 303
    with world.browser(Role.CASEWORKER) as client:
        text = client.get(path).text
    assert "Nadia Fekkar\u00a0: Rappeler &lt;mardi&gt;" in text
    assert "Jamais transmises" in text


def test_the_list_and_the_person_lead_to_the_introduction(world: World) -> None:
    path = kept(world)
    with world.browser(Role.ADVISOR) as client:
        for page in (world.shortlist_path, f"/candidats/{world.candidate_keys[0]}"):
            assert f'href="{path}"' in client.get(page).text, page


def together(client: TestClient, world: World, places: list[int], **values: str) -> str:
    data: dict[str, object] = {"who": [f"{world.candidate_keys[each]}:1" for each in places]}
    answer = client.post(f"/offers/{world.offer_key}/ensemble", data=data | values)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def test_people_ticked_are_set_aside_with_one_motive_and_brought_back_at_once(
    world: World,
) -> None:
    motive = DiscardMotive.SCHEDULE.value
    with world.browser(Role.ADVISOR) as client:
        place = together(client, world, [0, 1, 2], action="discard", motive=motive)
        text = client.get(place).text
        assert "3 personnes : écartée" in text
        assert [state(world, each) for each in (0, 1, 2)] == [S.DISCARDED] * 3
        found = re.search(r'name="batch" value="([^"]+)"', text)
        assert found is not None
        undo = {"batch": found[1]}
        done = client.post(f"/offers/{world.offer_key}/ensemble/annuler", data=undo)
        assert "Décision annulée" in client.get(done.headers["location"]).text
    assert [state(world, each) for each in (0, 1, 2)] == [S.SUGGESTED] * 3
    with world.sessions() as session:
        events = session.scalars(select(IntroductionEvent)).all()
        assert sum(event.motive == motive for event in events) == 3


def test_whom_a_decision_together_cannot_reach_is_named(world: World) -> None:
    kept(world, 1)
    with world.browser(Role.CASEWORKER) as client:
        place = together(client, world, [0, 1, 4], action="keep")
        text = client.get(place).text
    assert "1 personne : retenue" in text
    assert re.search(r"Pas touchées.*P-0002.*P-0005", text, re.S)
    assert world.introduction(4) is None


def test_a_decision_changed_since_is_left_as_it_is(world: World) -> None:
    with world.browser(Role.ADVISOR) as client:
        place = together(client, world, [0, 2], action="keep")
        batch = re.search(r'name="batch" value="([^"]+)"', client.get(place).text)
        assert batch is not None
        assert step(client, world, 0, action="propose") == 303
        data = {"batch": batch[1]}
        done = client.post(f"/offers/{world.offer_key}/ensemble/annuler", data=data)
        text = client.get(done.headers["location"]).text
    assert (state(world, 0), state(world, 2)) == (S.PROPOSED, S.SUGGESTED)
    assert "P-0001" in text


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"action": "keep"}, 422),
        ({"action": "discard", "who": ["x"]}, 422),
        ({"action": "close", "who": ["a:1"]}, 403),
        ({"action": "keep", "who": ["a:b"]}, 422),
        ({"action": "keep", "who": ["a:1"]}, 404),
        ({"action": "agree", "who": ["a:1"]}, 403),
    ],
)
def test_a_decision_together_that_makes_no_sense_is_refused(
    world: World, data: dict[str, object], status: int
) -> None:
    with world.browser(Role.ADVISOR) as client:
        answer = client.post(f"/offers/{world.offer_key}/ensemble", data=data)
    assert answer.status_code == status or (
        data.get("action") == "close" and answer.status_code == 403
    )


def test_the_menu_leads_each_role_to_pages_it_may_open(world: World) -> None:
    for role in (
        Role.OFFICER,
        Role.OFFICE,
        Role.CASEWORKER,
        Role.ADVISOR,
        Role.MANAGER,
        Role.ADMIN,
    ):
        with world.browser(role) as client:
            text = client.get("/").text
            nav = re.search(r'<nav class="site-nav".*?</nav>', text, re.S)
            assert nav is not None
            links = re.findall(r'href="([^"]+)"', nav[0])
            assert links[0] == "/a-traiter"
            for link in links:
                assert client.get(link).status_code == 200, (role, link)


def test_a_delegation_lets_a_colleague_decide_and_ends(world: World) -> None:
    path = kept(world, 1)  # followed by somebody else
    with transaction(world.sessions) as session:
        away = users.NewUser("didier@example.org", "Didier Cloet", Role.CASEWORKER)
        users.add_user(session, away, datetime.now(UTC))
    with world.browser(Role.MANAGER) as client:
        text = client.get("/delegations").text
        keys = dict(re.findall(r'<option value="([^"]+)">([^(<]+) \(', text))
        names = {name: key for key, name in keys.items()}
        data = {
            "absent": names["Didier Cloet"],
            "stand_in": names["Claire Monteyne"],
            "first_day": today().isoformat(),
            "last_day": (today() + timedelta(days=2)).isoformat(),
        }
        assert client.post("/delegations", data=data).status_code == 303
        text = client.get("/delegations").text
        assert "Y mettre fin" in text
        assert client.post("/delegations", data=data | {"last_day": ""}).status_code == 422
    with world.browser(Role.CASEWORKER) as client:
        assert client.get(path).status_code == 200
        assert step(client, world, 1, action="propose") == 303
        assert client.get(f"/candidats/{world.candidate_keys[1]}").status_code == 200
        assert "Bruno" in client.get(world.shortlist_path).text
    ending = re.search(r'action="(/delegations/[^"]+/fin)"', text)
    assert ending is not None
    with world.browser(Role.MANAGER) as client:
        assert client.post(ending[1]).status_code == 303
    with world.browser(Role.CASEWORKER) as client:
        assert client.get(path).status_code == 404
        assert client.get(f"/candidats/{world.candidate_keys[1]}").status_code == 403
        assert "Bruno" not in client.get(world.shortlist_path).text


def test_an_offer_that_closes_tells_why_on_each_page(world: World) -> None:
    path = kept(world)
    with transaction(world.sessions) as session:
        offer = session.scalars(select(Offer)).first()
        assert offer is not None
        version = offer.version
    with world.browser(Role.OFFICER) as client:
        data = {
            "version": str(version),
            "to_state": "cancelled",
            "motive": "besoin_annule",
            "people": "offre_close",
        }
        done = client.post(f"/offers/{world.offer_key}/close", data=data)
        assert done.status_code == 303, done.text
    with world.browser(Role.ADVISOR) as client:
        text = client.get(path).text
    assert "Close\u00a0: offre close." in text
    assert "«\u00a0Rouvrir\u00a0» attend\u00a0: l’offre est" in text
    with world.sessions() as session:
        assert session.scalars(select(Introduction.closed_at)).first() is not None
