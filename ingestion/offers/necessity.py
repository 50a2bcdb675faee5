"""Whether what a sentence names is required, wished, or trained for.

A word of need governs what follows it (`idéalement une expérience`), or what it closes
(`CACES 3 souhaité`): it says nothing of the rest of its sentence.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from ingestion.lexicon import Phrases, Words
from ingestion.offers.found import sentence_around
from models.vocabulary import Necessity

_FEMININE = re.compile(r"fimo|fco|habilitation|carte|experience|attestation|licence|formation|adr")
_CLOSING_WISH = (
    r"souhait(?:e|ee|es|ees|able|ables|erait)\b|appreci(?:e|ee|es|ees|able|ables)\b"
    r"|(?:un|des|les) (?:\w{3,12} )?plus\b(?! (?:de|que|grand))"
    r"|plus apprecie\w*|plus\s?!|un \+|(?:un|des) (?:\w{3,12} )?(?:atouts?|avantages?)\b"
    r"|atout\b|bienvenue?s?\b(?! (?:dans|chez|a ))|preferables?\b|privilegie(?:e|s|es)?\b"
    r"|valorise(?:e|s|es)?\b|facultati\w+|optionnel\w*|un bonus\b|serait (?:l'|un )?ideal\b"
    r"|conseillee?s?\b|recommandee?s?\b"
)
_OPENING_WISH = (
    r"ideal (?:serait|est)|nous souhait\w+|on souhaite\b"
    r"|nous apprecierions\b|si titulaires?\b|obtenir\b|ideal\b(?=,)|un plus si vous\b"
    r"|eventuellement\b"
)
_EITHER_WISH = r"idealement\b|de preference\b|preferentiellement\b|si possible\b|preference\b"
_CLOSING_NEED = (
    r"exige(?:e|s|es)?\b|exigible\w*|obligatoire(?:s|ment)?\b|requis(?:e|es)?\b"
    r"|imperati(?:f|fs|ve|ves)\b|indispensables?\b|necessaires?\b|demandee?s?\b|prerequis\b"
    r"|essentiel(?:le|les|s)?\b|primordia(?:l|le|les|ux)\b|incontournables?\b|attendue?s?\b"
    r"|de rigueur\b"
)
_WEAK_NEED = r"a jour\b|en cours de validite\b|valides?\b|minimum\b"
_OPENING_NEED = (
    r"titulaires?\b|deten(?:ez|teurs?|trices?|ir|ant)\b|poss?edez\b|posseder\b|possedant\b"
    r"|en possession\b|munie?s?\b|vous avez\b|vous etes\b|avoir\b|disposez\b|disposer\b"
    r"|justifi\w+|vous devez\b|il faut\b|doit\b|necessite\w*|nous exigeons\b"
    r"|imperativement\b|obligatoirement\b|ayant\b|disposant\b|etes-vous\b"
)
_OPENING_DUTY = (
    r"(?:essentiel|indispensable|imperatif|necessaire|obligatoire|primordial)"
    r" (?:d'avoir|de posseder|de disposer|d'etre|de justifier|de detenir)"
)
_ASSURED = (
    r"assur|pris\w{0,2} en charge|financ|propos|offert|prevu|possib|fourni|interne|dispens"
    r"|garanti|disponib|payee|gratuit|envisageable"
)
_EITHER_TRAINING = rf"formations?\b(?=[^.,;\n]{{0,60}}?(?:{_ASSURED}))"
_CLOSING_TRAINING = (
    r"(?:pris\w{0,2} en charge|finances?|financee?s?|passee?s? avec nous)\b(?! (?:d|l))"
    r"|peut etre passee?\b|(?:vous )?serez formee?s?\b(?! (?:a|sur))|a passer\b"
)
_OPENING_TRAINING = (
    r"(?:nous|on) (?:vous )?(?:form(?:ons|e|erons|era)|financ\w+|prenons en charge)\b"
    r"|(?:vous )?(?:serez )?form(?:ee?s?|er) (?:au|aux|a la|a l')"
    r"|pris\w{0,2} en charge d|financement d"
    r"|passage d|passere?z\b|possibilite de (?:passer|formation|faire|financ)"
    r"|form(?:e|ons) (?:ses|nos|tous|les|vos) (?:\w+ ){1,3}(?:au|aux|a la|a l')"
    r"|(?:faire|faisant) passer\b|(?:souhait|voul|desir)\w+ passer\b|en (?:vous )?formant\b"
    r"|acces a (?:la|des) formation|financons\b|vous form(?:ons|er|erons)\b"
    r"|vous (?:faisons|ferons) passer\b|permis finance\b"
    rf"|(?:{_ASSURED})\w* (?:d'|de |vos? |une |votre |la |les |des |toutes? ){{0,3}}formations?\b"
)
_MARK = Phrases(
    rf"(?P<opening_wish>{_OPENING_WISH})|(?P<either_wish>{_EITHER_WISH})"
    rf"|(?P<closing_wish>{_CLOSING_WISH})|(?P<opening_training>{_OPENING_TRAINING})"
    rf"|(?P<either_training>{_EITHER_TRAINING})|(?P<closing_training>{_CLOSING_TRAINING})"
    rf"|(?P<opening_duty>{_OPENING_DUTY})|(?P<closing_need>{_CLOSING_NEED})|(?P<opening_need>{_OPENING_NEED})"
    rf"|(?P<weak_need>{_WEAK_NEED})",
    "idealement nous on un eventuellement de preference preferable preferentiellement si"
    " souhaite appreciee des les plus atout bienvenu privilegie valorise facultatif optionnel"
    " serait conseille recommande exige obligatoire requis imperatif indispensable necessaire"
    " demande prerequis a en valide minimum titulaire detenez possedez posedez munie vous avoir"
    " disposez justifie il doit ayant etes formation pris prise finance passage passe peut serez"
    " possibilite faire faisant souhaitant voulant desirant formant essentiel primordial"
    " incontournable attendu obtenir acces permis assure propose offert prevu interne dispense"
    " garantie disponible payee gratuit envisageable",
)
_KINDS = {
    "wish": Necessity.WISHED,
    "training": Necessity.TRAINING_OFFERED,
    "need": Necessity.REQUIRED,
    "duty": Necessity.REQUIRED,
}
NEXT_WORD = 15
"""Characters between `à jour` and the word that says more of it (`à jour seraient un plus`)."""
ANSWER_REACH = 90
_ASKED_OF_PERSON = re.compile(r"[^.?!\n]{0,60}\?[\s\-¶]{0,6}")
_ANSWERED = (
    (
        Necessity.TRAINING_OFFERED,
        re.compile(
            r"(?:pas encore|non|sinon|si non|pas de panique|aucun souci|pas)\b[^\n]{0,70}form"
        ),
    ),
    (
        Necessity.WISHED,
        re.compile(
            r"[^\n.]{0,25}\b(?:atouts?|un (?:vrai |reel |gros |petit )?(?:plus|\+)|bonus)\b"
        ),
    ),
)
FARTHEST = 110
"""Characters between a word of need and what it governs."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """A word of need at `start:end` of the text; it opens or closes what it governs."""

    start: int
    end: int
    kind: Necessity
    opens: bool
    closes: bool
    weak: bool
    plural: bool
    feminine: bool


_ENDS_CLAUSE = re.compile(r"[ \t]*(?:$|[\n,;.!?)\]/]|et\b|ou\b|mais\b|- )")
_OPENS_SENTENCE = re.compile(r"(?:^\s*$|[\n.;:!?])[\s\-•*]*\Z")
_LABELS = re.compile(r"\s?(?:\(\w{1,4}\)\s?)?[:=]")


@lru_cache(maxsize=4)
def _marks(words: Words) -> tuple[list[int], list[_Mark]]:
    """Every word of need of a text, and where each starts: found once for all its values."""
    marks = [_mark(match) for match in _MARK.find(words)]
    return [mark.start for mark in marks], marks


def _marks_between(words: Words, first: int, last: int) -> list[_Mark]:
    starts, marks = _marks(words)
    return marks[bisect_left(starts, first) : bisect_left(starts, last)]


def _mark(match: re.Match[str]) -> _Mark:
    way, _, kind = (match.lastgroup or "").partition("_")
    after, word, sentence = match.end(), match[0], match.string
    label = _LABELS.match(sentence, after) is not None
    opens = way == "opening" or label or (kind == "training" and way == "either")
    closes = (way in ("closing", "weak") and not label) or (kind == "training" and way == "either")
    if kind == "wish" and way == "either":
        closes = _ENDS_CLAUSE.match(sentence, after) is not None
        before = sentence[max(0, match.start() - 6) : match.start()]
        opens = not closes or label or _OPENS_SENTENCE.search(before) is not None
    return _Mark(
        match.start(),
        after,
        _KINDS[kind],
        opens,
        closes,
        way == "weak" or (way == "opening" and kind == "need"),
        word.endswith(("es", "s", "x")) and not word.endswith(("plus", "us", "requis")),
        word.endswith(("ee", "ees", "requise", "requises", "ive", "ives")),
    )


_ALONE = Necessity.REQUIRED, False


def necessity_around(words: Words, start: int, end: int) -> tuple[Necessity, bool]:
    """Need said of `start:end` by its sentence, and whether a word says it (else supposed)."""
    answered = _answer(words, end)
    if answered is not None:
        return answered, True
    if _EXAMPLES.search(words.folded, max(0, start - ANSWER_REACH), start):
        return Necessity.WISHED, True
    first, last = sentence_around(words, start, end)
    marks = _marks_between(words, first, last)
    if not marks:
        return _under_heading(words, first)
    text = words.folded
    inside = [mark for mark in marks if mark.start < end and mark.end > start]
    closing = _closing(text, marks, start, end)
    if closing is not None and not closing.weak:
        return closing.kind, True
    if inside:
        return max(inside, key=lambda mark: mark.kind is Necessity.WISHED).kind, True
    opening = _opening(text, marks, start)
    found = opening or (closing.kind if closing else None)
    return (found, True) if found else _ALONE


_EXAMPLES = re.compile(
    r"(?:\bun (?:\w{3,8} )?(?:plus|atout)|\bappreci\w{1,6}|\bsouhait\w{1,6})\s?\([^)\n]{0,60}$"
)
"""`Une autre langue est un plus (arabe, chinois)`: the bracket gives examples."""


def _answer(words: Words, end: int) -> Necessity | None:
    """`Vous avez le CACES 3 ? C'est un atout`: the answer to the question that names it."""
    question = _ASKED_OF_PERSON.match(words.folded, end)
    if question is None:
        return None
    for need, expression in _ANSWERED:
        if expression.match(words.folded, question.end(), question.end() + ANSWER_REACH):
            return need
    return None


_NEW_CLAUSE = re.compile(
    r"(?:[,(]|\bet|\bmais|\bpuis) ?(?:vous|nous|votre|notre|si |alors)\b|\bmais\b|;|\. |\bcar\b"
)
_SEPARATOR = re.compile(r",|;|/|\bet\b|\bou\b|\+")
_PARTED = re.compile(r",|;|\bet\b|\+")
_OWN_SUBJECT = re.compile(
    r"\b(?!serai|sera\b|fortement|vivement|tres\b|mais\b|est\b|non\b|etre\b|imperati|formation"
    r"|si\b|plus\b|tres\b|donc\b|idealement|cela|c'est)[a-z]{4,}"
)
"""`allemand (l'anglais serait un plus)`: the bracket speaks of something else."""
_INSTEAD = re.compile(r"\(|\bou\b|\bsinon\b|\ba defaut\b|:")


def _closing(text: str, marks: list[_Mark], start: int, end: int) -> _Mark | None:
    """The word that closes the item which ends at `end`."""
    found: _Mark | None = None
    for mark in marks:
        if mark.start < end:
            continue
        if found is not None:
            linked = _INSTEAD.search(text, found.end, mark.start)
            if mark.kind is Necessity.TRAINING_OFFERED and mark.closes and linked:
                return mark
            if found.weak and mark.closes and mark.start - found.end <= NEXT_WORD:
                return mark
            return found
        if not mark.closes or mark.start - end > FARTHEST:
            return None
        if not _reaches_back(text, mark, start, end):
            return None
        found = mark
    return found


_ASIDE = re.compile(r"\([^()\n]{0,60}\)")
"""`anglais (lu, écrit, parlé) souhaité`: what stands in brackets parts nothing."""


def _reaches_back(text: str, mark: _Mark, start: int, end: int) -> bool:
    between = _ASIDE.sub("", text[end : mark.start])
    if _NEW_CLAUSE.search(between):
        return False
    bracket = between.rfind("(")
    if bracket >= 0 and ")" not in between[bracket:]:
        apart = _PARTED.search(between, 0, bracket) or _OWN_SUBJECT.search(between, bracket)
        return apart is None
    if mark.kind is Necessity.TRAINING_OFFERED and "," in between:
        return False
    head = between.rstrip()
    commas = head.removesuffix(",").count(",")
    separated = _SEPARATOR.search(head.removesuffix(",")) is not None
    if not separated:
        return True
    if commas and not mark.plural and _whole_list(text, mark, between, start):
        return True
    if not mark.plural:
        if mark.feminine and _FEMININE.match(text, start) is None:
            return False
        return commas == 0
    return True


_LISTED = re.compile(r"[^,.;:]{0,25}(?:, ?[^,.;:]{1,25}){0,4} (?:et|ou) [^,.;:]{1,30}$")


def _whole_list(text: str, mark: _Mark, between: str, start: int) -> bool:
    """`AIPR, carte BTP et CACES seraient un plus`: what opens a line holds for its whole list."""
    opens_line = not text[max(0, start - 3) : start].strip(" \n-•*:")
    return opens_line and not _agrees(text, mark) and _LISTED.match(between) is not None


_AGREEING = re.compile(r"(?:ee?|is|ise|if|ive)$")


def _agrees(text: str, mark: _Mark) -> bool:
    """Whether the word has a gender at all (`souhaité`, `exigée`; not `un plus`)."""
    return _AGREEING.search(text, mark.start, mark.end) is not None and not text.startswith(
        ("obligatoire", "indispensable", "necessaire"), mark.start
    )


def _opening(text: str, marks: list[_Mark], start: int) -> Necessity | None:
    """The need that opens the clause which holds `start`."""
    nearest: _Mark | None = None
    for mark in reversed(marks):
        if mark.end > start:
            continue
        if nearest is not None and _goes_with(mark, nearest):
            nearest = mark
            continue
        if nearest is not None:
            return mark.kind if _softens(text, mark, nearest) else nearest.kind
        if not mark.opens or start - mark.end > FARTHEST:
            return None
        if _NEW_CLAUSE.search(text, mark.end, start):
            return None
        if mark.kind is Necessity.TRAINING_OFFERED and "," in text[mark.end : start]:
            return None
        nearest = mark
    return nearest.kind if nearest else None


def _goes_with(mark: _Mark, nearest: _Mark) -> bool:
    """`Vous êtes titulaire`: two words that open the same need."""
    both = mark.weak and nearest.weak and mark.kind is nearest.kind
    return both and mark.opens and nearest.start - mark.end <= 3


def _softens(text: str, wish: _Mark, need: _Mark) -> bool:
    """`Idéalement, vous possédez`: the wish before the verb holds for what the verb opens."""
    if not wish.opens or not need.weak or need.kind is not Necessity.REQUIRED:
        return False
    between = text[wish.end : need.start]
    return len(between) <= 25 and not re.search(r"\bet\b|\w+.*,", between)


def _under_heading(words: Words, first: int) -> tuple[Necessity, bool]:
    """`Les plus :` or `Exigé :` on a line of its own, above the list item that starts here."""
    end = first - 1
    least = max(0, first - 400)
    while end > least:
        start = words.folded.rfind("\n", least, end) + 1 or least
        line = words.folded[start:end].strip(" *\r\t")
        if line.endswith(":") and len(line) <= 60:
            marks = _marks_between(words, start, end)
            if any(mark.kind is Necessity.WISHED for mark in marks):
                return Necessity.WISHED, True
            demanded = any(mark.kind is Necessity.REQUIRED and not mark.weak for mark in marks)
            return Necessity.REQUIRED, demanded
        if not line or line[0] not in "-•·▪●>*":
            return _ALONE
        end = start - 1
    return _ALONE
