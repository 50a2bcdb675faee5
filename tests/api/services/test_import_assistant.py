"""An unknown export brought in step by step, on both bases."""

import csv
import io
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from api.services import import_assistant as assistant
from api.services.import_assistant import Clerk
from api.services.import_preview import UNDECIDED, changes_of, column_errors, lines_of, preview_of
from api.services.import_profiles import list_profiles, rename_profile
from api.services.imports import import_candidates, import_offers
from api.services.reading import packaged_proposals
from ingestion.table_reading import Delimiter, Encoding, TableReading
from models.candidates import Candidate
from models.case_files import CandidateIdentity
from models.database import reading, transaction
from models.errors import ConcurrentChangeError, InputRefusedError, NotFoundError
from models.imports import ImportDraft
from models.journal import ImportKind, ImportRun
from models.offers import Offer
from models.people import User
from models.vocabulary import Role
from tests.factories import make_user

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
HEADER = ("N° usager", "Patronyme", "DDN", "Coord.", "Lieu de vie", "Métier visé", "Sport")
EXPORT = """\
N° usager;Patronyme;DDN;Coord.;Lieu de vie;Métier visé;Sport
A-101;Wisselinck;01/02/1980;06 39 98 00 01;Dunkerque;cariste;judo
A-102;Brûlé;31/02/1990;06 39 98 00 02;Grande-Synthe;aide à domicile;
;Sans-Numéro;03/03/1985;06 39 98 00 03;Coudekerque-Branche;=2+5;voile
A-101;Doublon;04/04/1986;06 39 98 00 04;Dunkerque;plongeur;
"""
DECIDED = (
    "Identifiant",
    "Nom",
    "Date de naissance",
    "Téléphone",
    "Commune",
    "Projet 1",
    None,
)


@pytest.fixture
def clerk(session: Session) -> Clerk:
    return Clerk(add_user(session), NOW)


def add_user(session: Session, role: Role = Role.OFFICE) -> User:
    user = make_user(role)
    session.add(user)
    session.flush()
    return user


def keep(session: Session, clerk: Clerk, text: str = EXPORT, name: str = "abc.csv") -> ImportDraft:
    return assistant.keep_file(session, ImportKind.CANDIDATES, name, text.encode("cp1252"), clerk)


def decided(session: Session, clerk: Clerk, save_as: str = "") -> ImportDraft:
    draft = keep(session, clerk)
    assistant.decide(session, draft, (HEADER, DECIDED), draft.version, clerk, save_as)
    return draft


def people(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Candidate)) or 0


def test_columns_are_proposed_by_name_and_by_what_they_hold(session: Session, clerk: Clerk) -> None:
    preview = preview_of(keep(session, clerk), TODAY)
    assert [line.chosen for line in preview.columns] == [
        "Identifiant",
        UNDECIDED,
        "Date de naissance",
        "Téléphone",
        "Commune",
        "Projet 1",
        UNDECIDED,
    ]
    words = {line.written: line.sureness.label for line in preview.columns}
    assert words["Métier visé"] == words["DDN"] == "sûr"
    assert words["Coord."] == words["Lieu de vie"] == "à confirmer"
    assert words["Sport"] == "non reconnue"
    assert preview.columns[6].samples == ("judo", "voile")
    assert (preview.encoding, preview.delimiter) == (Encoding.WINDOWS, Delimiter.SEMICOLON)
    assert preview.rows[1][1][1] == "Brûlé"


def test_undecided_doubled_and_missing_columns_are_refused_with_the_reason() -> None:
    chosen = ["Nom", "Nom", "", "-", "-", "-", "-"]
    messages = [message for _, message in column_errors(ImportKind.CANDIDATES, HEADER, chosen)]
    assert messages[0] == "« Patronyme » : « Nom » est déjà prise par « N° usager »"
    assert messages[1].startswith("« DDN » : choisissez")
    assert "une faute de frappe ferait deux dossiers" in messages[2]
    right = [each or "-" for each in DECIDED]
    assert column_errors(ImportKind.CANDIDATES, HEADER, right) == []


def test_a_file_read_in_the_wrong_encoding_shows_it_and_can_be_read_again(
    session: Session, clerk: Clerk
) -> None:
    draft = keep(session, clerk)
    assistant.change_reading(session, draft, TableReading(Encoding.UTF8), draft.version, clerk)
    assert preview_of(draft, TODAY).is_spoilt
    reading_ = TableReading(Encoding.WINDOWS, Delimiter.SEMICOLON)
    assistant.change_reading(session, draft, reading_, draft.version, clerk)
    preview = preview_of(draft, TODAY)
    assert preview.header == HEADER
    assert not preview.is_spoilt


def test_a_trial_tells_everything_and_writes_nothing(session: Session, clerk: Clerk) -> None:
    taken = assistant.try_out(session, decided(session, clerk), clerk)
    report = taken.report
    assert (report.read, report.created, len(report.refused)) == (4, 2, 2)
    assert people(session) == 0
    refusals = lines_of(taken, report.refused)
    assert [(line.row, line.column) for line in refusals] == [(4, "N° usager"), (5, "N° usager")]
    assert refusals[0].cure.startswith("écrivez dans cette cellule l'identifiant")
    notes = {line.column: line for line in lines_of(taken, report.notes)}
    assert notes["DDN"].reason == "date illisible : « 31/02/1990 »"
    assert notes["DDN"].cure == "corrigez la cellule en JJ/MM/AAAA"
    assert "non reprise, comme décidé" in notes["Sport"].reason


def test_what_would_change_is_told_field_by_field(session: Session, clerk: Clerk) -> None:
    assistant.commit(session, str(decided(session, clerk).key), 2, clerk)
    later = EXPORT.replace("Wisselinck", "Wissocq").replace("cariste", "")
    draft = keep(session, clerk, later)
    assistant.decide(session, draft, (HEADER, DECIDED), 1, clerk)
    taken = assistant.try_out(session, draft, clerk)
    assert (taken.report.updated, taken.report.unchanged) == (1, 1)
    (change,) = changes_of(session, taken)
    assert change.identifier == "A-101"
    assert change.fields == (("Nom", "Wisselinck", "Wissocq"), ("Projet 1", "cariste", ""))


def test_refused_rows_come_back_corrected(session: Session, clerk: Clerk) -> None:
    draft = decided(session, clerk, "ABC Viesion Dunkerque")
    before = assistant.rejects_of(session, draft, clerk)
    assistant.commit(session, str(draft.key), draft.version, clerk)
    rejects = assistant.rejects_of(session, draft, clerk)
    assert rejects == before
    header, *rows = csv.reader(io.StringIO(rejects.decode("utf-8-sig")), delimiter=";")
    assert header == [*HEADER, "Ligne refusée", "Cause du refus", "Remède"]
    assert rows[0][5] == "'=2+5"  # no spreadsheet runs it
    assert rows[0][7:9] == ["4", "identifiant absent"]
    assert rows[1][8] == "identifiant « A-101 » déjà présent ligne 2"
    corrected = rejects.decode("utf-8-sig").replace("\r\n;Sans", "\r\nA-103;Sans")
    again = assistant.keep_file(
        session, ImportKind.CANDIDATES, "rejets.csv", corrected.encode(), clerk
    )
    assert again.profile_name == "ABC Viesion Dunkerque"
    report = assistant.try_out(session, again, clerk).report
    assert (report.created, report.updated, len(report.refused)) == (1, 1, 0)
    assert not [note for note in report.notes if "Remède" in note.field]
    assistant.commit(session, str(again.key), again.version, clerk)
    raw = session.scalar(
        select(CandidateIdentity.last_name)
        .join(Candidate, Candidate.id == CandidateIdentity.candidate_id)
        .where(Candidate.identifier == "A-103")
    )
    assert raw == "Sans-Numéro"


def test_saved_columns_serve_the_next_file_and_the_command_line(
    session: Session, clerk: Clerk, tmp_path: Path
) -> None:
    decided(session, clerk, "ABC Viesion Dunkerque")
    # the same columns in another order, with a title line above
    lines = [line.split(";")[::-1] for line in EXPORT.splitlines()]
    path = tmp_path / "suivant.csv"
    path.write_text("\n".join(["Export", *(";".join(line) for line in lines)]), encoding="utf-8")
    report = import_candidates(session, path, now=NOW)
    assert (report.profile, report.created) == ("ABC Viesion Dunkerque", 2)
    assert "ABC Viesion Dunkerque" in report.notes[0].reason
    names = session.scalars(select(CandidateIdentity.last_name)).all()
    assert sorted(filter(None, names)) == ["Brûlé", "Wisselinck"]


def test_saved_columns_keep_the_encoding_that_was_chosen(session: Session, clerk: Clerk) -> None:
    data = EXPORT.encode("utf-16-le")  # without its mark: nothing says what it is

    def put_aside() -> ImportDraft:
        return assistant.keep_file(session, ImportKind.CANDIDATES, "u.csv", data, clerk)

    draft = put_aside()
    assert preview_of(draft, TODAY).encoding is Encoding.UTF16
    assistant.decide(session, draft, (HEADER, DECIDED), 1, clerk, "Vieux logiciel")
    assert put_aside().profile_name == "Vieux logiciel"


def test_profiles_are_renamed_and_replaced_by_name(session: Session, clerk: Clerk) -> None:
    decided(session, clerk, "ABC")
    decided(session, clerk, "abc ")
    (profile,) = list_profiles(session, [ImportKind.CANDIDATES])
    rename_profile(session, profile, "  Viesion   Dunkerque ")
    assert profile.name == "Viesion Dunkerque"
    decided(session, clerk, "ABC")
    with pytest.raises(InputRefusedError, match="s'appelle déjà"):
        rename_profile(session, profile, "abc")
    with pytest.raises(InputRefusedError, match="donnez un nom"):
        rename_profile(session, profile, " - ")


def test_a_file_waits_a_day_then_goes(session: Session, clerk: Clerk) -> None:
    draft = keep(session, clerk)
    later = Clerk(clerk.user, NOW + timedelta(days=1))
    with pytest.raises(NotFoundError):
        assistant.find_draft(session, str(draft.key), later)
    keep(session, later)
    assert session.scalar(select(func.count()).select_from(ImportDraft)) == 1


def test_officers_bring_in_offers_alone(session: Session, clerk: Clerk) -> None:
    draft = keep(session, clerk)
    officer = Clerk(add_user(session, Role.OFFICER), NOW)
    with pytest.raises(NotFoundError):
        keep(session, officer)
    with pytest.raises(NotFoundError):
        assistant.find_draft(session, str(draft.key), officer)


def test_an_offer_sheet_with_unknown_columns_is_mapped_once(
    session: Session, tmp_path: Path
) -> None:
    officer = Clerk(add_user(session, Role.OFFICER), NOW)
    text = "Réf.;Besoin;Où;Détail\nX-1;Maçon;Bourbourg;CDI 35h\nX-2;Plongeur;Gravelines;CDD\n"
    header = ("Réf.", "Besoin", "Où", "Détail")
    draft = assistant.keep_file(session, ImportKind.OFFERS, "o.csv", text.encode(), officer)
    preview = preview_of(draft, TODAY)
    assert preview.header == header
    assert preview.columns[2].chosen == "Commune"
    chosen = ("Référence", "Intitulé", "Commune", None)
    assert column_errors(draft.kind, header, ["-", "-", "Commune", "-"])
    assistant.decide(session, draft, (header, chosen), 1, officer, "Agence du Port")
    run = assistant.commit(session, str(draft.key), 2, officer)
    assert (run.kind, run.created) == (ImportKind.OFFERS, 2)
    offer = session.scalars(select(Offer).where(Offer.reference == "X-1")).one()
    assert (offer.title, offer.commune_name) == ("Maçon", "Bourbourg")
    assert "CDI 35h" in offer.source_text
    path = tmp_path / "suite.csv"
    path.write_text("Détail;Où;Besoin;Réf.\nCDI;Dunkerque;Soudeur;X-3\n", encoding="utf-8")
    report = import_offers(session, path, packaged_proposals(), now=NOW)
    assert (report.profile, report.created) == ("Agence du Port", 1)


def test_pressed_twice_the_import_is_done_once(session: Session, clerk: Clerk) -> None:
    draft = decided(session, clerk)
    first = assistant.commit(session, str(draft.key), 2, clerk)
    assert assistant.commit(session, str(draft.key), 2, clerk) is first
    assert session.scalar(select(func.count()).select_from(ImportRun)) == 1
    other = Clerk(add_user(session, Role.MANAGER), NOW)
    with pytest.raises(ConcurrentChangeError, match="fichier importé"):
        assistant.commit(session, str(draft.key), 2, other)


def test_two_people_who_commit_at_once_have_one_winner(factory: sessionmaker[Session]) -> None:
    with transaction(factory) as session:
        users = [add_user(session, Role.OFFICE), add_user(session, Role.MANAGER)]
        key = str(decided(session, Clerk(users[0], NOW)).key)

    def press(user: User) -> str:
        try:
            with transaction(factory) as session:
                assistant.commit(session, key, 2, Clerk(user, NOW))
        except ConcurrentChangeError:
            return "refused"
        return "done"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(press, users)) == ["done", "refused"]
    with reading(factory) as session:
        assert people(session) == 2
        assert session.scalar(select(func.count()).select_from(ImportRun)) == 1


def test_two_files_with_the_same_people_at_once_are_both_taken(
    factory: sessionmaker[Session],
) -> None:
    with transaction(factory) as session:
        user = add_user(session)
        keys = [str(decided(session, Clerk(user, NOW)).key) for _ in range(2)]

    def press(key: str) -> int:
        with transaction(factory) as session:
            return assistant.commit(session, key, 2, Clerk(user, NOW)).created

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(press, keys)) == [0, 2]


def test_columns_changed_by_another_are_not_committed(session: Session, clerk: Clerk) -> None:
    draft = decided(session, clerk)
    assistant.decide(session, draft, (HEADER, DECIDED), 2, clerk)
    with pytest.raises(ConcurrentChangeError, match="colonnes modifiées"):
        assistant.commit(session, str(draft.key), 2, clerk)
    assert people(session) == 0
