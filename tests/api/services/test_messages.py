"""Mail: written with the rest or not at all, sent once, tried again, never with a token at rest."""

import smtplib
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from api.services.answers_links import LinkState, open_link
from api.services.messages import (
    ATTEMPTS,
    BACKOFF,
    CLAIM_LASTS,
    Attachment,
    NewMessage,
    claim,
    due,
    forget_old,
    is_stopped,
    queue,
    queue_message,
    resume,
    stop,
    try_again,
)
from api.services.messages_digest import choose, digest_text, write_digests
from api.services.messages_mail import Smtp, as_html, folder_transport, smtp_transport
from api.services.messages_sending import Post, send_due
from api.services.todo_items import TodoItem
from models.database import transaction
from models.dispatches import AnswerLink
from models.errors import InputRefusedError, TransitionRefusedError
from models.outbox import MessageKind, MessageState, OutgoingMessage
from models.people import User
from models.vocabulary import Role
from tests.api.dispatch_world import (
    MONDAY,
    SITE,
    Letters,
    loaded,
    made,
    post,
    sent,
    sent_in,
    set_scene,
)
from tests.factories import make_user

TO = "elodie@agence.example"


def put(factory: sessionmaker[Session], **values: object) -> None:
    with transaction(factory) as session:
        queue(session, NewMessage(TO, "Essai", "Bonjour", **values), MONDAY)  # type: ignore[arg-type]  # test values


def states(factory: sessionmaker[Session]) -> list[MessageState]:
    with factory() as session:
        return list(session.scalars(select(OutgoingMessage.state).order_by(OutgoingMessage.id)))


def failing(error: Exception):  # type: ignore[no-untyped-def]  # a transport
    def send(message: EmailMessage, key: str) -> None:
        raise error

    return send


def round_with(factory: sessionmaker[Session], transport: object, at: datetime) -> dict[str, int]:
    site = Post(transport, "nous@plie.example", SITE)  # type: ignore[arg-type]  # test transports
    return dict(send_due(lambda: transaction(factory), site, at))


def test_a_message_is_not_there_where_the_rest_failed(factory: sessionmaker[Session]) -> None:
    with pytest.raises(ZeroDivisionError), transaction(factory) as session:  # noqa: PT012  (both undone)
        queue_message(session, TO, "Essai", "Bonjour", (), MONDAY)
        raise ZeroDivisionError
    assert states(factory) == []


def test_a_message_leaves_once_and_the_same_is_not_queued_twice(
    factory: sessionmaker[Session],
) -> None:
    for _ in range(2):
        put(factory, once="a")
    letters = Letters()
    assert post(factory, letters, MONDAY) == {"sent": 1}
    assert post(factory, letters, MONDAY + timedelta(hours=1)) == {}
    put(factory, once="a")
    assert post(factory, letters, MONDAY + timedelta(hours=1)) == {}
    assert letters.mails[0]["To"] == TO


def test_a_month_later_the_words_are_gone_and_that_they_left_stays(
    factory: sessionmaker[Session],
) -> None:
    put(factory)
    post(factory, Letters(), MONDAY)
    for days, text in ((29, "Bonjour"), (31, "")):
        with transaction(factory) as session:
            forget_old(session, MONDAY + timedelta(days=days))
        with factory() as session:
            message = session.scalars(select(OutgoingMessage)).one()
            assert (message.text, message.state) == (text, MessageState.SENT)


def test_the_words_of_a_message_set_aside_are_forgotten_and_it_never_leaves_empty(
    factory: sessionmaker[Session],
) -> None:
    with transaction(factory) as session:
        dispatch = sent(session, set_scene(session))
        message = session.scalars(select(OutgoingMessage)).one()
        message.state, key, dispatch_id = MessageState.QUARANTINED, str(message.key), dispatch.id
    for days, is_kept in ((29, True), (31, False)):
        with transaction(factory) as session:
            forget_old(session, MONDAY + timedelta(days=days))
        with factory() as session:
            message = session.scalars(select(OutgoingMessage)).one()
            assert bool(message.text) is is_kept
    assert states(factory) == [MessageState.CANCELLED]
    with transaction(factory) as session, pytest.raises(TransitionRefusedError):
        try_again(session, key, dispatch_id, MONDAY + timedelta(days=32))


def test_two_workers_never_take_the_same_message_up(factory: sessionmaker[Session]) -> None:
    put(factory)
    with transaction(factory) as session:
        (identifier,) = due(session, MONDAY)
        assert claim(session, identifier, MONDAY) is not None
        assert claim(session, identifier, MONDAY) is None
    assert states(factory) == [MessageState.SENDING]
    later = MONDAY + CLAIM_LASTS  # the worker died in the middle
    assert post(factory, Letters(), later) == {"sent": 1}


def test_a_failure_is_tried_again_later_and_later_then_set_aside(
    factory: sessionmaker[Session],
) -> None:
    put(factory)
    at, broken = MONDAY, failing(ConnectionRefusedError())
    for attempt in range(ATTEMPTS):
        assert round_with(factory, broken, at) == {"failed": 1}
        assert round_with(factory, broken, at) == {}
        at += BACKOFF[min(attempt, len(BACKOFF) - 1)]
    assert states(factory) == [MessageState.QUARANTINED]
    assert round_with(factory, Letters(), at + timedelta(days=9)) == {}


def test_a_wrong_address_is_set_aside_at_once_and_may_be_sent_again(
    factory: sessionmaker[Session],
) -> None:
    dispatch_id = sent_in(factory)
    refused = failing(smtplib.SMTPRecipientsRefused({}))
    assert round_with(factory, refused, MONDAY) == {"refused": 1}
    with transaction(factory) as session:
        message = session.scalars(select(OutgoingMessage)).one()
        assert "SMTPRecipientsRefused" in (message.last_error or "")
        assert session.scalars(select(AnswerLink)).all() == []  # its link is worth nothing
        try_again(session, str(message.key), dispatch_id, MONDAY)
        with pytest.raises(TransitionRefusedError):
            try_again(session, str(message.key), dispatch_id, MONDAY)
    assert post(factory, Letters(), MONDAY) == {"sent": 1}


def test_the_token_of_a_link_is_in_the_mail_and_nowhere_in_the_base(
    factory: sessionmaker[Session],
) -> None:
    dispatch_id = sent_in(factory)
    letters = Letters()
    post(factory, letters, MONDAY)
    token = letters.token()
    with factory() as session:
        rows = session.scalars(select(OutgoingMessage)).all()
        assert all(token not in row.text for row in rows)
        opened = open_link(session, token, None, MONDAY)
        assert opened.state is LinkState.VALID
        assert opened.dispatch is not None
        assert opened.dispatch.id == dispatch_id
        assert loaded(session, dispatch_id).cards[0].code in letters.text()


def test_what_was_set_aside_is_not_sent_again_to_who_wants_no_more(
    factory: sessionmaker[Session],
) -> None:
    dispatch_id = sent_in(factory)
    round_with(factory, failing(smtplib.SMTPRecipientsRefused({})), MONDAY)
    with transaction(factory) as session:
        message = session.scalars(select(OutgoingMessage)).one()
        stop(session, message.to_address, MONDAY)
        with pytest.raises(TransitionRefusedError, match="ne veut plus"):
            try_again(session, str(message.key), dispatch_id, MONDAY)
    assert post(factory, Letters(), MONDAY) == {}


def test_what_was_stopped_is_not_sent_until_asked_again(factory: sessionmaker[Session]) -> None:
    put(factory)
    with transaction(factory) as session:
        stop(session, TO.upper(), MONDAY)
        assert is_stopped(session, TO)
        assert queue_message(session, TO, "Encore", "Bonjour", (), MONDAY) is None
    assert states(factory) == [MessageState.CANCELLED]
    with transaction(factory) as session:
        resume(session, TO)
        assert queue_message(session, TO, "Encore", "Bonjour", (), MONDAY) is not None


@pytest.mark.parametrize(
    ("to", "text", "files"),
    [
        ("", "x", ()),
        ("elodie agence@x.example", "x", ()),
        ("elodie@agence.example,autre@ailleurs.example", "x", ()),
        ("elodie@agence.example;autre", "x", ()),
        ("elodie<autre@ailleurs.example>", "x", ()),
        ("elodie@", "x", ()),
        ("a@b.example\nBcc: c@d.example", "x", ()),
        (TO, "x" * 20_001, ()),
        (TO, "x", (Attachment("gros", "text/plain", b"0" * 2_000_001),)),
    ],
)
def test_a_message_that_cannot_leave_is_refused_at_once(
    to: str, text: str, files: tuple[Attachment, ...], session: Session
) -> None:
    with pytest.raises(InputRefusedError):
        queue_message(session, to, "Essai", text, files, MONDAY)


def test_a_subject_cannot_carry_a_header(factory: sessionmaker[Session]) -> None:
    with transaction(factory) as session:
        queue_message(session, TO, "Essai\r\nBcc: x@y.example", "Bonjour", (), MONDAY)
    letters = Letters()
    post(factory, letters, MONDAY)
    assert letters.mails[0]["Bcc"] is None


def test_the_folder_holds_whole_messages_that_its_owner_alone_reads(
    factory: sessionmaker[Session], tmp_path: Path
) -> None:
    files = (Attachment("rendez-vous.ics", "text/calendar", b"BEGIN:VCALENDAR"),)
    with transaction(factory) as session:
        queue_message(session, TO, "Essai é", "Bonjour Élodie,\n\n<b>", files, MONDAY)
    assert round_with(factory, folder_transport(tmp_path / "mail"), MONDAY) == {"sent": 1}
    (path,) = (tmp_path / "mail").iterdir()
    assert path.stat().st_mode & 0o077 == 0
    mail = message_from_bytes(path.read_bytes(), policy=default)
    assert mail["Subject"] == "Essai é"
    body, page = mail.get_body(("plain",)), mail.get_body(("html",))
    assert body is not None
    assert page is not None
    assert "Bonjour Élodie" in body.get_content()
    assert "&lt;b&gt;" in page.get_content()
    (attached,) = mail.iter_attachments()
    assert attached.get_filename() == "rendez-vous.ics"


def test_the_html_makes_links_of_our_own_lines_alone() -> None:
    page = as_html(f"Bonjour\n{SITE}/reponse/x\n<script>alert(1)</script>")
    assert f'<a href="{SITE}/reponse/x">' in page
    assert "<script>" not in page
    assert "http" not in page.replace(SITE, "")


def test_a_mail_server_that_is_not_there_is_a_failure_not_a_crash(
    factory: sessionmaker[Session],
) -> None:
    put(factory)
    nowhere = smtp_transport(Smtp("127.0.0.1", 9, "none"))
    assert round_with(factory, nowhere, MONDAY) == {"failed": 1}
    assert states(factory) == [MessageState.QUEUED]


def test_the_digest_says_how_many_and_never_who(factory: sessionmaker[Session]) -> None:
    with transaction(factory) as session:
        scene = set_scene(session)
        made(session, scene)
        quiet = make_user(Role.ADVISOR)
        session.add(quiet)
        session.flush()
        choose(session, quiet, False, False, MONDAY)
        user_id = scene.user.id
    morning = MONDAY + timedelta(days=2)
    for at in (morning, morning + timedelta(minutes=15)):
        write_digests(lambda: transaction(factory), SITE, at)
    with factory() as session:
        address = session.get_one(User, user_id).email
        (digest,) = session.scalars(
            select(OutgoingMessage).where(OutgoingMessage.kind == MessageKind.DIGEST)
        )
        assert digest.to_address == address
        assert "Envois à terminer : 1" in digest.text
        assert f"{SITE}/a-traiter" in digest.text
        for word in ("Salma", "Littoral", "Préparateur"):
            assert word not in digest.text


@pytest.mark.parametrize("at", ["2026-11-21T09:00:00+00:00", "2026-11-23T05:30:00+00:00"])
def test_no_digest_on_a_day_off_nor_before_seven(at: str, factory: sessionmaker[Session]) -> None:
    with transaction(factory) as session:
        made(session, set_scene(session))
    done = write_digests(lambda: transaction(factory), SITE, datetime.fromisoformat(at))
    assert not any(done.values())


def test_the_digest_counts_by_kind() -> None:
    items = (
        TodoItem("Accords", "Personne A", "", "/a", urgent=True),
        TodoItem("Accords", "Personne B", "", "/b"),
        TodoItem("Envois", "Agence", "", "/c"),
    )
    text = digest_text(items, MONDAY.date(), SITE)
    assert "3 points à traiter" in text
    assert "- Accords : 2" in text
    assert "1 urgence" in text
    assert "Personne" not in text
