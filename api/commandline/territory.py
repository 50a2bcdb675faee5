"""Commands on the trips of the territory."""

from pathlib import Path
from typing import Annotated

import typer

from api.commandline.common import (
    FrenchCommand,
    Json,
    territory_app,
)


@territory_app.command("import-gtfs", cls=FrenchCommand)
def territory_import_gtfs(
    source: Annotated[Path, typer.Argument(metavar="DOSSIER|ZIP", help="Horaire au format GTFS.")],
    out: Annotated[
        Path, typer.Option("--out", metavar="DOSSIER", help="Territoire à écrire, dossier vide.")
    ],
    as_json: Json = False,
) -> None:
    """Calcule les trajets en bus d'un horaire GTFS et écrit le territoire avec eux."""
    from api.commands.territory import bring_in_gtfs

    raise typer.Exit(bring_in_gtfs(source, out, as_json=as_json))


@territory_app.command("export", cls=FrenchCommand)
def territory_export(
    out: Annotated[Path, typer.Argument(metavar="DOSSIER", help="Dossier à écrire, vide.")],
) -> None:
    """Écrit le territoire avec les trajets confirmés à l'écran."""
    from api.commands.territory import bring_out_territory

    raise typer.Exit(bring_out_territory(out))
