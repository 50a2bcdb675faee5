"""Building the throw-away base, step by step, with what each step did and how long it took."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import func, select

from api.demo.calibration import FULL, Size
from api.demo.choices import decide_some
from api.demo.clauses import add_clauses
from api.demo.contracts import add_contracts
from api.demo.dispatches import add_dispatches
from api.demo.drives import add_drives
from api.demo.interviews import add_interviews
from api.demo.seed import (
    OTHER_STATES,
    Clock,
    Factory,
    add_accounts,
    add_offers,
    add_people,
    add_received,
    add_samples,
    close_some,
    mark,
    offer_ids,
    open_offers,
    rank_offers,
    sample_count,
    shorten_some,
)
from api.demo.show import Screen, counted, number, seconds
from api.demo.workflow import add_workflow
from api.services.imports import ImportReport
from api.services.schema import upgrade
from api.settings import sqlite_url
from models.candidates import Candidate
from models.database import create_engine_from_url, create_session_factory, reading
from models.errors import InputRefusedError
from models.offers import Offer
from models.shortlists import Shortlist
from models.vocabulary import OfferState

STORIES: tuple[tuple[Callable[[Factory, Clock], int], str, str], ...] = (
    (add_workflow, "mise en relation", "mises en relation"),
    (add_interviews, "entretien de niveau 2", "entretiens de niveau 2"),
    (add_dispatches, "envoi", "envois"),
    (add_contracts, "contrat", "contrats"),
    (add_drives, "personne invitée ou en attente", "personnes invitées ou en attente"),
    (add_clauses, "ligne de clause", "lignes de clause"),
)
"""What is played on the base once its lists are made, and how it is counted."""


@dataclass(frozen=True, slots=True)
class Content:
    """How much a base holds."""

    people: int
    offers: int
    open_offers: int
    shortlists: int


@contextmanager
def opened(path: Path) -> Iterator[Factory]:
    """Sessions on a base, closed at the end so that its file can be moved."""
    engine = create_engine_from_url(sqlite_url(path))
    try:
        yield create_session_factory(engine)
    finally:
        engine.dispose()


def build(screen: Screen, path: Path, clock: Clock, size: Size = FULL) -> Content:
    """Make the base whole beside its place, then move it there."""
    partial = path.with_name(f"{path.stem}.partial{path.suffix}")
    for leftover in partial.parent.glob(f"{partial.name}*"):
        leftover.unlink()
    with screen.step("Tables"):
        upgrade(sqlite_url(partial))
    with opened(partial) as factory:
        mark(factory)
        add_accounts(factory, clock)
        _fill(screen, factory, clock, size)
        content = count(factory)
    _move(partial, path)
    return content


def _move(partial: Path, path: Path) -> None:
    """Put the new base in its place.

    Raises
    ------
    InputRefusedError : another demonstration holds the old one (Windows)
    """
    try:
        partial.replace(path)
    except PermissionError as error:
        reason = "une autre démonstration s'en sert ; arrêtez-la d'abord"
        raise InputRefusedError(reason, str(path)) from error


def _fill(screen: Screen, factory: Factory, clock: Clock, size: Size) -> None:
    with screen.step("Participants : export fictif, puis import"):
        report = add_people(factory, clock, size.people)
    screen.line(f"{counted(report.read, 'participant')} : {told(report)}")
    with screen.step("Offres du bassin : lecture et import"):
        report = add_offers(factory, clock, size.offers)
    screen.line(f"{counted(report.read, 'offre')} du bassin : {told(report)}")
    files = sample_count()
    with screen.step("Fichiers d'exemple lus en direct", files) as advance:
        reports = add_samples(factory, clock, advance)
    for report in reports:
        screen.line(f"{report.file_name} : {told(report)}")
    came = add_received(factory, clock)
    screen.line(f"courriel et notes de visite : {counted(came, 'offre')} à relire")
    _open(screen, factory, clock)


def _open(screen: Screen, factory: Factory, clock: Clock) -> None:
    fresh = _basin_offers(factory)
    with screen.step("Relecture et ouverture des offres", len(fresh)) as advance:
        opened_count = open_offers(factory, fresh, clock, advance)
    screen.line(f"{counted(opened_count, 'offre ouverte', 'offres ouvertes')}, les autres à relire")
    ids = offer_ids(factory, OfferState.OPEN)
    close_some(factory, ids[:: max(1, len(ids) // len(OTHER_STATES))], clock)
    shorten_some(factory, clock)
    ids = offer_ids(factory, OfferState.OPEN)
    with screen.step("Listes courtes", len(ids)) as advance:
        rank_offers(factory, clock, advance)
    people = count(factory).people
    took = seconds(screen.steps["Listes courtes"])
    screen.line(f"{number(len(ids))} offres x {number(people)} participants en {took}")
    acts = decide_some(factory, ids[::-1], clock)
    screen.line(f"{acts} décisions déjà prises, pour l'exemple")
    _play(screen, factory, clock)


def _play(screen: Screen, factory: Factory, clock: Clock) -> None:
    """What comes after a list, so that each role finds work under way."""
    with screen.step("Mises en relation, entretiens, envois, contrats", len(STORIES)) as advance:
        played = []
        for add, one, many in STORIES:
            played.append(counted(add(factory, clock), one, many))
            advance()
    screen.line(f"déjà en cours : {', '.join(played)}")


def _basin_offers(factory: Factory) -> Sequence[int]:
    """Offers of the basin to review; those of the sample files stay for the visitor."""
    with reading(factory) as session:
        query = select(Offer.id).where(
            Offer.state == OfferState.TO_REVIEW, Offer.reference.startswith("DK26")
        )
        return list(session.scalars(query.order_by(Offer.id)))


def told(report: ImportReport) -> str:
    """The counts of an import, which add up."""
    parts = [f"{number(report.created)} en base", counted(len(report.refused), "refus", "refus")]
    if report.notes:
        parts.append(counted(len(report.notes), "remarque"))
    return ", ".join(parts)


def made_on(factory: Factory) -> date:
    """The day of the demonstration: that of its latest shortlist."""
    with reading(factory) as session:
        latest: date | None = session.scalar(select(func.max(Shortlist.data_date)))
        return latest or date.min


def count(factory: Factory) -> Content:
    """What the base holds."""
    with reading(factory) as session:
        offers = select(func.count()).select_from(Offer)
        return Content(
            people=session.scalar(select(func.count()).select_from(Candidate)) or 0,
            offers=session.scalar(offers) or 0,
            open_offers=session.scalar(offers.where(Offer.state == OfferState.OPEN)) or 0,
            shortlists=session.scalar(select(func.count(Shortlist.offer_id.distinct()))) or 0,
        )
