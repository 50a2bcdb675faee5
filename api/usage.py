"""Wrong usage of the command line, said in one French line.

typer keeps the classes of its usage errors to itself (`typer._click.exceptions`, a private
package): what it gives to all is `typer.BadParameter`, and `typer.TyperException` with the exit
code 2 and an English sentence. The sentences are matched here, and nowhere else.
"""

import re
from collections.abc import Callable

import typer

WRONG_USAGE = 2

_SENTENCES: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (r"No such option: (\S+) \(Possible options?: (.*)\)", lambda m: _unknown("option", m)),
    (r"No such option: (\S+)", lambda m: f"option inconnue : {m[1]}"),
    (
        r"Option '([^']*)' does not take a value",
        lambda m: f"l'option {m[1]} ne prend pas de valeur",
    ),
    (r"Option '([^']*)' requires an argument", lambda m: f"il manque la valeur de {m[1]}"),
    (r"Option '([^']*)' requires (\d+) arg", lambda m: f"l'option {m[1]} demande {m[2]} valeurs"),
    (r"Argument '([^']*)' takes (\d+) values", lambda m: f"{m[1]} demande {m[2]} valeurs"),
    (r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)", lambda m: f"argument en trop : {m[1]}"),
    (r"No such command '([^']*)'\. Did you mean (.*)\?", lambda m: _unknown("commande", m)),
    (r"No such command '([^']*)'", lambda m: f"commande inconnue : {m[1]}"),
    (r"Missing command", lambda _: "il manque une commande"),
)
_REASONS: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (r"greater than or equal to (\S+)", lambda m: f"au moins {m[1]}"),
    (r"less than or equal to (\S+)", lambda m: f"au plus {m[1]}"),
    (r"greater than (\S+)", lambda m: f"plus de {m[1]}"),
    (r"less than (\S+)", lambda m: f"moins de {m[1]}"),
    (r"as an integer|valid integer", lambda _: "un nombre entier est attendu"),
    (r"as a number|valid number", lambda _: "un nombre est attendu"),
    (r"valid boolean", lambda _: "oui ou non est attendu"),
    (r"(?:valid|not a) path", lambda _: "un chemin de fichier est attendu"),
    (r"must be an iterable", lambda _: "une liste est attendue"),
    (r"Input should be (.*)", lambda m: f"valeurs possibles : {m[1].replace(' or ', ', ')}"),
    (r"does not exist", lambda _: "fichier ou dossier introuvable"),
    (r"is a directory", lambda _: "c'est un dossier"),
    (r"is a file", lambda _: "c'est un fichier"),
    (r"is not readable|is not writable", lambda _: "accès refusé"),
)


def _unknown(what: str, found: re.Match[str]) -> str:
    names = found[2].replace("'", "")
    return f"{what} inconnue : {found[1]} (peut-être {names})"


def is_usage(error: typer.TyperException) -> bool:
    """Whether the command was called wrongly."""
    return error.exit_code == WRONG_USAGE


def french(error: typer.TyperException) -> str:
    """The French sentence for a wrong usage, without its full stop."""
    if isinstance(error, typer.BadParameter):
        said = _parameter_said(error)
    else:
        english = error.format_message()
        said = _translated(english, _SENTENCES) or f"commande mal formée ({english.rstrip('. ')})"
    return said.rstrip(". ")


def _parameter_said(error: typer.BadParameter) -> str:
    name = _name(error)
    if error.format_message().startswith("Missing"):
        return f"il manque : {name}"
    return f"valeur refusée pour {name} : {_translated(error.message, _REASONS) or error.message}"


def _name(error: typer.BadParameter) -> str:
    if isinstance(error.param_hint, str):
        return error.param_hint
    if error.param is None:
        return "un paramètre"
    return str(error.param.metavar or error.param.opts[0])


def _translated(
    english: str, table: tuple[tuple[str, Callable[[re.Match[str]], str]], ...]
) -> str | None:
    for pattern, say in table:
        found = re.search(pattern, english)
        if found:
            return say(found)
    return None
