"""The diploma that a text asks for: its level, and whether it is required or wished."""

import re

from ingestion.lexicon import Words
from ingestion.offers.found import Found, is_negated
from ingestion.offers.necessity import necessity_around
from ingestion.phrases import Phrases
from ingestion.records import EducationNeed
from models.vocabulary import Necessity

_NO_DIPLOMA = Phrases(
    r"(?:sans|aucune?|(?<!ayant )pas de|peu importe (?:le |votre )?|ni) ?"
    r"(?:diplome|qualification|formation)s?"
    r"(?: n'est| non)?(?: particuliere?| specifique| minimum)?"
    r"(?: requise?| exigee?| necessaire| demandee?)?\b"
    r"(?! d'(?:ingenieur|architecte)| medical| paramedical)"
    r"|diplome non (?:exige|requis|obligatoire)|avec ou sans diplome"
    r"|quel que soit votre (?:diplome|niveau)",
    "sans aucun pas peu ni diplome avec quel",
)
_BAC = r"bac(?:calaureat)?\b"
_ALONE = r"(?! ?\+)(?! ?[2-8]\b(?! an| mois))"
"""After `bac`: neither `+2` nor `2`, as sites that lose the plus sign write it."""
_YEARS = r"bac ?\+? ?(?:{0})\b(?! an| mois| postes?| h\b)"
_LEVELS: tuple[tuple[int, Phrases], ...] = (
    (
        7,
        Phrases(
            _YEARS.format("[5-8]") + r"|master(?:e)?(?: ?[12])?\b(?! class)|diplome d'ingenieur"
            r"|ecole d'ingenieur",
            "bac bac5 bac6 bac8 master diplome ecole",
        ),
    ),
    (
        6,
        Phrases(
            _YEARS.format("[34]")
            + r"|licence pro(?:fessionnelle)?\b|niveau licence|b\.?u\.?t\b|bachelor",
            "bac bac3 bac4 licence niveau b but bachelor",
        ),
    ),
    (
        5,
        Phrases(
            _YEARS.format("2") + r"|bac ?\+(?! ?[2-8])|bts[am]?\b|dut\b|deug\b"
            r"|titre pro(?:fessionnel)? niveau 5",
            "bac bac2 bts btsa btsm dut deug titre",
        ),
    ),
    (
        4,
        Phrases(
            rf"niveau {_BAC}{_ALONE}|baccalaureat\b{_ALONE}"
            r"|bac (?:pro\b|professionnel|techno|general|stmg|sti|st2s|ass?p|s\b|es\b|l\b"
            r"|minimum|min\b|ou |ou equivalent|/|a (?=bac|bts|dut|\+))"
            r"|bac ?pro\b|brevet professionnel"
            rf"|titulaire d'un {_BAC}{_ALONE}|du {_BAC}{_ALONE}|de niveau (?:4|iv)\b|niveau iv\b"
            rf"|(?:au|a|un|le|cap|bep)\s?/?\s?\b{_BAC}{_ALONE}|formation {_BAC}{_ALONE}",
            "niveau baccalaureat bac bacpro brevet titulaire du de au a un le cap bep formation",
        ),
    ),
    (
        3,
        Phrases(
            r"cap\b(?! emploi| sur| vers| au| des| de cap"
            r"| a (?!bac|bts|bep|dut|master|licence|bp\b))|bep\b|bepa\b|capa\b"
            r"|niveau (?:3|v)\b|mention complementaire",
            "cap bep bepa capa niveau mention",
        ),
    ),
    (
        2,
        Phrases(
            r"niveau (?:3e|3eme|brevet|college|vbis|v bis)|brevet des colleges|dnb\b",
            "niveau brevet dnb",
        ),
    ),
)
NEAR = 120
"""Characters within which a lower diploma belongs to the same sentence of need."""
_NOT_ASKED = re.compile(
    r"(?:acces|inferieure?s?|prepar(?:e[rsz]?|eras|erez|ons|ation)|obtenir|obtenez|obtention|passer"
    r"|passage|effectuer|validez|valider|delivr\w+|cursus|rentree|integr\w+|suiv(?:re|ez|rez)|eleves?|etudiants?"
    r"|classes? d[eu]|cours d[eu]|debouch\w+|equipe(?:es)? d['e]|ouverture|diplomante|examens?"
    r"|programmes?|sections?|stagiaires?|doctorants?|enseignements?(?! superieur)"
    r"|recrutements? de profils?|dans (?:des|les|nos) formations|documents?|titre professionnel)"
    r"\b[^.\n;:]{0,40}$"
)
_TO_PREPARE = re.compile(
    r"(?:prepar\w{1,5}|vis(?:er|ez|e)|propos\w{1,4}|deliv\w{1,5}|obten\w{1,4})\b[^.\n]{0,70}"
    r"(?:diplomes?|titres?)[^.\n]{0,25}:\s{0,4}[^:]{0,120}$"
    r"|(?:diplomes?|titres?|formations?) (?:a|en) prepar\w{1,4}\s?:[^.\n]{0,60}$"
    r"|\bprepar(?:e[rsz]?|eras|erez|ant)\b[^.\n(]{0,70}\([^)\n]{0,50}$"
)
"""`Vous préparerez un des diplômes suivants :` and its list, `un Bac+2 (BTS …)`."""
_TAUGHT_FOR = re.compile(
    r"\b(?:enseign|cours|soutien|correction)\w{0,8}\b[^\n]{0,60}\bpour :\s{0,4}-?\s?$"
)
"""`Des enseignements pour : - le baccalauréat professionnel`: what is taught."""
_IN_WORK_STUDY = re.compile(r"(?:alternan|apprenti)[^.\n;:]{0,30}$")
"""`Alternance BTS`: the diploma that one will have, not the one that is asked for."""
_OR_EXPERIENCE = re.compile(
    r"(?:\.{3}|[^.\n;:]){0,60}\b(?:et/)?ou (?:bien |alors |encore |avec |d'|si )?"
    r"(?:(?:vous )?(?:avez|justifiez d'|possedez|disposez d')\s?)?"
    r"(?:une? |l')?(?:premiere |solide |bonne |forte )?(?:\d+ (?:ans?|mois) d')?experience"
)
_EITHER = re.compile(r"\bsoit\b[^.;]{0,80}$")
_EXPERIENCE_OR = re.compile(
    r"experience\w*[^.\n;:]{0,40}\b(?:et/)?ou (?:un |une |le |d'un |titulaire d'un |de )?"
    r"(?:\w+ ){0,3}$"
)


def education(words: Words) -> Found[EducationNeed] | None:
    """Lowest level that the text asks for (`CAP à Bac`: 3), with its necessity.

    A diploma that experience can replace (`CAP ou 2 ans d'expérience`) is wished.
    """
    none = _NO_DIPLOMA.first(words)
    if none:
        return Found(EducationNeed(None, Necessity.NONE), none.start(), none.end(), 0.85)
    best: Found[EducationNeed] | None = None
    for level, phrases in _LEVELS:
        for match in phrases.find(words):
            if not _is_diploma(words, match, level):
                continue
            if best is not None and abs(match.start() - best.start) > NEAR:
                continue
            if not is_negated(words, match.start(), match.end()):
                best = _asked(words, match, level)
            break
    return best


def _asked(words: Words, match: re.Match[str], level: int) -> Found[EducationNeed]:
    need, said = necessity_around(words, match.start(), match.end())
    if need is Necessity.TRAINING_OFFERED or _or_experience(words, match):
        need = Necessity.WISHED
    return Found(EducationNeed(level, need), match.start(), match.end(), 0.88 if said else 0.75)


def _or_experience(words: Words, match: re.Match[str]) -> bool:
    first = max(0, match.start() - 90)
    if _EITHER.search(words.folded, first, match.start()):
        return True
    return (
        _OR_EXPERIENCE.match(words.folded, match.end()) is not None
        or _EXPERIENCE_OR.search(words.folded, first, match.start()) is not None
    )


def _is_diploma(words: Words, match: re.Match[str], level: int) -> bool:
    """Whether the words are a diploma asked for, not a shop (`BUT`) or one that is taught."""
    before = words.folded[max(0, match.start() - 60) : match.start()]
    if _IN_WORK_STUDY.search(before):
        return False
    if _NOT_ASKED.search(before):
        return False
    further = words.folded[max(0, match.start() - 220) : match.start()]
    if _TO_PREPARE.search(further) or _TAUGHT_FOR.search(further):
        return False
    if match[0] in ("niveau 3", "niveau v", "niveau iv", "de niveau 4", "de niveau iv"):
        after = words.folded[match.end() : match.end() + 25]
        is_of_pay = "€" in before[-40:] + after
        return not is_of_pay and _IN_SCHOOL.search(before[-40:] + after) is not None
    if match[0] == "master" and _VAN.search(before):
        return False
    written = words.text[match.start() : match.end()]
    if level == 6 and written.lower() == "but":
        return written.isupper() and _IN_SCHOOL.search(before[-40:]) is not None
    if written.lower() == "capa" and _IN_SCHOOL.search(before[-40:]) is None:
        return False
    if level != 3 or written.isupper() or not written.lower().startswith("cap"):
        return True
    return _IN_SCHOOL.search(before[-40:]) is not None


_VAN = re.compile(r"trafic|renault|camion|fourgon|vehicule|utilitaire")
_IN_SCHOOL = re.compile(
    r"\bcap\b|\bbep\b|titre|etude|scolaire|certifi|diplom|titulaire|niveau|formation|bts|dut|bac"
    r"|licence|/ ?$"
)
