"""The figures that the fictitious participants reproduce, with where they come from.

Source of every figure: activity report of the PLIE for 2009 (1,387 entries) and the mobility
of the young people followed by the mission locale.
"""

from dataclasses import dataclass

ENTRIES = 1387
PARTICIPANTS = 1400
OFFERS = 300


@dataclass(frozen=True, slots=True)
class Size:
    """How many participants and offers of the basin are made up."""

    people: int = PARTICIPANTS
    offers: int = OFFERS


FULL = Size()


@dataclass(frozen=True, slots=True)
class Target:
    """`part` out of `whole` people; `label` is how the figure is named in French."""

    key: str
    label: str
    part: float
    whole: float

    @property
    def share(self) -> float:
        return self.part / self.whole


TARGETS = (
    Target("women", "Femmes", 659, ENTRIES),
    Target("young", "Moins de 26 ans", 462, ENTRIES),
    Target("rsa", "Bénéficiaires du RSA", 489, ENTRIES),
    Target("civis", "CIVIS", 270, ENTRIES),
    Target("deld", "Demandeurs d'emploi de longue durée", 574, ENTRIES),
    Target("rqth", "Travailleurs handicapés (RQTH)", 65, ENTRIES),
    Target("qpv", "Habitants d'un quartier prioritaire", 481, ENTRIES),
    Target("permis_held", "Permis B", 34.75, 100),
    Target("permis_progress", "Permis B en cours", 10.31, 100),
    Target("permis_none", "Sans permis B", 51.78, 100),
    Target("permis_unknown", "Permis : non renseigné", 3.16, 100),
    Target("motor", "Voiture ou deux-roues", 24.82, 100),
    Target("bus", "Transports en commun", 55.24, 100),
    Target("no_means", "Aucun moyen de locomotion", 2.29, 100),
)

BY_KEY = {target.key: target for target in TARGETS}


def people_for(key: str, count: int) -> int:
    """How many of `count` people the figure named `key` makes."""
    return round(count * BY_KEY[key].share)
