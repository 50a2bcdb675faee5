"""The form of what blocks, weighs or is only told for one offer."""

from api.schemas import Form, Note, Version
from models.vocabulary import Force, Gate


class OfferForcesForm(Form):
    """One choice a gate, under its name; a gate that is not sent stays as it is."""

    version: Version
    motive: Note = ""
    titres: Force | None = None
    horaires: Force | None = None
    trajet: Force | None = None
    restriction: Force | None = None
    contrat: Force | None = None
    disponibilite: Force | None = None
    langue: Force | None = None

    def forces(self) -> dict[Gate, Force]:
        """The choices by gate."""
        sent = {gate: getattr(self, gate.value) for gate in Gate}
        return {gate: force for gate, force in sent.items() if force is not None}
