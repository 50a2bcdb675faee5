"""Closed lists of the field, each value with its French label. No rules, no tables here.

The values are what files and the base hold (FORMATS of the exchange files); the labels are
what people read.
"""

from enum import StrEnum


class Labelled(StrEnum):
    """A closed list whose members carry the French words shown on screens."""

    label: str

    def __new__(cls, value: str, label: str = "") -> "Labelled":
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class Domain(Labelled):
    INDUSTRY = "industrie", "Industrie"
    TRANSPORT = "transport_logistique", "Transport et logistique"
    PERSONAL_SERVICES = "services_personne", "Services à la personne"
    CONSTRUCTION = "batiment", "Bâtiment"
    CATERING = "restauration", "Restauration"
    TERTIARY = "tertiaire", "Tertiaire"
    OTHER = "autre", "Autre"


class ContractType(Labelled):
    CDI = "CDI", "CDI"
    CDD = "CDD", "CDD"
    TEMP = "interim", "Intérim"
    WORK_STUDY = "alternance", "Alternance"
    SEASONAL = "saisonnier", "Saisonnier"
    CDDI = "CDDI", "CDDI"
    SUBSIDISED = "contrat_aide", "Contrat aidé"
    SELF_EMPLOYED = "independant", "Indépendant"
    OTHER = "autre", "Autre contrat"


class WorkPattern(Labelled):
    DAY = "journee", "journée"
    TWO_SHIFTS = "2x8", "2x8"
    THREE_SHIFTS = "3x8", "3x8"
    NIGHT = "nuit", "nuit"
    WEEKEND = "week_end", "week-end"
    SPLIT = "coupes", "horaires coupés"
    EARLY = "matin_tot", "matin tôt"


class TravelMode(Labelled):
    CAR = "voiture", "en voiture"
    MOPED = "deux_roues", "en deux-roues"
    BICYCLE = "velo", "à vélo"
    BUS = "bus", "en bus"
    WALK = "a_pied", "à pied"


class SiteAccess(Labelled):
    BUS = "bus", "desservi par le bus"
    SHUTTLE = "navette", "navette de l'employeur"
    NO_PARKING = "sans_parking", "sans parking"
    CAR_ONLY = "voiture_indispensable", "voiture indispensable"
    BICYCLE = "velo", "accessible à vélo"


class Vehicle(Labelled):
    NONE = "none", "aucun véhicule"
    OWN = "own", "véhicule personnel"
    PROVIDED = "provided", "véhicule fourni"


class PayPeriod(Labelled):
    HOUR = "hour", "de l'heure"
    MONTH = "month", "par mois"
    YEAR = "year", "par an"


class Necessity(Labelled):
    NONE = "none", "non demandé"
    WISHED = "wished", "souhaité"
    REQUIRED = "required", "exigé"
    TRAINING_OFFERED = "training_offered", "formation prévue"


class CredentialState(Labelled):
    """What the file says of a licence or certificate."""

    HELD = "held", "détenu"
    IN_PROGRESS = "in_progress", "en cours"
    EXPIRED = "expired", "périmé"
    SUSPENDED = "suspended", "suspendu"


class WorkingTimeWish(Labelled):
    FULL = "full", "temps plein"
    PART = "part", "temps partiel"
    ANY = "any", "indifférent"


class Condition(Labelled):
    """Physical conditions of a post, and what a person may be restricted on: the same codes."""

    LOADS = "loads", "port de charges"
    STANDING = "standing", "station debout prolongée"
    SITTING = "sitting", "station assise prolongée"
    POSTURES = "postures", "postures pénibles"
    REPETITIVE = "repetitive", "gestes répétitifs"
    HEIGHT = "height", "travail en hauteur"
    NOISE = "noise", "bruit"
    VIBRATION = "vibration", "vibrations"
    HEAT = "heat", "chaleur"
    COLD = "cold", "froid"
    OUTDOORS = "outdoors", "travail en extérieur"
    DUST = "dust", "poussières"
    CHEMICALS = "chemicals", "produits chimiques"
    WET = "wet", "milieu humide"
    SCREEN = "screen", "travail sur écran"
    DRIVING = "driving", "conduite"
    ISOLATION = "isolation", "travail isolé"
    DIFFICULT_PUBLIC = "difficult_public", "public difficile"
    PACE = "pace", "cadence soutenue"
    CONFINED = "confined", "espace confiné"
    OVERNIGHT = "overnight", "déplacements avec nuits à l'extérieur"


class Weekday(Labelled):
    MONDAY = "lundi", "lundi"
    TUESDAY = "mardi", "mardi"
    WEDNESDAY = "mercredi", "mercredi"
    THURSDAY = "jeudi", "jeudi"
    FRIDAY = "vendredi", "vendredi"
    SATURDAY = "samedi", "samedi"
    SUNDAY = "dimanche", "dimanche"


class HourBand(Labelled):
    """Parts of the day for which the territory knows how long trips take."""

    EARLY = "tot", "avant 5 h 30"
    MORNING = "matin", "de 5 h 30 à 9 h"
    DAYTIME = "journee", "de 9 h à 17 h"
    EVENING = "soir", "de 17 h à 21 h"
    NIGHT = "nuit", "après 21 h"
    SUNDAY = "dimanche", "le dimanche"


class DayKind(Labelled):
    """Days that a bus timetable tells apart."""

    WEEKDAY = "semaine", "en semaine"
    SATURDAY = "samedi", "le samedi"
    SUNDAY = "dimanche", "le dimanche"


class AidNeed(Labelled):
    """What keeps a person from a workplace, and what an aid to mobility lifts."""

    HOURS = "horaires", "pas de transport à ces heures"
    DISTANCE = "distance", "trajet trop long ou impossible"
    LICENCE = "permis", "pas de permis valide"


class Criterion(Labelled):
    """The eight criteria of the score, in the order they are shown."""

    OCCUPATION = "metier", "Métier et projet"
    SKILLS = "competences", "Compétences"
    EXPERIENCE = "experience", "Expérience"
    MOBILITY = "mobilite", "Mobilité et horaires"
    CONTRACT = "contrat", "Contrat et temps de travail"
    CREDENTIALS = "titres", "Permis et titres demandés"
    EDUCATION = "formation", "Formation et langues"
    CLOSENESS = "texte", "Proximité du texte"


class Half(Labelled):
    PERSON = "personne", "Ce que cherche la personne"
    POST = "poste", "Ce que demande le poste"


class Gate(Labelled):
    """What can hold a person back whatever the score: the `criterion` of a blocker."""

    CREDENTIAL = "titres", "Permis ou titre exigé"
    SCHEDULE = "horaires", "Horaires"
    TRAVEL = "trajet", "Trajet"
    RESTRICTION = "restriction", "Restriction déclarée"
    CONTRACT = "contrat", "Type de contrat"
    AVAILABILITY = "disponibilite", "Disponibilité"
    LANGUAGE = "langue", "Langue exigée"


class Force(Labelled):
    """What a requirement that is known not to be met does to a row, as one offer wants it."""

    BLOCKS = "bloque", "Bloque"
    WEIGHS = "pese", "Pèse sans bloquer"
    TOLD = "indique", "Indiqué seulement"


class Band(Labelled):
    """Where a row stands in the list; ranks follow this order."""

    VERY_SUITABLE = "tres_adapte", "Très adapté"
    SUITABLE = "adapte", "Adapté"
    TO_CHECK = "a_verifier", "À vérifier"
    WITH_LEVER = "avec_levier", "Avec un levier"
    REMOTE = "eloigne", "Éloigné"


class Role(Labelled):
    OFFICER = "employer_officer", "Chargé·e de mission RH"
    OFFICE = "office", "Appui administratif"
    CASEWORKER = "caseworker", "Référent·e de parcours"
    ADVISOR = "advisor", "Conseiller·ère emploi"
    MANAGER = "manager", "Responsable"
    AGENCY = "agency", "Agence ou employeur"
    ADMIN = "admin", "Administration"


class OrganisationKind(Labelled):
    PROGRAMME = "programme", "PLIE"
    BRANCH = "antenne", "Antenne"
    AGENCY = "agence", "Agence d'intérim"
    EMPLOYER = "employeur", "Employeur"


class OfferState(Labelled):
    DRAFT = "draft", "Brouillon"
    TO_REVIEW = "to_review", "À vérifier"
    OPEN = "open", "Ouverte"
    SUSPENDED = "suspended", "Suspendue"
    FILLED = "filled", "Pourvue par nous"
    FILLED_ELSEWHERE = "filled_elsewhere", "Pourvue autrement"
    CANCELLED = "cancelled", "Annulée par l'employeur"
    EXPIRED = "expired", "Échue"
    ARCHIVED = "archived", "Archivée"


class IntroductionState(Labelled):
    SUGGESTED = "suggested", "Suggérée"
    DISCARDED = "discarded", "Écartée"
    KEPT = "kept", "Retenue"
    RESERVE = "reserve", "Liste complémentaire"
    PROPOSED = "proposed", "Proposée au participant"
    AGREED = "agreed", "Accord du participant"
    DECLINED = "declined", "Refus du participant"
    LEVEL2_PENDING = "level2_pending", "À valider (niveau 2)"
    LEVEL2_VALIDATED = "level2_validated", "Validée niveau 2"
    LEVEL2_REFUSED = "level2_refused", "Non validée"
    DISPATCHED = "dispatched", "Transmise"
    CLOSED = "closed", "Close"


class IntroductionAction(Labelled):
    """What is done to an introduction; the labels are those of the buttons."""

    SUGGEST = "suggest", "Ajouter à la liste"
    DISCARD = "discard", "Écarter"
    KEEP = "keep", "Retenir"
    RESERVE = "reserve", "Mettre en liste complémentaire"
    PROPOSE = "propose", "Proposer au participant"
    AGREE = "agree", "Accord du participant"
    DECLINE = "decline", "Refus du participant"
    SUBMIT = "submit", "Soumettre au niveau 2"
    VALIDATE = "validate", "Valider"
    REFUSE = "refuse", "Ne pas valider"
    DISPATCH = "dispatch", "Transmettre"
    CLOSE = "close", "Clore"
    REOPEN = "reopen", "Rouvrir"
    RETURN = "return", "Rendre au référent"
    UNDO = "undo", "Annuler"


class DiscardMotive(Labelled):
    """Why one of us sets a suggestion aside; each trains one criterion at most."""

    OTHER_PROJECT = "projet_different", "Projet différent"
    SKILLS = "competences_insuffisantes", "Compétences insuffisantes"
    EXPERIENCE = "experience_insuffisante", "Expérience insuffisante"
    CREDENTIAL = "titre_manquant", "Titre ou permis manquant"
    MOBILITY = "mobilite_impossible", "Mobilité impossible"
    SCHEDULE = "horaires_incompatibles", "Horaires incompatibles"
    AVAILABILITY = "disponibilite", "Disponibilité"
    RESTRICTION = "restriction_fonctionnelle", "Restriction fonctionnelle"
    PAY_OR_DURATION = "salaire_ou_duree", "Salaire ou durée"
    ALREADY_POSITIONED = "deja_positionne", "Déjà positionné ailleurs"
    ALREADY_REFUSED = "deja_refuse", "Déjà refusé par cet employeur"
    STALE_FILE = "dossier_a_jour", "Dossier à mettre à jour"
    KNOWN_WISH = "souhait_connu", "Souhait de l'intéressé connu"
    TRAINING_FIRST = "formation_prealable", "Besoin de formation préalable"
    DUPLICATE = "doublon", "Doublon"
    OTHER = "autre", "Autre"


class Origin(Labelled):
    ENGINE = "engine", "Proposée par le moteur"
    MANUAL = "manual", "Ajoutée à la main"


class OpeningReason(Labelled):
    """Why a row opens a shortlist, or stands at its head and leaves the place to another."""

    RANK = "rang", "par son rang"
    TURN = "tour", "remonté : son tour"
    RELAY = "relais", "remonté : relais"
    CAPPED = "plafond", "déjà assez proposé"
    YIELDS = "cede", "laisse son tour"


class ReviewStatus(Labelled):
    """How far a value of an offer was read by a person."""

    EXTRACTED = "extracted", "Lu dans le texte"
    CONFIRMED = "confirmed", "Confirmé"
    CORRECTED = "corrected", "Corrigé"
    MISSING = "missing", "Absent"
