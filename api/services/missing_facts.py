"""The questions to ask an employer, those whose answer would change the list most first."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from api.services.offer_review import is_within
from api.services.offers import offer_to_rank
from api.services.profiles import READ_FROM_TEXT
from api.services.shortlists import Matcher, matcher_for, ranked_scores
from ingestion.licences import licence_label
from ingestion.normalise import fold
from ingestion.offers.questions import Question, asked
from ingestion.records import Evidence, ParsedOffer
from matching.missing import HEAD, Ask, Effect, effects
from matching.plausible import packaged_plausible
from models.offers import Offer
from models.vocabulary import Necessity

QUESTIONS = 3
"""Questions that an e-mail to an employer asks."""

DOUBTFUL = 0.8
"""Trust in a reading under which the employer is asked; above, whoever reviews has the words
under their eyes and one key to confirm them."""

BEFORE_ALL = "title"
"""The field without which there is nothing to rank."""

EXTRA = {
    "licences": ("permis", "Un permis de conduire est-il nécessaire pour ce poste ?"),
    "vehicle": ("vehicule|voiture", "Faut-il venir avec son propre véhicule ?"),
    "languages": (
        "francais|langue|parle|lire|ecri",
        "Quel niveau de français le poste demande-t-il ?",
    ),
    "constraints": (
        "port de charge|physique|hauteur|debout|froid",
        "Y a-t-il des contraintes physiques (port de charges, station debout, extérieur…) ?",
    ),
    "contract.start_date": ("des que possible|immediat|urgent", "Quand le poste commence-t-il ?"),
}
"""Facts that offers may leave out as not asked: field -> words of the text (folded) that say
something of it, whatever was made of them, and the question where none does."""


@dataclass(frozen=True, slots=True)
class RankedQuestion:
    """A question in French, the dotted field that its answer fills, and what it may change.

    `effect` is "" where the ranking reads nothing of the answer, or where nobody is there to
    rank; `is_confirmation`: the value was read and is in doubt, rather than missing.
    """

    field: str
    text: str
    effect: str = ""
    is_confirmation: bool = False


def ranked_questions(
    session: Session, offer: Offer, today: date, matcher: Matcher
) -> tuple[RankedQuestion, ...]:
    """Every question that the offer leaves open, what would change its list most first.

    Without anybody to rank, the fixed order of `asked`.
    """
    parsed = offer_to_rank(session, offer)
    open_questions = asked(parsed)
    if not len(matcher.pool(session).batch):
        return tuple(RankedQuestion(each.field, each.text) for each in open_questions)
    used = matcher_for(session, offer, matcher)
    scores = ranked_scores(session, offer, today, used)
    found = effects(scores, used.ranker.engine, packaged_plausible(), trust_of(parsed.evidence))
    return rank_questions(parsed, open_questions, found)


def rank_questions(
    parsed: ParsedOffer, open_questions: Iterable[Question], found: Iterable[Effect]
) -> tuple[RankedQuestion, ...]:
    """Questions in the order of their effects; those without one keep their order, last."""
    measured = {(each.name, each.why): each for each in found}
    unsaid = {name: each for (name, why), each in measured.items() if why is Ask.UNSAID}
    in_doubt = {name: each for (name, why), each in measured.items() if why is Ask.UNCONFIRMED}
    rows = [
        _row(
            RankedQuestion(each.field, each.text),
            unsaid.get(each.field) or in_doubt.get(each.field),
        )
        for each in open_questions
    ]
    fields = {question.field for question, _ in rows}
    rows += [row for row in _extra(parsed, unsaid) if row[0].field not in fields]
    rows += [row for row in _doubts(parsed, in_doubt) if row[0].field not in fields]
    rows.sort(key=lambda row: (row[0].field != BEFORE_ALL, -row[1]))
    return tuple(question for question, _ in rows)


Row = tuple[RankedQuestion, float]
"""A question and the change expected of its answer."""


def _row(question: RankedQuestion, effect: Effect | None) -> Row:
    if effect is None:
        return question, 0.0
    told = RankedQuestion(
        question.field, question.text, in_words(effect), effect.why is Ask.UNCONFIRMED
    )
    return told, effect.expected


def _extra(parsed: ParsedOffer, unsaid: Mapping[str, Effect]) -> Iterator[Row]:
    """Questions on facts that silent offers rarely mean, where they would change the list."""
    words = fold(parsed.source_text)
    for field, (said, text) in EXTRA.items():
        effect = unsaid.get(field)
        if effect is not None and effect.expected > 0 and not re.search(said, words):
            yield _row(RankedQuestion(field, text), effect)


def _doubts(parsed: ParsedOffer, in_doubt: Mapping[str, Effect]) -> Iterator[Row]:
    """Questions on values read without much trust, where confirming them changes the list."""
    trust = trust_of(parsed.evidence)
    for part, effect in in_doubt.items():
        if effect.expected > 0 and trust.get(part, 1.0) < DOUBTFUL:
            field = READ_FROM_TEXT[part][0]
            yield _row(RankedQuestion(field, _confirmation(parsed, part)), effect)


def trust_of(evidence: Mapping[str, Evidence]) -> dict[str, float]:
    """Part of an offer that a gate reads -> least confidence of what was read of it, in [0, 1]."""
    return {
        part: min(read)
        for part, prefixes in READ_FROM_TEXT.items()
        if (
            read := [
                each.confidence
                for field, each in evidence.items()
                if any(is_within(field, prefix) for prefix in prefixes)
            ]
        )
    }


def _confirmation(parsed: ParsedOffer, part: str) -> str:
    read = ", ".join(_values(parsed, part))
    return {
        "licences": f"Est-ce bien exigé : {read} ?",
        "schedule": f"Les horaires sont-ils bien : {read} ?",
        "workplace": f"Le poste est-il bien à {read} ?",
        "contract": f"Le contrat est-il bien : {read} ?",
        "conditions": f"Le poste demande-t-il bien : {read} ?",
        "availability": f"Le poste commence-t-il bien le {read} ?",
        "languages": f"Le niveau de langue est-il bien exigé : {read} ?",
    }[part]


def _values(parsed: ParsedOffer, part: str) -> list[str]:
    """What was read of a part, in words."""
    work, contract = parsed.working_time, parsed.contract
    required = Necessity.REQUIRED
    clock = [f"{t.hour} h {t.minute:02d}" for t in (work.start_time, work.end_time) if t]
    return {
        "licences": [licence_label(x.code) for x in parsed.licences if x.necessity is required],
        "schedule": [
            *(each.label for each in work.patterns),
            *([" – ".join(clock)] if clock else []),
        ],
        "workplace": [parsed.workplace.name or "l’endroit indiqué"],
        "contract": [contract.type.label] if contract.type else [],
        "conditions": [each.label for each in parsed.constraints],
        "availability": [f"{contract.start_date:%d/%m/%Y}"] if contract.start_date else [],
        "languages": [f"{x.code} {x.level or ''}".strip() for x in parsed.languages],
    }[part]


def in_words(effect: Effect) -> str:
    """What the answer to a question may change, in a few French words."""
    parts = []
    if effect.names:
        parts.append(f"changer {effect.names} des {HEAD} premiers noms")
    if effect.barred:
        parts.append(f"écarter {_persons(effect.barred)}")
    elif effect.freed:
        parts.append(f"rendre possibles {_persons(effect.freed)}")
    if parts:
        return f"peut {' et '.join(parts)}"
    return "change l’ordre des premiers noms" if effect.expected > 0 else "ne change pas la liste"


def _persons(count: int) -> str:
    return f"{count} personne{'s' if count > 1 else ''}"
