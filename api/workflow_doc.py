"""docs/workflow.md, written from the tables that the code runs: `python -m api.workflow_doc`.

It writes to the file named, or shows the text: `python -m api.workflow_doc docs/workflow.md`.
"""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from models.contract_lists import ContractState
from models.contract_transitions import CONTRACT_TRANSITIONS
from models.dispatch_lists import DispatchState
from models.dispatch_moves import DISPATCH_TRANSITIONS
from models.endings import OFFER_MOTIVES, ComeBackMotive, EndMotive
from models.exit_lists import ExitState
from models.exit_transitions import EXIT_TRANSITIONS
from models.motives import (
    AgreementChannel,
    BreakMotive,
    EmployerMotive,
    ParticipantMotive,
)
from models.move_guards import CHECKS, KEPT_BY_SERVICES
from models.transition_words import Transition
from models.transitions import INTRODUCTION_TRANSITIONS, OFFER_TRANSITIONS, REVERSIBLE
from models.vocabulary import (
    DiscardMotive,
    IntroductionAction,
    IntroductionState,
    Labelled,
    OfferState,
    Role,
)

HEAD = """# Les états et les gestes

Cette page est écrite par `python -m api.workflow_doc docs/workflow.md` à partir des tables que le
logiciel suit ; un test compare. Un geste absent de la table n’existe pas. Chaque geste garde qui,
quand, de quel état, vers lequel et pourquoi ; deux personnes au même instant : une seule l’emporte,
l’autre apprend qui a décidé et quoi.
"""
TITLES = ("N°", "Geste", "De", "Vers", "Qui", "Motif", "À condition que", "Ce que cela entraîne")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, in words."""

    number: str
    name: str
    starts: Sequence[str]
    end: str
    roles: frozenset[Role]
    motives: str = ""
    guards: Sequence[str] = ()
    effects: Sequence[str] = ()
    by_system: bool = False

    def cells(self) -> tuple[str, ...]:
        """The cells of the row, in the order of `TITLES`."""
        return (
            self.number,
            self.name,
            ", ".join(self.starts) or "(rien)",
            self.end,
            _who(self.roles, self.by_system),
            self.motives,
            " ; ".join(each for each in self.guards if each),
            " ; ".join(each for each in self.effects if each),
        )


def _who(roles: frozenset[Role], by_system: bool) -> str:
    named = [role.label for role in Role if role in roles]
    return ", ".join([*named, *(["le système"] if by_system or not named else [])])


def _labels(found: Iterable[Labelled], order: type[Labelled]) -> list[str]:
    chosen = set(found)
    return [each.label for each in order if each in chosen]


def introduction_rows() -> list[Row]:
    """The life of an introduction."""
    return [
        Row(
            str(row.number),
            row.label,
            _labels(row.from_states, IntroductionState),
            _end(row),
            row.roles,
            _motives(row),
            tuple(guard.label for guard in row.guards),
            tuple(effect.label for effect in row.effects),
        )
        for row in INTRODUCTION_TRANSITIONS
    ]


def _end(row: Transition) -> str:
    return "l’état d’avant la clôture" if row.to_state is None else row.to_state.label


def _motives(row: Transition) -> str:
    if row.motives is None:
        return ""
    if row.action is IntroductionAction.CLOSE:
        named = ", ".join(each.label for each in EndMotive if each.value in row.motives)
        lists = {
            frozenset(each.value for each in EmployerMotive): "refus de l’employeur",
            frozenset(each.value for each in ParticipantMotive): "refus du participant",
        }
        return f"{named} ; et pourquoi ({lists[row.details]})" if row.details else named
    if row.motives == frozenset(each.value for each in DiscardMotive):
        return "liste « écartée »"
    if row.motives == frozenset(each.value for each in ComeBackMotive):
        return "liste « rouvrir »"
    return "liste « refus du participant »"


def offer_rows() -> list[Row]:
    """The life of an offer."""
    return [
        Row(
            str(number),
            row.name,
            _labels(row.from_states, OfferState),
            row.to_state.label,
            row.roles,
            "liste" if row.to_state in OFFER_MOTIVES and row.needs_motive else "",
            (row.guard,),
            (row.effect,),
        )
        for number, row in enumerate(OFFER_TRANSITIONS, 1)
    ]


def dispatch_rows() -> list[Row]:
    """The life of a dispatch."""
    return [
        Row(
            str(number),
            row.action.label,
            _labels(row.from_states, DispatchState),
            row.to_state.label,
            row.roles,
            "",
            (row.guard,),
            (row.effect,),
        )
        for number, row in enumerate(DISPATCH_TRANSITIONS, 1)
    ]


def contract_rows() -> list[Row]:
    """The life of a contract."""
    return [
        Row(
            str(number),
            row.action.label,
            _labels(row.from_states, ContractState),
            "le même état" if row.to_state is None else row.to_state.label,
            row.roles,
            "liste « rupture »" if row.needs_motive else "",
            tuple(each.label for each in row.guards),
            tuple(each.label for each in row.effects),
            row.by_system,
        )
        for number, row in enumerate(CONTRACT_TRANSITIONS, 1)
    ]


def exit_rows() -> list[Row]:
    """The life of an exit."""
    return [
        Row(
            str(number),
            row.action.label,
            _labels(row.from_states, ExitState),
            " ou ".join(_labels(row.to_states, ExitState)) or "l’état d’avant",
            row.roles,
            "",
            tuple(each.label for each in row.guards),
            tuple(each.label for each in row.effects),
        )
        for number, row in enumerate(EXIT_TRANSITIONS, 1)
    ]


def table(rows: Sequence[Row]) -> str:
    """A table of Markdown, empty columns left out."""
    cells = [row.cells() for row in rows]
    kept = [place for place in range(len(TITLES)) if any(row[place] for row in cells)]
    lines = [
        "| " + " | ".join(TITLES[place] for place in kept) + " |",
        "|" + " --- |" * len(kept),
    ]
    lines += ["| " + " | ".join(row[place] or " " for place in kept) + " |" for row in cells]
    return "\n".join(lines)


def guards_text() -> str:
    """Where each guard of an introduction is asked."""
    lines = [f"- {guard.label} : `models.move_guards.{CHECKS[guard].__name__}`" for guard in CHECKS]
    lines += [f"- {guard.label} : `{module}`" for guard, module in KEPT_BY_SERVICES.items()]
    return "\n".join(lines)


def lists_text() -> str:
    """The closed lists of motives."""
    named: dict[str, type[Labelled]] = {
        "Écartée": DiscardMotive,
        "Refus du participant, désistement": ParticipantMotive,
        "Refus de l’employeur": EmployerMotive,
        "Clôture": EndMotive,
        "Rouvrir": ComeBackMotive,
        "Moyen de l’accord": AgreementChannel,
        "Rupture": BreakMotive,
    }
    return "\n".join(
        f"- **{name}** : {' ; '.join(each.label for each in values)}."
        for name, values in named.items()
    )


def document() -> str:
    """The whole page."""
    back = ", ".join(action.label for action in IntroductionAction if action in REVERSIBLE)
    parts = [
        HEAD,
        "## L’offre\n",
        table(offer_rows()),
        "\n## La mise en relation\n",
        "Une personne et une offre. Les numéros sont ceux du cahier des charges.\n",
        table(introduction_rows()),
        f"\n« Annuler » reprend le dernier geste tant que rien n’est transmis : {back}, et une "
        "clôture d’avant l’envoi. L’histoire garde les deux.\n",
        "La base refuse elle-même : un envoi sans accord, une validation par qui a retenu, "
        "proposé ou recueilli l’accord, une clôture sans raison, une histoire récrite.\n",
        "### Où chaque condition est tenue\n",
        guards_text(),
        "\n## L’envoi\n",
        table(dispatch_rows()),
        "\n## Le contrat\n",
        table(contract_rows()),
        "\n## La sortie\n",
        table(exit_rows()),
        "\n## Les listes fermées\n",
        lists_text(),
    ]
    return "\n".join(parts) + "\n"


def main(arguments: Sequence[str]) -> None:
    """Write the page to the file named, or show it."""
    text = document()
    if arguments:
        Path(arguments[0]).write_text(text, "utf-8")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main(sys.argv[1:])
