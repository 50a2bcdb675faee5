"""A whole export: the same facts whatever the file, no row lost, no word too many."""

import csv
import dataclasses
import io
import time as time_module
from datetime import date, datetime, time
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingestion.candidates import HEADERS, CandidateImport, read_candidates, read_row
from ingestion.records import CandidateRecord, Project, Restriction
from models.errors import InputRefusedError
from models.vocabulary import (
    Condition,
    ContractType,
    CredentialState,
    TravelMode,
    WorkingTimeWish,
    WorkPattern,
)

FULL = {
    "Identifiant": "t-0042",
    "Civilité": "Mme",
    "Nom": "GRÉVILLE",
    "Prénom": "Maëlle",
    "Date de naissance": "07/08/1990",
    "Téléphone": "0639980000",
    "Email": "maelle@example.org",
    "Commune": "Dunkerque (Petite-Synthe)",
    "Code postal": "59640",
    "QPV": "oui",
    "Statuts": "RSA|DELD",
    "Antenne": "Centre",
    "Référent de parcours": "A. Bélier",
    "Conseiller emploi": "O. Cœur",
    "Date d'entrée": "01/02/2026",
    "Contrat d'engagement signé": "oui",
    "Projet 1": "Pâtissière",
    "ROME 1": "d1104",
    "Projet 1 validé le": "15/03/2026",
    "Projet 2": "Vendeuse",
    "Expériences": "apprentie pâtissière (24 mois, 2008-2010) | vendeuse (3 ans)|congé parental",
    "Compétences": "tourage|vente, caisse|chocolat non",
    "Niveau de formation": "V",
    "Diplômes": "CAP pâtissier",
    "Langues": "français langue maternelle|anglais A2",
    "Permis et habilitations": "B en cours|HACCP (→ 06/2027)",
    "Locomotion": "bus|à pied",
    "Trajet maximum": "45",
    "Disponible le": "01/12/2026",
    "Contrats recherchés": "CDI|CDD",
    "Temps de travail": "temps partiel 24-30h",
    "Horaires possibles": "journée|matin tôt",
    "Contraintes": "crèche 8h-18h|pas de port de charges > 10 kg",
    "Consentement transmission": "20/03/2026",
}


def csv_file(path: Path, *rows: dict[str, str], encoding: str = "utf-8") -> Path:
    text = io.StringIO()
    writer = csv.DictWriter(
        text, list(dict.fromkeys(h for row in rows for h in row)), delimiter=";"
    )
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding, errors="replace"))
    return path


def one(path: Path) -> CandidateRecord:
    ((_, record),) = read_candidates(path).records
    return record


def test_reads_every_column(tmp_path: Path) -> None:
    imported = read_candidates(csv_file(tmp_path / "a.csv", FULL))
    assert (imported.read, imported.rejected, imported.notes) == (1, (), ())
    assert imported.columns.missing == ("ROME 2", "Projet 2 validé le")
    ((row, record),) = imported.records
    assert row == 2
    assert record.identifier == "T-0042"
    assert record.identity.birth_date == date(1990, 8, 7)
    assert record.follow.entered_on == date(2026, 2, 1)
    assert (record.home.insee, record.home.quarter) == ("59183", "Petite-Synthe")
    assert record.priority_quarter is True
    assert record.statuses == ("RSA", "DELD")
    assert [(p.title, p.rome, p.validated_on, p.validated) for p in record.projects] == [
        ("Pâtissière", "D1104", date(2026, 3, 15), True),
        ("Vendeuse", None, None, False),
    ]
    assert [(job.title, job.months) for job in record.experiences] == [
        ("apprentie pâtissière", 24),
        ("vendeuse", 36),
    ]
    assert record.skills == ("tourage", "vente", "caisse")
    assert record.education_level == 3
    assert [(spoken.code, spoken.level) for spoken in record.languages] == [
        ("fr", "native"),
        ("en", "A2"),
    ]
    assert record.credentials is not None
    assert [(held.code, held.state, held.expires_on) for held in record.credentials] == [
        ("permis_B", CredentialState.IN_PROGRESS, None),
        ("HACCP", CredentialState.HELD, date(2027, 6, 30)),
    ]
    assert record.travel_modes == {TravelMode.BUS, TravelMode.WALK}
    assert (record.trip_limit_minutes, record.trip_limit_km) == (45.0, None)
    assert record.available_from == date(2026, 12, 1)
    assert record.contracts == {ContractType.CDI, ContractType.CDD}
    assert (record.working_time, record.hours_min, record.hours_max) == (
        WorkingTimeWish.PART,
        24.0,
        30.0,
    )
    assert record.patterns == {WorkPattern.DAY, WorkPattern.EARLY}
    assert record.limits.restrictions == (Restriction(Condition.LOADS, 10.0),)
    assert (record.limits.earliest_start, record.limits.latest_end) == (time(8, 30), time(17, 30))
    assert (record.consent, record.consent_on) == (True, date(2026, 3, 20))


def test_the_same_facts_in_csv_of_any_encoding_and_in_xlsx_give_the_same_record(
    tmp_path: Path,
) -> None:
    book_path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(book_path) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for column, (header, cell) in enumerate(FULL.items()):
            sheet.write_string(0, column, header)
            if header in ("Code postal", "Trajet maximum"):
                sheet.write_number(1, column, float(cell))
            elif header == "Téléphone":
                sheet.write_number(1, column, 639980000)
            elif header.endswith(" le") or header.startswith("Date"):
                moment = datetime.strptime(cell, "%d/%m/%Y")
                sheet.write_datetime(1, column, moment, day)
            else:
                sheet.write_string(1, column, cell)
    from_book = one(book_path)
    facts = {key: cell for key, cell in FULL.items() if key != "Permis et habilitations"}
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        record = one(csv_file(tmp_path / f"{encoding}.csv", FULL, encoding=encoding))
        assert dataclasses.replace(record, raw={}) == dataclasses.replace(from_book, raw={})
    # the arrow of `(→ 06/2027)` does not exist in Windows-1252
    ansi = one(csv_file(tmp_path / "ansi.csv", facts, encoding="cp1252"))
    assert dataclasses.replace(ansi, raw={}) == dataclasses.replace(
        from_book, raw={}, credentials=None
    )


def test_an_empty_cell_is_unknown_and_none_is_none(tmp_path: Path) -> None:
    record = one(csv_file(tmp_path / "a.csv", {"Identifiant": "P-1"}))
    assert record == CandidateRecord("P-1", raw={"Identifiant": "P-1"})
    assert record.credentials is None
    assert record.travel_modes is None
    said = {"Identifiant": "P-1", "Permis et habilitations": "aucun", "Locomotion": "aucun"}
    record = one(csv_file(tmp_path / "b.csv", said))
    assert record.credentials == ()
    assert record.travel_modes == frozenset()


def test_a_row_without_a_usable_identifier_is_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    identifiers = ["P-1", "", "p-1", "Total", "P‑1", "P\u200b-2", "pé-3", "P-4"]
    rows = [{"Identifiant": one_of, "Nom": "X"} for one_of in identifiers]
    imported = read_candidates(csv_file(tmp_path / "a.csv", *rows))
    assert [record.identifier for _, record in imported.records] == ["P-1", "P-4"]
    assert [(refused.row, refused.field) for refused in imported.rejected] == [
        (row, "Identifiant") for row in (3, 4, 5, 6, 7, 8)
    ]
    assert imported.read == len(identifiers)
    assert "ligne 2" in imported.rejected[1].reason
    assert "absent" in imported.rejected[0].reason


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        ("Date de naissance", "31/02/1990"),
        ("QPV", "bof"),
        ("Commune", "Atlantide"),
        ("ROME 1", "soudeur"),
        ("Projet 1 validé le", "bientôt"),
        ("Niveau de formation", "??"),
        ("Langues", "klingon"),
        ("Permis et habilitations", "brevet de magicien"),
        ("Locomotion", "tapis volant"),
        ("Trajet maximum", "loin"),
        ("Disponible le", "un jour"),
        ("Contrats recherchés", "troc"),
        ("Temps de travail", "parfois"),
        ("Horaires possibles", "mardi gras"),
        ("Consentement transmission", "peut-être"),
    ],
)
def test_a_value_that_cannot_be_read_costs_that_value_and_is_told(
    tmp_path: Path, header: str, cell: str
) -> None:
    imported = read_candidates(csv_file(tmp_path / "a.csv", {"Identifiant": "P-1", header: cell}))
    assert len(imported.records) == 1
    (note,) = imported.notes
    assert (note.row, note.field) == (2, header)
    assert cell in note.reason


def test_unknown_columns_are_named_and_no_file_without_identifier_is_read(tmp_path: Path) -> None:
    imported = read_candidates(
        csv_file(tmp_path / "a.csv", {"Identifiant": "P-1", "Pointure": "42"})
    )
    assert imported.columns.unknown == ("Pointure",)
    assert [note.field for note in imported.notes] == ["Pointure"]
    with pytest.raises(InputRefusedError, match="Identifiant"):
        read_candidates(csv_file(tmp_path / "b.csv", {"Nom": "X", "Prénom": "Y"}))


TITLES = "Permis et habilitations"
SECRETS = {
    "Identifiant": "P-9",
    "Projet 1": "Jardinier",
    "Expériences": "détention 2019-2021|jardinier (5 ans) inapte depuis|plonge au noir (2 ans)",
    "Compétences": "taille|suivi psychiatrique|tonte",
    "Diplômes": "CAP|reconnu travailleur handicapé",
    "Contraintes": "pas de charges > 5 kg (hernie discale)|bracelet électronique|diabète",
    "Permis et habilitations": "B (annulé, alcool)|SST",
    "Statuts": "RQTH",
}


def test_what_is_shown_tells_neither_health_nor_justice(tmp_path: Path) -> None:
    record = one(csv_file(tmp_path / "a.csv", SECRETS))
    hidden = dataclasses.replace(record, raw={}, withheld=(), statuses=())
    shown = repr(hidden).lower()
    for word in (
        "détention",
        "inapte",
        "noir",
        "psychia",
        "handicap",
        "hernie",
        "bracelet",
        "diab",
        "alcool",
        "rqth",
    ):
        assert word not in shown
    assert record.limits.restrictions == (Restriction(Condition.LOADS, 5.0),)
    assert record.skills == ("taille", "tonte")
    assert [job.title for job in record.experiences] == ["jardinier"]
    assert len(record.withheld) == 8
    assert record.raw["Expériences"] == SECRETS["Expériences"]


@pytest.mark.parametrize("title", ["Cariste (RQTH)", "Cariste RQTH", "RQTH - Cariste"])
def test_a_project_keeps_its_trade_without_the_word_that_says_too_much(title: str) -> None:
    record = read_row({"Identifiant": "P-1", "Projet 1": title, "ROME 1": "N1101"})
    assert record.projects == (Project("Cariste", "N1101"),)
    assert record.withheld == ("RQTH",)
    assert record.raw["Projet 1"] == title


def test_a_project_without_words_keeps_its_code_alone() -> None:
    said_too_much = {"Projet 1": "reconnu travailleur handicapé", "ROME 1": "N1101"}
    record = read_row({"Identifiant": "P-1", **said_too_much, "ROME 2": "K2204"})
    assert record.projects == (Project("", "N1101"), Project("", "K2204"))
    assert record.withheld == ("reconnu travailleur handicapé",)
    nothing = read_row({"Identifiant": "P-1", "Projet 1": "RQTH"})
    assert (nothing.projects, nothing.withheld) == ((), ("RQTH",))


def test_the_own_name_age_and_nationality_are_taken_out_and_told(tmp_path: Path) -> None:
    row = {
        "Identifiant": "P-1",
        "Civilité": "Mme",
        "Nom": "DURAND",
        "Prénom": "Marie",
        "Projet 1": "Cariste, Mme Durand Marie",
        "Expériences": "jeune cariste 22 ans|Marie Durand, préparatrice (14 mois)|cariste (2 ans)",
        "Compétences": "chariots|nationalité belge|gerbage (Durand)",
    }
    imported = read_candidates(csv_file(tmp_path / "a.csv", row))
    ((_, record),) = imported.records
    assert record.projects == (Project("Cariste"),)
    assert [(job.title, job.months) for job in record.experiences] == [
        ("cariste", None),
        ("préparatrice", 14),
        ("cariste", 24),
    ]
    assert record.skills == ("chariots", "gerbage")
    assert {note.field for note in imported.notes} == {"Projet 1", "Expériences", "Compétences"}
    assert not any("durand" in note.reason.lower() for note in imported.notes)
    assert record.raw == row


def test_a_renewed_certificate_is_held(tmp_path: Path) -> None:
    cell = "CACES R489 3 (périmé 2019)|SST en cours|CACES R489 3 (→ 06/2029)"
    record = one(csv_file(tmp_path / "a.csv", {"Identifiant": "P-1", TITLES: cell}))
    assert record.credentials is not None
    assert [(held.code, held.state, held.expires_on) for held in record.credentials] == [
        ("CACES_R489_3", CredentialState.HELD, date(2029, 6, 30)),
        ("SST", CredentialState.IN_PROGRESS, None),
    ]
    assert record.raw[TITLES] == cell


def test_the_counts_add_up_on_a_messy_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(
        "Export du 22/11/2026;;\r\n"
        "IDENTIFIANT;commune;Contraintes\r\n"
        'P-1;GDE SYNTHE;"pas de nuit\r\n(enfants)"\r\n'
        ";;\r\n"
        "P-2;Dunkerque\r\n"
        'P-3;"oubli;x\r\n'
        "P-1;encore;là\r\n"
        "Total : 3;;\r\n".encode("cp1252")
    )
    imported: CandidateImport = read_candidates(path)
    assert imported.read == len(imported.records) + len(imported.rejected) == 5
    assert [row for row, _ in imported.records] == [3, 5, 6]
    assert [refused.row for refused in imported.rejected] == [7, 8]
    assert {1, 5, 6} <= {note.row for note in imported.notes}


def test_a_row_by_canonical_headers_is_read_alone() -> None:
    assert read_row(FULL).identifier == "T-0042"
    assert set(read_row(FULL).raw) <= set(HEADERS)
    with pytest.raises(InputRefusedError, match="absent"):
        read_row({"Nom": "X"})


@pytest.mark.parametrize(
    "unit", ["a", "(", "pas de ", "8h-", "(1 mois, 2019) puis ", "B ", ";", "|"]
)
def test_an_endless_cell_costs_little_time_and_is_told(unit: str) -> None:
    for header in HEADERS[1:]:
        started = time_module.process_time()
        read_row({"Identifiant": "P-1", header: unit * (100_000 // len(unit))})
        assert time_module.process_time() - started < 1.0


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(noise=st.binary(max_size=60), at=st.integers(0, 400))
def test_noise_in_a_file_is_refused_or_read_never_an_error(
    tmp_path: Path, noise: bytes, at: int
) -> None:
    path = csv_file(tmp_path / "a.csv", FULL, {**FULL, "Identifiant": "P-2"})
    data = path.read_bytes()
    path.write_bytes(data[:at] + noise + data[at:])
    try:
        imported = read_candidates(path)
    except InputRefusedError:
        return
    assert imported.read == len(imported.records) + len(imported.rejected)
