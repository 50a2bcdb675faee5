"""Offers as they are received: pasted, in files, several at once; nothing lost in silence."""

import json
import re
from email.message import EmailMessage

from sqlalchemy import select

from api.services.capture import MOST_BYTES
from models.offers import Offer
from models.vocabulary import OfferState, Role
from tests.api.routes.world import World

SHEET = "Intitulé;Commune;Type de contrat\nMaçon;Bourbourg;CDI\nPlongeur;Gravelines;CDD\n"
NOTE = "Agent de propreté\nBureaux à Gravelines, CDI de 20 heures par semaine.\n"


def offers(world: World) -> list[Offer]:
    with world.sessions() as session:
        return list(session.scalars(select(Offer).order_by(Offer.id)))[1:]


def test_one_file_leads_to_its_review_with_its_name_and_channel(world: World) -> None:
    with world.browser(Role.OFFICER) as client:
        answer = client.post(
            "/offers",
            data={"channel": "visite"},
            files={"files": ("note.txt", NOTE.encode(), "text/plain")},
        )
        page = client.get(f"/offers/{offers(world)[0].key}").text
    assert re.fullmatch(r"/offers/[0-9a-f-]{36}/review\?done=read", answer.headers["location"])
    (offer,) = offers(world)
    assert (offer.source_name, offer.state) == ("note.txt", OfferState.TO_REVIEW)
    assert offer.parsed["details"]["channel"] == "visite"
    assert offer.review["details.channel"] == "confirmed"
    assert offer.review["title"] == "extracted"
    assert re.search(r'href="/offers/[0-9a-f-]+/documents/[0-9a-f-]+"[^>]*>note.txt</a>', page)


def test_text_and_files_are_taken_together_and_each_place_is_told(world: World) -> None:
    with world.browser(Role.OFFICER) as client:
        answer = client.post(
            "/offers",
            data={"text": NOTE},
            files=[
                ("files", ("bulletin.csv", SHEET.encode(), "text/csv")),
                ("files", ("vide.txt", b"", "text/plain")),
                ("files", ("photo.bin", bytes(range(256)) * 40, "application/octet-stream")),
                ("files", ("gros.txt", b"x" * (MOST_BYTES + 1), "text/plain")),
            ],
        )
    assert answer.status_code == 200
    assert "3 offres lues" in answer.text
    assert [offer.title for offer in offers(world)] == ["Agent de propreté", "Maçon", "Plongeur"]
    assert len(re.findall(r'href="/offers/[0-9a-f-]{36}/review"', answer.text)) == 3
    for name, reason in (
        ("vide.txt", "le fichier est vide"),
        ("gros.txt", "plus de 30 Mo"),
        ("photo.bin", ""),
    ):
        assert re.search(rf"<strong>{name}[^<]*</strong>\s*:\s*{reason}", answer.text), name


def test_a_file_that_is_refused_says_why_and_what_was_pasted_stays(world: World) -> None:
    with world.browser(Role.OFFICER) as client:
        answer = client.post("/offers", files={"files": ("vide.pdf", b"", "application/pdf")})
        nothing = client.post("/offers", data={"text": " "})
    assert answer.status_code == nothing.status_code == 422
    assert "Rien n’a pu être pris." in answer.text
    assert "vide.pdf" in answer.text
    assert "Collez le texte de l’offre, ou choisissez un fichier." in nothing.text
    assert offers(world) == []


def test_two_offers_of_one_reference_are_both_taken(world: World) -> None:
    def posting(reference: str, title: str) -> dict[str, str]:
        return {"id": reference, "intitule": title, "description": "À Gravelines, en CDI."}

    with world.browser(Role.OFFICER) as client:
        client.post("/offers", data={"text": json.dumps(posting("FT-1", "Cariste"))})
        several = [posting("FT-1", "Autre chose"), posting("FT-2", "Serveur")]
        answer = client.post("/offers", data={"text": json.dumps(several)})
        again = client.post("/offers", data={"text": json.dumps(several)})
    assert [(offer.title, offer.reference) for offer in offers(world)] == [
        ("Cariste", "FT-1"),
        ("Autre chose", "FT-1 (2)"),
        ("Serveur", "FT-2"),
    ]
    assert "2 offres lues" in answer.text
    assert "une autre offre porte la référence FT-1" in answer.text
    assert "Déjà dans la base" in again.text
    assert "Déjà dans la base" not in answer.text


def test_the_same_file_twice_is_one_offer(world: World) -> None:
    with world.browser(Role.OFFICER) as client:
        for _ in range(2):
            answer = client.post("/offers", files={"files": ("note.txt", NOTE.encode())})
            assert answer.status_code == 303
    assert len(offers(world)) == 1


def test_a_name_that_is_a_path_is_only_a_label(world: World) -> None:
    with world.browser(Role.OFFICER) as client:
        name = "../../etc/<b>note</b>.txt"
        client.post("/offers", files={"files": (name, NOTE.encode(), "text/html")})
        page = client.get(f"/offers/{offers(world)[0].key}").text
    assert "<b>note" not in page
    assert ".." not in (offers(world)[0].source_name or "")


def test_occupations_are_found_by_code_or_in_words(world: World) -> None:
    with world.browser(Role.OFFICER) as client:
        whole = client.get("/occupations?q=cariste").text
        part = client.get("/occupations?rome_other=K2204", headers={"hx-request": "true"}).text
        none = client.get("/occupations?q=!!").text
        empty = client.get("/occupations").text
    assert "<dt>N1101</dt><dd>Cariste</dd>" in whole
    assert "<html" not in part
    assert re.findall(r'name="rome"[^>]*value="(\w+)"', part) == ["K2204"]
    assert "Aucun métier trouvé." in none
    assert "Aucun métier" not in empty


def test_a_text_that_is_too_long_stays_on_the_page_with_what_to_do(world: World) -> None:
    with world.browser(Role.OFFICER) as client:
        form = client.get("/offers/new").text
        answer = client.post("/offers", data={"text": "Cariste à Gravelines\n" * 5_000})
    assert "maxlength" not in form, "a browser would cut the end of a text without a word"
    assert answer.status_code == 422
    assert "Ce texte dépasse 100 000 caractères." in answer.text
    assert answer.text.count("Cariste à Gravelines") == 5_000
    assert offers(world) == []


def test_null_characters_of_a_paste_lose_nothing(world: World) -> None:
    with world.browser(Role.OFFICER) as client:
        answer = client.post("/offers", data={"text": NOTE.replace("CDI", "CDI\x00")})
    assert answer.status_code == 303
    assert [offer.title for offer in offers(world)] == ["Agent de propreté"]


def test_a_remark_names_its_file_once(world: World) -> None:
    with world.browser(Role.OFFICER) as client:
        answer = client.post("/offers", files={"files": ("annonce.html", NOTE.encode(), "")})
    assert "le nom annonce une page web" in answer.text
    assert "annonce.html, annonce.html" not in answer.text


def test_a_document_that_cannot_be_read_is_kept_with_a_sheet_to_fill(world: World) -> None:
    scan = {"files": ("scan.png", b"\x89PNG\r\n\x1a\n" + bytes(40), "image/png")}
    with world.browser(Role.OFFICER) as client:
        answer = client.post("/offers", files=scan)
        client.post("/offers", files=scan)
        (offer,) = offers(world)
        page = client.get(f"/offers/{offer.key}").text
    assert answer.status_code == 200
    assert "le document est gardé avec une fiche à remplir" in answer.text
    assert offer.title == "Offre à saisir : scan.png"
    assert offer.review["title"] == "extracted"
    assert re.search(r"/documents/[0-9a-f-]+", page)


def test_a_long_list_is_sent_to_imports_before_any_is_taken(world: World) -> None:
    sheet = "Intitulé;Commune\n" + "".join(f"Maçon {n};Bourbourg\n" for n in range(201))
    with world.browser(Role.OFFICER) as client:
        files = {"files": ("liste.csv", sheet.encode(), "text/csv")}
        answer = client.post("/offers", data={"text": NOTE}, files=files)
    assert answer.status_code == 422
    assert "passez par Imports" in answer.text
    assert offers(world) == []


def test_a_mail_heavier_than_a_document_may_be_is_taken_and_kept(world: World) -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "a@example.org", "Offre"
    mail.set_content(NOTE)
    mail.add_attachment(bytes(8_000_000), "application", "octet-stream", filename="plan.bin")
    heavy = mail.as_bytes()
    assert len(heavy) > 10 * 1024**2
    with world.browser(Role.OFFICER) as client:
        answer = client.post("/offers", files={"files": ("offre.eml", heavy, "message/rfc822")})
        page = client.get(f"/offers/{offers(world)[0].key}").text
    assert "plus de 10 Mo" not in answer.text
    assert "offre.eml</a>" in page
