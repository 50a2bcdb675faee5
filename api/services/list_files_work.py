"""Contracts, level 2 and recruitment drives as tables: the lines of their pages, in their order."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from api.services.contracts_pages import ContractFilters, contracts_page
from api.services.drives_views import drives_page
from api.services.interviews_list import Waiting, workbench
from api.services.list_files import MOST_LINES, Cell, Table, check_length
from models.contract_lists import RUNNING
from models.people import User

CONTRACT_HEADERS = (
    "Identifiant", "Nom", "Poste", "Employeur", "Entreprise utilisatrice", "Contrat",
    "Heures par semaine", "Début", "Fin", "État", "Dernier appel", "Suivi par",
)  # fmt: skip
LEVEL2_HEADERS = (
    "Quoi", "Identifiant", "Nom", "Offre", "Intitulé", "Employeur", "Référent de parcours",
    "Depuis le", "Absences", "Suite",
)  # fmt: skip
DRIVE_HEADERS = (
    "Nom", "État", "Offres", "Postes", "Séances", "Prochaine séance", "Places données",
    "Personnes venues",
)  # fmt: skip
FOR_ANOTHER = "À une autre personne : vous l’avez proposé·e"


def contracts_table(session: Session, user: User, filters: ContractFilters, today: date) -> Table:
    """The contracts that the filters leave, all pages."""
    found = contracts_page(session, user, filters, today, MOST_LINES)
    check_length(found.total)
    rows: list[tuple[Cell, ...]] = [
        (
            line.contract.candidate.identifier,
            line.person.name,
            line.contract.job_title,
            line.contract.employer_name,
            line.contract.user_company,
            line.contract.kind.label,
            line.contract.weekly_hours,
            line.contract.start_on,
            line.contract.last_day,
            line.contract.state.label,
            line.flag.label if line.flag and line.contract.state in RUNNING else None,
            line.contract.owner.name if line.contract.owner else None,
        )
        for line in found.lines
    ]
    return Table("contrats", CONTRACT_HEADERS, rows)


def level2_table(session: Session, user: User, at: datetime) -> Table:
    """Who waits for level 2, then the syntheses to sign or hand over, as the page shows them."""
    bench = workbench(session, user, at)
    rows = [_waiting(line, at) for line in bench.waiting]
    for case, interview in bench.to_hand:
        is_signed = interview.signature_mode is not None
        rows.append(
            (
                "Synthèse",
                case.candidate.identifier,
                case.name,
                case.offer.reference,
                case.offer.title,
                case.offer.employer_name,
                case.follow.caseworker if case.follow else None,
                interview.decided_at,
                None,
                "À remettre à la personne" if is_signed else "À relire et à signer",
            )
        )
    return Table("niveau-2", LEVEL2_HEADERS, rows)


def _waiting(line: Waiting, at: datetime) -> tuple[Cell, ...]:
    case = line.case
    return (
        "À valider",
        case.candidate.identifier,
        case.name,
        case.offer.reference,
        case.offer.title,
        case.offer.employer_name,
        case.follow.caseworker if case.follow else None,
        line.since,
        line.absences,
        FOR_ANOTHER if line.is_own else line.next_words(at),
    )


def drives_table(session: Session, user: User, at: datetime) -> Table:
    """The recruitment drives of the list: none of their people."""
    found = drives_page(session, user, at, size=MOST_LINES)
    check_length(found.total)
    rows: list[tuple[Cell, ...]] = [
        (
            line.drive.name,
            line.drive.state.label,
            line.offers,
            line.posts,
            line.sessions,
            line.next_slot,
            line.invited,
            line.came,
        )
        for line in found.lines
    ]
    return Table("recrutements", DRIVE_HEADERS, rows)
