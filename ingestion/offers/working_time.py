"""Full or part time, and shift patterns in words; hours a week are read in `hours`."""

import re

from ingestion.lexicon import Words
from ingestion.offers.denials import answered_no, is_unticked
from ingestion.offers.found import Found
from ingestion.offers.hours import FULL_TIME_HOURS, weekly_hours
from ingestion.phrases import Phrases
from models.vocabulary import WorkPattern

_FULL = Phrases(
    r"temps[- ]?(?:plein|complet)|plein[- ]temps|full[- ]time", "temps tempsplein plein full"
)
_PART = Phrases(
    r"temps[- ](?:partiel|incomplet|non complet)|mi[- ]temps|part[- ]time", "temps mi part"
)
_CHOICE = Phrases(
    r"(?:temps )?(?:plein|complet|partiel)\s?(?:ou|/|et/ou|,)\s?(?:a )?(?:temps )?(?:plein"
    r"|partiel|complet)",
    "temps plein complet partiel",
)


def full_time(words: Words) -> Found[bool] | None:
    """True for full time, False for part time; None if unsaid, or if both are possible."""
    if _CHOICE.first(words):
        return None
    full, part = _FULL.first(words), _PART.first(words)
    if full and part:
        return None
    match = full or part
    return Found(full is not None, match.start(), match.end(), 0.93) if match else None


_PATTERNS: tuple[tuple[WorkPattern, Phrases], ...] = (
    (
        WorkPattern.TWO_SHIFTS,
        Phrases(
            r"2 ?[x*/×] ?[78]\b|deux[- ]huit|2[ x*-]huit"
            r"|en (?:2|deux) (?:equipes|postes\b(?! a pourvoir))"
            r"|equipes? alternee|matin(?:ee)? ?(?:/|ou|et|-) ?(?:l')?(?:apres[- ]?midi"
            r"|am\b)[^\n.]{0,20}altern"
            r"|(?:une|1) semaine (?:de |du |sur )?(?:matin|deux|2)",
            "2 2x8 2x7 2*8 deux en equipe matin matinee une 1",
        ),
    ),
    (
        WorkPattern.THREE_SHIFTS,
        Phrases(
            r"[345] ?[x*/×] ?8\b|(?:trois|quatre|cinq)[- ]huit|en (?:3|trois) equipes"
            r"|3 ?[x*] ?7\b",
            "3 4 5 3x8 4x8 5x8 3x7 trois quatre cinq en",
        ),
    ),
    (
        WorkPattern.NIGHT,
        Phrases(
            r"(?:travail|travaux|horaires?|postes?|equipes?|service|veille|vacations?|missions?"
            r"|heures"
            r"|rythme|gardes?|surveillan\w{0,4}|conduite|amplitude|relais) ?(?:fixes? "
            r"|etre )?(?:en |de |la )nuits?\b"
            r"|de nuits?\b(?! et (?:primes|panier))|la nuit\b|nuits? (?:et|ou|/) ?(?:jours?"
            r"|week)"
            r"|jours? (?:et|ou|/) nuits?|nuits fixes?|nocturnes?\b|veilleurs?e? de nuit"
            r"|jour ?/ ?nuit",
            "travail travaux horaire poste equipe service veille vacation mission"
            " heures rythme garde surveillance conduite amplitude relais de la nuit jour nocturne"
            " veilleur",
            "nuit nocturne veilleur",
        ),
    ),
    (
        WorkPattern.WEEKEND,
        Phrases(
            r"week[- ]?ends?\b|samedis?\b|dimanches?\b|vsd\b|sd\b(?= (?:equipe|jour|nuit))"
            r"|equipe sd\b"
            r"|7 ?j(?:ours?)? ?(?:sur|/) ?7",
            "week weekend samedi dimanche vsd sd equipe 7 7j 7jours",
        ),
    ),
    (
        WorkPattern.SPLIT,
        Phrases(
            r"horaires? (?:en )?(?:coupee?s?|coupures?|fractionnee?s?|discontinus?)"
            r"|en coupures?\b|en coupes?\b"
            r"|avec (?:une )?coupures?|service (?:du )?midi et (?:du )?soir|midis? et (?:les "
            r"|le )?soirs?\b|coupures? ",
            "horaire en avec service midi coupure",
            "coupure coupe fractionne discontinu midi",
        ),
    ),
    (
        WorkPattern.EARLY,
        Phrases(
            r"tot le matin|matin tot|horaires? (?:tres )?matina(?:l|ux)|tres tot\b|aube\b"
            r"|petit matin|de bonne heure",
            "tot matin horaire tres aube petit de",
            "tot matin aube bonne",
        ),
    ),
    (
        WorkPattern.DAY,
        Phrases(
            r"(?:en|de) journees?\b(?! d)|travail de jour|horaires? de jour\b|poste de jour"
            r"|horaires? de bureau|horaires? normaux"
            r"|horaires? administratifs?|equipe de jour|horaires? de journee",
            "en de travail horaire poste equipe",
            "journee bureau normaux administratif",
        ),
    ),
)
_DENIED_BEFORE = re.compile(
    r"(?:\bpas |pas d[e'] ?|pas (?:le|les|travailler le|en|la) |\bsans |\bhors |\bni |aucun "
    r"|jamais (?:le |les |de )?|repos (?:le |les |du |hebdomadaire le |consecutifs )?"
    r"|repos : |ferme le |fermes? (?:les |le )?|pas de travail (?:le |de |la )?|excepte (?:le )?"
    r"|sauf (?:le |les )?|conge le |liberer? vos |pas besoin de |repos[^.;\n]{0,25}\( ?"
    r"|fermetures? (?:hebdomadaire )?)"
    r"(?:travail (?:de |le )?|horaires? (?:de |en )?|soir |samedi et |week-?end et "
    r"|vendredi (?:et |apres-midi et )?)?(?:le |la |les |de )?$"
)
_DENIED_AFTER = re.compile(
    r"\s?(?:et (?:le )?dimanche )?(?:est |sont )?(?:libres?|off\b|non travailles?|de repos|en repos"
    r"|chomes?|de libre|prolonge|en famille|de conge|d'integration|: repos|repos|ferme)"
)
_OFFICE_HOURS = re.compile(
    r"(?:joign|joindre|appel|telephon|agence|accueil|ouvert|permanence|contact|bureaux"
    r"|disponible au|decouvr|mail)[^\n.!;]{0,60}$"
)


_NIGHT_TITLE = Phrases(r"nuits?\b", "nuit")
"""In a title the word alone is enough: `Agent logistique nuit`."""


def patterns(words: Words, title_length: int = 0) -> list[Found[WorkPattern]]:
    """Shift patterns named by the text and not denied by it, each once."""
    found: list[Found[WorkPattern]] = []
    for pattern, phrases in _PATTERNS:
        for match in phrases.find(words):
            if _denied(words, match):
                continue
            found.append(Found(pattern, match.start(), match.end(), 0.88))
            break
    if all(item.value is not WorkPattern.NIGHT for item in found):
        found += _night_of_title(words, title_length)
    return found


def _night_of_title(words: Words, title_length: int) -> list[Found[WorkPattern]]:
    night = _NIGHT_TITLE.first(words, title_length)
    if night is None or _denied(words, night):
        return []
    return [Found(WorkPattern.NIGHT, night.start(), night.end(), 0.85)]


def _denied(words: Words, match: re.Match[str]) -> bool:
    text = words.folded
    if answered_no(words, match.end()) or is_unticked(words, match.start()):
        return True
    before = text[max(0, match.start() - 60) : match.start()]
    if _DENIED_BEFORE.search(before) or _DENIED_AFTER.match(text, match.end()):
        return True
    return _OFFICE_HOURS.search(before) is not None


__all__ = ["FULL_TIME_HOURS", "full_time", "patterns", "weekly_hours"]
