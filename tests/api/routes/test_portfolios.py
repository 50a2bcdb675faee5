"""People of a caseworker who leaves, given to another: what each sees, before and after imports."""

from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import event, select, update
from sqlalchemy.orm import Session, sessionmaker

from api.services import portfolios
from api.services.accounts import Facts, change_account
from api.services.import_people import import_candidates
from api.services.import_undo import undo_import
from api.services.portfolios import portfolio_key
from api.services.portfolios_holding import hold_after_import
from models.candidates import Candidate
from models.case_files import CandidateFollow
from models.database import transaction
from models.errors import InputRefusedError, RoleRefusedError, TransitionRefusedError
from models.journal import ImportRun
from models.people import ReassignedPerson, Reassignment, ReassignmentEnd, User
from models.vocabulary import Role
from tests.api.level2_world import user_of
from tests.api.routes.world import NAMES, World
from tests.factories import make_user
from tests.statements import statements

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HEADER = "Identifiant;Compétences;Référent de parcours\n"
OLD, NEW, THIRD = "Didier CLOET", "Bérénice Vandamme", "Ahmed Lefranc"


def file_of(names: dict[str, str], skill: str = "soudure") -> str:
    return HEADER + "".join(f"{key};{skill};{name}\n" for key, name in names.items())


def bring_in(session: Session, folder: Path, text: str) -> None:
    path = folder / "export.csv"
    path.write_text(text, encoding="utf-8")
    import_candidates(session, path, now=NOW)


def followed(session: Session) -> dict[str, str | None]:
    session.expire_all()
    asked = select(Candidate.identifier, CandidateFollow.caseworker).join(CandidateFollow)
    return {row[0]: row[1] for row in session.execute(asked)}


def staff(session: Session) -> tuple[User, User, User]:
    manager = make_user(Role.MANAGER)
    new = make_user(Role.CASEWORKER, name="B. Vandamme", file_name=NEW)
    third = make_user(Role.CASEWORKER, name=THIRD)
    session.add_all([manager, new, third])
    session.flush()
    return manager, new, third


def give(session: Session, manager: User, to: User, former: str = OLD) -> Reassignment:
    portfolio = portfolios.find_portfolio(session, portfolio_key(former))
    return portfolios.reassign(session, manager, portfolio, str(to.key), None, NOW)


def endings(session: Session) -> list[ReassignmentEnd | None]:
    session.expire_all()
    asked = select(ReassignedPerson.ending).order_by(ReassignedPerson.id)
    return list(session.scalars(asked))


def test_the_ones_ticked_change_hands_and_come_back_at_once(world: World) -> None:
    with transaction(world.sessions) as session:
        leaving = make_user(Role.CASEWORKER, name="CLOET, Didier", is_active=False)
        leaving.file_name = "Didier Cloet"
        session.add(leaving)
    key = portfolio_key("Didier Cloet")
    with world.browser(Role.MANAGER) as manager, world.browser(Role.CASEWORKER) as caseworker:
        assert "compte désactivé" in manager.get("/portefeuilles").text
        assert "P-0002" in manager.get(f"/portefeuilles/{key}").text
        assert "P-0002" not in caseworker.get("/candidats").text
        with world.sessions() as session:
            to = str(user_of(session, Role.CASEWORKER).key)
        ticked = {"to": to, "who": [world.candidate_keys[1]]}
        path = f"/portefeuilles/{key}"
        assert manager.post(path, data={"to": to}).status_code == 422  # nobody ticked
        stranger = {"to": to, "who": [world.candidate_keys[0]]}
        assert manager.post(path, data=stranger).status_code == 404
        assert manager.post(path, data=ticked).status_code == 303
        mine = caseworker.get("/candidats").text
        assert "P-0002" in mine
        assert "P-0004" not in mine
        assert caseworker.post(world.decision_path(1, "keep"), data={"version": "1"}).is_redirect
        page = manager.get("/portefeuilles").text
        assert "1 en vigueur" in page
        assert "1 participant de <strong>Didier Cloet</strong>" in page
        assert f"par {NAMES[Role.MANAGER]}" in page
        with world.sessions() as session:
            made = session.scalars(select(Reassignment.key)).one()
        assert manager.post(f"/portefeuilles/reaffectations/{made}/annuler").status_code == 303
        assert "P-0002" not in caseworker.get("/candidats").text
        assert manager.post(f"/portefeuilles/reaffectations/{made}/annuler").status_code == 409


def test_an_export_that_names_the_former_one_changes_nothing_a_third_does(
    factory: sessionmaker[Session], tmp_path: Path
) -> None:
    everybody = dict.fromkeys(("P-1", "P-2", "P-3", "P-4"), OLD)
    with transaction(factory) as session:
        bring_in(session, tmp_path, file_of(everybody))
        manager, new, _ = staff(session)
        give(session, manager, new)
        bring_in(session, tmp_path, file_of(everybody))
        assert followed(session) == dict.fromkeys(everybody, NEW)
        later = {"P-1": "Cloet Didier", "P-2": OLD, "P-3": THIRD, "P-4": NEW.upper()}
        bring_in(session, tmp_path, file_of(later | {"P-1": ""}, "gerbage"))
        assert followed(session) == {"P-1": NEW, "P-2": NEW, "P-3": THIRD, "P-4": NEW.upper()}
        assert endings(session) == [None, None, ReassignmentEnd.THIRD, ReassignmentEnd.CONFIRMED]
        # once the export has named the new one, its word counts again
        bring_in(session, tmp_path, file_of({"P-3": OLD, "P-4": OLD}, "tri"))
        assert followed(session)["P-3"] == followed(session)["P-4"] == OLD


def test_given_twice_then_back_holds_as_it_did(
    factory: sessionmaker[Session], tmp_path: Path
) -> None:
    with transaction(factory) as session:
        bring_in(session, tmp_path, file_of({"P-1": OLD}))
        manager, new, third = staff(session)
        first = give(session, manager, new)
        second = give(session, manager, third, NEW)
        bring_in(session, tmp_path, file_of({"P-1": OLD}, "gerbage"))
        assert followed(session) == {"P-1": THIRD}
        with pytest.raises(TransitionRefusedError):
            portfolios.undo(session, manager, str(first.key), NOW)
        assert portfolios.undo(session, manager, str(second.key), NOW) == 1
        assert followed(session) == {"P-1": NEW}
        bring_in(session, tmp_path, file_of({"P-1": OLD}, "tri"))
        assert followed(session) == {"P-1": NEW}
        assert portfolios.undo(session, manager, str(first.key), NOW) == 1
        assert followed(session) == {"P-1": OLD}
        bring_in(session, tmp_path, file_of({"P-1": OLD}, "caisse"))
        assert followed(session) == {"P-1": OLD}


def test_people_given_follow_the_account_to_its_name_of_the_export(
    factory: sessionmaker[Session], tmp_path: Path
) -> None:
    with transaction(factory) as session:
        bring_in(session, tmp_path, file_of({"P-1": OLD}))
        manager, new, _ = staff(session)
        give(session, manager, new)
        facts = Facts(new.email, new.name, new.role, file_name="VANDAMME Bérénice")
        change_account(session, str(new.key), facts, manager, NOW)
        assert followed(session) == {"P-1": "VANDAMME Bérénice"}
        bring_in(session, tmp_path, file_of({"P-1": OLD}, "gerbage"))
        assert followed(session) == {"P-1": "VANDAMME Bérénice"}
        bring_in(session, tmp_path, file_of({"P-1": "Vandamme Bérénice"}, "tri"))
        assert endings(session) == [ReassignmentEnd.CONFIRMED]


def test_an_import_taken_back_leaves_the_reassignment_in_force(
    factory: sessionmaker[Session], tmp_path: Path
) -> None:
    with transaction(factory) as session:
        bring_in(session, tmp_path, file_of({"P-1": OLD}))
        bring_in(session, tmp_path, file_of({"P-1": OLD}, "gerbage"))
        manager, new, _ = staff(session)
        give(session, manager, new)
        run = session.scalars(select(ImportRun).order_by(ImportRun.id.desc()).limit(1)).one()
        undo_import(session, str(run.key), manager, NOW)
        assert followed(session) == {"P-1": NEW}


def test_only_a_manager_gives_people_away(session: Session) -> None:
    manager, new, _ = staff(session)
    portfolio = portfolios.Portfolio(portfolio_key(OLD), OLD, 0, None)
    with pytest.raises(RoleRefusedError):
        portfolios.reassign(session, new, portfolio, str(new.key), None, NOW)
    with pytest.raises(RoleRefusedError):
        portfolios.undo(session, new, str(manager.key), NOW)


def undo_last(session: Session, manager: User) -> None:
    run = session.scalars(select(ImportRun).order_by(ImportRun.id.desc()).limit(1)).one()
    undo_import(session, str(run.key), manager, NOW)


def test_an_import_that_ended_a_reassignment_gives_it_back_when_taken_back(
    factory: sessionmaker[Session], tmp_path: Path
) -> None:
    with transaction(factory) as session:
        bring_in(session, tmp_path, file_of({"P-1": OLD, "P-2": OLD}))
        manager, new, third = staff(session)
        give(session, manager, third)
        second = give(session, manager, new, THIRD)
        bring_in(session, tmp_path, file_of({"P-1": "Zoé Blondel", "P-2": NEW}, "gerbage"))
        assert endings(session)[2:] == [ReassignmentEnd.THIRD, ReassignmentEnd.CONFIRMED]
        undo_last(session, manager)
        assert endings(session) == [ReassignmentEnd.LATER, ReassignmentEnd.LATER, None, None]
        assert followed(session) == {"P-1": NEW, "P-2": NEW}
        bring_in(session, tmp_path, file_of({"P-1": OLD, "P-2": OLD}, "tri"))
        assert followed(session) == {"P-1": NEW, "P-2": NEW}
        portfolios.undo(session, manager, str(second.key), NOW)  # the first holds under it
        assert followed(session) == {"P-1": THIRD, "P-2": THIRD}


def test_people_given_on_from_a_bad_import_stay_given_once_it_is_taken_back(
    factory: sessionmaker[Session], tmp_path: Path
) -> None:
    with transaction(factory) as session:
        bring_in(session, tmp_path, file_of({"P-1": OLD}))
        manager, new, _ = staff(session)
        bring_in(session, tmp_path, file_of({"P-1": THIRD}))
        made = give(session, manager, new, THIRD)
        undo_last(session, manager)
        assert endings(session) == [None]
        assert followed(session) == {"P-1": NEW}
        bring_in(session, tmp_path, file_of({"P-1": OLD}, "gerbage"))
        assert followed(session) == {"P-1": NEW}
        portfolios.undo(session, manager, str(made.key), NOW)
        assert followed(session) == {"P-1": OLD}  # never the name of the bad import


def test_given_again_after_the_import_that_ended_it_there_is_one_in_force(
    factory: sessionmaker[Session], tmp_path: Path
) -> None:
    with transaction(factory) as session:
        bring_in(session, tmp_path, file_of({"P-1": OLD}))
        manager, new, third = staff(session)
        first = give(session, manager, new)
        bring_in(session, tmp_path, file_of({"P-1": "Zoé Blondel"}))
        second = give(session, manager, third, "Zoé Blondel")
        undo_last(session, manager)
        assert endings(session) == [ReassignmentEnd.LATER, None]
        assert followed(session) == {"P-1": THIRD}
        bring_in(session, tmp_path, file_of({"P-1": OLD}, "gerbage"))
        assert followed(session) == {"P-1": THIRD}
        portfolios.undo(session, manager, str(second.key), NOW)
        assert followed(session) == {"P-1": NEW}
        portfolios.undo(session, manager, str(first.key), NOW)
        assert followed(session) == {"P-1": OLD}


def test_whom_no_file_named_before_the_bad_import_stays_given_too(
    factory: sessionmaker[Session], tmp_path: Path
) -> None:
    with transaction(factory) as session:
        bring_in(session, tmp_path, "Identifiant;Compétences\nP-1;soudure\n")
        manager, new, _ = staff(session)
        bring_in(session, tmp_path, file_of({"P-1": THIRD}))
        made = give(session, manager, new, THIRD)
        undo_last(session, manager)
        assert followed(session) == {"P-1": NEW}
        portfolios.undo(session, manager, str(made.key), NOW)
        assert followed(session) == {"P-1": None}


def test_no_more_is_asked_of_the_base_for_many_people_than_for_few(
    factory: sessionmaker[Session], tmp_path: Path
) -> None:
    few, many = (
        [f"{letter}-{number}" for number in range(n)] for letter, n in (("P", 2), ("Q", 40))
    )
    undone, held = [], []
    with transaction(factory) as session:
        others = "Zoé Blondel"
        names = dict.fromkeys(few, OLD) | dict.fromkeys(many, others)
        bring_in(session, tmp_path, file_of(names))
        manager, new, third = staff(session)
        bring_in(session, tmp_path, file_of(names, "gerbage"))
        run = session.scalars(select(ImportRun).order_by(ImportRun.id.desc()).limit(1)).one()
        for former, keys in ((OLD, few), (others, many)):
            give(session, manager, new, former)
            made = str(give(session, manager, third, NEW).key)
            with statements(session) as sent:
                portfolios.undo(session, manager, made, NOW)
            undone.append(len(sent))
            ids = session.scalars(select(Candidate.id).where(Candidate.identifier.in_(keys))).all()
            with statements(session) as sent:  # the file names the new one: all are confirmed
                hold_after_import(session, ids, run)
            held.append(len(sent))
            session.execute(
                update(CandidateFollow)
                .where(CandidateFollow.candidate_id.in_(ids))
                .values(caseworker="Nadège Outters")
            )
        assert set(endings(session)) == {ReassignmentEnd.CONFIRMED, ReassignmentEnd.UNDONE}
    assert undone[0] == undone[1]
    assert held[0] == held[1]


def test_two_managers_at_once_give_a_person_once(
    factory: sessionmaker[Session], tmp_path: Path
) -> None:
    with transaction(factory) as session:
        bring_in(session, tmp_path, file_of({"P-1": OLD}))
        manager, new, third = staff(session)
        keys = [str(each.key) for each in (new, third)]
        portfolio = portfolios.find_portfolio(session, portfolio_key(OLD))
        manager_id = manager.id
    ready, answers = Barrier(2), list[str]()

    def meet(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if "FOR UPDATE" in statement:  # both have read the same page; SQLite has one writer
            ready.wait(timeout=20)

    event.listen(factory.kw["bind"], "before_cursor_execute", meet)

    def tried(to: str) -> None:
        try:
            with transaction(factory) as session:
                who = session.get_one(User, manager_id)
                portfolios.reassign(session, who, portfolio, to, None, NOW)
                answers.append("given")
        except (TransitionRefusedError, InputRefusedError):
            answers.append("refused")

    threads = [Thread(target=tried, args=(key,)) for key in keys]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with factory() as session:
        assert sorted(answers) == ["given", "refused"]
        assert endings(session) == [None]


def test_a_renamed_caseworker_keeps_what_was_given_and_a_new_role_renames_nobody(
    factory: sessionmaker[Session], tmp_path: Path
) -> None:
    with transaction(factory) as session:
        bring_in(session, tmp_path, file_of({"P-1": OLD}))
        manager, new, _ = staff(session)
        former = make_user(Role.CASEWORKER, name=OLD)
        session.add(former)
        session.flush()
        made = give(session, manager, new)
        renamed = Facts(former.email, "Didier Cloët-Morel", former.role)
        change_account(session, str(former.key), renamed, manager, NOW)
        bring_in(session, tmp_path, file_of({"P-1": "Didier Cloët-Morel"}, "tri"))
        assert followed(session) == {"P-1": NEW}
        promoted = Facts(new.email, new.name, Role.MANAGER)
        change_account(session, str(new.key), promoted, manager, NOW)
        assert followed(session) == {"P-1": NEW}
        portfolios.undo(session, manager, str(made.key), NOW)
        assert followed(session) == {"P-1": "Didier Cloët-Morel"}


@pytest.mark.parametrize(
    ("ending", "words"),
    [
        (None, ("en vigueur", "en vigueur")),
        (ReassignmentEnd.UNDONE, ("rendu", "rendus")),
        (ReassignmentEnd.CONFIRMED, ("confirmé par un export", "confirmés par un export")),
    ],
)
def test_endings_agree_with_their_number(
    ending: ReassignmentEnd | None, words: tuple[str, str]
) -> None:
    assert portfolios.words_of(ending) == words
