"""What an employer requires and could wish for, or train for, instead."""

from collections.abc import Iterator
from dataclasses import replace

from matching.credentials import lever
from matching.levers.changes import OfferChange, Terms, Theme
from matching.levers.settings import Settings
from matching.profiles import CREDENTIAL_ABSENT, LicenceAsk, OfferFacts
from matching.regulated import legal_titles
from models.vocabulary import Necessity


def training_of(code: str) -> str:
    """What one training gives: the categories of a CACES go together."""
    is_category = code.startswith("CACES_") and code.count("_") > 1
    return code.rsplit("_", 1)[0] if is_category else code


def by_training(asked: tuple[LicenceAsk, ...]) -> dict[str, tuple[LicenceAsk, ...]]:
    """Titles by the training that gives them."""
    found: dict[str, tuple[LicenceAsk, ...]] = {}
    for each in asked:
        key = training_of(each.code)
        found[key] = (*found.get(key, ()), each)
    return found


def called(asked: tuple[LicenceAsk, ...]) -> str:
    """Titles in a sentence: `le CACES R489 cat. 1, 3 et 5`, `le titre « AIPR »`."""
    said = labels(asked)
    if said.startswith("Permis"):
        return f"le p{said[1:]}"
    return f"le {said}" if said.startswith("CACES") else f"le titre « {said} »"


def labels(asked: tuple[LicenceAsk, ...]) -> str:
    """Titles as people call them: `CACES R489 cat. 1, 3 et 5`."""
    named = [each.label for each in asked]
    stem, _, _ = named[0].rpartition(" ")
    if len(named) > 1 and stem and all(name.rpartition(" ")[0] == stem for name in named):
        named = [named[0], *(name.rpartition(" ")[2] for name in named[1:])]
    return " et ".join([", ".join(named[:-1]), named[-1]]) if len(named) > 1 else named[0]


def licences(facts: OfferFacts, settings: Settings) -> Iterator[OfferChange]:
    """What the employer asks, no longer required; what the law asks cannot be let go.

    It can be taught by the employer, where that takes weeks.
    """
    by_law = {each.code for each in legal_titles(facts.rome or "")} | settings.never_waived
    required = tuple(x for x in facts.licences if x.necessity is Necessity.REQUIRED)
    for key, asked in by_training(required).items():
        short = lever(asked[0].code, CREDENTIAL_ABSENT)
        if not short and any(each.code in by_law for each in asked):
            continue
        necessity = Necessity.TRAINING_OFFERED if short else Necessity.WISHED
        said = called(asked)
        yield OfferChange(
            f"non_exige:{key}",
            Theme.CREDENTIAL,
            f"si l'employeur forme lui-même pour {said}"
            if short
            else f"si {said} est souhaité, au lieu d'exigé pour le travail",
            settings.effort["formation_employeur" if short else "titre_souhaite"],
            _asking(frozenset(each.code for each in asked), necessity),
        )


def _asking(codes: frozenset[str], necessity: Necessity) -> Terms:
    def apply(facts: OfferFacts) -> OfferFacts:
        asked = tuple(
            replace(x, necessity=necessity)
            if x.code in codes and x.necessity is Necessity.REQUIRED
            else x
            for x in facts.licences
        )
        return replace(facts, licences=asked)

    return apply


def requirements(facts: OfferFacts, settings: Settings) -> Iterator[OfferChange]:
    """Experience, education and languages, wished for instead of required."""
    if facts.experience is Necessity.REQUIRED:
        yield OfferChange(
            "experience_souhaitee",
            Theme.REQUIREMENT,
            "si l'expérience est souhaitée, au lieu d'exigée",
            settings.effort["experience_souhaitee"],
            lambda f: replace(f, experience=Necessity.WISHED),
        )
    if facts.experience in (Necessity.REQUIRED, Necessity.WISHED):
        yield OfferChange(
            "debutants",
            Theme.REQUIREMENT,
            "si les débutants sont acceptés",
            settings.effort["debutants"],
            lambda f: replace(f, experience=Necessity.NONE, experience_months=None),
        )
    if facts.education is Necessity.REQUIRED and facts.education_level is not None:
        yield OfferChange(
            "formation_souhaitee",
            Theme.REQUIREMENT,
            "si le niveau de formation est souhaité, au lieu d'exigé",
            settings.effort["formation_souhaitee"],
            lambda f: replace(f, education=Necessity.WISHED),
        )
    if any(necessity is Necessity.REQUIRED for _, _, necessity in facts.languages):
        yield OfferChange(
            "langue_souhaitee",
            Theme.LANGUAGE,
            "si le niveau de langue est souhaité, au lieu d'exigé",
            settings.effort["langue_souhaitee"],
            lambda f: replace(
                f,
                languages=tuple((code, level, Necessity.WISHED) for code, level, _ in f.languages),
            ),
        )
