"""What the person cannot or does not want: restrictions, contract, start, language."""

from dataclasses import replace

import numpy as np

from matching.arrays import any_of
from matching.context import Comparison
from matching.criteria.contract import SOUGHT, days_of_wait
from matching.criteria.education import EducationScore
from matching.dates import french_day
from matching.gates.gated import Gated, make_gate, verdict
from matching.profiles import CONDITIONS, CONTRACTS, BoolArray
from models.vocabulary import Condition, ContractType, Gate

MUCH_LATER_DAYS = 45.0
"""Days after the start from which a person is not available for the post."""

LIGHT_LOAD_KG, STRONG_LOAD_KG = 10.0, 20.0
"""Loads called light go up to the first, strong ones above the second. A limit above the first
does not settle an offer that speaks of loads without their weight."""

LIGHT, STRONG = 1, 3


def restrictions(comparison: Comparison) -> Gated | None:
    """Unmet where a declared restriction meets a stated condition.

    Asked where the occupation usually has the condition and the offer is silent, or where the
    weight that the person may carry does not settle the loads of the offer.
    """
    batch, offer = comparison.batch, comparison.offer
    stated = _columns(offer.facts.conditions)
    usual = _columns(offer.typical_conditions - offer.facts.conditions)
    if not stated and not usual:
        return None
    loads = CONDITIONS.index(Condition.LOADS)
    against = any_of(batch.restricted, [column for column in stated if column != loads])
    if loads in stated:
        against |= batch.restricted[:, loads] & ~_may_carry(comparison)
    concerned = any_of(batch.restricted, stated + usual)

    def named(row: int, columns: list[int]) -> str:
        return ", ".join(CONDITIONS[c].label for c in columns if batch.restricted[row, c])

    return make_gate(
        Gate.RESTRICTION,
        verdict(against, concerned),
        lambda row: f"Restriction déclarée : {named(row, stated)}.",
        lambda row: "aménagement du poste à étudier avec l'employeur",
        lambda row: f"Restriction déclarée ; que demande le poste : {named(row, stated + usual)} ?",
    )


def _may_carry(comparison: Comparison) -> BoolArray:
    """(n,) whose own limit of weight does not exclude the loads of the offer."""
    limit, level = comparison.batch.load_limit_kg, comparison.offer.facts.load_level
    if level == LIGHT:
        return ~np.isnan(limit)
    return np.asarray(limit > (STRONG_LOAD_KG if level == STRONG else LIGHT_LOAD_KG))


def _columns(conditions: frozenset[Condition]) -> list[int]:
    return [place for place, code in enumerate(CONDITIONS) if code in conditions]


def contract(comparison: Comparison) -> Gated | None:
    """Unmet where the person's list of contracts leaves the offer's out.

    Kinds that no export lists are asked about; "another contract" says nothing.
    """
    batch, kind = comparison.batch, comparison.offer.facts.contract
    if kind is None or kind is ContractType.OTHER:
        return None
    wanted = batch.contracts[:, CONTRACTS.index(kind)] | ~batch.contracts_known
    nobody = np.zeros(len(batch), dtype=np.bool_)
    unmet, unsure = (~wanted, nobody) if kind in SOUGHT else (nobody, ~wanted)
    return make_gate(
        Gate.CONTRACT,
        verdict(unmet, unsure),
        lambda row: f"{kind.label} : hors des contrats que la personne cherche.",
        lambda row: "en parler avec la personne",
        lambda row: f"La personne accepterait-elle ce contrat : {kind.label} ?",
    )


def availability(comparison: Comparison) -> Gated:
    """Unmet where the person is free long after the start."""
    late = days_of_wait(comparison) > MUCH_LATER_DAYS
    free = comparison.batch.available_from
    return make_gate(
        Gate.AVAILABILITY,
        verdict(late, np.zeros_like(late)),
        lambda row: f"Disponible seulement le {french_day(free[row])}.",
        lambda row: "décaler la prise de poste",
        lambda row: "Quand la personne est-elle disponible ?",
    )


def language(comparison: Comparison, education: EducationScore) -> Gated | None:
    """Unmet where a required language is known to be spoken well below; nothing lifts it soon."""
    missing, unsure = education.missing_language, education.unsure_language
    if not missing.any() and not unsure.any():
        return None
    made = make_gate(
        Gate.LANGUAGE,
        verdict(missing, unsure),
        lambda row: "Langue exigée non parlée au niveau demandé.",
        lambda row: None,
        lambda row: "Quel est le niveau de la personne dans la langue exigée ?",
    )
    return replace(made, liftable=np.zeros(len(comparison.batch), dtype=np.bool_))
