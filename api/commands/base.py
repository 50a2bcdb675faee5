"""Commands on the base: imports, exports, shortlists, accounts.

Each brings in what it needs when it runs: the ranking and the parser of offers take longer to
start than an import of people can spare.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session, sessionmaker

from api.commands.output import print_json, say, say_rejected
from api.services.import_report import ImportReport
from api.services.schema import current_revision, head_revision
from api.settings import Settings
from models.database import create_engine_from_url, create_session_factory, reading, transaction
from models.errors import InputRefusedError
from models.vocabulary import Role

if TYPE_CHECKING:
    from matching.shortlist import Entry

SHOWN = 10
"""Rows of a shortlist printed in words."""


@contextmanager
def base(settings: Settings) -> Iterator[sessionmaker[Session]]:
    """Sessions on the base of the settings.

    Raises
    ------
    InputRefusedError : the base has no tables yet, or those of another version
    """
    revision = current_revision(settings.database_url)
    if revision is None:
        raise InputRefusedError("la base est vide : lancez « candidatheque init »", "Base")
    if revision != head_revision():
        raise InputRefusedError(
            "la base est d'une autre version : lancez « candidatheque migrate »", "Base"
        )
    engine = create_engine_from_url(settings.database_url)
    try:
        yield create_session_factory(engine)
    finally:
        engine.dispose()


def bring_in_candidates(files: list[Path], *, dry_run: bool, as_json: bool) -> int:
    """`import candidates`: one transaction a file."""
    from api.services.import_people import import_candidates

    return _bring_in(
        files, lambda session, path: import_candidates(session, path, dry_run), as_json=as_json
    )


def bring_in_offers(files: list[Path], *, dry_run: bool, as_json: bool) -> int:
    """`import offers`: one transaction a file."""
    from api.services.import_offers import import_offers
    from api.services.reading import packaged_proposals

    coder = packaged_proposals()
    return _bring_in(
        files, lambda session, path: import_offers(session, path, coder, dry_run), as_json=as_json
    )


def _bring_in(
    files: list[Path], read: Callable[[Session, Path], ImportReport], *, as_json: bool
) -> int:
    refused = False
    for path in files:
        if not path.is_file():
            raise InputRefusedError("fichier introuvable.", path.name)
    with base(Settings()) as sessions:
        for path in files:
            try:
                with transaction(sessions) as session:
                    report = read(session, path)
            except InputRefusedError as error:
                say(f"{path.name} : {error}")
                refused = True
                continue
            _print_report(report, as_json=as_json)
            refused |= bool(report.refused)
    return 1 if refused else 0


def _print_report(report: ImportReport, *, as_json: bool) -> None:
    if as_json:
        print_json(report.as_dict())
    else:
        trial = " (essai, rien n'est écrit)" if report.dry_run else ""
        print(
            f"{report.file_name} : {report.read} lus = {report.created} créés + "
            f"{report.updated} modifiés + {report.unchanged} inchangés + "
            f"{len(report.refused)} refusés{trial}"
        )
    say_rejected(report.file_name, report.refused)
    if not as_json:
        say_rejected(report.file_name, report.notes)


def bring_out_candidates(target: Path) -> None:
    """`export candidates`."""
    from api.services.exports import export_candidates

    with base(Settings()) as sessions, reading(sessions) as session:
        print(f"{export_candidates(session, target)} candidats : {target}")


def bring_out_offers(target: Path) -> None:
    """`export offers`."""
    from api.services.exports import export_offers

    with base(Settings()) as sessions, reading(sessions) as session:
        print(f"{export_offers(session, target)} offres : {target}")


def show_shortlist(reference: str, today: date, *, as_json: bool, xlsx: Path | None) -> int:
    """`shortlist`: the whole list as one run line, as a workbook, or its head in words."""
    from api.services.offers import offer_by_reference
    from api.services.ranking import engine_json
    from api.services.shortlists import matcher_for, matcher_of, ranked_entries

    settings = Settings()
    matcher = matcher_of(settings.encoder, settings.territory)
    with base(settings) as sessions, reading(sessions) as session:
        offer = offer_by_reference(session, reference)
        listed, title = ranked_entries(session, offer, today, matcher), offer.title
        engine = matcher_for(session, offer, matcher).ranker.engine
        weights = engine.weights_in(offer.domain)
    if xlsx is not None:
        from api.services.workbook import write_shortlist

        write_shortlist(xlsx, title, today, listed)
        print(f"{len(listed)} lignes : {xlsx}")
    elif as_json:
        print_json(
            {
                "offer": reference,
                "engine": engine_json(replace(engine, weights=weights)),
                "generated_at": datetime.now(UTC).isoformat(timespec="seconds"),
                "entries": [entry.to_json() for entry in listed],
            }
        )
    else:
        print(f"{reference} — {title} : {len(listed)} candidats")
        print("\n".join(in_words(entry) for entry in listed[:SHOWN]))
    return 0


def in_words(entry: "Entry") -> str:
    """One row of a list as a few lines of text."""
    lines = [f"{entry.rank:3d}. {entry.candidate} — {entry.band.label}"]
    lines += [f"     {c.reason}" for c in entry.contributions.values() if c.points > 0.05]
    lines += [f"     ✗ {b.reason} Levier : {b.lever or 'aucun'}." for b in entry.blockers]
    lines += [f"     ? {u.question}" for u in entry.unknowns]
    return "\n".join(lines)


def open_account(email: str, name: str, role: Role, organisation: str | None) -> int:
    """`user add`: an account, and the link that signs in a first time."""
    from api.services.accounts import Facts, make_link
    from api.services.accounts import open_account as open_one

    settings = Settings()
    now = datetime.now(UTC)
    with base(settings) as sessions, transaction(sessions) as session:
        user = open_one(session, Facts(email, name, role, organisation or ""), None, now)
        token = make_link(session, user, None, now)
    site = settings.public_url or f"http://{settings.host}:{settings.port}"
    print(f"Compte ouvert : {name} ({role.label}).")
    print(f"Lien de connexion, une seule fois : {site.rstrip('/')}/sign-in/link/{token}")
    return 0
