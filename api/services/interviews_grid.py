"""The grid of an interview, made from the offer and the record on the day it is made.

What is asked of everybody (trip, motivation, constraints) stands in
`ingestion/data/interview_lines.csv`; requirements come from the offer, open questions from what
the ranking did not know.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from api.person_facts import Fact, facts_of
from api.rendering import date_fr, number_fr
from api.services.candidates import stored_candidates
from api.services.interviews_facts import asked_of
from api.services.offers import parsed_offer
from api.services.offers_sides import side_of
from api.services.shortlists import Matcher
from ingestion.lexicon import read_rows
from ingestion.records import ParsedOffer
from matching.shortlist import Entry
from models.candidates import Candidate
from models.interviews import InterviewLine, LineMark, LineSection
from models.introductions import Introduction
from models.offers import Offer
from models.vocabulary import Criterion, Necessity

TO_ASK = "à demander à l’employeur"
LONGEST_LABEL = 500
TRIP = "trajet"
"""In the table of lines: the trip as the ranking says it."""
UNKNOWN = "Inconnu. "
"""Said before the reason of a criterion that counts as unknown; the grid asks anyway."""


@dataclass(frozen=True, slots=True)
class GridLine:
    """A line before it is kept: what is asked, and what the record says (None: nothing)."""

    section: LineSection
    label: str
    necessity: Necessity | None = None
    fact: str | None = None
    source: str | None = None


def grid_of(
    session: Session, introduction: Introduction, matcher: Matcher, today: date
) -> list[InterviewLine]:
    """The lines to ask for an introduction, in order, all to be checked.

    Raises
    ------
    TransitionRefusedError : the file of the person is closed
    """
    offer = session.get_one(Offer, introduction.offer_id)
    candidate = session.get_one(Candidate, introduction.candidate_id)
    parsed = parsed_offer(session, offer)
    (stored,) = stored_candidates(session, [candidate.id])
    entry = side_of(session, candidate, today, matcher).entry(offer)
    facts = {each.label: each for each in facts_of(session, candidate.id)}
    lines = [
        *(
            GridLine(LineSection.REQUIREMENT, each.label, each.necessity, each.fact, each.source)
            for each in asked_of(parsed, stored.record, today)
        ),
        *_usual(parsed, entry, facts, today),
        *(GridLine(LineSection.QUESTION, question) for question in _questions(entry)),
    ]
    return [_kept(position, line) for position, line in enumerate(lines)]


def _usual(
    parsed: ParsedOffer, entry: Entry, facts: dict[str, Fact], today: date
) -> Iterator[GridLine]:
    words = _offer_words(parsed)
    for row in read_rows("interview_lines.csv"):
        section, label = LineSection(row["section"]), row["label"].format_map(words)
        if row["fact"] == TRIP:
            reason = entry.contributions[Criterion.MOBILITY].reason
            trip = reason.removeprefix(UNKNOWN) or reason
            yield GridLine(section, label, fact=trip, source=f"Calcul du {date_fr(today)}")
        else:
            fact = facts.get(row["fact"])
            said = " ; ".join(fact.words) if fact is not None and fact.is_known else ""
            source = f"Dossier, {row['fact']}" if said else None
            yield GridLine(section, label, fact=said or None, source=source)


def _questions(entry: Entry) -> list[str]:
    return list(dict.fromkeys(each.question for each in entry.unknowns))


def _offer_words(parsed: ParsedOffer) -> dict[str, str]:
    contract, time = parsed.contract, parsed.working_time
    kinds = [contract.type.label] if contract.type else []
    if time.weekly_hours is not None:
        kinds.append(f"{number_fr(time.weekly_hours)} h par semaine")
    hours = [each.label for each in time.patterns]
    if time.start_time is not None:
        end = f" à {time.end_time:%H h %M}" if time.end_time else ""
        hours.append(f"{'de' if end else 'dès'} {time.start_time:%H h %M}{end}")
    start = "dès que possible" if parsed.details.starts_soon else TO_ASK
    if contract.start_date is not None:
        start = date_fr(contract.start_date)
    return {
        "place": parsed.workplace.name or TO_ASK,
        "contract": ", ".join(kinds) or TO_ASK,
        "hours": ", ".join(hours) or TO_ASK,
        "start": start,
    }


def _kept(position: int, line: GridLine) -> InterviewLine:
    return InterviewLine(
        position=position,
        section=line.section,
        necessity=line.necessity,
        label=(line.label[:1].upper() + line.label[1:])[:LONGEST_LABEL],
        fact=line.fact,
        source=line.source,
        mark=LineMark.TO_CHECK,
    )
