"""Written offers whose values are known, with the words that state each: nothing of real ones.

Forty-eight offers: twelve posts, each told in four manners.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from typing import Any

from ingestion.records import ParsedOffer


@dataclass(frozen=True, slots=True)
class Stated:
    """`words` state that `field` is `value`."""

    words: str
    field: str
    value: Any


@dataclass(frozen=True, slots=True)
class Written:
    """A text and what it states; `spans` are the places of the words, in the order of `stated`."""

    text: str
    stated: tuple[Stated, ...]

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """Where each statement stands in the text."""
        starts = [self.text.index(each.words) for each in self.stated]
        return tuple(
            (at, at + len(each.words)) for at, each in zip(starts, self.stated, strict=True)
        )


def read(offer: ParsedOffer, field: str) -> Any:
    """The value of a field: dotted, or the necessity of a licence, or the list of a field."""
    name, _, item = field.partition(":")
    if name == "licence":
        return next((n.necessity.value for n in offer.licences if n.code == item), None)
    if name == "language":
        return next((n.necessity.value for n in offer.languages if n.code == item), None)
    if name == "has":
        group, _, wanted = item.partition("=")
        return wanted in [str(each) for each in _follow(offer, group)]
    value = _follow(offer, name)
    return value.isoformat() if isinstance(value, time) else value


def _follow(value: Any, path: str) -> Any:
    for part in path.split("."):
        value = getattr(value, part)
    return value


CDI = Stated("CDI", "contract.type", "CDI")


def cdd(months: int) -> tuple[Stated, ...]:
    """`CDD de 3 mois`."""
    words = f"CDD de {months} mois"
    return (
        Stated(words, "contract.type", "CDD"),
        Stated(words, "contract.duration_days", months * 30),
    )


def hours(number: int) -> Stated:
    """`35 h par semaine`."""
    return Stated(f"{number} h par semaine", "working_time.weekly_hours", float(number))


def clock(start: int, end: int) -> Stated:
    """`de 8h00 à 16h00`; the end is told by the same words."""
    words = f"de {start}h00 à {end}h00"
    return Stated(words, "working_time.start_time", f"{start:02d}:00:00")


def licence(words: str, code: str, necessity: str) -> Stated:
    """`permis B exigé`."""
    return Stated(words, f"licence:{code}", necessity)


def place(words: str, insee: str) -> Stated:
    """`poste basé à Gravelines`."""
    return Stated(words, "workplace.insee", insee)


def euros(words: str, least: float) -> Stated:
    """`12,50 € brut de l'heure`."""
    return Stated(words, "pay.min", least)


NOVICE = Stated("Débutant accepté", "experience.necessity", "none")
SOON = Stated("dès que possible", "details.starts_soon", True)
PHONE = Stated("03 28 11 22 33", "details.contact.phone", "03 28 11 22 33")
MAIL = Stated("emploi@dunes.example", "details.contact.email", "emploi@dunes.example")

POSTS: tuple[tuple[str, tuple[Stated, ...]], ...] = (
    ("Préparateur de commandes (H/F)", (
        *cdd(3), hours(35), place("entrepôt de Loon-Plage", "59359"), NOVICE,
        licence("CACES R489 1A exigé", "CACES_R489_1A", "required"),
        euros("12,50 € brut de l'heure", 12.5), SOON, PHONE,
        Stated("2x8", "has:working_time.patterns=2x8", True),
    )),
    ("Cariste (H/F)", (
        CDI, hours(39), place("basé à Gravelines", "59273"),
        licence("CACES R489 3 exigé", "CACES_R489_3", "required"),
        licence("permis B souhaité", "permis_B", "wished"),
        euros("13,10 € brut de l'heure", 13.1), MAIL,
        Stated("3x8", "has:working_time.patterns=3x8", True),
    )),
    ("Maçon (H/F)", (
        *cdd(6), hours(37), place("chantier à Bergues", "59067"), clock(8, 16),
        licence("permis B exigé", "permis_B", "required"), euros("2 100 € brut par mois", 2100.0),
        Stated("4 postes à pourvoir", "positions", 4), PHONE,
        Stated("450 heures de clause", "clause_hours", 450.0),
    )),
    ("Aide à domicile (H/F)", (
        CDI, hours(28), place("secteur de Coudekerque-Branche", "59155"), NOVICE,
        Stated("véhicule personnel indispensable", "vehicle", "own"),
        euros("12,20 € brut de l'heure", 12.2), SOON, MAIL,
    )),
    ("Agent d'entretien (H/F)", (
        *cdd(9), hours(20), place("poste basé à Grande-Synthe", "59271"), NOVICE, clock(5, 9),
        Stated("temps partiel", "working_time.full_time", False), PHONE,
    )),
    ("Cuisinier (H/F)", (
        CDI, hours(39), place("restaurant de Bray-Dunes", "59107"),
        licence("HACCP exigé", "HACCP", "required"), euros("2 050 € brut par mois", 2050.0),
        Stated("horaires coupés", "has:working_time.patterns=coupes", True), MAIL,
    )),
    ("Chauffeur poids lourd (H/F)", (
        CDI, hours(43), place("dépôt de Bourbourg", "59094"),
        licence("permis C exigé", "permis_C", "required"),
        licence("FIMO obligatoire", "FIMO", "required"), euros("13,40 € brut de l'heure", 13.4),
        PHONE,
    )),
    ("Soudeur (H/F)", (
        Stated("mission d'intérim de 2 mois", "contract.type", "interim"),
        Stated("mission d'intérim de 2 mois", "contract.duration_days", 60),
        hours(35), place("usine de Grande-Synthe", "59271"),
        Stated("2 ans d'expérience exigés", "experience.months", 24),
        euros("14,80 € brut de l'heure", 14.8), PHONE,
    )),
    ("Serveur (H/F)", (
        Stated("contrat saisonnier", "contract.type", "saisonnier"), hours(35),
        place("brasserie de Zuydcoote", "59668"), NOVICE,
        Stated("week-end", "has:working_time.patterns=week_end", True),
        Stated("anglais courant exigé", "language:en", "required"), MAIL,
    )),
    ("Agent de sécurité (H/F)", (
        CDI, hours(35), place("site de Loon-Plage", "59359"),
        licence("SST souhaité", "SST", "wished"),
        Stated("de nuit", "has:working_time.patterns=nuit", True), PHONE,
        euros("12,40 € brut de l'heure", 12.4),
    )),
    ("Peintre en bâtiment (H/F)", (
        *cdd(4), hours(35), place("chantier à Cappelle-la-Grande", "59131"),
        Stated("travail en hauteur", "has:constraints=height", True),
        licence("permis B souhaité", "permis_B", "wished"), SOON, MAIL,
    )),
    ("Opérateur de production (H/F)", (
        Stated("mission d'intérim de 6 mois", "contract.type", "interim"), hours(35),
        place("usine de Dunkerque", "59183"), NOVICE,
        Stated("port de charges", "has:constraints=loads", True),
        euros("12,30 € brut de l'heure", 12.3),
        Stated("3x8", "has:working_time.patterns=3x8", True), PHONE,
    )),
)  # fmt: skip

MANNERS: tuple[tuple[str, str, str], ...] = (
    ("{title}\nNotre entreprise recrute. ", ". ", ".\nMerci de votre réponse."),
    ("{title}\nLe poste :\n- ", " ;\n- ", ".\nÀ très vite dans l'équipe."),
    ("{title}\nNous cherchons une personne sérieuse.\n", ".\n", ".\nL'équipe du recrutement."),
    ("{title}\nOffre d'emploi : ", " ; ", ". Rejoignez une équipe à taille humaine !"),
)
"""Opening, joint and closing of a text."""


def written() -> Iterator[Written]:
    """The offers, each post in each manner."""
    for title, stated in POSTS:
        for opening, joint, closing in MANNERS:
            parts = list(dict.fromkeys(_sentence(each) for each in stated))
            text = f"{opening.format(title=title)}{joint.join(parts)}{closing}"
            yield Written(text, stated)


def _sentence(stated: Stated) -> str:
    """The words as they stand in a text."""
    before = {
        "CDI": "Contrat : CDI",
        "2x8": "Travail en 2x8",
        "3x8": "Travail en 3x8",
        "week-end": "Travail le week-end",
        "de nuit": "Travail de nuit",
        "03 28 11 22 33": "Contact au 03 28 11 22 33",
        "emploi@dunes.example": "CV à emploi@dunes.example",
        "dès que possible": "Démarrage dès que possible",
        "contrat saisonnier": "Emploi en contrat saisonnier",
    }
    kind = stated.field
    if kind == "pay.min":
        return f"Salaire : {stated.words}"
    if kind == "working_time.start_time":
        return f"Horaires : {stated.words}"
    if kind == "workplace.insee":
        return f"Lieu : {stated.words}" if stated.words.startswith("basé") else stated.words
    return before.get(stated.words, stated.words)
