"""Commands from file to file, without a base."""

from pathlib import Path
from typing import Annotated

import typer

from api.commandline.common import (
    FILES,
    Day,
    FrenchCommand,
    Json,
    apart,
    app,
    today_or,
)


@app.command(cls=FrenchCommand, rich_help_panel=FILES)
def parse(
    source: Annotated[
        str,
        typer.Argument(metavar="FICHIER|-", help="Fichier d'offres, ou - pour l'entrée standard."),
    ],
    as_json: Json = False,
    fiche: Annotated[
        bool, typer.Option("--fiche", help="Avec --json : ajoute les détails de la fiche.")
    ] = False,
) -> None:
    """Lit des offres et montre ce qui en est compris."""
    from api.commands.files import JSON_OF, parse_offers_file

    if fiche and not as_json:
        raise typer.BadParameter("va avec --json", param_hint="--fiche")
    raise typer.Exit(
        parse_offers_file(source, JSON_OF["fiche" if fiche else "offer"] if as_json else None)
    )


@app.command(cls=FrenchCommand, rich_help_panel=FILES)
def rank(
    offers: Annotated[Path, typer.Option("--offers", metavar="FICHIER", help="Offres.")],
    candidates: Annotated[
        Path, typer.Option("--candidates", metavar="FICHIER", help="Export de candidats.")
    ],
    out: Annotated[Path, typer.Option("--out", metavar="RUN.jsonl", help="Classement à écrire.")],
    pairs: Annotated[
        Path | None,
        typer.Option(
            "--pairs",
            metavar="FICHIER.csv",
            help="Colonnes offer,candidate : chaque offre est limitée à ses candidats.",
        ),
    ] = None,
    top: Annotated[
        int | None, typer.Option("--top", min=1, help="N premiers de chaque liste.")
    ] = None,
    day: Day = None,
    unreviewed: Annotated[
        bool, typer.Option("--unreviewed", help="Ce qui est lu dans un texte pèse sans bloquer.")
    ] = False,
) -> None:
    """Classe des candidats pour des offres, de fichier à fichier, sans base."""
    from api.commands.files import RankRequest, rank_files

    apart(out, [offers, candidates, *([pairs] if pairs else [])])
    request = RankRequest(offers, candidates, out, pairs, top, today_or(day), unreviewed)
    raise typer.Exit(rank_files(request))


@app.command(cls=FrenchCommand, rich_help_panel=FILES)
def drive(
    offers: Annotated[Path, typer.Option("--offers", metavar="FICHIER", help="Offres.")],
    candidates: Annotated[
        Path, typer.Option("--candidates", metavar="FICHIER", help="Export de candidats.")
    ],
    out: Annotated[
        Path, typer.Option("--out", metavar="FICHIER.csv", help="Répartition à écrire.")
    ],
    pairs: Annotated[
        Path | None,
        typer.Option(
            "--pairs",
            metavar="FICHIER.csv",
            help="Colonnes offer,candidate : qui postule à quoi, tout le monde à tout sinon.",
        ),
    ] = None,
    alternates: Annotated[
        int, typer.Option("--alternates", min=0, help="Complémentaires par poste.")
    ] = 2,
    day: Day = None,
) -> None:
    """Répartit les postes d'un recrutement en nombre entre les candidatures."""
    from api.commands.files import RankRequest
    from api.commands.spread import drive_files

    apart(out, [offers, candidates, *([pairs] if pairs else [])])
    request = RankRequest(offers, candidates, out, pairs, None, today_or(day), False)
    raise typer.Exit(drive_files(request, alternates))


@app.command(cls=FrenchCommand, rich_help_panel=FILES)
def evaluate(
    gold: Annotated[
        Path,
        typer.Option(
            "--gold", metavar="DOSSIER", help="offers.jsonl, candidates.csv, judgements.csv."
        ),
    ],
    day: Day = None,
    model: Annotated[
        Path | None,
        typer.Option(
            "--model",
            metavar="DOSSIER",
            help="Modèle sentence-transformers à comparer (option « semantic »).",
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FICHIER.json", help="Mesures à écrire.")
    ] = None,
    card: Annotated[
        Path | None,
        typer.Option("--card", metavar="FICHIER.md", help="Fiche du modèle à écrire."),
    ] = None,
) -> None:
    """Mesure le classement sur des listes jugées, à côté d'autres et sans chaque partie."""
    from api.commands.evaluating import EvaluationRequest, evaluate_folder
    from api.services.gold import FILES as GOLD_FILES

    read = [gold / name for name in GOLD_FILES]
    if out:
        apart(out, read)
    if card:
        apart(card, read, "--card")
    if card and card == out:
        raise typer.BadParameter("le même fichier que --out", param_hint="--card")
    request = EvaluationRequest(gold, today_or(day), model, out, card)
    raise typer.Exit(evaluate_folder(request))
