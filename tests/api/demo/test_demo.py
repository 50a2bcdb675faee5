"""The demonstration is built, served and visited for real, on a smaller programme."""

import socket
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy import func, select

from api.demo import run
from api.demo.build import Content, build, made_on, opened
from api.demo.calibration import Size
from api.demo.place import APPLICATION_ID, BASE_NAME, check_base, free_port, is_ours
from api.demo.run import run_demo
from api.demo.seed import Clock
from api.demo.show import Screen
from api.demo.staff import ACCOUNTS
from api.demo.visit import VisitError, served, visit
from api.services.documents import documents_of
from api.services.duplicates import probable_duplicates
from api.services.offer_alerts import undecided
from api.services.offer_life import due_today
from api.services.offers import parsed_offer
from models.database import reading
from models.errors import InputRefusedError
from models.introductions import Introduction
from models.journal import ImportRun
from models.offers import Offer
from models.people import User
from models.vocabulary import IntroductionState, OfferState, Role

CLOCK = Clock(date(2026, 11, 23), datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
SMALL = Size(people=150, offers=40)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Content, str]:
    path = tmp_path_factory.mktemp("demo") / BASE_NAME
    printed = StringIO()
    content = build(Screen(Console(file=printed, width=200)), path, CLOCK, SMALL)
    return path, content, printed.getvalue()


def test_everything_imported_is_in_the_base(built: tuple[Path, Content, str]) -> None:
    path, content, printed = built
    assert content.people == SMALL.people
    assert content.offers == SMALL.offers + 21
    assert content.shortlists >= content.open_offers > SMALL.offers // 2
    assert "0 refus" in printed
    assert "participants en" in printed
    with opened(path) as factory, reading(factory) as session:
        runs = session.execute(select(ImportRun.read, ImportRun.created, ImportRun.refused)).all()
    assert len(runs) == 14
    assert all(read == created and refused == 0 for read, created, refused in runs)


def test_the_sample_files_wait_for_the_visitor_with_their_words(
    built: tuple[Path, Content, str],
) -> None:
    with opened(built[0]) as factory, reading(factory) as session:
        state, text = session.execute(
            select(Offer.state, Offer.source_text).where(
                Offer.source_name == "appel-boulangerie.txt"
            )
        ).one()
    assert state is OfferState.TO_REVIEW
    assert "congé maternité" in text


def test_a_newcomer_sees_what_guards_an_offer(built: tuple[Path, Content, str]) -> None:
    day = CLOCK.today
    with opened(built[0]) as factory, reading(factory) as session:
        due = due_today(session, day)
        mail = session.scalars(select(Offer).where(Offer.source_name.like("%.eml"))).one()
        (twin,) = probable_duplicates(session, mail)
        (document,) = documents_of(session, mail)
        visit_note = session.scalars(
            select(Offer).where(Offer.source_text.contains("moins de 30 ans"))
        ).one()
        held = undecided(session, visit_note, parsed_offer(session, visit_note), day)
        texts = (twin.offer.source_text, mail.source_text)
    assert len(due.tomorrow) == 1
    assert len(due.soon) == 1
    assert "Courlis Intérim" in texts[0]
    assert "Goéland Intérim" in texts[1]
    assert document.name.endswith(".eml")
    assert any("30 ans" in words for words in held)
    assert any("langue maternelle" in words for words in held)


def test_every_role_has_somebody_and_decisions_are_taken(
    built: tuple[Path, Content, str],
) -> None:
    with opened(built[0]) as factory, reading(factory) as session:
        roles = set(session.scalars(select(User.role)))
        counted = select(Introduction.state, func.count()).group_by(Introduction.state)
        states = {row[0]: row[1] for row in session.execute(counted)}
    assert roles == {account.role for account in ACCOUNTS} >= {Role.ADVISOR, Role.OFFICER}
    assert states[IntroductionState.KEPT] >= 1
    assert states[IntroductionState.DISCARDED] >= 1
    assert states[IntroductionState.SUGGESTED] >= 1, "a choice taken back"


def test_a_newcomer_signs_in_by_a_link_that_serves_once(built: tuple[Path, Content, str]) -> None:
    path = built[0]
    port = free_port(18000)
    app, tokens = run._service(path, port)
    with served(app, port) as address:
        seen = visit(address, tokens["conseillere@example.org"])
        assert "À traiter" in seen
        with pytest.raises(VisitError, match="sign-in"):
            visit(address, tokens["conseillere@example.org"])


def test_a_base_of_ours_is_known_by_its_mark(built: tuple[Path, Content, str]) -> None:
    path = built[0]
    assert is_ours(path)
    assert path.read_bytes()[68:72] == APPLICATION_ID.to_bytes(4, "big")
    check_base(path)
    with opened(path) as factory:
        assert made_on(factory) == CLOCK.today
    assert run._is_fresh(path, CLOCK.today + timedelta(days=3))
    assert not run._is_fresh(path, CLOCK.today + timedelta(days=30))


def test_nothing_but_the_base_is_left_in_the_folder(built: tuple[Path, Content, str]) -> None:
    assert [each.name for each in built[0].parent.iterdir()] == [BASE_NAME]


def test_a_file_that_is_not_ours_is_never_touched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / BASE_NAME
    path.write_bytes(b"SQLite format 3\x00" + b"\x00" * 200)
    before = path.read_bytes()
    assert run_demo(port=free_port(18100), check=True, folder=tmp_path, reset=True) == 1
    assert path.read_bytes() == before
    error = capsys.readouterr().err
    assert "n'est pas une base de démonstration" in error
    assert "Traceback" not in error


def test_a_folder_that_cannot_be_made_is_told_with_its_cure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "fichier").write_text("occupé")
    assert run_demo(port=18200, check=True, folder=tmp_path / "fichier" / "demo") == 1
    assert "--folder" in capsys.readouterr().err


def test_the_next_port_is_taken_when_the_first_is_busy() -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        wanted = busy.getsockname()[1]
        if wanted == 65535:
            pytest.fail("the system gave the last port; run again")
        assert free_port(wanted) > wanted


def test_no_port_left_is_a_plain_message() -> None:
    with socket.socket() as busy:
        try:
            busy.bind(("127.0.0.1", 65535))
            busy.listen()
        except OSError:
            pass  # somebody else has it: as good
        with pytest.raises(InputRefusedError, match="--port"):
            free_port(65535)
