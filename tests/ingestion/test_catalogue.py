"""Every code of the catalogue under at least two of the names that people give it."""

import pytest

from ingestion.lexicon import read_rows
from ingestion.licences import catalogue, licence_codes

WORDINGS: dict[str, tuple[str, ...]] = {
    "permis_AM": ("permis AM", "BSR", "brevet de sécurité routière"),
    "permis_A1": ("permis A1", "permis 125"),
    "permis_A2": ("permis A2", "Permis A2 moto"),
    "permis_A": ("permis A", "permis moto"),
    "permis_B1": ("permis B1", "PERMIS B1"),
    "permis_B": ("permis B", "permis VL", "permis de conduire", "Permis voiture", "permis B."),
    "permis_B78": ("permis B78", "permis B boîte automatique"),
    "permis_B96": ("permis B96", "formation B96"),
    "permis_BE": ("permis BE", "permis EB", "permis remorque"),
    "permis_C1": ("permis C1", "Permis  C1"),
    "permis_C1E": ("permis C1E", "permis C1 / C1E"),
    "permis_C": ("permis C", "permis PL", "permis poids lourd", "permis poids-lourds"),
    "permis_CE": ("permis CE", "permis EC", "permis super lourd", "permis SPL", "permis E(C)"),
    "permis_D1": ("permis D1", "permis minibus"),
    "permis_D": ("permis D", "permis transport en commun", "permis bus"),
    "permis_DE": ("permis DE et FIMO", "permis ED"),
    "permis_bateau": ("permis bateau", "permis côtier", "permis fluvial"),
    "FIMO": ("FIMO", "FIMO marchandises", "formation initiale minimale obligatoire"),
    "FCO": ("FCO", "FCO marchandises", "formation continue obligatoire"),
    "FIMO_voyageurs": ("FIMO voyageurs", "FIMO transport de voyageurs"),
    "FCO_voyageurs": ("FCO voyageurs", "FCO transport de voyageurs"),
    "carte_conducteur": ("carte conducteur", "carte chronotachygraphe", "carte tachygraphe"),
    "ADR": ("ADR", "ADR de base", "formation ADR"),
    "ADR_citerne": ("ADR citerne", "ADR citernes"),
    "ADR_classe_1": ("ADR classe 1", "ADR cl. 1"),
    "ADR_classe_7": ("ADR classe 7", "ADR radioactif"),
    "carte_taxi": ("carte professionnelle de taxi", "certificat de capacité taxi"),
    "carte_VTC": ("carte VTC", "carte professionnelle VTC"),
    "capacite_transport": ("capacité de transport", "attestation de capacité transport"),
    "DEA": ("diplôme d'État d'ambulancier", "diplôme ambulancier"),
    "auxiliaire_ambulancier": ("auxiliaire ambulancier", "diplôme auxiliaire ambulancier"),
    "attestation_prefectorale_ambulance": (
        "attestation préfectorale",
        "visite médicale préfectorale",
    ),
    "CACES": ("CACES", "permis cariste", "CACES chariot élévateur"),
    "CACES_R489_1": ("CACES 1", "CACES R389 cat. 1", "CACES R489 catégorie 1"),
    "CACES_R489_2": ("CACES 2", "R389 catégorie 2"),
    "CACES_R490": ("CACES R490", "CACES R390", "CACES grue auxiliaire"),
    "habilitation_electrique": (
        "habilitation électrique",
        "habilitations électriques",
        "hab. élec",
    ),
    "habilitation_electrique_H0B0": ("H0B0", "H0-B0", "B0/H0V", "habilitation B0"),
    "habilitation_electrique_BF_HF": ("habilitation BF", "habilitation BF-HF"),
    "habilitation_electrique_BS": ("habilitation BS", "habilitations électriques BS, BR"),
    "habilitation_electrique_BE": ("habilitation BE", "habilitation électrique BE"),
    "habilitation_electrique_BE_manoeuvre": ("BE manœuvre", "BS / BE Manoeuvre"),
    "habilitation_electrique_BE_mesurage": ("BE mesurage", "habilitation BE mesurage"),
    "habilitation_electrique_BE_essai": ("habilitation BE essai", "habilitation BR, BE essais"),
    "habilitation_electrique_BE_verification": (
        "habilitation BE vérification",
        "habilitation électrique BE vérification",
    ),
    "habilitation_electrique_B1": ("habilitation B1", "habilitations électriques B1, B2"),
    "habilitation_electrique_B1V": ("B1V", "habilitation B1V", "B1V/BR"),
    "habilitation_electrique_B2": ("habilitation B2", "habilitation électrique B2"),
    "habilitation_electrique_B2V": ("B2V", "habilitations B2V-BR-BC"),
    "habilitation_electrique_BR": ("habilitation BR", "B1V BR"),
    "habilitation_electrique_BC": ("habilitation BC", "BR/BC"),
    "habilitation_electrique_BP": ("habilitation BP", "BP photovoltaïque"),
    "habilitation_electrique_H1": ("habilitation H1", "habilitation électrique H1"),
    "habilitation_electrique_H1V": ("H1V", "habilitation H1V"),
    "habilitation_electrique_H2": ("habilitation H2", "habilitation électrique H2"),
    "habilitation_electrique_H2V": ("H2V", "habilitations H1V, H2V"),
    "habilitation_electrique_HC": ("habilitation HC", "habilitation électrique HC"),
    "habilitation_vehicule_electrique": ("B2VL", "habilitation véhicules électriques"),
    "SST": ("SST", "sauveteur secouriste du travail", "certificat SST"),
    "PSC1": ("PSC1", "prévention et secours civiques", "AFPS"),
    "PSE1": ("PSE1", "PSE 1"),
    "PSE2": ("PSE2", "PSE 2"),
    "AFGSU_1": ("AFGSU 1", "AFGSU niveau 1"),
    "AFGSU_2": ("AFGSU 2", "AFGSU", "AFGSU niveau 2"),
    "risque_chimique_N1": (
        "risque chimique N1",
        "N1 risque chimique",
        "risques chimiques niveau 1",
    ),
    "risque_chimique_N2": ("risque chimique N2", "risque chimique niveau 2"),
    "ATEX": ("habilitation ATEX", "formation ATEX"),
    "ATEX_0": ("ATEX 0", "ATEX niveau 0"),
    "ATEX_1": ("ATEX 1", "habilitation ATEX niveau 1"),
    "ATEX_2": ("ATEX 2", "ATEX niveau 2"),
    "ISM_ATEX": ("ISM-ATEX", "certification ISM ATEX"),
    "AIPR": ("AIPR", "autorisation d'intervention à proximité des réseaux"),
    "travail_en_hauteur": ("habilitation travail en hauteur", "formation harnais"),
    "echafaudage_R408": ("R408", "échafaudage R408", "habilitation montage échafaudage"),
    "echafaudage_R457": ("R457", "formation échafaudage roulant"),
    "CATEC": ("CATEC", "habilitation espaces confinés"),
    "amiante_SS3": ("amiante SS3", "amiante sous-section 3"),
    "amiante_SS4": ("amiante SS4", "sous-section 4"),
    "plomb": ("habilitation plomb", "formation plomb"),
    "ARI": ("ARI", "port de l'ARI", "appareil respiratoire isolant"),
    "HN1": ("HN1", "habilitation nucléaire 1"),
    "HN2": ("HN2", "habilitation nucléaire HN2"),
    "HN3": ("HN3", "HN 3"),
    "SCN1": ("SCN1", "savoir commun du nucléaire", "SCN niveau 1"),
    "SCN2": ("SCN2", "SCN 2"),
    "CSQ": ("CSQ", "complément sûreté qualité", "QSP"),
    "RP1": ("RP1", "PR1", "radioprotection niveau 1"),
    "RP2": ("RP2", "PR2", "radioprotection niveau 2"),
    "SSIAP_1": ("SSIAP 1", "SSIAP", "SSIAP niveau 1"),
    "SSIAP_2": ("SSIAP 2", "SSIAP2"),
    "SSIAP_3": ("SSIAP 3", "SSIAP niveau 3"),
    "CQP_APS": ("CQP APS", "TFP APS", "titre APS"),
    "carte_pro_CNAPS": ("carte professionnelle CNAPS", "carte pro sécurité", "CNAPS"),
    "carte_pro_cynophile": ("carte professionnelle cynophile", "CQP agent cynophile"),
    "carte_BTP": ("carte BTP", "carte d'identification professionnelle BTP"),
    "GIES_1": ("GIES 1", "GIES niveau 1"),
    "GIES_2": ("GIES 2", "GIES2"),
    "elingage": ("formation élingage", "habilitation élingueur"),
    "licence_soudure_111": ("licence 111", "licence ARC", "qualification électrode enrobée"),
    "licence_soudure_131": ("licence 131", "licence MIG"),
    "licence_soudure_135": ("licence 135", "licence MAG", "licence semi-auto"),
    "licence_soudure_136": ("licence 136", "licence fil fourré"),
    "licence_soudure_138": ("licence 138", "qualification 138"),
    "licence_soudure_141": ("licence 141", "licence TIG", "qualification TIG"),
    "licence_soudure_311": ("licence 311", "licence chalumeau"),
    "licence_soudure": ("licence de soudure", "licences soudure", "qualification soudeur"),
    "CFBS": ("CFBS", "STCW", "certificat de formation de base à la sécurité"),
    "CAEERS": ("CAEERS", "certificat d'aptitude à l'exploitation des embarcations"),
    "HACCP": ("HACCP", "formation HACCP", "H.A.C.C.P"),
    "permis_exploitation": ("permis d'exploitation", "permis exploitation"),
    "DEAS": ("DEAS", "diplôme d'État d'aide-soignant", "diplôme aide-soignante"),
    "DEAES": ("DEAES", "diplôme d'accompagnant éducatif et social", "diplôme AES"),
    "DEAVS": ("DEAVS", "diplôme d'auxiliaire de vie"),
    "DEAMP": ("DEAMP", "diplôme d'aide médico-psychologique"),
    "ADVF": ("ADVF", "titre professionnel assistant de vie aux familles"),
    "MCAD": ("MCAD", "mention complémentaire aide à domicile"),
    "CAP_AEPE": ("CAP AEPE", "CAP petite enfance"),
    "DEAP": ("DEAP", "diplôme d'auxiliaire de puériculture"),
    "DEEJE": ("DEEJE", "diplôme d'éducateur de jeunes enfants"),
    "DEI": ("diplôme d'État d'infirmier", "diplôme infirmier"),
    "agrement_assistant_maternel": (
        "agrément assistante maternelle",
        "agrément assistant maternel",
    ),
    "BAFA": ("BAFA", "brevet d'aptitude aux fonctions d'animateur"),
    "BAFD": ("BAFD", "brevet d'aptitude aux fonctions de directeur"),
    "BPJEPS": ("BPJEPS", "BP JEPS"),
    "BNSSA": ("BNSSA", "brevet national de sécurité et de sauvetage aquatique"),
    "BP_coiffure": ("BP coiffure", "brevet professionnel de coiffure"),
    "CAP_coiffure": ("CAP coiffure", "CAP de coiffure"),
    "CAP_esthetique": ("CAP esthétique", "CAP esthétique cosmétique"),
    "certibiocide": ("certibiocide", "certi-biocide"),
    "certiphyto": ("certiphyto", "certi-phyto"),
    "CAPTAV": ("CAPTAV", "transport animaux vivants"),
    "attestation_fluides": (
        "attestation d'aptitude fluides frigorigènes",
        "habilitation fluides frigorigènes",
    ),
    "habilitation_gaz": ("habilitation gaz", "professionnel gaz"),
    "controle_technique": ("agrément contrôleur technique", "agrément de contrôleur technique"),
    "enseignant_conduite": ("BEPECASER", "titre ECSR"),
    "autorisation_conduite": ("autorisation de conduite", "autorisation interne de conduite"),
}


def _of_caces(code: str) -> tuple[str, ...]:
    """`CACES_R482_B1`: the recommendation written in three ways."""
    _, recommendation, category = code.split("_")
    return (
        f"CACES {recommendation} catégorie {category}",
        f"{recommendation} cat. {category}",
        f"caces {recommendation.lower()} {category.lower()}"
        if category not in ("A", "C", "D", "E")
        else f"CACES {recommendation}-{category}",
    )


NAMED = [(code, words) for code in catalogue() for words in WORDINGS.get(code) or _of_caces(code)]


@pytest.mark.parametrize(("code", "words"), NAMED)
def test_a_name_gives_the_code(code: str, words: str) -> None:
    assert code in licence_codes(words)


def test_each_code_has_two_names_at_least() -> None:
    assert all(len(set(words)) >= 2 for words in WORDINGS.values())
    assert set(WORDINGS) <= set(catalogue())


@pytest.mark.parametrize(
    ("former", "code"),
    [
        ("CACES R389 catégorie 5", "CACES_R489_5"),
        ("CACES R372m catégorie 1", "CACES_R482_A"),
        ("R372 cat. 9", "CACES_R482_F"),
        ("CACES R372m cat. 8", "CACES_R482_E"),
        ("CACES R386 3B", "CACES_R486_B"),
        ("CACES R386 1A", "CACES_R486_A"),
        ("CACES R366 catégorie 2", "CACES_R485_2"),
        ("CACES R377m catégorie 3", "CACES_R487_3"),
        ("CACES R383m catégorie 2", "CACES_R483_B"),
        ("CACES R318 catégorie 1", "CACES_R484_1"),
        ("CACES R390", "CACES_R490"),
        ("PR1-CC", "RP1"),
    ],
)
def test_a_former_name_gives_the_code_of_today(former: str, code: str) -> None:
    assert code in licence_codes(former)


@pytest.mark.parametrize(
    "words",
    [
        "zone ATEX",
        "permis de feu",
        "le bureau d'études (BE) essais",
        "le BE mesure les écarts",
        "ce métier a permis à chacun de grandir",
        "permis d'aménager",
        "licence de mathématiques",
        "soudage TIG et MIG",
    ],
)
def test_words_that_name_no_certificate(words: str) -> None:
    assert licence_codes(words) == ()


def test_a_validity_known_from_general_practice_is_marked_to_confirm() -> None:
    notes = {row["code"]: row["validity_note"] for row in read_rows("licences.csv")}
    assert notes["SCN1"] == notes["risque_chimique_N1"] == "à confirmer"
    assert notes["CACES_R489_3"] == notes["SST"] == notes["FIMO"] == ""
    months = {row["code"]: row["validity_months"] for row in read_rows("licences.csv")}
    assert all(months[code] for code, note in notes.items() if note)
