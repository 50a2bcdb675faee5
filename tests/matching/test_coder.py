import csv
import shutil
import time
from pathlib import Path

import numpy as np
import pytest

from matching.coder import (
    CONFIDENT,
    DATA,
    NO_OCCUPATION,
    Coding,
    OccupationCoder,
    packaged_coder,
)
from matching.encoder import packaged_encoder
from matching.ngrams import stems
from matching.occupations import packaged_occupations
from models.errors import InputRefusedError
from models.vocabulary import Domain

CODER = packaged_coder()
TABLE = packaged_occupations()


def best(title: str, description: str | None = None) -> str:
    coding = CODER.code([title], None if description is None else [description])
    return TABLE.codes[int(coding.indices[0, 0])]


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("préparateur de commande", {"N1103"}),
        ("préparatrice de comandes", {"N1103"}),
        ("Cariste CACES 1-3-5 (H/F)", {"N1101"}),
        ("ménage bureaux", {"K2205", "K2204"}),
        ("femme de ménage chez particuliers", {"K1304"}),
        ("manoeuvre TP intérim", {"F1704", "F1702"}),
        ("plonge", {"G1605"}),
        ("AIDE SOIGNANTE EN EHPAD", {"J1501"}),
        ("chauffeur poids lourds", {"N4101"}),
        ("mise en rayon", {"D1507"}),
        ("caissiere", {"D1505"}),
        ("agent de sécurité ssiap 1", {"K2503"}),
        ("macon", {"F1703"}),
        ("soudeur semi-auto", {"H2913", "H2917"}),
        ("garde d'enfants à domicile", {"K1303"}),
        ("tonte et taille de haies", {"A1203"}),
        ("secrétaire", {"M1607"}),
        ("échafaudeur", {"F1505"}),
    ],
)
def test_words_of_candidates_and_employers_are_coded(words: str, codes: set[str]) -> None:
    assert best(words) in codes


@pytest.mark.parametrize(
    "forms",
    [
        (
            "Vendeur en prêt-à-porter",
            "Vendeuse en prêt-à-porter",
            "Vendeur / Vendeuse en prêt-à-porter",
        ),
        ("Serveur", "Serveuse", "Serveur(se)"),
        ("Technicien de surface", "Technicienne de surface", "Technicien·ne de surface"),
        ("Ouvrier de production", "Ouvrière de production", "Ouvrier(ère) de production H/F"),
        ("Chargé d'accueil", "Chargée d'accueil", "Chargé / Chargée d'accueil"),
        ("Directeur de crèche", "Directrice de crèche", "Directeur-trice de crèche"),
    ],
)
def test_gender_changes_nothing(forms: tuple[str, ...]) -> None:
    coding = CODER.code(forms)

    assert np.array_equal(coding.indices, np.tile(coding.indices[0], (len(forms), 1)))
    assert np.array_equal(coding.probabilities, np.tile(coding.probabilities[0], (len(forms), 1)))


@pytest.mark.parametrize(
    "words",
    [
        "sans emploi depuis 2021",
        "congé parental de trois ans",
        "ne sait pas trop",
        "recherche active depuis juin",
        "arrêt maladie prolongé",
        "rien pour l'instant",
        "à redéfinir avec sa référente",
        "????",
        "xxx",
        "",
    ],
)
def test_words_that_name_no_occupation_are_unknown(words: str) -> None:
    assert CODER.code([words]).confidence[0] < CONFIDENT


@pytest.mark.parametrize(
    "words",
    [
        "cariste",
        "agent d'entretien",
        "femme de ménage",
        "conducteur d'engins",
        "aide à domicile",
        "usine",
        "tuyauteur soudeur",
        "vente",
        "eletricien batiment",
    ],
)
def test_trades_in_plain_words_are_known(words: str) -> None:
    assert CODER.code([words]).confidence[0] >= CONFIDENT


def mass(coding: Coding, row: int, domain: Domain) -> float:
    """Mass of the occupations of a domain among those given."""
    places = zip(coding.indices[row], coding.probabilities[row], strict=True)
    return sum(float(share) for place, share in places if TABLE.domain(int(place)) is domain)


def test_the_description_weighs_where_the_title_says_little() -> None:
    site = "Sur le chantier, vous coulez le béton, montez les murs et posez le coffrage."
    kitchen = "Vous lavez la vaisselle et la batterie de cuisine, et aidez le cuisinier."

    coding = CODER.code(["Aide", "Aide", "Aide"], ["", site, kitchen], k=20)

    assert mass(coding, 1, Domain.CONSTRUCTION) > 0.4 > mass(coding, 0, Domain.CONSTRUCTION)
    assert mass(coding, 2, Domain.CATERING) > 2 * mass(coding, 0, Domain.CATERING)


def test_a_text_without_title_is_coded_by_its_description() -> None:
    text = "Le maçon coffreur monte les murs, coule le béton et pose le coffrage sur chantier."

    assert TABLE.domain(best("", text)).value == "batiment"


def test_probabilities_fall_and_leave_the_rest() -> None:
    coding = CODER.code(["agent", "magasinier cariste"], k=7)

    assert coding.indices.shape == (2, 7)
    assert (np.diff(coding.probabilities, axis=1) <= 0).all()
    assert coding.probabilities.sum(axis=1) + coding.rest == pytest.approx(1, abs=1e-5)
    assert coding.probabilities.dtype == coding.rest.dtype == np.float32


def test_a_blank_text_has_no_occupation() -> None:
    coding = CODER.code(["", "cariste"], ["", ""], k=3)

    assert coding.indices[0].tolist() == [NO_OCCUPATION] * 3
    assert coding.probabilities[0].sum() == 0
    assert coding.rest[0] == 1
    assert coding.confidence[0] == 0


def test_a_title_is_coded_the_same_alone_and_among_others() -> None:
    titles = ["soudeur", "agent de quai", "cuisinier", *(f"poste {n} vendeur" for n in range(600))]

    together, alone = CODER.code(titles), CODER.code(["agent de quai"])

    assert np.array_equal(together.indices[1], alone.indices[0])
    assert together.probabilities[1] == pytest.approx(alone.probabilities[0], abs=1e-5)


def test_no_title_at_all_gives_an_empty_coding() -> None:
    assert CODER.code([]).indices.shape == (0, 5)


def test_titles_alone_are_coded_as_they_were_before_offers_were_read_in_a_richer_way() -> None:
    with (Path(__file__).parent / "titles_coded.csv").open(encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle))

    coding = CODER.code([row["title"] for row in rows])

    assert len(rows) > 100
    for place, column in enumerate(("first", "second")):
        codes = [TABLE.codes[at] for at in coding.indices[:, place].tolist()]
        assert codes == [row[column] for row in rows]
    told = np.array([[float(row["probability"]), float(row["confidence"])] for row in rows])
    assert coding.probabilities[:, 0] == pytest.approx(told[:, 0], abs=2e-5)
    assert coding.confidence == pytest.approx(told[:, 1], abs=2e-5)


@pytest.mark.parametrize(
    ("title", "description", "code"),
    [
        ("IDE", "", "J1506"),
        ("TISF Secteur Annonay", "Vous aidez des familles à domicile.", "K1305"),
        (
            "Employé polyvalent",
            "Vous mettez les produits en rayon, tenez la caisse et gérez les stocks du magasin.",
            "D1507",
        ),
        (
            "Employé polyvalent",
            "Au restaurant, vous préparez les burgers, servez les clients et nettoyez la salle.",
            "G1603",
        ),
    ],
)
def test_a_whole_offer_says_what_its_title_leaves_open(
    title: str, description: str, code: str
) -> None:
    assert best(title, description) == code


def test_the_words_that_are_given_away_name_no_firm_and_nobody() -> None:
    names = {"manpower", "adecco", "randstad", "carrefour", "leclerc", "proman", "dupont"}
    for name in ("rome-coder-words.txt", "rome-coder-title-words.txt"):
        words = set((DATA / name).read_text(encoding="utf-8").split())
        assert "cariste" in words or "carist" in words
        assert not {stem for each in names for stem in stems(each)} & words


def test_lengths_must_agree() -> None:
    with pytest.raises(ValueError, match="one description a title"):
        CODER.code(["cariste"], [])


@pytest.mark.parametrize(
    "name",
    [
        "rome-coder.json",
        "rome-coder.safetensors",
        "rome-coder-offers.json",
        "rome-coder-offers.safetensors",
        "topics.safetensors",
    ],
)
def test_a_broken_coder_is_refused_in_french(tmp_path: Path, name: str) -> None:
    for path in (*DATA.glob("rome-coder*"), *DATA.glob("topics*")):
        shutil.copy(path, tmp_path)
    (tmp_path / name).write_bytes(b"{}")

    with pytest.raises(InputRefusedError, match="illisible"):
        OccupationCoder.from_folder(tmp_path, packaged_encoder())


def test_no_file_of_the_models_passes_ten_megabytes_nor_all_of_them_fifteen() -> None:
    names = ("rome-static/*", "rome-coder*", "topics*", "proximity.npz", "occupations.csv")
    sizes = [path.stat().st_size for name in names for path in DATA.glob(name)]

    assert max(sizes) < 10_000_000
    assert sum(sizes) < 15_000_000


def test_ten_thousand_titles_take_seconds() -> None:
    titles = [f"{trade} {n}" for trade in ("cariste", "maçon", "serveur") for n in range(500)]

    begun = time.perf_counter()
    CODER.code(titles)

    assert time.perf_counter() - begun < 5  # 1,500 titles; a second when nothing else runs


def test_a_title_is_coded_the_same_alone_or_among_others() -> None:
    titles = [f"{trade} {n}" for trade in ("cariste", "maçon", "serveuse") for n in range(171)]
    among = CODER.code(titles)

    for row in (0, 200, len(titles) - 1):
        alone = CODER.code([titles[row]])
        assert np.array_equal(alone.indices[0], among.indices[row])
        assert np.array_equal(alone.probabilities[0], among.probabilities[row])


def test_the_first_five_are_those_of_a_whole_ranking() -> None:
    titles = ["Maçon", "Aide à domicile", "zzz", "Chauffeur PL"]
    few, all_of_them = CODER.code(titles, k=5), CODER.code(titles, k=len(TABLE.codes))
    assert np.array_equal(few.indices, all_of_them.indices[:, :5])
    assert np.array_equal(few.probabilities, all_of_them.probabilities[:, :5])
    falls = np.diff(all_of_them.probabilities, axis=1) <= 0
    in_table_order = np.diff(all_of_them.indices, axis=1) > 0
    is_tied = np.diff(all_of_them.probabilities, axis=1) == 0
    assert falls.all()
    assert in_table_order[[0, 1, 3]][is_tied[[0, 1, 3]]].all()
