"""Commands from file to file: no base is opened."""

import json
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from api.commands.output import print_json, say, say_rejected
from api.services.evaluating import OURS, Evaluation, evaluate
from api.services.ranking import make_ranker, read_pairs, run_lines, write_run
from api.services.reading import read_offer_file, read_offer_words
from api.settings import Settings
from ingestion.candidates import read_candidates
from ingestion.offers import to_json
from ingestion.readers.encoding import decode
from ingestion.records import ParsedOffer
from matching.evaluation import Summary
from models.errors import InputRefusedError


def parse_offers_file(source: str, *, as_json: bool) -> int:
    """`parse`: offers of a file or of standard input, in their order."""
    if source == "-":
        read = read_offer_words(decode(sys.stdin.buffer.read()))
    else:
        read = read_offer_file(Path(source))
    for offer in read.offers:
        if as_json:
            print_json(to_json(offer))
        else:
            print(_in_words(offer))
    say_rejected(source, read.refused)
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
    """`rank`: files in, run out."""
    settings = Settings()
    pairs = read_pairs(request.pairs) if request.pairs else None
    people = read_candidates(request.candidates)
    read = read_offer_file(request.offers)
    ranker = make_ranker(settings.encoder, settings.territory)
    batch = ranker.batch([record for _, record in people.records])
    lines = run_lines(
        ranker,
        read.offers,
        batch,
        request.today,
        top=request.top,
        pairs=pairs,
        unreviewed=request.unreviewed,
    )
    count = write_run(lines, request.out)
    say_rejected(request.candidates.name, people.rejected)
    say_rejected(request.offers.name, read.refused)
    missing = _unknown_pairs(pairs, read.offers, set(batch.keys)) if pairs else 0
    print(f"{count} offres x {len(batch)} candidats : {request.out}")
    return 1 if people.rejected or read.refused or missing else 0


def _unknown_pairs(pairs: dict[str, list[str]], offers: list[ParsedOffer], people: set[str]) -> int:
    known = {offer.reference for offer in offers}
    lost = [o for o in pairs if o not in known]
    absent = sorted({c for listed in pairs.values() for c in listed} - people)
    for offer in lost:
        say(f"paires : l'offre {offer} n'est pas dans le fichier d'offres.")
    for candidate in absent:
        say(f"paires : le candidat {candidate} n'est pas dans le fichier de candidats.")
    return len(lost) + len(absent)


def evaluate_folder(folder: Path, today: date, out: Path | None) -> int:
    """`evaluate`: measures on judged lists, printed and written."""
    if not folder.is_dir():
        raise InputRefusedError("dossier introuvable.", str(folder))
    settings = Settings()
    result = evaluate(make_ranker(settings.encoder, settings.territory), folder, today)
    _print_evaluation(result)
    if out is not None:
        out.write_text(
            json.dumps(result.to_json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
    for note in result.notes:
        say(note)
    return 1 if result.notes else 0


def _line(name: str, summary: Summary) -> str:
    low, high = summary.ndcg_interval
    return (
        f"{name:24s} {summary.offers:3d} offres  nDCG@10 {summary.ndcg:.3f} "
        f"[{low:.3f} ; {high:.3f}]  hit@3 {summary.hit:.3f}  rappel@10 {summary.recall:.3f}"
    )


def _print_evaluation(result: Evaluation) -> None:
    for name, summary in result.rankings.items():
        print(_line(name, summary))
    for name, (gain, (low, high)) in result.gains.items():
        print(f"  {OURS} - {name} : {gain:+.3f} [{low:+.3f} ; {high:+.3f}]")
    for name, summary in result.domains.items():
        print(_line(f"  {name}", summary))
