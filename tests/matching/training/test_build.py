"""The whole training on a world of four trades, written here."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from matching.coder import CONFIDENT, OccupationCoder
from matching.encoder import StaticEncoder
from matching.ngrams import stems
from matching.occupations import DATA, OccupationTable, read_occupations
from matching.topics import read_topics
from matching.training.build import build_offers, build_titles
from matching.training.evaluate import as_markdown, evaluate, write_figures
from matching.training.sources import hash_share
from matching.training.tables import TOPIC_SHARE
from models.errors import InputRefusedError

FICHES = {
    "F1101": ("Dompteur / Dompteuse de grues", "F1101"),
    "F1102": ("Veilleur / Veilleuse de grues", "F1101"),
    "N2101": ("Passeur / Passeuse de colis volants", "N2101"),
    "K3101": ("Conteur / Conteuse à domicile", "K3101"),
}
SKILLS = {"1": "Apprivoiser la grue", "2": "Peser un colis volant", "3": "Conter une histoire"}
TITLE_FILES = ("rome-coder.json", "rome-coder.safetensors")
HIDDEN_WORD = "zygomar"
FIRM = "Zebulon"


def table(folder: Path, name: str, header: str, rows: list[str]) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")


def offer(number: int, code: str) -> dict[str, str]:
    label = FICHES[code][0].split(" / ")[0]
    group = f"groupe{number}"
    hidden = f" {HIDDEN_WORD}" if hash_share(group) < 0.3 else ""
    return {
        "id": f"{number}",
        "intitule": f"{label}{hidden} H/F",
        "description": f"Une personne : {label.lower()}, sur place{hidden}. {FIRM} vous attend.",
        "romeCode": code,
        "_romeVersion": "v4",
        "_romeParent": FICHES[code][1],
        "_groupe": group,
        "_source": "écrit ici",
    }


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("donnees")
    new, old = folder / "rome_v460", folder / "rome_v347"
    fiches = [f"{code},{label},{parent}" for code, (label, parent) in FICHES.items()]
    table(new, "referentiel_code_rome_v460.csv", "code_rome,libelle_rome,code_rome_parent", fiches)
    titles = [f"{label},{label},{code}" for code, (label, _) in FICHES.items()]
    header = "libelle_appellation_long,libelle_appellation_court,code_rome"
    table(new, "referentiel_appellation_v460.csv", header, titles)
    skills = [f"{ogr},{label}" for ogr, label in SKILLS.items()]
    table(new, "referentiel_competence_v460.csv", "code_ogr,libelle_competence", skills)
    links = ["F1101,1,Principale", "F1102,1,Principale", "N2101,2,Principale", "K3101,3,Principale"]
    table(new, "coherence_item_v460.csv", "code_rome,code_ogr,coeur_metier", links)
    definition = "F1101,definition,Apprivoise des grues sur un chantier."
    table(new, "texte_v460.csv", "code_rome,libelle_type_texte,libelle_texte", [definition])
    table(new, "rubrique_mobilite_v460.csv", "code_rome,code_rome_cible,numero_ordre", [])
    header = "code_rome,code_rome_cible,libelle_type_mobilite"
    table(old, "rubrique_mobilite_v347.csv", header, ["N2101,K3101,Proche"])
    offers = [offer(number, code) for number, code in enumerate(list(FICHES) * 20)]
    with gzip.open(folder / "offers_dev.jsonl.gz", "wt", encoding="utf-8") as handle:
        handle.writelines(json.dumps(row) + "\n" for row in offers)
    return folder


def build(source: Path, out: Path) -> None:
    build_titles(source, out, seed=7, say=lambda _: None)
    build_offers(source, out, seed=7, say=lambda _: None)


@pytest.fixture(scope="module")
def built(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("modele")
    (out / "domains.csv").write_bytes((DATA / "domains.csv").read_bytes())
    build(source, out)
    return out


@pytest.fixture(scope="module")
def coder(built: Path) -> OccupationCoder:
    return OccupationCoder.from_folder(built, StaticEncoder.from_folder(built / "rome-static"))


@pytest.fixture(scope="module")
def occupations(built: Path) -> OccupationTable:
    return read_occupations(built)


def test_the_trained_coder_knows_the_trades_it_was_shown(
    coder: OccupationCoder, occupations: OccupationTable
) -> None:
    coding = coder.code(["dompteuse de grues", "conteur a domicile", "passeur colis"])

    codes = [occupations.codes[row] for row in coding.indices[:, 0]]
    assert codes == ["F1101", "K3101", "N2101"]
    assert coding.confidence[0] >= CONFIDENT > coder.code(["en recherche d'emploi"]).confidence[0]


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def of_titles(name: str) -> bool:
    return name.startswith("rome-static/") or name in TITLE_FILES


def test_the_same_seed_gives_the_same_reader_of_titles(
    source: Path, built: Path, tmp_path: Path
) -> None:
    build_titles(source, tmp_path, seed=7, say=lambda _: None)

    expected = {name: data for name, data in files(built).items() if of_titles(name)}
    assert set(TITLE_FILES) < set(expected)
    assert files(tmp_path) == expected


def test_offers_are_learnt_again_beside_the_reader_of_titles_which_stays(
    source: Path, built: Path, tmp_path: Path
) -> None:
    for name, data in files(built).items():
        if of_titles(name) or name == "domains.csv":
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_bytes(data)

    build_offers(source, tmp_path, seed=7, say=lambda _: None)

    assert "rome-coder-offers.safetensors" in files(built)
    assert files(tmp_path) == files(built)


def test_offers_are_not_learnt_without_a_reader_of_titles(source: Path, tmp_path: Path) -> None:
    with pytest.raises(InputRefusedError, match="illisible"):
        build_offers(source, tmp_path, seed=7, say=lambda _: None)


def test_nothing_of_the_test_side_is_learned(built: Path) -> None:
    names = ("rome-static/tokenizer.json", "rome-coder-words.txt", "rome-coder-title-words.txt")
    for path in (built / name for name in names):
        learned = path.read_text(encoding="utf-8")
        assert "dompteur" in learned
        assert HIDDEN_WORD not in learned


@pytest.mark.parametrize(
    "name", ["topics-words.txt", "rome-coder-words.txt", "rome-coder-title-words.txt"]
)
def test_firms_people_and_towns_are_in_no_list_of_words(built: Path, name: str) -> None:
    words = (built / name).read_text(encoding="utf-8").split()
    assert "dompteur" in words
    assert stems(FIRM)[0] not in words


def test_proximities_follow_parents_mobilities_skills_and_topics(
    built: Path, occupations: OccupationTable
) -> None:
    row = {code: occupations.index(code) for code in FICHES}
    fiches = read_topics(built).fiches

    def near(wanted: str, own: str) -> float:
        return float(occupations.proximity[row[wanted], row[own]])

    def told(linked: float, wanted: str, own: str) -> float:
        about = max(0.0, float(fiches[row[wanted]] @ fiches[row[own]]))
        return (1 - TOPIC_SHARE) * linked + TOPIC_SHARE * about

    assert near("F1101", "F1101") == 1
    assert near("F1101", "F1102") == pytest.approx(told(0.85, "F1101", "F1102"), abs=0.006)
    assert near("K3101", "N2101") == pytest.approx(told(0.70, "K3101", "N2101"), abs=0.006)
    assert near("N2101", "K3101") < near("K3101", "N2101") - 0.4
    assert np.linalg.norm(occupations.core_skill_vectors, axis=1) == pytest.approx(1, abs=1e-3)


def test_figures_are_written_between_the_marks_of_the_page(
    source: Path, coder: OccupationCoder, occupations: OccupationTable, tmp_path: Path
) -> None:
    page = tmp_path / "page.md"
    page.write_text("Avant\n<!-- figures -->\nvieux\n<!-- /figures -->\nAprès\n", encoding="utf-8")

    write_figures(page, as_markdown(evaluate(source, coder, occupations)))

    text = page.read_text(encoding="utf-8")
    assert text.startswith("Avant\n")
    assert text.endswith("Après\n")
    assert "vieux" not in text
    assert "| codeur, intitulé seul | toutes |" in text
