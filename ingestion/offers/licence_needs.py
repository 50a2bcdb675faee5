"""Licences and certificates that an offer asks for, wishes, or offers to train for."""

import re
from collections import Counter
from collections.abc import Callable

from ingestion.lexicon import Words
from ingestion.licences import LicenceMention, catalogue, find_licences_in, implies
from ingestion.offers.found import Found, is_negated
from ingestion.offers.necessity import necessity_around
from ingestion.records import LicenceNeed
from models.vocabulary import Necessity

_STRENGTH = {
    Necessity.REQUIRED: 3,
    Necessity.TRAINING_OFFERED: 2,
    Necessity.WISHED: 1,
    Necessity.NONE: 0,
}
MOST_MENTIONS = 12
"""Mentions of one code that are weighed: no honest offer repeats itself more."""
SUPPOSED, SAID = 0.62, 0.93
"""Confidence of a need that no word states (`conduite de chariot CACES 3`), and of a stated one."""
_KNOWLEDGE = re.compile(
    r"(?:normes?|regles?|respect|methodes?|procedures?|protocoles?|hygiene|demarche|referentiel"
    r"|consignes?|plan|principes?|application|bonnes pratiques|systemes?|criteres)[^\n.]{0,45}$"
)
_FIRMLY = re.compile(r"[^.\n,;]{0,4}(?:obligatoire|exige|indispensable|imperati|requis)")
_KNOWLEDGE_CODES = {"HACCP", "SST", "ADR", "ATEX", "ARI", "AIPR"}
_EITHER = re.compile(
    r"\s{0,2}(?:,|et/ou|ou(?: bien)?(?: (?:le|la|les|un|une|du|d'un|titre|diplome))?)\s{0,2}"
)
_SLASH = re.compile(r"\s{0,2}/\s{0,2}")
_OR = re.compile(r"\bou\b")
_CATEGORY = r"(?:\d[ab]?|[a-g]\d?)\b"
_OR_CATEGORY = re.compile(rf"\b{_CATEGORY}\s?(?:et/)?ou (?:cat\w{{0,9}}\.? )?{_CATEGORY}")
"""`CACES 3 ou 5`, `A et/ou B1`: but not `R389 ou R489`, two names of one recommendation."""
LONGEST_CHOICE = 200
"""Characters of a list of alternatives that are looked back at."""
_HEALTH_AT_WORK = re.compile(
    r"\b(?:la|en|champ|demarches?|politique|management|reglementation|normes?|culture|risques?) $"
    r"|cssct\W{1,5}$"
)
_GIVEN_OR_TAUGHT = re.compile(
    r"\b(?:deliv\w{2,5}|dispens\w{1,5}|anim\w{1,4}) (?:des|les|une|nos) (?:formations? )?$"
    r"|\b(?:classe de|pendant la formation|realisation de|preparant (?:un|une|le)) $"
)
"""What the firm gives, what is taught, or what a pupil studies: no need of the post."""
_OF_A_SCHOOL = re.compile(
    r"\b(?:auto[ -]?ecole|ecole|cfa|campus|(?:organisme|centre) de formation)\b"
    r"(?:(?!\bvous\b|salaries|\bvos\b)[^.\n]){0,50} (?:form(?:e|ant|ons)|prepare)\b"
    r"(?:(?!\bvous\b|salaries)[^.\n]){0,70}$"
)
"""`Auto-école qui forme aussi au permis moto`: what a school teaches to its pupils."""
_OTHER_PERMIT = re.compile(
    r"(?:/| )(?:caces|porteur|remorque|nacelle|necessaires|certification)"
    r"|[ ,:a-z]{0,12}(?:nacelle|chrono|fimo|carte conducteur)"
)
"""`Permis, chrono, FIMO`, `permis nacelle`: another one than the car's."""
_OTHER_CATEGORY = re.compile(r",? (?:de )?(?:la )?categorie [ac-e]\b")
"""`Permis de conduire catégorie D`: not the car's."""
_FORMER_NAME = re.compile(r"\banciens?(?:nement)? $")
"""`R482 A (ancien CACES 1)`: another name of the one just named."""
_TO_BUILD = re.compile(
    r"\b(?:depot|depots|demandes?|dossiers?|instruction) (?:de |des |du )?$"
    r"|\b(?:les|des|vos|ces|aux?|detention de|aides possibles ?:) ?$"
)
_SECURITY = ("securite", "ssiap", "surveillance", "gardien")


def licence_needs(words: Words) -> list[Found[LicenceNeed]]:
    """Each code once, in the order of the text, with the strongest need said of it.

    Of licences given as alternatives (`DEAES ou ADVF`) only one is needed: none is required,
    except one that all the others prove (`permis C ou CE`: C is required, CE is wished).
    """
    mentions = find_licences_in(words)
    optional = _alternatives(words, mentions)
    found: dict[str, Found[LicenceNeed]] = {}
    met: Counter[str] = Counter()
    for rank, mention in enumerate(mentions):
        met[mention.code] += 1
        if met[mention.code] > MOST_MENTIONS:
            continue
        if _another_word(words, mention) or _helped(words, mention):
            continue
        need, trust = _need(words, mention)
        if _lacked(words, mention):
            if not _TRAINED.search(words.folded, mention.end, mention.end + TRAINING_REACH):
                continue
            need, trust = Necessity.TRAINING_OFFERED, SAID
        elif is_negated(words, mention.start, mention.end):
            continue
        if need is Necessity.REQUIRED and (rank in optional or _or_else(words, mention)):
            need = Necessity.WISHED
        known = found.get(mention.code)
        if known is None or _stronger(need, trust, known):
            value = LicenceNeed(mention.code, need)
            found[mention.code] = Found(value, mention.start, mention.end, trust)
    return _without_vague(sorted(found.values(), key=lambda item: (item.start, item.end)))


_DRIVER = re.compile(r"\b(?:chauffeu|conducteu|conductri|routier)")
_LORRY = re.compile(r"\bpl\b|(?<!super )\bpoids[- ]lourds?\b")
_HEAVY_LORRY = re.compile(r"\bspl\b|\bsuper[- ](?:poids[- ])?lourds?\b")


def licence_of_title(words: Words, title_length: int) -> Found[LicenceNeed] | None:
    """`Chauffeur PL`, `Conducteur SPL`: the trade itself cannot be had without the licence.

    Of `PL/SPL` the lower one is enough.
    """
    title = words.folded[:title_length]
    if not _DRIVER.search(title):
        return None
    for code, expression in (("permis_C", _LORRY), ("permis_CE", _HEAVY_LORRY)):
        match = expression.search(title)
        if match:
            need = LicenceNeed(code, Necessity.REQUIRED)
            return Found(need, match.start(), match.end(), 0.8)
    return None


def _stronger(need: Necessity, trust: float, known: Found[LicenceNeed]) -> bool:
    """A stated need wins over a supposed one, then the stronger need."""
    old = (known.confidence > SUPPOSED + 0.1, _STRENGTH[known.value.necessity])
    return (trust > SUPPOSED + 0.1, _STRENGTH[need]) > old


_LACKED = re.compile(
    r"(?:n'(?:avez|as|etes|es)|ne (?:possedez|disposez|detenez)|si vous n'avez) (?:pas|pas encore"
    r"|ni)\b[^.\n;:]{0,40}$|\bpas (?:encore )?(?:de |d'|titulaire d[ue] )\s?(?:le |la |l')?$"
    r"|\bpas encore (?:(?:le |la |l'|votre )?(?:habilitation )?(?:electrique )?)$"
)
_TRAINED = re.compile(
    r"\bform(?:ons|erons|ation|e[rs]?\b|ees?\b)|financ|pris\w{0,2} en charge|faire passer"
)
TRAINING_REACH = 140
"""Characters after a licence that one may lack, within which the training is offered."""


def _lacked(words: Words, mention: LicenceMention) -> bool:
    """`Vous n'avez pas le CACES ?`: said of the person, not of the post."""
    before = words.folded[max(0, mention.start - 70) : mention.start]
    if _LACKED.search(before) is None:
        return False
    return not (_NO_NEED_OF.search(before) and _ASKED.match(words.folded, mention.end))


_NO_NEED_OF = re.compile(r"\bpas (?:de |d'|besoin )\s?(?:du |de |d')?$")
_ASKED = re.compile(r" (?:n'est )?(?:exige|requis|demande|necessaire|obligatoire|indispensable)")
"""`Pas de CACES exigé`: the post needs none, whatever it teaches."""


_HELP = re.compile(
    r"\b(?:aides?|primes?|coup de pouce|participation|cagnotte|bourse)\b"
    r"[^.\n;:,]{0,25}(?:\bau|\bpour (?:le|passer le|votre)|l'obtention du"
    r"|financ\w+ (?:du|ton|votre))\s?$"
)


def _helped(words: Words, mention: LicenceMention) -> bool:
    """`Aide au permis B` is an advantage of the post."""
    if not mention.code.startswith("permis_"):
        return False
    return _HELP.search(words.folded, max(0, mention.start - 70), mention.start) is not None


_OR_EXPERIENCE_BEFORE = re.compile(
    r"experience\w*[^.\n;]{0,40}\b(?:et/)?ou (?:un |une |le |d'un |titulaire d'un )?"
    r"(?:diplome|titre|formation|certifi)[^.\n;]{0,60}$"
)
_OR_EXPERIENCE_AFTER = re.compile(
    r"[^.\n;]{0,30}\b(?:et/)?ou (?:une |d'une |justifi\w+ d'une )?"
    r"(?:premiere |solide |bonne |\d+ ans d')?experience"
)
_TRADE_TITLES = ("metier", "securite")


def _or_else(words: Words, mention: LicenceMention) -> bool:
    """`3 ans d'expérience ou diplôme (DEAES...)`: the title can be replaced by experience."""
    licence = catalogue().get(mention.code)
    if licence is None or licence.family not in _TRADE_TITLES:
        return False
    first = max(0, mention.start - 120)
    before = _OR_EXPERIENCE_BEFORE.search(words.folded, first, mention.start)
    return before is not None or _OR_EXPERIENCE_AFTER.match(words.folded, mention.end) is not None


def _need(words: Words, mention: LicenceMention) -> tuple[Necessity, float]:
    before = words.folded[max(0, mention.start - 70) : mention.start]
    need, said = necessity_around(words, mention.start, mention.end)
    known = mention.code in _KNOWLEDGE_CODES and _KNOWLEDGE.search(before) is not None
    if known and not _FIRMLY.match(words.folded, mention.end):
        return Necessity.WISHED, 0.55
    trust = (SAID if said else SUPPOSED) * min(1.0, mention.confidence + 0.05)
    return need, round(trust, 3)


def _alternatives(words: Words, mentions: list[LicenceMention]) -> set[int]:
    """Ranks of mentions that another one of the same list can replace.

    `A / B` are alternatives; `A, B` are only where the list says `ou`: of `permis C, FIMO/FCO`
    the licence is needed whatever the card.
    """
    optional: set[int] = set()
    for linked in (_by_slash, _by_words):
        for group in _groups(words, mentions, linked):
            codes = {mentions[rank].code for rank in group}
            first, last = mentions[group[0]].start, mentions[group[-1]].end
            choice = _OR_CATEGORY if mentions[group[0]].code.startswith("CACES_") else _OR
            said = linked is _by_slash or choice.search(words.folded, first, last)
            if len(codes) < 2 or not said:
                continue
            for rank in group:
                others = codes - {mentions[rank].code}
                if not all(mentions[rank].code in implies(other) for other in others):
                    optional.add(rank)
    return optional


_Link = Callable[[Words, LicenceMention, LicenceMention], bool]


def _groups(words: Words, mentions: list[LicenceMention], linked: _Link) -> list[list[int]]:
    groups: list[list[int]] = []
    for rank, mention in enumerate(mentions):
        previous = mentions[rank - 1] if rank else None
        goes_on = previous is not None and linked(words, previous, mention)
        if goes_on and not _after_last(words, mentions, groups[-1], mention):
            groups[-1].append(rank)
        else:
            groups.append([rank])
    return groups


def _after_last(
    words: Words, mentions: list[LicenceMention], group: list[int], mention: LicenceMention
) -> bool:
    """`C ou CE, carte conducteur`: what follows the last choice is no part of it."""
    previous = mentions[group[-1]]
    gap = words.folded[previous.end : mention.start]
    first = max(mentions[group[0]].start, previous.end - LONGEST_CHOICE)
    chosen = _OR.search(words.folded, first, previous.end)
    return "," in gap and chosen is not None and _OR.search(gap) is None


def _by_slash(words: Words, one: LicenceMention, other: LicenceMention) -> bool:
    if one.code.startswith(("CACES", "habilitation")) or other.code.startswith("CACES"):
        return False
    if _family(one) != _family(other) or "carte_conducteur" in (one.code, other.code):
        return False
    return _SLASH.fullmatch(words.folded, one.end, max(one.end, other.start)) is not None


def _family(mention: LicenceMention) -> str:
    licence = catalogue().get(mention.code)
    return licence.family if licence else ""


def _by_words(words: Words, one: LicenceMention, other: LicenceMention) -> bool:
    if one.code.startswith("CACES_") and other.code.startswith("CACES_"):
        return (one.start, one.end) == (other.start, other.end)
    if one.code.startswith(("CACES", "habilitation")) or other.code.startswith("CACES"):
        return False
    if other.start <= one.start and other.end != one.end:
        return bool(re.search(r"\bou\b", words.folded[one.start : other.end]))
    if other.start <= one.start:
        return False
    return _EITHER.fullmatch(words.folded, one.end, max(one.end, other.start)) is not None


def _another_word(words: Words, mention: LicenceMention) -> bool:
    """`APS` is also the first sketch of a building, `la SST` health at work, `dépôt permis` a
    permit to build.
    """
    before = words.folded[max(0, mention.start - 40) : mention.start]
    if _GIVEN_OR_TAUGHT.search(before):
        return True
    if _OF_A_SCHOOL.search(words.folded, max(0, mention.start - 140), mention.start):
        return True
    if mention.code == "SST" and mention.end - mention.start == len("SST"):
        return _HEALTH_AT_WORK.search(before) is not None
    if mention.code == "permis_B" and mention.end - mention.start == len("permis"):
        after = words.folded[mention.end : mention.end + 40]
        return bool(_TO_BUILD.search(before) or _OTHER_PERMIT.match(after))
    if mention.code == "permis_B" and _OTHER_CATEGORY.match(words.folded, mention.end):
        return True
    if mention.code.startswith("CACES_R489") and _FORMER_NAME.search(before):
        return True
    if mention.code != "CQP_APS" or mention.end - mention.start > len("APS"):
        return False
    return not any(word in words.folded for word in _SECURITY)


def _without_vague(found: list[Found[LicenceNeed]]) -> list[Found[LicenceNeed]]:
    """Drop `CACES` alone where a category is named too, and a car licence implied by words."""
    codes = {item.value.code for item in found}
    precise = any(code.startswith("CACES_") for code in codes)
    return [item for item in found if not (precise and item.value.code == "CACES")]
