import shutil
from pathlib import Path

import numpy as np
import pytest

from matching.occupations import DATA, packaged_occupations, read_occupations
from models.errors import InputRefusedError
from models.vocabulary import Domain

TABLE = packaged_occupations()


def near(offer: str, person: str) -> float:
    wanted, own = TABLE.index(offer), TABLE.index(person)
    assert wanted is not None
    assert own is not None
    return float(TABLE.proximity[wanted, own])


def test_the_whole_referential_is_there() -> None:
    assert len(TABLE) == 1584
    assert len(set(TABLE.codes)) == 1584
    assert len(set(TABLE.parents)) == 532
    assert TABLE.labels[TABLE.index("N1101") or 0] == "Cariste"


def test_a_rome4_code_stands_for_itself_even_when_others_descend_from_it() -> None:
    assert [TABLE.codes[row] for row in TABLE.resolve("N1103")] == ["N1103"]
    assert len(TABLE.family("N1103")) > 1


def test_codes_are_read_as_people_type_them() -> None:
    assert TABLE.resolve(" n 1103 ") == TABLE.resolve("N1103")


@pytest.mark.parametrize("code", ["", None, "N9999", "K13", "1103N", "cariste", "N1103N1101"])
def test_an_unknown_code_stands_for_nothing(code: str | None) -> None:
    assert TABLE.index(code) is None
    assert TABLE.resolve(code) == ()
    assert TABLE.domain(code) is Domain.OTHER


def test_a_rome3_code_stands_for_its_fiches(tmp_path: Path) -> None:
    for name in ("domains.csv", "proximity.npz"):
        shutil.copy(DATA / name, tmp_path)
    (tmp_path / "occupations.csv").write_text(
        "code;label;parent\nX1002;Un;X1001\nX1003;Deux;X1001\n", encoding="utf-8"
    )

    assert read_occupations(tmp_path).resolve("X1001") == (0, 1)


@pytest.mark.parametrize(
    ("code", "domain"),
    [
        ("N1101", Domain.TRANSPORT),
        ("N4105", Domain.TRANSPORT),
        ("F1703", Domain.CONSTRUCTION),
        ("A1203", Domain.CONSTRUCTION),
        ("G1602", Domain.CATERING),
        ("G1501", Domain.CATERING),
        ("H2913", Domain.INDUSTRY),
        ("I1304", Domain.INDUSTRY),
        ("K1304", Domain.PERSONAL_SERVICES),
        ("K2205", Domain.PERSONAL_SERVICES),
        ("J1501", Domain.PERSONAL_SERVICES),
        ("K2503", Domain.TERTIARY),
        ("D1505", Domain.TERTIARY),
        ("M1607", Domain.TERTIARY),
        ("A1415", Domain.OTHER),
    ],
)
def test_occupations_fall_into_the_domains_of_the_programme(code: str, domain: Domain) -> None:
    assert TABLE.domain(code) is domain
    row = TABLE.index(code)
    assert row is not None
    assert TABLE.domain(row) is domain


def test_proximities_are_shares_and_one_on_the_same_fiche() -> None:
    assert TABLE.proximity.shape == (1584, 1584)
    assert TABLE.proximity.min() >= 0
    assert TABLE.proximity.max() == 1
    assert np.array_equal(np.diagonal(TABLE.proximity), np.ones(1584))


def test_the_nearer_the_trade_the_higher_the_proximity() -> None:
    same_parent = near("N1103", "N1110")
    neighbour = near("N1103", "N1105")
    elsewhere = near("N1103", "J1506")

    assert same_parent > 0.7
    assert 0.45 <= neighbour <= 0.8
    assert elsewhere < 0.2


def test_every_fiche_of_a_domain_is_at_least_a_neighbour() -> None:
    rows = [row for row, code in enumerate(TABLE.codes) if code.startswith("F17")]

    assert TABLE.proximity[np.ix_(rows, rows)].min() > 0.3


def test_core_skills_are_unit_vectors_that_tell_trades_apart() -> None:
    from matching.encoder import packaged_encoder

    skill = packaged_encoder().encode(["Souder des pièces en métal"])[0]
    ranked = np.argsort(-(TABLE.core_skill_vectors @ skill))[:40]

    assert TABLE.index("H2913") in ranked
    assert np.linalg.norm(TABLE.core_skill_vectors, axis=1).max() == pytest.approx(1, abs=1e-5)


def test_a_missing_table_is_refused_in_french(tmp_path: Path) -> None:
    with pytest.raises(InputRefusedError, match="table des métiers illisible"):
        read_occupations(tmp_path)
