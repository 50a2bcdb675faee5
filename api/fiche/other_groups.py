"""The boxes of the fiche that not every offer fills: conditions, employer, and the rest."""

from api.fiche.kinds import Box, Group, Kind, Width
from models.fiche import (
    Adaptation,
    Benefit,
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
from models.vocabulary import Condition, PayPeriod, SiteAccess, Weekday

MAX_DAYS = 3_660
MAX_PAY = 1_000_000
MAX_CLAUSE_HOURS = 1_000_000

_K = Kind
_HALF, _THIRD, _FULL = Width.HALF, Width.THIRD, Width.FULL

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
            hint="Accessible ou aménageable : une restriction déclarée ne bloque plus, elle pèse.",
        ),
        Box(
            "adaptations",
            "Aménagements possibles",
            _K.MANY,
            ("details.adaptations",),
            _FULL,
            tuple(Adaptation),
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
            high=MAX_CLAUSE_HOURS,
        ),
        Box("clause_market", "Marché de la clause", _K.LINE, ("details.clause_market",), _THIRD),
        Box("clause_owner", "Maître d’ouvrage", _K.LINE, ("details.clause_owner",), _THIRD),
        Box("collected_by", "Collectée par", _K.LINE, ("details.collected_by",)),
    ),
    is_folded=True,
)
