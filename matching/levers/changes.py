"""What a change is: of the terms of the offer, or of the facts of people.

`words` complete a sentence: "rang 4 au lieu de 19 avec le CACES R489 cat. 3".
"""

from collections.abc import Callable
from dataclasses import dataclass

from matching.profiles import BoolArray, CandidateBatch, FloatArray, OfferFacts
from models.vocabulary import Labelled


class Theme(Labelled):
    """What a change is about, in the order tables show it."""

    HOURS = "horaires", "Horaires"
    TRIP = "trajet", "Trajet"
    CREDENTIAL = "titres", "Permis et titres"
    REQUIREMENT = "exigences", "Expérience et formation"
    CONTRACT = "contrat", "Contrat et temps de travail"
    START = "debut", "Date de début"
    CONDITION = "conditions", "Conditions du poste"
    LANGUAGE = "langue", "Langue"


Terms = Callable[[OfferFacts], OfferFacts]
Facts = Callable[[CandidateBatch, BoolArray], CandidateBatch]


@dataclass(frozen=True, slots=True)
class OfferChange:
    """Other terms of the offer; `key` is stable from offer to offer, `effort` as in the data."""

    key: str
    theme: Theme
    words: str
    effort: float
    apply: Terms


@dataclass(frozen=True, slots=True)
class PersonChange:
    """Other facts of some persons; the offer stays as it is.

    concerns : (n,) whose facts could change so, of the batch that the change was made for
    effort : (n,)
    words : row -> words that say it of one person; `every` says it of all of them
    apply : of any batch of such persons, the same with the facts of the rows given changed
    is_answer : nothing changes, a question gets the answer that suits best
    training : the training that gives it: "formation CACES (3 à 5 jours)"
    """

    key: str
    theme: Theme
    words: Callable[[int], str]
    every: str
    effort: FloatArray
    concerns: BoolArray
    apply: Facts
    is_answer: bool = False
    training: str | None = None
