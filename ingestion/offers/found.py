"""A value read in a text, with its place and the trust in it; and what words around it say."""

import re
from dataclasses import dataclass
from typing import Generic, TypeVar

from ingestion.lexicon import Words
from ingestion.records import Evidence
from models.vocabulary import Necessity

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Found(Generic[Value]):
    """`value` was read at characters `start:end`; `confidence` in [0, 1]."""

    value: Value
    start: int
    end: int
    confidence: float


def evidence_of(found: Found[Value], text: str) -> Evidence:
    """The evidence of a value found in `text`."""
    return Evidence(found.start, found.end, text[found.start : found.end], found.confidence)


_BREAK = re.compile(r"\n|[.!?;](?=\s)|[•·▪●]|\s-\s|\*{2,}")


def sentence_around(words: Words, start: int, end: int, reach: int = 160) -> tuple[int, int]:
    """Bounds of the sentence or list item that holds `start:end`, `reach` characters at most."""
    low = max(0, start - reach)
    high = min(len(words.folded), end + reach)
    first = low
    for match in _BREAK.finditer(words.folded, low, start):
        first = match.end()
    after = _BREAK.search(words.folded, end, high)
    return first, after.start() if after else high


_WISHED = re.compile(
    r"souhait|apprec|serait un|est un (?:vrai )?plus|un plus\b|\bplus\s*!|\batouts?\b|idealement"
    r"|\bideal\b|de preference|preferable|privilegi|\bbonus\b|bienvenu|serai(?:t|ent) un|valorise"
    r"|facultati|optionnel|si possible|avantage\b"
)
_REQUIRED = re.compile(
    r"exige|obligatoire|requis|imperati|indispensable|necessaire|titulaire|detenteur|detenir"
    r"|possed|en possession|vous avez|vous etes|disposer|disposez|justifi|minimum|doit|devez"
    r"|valide|a jour|en cours de validite|muni|avoir (?:le|un|votre|son)|etre en mesure|prerequis"
)
_TRAINING = re.compile(
    r"form(?:ation|e|er|ons|es|ees)\b.{0,60}(?:assur|prise? en charge|financ|propos|offert|prevu"
    r"|possib|fourni|interne|dispens|garanti|disponib|payee|a vos? cote)"
    r"|(?:financ|propos|offr|assur|pren\w{1,4} en charge|dispens)\w{0,6}.{0,40}\bformation"
    r"|(?:nous|on) (?:vous )?(?:form|financ|pren)\w{0,6}|vous (?:passerez|serez form|formerons)"
    r"|serez forme|passage (?:du|de|des|d')|formations?\s*\(|acces a (?:la|des) formation"
    r"|financement|(?:pris|prise) en charge|possibilite de (?:passer|formation|faire)"
    r"|permis finance|vous former|a passer"
)
_NEGATED = re.compile(
    r"\bnon (?:exige|obligatoire|necessaire|requis|indispensable|demande)"
    r"|pas (?:besoin|obligatoire|necessaire|exige|requis|indispensable|demande)"
    r"|n'est pas|ne sont pas|n'est (?:ni|aucunement)"
)
_NEGATED_BEFORE = re.compile(
    r"(?:\bsans|\bpas de|pas besoin d[eu']|\baucune?|\bni|nul besoin d[eu'])\s?"
    r"(?:votre |le |la |les |du |de |d')?$"
)


def is_negated(words: Words, start: int, end: int) -> bool:
    """`permis non nécessaire`, `sans CACES`: the words around deny the need."""
    if _NEGATED_BEFORE.search(words.folded, max(0, start - 30), start):
        return True
    _, last = sentence_around(words, start, end, reach=70)
    denial = _NEGATED.search(words.folded, end, min(last, end + 45))
    return denial is not None and not _WISHED.search(words.folded, denial.end(), last)


def necessity_around(words: Words, start: int, end: int) -> tuple[Necessity, bool]:
    """Need said by the sentence of `start:end`, and whether a word says it (else supposed)."""
    first, last = sentence_around(words, start, end)
    sentence = words.folded[first:last]
    if _TRAINING.search(sentence):
        return Necessity.TRAINING_OFFERED, True
    for near in (_clause(words, first, last, start, end), (start - 60, end + 80)):
        around = words.folded[max(first, near[0]) : min(last, near[1])]
        if _WISHED.search(around):
            return Necessity.WISHED, True
        if _REQUIRED.search(around):
            return Necessity.REQUIRED, True
    return Necessity.REQUIRED, False


def _clause(words: Words, first: int, last: int, start: int, end: int) -> tuple[int, int]:
    """Bounds of what stands between two commas: `CACES 3 exigé, CACES 5 souhaité`."""
    before = words.folded.rfind(",", max(first, start - 60), start)
    after = words.folded.find(",", end, min(last, end + 80))
    return before + 1 if before >= 0 else start - 60, after if after >= 0 else end + 80
