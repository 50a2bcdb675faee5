"""What the API answers, field by field, in French: the source of its OpenAPI document.

No default anywhere: every key is always there, `null` or `[]` where nothing is known.
"""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from models.endings import EndMotive
from models.vocabulary import Band, Domain, IntroductionState, OfferState, Origin


def said(words: str) -> object:
    """The French description of a field."""
    return Field(description=words)


class Answer(BaseModel):
    """A closed list of keys."""

    model_config = ConfigDict(extra="forbid")


class Problem(BaseModel):
    """Pourquoi une demande est refusée (RFC 9457)."""

    type: Annotated[str, said("Toujours « about:blank » : le statut dit la nature du refus.")]
    title: Annotated[str, said("Le refus en quelques mots.")]
    status: Annotated[int, said("Le statut HTTP, répété.")]
    detail: Annotated[str, said("Ce qui ne va pas, et que faire.")]


class OfferLine(Answer):
    """Une offre en quelques lignes."""

    key: Annotated[UUID, said("Identifiant de l’offre dans l’API et dans les adresses.")]
    reference: Annotated[str, said("Référence de l’offre, celle de sa source quand elle en a une.")]
    state: Annotated[OfferState, said("Où en est l’offre.")]
    state_label: Annotated[str, said("Le même état, en français.")]
    title: Annotated[str, said("Intitulé du poste.")]
    employer: Annotated[
        str | None, said("Employeur ; null s’il est inconnu, ou si l’offre dit de le taire.")
    ]
    domain: Annotated[Domain, said("Domaine du métier.")]
    rome: Annotated[str | None, said("Code ROME du métier.")]
    commune_insee: Annotated[str | None, said("Code INSEE de la commune de travail.")]
    commune: Annotated[str | None, said("Commune de travail.")]
    contract_type: Annotated[str | None, said("Type de contrat.")]
    positions: Annotated[int, said("Nombre de postes.")]
    level: Annotated[int | None, said("1 : sans entretien préalable ; 2 : avec entretien.")]
    deadline: Annotated[date | None, said("Date limite de réponse.")]
    updated_at: Annotated[datetime, said("Dernier changement (UTC).")]


class OfferPage(Answer):
    """Une page d’offres, de la moins récemment modifiée à la plus récente."""

    items: list[OfferLine]
    next: Annotated[
        str | None, said("À donner dans « cursor » pour la suite ; null à la dernière page.")
    ]


class Guess(Answer):
    rome: str
    label: str
    confidence: float


class Occupation(Answer):
    """Le métier, et ceux qui pourraient l’être aussi."""

    rome: str | None
    label: str | None
    confidence: Annotated[float | None, said("De 0 à 1.")]
    alternatives: list[Guess]


class Employer(Answer):
    name: str | None
    siret: str | None
    sector: str | None


class Workplace(Answer):
    insee: str | None
    name: str | None
    postal_code: str | None
    latitude: float | None
    longitude: float | None
    access: Annotated[
        list[str], said("Parmi bus, navette, sans_parking, voiture_indispensable, velo.")
    ]


class ContractTerms(Answer):
    type: Annotated[
        str | None,
        said(
            "CDI, CDD, interim, alternance, saisonnier, CDDI, contrat_aide, independant ou autre."
        ),
    ]
    duration_days: int | None
    start_date: date | None


class WorkingTime(Answer):
    weekly_hours: float | None
    full_time: bool | None
    patterns: Annotated[
        list[str], said("Parmi journee, 2x8, 3x8, nuit, week_end, coupes, matin_tot.")
    ]
    start_time: Annotated[str | None, said("HH:MM.")]
    end_time: Annotated[str | None, said("HH:MM.")]


class Pay(Answer):
    """Euros bruts par période."""

    min: float | None
    max: float | None
    period: Annotated[str | None, said("hour, month ou year.")]


class Experience(Answer):
    necessity: Annotated[str | None, said("none, wished ou required.")]
    months: int | None


class Education(Answer):
    level: Annotated[int | None, said("De 2 à 8 ; 3 : CAP, 4 : bac.")]
    necessity: str | None


class Licence(Answer):
    code: Annotated[str, said("Par exemple permis_B ou CACES_R489_3.")]
    necessity: Annotated[str, said("required, wished ou training_offered.")]


class Skill(Answer):
    label: str
    necessity: str


class Language(Answer):
    code: Annotated[str, said("ISO 639-1.")]
    level: str | None
    necessity: str


class Evidence(Answer):
    """Où la valeur a été lue dans « text » : rangs de caractères, et les mots mêmes."""

    start: int
    end: int
    text: str
    confidence: float


class FieldWarning(Answer):
    field: str
    message: str


class Fiche(Answer):
    """La fiche de l’offre, au format d’échange : toutes les clés, toujours."""

    reference: str | None
    title: str
    description: str
    employer: Employer
    occupation: Occupation
    domain: Domain
    workplace: Workplace
    contract: ContractTerms
    working_time: WorkingTime
    vehicle: Annotated[str | None, said("none, own ou provided.")]
    pay: Pay
    positions: int | None
    experience: Experience
    education: Education
    licences: list[Licence]
    skills: list[Skill]
    languages: list[Language]
    constraints: Annotated[list[str], said("Conditions physiques du poste, par leur code.")]
    level: Annotated[int | None, said("1 ou 2.")]
    clause_hours: float | None
    agency: str | None
    deadline: date | None
    evidence: Annotated[dict[str, Evidence], said("Par champ, les mots d’où vient la valeur.")]
    questions: Annotated[list[str], said("Ce qu’il reste à demander à l’employeur.")]
    warnings: list[FieldWarning]


class WholeOffer(OfferLine):
    """Une offre et sa fiche."""

    text: Annotated[str, said("Le texte reçu, celui où comptent les rangs de « evidence ».")]
    fiche: Fiche


class Blocker(Answer):
    """Ce qui retient la personne, et ce qui le lèverait."""

    criterion: str
    reason: str
    lever: str | None


class Row(Answer):
    """Une personne de la liste : son identifiant, jamais son nom."""

    rank: int
    candidate: Annotated[str, said("Identifiant du dossier.")]
    band: Band
    band_label: str
    score: Annotated[float, said("De 0 à 1.")]
    eligible: Annotated[bool, said("Faux : au moins une exigence n’est pas remplie.")]
    reasons: Annotated[list[str], said("Ce qui convient, le plus fort d’abord.")]
    less: Annotated[list[str], said("Ce qui convient moins.")]
    blockers: list[Blocker]
    questions: Annotated[list[str], said("Ce qu’il reste à demander.")]
    state: Annotated[IntroductionState, said("Ce qui a été décidé.")]
    state_label: str


class Engine(Answer):
    name: str
    version: str


class Shortlist(Answer):
    """La liste proposée pour une offre ; la machine ordonne, une personne décide."""

    offer: UUID
    generated_at: Annotated[datetime | None, said("null : aucune liste n’a encore été faite.")]
    engine: Engine | None
    ranked: Annotated[int, said("Combien de personnes ont été classées.")]
    rows: list[Row]
    next: Annotated[int | None, said("À donner dans « after » pour la suite ; null à la fin.")]


class IntroductionLine(Answer):
    """Une mise en relation : une personne, une offre."""

    key: UUID
    offer: Annotated[UUID, said("Identifiant de l’offre.")]
    offer_reference: str
    candidate: Annotated[str, said("Identifiant du dossier, jamais le nom.")]
    state: IntroductionState
    state_label: str
    origin: Annotated[Origin, said("engine : proposée par le moteur ; manual : ajoutée.")]
    created_at: datetime
    changed_at: datetime
    agreed_on: Annotated[date | None, said("Jour de l’accord de la personne.")]
    close_reason: Annotated[EndMotive | None, said("Pourquoi elle est close.")]
    closed_at: datetime | None


class IntroductionPage(Answer):
    """Une page de mises en relation, de la moins récemment modifiée à la plus récente."""

    items: list[IntroductionLine]
    next: Annotated[
        str | None, said("À donner dans « cursor » pour la suite ; null à la dernière page.")
    ]


class FigureRow(Answer):
    title: str
    cells: Annotated[
        list[str | int | float | None], said("Dans l’ordre de « headers » ; null : inconnu.")
    ]
    meaning: Annotated[str, said("Ce que la ligne compte.")]


class FigureTable(Answer):
    key: str
    title: str
    headers: list[str]
    rows: list[FigureRow]
    unit: Annotated[str, said("nombre ou heures.")]
    note: str


class Figures(Answer):
    """Les chiffres de la page « Chiffres », des mêmes calculs."""

    first: Annotated[date, said("Premier jour de la période.")]
    last: Annotated[date, said("Dernier jour de la période.")]
    tables: list[FigureTable]
