"""Forms of the pages on weights."""

from api.schemas import Form, Line, Note
from api.services.learning_weights import Emphasis
from models.vocabulary import Criterion


class SignatureForm(Form):
    """Who answers for a decision on weights: their name as they type it."""

    signed_as: Line = ""
    note: Note = ""


class OfferWeightsForm(Form):
    """One choice a criterion, under its name."""

    metier: Emphasis
    competences: Emphasis
    experience: Emphasis
    mobilite: Emphasis
    contrat: Emphasis
    titres: Emphasis
    formation: Emphasis
    texte: Emphasis

    def emphases(self) -> dict[Criterion, Emphasis]:
        """The choices by criterion."""
        return {criterion: getattr(self, criterion.value) for criterion in Criterion}
