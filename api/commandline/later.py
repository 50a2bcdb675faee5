"""Commands of the contract that are not there yet: each says so, with code 3."""

import sys

import typer

from api.commandline.common import CARE, FrenchCommand, app, person_app, retention_app

NOT_YET = 3


def _later() -> None:
    print("pas encore disponible", file=sys.stderr)
    raise typer.Exit(NOT_YET)


TAKES_ANYTHING = {"ignore_unknown_options": True, "allow_extra_args": True}

for parent, name, purpose in (
    (app, "doctor", "Vérifie une installation (pas encore disponible)."),
    (app, "backup", "Sauvegarde la base (pas encore disponible)."),
    (app, "restore", "Rétablit une sauvegarde (pas encore disponible)."),
    (app, "verify-audit", "Contrôle le journal (pas encore disponible)."),
    (person_app, "export", "Donne à une personne ses données (pas encore disponible)."),
    (person_app, "erase", "Efface une personne (pas encore disponible)."),
    (retention_app, "run", "Applique les durées de conservation (pas encore disponible)."),
):
    panel = CARE if parent is app else None
    parent.command(
        name,
        cls=FrenchCommand,
        help=purpose,
        context_settings=TAKES_ANYTHING,
        rich_help_panel=panel,
    )(_later)
