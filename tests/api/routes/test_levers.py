"""Levers on screen: what changes a row, what to tell an employer, answers written, a territory."""

import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from api.services.levers import read_offer
from api.services.levers_answers import titles_of
from api.services.levers_territory import territory_levers
from api.services.offer_lists import offer_of
from api.services.shortlists import current_shortlist, matcher_of, refresh_shortlist
from api.services.travel import TripKey, confirm_trip
from ingestion.records import LicenceNeed, ParsedOffer
from models.candidates import (
    Candidate,
    CandidateAvailability,
    CandidateCredential,
    CandidateMobility,
)
from models.database import transaction
from models.people import User
from models.shortlists import ShortlistEntry
from models.vocabulary import (
    Band,
    CredentialState,
    HourBand,
    Necessity,
    Role,
    TravelMode,
    WorkPattern,
)
from tests.api.routes.world import TODAY, World, identifier_of, make_world
from tests.clock import today

CACES = "CACES_R489_1"
UNASKED, IN_CAR, RENEWED = 0, 1, 2
"""Places of the person of whom means are unknown, of one by car, of one with a title run out."""


@pytest.fixture
def ranked(world: World) -> World:
    """The world with files that say something, and the list that the engine makes of them."""
    with transaction(world.sessions) as session:
        offer = offer_of(session, world.offer_key)
        offer.review = dict.fromkeys(offer.review, "confirmed")
        people = {each.identifier: each.id for each in session.scalars(select(Candidate)).all()}
        for place in range(5):
            person = people[identifier_of(place)]
            home(session.get_one(Candidate, person))
            mobility = session.get_one(CandidateMobility, person)
            mobility.modes = None if place == UNASKED else frozenset({TravelMode.CAR})
            wishes = session.get_one(CandidateAvailability, person)
            wishes.patterns = frozenset({WorkPattern.TWO_SHIFTS, WorkPattern.DAY})
            state = CredentialState.EXPIRED if place == RENEWED else CredentialState.HELD
            for position, (code, held) in enumerate(((CACES, state), ("permis_B", None))):
                session.add(
                    CandidateCredential(
                        candidate_id=person,
                        position=position,
                        code=code,
                        label=code,
                        state=held or CredentialState.HELD,
                    )
                )
        session.flush()
        refresh_shortlist(session, offer, today(), matcher_of())
    return world


def home(candidate: Candidate) -> None:
    """A place that trips can start from."""
    candidate.home_latitude, candidate.home_longitude = 51.0154, 2.3014


@pytest.fixture
def advisor(ranked: World) -> Iterator[TestClient]:
    with ranked.browser(Role.ADVISOR) as client:
        yield client


def entry_of(world: World, place: int) -> ShortlistEntry:
    """The row of a person in the list that is current."""
    with world.sessions() as session:
        shortlist = current_shortlist(session, offer_of(session, world.offer_key))
        assert shortlist is not None
        entry = session.scalar(
            select(ShortlistEntry)
            .join(Candidate, Candidate.id == ShortlistEntry.candidate_id)
            .where(
                ShortlistEntry.shortlist_id == shortlist.id,
                Candidate.identifier == identifier_of(place),
            )
        )
        assert entry is not None
        return entry


def answer_path(world: World, place: int) -> str:
    return f"/offers/{world.offer_key}/candidates/{world.candidate_keys[place]}/answer"


# --- the list ------------------------------------------------------------------------------


def test_a_row_held_back_says_what_would_lift_it_and_to_which_rank(
    ranked: World, advisor: TestClient
) -> None:
    entry = entry_of(ranked, RENEWED)
    assert entry.band is Band.WITH_LEVER
    text = advisor.get(ranked.shortlist_path).text
    told = re.findall(r"Ce qui changerait : </span>([^<]*)</li>", text)
    line = next(each for each in told if "renouvelé" in each)
    found = re.match(r"Rang (\d+) au lieu de (\d+)", line)
    assert found is not None
    assert int(found[2]) == entry.rank
    assert "avec le CACES R489" in line
    with transaction(ranked.sessions) as session:  # the rank announced is the one it then has
        held = session.scalar(
            select(CandidateCredential).where(
                CandidateCredential.candidate_id == entry.candidate_id,
                CandidateCredential.code == CACES,
            )
        )
        assert held is not None
        held.state = CredentialState.HELD
        soon = datetime.now(UTC) + timedelta(minutes=1)  # later than any file of the pool
        session.get_one(Candidate, entry.candidate_id).updated_at = soon
        refresh_shortlist(session, offer_of(session, ranked.offer_key), today(), matcher_of())
    assert entry_of(ranked, RENEWED).rank == int(found[1])


def test_a_list_made_on_other_data_announces_no_rank(world: World) -> None:
    """The list of the small world was written by hand: ranking again would not give its ranks."""
    with world.browser(Role.ADVISOR) as client:
        text = client.get(world.shortlist_path).text
    assert "Ce qui changerait : </span>" not in text
    assert "Les questions les plus utiles" not in text
    assert f"/offers/{world.offer_key}/levers" in text


def test_the_questions_name_the_person_and_lead_to_where_the_answer_goes(
    ranked: World, advisor: TestClient
) -> None:
    text = advisor.get(ranked.shortlist_path).text
    assert f"À {identifier_of(UNASKED)} : Comment la personne se déplace-t-elle" in text
    link = re.search(r'href="([^"]*/answer\?question=[^"]*)"', text)
    assert link is not None
    form = advisor.get(link[1]).text
    assert "Moyens de déplacement" in form
    assert "À l’employeur : " in text


def test_an_officer_is_asked_of_the_employer_and_of_nobody_else(ranked: World) -> None:
    with ranked.browser(Role.OFFICER) as client:
        text = client.get(ranked.shortlist_path).text
        table = client.get(f"/offers/{ranked.offer_key}/levers").text
    assert "À l’employeur : " in text
    assert "P-000" not in text + table
    assert "+1" in table


# --- answers -------------------------------------------------------------------------------


def test_an_answer_goes_into_the_record_and_the_list_is_made_again(
    ranked: World, advisor: TestClient
) -> None:
    before = entry_of(ranked, UNASKED)
    assert before.band is Band.TO_CHECK
    done = advisor.post(
        answer_path(ranked, UNASKED), data={"question": "reponse:moyens", "modes": "voiture"}
    )
    assert done.status_code == 303
    after = entry_of(ranked, UNASKED)
    assert after.shortlist_id > before.shortlist_id
    assert after.rank < before.rank
    with ranked.sessions() as session:
        mobility = session.get_one(CandidateMobility, after.candidate_id)
        assert mobility.modes == frozenset({TravelMode.CAR})


def test_answers_of_each_kind_are_written_where_they_belong(
    ranked: World, advisor: TestClient
) -> None:
    path = answer_path(ranked, IN_CAR)
    for data in (
        {"question": "reponse:trajet", "minutes": "35"},
        {"question": "reponse:horaires", "patterns": ["nuit", "journee"], "earliest": "06:30"},
        {"question": "reponse:titre:HACCP", "state": "held", "expires": "2028-05-01"},
        {"question": "reponse:titre:CACES_R489", "state": "in_progress"},
        {"question": "reponse:moyens", "no_mode": "true"},
    ):
        assert advisor.post(path, data=data).status_code == 303, data
    with ranked.sessions() as session:
        person = session.scalars(
            select(Candidate.id).where(Candidate.identifier == identifier_of(IN_CAR))
        ).one()
        mobility = session.get_one(CandidateMobility, person)
        wishes = session.get_one(CandidateAvailability, person)
        held = {
            each.code: (each.state, each.expires_on)
            for each in session.scalars(
                select(CandidateCredential).where(CandidateCredential.candidate_id == person)
            )
        }
    assert (mobility.modes, mobility.trip_limit_minutes) == (frozenset(), 35)
    assert wishes.patterns == frozenset({WorkPattern.NIGHT, WorkPattern.DAY})
    assert f"{wishes.earliest_start:%H:%M}" == "06:30"
    assert held["HACCP"][0] is CredentialState.HELD
    assert f"{held['HACCP'][1]}" == "2028-05-01"
    assert held[CACES][0] is CredentialState.IN_PROGRESS


REFUSED = (
    ({"question": "reponse:moyens"}, "choisissez un ou plusieurs moyens"),
    ({"question": "reponse:moyens", "modes": "bus", "no_mode": "true"}, "rien d’autre"),
    ({"question": "reponse:trajet", "minutes": "900"}, "entre 5 et 180"),
    ({"question": "reponse:trajet", "minutes": "long"}, "donnez un nombre"),
    ({"question": "reponse:trajet", "minutes": "nan"}, "entre 5 et 180"),
    ({"question": "reponse:horaires"}, "au moins un horaire"),
    ({"question": "reponse:horaires", "patterns": "nuit", "earliest": "9h"}, "donnez une heure"),
    ({"question": "reponse:titre:HACCP"}, "choisissez une réponse"),
    ({"question": "reponse:titre:HACCP", "state": "not_held"}, "choisissez une réponse"),
    ({"question": "reponse:titre:HACCP", "state": "held", "expires": "demain"}, "une date"),
    ({"question": "reponse:titre:HACCP", "state": "held", "expires": "2001-01-01"}, "passée"),
    ({"question": "reponse:titre:HACCP", "state": "held", "expires": "9999-12-31"}, "lointaine"),
    ({"question": "reponse:titre:HACCP", "state": "expired", "expires": "2090-01-01"}, "périmé"),
    ({"question": "reponse:titre:HACCP", "state": "in_progress", "expires": "2027-01-01"}, "date"),
    (
        {"question": "reponse:horaires", "patterns": "nuit", "earliest": "05:00+02:00"},
        "une heure",
    ),
    ({"question": "reponse:titre:HACCP", "state": "volé"}, "choisissez une réponse"),
)


def test_an_answer_that_says_nothing_is_refused_in_words(
    ranked: World, advisor: TestClient
) -> None:
    for data, said in REFUSED:
        answer = advisor.post(answer_path(ranked, IN_CAR), data=data)
        assert answer.status_code == 422, data
        assert said in answer.text, data
        assert "notice-error" in answer.text


def test_a_question_that_does_not_exist_is_not_found(ranked: World, advisor: TestClient) -> None:
    path = answer_path(ranked, IN_CAR)
    for question in ("reponse:age", "reponse:titre:rien", "reponse:titre:"):
        assert advisor.get(path, params={"question": question}).status_code == 404
        assert advisor.post(path, data={"question": question}).status_code == 404


def test_not_held_says_that_the_list_of_the_file_is_whole(
    ranked: World, advisor: TestClient
) -> None:
    with transaction(ranked.sessions) as session:
        person = session.scalars(
            select(Candidate).where(Candidate.identifier == identifier_of(IN_CAR))
        ).one()
        person.are_credentials_known = False
    path, key = answer_path(ranked, IN_CAR), "reponse:titre:HACCP"
    assert "Non détenu" in advisor.get(path, params={"question": key}).text
    assert advisor.post(path, data={"question": key, "state": "not_held"}).status_code == 303
    with ranked.sessions() as session:
        assert session.get_one(Candidate, person.id).are_credentials_known


def test_a_caseworker_answers_for_their_own_people_only(ranked: World) -> None:
    data = {"question": "reponse:trajet", "minutes": "35"}
    with ranked.browser(Role.CASEWORKER) as client:
        assert client.post(answer_path(ranked, 0), data=data).status_code == 303
        assert client.post(answer_path(ranked, 1), data=data).status_code == 403
        assert client.get(answer_path(ranked, 1)).status_code == 403


def test_a_title_is_asked_with_those_required_beside_it_and_no_other() -> None:
    """Who answers on category 3 says nothing of those only wished, or taught on the spot."""
    needs = (
        ("CACES_R489_3", Necessity.REQUIRED),
        ("CACES_R489_1A", Necessity.REQUIRED),
        ("CACES_R489_5", Necessity.WISHED),
        ("CACES_R489_6", Necessity.TRAINING_OFFERED),
        ("CACES", Necessity.WISHED),
        ("CACES_R482_A", Necessity.WISHED),
    )
    offer = ParsedOffer(None, "", "", "", licences=tuple(LicenceNeed(*each) for each in needs))
    key = "reponse:titre:"
    assert titles_of(f"{key}CACES_R489", offer) == ("CACES_R489_3", "CACES_R489_1A")
    assert titles_of(f"{key}CACES_R482", offer) == ("CACES_R482_A",)
    assert titles_of(f"{key}CACES", offer) == ("CACES",)


def test_what_is_read_of_an_offer_follows_the_trips_confirmed_since(ranked: World) -> None:
    matcher = matcher_of()
    with transaction(ranked.sessions) as session:
        offer = offer_of(session, ranked.offer_key)
        before = read_offer(session, offer, TODAY, matcher)
        assert read_offer(session, offer, TODAY, matcher) is before
        territory_levers(session, TODAY, matcher, 60.0)
        assert territory_levers(session, TODAY, matcher).read == 1
        key = TripKey("dunkerque", "grande-synthe", TravelMode.BUS, HourBand.DAYTIME)
        user = session.scalars(select(User).limit(1)).one()
        confirm_trip(session, matcher.ranker.territory, key, "12", (user, offer.created_at))
        assert read_offer(session, offer, TODAY, matcher) is not before
        assert territory_levers(session, TODAY, matcher).read == 0


def test_two_answers_at_once_on_one_title_are_both_written(database_url: str) -> None:
    world = make_world(database_url)
    asked, together = "reponse:titre:HACCP", threading.Barrier(2)

    def say(client: TestClient) -> int:
        together.wait()
        data = {"question": asked, "state": "held"}
        return client.post(answer_path(world, 0), data=data).status_code

    with world.browser(Role.ADVISOR) as one, world.browser(Role.MANAGER) as other:
        for _ in range(2):
            with ThreadPoolExecutor(2) as pool:
                assert list(pool.map(say, (one, other))) == [303, 303]
    with world.sessions() as session:
        rows = select(CandidateCredential.state).where(CandidateCredential.code == "HACCP")
        assert session.scalars(rows).all() == [CredentialState.HELD]
    world.sessions.kw["bind"].dispose()


# --- the employer, the territory -------------------------------------------------------------


def test_the_table_of_an_offer_counts_and_names_behind_a_click(
    ranked: World, advisor: TestClient
) -> None:
    text = advisor.get(f"/offers/{ranked.offer_key}/levers").text
    assert "À voir avec l’employeur" in text
    line = re.search(r"Avec le CACES R489[^<]*(.*?)</tr>", text, re.S)
    assert line is not None
    assert "<strong>+1</strong>" in line[1]
    assert '<details class="d-print-none"><summary>Qui' in line[1]
    assert identifier_of(RENEWED) in line[1]
    assert "3 à 5 jours" in text


def test_the_territory_is_read_by_the_manager_and_kept(ranked: World) -> None:
    with ranked.browser(Role.MANAGER) as client:
        first = client.get("/levers").text
        assert "0 offre lue sur 1 offre ouverte" in first
        assert client.post("/levers").headers["location"] == "/levers"
        text = client.get("/levers").text
        file = client.get("/levers.csv")
        book = client.get("/levers.xlsx")
    assert "1 offre lue sur 1 offre ouverte" in text
    assert "Avec le CACES R489, aux catégories demandées" in text
    assert file.headers["content-type"].startswith("text/csv")
    rows = file.content.decode("utf-8-sig").split("\r\n")
    assert rows[0].startswith("Thème;Changement;")
    assert any("CACES R489" in row and ";1;1;1;DK-0001 (1)" in row for row in rows)
    assert "P-000" not in file.text
    assert book.content.startswith(b"PK")
    assert "leviers-du-territoire" in book.headers["content-disposition"]


def test_nobody_but_the_manager_reads_the_territory(ranked: World, advisor: TestClient) -> None:
    assert advisor.get("/levers").status_code == 403
    assert advisor.get("/levers.csv").status_code == 403
