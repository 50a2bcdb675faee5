"""The ways others would do it, beside our kernel: a simple rule in NumPy, DuckDB and SQLite.

The rule is far less than ours: proximity of the fiche of the first project, cosine of the text,
trip by car or bus within the person's limit, contract wanted, driving licence where the offer
requires it; no gate beyond trip and licence, no unknown fact, no sentence. All persons are
scored, and the 20 first come back. The three are checked to give the same scores.
"""

import csv
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from operator import mul
from pathlib import Path

import duckdb
import numpy as np

from matching.arrays import list_sum
from matching.context import Comparison
from matching.profiles import CONTRACTS, CREDENTIAL_HELD, MODES, Array, CandidateBatch
from models.vocabulary import Necessity, TravelMode

FIT, TEXT, TRIP, CONTRACT, TITLE = 0.43, 0.20, 0.17, 0.10, 0.10
FAR = 1.3
TOP = 20
USUAL_LIMIT = 45.0
LICENCE = "permis_B"
CAR, BUS = MODES.index(TravelMode.CAR), MODES.index(TravelMode.BUS)

SQL = f"""
select key, {FIT} * near.value + {TEXT} * greatest(array_inner_product(vector, ?::FLOAT[128]), 0)
  + {TRIP} * case when ratio <= 0.6 then 1 when ratio <= 1 then 1 - (ratio - 0.6) / 0.8
                  else 0.5 - (ratio - 1) / 0.6 end
  + {CONTRACT} * wanted[?] + {TITLE} * case when ? then licence else 1 end as score
from (select person.*, case when car = 1 then by_car else by_bus end / max_minutes as ratio
      from person join trip on trip.place = person.place) as person
join near on near.fiche = person.fiche
where ratio <= {FAR} and (not ? or licence = 1)
order by score desc, key limit {TOP}
"""


@dataclass(frozen=True)
class People:
    """Columns of the simple rule, (n,) each; `vector` (n, 128) unit rows, `wanted` (n, 9)."""

    key: tuple[str, ...]
    fiche: Array
    place: Array
    max_minutes: Array
    car: Array
    licence: Array
    wanted: Array
    vector: Array


@dataclass(frozen=True)
class Asked:
    """An offer of the simple rule: tables by fiche and by place, text, contract, licence."""

    near: Array
    by_car: Array
    by_bus: Array
    text: Array
    contract: int
    licence: bool


def people_of(batch: CandidateBatch) -> People:
    """The columns of the rule, for whoever the file places and names a project for."""
    vectors = np.stack([list_sum(column, batch.profile) for column in batch.words.vectors.T], 1)
    norm = np.linalg.norm(vectors, axis=1, keepdims=True)
    licence = batch.credential_state[:, batch.credential_codes.index(LICENCE)] == CREDENTIAL_HELD
    limit = np.where(np.isnan(batch.trip_limit_minutes), USUAL_LIMIT, batch.trip_limit_minutes)
    return People(
        key=batch.keys,
        fiche=np.maximum(batch.words.occupations[np.maximum(batch.project_word[:, 0], 0), 0], 0),
        place=np.maximum(batch.origin, 0),
        max_minutes=limit,
        car=batch.modes[:, CAR].astype(np.int64),
        licence=licence.astype(np.int64),
        wanted=(batch.contracts | ~batch.contracts_known[:, None]).astype(np.int64),
        vector=(vectors / np.where(norm > 0, norm, 1.0)).astype(np.float32),
    )


def asked_of(comparison: Comparison) -> Asked | None:
    """The offer of a comparison; None without a workplace."""
    offer, trips = comparison.offer, comparison.trips
    if trips is None:
        return None
    minutes = np.where(np.isfinite(trips.minutes), trips.minutes, 999.0)
    kind = offer.facts.contract
    return Asked(
        near=offer.occupation_weights @ comparison.occupations.proximity,
        by_car=minutes[:, CAR],
        by_bus=minutes[:, BUS],
        text=offer.text_vector,
        contract=CONTRACTS.index(kind) if kind else 0,
        licence=any(
            a.code == LICENCE and a.necessity is Necessity.REQUIRED for a in offer.facts.licences
        ),
    )


Ranked = list[tuple[str, float]]


def by_numpy(people: People) -> Callable[[Asked], Ranked]:
    """Every row of every column, no pruning."""
    keys = np.array(people.key)

    def rank(asked: Asked) -> Ranked:
        spent = np.where(people.car == 1, asked.by_car[people.place], asked.by_bus[people.place])
        ratio = spent / people.max_minutes
        score = FIT * asked.near[people.fiche]
        score += TEXT * np.maximum(people.vector @ asked.text, 0.0)
        score += TRIP * np.interp(ratio, [0.6, 1.0, FAR], [1.0, 0.5, 0.0])
        score += CONTRACT * people.wanted[:, asked.contract]
        score += TITLE * (people.licence if asked.licence else 1)
        keeps = (ratio <= FAR) & ((people.licence == 1) | (not asked.licence))
        rows = np.flatnonzero(keeps)
        first = rows[np.lexsort((keys[rows], -score[rows]))][:TOP]
        return [(str(keys[row]), float(score[row])) for row in first]

    return rank


def by_duckdb(people: People, folder: Path) -> Callable[[Asked], Ranked]:
    """One plain statement; the vectors are a column of fixed arrays."""
    base = duckdb.connect(config={"threads": 1})
    path = folder / "person.csv"
    with path.open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows(_rows(people))
    base.execute(
        "create table person as select column0 as key, column1::INT as fiche, "
        "column2::INT as place, column3::DOUBLE as max_minutes, column4::INT as car, "
        "column5::INT as licence, column6::INT[9] as wanted, column7::FLOAT[128] as vector "
        f"from read_csv('{path}', header=false, all_varchar=true)"
    )

    def rank(asked: Asked) -> Ranked:
        places = np.arange(len(asked.by_car))
        base.register("near", {"fiche": np.arange(len(asked.near)), "value": asked.near})
        base.register("trip", {"place": places, "by_car": asked.by_car, "by_bus": asked.by_bus})
        text, licence = asked.text.tolist(), asked.licence
        found = base.execute(SQL, [text, asked.contract + 1, licence, licence])
        return [(str(key), float(score)) for key, score in found.fetchall()]

    return rank


def by_rows(people: People, folder: Path) -> Callable[[Asked], Ranked]:
    """SQLite gives the rows, Python scores them one by one: the way of a first version."""
    base = sqlite3.connect(folder / "person.sqlite3")
    base.execute("create table person (key, fiche, place, max_minutes, car, licence, wanted, v)")
    wanted = ["".join(map(str, row)) for row in people.wanted.tolist()]
    rows = zip(_plain(people), people.vector, wanted, strict=True)
    base.executemany(
        "insert into person values (?, ?, ?, ?, ?, ?, ?, ?)",
        ((*plain[:6], wanted, vector.tobytes()) for plain, vector, wanted in rows),
    )

    def rank(asked: Asked) -> Ranked:
        near, text = asked.near.tolist(), asked.text.tolist()
        by_car, by_bus = asked.by_car.tolist(), asked.by_bus.tolist()
        found: Ranked = []
        for key, fiche, place, limit, car, licence, wanted, v in base.execute(
            "select * from person"
        ):
            ratio = (by_car if car else by_bus)[place] / limit
            if ratio > FAR or (asked.licence and not licence):
                continue
            trip = 1.0 if ratio <= 0.6 else 1 - (ratio - 0.6) / 0.8
            if ratio > 1.0:
                trip = 0.5 - (ratio - 1.0) / 0.6
            cosine = sum(map(mul, memoryview(v).cast("f"), text), start=0.0)
            score = FIT * near[fiche] + TEXT * max(cosine, 0.0) + TRIP * trip
            score += CONTRACT * (wanted[asked.contract] == "1")
            found.append((str(key), score + TITLE * (licence if asked.licence else 1)))
        return sorted(found, key=lambda each: (-each[1], each[0]))[:TOP]

    return rank


def _plain(people: People) -> list[tuple[object, ...]]:
    columns = (people.fiche, people.place, people.max_minutes, people.car, people.licence)
    return list(
        zip(people.key, *(c.tolist() for c in columns), people.wanted.tolist(), strict=True)
    )


def _rows(people: People) -> list[tuple[object, ...]]:
    vectors = people.vector.tolist()
    return [(*plain, vector) for plain, vector in zip(_plain(people), vectors, strict=True)]
