"""Work histories in people's words: jobs with their length, and what must not be shown."""

import pytest

from ingestion.candidates.experiences import read_experience


@pytest.mark.parametrize(
    ("item", "title", "months", "start", "end"),
    [
        ("soudeur (46 mois, 2008-2014)", "soudeur", 46, 2008, 2014),
        ("soudeur (46 mois, 2008-2014, intérim)", "soudeur", 46, 2008, 2014),
        ("routier (19 ans)", "routier", 228, None, None),
        ("Couvreur (3 ans et demi)", "Couvreur", 42, None, None),
        ("grutier (2 ans 6 mois)", "grutier", 30, None, None),
        ("grutier (264 mois, soit 22 ans)", "grutier", 264, None, None),
        ("serveur (6 saisons, 2009-2018)", "serveur", 24, 2009, 2018),
        ("facteur (2 étés, 2024 et 2025)", "facteur", 4, 2024, 2025),
        ("stage crèche 6 semaines", "stage crèche", 1, None, None),
        ("stages (2 x 8 semaines)", "stages", 4, None, None),
        ("bénévole (depuis 2022)", "bénévole", None, 2022, None),
        ("maçon plusieurs années", "maçon plusieurs années", None, None, None),
        ("caissière 2000-2006", "caissière", 72, 2000, 2006),
        ("remplacements école (2016-2021)", "remplacements école", None, 2016, 2021),
        ("peintre (un an, Liban)", "peintre", 12, None, None),
        ("vendeuse", "vendeuse", None, None, None),
        ("caisse (stage)", "caisse (stage)", None, None, None),
        ("vigneron (9999 mois)", "vigneron", None, None, None),
        ("ouvrier (2014-2008)", "ouvrier", None, None, None),
        ("aide à domicile (28 mois, 2019-2021, CDD)", "aide à domicile", 28, 2019, 2021),
        ("plonge en extra (1 an et 7 mois)", "plonge en extra", 19, None, None),
        ("plonge en extra (2016-2021)", "plonge en extra", None, 2016, 2021),
        ("routier (2 ans et 24 mois)", "routier", 24, None, None),
        ("hôtesse de caisse été 2024", "hôtesse de caisse", None, 2024, 2024),
        ("lingère depuis 2019", "lingère", None, 2019, None),
        ("couvreur 2016", "couvreur", None, 2016, 2016),
    ],
)
def test_reads_the_title_the_months_and_the_years(
    item: str, title: str, months: int | None, start: int | None, end: int | None
) -> None:
    (job,) = read_experience(item).jobs
    assert (job.title, job.months, job.start_year, job.end_year) == (title, months, start, end)


def test_two_jobs_in_one_item_and_one_job_in_two_spells() -> None:
    both = read_experience("aide-cuisinier (9 ans) puis chef (13 ans, 2008-2021) fermeture").jobs
    assert [(job.title, job.months) for job in both] == [("aide-cuisinier", 108), ("chef", 156)]
    (once,) = read_experience("tri de colis (3 mois, 2024), (2 mois, fin 2025)").jobs
    assert (once.title, once.months, once.start_year, once.end_year) == (
        "tri de colis",
        5,
        2024,
        2025,
    )


@pytest.mark.parametrize(
    "item",
    [
        "congé parental 2021-2025",
        "congé 2021",
        "cours 2019",
        "sans emploi",
        "mère au foyer",
        "a élevé 3 enfants",
        "ACI non",
    ],
)
def test_a_gap_is_no_job(item: str) -> None:
    history = read_experience(item)
    assert history.jobs == ()
    assert history.gaps == (item,)


@pytest.mark.parametrize(
    "item",
    [
        "détention 2019-2022",
        "arrêt maladie 2 ans",
        "dépression (2018)",
        "hospitalisé en 2020",
        "ménage chez des voisins au noir",
        "plonge (non déclaré)",
        "chauffeur clandestin",
        "accident du travail 2019",
        "RSA depuis 2015",
    ],
)
def test_what_says_too_much_is_withheld_whole(item: str) -> None:
    history = read_experience(item)
    assert history.jobs == ()
    assert history.withheld == (item,)


@pytest.mark.parametrize(
    ("item", "title", "months", "withheld"),
    [
        ("couvreur (27 ans, 1990-2017) inapte depuis", "couvreur", 324, "inapte depuis"),
        ("cariste RQTH (24 mois)", "cariste", 24, "RQTH"),
        ("cariste (24 mois, RQTH)", "cariste", 24, "RQTH"),
        ("jardinier en prison (6 mois)", "jardinier", 6, "en prison"),
    ],
)
def test_the_job_is_kept_without_the_words_that_say_too_much(
    item: str, title: str, months: int, withheld: str
) -> None:
    history = read_experience(item)
    (job,) = history.jobs
    assert (job.title, job.months) == (title, months)
    assert history.withheld == (withheld,)


@pytest.mark.parametrize(
    "item", ["foot", "Gaming", "salle de sport", "foot et jeux vidéo", "foot (2019)"]
)
def test_a_pastime_is_no_job(item: str) -> None:
    assert read_experience(item).jobs == ()
    assert read_experience(item).gaps == (item,)


@pytest.mark.parametrize("item", ["foot (3 ans)", "entraîneur de foot", "éducateur sportif, foot"])
def test_work_in_sports_is_work(item: str) -> None:
    assert len(read_experience(item).jobs) == 1


@pytest.mark.parametrize(
    "item",
    [
        "surveillant pénitentiaire (24 mois)",
        "auxiliaire de vie auprès de personnes handicapées (3 ans)",
        "agent de service en hôpital psychiatrique (2 ans)",
        "soudeur TIG (18 mois)",
        "vendeuse allergènes et vrac (1 an)",
        "aide-soignante, lève-malade (1 an)",
    ],
)
def test_a_trade_of_health_or_justice_is_a_trade(item: str) -> None:
    history = read_experience(item)
    assert len(history.jobs) == 1
    assert history.withheld == ()


def test_care_given_in_the_family_counts_without_saying_for_whom() -> None:
    (job,) = read_experience("aidante de sa mère dépendante (4 ans, 2019-2023)").jobs
    assert (job.title, job.months) == ("aidante familiale", 48)
