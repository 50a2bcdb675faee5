"""Commands that run the service."""

from pathlib import Path
from typing import Annotated

import typer

from api.commandline.common import (
    SERVICE,
    FrenchCommand,
    app,
)


@app.command(cls=FrenchCommand, rich_help_panel=SERVICE)
def demo(
    port: Annotated[
        int, typer.Option(min=1, max=65535, help="Port souhaité, le suivant libre sinon.")
    ] = 8000,
    check: Annotated[
        bool, typer.Option("--check", help="Construit et vérifie tout, sans servir.")
    ] = False,
    folder: Annotated[
        Path | None, typer.Option("--folder", help="Dossier de la base jetable.")
    ] = None,
    reset: Annotated[bool, typer.Option("--reset", help="Repart d'une base neuve.")] = False,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Ouvre le navigateur.")
    ] = False,
) -> None:
    """Données fictives, offres lues en direct, service prêt à essayer."""
    from api.demo.run import run_demo

    raise typer.Exit(
        run_demo(port=port, check=check, folder=folder, reset=reset, open_browser=browser)
    )


@app.command(cls=FrenchCommand, rich_help_panel=SERVICE)
def serve(
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Port du service.")] = None,
) -> None:
    """Sert les écrans sur la base des réglages."""
    from api.commands.service import serve_forever

    serve_forever(port)


@app.command(cls=FrenchCommand, rich_help_panel=SERVICE)
def worker(
    once: Annotated[
        bool, typer.Option("--once", help="Fait chaque tâche une fois, puis s'arrête.")
    ] = False,
) -> None:
    """Fait les tâches de fond : courrier, relances, ronde du jour, listes de la nuit."""
    from api.commands.service import work_forever

    work_forever(once=once)


@app.command(cls=FrenchCommand, rich_help_panel=SERVICE)
def init() -> None:
    """Prépare une base neuve et le premier compte d'administration."""
    from api.commands.service import prepare

    prepare()


@app.command(cls=FrenchCommand, rich_help_panel=SERVICE)
def migrate() -> None:
    """Met les tables de la base au niveau du programme."""
    from api.commands.service import bring_up_to_date

    bring_up_to_date()
