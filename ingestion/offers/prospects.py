"""What may follow a contract, whether it is renewed, and its trial period, in words."""

import re

from ingestion.lexicon import Words
from ingestion.offers.contract import AMOUNT, UNIT, UNIT_DAYS, amount, line_before
from ingestion.offers.found import Found
from ingestion.phrases import Phrases
from models.fiche import Prospect

_RENEWED = Phrases(
    r"(?P<no>non[- ](?:renouvelable|reconductible)s?|sans (?:possibilite de )?renouvellement"
    r"|pas de renouvellement)"
    r"|(?:eventuellement |peut etre |pourra etre )?renouvel(?:able|ee?)s?\b"
    r"|renouvell?ement (?:de contrat )?(?:possible|envisage|prevu|a prevoir)|reconductible"
    r"|prolong(?:eable|ation (?:possible|envisage|prevue))"
    r"|possibilites? de (?:renouvellement|prolongation|reconduction|prolonger)"
    r"|avec (?:possibilite )?(?:de )?(?:renouvellement|prolongation)",
    "non sans pas eventuellement peut pourra renouvelable renouvele renouvellement reconductible"
    " prolongeable prolongation possibilite avec",
    "renouvelable reconductible prolongation",
)
_NOT_OF_CONTRACT = re.compile(r"energ|ressource|source|materiau|essai|electricite|\benr\b|gaz ")


def is_renewable(words: Words) -> Found[bool] | None:
    """Whether the contract may be renewed; None where nothing is said of it."""
    for match in _RENEWED.find(words):
        if not _NOT_OF_CONTRACT.search(line_before(words, match.start(), 30)):
            return Found(match["no"] is None, match.start(), match.end(), 0.9)
    return None


_CDI = r"(?:contrat )?(?:un )?(?:cdi\b|duree indeterminee|(?:une )?embauche|contrat permanent)"
_PROSPECTS: tuple[tuple[Prospect, Phrases, float], ...] = (
    (
        Prospect.NO,
        Phrases(
            r"(?:sans|pas de|aucune) (?:possibilite|perspective|suite)s? ?(?:de |d'|en )?"
            r"(?:cdi|embauche|evolution en cdi|prevue|titularisation)?"
            r"|non renouvelable|pas de cdi",
            "sans pas aucune non",
            "possibilite perspective suite renouvelable cdi",
        ),
        0.85,
    ),
    (
        Prospect.YES,
        Phrases(
            rf"en vue (?:d'|de )?{_CDI}|pre-?embauche|cdi a la cle|(?:suivie?|puis)"
            rf" (?:d'|en )?{_CDI}"
            r"|debouchant (?:sur|vers) (?:un )?cdi|avant (?:embauche|cdi|passage en cdi)"
            r"|embauche (?:en cdi )?(?:prevue|assuree|garantie)|cdi (?:prevu|assure|garanti)"
            r"|cdi (?:a l'issue|a la suite|ensuite|par la suite)(?! si)",
            "en pre preembauche cdi suivi suivie puis debouchant avant embauche",
            "cdi indeterminee embauche permanent preembauche",
        ),
        0.85,
    ),
    (
        Prospect.POSSIBLE,
        Phrases(
            r"(?:possibilites?|opportunites?|perspectives?|chances?) (?:d'evolution |d'evoluer )?"
            rf"(?:a terme )?(?:de |d'|vers |en |sur )(?:passage (?:en )?"
            rf"|evolution (?:en |vers ))?{_CDI}"
            rf"|(?:evoluer|evolution|evolutif|evolutive|deboucher|debouche|transform\w{{1,8}}"
            rf"|aboutir|conduire|mener|passer|passage)\s?(?:possible )?(?:vers |en |sur |a )"
            rf"(?:un )?{_CDI}"
            r"|cdi (?:est )?(?:possible|envisageable|en perspective|eventuel)"
            r"|embauche (?:est )?(?:possible|envisageable|eventuelle)"
            r"|titularisation possible",
            "possibilite opportunite perspective chance evoluer evolution evolutif evolutive"
            " deboucher debouche transform transformation transforme aboutir conduire mener passer"
            " passage cdi embauche titularisation",
            "cdi indeterminee embauche permanent titularisation",
        ),
        0.88,
    ),
)


def prospect(words: Words) -> Found[Prospect] | None:
    """What may follow a contract with an end: a permanent one foreseen, possible, or none."""
    for value, phrases, trust in _PROSPECTS:
        match = phrases.first(words)
        if match is not None:
            return Found(value, match.start(), match.end(), trust)
    return None


_TRIAL = Phrases(
    rf"(?P<none>(?:sans|pas de) periode d'essai)|periode d'essai\s?(?:est )?(?:de |d'|:|\()?\s?"
    rf"(?P<after>{AMOUNT}\s?{UNIT})"
    rf"|(?P<before>{AMOUNT}\s?{UNIT}) (?:de periode )?d'essai|essai\s?:\s?"
    rf"(?P<short>{AMOUNT}\s?{UNIT})",
    "sans pas periode essai # un une deux trois quatre six huit quinze",
    "essai",
)


def trial_days(words: Words) -> Found[int] | None:
    """Length of the trial period in days (a month = 30); 0 where the offer says there is none."""
    match = _TRIAL.first(words)
    if match is None:
        return None
    if match["none"]:
        return Found(0, match.start(), match.end(), 0.9)
    said = re.match(rf"{AMOUNT}\s?{UNIT}", match["after"] or match["before"] or match["short"])
    if said is None:
        return None
    days = amount(said[1]) * UNIT_DAYS[said[2][0]]
    return Found(days, match.start(), match.end(), 0.9) if days <= 365 else None
