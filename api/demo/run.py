"""`candidatheque demo`: a throw-away base filled with fictitious data, then the service on it.

The base stands in a folder of its own and carries a mark: a file that the demonstration did not
make is never touched. It is built beside its place and moved there once whole.
"""

import sys
import webbrowser
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Timer

from fastapi import FastAPI
from sqlalchemy.exc import SQLAlchemyError

from api.app import create_app
from api.demo.build import Content, build, made_on, opened
from api.demo.calibration import OFFERS, PARTICIPANTS
from api.demo.place import BASE_NAME, HOST, check_base, check_folder, check_python, free_port
from api.demo.seed import Clock
from api.demo.show import Screen, counted, number
from api.demo.staff import ACCOUNTS
from api.demo.visit import VisitError, make_server, served, visit
from api.services.schema import current_revision, head_revision
from api.services.users import create_link, find_user
from api.settings import Settings, data_folder, sqlite_url
from api.worker import OUTBOX, Worker
from models.database import transaction
from models.days import day_of
from models.errors import DomainError

LINKS_LAST = timedelta(hours=12)
STALE_AFTER = timedelta(days=14)
"""Age from which the offers of an earlier demonstration look old: a new base is made."""
BROWSER_WAITS = 1.0
"""Seconds left to the service before the browser opens."""
END = "Données fictives. Ctrl-C pour arrêter."


def run_demo(
    port: int = 8000,
    check: bool = False,
    folder: Path | None = None,
    reset: bool = False,
    open_browser: bool = False,
) -> int:
    """Build the demonstration and serve it; with `check`, visit it and stop. The exit code."""
    screen = Screen()
    try:
        if check and folder is None:
            with TemporaryDirectory(prefix="candidatheque-") as own:
                return _check(screen, Path(own), port)
        place = folder or data_folder() / "demo"
        if check:
            return _check(screen, place, port)
        return _serve(screen, place, port, reset, open_browser)
    except (DomainError, VisitError) as error:
        return _failed(str(error))
    except (OSError, SQLAlchemyError) as error:
        cause = getattr(error, "orig", None) or error
        return _failed(f"le disque ou la base refuse ({cause}) ; vérifiez la place, ou --folder")
    except KeyboardInterrupt:
        screen.console.print("Arrêté.")
        return 0


def _failed(reason: str) -> int:
    print(f"candidatheque demo : {reason}", file=sys.stderr)
    return 1


def _serve(screen: Screen, folder: Path, port: int, reset: bool, open_browser: bool) -> int:
    port, path = _prepare(screen, folder, port)
    clock = _clock()
    if reset or not _is_fresh(path, clock.today):
        build(screen, path, clock)
    else:
        made = _made_on(path)
        screen.line(f"base du {made:%d/%m/%Y} reprise ; --reset pour repartir d'une base neuve")
    app, tokens = _service(path, port)
    address = f"http://{HOST}:{port}"
    screen.timings()
    screen.links(address, tokens)
    screen.console.print(f"Courriels fictifs : {folder / OUTBOX}")
    screen.console.print(f"Service : {address}\n[bold]{END}[/bold]")
    if open_browser:
        Timer(BROWSER_WAITS, webbrowser.open, (_browser_link(path, address),)).start()
    worker = Worker(app.state.settings, app.state.sessions)
    worker.start()
    try:
        make_server(app, port).run()
    finally:
        worker.stop()
    screen.console.print("Arrêté.")
    return 0


def _check(screen: Screen, folder: Path, port: int) -> int:
    """Build from nothing, count, visit as a newcomer; 0 if all is well."""
    port, path = _prepare(screen, folder, port)
    content = build(screen, path, _clock())
    _verify(content)
    people, offers = counted(content.people, "participant"), counted(content.offers, "offre")
    screen.line(f"{people}, {offers}, {number(content.shortlists)} listes courtes")
    app, tokens = _service(path, port)
    with screen.step("Visite des premières pages"), served(app, port) as address:
        seen = visit(address, tokens["conseillere@example.org"])
    screen.line(f"pages vues : {', '.join(seen)}")
    screen.timings()
    screen.console.print("\nTout est en place.")
    return 0


def _prepare(screen: Screen, folder: Path, wanted: int) -> tuple[int, Path]:
    """The three checks, a line each; the port and the place of the base."""
    screen.line(check_python())
    screen.line(check_folder(folder))
    port = free_port(wanted)
    if port == wanted:
        screen.line(f"port {port} libre")
    else:
        screen.warn(f"port {wanted} occupé : le service sera sur le port {port}")
    path = folder / BASE_NAME
    check_base(path)
    return port, path


def _clock() -> Clock:
    now = datetime.now(UTC)
    return Clock(day_of(now), now)


def _is_fresh(path: Path, today: date) -> bool:
    """An earlier base of ours, of this version of the tables, not too old."""
    if not path.exists() or today - _made_on(path) > STALE_AFTER:
        return False
    return current_revision(sqlite_url(path)) == head_revision()


def _made_on(path: Path) -> date:
    with opened(path) as factory:
        return made_on(factory)


def _verify(content: Content) -> None:
    """What a whole demonstration holds.

    Raises
    ------
    VisitError : something lacks
    """
    if content.people != PARTICIPANTS or content.offers < OFFERS:
        raise VisitError("des participants ou des offres manquent")
    if content.shortlists < content.open_offers or content.open_offers < OFFERS // 2:
        raise VisitError("des listes courtes manquent")


def _service(path: Path, port: int) -> tuple[FastAPI, Mapping[str, str]]:
    """The application on the base, and a fresh one-time link for every account."""
    settings = Settings(
        database_url=sqlite_url(path),
        encoder=None,
        territory=None,
        host=HOST,
        port=port,
        public_url=None,
        smtp_host=None,
        outbox_folder=None,
        demo=True,
    )
    tokens = {account.email: _token(path, account.email) for account in ACCOUNTS}
    return create_app(settings), tokens


def _token(path: Path, email: str) -> str:
    with opened(path) as factory, transaction(factory) as session:
        return create_link(session, find_user(session, email), datetime.now(UTC), LINKS_LAST)


def _browser_link(path: Path, address: str) -> str:
    return f"{address}/sign-in/link/{_token(path, ACCOUNTS[1].email)}"
