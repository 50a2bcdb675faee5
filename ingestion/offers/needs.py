"""What the text asks of the person: experience, education, languages."""

import re

from ingestion.lexicon import Phrases, Words, read_rows, split_list
from ingestion.offers.contract import amount
from ingestion.offers.found import Found, is_negated, sentence_around
from ingestion.offers.necessity import necessity_around
from ingestion.records import EducationNeed, ExperienceNeed, LanguageNeed
from models.vocabulary import Necessity

_BEGINNER = Phrases(
    r"debutante?s?(?:\(?e?\)?s?)? (?:est |sont |etes |)?(?:accepte|bienvenu|admis|possible"
    r"|motive)|debutant accepte"
    r"|sans experience|aucune experience|ouverte? aux debutants|avec ou sans experience"
    r"|experience (?:n'est )?(?:pas |non )(?:exigee|requise|necessaire|obligatoire|indispensable"
    r"|demandee)"
    r"|pas d'experience (?:requise|exigee|necessaire|demandee)|pas besoin d'experience"
    r"|premier emploi"
    r"|quelle que soit votre experience|que vous soyez debutant|debutant ou (?:confirme"
    r"|experimente)"
    r"|accepte les debutants|debutant\(?e?s?\)?\(?s?\)? accept|profils? debutants?"
    r"|tout profil accepte"
    r"|(?:debutante?|junior) ou (?:confirme|experimente|senior)|niveau d'experience : debutant",
    "debutant sans aucune ouvert avec experience pas premier quelle que accepte profil tout junior"
    " niveau",
)
_NUMBER = r"(\d{1,2}|une?|deux|trois|quatre|cinq|six|sept|huit|dix|douze|dix-huit)"
_SPAN = (
    rf"{_NUMBER}\s?(?:\(\d{{1,2}}\)\s?)?(?:(?:a|ou|-|/)\s?{_NUMBER}\s?)?\+?\s?"
    r"(ans?\b|annees?\b|mois\b|an\(s\))"
)
_YEARS_FIRST = Phrases(
    _SPAN + r"(?:\s?\(s\))?\s?(?:minimum|mini\.?|min\.?|au moins|ou plus|et plus)?\s?"
    r"(?:minimum |d'une? |de |d')?(?:pratique|(?:premiere |solide |bonne |une )?experiences?)",
    "# un une deux trois quatre cinq six sept huit dix douze",
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
    r"|notre experience"
)


def experience(words: Words) -> Found[ExperienceNeed] | None:
    """Months and necessity; "débutant accepté" says that none is needed."""
    beginner = _BEGINNER.first(words)
    if beginner:
        return Found(ExperienceNeed(Necessity.NONE), beginner.start(), beginner.end(), 0.92)
    for expression, trust in ((_YEARS_FIRST, 0.9), (_YEARS_AFTER, 0.85)):
        for match in expression.find(words):
            found = _with_length(words, match, trust)
            if found is not None:
                return found
    for match in _FIRST.find(words):
        need, said = necessity_around(words, match.start(), match.end())
        required = need is Necessity.REQUIRED and said and "exige" in _after(words, match)
        kind = Necessity.REQUIRED if required else Necessity.WISHED
        return Found(ExperienceNeed(kind), match.start(), match.end(), 0.8)
    return _without_length(words)


def _after(words: Words, match: re.Match[str]) -> str:
    return words.folded[match.start() : match.end() + 50].split("\n", 1)[0]


def _with_length(words: Words, match: re.Match[str], trust: float) -> Found[ExperienceNeed] | None:
    first, last = sentence_around(words, match.start(), match.end())
    before = words.folded[first : match.start()]
    if _COMPANY.search(before) and not _CANDIDATE.search(before):
        return None
    if _NOT_NEED.search(words.folded[first : match.end()][-90:]):
        return None
    months = amount(match[1]) * (1 if match[3].startswith("mois") else 12)
    if not 0 < months <= 180:
        return None
    need, said = necessity_around(words, match.start(), match.end())
    sentence = words.folded[first:last]
    firm = need is Necessity.REQUIRED and (_DEMANDED.search(sentence) or _AT_LEAST.search(sentence))
    need = Necessity.REQUIRED if firm else Necessity.WISHED
    sure = trust if said else trust - 0.1
    return Found(ExperienceNeed(need, months), match.start(), match.end(), sure)


def _without_length(words: Words) -> Found[ExperienceNeed] | None:
    for match in _PLAIN.find(words):
        first, last = sentence_around(words, match.start(), match.end())
        sentence = words.folded[first:last]
        if _NOT_NEED.search(sentence) or _COMPANY.search(words.folded[first : match.start()]):
            continue
        need, said = necessity_around(words, match.start(), match.end())
        firm = said and need is Necessity.REQUIRED and _DEMANDED.search(sentence)
        kind = Necessity.REQUIRED if firm else Necessity.WISHED
        return Found(ExperienceNeed(kind), match.start(), match.end(), 0.7 if firm else 0.55)
    return None


_AT_LEAST = re.compile(r"minimum|au moins|\bmini?\b|plus de|necessit|titulaire|demande")
_DEMANDED = re.compile(r"exige|obligatoire|requis|imperati|indispensable|justifi|necessaire")

# --- education --------------------------------------------------------------------------------

_NO_DIPLOMA = Phrases(
    r"(?:sans|aucune?|pas de|peu importe (?:le |votre )?) ?(?:diplome|qualification|formation)"
    r"(?: n'est| non)?(?: particuliere?| specifique)?(?: requise?| exigee?| necessaire"
    r"| demandee?)?\b"
    r"|diplome non (?:exige|requis|obligatoire)|avec ou sans diplome"
    r"|quel que soit votre (?:diplome|niveau)",
    "sans aucun pas peu diplome avec quel",
)
_LEVELS: tuple[tuple[int, Phrases], ...] = (
    (
        7,
        Phrases(
            r"bac ?\+ ?[5-8]|master(?:e)?(?: ?[12])?\b(?! class)|diplome d'ingenieur"
            r"|ecole d'ingenieur",
            "bac master diplome ecole",
        ),
    ),
    (
        6,
        Phrases(
            r"bac ?\+ ?[34]|licence pro(?:fessionnelle)?\b|niveau licence|b\.?u\.?t\b|bachelor",
            "bac licence niveau b but bachelor",
        ),
    ),
    (
        5,
        Phrases(
            r"bac ?\+ ?2|bac ?\+(?! ?[345678])|bts[am]?\b|dut\b|deug\b"
            r"|titre pro(?:fessionnel)? niveau 5",
            "bac bts btsa btsm dut deug titre",
        ),
    ),
    (
        4,
        Phrases(
            r"niveau bac\b(?! ?\+)|baccalaureat"
            r"|bac (?:pro\b|professionnel|techno|general|stmg|sti|st2s"
            r"|ass?p|s\b|es\b|l\b"
            r"|minimum|min\b|ou |ou equivalent|/)|bac ?pro\b|brevet professionnel"
            r"|titulaire d'un bac\b(?! ?\+)"
            r"|du bac\b(?! ?\+)|de niveau (?:4|iv)\b|niveau iv\b|(?:au|a|un|le|cap"
            r"|bep)\s?/?\s?\bbac\b(?! ?\+)|formation bac\b",
            "niveau baccalaureat bac bacpro brevet titulaire du de au a un le cap bep formation",
        ),
    ),
    (
        3,
        Phrases(
            r"cap\b(?! emploi| sur| vers| au| des| de cap)|bep\b|bepa\b|capa\b"
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


def education(words: Words) -> Found[EducationNeed] | None:
    """Lowest level that the text asks for (`CAP à Bac`: 3), with its necessity."""
    none = _NO_DIPLOMA.first(words)
    if none:
        return Found(EducationNeed(None, Necessity.NONE), none.start(), none.end(), 0.85)
    best: Found[EducationNeed] | None = None
    for level, phrases in _LEVELS:
        for match in phrases.find(words):
            if level == 3 and not _written_as_diploma(words, match):
                continue
            if best is not None and abs(match.start() - best.start) > 120:
                continue
            need, said = necessity_around(words, match.start(), match.end())
            if need is Necessity.TRAINING_OFFERED:
                need = Necessity.WISHED
            if not is_negated(words, match.start(), match.end()):
                trust = 0.88 if said else 0.7
                best = Found(EducationNeed(level, need), match.start(), match.end(), trust)
            break
    return best


def _written_as_diploma(words: Words, match: re.Match[str]) -> bool:
    written = words.text[match.start() : match.end()]
    return (
        written.isupper()
        or not written.lower().startswith("cap")
        or bool(
            re.search(
                r"diplome|titulaire|niveau|formation",
                words.folded[max(0, match.start() - 40) : match.start()],
            )
        )
    )


# --- languages --------------------------------------------------------------------------------

_LANGUAGE_ROWS = [(row["code"], split_list(row["names"])) for row in read_rows("languages.csv")]
LANGUAGE_CODES = {name: code for code, names in _LANGUAGE_ROWS for name in names}
_LANGUAGE = Phrases(r"(" + "|".join(LANGUAGE_CODES) + r")\b", " ".join(LANGUAGE_CODES))
_LANGUAGE_CONTEXT = re.compile(
    r"langue|maitris|courant|parle|\bparler|\blu\b|lire|ecrit|\boral|niveau|bilingue|notion"
    r"|pratique|\bbases\b"
    r"|scolaire|fluent|intermediaire|connaissance|comprehension|comprendre|expression"
)
_NOT_LANGUAGE = re.compile(
    r"professeur|enseignant|cours d|nationalite|marche|entreprise|clientele|territoire|groupe"
    r"|leader"
)
_CEFR = re.compile(r"\b([abc][12])\b")
_SCHOOL_LEVELS = (
    (re.compile(r"bilingue|courant|fluent|parfait|excellent"), "C1"),
    (re.compile(r"professionnel|avance|bonne? maitrise|tres bon"), "B2"),
    (re.compile(r"intermediaire|\bbon niveau|operationnel"), "B1"),
    (re.compile(r"notion|scolaire|\bbases|technique|debutant"), "A2"),
)


def languages(words: Words) -> list[Found[LanguageNeed]]:
    """Languages asked for, each once, with the level said near it."""
    found: dict[str, Found[LanguageNeed]] = {}
    for match in _LANGUAGE.find(words):
        code = LANGUAGE_CODES[match[1]]
        first, last = sentence_around(words, match.start(), match.end())
        near = words.folded[max(first, match.start() - 45) : min(last, match.end() + 45)]
        if code in found or not _LANGUAGE_CONTEXT.search(near):
            continue
        if _NOT_LANGUAGE.search(near) or is_negated(words, match.start(), match.end()):
            continue
        need, said = necessity_around(words, match.start(), match.end())
        if need is Necessity.TRAINING_OFFERED:
            need = Necessity.WISHED
        value = LanguageNeed(code, language_level(near), need)
        found[code] = Found(value, match.start(), match.end(), 0.85 if said else 0.7)
    return list(found.values())


def language_level(folded: str) -> str | None:
    """CEFR level said by folded words: `B1`, `courant` (C1), `notions` (A2)...; else None."""
    cefr = _CEFR.search(folded)
    if cefr:
        return cefr[1].upper()
    return next((level for words, level in _SCHOOL_LEVELS if words.search(folded)), None)
