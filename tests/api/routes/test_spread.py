"""What people see of the spread: who is looked at first, why, and who has had nothing for long."""

import csv
import io
import re
from datetime import date

from sqlalchemy import select

from models.candidates import Candidate
from models.case_files import CandidateFollow
from models.database import transaction
from models.shortlists import ShortlistEntry
from models.spread import ShortlistOpening
from models.vocabulary import Role
from tests.api.routes.world import World, identifier_of

HEADING = "À regarder d’abord"


def rank_again(world: World) -> None:
    """A list on the day's data, of people of whom nobody knows that they lack a certificate."""
    with transaction(world.sessions) as session:
        for candidate in session.scalars(select(Candidate)):
            candidate.are_credentials_known = False
    with world.browser(Role.OFFICER) as client:
        answer = client.post(f"/offers/{world.offer_key}/ranking", data={})
    assert answer.status_code == 303, answer.text


def identifiers(page: str) -> list[str]:
    """Who is on a page, in the order of their rows."""
    return re.findall(r'<span class="person-rank">\d+\.</span> (P-\d{4})', page)


def test_the_rows_that_open_a_list_come_first_and_once(world: World) -> None:
    rank_again(world)
    with world.browser(Role.ADVISOR) as client:
        page = client.get(world.shortlist_path).text
    assert HEADING in page
    opening = page.split(HEADING)[1].split("</section>")[0]
    first = identifiers(opening)
    with world.sessions() as session:
        opened = session.scalars(
            select(ShortlistOpening).where(ShortlistOpening.place.is_not(None))
        ).all()
    assert len(first) == len(opened) > 0
    assert identifiers(page)[: len(first)] == first
    assert len(set(identifiers(page))) == len(identifiers(page))
    assert "Voir l’ordre des rangs, sans cette répartition" in opening


def test_one_link_gives_the_plain_order_and_one_comes_back(world: World) -> None:
    rank_again(world)
    with world.browser(Role.ADVISOR) as client:
        plain = client.get(f"{world.shortlist_path}?by_rank=true").text
    assert HEADING not in plain
    assert "Revenir à la liste telle qu’elle s’ouvre" in plain
    with world.sessions() as session:
        ranked = session.scalars(
            select(ShortlistEntry.rank)
            .where(ShortlistEntry.shortlist_id == 2)
            .order_by(ShortlistEntry.rank)
        ).all()
    shown = [int(rank) for rank in re.findall(r'<span class="person-rank">(\d+)\.', plain)]
    assert shown == sorted(shown)
    assert set(shown) <= set(ranked)


def test_a_search_and_a_filter_show_the_bands_alone(world: World) -> None:
    rank_again(world)
    with world.browser(Role.ADVISOR) as client:
        assert HEADING not in client.get(f"{world.shortlist_path}?decision=todo").text
        assert HEADING not in client.post(world.shortlist_path, data={"q": "P-0001"}).text


def test_whoever_sees_no_people_sees_no_opening(world: World) -> None:
    rank_again(world)
    with world.browser(Role.OFFICER) as client:
        assert HEADING not in client.get(world.shortlist_path).text


def long_ago(world: World) -> None:
    with transaction(world.sessions) as session:
        for follow in session.scalars(select(CandidateFollow)):
            follow.entered_on = date(2020, 1, 6)


def test_people_without_a_proposal_are_listed_with_what_explains_it(world: World) -> None:
    long_ago(world)
    with world.browser(Role.ADVISOR) as client:
        page = client.get("/forgotten").text
        assert "7 personnes" in page
        assert identifier_of(0) in page
        assert "Salma" in page
        assert "refaites toutes les listes" in page
        rank_again(world)
        assert identifier_of(0) not in client.get("/forgotten?wait=60").text


def test_a_caseworker_sees_their_own_people_first_and_no_other_name(world: World) -> None:
    long_ago(world)
    with world.browser(Role.CASEWORKER) as client:
        assert "4 personnes" in client.get("/forgotten").text
        everybody = client.get("/forgotten?mine=false").text
    assert "7 personnes" in everybody
    assert "Salma" in everybody
    assert "Bruno" not in everybody


def test_the_file_holds_the_same_people(world: World) -> None:
    long_ago(world)
    with world.browser(Role.MANAGER) as client:
        answer = client.get("/forgotten.csv?wait=60")
    assert answer.headers["content-disposition"].count('"sans-proposition-60-jours-') == 1
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert [row["Identifiant"] for row in rows] == [identifier_of(place) for place in range(7)]
    assert rows[0]["Nom"] == "Salma Aït-Berka"
    assert rows[0]["Offres possibles"] == ""


def test_nobody_forgotten_is_said(world: World) -> None:
    with world.browser(Role.ADVISOR) as client:
        assert "tout le monde a eu une proposition" in client.get("/forgotten").text
        assert client.get("/forgotten?wait=7&page=3").status_code == 200
