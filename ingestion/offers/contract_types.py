"""The type of contract in words: what the post is, among all that a text names."""

import re

from ingestion.lexicon import Words
from ingestion.offers.found import Found, sentence_around
from ingestion.offers.temp_signs import temp_by_signs
from ingestion.phrases import Phrases
from models.vocabulary import ContractType

_TYPES: tuple[tuple[ContractType, str], ...] = (
    (ContractType.SEASONAL, r"\bcdd saisonn?iers?\b"),
    (ContractType.CDI, r"cdi[- ]interimaires?|cdi en interim|cdi interim\b|\bcdii\b"),
    (
        ContractType.CDDI,
        r"\bcddi\b|\bcdd (?:d'|\()?insertion\b(?! profession|:)(?:\)| ?\(cddi\))?"
        r"|contrat a duree determinee d'insertion",
    ),
    (ContractType.CDI, r"\bcdi\b|\bc\.d\.i\b|duree indeterminee|contrat indetermine"),
    (ContractType.CDD, r"\bcdd\b|\bc\.d\.d\b|duree determinee|contrat determine"),
    (
        ContractType.WORK_STUDY,
        r"contrats? (?:d'|en |d')(?:apprentissage|alternance)|(?:en|par"
        r"|via l')\s?(?:contrat d')?apprentissage"
        r"(?! d[eu]| des| num)|alternance\b(?! (?:matin|semaine|jour|d[eu'] |d'equipe|de))"
        r"|contrats? de professionnalisation"
        r"|contrats? pro\b|apprentie?\b(?! \w+ez)|apprenti\(e\)|(?<!\d )alternante?\b"
        r"|alternant\(e\)",
    ),
    (
        ContractType.SUBSIDISED,
        r"\bcui\b|\bcui-cae\b|contrats? aides?\b|parcours emploi competences?|\bcontrat pec\b",
    ),
    (
        ContractType.SEASONAL,
        r"contrats? saisonn?iers?|saisonn?iere?s?\b|pour la saison\b"
        r"|saison (?:d')?(?:hiver|ete|hivernale|estivale)(?: 20\d\d)?\b",
    ),
    (
        ContractType.SELF_EMPLOYED,
        r"auto[- ]?entrepreneur|micro[- ]?entrepreneur|freelance|travailleur independant"
        r"|profession liberale|statut d'independant|agent commercial independant"
        r"|mandataires? independant|statut independant|a votre compte|portage salarial",
    ),
    (
        ContractType.TEMP,
        r"interim(?:aires?)?\b|interrim|travail temporaire|mission temporaire|poste temporaire"
        r"|missions? (?:de |d'une duree de |pour une duree de |d')(?:longue duree|courte duree"
        r"|(?:\d{1,2}|une?|deux|trois|six|plusieurs) (?:mois|semaines?|jours|journees?))"
        r"|missions? (?:longues?|courtes?|renouvelables?|evolutives?|a long terme"
        r"|a pourvoir|a la semaine|pouvant (?:aller|durer))"
        r"|(?:duree|debut|date|periode|demarrage)s? (?:prevue? )?(?:de (?:la |votre )?)?"
        r"mission\b(?=[^\n]{0,3}[:=]|s?[^\n.]{0,12}\d)"
        r"|longues? missions?\b|contrats? de mission|contrats? a la semaine"
        r"|dans le cadre d'une mission|type de contrat\s?: mission",
    ),
)
_FIRST_WORDS = {
    ContractType.CDI: "cdi cdii c duree contrat",
    ContractType.CDDI: "cddi cdd contrat",
    ContractType.CDD: "cdd c duree contrat",
    ContractType.WORK_STUDY: "contrat en par via alternance apprentie",
    ContractType.SUBSIDISED: "cui contrat parcours",
    ContractType.SEASONAL: "contrat saisonnier pour saison cdd",
    ContractType.SELF_EMPLOYED: "auto micro freelance travailleur profession statut agent"
    " mandataire a portage",
    ContractType.TEMP: "interim travail mission longue contrat dans type poste duree debut date"
    " periode demarrage",
}
_OTHER_WORDS = {
    ContractType.CDI: "cdi cdii c indeterminee",
    ContractType.CDDI: "cddi insertion",
    ContractType.CDD: "cdd c determinee",
    ContractType.WORK_STUDY: "apprentie alternance professionnalisation pro",
    ContractType.SUBSIDISED: "cui aide competence pec",
    ContractType.SEASONAL: "saison",
    ContractType.SELF_EMPLOYED: "auto micro freelance independant liberale compte portage",
}
_MENTIONS = tuple(
    (kind, Phrases(pattern, _FIRST_WORDS[kind], _OTHER_WORDS.get(kind, "")))
    for kind, pattern in _TYPES
)
_LABEL_BEFORE = re.compile(
    r"(?:type|nature|duree|forme)s?\s*(?:de|du)?\s*(?:contrats?|d'emploi|l'emploi|emploi)"
    r"[^\n.]{0,25}$|contrats?(?: de travail)?(?: propose)?\s*(?:est un|en|:|=|-|de type"
    r"|du type)?\s*"
    r"(?:\*\s*)?$|statut\s*:\s*$|\bposte(?: propose| a pourvoir)? (?:en|est un)\s*$"
    r"|type d'emploi\s*:[^\n]{0,30}$"
)
_CLAIM_BEFORE = re.compile(
    r"(?:\ben|\bun|d'un|\bune|d'une|mission d'|missions d'|poste|pour un|pourvoir en|contrat"
    r"|embauche en|emploi|mission|missions|mission en|\bce|\bcet|votre|notre"
    r"|en contrat)\s*(?:\*+ ?)?$"
)
_CLAIM_AFTER = re.compile(
    r"\s*(?:\*+\s*)?(?:[-:,(/|]\s*)?(?:a |de |en |sur |d'une duree |pour )?(?:temps|\d{1,2} ?(?:h"
    r"|mois"
    r"|semaines?|jours?|ans?)|poste|statut|h/f|f/h|renouvelable|des (?:que|a)|a pourvoir)"
)
_OFFERED_AFTER = re.compile(
    r"\s*[-:,(/|]?\s*(?:a pourvoir|(?:a )?temps (?:plein|partiel)|\d\d ?h\b|a [\d.,]{1,4} ?etp"
    r"|(?:de |d'une duree de )?\d{1,2} (?:mois|semaines))"
)
_MAYBE_BEFORE = re.compile(
    r"(?:(?<!que )possib|obtenir|evolu|debouch|envisag|a la cle|perspective|pouvant|peut "
    r"|vers un|suivi d"
    r"|transform|a terme|par la suite|puis |ensuite|opportunite|prolong|peuvent|deboucher)"
    r"[^.\n]{0,40}$"
)
_MAYBE_AFTER = re.compile(
    r"[^.\n]{0,4}\s?(?:est |serait |sont )?(?:possible|envisageable|a la cle|en perspective"
    r"|a terme|par la suite"
    r"|a la suite|ensuite|en vue(?! d)|a l'issue|si )"
)
_AIM_BEFORE = re.compile(r"\ben vue d(?:e|'une?) ?[^.\n]{0,25}$")
"""`en vue d'une embauche en CDI`: the contract, unless another one comes before it."""
_ELSEWHERE_BEFORE = re.compile(
    r"heures? (?:travaillees?|effectuees?) en $|\bforum\b[^.\n]{0,40}$|job ?dating[^.\n]{0,40}$"
    r"|vous recherchez (?:une? )?$|assure[rz]? (?:l'|un )$"
)
_PAST_BEFORE = re.compile(r"experience|\bstages?\b|compris|stagiaires|equipes?\b|cuisine\b")
"""Work-study that a candidate or a colleague did, not the post."""
_BOILERPLATE = re.compile(
    r"\bagences?\b|\breseau|specialis|\bacteur|\bgroupe\b|\bnos (?!equipe|client)|\bdepuis\b"
    r"|\bleader|\bsolutions?\b"
    r"|\bcabinet|\bexperts?\b|recrutement (?:en|cdi|cdd)|\bplacement|collaborateurs|partenaire"
    r"|filiale"
    r"|secteurs|interlocuteur|candidats|talents|toutes? (?:nos|les)|mutuelle|gestion\b|suivi\b"
    r"|legislation|enseigne|\bpole\b|\bmarque\b|decouvr"
    r"|experience (?:dans|en)|direct\w+ par"
    r"|chaque annee|\bprimes?\b|heures travaillees|suivi des|stages|accueil|anciens?|encadr|hors "
)
_BOILERPLATE_AFTER = re.compile(
    r"\s?(?:specialis|sur toute|partout|depuis|&|et recrutement|recrutement|du reseau|recrut"
    r"|ou permanent|et (?:de )?vacation)"
)
_FIRM_BEFORE = re.compile(
    r"(?:\bposte (?:est )?(?:propose )?(?:a pourvoir )?(?:en|est un)|\bce poste en"
    r"|contrat (?:propose|de travail|en|:)|pourvoir en|embauche en"
    r"|recrut(?:e|ons|ez) en|type de contrat|emploi en|postuler? en|un contrat|contrat)\s*(?:\*+ ?"
    r"|: ?)?$"
)


AIM_SCORE = 0.4
MOST_MENTIONS = 100
"""Mentions of contracts that are weighed: no honest offer repeats itself more."""


def contract_type(words: Words, title_length: int = 0) -> Found[ContractType] | None:
    """The contract that the text offers, among all those it names; None if it names none."""
    scores: dict[ContractType, float] = {}
    best: dict[ContractType, tuple[float, re.Match[str]]] = {}
    mentions = _mentions(words)[:MOST_MENTIONS]
    for rank, (kind, match) in enumerate(mentions):
        score = _weigh(words, mentions, rank, match.start() < title_length)
        scores[kind] = scores.get(kind, 0.0) + max(score, 0.0) + 0.01
        if kind not in best or score > best[kind][0]:
            best[kind] = (score, match)
    if not best:
        return temp_by_signs(words)
    order = sorted(best, key=lambda kind: (-best[kind][0], -scores[kind]))
    kind = order[0]
    score, match = best[kind]
    if score <= 0.0:
        return temp_by_signs(words)
    rival = best[order[1]][0] if len(order) > 1 else 0.0
    return Found(kind, match.start(), match.end(), _trust(kind, score, rival))


FIRM, LIKELY, DISPUTED = 0.98, 0.95, 0.65
"""Share of types read right in each case, measured on the development offers
(docs/evidence/contract-and-hours.md)."""


def _trust(kind: ContractType, score: float, rival: float) -> float:
    if score >= 3 and score - rival >= 1:
        return FIRM
    if score <= rival or kind is ContractType.SEASONAL:
        return DISPUTED
    return LIKELY


_STUDY_TITLE = Phrases(
    r"apprentie?s?\b|apprenti\(e\)|alternan(?:ce|te?s?)\b|apprentissage\b|contrat pro\b",
    "apprentie alternance contrat",
    "apprentie alternance pro",
)


def work_study_title(words: Words, title_length: int) -> Found[ContractType] | None:
    """A title that says apprentice: sources often file these contracts as CDD."""
    match = _STUDY_TITLE.first(words, title_length)
    if match is None:
        return None
    return Found(ContractType.WORK_STUDY, match.start(), match.end(), 0.95)


_Mention = tuple[ContractType, re.Match[str]]


def _mentions(words: Words) -> list[_Mention]:
    """Every type named, in the order of the text; what two types claim goes to the first."""
    found: list[_Mention] = []
    taken: set[int] = set()
    for kind, phrases in _MENTIONS:
        for match in phrases.find(words):
            if match.start() not in taken:
                taken.update(range(match.start(), match.end()))
                found.append((kind, match))
    return sorted(found, key=lambda mention: mention[1].start())


def _weigh(words: Words, mentions: list[_Mention], rank: int, in_title: bool) -> float:
    """How firmly one mention says "this is the contract": > 3 sure, <= 0 no."""
    kind, match = mentions[rank]
    text = words.folded
    first, last = sentence_around(words, match.start(), match.end(), reach=90)
    before, after = text[first : match.start()], text[match.end() : last]
    line_before = text[max(0, match.start() - 60) : match.start()]
    firm = _FIRM_BEFORE.search(before) is not None
    score = 1.0
    if in_title:
        score += 2.0
    if _LABEL_BEFORE.search(line_before):
        score += 3.0
        firm = True
    elif _CLAIM_BEFORE.search(before):
        score += 1.5
    if _CLAIM_AFTER.match(after):
        score += 1.0
        firm = firm or _OFFERED_AFTER.match(after) is not None
    if _MAYBE_BEFORE.search(before) or _MAYBE_AFTER.match(after):
        score -= 3.0
    if _AIM_BEFORE.search(before):
        score = AIM_SCORE
    if _ELSEWHERE_BEFORE.search(before):
        score -= 3.0
    if kind is ContractType.WORK_STUDY and not (firm or in_title) and _PAST_BEFORE.search(before):
        score -= 3.0
    score -= _LISTED_COST.get(_listed(words, mentions, rank), _LONG_LIST_COST)
    if not firm and (_BOILERPLATE.search(before) or _BOILERPLATE_AFTER.match(after)):
        score -= 2.0
    if kind is ContractType.SEASONAL and not (in_title or _SEASONAL_POST.search(before)):
        score -= 0.0 if match[0].startswith(_SEASON_OPENINGS) else 2.0
    if match[0].startswith("interimaires"):
        score -= 3.0
    if kind is ContractType.TEMP and _is_name(words.text, match.start(), match.end()):
        score -= 1.5
    return score


_SEASON_OPENINGS = ("contrat", "cdd", "pour", "saison ")
_SEASONAL_POST = re.compile(
    r"\b(?:contrats?|cdd|emplois?|jobs?|postes?|travail|missions?|agents?|ouvrier\w*|employe\w*"
    r"|equipier\w*|recrut\w+|recherch\w+|statut|type)\b[^.\n]{0,25}$"
)
"""Menus, needs and teams are seasonal too: the word counts beside a post."""


_NAME_BEFORE = re.compile(r"[A-Z][\w'-]{1,20} $")
_NAME_AFTER = re.compile(r" (?:[\w'’.-]{1,20} ){1,3}(?:recrute|recherche)\b")


def _is_name(text: str, start: int, end: int) -> bool:
    """`Artus Intérim`, `Intérim du Port recrute`: the word belongs to the name of an agency."""
    if not text[start].isupper():
        return False
    before = text[max(0, start - 22) : start]
    return bool(_NAME_BEFORE.search(before) or _NAME_AFTER.match(text, end))


_LISTED_COST = {1: 0.0, 2: 2.0}
_LONG_LIST_COST = 6.0
"""Three types in one enumeration tell what an agency does, not what this post is."""
_LIST_GAP = 12
_THEN = re.compile(r"puis|suivi|avant|ensuite|vers|evol")
"""`intérim puis CDI`: one after the other, no list."""


def _listed(words: Words, mentions: list[_Mention], rank: int) -> int:
    """Number of types in the enumeration that holds this one: `CDI, CDD, intérim` has 3."""
    kinds = {mentions[rank][0]}
    for step in (1, -1):
        here = rank
        while 0 <= here + step < len(mentions) and len(kinds) < 3 and abs(here - rank) < 4:
            left, right = sorted((here, here + step))
            between = words.folded[mentions[left][1].end() : mentions[right][1].start()]
            if len(between) > _LIST_GAP or _THEN.search(between):
                break
            here += step
            kinds.add(mentions[here][0])
    return len(kinds)
