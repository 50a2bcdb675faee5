"""Judged lists of a folder: offers, candidates and grades, with what could not be read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from api.services.pairs import Pair, PairsRead, read_pairs
from api.services.ranking import offer_keys
from api.services.reading import OffersRead, read_offer_file
from ingestion.candidates import read_candidates
from ingestion.offers import read_offers
from ingestion.records import CandidateRecord, ParsedOffer, Rejected
from matching.evaluation import Judgements
from models.vocabulary import Domain

OFFERS, CANDIDATES, JUDGEMENTS = "offers.jsonl", "candidates.csv", "judgements.csv"
FILES = (OFFERS, CANDIDATES, JUDGEMENTS)
HIGHEST_GRADE = 3
STATED_DOMAIN = "_domaine"
"""Key by which a judged offer says its domain, as whoever chose the lists saw it."""

NAMED = 10
"""Identifiers named in a note; the others are counted."""

ByFile = Mapping[str, tuple[Rejected, ...]]


@dataclass(frozen=True, slots=True)
class Gold:
    """What the three files hold.

    lists : judged offer -> its candidates, both found in the files; grades : those of the lists
    domains : of each list, as the file states it (key `_domaine`), else as the offer is read
    notes : sentences about what is judged and cannot be measured
    refused, remarks : by file, rows not taken, and what was odd in rows taken
    """

    offers: dict[str, ParsedOffer]
    records: dict[str, CandidateRecord]
    lists: dict[str, list[str]]
    grades: Judgements
    domains: dict[str, Domain]
    notes: tuple[str, ...]
    refused: ByFile
    remarks: ByFile


def read_gold(folder: Path) -> Gold:
    """Read the files of a folder. The first of two offers with one reference is the one used.

    Raises
    ------
    InputRefusedError : a file as a whole cannot be read
    """
    pairs = read_pairs(folder / JUDGEMENTS, "grade")
    grades, unreadable = _grades(pairs)
    offers_read = read_offer_file(folder / OFFERS)
    offers = _first_of_each(offers_read)
    people = read_candidates(folder / CANDIDATES)
    records = {record.identifier: record for _, record in people.records}
    found = {
        offer: [candidate for candidate in judged if candidate in records]
        for offer, judged in grades.items()
        if offer in offers
    }
    lists = {offer: listed for offer, listed in found.items() if listed}
    return Gold(
        offers=offers,
        records=records,
        lists=lists,
        grades={offer: grades[offer] for offer in lists},
        domains=_domains(folder / OFFERS, {key: offers[key] for key in lists}),
        notes=_notes(grades, lists, offers, records),
        refused={
            JUDGEMENTS: (*pairs.refused, *unreadable),
            OFFERS: (*offers_read.refused, *offers_read.repeats),
            CANDIDATES: people.rejected,
        },
        remarks={JUDGEMENTS: pairs.notes, OFFERS: offers_read.notes, CANDIDATES: people.notes},
    )


def _domains(path: Path, offers: Mapping[str, ParsedOffer]) -> dict[str, Domain]:
    stated = {raw.reference: raw.fields.get(STATED_DOMAIN) for raw in read_offers(path).offers}
    known = {domain.value: domain for domain in Domain}
    return {key: known.get(str(stated.get(key)), offer.domain) for key, offer in offers.items()}


def _grades(pairs: PairsRead) -> tuple[dict[str, dict[str, float]], list[Rejected]]:
    grades: dict[str, dict[str, float]] = {}
    refused = []
    for pair in pairs.pairs:
        grade = _grade(pair)
        if grade is None:
            reason = f"note illisible « {pair.values[0]} » (un nombre de 0 à {HIGHEST_GRADE})"
            refused.append(Rejected(pair.row, "grade", reason))
        else:
            grades.setdefault(pair.offer, {})[pair.candidate] = grade
    return grades, refused


def _grade(pair: Pair) -> float | None:
    try:
        grade = float(pair.values[0].replace(",", "."))
    except ValueError:
        return None
    return grade if 0 <= grade <= HIGHEST_GRADE else None


def _first_of_each(read: OffersRead) -> dict[str, ParsedOffer]:
    offers: dict[str, ParsedOffer] = {}
    for key, offer in zip(offer_keys(read.offers), read.offers, strict=True):
        offers.setdefault(key, offer)
    return offers


def _notes(
    grades: Judgements,
    lists: Mapping[str, list[str]],
    offers: Mapping[str, ParsedOffer],
    records: Mapping[str, CandidateRecord],
) -> tuple[str, ...]:
    lost = set(grades) - set(offers)
    absent = {candidate for judged in grades.values() for candidate in judged} - set(records)
    empty = set(grades) - lost - set(lists)
    notes = []
    if lost:
        notes.append(f"offres jugées absentes de {OFFERS}, non mesurées : {_some(lost)}.")
    if absent:
        notes.append(
            f"candidats jugés absents de {CANDIDATES}, comptés derniers : {_some(absent)}."
        )
    if empty:
        notes.append(f"offres dont aucun candidat jugé n'est lu, non mesurées : {_some(empty)}.")
    if not any(max(grades[offer].values()) >= 1 for offer in lists):
        notes.append("rien n'est mesuré : aucune liste n'a d'offre, de candidats et de note de 1.")
    return tuple(notes)


def _some(names: Iterable[str]) -> str:
    every = sorted(names)
    more = f" et {len(every) - NAMED} autres" if len(every) > NAMED else ""
    return ", ".join(every[:NAMED]) + more
