"""Wrong usage of the command line, said in one French line."""

import re

from typer._click import exceptions as click_errors

_BOUNDS = {
    "greater than or equal to": "au moins",
    "less than or equal to": "au plus",
}
_QUOTED = re.compile(r"'([^']*)'")


def french(error: click_errors.UsageError) -> str:
    """The French sentence for a wrong usage."""
    if isinstance(error, click_errors.NoSuchOption):
        return f"option inconnue : {error.option_name}"
    if isinstance(error, click_errors.MissingParameter):
        return f"il manque : {_parameter(error)}"
    if isinstance(error, click_errors.BadParameter):
        return f"valeur refusée pour {_parameter(error)} : {_reason(error.message)}"
    first = _QUOTED.search(error.message)
    quoted = first[1] if first else ""
    if "No such command" in error.message:
        return f"commande inconnue : {quoted}"
    if "Missing command" in error.message:
        return "il manque une commande"
    if "unexpected extra argument" in error.message:
        return f"argument en trop : {error.message.split('(')[-1].strip(' ).')}"
    if "requires an argument" in error.message:
        return f"il manque la valeur de {quoted or error.message.split()[1]}"
    return error.message


def _parameter(error: click_errors.BadParameter) -> str:
    if error.param is None:
        return "paramètre"
    return str(error.param.metavar or error.param.opts[0])


def _reason(message: str) -> str:
    if "valid integer" in message:
        return "un nombre entier est attendu"
    for english, french_words in _BOUNDS.items():
        if english in message:
            return f"{french_words} {message.split()[-1]}"
    return message
