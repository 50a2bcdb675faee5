"""The fictitious offers, as objects of the France Travail "Offres d'emploi v2" shape.

`offers(count, seed, today)` is deterministic. Contracts and hours follow the basin: temp work in
industry and logistics, part time in personal services, fixed terms in public bodies. One offer
in six is sparse: everything is in its text, as with offers taken by telephone.
"""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from api.demo.calibration import OFFERS
from api.demo.catalogue import Trade, trades
from api.demo.draw import chance
from api.demo.offer_terms import Terms, draw_terms
from api.demo.offer_texts import both_titles, describe

SEED = 59
SPARSE_SHARE = 0.16
DRIVING = {"permis B": "B", "permis C": "C", "permis CE": "CE", "permis D": "D", "permis BE": "BE"}
DRIVING_LABELS = {
    "B": "B - Véhicule léger",
    "C": "C - Poids lourd",
    "CE": "CE - Poids lourd + remorque",
    "D": "D - Transport en commun",
    "BE": "BE - Véhicule léger + remorque",
}
HOURS_WORDS = {
    "journee": "Travail en journée",
    "2x8": "Travail en 2X8",
    "3x8": "Travail en 3X8",
    "nuit": "Travail de nuit",
    "matin_tot": "Travail en horaires décalés",
    "coupes": "Travail en horaires fractionnés",
    "week_end": "Travail les week-ends et jours fériés",
}
Offer = dict[str, Any]


def offers(count: int = OFFERS, seed: int = SEED, *, today: date) -> list[Offer]:
    """`count` offers; creation and start dates are relative to `today`."""
    rng = Random(seed)
    return [_offer(rng, trade, number, today) for number, trade in enumerate(_trades(rng, count))]


def write_offers(path: Path, objects: Sequence[Offer]) -> None:
    """One JSON list, UTF-8."""
    path.write_text(json.dumps(list(objects), ensure_ascii=False, indent=1), encoding="utf-8")


def _trades(rng: Random, count: int) -> list[Trade]:
    """Each trade as often as its weight says (largest remainders), in random order."""
    total = sum(trade.offers for trade in trades())
    exact = [(trade.offers * count / total, trade) for trade in trades()]
    found = [trade for share, trade in exact for _ in range(int(share))]
    rest = sorted(exact, key=lambda pair: pair[0] % 1, reverse=True)
    found += [trade for _, trade in rest[: count - len(found)]]
    rng.shuffle(found)
    return found


def _offer(rng: Random, trade: Trade, number: int, today: date) -> Offer:
    terms = draw_terms(rng, trade, today)
    created = today - timedelta(days=int(rng.triangular(0, 28, 5)))
    offer: Offer = {
        "id": f"DK26{number + 1:04d}",
        "intitule": both_titles(rng, terms.title),
        "description": describe(rng, terms),
        "dateCreation": f"{created}T{rng.randint(7, 18):02d}:{rng.randint(0, 59):02d}:00.000Z",
        "lieuTravail": _workplace(rng, terms),
        "nombrePostes": terms.positions,
    }
    if chance(rng, SPARSE_SHARE):
        return offer
    if chance(rng, 0.93):
        offer["romeCode"] = trade.rome
    offer.update(_contract(terms))
    offer.update(_experience(rng, terms))
    if chance(rng, 0.87):
        offer["entreprise"] = {"nom": terms.employer, "entrepriseAdaptee": False}
    if chance(rng, 0.72):
        offer.update(_duration(terms))
    if chance(rng, 0.72):
        offer["salaire"] = {"libelle": _pay(terms)}
    offer.update(_lists(rng, terms))
    return offer


def _workplace(rng: Random, terms: Terms) -> Offer:
    place = terms.place
    found: Offer = {"libelle": f"59 - {place.name}"}
    if chance(rng, 0.9):
        found.update(
            latitude=place.latitude,
            longitude=place.longitude,
            codePostal=place.postcodes[0],
            commune=place.insee,
        )
    return found


def _contract(terms: Terms) -> Offer:
    label = terms.contract_label
    found: Offer = {"typeContrat": terms.contract, "typeContratLibelle": label}
    found["natureContrat"] = terms.nature
    found["alternance"] = "apprentissage" in terms.nature.lower()
    return found


def _experience(rng: Random, terms: Terms) -> Offer:
    if chance(rng, 0.06):
        return {}
    if not terms.experience_months:
        return {"experienceExige": "D", "experienceLibelle": "Débutant accepté"}
    if terms.experience_need == "wished":
        return {"experienceExige": "S", "experienceLibelle": "Expérience souhaitée"}
    months = terms.experience_months
    label = f"{months // 12} An(s)" if months % 12 == 0 else f"{months} Mois"
    return {"experienceExige": "E", "experienceLibelle": label}


def _duration(terms: Terms) -> Offer:
    whole, minutes = divmod(round(terms.weekly_hours * 60), 60)
    hours = f"{whole}H{minutes or ''}/semaine"
    full = terms.weekly_hours >= 35
    words = HOURS_WORDS[terms.patterns[0]]
    return {
        "dureeTravailLibelle": f"{hours if full else f'Temps partiel - {hours}'}\n{words}",
        "dureeTravailLibelleConverti": "Temps plein" if full else "Temps partiel",
    }


def _pay(terms: Terms) -> str:
    low, high = terms.pay
    if low == high:
        return f"Horaire de {low:.2f} Euros"
    return f"Horaire de {low:.2f} Euros à {high:.2f} Euros"


def _lists(rng: Random, terms: Terms) -> Offer:
    """Lists that real offers fill now and then: driving licences, skills, diplomas."""
    found: Offer = {}
    driving = [
        {"libelle": DRIVING_LABELS[DRIVING[need.words]], "exigence": need.necessity}
        for need in terms.needs
        if need.words in DRIVING and need.necessity in ("E", "S")
    ]
    if driving and chance(rng, 0.6):
        found["permis"] = driving
    if chance(rng, 0.3):
        wanted = rng.sample(terms.trade.wants, min(2, len(terms.trade.wants)))
        found["competences"] = [
            {"libelle": words[:1].upper() + words[1:], "exigence": rng.choice("ES")}
            for words in wanted
        ]
    if terms.diploma and chance(rng, 0.5):
        found["formations"] = [
            {
                "niveauLibelle": terms.diploma_label,
                "exigence": "E" if terms.diploma_required else "S",
                "commentaire": terms.diploma,
            }
        ]
    if chance(rng, 0.2):
        found["qualitesProfessionnelles"] = [{"libelle": "Faire preuve de rigueur"}]
    return found
