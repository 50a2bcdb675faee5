"""Commands on the base: lists, imports, exports, accounts, referentials."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from api.commandline.common import (
    BASE,
    Day,
    DryRun,
    Files,
    FrenchCommand,
    Json,
    Target,
    app,
    export_app,
    import_app,
    referential_app,
    today_or,
    user_app,
)
from models.vocabulary import Role


@app.command(cls=FrenchCommand, rich_help_panel=BASE)
def shortlist(
    reference: Annotated[str, typer.Argument(metavar="REF", help="Référence de l'offre.")],
    as_json: Json = False,
    xlsx: Annotated[
        Path | None, typer.Option("--xlsx", metavar="FICHIER", help="Liste à écrire en XLSX.")
    ] = None,
    day: Day = None,
) -> None:
    """Liste courte d'une offre de la base, avec ses raisons."""
    from api.commands.base import show_shortlist

    raise typer.Exit(show_shortlist(reference, today_or(day), as_json=as_json, xlsx=xlsx))


@app.command(cls=FrenchCommand, rich_help_panel=BASE)
def replay(
    key: Annotated[str, typer.Argument(metavar="CLÉ", help="Clé d'une liste passée.")],
) -> None:
    """Refait une liste passée avec ses données d'alors et compare tout."""
    from api.commands.learning import replay_list

    raise typer.Exit(replay_list(key))


@app.command(cls=FrenchCommand, rich_help_panel=BASE)
def fairness(
    month: Annotated[
        str | None,
        typer.Option("--month", metavar="AAAA-MM", help="Mois terminé, le dernier sinon."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FICHIER.csv", help="Chiffres à écrire.")
    ] = None,
) -> None:
    """Établit le rapport d'équité d'un mois, une fois, et dit ce qui sort de la bande."""
    from api.commands.fairness import report_month

    try:
        wanted = None if month is None else date.fromisoformat(f"{month}-01")
    except ValueError as error:
        reason = f"« {month} » n'est pas un mois AAAA-MM"
        raise typer.BadParameter(reason, param_hint="--month") from error
    raise typer.Exit(report_month(wanted, out))


@app.command(cls=FrenchCommand, rich_help_panel=BASE)
def match(
    every: Annotated[
        bool, typer.Option("--all", help="Toutes les offres ouvertes, ensemble.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Recalcule les listes des offres ouvertes et répartit qui les ouvre."""
    from api.commands.spread import match_every_offer

    if not every:
        reason = "dites --all ; pour une seule offre : candidatheque shortlist REF"
        raise typer.BadParameter(reason, param_hint="--all")
    raise typer.Exit(match_every_offer(as_json=as_json))


@import_app.command("offers", cls=FrenchCommand)
def import_offers(files: Files, dry_run: DryRun = False, as_json: Json = False) -> None:
    """Fait entrer des offres ; relancer le même fichier ne change rien."""
    from api.commands.base import bring_in_offers

    raise typer.Exit(bring_in_offers(files, dry_run=dry_run, as_json=as_json))


@import_app.command("candidates", cls=FrenchCommand)
def import_candidates(files: Files, dry_run: DryRun = False, as_json: Json = False) -> None:
    """Fait entrer un export de candidats ; relancer le même fichier ne change rien."""
    from api.commands.base import bring_in_candidates

    raise typer.Exit(bring_in_candidates(files, dry_run=dry_run, as_json=as_json))


@export_app.command("offers", cls=FrenchCommand)
def export_offers(target: Target) -> None:
    """Écrit les offres de la base (.csv, .xlsx ou .jsonl)."""
    from api.commands.base import bring_out_offers

    bring_out_offers(target)


@export_app.command("candidates", cls=FrenchCommand)
def export_candidates(target: Target) -> None:
    """Écrit les candidats de la base au format de l'export (.csv ou .xlsx)."""
    from api.commands.base import bring_out_candidates

    bring_out_candidates(target)


@user_app.command("add", cls=FrenchCommand)
def user_add(
    email: Annotated[str, typer.Argument(metavar="COURRIEL", help="Adresse du compte.")],
    name: Annotated[str, typer.Option("--name", metavar="NOM", help="Nom affiché.")],
    role: Annotated[str, typer.Option("--role", metavar="RÔLE", help=" | ".join(Role))],
    organisation: Annotated[
        str | None, typer.Option("--organisation", metavar="NOM", help="Structure.")
    ] = None,
) -> None:
    """Ouvre un compte et donne son lien de première connexion."""
    from api.commands.base import open_account

    if role not in list(Role):
        raise typer.BadParameter(
            f"« {role} » n'est pas un rôle ({', '.join(Role)})", param_hint="--role"
        )
    raise typer.Exit(open_account(email, name, Role(role), organisation))


@referential_app.command("import", cls=FrenchCommand)
def referential_import(
    folder: Annotated[Path, typer.Argument(metavar="DOSSIER", help="Fichiers officiels du ROME.")],
    as_json: Json = False,
) -> None:
    """Lit les fichiers officiels du ROME et en garde les libellés et les liens."""
    from api.commands.referentials import bring_in_referential

    raise typer.Exit(bring_in_referential(folder, as_json=as_json))


@referential_app.command("check", cls=FrenchCommand)
def referential_check(as_json: Json = False) -> None:
    """Dit quels codes d'offres en cours et de projets aucune version présente ne connaît."""
    from api.commands.referentials import check_codes

    raise typer.Exit(check_codes(as_json=as_json))
