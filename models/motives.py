"""Closed lists of the chain after a shortlist: why a person says no, why an employer does, how
an agreement was given, why a contract broke. Aligned with the refusal reasons that partners use,
so that figures can be compared."""

from models.vocabulary import Labelled


class AgreementChannel(Labelled):
    """How the person gave an agreement, or refused."""

    SPOKEN = "entretien", "De vive voix"
    PHONE = "telephone", "Par téléphone"
    SMS = "sms", "Par SMS"
    EMAIL = "courriel", "Par courriel"
    PAPER = "papier", "Par écrit, sur papier"


class ParticipantMotive(Labelled):
    """Why a person declines or withdraws; never a sanction, and nothing of their health is kept."""

    SCHEDULE = "horaires", "Horaires"
    TRIP = "trajet", "Trajet"
    PAY = "salaire", "Salaire"
    CONTRACT = "type_contrat", "Type de contrat"
    OCCUPATION = "metier", "Métier"
    FAMILY = "garde_famille", "Garde d'enfant ou contrainte familiale"
    HEALTH = "sante", "Santé"
    FOUND_WORK = "a_trouve", "A trouvé ailleurs"
    IN_TRAINING = "en_formation", "En formation"
    BAD_EXPERIENCE = "mauvaise_experience", "Mauvaise expérience avec l'employeur"
    UNREACHABLE = "non_joignable", "Non joignable"
    OTHER = "autre", "Autre"


class EmployerMotive(Labelled):
    """Why an employer or an agency says no."""

    TOO_FAR = "profil_eloigne", "Profil trop éloigné"
    SKILLS = "competences_insuffisantes", "Compétences insuffisantes"
    EXPERIENCE = "experience_insuffisante", "Expérience insuffisante"
    CREDENTIAL = "titre_manquant", "Titre ou habilitation"
    AVAILABILITY = "disponibilite", "Disponibilité"
    MOBILITY = "mobilite", "Mobilité"
    INTERVIEW = "entretien_non_concluant", "Entretien non concluant"
    ABSENT = "absent_entretien", "Absent à l'entretien"
    TRIAL = "essai_non_concluant", "Essai non concluant"
    FILLED = "poste_pourvu", "Poste pourvu"
    NO_NEED = "besoin_annule", "Besoin annulé"
    NO_MOTIVE = "sans_motif", "Sans motif donné"
    OTHER = "autre", "Autre"


class BreakMotive(Labelled):
    """Why a contract ended before its time."""

    TRIAL_EMPLOYER = "fin_essai_employeur", "Fin d'essai par l'employeur"
    TRIAL_EMPLOYEE = "fin_essai_salarie", "Fin d'essai par la personne"
    TRANSPORT = "transport", "Transport"
    SCHEDULE = "horaires", "Horaires"
    HEALTH = "sante", "Santé"
    CHILDCARE = "garde", "Garde d'enfant"
    RELATIONS = "relations", "Relations au travail"
    OTHER_POST = "poste_different", "Poste différent de l'annonce"
    OTHER_JOB = "autre_emploi", "Autre emploi"
    ABANDONED = "abandon", "Abandon"
    MISSION_CUT = "fin_mission", "Fin anticipée de mission"
    OTHER = "autre", "Autre"
