"""The pages on weights: who may read and sign, and what they say."""

import re
from datetime import UTC, datetime

from fastapi.testclient import TestClient
from sqlalchemy import select

from api.services.learning import last_proposal
from api.services.learning_rates import refit
from matching.engine import packaged_engine
from matching.learning.simulation import Office, history
from models.database import transaction
from models.learning import OfferWeights, WeightRuling
from models.vocabulary import Criterion, Role
from tests.api.routes.world import NAMES, World
from tests.api.services.learning_world import write_decisions
from tests.evidence.learning import FAR, PRIOR, everywhere

HOME = "/apprentissage"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SIGNED = {"signed_as": NAMES[Role.MANAGER], "note": "Comité du 20 novembre"}


def fill(world: World, offers: int = 130) -> None:
    decisions = history(Office(everywhere(FAR), PRIOR, seed=3), offers).decisions
    with transaction(world.sessions) as session:
        write_decisions(session, decisions)


def proposal_path(world: World, action: str) -> str:
    with world.sessions() as session:
        proposal = last_proposal(session)
        assert proposal is not None
        return f"{HOME}/proposals/{proposal.key}/{action}"


def read(client: TestClient, path: str = HOME) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return " ".join(answer.text.replace("\u00a0", " ").replace("\u202f", " ").split())


def test_without_decisions_the_page_says_what_is_missing(world: World) -> None:
    with world.browser(Role.MANAGER) as client:
        text = read(client)
        assert "ceux d’origine" in text
        assert "200 décisions pour apprendre" in text
        assert client.post(f"{HOME}/proposals").headers["location"] == HOME
        assert "il faut 200 décisions utiles, il y en a 0" in read(client)
        refused = client.post(proposal_path(world, "approve"), data=SIGNED)
        assert refused.status_code == 409
        assert "La règle ne le permet pas" in refused.text


def test_a_manager_reads_before_and_after_signs_and_goes_back(world: World) -> None:
    fill(world)
    with world.browser(Role.MANAGER) as client:
        client.post(f"{HOME}/proposals")
        text = read(client)
        assert re.search(r"Ordre des dix premiers, 1 au mieux \(nDCG@10\).*?0,\d+ → 0,\d+", text)
        assert "Mettre ces poids en service" in text
        unsigned = client.post(proposal_path(world, "approve"), data={"signed_as": "X"})
        assert unsigned.status_code == 409
        assert client.post(proposal_path(world, "approve"), data=SIGNED).is_redirect
        text = read(client)
        assert f"appris, mis en service par {NAMES[Role.MANAGER]}" in text
        assert "« Comité du 20 novembre »" in text
        assert "Très adapté : " in text
        assert client.post(f"{HOME}/return", data=SIGNED).is_redirect
        assert "retour aux poids d'origine" in read(client).replace("&#39;", "'")
    with world.sessions() as session:
        assert len(session.scalars(select(WeightRuling)).all()) == 2


def test_a_refusal_is_signed_too(world: World) -> None:
    with world.browser(Role.MANAGER) as client:
        client.post(f"{HOME}/proposals")
        assert client.post(proposal_path(world, "refuse"), data=SIGNED).is_redirect
        text = read(client)
    assert f"Refus, {NAMES[Role.MANAGER]}" in text
    assert "ceux d’origine" in text


def test_learning_is_for_managers(world: World) -> None:
    for role in (Role.ADVISOR, Role.OFFICER, Role.CASEWORKER):
        with world.browser(role) as client:
            assert client.get(HOME).status_code == 403
            assert client.post(f"{HOME}/proposals").status_code == 403
            assert client.post(f"{HOME}/return", data=SIGNED).status_code == 403


def test_the_list_says_what_a_band_is_worth_once_there_is_enough(world: World) -> None:
    with world.browser(Role.ADVISOR) as client:
        assert "À ce niveau" not in client.get(world.shortlist_path).text
        fill(world, 45)
        with transaction(world.sessions) as session:
            refit(session, packaged_engine(), NOW)
        text = read(client, world.shortlist_path)
    assert re.search(r"À ce niveau.*très adapté, \d+ sur 10 confirmés \(\d+ décisions\)", text)


def test_an_advisor_leans_on_a_criterion_and_the_list_says_so(world: World) -> None:
    path = f"/offers/{world.offer_key}/weights"
    choices = {criterion.value: "pareil" for criterion in Criterion}
    with world.browser(Role.ADVISOR) as client:
        text = read(client, path)
        assert "Compte deux fois plus" in text
        assert client.post(path, data={**choices, "mobilite": "cinq fois"}).status_code == 422
        assert client.post(path, data={**choices, "mobilite": "plus"}).is_redirect
        assert f"Poids préférés par {NAMES[Role.ADVISOR]}" in read(client, path)
        assert "refaites le classement" in read(client, path)
        assert client.post(f"/offers/{world.offer_key}/ranking").is_redirect
        assert "refaites le classement" not in read(client, path)
    with world.browser(Role.CASEWORKER) as client:
        assert "Compte deux fois plus" not in read(client, path)
        assert "Vous pouvez" not in read(client, path)
        assert client.post(path, data=choices).status_code == 403
    with world.sessions() as session:
        assert len(session.scalars(select(OfferWeights)).all()) == 1
