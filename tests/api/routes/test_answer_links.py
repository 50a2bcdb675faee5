"""A link of an agency in the wrong hands: what it shows, what it lets do, for how long."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from api.services import answers_links
from api.services.answers_codes import CODES_A_DAY, WRONG_A_DAY
from api.services.answers_links import hash_of
from api.services.users import find_user
from models.case_files import Consent
from models.database import transaction
from models.dispatch_lists import CardAnswer
from models.dispatches import AnswerLink, DispatchCard
from models.endings import EndMotive
from models.introductions import Introduction
from models.moves import Actor, Step, move
from models.outbox import OutgoingMessage
from models.vocabulary import IntroductionAction, Role
from tests.api.dispatch_world import TO, Letters, loaded, post
from tests.api.routes.sent_two import PHONE, Sent, prepare_two, send
from tests.api.routes.world import World, email_of
from tests.clock import today

OPENS = {"sec-fetch-dest": "document"}
"""What a browser says of itself as it opens a page."""
FILES = ("", "/fiches", "/fiches.csv", "/fiches.pdf")


@pytest.fixture
def sent(world: World) -> Sent:
    return send(prepare_two(world))


def mailed(sent: Sent) -> Letters:
    """What leaves for the contact now."""
    letters = Letters()
    post(sent.world.sessions, letters, datetime.now(UTC) + timedelta(seconds=1))
    return letters


def code_mailed(sent: Sent) -> str:
    letters = mailed(sent)
    (mail,) = [each for each in letters.mails if "code" in str(each["Subject"])]
    assert mail["To"] == TO
    body = mail.get_body(("plain",))
    assert body is not None
    return re.findall(r"\d{3} \d{3}", body.get_content())[0]


def meet(client: TestClient, token: str, card: str) -> int:
    data = {"card": card, "answer": "rencontre"}
    return client.post(f"/reponse/{token}", data=data).status_code


def leave(sent: Sent, place: int) -> None:
    """The person of a card withdraws."""
    with transaction(sent.world.sessions) as session:
        user = find_user(session, email_of(Role.ADVISOR))
        found = session.get_one(Introduction, loaded(session, sent.id).cards[place].introduction_id)
        step = Step(IntroductionAction.CLOSE, EndMotive.WITHDRAWN.value, detail="a_trouve")
        move(session, found, step, Actor(user.id, user.role), datetime.now(UTC))


def test_a_link_forwarded_once_opened_is_read_and_acts_no_more(sent: Sent) -> None:
    token, cards = sent.token(), sent.cards()
    with sent.contact() as contact, sent.contact() as other:
        assert contact.get(f"/reponse/{token}", headers=OPENS).status_code == 200
        shown = other.get(f"/reponse/{token}", headers=OPENS)
        assert shown.status_code == 200
        assert "Profil" in shown.text
        assert "Recevoir un code" in shown.text
        assert "Je le rencontre</button>" not in shown.text
        assert meet(other, token, cards[0]) == 409
        for path in ("/confirmer", "/changer", "/pourvu", "/question", "/demarrage"):
            data = {"card": cards[0], "words": "?", "news": "commence"}
            assert other.post(f"/reponse/{token}{path}", data=data).status_code == 409, path
        assert meet(contact, token, cards[0]) == 303


def test_what_looks_at_links_without_being_a_browser_keeps_none(sent: Sent) -> None:
    token = sent.token()
    with sent.contact() as scanner, sent.world.browser(Role.ADVISOR) as colleague:
        scanner.get(f"/reponse/{token}")
        scanner.get(f"/reponse/{token}", headers={**OPENS, "sec-purpose": "prefetch"})
        colleague.get(f"/reponse/{token}", headers=OPENS)
    with sent.contact() as contact:
        assert meet(contact, token, sent.cards()[0]) == 303


def test_a_code_mailed_to_the_contact_lets_a_second_browser_act(sent: Sent) -> None:
    token, card = sent.token(), sent.cards()[0]
    with sent.contact() as first, sent.contact() as second:
        first.get(f"/reponse/{token}", headers=OPENS)
        asked = second.post(f"/reponse/{token}/code")
        assert asked.status_code == 303
        assert "Un code part" in second.get(asked.headers["location"]).text
        code = code_mailed(sent)
        with sent.contact() as stranger:  # the code alone is worth nothing elsewhere
            refused = stranger.post(f"/reponse/{token}/code/saisi", data={"code": code})
            assert refused.status_code == 409
        typed = second.post(f"/reponse/{token}/code/saisi", data={"code": code})
        assert typed.status_code == 303
        own = str(typed.headers["location"]).rpartition("/")[2]
        assert meet(second, own, card) == 303
        assert second.post(f"/reponse/{token}/code/saisi", data={"code": code}).status_code == 409
        assert meet(second, token, card) == 409  # the first link stays the first browser’s
        assert first.post(f"/reponse/{token}/changer", data={"card": card}).status_code == 303
    with sent.world.sessions() as session:
        both = AnswerLink.token_hash.in_([hash_of(token), hash_of(own)])
        ends = session.scalars(select(AnswerLink.expires_at).where(both)).all()
        assert (len(ends), len(set(ends))) == (2, 1)  # it lasts no longer than the first
        texts = session.scalars(select(OutgoingMessage.text)).all()
        assert code not in "".join(texts)
    with sent.world.browser(Role.ADVISOR) as client:
        assert "par un code, dans un autre navigateur" in client.get(f"/envois/{sent.key}").text


def test_codes_are_few_and_guesses_fewer(sent: Sent) -> None:
    token = sent.token()
    with sent.contact() as first, sent.contact() as second:
        first.get(f"/reponse/{token}", headers=OPENS)
        for _ in range(CODES_A_DAY):
            assert second.post(f"/reponse/{token}/code").status_code == 303
        refused = second.post(f"/reponse/{token}/code")
        assert (refused.status_code, "codes par jour" in refused.text) == (409, True)
        letters = mailed(sent)
        good = re.findall(r"\d{3} \d{3}", letters.text())[0]
        for typed in ("", "abc", "12"):
            answer = second.post(f"/reponse/{token}/code/saisi", data={"code": typed})
            assert (answer.status_code, "6 chiffres" in answer.text) == (409, True)
        wrong = "000 000" if good != "000 000" else "000 001"
        for _ in range(WRONG_A_DAY):
            answer = second.post(f"/reponse/{token}/code/saisi", data={"code": wrong})
            assert "pas le bon" in answer.text
        answer = second.post(f"/reponse/{token}/code/saisi", data={"code": good})
        assert "Trop de codes refusés" in answer.text
    with sent.world.browser(Role.ADVISOR) as client:
        assert "code refusé" in client.get(f"/envois/{sent.key}").text


def test_an_old_code_opens_nothing_and_one_not_sent_in_time_does_not_leave(sent: Sent) -> None:
    token = sent.token()
    with sent.contact() as first, sent.contact() as second:
        first.get(f"/reponse/{token}", headers=OPENS)
        second.post(f"/reponse/{token}/code")
        code = code_mailed(sent)
        second.post(f"/reponse/{token}/code")
        with transaction(sent.world.sessions) as session:
            for each in session.scalars(select(OutgoingMessage)):
                each.created_at -= timedelta(minutes=31)
        assert not [m for m in mailed(sent).mails if "code" in str(m["Subject"])]
        assert second.post(f"/reponse/{token}/code/saisi", data={"code": code}).status_code == 409


def test_without_an_address_it_is_by_telephone(sent: Sent) -> None:
    token = sent.token()
    with sent.contact() as first, sent.contact() as second:
        first.get(f"/reponse/{token}", headers=OPENS)
        first.post(f"/reponse/{token}/stop")
        shown = second.get(f"/reponse/{token}", headers=OPENS).text
        assert "Recevoir un code" not in shown
        assert "elle note vos réponses avec vous" in shown
        assert second.post(f"/reponse/{token}/code").status_code == 409


def soon() -> str:
    return (today() + timedelta(days=10)).isoformat()


def test_a_meeting_is_not_given_for_a_day_that_is_past(sent: Sent) -> None:
    token, card = sent.token(), sent.cards()[0]
    past = {"meet_on": (today() - timedelta(days=1)).isoformat(), "meet_at": "14:30"}
    with sent.contact() as contact:
        answer = contact.post(
            f"/reponse/{token}", data={"card": card, "answer": "rencontre", **past}
        )
        assert answer.status_code >= 400
        assert "ce jour est passé" in answer.text
        assert "Salma Aït-Berka" not in contact.get(f"/reponse/{token}").text


def test_a_name_shows_on_no_path_but_the_page_of_the_browser_that_answered(sent: Sent) -> None:
    token, card = sent.token(), sent.cards()[0]
    meeting = {"meet_on": soon(), "meet_at": "14:30", "meet_place": "à l’agence"}
    with sent.contact() as first, sent.contact() as other:
        first.get(f"/reponse/{token}", headers=OPENS)
        first.post(f"/reponse/{token}", data={"card": card, "answer": "rencontre", **meeting})
        first.post(f"/reponse/{token}/confirmer", data={"card": card})
        assert "Salma Aït-Berka" in first.get(f"/reponse/{token}").text
        for client, paths in (
            (first, (*FILES[1:], f"/cards/{card}/rendez-vous.ics")),
            (other, (*FILES, f"/cards/{card}/rendez-vous.ics")),
        ):
            for path in paths:
                answer = client.get(f"/reponse/{token}{path}")
                assert answer.status_code == 200, path
                for secret in ("Salma", "Aït-Berka", PHONE, "P-0001"):
                    assert secret.encode() not in answer.content, path


@pytest.mark.parametrize("how", ["withdraws", "consent"])
def test_the_profile_of_somebody_who_left_is_read_no_more(how: str, sent: Sent) -> None:
    token, cards = sent.token(), sent.cards()
    meeting = {"meet_on": soon(), "meet_at": "14:30", "meet_place": "à l’agence"}
    with sent.contact() as contact:
        contact.post(f"/reponse/{token}", data={"card": cards[0], "answer": "rencontre", **meeting})
        contact.post(f"/reponse/{token}/confirmer", data={"card": cards[0]})
        codes = re.findall(r"Profil (\w{4})", contact.get(f"/reponse/{token}").text)
        before = contact.get(f"/reponse/{token}/fiches.csv").text
        assert before.count("\r\n") == 3
        assert "<h1>2 profils pour votre poste</h1>" in contact.get(f"/reponse/{token}").text
        if how == "withdraws":
            leave(sent, 0)
        else:
            with transaction(sent.world.sessions) as session:
                person = loaded(session, sent.id).cards[0].introduction.candidate_id
                session.merge(Consent(candidate_id=person, is_given=False))
        gone = contact.get(f"/reponse/{token}/cards/{cards[0]}/rendez-vous.ics")
        assert gone.status_code == 410
        assert "n’est plus disponible" in gone.text
        after = contact.get(f"/reponse/{token}/fiches.csv").text
        assert after.count("\r\n") == 2
        assert codes[0] not in after
        shown = contact.get(f"/reponse/{token}")
        assert shown.status_code == 200  # of the other person
        assert "<h1>1 profil pour votre poste</h1>" in shown.text
        assert shown.text.count('class="card-facts') in (0, 1)
        assert "Merci de ne plus utiliser" in shown.text
        assert "Salma" not in shown.text
        assert "Rendez-vous" not in shown.text


def test_a_link_whose_people_all_left_says_so(sent: Sent) -> None:
    token = sent.token()
    leave(sent, 0)
    leave(sent, 1)
    with sent.contact() as contact:
        for path in FILES:
            answer = contact.get(f"/reponse/{token}{path}")
            assert answer.status_code == 410, path
            assert "n’est plus disponible" in answer.text


def test_a_refused_profile_is_read_no_more_and_the_answer_stays(sent: Sent) -> None:
    token, card = sent.token(), sent.cards()[0]
    with sent.contact() as contact:
        data = {"card": card, "answer": "refuse", "motive": "mobilite"}
        contact.post(f"/reponse/{token}", data=data)
        contact.post(f"/reponse/{token}/confirmer", data={"card": card})
        shown = contact.get(f"/reponse/{token}")
        assert (shown.status_code, "Pas cette fois (mobilité)" in shown.text) == (200, True)
        assert contact.get(f"/reponse/{token}/fiches.csv").text.count("\r\n") == 2
    with sent.world.sessions() as session:
        answers = session.scalars(select(DispatchCard.answer).order_by(DispatchCard.id)).all()
        assert answers[0] is CardAnswer.REFUSED


def test_what_we_revoked_cannot_be_asked_for_and_what_the_contact_did_can(sent: Sent) -> None:
    ours, theirs = sent.token(), sent.token()
    with sent.contact() as contact:
        contact.post(f"/reponse/{theirs}/revoquer")
        pages = {contact.post(f"/reponse/{theirs}/nouveau-lien").text}
        subjects = [str(mail["Subject"]) for mail in mailed(sent).mails]
        assert sum("nouveau lien" in each for each in subjects) == 1
        with sent.world.browser(Role.ADVISOR) as client:
            assert client.post(f"/envois/{sent.key}/revoke").status_code == 303
        for token in (ours, theirs):
            pages.add(contact.post(f"/reponse/{token}/nouveau-lien").text)
        assert mailed(sent).mails == []
        assert len(pages) == 1  # it is told to nobody


def test_a_link_is_opened_a_number_of_times_a_day(
    sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers_links, "READINGS_A_DAY", 3)
    token, old = sent.token(), sent.token(timedelta(days=31))
    with sent.contact() as contact, sent.contact() as other:
        contact.get(f"/reponse/{token}", headers=OPENS)
        for _ in range(3):
            assert other.get(f"/reponse/{token}").status_code == 200
        for path in FILES:
            worn = other.get(f"/reponse/{token}{path}")
            assert (worn.status_code, "trop de fois" in worn.text) == (429, True), path
        assert contact.get(f"/reponse/{token}").status_code == 200
        unknown = {other.get("/reponse/inconnu").text.replace("inconnu", "")}
        for _ in range(5):  # a link that is over says no more than one that never was
            answer = other.get(f"/reponse/{old}")
            assert answer.status_code == 404
            unknown.add(answer.text.replace(old, ""))
        assert len(unknown) == 1


@pytest.mark.parametrize("typed", ["", "abc", "000 000"])
def test_typing_codes_reads_the_cards_no_more_often_than_a_day_allows(
    typed: str, sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers_links, "READINGS_A_DAY", 2)
    token = sent.token()
    with sent.contact() as first, sent.contact() as second:
        first.get(f"/reponse/{token}", headers=OPENS)
        path = f"/reponse/{token}/code/saisi"
        answers = [second.post(path, data={"code": typed}) for _ in range(4)]
        assert answers[0].status_code == 409
        assert answers[-1].status_code == 429
        assert "Profil" not in answers[-1].text
