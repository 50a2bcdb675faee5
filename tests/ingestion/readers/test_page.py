"""Web pages: what a browser shows, the rows of tables, the structured advert; nothing fetched."""

import json

import pytest

from ingestion.readers.documents import Document, read_document


def read(body: str, head: str = "") -> Document:
    page = f"<html><head>{head}</head><body>{body}</body></html>"
    return read_document(page.encode(), "page.html")


def test_blocks_make_lines_and_what_is_hidden_is_not_read() -> None:
    document = read(
        "<h1>Cariste</h1><p>CDI  à\n<b>Lens</b>,<br>35&nbsp;h</p><ol><li>Appeler<li>Venir</ol>"
        "<div style='display: none'>caché</div><span hidden>caché</span><script>caché()</script>"
        "<noscript>caché</noscript><!-- caché --><ul><li>Permis B</ul>"
        "<input type=hidden value=caché><input value='2 postes'><template>caché</template>",
        "<title> Offre\n123 </title><style>caché</style>",
    )
    assert document.text.split("\n") == [
        "Cariste", "", "CDI à Lens,", "35 h", "1. Appeler", "2. Venir", "- Permis B", "2 postes",
    ]  # fmt: skip
    assert document.title == "Offre 123"


def test_tables_that_lay_a_page_out_are_no_rows() -> None:
    form = "<table><tr><th>Contrat<td>CDD<tr><th>Durée<td>3 mois</table>"
    layout = f"<table><tr><td><p>Menu</p><p>Accueil</p></td><td>{form}</td></tr></table>"
    document = read(layout)
    assert [line for line in document.text.split("\n") if line] == [
        "Menu",
        "Accueil",
        "Contrat : CDD",
        "Durée : 3 mois",
    ]
    assert [table.rows for table in document.tables] == [(("Contrat", "CDD"), ("Durée", "3 mois"))]


POSTING = {"@type": "JobPosting", "title": "Maçon"}


@pytest.mark.parametrize(
    "value",
    [
        POSTING,
        [POSTING],
        {"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, POSTING]},
        {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": POSTING}]},
        {**POSTING, "@type": ["https://schema.org/JobPosting"]},
    ],
)
def test_structured_adverts_are_found_wherever_they_stand(value: object) -> None:
    script = f'<script type="application/ld+json">{json.dumps(value)}</script>'
    document = read("<p>Bonjour</p>", script)
    assert [posting["title"] for posting in document.postings] == ["Maçon"]
    assert document.text == "Bonjour"


def test_a_broken_structured_advert_is_told_and_the_page_read() -> None:
    script = '<script type="application/ld+json">{"@type": "JobPosting", oups</script>'
    document = read("<p>Bonjour</p>", script)
    assert (document.postings, document.text) == ((), "Bonjour")
    assert "JSON-LD" in document.notes[0]


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "iso-8859-1"),
        ("utf-8", "windows-1252"),
        ("cp1252", "iso-8859-1"),
        ("cp1252", "utf-8"),
        ("utf-16", "utf-8"),
    ],
)
def test_a_charset_rightly_or_wrongly_declared_keeps_the_accents(
    encoding: str, declared: str
) -> None:
    page = f'<html><head><meta charset="{declared}"></head><body>Être à Liévin – 5 €</body></html>'
    assert read_document(page.encode(encoding), "a.html").text == "Être à Liévin – 5 €"


def test_a_page_inside_an_xml_declaration_is_a_page() -> None:
    data = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html><html><p>Été</p></html>'.encode()
    assert read_document(data, "page.xhtml").text == "Été"
