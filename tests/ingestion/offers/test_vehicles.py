"""The vehicle a post asks for, provides, or merely handles."""

import pytest

from ingestion.lexicon import cut
from ingestion.offers.vehicles import vehicle
from models.vocabulary import SiteAccess, Vehicle

OWN, PROVIDED, NONE = Vehicle.OWN, Vehicle.PROVIDED, Vehicle.NONE


def kind(text: str) -> Vehicle | None:
    found, _ = vehicle(cut(text))
    return found.value if found else None


@pytest.mark.parametrize(
    "text",
    [
        "Véhicule personnel exigé pour les tournées.",
        "Véhicule indispensable.",
        "Un véhicule est obligatoire pour aller d'un client à l'autre.",
        "VEHICULE OBLIGATOIRE",
        "Voiture exigée",
        "Vous êtes véhiculé et disponible de suite.",
        "Vous êtes véhiculé(e).",
        "Il faut être véhiculée.",
        "ETRE VEHICULE",
        "Vous êtes autonome et véhiculé.",
        "Candidat mobile et véhiculé.",
        "Permis B et véhicule.",
        "Permis B + voiture",
        "Permis et véhicule exigés",
        "Avoir un véhicule est nécessaire.",
        "Vous possédez une voiture.",
        "Vous disposez d'un véhicule pour vos déplacements.",
        "Vous travaillez avec votre propre véhicule.",
        "Vous vous déplacez avec votre voiture chez les bénéficiaires.",
        "Le poste nécessite un véhicule.",
        "Utilisation de votre véhicule personnel, frais remboursés.",
        "Véhicule souhaité",
    ],
)
def test_a_person_asked_for_a_vehicle(text: str) -> None:
    assert kind(text) is OWN


@pytest.mark.parametrize(
    "text",
    [
        "Charger les marchandises dans les véhicules.",
        "Entretien des véhicules de fonction.",
        "Laver les véhicules et aspirer l'habitacle.",
        "Préparateur de véhicules (H/F)",
        "Indemnités kilométriques.",
        "Réparer des véhicules légers et utilitaires.",
        "Vous contrôlez le véhicule avant le départ.",
        "Conduire un véhicule de collecte.",
        "Habilitation véhicules électriques appréciée.",
        "Montage de pièces sur véhicule.",
        "Vente de véhicules d'occasion.",
        "Vous partagez les valeurs véhiculées par le groupe.",
        "L'image véhiculée auprès des clients compte.",
        "Moyen de locomotion souhaité.",
        "Un moyen de transport est apprécié.",
        "Permis véhicule léger",
        "Vous guidez les véhicules sur le parking.",
        "Équipementier de l'automobile, nous produisons des voitures.",
        "Vous serez mobile sur plusieurs sites.",
        "Vous aimez la voiture et la mécanique.",
    ],
)
def test_a_vehicle_that_nobody_asks_for(text: str) -> None:
    assert kind(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Véhicule de service fourni",
        "Une voiture de fonction vous attend.",
        "Vous disposez d'un véhicule de service.",
        "Camion mis à disposition.",
        "Mise à disposition d'un véhicule.",
        "Permis B et véhicule de société fourni.",
    ],
)
def test_a_vehicle_given_for_the_work(text: str) -> None:
    assert kind(text) is PROVIDED


@pytest.mark.parametrize(
    "text",
    ["Véhicule non nécessaire", "Pas besoin de voiture", "Poste accessible sans véhicule"],
)
def test_a_vehicle_said_to_be_useless(text: str) -> None:
    assert kind(text) is NONE


@pytest.mark.parametrize(
    "text",
    [
        "Être véhiculé pour venir : le site est mal desservi.",
        "Moyen de locomotion obligatoire, zone non desservie par les transports en commun.",
        "Voiture indispensable car horaires décalés",
    ],
)
def test_a_car_to_come_is_no_vehicle_of_the_work(text: str) -> None:
    found, access = vehicle(cut(text))
    assert found is None
    assert access is not None
    assert access.value is SiteAccess.CAR_ONLY


@pytest.mark.parametrize(
    "text",
    ["Site non accessible sans voiture.", "La garde dite véhiculée est assurée chaque semaine."],
)
def test_a_way_to_come_or_the_name_of_a_service_is_no_need(text: str) -> None:
    assert kind(text) is None
