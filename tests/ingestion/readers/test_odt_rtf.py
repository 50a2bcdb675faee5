"""OpenDocument and RTF texts: what stands on their pages, and nothing else."""

import pytest

from ingestion.readers.documents import read_document
from models.errors import InputRefusedError
from tests.ingestion.readers.files import odt

NUMBERED = (
    '<office:automatic-styles><text:list-style style:name="N">'
    '<text:list-level-style-number text:level="1" style:num-format="1"/>'
    "</text:list-style></office:automatic-styles>"
)


def read_odt(body: str, styles: str = "") -> str:
    return read_document(odt(body, styles=styles), "offre.odt").text


def item(words: str) -> str:
    return f"<text:list-item><text:p>{words}</text:p></text:list-item>"


def test_odt_lists_keep_their_marks_and_blanks_their_number() -> None:
    body = (
        "<text:h>Aide<text:s/>à domicile</text:h>"
        f'<text:list text:style-name="N">{item("Repas")}{item("Linge")}</text:list>'
        f"<text:list>{item('Permis<text:line-break/>B')}</text:list>"
    )
    assert read_odt(body, NUMBERED) == "Aide à domicile\n1. Repas\n2. Linge\n- Permis\nB"


def test_odt_frames_sections_and_notes_are_read_and_deletions_are_not() -> None:
    body = (
        "<text:tracked-changes><text:p>CDD</text:p></text:tracked-changes>"
        "<text:section><text:p>CDI<text:note><text:note-body><text:p>À terme</text:p>"
        "</text:note-body></text:note></text:p></text:section>"
        "<text:p><draw:frame xmlns:draw='d'><draw:text-box><text:p>Permis B</text:p>"
        "</draw:text-box></draw:frame></text:p>"
        "<text:p>Lens<office:annotation><text:p>à vérifier</text:p></office:annotation></text:p>"
    )
    assert read_odt(body) == "CDI\n\nPermis B\nLens\n\nÀ terme"


def test_a_number_of_blanks_that_somebody_made_up_is_bounded() -> None:
    assert read_odt('<text:p>a<text:s text:c="999999999"/>b</text:p>') == "a b"


def test_a_protected_odt_is_told_as_such() -> None:
    data = odt("", manifest='<m:manifest xmlns:m="m"><m:encryption-data/></m:manifest>')
    with pytest.raises(InputRefusedError, match="mot de passe"):
        read_document(data, "secret.odt")


def test_rtf_tables_headers_and_boxes_are_read() -> None:
    source = (
        rb"{\rtf1\ansi\ansicpg1252{\header Agence du Port\par}"
        rb"Soudeur \'e0 Calais\par Salaire : 13 \u8364? de l\'92heure\par"
        rb"\trowd\intbl Contrat\cell CDI\cell\row\intbl Permis\cell B\cell\row "
        rb"{\*\shpinst{\sp{\sn name}{\sv 1}}{\shptxt D\'e9butant accept\'e9\par}}\page Suite\par}"
    )
    document = read_document(source, "offre.rtf")
    lines = [line for line in document.text.split("\n") if line]
    assert lines == [
        "Agence du Port",
        "Soudeur à Calais",
        "Salaire : 13 € de l’heure",
        "Contrat : CDI",
        "Permis : B",
        "Débutant accepté",
        "Suite",
    ]
    assert document.tables[0].rows == (("Contrat", "CDI"), ("Permis", "B"))
    assert document.text[document.breaks[-1] :] == "Suite"
