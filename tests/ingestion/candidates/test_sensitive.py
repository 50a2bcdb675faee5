"""Words on health, justice and status go out of a title; the trade stays."""

import pytest

from ingestion.candidates.sensitive import cut_sensitive, says_too_much


@pytest.mark.parametrize(
    ("item", "rest", "taken"),
    [
        ("Cariste (RQTH)", "Cariste", ("RQTH",)),
        ("Cariste RQTH", "Cariste", ("RQTH",)),
        ("RQTH : cariste", "cariste", ("RQTH",)),
        ("Cariste (RQTH", "Cariste", ("RQTH",)),
        ("Cariste - RQTH depuis 2019", "Cariste", ("RQTH depuis 2019",)),
        ("Cariste (RQTH, dos fragile)", "Cariste", ("RQTH, dos fragile",)),
        ("Cariste, suite hernie discale", "Cariste", ("suite hernie discale",)),
        ("employé RQTH de bureau", "employé de bureau", ("RQTH",)),
        ("Agent d'entretien RQTH", "Agent d'entretien", ("RQTH",)),
        ("aide-soignante RQTH en EHPAD", "aide-soignante en EHPAD", ("RQTH",)),
        ("jardinier en prison", "jardinier", ("en prison",)),
        ("Agent d'accueil (bénéficiaire du RSA)", "Agent d'accueil", ("bénéficiaire du RSA",)),
        ("maçon RSA QPV", "maçon", ("RSA", "QPV")),
        ("cariste (24 mois, RQTH)", "cariste (24 mois)", ("RQTH",)),
        ("reconnu travailleur handicapé", "", ("reconnu travailleur handicapé",)),
        ("suivi psychiatrique", "", ("suivi psychiatrique",)),
        ("arrêt maladie 2 ans", "", ("arrêt maladie 2 ans",)),
    ],
)
def test_only_the_words_that_say_too_much_go(item: str, rest: str, taken: tuple[str, ...]) -> None:
    assert cut_sensitive(item) == (rest, taken)
    assert not says_too_much(rest)


@pytest.mark.parametrize(
    "trade",
    [
        "surveillant pénitentiaire",
        "auxiliaire de vie auprès de personnes handicapées",
        "éducateur de jeunes en rupture",
        "conseillère RSA",
        "Cariste (CACES 1, 3, 5)",
    ],
)
def test_a_trade_stays_whole(trade: str) -> None:
    assert cut_sensitive(trade) == (trade, ())
