"""Dispatches and answers over HTTP: who sees what, what a link is worth, files."""

import csv
import io
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from api.dispatch_files import COLUMNS
from api.services.users import find_user
from models.database import transaction
from models.dispatch_lists import DispatchState
from models.dispatches import AnswerLink, Dispatch, LinkReading
from models.outbox import StoppedAddress
from models.vocabulary import Role
from tests.api.dispatch_world import TO, loaded
from tests.api.routes.sent_two import PHONE, Sent, prepare_two, send
from tests.api.routes.world import BANDS, World, email_of
from tests.clock import today


@pytest.fixture
def prepared(world: World) -> Sent:
    return prepare_two(world)


@pytest.fixture
def sent(prepared: Sent) -> Sent:
    return send(prepared)


def test_a_dispatch_is_read_over_then_sent_and_listed(prepared: Sent) -> None:
    with prepared.world.browser(Role.ADVISOR) as client:
        shown = client.get(f"/envois/{prepared.key}").text
        assert "voici ce que le contact verra" in shown
        assert "Salma Aït-Berka" in shown  # for us, who follow her
        assert client.post(f"/envois/{prepared.key}/send", data={"version": "9"}).status_code == 409
        assert client.post(f"/envois/{prepared.key}/send").status_code == 303
        assert "Intérim Littoral" in client.get("/envois?state=sent").text
        assert "Aucun envoi dans cet état" in client.get("/envois?state=closed").text
        assert "Intérim Littoral" in client.get("/envois").text
        assert client.get("/envois?page=9").status_code == 200


@pytest.mark.parametrize(
    ("role", "sees", "reads_names"),
    [
        (Role.OFFICER, True, False),
        (Role.OFFICE, True, False),
        (Role.MANAGER, True, True),
        (Role.CASEWORKER, True, True),
    ],
)
def test_names_are_for_who_follows_the_person(
    role: Role, sees: bool, reads_names: bool, sent: Sent
) -> None:
    with sent.world.browser(role) as client:
        answer = client.get(f"/envois/{sent.key}")
        assert (answer.status_code == 200) == sees
        assert ("Salma" in answer.text) == reads_names
        if role is Role.CASEWORKER:  # the second person is followed by somebody else
            assert "Wisselinck" not in answer.text


def test_a_dispatch_of_others_is_not_there(sent: Sent) -> None:
    with transaction(sent.world.sessions) as session:
        advisor = find_user(session, email_of(Role.ADVISOR))
        session.get_one(Dispatch, sent.id).created_by_id = None
        advisor.domains = ["batiment"]
    with sent.world.browser(Role.ADVISOR) as client:
        assert client.get(f"/envois/{sent.key}").status_code == 404
        assert client.post(f"/envois/{sent.key}/remind").status_code == 404
        assert "Intérim Littoral" not in client.get("/envois").text


def test_reading_a_link_acts_on_nothing_and_says_nobody(sent: Sent) -> None:
    token = sent.token()
    with sent.contact() as client:
        for path in ("", "/fiches", "/fiches.csv", "/fiches.pdf"):
            answer = client.get(f"/reponse/{token}{path}")
            assert answer.status_code == 200
            for _, _, first, last in BANDS:
                assert first not in answer.text
                assert last not in answer.text
            assert "P-0001" not in answer.text
            assert "referrer-policy" in answer.headers
    with sent.world.sessions() as session:
        assert len(session.scalars(select(LinkReading)).all()) == 4
        assert all(card.answer is None for card in loaded(session, sent.id).cards)
    assert sent.state() is DispatchState.READ


def test_two_clicks_give_the_name_to_the_browser_that_asked_and_to_no_other(sent: Sent) -> None:
    token, card = sent.token(), sent.cards()[0]
    with sent.contact() as client:
        met = client.post(f"/reponse/{token}", data={"card": card, "answer": "rencontre"})
        assert met.status_code == 303
        assert "Salma" not in client.get(f"/reponse/{token}").text
        client.post(f"/reponse/{token}/confirmer", data={"card": card})
        shown = client.get(f"/reponse/{token}").text
        assert "Salma Aït-Berka" in shown
        assert PHONE in shown
        assert "Wisselinck" not in shown
    with sent.contact() as other:  # the link was forwarded
        shown = other.get(f"/reponse/{token}").text
        assert "Salma" not in shown
        assert "Recevoir un code" in shown
        second = sent.cards()[1]
        refused = other.post(f"/reponse/{token}", data={"card": second, "answer": "rencontre"})
        assert refused.status_code == 409
        assert "autre navigateur" in refused.text
    with sent.world.sessions() as session:
        assert loaded(session, sent.id).cards[1].answer is None


@pytest.mark.parametrize("worth", ["inconnu", "expired", "revoked"])
def test_a_link_worth_nothing_is_one_page_that_mails_the_known_contact(
    worth: str, sent: Sent
) -> None:
    token = "jeton-inconnu" if worth == "inconnu" else sent.token()
    if worth == "expired":
        token = sent.token(timedelta(days=30, seconds=1))
    elif worth == "revoked":
        with sent.contact() as client:
            client.post(f"/reponse/{token}/revoquer")
    pages = set()
    with sent.contact() as client:
        answer = client.get(f"/reponse/{token}")
        assert answer.status_code == 404
        assert "Recevoir un nouveau lien" in answer.text
        assert "Préparateur" not in answer.text
        for path in ("", "/confirmer", "/pourvu", "/question", "/changer", "/demarrage"):
            data = {"card": "x", "news": "x"} if path == "/demarrage" else {"card": "x"}
            posted = client.post(f"/reponse/{token}{path}", data=data)
            assert posted.status_code == 404, path
        pages.add(client.post(f"/reponse/{token}/nouveau-lien").text)
    with sent.contact() as client:
        pages.add(client.post("/reponse/autre-inconnu/nouveau-lien").text)
    assert len(pages) == 1  # nothing is said of what the link was worth


def test_a_wrong_answer_is_told_on_the_page_and_nothing_is_kept(sent: Sent) -> None:
    token, card = sent.token(), sent.cards()[0]
    with sent.contact() as client:
        for data, said in (
            ({"answer": "refuse"}, "motif"),
            ({"answer": "retenu"}, "jour du début"),
            ({"answer": "retenu", "start_on": "demain"}, "JJ/MM/AAAA"),
            ({"answer": "oui"}, "dans la liste"),
            ({"answer": "rencontre", "version": "7"}, "entre-temps"),
        ):
            answer = client.post(f"/reponse/{token}", data={"card": card, **data})
            assert answer.status_code == 409
            assert said in answer.text
            assert "3 profils" in answer.text or "2 profils" in answer.text
        wrong = client.post(f"/reponse/{token}", data={"card": "x", "answer": "rencontre"})
        assert wrong.status_code == 409
    with sent.world.sessions() as session:
        assert loaded(session, sent.id).cards[0].answer is None


def test_changing_ones_mind_filling_asking_and_stopping(sent: Sent) -> None:
    token, cards = sent.token(), sent.cards()
    with sent.contact() as client:
        client.post(f"/reponse/{token}", data={"card": cards[0], "answer": "plus_tard"})
        client.post(f"/reponse/{token}/changer", data={"card": cards[0]})
        client.post(f"/reponse/{token}/question", data={"words": "Quel diplôme ?"})
        client.post(f"/reponse/{token}/pourvu")
        assert "vous avez répondu à tout" in client.get(f"/reponse/{token}").text
        assert "n’enverrons plus" in client.post(f"/reponse/{token}/stop").text
    with sent.world.sessions() as session:
        assert session.scalars(select(StoppedAddress.address)).all() == [TO]
        motives = {card.motive for card in loaded(session, sent.id).cards}
        assert len(motives) == 1
    with sent.world.browser(Role.ADVISOR) as client:
        shown = client.get(f"/envois/{sent.key}").text
        assert "Quel diplôme ?" in shown
        assert "ne veut plus de messages" in shown
        assert client.post(f"/envois/{sent.key}/seen").status_code == 303
        assert "J’ai lu les réponses" not in client.get(f"/envois/{sent.key}").text


def test_we_type_a_telephone_answer_confirm_it_and_tell_the_person(sent: Sent) -> None:
    card = sent.cards()[0]
    base = f"/envois/{sent.key}/cards/{card}"
    with sent.world.browser(Role.OFFICER) as client:
        data = {
            "answer": "refuse",
            "motive": "mobilite",
            "channel": "telephone",
        }
        assert client.post(f"{base}/answer", data=data).status_code == 303
        shown = client.get(f"/envois/{sent.key}").text
        assert "saisi par Odile Vasseur" in shown
        assert client.post(f"{base}/take-back").status_code == 303
        assert client.post(f"{base}/answer", data=data).status_code == 303
        assert client.post(f"{base}/confirm").status_code == 303
        assert client.post(f"{base}/confirm").status_code == 409
        assert client.post(f"{base}/answer", data={"answer": "rencontre"}).status_code == 422
    with sent.world.browser(Role.ADVISOR) as client:
        assert "ce ne sera pas pour cette fois" in client.get(f"/envois/{sent.key}").text
        assert client.post(f"{base}/told").status_code == 303
        assert "ce ne sera pas pour cette fois" not in client.get(f"/envois/{sent.key}").text


def test_the_link_to_copy_is_shown_once_and_opens(sent: Sent) -> None:
    with sent.world.browser(Role.ADVISOR) as client:
        shown = client.post(f"/envois/{sent.key}/link").text
        (path,) = set(re.findall(r"/reponse/[\w-]+", shown))
        assert path not in client.get(f"/envois/{sent.key}").text
        with sent.contact() as contact:
            assert contact.get(path).status_code == 200
        assert client.post(f"/envois/{sent.key}/revoke").status_code == 303
        with sent.contact() as contact:
            assert contact.get(path).status_code == 404
    with sent.world.sessions() as session:
        hashes = session.scalars(select(AnswerLink.token_hash)).all()
        assert all(path.rpartition("/")[2] != each for each in hashes)


def test_the_file_has_its_columns_and_no_formula(sent: Sent) -> None:
    with sent.world.browser(Role.ADVISOR) as client:
        body = client.get(f"/envois/{sent.key}/fiches.csv").content.decode("utf-8-sig")
        assert client.get(f"/envois/{sent.key}/fiches.pdf").content.startswith(b"%PDF")
        assert "paper-card" in client.get(f"/envois/{sent.key}/fiches").text
    rows = list(csv.reader(io.StringIO(body), delimiter=";"))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == 3
    assert {len(row) for row in rows} == {len(COLUMNS)}


def test_the_appointment_is_a_calendar_file(sent: Sent) -> None:
    token, card = sent.token(), sent.cards()[0]
    with sent.contact() as client:
        where = f"/reponse/{token}/cards/{card}/rendez-vous.ics"
        assert client.get(where).status_code == 404
        day = today() + timedelta(days=10)
        meeting = {"meet_on": day.isoformat(), "meet_at": "14:30", "meet_place": "à l’agence"}
        client.post(f"/reponse/{token}", data={"card": card, "answer": "rencontre", **meeting})
        answer = client.get(where)
        assert answer.headers["content-type"].startswith("text/calendar")
        assert f"{day:%Y%m%d}T143000" in answer.text


def test_each_of_us_chooses_what_comes_by_mail(world: World) -> None:
    with world.browser(Role.OFFICER) as client:
        assert client.get("/mes-messages").text.count("checked") == 2
        client.post("/mes-messages", data={"has_urgent": "true"})
        assert client.get("/mes-messages").text.count("checked") == 1
