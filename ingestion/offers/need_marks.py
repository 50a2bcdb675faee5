"""Words of need in a text: what each says, and whether it opens or closes what it governs."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from ingestion.choices import Choices
from ingestion.lexicon import Words
from models.vocabulary import Necessity

_CLOSING_WISH = (
    r"souhait(?:e|ee|es|ees|able|ables|erait)\b|souh\b|appreci(?:e|ee|es|ees|able|ables)\b"
    r"|(?:un|des|les) (?:\w{3,12} )?plus\b(?! (?:de|que|grand))"
    r"|plus apprecie\w*|plus\s?!|un \+|(?:un|des) (?:\w{3,12} )?(?:atouts?|avantages?)\b"
    r"|atout\b|bienvenue?s?\b(?! (?:dans|chez|a ))|preferables?\b|privilegie(?:e|s|es)?\b"
    r"|valorise(?:e|s|es)?\b|facultati\w+|optionnel\w*|un bonus\b|serait (?:l'|un )?ideal\b"
    r"|conseillee?s?\b|recommandee?s?\b"
)
_OPENING_WISH = (
    r"ideal (?:serait|est)|nous souhait\w+|on souhaite\b"
    r"|nous apprecierions\b|si titulaires?\b|obtenir\b|ideal\b(?=,)"
    r"|(?<=l')ideal(?= ?:)|un plus si vous\b"
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
    r"assur|pris\w{0,2} en charge|financ|propos|offert|prevu|possib|fourni|interne|(?<!in)dispens"
    r"|garanti|disponib|payee|gratuit|envisageable"
)
_EITHER_TRAINING = rf"formations?\b(?=(?:[^.,;\n]|(?<=\bcat)\.){{0,60}}?(?:{_ASSURED}))"
_CLOSING_TRAINING = (
    r"(?:pris\w{0,2} en charge|finances?|financee?s?|passee?s? avec nous)\b(?! (?:d|l))"
    r"|peut etre passee?\b|(?:vous )?serez formee?s?\b(?! (?:a|sur))|a passer\b"
    r"|prete?s?(?:\(e\))? a (?:l[ae] |les |l')(?:passer|obtenir|preparer)\b"
)
_OPENING_TRAINING = (
    r"(?:nous|on) (?:vous )?(?:form(?:ons|e|erons|era)|financ\w+|prenons en charge)\b"
    r"|(?:vous )?(?:serez )?form(?:ee?s?|er) (?:au|aux|a la|a l')"
    r"|pris\w{0,2} en charge d|financement d"
    r"|passage d|passere?z\b|possibilite de (?:l[ae] )?(?:passer|formation|faire|financ)"
    r"|form(?:e|ons) (?:ses|nos|tous|les|vos) (?:\w+ ){1,3}(?:au|aux|a la|a l')"
    r"|(?:faire|faisant) passer\b|(?:souhait|voul|desir)\w+ passer\b|en (?:vous )?formant\b"
    r"|acces a (?:la|des) formation|financons\b|vous form(?:ons|er|erons)\b"
    r"|vous (?:faisons|ferons) passer\b|permis finance\b"
    rf"|(?:{_ASSURED})\w* (?:d'|de |vos? |une |votre |la |les |des |toutes? ){{0,3}}formations?\b"
)
_MARK = Choices(
    ("opening_wish", _OPENING_WISH, "ideal nous on si obtenir un eventuellement"),
    ("either_wish", _EITHER_WISH, "idealement de preference preferentiellement si"),
    (
        "closing_wish",
        _CLOSING_WISH,
        "souhaite appreciee un des les plus atout bienvenu preferable privilegie valorise"
        " facultatif optionnel serait conseille recommande",
    ),
    (
        "opening_training",
        _OPENING_TRAINING,
        "nous on vous serez formation pris prise financement passage possibilite faire faisant"
        " souhaitant voulant desirant en acces permis assure propose offert prevu interne dispense"
        " garantie disponible payee gratuit envisageable",
    ),
    ("either_training", _EITHER_TRAINING, "formation"),
    ("closing_training", _CLOSING_TRAINING, "pris prise finance passee peut vous serez a prete"),
    (
        "opening_duty",
        _OPENING_DUTY,
        "essentiel indispensable imperatif necessaire obligatoire primordial",
    ),
    (
        "closing_need",
        _CLOSING_NEED,
        "exige obligatoire requis imperatif indispensable necessaire demande prerequis essentiel"
        " primordial incontournable attendu de",
    ),
    (
        "opening_need",
        _OPENING_NEED,
        "titulaire detenez possedez posedez en munie vous avoir disposez justifie il doit"
        " necessite nous imperativement obligatoirement ayant etes",
    ),
    ("weak_need", _WEAK_NEED, "a en valide minimum"),
)
_KINDS = {
    "wish": Necessity.WISHED,
    "training": Necessity.TRAINING_OFFERED,
    "need": Necessity.REQUIRED,
    "duty": Necessity.REQUIRED,
}


@dataclass(frozen=True, slots=True)
class Mark:
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
_DENIED = re.compile(r"\b(?:non|pas)(?: (?:forcement|absolument|strictement|toujours))? \Z")
"""`non exigé mais apprécié`: a denial that still stands in a need only softens it."""
_LABELS = re.compile(r"\s?(?:\(\w{1,4}\)\s?)?[:=]")


@lru_cache(maxsize=4)
def _marks(words: Words) -> tuple[list[int], list[Mark]]:
    """Every word of need of a text, and where each starts: found once for all its values."""
    marks = [_mark(match) for match in _MARK.find(words)]
    return [mark.start for mark in marks], marks


def marks_between(words: Words, first: int, last: int) -> list[Mark]:
    """Words of need that start at characters `first` to `last`, in order."""
    starts, marks = _marks(words)
    return marks[bisect_left(starts, first) : bisect_left(starts, last)]


def _mark(match: re.Match[str]) -> Mark:
    way, _, kind = (match.lastgroup or "").partition("_")
    after, word, sentence = match.end(), match[0], match.string
    label = _LABELS.match(sentence, after) is not None
    if (
        kind == "need"
        and way == "closing"
        and _DENIED.search(sentence, max(0, match.start() - 20), match.start())
    ):
        kind = "wish"
    opens = way == "opening" or label or (kind == "training" and way == "either")
    closes = (way in ("closing", "weak") and not label) or (kind == "training" and way == "either")
    if kind == "wish" and way == "either":
        closes = _ENDS_CLAUSE.match(sentence, after) is not None
        before = sentence[max(0, match.start() - 6) : match.start()]
        opens = not closes or label or _OPENS_SENTENCE.search(before) is not None
    return Mark(
        match.start(),
        after,
        _KINDS[kind],
        opens,
        closes,
        way == "weak" or (way == "opening" and kind == "need"),
        word.endswith(("es", "s", "x")) and not word.endswith(("plus", "us", "requis")),
        word.endswith(("ee", "ees", "requise", "requises", "ive", "ives")),
    )
