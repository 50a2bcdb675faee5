"""Qualities that an offer looks for in a person (savoir-être), apart from what is learnt."""

import re
from functools import lru_cache

from ingestion.lexicon import Lexicon, Words, read_rows, split_list
from ingestion.offers.found import Found, is_negated, sentence_around

MOST_QUALITIES = 12
"""Qualities kept of one offer: past that a list tells nobody from anybody."""
SURE, ABOUT_PERSON = 0.85, 0.9
_OF_THE_PERSON = re.compile(
    r"vous etes|vous avez|vous faites|vous savez|profil|qualite|savoir-? ?etre|savoirs-? ?etre"
    r"|candidat|personne|sens d|esprit d|capacite|faire preuve|atout|competence|aptitude|requis"
    r"|recherch|soyez|etre |votre |ton |tu es"
)
_OF_ANOTHER = re.compile(
    r"(?:notre|nos|une|d'une|l'|leur|agence|entreprise|groupe|societe|equipes?|environnement|secteur"
    r"|cadre|ambiance|gestion|maison|aventure|humaine|coordination) ?(?:[\w']+,? ){0,5}$"
)
_DESCRIBES_OTHERS = {
    *("dynamique", "creatif", "creative", "serieux", "organise", "organisee", "bienveillante"),
    *("bienveillant", "reactive", "a l'ecoute", "rigoureuse", "empathique"),
}
"""Words said as often of the firm as of the person: `une équipe dynamique`."""
_LOSS = re.compile(
    r"(?:perte d'|l'|en |maintien de l'|leur |personnes? en perte d'|favoriser l'|developper l')$"
)


@lru_cache(maxsize=1)
def _qualities() -> Lexicon[str]:
    return Lexicon(
        (phrase, row["label"])
        for row in read_rows("skills_soft.csv")
        for phrase in split_list(row["phrases"])
    )


def soft_skills(words: Words) -> list[Found[str]]:
    """Qualities looked for, each once, under the labels of France Travail's own list."""
    found: dict[str, Found[str]] = {}
    for label, start, end in _qualities().spans(words):
        if label in found or not _is_of_the_person(words, start, end):
            continue
        first, last = sentence_around(words, start, end, reach=90)
        told = _OF_THE_PERSON.search(words.folded, first, last) is not None
        if not told and _is_of_work(words, start, end):
            continue
        found[label] = Found(label, start, end, ABOUT_PERSON if told else SURE)
        if len(found) == MOST_QUALITIES:
            break
    return list(found.values())


_OF_WORK = frozenset({"ponctuel", "ponctuelle", "ponctuels", "ponctuelles"})
_IN_A_LIST = re.compile(r"(?:[,:;/+(•*-]|\bet|\bou|\n|^)\s{0,3}$")


def _is_of_work(words: Words, start: int, end: int) -> bool:
    """`Soudeur ponctuel`, `renfort ponctuel`: from time to time, not on time."""
    if words.folded[start:end] not in _OF_WORK:
        return False
    return _IN_A_LIST.search(words.folded, max(0, start - 8), start) is None


def _is_of_the_person(words: Words, start: int, end: int) -> bool:
    said = words.folded[start:end]
    before = words.folded[max(0, start - 45) : start]
    if is_negated(words, start, end):
        return False
    if said == "autonomie" and _LOSS.search(before) and not before.endswith("en "):
        return False
    return not (said in _DESCRIBES_OTHERS and _OF_ANOTHER.search(before))
