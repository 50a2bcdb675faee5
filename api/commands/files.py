"""Commands from file to file: no base is opened."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from api.commands.output import print_json, say, say_rejected
from api.services.pairs import PairsRead, read_pairs
from api.services.ranking import make_ranker, offer_keys, run_lines, write_run
from api.services.reading import OffersRead, read_offer_file, read_offer_upload
from api.settings import Settings
from ingestion.candidates import CandidateImport, read_candidates
from ingestion.offers import to_fiche_json, to_json
from ingestion.records import ParsedOffer

JSON_OF: dict[str, Callable[[ParsedOffer], dict[str, Any]]] = {
    "offer": to_json,
    "fiche": to_fiche_json,
}
"""What `parse` prints as JSON: the exchange format, or that and the details of the fiche."""


STANDARD_INPUT = "entrée standard"


def parse_offers_file(source: str, json_of: Callable[[ParsedOffer], dict[str, Any]] | None) -> int:
    """`parse`: offers of a file or of standard input, in their order; in words without JSON."""
    if source == "-":
        read = read_offer_upload(sys.stdin.buffer.read(), STANDARD_INPUT)
    else:
        read = read_offer_file(Path(source))
    for offer in read.offers:
        if json_of is not None:
            print_json(json_of(offer))
        else:
            print(_in_words(offer))
    say_rejected(source, (*read.refused, *read.notes))
    return 1 if read.refused else 0


def _in_words(offer: ParsedOffer) -> str:
    place, contract, time = offer.workplace, offer.contract, offer.working_time
    hours = f"{time.weekly_hours:g} h" if time.weekly_hours else None
    facts = {
        "Métier": f"{offer.occupation.rome or '?'} {offer.occupation.label or ''}".strip(),
        "Lieu": place.name,
        "Contrat": contract.type.label if contract.type else None,
        "Horaires": ", ".join(filter(None, [hours, *(p.label for p in time.patterns)])),
        "Permis et titres": ", ".join(f"{x.code} ({x.necessity.label})" for x in offer.licences),
        "Compétences": ", ".join(x.label for x in offer.skills),
    }
    lines = [f"{offer.reference or 'sans référence'} — {offer.title or 'sans intitulé'}"]
    lines += [f"  {name} : {value or 'non précisé'}" for name, value in facts.items()]
    lines += [f"  ? {question}" for question in offer.questions]
    lines += [f"  ! {warning.message}" for warning in offer.warnings]
    return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class RankRequest:
    offers: Path
    candidates: Path
    out: Path
    pairs: Path | None
    top: int | None
    today: date
    unreviewed: bool


def rank_files(request: RankRequest) -> int:
    """`rank`: files in, run out. Nothing is written where there is nothing to rank."""
    settings = Settings()
    pairs = read_pairs(request.pairs) if request.pairs else None
    people = read_candidates(request.candidates)
    read = read_offer_file(request.offers)
    refused = tell_files(request, pairs, people, read)
    listed = pairs.by_offer() if pairs else None
    keys = offer_keys(read.offers)
    if not people.records or not any(listed is None or key in listed for key in keys):
        say(f"rien à classer : {request.out} n'est pas écrit.")
        return 1
    ranker = make_ranker(settings.encoder, settings.territory)
    batch = ranker.batch([record for _, record in people.records])
    lines = run_lines(
        ranker,
        read.offers,
        batch,
        request.today,
        top=request.top,
        pairs=listed,
        unreviewed=request.unreviewed,
    )
    count = write_run(lines, request.out)
    print(f"{count} offres x {len(batch)} candidats : {request.out}")
    return 1 if refused else 0


def tell_files(
    request: RankRequest, pairs: PairsRead | None, people: CandidateImport, read: OffersRead
) -> bool:
    """Say what was refused and what was odd in the files; whether anything was refused."""
    say_rejected(request.candidates.name, (*people.rejected, *people.notes))
    say_rejected(request.offers.name, (*read.refused, *read.notes, *read.repeats))
    refused = bool(people.rejected or read.refused)
    if request.pairs and pairs:
        say_rejected(request.pairs.name, (*pairs.refused, *pairs.notes))
        if not pairs.pairs:
            say(f"{request.pairs.name} : aucune paire.")
        identifiers = {record.identifier for _, record in people.records}
        lost = _unknown_pairs(pairs, set(offer_keys(read.offers)), identifiers)
        refused = refused or bool(pairs.refused) or lost
    return refused


def _unknown_pairs(pairs: PairsRead, offers: set[str], people: set[str]) -> bool:
    lost = dict.fromkeys(pair.offer for pair in pairs.pairs if pair.offer not in offers)
    absent = dict.fromkeys(pair.candidate for pair in pairs.pairs if pair.candidate not in people)
    for offer in lost:
        say(f"paires : l'offre {offer} n'est pas dans le fichier d'offres.")
    for candidate in absent:
        say(f"paires : le candidat {candidate} n'est pas dans le fichier de candidats.")
    return bool(lost or absent)
