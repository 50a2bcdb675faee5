"""The columns of a candidate export, and how the headers of a real file are matched to them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from ingestion.folding import squash

IDENTIFIER = "Identifiant"

HEADERS: tuple[str, ...] = (
    IDENTIFIER,
    "Civilité",
    "Nom",
    "Prénom",
    "Date de naissance",
    "Téléphone",
    "Email",
    "Commune",
    "Code postal",
    "QPV",
    "Statuts",
    "Antenne",
    "Référent de parcours",
    "Conseiller emploi",
    "Date d'entrée",
    "Contrat d'engagement signé",
    "Projet 1",
    "ROME 1",
    "Projet 1 validé le",
    "Projet 2",
    "ROME 2",
    "Projet 2 validé le",
    "Expériences",
    "Compétences",
    "Niveau de formation",
    "Diplômes",
    "Langues",
    "Permis et habilitations",
    "Locomotion",
    "Trajet maximum",
    "Disponible le",
    "Contrats recherchés",
    "Temps de travail",
    "Horaires possibles",
    "Contraintes",
    "Consentement transmission",
)
"""Every column of the exchange format, in its order."""

_OTHER_NAMES: dict[str, tuple[str, ...]] = {
    IDENTIFIER: (
        "ID",
        "N° dossier",
        "Numéro de dossier",
        "Dossier",
        "Référence",
        "Id candidat",
        "Matricule",
        "N° bénéficiaire",
        "Identifiant ABC",
    ),
    "Civilité": ("Titre", "Genre"),
    "Nom": ("Nom de famille", "Nom usuel", "Nom d'usage", "Nom marital"),
    "Date de naissance": ("DDN", "Né le", "Née le", "Né(e) le", "Naissance"),
    "Téléphone": ("Tél", "Portable", "Mobile", "Numéro de téléphone"),
    "Email": ("Mail", "E-mail", "Courriel", "Adresse mail", "Adresse électronique"),
    "Commune": ("Ville", "Commune de résidence", "Domicile", "Localité"),
    "Code postal": ("CP", "Code post."),
    "QPV": ("Quartier prioritaire", "Résident QPV", "Habite en QPV"),
    "Statuts": ("Statut", "Statut administratif", "Situation administrative", "Public"),
    "Antenne": ("Site", "Antenne de suivi"),
    "Référent de parcours": ("Référent", "CIP", "Nom du référent", "Référent PLIE"),
    "Conseiller emploi": ("Conseiller", "Conseillère emploi", "Nom du conseiller"),
    "Date d'entrée": ("Entrée le", "Date entrée", "Date d'entrée dans le parcours", "Entré(e) le"),
    "Contrat d'engagement signé": ("Contrat engagement", "CE signé", "Engagement signé"),
    "Projet 1": ("Projet", "Projet professionnel", "Métier visé", "Métier 1", "Métier visé 1"),
    "ROME 1": ("ROME", "Code ROME", "Code ROME 1", "ROME projet 1", "Code ROME projet 1"),
    "Projet 1 validé le": ("Projet validé le", "Validation projet 1", "Date validation projet 1"),
    "Projet 2": ("Métier 2", "Métier visé 2", "Second projet", "Autre projet"),
    "ROME 2": ("Code ROME 2", "ROME projet 2", "Code ROME projet 2"),
    "Projet 2 validé le": ("Validation projet 2", "Date validation projet 2"),
    "Expériences": ("Expériences professionnelles", "Parcours professionnel", "Emplois occupés"),
    "Compétences": ("Savoir-faire", "Compétences acquises", "Atouts"),
    "Niveau de formation": ("Niveau", "Niveau d'études", "Niveau scolaire", "Niveau formation"),
    "Diplômes": ("Diplômes obtenus", "Formations", "Diplômes et formations"),
    "Langues": ("Langues parlées", "Langue"),
    "Permis et habilitations": ("Permis", "Permis et titres", "Permis / CACES", "Habilitations"),
    "Locomotion": ("Moyen de locomotion", "Moyens de locomotion", "Mobilité", "Moyen de transport"),
    "Trajet maximum": ("Trajet max", "Durée de trajet maximum", "Distance maximum", "Trajet"),
    "Disponible le": ("Disponibilité", "Date de disponibilité", "Dispo le", "Disponible à partir"),
    "Contrats recherchés": ("Contrat", "Contrats", "Type de contrat", "Types de contrats"),
    "Temps de travail": ("Durée de travail", "Durée du travail", "Quotité", "Tps de travail"),
    "Horaires possibles": ("Horaires", "Horaires acceptés", "Rythme", "Rythmes acceptés"),
    "Contraintes": ("Restrictions", "Contraintes et restrictions", "Freins", "Contre-indications"),
    "Consentement transmission": (
        "Consentement",
        "Accord transmission",
        "Accord de transmission",
        "Consentement à la transmission",
    ),
}
_EMPTY_WORDS = frozenset(squash("de du d des la le les l et a au en candidat participant").split())
_OTHER_SUBJECTS = frozenset(
    squash(
        "conjoint lieu pays urgence precedent ancien secondaire parent tuteur mere pere sortie "
        "fin creation modification commentaire"
    ).split()
)
"""Words that turn a header into something else: `Commune de naissance`, `Date de sortie`."""
_LETTER_DIGIT = re.compile(r"([^\W\d_])(\d)")
WORD_RATIO = 78.0
"""Two words are the same misspelt from that rapidfuzz ratio on (one letter in four or five)."""
WHOLE_RATIO = 74.0
"""Least likeness of the whole headers, once each of their words has found its like."""


@dataclass(frozen=True, slots=True)
class MatchedColumn:
    """`written` in the file was read as `header`; `is_exact`: a name we know, but for case."""

    header: str
    written: str
    position: int
    is_exact: bool


@dataclass(frozen=True, slots=True)
class Columns:
    """What became of each header of a file: nothing is left out without being named.

    `left` are the columns that a person decided not to take.
    """

    matched: tuple[MatchedColumn, ...]
    unknown: tuple[str, ...]
    missing: tuple[str, ...]
    left: tuple[str, ...] = ()

    def positions(self) -> dict[str, int]:
        """Position in the row of each canonical header that was found."""
        return {column.header: column.position for column in self.matched}


def match_headers(written: Sequence[str]) -> Columns:
    """Match headers to the columns of the format, exactly first, then by likeness.

    Each header goes to one column at most, each column takes one header at most; the best
    likeness is served first, the leftmost among equals.
    """
    offers = sorted(
        (
            (-_likeness(name, header), position, rank, header)
            for position, name in enumerate(written)
            for rank, header in enumerate(HEADERS)
            if _likeness(name, header) > 0
        ),
    )
    taken: dict[int, MatchedColumn] = {}
    served: set[str] = set()
    for worth, position, _, header in offers:
        if position not in taken and header not in served:
            served.add(header)
            taken[position] = MatchedColumn(header, written[position], position, worth <= -100.0)
    return Columns(
        tuple(taken[position] for position in sorted(taken)),
        tuple(name for position, name in enumerate(written) if name and position not in taken),
        tuple(header for header in HEADERS if header not in served),
    )


def decided_columns(written: Sequence[str], decided: Sequence[str | None]) -> Columns:
    """The columns as a person decided them: for each one its header, None: not to be taken.

    Raises
    ------
    ValueError : not one decision a column, or a header that is none or that is given twice
    """
    chosen = [header for header in decided if header is not None]
    if len(written) != len(decided) or len(set(chosen)) != len(chosen):
        raise ValueError("one decision a column, one column a header")
    if strangers := set(chosen) - set(HEADERS):
        raise ValueError(f"no such header: {sorted(strangers)}")
    pairs = list(enumerate(zip(written, decided, strict=True)))
    return Columns(
        tuple(
            MatchedColumn(header, name, position, is_exact=True)
            for position, (name, header) in pairs
            if header is not None
        ),
        (),
        tuple(header for header in HEADERS if header not in chosen),
        tuple(name for _, (name, header) in pairs if header is None and name),
    )


def likeness(written: str, header: str) -> float:
    """How near a name is to a header, in [0, 101]: from 100 on, a name that we know."""
    return _likeness(written, header)


@lru_cache(maxsize=4096)
def _likeness(written: str, header: str) -> float:
    """Likeness in [0, 101]: 101 the header itself, 100 another known name, 0 not this column."""
    key = squash(_LETTER_DIGIT.sub(r"\1 \2", written))
    if not key:
        return 0.0
    if key == squash(header):
        return 101.0
    others = _OTHER_NAMES.get(header, ())
    if key in map(squash, others):
        return 100.0
    return max(_word_by_word(key, squash(name)) for name in (header, *others))


def _word_by_word(key: str, name: str) -> float:
    here, there = _words(key), _words(name)
    if not here or not there or _digits(here) != _digits(there):
        return 0.0
    if any(word in _OTHER_SUBJECTS and word not in there for word in here):
        return 0.0
    if "naissance" in here and "naissance" not in there:
        return 0.0
    for word in there:
        if max(fuzz.ratio(word, other) for other in here) < WORD_RATIO:
            return 0.0
    whole = max(fuzz.ratio(key, name), fuzz.token_sort_ratio(" ".join(here), " ".join(there)))
    return min(whole, 99.0) if whole >= WHOLE_RATIO else 0.0


def _words(key: str) -> list[str]:
    return [word for word in key.split() if word not in _EMPTY_WORDS]


def _digits(words: Sequence[str]) -> set[str]:
    return {word for word in words if word.isdigit()}
