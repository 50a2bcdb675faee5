"""Closed lists of dispatches: their states, what is done to them, what a contact answers."""

from models.vocabulary import Labelled


class DispatchState(Labelled):
    PREPARED = "prepared", "Préparé"
    SENT = "sent", "Envoyé"
    READ = "read", "Lu"
    PARTIAL = "partial", "Répondu en partie"
    COMPLETE = "complete", "Répondu"
    REMINDED = "reminded", "Relancé"
    CLOSED = "closed", "Clos"
    DROPPED = "dropped", "Abandonné"


class DispatchAction(Labelled):
    """What happens to a dispatch or to a card of it; the labels are those of the history."""

    PREPARE = "prepare", "Préparer l’envoi"
    ADD = "add", "Ajouter à l’envoi"
    SEND = "send", "Envoyer"
    DROP = "drop", "Abandonner l’envoi"
    READ = "read", "Lecture par le contact"
    ANSWER = "answer", "Réponse"
    TAKE_BACK = "take_back", "Réponse reprise"
    APPLY = "apply", "Réponse prise en compte"
    REVEAL = "reveal", "Nom et téléphone communiqués"
    REMIND = "remind", "Relancer"
    QUESTION = "question", "Question du contact"
    START = "start", "Nouvelle de l’embauche"
    LINK = "link", "Nouveau lien"
    REVOKE = "revoke", "Lien révoqué"
    STOP = "stop", "Plus de messages demandé"
    SILENCE = "silence", "Sans réponse"
    CLOSE = "close", "Clore l’envoi"
    REOPEN = "reopen", "Rouvrir l’envoi"
    SEEN = "seen", "Réponses lues"
    TOLD = "told", "Personne prévenue"


class CardAnswer(Labelled):
    """What a contact answers on a card."""

    MEET = "rencontre", "Je le rencontre"
    MET = "entretien_fait", "Entretien fait"
    TRIAL = "essai", "Essai, PMSMP ou MRS en cours"
    HIRED = "retenu", "Retenu"
    REFUSED = "refuse", "Pas cette fois"
    LATER = "plus_tard", "Plus tard"


class AnswerChannel(Labelled):
    """How the answer came; all but the link are typed by one of us."""

    LINK = "lien", "Par le lien"
    PHONE = "telephone", "Par téléphone"
    EMAIL = "courriel", "Par courriel"
    SPOKEN = "vive_voix", "De vive voix"


class StartNews(Labelled):
    """What the contact says after the day of the start."""

    STARTED = "commence", "La personne a commencé"
    NOT_STARTED = "pas_commence", "La personne n’a pas commencé"
    OVER = "termine", "C’est déjà terminé"


FINAL = frozenset({CardAnswer.HIRED, CardAnswer.REFUSED})
"""Answers after which nothing more is waited for."""
