"""What must change no number of a run: who the person is, where they live as near, which gender
their titles have.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files
from os import environ
from pathlib import Path
from random import Random
from typing import Any

from tests.hard_cases.drawing import draw_cases
from tests.hard_cases.facts import Job, Person
from tests.hard_cases.running import rank
from tests.hard_cases.writing import (
    OFFER_COLUMNS,
    PERSON_COLUMNS,
    person_row,
    sheet_row,
    write_rows,
)

Row = dict[str, str]
Swap = Callable[[Row, Person, Random], Row]

IDENTITY: dict[str, tuple[str, ...]] = {
    "Civilité": ("M.", "Mme", "Mlle", ""),
    "Nom": ("Ould Ahmed", "Van den Broucke", "Petit", "Çelik", "N'Diaye", ""),
    "Prénom": ("Fatoumata", "Jean-Baptiste", "Li", "Océane", "Mohamed", ""),
    "Date de naissance": ("01/01/1961", "30/12/2007", "29/02/1988", ""),
    "Téléphone": ("+32 470 00 00 00", "07 11 22 33 44", ""),
    "QPV": ("oui", "non", ""),
    "Statuts": ("RSA", "DELD|RQTH", "ASS", "CIVIS|Sortant ACI", ""),
    "Référent de parcours": ("Z. Autre", ""),
    "Email": ("x.y@example.com", ""),
    "Antenne": ("Grande-Synthe", "Coudekerque", ""),
    "Conseiller emploi": ("M. Durand", ""),
    "Date d'entrée": ("02/01/2019", "20/11/2026", ""),
    "Contrat d'engagement signé": ("oui", "non", ""),
    "Consentement transmission": ("oui", "non", "12/11/2026"),
}
COLUMNS = (*PERSON_COLUMNS, *(column for column in IDENTITY if column not in PERSON_COLUMNS))
TWIN_TOWNS = (("Loon-Plage", "59279", "59359"), ("Gravelines", "59820", "59273"))
"""Two communes that the territory of this test puts at the same minutes of every workplace."""


def other_person(row: Row, person: Person, rng: Random) -> Row:
    """The same file under another name, sex, age, status, quarter flag and caseworker."""
    return row | {column: rng.choice(others) for column, others in IDENTITY.items()}


def other_gender(row: Row, person: Person, rng: Random) -> Row:
    """The titles of the same trade in another of their forms."""
    trade = person.trade
    forms = (trade.man, trade.woman, f"{trade.man} / {trade.woman}", f"{trade.woman} (H/F)")
    project = rng.choice(forms)
    worked = rng.choice((trade.man, trade.woman, f"{trade.man} / {trade.woman}"))
    return row | {"Projet 1": project, "Expériences": f"{worked} ({person.months} mois, 2022-2025)"}


def other_town(row: Row, person: Person, rng: Random) -> Row:
    """The other of the two communes with equal trips."""
    place = next(place for place in TWIN_TOWNS if place[0] != row["Commune"])
    return row | {"Commune": place[0], "Code postal": place[1]}


SWAPS: dict[str, Swap] = {
    "identité": other_person,
    "genre de l'intitulé": other_gender,
    "commune": other_town,
}


def compare(posts: int, people: int, seed: int, folder: Path) -> dict[str, tuple[int, int]]:
    """For each swap: how many persons were swapped, how many numbers changed in the run."""
    jobs, persons = draw_cases(posts, people, seed)
    rng = Random(seed)
    home = _in_a_twin_town
    rows = [home(person_row(person, rng), rng) for person in persons]
    sheet = [sheet_row(job, rng) | {"Commune": "Grande-Synthe"} for job in jobs]
    offers = write_rows(folder / "posts.csv", OFFER_COLUMNS, sheet)
    found = {}
    with _equal_trips(folder):
        before = _numbers(offers, rows, folder)
        for name, swap in SWAPS.items():
            swapped = [swap(row, person, rng) for row, person in zip(rows, persons, strict=True)]
            found[name] = (len(rows), _changed(before, _numbers(offers, swapped, folder)))
        forms = [row | {"Intitulé": _form(job, rng)} for row, job in zip(sheet, jobs, strict=True)]
        renamed = write_rows(folder / "posts-forms.csv", OFFER_COLUMNS, forms)
        found["genre de l'offre"] = (len(jobs), _changed(before, _numbers(renamed, rows, folder)))
    return found


def _form(job: Job, rng: Random) -> str:
    man, woman = job.trade.man.capitalize(), job.trade.woman.capitalize()
    return rng.choice((man, woman, f"{man} / {woman}", f"{woman} (H/F)", f"{man} F/H"))


def _in_a_twin_town(row: Row, rng: Random) -> Row:
    name, code, _ = rng.choice(TWIN_TOWNS)
    return row | {"Commune": name, "Code postal": code}


def _numbers(offers: Path, rows: Sequence[Row], folder: Path) -> list[Any]:
    people = write_rows(folder / "swapped.csv", COLUMNS, list(rows))
    lines = rank(offers, people, folder)
    return [(line["offer"], [_of_entry(entry) for entry in line["entries"]]) for line in lines]


def _of_entry(entry: dict[str, Any]) -> list[Any]:
    """Every number of a row, and every yes or no; sentences may name what they speak of."""
    shares = [
        (name, each["score"], each["weight"], each["points"], each["known"])
        for name, each in entry["contributions"].items()
    ]
    blocked = [(each["criterion"], each["lever"] is None) for each in entry["blockers"]]
    asked = sorted(each["criterion"] for each in entry["unknowns"])
    whole = [entry[key] for key in ("rank", "candidate", "score", "eligible", "band")]
    return [*whole, shares, entry["subtotals"], blocked, asked]


def _changed(before: list[Any], after: list[Any]) -> int:
    """Rows of the run that differ in any number."""
    return sum(
        old != new
        for (_, first), (_, second) in zip(before, after, strict=True)
        for old, new in zip(first, second, strict=True)
    )


_TERRITORY = """\
name = "Deux communes aux mêmes trajets"
road_factor = 1.3
same_place_km = 2.0
usual_limit_minutes = 45
[modes.voiture]
kmh = 40
fixed_minutes = 4
[modes.deux_roues]
kmh = 35
fixed_minutes = 3
[modes.velo]
kmh = 15
fixed_minutes = 2
max_minutes = 60
[modes.a_pied]
kmh = 4.5
fixed_minutes = 0
max_minutes = 45
[bus.main]
kmh = 20
fixed_minutes = 12
least = 15
most = 45
first = "05:30"
last = "21:00"
sunday = ["08:00", "20:00"]
[service]
main = ["59359", "59273", "59271"]
[usual_hours]
journee = ["08:00", "17:30"]
2x8 = ["05:00", "21:00"]
3x8 = ["05:00", "05:00"]
nuit = ["21:00", "05:00"]
matin_tot = ["05:00", "13:00"]
coupes = ["09:00", "22:30"]
"""
_MINUTES = {"voiture": "22", "deux_roues": "26", "velo": "51", "bus": "44", "a_pied": "aucun"}


def _tables() -> dict[str, list[Row]]:
    """Rows of the files of a territory; columns that are told nowhere stay empty."""
    homes = [f"lieu-{insee}" for _, _, insee in TWIN_TOWNS]
    work = {"latitude": "51.0168", "longitude": "2.2907", "radius_km": "6"}
    opens = {"semaine": "06:10", "samedi": "07:00", "dimanche": "09:00"}
    return {
        "places.csv": [
            {"key": home, "name": name, "insee": insee}
            for home, (name, _, insee) in zip(homes, TWIN_TOWNS, strict=True)
        ],
        "zones.csv": [{"key": "travail", "name": "Grande-Synthe", "insee": "59271"} | work],
        "trips.csv": [
            {"place": home, "zone": "travail", "mode": mode, "band": "journee", "minutes": spent}
            for home in homes
            for mode, spent in _MINUTES.items()
        ],
        "buses.csv": [
            {"place": home, "zone": "travail", "day": day, "first": first, "last": "20:30"}
            for home in homes
            for day, first in opens.items()
        ],
    }


@contextmanager
def _equal_trips(folder: Path) -> Iterator[None]:
    """A territory where both communes are as far from the one place of work."""
    place = folder / "territoire"
    place.mkdir(exist_ok=True)
    (place / "territory.toml").write_text(_TERRITORY, encoding="utf-8")
    for file, rows in _tables().items():
        known_columns = files("matching").joinpath("data", "territory", file).read_text("utf-8")
        heads = known_columns.splitlines()[0].split(";")
        shared = {"status": "confirmé", "source": "essai", "latitude": "50.99", "longitude": "2.2"}
        write_rows(
            place / file,
            tuple(heads),
            [
                {name: cell for name, cell in (shared | row).items() if name in heads}
                for row in rows
            ],
        )
    known = environ.get("CANDIDATHEQUE_TERRITORY")
    environ["CANDIDATHEQUE_TERRITORY"] = str(place)
    try:
        yield
    finally:
        if known is None:
            del environ["CANDIDATHEQUE_TERRITORY"]
        else:
            environ["CANDIDATHEQUE_TERRITORY"] = known
