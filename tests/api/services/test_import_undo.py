"""An import taken back leaves the base as it was."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from api.services import import_undo
from api.services.import_undo import kept_people, plan_undo, undo_import
from api.services.imports import import_candidates
from ingestion.rows import LINES
from models.candidates import Candidate
from models.database import transaction
from models.errors import NotFoundError, TransitionRefusedError
from models.imports import ImportChange, ImportUndo
from models.introductions import Introduction
from models.journal import ImportRun
from models.moves import SYSTEM, suggest
from models.people import User
from models.vocabulary import Role
from tests.factories import make_offer, make_user

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=2)
HEADER = (
    "Identifiant;Nom;Date de naissance;QPV;Statuts;Commune;Projet 1;Projet 1 validé le;Expériences;"
    "Compétences;Niveau de formation;Diplômes;Langues;Permis et habilitations;Locomotion;"
    "Trajet maximum;Contrats recherchés;Temps de travail;Horaires possibles;Contraintes;"
    "Consentement transmission;Référent de parcours\n"
)
RICH = (
    "P-1;Vasseur;01/02/1990;oui;RSA|RQTH;Dunkerque (Petite-Synthe);cariste;04/04/2025;"
    "préparateur (14 mois, 2020-2021)|ménage;gerbage|scan;3;CAP vente;français B1|arabe;"
    "B|CACES R489 3 (→ 06/2027);bus|à pied;45;CDI|CDD;temps partiel 20-28h;journée|2x8;"
    "pas de port de charges > 10 kg;oui;N. Test\n"
)
POOR = "P-2;Dewaele" + ";" * 20 + "\n"
OTHER = RICH.replace("P-1", "P-3").replace("Vasseur", "Lemaire")
FIRST = HEADER + RICH + POOR
SECOND = HEADER + RICH.replace("gerbage", "soudure").replace("Vasseur", "Vass") + POOR + OTHER


def dump(session: Session) -> dict[str, list[tuple[Any, ...]]]:
    """Every table of people, without the numbers of lines, which are nobody's."""
    session.expire_all()
    tables = {}
    for table in (Candidate, *(lines.table for lines in LINES)):
        columns = [
            column
            for column in table.__table__.columns
            if column.name != "id" or table is Candidate
        ]
        rows = session.execute(select(*columns)).all()
        tables[table.__tablename__] = sorted((tuple(row) for row in rows), key=repr)
    return tables


def bring_in(
    session: Session, folder: Path, text: str, now: datetime = NOW, name: str = "un.csv"
) -> ImportRun:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    import_candidates(session, path, now=now)
    return session.scalars(select(ImportRun).order_by(ImportRun.id.desc()).limit(1)).one()


@pytest.fixture
def user(session: Session) -> User:
    made = make_user(Role.OFFICE)
    session.add(made)
    session.flush()
    return made


def test_the_base_is_as_before(session: Session, user: User, tmp_path: Path) -> None:
    empty = dump(session)
    first = bring_in(session, tmp_path, FIRST)
    before = dump(session)
    second = bring_in(session, tmp_path, SECOND, LATER)
    assert (second.created, second.updated, second.unchanged) == (1, 1, 1)
    assert dump(session) != before
    undo = undo_import(session, str(second.key), user, LATER)
    assert (undo.removed, undo.restored, undo.kept) == (1, 1, 0)
    assert dump(session) == before
    undo_import(session, str(first.key), user, LATER)
    assert dump(session) == empty
    assert session.scalar(select(func.count()).select_from(ImportChange)) == 0


def test_what_people_were_is_kept_for_thirty_days(
    session: Session, user: User, tmp_path: Path
) -> None:
    first = bring_in(session, tmp_path, FIRST)
    second = bring_in(session, tmp_path, SECOND, LATER)
    was = select(func.count()).select_from(ImportChange).where(ImportChange.before.is_not(None))
    end = LATER + import_undo.UNDO_WITHIN
    import_undo.forget_before(session, end - timedelta(seconds=1))
    assert session.scalar(was) == 1
    assert plan_undo(session, second, end - timedelta(seconds=1)).refusal == ""
    import_undo.forget_before(session, end)
    assert session.scalar(was) == 0
    state = dump(session)
    for run in (first, second):
        assert import_undo.is_undoable(session, run, end)  # the page says why it cannot be
        with pytest.raises(TransitionRefusedError, match="30 jours ou plus"):
            undo_import(session, str(run.key), user, end)
    assert dump(session) == state


def test_an_import_undone_can_be_made_again(session: Session, user: User, tmp_path: Path) -> None:
    bring_in(session, tmp_path, FIRST)
    second = bring_in(session, tmp_path, SECOND, LATER)
    after = dump(session)["candidate_skills"]
    undo_import(session, str(second.key), user, LATER)
    again = bring_in(session, tmp_path, SECOND, LATER)
    assert (again.created, again.updated) == (1, 1)
    assert len(dump(session)["candidate_skills"]) == len(after)


def test_an_import_changed_again_waits_for_the_later_one(
    session: Session, user: User, tmp_path: Path
) -> None:
    first = bring_in(session, tmp_path, FIRST)
    second = bring_in(session, tmp_path, SECOND, LATER, "décembre.csv")
    before = dump(session)
    with pytest.raises(TransitionRefusedError, match=r"annulez d’abord « décembre\.csv »"):
        undo_import(session, str(first.key), user, LATER)
    assert dump(session) == before
    undo_import(session, str(second.key), user, LATER)
    undo_import(session, str(first.key), user, LATER)


def test_people_someone_worked_with_are_kept_and_told(
    session: Session, user: User, tmp_path: Path
) -> None:
    run = bring_in(session, tmp_path, SECOND)
    offer = make_offer()
    session.add(offer)
    session.flush()
    ids = {person.identifier: person.id for person in session.scalars(select(Candidate))}
    suggest(session, (offer.id, ids["P-1"]), SYSTEM, NOW)  # suggested: nobody did anything yet
    worked = suggest(session, (offer.id, ids["P-3"]), SYSTEM, NOW)
    worked.version = 2
    session.flush()
    assert plan_undo(session, run, LATER).kept == (ids["P-3"],)
    undo = undo_import(session, str(run.key), user, LATER)
    assert (undo.removed, undo.kept) == (2, 1)
    assert kept_people(session, run, 10) == ["P-3"]
    assert session.scalars(select(Introduction.candidate_id)).all() == [ids["P-3"]]


def test_a_file_changed_by_hand_is_not_overwritten(
    session: Session, user: User, tmp_path: Path
) -> None:
    bring_in(session, tmp_path, FIRST)
    second = bring_in(session, tmp_path, SECOND, LATER)
    person = session.scalars(select(Candidate).where(Candidate.identifier == "P-1")).one()
    person.updated_at = LATER + timedelta(minutes=5)
    session.flush()
    with pytest.raises(TransitionRefusedError, match="autrement que par un import"):
        undo_import(session, str(second.key), user, LATER)


def test_it_is_undone_once(session: Session, user: User, tmp_path: Path) -> None:
    run = bring_in(session, tmp_path, FIRST)
    undo_import(session, str(run.key), user, LATER)
    with pytest.raises(TransitionRefusedError, match="déjà annulé"):
        undo_import(session, str(run.key), user, LATER)
    with pytest.raises(NotFoundError):
        undo_import(session, "x", user, LATER)
    (kept,) = session.scalars(select(ImportUndo)).all()
    assert (kept.actor_id, kept.at) == (user.id, LATER)


def test_an_import_that_changed_nothing_has_nothing_to_give_back(
    session: Session, user: User, tmp_path: Path
) -> None:
    bring_in(session, tmp_path, FIRST)
    again = bring_in(session, tmp_path, FIRST, LATER)
    with pytest.raises(TransitionRefusedError, match="rien changé"):
        undo_import(session, str(again.key), user, LATER)


def test_an_undo_that_breaks_leaves_the_import(
    factory: sessionmaker[Session], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction(factory) as session:
        user = make_user(Role.OFFICE)
        session.add(user)
        session.flush()
        bring_in(session, tmp_path, FIRST)
        run = bring_in(session, tmp_path, SECOND, LATER)
        key, before = str(run.key), dump(session)

    def burst(*_: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(import_undo, "remove_people", burst)
    with pytest.raises(RuntimeError), transaction(factory) as session:
        undo_import(session, key, user, LATER)
    with factory() as session:
        assert dump(session) == before
        assert session.scalar(select(func.count()).select_from(ImportUndo)) == 0


def test_what_a_person_was_goes_with_them(session: Session, tmp_path: Path) -> None:
    bring_in(session, tmp_path, FIRST)
    bring_in(session, tmp_path, SECOND, LATER)
    for person in session.scalars(select(Candidate)):
        session.delete(person)
    session.flush()
    assert session.scalar(select(func.count()).select_from(ImportChange)) == 0
