"""The frame of every page: one line of header on a desk, little before the page on a phone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from models.vocabulary import Role
from tests.api.routes.world import make_world
from tests.e2e.conftest import Site, served
from tests.e2e.test_screens import check

ONE_LINE = 70
"""Pixels of a header whose links stand on one line."""
BEFORE_THE_PAGE = 170
"""Most pixels of a telephone that stand before the page."""


@pytest.fixture
def demonstration(sqlite_url: str) -> Iterator[Site]:
    with served(make_world(sqlite_url, is_demo=True)) as site:
        yield site


def edge(page: Page, selector: str, side: str) -> float:
    """A side of the box of an element, or a length of it, in pixels of the window."""
    script = "(found, side) => found.getBoundingClientRect()[side]"
    value: float = page.locator(selector).first.evaluate(script, side)
    return value


def test_menu_and_banner_leave_room_for_the_page(browser: Browser, demonstration: Site) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    demonstration.sign_in(page, Role.MANAGER)
    page.goto(f"{demonstration.address}/chiffres/activite")
    assert edge(page, ".site-header", "height") < ONE_LINE
    page.set_viewport_size({"width": 360, "height": 800})
    assert edge(page, "main", "top") < BEFORE_THE_PAGE
    assert edge(page, "p:has-text('être de plusieurs publics')", "right") <= 360
    assert check(page, "Activité") == []
    page.locator(".nav-more summary").press("Enter")
    assert check(page, "Activité, menu ouvert") == []
    page.close()
