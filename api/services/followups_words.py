"""What is said in the calls of the follow-up, and in the reminder to an employer."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from models.contract_lists import Flag, FollowUpKind, Mark, Question
from models.contracts import Contract, FollowUp

SCRIPT = "follow_up_calls.toml"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of the call: how to ask it, and what to listen for."""

    question: Question
    ask: str
    listen: str


@dataclass(frozen=True, slots=True)
class Script:
    """The words of one call."""

    opening: str
    asked: tuple[Asked, ...]
    closing: dict[Flag, str]


@dataclass(frozen=True, slots=True)
class ReminderLinks:
    """Where the three buttons of the reminder to an employer lead."""

    started: str
    not_started: str
    over: str


@dataclass(frozen=True, slots=True)
class Reminder:
    """The subject and the plain text of a message; no name is in it."""

    subject: str
    text: str


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(files("api").joinpath("data", SCRIPT).read_text("utf-8"))


def script_of(contract: Contract, kind: FollowUpKind, first_name: str | None) -> Script:
    """The words of a call; the greeting goes without a name where none may be read."""
    words = _file()
    opening: str = words["opening"].get(kind.value, words["opening"]["later"])
    said = opening.format(
        prenom=first_name or "", poste=contract.job_title, employeur=place_of(contract)
    )
    return Script(
        opening=said.replace("Bonjour ,", "Bonjour,"),
        asked=tuple(
            Asked(Question(each["code"]), each["ask"], each["listen"])
            for each in words["questions"]
        ),
        closing={Flag(code): text for code, text in words["closing"].items()},
    )


COLUMNS = {
    Question.PRESENCE: "presence",
    Question.TASKS: "tasks",
    Question.RELATIONS: "relations",
    Question.TRANSPORT: "transport",
    Question.NEXT: "next",
}
"""Where the answer to each question is kept."""


def hard_words(call: FollowUp | None) -> str:
    """`Transport : plus de voiture` : what a call heard that is hard, and its note; "" if none."""
    if call is None:
        return ""
    hard = [each.label for each in Question if getattr(call, COLUMNS[each]) is Mark.HARD]
    return " : ".join(filter(None, (", ".join(hard), call.note))) if hard else ""


def place_of(contract: Contract) -> str:
    """Where the person works: the user company of a mission, else the employer."""
    return contract.user_company or contract.employer_name


def reminder_of(contract: Contract, reference: str, links: ReminderLinks) -> Reminder:
    """The message that asks an employer or an agency whether the person started.

    One link a line, each to be opened then confirmed on its page: a mail reader that follows
    links answers nothing.
    """
    start = f"{contract.start_on:%d/%m/%Y}"
    return Reminder(
        subject=f"Offre {reference} : la personne a-t-elle commencé ?",
        text="\n".join(
            (
                "Bonjour,",
                "",
                f"Une personne devait commencer chez vous le {start} "
                f"comme {contract.job_title} (offre {reference}).",
                "Un clic nous dit où elle en est :",
                "",
                f"Elle a commencé : {links.started}",
                f"Elle n'a pas commencé : {links.not_started}",
                f"C'est déjà fini : {links.over}",
                "",
                "Votre réponse sert au suivi de six mois prévu avec vous. Merci.",
            )
        ),
    )
