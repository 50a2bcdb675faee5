"""A recruitment drive from offers and applications: who is proposed for which post, and why."""

import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np

from api.services.profiles import BLOCKING
from api.services.ranking import Ranker, offer_keys, places
from api.services.spread_words import explained, held_of
from ingestion.candidates.escaping import escape
from ingestion.records import CandidateRecord, ParsedOffer
from matching.allocation.drive import ALTERNATES_A_POST, Seat, applicants, drive
from matching.allocation.openings import Contenders
from matching.allocation.prospects import Tally
from matching.allocation.rules import packaged_rules
from matching.profiles import CandidateBatch
from matching.score import Scores
from matching.shortlist import Entry
from models.vocabulary import Force, Gate

HEADERS = (
    "Offre", "Intitulé", "Postes", "Situation", "Ordre",
    "Candidat", "Rang", "Groupe", "Points sur 100", "Pourquoi",
)  # fmt: skip
SEATED, ALTERNATE, WITHOUT = "proposé", "complémentaire", "sans poste"
MOST_REASONS = 3
"""Reasons told of a seat: those that bring most points."""


@dataclass(frozen=True)
class DriveRequest:
    """`pairs` : offer -> candidates who applied to it; None: everybody applies to all.

    forces : offer -> its gates that do not block
    """

    offers: Sequence[ParsedOffer]
    people: Sequence[CandidateRecord]
    today: date
    pairs: Mapping[str, Sequence[str]] | None = None
    alternates: int = ALTERNATES_A_POST
    forces: Mapping[str, Mapping[Gate, Force]] = field(default_factory=dict)


@dataclass(frozen=True)
class DriveResult:
    """Lines of the file, with the counts that add up: every person is in one line."""

    lines: tuple[tuple[str, ...], ...]
    posts: int
    seated: int
    alternates: int
    without: int


def run_drive(ranker: Ranker, request: DriveRequest) -> DriveResult:
    """Share the posts out among the applications; everybody is in the result, with a reason."""
    keys = offer_keys(request.offers)
    batch = ranker.batch(request.people)
    tally = Tally(batch.keys)
    lists = [
        _applicants(ranker, request, (key, offer), batch, tally)
        for key, offer in zip(keys, request.offers, strict=True)
    ]
    seats = drive(lists, packaged_rules(), request.alternates)
    lines = [*_seat_lines(ranker, request, batch, seats), *_without(request, tally, seats)]
    seated = sum(not seat.is_alternate for seat in seats)
    return DriveResult(
        lines=tuple(lines),
        posts=sum(offer.positions or 1 for offer in request.offers),
        seated=seated,
        alternates=len(seats) - seated,
        without=len(batch) - len(seats),
    )


def _applicants(
    ranker: Ranker,
    request: DriveRequest,
    named: tuple[str, ParsedOffer],
    batch: CandidateBatch,
    tally: Tally,
) -> Contenders:
    key, offer = named
    scores = _scores(ranker, request, named, batch)
    found = applicants(scores, offer.positions or 1, packaged_rules())
    if request.pairs is None:
        tally.add(scores, ranker.engine)
        return found
    applied = set(request.pairs.get(key, ()))
    among = np.array([candidate in applied for candidate in batch.keys], dtype=np.bool_)
    tally.add(scores, ranker.engine, among)
    kept = [row for row, candidate in enumerate(found.candidates) if candidate in applied]
    return Contenders(
        found.offer,
        tuple(found.candidates[row] for row in kept),
        found.score[kept],
        found.band[kept],
        found.places,
    )


def _scores(
    ranker: Ranker, request: DriveRequest, named: tuple[str, ParsedOffer], batch: CandidateBatch
) -> Scores:
    key, offer = named
    forces = request.forces.get(key, BLOCKING)
    return ranker.scores(offer, batch, request.today, key=key, forces=forces)


def _seat_lines(
    ranker: Ranker, request: DriveRequest, batch: CandidateBatch, seats: Sequence[Seat]
) -> Iterator[tuple[str, ...]]:
    """The seats of each offer, with their reasons: its scores are made again, not kept."""
    row_of = places(batch)
    by_offer: dict[str, list[Seat]] = {}
    for seat in seats:
        by_offer.setdefault(seat.offer, []).append(seat)
    for key, offer in zip(offer_keys(request.offers), request.offers, strict=True):
        held = by_offer.get(key, [])
        if not held:
            yield (key, offer.title, str(offer.positions or 1), "non pourvue", *[""] * 5, NOBODY)
            continue
        scores = _scores(ranker, request, (key, offer), batch)
        entries = ranker.shortlist(scores, among=[row_of[seat.candidate] for seat in held])
        by_key = {entry.candidate: entry for entry in entries}
        for seat in held:
            yield _seat_line(offer, seat, by_key[seat.candidate])


NOBODY = "Aucune candidature que rien de connu n’empêche."


def _seat_line(offer: ParsedOffer, seat: Seat, entry: Entry) -> tuple[str, ...]:
    best = sorted(entry.contributions.values(), key=lambda each: -each.points)[:MOST_REASONS]
    asked = [unknown.question for unknown in entry.unknowns[:1]]
    return (
        seat.offer,
        offer.title,
        str(offer.positions or 1),
        ALTERNATE if seat.is_alternate else SEATED,
        str(seat.number),
        seat.candidate,
        str(seat.rank),
        entry.band.label,
        f"{100 * entry.score:.1f}".replace(".", ","),
        " ".join([*(each.reason for each in best), *asked]),
    )


NOWHERE = "N’a postulé à aucune de ces offres."


def _without(
    request: DriveRequest, tally: Tally, seats: Sequence[Seat]
) -> Iterator[tuple[str, ...]]:
    """Who has no post, and what explains it among the offers they applied to."""
    seated = {seat.candidate for seat in seats}
    applied = _applications(request)
    for found in tally.prospects():
        if found.candidate not in seated:
            offers = tally.offers if applied is None else applied[found.candidate]
            words = " ".join(explained(held_of(found, offers))) if offers else NOWHERE
            yield ("", "", "", WITHOUT, "", found.candidate, "", "", "", words)


def _applications(request: DriveRequest) -> Counter[str] | None:
    """To how many of the offers each person applied; None: everybody to all."""
    if request.pairs is None:
        return None
    keys = offer_keys(request.offers)
    return Counter(person for key in keys for person in set(request.pairs.get(key, ())))


def write_drive(result: DriveResult, path: Path) -> None:
    """The lines as a CSV that a spreadsheet opens: `;`, UTF-8 with its mark."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow(HEADERS)
        writer.writerows([escape(cell) for cell in line] for line in result.lines)
