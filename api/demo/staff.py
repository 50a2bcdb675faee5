"""The fictitious team of the programme: caseworkers by branch, advisors by domain."""

from dataclasses import dataclass

from models.vocabulary import Domain, Role

CASEWORKERS = {
    "Dunkerque Centre": ("Claire Monteyne", "S. Boddaert", "Y. Lamrani"),
    "Saint-Pol-sur-Mer": ("Didier Cloet", "A. Persyn"),
    "Grande-Synthe": ("Samia Rahali", "H. Vantorre", "B. Questroy"),
    "Coudekerque-Branche": ("Paul Wallyn", "M. Turpin"),
    "Gravelines": ("Élise Outters", "J. Nollet"),
}
"""About a hundred participants each, as the activity report says."""

ADVISORS = {
    Domain.INDUSTRY: "Marc Sockeel",
    Domain.TRANSPORT: "Nadia Fekkar",
    Domain.PERSONAL_SERVICES: "Hélène Roussel",
    Domain.CONSTRUCTION: "Marc Sockeel",
    Domain.CATERING: "Julie Haeuw",
    Domain.TERTIARY: "Julie Haeuw",
    Domain.OTHER: "Julie Haeuw",
}


def caseworker_for(branch: str, index: int) -> str:
    """One of the caseworkers of a branch, the same for a given participant."""
    team = CASEWORKERS[branch]
    return team[index % len(team)]


def advisor_for(domain: Domain) -> str:
    """The advisor who follows a domain."""
    return ADVISORS[domain]


@dataclass(frozen=True, slots=True)
class Account:
    """A fictitious user: what to try first is told beside the sign-in link."""

    email: str
    name: str
    role: Role
    organisation: str
    to_try: str
    domains: tuple[Domain, ...] = ()


PROGRAMME = "PLIE de démonstration"
ACCOUNTS = (
    Account(
        "rh@example.org",
        "Thomas Demeestere",
        Role.OFFICER,
        PROGRAMME,
        "coller une annonce dans « Saisir une offre », la relire, l'ouvrir",
    ),
    Account(
        "conseillere@example.org",
        "Nadia Fekkar",
        Role.ADVISOR,
        PROGRAMME,
        "ouvrir une offre de transport, lire les raisons, retenir ou écarter",
        (Domain.TRANSPORT,),
    ),
    Account(
        "referente@example.org",
        "Samia Rahali",
        Role.CASEWORKER,
        "Grande-Synthe",
        "retrouver ses participants dans une liste et voir les leviers",
    ),
    Account(
        "responsable@example.org",
        "Béatrice Malfoy",
        Role.MANAGER,
        PROGRAMME,
        "voir les offres à relire et qui a décidé quoi",
    ),
    Account(
        "accueil@example.org",
        "Odile Carton",
        Role.OFFICE,
        PROGRAMME,
        "relire les offres du jour et compléter ce qui manque",
    ),
)
"""The roles whose screens exist; each gets a one-time link."""
