"""The command line: what each command takes. What it does stands in `api/commands/`.

Exit codes: 0 done, 1 some input was refused, 2 wrong usage, 3 not available yet. Errors go to
standard error, in French, one line each.
"""

import os
import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from api.usage import WRONG_USAGE, french, is_usage
from models.days import day_of
from models.errors import DomainError
from models.vocabulary import Role

REFUSED, NOT_YET = 1, 3
BASE_TROUBLE = ("OperationalError", "DatabaseError")
HELP = "Affiche cette aide."


# typer's own `Context` of these two methods is private, and wider than `typer.Context`: hence Any.
class FrenchCommand(TyperCommand):
    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = HELP
        return option


class FrenchGroup(TyperGroup):
    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = HELP
        return option


def _group(help_text: str) -> typer.Typer:
    return typer.Typer(
        cls=FrenchGroup,
        help=help_text,
        add_completion=False,
        no_args_is_help=False,
        pretty_exceptions_enable=False,
    )


app = _group("Candidathèque : des offres captées aux listes courtes expliquées.")
import_app = _group("Fait entrer des fichiers dans la base.")
export_app = _group("Fait sortir la base en fichiers.")
user_app = _group("Comptes des utilisateurs.")
person_app = _group("Droits d'une personne sur ses données.")
retention_app = _group("Durées de conservation.")
referential_app = _group("Référentiels officiels.")
territory_app = _group("Trajets du territoire.")

SERVICE, FILES, BASE, CARE = "Service", "Fichiers", "Base", "Exploitation"


def _day(text: str) -> date:
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


def _today(text: str | None) -> date:
    return day_of(datetime.now(UTC)) if text is None else _day(text)


def _apart(out: Path, read: Iterable[Path], option: str = "--out") -> None:
    """Refuse to write over a file that the command reads."""
    for path in read:
        same = out.samefile(path) if out.exists() and path.exists() else out == path
        if same:
            reason = f"{out} est un fichier à lire, il serait écrasé"
            raise typer.BadParameter(reason, param_hint=option)


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
def init() -> None:
    """Prépare une base neuve et le premier compte d'administration."""
    from api.commands.service import prepare

    prepare()


@app.command(cls=FrenchCommand, rich_help_panel=SERVICE)
def migrate() -> None:
    """Met les tables de la base au niveau du programme."""
    from api.commands.service import bring_up_to_date

    bring_up_to_date()


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

    _apart(out, [offers, candidates, *([pairs] if pairs else [])])
    request = RankRequest(offers, candidates, out, pairs, top, _today(day), unreviewed)
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

    _apart(out, [offers, candidates, *([pairs] if pairs else [])])
    request = RankRequest(offers, candidates, out, pairs, None, _today(day), False)
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
        _apart(out, read)
    if card:
        _apart(card, read, "--card")
    if card and card == out:
        raise typer.BadParameter("le même fichier que --out", param_hint="--card")
    request = EvaluationRequest(gold, _today(day), model, out, card)
    raise typer.Exit(evaluate_folder(request))


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

    raise typer.Exit(show_shortlist(reference, _today(day), as_json=as_json, xlsx=xlsx))


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
    from api.commands.base import bring_in_referential

    raise typer.Exit(bring_in_referential(folder, as_json=as_json))


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


def _later() -> None:
    print("pas encore disponible", file=sys.stderr)
    raise typer.Exit(NOT_YET)


TAKES_ANYTHING = {"ignore_unknown_options": True, "allow_extra_args": True}

for parent, name, purpose in (
    (app, "worker", "Tâches de fond (pas encore disponible)."),
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
