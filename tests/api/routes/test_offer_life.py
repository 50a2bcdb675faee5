"""The life of an offer and its twins, over the web."""

import re
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from api.services import documents
from api.services.offer_states import open_offer
from api.services.offers import create_offer
from models.database import transaction
from models.merges import OfferDistinction, OfferMerge
from models.offers import Offer
from models.people import User
from models.vocabulary import OfferState, Role
from tests.api.routes.world import World, make_parsed
from tests.clock import today
from tests.factories import make_parsed_offer

NOW = datetime.now(UTC)


def offer_in(world: World) -> Offer:
    with world.sessions() as session:
        offer = session.scalar(select(Offer).order_by(Offer.id))
        assert offer is not None
        return offer


def add_twin(world: World) -> str:
    """The same need, sent by somebody else; its key."""
    parsed = make_parsed()
    with transaction(world.sessions) as session:
        officer = session.scalar(select(User).where(User.role == Role.OFFICER))
        names = "occupation domain workplace contract working_time positions licences level details"
        values = {name: getattr(parsed, name) for name in names.split()}
        twin = make_parsed_offer(
            reference="DK-0002", title=parsed.title, description=parsed.description, **values
        )
        offer = create_offer(session, twin, officer, NOW)
        open_offer(session, offer, officer, NOW)
        return str(offer.key)


def test_closing_wants_motives_then_the_offer_may_come_back(world: World) -> None:
    with world.browser(Role.ADVISOR) as client:
        assert client.post(world.decision_path(0, "keep"), data={"version": "1"}).is_redirect
    path = f"/offers/{world.offer_key}"
    with world.browser(Role.OFFICER) as client:
        text = client.get(f"{path}/close").text
        assert "1 personne attend" in text
        form = {"version": str(offer_in(world).version), "to_state": "cancelled"}
        assert client.post(f"{path}/close", data=form).status_code == 422
        form["motive"] = "besoin_annule"
        refused = client.post(f"{path}/close", data=form)
        assert refused.status_code == 422
        assert "choisissez le motif de clôture" in refused.text
        assert 'value="retenue"' not in text
        assert len(re.findall(r'class="btn btn-primary"', text)) == 1
        hired = client.post(f"{path}/close", data=form | {"people": "retenue"})
        assert hired.status_code == 422
        assert "enregistrez l’embauche" in hired.text
        assert offer_in(world).state is OfferState.OPEN
        done = client.post(f"{path}/close", data=form | {"people": "offre_close"})
        assert done.headers["location"] == path
        assert offer_in(world).state is OfferState.CANCELLED
        assert "Rouvrir l’offre" in client.get(path).text
        assert "Besoin annulé" in client.get(f"{path}/close").text
        again = {"version": str(offer_in(world).version), "motive": "toujours_ouverte"}
        assert client.post(f"{path}/reopen", data=again).is_redirect
    assert offer_in(world).state is OfferState.OPEN
    kept = world.introduction(0)
    assert kept is not None
    assert kept.state == "kept"


def test_still_open_is_one_click(world: World) -> None:
    path = f"/offers/{world.offer_key}"
    with world.browser(Role.OFFICER) as client:
        assert "Toujours ouverte" in client.get(path).text
        form = {"version": str(offer_in(world).version)}
        assert client.post(f"{path}/still-open", data=form).headers["location"] == path
        late = client.post(f"{path}/still-open", data=form)
        assert late.status_code == 409
        assert "Odile Vasseur" in late.text
    with world.browser(Role.ADVISOR) as client:
        assert "Toujours ouverte" not in client.get(path).text
        assert client.post(f"{path}/still-open", data=form).status_code == 403


def test_offers_whose_end_comes_are_shown_and_counted(world: World) -> None:
    with world.browser(Role.OFFICER) as client:
        assert "à relancer" not in client.get("/offers").text
        with transaction(world.sessions) as session:
            offer = session.scalars(select(Offer)).one()
            offer.expires_on = today() + timedelta(days=1)
        text = client.get("/offers").text
        assert "échéance demain" in text
        assert "1 offre à relancer" in text
        assert "DK-0001" in client.get("/offers?due=true").text
        with transaction(world.sessions) as session:
            session.scalars(select(Offer)).one().expires_on = None
        assert "DK-0001" not in client.get("/offers?due=true").text


def test_twins_are_shown_side_by_side_united_and_parted(world: World) -> None:
    twin = add_twin(world)
    path = f"/offers/{world.offer_key}"
    with world.browser(Role.OFFICER) as client:
        assert "1 offre ressemble à celle-ci" in client.get(path).text
        text = client.get(f"{path}/duplicates").text
        assert "Est-ce la même offre ?" in text
        assert "DK-0002" in text
        (skills,) = re.findall(r'<select[^>]*aria-label="Compétences[^>]*>.*?</select>', text, re.S)
        assert "required" in skills.partition(">")[0]
        assert re.findall(r'value="([^"]*)" selected', skills) == [""]
        versions = dict(re.findall(r'name="(version|other_version)" value="(\d+)"', text))
        form = {**versions, "keep": "mine", "choices": ["title=other", "details=mine"]}
        done = client.post(f"{path}/duplicates/{twin}/unite", data=form)
        assert done.headers["location"] == path
        text = client.get(path).text
        assert "Un besoin, 2 sources" in text
        assert "Ce besoin se suit sur l’offre" in client.get(f"/offers/{twin}").text
        assert client.post(f"{path}/duplicates/{twin}/unite", data=form).status_code == 409
        with world.sessions() as session:
            merge = session.scalar(select(OfferMerge))
            assert merge is not None
        asked = f"{path}/merges/{merge.key}/part"
        assert client.post(asked, data={"version": versions["version"]}).status_code == 409
        version = re.findall(r'name="version" value="(\d+)"', client.get(path).text)[-1]
        assert client.post(asked, data={"version": version}).headers["location"] == path
        assert "1 offre ressemble à celle-ci" in client.get(path).text


def test_two_offers_are_not_proposed_again(world: World) -> None:
    twin = add_twin(world)
    path = f"/offers/{world.offer_key}"
    with world.browser(Role.OFFICER) as client:
        assert client.post(f"{path}/duplicates/{twin}/distinct").headers["location"] == path
        assert "ressemble" not in client.get(path).text
        assert "Aucune offre ne ressemble" in client.get(f"{path}/duplicates").text
    with world.sessions() as session:
        assert session.scalar(select(OfferDistinction)) is not None


def test_a_document_is_given_back_as_an_attachment(world: World) -> None:
    page = b"<script>alert(1)</script>"
    with transaction(world.sessions) as session:
        offer = session.scalars(select(Offer)).one()
        name = 'bulletin "été".html'
        kept = documents.keep(session, [offer], name, "text/html", page, NOW)
        path = f"/offers/{offer.key}/documents/{kept.key}"
    with world.browser(Role.ADVISOR) as client:
        answer = client.get(path)
        assert answer.content == page
        assert answer.headers["content-disposition"] == (
            "attachment; filename*=UTF-8''bulletin%20%22%C3%A9t%C3%A9%22.html"
        )
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-security-policy"].startswith("sandbox;")
        assert client.get(f"{path[:-1]}x").status_code == 404
    with world.browser(Role.AGENCY) as client:
        assert client.get(path).status_code == 403
