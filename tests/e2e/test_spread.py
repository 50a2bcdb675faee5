"""The opening of a list and the people without a proposal, in a browser, without scripts too."""

import pytest
from playwright.sync_api import expect

from models.vocabulary import Role
from tests.api.routes.test_spread import long_ago, rank_again
from tests.e2e.conftest import OpenPage, Site
from tests.e2e.test_screens import check


def test_the_screens_of_the_spread_are_sound(site: Site, open_page: OpenPage) -> None:
    long_ago(site.world)
    page = open_page()
    site.sign_in(page, Role.ADVISOR)
    page.goto(f"{site.address}/forgotten")
    wrong = check(page, "Sans proposition")
    rank_again(site.world)
    page.goto(site.address + site.world.shortlist_path)
    expect(page.get_by_role("heading", name="À regarder d’abord")).to_be_visible()
    wrong += check(page, "Liste qui s’ouvre")
    assert wrong == []


@pytest.mark.parametrize("scripts", [True, False])
def test_one_link_shows_the_plain_order(scripts: bool, site: Site, open_page: OpenPage) -> None:
    rank_again(site.world)
    page = open_page(scripts=scripts)
    site.sign_in(page, Role.ADVISOR)
    page.goto(site.address + site.world.shortlist_path)
    page.get_by_role("link", name="Voir l’ordre des rangs").click()
    expect(page.get_by_role("heading", name="À regarder d’abord")).to_have_count(0)
    page.get_by_role("link", name="Revenir à la liste telle qu’elle s’ouvre").click()
    expect(page.get_by_role("heading", name="À regarder d’abord")).to_be_visible()
