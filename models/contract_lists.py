"""Closed lists of contracts: their kinds, states and gestures, the calls of the follow-up, the
steps before a hire. Pure values, no tables."""

from models.vocabulary import ContractType, Labelled


class ContractKind(Labelled):
    """What a person signed; finer than what an offer says, as exits depend on it."""

    CDI = "cdi", "CDI"
    CDI_TEMP = "cdi_interimaire", "CDI intérimaire"
    CDD = "cdd", "CDD"
    SEASONAL = "saisonnier", "CDD saisonnier"
    TEMP = "interim", "Mission d'intérim"
    WORK_STUDY = "alternance", "Contrat en alternance"
    CDDI = "cddi", "CDDI"
    SUBSIDISED = "contrat_aide", "Contrat aidé"
    CI_RMA = "ci_rma", "CI-RMA"
    OTHER = "autre", "Autre contrat"


KIND_OF_OFFER: dict[ContractType, ContractKind] = {
    ContractType.CDI: ContractKind.CDI,
    ContractType.CDD: ContractKind.CDD,
    ContractType.TEMP: ContractKind.TEMP,
    ContractType.WORK_STUDY: ContractKind.WORK_STUDY,
    ContractType.SEASONAL: ContractKind.SEASONAL,
    ContractType.CDDI: ContractKind.CDDI,
    ContractType.SUBSIDISED: ContractKind.SUBSIDISED,
    ContractType.SELF_EMPLOYED: ContractKind.OTHER,
    ContractType.OTHER: ContractKind.OTHER,
}
"""What an offer says -> what is signed, unless somebody says otherwise."""

OPEN_ENDED = frozenset({ContractKind.CDI, ContractKind.CDI_TEMP})
"""Contracts without a last day."""


class ContractState(Labelled):
    PLANNED = "prevu", "Prévu"
    STARTED = "demarre", "Démarré"
    ONGOING = "en_cours", "En cours"
    ENDED = "termine", "Terminé normalement"
    BROKEN = "rompu", "Rompu"
    TRANSFORMED = "transforme", "Transformé en CDI"


RUNNING = frozenset({ContractState.PLANNED, ContractState.STARTED, ContractState.ONGOING})
"""Contracts that take the person's time, now or soon."""


class ContractAction(Labelled):
    """What is done to a contract; the labels are those of the buttons."""

    HIRE = "hire", "Enregistrer l'embauche"
    START = "start", "Confirmer le démarrage"
    CONFIRM = "confirm", "Passer en cours"
    EXTEND = "extend", "Changer la date de fin"
    END = "end", "Terminer normalement"
    BREAK = "break", "Rompre"
    TRANSFORM = "transform", "Transformer en CDI"
    RESUME = "resume", "Reprendre le contrat"
    OWNER = "owner", "Confier le suivi"


class FollowUpKind(Labelled):
    """When somebody calls: days, then calendar months, after the first day of work."""

    DAY_3 = "j3", "J+3"
    DAY_15 = "j15", "J+15"
    MONTH_1 = "m1", "1 mois"
    MONTH_2 = "m2", "2 mois"
    MONTH_3 = "m3", "3 mois"
    MONTH_4 = "m4", "4 mois"
    MONTH_5 = "m5", "5 mois"
    MONTH_6 = "m6", "6 mois"


class FollowUpState(Labelled):
    TO_DO = "a_faire", "À faire"
    DONE = "fait", "Fait"
    UNREACHABLE = "injoignable", "Injoignable"
    VOID = "sans_objet", "Sans objet"


class Question(Labelled):
    """The five questions of a call."""

    PRESENCE = "presence", "Présence"
    TASKS = "taches", "Tâches"
    RELATIONS = "relations", "Relations"
    TRANSPORT = "transport", "Transport"
    NEXT = "suite", "Suite"


class Mark(Labelled):
    """What the person, or the employer, says to a question."""

    GOOD = "bien", "Bien"
    WATCH = "a_surveiller", "À surveiller"
    HARD = "difficile", "Difficile"


class Flag(Labelled):
    """The risk that a call leaves: the worst of its answers."""

    GREEN = "vert", "Tout va bien"
    ORANGE = "orange", "À surveiller"
    RED = "rouge", "En difficulté"


class PreHireKind(Labelled):
    """A step on the post before the contract."""

    PMSMP = "pmsmp", "PMSMP (immersion)"
    MRS = "mrs", "MRS (recrutement par simulation)"
    POEI = "poei", "POEI"
    AFPR = "afpr", "AFPR"


class PreHireResult(Labelled):
    PLANNED = "prevu", "Prévue"
    PASSED = "reussi", "Réussie"
    FAILED = "non_concluant", "Non concluante"
    STOPPED = "interrompu", "Interrompue"
