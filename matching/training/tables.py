"""The derived tables: occupations, proximities, core skills."""

import csv
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matching.encoder import TextEncoder
from matching.occupations import PROXIMITY_FILE, PROXIMITY_STEPS, TABLE_FILE
from matching.training.sources import read_table

SAME_PARENT = 0.85
NEAR = 0.70
EVOLUTION = 0.50
SAME_DOMAIN = 0.45
SKILL_SHARE = 0.6
TOPIC_SHARE = 0.3
"""Weight of what the texts of two fiches are about beside what the referential links."""
SMALLEST_KEPT = 0.05
"""Proximities below this are kept as zero: they say nothing and cost room."""


def write_occupations(source: Path, out: Path) -> list[tuple[str, str, str]]:
    """Write codes, labels and parents; returns them in the order of the codes."""
    rows = sorted(
        (row["code_rome"], row["libelle_rome"], row["code_rome_parent"] or row["code_rome"])
        for row in read_table(source / "rome_v460", "referentiel_code_rome")
    )
    with (out / TABLE_FILE).open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, delimiter=";", lineterminator="\n")
        writer.writerow(["code", "label", "parent"])
        writer.writerows(rows)
    return rows


def core_items(source: Path) -> dict[str, set[str]]:
    """Identifiers of the core skills of each fiche; all its skills where none is marked."""
    core: dict[str, set[str]] = defaultdict(set)
    every: dict[str, set[str]] = defaultdict(set)
    for row in read_table(source / "rome_v460", "coherence_item"):
        every[row["code_rome"]].add(row["code_ogr"])
        if row["coeur_metier"] == "Principale":
            core[row["code_rome"]].add(row["code_ogr"])
    return {code: core.get(code) or items for code, items in every.items()}


def skill_overlap(codes: Sequence[str], items: dict[str, set[str]]) -> NDArray[np.float64]:
    """(n, n) share of the core skills of i that j has too, each weighing its rarity (idf)."""
    counts = Counter(item for owned in items.values() for item in owned)
    order = {item: row for row, item in enumerate(sorted(counts))}
    owned = np.zeros((len(codes), len(order)), dtype=np.float32)
    idf = np.array([np.log(len(codes) / counts[item]) for item in sorted(counts)])
    for row, code in enumerate(codes):
        owned[row, [order[item] for item in items.get(code, ())]] = 1.0
    shared = (owned * idf.astype(np.float32)) @ owned.T
    totals = np.diagonal(shared).copy()
    return np.asarray(shared / np.where(totals > 0, totals, 1.0)[:, None], dtype=np.float64)


def proximity(source: Path, occupations: Sequence[tuple[str, str, str]]) -> NDArray[np.float64]:
    """(n, n) proximities in [0, 1] by the rules of docs/decisions/0002: the largest wins."""
    codes = [code for code, _, _ in occupations]
    parents = np.array([parent for _, _, parent in occupations])
    families = np.array([code[:3] for code in codes])
    near = SKILL_SHARE * skill_overlap(codes, core_items(source))
    near = np.maximum(near, SAME_DOMAIN * (families[:, None] == families[None, :]))
    for target, origin, value in _mobilities(source, occupations):
        near[target, origin] = max(near[target, origin], value)
    near = np.maximum(near, SAME_PARENT * (parents[:, None] == parents[None, :]))
    np.fill_diagonal(near, 1.0)
    return np.where(near < SMALLEST_KEPT, 0.0, near)


def _mobilities(
    source: Path, occupations: Sequence[tuple[str, str, str]]
) -> list[tuple[int, int, float]]:
    """(fiche aimed at, fiche one comes from, value) for every mobility of both releases."""
    rows = {code: row for row, (code, _, _) in enumerate(occupations)}
    children: dict[str, list[int]] = defaultdict(list)
    for row, (_, _, parent) in enumerate(occupations):
        children[parent].append(row)
    found = []
    for line in read_table(source / "rome_v347", "rubrique_mobilite"):
        value = NEAR if line["libelle_type_mobilite"] == "Proche" else EVOLUTION
        for origin in children.get(line["code_rome"], ()):
            found += [
                (target, origin, value) for target in children.get(line["code_rome_cible"], ())
            ]
    ranks: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for line in read_table(source / "rome_v460", "rubrique_mobilite"):
        ranks[line["code_rome"]].append((int(line["numero_ordre"]), line["code_rome_cible"]))
    for code, targets in ranks.items():
        if code not in rows:
            continue
        for place, (_, target) in enumerate(sorted(targets)):
            if target in rows:
                value = NEAR - (NEAR - EVOLUTION) * min(1.0, place / 9)
                found.append((rows[target], rows[code], value))
    return found


def core_skill_vectors(
    source: Path, codes: Sequence[str], encoder: TextEncoder
) -> NDArray[np.float32]:
    """(n, d) mean vector of the core skills of each fiche, in the encoder's space."""
    labels = {
        row["code_ogr"]: row["libelle_competence"]
        for row in read_table(source / "rome_v460", "referentiel_competence")
    }
    items = core_items(source)
    means = np.zeros((len(codes), encoder.dimension), dtype=np.float32)
    for row, code in enumerate(codes):
        texts = [labels[item] for item in sorted(items.get(code, ())) if item in labels]
        if texts:
            means[row] = encoder.encode(texts).mean(axis=0)
    return means


def with_topics(linked: NDArray[np.float64], fiches: NDArray[np.float32]) -> NDArray[np.float64]:
    """(n, n) proximities of the referential, tempered by what the texts of two fiches share.

    linked : (n, n) in [0, 1]; fiches : (n, t) unit vectors of topics
    """
    about = np.clip(fiches.astype(np.float64) @ fiches.T, 0.0, 1.0)
    near = (1.0 - TOPIC_SHARE) * linked + TOPIC_SHARE * about
    np.fill_diagonal(near, 1.0)
    return np.where(near < SMALLEST_KEPT, 0.0, near)


def write_tables(
    source: Path, out: Path, encoder: TextEncoder, topics: NDArray[np.float32]
) -> None:
    """Write `occupations.csv` and `proximity.npz` under `out`; topics : (n, t) of the fiches."""
    occupations = write_occupations(source, out)
    linked = with_topics(proximity(source, occupations), topics)
    near = np.round(linked * PROXIMITY_STEPS).astype(np.uint8)
    skills = core_skill_vectors(source, [code for code, _, _ in occupations], encoder)
    np.savez_compressed(out / PROXIMITY_FILE, proximity=near, core_skills=skills.astype(np.float16))
