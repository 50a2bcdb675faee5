"""Commands that spread proposals: all the lists of the base at once, and recruitment drives."""

import time
from dataclasses import asdict
from datetime import UTC, datetime

from api.commands.base import base
from api.commands.files import RankRequest, tell_files
from api.commands.output import print_json, say
from api.services.pairs import read_pairs
from api.services.ranking import make_ranker
from api.services.reading import read_offer_file
from api.services.shortlists import matcher_of
from api.services.spread import match_all
from api.services.spread_drive import DriveRequest, run_drive, write_drive
from api.settings import Settings
from ingestion.candidates import read_candidates
from models.database import transaction


def match_every_offer(*, as_json: bool) -> int:
    """`match --all`: every open offer ranked again, and all the lists opened together."""
    settings = Settings()
    matcher = matcher_of(settings.encoder, settings.territory)
    started = time.monotonic()
    with base(settings) as sessions:
        report = match_all(lambda: transaction(sessions), matcher, datetime.now(UTC))
    seconds = time.monotonic() - started
    if as_json:
        print_json({**asdict(report), "seconds": round(seconds, 2)})
    else:
        print(
            f"{report.offers} offres ouvertes x {report.people} personnes en {seconds:.1f} s : "
            f"{report.opened} places en tête de liste pour {report.persons} personnes, "
            f"dont {report.raised} places à qui attendait ou relaie."
        )
    return 0


def drive_files(request: RankRequest, alternates: int) -> int:
    """`drive`: posts of a file shared out among the applications of another."""
    settings = Settings()
    pairs = read_pairs(request.pairs) if request.pairs else None
    people = read_candidates(request.candidates)
    read = read_offer_file(request.offers)
    refused = tell_files(request, pairs, people, read)
    if not people.records or not read.offers:
        say(f"rien à répartir : {request.out} n'est pas écrit.")
        return 1
    started = time.monotonic()
    result = run_drive(
        make_ranker(settings.encoder, settings.territory),
        DriveRequest(
            offers=read.offers,
            people=[record for _, record in people.records],
            today=request.today,
            pairs=pairs.by_offer() if pairs else None,
            alternates=alternates,
        ),
    )
    write_drive(result, request.out)
    seconds = time.monotonic() - started
    print(
        f"{_plural(result.posts, 'poste')} x {_plural(len(people.records), 'candidature')} en "
        f"{seconds:.1f} s : {result.seated} proposées, {result.alternates} complémentaires, "
        f"{result.without} sans poste : {request.out}"
    )
    return 1 if refused else 0


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' if count > 1 else ''}"
