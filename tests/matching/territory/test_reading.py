"""A territory that another programme can replace: files read, faults told with their place."""

from pathlib import Path

import numpy as np
import pytest

from matching.profiles import Place
from matching.territory import (
    CONFIRMED,
    INFEASIBLE,
    aid_words,
    load_territory,
)
from models.errors import InputRefusedError
from models.vocabulary import AidNeed
from tests.matching.factories import DUNKERQUE, GRANDE_SYNTHE
from tests.matching.territory.places import (
    BICYCLE,
    BUS,
    CAR,
    DAYTIME,
)

SMALL = """
name = "Essai"
road_factor = 1.0
same_place_km = 1.0
usual_limit_minutes = 30
[modes.voiture]
kmh = 60
fixed_minutes = 0
[modes.deux_roues]
kmh = 30
fixed_minutes = 0
[modes.velo]
kmh = 15
fixed_minutes = 0
[modes.a_pied]
kmh = 5
fixed_minutes = 0
[bus.main]
kmh = 30
fixed_minutes = 0
least = 1
most = 99
first = "08:00"
last = "18:00"
[service]
main = []
[usual_hours]
journee = ["09:00", "17:00"]
"""


def test_another_territory_replaces_ours(tmp_path: Path) -> None:
    (tmp_path / "territory.toml").write_text(SMALL, encoding="utf-8")
    other = load_territory(tmp_path)
    trips = other.trips([DUNKERQUE], GRANDE_SYNTHE, DAYTIME)
    assert trips.minutes[0, CAR] == pytest.approx(trips.road_km[0])
    assert trips.state[0, BUS] == INFEASIBLE


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name = ", "mal écrit"),
        ("name = 'X'", "bus : rien n'est écrit"),
        (SMALL + "\n[oops", "mal écrit"),
    ],
)
def test_a_bad_territory_file_says_why(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputRefusedError, match=said):
        load_territory(path)
    with pytest.raises(InputRefusedError, match="illisible"):
        load_territory(tmp_path / "absent.toml")


SPOT_HEAD = "key;name;insee;quarter;latitude;longitude;bus;source;status\n"
ZONE_HEAD = SPOT_HEAD.strip() + ";radius_km;aliases\n"
A_PLACE = "ici;Ici;59183;;51.03;2.37;main;plan;à confirmer\n"
A_ZONE = "usine;L'usine;59271;;51.0154;2.3014;aucun;plan;à confirmer;1;Usine|La Fabrique\n"
AIDS = '[bac]\nwords = "bac"\nneeds = ["distance"]\nnote = "Sur le canal."\nstatus = "confirmé"\n'
TRIP_HEAD, BUS_HEAD = (
    "place;zone;mode;band;minutes;source;status\n",
    "place;zone;day;first;last;source;status\n",
)


def folder(tmp_path: Path, **tables: str) -> Path:
    files = {"territory": SMALL, "places": SPOT_HEAD + A_PLACE, "zones": ZONE_HEAD + A_ZONE}
    for name, text in (files | tables).items():
        kind = "toml" if name in ("territory", "aids") else "csv"
        (tmp_path / f"{name}.{kind}").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_folder_gives_every_table(tmp_path: Path) -> None:
    read = load_territory(
        folder(
            tmp_path,
            trips=TRIP_HEAD
            + "ici;usine;velo;journee;12,5;x;confirmé\nici;usine;bus;nuit;aucun;x;à confirmer\n",
            buses=BUS_HEAD
            + "*;usine;dimanche;aucun;aucun;x;à confirmer\n"
            + "ici;usine;semaine;05:45;25:10;x;confirmé\n",
            aids=AIDS,
        )
    )
    here = Place("59183", None, 51.03, 2.37)
    trips = read.trips([here], GRANDE_SYNTHE, DAYTIME)
    assert (trips.minutes[0, BICYCLE], trips.source[0, BICYCLE]) == (12.5, CONFIRMED)
    assert (trips.first_bus[0], trips.last_bus[0]) == (345, 1510)
    assert np.isinf(trips.minutes[0, BUS])
    assert read.table.zones[0].aliases == ("Usine", "La Fabrique")
    assert aid_words(read.aids, {AidNeed.DISTANCE}) == "bac"
    assert aid_words(read.aids, {AidNeed.HOURS}) == ""


@pytest.mark.parametrize(
    ("table", "text", "said"),
    [
        ("places", "key;name\n", "places.csv : colonnes absentes : insee"),
        ("places", SPOT_HEAD + A_PLACE + A_PLACE, "ligne 3, colonne key : « ici » est déjà"),
        (
            "places",
            SPOT_HEAD + "a;A;59183;;north;2;;x;x\n",
            "ligne 2, colonne latitude : « north »",
        ),
        (
            "places",
            SPOT_HEAD + "a;A;59183;;51;2;metro;x;x\n",
            "colonne bus : « metro » est inconnu",
        ),
        ("places", SPOT_HEAD + "a;A;59183\n", "ligne 2 : 9 colonnes attendues"),
        ("zones", ZONE_HEAD + A_ZONE.replace(";1;", ";900;"), "colonne radius_km : « 900 »"),
        ("trips", TRIP_HEAD + "la;usine;velo;journee;12;x;confirmé\n", "colonne place : « la »"),
        ("trips", TRIP_HEAD + "ici;usine;avion;journee;12;x;confirmé\n", "colonne mode"),
        ("trips", TRIP_HEAD + "ici;usine;velo;midi;12;x;confirmé\n", "colonne band"),
        ("trips", TRIP_HEAD + "ici;usine;velo;journee;-3;x;confirmé\n", "colonne minutes : « -3 »"),
        ("trips", TRIP_HEAD + "ici;usine;velo;journee;12;x;sûr\n", "colonne status"),
        (
            "buses",
            BUS_HEAD + "*;usine;semaine;5h45;21:00;x;confirmé\n",
            "n'est pas une heure HH:MM",
        ),
        ("buses", BUS_HEAD + "*;usine;semaine;05:45;31:00;x;confirmé\n", "colonne last"),
        (
            "trips",
            TRIP_HEAD + "ici;usine;velo;journee;12;x;confirmé\n" * 2,
            "ligne 3 : ce trajet est déjà donné ligne 2",
        ),
        ("trips", TRIP_HEAD + "i" * 140_000 + ";usine\n", "table mal formée"),
        (
            "buses",
            BUS_HEAD + "*;usine;semaine;05:45;21:00;x;confirmé\n" * 2,
            "ligne 3 : ce bus est déjà donné ligne 2",
        ),
        ("buses", BUS_HEAD + "*;usine;semaine;aucun;21:00;x;confirmé\n", "d'aucune"),
        ("places", SPOT_HEAD + A_PLACE + A_PLACE.replace("ici;", "la;"), "même commune et même"),
        ("aids", "[bac]\nwords = 'bac'\n", "bac.note : un texte"),
        ("aids", AIDS.replace("[", "{", 1), "mal écrit"),
        ("aids", "bac = 3\n", "une table .bac. est attendue"),
        ("aids", "[bac", "mal écrit, ligne 1|mal écrit"),
    ],
)
def test_a_bad_table_says_where(tmp_path: Path, table: str, text: str, said: str) -> None:
    with pytest.raises(InputRefusedError, match=said):
        load_territory(folder(tmp_path, **{table: text}))


def test_a_table_that_is_not_utf8_says_so(tmp_path: Path) -> None:
    path = folder(tmp_path)
    (path / "places.csv").write_bytes((SPOT_HEAD + A_PLACE.replace("Ici", "Là")).encode("cp1252"))
    with pytest.raises(InputRefusedError, match="UTF-8"):
        load_territory(path)
