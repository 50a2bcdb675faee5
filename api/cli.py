"""The command line: its groups, its entry, and how errors are told.

What each command takes stands in `api/commandline/`, what it does in `api/commands/`.
Exit codes: 0 done, 1 some input was refused, 2 wrong usage, 3 not available yet. Errors go to
standard error, in French, one line each.
"""

import os
import sys

import typer

from api.commandline import base, files, later, service, territory
from api.commandline.common import (
    BASE,
    CARE,
    app,
    export_app,
    import_app,
    person_app,
    referential_app,
    retention_app,
    territory_app,
    user_app,
)
from api.usage import WRONG_USAGE, french, is_usage
from models.errors import DomainError

REFUSED = 1
BASE_TROUBLE = ("OperationalError", "DatabaseError")
COMMANDS = (service, files, base, territory, later)
"""Modules whose commands are those of the line, in the order of the help."""
_PLACES = {module.__name__: place for place, module in enumerate(COMMANDS)}

app.registered_commands.sort(key=lambda each: _PLACES[str(each.callback.__module__)])

app.add_typer(import_app, name="import", rich_help_panel=BASE)
app.add_typer(export_app, name="export", rich_help_panel=BASE)
app.add_typer(user_app, name="user", rich_help_panel=BASE)
app.add_typer(referential_app, name="referential", rich_help_panel=BASE)
app.add_typer(territory_app, name="territory", rich_help_panel=BASE)
app.add_typer(person_app, name="person", rich_help_panel=CARE)
app.add_typer(retention_app, name="retention", rich_help_panel=CARE)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    for library in ("OPENBLAS", "OMP", "MKL"):
        # Our arrays are small: a second thread waits for its core more than it computes.
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Run the command line; its exit code. Every foreseen error is one French line."""
    try:
        code = app(arguments, standalone_mode=False)
    except typer.TyperException as error:
        if not is_usage(error):
            raise
        print(f"candidatheque : {french(error)}. Voir --help.", file=sys.stderr)
        return WRONG_USAGE
    except DomainError as error:
        print(f"candidatheque : {error}", file=sys.stderr)
        return REFUSED
    except OSError as error:
        place = error.filename or "fichier"
        print(f"candidatheque : {place} : {_os_reason(error)}", file=sys.stderr)
        return REFUSED
    except (KeyboardInterrupt, typer.Abort):
        return 130
    except Exception as error:
        if sys.flags.dev_mode:
            raise
        print(f"candidatheque : {_unforeseen(error)}.", file=sys.stderr)
        return REFUSED
    return code if isinstance(code, int) else 0


def _unforeseen(error: Exception) -> str:
    kind = type(error)
    if kind.__module__.startswith("sqlalchemy") and kind.__name__ in BASE_TROUBLE:
        return (
            "base absente, injoignable ou abîmée : lancez « candidatheque init » "
            "ou vérifiez CANDIDATHEQUE_DATABASE_URL"
        )
    return f"erreur imprévue ({kind.__name__}) ; « python -X dev -m api.cli … » la détaille"


def _os_reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "fichier ou dossier introuvable."
    if isinstance(error, PermissionError):
        return "accès refusé."
    if isinstance(error, IsADirectoryError):
        return "c'est un dossier, pas un fichier."
    return "lecture ou écriture impossible."


if __name__ == "__main__":
    main()
