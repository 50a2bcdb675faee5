"""Guard rails of an offer: words the law does not allow, facts that cannot hold.

The rules stand in `data/discrimination.csv`, the reasons in `data/alert_reasons.csv`, what the
law allows in `data/legal_grounds.csv`. An alert decides nothing: a person does.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice

from ingestion.lexicon import Words, cut, places_of_beginnings, read_rows, split_list
from ingestion.offers.found import sentence_around
from ingestion.phrases import Phrases
from ingestion.records import OfferWarning, ParsedOffer
from models.guards import AlertKind, LegalGround, Severity

REACH = 200
"""Characters read on each side of the words found, within their sentence."""
OPENNESS = "ouverture"
"""Row of the grounds that tells an offer open to all: the sentence asks for nothing."""
WHOLE_TEXT = "text"
MOST_TOLD = 8
"""Places of a text that one rule looks at: nobody repeats an unlawful demand more often."""
DESCRIPTION = "description"
"""Field of the exchange format under which alerts on the wording are told."""


@dataclass(frozen=True, slots=True)
class Alert:
    """Words `start:end` of the source text, or a fact of `field`, that a person must look at.

    `exception` is the ground on which the law allows it: the alert is then an information.
    `rewrite` is a neutral wording, "" where there is none. Without words, start = end = 0.
    `value` is what the offer says of a fact, "" for its wording.
    """

    kind: AlertKind
    field: str
    start: int
    end: int
    text: str
    reason: str
    rewrite: str = ""
    exception: LegalGround | None = None
    severity: Severity = Severity.SERIOUS
    value: str = ""

    @property
    def said(self) -> str:
        """What a decision is about: the very words, or the field, its value and the reason."""
        return f"{self.field} : {self.value} : {self.reason}" if self.value else self.text

    @property
    def key(self) -> str:
        """What tells this alert from any other of its offer, in addresses and forms."""
        mark = hashlib.sha256(self.said.encode("utf-8", "replace")).hexdigest()[:8]
        return f"{self.kind.value}-{self.start}-{self.end}-{mark}"

    @property
    def message(self) -> str:
        """One French sentence for lists of warnings."""
        words = f"« {' '.join(self.text.split())} » : " if self.text else ""
        if self.exception is None:
            return f"{words}{self.reason}"
        return f"{words}la loi l'admet ({self.exception.label})."


def wording_alerts(offer: ParsedOffer, words: Words | None = None) -> tuple[Alert, ...]:
    """What the words of the offer ask that the law does not allow, in the order of the text.

    `words` is the source text already cut, where the caller has it.
    """
    words = cut(offer.source_text) if words is None else words
    known, places = _rules_by_beginning(), places_of_beginnings(words)
    ranks = {rank for word in known.keys() & places.keys() for rank in known[word]}
    rules = _rules()
    found = [
        alert for rank in sorted(ranks) for alert in rules[rank].alerts(words, len(offer.title))
    ]
    return tuple(sorted(_longest(found), key=lambda each: (each.start, each.end)))


def alerts(offer: ParsedOffer, today: date) -> tuple[Alert, ...]:
    """All that a person must look at before the offer opens: wording, then facts."""
    from ingestion.offers.guard_facts import fact_alerts

    return (*wording_alerts(offer), *fact_alerts(offer, today))


def guard_warnings(offer: ParsedOffer, words: Words | None = None) -> tuple[OfferWarning, ...]:
    """The alerts on the wording as warnings of the exchange format; what is allowed warns not."""
    return tuple(
        OfferWarning(DESCRIPTION, each.message)
        for each in wording_alerts(offer, words)
        if each.exception is None
    )


@dataclass(frozen=True, slots=True)
class _Rule:
    kind: AlertKind
    severity: Severity
    phrases: Phrases
    needs: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    unless_text: re.Pattern[str] | None
    grounds: tuple[LegalGround, ...]
    reason: str
    rewrite: str

    def alerts(self, words: Words, title_end: int) -> Iterator[Alert]:
        for match in islice(self.phrases.find(words), MOST_TOLD):
            if self.unless_text and self.unless_text.search(words.folded):
                return
            first, last = sentence_around(words, match.start(), match.end(), REACH)
            if self._is_meant(sentence := words.folded[first:last]):
                yield self._alert(words, match.span(), sentence, title_end)

    def _is_meant(self, sentence: str) -> bool:
        if self.needs is not None and not self.needs.search(sentence):
            return False
        if self.unless is not None and self.unless.search(sentence):
            return False
        return not _silence().search(sentence)

    def _alert(self, words: Words, span: tuple[int, int], sentence: str, title_end: int) -> Alert:
        ground = next((each for each in self.grounds if _holds(each, sentence, words)), None)
        return Alert(
            kind=self.kind,
            field="title" if span[1] <= title_end else DESCRIPTION,
            start=span[0],
            end=span[1],
            text=words.text[slice(*span)],
            reason=self.reason,
            rewrite=self.rewrite,
            exception=ground,
            severity=self.severity if ground is None else Severity.INFORMATION,
        )


def _longest(found: list[Alert]) -> list[Alert]:
    """One alert of a kind for the same words, the longest; a serious one before a mild one."""
    kept: list[Alert] = []
    ranked = sorted(found, key=lambda a: (a.severity is not Severity.SERIOUS, a.start - a.end))
    for alert in ranked:
        if not any(
            other.kind is alert.kind and other.start < alert.end and alert.start < other.end
            for other in kept
        ):
            kept.append(alert)
    return kept


def _holds(ground: LegalGround, sentence: str, words: Words) -> bool:
    where, pattern = _grounds()[ground.value]
    if where == WHOLE_TEXT:
        return _is_in_text(ground, words)
    return pattern.search(sentence) is not None


@lru_cache(maxsize=32)
def _is_in_text(ground: LegalGround, words: Words) -> bool:
    """Found once for all the alerts of a text, which may be long."""
    return _grounds()[ground.value][1].search(words.folded) is not None


@lru_cache(maxsize=1)
def _grounds() -> Mapping[str, tuple[str, re.Pattern[str]]]:
    rows = read_rows("legal_grounds.csv")
    return {row["ground"]: (row["where"], re.compile(row["pattern"])) for row in rows}


@lru_cache(maxsize=1)
def _silence() -> re.Pattern[str]:
    return _grounds()[OPENNESS][1]


@lru_cache(maxsize=1)
def _rules() -> tuple[_Rule, ...]:
    reasons = {row["kind"]: row["reason"] for row in read_rows("alert_reasons.csv")}
    return tuple(_rule(row, reasons) for row in read_rows("discrimination.csv"))


@lru_cache(maxsize=1)
def _rules_by_beginning() -> Mapping[str, tuple[int, ...]]:
    """Ranks of the rules whose words begin so: a text has few of them."""
    ranks: dict[str, list[int]] = {}
    for rank, rule in enumerate(_rules()):
        for word in rule.phrases.beginnings:
            ranks.setdefault(word, []).append(rank)
    return {word: tuple(each) for word, each in ranks.items()}


def _rule(row: Mapping[str, str], reasons: Mapping[str, str]) -> _Rule:
    needs, unless, unless_text = (
        re.compile(row[name]) if row[name] else None for name in ("needs", "unless", "unless_text")
    )
    return _Rule(
        kind=AlertKind(row["kind"]),
        severity=Severity(row["severity"]),
        phrases=Phrases(row["pattern"], row["beginnings"], row["others"]),
        needs=needs,
        unless=unless,
        unless_text=unless_text,
        grounds=tuple(LegalGround(each) for each in split_list(row["grounds"])),
        reason=reasons[row["kind"]],
        rewrite=row["rewrite"],
    )
