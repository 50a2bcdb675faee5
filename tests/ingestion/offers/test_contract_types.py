"""What type of contract a text offers, among all the types that it names."""

import pytest

from ingestion.lexicon import cut
from ingestion.offers.contract_types import DISPUTED, FIRM, contract_type
from models.vocabulary import ContractType

CDI, CDD, TEMP = ContractType.CDI, ContractType.CDD, ContractType.TEMP
SEASONAL, STUDY = ContractType.SEASONAL, ContractType.WORK_STUDY


def read(text: str) -> ContractType | None:
    found = contract_type(cut(f"Cariste\n{text}"), len("Cariste"))
    return found.value if found else None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Poste en CDI, temps plein.", CDI),
        ("CDD de 6 mois évoluant en CDI.", CDD),
        ("CDD pouvant déboucher sur un CDI.", CDD),
        ("Intérim puis CDI possible.", TEMP),
        ("Poste à pourvoir en CDI intérimaire.", CDI),
        ("CDII avec notre agence.", CDI),
        ("Mission de 3 mois renouvelable.", TEMP),
        ("Mission d'une semaine à Gravelines.", TEMP),
        ("Missions à la semaine, renouvelables.", TEMP),
        ("Contrat de travail temporaire de deux mois.", TEMP),
        ("Durée de la mission : 4 semaines.", TEMP),
        ("Date de mission : du 03/11/2025 au 12/12/2025.", TEMP),
        ("Salaire : 12,50 €/h + 10 % IFM + 10 % CP.", TEMP),
        ("Vos missions : conduire un chariot et charger les camions.", None),
        ("Vous assurez l'intérim du chef d'équipe pendant ses congés.", None),
        ("Gestion des intérimaires et de leurs heures.", None),
        ("Nordjob Intérim recherche pour son client un cariste.", None),
        ("Notre réseau recrute en CDI, CDD et intérim dans tous les secteurs.", None),
        ("Type de contrat : intérim, CDD, CDI.", None),
        ("Client à Dunkerque, cariste en vue d'une embauche en CDI.", CDI),
        ("Intérim en vue d'une embauche en CDI.", TEMP),
        ("Équipe : un chef, deux apprentis. Poste en CDI.", CDI),
        ("Expérience réussie (stage, alternance ou emploi). Contrat : CDI.", CDI),
        ("Contrat en alternance de 12 mois.", STUDY),
        ("*** SAISON HIVER 2026-2027 ***", SEASONAL),
        ("CDD saisonnier, 39h", SEASONAL),
        ("Nous cherchons des saisonniers : emploi saisonnier à Bray-Dunes.", SEASONAL),
        ("Rencontrez-nous au forum de l'emploi saisonnier. Poste en CDD de 2 mois.", CDD),
        ("Vous composez des menus de saison.", None),
        ("Prime dès 400 heures travaillées en intérim. Poste en CDD de 3 mois.", CDD),
        ("Poste basé en agence, CDI à pourvoir rapidement.", CDI),
        ("Remplacement : poste proposé en CDD.", CDD),
        ("Contrat à durée déterminée d'insertion (CDDI) de 4 mois.", ContractType.CDDI),
        ("CDD insertion (CDDI)", ContractType.CDDI),
        ("CDD insertion, 26h", ContractType.CDDI),
        ("Type de contrat : CDD (insertion) de 5 mois", ContractType.CDDI),
        ("CDD insertion professionnelle des jeunes", CDD),
    ],
)
def test_type(text: str, kind: ContractType | None) -> None:
    assert read(text) is kind


def test_the_trust_says_how_firmly_the_text_speaks() -> None:
    firm = contract_type(cut("Type de contrat : CDI"))
    season = contract_type(cut("Poste à pourvoir pour la saison"))
    assert firm is not None
    assert season is not None
    assert (firm.confidence, season.confidence) == (FIRM, DISPUTED)
