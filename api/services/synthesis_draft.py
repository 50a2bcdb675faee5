"""The first wording of a synthesis, from what the grid holds; a person corrects it."""

from collections.abc import Iterable, Sequence

from api.rendering import date_fr
from models.interviews import (
    Interview,
    InterviewLine,
    InterviewResult,
    LineMark,
    LineSection,
)


def draft(interview: Interview, lines: Sequence[InterviewLine]) -> tuple[str, str]:
    """(summary, next steps) in short paragraphs: what holds, what is missing, what was said."""
    return "\n\n".join(_summary(lines)), "\n".join(_next_steps(interview))


def _summary(lines: Sequence[InterviewLine]) -> Iterable[str]:
    asked = [each for each in lines if not each.section.asks_words]
    held = [_said(each) for each in asked if each.mark is LineMark.VERIFIED]
    missing = [_said(each) for each in asked if each.mark is LineMark.NOT_HELD]
    if held:
        yield "Ce qui va avec le poste : " + " ; ".join(held) + "."
    if missing:
        yield "Ce qui manque aujourd’hui : " + " ; ".join(missing) + "."
    limits = [
        _said(each) for each in lines if each.section.asks_words and each.mark is LineMark.NOT_HELD
    ]
    if limits:
        yield "Ce qui reste à régler : " + " ; ".join(limits) + "."
    wishes = [each.note.rstrip(" .;") for each in lines if each.note and _is_wish(each)]
    if wishes:
        yield "Ce que vous en dites : " + " ; ".join(dict.fromkeys(wishes)) + "."


def _is_wish(line: InterviewLine) -> bool:
    return line.section is LineSection.MOTIVATION and line.mark is LineMark.VERIFIED


def _said(line: InterviewLine) -> str:
    label = line.label[:1].lower() + line.label[1:] if line.label[1:2].islower() else line.label
    return f"{label} ({line.note.rstrip(' .;')})" if line.note else label


def _next_steps(interview: Interview) -> Iterable[str]:
    match interview.result:
        case InterviewResult.VALIDATED:
            yield "Votre candidature peut être transmise à l’employeur."
        case InterviewResult.RESERVED if interview.action_on is not None:
            until = date_fr(interview.action_on)
            yield f"Votre candidature peut être transmise. À faire avant le {until} :"
            yield f"– {interview.action}"
        case InterviewResult.TO_PREPARE if interview.preparation is not None:
            yield f"Nous préparons ensemble la suite : {interview.preparation.label.lower()}."
            yield "Un nouvel entretien aura lieu ensuite."
        case InterviewResult.REFUSED:
            yield "Cette offre ne va pas plus loin pour vous. Elle ne ferme aucune autre offre."
