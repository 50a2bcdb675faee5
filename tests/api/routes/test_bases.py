"""The same journey on SQLite and on PostgreSQL."""

import re

from models.vocabulary import IntroductionState, Role
from tests.api.routes.world import TEXT, make_world


def test_reading_deciding_and_opening_work_on_both_bases(database_url: str) -> None:
    world = make_world(database_url)
    with world.browser(Role.OFFICER) as officer:
        text = TEXT.replace("CACES R489 1 exigé.", "Débutant accepté.")
        sent = officer.post("/offers", data={"text": text}).headers["location"]
        review = sent.partition("?")[0]
        shown = officer.get(review).text
        version = re.search(r'name="version" value="(\d+)"', shown)
        assert version is not None
        form = {
            "version": version[1],
            "action": "open",
            "title": "Préparateur de commandes",
            "domain": "transport_logistique",
            "commune": "Grande-Synthe",
            "contract": "CDI",
            "weekly_hours": "35",
            "positions": "1",
            "level": "1",
            "starts_soon": "yes",
            "channel": "visite",
            "contact_name": "Mme Duval",
            "confirmed": ["title", "domain", "commune", "contract", "weekly_hours", "requirements"],
        }
        opened = officer.post(review, data=form)
        assert opened.status_code == 303, re.findall(r"<li><a href=.#(\w+)", opened.text)
        assert "7 personnes classées" in officer.get(opened.headers["location"]).text
        assert "DK-0001" in officer.get("/offers?q=preparateur&state=open").text
    with world.browser(Role.ADVISOR) as advisor:
        found = advisor.post(world.shortlist_path, data={"q": "kante"}).text
        assert re.findall(r"</span> (P-\d{4})", found) == ["P-0004"]
        assert advisor.post(world.decision_path(3, "keep"), data={"version": "1"}).is_redirect
        assert advisor.post(f"/offers/{world.offer_key}/ranking", data={}).is_redirect
        assert "par Nadia Fekkar" in advisor.get(f"{world.shortlist_path}?decision=kept").text
    kept = world.introduction(3)
    assert kept is not None
    assert kept.state is IntroductionState.KEPT
    world.sessions.kw["bind"].dispose()
