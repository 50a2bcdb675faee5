"""PDF pages as they are printed, drawn point by point: forms, tables, columns, cut words."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from ingestion.readers.documents import Document, read_document
from ingestion.readers.pdf_hyphens import joined
from models.errors import InputRefusedError
from tests.documents import pdf_file

Drawing = Callable[[Canvas], None]
FORM = [
    ("Intitulé du poste", "Préparateur de commandes"),
    ("Employeur", "Logistique du Nord"),
    ("Commune", "Grande-Synthe"),
    ("Heures par semaine", "35"),
]
TOLD = [f"{label} : {value}" for label, value in FORM]


def drawn(draw: Drawing, **options: object) -> Document:
    memory = io.BytesIO()
    canvas = Canvas(memory, **options)
    draw(canvas)
    canvas.save()
    return read_document(memory.getvalue(), "offre.pdf")


def write(
    canvas: Canvas, lines: list[str], x: float = 72, y: float = 770, pitch: float = 14
) -> None:
    for number, line in enumerate(lines):
        canvas.drawString(x, y - number * pitch, line)


@pytest.mark.parametrize("pitch", [14, 20, 32])
@pytest.mark.parametrize("by_column", [False, True])
def test_a_form_of_two_columns_gives_label_and_value(pitch: int, by_column: bool) -> None:
    labels, values = zip(*FORM, strict=True)

    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 800, "Fiche de prise d'offre")
        if by_column:
            write(canvas, list(labels), pitch=pitch)
            write(canvas, list(values), 250, pitch=pitch)
            return
        for number, (label, value) in enumerate(FORM):
            canvas.drawString(72, 770 - number * pitch, label)
            canvas.drawString(250, 770 - number * pitch, value)

    document = drawn(draw)
    assert document.text.split("\n") == ["Fiche de prise d'offre", *TOLD]
    assert [table.rows for table in document.tables] == [tuple(FORM)]


def test_fields_that_somebody_filled_in_are_read() -> None:
    def draw(canvas: Canvas) -> None:
        for number, (label, value) in enumerate(FORM):
            canvas.drawString(72, 770 - number * 24, f"{label} :")
            canvas.acroForm.textfield(value=value, x=250, y=765 - number * 24, height=18)

    assert drawn(draw).text.split("\n") == TOLD


def test_a_label_that_nearly_touches_its_value_is_parted_from_it() -> None:
    def draw(canvas: Canvas) -> None:
        right = 72 + canvas.stringWidth("Intitulé du poste demandé")
        write(canvas, ["Intitulé du poste demandé"])
        write(canvas, ["Maçon"], right + 8)
        for number, (label, value) in enumerate(FORM[1:], start=1):
            write(canvas, [label], y=770 - 18 * number)
            write(canvas, [value], right + 8, y=770 - 18 * number)

    assert drawn(draw).text.split("\n") == ["Intitulé du poste demandé : Maçon", *TOLD[1:]]


def test_columns_of_a_bulletin_are_read_one_after_the_other() -> None:
    left = ["Cariste à Dunkerque. Mission de trois", "mois renouvelable, en 2x8, dans un", "port."]
    right = [
        "Maçon à Calais, chantiers de rénovation",
        "dans le Calaisis, trajets et panier",
        "payés.",
    ]

    def draw(canvas: Canvas) -> None:
        write(canvas, left)
        write(canvas, right, 320)

    text = " ".join(drawn(draw).text.split())
    assert text == " ".join([*left, *right])


def test_words_cut_at_the_end_of_a_line_are_whole_again() -> None:
    lines = ["Vous faites de la manuten-", "tion et de la sous-", "traitance à Loon-", "Plage."]
    assert drawn(lambda canvas: write(canvas, lines)).text.replace("\n", " ") == (
        "Vous faites de la manutention et de la sous-traitance à Loon-Plage."
    )


@pytest.mark.parametrize(
    ("before", "after", "whole"),
    [
        ("la manuten-", "tion des colis", "la manutention des colis"),
        ("une sous-", "traitance", "une sous-traitance"),
        ("à Saint-Pol-", "sur-Mer", "à Saint-Pol-sur-Mer"),
        ("un rendez-", "vous", "un rendez-vous"),
        ("à Grande-", "Synthe", "à Grande-Synthe"),
        ("horaires -", "de jour", None),
        ("de 8-", "12 h", None),
        ("fin.", "Suite", None),
    ],
)
def test_a_hyphen_stays_where_the_word_has_one(before: str, after: str, whole: str | None) -> None:
    assert joined(before, after) == whole


def test_a_sentence_wrapped_at_the_margin_is_one_line_and_a_list_is_not(tmp_path: Path) -> None:
    prose = "Vous accompagnez des personnes âgées dans les gestes de la vie quotidienne, " * 3
    lines = ["Aide à domicile", prose.strip(), "Permis B souhaité", "Débutant accepté", "CDI"]
    path = pdf_file(tmp_path / "a.pdf", lines)
    assert read_document(path.read_bytes(), "a.pdf").text.split("\n") == lines


def test_values_of_several_lines_stay_in_their_row(tmp_path: Path) -> None:
    long = (
        "Charger et décharger les camions de la plate-forme, préparer les commandes du jour. " * 2
    )
    rows = [("Nombre d'heures de travail demandées par semaine et par personne", "35"),
            ("Missions", long.strip()), ("Permis", ""), ("Commune", "Lens")]  # fmt: skip
    document = read_document(pdf_file(tmp_path / "a.pdf", "Fiche", rows).read_bytes(), "a.pdf")
    assert document.tables[0].rows == tuple(rows)


def test_a_table_over_pages_keeps_its_rows_and_tells_the_pages(tmp_path: Path) -> None:
    rows = [("Réf.", "Poste", "Lieu")] + [
        (f"A{n}", "Agent de production", "Lens") for n in range(60)
    ]
    document = read_document(pdf_file(tmp_path / "a.pdf", "Offres", rows).read_bytes(), "a.pdf")
    found = [row for table in document.tables for row in table.rows]
    assert found == rows
    assert len(document.breaks) == 1
    assert document.text[document.breaks[0] :].startswith("A")


def test_a_protected_pdf_says_so() -> None:
    lock = StandardEncryption("secret")
    with pytest.raises(InputRefusedError, match="mot de passe"):
        drawn(lambda canvas: write(canvas, ["Cariste"]), encrypt=lock)


def test_a_scan_says_to_copy_its_words_and_pages_without_text_are_told() -> None:
    with pytest.raises(InputRefusedError, match="PDF image, sans texte : recopiez le texte"):
        drawn(lambda canvas: canvas.rect(10, 10, 100, 100))

    def one_of_two(canvas: Canvas) -> None:
        write(canvas, ["Cariste"])
        canvas.showPage()
        canvas.rect(10, 10, 100, 100)

    document = drawn(one_of_two)
    assert (document.text, document.notes) == (
        "Cariste",
        ("pages sans texte (images ?), non lues : 1 sur 2",),
    )


def test_a_book_is_refused_with_its_number_of_pages() -> None:
    def book(canvas: Canvas) -> None:
        for _ in range(51):
            write(canvas, ["Page"])
            canvas.showPage()

    with pytest.raises(InputRefusedError, match="51 pages, 50 au plus"):
        drawn(book)


def test_lines_that_end_cells_of_a_row_drawn_line_by_line_stay_in_it() -> None:
    xs = (72, 200, 300, 420)
    rows = [("Poste", "Lieu", "Contrat", "Profil"), ("Maçon", "Calais", "Intérim", "permis B"),
            ("", "", "2 mois", "exigé"), ("Soudeur", "Lens", "CDI", "débutant")]  # fmt: skip

    def draw(canvas: Canvas) -> None:
        for y, row in zip((770, 750, 737, 717), rows, strict=True):
            for x, cell in zip(xs, row, strict=True):
                canvas.drawString(x, y, cell)

    (table,) = drawn(draw).tables
    assert table.rows[1:] == (("Maçon", "Calais", "Intérim 2 mois", "permis B exigé"), rows[3])


def test_a_full_row_under_a_first_cell_that_holds_for_both_stays_a_row() -> None:
    xs = (72, 200, 300, 420)
    rows = [("Agence", "Poste", "Contrat", "Lieu"), ("Calais", "Maçon", "Intérim", "Calais"),
            ("", "Soudeur", "CDI", "Marck")]  # fmt: skip

    def draw(canvas: Canvas) -> None:
        for number, row in enumerate(rows):
            for x, cell in zip(xs, row, strict=True):
                canvas.drawString(x, 770 - 13 * number, cell)

    assert drawn(draw).tables[0].rows == tuple(rows)


def test_a_space_of_an_empty_line_between_lines_is_an_empty_line() -> None:
    lines = ["Maçon", "CDI à Calais", "", "Soudeur", "CDD à Lens"]
    assert drawn(lambda canvas: write(canvas, lines)).text.split("\n") == lines
