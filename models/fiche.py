"""Closed lists of the fiche de prise d'offre beyond the exchange format, with French labels.

Source: the fields of the programme's common sheet.
"""

from models.vocabulary import Labelled


class Channel(Labelled):
    """How an offer reached us."""

    VISIT = "visite", "Visite"
    PHONE = "telephone", "Téléphone"
    MAIL = "courriel", "Courriel"
    FAIR = "salon", "Salon"
    SITE = "site", "Site internet"
    AGENCY = "agence", "Agence"
    FRANCE_TRAVAIL = "france_travail", "France Travail"
    PARTNER = "partenaire", "Partenaire"
    CLAUSE = "clause", "Clause d'insertion"
    FILE = "fichier", "Fichier reçu"


class EmployerKind(Labelled):
    COMPANY = "entreprise", "Entreprise"
    TEMP_AGENCY = "ETT", "Agence d'intérim"
    INCLUSION_TEMP = "ETTI", "Intérim d'insertion"
    INCLUSION_COMPANY = "EI", "Entreprise d'insertion"
    INCLUSION_SITE = "ACI", "Chantier d'insertion"
    INCLUSION_ASSOCIATION = "AI", "Association intermédiaire"
    GEIQ = "GEIQ", "GEIQ"
    PUBLIC = "collectivite", "Collectivité"
    HOUSEHOLD = "particulier", "Particulier employeur"
    ASSOCIATION = "association", "Association"


class Positioning(Labelled):
    """How the employer wants to receive people."""

    ANONYMOUS_CARD = "fiche_anonyme", "Fiche anonyme"
    RESUME = "cv", "CV"
    CALL = "appel", "Appel"
    GROUP_MEETING = "ric", "Réunion d'information collective"
    MRS = "mrs", "Recrutement par simulation (MRS)"
    SITE_VISIT = "visite", "Visite sur site"


class Travel(Labelled):
    """Moves during the work, not the way to it."""

    NONE = "aucun", "Aucun déplacement"
    LOCAL = "local", "Déplacements locaux"
    REGIONAL = "regional", "Déplacements régionaux"
    LONG = "grand_deplacement", "Grands déplacements"
    OVERNIGHT = "decouches", "Découchés"


class Remote(Labelled):
    NONE = "non", "Pas de télétravail"
    PARTIAL = "partiel", "Télétravail partiel"
    FULL = "total", "Télétravail complet"


class Prospect(Labelled):
    """Whether the contract may become permanent."""

    YES = "oui", "CDI prévu à la suite"
    POSSIBLE = "possible", "CDI possible à la suite"
    NO = "non", "Pas de suite prévue"


class Overtime(Labelled):
    NONE = "non", "Pas d'heures supplémentaires"
    POSSIBLE = "possible", "Heures supplémentaires possibles"
    REGULAR = "regulier", "Heures supplémentaires régulières"


class Rhythm(Labelled):
    """Shift systems that the exchange format folds into its seven patterns."""

    FOUR_SHIFTS = "4x8", "4x8"
    FIVE_SHIFTS = "5x8", "5x8"
    WEEKEND_TEAM = "vsd", "Équipe de fin de semaine (VSD, SD)"
    VARIABLE = "variable", "Horaires variables"
    ON_CALL = "astreinte", "Astreintes"


class PayBasis(Labelled):
    GROSS = "brut", "brut"
    NET = "net", "net"


class Benefit(Labelled):
    MEAL = "panier", "Panier ou ticket restaurant"
    POST = "poste", "Prime de poste ou d'équipe"
    NIGHT = "nuit", "Majoration de nuit"
    THIRTEENTH = "13e_mois", "13e mois"
    TRANSPORT = "transport", "Indemnité de transport"
    DRESSING = "habillage", "Prime d'habillage"
    TEMP_ENDING = "ifm_iccp", "IFM et ICCP"
    HEALTH_COVER = "mutuelle", "Mutuelle"
    HOUSING = "logement", "Logement"
    BONUS = "prime", "Prime"
    COMPANY_CAR = "vehicule", "Véhicule de service"


class Scheme(Labelled):
    """Public measures that may go with the hiring."""

    PMSMP = "PMSMP", "Immersion (PMSMP)"
    POEI = "POEI", "POEI"
    AFPR = "AFPR", "AFPR"
    PEC = "PEC", "Parcours emploi compétences"
    PROFESSIONALISATION = "contrat_pro", "Contrat de professionnalisation"


class DisabilityAccess(Labelled):
    """For disabled workers: raises and explains, never excludes."""

    ACCESSIBLE = "accessible", "Accessible"
    ADAPTABLE = "amenageable", "Aménageable"
    TO_STUDY = "a_etudier", "À étudier"
    NO = "non", "Non"


class Adaptation(Labelled):
    """What the employer says may be arranged at the post."""

    HOURS = "horaires", "Horaires"
    BREAKS = "pauses", "Pauses"
    SEAT = "siege", "Siège"
    LOADS = "charges_limitees", "Port de charges limité"
    TRANSPORT = "transport", "Transport"
    HUMAN_HELP = "aide_humaine", "Aide humaine"
    TOOL = "outil", "Outil adapté"


class TargetPublic(Labelled):
    """Publics that the employer or the clause names; never read by the ranking."""

    RSA = "RSA", "Allocataires du RSA"
    LONG_UNEMPLOYED = "DELD", "Demandeurs d'emploi de longue durée"
    QUARTER = "QPV", "Habitants des quartiers prioritaires"
    DISABLED = "RQTH", "Travailleurs handicapés"
    UNDER_26 = "moins_26", "Moins de 26 ans"
    OVER_50 = "plus_50", "Plus de 50 ans"


class Equipment(Labelled):
    """Protective equipment (EPI)."""

    SHOES = "chaussures", "Chaussures de sécurité"
    HELMET = "casque", "Casque"
    GLOVES = "gants", "Gants"
    GLASSES = "lunettes", "Lunettes"
    HEARING = "auditives", "Protections auditives"
    MASK = "masque", "Masque"
    HARNESS = "harnais", "Harnais"
    VEST = "gilet", "Gilet haute visibilité"
    GENERAL = "epi", "Équipements de protection (EPI)"
