"""A real server on a temporary base, and Debian's chromium to look at it."""

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
import uvicorn
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)

from models.vocabulary import Role
from tests.api.routes.world import World, make_world

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
NO_BROWSER = (
    "Aucun navigateur trouvé : installez le paquet « chromium » "
    "(make test le fait où c'est permis) ou mettez-le dans PATH."
)
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
REFUSALS = (401, 404, 409, 410, 422)
"""Answers that tests provoke; the browser writes a line on the console for each page."""
START_SECONDS = 10.0
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)


@dataclass
class Site:
    """The world, served; what the pages complained of, and where they went."""

    world: World
    address: str
    complaints: list[str] = field(default_factory=list)

    def sign_in(self, page: Page, role: Role) -> None:
        """By a one-time link, as people do."""
        page.goto(self.address + self.world.link(role))
        page.get_by_role("button", name="Me connecter").click()
        page.get_by_role("heading", level=1, name="À traiter").wait_for()

    def go_by_menu(self, page: Page, name: str) -> None:
        """To a page of the menu, folded or not, by keyboard."""
        link = page.get_by_role("navigation", name="Principale").get_by_role("link", name=name)
        if not link.is_visible():
            page.locator(".nav-more summary").press("Enter")
        link.press("Enter")

    def watch(self, page: Page) -> None:
        """Note every console error, page error and request that leaves the host."""
        page.on("pageerror", lambda error: self.complaints.append(f"erreur : {error}"))
        page.on("console", self._listen)
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((self.address, "data:"))
                else self.complaints.append(f"hors de l'hôte : {request.url}")
            ),
        )

    def _listen(self, message: ConsoleMessage) -> None:
        is_refusal = "/static/" not in message.location["url"] and any(
            f"status of {status}" in message.text for status in REFUSALS
        )
        if message.type in ("error", "warning") and not is_refusal:
            self.complaints.append(f"console : {message.text}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        pytest.fail(NO_BROWSER)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield started
        started.close()


@contextmanager
def served(world: World) -> Iterator[Site]:
    """The world behind a port of its own, until the block ends."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(world.app, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    deadline = time.monotonic() + START_SECONDS
    while not server.started and time.monotonic() < deadline:
        threading.Event().wait(0.02)
    yield Site(world, f"http://127.0.0.1:{listening.getsockname()[1]}")
    server.should_exit = True
    thread.join()
    listening.close()


@pytest.fixture
def site(sqlite_url: str) -> Iterator[Site]:
    with served(make_world(sqlite_url)) as site:
        yield site


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, site: Site) -> Iterator[OpenPage]:
    """Open a page of its own; at the end nothing may have been complained of."""
    contexts: list[BrowserContext] = []

    def opened(width: int = 1280, scripts: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
            locale="fr-FR",
            timezone_id="Europe/Paris",
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        site.watch(page)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert site.complaints == []
