"""Taking an offer in: paste, read beside the text, correct, save, open."""

import html
import json
import re
from typing import Any

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from api.services.offer_lists import offer_of
from api.services.offer_states import change_offer_state
from api.services.offers import offer_to_rank
from api.services.users import find_user
from models.database import transaction
from models.offers import Offer
from models.vocabulary import OfferState, Role
from tests.api.routes.world import NOW, World, email_of

PASTED = "Agent de propreté\nBureaux à Gravelines, CDI de 20 heures par semaine. Permis B souhaité."


LIST_CHOICES = (
    "licence_necessity", "language", "language_level", "language_necessity", "intensity",
    "intensity_level",
)  # fmt: skip
TWELVE = {
    "channel": "telephone",
    "contact_phone": "03 28 00 00 00",
    "positions": "1",
    "starts_soon": "yes",
    "level": "1",
}
"""What the pasted text does not say and an offer needs to open."""


def boxes(text: str) -> dict[str, Any]:
    """What a browser would send back of the form in the page."""
    form = text[text.index("data-review") :]
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        facts = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if facts.get("type") in ("radio", "checkbox") and " checked" not in tag:
            continue
        name, value = facts.get("name"), html.unescape(facts.get("value", ""))
        if name and (facts.get("type") == "checkbox" or name == "licence"):
            found.setdefault(name, []).append(value)
        elif name:
            found[name] = value
    for name, options in re.findall(r'<select[^>]*name="(\w+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options) or re.search(
            r'value="([^"]*)"', options
        )
        assert chosen is not None
        if name in LIST_CHOICES:
            found.setdefault(name, []).append(chosen[1])
        else:
            found[name] = chosen[1]
    for name, value in re.findall(r'<textarea[^>]*name="(\w+)"[^>]*>(.*?)</textarea>', form, re.S):
        found[name] = html.unescape(value)
    return found


def offers(world: World) -> list[Offer]:
    with world.sessions() as session:
        return list(session.scalars(select(Offer).order_by(Offer.id)))


def paste(client: TestClient, text: str = PASTED) -> str:
    answer = client.post("/offers", data={"text": text})
    assert answer.status_code == 303, answer.text
    path, _, done = answer.headers["location"].partition("?")
    assert done == "done=read"
    return path


def test_the_words_that_were_read_are_marked_in_the_text(world: World) -> None:
    with world.browser(Role.OFFICER) as client:
        text = client.get(paste(client)).text
    marked = re.findall(r'<mark id="[^"]*"[^>]*><a href="#(\w*)"[^>]*>(.*?)</a>', text)
    by_box = dict(marked)
    assert "Gravelines" in by_box["commune"]
    assert "CDI" in by_box["contract"]
    assert "20 heures" in by_box["weekly_hours"]
    assert "Permis B" in by_box["licence"]
    targets = set(re.findall(r'href="#(lu-\d+)"', text))
    assert targets <= set(re.findall(r'<mark id="(lu-\d+)"', text))


def test_the_pay_is_told_by_the_month_beside_its_box_and_on_the_offer(world: World) -> None:
    with world.browser(Role.OFFICER) as client:
        path = paste(client, f"{PASTED} 12,40 € de l'heure.")
        review = client.get(path).text.replace("\u202f", " ").replace("\u00a0", " ")
        offer = client.get(path.removesuffix("/review")).text
        silent = client.get(paste(client)).text
    assert '<span class="hint" id="pay_period-aide">Soit 1 075 € par mois pour 20 h.</span>' in (
        review
    )
    assert 'name="pay_period" aria-describedby="pay_period-aide"' in review
    assert "soit 1 075 € par mois pour 20 h" in offer.replace("\u202f", " ")
    assert "pay_period-aide" not in silent


def test_saving_what_was_not_touched_changes_nothing_but_the_review(world: World) -> None:
    with world.browser(Role.OFFICER) as client:
        path = paste(client)
        before = offers(world)[-1]
        form = boxes(client.get(path).text) | {"action": "save"}
        saved = client.post(path, data=form)
        assert saved.headers["location"] == f"{path}?done=saved"
        assert "Enregistré." in client.get(saved.headers["location"]).text
    after = offers(world)[-1]
    assert after.state is OfferState.TO_REVIEW
    assert after.parsed == before.parsed
    assert after.review == before.review
    assert after.source_text == before.source_text == PASTED


def test_a_correction_is_kept_and_the_offer_opens_once_complete(world: World) -> None:
    with world.browser(Role.OFFICER) as client:
        path = paste(client)
        form = boxes(client.get(path).text) | {"action": "open", "commune": "Bourbourg"}
        incomplete = client.post(path, data=form)
        assert incomplete.status_code == 422
        for box in ("level", "channel", "contact_name", "positions", "start_date", "contract"):
            assert f'<a href="#{box}">' in incomplete.text
        assert 'value="Bourbourg"' in incomplete.text
        form = boxes(incomplete.text) | {"action": "confirm"}
        assert client.post(path, data=form).headers["location"] == f"{path}?done=confirmed"
        form = boxes(client.get(path).text) | TWELVE | {"action": "open", "level": "2"}
        opened = client.post(path, data=form)
        assert opened.headers["location"].endswith("/shortlist")
        assert "personnes classées" in client.get(opened.headers["location"]).text
    offer = offers(world)[-1]
    assert (offer.state, offer.commune_name, offer.level) == (OfferState.OPEN, "Bourbourg", 2)


def test_what_nobody_confirmed_weighs_and_never_blocks_once_the_offer_is_open(
    world: World,
) -> None:
    with world.browser(Role.OFFICER) as client:
        path = paste(client, PASTED + " Port de charges lourdes, station debout.")
        text = client.get(path).text
        ticked = ["title", "rome", "commune", "contract", "weekly_hours", "requirements"]
        form = boxes(text) | TWELVE | {"confirmed": ticked, "action": "open"}
        opened = client.post(path, data=form)
        assert opened.status_code == 303, re.findall(r'<li><a href="#(\w+)', opened.text)
    with world.sessions() as session:
        offer = session.scalars(select(Offer).order_by(Offer.id.desc())).first()
        assert offer is not None
        kept = {field.partition(".")[0] for field in offer_to_rank(session, offer).evidence}
        statuses = {offer.review["contract.type"], offer.review["licences.0"]}
    assert "constraints" in kept
    assert not kept & {"contract", "licences", "workplace"}
    assert statuses == {"confirmed"}


def test_a_confirmation_lasts_and_is_taken_back(world: World) -> None:
    with world.browser(Role.OFFICER) as client:
        path = paste(client)
        form = boxes(client.get(path).text) | {"confirmed": ["contract"]}
        assert client.post(path, data=form).status_code == 303
        text = client.get(path).text
        assert 'data-box="contract" data-status="confirmed"' in text
        assert re.search(r'data-box="commune" data-status="(read|to_confirm)"', text)
        form = boxes(text)
        assert form["confirmed"] == ["contract"]
        assert client.post(path, data={**form, "confirmed": []}).status_code == 303
        assert 'data-box="contract" data-status="read"' in client.get(path).text


def test_another_occupation_is_looked_for_without_losing_what_was_typed(world: World) -> None:
    with world.browser(Role.OFFICER) as client:
        path = paste(client)
        form = boxes(client.get(path).text)
        form |= {"rome_other": "cariste", "commune": "Bour", "action": "search"}
        found = client.post(path, data=form)
        assert found.status_code == 200
        assert 'value="Bour"' in found.text
        assert re.search(r'id="rome-found-1" value="N1101"', found.text)
        assert offers(world)[-1].commune_name == "Gravelines"
        chosen = boxes(client.get(path).text) | {"rome": "N1101"}
        client.post(path, data=chosen)
    assert offers(world)[-1].rome == "N1101"
    assert offers(world)[-1].domain.value == "transport_logistique"


def test_an_occupation_chosen_on_one_offer_is_proposed_for_the_next(world: World) -> None:
    with world.browser(Role.OFFICER) as client:
        waiting, chosen = paste(client, "Zorbiniste\nPoste à Gravelines."), "H2102"
        assert f'value="{chosen}"' not in client.get(waiting).text
        other = paste(client, "Zorbiniste\nPoste à Dunkerque, deux équipes.")
        form = {"rome": "other", "rome_other": chosen, "action": "save"}
        assert client.post(other, data=boxes(client.get(other).text) | form).status_code == 303
        proposed = re.findall(r'name="rome"[^>]*value="(\w+)"', client.get(waiting).text)
    assert chosen in proposed


def test_the_questions_are_a_polite_mail_and_follow_the_corrections(world: World) -> None:
    with world.browser(Role.OFFICER) as client:
        path = paste(client)
        text = client.get(path).text
        assert "Merci de nous avoir confié l’offre" in text
        assert 'href="mailto:?subject=' in text
        assert "Quel est le salaire proposé" in text
        asked = re.findall(r"<ol>(.*?)</ol>", text, re.S)[-1]
        assert asked.count("<li>") <= 3
        form = boxes(text) | {"pay_min": "12,50", "pay_period": "hour"}
        client.post(path, data=form)
        assert "Quel est le salaire proposé" not in client.get(path).text


def test_an_offer_that_looks_like_another_says_so_and_leads_to_both(world: World) -> None:
    with world.browser(Role.OFFICER) as client:
        first = paste(client, PASTED)
        alone = client.get(first).text
        second = paste(client, PASTED.replace("Bureaux", "Des bureaux"))
        text = client.get(second).text
    assert "Comparer côte à côte" not in alone
    assert f'href="{second.removesuffix("/review")}/duplicates"' in text


def test_what_is_wrong_is_said_at_its_box_and_nothing_typed_is_lost(world: World) -> None:
    with world.browser(Role.OFFICER) as client:
        path = paste(client)
        form = boxes(client.get(path).text)
        form |= {"weekly_hours": "beaucoup", "commune": "Atlantide", "title": "Agent <b>"}
        answer = client.post(path, data=form)
    assert answer.status_code == 422
    assert "2 points à corriger" in answer.text
    for box, words in (("weekly_hours", "beaucoup"), ("commune", "Atlantide")):
        assert f'href="#{box}"' in answer.text
        assert f'value="{words}" aria-invalid="true"' in answer.text
    assert 'value="Agent &lt;b&gt;"' in answer.text
    assert offers(world)[-1].title == "Agent de propreté"


def test_the_second_of_two_reviewers_is_told(world: World) -> None:
    with world.browser(Role.OFFICER) as first, world.browser(Role.MANAGER) as second:
        path = paste(first)
        form = boxes(first.get(path).text)
        assert first.post(path, data=form | {"title": "Le premier"}).status_code == 303
        late = second.post(path, data=form | {"title": "Le second"})
    assert late.status_code == 409
    assert "Odile Vasseur" in late.text
    assert offers(world)[-1].title == "Le premier"


@pytest.mark.parametrize("text", ["", "   \n\t "])
def test_an_empty_text_is_asked_for(text: str, world: World) -> None:
    with world.browser(Role.OFFICER) as client:
        answer = client.post("/offers", data={"text": text})
    assert answer.status_code == 422
    assert "Collez le texte de l’offre" in answer.text
    assert len(offers(world)) == 1


def test_the_same_text_twice_is_one_offer(world: World) -> None:
    with world.browser(Role.OFFICER) as client:
        assert paste(client) == paste(client)
    assert len(offers(world)) == 2


def test_pasted_json_may_hold_several_offers(world: World) -> None:
    several = [
        {"id": "FT-1", "intitule": "Cariste", "description": "À Gravelines."},
        {"id": "FT-2", "intitule": "Serveur", "description": "À Bourbourg."},
    ]
    with world.browser(Role.OFFICER) as client:
        answer = client.post("/offers", data={"text": json.dumps(several)})
    assert answer.status_code == 200
    assert "2 offres lues" in answer.text
    assert len(re.findall(r'href="/offers/[0-9a-f-]{36}/review"', answer.text)) == 2
    assert [offer.reference for offer in offers(world)[1:]] == ["FT-1", "FT-2"]


def test_a_reference_taken_by_another_offer_is_told(world: World) -> None:
    one = {"id": "FT-1", "intitule": "Cariste", "description": "À Gravelines."}
    with world.browser(Role.OFFICER) as client:
        paste(client, json.dumps(one))
        answer = client.post("/offers", data={"text": json.dumps(one | {"intitule": "Autre"})})
    assert answer.status_code == 200
    assert "prise sous FT-1 (2)" in answer.text
    assert len(offers(world)) == 3


def test_the_preview_reads_and_keeps_nothing(world: World) -> None:
    with world.browser(Role.OFFICER) as client:
        answer = client.post("/offers/preview", data={"text": PASTED})
        empty = client.post("/offers/preview", data={"text": " "})
    assert "<html" not in answer.text
    assert "Gravelines" in answer.text
    assert empty.status_code == 200
    assert len(offers(world)) == 1


def test_an_open_offer_is_corrected_and_its_list_says_so(world: World) -> None:
    path = f"/offers/{world.offer_key}/review"
    with world.browser(Role.OFFICER) as client:
        assert "Corriger la fiche" in client.get(f"/offers/{world.offer_key}").text
        form = boxes(client.get(path).text) | {"weekly_hours": "28"}
        assert client.post(path, data=form).status_code == 303
        assert "L’offre a changé depuis ce classement." in client.get(world.shortlist_path).text
        assert client.post(f"/offers/{world.offer_key}/ranking", data={}).status_code == 303
        assert "L’offre a changé" not in client.get(world.shortlist_path).text


@pytest.mark.parametrize("box", ["level", "contract", "positions", "commune"])
def test_an_open_offer_keeps_what_it_needs_to_be_open(box: str, world: World) -> None:
    path = f"/offers/{world.offer_key}/review"
    with world.browser(Role.OFFICER) as client:
        form = boxes(client.get(path).text) | {box: "", "title": "Titre tapé"}
        answer = client.post(path, data=form | {"action": "save"})
    assert answer.status_code == 422
    assert f'<a href="#{box}">' in answer.text
    assert 'value="Titre tapé"' in answer.text
    (offer,) = offers(world)
    assert (offer.state, offer.level, offer.version) == (OfferState.OPEN, 1, 2)


def test_a_suspended_offer_is_resumed_once_it_may_be_open(world: World) -> None:
    path = f"/offers/{world.offer_key}"
    with world.browser(Role.OFFICER) as client:
        form = {"version": "2", "to_state": "suspended", "motive": "entretiens"}
        assert client.post(f"{path}/close", data=form).status_code == 303
        assert "Reprendre l’offre" in client.get(path).text
        text = client.get(f"{path}/review").text
        assert "Reprendre l’offre" in text
        past = boxes(text) | {"action": "open", "deadline": "01/02/2020"}
        refused = client.post(f"{path}/review", data=past)
        assert (refused.status_code, "#deadline" in refused.text) == (422, True)
        assert offers(world)[0].state is OfferState.SUSPENDED
        resumed = client.post(f"{path}/review", data=boxes(text) | {"action": "open"})
    assert resumed.status_code == 303
    assert offers(world)[0].state is OfferState.OPEN


def test_a_correction_that_raises_an_alert_suspends_until_somebody_decides(world: World) -> None:
    path = f"/offers/{world.offer_key}/review"
    with world.browser(Role.OFFICER) as client:
        low = {"pay_min": "9", "pay_max": "9", "pay_period": "hour", "action": "save"}
        answer = client.post(path, data=boxes(client.get(path).text) | low)
        assert answer.headers["location"] == f"{path}?done=suspended"
        text = client.get(answer.headers["location"]).text
        assert "une alerte attend votre décision" in text
        assert offers(world)[0].state is OfferState.SUSPENDED
        early = client.post(path, data=boxes(text) | {"action": "open"})
        assert (early.status_code, "#alertes" in early.text) == (422, True)
        (decide,) = set(re.findall(r'action="(/offers/[^"]*/alerts/salaire[^"]*)"', text))
        assert client.post(decide, data={"decision": "ecarte"}).status_code == 303
        again = client.post(path, data=boxes(client.get(path).text) | {"action": "open"})
        assert again.status_code == 303
    assert offers(world)[0].state is OfferState.OPEN


def test_an_offer_that_is_over_is_only_to_be_read(world: World) -> None:
    with transaction(world.sessions) as session:
        offer = offer_of(session, world.offer_key)
        officer = find_user(session, email_of(Role.OFFICER))
        change_offer_state(session, offer, OfferState.CANCELLED, officer, NOW, "reporte")
    with world.browser(Role.OFFICER) as client:
        answer = client.get(f"/offers/{world.offer_key}/review")
        ranking = client.post(f"/offers/{world.offer_key}/ranking", data={})
    with world.browser(Role.ADVISOR) as client:
        late = client.post(world.decision_path(0, "keep"), data={"version": "1"})
        assert "Retenir" not in client.get(world.shortlist_path).text
    assert answer.headers["location"] == f"/offers/{world.offer_key}"
    assert ranking.status_code == late.status_code == 409
