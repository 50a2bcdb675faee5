"""What programs read and bring: pages of changes, rights, limits, the same answer asked again."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, select, update
from starlette.testclient import TestClient

from api.services.tokens import MOST_A_MINUTE
from api.services.tokens_answers import KEPT
from models.access import Access, AccessKind
from models.case_files import CandidateIdentity
from models.database import transaction
from models.introductions import Introduction
from models.offers import Offer
from models.tokens import ApiAnswer, ApiScope, ApiToken
from models.vocabulary import OfferState, Role
from tests.api.routes.api_world import make_token
from tests.api.routes.world import NAMES, World

API = "/api/v1"
TEXT = (
    "Cariste CACES R489 3 (H/F)\nEntrepôt à Loon-Plage, CDI, 35 heures par semaine.\n"
    "Le CACES R489 3 est exigé. Contact : Mme Duval, 03 28 11 22 33."
)
SECRET = (
    "Maçon H/F\nClient confidentiel : ne pas diffuser le nom de Bâtiments du Littoral.\n"
    "Employeur : Bâtiments du Littoral\nCDI à Bourbourg, 39 heures par semaine."
)
PLAIN = {"content-type": "text/plain; charset=utf-8"}


@pytest.fixture
def program(world: World) -> Iterator[TestClient]:
    with TestClient(
        world.app, headers={"authorization": f"Bearer {make_token(world)}"}, follow_redirects=False
    ) as client:
        yield client


def brought(program: TestClient, text: str = TEXT, **headers: str) -> dict[str, Any]:
    answer = program.post(f"{API}/offers", content=text.encode(), headers={**PLAIN, **headers})
    assert answer.status_code in (200, 201), answer.text
    return {"status": answer.status_code, **answer.json()}


def test_offers_are_read_page_by_page_and_then_only_what_changed(
    world: World, program: TestClient
) -> None:
    for number in range(5):
        brought(program, f"Cariste {number}\nCDI à Loon-Plage, {30 + number} heures par semaine.")
    seen: list[str] = []
    word = ""
    for _ in range(10):
        page = program.get(f"{API}/offers?limit=2&cursor={word}").json()
        seen += [each["key"] for each in page["items"]]
        assert len(page["items"]) <= 2
        if page["next"] is None:
            break
        word = page["next"]
    assert len(seen) == len(set(seen)) == 6
    instants = [each["updated_at"] for each in program.get(f"{API}/offers").json()["items"]]
    assert instants == sorted(instants)
    with transaction(world.sessions) as session:
        last = datetime.fromisoformat(instants[-1])
        for key, minutes in ((seen[-2], 4), (seen[-3], 6)):
            changed = {"updated_at": last - timedelta(minutes=minutes)}
            session.execute(update(Offer).where(Offer.key == UUID(key)).values(changed))
    since = {"updated_since": instants[-1]}
    again = [each["key"] for each in program.get(f"{API}/offers", params=since).json()["items"]]
    assert {seen[-1], seen[-2]} <= set(again)  # one was still being written five minutes before
    assert seen[-3] not in again


def test_a_cursor_of_another_age_is_refused(program: TestClient) -> None:
    for at in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"):
        word = urlsafe_b64encode(f"{at}|1".encode()).decode()
        for path in ("/offers", "/introductions"):
            answer = program.get(f"{API}{path}", params={"cursor": word})
            assert answer.status_code == 422
            assert "redonnez tel quel" in answer.json()["detail"]


def test_filters_cut_the_list_down(world: World, program: TestClient) -> None:
    brought(program)
    (opened,) = program.get(f"{API}/offers?state=open").json()["items"]
    assert (opened["key"], opened["state_label"]) == (world.offer_key, "Ouverte")
    (to_review,) = program.get(f"{API}/offers?state=to_review").json()["items"]
    assert to_review["title"].startswith("Cariste")
    assert program.get(f"{API}/offers?domain=restauration").json() == {"items": [], "next": None}


NONSENSE = (
    ("/offers?limit=0", "limit"),
    ("/offers?limit=9223372036854775808", "limit"),
    ("/offers?state=ouverte", "state"),
    ("/offers?cursor=zzz", "cursor"),
    ("/offers?cursor=%00%FF", "cursor"),
    ("/offers?updated_since=hier", "updated_since"),
    ("/offers?updated_since=2026-11-23T09:00:00", "updated_since"),
    ("/offers?updated_since=0001-01-01T00:00:00Z", "updated_since"),
    ("/introductions?offer=12", "offer"),
    ("/offers/12", "key"),
    ("/figures?du=2026-12-01&au=2026-01-01", "Période"),
    ("/figures?du=1900-01-01", "Période"),
    ("/figures?niveau=3", "niveau"),
    ("/offers/{key}/shortlist?after=-1", "after"),
)


def test_what_makes_no_sense_is_refused_by_its_name(world: World, program: TestClient) -> None:
    for path, named in NONSENSE:
        answer = program.get(API + path.replace("{key}", world.offer_key))
        assert answer.status_code == 422, path
        assert answer.headers["content-type"] == "application/problem+json"
        problem = answer.json()
        assert (problem["type"], problem["status"]) == ("about:blank", 422)
        assert named in problem["detail"], path
        assert "hier" not in problem["detail"]


def test_a_browser_that_goes_astray_reads_a_problem_too(program: TestClient) -> None:
    for path in ("/nulle-part", "/offers/00000000-0000-4000-8000-000000000000"):
        answer = program.get(API + path, headers={"accept": "text/html"})
        assert answer.status_code == 404
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["title"]


def test_an_offer_tells_its_fiche_and_nobody_to_call(world: World, program: TestClient) -> None:
    made = brought(program)
    read = program.get(f"{API}/offers/{made['key']}").json()
    assert read["fiche"]["licences"] == [{"code": "CACES_R489_3", "necessity": "required"}]
    for found in read["fiche"]["evidence"].values():
        assert read["text"][found["start"] : found["end"]] == found["text"]
    assert "Duval" not in json.dumps(read, ensure_ascii=False)
    assert "03 28 11" not in read["text"]
    with world.sessions() as session:
        offer = session.scalars(select(Offer).where(Offer.source_text.contains("Cariste"))).one()
        assert offer.state is OfferState.TO_REVIEW
        assert "Mme Duval" in offer.source_text  # kept here, as it came


def test_nobody_leaves_by_the_title_or_by_a_second_contact(
    world: World, program: TestClient
) -> None:
    made = brought(program, TEXT.replace("Contact", "Voir M. Brun au 0328 44 55 66. Contact"))
    with transaction(world.sessions) as session:
        offer = session.scalars(select(Offer).where(Offer.source_text.contains("Cariste"))).one()
        title = "Cariste, voir Mme Duval (06-12-34-56-78)"
        offer.title, offer.parsed = title, {**offer.parsed, "title": title}
        offer.level, offer.state = 1, OfferState.OPEN
    said = program.get(f"{API}/offers").text
    for kind in ("", "/job-posting", "/france-travail"):
        answer = program.get(f"{API}/offers/{made['key']}{kind}")
        assert answer.status_code == 200
        said += answer.text
    assert not [each for each in ("Brun", "Duval", "44 55", "34-56") if each in said]


def test_an_employer_who_wants_no_name_told_gets_none(world: World, program: TestClient) -> None:
    made = brought(program, SECRET)
    everything = [
        program.get(f"{API}/offers").text,
        program.get(f"{API}/offers/{made['key']}").text,
    ]
    with transaction(world.sessions) as session:
        offer = session.scalars(select(Offer).where(Offer.source_text.contains("Maçon"))).one()
        assert offer.employer_name
        offer.level, offer.state = 1, OfferState.OPEN
    for kind in ("job-posting", "france-travail"):
        answer = program.get(f"{API}/offers/{made['key']}/{kind}")
        assert answer.status_code == 200
        everything.append(answer.text)
    assert not any("Littoral" in each for each in everything)


def test_json_of_a_partner_is_an_offer(program: TestClient) -> None:
    item = {"intitule": "Plongeur H/F", "description": "CDD à Gravelines.", "typeContrat": "CDD"}
    answer = program.post(f"{API}/offers", json=item)
    assert answer.status_code == 201
    assert answer.headers["location"] == f"{API}/offers/{answer.json()['key']}"
    assert answer.json()["contract_type"] == "CDD"
    again = program.post(f"{API}/offers", json=item)
    assert (again.status_code, again.json()["key"]) == (200, answer.json()["key"])


NO_OFFERS = (
    (b"", "text/plain"),
    (b"   \n", "text/plain"),
    (b"Cariste", "application/xml"),
    (b"Cariste", ""),
    (b"[1, 2]", "application/json"),
    (b'{"intitule": ', "application/json"),
    (b"{}", "application/json"),
    (b'[{"intitule": "A"}, {"intitule": "B"}]', "text/plain"),
    (b"a" * 100_001, "text/plain"),
)


def test_what_is_no_single_offer_is_refused_and_nothing_is_kept(
    world: World, program: TestClient
) -> None:
    for body, kind in NO_OFFERS:
        answer = program.post(f"{API}/offers", content=body, headers={"content-type": kind})
        assert answer.status_code == 422, answer.text
        assert answer.json()["detail"]
    with world.sessions() as session:
        assert len(session.scalars(select(Offer)).all()) == 1


def test_bytes_that_are_no_text_are_refused(program: TestClient) -> None:
    answer = program.post(f"{API}/offers", content=b"caf\xe9", headers=PLAIN)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_same_request_is_answered_the_same_for_a_day(world: World, program: TestClient) -> None:
    first = brought(program, **{"idempotency-key": "envoi-17"})
    with transaction(world.sessions) as session:
        session.execute(update(Offer).values(title="Autre titre"))
    again = program.post(
        f"{API}/offers", content=TEXT.encode(), headers={**PLAIN, "idempotency-key": "envoi-17"}
    )
    assert (again.status_code, again.headers["idempotency-replayed"]) == (201, "true")
    assert {"status": 201, **again.json()} == first
    other = program.post(
        f"{API}/offers", content=b"Autre offre", headers={**PLAIN, "idempotency-key": "envoi-17"}
    )
    assert (other.status_code, other.json()["title"]) == (422, "Clé déjà utilisée")
    with transaction(world.sessions) as session:
        row = session.scalars(select(ApiAnswer)).one()
        row.at = datetime.now(UTC) - KEPT - timedelta(minutes=1)
    later = program.post(
        f"{API}/offers", content=TEXT.encode(), headers={**PLAIN, "idempotency-key": "envoi-17"}
    )
    assert later.status_code == 200  # the offer is there; the key says nothing any more
    assert "idempotency-replayed" not in later.headers


def test_a_shortlist_names_nobody_and_is_noted(world: World, program: TestClient) -> None:
    first = program.get(f"{API}/offers/{world.offer_key}/shortlist?limit=4").json()
    rest = program.get(
        f"{API}/offers/{world.offer_key}/shortlist?limit=4&after={first['next']}"
    ).json()
    rows = first["rows"] + rest["rows"]
    assert [row["candidate"] for row in rows] == [f"P-{n:04d}" for n in range(1, 8)]
    assert (rows[0]["band"], rows[0]["band_label"]) == ("tres_adapte", "Très adapté")
    assert rows[0]["reasons"]
    assert rows[4]["blockers"][0]["lever"] == "renouveler le CACES (2 jours)"
    assert rest["next"] is None
    said = json.dumps(rows, ensure_ascii=False)
    with world.sessions() as session:
        for person in session.scalars(select(CandidateIdentity)):
            assert person.last_name not in said
        noted = session.scalars(select(Access).where(Access.kind == AccessKind.EXPORT)).all()
        assert [(each.screen, each.count) for each in noted] == [
            (f"{API}/offers/{{key}}/shortlist", 4),
            (f"{API}/offers/{{key}}/shortlist", 3),
        ]


def test_an_offer_without_a_list_says_so(world: World, program: TestClient) -> None:
    made = brought(program)
    found = program.get(f"{API}/offers/{made['key']}/shortlist").json()
    assert (found["generated_at"], found["rows"], found["ranked"]) == (None, [], 0)


def test_introductions_tell_their_state_and_no_name(world: World, program: TestClient) -> None:
    with world.browser(Role.ADVISOR) as client:
        for place in (0, 2):
            client.post(world.decision_path(place, "keep"), data={"version": "1"})
    found = program.get(f"{API}/introductions?offer={world.offer_key}&state=kept").json()
    assert [each["candidate"] for each in found["items"]] == ["P-0001", "P-0003"]
    assert {each["offer_reference"] for each in found["items"]} == {"DK-0001"}
    first = program.get(f"{API}/introductions?limit=1").json()
    second = program.get(f"{API}/introductions?limit=1&cursor={first['next']}").json()
    assert first["items"] != second["items"]
    said = json.dumps(found, ensure_ascii=False)
    assert NAMES[Role.ADVISOR] not in said
    with world.sessions() as session:
        assert len(session.scalars(select(Introduction)).all()) >= 2


def test_figures_are_those_of_the_screen(world: World, program: TestClient) -> None:
    query = "?du=2026-10-01&au=2026-12-31"
    told = program.get(f"{API}/figures{query}").json()
    with world.browser(Role.MANAGER) as client:
        shown = client.get(f"/chiffres.json{query}").json()
    assert told["tables"] == shown["tables"]
    assert (told["first"], told["last"]) == ("2026-10-01", "2026-12-31")


def test_only_an_open_offer_goes_out(program: TestClient) -> None:
    made = brought(program)
    for kind in ("job-posting", "france-travail"):
        answer = program.get(f"{API}/offers/{made['key']}/{kind}")
        assert (answer.status_code, answer.json()["status"]) == (409, 409)


def test_120_requests_a_minute_then_how_long_to_wait(world: World, program: TestClient) -> None:
    assert program.get(f"{API}/figures").status_code == 200
    with transaction(world.sessions) as session:
        session.execute(update(ApiToken).values(minute_count=MOST_A_MINUTE - 1))
    assert program.get(f"{API}/figures").status_code == 200
    refused = program.get(f"{API}/figures")
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert refused.json()["title"] == "Trop de demandes"
    other = {"authorization": f"Bearer {make_token(world)}"}
    assert program.get(f"{API}/figures", headers=other).status_code == 200
    with transaction(world.sessions) as session:
        past = datetime.now(UTC) - timedelta(seconds=61)
        session.execute(update(ApiToken).values(minute_from=past))
    assert program.get(f"{API}/figures").status_code == 200


def test_without_a_good_token_nothing_opens(world: World) -> None:
    with TestClient(world.app) as client:
        for value in ("", "Bearer", "Bearer inconnu", "Basic YTpi", "Bearer é"):
            answer = client.get(f"{API}/offers", headers={"authorization": value.encode()})
            assert answer.status_code == 401
            assert answer.headers["www-authenticate"].startswith("Bearer")


def test_a_right_that_is_missing_is_named(world: World) -> None:
    token = make_token(world, {ApiScope.FIGURES_READ})
    with TestClient(world.app, headers={"authorization": f"Bearer {token}"}) as client:
        answer = client.get(f"{API}/offers")
    assert answer.status_code == 403
    assert "offers:read" in answer.json()["detail"]


def test_nothing_of_another_day_stays_behind(world: World, program: TestClient) -> None:
    """Erasing a token takes its answers with it."""
    brought(program, **{"idempotency-key": "a"})
    with transaction(world.sessions) as session:
        session.execute(delete(ApiToken))
        assert session.scalars(select(ApiAnswer)).all() == []
