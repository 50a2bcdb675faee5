"""What every command shares: French help, groups, options, days."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from models.days import day_of

HELP = "Affiche cette aide."


# typer's own `Context` of these two methods is private, and wider than `typer.Context`: hence Any.
class FrenchCommand(TyperCommand):
    """A command whose help is in French."""

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = HELP
        return option


class FrenchGroup(TyperGroup):
    """A group whose help is in French."""

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = HELP
        return option


def group(help_text: str) -> typer.Typer:
    """A group of commands that speaks French."""
    return typer.Typer(
        cls=FrenchGroup,
        help=help_text,
        add_completion=False,
        no_args_is_help=False,
        pretty_exceptions_enable=False,
    )


app = group("Candidathèque : des offres captées aux listes courtes expliquées.")
import_app = group("Fait entrer des fichiers dans la base.")
export_app = group("Fait sortir la base en fichiers.")
user_app = group("Comptes des utilisateurs.")
person_app = group("Droits d'une personne sur ses données.")
retention_app = group("Durées de conservation.")
referential_app = group("Référentiels officiels.")
territory_app = group("Trajets du territoire.")

SERVICE, FILES, BASE, CARE = "Service", "Fichiers", "Base", "Exploitation"


def day_named(text: str) -> date:
    """The day that an option names.

    Raises
    ------
    typer.BadParameter : it is not a day
    """
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        reason = f"« {text} » n'est pas une date AAAA-MM-JJ"
        raise typer.BadParameter(reason, param_hint="--date") from error


Day = Annotated[
    str | None,
    typer.Option("--date", metavar="AAAA-MM-JJ", help="Jour du classement, aujourd'hui sinon."),
]
Json = Annotated[bool, typer.Option("--json", help="Sortie en JSON.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Lit et rend compte sans rien écrire.")]
Files = Annotated[list[Path], typer.Argument(metavar="FICHIER…", help="Fichiers à lire.")]
Target = Annotated[Path, typer.Argument(metavar="FICHIER", help="Fichier à écrire.")]


def today_or(text: str | None) -> date:
    """The day that an option names, today in Paris without one."""
    return day_of(datetime.now(UTC)) if text is None else day_named(text)


def apart(out: Path, read: Iterable[Path], option: str = "--out") -> None:
    """Refuse to write over a file that the command reads."""
    for path in read:
        same = out.samefile(path) if out.exists() and path.exists() else out == path
        if same:
            reason = f"{out} est un fichier à lire, il serait écrasé"
            raise typer.BadParameter(reason, param_hint=option)
