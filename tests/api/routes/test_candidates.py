"""One person before the offers: who may look, what is said, what is decided, what is printed."""

import re

from sqlalchemy import select

from models.candidates import Candidate, CandidateCredential
from models.database import transaction
from models.offers import Offer
from models.shortlists import ShortlistEntry
from models.vocabulary import CredentialState, IntroductionState, OfferState, Role
from tests.api.routes.world import NAMES, World, identifier_of

MINE, NOT_MINE = 0, 1
"""Places of a participant of the caseworker signed in, and of one of somebody else's."""


def path_of(world: World, place: int, rest: str = "") -> str:
    return f"/candidats/{world.candidate_keys[place]}{rest}"


def offer_path(world: World, place: int, rest: str) -> str:
    return path_of(world, place, f"/offres/{world.offer_key}/{rest}")


def equip(world: World, place: int) -> None:
    """Give the person the certificate that the offer asks for, and a home on the map."""
    with transaction(world.sessions) as session:
        person = session.scalar(
            select(Candidate).where(Candidate.identifier == identifier_of(place))
        )
        assert person is not None
        person.home_latitude, person.home_longitude = 51.0344, 2.3768
        held = {"code": "CACES_R489_1", "label": "CACES R489 cat. 1"}
        session.add(
            CandidateCredential(
                candidate_id=person.id, position=0, state=CredentialState.HELD, **held
            )
        )


def test_a_caseworker_finds_and_opens_their_own_participants_alone(world: World) -> None:
    with world.browser(Role.CASEWORKER) as client:
        everybody = client.get("/candidats").text
        assert identifier_of(MINE) in everybody
        assert identifier_of(NOT_MINE) not in everybody
        assert "Wisselinck" not in client.post("/candidats", data={"q": "P-0002"}).text
        assert client.get(path_of(world, MINE)).status_code == 200
        for rest in ("", "/trois-offres", f"/offres/{world.offer_key}/pourquoi"):
            answer = client.get(path_of(world, NOT_MINE, rest))
            assert answer.status_code == 403
            assert "Wisselinck" not in answer.text
        decided = client.post(offer_path(world, NOT_MINE, "keep"), data={"version": 1})
        assert decided.status_code == 403
    assert world.introduction(NOT_MINE) is None


def test_an_advisor_searches_everybody_by_identifier_name_or_project(world: World) -> None:
    with world.browser(Role.ADVISOR) as client:
        for words, place in (("wisselinck bruno", 1), ("P-0003", 2), ("DELAHOUTRE", 2)):
            found = client.post("/candidats", data={"q": words}).text
            assert identifier_of(place) in found
            assert identifier_of(0) not in found
        assert "Aucune personne ne correspond" in client.post("/candidats", data={"q": "zzz"}).text
        assert "7 personnes" in client.get("/candidats").text


def test_the_page_of_a_person_says_offers_reasons_unknowns_and_where_it_stands(
    world: World,
) -> None:
    with world.browser(Role.ADVISOR) as client:
        text = client.get(path_of(world, MINE)).text
    assert "1 offre ouverte, toutes comparées" in text
    assert "Préparateur de commandes H/F" in text
    assert "Projet « préparateur de commandes » (validé)" in text.replace("\u00a0", " ")
    assert "À compléter" in text
    assert "compétences" in text
    assert "Rang 1 sur 7" in text
    assert "Projet bien respecté, exigences" in text
    assert "%" not in re.sub(r"<[^>]*>", "", text)


def test_what_is_decided_there_is_the_decision_of_the_shortlist(world: World) -> None:
    place = 4
    with world.browser(Role.ADVISOR) as client:
        answer = client.post(
            offer_path(world, place, "discard"), data={"version": 1, "motive": "projet_different"}
        )
        assert answer.headers["location"].startswith(path_of(world, place))
        made = world.introduction(place)
        assert made is not None
        assert made.state is IntroductionState.DISCARDED
        assert made.shortlist_id is not None
        page = client.get(path_of(world, place)).text
        assert "Motif : Projet différent" in page
        assert NAMES[Role.ADVISOR] in page
        undone = client.post(offer_path(world, place, "undo"), data={"version": made.version})
        assert undone.status_code == 303
        stale = client.post(offer_path(world, place, "undo"), data={"version": made.version})
        assert stale.status_code == 409


def test_an_obstacle_that_is_known_asks_for_a_written_reason(world: World) -> None:
    with transaction(world.sessions) as session:
        person = session.scalar(select(Candidate).where(Candidate.identifier == identifier_of(0)))
        assert person is not None
        entry = session.scalar(
            select(ShortlistEntry).where(ShortlistEntry.candidate_id == person.id)
        )
        assert entry is not None
        assert not entry.blockers  # the list was made before: the licences were not read yet
        offer = session.scalars(select(Offer)).one()
        offer.review = dict.fromkeys(offer.review, "confirmed") | {"licences.0": "confirmed"}
    with world.browser(Role.ADVISOR) as client:
        page = client.get(path_of(world, 0)).text
        assert "Pourquoi malgré l’obstacle" in page
        answer = client.post(offer_path(world, 0, "keep"), data={"version": 1})
        assert answer.status_code == 422
        assert "écrivez pourquoi" in answer.text
        kept = client.post(
            offer_path(world, 0, "keep"), data={"version": 1, "note": "Le passe lundi."}
        )
        assert kept.status_code == 303
    made = world.introduction(0)
    assert made is not None
    assert made.state is IntroductionState.KEPT


def test_going_back_never_leaves_the_page_of_the_person(world: World) -> None:
    places = {"adapte/2": "?band=adapte&page=2", "//evil.example": "", "adapte/x": "", "": ""}
    with world.browser(Role.ADVISOR) as client:
        for place, (back, query) in enumerate(places.items(), start=1):
            answer = client.post(
                offer_path(world, place, "discard"),
                data={"version": 1, "motive": "autre", "back": back},
            )
            wanted = f"{path_of(world, place)}{query}#o-{world.offer_key}"
            assert answer.headers["location"] == wanted


def test_the_three_offers_speak_plainly_and_say_how_to_refuse(world: World) -> None:
    equip(world, MINE)
    with world.browser(Role.CASEWORKER) as client:
        text = client.get(path_of(world, MINE, "/trois-offres")).text.replace("\u00a0", " ")
        assert "C’est un CDI : un contrat sans date de fin." in text
        assert "En bus : environ" in text
        assert "Vous pouvez dire non" in text
        assert NAMES[Role.CASEWORKER] in text
        assert "CV" in text
        client.post(
            offer_path(world, MINE, "discard"), data={"version": 1, "motive": "souhait_connu"}
        )
        assert (
            "Pas d’offre pour vous aujourd’hui"
            in client.get(path_of(world, MINE, "/trois-offres")).text
        )


def test_the_sheet_tells_the_person_all_that_was_computed_and_written(world: World) -> None:
    with world.browser(Role.CASEWORKER) as client:
        before = client.get(offer_path(world, MINE, "pourquoi")).text
        assert "Personne n’a encore rien décidé" in before
        client.post(
            offer_path(world, MINE, "discard"),
            data={"version": 1, "motive": "mobilite_impossible", "note": "Bus trop tard."},
        )
        text = client.get(offer_path(world, MINE, "pourquoi")).text
    assert "Mobilité impossible" in text
    assert "« Bus trop tard. »" in text
    assert "quand l’offre a été étudiée pour vous" in text
    assert "93,0 points sur 100" in text  # of the list that was decided on, not of today
    assert NAMES[Role.MANAGER] in text
    assert "Ne comptent jamais : votre nom" in text
    points = [
        float(each.replace(",", ".")) for each in re.findall(r'<td class="num">([\d,]+) sur', text)
    ]
    assert round(sum(points[:-1]), 1) == points[-1] == 93.0


def test_a_closed_offer_is_left_out_and_its_sheet_says_so(world: World) -> None:
    with transaction(world.sessions) as session:
        session.scalars(select(Offer)).one().state = OfferState.SUSPENDED
    with world.browser(Role.ADVISOR) as client:
        assert "0 offre ouverte" in client.get(path_of(world, 0)).text
        assert "elle n’est plus ouverte" in client.get(offer_path(world, 0, "pourquoi")).text
        answer = client.post(offer_path(world, 0, "keep"), data={"version": 1, "note": "oui"})
        assert answer.status_code == 409


def test_a_closed_file_shows_what_it_says_and_no_offer(world: World) -> None:
    with transaction(world.sessions) as session:
        session.scalars(select(Candidate).order_by(Candidate.id).limit(1)).one().is_active = False
    with world.browser(Role.ADVISOR) as client:
        assert "Ce dossier n’est plus actif" in client.get(path_of(world, 0)).text
        assert client.get(path_of(world, 0, "/trois-offres")).status_code == 409
