"""Tables that people and hostile files bring: read whole, or refused with the reason."""

import io
import time
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter

from ingestion.readers.tabular import read_table
from models.errors import InputRefusedError

KNOWN = ("Identifiant", "Commune", "Code postal", "Contraintes")


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def cells(path: Path) -> list[tuple[str, ...]]:
    return [row for _, row in read_table(path, KNOWN).rows]


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_reads_each_delimiter_and_line_end(tmp_path: Path, delimiter: str, line_end: str) -> None:
    lines = [["Identifiant", "Commune"], ["P-1", "Dunkerque"], ["P-2", "Gravelines"]]
    text = line_end.join(delimiter.join(line) for line in lines)
    table = read_table(write(tmp_path / "a.csv", text), KNOWN)
    assert table.header == ("Identifiant", "Commune")
    assert table.rows == ((2, ("P-1", "Dunkerque")), (3, ("P-2", "Gravelines")))
    assert table.problems == ()


def test_the_delimiter_is_told_by_the_header_not_by_the_commas_of_a_text(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "Identifiant;Contraintes\nP-1;un, deux, trois, quatre, cinq\n")
    assert cells(path) == [("P-1", "un, deux, trois, quatre, cinq")]


def test_excel_says_its_delimiter(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "sep=|\nIdentifiant|Commune\nP-1|Bergues\n")
    assert cells(path) == [("P-1", "Bergues")]


def test_the_delimiter_is_found_under_a_long_quoted_title(tmp_path: Path) -> None:
    title = "\r\n".join(["Export, filtré, trié"] * 60)
    text = f'"{title}"\r\nIdentifiant;Commune\r\nP-1;Bergues\r\n'
    assert cells(write(tmp_path / "a.csv", text)) == [("P-1", "Bergues")]


def test_a_quoted_cell_holds_delimiters_line_breaks_and_quotes(tmp_path: Path) -> None:
    text = 'Identifiant;Contraintes;Commune\nP-1;"a;b\r\ndit ""non""";Lens\nP-2;c;Lille\n'
    table = read_table(write(tmp_path / "a.csv", text), KNOWN)
    assert table.rows == ((2, ("P-1", 'a;b\ndit "non"', "Lens")), (3, ("P-2", "c", "Lille")))


def test_a_quote_never_closed_spoils_its_line_only(tmp_path: Path) -> None:
    text = (
        'Identifiant;Contraintes;Commune\nP-1;"oubli;Lens\nP-2;"bien ""dit""";Lille\nP-3;;Arras\n'
    )
    table = read_table(write(tmp_path / "a.csv", text), KNOWN)
    assert [row[0] for _, row in table.rows] == ["P-1", "P-2", "P-3"]
    assert table.rows[1][1] == ("P-2", 'bien "dit"', "Lille")
    assert [(p.row, "guillemet" in p.reason) for p in table.problems] == [(2, True)]


def test_a_quote_never_closed_at_the_end_of_the_file(tmp_path: Path) -> None:
    table = read_table(
        write(tmp_path / "a.csv", 'Identifiant;Commune\nP-1;"Lens\nP-2;Lille'), KNOWN
    )
    assert table.rows == ((2, ("P-1", "Lens")), (3, ("P-2", "Lille")))
    assert table.problems[0].row == 2


def test_a_cell_longer_than_the_limit_of_the_csv_module(tmp_path: Path) -> None:
    long = "x" * 200_000
    assert cells(write(tmp_path / "a.csv", f"Identifiant;Contraintes\nP-1;{long}\nP-2;y\n")) == [
        ("P-1", long),
        ("P-2", "y"),
    ]


def test_ragged_rows_are_kept_and_reported(tmp_path: Path) -> None:
    text = "Identifiant;Commune\nP-1\nP-2;Lens;de trop\nP-3;Lille;;\n"
    table = read_table(write(tmp_path / "a.csv", text), KNOWN)
    assert [row for _, row in table.rows] == [("P-1", ""), ("P-2", "Lens"), ("P-3", "Lille")]
    assert [problem.row for problem in table.problems] == [2, 3]
    assert "de trop" in table.problems[1].reason


def test_a_title_above_the_header_is_told_and_empty_lines_count(tmp_path: Path) -> None:
    text = "Export du 12/11/2026;;\n\nIdentifiant;Commune;Code postal\n;;\nP-1;Lens;62300\n"
    table = read_table(write(tmp_path / "a.csv", text), KNOWN)
    assert table.header_row == 3
    assert table.rows == ((5, ("P-1", "Lens", "62300")),)
    assert "Export du 12/11/2026" in table.problems[0].reason


def test_a_header_present_twice_is_reported(tmp_path: Path) -> None:
    table = read_table(write(tmp_path / "a.csv", "Identifiant;Commune;COMMUNE\nP-1;a;b\n"), KNOWN)
    assert "deux fois" in table.problems[0].reason
    assert table.rows == ((2, ("P-1", "a", "b")),)


def test_a_null_character_is_taken_out_and_told(tmp_path: Path) -> None:
    table = read_table(write(tmp_path / "a.csv", "Identifiant;Commune\nP-1;Le\0ns\n"), KNOWN)
    assert table.rows == ((2, ("P-1", "Lens")),)
    assert "nul" in table.problems[0].reason


def test_values_that_look_like_numbers_stay_as_written(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "Identifiant;Code postal\n00123;05100\n1E5;NA\n")
    assert cells(path) == [("00123", "05100"), ("1E5", "NA")]


def test_a_workbook_gives_the_text_a_reader_sees(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Export")
        sheet.write_row(1, 0, ["Identifiant", "Code postal", "Commune", "Contraintes"])
        sheet.write_row(2, 0, ["P-1", 59240.0, 12.5])
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_datetime(2, 3, datetime(2026, 11, 22), day)
        sheet.write_row(4, 0, ["P-2", "07", True])
        book.add_worksheet("Notes").write_row(0, 0, ["à relire"])
        archive_sheet = book.add_worksheet("Anciens")
        archive_sheet.write_row(0, 0, ["Identifiant", "Commune", "Code postal"])
        archive_sheet.hide()
    table = read_table(path, KNOWN)
    assert table.rows == (
        (3, ("P-1", "59240", "12,5", "22/11/2026")),
        (5, ("P-2", "07", "VRAI", "")),
    )
    assert [(problem.field, problem.reason) for problem in table.problems] == [
        ("Notes", "feuille « Notes » non lue (1 lignes)"),
        ("Anciens", "feuille masquée « Anciens » non lue"),
    ]


def refused(path: Path) -> str:
    started = time.monotonic()
    with pytest.raises(InputRefusedError) as refusal:
        read_table(path, KNOWN)
    assert time.monotonic() - started < 10
    assert str(refusal.value).startswith(path.name)
    return str(refusal.value)


def archive(path: Path, entries: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in entries.items():
            out.writestr(name, content)
    return path


def workbook_with(path: Path, sheet_data: str) -> Path:
    """A one-sheet workbook whose sheet XML we write by hand."""
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory) as book:
        book.add_worksheet("Feuille").write(0, 0, "x")
    with zipfile.ZipFile(memory) as source:
        entries = {entry.filename: source.read(entry) for entry in source.infolist()}
    entries["xl/worksheets/sheet1.xml"] = (
        '<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.'
        f'org/spreadsheetml/2006/main"><sheetData>{sheet_data}</sheetData></worksheet>'
    ).encode()
    return archive(path, entries)


def test_refuses_an_archive_that_unpacks_to_more_than_the_limit(tmp_path: Path) -> None:
    path = archive(tmp_path / "bombe.xlsx", {"xl/a.xml": b" " * 60_000_000})
    assert path.stat().st_size < 100_000
    assert "Mo au plus" in refused(path)


def test_refuses_an_archive_of_too_many_files(tmp_path: Path) -> None:
    path = archive(tmp_path / "foule.xlsx", {f"xl/{n}.xml": b"" for n in range(2_001)})
    assert "fichiers internes" in refused(path)


def test_two_far_cells_do_not_take_the_program_down(tmp_path: Path) -> None:
    path = workbook_with(
        tmp_path / "loin.xlsx",
        '<row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    )
    assert "trop" in refused(path)


def test_an_archive_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 200_000))
    path = workbook_with(tmp_path / "menteur.xlsx", rows)
    with zipfile.ZipFile(path) as honest:
        size = honest.getinfo("xl/worksheets/sheet1.xml").file_size
    data = path.read_bytes()
    path.write_bytes(data.replace(size.to_bytes(4, "little"), (1_000).to_bytes(4, "little")))
    assert "classeur" in refused(path)


def test_a_protected_archive_is_told_as_such(tmp_path: Path) -> None:
    path = workbook_with(tmp_path / "clos.xlsx", "")
    data = bytearray(path.read_bytes())
    at = data.rfind(b"PK\x01\x02")
    data[at + 8] |= 1  # the "encrypted" flag of the central directory
    path.write_bytes(data)
    assert "mot de passe" in refused(path)


def test_refuses_a_truncated_workbook(tmp_path: Path) -> None:
    whole = workbook_with(tmp_path / "entier.xlsx", "").read_bytes()
    assert "tronqué" in refused(write(tmp_path / "coupe.xlsx", whole[: len(whole) // 2]))


def test_refuses_a_workbook_whose_inside_is_broken(tmp_path: Path) -> None:
    path = archive(
        tmp_path / "casse.xlsx", {"xl/workbook.xml": b"<workbook", "[Content_Types].xml": b""}
    )
    assert "endommagé" in refused(path)


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("vide.csv", b"", "vide"),
        ("blanc.csv", b" \n\n", "vide"),
        ("virgules.csv", b";;;\n;;;\n", "vide"),
        ("secret.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "mot de passe"),
        ("texte.xlsx", b"Identifiant;Commune\n", "classeur"),
        ("fiche.csv", b"%PDF-1.7\n", "PDF"),
        ("sans_marque.csv", "Identifiant;Commune\nP-1;Lens\n".encode("utf-16-le") * 9, "texte"),
    ],
)
def test_refuses_what_is_not_a_table(tmp_path: Path, name: str, content: bytes, word: str) -> None:
    assert word in refused(write(tmp_path / name, content))


def test_refuses_a_workbook_without_rows_and_a_file_that_is_not_there(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "rien.xlsx") as book:
        book.add_worksheet()
    assert "vide" in refused(tmp_path / "rien.xlsx")
    assert "introuvable" in refused(tmp_path / "absent.csv")


def test_quotes_cost_a_time_that_grows_with_the_file_only(tmp_path: Path) -> None:
    lines = "\n".join(f'P-{n};"oubli;Lens' for n in range(20_000))
    started = time.monotonic()
    table = read_table(
        write(tmp_path / "a.csv", f"Identifiant;Contraintes;Commune\n{lines}"), KNOWN
    )
    assert len(table.rows) == 20_000
    assert time.monotonic() - started < 5
