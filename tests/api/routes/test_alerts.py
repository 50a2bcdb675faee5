"""Words the law does not allow: shown with their reason, decided on before the offer opens."""

import re

from starlette.testclient import TestClient

from models.vocabulary import Role
from tests.api.routes.test_reviews import TWELVE, boxes, paste
from tests.api.routes.world import World

PASTED = (
    "Agent de propreté\nBureaux à Gravelines, CDI de 20 heures par semaine, débutant accepté.\n"
    "Personne de moins de 35 ans."
)


def open_it(client: TestClient, path: str) -> int:
    """Confirm everything and open; the status of the answer."""
    form = boxes(client.get(path).text) | TWELVE | {"action": "confirm"}
    assert client.post(path, data=form).status_code == 303
    form = boxes(client.get(path).text) | {"action": "open"}
    return client.post(path, data=form).status_code


def decision_path(text: str) -> str:
    found = re.search(r'action="(/offers/[^"]+/alerts/[^"]+)"', text)
    assert found is not None
    return found[1]


def test_an_alert_shows_its_words_its_reason_and_a_rewrite(world: World) -> None:
    with world.browser(Role.OFFICER) as client:
        text = client.get(paste(client, PASTED)).text
    assert "1 point à regarder" in text
    assert re.search(r'<a class="quote" href="#lu-\d+"><q>moins de 35 ans</q>', text)
    assert "Plutôt" in text
    assert re.search(r'data-boxes="[^"]*alertes[^"]*"', text)


def test_an_offer_opens_once_its_serious_alerts_are_decided(world: World) -> None:
    with world.browser(Role.OFFICER) as client:
        path = paste(client, PASTED)
        decide = decision_path(client.get(path).text)
        assert open_it(client, path) == 422
        refused = client.post(decide, data={"decision": "garde", "ground": ""})
        assert refused.status_code == 422
        done = client.post(decide, data={"decision": "reformule"})
        assert done.headers["location"] == f"{path}#alertes"
        text = client.get(path).text
        assert "Reformulé, Odile Vasseur" in text
        assert open_it(client, path) == 303


def test_with_scripts_only_the_alert_is_drawn_again(world: World) -> None:
    with world.browser(Role.OFFICER) as client:
        decide = decision_path(client.get(paste(client, PASTED)).text)
        facts = {"decision": "garde", "ground": "contrat_jeune"}
        answer = client.post(decide, data=facts, headers={"hx-request": "true"})
    assert answer.text.lstrip().startswith("<li")
    assert "Gardé\u00a0: la loi le permet (Dispositif réservé" in answer.text


def test_an_alert_that_is_not_there_is_not_decided_on(world: World) -> None:
    with world.browser(Role.OFFICER) as client:
        path = paste(client, PASTED).removesuffix("/review")
        missing = client.post(f"{path}/alerts/age-0-3", data={"decision": "ecarte"})
        odd = client.post(f"{path}/alerts/age-0-3", data={"decision": "oui"})
    assert (missing.status_code, odd.status_code) == (404, 422)
