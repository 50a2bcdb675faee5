"""What the text asks of the person: experience and languages (diplomas: `education`)."""

import re
from dataclasses import replace

from ingestion.lexicon import Words, read_rows, split_list
from ingestion.offers.contract import amount
from ingestion.offers.education import education as education
from ingestion.offers.found import Found, is_negated, sentence_around
from ingestion.offers.necessity import necessity_around
from ingestion.phrases import Phrases
from ingestion.records import ExperienceNeed, LanguageNeed
from models.vocabulary import Necessity

_ASKED = r"(?:exigee?|requise?|necessaire|obligatoire|indispensable|demandee?|attendue?)s?"
_BEGINNER = Phrases(
    r"debutante?s?(?: ?\(?e?\)?s?)? ?(?:est |sont |etes |)?(?:accepte|bienvenu|admis|possible"
    r"|motive)|debutant accepte"
    r"|sans experience|aucune (?:\w+ ){0,2}experience|ouverte? aux debutants"
    r"|avec ou sans experience"
    rf"|experiences? (?:(?!mais |souhait|appreci)\w+ ){{0,4}}(?:n'est )?(?:pas |non ){_ASKED}"
    rf"|premiere experience[^.\n;,]{{0,60}} n'est (?:pas |aucunement ){_ASKED}"
    r"|experience(?: \w+){0,2} : moins d(?:e |')\s?(?:1|un) an"
    r"|(?:pas d'|ni |aucun diplome ni )experiences? (?:\w+ |ou formation |ni diplome ){0,2}"
    rf"{_ASKED}"
    r"|(?:ayez|avez) \(?ou non\)? (?:une? |de l'|une |d')\s?experience"
    r"|experience[^.\n;:]{0,40}:\s{0,3}(?:- )?debutant"
    r"|pas d'experiences?(?= ?[,.:;!?\n])|pas besoin d'experience"
    r"|ni (?:diplome,? )?(?:ni )?(?:d')?experience"
    r"|n(?:i d)?'(?:avez|as|ayez) (?:ni|pas) (?:d'|encore d')?experience"
    rf"|pas {_ASKED} (?:de|d'avoir|de disposer|de posseder)[^.\n;]{{0,45}} experience"
    rf"|experience[^.\n;?]{{0,25}} {_ASKED} ?\?[^.\n;\w]{{0,3}}(?:pas|non|aucun)"
    r"|premier emploi|experience[^.\n;]{0,25} ou debutante?s?\b"
    r"|quelle que soit votre experience|que vous soyez debutant|debutant ou (?:confirme"
    r"|experimente)|peu importe (?:votre diplome ou )?votre experience"
    r"|debutant\w*(?:\(\w+\))? et (?:confirme|experimente)|vous debutez ou\b"
    r"|accepte les debutants|acceptons les debutants|debutant\(?e?s?\)?\(?s?\)? accept"
    r"|profils? debutants?|tout profil accepte"
    r"|(?:debutante?|junior)(?:\(\w{1,2}\))? ou (?:confirme|experimente|senior)"
    r"|sans (?:aucune )?condition[^.\n;]{0,40}(?:de |d')experience"
    r"|niveau d'experience (?:\w+ ){0,2}: debutant",
    "debutant sans aucun ouvert avec experience pas premier quelle que accepte profil tout junior"
    " niveau ni n peu vous ayez avez",
)
_NO_BEGINNER = Phrases(
    r"(?:debutante?s?(?: ?\(\w{1,2}\))?|sans experience),? (?:s'abstenir|(?:non |pas )accepte"
    r"|exclus?\b|ne pas postuler)",
    "debutant sans",
)
"""Who has never done it need not come."""
_NUMBER = r"(\d{1,2}|une?|deux|trois|quatre|cinq|six|sept|huit|dix|douze|dix-huit)"
_SPAN = (
    rf"{_NUMBER}\s?(?:\(\d{{1,2}}\)\s?)?(?:(?:a|ou|-|/)\s?{_NUMBER}\s?)?\+?\s?"
    r"(ans?\b|annees?\b|mois\b|an\(s\))"
)
_YEARS_FIRST = Phrases(
    _SPAN + r"(?:\s?\(s\))?\s?(?:minimum|mini\.?|min\.?|au moins|ou plus|et plus)?\s?"
    r"(?:minimum |d'une? |de |d')?(?:pratique|(?:premiere |solide |bonne |une )?experiences?)",
    "# un une deux trois quatre cinq six sept huit dix douze",
    "experience pratique",
)
_YEARS_AFTER = Phrases(r"experiences?[^\n.;0-9]{0,70}?" + _SPAN, "experience")
_FIRST = Phrases(r"premieres? (?:experience|exp\b)", "premiere")
_PLAIN = Phrases(r"experiences?\b|experimentee?s?\b|experimente\(e\)", "experience")
_COMPANY = re.compile(
    r"fort(?:e|s)? d|\bnos\b|notre|depuis|savoir-faire|\bses\b|\bson\b|leur|cumul|fonde|groupe"
    r"|societe cree"
    r"|equipe de|plus de \d+ ans d'experience (?:dans|et)|entreprise (?:de|avec)|present"
    r"|reconnue?|grace a"
)
_FIRM_SPEAKS = re.compile(
    r"[^.\n;:]{0,30}, (?:la|notre|l'|cette|le) ?(?:societe|entreprise|groupe|agence|cabinet|equipe)"
    r"|[^.\n;:]{0,30}, (?:[\w'&-]+ ){1,5}(?:est|accompagne|propose|recrute)"
    r" (?:un|une|le|la|ses|son)\b"
)
_CANDIDATE = re.compile(
    r"vous|profil|candidat|justifi|requis|exige|souhait|minimum|demande|experience :|niveau"
)
_NOT_NEED = re.compile(
    r"selon (?:votre |l'|profil|le profil|l)?[^\n.]{0,25}experience"
    r"|en fonction de[^\n.]{0,30}experience"
    r"|experience (?:client|utilisateur|collaborateur|unique|enrichissante|humaine|shopping"
    r"|culinaire)"
    r"|partag\w{0,5} (?:son|votre|leur) experience|retours? d'experience|salaire|remuneration"
    r"|suivant experience"
    r"|nouvelle experience|vivre une|(?:belle|formidable|veritable) experience|nos experiences"
    r"|notre experience|plus qu'un[^.\n;]{0,35}experience|equipes? (?:\w+ ){0,2}experimente"
    r"|(?:k ?eur|k ?€|euros?|€|brut)[^.\n;:]{0,12} pour [^.\n;:]{0,15}experience"
    r"|(?:discut|echang|parl)\w+ [^.\n;]{0,50}vos experiences"
    r"|(?:capitalis|diversifi)\w+ (?:des|les|vos|ses) experiences?"
    r"|fort\w* de (?:ses|son|nos)"
    r"|(?:gagner|gagnez|monter|montez) en experience|acquerir (?:une |de l')\s?experience"
    r"|(?:apporter|valorisez|valoriser) (?:votre|son|une) experience"
)
_OR_TITLE = re.compile(
    r"\b(?:et/)?ou (?:bien )?(?:un |une |le |d'un |titulaire |d'une |de )?(?:diplome|titre"
    r"|formation|cap\b|bep\b|bac\b|bts\b|certifi)"
)
_TITLE_OR = re.compile(
    r"(?:diplom|\btitre|formation|\bcap\b|\bbep\b|\bbac\b|\bbts\b|niveau|certifi|\bdut\b)[^.;\n]{0,90}"
    r"\b(?:et/)?ou\b(?! equivalent\w*,? vous)(?: bien| alors| avec| une?| d'une?| vous"
    r"| justifi\w+| avez| possedez| disposez| au moins| premiere| solide| bonne| equivalent,?"
    r"| d'| minimum| beneficiez"
    r"| \d+ ans| an){0,6}\s?d?'?$"
)


def experience(words: Words) -> Found[ExperienceNeed] | None:
    """Months and necessity; "débutant accepté" says that none is needed."""
    told = _told_experience(words)
    refused = _NO_BEGINNER.first(words)
    if refused is None:
        return told
    if told is None or told.value.necessity is Necessity.NONE:
        return Found(ExperienceNeed(Necessity.REQUIRED), refused.start(), refused.end(), 0.9)
    return replace(told, value=replace(told.value, necessity=Necessity.REQUIRED))


def _told_experience(words: Words) -> Found[ExperienceNeed] | None:
    beginner = _BEGINNER.first(words)
    if beginner:
        return Found(ExperienceNeed(Necessity.NONE), beginner.start(), beginner.end(), 0.92)
    for expression, trust in ((_YEARS_FIRST, 0.9), (_YEARS_AFTER, 0.85)):
        for match in expression.find(words):
            found = _with_length(words, match, trust)
            if found is not None:
                return found
    for match in _FIRST.find(words):
        need, _ = necessity_around(words, match.start(), match.end())
        near = words.folded[max(0, match.start() - 45) : match.start()].rpartition("\n")[2]
        told = _FIRM.search(_after(words, match)) or _LEAST_BEFORE.search(near)
        told = told or _FIRM_LATER.match(words.folded, match.end())
        required = need is Necessity.REQUIRED and told
        kind = Necessity.REQUIRED if required else Necessity.WISHED
        return Found(ExperienceNeed(kind), match.start(), match.end(), 0.8)
    return _without_length(words)


_FIRM_LATER = re.compile(
    r"[^.;:\n]{0,90}\best (?:\w{4,12} )?(?:exige|obligatoire|requis|imperati|indispensable)"
)
_LEAST_BEFORE = re.compile(r"au minimum|au moins|a minima|obligatoirement|imperativement")
LONG_MONTHS = 36
"""A shorter experience stated without a softening word is required: so 96 employers in 100 declare
it; from three years on, a third of them accept beginners (development side, 152 offers)."""
_FIRM = re.compile(r"(?<!pas )(?<!non )(?:exige|obligatoire|requis|imperati|indispensable)")


def _instead_of_title(words: Words, match: re.Match[str], first: int, last: int) -> bool:
    """`CAP ou 2 ans d'expérience`: either is enough, neither is required alone."""
    return (
        _OR_TITLE.search(words.folded, match.end(), min(last, match.end() + 60)) is not None
        or _TITLE_OR.search(words.folded, first, match.start()) is not None
    )


def _after(words: Words, match: re.Match[str]) -> str:
    return words.folded[match.start() : match.end() + 50].split("\n", 1)[0]


def _with_length(words: Words, match: re.Match[str], trust: float) -> Found[ExperienceNeed] | None:
    first, last = sentence_around(words, match.start(), match.end())
    before = words.folded[first : match.start()]
    if _COMPANY.search(before) and not _CANDIDATE.search(before):
        return None
    if _FIRM_SPEAKS.match(words.folded, match.end()):
        return None
    if _NOT_NEED.search(words.folded[first : match.end()][-90:]):
        return None
    months = amount(match[1]) * (1 if match[3].startswith("mois") else 12)
    if not 0 < months <= 180:
        return None
    need, said = necessity_around(words, match.start(), match.end())
    sentence = words.folded[first:last]
    asked = _DEMANDED.search(sentence) or _AT_LEAST.search(sentence)
    replaced = _instead_of_title(words, match, first, last)
    told = asked is not None or months < LONG_MONTHS
    firm = need is Necessity.REQUIRED and told and not replaced
    need = Necessity.REQUIRED if firm else Necessity.WISHED
    sure = trust if said else trust - 0.1
    return Found(ExperienceNeed(need, months), match.start(), match.end(), sure)


def _without_length(words: Words) -> Found[ExperienceNeed] | None:
    for match in _PLAIN.find(words):
        first, last = sentence_around(words, match.start(), match.end())
        sentence = words.folded[first:last]
        if _FIRM_SPEAKS.match(words.folded, match.end()):
            continue
        if _NOT_NEED.search(sentence) or _COMPANY.search(words.folded[first : match.start()]):
            continue
        need, said = necessity_around(words, match.start(), match.end())
        asked = said and need is Necessity.REQUIRED and _DEMANDED.search(sentence) is not None
        firm = asked and not _instead_of_title(words, match, first, last)
        kind = Necessity.REQUIRED if firm else Necessity.WISHED
        return Found(ExperienceNeed(kind), match.start(), match.end(), 0.7 if firm else 0.55)
    return None


_AT_LEAST = re.compile(r"minimum|au moins|\bmini?\b|plus de|necessit|titulaire|demande")
_DEMANDED = re.compile(
    r"essentiel|primordial|exige|obligatoire|requis|imperati|indispensable|justifi|necessaire"
)

# --- languages --------------------------------------------------------------------------------

_LANGUAGE_ROWS = [(row["code"], split_list(row["names"])) for row in read_rows("languages.csv")]
LANGUAGE_CODES = {name: code for code, names in _LANGUAGE_ROWS for name in names}
_LANGUAGE = Phrases(r"(" + "|".join(LANGUAGE_CODES) + r")\b", " ".join(LANGUAGE_CODES))
_LANGUAGE_NAME = re.compile(r"\b(?:" + "|".join(LANGUAGE_CODES) + r")\b")
_LANGUAGE_CONTEXT = re.compile(
    r"langue|maitris|courant|parle|\bparler|\blu\b|lire|ecrit|\boral|niveau|bilingue|notion"
    r"|pratique|\bbases\b"
    r"|scolaire|fluent|intermediaire|connaissance|comprehension|comprendre|expression"
)
_NOT_LANGUAGE = re.compile(
    r"francais langues? etrangeres?|professeur|enseignant|cours d|nationalite|marche|entreprise"
    r"|clientele|territoire|groupe|leader|\bvins?\b|fromage|gastronomie|cuisine"
)
_GRADE = re.compile(r"\s?[(:]?\s?[abc][12]\b")
"""`anglais B2`, `anglais (B2)`: a level says that the language is one to speak."""
_CEFR = re.compile(r"\b([abc][12])\b")
_SCHOOL_LEVELS = (
    (re.compile(r"bilingue|courant|fluent|parfait|excellent"), "C1"),
    (re.compile(r"professionnel|avance|bonne? maitrise|tres bon"), "B2"),
    (re.compile(r"intermediaire|\bbon niveau|operationnel"), "B1"),
    (re.compile(r"notion|scolaire|\bbases|technique|debutant"), "A2"),
)


_NOT_SPOKEN = re.compile(
    r"(?:pas besoin|sans|inutile|pas necessaire) (?:de |d')?(?:parler|connaitre) $"
)


def languages(words: Words) -> list[Found[LanguageNeed]]:
    """Languages asked for, each once, with the level said near it."""
    found: dict[str, Found[LanguageNeed]] = {}
    for match in _LANGUAGE.find(words):
        code = LANGUAGE_CODES[match[1]]
        first, last = sentence_around(words, match.start(), match.end())
        near = words.folded[max(first, match.start() - 45) : min(last, match.end() + 45)]
        is_graded = _GRADE.match(words.folded, match.end())
        if code in found or not (is_graded or _LANGUAGE_CONTEXT.search(near)):
            continue
        if _NOT_SPOKEN.search(words.folded, max(0, match.start() - 40), match.start()):
            continue
        if _NOT_LANGUAGE.search(near) or is_negated(words, match.start(), match.end()):
            continue
        need, said = necessity_around(words, match.start(), match.end())
        if need is Necessity.TRAINING_OFFERED:
            need = Necessity.WISHED
        if need is Necessity.REQUIRED and _other_language(words, match):
            need = Necessity.WISHED
        value = LanguageNeed(code, language_level(_said_of(words, match, first, last)), need)
        found[code] = Found(value, match.start(), match.end(), 0.85 if said else 0.7)
    return list(found.values())


_PARTS = re.compile(r"[,;:.!?\n]| et | mais ")
_OR_NEXT = re.compile(r"[^.\n;,]{0,3}(?:et/ou|ou) (?:bien )?(?:de )?(?:l'|le |en )?(\w+)")
_OR_BEFORE = re.compile(r"(\w+)(?: ou| et/ou) (?:de )?(?:l'|le |en )?$")


def _other_language(words: Words, match: re.Match[str]) -> bool:
    """`anglais ou allemand`: either is enough."""
    after = _OR_NEXT.match(words.folded, match.end())
    before = _OR_BEFORE.search(words.folded, max(0, match.start() - 30), match.start())
    return any(found is not None and found[1] in LANGUAGE_CODES for found in (after, before))


def _said_of(words: Words, match: re.Match[str], first: int, last: int) -> str:
    """What is said of one language: its own part of the sentence, not that of another one."""
    start, end = max(first, match.start() - 45), min(last, match.end() + 45)
    before = words.folded[start : match.start()]
    parts = list(_PARTS.finditer(before))
    before = before[parts[-1].end() :] if parts else before
    other = _LANGUAGE_NAME.search(words.folded, match.end(), end)
    after = words.folded[match.end() : other.start() if other else end]
    if other and "," in after:
        after = after[: after.rfind(",")]
    return f"{before} {match[1]} {after}"


def language_level(folded: str) -> str | None:
    """CEFR level said by folded words: `B1`, `courant` (C1), `notions` (A2)...; else None."""
    cefr = _CEFR.search(folded)
    if cefr:
        return cefr[1].upper()
    return next((level for words, level in _SCHOOL_LEVELS if words.search(folded)), None)
