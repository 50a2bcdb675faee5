"""Closed lists of exits: what they may be, where they stand, what proves them."""

from models.vocabulary import Labelled


class ExitState(Labelled):
    """`LOST` : what was under way broke off; it comes back with a new contract or training."""

    ACQUIRING = "en_acquisition", "En cours d'acquisition"
    TO_PROVE = "a_justifier", "À justifier"
    VALIDATED = "validee", "Validée"
    REFUSED = "non_validee", "Non validée"
    LOST = "interrompue", "Interrompue"


class ExitAction(Labelled):
    BEGIN = "begin", "Ouvrir"
    CHANGE = "change", "Mettre à jour"
    ACQUIRE = "acquire", "Constater l'acquisition"
    FALL_BACK = "fall_back", "Revenir en cours d'acquisition"
    LOSE = "lose", "Constater l'interruption"
    VALIDATE = "validate", "Valider la sortie"
    REFUSE = "refuse", "Ne pas valider"
    REVISE = "revise", "Revenir sur la décision"


class ProofKind(Labelled):
    CONTRACT = "contrat", "Contrat de travail signé"
    PAYSLIP = "bulletin", "Bulletin de salaire"
    HOURS = "releve_heures", "Relevé d'heures de l'agence"
    ENROLMENT = "entree_formation", "Attestation d'entrée en formation"
    CERTIFICATE = "attestation_formation", "Attestation de fin de formation ou diplôme"
    KBIS = "kbis", "Extrait Kbis ou inscription"
    EMPLOYER = "attestation_employeur", "Attestation de l'employeur"
    CHOICE = "temps_partiel_choisi", "Attestation de temps partiel choisi"

    @property
    def inside(self) -> str:
        """The label within a sentence: names keep their capital."""
        return self.label[0].lower() + self.label[1:]


class ProofStatus(Labelled):
    MISSING = "manquante", "Manquante"
    ASKED = "demandee", "Demandée"
    RECEIVED = "recue", "Reçue"
    CHECKED = "verifiee", "Vérifiée"
    VOID = "sans_objet", "Sans objet"


class TrainingResult(Labelled):
    PLANNED = "prevue", "Prévue"
    ONGOING = "en_cours", "En cours"
    PASSED = "validee", "Validée"
    FAILED = "non_validee", "Non validée"
    STOPPED = "abandonnee", "Abandonnée"
