"""Closed lists of the life of an offer: why it stops, why it comes back, what its people hear."""

from models.vocabulary import Labelled, OfferState


class SuspendMotive(Labelled):
    """Why an offer takes nobody more for the moment."""

    INTERVIEWS = "entretiens", "Entretiens en cours"
    ENOUGH = "assez", "Assez de candidatures"
    WAITING = "attente", "L'employeur attend une décision ou une commande"
    QUESTION = "question", "Une réponse de l'employeur manque"
    OTHER = "autre", "Autre"


class FilledMotive(Labelled):
    """How our own people filled it."""

    HIRED = "embauche", "Embauche d'un ou plusieurs participants"
    AFTER_IMMERSION = "immersion", "Embauche après immersion"
    WORK_STUDY = "alternance", "Entrée en alternance"
    OTHER = "autre", "Autre"


class ElsewhereMotive(Labelled):
    """How somebody else filled it."""

    DIRECT = "direct", "Recrutement direct de l'employeur"
    AGENCY = "agence", "Pourvue par une agence"
    PARTNER = "partenaire", "Pourvue par un partenaire"
    INTERNAL = "interne", "Mobilité interne"
    OTHER = "autre", "Autre"


class CancelMotive(Labelled):
    """Why the employer gives it up."""

    NO_NEED = "besoin_annule", "Besoin annulé"
    POSTPONED = "reporte", "Recrutement ou chantier reporté"
    BUDGET = "budget", "Budget refusé"
    OFFER_UNLAWFUL = "non_conforme", "Offre non conforme à la loi"
    DUPLICATE = "doublon", "Doublon d'une autre offre"
    OTHER = "autre", "Autre"


class ExpiryMotive(Labelled):
    """Why the system closes it."""

    DEADLINE = "date_limite", "Date limite passée"
    LIFE = "sans_nouvelle", "Durée de vie écoulée sans nouvelle de l'employeur"


class ReopenMotive(Labelled):
    """Why a closed offer comes back."""

    STILL_OPEN = "toujours_ouverte", "L'employeur cherche toujours"
    TRIAL_BROKEN = "essai_rompu", "Période d'essai rompue"
    MORE_POSTS = "nouveaux_postes", "Nouveaux postes"
    MISTAKE = "erreur", "Close par erreur"


class ComeBackMotive(Labelled):
    """Why a closed introduction is opened again."""

    MISTAKE = "erreur", "Close par erreur"
    ANSWERED = "reponse_tardive", "L'employeur a répondu après coup"
    AVAILABLE = "de_nouveau_libre", "La personne est de nouveau disponible"
    TRIAL_BROKEN = "essai_rompu", "Période d'essai rompue"
    OTHER = "autre", "Autre"


class EndMotive(Labelled):
    """Why introductions are closed; each person hears one reason."""

    HIRED = "retenue", "Retenue"
    REFUSED = "refusee_employeur", "Refusée par l'employeur"
    NO_ANSWER = "sans_reponse", "Sans réponse de l'employeur"
    OFFER_CLOSED = "offre_close", "Offre close"
    HIRED_ELSEWHERE = "embauche_ailleurs", "Embauchée ailleurs"
    WITHDRAWN = "desistement", "Désistement"
    DUPLICATE = "doublon", "Doublon"


OFFER_MOTIVES: dict[OfferState, type[Labelled]] = {
    OfferState.OPEN: ReopenMotive,
    OfferState.SUSPENDED: SuspendMotive,
    OfferState.FILLED: FilledMotive,
    OfferState.FILLED_ELSEWHERE: ElsewhereMotive,
    OfferState.CANCELLED: CancelMotive,
    OfferState.EXPIRED: ExpiryMotive,
}
"""Where an offer goes -> the closed list its motive comes from."""


def offer_motive_label(state: OfferState, motive: str | None) -> str:
    """The French words of a motive; as it stands where it is in no list (older rows)."""
    if motive is None:
        return ""
    return next((each.label for each in OFFER_MOTIVES.get(state, ()) if each == motive), motive)
