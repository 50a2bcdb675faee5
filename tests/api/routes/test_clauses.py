"""The ledger of clause hours on its screens, through the whole application."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient

from models.vocabulary import IntroductionAction, Role
from tests.api.routes.test_contracts import hired, send
from tests.api.routes.world import World, identifier_of
from tests.clock import today

MONTH = f"{today():%m/%Y}"
MARKET = {
    "name": "Quai de Flandre",
    "lot": "lot 3",
    "owner": "Grand Port",
    "facilitator": "M. Vasseur",
    "hours_due": "1 000,5",
    "first_on": (today() - timedelta(days=200)).isoformat(),
    "last_on": (today() + timedelta(days=200)).isoformat(),
}


def create_market(client: TestClient, **values: str) -> str:
    """A market; its path."""
    answer = client.post("/clauses", data=MARKET | values)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def add_line(client: TestClient, market: str, **values: str) -> None:
    """A line of this month."""
    form = {"employer": "Bâtir Littoral", "month": MONTH, "hours": "151,67", "people": "2"}
    answer = client.post(f"{market}/lignes", data=form | values)
    assert answer.status_code == 303, answer.text


def plain(text: str) -> str:
    """A page without its tags, blanks made plain."""
    bare = re.sub(r"<[^>]{1,2000}>", " ", text)
    return " ".join(bare.replace("\u202f", " ").replace("\u00a0", " ").split())


@pytest.fixture
def office(world: World) -> Iterator[TestClient]:
    with world.browser(Role.OFFICE) as client:
        yield client


def test_a_market_its_lines_and_its_files_say_the_same_total(office: TestClient) -> None:
    assert "Aucun marché" in office.get("/clauses").text
    market = create_market(office)
    add_line(office, market)
    add_line(office, market, hours="48,33", month=f"{today():%Y-%m}", people="1")
    page = plain(office.get(market).text)
    assert "1 000,5 heures à réaliser" in page
    assert "200 heures réalisées" in page
    assert "800,5 heures restantes" in page
    assert "Total des lignes qui comptent 200" in page
    assert "Reste 800,5 h" in plain(office.get("/clauses").text)
    rows = list(csv.reader(io.StringIO(office.get(f"{market}.csv").text), delimiter=";"))
    hours = [float(row[6].replace(",", ".")) for row in rows[1:]]
    assert sum(hours) == 200
    sheet = load_workbook(io.BytesIO(office.get("/clauses.xlsx").content)).active
    assert sheet is not None
    assert [cell.value for cell in sheet[2]][6:9] == [1000.5, 200, 800.5]


def test_a_cancelled_line_is_read_and_counts_no_more(office: TestClient) -> None:
    market = create_market(office)
    add_line(office, market)
    (path,) = re.findall(r'action="([^"]+/annuler)"', office.get(market).text)
    assert office.post(path).status_code == 303
    page = plain(office.get(market).text)
    assert "0 heures réalisées" in page
    assert "Annulée le" in page


def test_the_offer_tells_the_hours_and_the_papers_to_see(world: World, office: TestClient) -> None:
    send(world, 0, until=IntroductionAction.KEEP)
    offer = f"/offers/{world.offer_key}"
    assert "Clause d’insertion" not in office.get(offer).text
    market = create_market(office)
    office.post(f"{market}/offres", data={"reference": "DK-0001"})
    page = plain(office.get(offer).text)
    assert "1 000,5 h restantes sur 1 000,5 h" in page
    assert "1 personne mise en relation sans pièce vérifiée : à voir avant de positionner" in page
    (path,) = re.findall(r'action="([^"]+/eligibilite/[^"]+)"', office.get(market).text)
    form = {"proof": "pass_iae", "checked_on": today().isoformat()}
    assert office.post(path, data=form).status_code == 303
    assert "L’éligibilité des personnes mises en relation est vérifiée" in office.get(offer).text
    listed = plain(office.get(market).text)
    assert "PASS IAE" in listed
    assert "par Gérard Pruvost" in listed
    assert "Aït-Berka" not in listed  # the office reads no name


def test_a_hire_proposes_its_line_which_the_office_keeps(world: World, office: TestClient) -> None:
    market = create_market(office)
    office.post(f"{market}/offres", data={"reference": "DK-0001"})
    key = send(world, 0)
    start = (today().replace(day=1) - timedelta(days=1)).replace(day=1)
    with world.browser(Role.MANAGER) as manager:
        contract = hired(manager, key, start_on=start.isoformat())
        started = manager.post(f"{contract}/demarrage", data={"version": "1"})
        assert started.status_code == 303, started.text
    page = office.get(market).text
    assert identifier_of(0) in page
    found = dict(re.findall(r'name="(contract|month|hours)"[^>]*?value="([^"]*)"', page))
    assert found["month"] == f"{start:%m/%Y}"
    answer = office.post(f"{market}/embauches", data=found | {"hours": "140"})
    assert answer.status_code == 303, answer.text
    page = plain(office.get(market).text)
    assert "140 heures réalisées" in page
    assert "Rien à inscrire" in page
    again = office.post(f"{market}/embauches", data=found | {"hours": "140"})
    assert again.status_code == 409


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"hours_due": "beaucoup"}, "nombre illisible"),
        ({"hours_due": "0"}, "plus grand que 0"),
        ({"owner": ""}, "Maître d’ouvrage : ce champ manque"),
        ({"last_on": "2020-01-01"}, "il précède le premier jour"),
        ({"first_on": ""}, "la date manque"),
    ],
)
def test_a_market_that_cannot_be_is_refused_in_words(
    office: TestClient, values: dict[str, str], words: str
) -> None:
    answer = office.post("/clauses", data=MARKET | values)
    assert answer.status_code == 422
    assert words in plain(answer.text)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"month": "brumaire 2026"}, "mois illisible"),
        ({"month": "13/2026"}, "mois illisible"),
        ({"hours": ""}, "le nombre d’heures manque"),
        ({"kind": "benevole"}, "choisissez une valeur de la liste"),
        ({"people": "1,5"}, "nombre entier"),
        ({"identifier": "P-0001"}, "compte une personne"),
    ],
)
def test_a_line_that_cannot_be_is_refused_in_words(
    office: TestClient, values: dict[str, str], words: str
) -> None:
    market = create_market(office)
    form = {"employer": "Bâtir Littoral", "month": MONTH, "hours": "10", "people": "2"}
    answer = office.post(f"{market}/lignes", data=form | values)
    assert answer.status_code == 422
    assert words in plain(answer.text)


def test_a_month_is_read_as_people_write_it(office: TestClient) -> None:
    market = create_market(office)
    names = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août")
    names += ("septembre", "octobre", "novembre", "décembre")
    add_line(office, market, month=f"{names[today().month - 1].capitalize()} {today().year}")
    assert MONTH in office.get(market).text


def test_papers_to_see_are_told_before_the_sending_and_stop_nothing(
    world: World, office: TestClient
) -> None:
    market = create_market(office)
    send(world, 0, until=IntroductionAction.AGREE)
    send(world, 1, until=IntroductionAction.AGREE)
    with world.browser(Role.ADVISOR) as client:
        new = f"/offers/{world.offer_key}/envoi"
        assert "d’éligibilité" not in client.get(new).text
        office.post(f"{market}/offres", data={"reference": "DK-0001"})
        page = client.get(new).text
        assert "2 justificatifs d’éligibilité restent à voir avant l’envoi" in plain(page)
        assert f'href="{market}#eligibilite"' in page
        path = re.findall(r'action="([^"]+/eligibilite/[^"]+)"', office.get(market).text)[0]
        office.post(path, data={"proof": "pass_iae", "checked_on": today().isoformat()})
        page = client.get(new).text
        assert "1 justificatif d’éligibilité reste à voir avant l’envoi" in plain(page)
        form = {
            "introductions": re.findall(r'name="introductions" value="([^"]+)"', page),
            "recipient": "Intérim Littoral",
            "reply_by": (today() + timedelta(days=3)).isoformat(),
        }
        made = client.post(new, data=form).headers["location"]
        told = "1 justificatif d’éligibilité reste à voir"
        assert told in plain(client.get(made).text)
        assert client.post(f"{made}/send").status_code == 303
        assert told not in plain(client.get(made).text)
