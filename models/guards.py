"""Closed lists of the guard rails: what an offer may not ask, and what a person decided on it.

Source: Code du travail, articles L1132-1, L1142-1, L1221-6 and L5321-2.
"""

from models.vocabulary import Labelled


class AlertKind(Labelled):
    """What an alert is about: the criteria of the law first, then what does not hold."""

    AGE = "age", "Âge"
    SEX = "sexe", "Sexe"
    ORIGIN = "origine", "Origine, langue maternelle"
    NATIONALITY = "nationalite", "Nationalité"
    SURNAME = "nom", "Nom de famille"
    APPEARANCE = "apparence", "Apparence physique, photo"
    HEALTH = "sante", "État de santé"
    DISABILITY = "handicap", "Handicap, perte d'autonomie"
    PREGNANCY = "grossesse", "Grossesse, maternité"
    FAMILY = "famille", "Situation de famille"
    RESIDENCE = "residence", "Lieu de résidence"
    RELIGION = "religion", "Convictions religieuses"
    UNION = "syndicat", "Activité syndicale ou mandat"
    POLITICS = "politique", "Opinions politiques"
    ORIENTATION = "orientation", "Orientation sexuelle, mœurs"
    GENETICS = "genetique", "Caractéristiques génétiques"
    RECORD = "casier", "Casier judiciaire"
    MEANS = "ressources", "Vulnérabilité économique, domiciliation bancaire"
    PAY = "salaire", "Salaire"
    TIME = "horaires", "Temps de travail"
    DATES = "dates", "Dates"
    CONTRACT = "contrat", "Contrat"
    ODD = "inhabituel", "Valeur inhabituelle"


class Severity(Labelled):
    """How much an alert weighs: a serious one waits for a decision before the offer opens."""

    SERIOUS = "serieux", "À décider avant l'ouverture"
    MILD = "leger", "À relire"
    INFORMATION = "information", "Autorisé par la loi"


class LegalGround(Labelled):
    """Why the law allows what would otherwise be refused."""

    MAJORITY = "majorite", "Âge légal : travail de nuit, travaux dangereux, alcool, conduite"
    MINIMUM_AGE = "age_minimum", "Âge minimal légal du travail (16 ans)"
    APPRENTICESHIP = "apprentissage", "Contrat d'apprentissage : moins de 30 ans"
    YOUTH_CONTRACT = "contrat_jeune", "Dispositif réservé par la loi à une tranche d'âge"
    DISABLED_WORKERS = "RQTH", "Obligation d'emploi, entreprise adaptée : RQTH"
    INCLUSION = "insertion", "Insertion par l'activité économique ou clause d'insertion"
    PRIORITY_QUARTER = "QPV", "Mesure en faveur des quartiers prioritaires"
    EQUALITY = "egalite", "Action positive : l'annonce est ouverte à toutes et à tous"
    ACTING = "interpretation", "Artiste, mannequin, modèle (article R1142-1)"
    SOVEREIGN = "souverainete", "Emploi de souveraineté ou défense : nationalité exigée"
    CRIMINAL_RECORD = "casier", "Vérification prévue par la loi pour cet emploi"
    CHILDREN = "mineurs", "Honorabilité : travail auprès d'enfants ou de personnes fragiles"
    MEDICAL = "aptitude", "Aptitude médicale ou vaccination prévue par la loi"
    RESIDENCE_DUTY = "logement", "Logement de fonction ou astreinte : lieu exigé par l'emploi"
    WORK_PERMIT = "droit_travail", "Droit au travail, titre de séjour : vérification légale"
    ESSENTIAL = "exigence_essentielle", "Exigence professionnelle essentielle et proportionnée"


class AlertDecision(Labelled):
    """What a person decided on an alert."""

    KEPT = "garde", "Gardé : la loi le permet"
    REWORDED = "reformule", "Reformulé"
    DISMISSED = "ecarte", "Sans objet : ce n'est pas une exigence"
