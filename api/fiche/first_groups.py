"""The boxes of the fiche that an offer needs: the essential facts, and what the post asks for."""

from api.fiche.kinds import Box, Group, Kind, Width
from models.fiche import Channel
from models.vocabulary import ContractType, Domain, Necessity, Vehicle, WorkPattern

MAX_WEEKLY_HOURS = 60
MAX_MONTHS = 600
MAX_POSITIONS = 500
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
