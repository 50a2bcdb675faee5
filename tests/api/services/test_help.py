"""The guide: every role has one, its links exist, its buttons are on the screens."""

import re
import sys
from collections.abc import Iterator

import pytest
from lxml import html

from api import navigation
from api.fiche.table import GROUPS
from api.rendering import HERE, environment
from api.security import POLICIES, STAFF
from api.services.help import GUIDES, Guide, guide_of, help_href, topic_of
from api.services.todo import SOURCES
from models import contract_lists, dispatch_lists, exit_lists, motives, vocabulary
from models.introduction_table import INTRODUCTION_TRANSITIONS
from models.transitions import OFFER_TRANSITIONS
from models.vocabulary import Labelled, Role

LISTS = (contract_lists, dispatch_lists, exit_lists, motives, vocabulary)
KEY = "00000000-0000-4000-8000-000000000000"
QUOTED = re.compile(r"«\s([^»]{1,80}?)\s»")
FILES = re.compile(r"\.(csv|json|xlsx|pdf|ics)$|^/health$|^/occupations$|/documents/|^/sign-in")
PARTS = re.compile(r"/(rejects|notes)$")
COUNTED = re.compile(r'\{\{[^}]*plural\("(\w+)"\)\s*\}\}')


def text_of(guide: Guide) -> str:
    """The page of a guide, as somebody who is not signed in gets it."""
    nobody = {"user": None, "menu": None, "demo": False, "path": guide.address, "help_href": ""}
    facts = {"guide": guide, "guides": GUIDES}
    return environment().get_template("help.html").render(nobody | facts)


def on_screens() -> str:
    """Every word that the screens may show: templates, menu, fiche, labels of the closed lists."""
    pages = [
        COUNTED.sub(r"N \1s", path.read_text("utf-8"))
        for path in sorted((HERE / "templates").glob("*.html"))
        if not path.name.startswith("help")
    ]
    labels = [
        value.label
        for module in LISTS
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, Labelled)
        for value in kind
    ]
    moves = [each.label for each in INTRODUCTION_TRANSITIONS]
    moves += [each.name for each in OFFER_TRANSITIONS]
    menu = [link.label for link in navigation.LINKS]
    fiche = [group.title for group in GROUPS]
    return "\n".join(pages + labels + moves + menu + fiche + mornings())


def mornings() -> list[str]:
    """Headings of « À traiter »: the constants of the files that its sources come from."""
    files = [vars(sys.modules[source.__module__]) for source in SOURCES]
    return [str(text) for file in files for name, text in file.items() if name.isupper()]


@pytest.fixture(scope="module")
def shown() -> str:
    return on_screens()


def test_each_role_has_its_guide() -> None:
    assert [guide.role for guide in GUIDES].count(Role.ADVISOR) == 1
    assert {guide.role for guide in GUIDES} == set(Role)
    for guide in GUIDES:
        keys = [topic.key for topic in guide.topics]
        assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.slug)
def test_each_button_that_a_guide_names_is_on_a_screen(guide: Guide, shown: str) -> None:
    words = html.fromstring(text_of(guide)).find(".//main").text_content()
    named = {" ".join(each.split()) for each in QUOTED.findall(words)}
    assert named
    lower = shown.lower()
    assert [each for each in sorted(named) if each.lower() not in lower] == []


def links_of(guide: Guide) -> Iterator[str]:
    main = html.fromstring(text_of(guide)).find(".//main")
    for link in main.iter("a"):
        yield str(link.get("href"))


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.slug)
def test_each_link_of_a_guide_leads_where_its_role_may_go(guide: Guide) -> None:
    page = html.fromstring(text_of(guide))
    anchors = {each.get("id") for each in page.iter("h2")}
    for link in links_of(guide):
        if link.startswith("#"):
            assert link[1:] in anchors
        elif not link.startswith("/aide/"):
            assert POLICIES["GET", link.partition("?")[0]].admits(guide.role), link


@pytest.mark.parametrize("role", sorted(STAFF.roles))
def test_every_page_of_a_role_is_explained_in_its_guide(role: Role) -> None:
    guide = guide_of(role)
    anchors = {each.get("id") for each in html.fromstring(text_of(guide)).iter("h2")}
    for (method, route), policy in POLICIES.items():
        if method != "GET" or role not in policy.roles or FILES.search(route):
            continue
        if PARTS.search(route) or route.startswith("/aide"):
            continue
        path = re.sub(r"\{\w+\}", KEY, route)
        topic = topic_of(guide, path)
        assert topic is not None, route
        assert topic.key in anchors
        assert help_href(role, path) == f"{guide.address}#{topic.key}"


def test_a_contact_is_led_to_how_to_answer_and_nobody_else_is() -> None:
    assert help_href(None, "/reponse/abc") == "/aide/agence#repondre"
    assert help_href(None, "/sign-in") == ""
