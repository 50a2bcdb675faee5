"""The boxes of the fiche de prise d'offre, in the order of the screen."""

from collections.abc import Mapping

from api.fiche.kinds import Box, Group, Kind, Width
from models.fiche import (
    Benefit,
    Channel,
    DisabilityAccess,
    EmployerKind,
    Equipment,
    Overtime,
    PayBasis,
    Positioning,
    Prospect,
    Remote,
    Rhythm,
    Scheme,
    TargetPublic,
    Travel,
)
from models.vocabulary import (
    Condition,
    ContractType,
    Domain,
    Necessity,
    PayPeriod,
    SiteAccess,
    Vehicle,
    Weekday,
    WorkPattern,
)

MAX_WEEKLY_HOURS = 60
MAX_MONTHS = 600
MAX_POSITIONS = 500
MAX_DAYS = 3_660
MAX_PAY = 1_000_000
EXPERIENCES = (Necessity.NONE, Necessity.WISHED, Necessity.REQUIRED)
NEEDS = (Necessity.REQUIRED, Necessity.WISHED, Necessity.TRAINING_OFFERED)

_K = Kind
_HALF, _THIRD, _FULL = Width.HALF, Width.THIRD, Width.FULL

ESSENTIALS = Group(
    "essentiel",
    "L’essentiel",
    (
        Box("title", "Intitulé du poste", _K.LINE, ("title",), _FULL),
        Box("rome", "Métier", _K.OWN, ("occupation", "occupation.rome"), _FULL),
        Box(
            "domain",
            "Domaine",
            _K.CHOICE,
            ("domain",),
            options=tuple(Domain),
            empty="",
        ),
        Box(
            "commune",
            "Commune du poste",
            _K.OWN,
            ("workplace", "workplace.insee", "workplace.name", "workplace.postal_code"),
        ),
        Box(
            "contract",
            "Type de contrat",
            _K.CHOICE,
            ("contract.type", "contract"),
            options=tuple(ContractType),
            empty="À préciser",
        ),
        Box("positions", "Nombre de postes", _K.WHOLE, ("positions",), low=1, high=MAX_POSITIONS),
        Box("start_date", "Début", _K.DAY, ("contract.start_date",)),
        Box(
            "starts_soon",
            "Début dès que possible",
            _K.FLAG,
            ("details.starts_soon",),
        ),
        Box(
            "weekly_hours",
            "Heures par semaine",
            _K.NUMBER,
            ("working_time.weekly_hours", "working_time"),
            _THIRD,
            low=1,
            high=MAX_WEEKLY_HOURS,
        ),
        Box("start_time", "Prise de poste", _K.CLOCK, ("working_time.start_time",), _THIRD),
        Box("end_time", "Fin de poste", _K.CLOCK, ("working_time.end_time",), _THIRD),
        Box(
            "patterns",
            "Rythme",
            _K.MANY,
            ("working_time.patterns",),
            _FULL,
            options=tuple(WorkPattern),
        ),
        Box("level", "Niveau de l’offre", _K.OWN, ("level",)),
        Box(
            "deadline",
            "Date limite",
            _K.DAY,
            ("deadline",),
            hint="Vide : l’échéance est calculée à l’ouverture.",
        ),
        Box(
            "channel",
            "Comment l’offre nous est arrivée",
            _K.CHOICE,
            ("details.channel",),
            options=tuple(Channel),
            empty="À préciser",
        ),
        Box("contact_name", "Nom du contact", _K.LINE, ("details.contact.name", "details.contact")),
        Box("contact_phone", "Téléphone du contact", _K.PHONE, ("details.contact.phone",)),
        Box("contact_email", "Courriel du contact", _K.MAIL, ("details.contact.email",)),
    ),
)

REQUIREMENTS = Group(
    "exigences",
    "Ce que le poste demande",
    (
        Box("licence", "Permis, titres et habilitations", _K.OWN, ("licences",), _FULL),
        Box(
            "experience_necessity",
            "Expérience",
            _K.CHOICE,
            ("experience.necessity", "experience"),
            options=EXPERIENCES,
            empty="À préciser",
        ),
        Box(
            "experience_months",
            "Durée d’expérience, en mois",
            _K.WHOLE,
            ("experience.months",),
            high=MAX_MONTHS,
        ),
        Box(
            "education_level",
            "Niveau de formation",
            _K.OWN,
            ("education.level", "education"),
        ),
        Box(
            "education_necessity",
            "Ce niveau est",
            _K.CHOICE,
            ("education.necessity",),
            options=tuple(Necessity),
            empty="À préciser",
        ),
        Box("skills", "Compétences", _K.OWN, ("skills",), _FULL, hint="Une par ligne."),
        Box("language", "Langues", _K.OWN, ("languages",), _FULL),
        Box(
            "vehicle",
            "Véhicule",
            _K.CHOICE,
            ("vehicle",),
            options=tuple(Vehicle),
        ),
        Box("legal_min_age", "Âge minimal légal", _K.WHOLE, ("details.legal_min_age",), high=21),
        Box(
            "soft_skills",
            "Savoir-être",
            _K.LINES,
            ("details.soft_skills",),
            hint="Un par ligne.",
        ),
        Box(
            "legal_checks",
            "Vérifications prévues par la loi",
            _K.LINES,
            ("details.legal_checks",),
            hint="Une par ligne.",
        ),
    ),
)

CONDITIONS = Group(
    "conditions",
    "Conditions de travail",
    (
        Box("pay_min", "Salaire, au moins", _K.NUMBER, ("pay.min", "pay"), _THIRD, high=MAX_PAY),
        Box("pay_max", "Salaire, au plus", _K.NUMBER, ("pay.max",), _THIRD, high=MAX_PAY),
        Box(
            "pay_period",
            "Salaire compté",
            _K.CHOICE,
            ("pay.period",),
            _THIRD,
            options=tuple(PayPeriod),
        ),
        Box(
            "pay_basis",
            "Brut ou net",
            _K.CHOICE,
            ("details.pay_basis",),
            _THIRD,
            options=tuple(PayBasis),
        ),
        Box(
            "smic_percent",
            "Au-dessus du SMIC, en %",
            _K.NUMBER,
            ("details.smic_percent",),
            _THIRD,
            high=300,
        ),
        Box(
            "benefits", "Primes et avantages", _K.MANY, ("details.benefits",), _FULL, tuple(Benefit)
        ),
        Box(
            "duration_days",
            "Durée du contrat, en jours",
            _K.WHOLE,
            ("contract.duration_days",),
            _THIRD,
            low=1,
            high=MAX_DAYS,
        ),
        Box("is_renewable", "Renouvelable", _K.FLAG, ("details.is_renewable",), _THIRD),
        Box(
            "prospect",
            "Suite possible",
            _K.CHOICE,
            ("details.prospect",),
            _THIRD,
            tuple(Prospect),
        ),
        Box(
            "trial_days",
            "Période d’essai, en jours",
            _K.WHOLE,
            ("details.trial_days",),
            _THIRD,
            high=365,
        ),
        Box(
            "full_time",
            "Temps de travail",
            _K.FLAG,
            ("working_time.full_time",),
            _THIRD,
            flags=("Temps plein", "Temps partiel"),
        ),
        Box(
            "overtime",
            "Heures supplémentaires",
            _K.CHOICE,
            ("details.overtime",),
            _THIRD,
            tuple(Overtime),
        ),
        Box("weekdays", "Jours travaillés", _K.MANY, ("details.weekdays",), _FULL, tuple(Weekday)),
        Box("rhythms", "Autres rythmes", _K.MANY, ("details.rhythms",), _FULL, tuple(Rhythm)),
        Box(
            "access",
            "Accès au site",
            _K.MANY,
            ("workplace.access",),
            _FULL,
            tuple(SiteAccess),
        ),
        Box("travel", "Déplacements", _K.CHOICE, ("details.travel",), _HALF, tuple(Travel)),
        Box("remote", "Télétravail", _K.CHOICE, ("details.remote",), _HALF, tuple(Remote)),
        Box(
            "constraints",
            "Conditions physiques",
            _K.MANY,
            ("constraints",),
            _FULL,
            tuple(Condition),
        ),
        Box(
            "intensity",
            "Intensité des conditions physiques",
            _K.OWN,
            ("details.intensities",),
            _FULL,
        ),
        Box(
            "equipment",
            "Équipements de protection",
            _K.MANY,
            ("details.equipment",),
            _FULL,
            tuple(Equipment),
        ),
        Box(
            "has_medical_follow_up",
            "Suivi médical renforcé",
            _K.FLAG,
            ("details.has_medical_follow_up",),
        ),
    ),
    is_folded=True,
)

EMPLOYER = Group(
    "employeur",
    "Employeur, agence et lieu",
    (
        Box("employer", "Employeur", _K.LINE, ("employer.name", "employer")),
        Box("siret", "SIRET", _K.SIRET, ("employer.siret",)),
        Box("sector", "Secteur d’activité", _K.LINE, ("employer.sector",)),
        Box(
            "employer_kind",
            "Type d’employeur",
            _K.CHOICE,
            ("details.employer_kind",),
            options=tuple(EmployerKind),
        ),
        Box("agency", "Agence", _K.LINE, ("agency",)),
        Box("agency_reference", "Référence de l’agence", _K.LINE, ("details.agency_reference",)),
        Box("user_company", "Entreprise utilisatrice", _K.LINE, ("details.user_company",)),
        Box("address", "Adresse du poste", _K.LINE, ("details.address",)),
        Box("site", "Site", _K.LINE, ("details.site",)),
        Box("contact_role", "Fonction du contact", _K.LINE, ("details.contact.role",)),
        Box(
            "contact_preferred",
            "Comment le joindre de préférence",
            _K.LINE,
            ("details.contact.preferred",),
        ),
        Box(
            "positioning",
            "Comment présenter les personnes",
            _K.CHOICE,
            ("details.positioning",),
            options=tuple(Positioning),
        ),
        Box(
            "max_candidates",
            "Nombre de candidats au plus",
            _K.WHOLE,
            ("details.max_candidates",),
            low=1,
            high=50,
        ),
    ),
    is_folded=True,
)

MORE = Group(
    "reste",
    "Le reste de la fiche",
    (
        Box(
            "tasks",
            "Missions principales",
            _K.LINES,
            ("details.tasks",),
            _FULL,
            hint="Une par ligne.",
        ),
        Box("agreement", "Convention collective", _K.LINE, ("details.agreement",)),
        Box("coefficient", "Coefficient", _K.LINE, ("details.coefficient",)),
        Box("scheme", "Mesure mobilisable", _K.CHOICE, ("details.scheme",), _HALF, tuple(Scheme)),
        Box("has_immersion", "Immersion possible", _K.FLAG, ("details.has_immersion",)),
        Box("session_on", "Réunion d’information le", _K.DAY, ("details.session_on",)),
        Box(
            "disability_access",
            "Accès aux travailleurs handicapés",
            _K.CHOICE,
            ("details.disability_access",),
            options=tuple(DisabilityAccess),
        ),
        Box(
            "target_publics",
            "Publics visés",
            _K.MANY,
            ("details.target_publics",),
            _FULL,
            tuple(TargetPublic),
        ),
        Box(
            "clause_hours",
            "Heures de clause d’insertion",
            _K.NUMBER,
            ("clause_hours",),
            _THIRD,
            high=MAX_PAY,
        ),
        Box("clause_market", "Marché de la clause", _K.LINE, ("details.clause_market",), _THIRD),
        Box("clause_owner", "Maître d’ouvrage", _K.LINE, ("details.clause_owner",), _THIRD),
        Box("collected_by", "Collectée par", _K.LINE, ("details.collected_by",)),
    ),
    is_folded=True,
)

GROUPS = (ESSENTIALS, REQUIREMENTS, CONDITIONS, EMPLOYER, MORE)
BOXES: Mapping[str, Box] = {box.name: box for group in GROUPS for box in group.boxes}

LABELS: Mapping[str, str] = {
    **{name: box.label for name, box in BOXES.items()},
    "rome_other": "Autre métier",
    "skills_required": "Compétences exigées",
    "skills_wished": "Compétences souhaitées",
    "requirements": "Exigences relues",
    "alertes": "Alerte",
}
"""Box, or part of one that can be wrong by itself -> its words in a list of errors."""

_BY_FIELD = {field: box.name for box in BOXES.values() for field in box.fields}


def box_of(field: str) -> str | None:
    """The box that shows a dotted field, that of its longest known beginning; None: none."""
    parts = field.split(".")
    for size in range(len(parts), 0, -1):
        box = _BY_FIELD.get(".".join(parts[:size]))
        if box:
            return box
    return None
