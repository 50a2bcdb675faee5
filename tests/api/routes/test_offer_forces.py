"""The page of what blocks for one offer: said by the employer, written on the list."""

from fastapi.testclient import TestClient

from models.vocabulary import Gate, Role
from tests.api.routes.world import NAMES, World

WHY = "L’employeur forme au chariot en deux jours."


def read(client: TestClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return " ".join(answer.text.replace("\u00a0", " ").replace("\u202f", " ").split())


def version_of(text: str) -> str:
    return text.partition('name="version" value="')[2].partition('"')[0]


def test_an_officer_loosens_and_the_list_says_by_whom_and_why(world: World) -> None:
    path = f"/offers/{world.offer_key}/obstacles"
    with world.browser(Role.OFFICER) as client:
        text = read(client, path)
        assert "Permis ou titre exigé" in text
        assert "Langue exigée" not in text
        sent = {"version": version_of(text), "titres": "indique", "motive": WHY}
        assert client.post(path, data={**sent, "titres": "toujours"}).status_code == 422
        refused = client.post(path, data={**sent, "motive": ""})
        assert refused.status_code == 422
        assert "écrivez en une phrase pourquoi" in refused.text
        assert '<option value="indique" selected>' in refused.text
        long = client.post(path, data={**sent, "motive": "x" * 501})
        assert (long.status_code, "x" * 501 in long.text) == (422, True)
        assert client.post(path, data=sent).headers["location"] == path
        assert client.post(path, data=sent).status_code == 409
        text = read(client, path)
        assert f"Choisi par {NAMES[Role.OFFICER]}" in text
        assert "faite avant le dernier choix" in text
        listed = read(client, world.shortlist_path)
        assert "Permis ou titre exigé : indiqué, ne bloque pas" in listed
        assert f"« {WHY} »" in listed
        assert f"Par {NAMES[Role.OFFICER]} le" in listed
        assert "pas encore appliqué" in listed
        assert client.post(f"/offers/{world.offer_key}/ranking").is_redirect
        assert "pas encore appliqué" not in read(client, world.shortlist_path)
        assert "Rien à assouplir" in read(client, f"/offers/{world.offer_key}/levers")
        assert f"indiqué seulement ({WHY})" in read(client, f"/offers/{world.offer_key}/close")
    with world.browser(Role.ADVISOR) as client:
        assert "Indiqué, ne bloque pas ici : Exigé" in read(client, world.shortlist_path)


def test_who_does_not_know_the_employer_reads_and_changes_nothing(world: World) -> None:
    path = f"/offers/{world.offer_key}/obstacles"
    for role in (Role.CASEWORKER, Role.OFFICE):
        with world.browser(role) as client:
            text = read(client, path)
            assert "<select" not in text
            assert "Garder ces choix" not in text
            sent = {"version": "1", "titres": "pese", "motive": WHY}
            assert client.post(path, data=sent).status_code == 403


def test_a_gate_that_is_not_sent_stays_as_it_is(world: World) -> None:
    path = f"/offers/{world.offer_key}/obstacles"
    with world.browser(Role.ADVISOR) as client:
        for gate in (Gate.CREDENTIAL, Gate.CONTRACT):
            version = version_of(read(client, path))
            sent = {"version": version, gate.value: "pese", "motive": WHY}
            assert client.post(path, data=sent).is_redirect
        assert read(client, path).count("Choisi par") == 2
