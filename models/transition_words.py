"""What a row of the table of introductions is made of: its guards and effects, in words."""

from dataclasses import dataclass

from models.vocabulary import IntroductionAction, IntroductionState, Labelled, Role


class Guard(Labelled):
    """A condition that a step of an introduction waits for, in words."""

    PERSON_ACTIVE = "person_active", "la personne est dans le vivier, pas encore sur cette offre"
    REASON_WRITTEN = "reason_written", "si un obstacle est connu, la raison est écrite"
    OFFER_LIVES = "offer_lives", "l’offre n’est ni close ni échue"
    OFFER_OPEN = "offer_open", "l’offre est ouverte"
    BEFORE_DEADLINE = "before_deadline", "la date limite n’est pas passée"
    FEW_PROPOSITIONS = (
        "few_propositions",
        "la personne a moins de 5 propositions en cours, ou l’on confirme",
    )
    DAY_AND_CHANNEL = "day_and_channel", "le jour et le moyen de l’accord sont dits"
    NOT_VALIDATOR = "not_validator", "qui recueille à nouveau l’accord n’est pas qui a validé"
    LEVEL_TWO = "level_two", "l’offre est de niveau 2"
    INTERVIEW_HELD = (
        "interview_held",
        "l’entretien a eu lieu : personne présente, grille complète, issue écrite",
    )
    ANOTHER_PERSON = (
        "another_person",
        "qui valide n’a ni retenu, ni proposé, ni recueilli l’accord",
    )
    TWO_ABSENCES = "two_absences", "la personne a manqué deux entretiens"
    VALIDATED = "validated", "si l’offre est de niveau 2, la personne est validée"
    RECENT_AGREEMENT = "recent_agreement", "l’accord de la personne date de 30 jours au plus"
    CARD_CHECKED = "card_checked", "la carte anonyme est relue"
    POSTS_LEFT = "posts_left", "il reste un poste sur l’offre"
    WEEK = "week", "pas plus de 48 heures par semaine avec les autres contrats"
    ANSWER_LATE = "answer_late", "aucune réponse 10 jours après l’envoi (4 en intérim)"
    RECENT_CLOSING = (
        "recent_closing",
        "close depuis 30 jours au plus, ou période d’essai rompue",
    )


class Effect(Labelled):
    """What a step of an introduction brings about beside the state, in words."""

    SNAPSHOT = "snapshot", "la liste garde les critères, les poids, le jour et le moteur"
    COUNT_MOTIVE = "count_motive", "le motif entre dans les figures"
    KEEPER = "keeper", "qui a retenu est gardé"
    TELL_CASEWORKER = "tell_caseworker", "le référent le voit dans « À traiter »"
    RECALL = "recall", "dès qu’une place se libère, « À traiter » propose de rappeler"
    SCRIPT = "script", "un texte d’appel et de SMS est prêt à copier ; qui propose est gardé"
    AGREEMENT = "agreement", "le jour, le moyen et qui a recueilli l’accord sont gardés"
    SUBMIT = "submit", "si l’offre est de niveau 2, elle passe aussitôt « À valider »"
    TASK = "task", "les conseillers du domaine le voient ; rappel à 24 h, responsable à 48 h"
    VALIDATOR = "validator", "qui a décidé est gardé ; synthèse à signer, ligne ABC prête"
    FORGET_AGREEMENT = "forget_agreement", "l’accord est à redemander"
    SENT = "sent", "la carte part dans un envoi ; la personne est prévenue"
    REASON = "reason", "la raison et l’instant de la clôture sont gardés"
    CONTRACT = "contract", "le contrat est créé avec ses suivis"
    CLOSE_OTHERS = "close_others", "ses autres mises en relation : « embauchée ailleurs »"
    NEXT_OFFERS = "next_offers", "trois autres offres sont montrées pour la personne"
    NOT_THE_PERSON = "not_the_person", "compte pour l’employeur, jamais contre la personne"
    HISTORY = "history", "l’histoire garde la clôture et la réouverture"


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table of introductions; an empty `roles` is for the system alone.

    number : row of the workflow; `name` : its words where the label of the action says less
    from_states : empty, the step makes the introduction
    to_state : None, the state before the closing
    motives, details : closed lists a value must come from; None: none is asked
    """

    number: int
    action: IntroductionAction
    from_states: frozenset[IntroductionState]
    to_state: IntroductionState | None
    roles: frozenset[Role]
    motives: frozenset[str] | None = None
    details: frozenset[str] | None = None
    guards: tuple[Guard, ...] = ()
    effects: tuple[Effect, ...] = ()
    name: str = ""

    @property
    def label(self) -> str:
        """What the button says."""
        return self.name or self.action.label
