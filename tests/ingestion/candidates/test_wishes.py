"""Ways to go, contracts and hours: tables of writings met in the field, and what each says."""

import pytest

from ingestion.candidates import wishes
from models.vocabulary import ContractType, TravelMode, WorkingTimeWish, WorkPattern


@pytest.mark.parametrize(
    ("cell", "modes"),
    [
        ("voiture|bus", {TravelMode.CAR, TravelMode.BUS}),
        ("Vélo, à pied", {TravelMode.BICYCLE, TravelMode.WALK}),
        ("scooter", {TravelMode.MOPED}),
        ("deux roues / transports en commun", {TravelMode.MOPED, TravelMode.BUS}),
        ("aucun", set()),
        ("pas de voiture", set()),
        ("voiture en panne|bus", {TravelMode.BUS}),
    ],
)
def test_modes_and_none_are_known(cell: str, modes: set[TravelMode]) -> None:
    assert wishes.travel_modes(cell) == (frozenset(modes), ())


def test_an_unknown_mode_is_unknown_and_told() -> None:
    assert wishes.travel_modes("trapèze") == (None, ("trapèze",))
    assert wishes.travel_modes("") == (None, ())


@pytest.mark.parametrize(
    ("cell", "limit"),
    [
        ("45", (45.0, None)),
        ("45 min", (45.0, None)),
        ("1h", (60.0, None)),
        ("1 h 15", (75.0, None)),
        ("20 km", (None, 20.0)),
        ("20km", (None, 20.0)),
        ("7,5 kms", (None, 7.5)),
        ("0", (None, None)),
        ("9999", (None, None)),
        ("loin", (None, None)),
    ],
)
def test_trip_in_minutes_or_in_km(cell: str, limit: tuple[float | None, float | None]) -> None:
    assert wishes.trip_limit(cell) == limit


@pytest.mark.parametrize(
    ("cell", "wish", "low", "high"),
    [
        ("temps plein", WorkingTimeWish.FULL, None, None),
        ("temps plein 39h", WorkingTimeWish.FULL, 39.0, 39.0),
        ("Temps complet", WorkingTimeWish.FULL, None, None),
        ("temps partiel 20-24h", WorkingTimeWish.PART, 20.0, 24.0),
        ("temps partiel 20 à 24 h", WorkingTimeWish.PART, 20.0, 24.0),
        ("temps partiel 24 h maximum", WorkingTimeWish.PART, None, 24.0),
        ("mi-temps", WorkingTimeWish.PART, 17.5, 17.5),
        ("80%", WorkingTimeWish.PART, 28.0, 28.0),
        ("30h", WorkingTimeWish.PART, 30.0, 30.0),
        ("35h", WorkingTimeWish.FULL, 35.0, 35.0),
        ("temps plein ou 30h", WorkingTimeWish.ANY, 30.0, None),
        ("temps partiel 28h ou tps plein", WorkingTimeWish.ANY, 28.0, None),
        ("temps plein ou mi-temps", WorkingTimeWish.ANY, 17.5, None),
        ("temps plein ou partiel", WorkingTimeWish.ANY, None, None),
        ("indifférent", WorkingTimeWish.ANY, None, None),
        ("à discuter", None, None, None),
        ("temps partiel 200h", WorkingTimeWish.PART, None, None),
    ],
)
def test_working_time(
    cell: str, wish: WorkingTimeWish | None, low: float | None, high: float | None
) -> None:
    assert wishes.working_time(cell) == (wish, low, high)


def test_contracts_and_patterns() -> None:
    assert wishes.contracts("CDI / Intérim, alternance") == (
        frozenset({ContractType.CDI, ContractType.TEMP, ContractType.WORK_STUDY}),
        (),
    )
    assert wishes.contracts("CDDI|Saisonnier")[0] == {ContractType.CDDI, ContractType.SEASONAL}
    assert wishes.contracts("durée indéterminée")[0] == {ContractType.CDI}
    assert wishes.contracts("peu importe") == (None, ())
    assert wishes.contracts("CDD|troc") == (frozenset({ContractType.CDD}), ("troc",))
    accepted, refused, odd = wishes.work_patterns("journée|2 x 8|pas de nuit|le soir")
    assert accepted == {WorkPattern.DAY, WorkPattern.TWO_SHIFTS}
    assert refused == {WorkPattern.NIGHT}
    assert odd == ("le soir",)
