"""PDF of our own layouts (`api/templates/pdf/*.typ`), where the extra `pdf` is installed.

A layout reads its facts from `sys.inputs.data`, as JSON: words of people are values there, never
markup, and a layout reads no file beside itself.
"""

import json
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from models.errors import DomainError

LAYOUTS = Path(__file__).parents[1] / "templates" / "pdf"
STANDARD: Final = "ua-1"
"""PDF/UA-1: tagged, with a title and a language, for those who listen to it."""


class PdfUnavailableError(DomainError):
    """The extra `pdf` is not installed: the page itself prints."""

    def __init__(self) -> None:
        super().__init__(
            "Le PDF n’est pas installé ici (extra « pdf ») : "
            "imprimez la page avec Ctrl + P, ou enregistrez-la en PDF depuis l’impression."
        )


def is_pdf_available() -> bool:
    """True where `pdf_of` can make one."""
    return find_spec("typst") is not None


def pdf_of(layout: str, facts: Mapping[str, Any]) -> bytes:
    """The PDF of a layout (`synthesis`: the file `synthesis.typ`), tagged, with its own fonts.

    Parameters
    ----------
    facts : what the layout shows; JSON values alone, `title` among them

    Raises
    ------
    PdfUnavailableError : the extra `pdf` is missing
    """
    if not is_pdf_available():
        raise PdfUnavailableError
    import typst

    return typst.compile(
        LAYOUTS / f"{layout}.typ",
        root=LAYOUTS,
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": json.dumps(facts, ensure_ascii=False)},
        pdf_standards=STANDARD,
    )
