"""The fictitious participants look like the programme, and like nobody."""

import re
from collections import Counter
from datetime import date
from pathlib import Path
from random import Random

import pytest

from api.demo.calibration import PARTICIPANTS, TARGETS
from api.demo.catalogue import trade_by_key, trades
from api.demo.figures import age_on, driving, items, main_means, measure, page
from api.demo.lives import draw_lives
from api.demo.people import HEADERS, SEED, Row, people
from models.vocabulary import Domain

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return people(today=TODAY)


def held(row: Row) -> set[str]:
    """Licences as noted, without their dates."""
    cells = items(row["Permis et habilitations"])
    return {re.sub(r"\s*\(.*|\s+à renouveler", "", cell) for cell in cells}


def of_trade(rows: list[Row], key: str) -> list[Row]:
    rome = trade_by_key()[key].rome
    return [row for row in rows if row["ROME 1"] == rome]


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.key)
def test_each_figure_is_met_within_half_a_point(rows: list[Row], target) -> None:
    assert measure(rows, TODAY)[target.key] / len(rows) == pytest.approx(target.share, abs=0.005)


def test_the_same_seed_gives_the_same_rows_and_another_seed_others(rows: list[Row]) -> None:
    assert people(today=TODAY) == rows
    other = people(seed=SEED + 1, today=TODAY)
    assert sum(a == b for a, b in zip(rows, other, strict=True)) == 0


def test_rows_have_the_columns_of_the_exchange_format_and_one_identifier_each(
    rows: list[Row],
) -> None:
    assert len(rows) == PARTICIPANTS
    assert {tuple(row) for row in rows} == {HEADERS}
    assert len({row["Identifiant"] for row in rows}) == len(rows)


def test_nobody_can_be_called_or_written_to(rows: list[Row]) -> None:
    phones = {re.sub(r"\D", "", row["Téléphone"]) for row in rows}
    assert len(phones) == len(rows)
    assert all(phone.startswith("063998") and len(phone) == 10 for phone in phones)
    assert all(row["Email"].endswith("@example.org") for row in rows if row["Email"])


def test_lorry_drivers_hold_the_licences_of_their_trade(rows: list[Row]) -> None:
    drivers = of_trade(rows, "conducteur_pl") + of_trade(rows, "conducteur_spl")
    assert len(drivers) >= 15
    assert sum(driving(row) == "held" for row in drivers) >= 0.9 * len(drivers)
    assert sum(bool({"C", "CE"} & held(row)) for row in drivers) >= 0.7 * len(drivers)


def test_who_drove_lorries_holds_the_licence(rows: list[Row]) -> None:
    drove = [row for row in rows if re.search(r"chauffeur (PL|SPL|benne)", row["Expériences"])]
    assert len(drove) > 20
    assert all({"C", "CE"} & held(row) for row in drove)


def test_nobody_holds_a_heavy_licence_without_the_permis_b(rows: list[Row]) -> None:
    heavy = [row for row in rows if {"C", "CE", "D"} & held(row)]
    assert len(heavy) > 20
    assert all(driving(row) == "held" for row in heavy)


def test_forklift_certificates_belong_to_warehouse_trades(rows: list[Row]) -> None:
    def share(group: list[Row]) -> float:
        return sum("R489" in row["Permis et habilitations"].upper() for row in group) / len(group)

    assert share(of_trade(rows, "cariste")) > 0.4
    assert share(of_trade(rows, "aide_domicile")) < 0.05


def test_who_drives_a_car_holds_the_permis_b_and_buses_serve_the_town(rows: list[Row]) -> None:
    cars = [row for row in rows if "voiture" in row["Locomotion"].lower()]
    assert all(driving(row) == "held" for row in cars)
    town = [row for row in rows if row["Code postal"] in ("59760", "59430")]
    country = [row for row in rows if row["Code postal"] in ("59630", "59153", "59820")]
    by_bus = [sum(main_means(row) == "bus" for row in g) / len(g) for g in (town, country)]
    assert by_bus[0] > by_bus[1] + 0.15


def test_men_and_women_choose_the_trades_they_choose_in_the_programme() -> None:
    lives = draw_lives(Random(SEED), PARTICIPANTS, TODAY)
    many = Counter(life.trade.domain for life in lives)
    women = Counter(life.trade.domain for life in lives if life.woman)
    assert women[Domain.CONSTRUCTION] / many[Domain.CONSTRUCTION] < 0.1
    assert women[Domain.PERSONAL_SERVICES] / many[Domain.PERSONAL_SERVICES] > 0.75
    assert min(many[trade.domain] for trade in trades()) > 100


def test_experience_grows_with_age() -> None:
    lives = draw_lives(Random(SEED), PARTICIPANTS, TODAY)
    months = {
        young: [life.experience for life in lives if (life.age < 26) is young]
        for young in (True, False)
    }
    assert sum(months[True]) / len(months[True]) < 18
    assert sum(months[False]) / len(months[False]) > 30


def test_rsa_starts_at_twenty_five_and_civis_ends_at_twenty_six(rows: list[Row]) -> None:
    assert all(age_on(row, TODAY) >= 25 for row in rows if "RSA" in items(row["Statuts"]))
    assert all(age_on(row, TODAY) < 26 for row in rows if "CIVIS" in items(row["Statuts"]))


def test_the_export_is_as_messy_as_a_real_one(rows: list[Row]) -> None:
    coded = [row["ROME 1"] for row in rows if row["Projet 1"]]
    assert 0.28 < coded.count("") / len(coded) < 0.40
    assert any(not re.fullmatch(r"[A-N]\d{4}", code) for code in coded if code)
    assert {"GDE SYNTHE", "ST POL SUR MER"} <= {row["Commune"] for row in rows}
    assert any("(Petite-Synthe)" in row["Commune"] for row in rows)
    assert {"VI", "Vbis", "V", "IV", "III"} <= {row["Niveau de formation"] for row in rows}
    assert any("périmé" in row["Permis et habilitations"] for row in rows)
    assert 0.3 < sum(not row["Horaires possibles"] for row in rows) / len(rows) < 0.5


def test_the_page_of_figures_is_up_to_date() -> None:
    path = Path(__file__).parents[3] / "docs" / "demonstration.md"
    assert path.read_text(encoding="utf-8") == page(), "python -m api.demo.figures " + path.name


def test_the_catalogue_is_whole() -> None:
    known = trade_by_key()
    assert len(known) == len(trades()) >= 80
    assert set(Domain) - {t.domain for t in trades()} == {Domain.OTHER}
    for trade in trades():
        assert re.fullmatch(r"[A-N]\d{4}", trade.rome), trade.key
        assert set(trade.near) <= set(known), trade.key
        assert len(trade.skills) >= 4, trade.key
        assert all((trade.tasks, trade.titles, trade.past)), trade.key
