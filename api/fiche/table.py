"""The boxes of the fiche de prise d'offre, in the order of the screen."""

from collections.abc import Mapping

from api.fiche.first_groups import ESSENTIALS, REQUIREMENTS
from api.fiche.kinds import Box
from api.fiche.other_groups import CONDITIONS, EMPLOYER, MORE

GROUPS = (ESSENTIALS, REQUIREMENTS, CONDITIONS, EMPLOYER, MORE)
BOXES: Mapping[str, Box] = {box.name: box for group in GROUPS for box in group.boxes}

LABELS: Mapping[str, str] = {
    **{name: box.label for name, box in BOXES.items()},
    "rome_other": "Autre métier",
    "skills_required": "Compétences exigées",
    "skills_wished": "Compétences souhaitées",
    "requirements": "Exigences relues",
    "alertes": "Alerte",
}
"""Box, or part of one that can be wrong by itself -> its words in a list of errors."""

_BY_FIELD = {field: box.name for box in BOXES.values() for field in box.fields}


def box_of(field: str) -> str | None:
    """The box that shows a dotted field, that of its longest known beginning; None: none."""
    parts = field.split(".")
    for size in range(len(parts), 0, -1):
        box = _BY_FIELD.get(".".join(parts[:size]))
        if box:
            return box
    return None
