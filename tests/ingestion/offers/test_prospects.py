"""What may follow a contract, its renewal and its trial."""

import pytest

from ingestion.lexicon import cut
from ingestion.offers.prospects import is_renewable, prospect, trial_days
from models.fiche import Prospect


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("CDD évolutif vers un CDI", Prospect.POSSIBLE),
        ("CDD pouvant déboucher sur un CDI", Prospect.POSSIBLE),
        ("Possibilité d'embauche", Prospect.POSSIBLE),
        ("CDI possible à terme", Prospect.POSSIBLE),
        ("Intérim en vue d'une embauche en CDI", Prospect.YES),
        ("CDD de 3 mois puis CDI", Prospect.YES),
        ("CDI à la clé", Prospect.YES),
        ("Contrat sans possibilité de CDI", Prospect.NO),
        ("CDD non renouvelable", Prospect.NO),
        ("Poste en CDI", None),
    ],
)
def test_prospect(text: str, value: Prospect | None) -> None:
    found = prospect(cut(text))
    assert (found.value if found else None) is value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("CDD de 6 mois renouvelable", True),
        ("Possibilité de prolongation", True),
        ("Contrat non renouvelable", False),
        ("Technicien en énergies renouvelables", None),
        ("Période d'essai de 2 mois renouvelable", None),
    ],
)
def test_renewal(text: str, value: bool | None) -> None:
    found = is_renewable(cut(text))
    assert (found.value if found else None) is value


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Période d'essai de 2 mois", 60),
        ("Période d'essai : 15 jours", 15),
        ("1 mois d'essai", 30),
        ("Sans période d'essai", 0),
        ("Essai professionnel avant embauche", None),
    ],
)
def test_trial(text: str, days: int | None) -> None:
    found = trial_days(cut(text))
    assert (found.value if found else None) == days
