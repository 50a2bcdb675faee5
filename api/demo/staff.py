"""The fictitious team of the programme: caseworkers by branch, advisors by domain."""

from models.vocabulary import Domain

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
