"""Word documents as people fill them in: all that a reader sees, in the order it stands."""

from pathlib import Path

import docx as word
import pytest

from ingestion.readers.documents import Document, read_document, read_document_file
from models.errors import InputRefusedError
from tests.ingestion.readers.files import W, docx, paragraph


def read(body: str, **parts: str) -> Document:
    return read_document(docx(body, **parts), "offre.docx")


def cell(inner: str) -> str:
    return f"<w:tc>{inner}</w:tc>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(cell(paragraph(words)) for words in cells)}</w:tr>"


def test_headers_lists_tables_and_footers_come_in_order(tmp_path: Path) -> None:
    document = word.Document()
    document.sections[0].header.paragraphs[0].text = "Agence du Littoral"
    document.sections[0].footer.paragraphs[0].text = "SIRET 123 456 789 00012"
    document.add_heading("Cariste (H/F)")
    document.add_paragraph("Charger", style="List Bullet")
    for step in ("Appeler", "Venir"):
        document.add_paragraph(step, style="List Number")
    document.add_page_break()
    document.add_paragraph("Deuxième offre")
    document.save(str(tmp_path / "a.docx"))
    read_back = read_document_file(tmp_path / "a.docx")
    assert read_back.text.split("\n\n") == [
        "Agence du Littoral",
        "Cariste (H/F)\n- Charger\n1. Appeler\n2. Venir",
        "Deuxième offre",
        "SIRET 123 456 789 00012",
    ]
    starts = [read_back.text[at:].split("\n")[0] for at in read_back.breaks]
    assert starts == ["Cariste (H/F)", "Deuxième offre", "SIRET 123 456 789 00012"]


def test_text_boxes_are_read_once_and_content_controls_too() -> None:
    box = f"<w:txbxContent>{paragraph('Permis B exigé')}</w:txbxContent>"
    both = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/'
        f'2006"><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>'
    )
    control = f"<w:sdt><w:sdtContent>{paragraph('CDI')}</w:sdtContent></w:sdt>"
    body = f"<w:p><w:r><w:t>Maçon</w:t></w:r><w:r>{both}</w:r></w:p>{control}"
    assert read(body).text == "Maçon\nPermis B exigé\nCDI"


def test_what_a_reader_does_not_see_is_left_out() -> None:
    body = (
        "<w:p><w:r><w:t>CDD</w:t></w:r>"
        "<w:del><w:r><w:delText> de 3 mois</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t> de 6 mois</w:t></w:r></w:ins>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t> (note interne)</w:t></w:r>"
        "<w:r><w:instrText> DATE </w:instrText></w:r>"
        "<w:moveFrom><w:r><w:t> renouvelable</w:t></w:r></w:moveFrom></w:p>"
    )
    assert read(body).text == "CDD de 6 mois"


def test_boxes_of_a_form_show_whether_they_are_ticked() -> None:
    def line(state: str, words: str) -> str:
        box = f"<w:fldChar><w:ffData><w:checkBox>{state}</w:checkBox></w:ffData></w:fldChar>"
        return f"<w:p><w:r>{box}</w:r><w:r><w:t>{words}</w:t></w:r></w:p>"

    off = '<w:default w:val="0"/>'
    body = line(f"<w:checked/>{off}", "CDI") + line(off, "CDD")
    sign = '<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t> Intérim</w:t></w:r></w:p>'
    assert read(body + sign).text == "☒ CDI\n☐ CDD\n☒ Intérim"


def test_a_value_of_several_lines_stays_beside_its_label() -> None:
    value = paragraph("12 rue du Port") + paragraph("59140 Dunkerque")
    missions = paragraph("Vous devez :") + paragraph("- charger") + paragraph("- ranger")
    body = (
        f"<w:tbl><w:tr>{cell(paragraph('Adresse :'))}{cell(value)}</w:tr>"
        f"<w:tr>{cell(paragraph('Missions'))}{cell(missions)}</w:tr>{row('Permis', '')}</w:tbl>"
    )
    assert read(body).text.split("\n") == [
        "Adresse : 12 rue du Port ; 59140 Dunkerque",
        "Missions : Vous devez : - charger - ranger",
        "Permis :",
    ]


def test_a_table_in_a_table_keeps_both_readable() -> None:
    inner = f"<w:tbl>{row('Lundi', '8h-12h')}{row('Mardi', '14h-18h')}</w:tbl>"
    outer = (
        f"<w:tbl>{row('Poste', 'Vendeur')}<w:tr>{cell(paragraph('Horaires'))}{cell(inner)}</w:tr>"
        f"{row('Commune', 'Lens')}</w:tbl>"
    )
    document = read(outer)
    assert document.text.split("\n") == [
        "Poste : Vendeur",
        "Horaires",
        "Lundi : 8h-12h",
        "Mardi : 14h-18h",
        "Commune : Lens",
    ]
    assert (("Lundi", "8h-12h"), ("Mardi", "14h-18h")) in [t.rows for t in document.tables]


def test_a_table_of_offers_has_a_line_an_offer() -> None:
    document = read(f"<w:tbl>{row('Réf.', 'Poste', 'Lieu')}{row('A1', 'Cariste', 'Lens')}</w:tbl>")
    assert document.text == "Réf. | Poste | Lieu\nA1 | Cariste | Lens"


def test_pictures_are_told_and_a_document_of_pictures_is_refused() -> None:
    drawing = "<w:p><w:r><w:drawing><a:blip xmlns:a='a'/></w:drawing></w:r></w:p>"
    assert read(drawing + paragraph("Cariste")).notes == ("images non lues : 1",)
    with pytest.raises(InputRefusedError, match="recopiez le texte"):
        read(drawing)


def test_notes_at_the_foot_are_read_at_the_end() -> None:
    note = f'<w:footnote w:id="1">{paragraph("Horaires variables")}</w:footnote>'
    notes = f"<w:footnotes {W}>{note}</w:footnotes>"
    assert read(paragraph("Cuisinier"), footnotes=notes).text == "Cuisinier\n\nHoraires variables"
