"""The import assistant over HTTP: what is shown, refused, downloaded, and to whom."""

import re

from sqlalchemy import func, select
from starlette.testclient import TestClient

from models.candidates import Candidate
from models.imports import ImportDraft, ImportProfile
from models.journal import ImportRun
from models.vocabulary import Role
from tests.api.routes.world import World

EXPORT = """\
N° usager;Patronyme;DDN;Sport
A-101;Wisselinck;01/02/1980;judo
A-102;Brûlé;31/02/1990;<b>voile</b>
;Sans-Numéro;03/03/1985;
"""
CHOSEN = ["Identifiant", "Nom", "Date de naissance", "-"]
KNOWN_PEOPLE = 7


def give(client: TestClient, data: bytes | str = EXPORT, name: str = "abc.csv") -> str:
    """Put a file aside; the address where it leads."""
    content = data.encode() if isinstance(data, str) else data
    answer = client.post("/imports", files={"file": (name, content, "text/csv")})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def decide(client: TestClient, path: str, version: int = 1, save_as: str = "") -> None:
    form = {"version": str(version), "column": CHOSEN, "save_as": save_as}
    answer = client.post(f"{path}/columns", data=form)
    assert answer.headers["location"] == f"{path}/trial", answer.text


def count(world: World, table: type[object]) -> int:
    with world.sessions() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_file_is_shown_as_read_and_nothing_of_it_runs(world: World) -> None:
    with world.browser(Role.OFFICE) as client:
        path = give(client)
        page = client.get(path).text
    assert re.fullmatch(r"/imports/[0-9a-f-]{36}", path)
    assert "Brûlé" in page
    assert "&lt;b&gt;voile" in page
    assert "<b>voile" not in page
    assert "encodage UTF-8 (trouvé)" in page
    assert "<strong>sûr</strong>" in page
    assert "<strong>non reconnue</strong>" in page


def test_each_wrong_column_is_linked_and_keeps_what_was_chosen(world: World) -> None:
    with world.browser(Role.OFFICE) as client:
        path = give(client)
        form = {"version": "1", "column": ["Nom", "Nom", "Date de naissance", ""]}
        answer = client.post(f"{path}/columns", data=form)
        short = client.post(f"{path}/columns", data={"version": "1", "column": ["Nom"]})
        strange = client.post(
            f"{path}/columns", data={"version": "1", "column": ["Nom", "Salaire", "-", "-"]}
        )
    assert answer.status_code == short.status_code == strange.status_code == 422
    assert "3 points à corriger" in answer.text
    assert 'href="#column-1"' in answer.text
    assert answer.text.count('value="Nom" selected') == 2
    assert "rechargez la page" in short.text


def test_the_trial_then_the_import_then_its_undo(world: World) -> None:
    with world.browser(Role.OFFICE) as client:
        path = give(client)
        decide(client, path)
        trial = client.get(f"{path}/trial").text
        assert count(world, Candidate) == KNOWN_PEOPLE
        rejects = client.get(f"{path}/rejects")
        notes = client.get(f"{path}/notes").text
        done = client.post(f"{path}/commit", data={"version": "2"})
        again = client.post(f"{path}/commit", data={"version": "2"})
        assert count(world, Candidate) == KNOWN_PEOPLE + 2
        run = client.get(done.headers["location"]).text
        kept = client.get(f"{path}/rejects")
        undone = client.post(done.headers["location"].replace("?done=done", "/undo"))
        after = client.get(undone.headers["location"]).text
        twice = client.post(done.headers["location"].replace("?done=done", "/undo"))
    assert "3 lignes lues</strong> = 2 créées + 0 modifiée + 0 inchangée + 1 refusée" in trial
    assert "corrigez la cellule en JJ/MM/AAAA" in trial
    assert "Wisselinck" not in trial
    assert rejects.headers["content-disposition"] == 'attachment; filename="rejets.csv"'
    assert rejects.content == kept.content
    assert rejects.text.startswith("\ufeffN° usager;Patronyme;DDN;Sport;Ligne refusée;")
    assert "date illisible : « 31/02/1990 »" in notes
    assert again.headers["location"] == done.headers["location"]
    assert "2 personnes créées par cet import seraient retirées" in run
    assert "Import annulé." in after
    assert count(world, Candidate) == KNOWN_PEOPLE
    assert twice.status_code == 409
    assert "déjà annulé" in twice.text


def test_a_known_header_goes_straight_to_the_trial(world: World) -> None:
    with world.browser(Role.OFFICE) as client:
        decide(client, give(client), save_as="ABC Viesion Dunkerque")
        path = give(client, EXPORT.replace("judo", "tir"), "suivant.csv")
        assert path.endswith("/trial")
        assert "Réglage « ABC Viesion Dunkerque » appliqué" in client.get(path).text
        with world.sessions() as session:
            key = session.scalars(select(ImportProfile.key)).one()
        where = f"/imports/profiles/{key}"
        renamed = client.post(where, data={"action": "rename", "name": "ABC"})
        empty = client.post(where, data={"action": "rename", "name": " "})
        listed = client.get(renamed.headers["location"]).text
        client.post(where, data={"action": "delete"})
        gone = client.post(where, data={"action": "delete"})
    assert "Réglage renommé." in listed
    assert '<h2 id="reglage-1">ABC</h2>' in listed
    assert empty.status_code == 422
    assert gone.status_code == 404
    assert count(world, ImportProfile) == 0


def test_what_cannot_be_read_is_told_on_the_page(world: World) -> None:
    with world.browser(Role.OFFICE) as client:
        for data, name, words in (
            (b"", "vide.csv", "fichier vide"),
            (b"\xef\xbb\xbf", "marque.csv", "fichier vide"),
            (b"\0" * 200, "zeros.csv", "fichier vide"),
            (b"%PDF-1.7 ...", "a.csv", "un PDF"),
            (b"PK\x03\x04 rien", "a.xlsx", "a.xlsx"),
        ):
            answer = client.post("/imports", files={"file": (name, data, "text/csv")})
            assert answer.status_code == 422
            assert words in answer.text
        nothing = client.post("/imports", data={"kind": "candidates"})
    assert "Choisissez un fichier." in nothing.text
    assert count(world, ImportDraft) == 0


def test_a_file_dropped_leaves_nothing(world: World) -> None:
    with world.browser(Role.OFFICE) as client:
        path = give(client)
        assert "abc.csv" in client.get("/imports").text
        client.post(f"{path}/drop")
        assert client.get(path).status_code == 404
    assert count(world, ImportDraft) == 0


def test_another_encoding_is_one_choice_away(world: World) -> None:
    with world.browser(Role.OFFICE) as client:
        path = give(client, EXPORT.encode("cp1252"))
        spoilt = client.post(f"{path}/reading", data={"version": "1", "encoding": "utf-8"})
        assert "semblent abîmés" in client.get(spoilt.headers["location"]).text
        form = {"version": "2", "encoding": "cp1252", "delimiter": "SEMICOLON"}
        mended = client.get(client.post(f"{path}/reading", data=form).headers["location"]).text
        stale = client.post(f"{path}/reading", data={"version": "1"})
    assert "Brûlé" in mended
    assert "séparateur point-virgule (choisi)" in mended
    assert stale.status_code == 409


def test_officers_bring_in_offers_and_see_nothing_of_people(world: World) -> None:
    with world.browser(Role.OFFICE) as client:
        path = give(client)
        decide(client, path)
        done = client.post(f"{path}/commit", data={"version": "2"}).headers["location"]
        waiting = give(client)
    sheet = "Besoin;Où\nMaçon;Bourbourg\n"
    with world.browser(Role.OFFICER) as client:
        for address in (waiting, f"{waiting}/rejects", f"{path}/rejects", done):
            assert client.get(address).status_code == 404
        assert client.post(f"{waiting}/commit", data={"version": "1"}).status_code == 404
        people = client.post("/imports", files={"file": ("a.csv", EXPORT.encode())})
        home = client.get("/imports").text
        offers = client.post(
            "/imports", data={"kind": "offers"}, files={"file": ("o.csv", sheet.encode())}
        )
        page = client.get(offers.headers["location"]).text
    assert people.status_code == 404
    assert "abc.csv" not in home
    assert "Il faut un Intitulé ou des Missions" in page
    assert count(world, ImportRun) == 1
