"""What lists hold, as tables: the same lines as their pages, under the same rights."""

from datetime import date

from sqlalchemy.orm import Session

from api.explanations import explain
from api.services.dispatches_views import dispatch_list
from api.services.followups_day import CallLine, ContractLine, follow_up_day
from api.services.list_files import MOST_LINES, Cell, Table, check_length
from api.services.offer_lists import OfferFilters, offers_page
from api.services.persons import people_page
from api.services.shortlist_views import RowFilters, shortlist_rows
from api.services.shortlists import current_shortlist
from models.contracts import Contract
from models.dispatch_lists import DispatchState
from models.offers import Offer
from models.people import User


def offers_table(session: Session, filters: OfferFilters, today: date) -> Table:
    """The offers of the list."""
    found = offers_page(session, filters, today, MOST_LINES)
    check_length(found.total)
    headers = (
        "Référence",
        "Intitulé",
        "Employeur",
        "Domaine",
        "Commune",
        "Contrat",
        "Heures par semaine",
        "Postes",
        "Niveau",
        "État",
        "Date limite",
        "Fin de vie",
        "Liste proposée",
        "Retenus",
        "À faire",
    )
    rows: list[tuple[Cell, ...]] = [
        (
            line.offer.reference,
            line.offer.title,
            line.offer.employer_name,
            line.offer.domain.label,
            line.offer.commune_name,
            line.offer.contract_type.label if line.offer.contract_type else None,
            line.offer.weekly_hours,
            line.offer.positions,
            line.offer.level,
            line.offer.state.label,
            line.offer.deadline,
            line.offer.expires_on,
            line.words,
            line.kept,
            line.reminder,
        )
        for line in found.lines
    ]
    return Table("offres", headers, rows)


def people_table(session: Session, user: User, words: str = "") -> Table:
    """The people whom the user may look at and whom every word fits."""
    found = people_page(session, user, words, size=MOST_LINES)
    check_length(found.total)
    rows: list[tuple[Cell, ...]] = [
        (
            each.candidate.identifier,
            each.name,
            " ; ".join(each.projects),
            each.candidate.home_label,
            each.follow.caseworker if each.follow else None,
            each.follow.advisor if each.follow else None,
            each.follow.branch if each.follow else None,
            each.follow.entered_on if each.follow else None,
        )
        for each in found.people
    ]
    headers = (
        "Identifiant",
        "Nom",
        "Projets",
        "Commune",
        "Référent de parcours",
        "Conseiller emploi",
        "Antenne",
        "Date d'entrée",
    )
    return Table("personnes", headers, rows)


def shortlist_table(session: Session, user: User, offer: Offer, filters: RowFilters) -> Table:
    """The shortlist of an offer; without one, no line. Names only where the page shows them."""
    shortlist = current_shortlist(session, offer)
    listed = [] if shortlist is None else shortlist_rows(session, shortlist, user, filters)
    rows: list[tuple[Cell, ...]] = []
    for row in listed:
        said = explain(row.entry)
        obstacles = [f"{each.reason} Levier : {each.lever or 'aucun'}." for each in said.obstacles]
        obstacles += said.remarks
        rows.append(
            (
                row.entry.rank,
                row.candidate.identifier,
                row.name,
                row.entry.band.label,
                round(row.entry.score, 4),
                row.state.label,
                "\n".join(said.fits),
                "\n".join(obstacles),
                "\n".join(said.questions),
            )
        )
    headers = (
        "Rang",
        "Identifiant",
        "Nom",
        "Avis",
        "Points",
        "Décision",
        "Raisons",
        "Obstacles et leviers",
        "À demander",
    )
    return Table("liste", headers, rows)


def follow_up_table(session: Session, user: User, today: date, everyone: bool) -> Table:
    """What the follow-up asks for: calls, starts, ends, people in difficulty, returns."""
    day = follow_up_day(session, user, today, everyone, MOST_LINES)
    check_length(MOST_LINES + day.more)
    rows: list[tuple[Cell, ...]] = [
        *(_line("En difficulté", each, None) for each in day.at_risk),
        *(_line(f"Appel {each.call.kind.label}", each, each.call.due_on) for each in day.due),
        *(_line("Démarrage à confirmer", each, each.contract.start_on) for each in day.to_start),
        *(_line("Fin de contrat", each, each.contract.end_on) for each in day.ending),
        *(_line("Retour à préparer", each, each.contract.ended_on) for each in day.to_return),
        *(_line(f"Appel {each.call.kind.label}", each, each.call.due_on) for each in day.coming),
    ]
    headers = (
        "Quoi",
        "Échéance",
        "Identifiant",
        "Nom",
        "Téléphone",
        "Poste",
        "Employeur",
        "Suivi par",
        "Dernier appel",
    )
    return Table("suivi", headers, rows)


def _line(what: str, each: CallLine | ContractLine, due: date | None) -> tuple[Cell, ...]:
    contract: Contract = each.contract
    return (
        what,
        due,
        contract.candidate.identifier,
        each.person.name,
        each.person.phone,
        contract.job_title,
        contract.employer_name,
        contract.owner.name if contract.owner else None,
        each.flag.label if each.flag else None,
    )


def dispatches_table(
    session: Session, user: User, state: DispatchState | None, today: date
) -> Table:
    """The dispatches of the list: none of their people."""
    found = dispatch_list(session, user, state, 1, today, MOST_LINES)
    check_length(found.total)
    rows: list[tuple[Cell, ...]] = [
        (
            line.dispatch.recipient,
            line.dispatch.offer.reference,
            line.dispatch.offer.title,
            line.dispatch.state.label,
            line.dispatch.created_at,
            line.dispatch.sent_at,
            line.total,
            line.answered,
            line.next.words,
            line.next.due,
        )
        for line in found.lines
    ]
    headers = (
        "Destinataire",
        "Offre",
        "Intitulé",
        "État",
        "Préparé le",
        "Envoyé le",
        "Fiches",
        "Réponses",
        "Suite",
        "Suite le",
    )
    return Table("envois", headers, rows)
