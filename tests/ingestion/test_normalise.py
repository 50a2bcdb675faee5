"""Words people write for places, days and codes, and what they must stand for."""

import random
import string
from datetime import date

import pytest

from ingestion.normalise import (
    find_communes,
    fold,
    month_number,
    read_date,
    read_number,
    resolve_commune,
    rome_code,
    squash,
)
from ingestion.territory import territory


@pytest.mark.parametrize(
    "text", ["Cœur d’Été – ÇA", "İstanbul ŒUVRE", "ﬁn e\u0301", "2×8\u00a0h", "", "straße"]
)
def test_folding_keeps_the_length_so_that_offsets_hold(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_two_writings_of_a_word_fold_to_the_same_key() -> None:
    assert squash("Œuvre d’ÉTÉ") == squash("oeuvre  d'ete") == "oeuvre d ete"


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("14/03/1984", date(1984, 3, 14)),
        ("4-3-84", date(1984, 3, 4)),
        ("04.03.27", date(2027, 3, 4)),
        ("2024-03-14", date(2024, 3, 14)),
        ("2024-03-14 00:00:00", date(2024, 3, 14)),
        ("le 1er août 2026", date(2026, 8, 1)),
        ("12 sept. 2026", date(2026, 9, 12)),
        ("31/02/2024", None),
        ("00/00/0000", None),
        ("bientôt", None),
    ],
)
def test_reads_french_days_and_invents_none(written: str, day: date | None) -> None:
    assert read_date(written) == day


def test_numbers_months_and_rome_codes() -> None:
    assert read_number("1 200,50 €") == 1200.5
    assert read_number("environ 12.5") == 12.5
    assert read_number("aucun") is None
    assert (month_number("févr."), month_number("juin"), month_number("ju")) == (2, 6, None)
    assert rome_code("h 2913") == rome_code("ROME : H2913 - Soudage") == "H2913"
    assert [rome_code(odd) for odd in ("K13 04", "N11O1", "k13.04")] == ["K1304", "N1101", "K1304"]
    assert rome_code("Z1234") is None
    assert rome_code("Boo 12") is None
    assert rome_code("H29134") is None


@pytest.mark.parametrize(
    ("written", "postal_code", "insee", "quarter"),
    [
        ("GDE SYNTHE", None, "59271", None),
        ("Grande-Synthe", "59760", "59271", None),
        ("grande sinthe", None, "59271", None),
        ("ST POL SUR MER", None, "59183", "Saint-Pol-sur-Mer"),
        ("Saint-Pol-sur-Mer (Dunkerque)", None, "59183", "Saint-Pol-sur-Mer"),
        ("Dunkerque (Petite-Synthe)", "59640", "59183", "Petite-Synthe"),
        ("Dunkerque (Rosendaël)", "59240", "59183", "Rosendaël"),
        ("DUNKERQUE MALO", None, "59183", "Malo-les-Bains"),
        ("Dunkerque", "59430", "59183", "Saint-Pol-sur-Mer"),
        ("Dunkerque", "59279", "59183", "Mardyck"),
        ("Dunkerque", "59640", "59183", "Petite-Synthe"),
        ("Dunkerque", None, "59183", None),
        ("59 - COUDEKERQUE BRANCHE", None, "59155", None),
        ("coudekerque", None, "59155", None),
        ("Coudekerque-Village", None, "59588", "Coudekerque-Village"),
        ("Leffrinkouke", "59495", "59340", None),
        ("Loon plage (59279)", None, "59359", None),
        ("62 - CALAIS", None, "62193", None),
        ("Dunkerque Cedex 1", None, "59183", None),
        (None, "59760", "59271", None),
    ],
)
def test_finds_the_commune_that_people_mean(
    written: str | None, postal_code: str | None, insee: str, quarter: str | None
) -> None:
    match = resolve_commune(written, postal_code)
    assert match is not None
    assert (match.insee, match.quarter) == (insee, quarter)


@pytest.mark.parametrize(
    ("written", "postal_code"),
    [
        ("75 - PARIS 12", None),
        ("Marseille", "13001"),
        ("Marseille", None),
        ("Beauvais", None),
        ("Bruxelles", None),
        ("Nantes", None),
        ("Saint-Aubin", None),  # one in Nord, one in Pas-de-Calais
        ("nord", None),
        ("centre", None),
        ("à définir", None),
        ("", None),
        (None, None),
    ],
)
def test_says_nothing_rather_than_a_wrong_place(
    written: str | None, postal_code: str | None
) -> None:
    assert resolve_commune(written, postal_code) is None


def test_a_homonym_is_told_by_its_department_or_postal_code() -> None:
    north = resolve_commune("59 - Saint-Aubin")
    south = resolve_commune("Saint-Aubin", "62170")
    assert north is not None
    assert south is not None
    assert (north.insee[:2], south.insee[:2]) == ("59", "62")


def test_insee_codes_win_even_those_before_a_merger() -> None:
    old = resolve_commune("n'importe quoi", insee="59540")
    assert old is not None
    assert (old.insee, old.quarter) == ("59183", "Saint-Pol-sur-Mer")


def test_quarters_stand_near_their_commune() -> None:
    for (insee, _), place in territory().quarters.items():
        commune = territory().communes[insee].match
        assert abs(place.match.latitude - commune.latitude) < 0.05
        assert abs(place.match.longitude - commune.longitude) < 0.15


def test_one_wrong_letter_never_leads_to_another_commune() -> None:
    """Of 1,000 misspelt names most are found, fewer than 2 % become a neighbour."""
    chance = random.Random(20261122)
    communes = [place.match for place in territory().communes.values()]
    wrong = found = 0
    for _ in range(1_000):
        commune = chance.choice(communes)
        letters = list(commune.name)
        letters[chance.randrange(1, len(letters))] = chance.choice(string.ascii_lowercase)
        match = resolve_commune(f"{commune.insee[:2]} - {''.join(letters)}")
        found += match is not None and match.insee == commune.insee
        wrong += match is not None and match.insee != commune.insee
    assert wrong / 1_000 < 0.02
    assert found / 1_000 > 0.90


def test_finds_places_in_free_text_with_their_exact_words() -> None:
    text = (
        "Poste à GRAVELINES (59820), départ de Dunkerque Malo ou St Pol sur Mer. "
        "Le bus passe, la Croix-Rouge aussi ; avion interdit. Zone de Loon-Plage."
    )
    mentions = find_communes(text)
    assert [text[m.start : m.end] for m in mentions] == [
        "GRAVELINES",
        "Dunkerque Malo",
        "St Pol sur Mer",
        "Loon-Plage",
    ]
    assert mentions[2].match.quarter == "Saint-Pol-sur-Mer"


def test_a_postal_code_beside_the_name_tells_the_quarter() -> None:
    for text in ("Rendez-vous à Dunkerque (59640).", "Rendez-vous au 59640 Dunkerque."):
        (mention,) = find_communes(text)
        assert mention.match.quarter == "Petite-Synthe"
