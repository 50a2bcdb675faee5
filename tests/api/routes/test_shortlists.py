"""The shortlist page: everybody is there, in words, as far as one's role may see."""

import re
from collections.abc import Iterator
from decimal import Decimal

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from api.services.offer_lists import offer_of
from api.services.shortlist_views import RowFilters, shortlist_view
from api.services.shortlists import current_shortlist
from api.services.users import find_user
from models.candidates import Candidate
from models.vocabulary import Role
from tests.api.routes.world import BANDS, World, email_of, identifier_of


@pytest.fixture
def advisor(world: World) -> Iterator[TestClient]:
    with world.browser(Role.ADVISOR) as client:
        yield client


def test_rows_come_by_band_and_the_far_ones_are_a_link_away(
    world: World, advisor: TestClient
) -> None:
    text = advisor.get(world.shortlist_path).text
    places = [text.index(f'id="band-{key}"') for key in ("tres_adapte", "adapte", "a_verifier")]
    assert places == sorted(places)
    assert identifier_of(0) in text
    assert identifier_of(5) not in text
    assert "Voir 2 personnes «\u00a0Éloigné\u00a0»" in text
    assert "7 personnes classées, aucune n’est retirée" in text


def test_nobody_disappears(world: World, advisor: TestClient) -> None:
    seen = advisor.get(world.shortlist_path).text
    seen += advisor.get(f"{world.shortlist_path}?band=eloigne").text
    assert all(identifier_of(place) in seen for place in range(len(BANDS)))


def test_a_row_says_what_fits_what_holds_back_and_what_to_ask(
    world: World, advisor: TestClient
) -> None:
    text = advisor.get(world.shortlist_path).text
    assert "CACES R489 1 périmé depuis mars 2024." in text
    assert "Levier\u00a0: renouveler le CACES (2 jours)" in text
    assert "Peut-elle commencer à 5 heures\u00a0?" in text
    assert "en bus, à pied, 45 min au plus" in text
    assert "%" not in re.sub(r"<[^>]*>", "", text)


def test_the_points_shown_add_up_to_the_total_shown(world: World, advisor: TestClient) -> None:
    text = advisor.get(f"{world.shortlist_path}?by_score=true").text
    tables = re.findall(r"<tbody>(.*?)</tbody>\s*<tfoot>(.*?)</tfoot>", text, re.S)
    assert len(tables) == len(BANDS)
    for body, foot in tables:
        parts = [Decimal(each.replace(",", ".")) for each in re.findall(r"([\d,]+) sur", body)]
        total = re.search(r"([\d,]+) sur 100", foot)
        assert total is not None
        assert sum(parts) == Decimal(total[1].replace(",", "."))


def test_the_raw_order_is_that_of_the_points_alone(world: World, advisor: TestClient) -> None:
    text = advisor.get(f"{world.shortlist_path}?by_score=true").text
    found = re.findall(r"</span> (P-\d{4})", text)
    expected = sorted(range(len(BANDS)), key=lambda place: -BANDS[place][1])
    assert found == [identifier_of(place) for place in expected]


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("p-0004", [3]),
        ("KANTE", [3]),
        ("proprete", [5, 6]),
        ("grande-synthe prépa", [0, 1, 2, 3, 4]),
        ("%", []),
        ("_", []),
    ],
)
def test_a_search_finds_people_without_accents_and_takes_signs_as_they_are(
    words: str, places: list[int], world: World, advisor: TestClient
) -> None:
    text = advisor.post(world.shortlist_path, data={"q": words}).text
    assert re.findall(r"</span> (P-\d{4})", text) == [identifier_of(place) for place in places]


def test_a_caseworker_reads_the_names_of_their_own_people_only(world: World) -> None:
    with world.browser(Role.CASEWORKER) as client:
        text = client.get(world.shortlist_path).text
        mine = client.get(f"{world.shortlist_path}?mine=true").text
        searched = client.post(world.shortlist_path, data={"q": "Wisselinck"}).text
    assert "Aït-Berka" in text
    assert "Wisselinck" not in text + mine
    assert identifier_of(1) in text
    assert identifier_of(1) not in mine + searched


def test_an_officer_sees_how_many_and_nobody(world: World) -> None:
    with world.browser(Role.OFFICER) as client:
        text = client.get(world.shortlist_path).text
        forbidden = client.post(world.decision_path(0, "keep"), data={"version": "1"})
    assert "2 personnes" in text
    assert "P-000" not in text
    assert "Aït-Berka" not in text
    assert forbidden.status_code == 403


def test_rows_are_not_even_read_for_an_officer(world: World) -> None:
    with world.sessions() as session:
        offer = offer_of(session, world.offer_key)
        shortlist = current_shortlist(session, offer)
        officer = find_user(session, email_of(Role.OFFICER))
        assert shortlist is not None
        view = shortlist_view(session, shortlist, officer, RowFilters())
    assert [group.total for group in view.groups] == [2, 1, 1, 1, 2]
    assert not any(group.rows for group in view.groups)


def test_an_offer_without_a_list_says_so(world: World) -> None:
    with world.browser(Role.OFFICER) as client:
        created = client.post("/offers", data={"text": "Plongeur\nRestaurant à Gravelines, CDD."})
        key = created.headers["location"].split("/")[2]
        assert "Pas encore de liste" in client.get(f"/offers/{key}/shortlist").text


def test_what_people_wrote_is_shown_as_text(world: World, advisor: TestClient) -> None:
    note = "<script>window.__xss = 1</script>"
    advisor.post(world.decision_path(0, "keep"), data={"version": "1", "note": note})
    text = advisor.get(world.shortlist_path).text
    assert note not in text
    assert "&lt;script&gt;" in text


def test_whom_a_contract_took_since_is_shown_without_a_button_that_refuses(
    world: World, advisor: TestClient
) -> None:
    before = advisor.get(world.shortlist_path).text
    with world.sessions() as session:
        hired = select(Candidate).where(Candidate.identifier == identifier_of(0))
        session.scalars(hired).one().is_active = False
        session.commit()
    after = advisor.get(world.shortlist_path).text
    assert identifier_of(0) in after
    assert "N’est plus à proposer depuis cette liste" in after
    assert after.count("Retenir cette personne") == before.count("Retenir cette personne") - 1


def test_a_page_of_offers_too_far_leads_back_to_the_first(
    world: World, advisor: TestClient
) -> None:
    far = advisor.get("/offers?page=999").text
    assert "Cette page n’existe pas" in far
    assert "Aucune offre ne correspond" not in far
