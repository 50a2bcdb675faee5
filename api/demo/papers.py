"""Licences, certificates, means of transport and reach of the fictitious participants."""

from datetime import date
from random import Random

from api.demo.catalogue import trade_by_key
from api.demo.draw import chance
from api.demo.lives import Life
from api.demo.situations import Situation

FORKLIFT = "CACES R489"
HEAVY = ("C", "CE", "D", "FIMO", "FCO", "carte conducteur", "ADR base", "BE")
"""What nobody holds without the permis B."""
EXPIRES_IN_YEARS = {"CACES": 5, "FCO": 5, "FIMO": 5, "SST": 2, "AFGSU": 4, "ADR": 5, "SSIAP": 3}
NO_LICENCE = ("aucun", "aucun", "pas de permis", "néant", "sans permis", "aucun")
LOST_LICENCE = ("B (suspendu)", "B annulé 2024", "permis étranger à échanger")
COMMON = {"SST": 0.05, "PSC1": 0.05}


def licences(rng: Random, life: Life, situation: Situation, today: date) -> str:
    """The cell `Permis et habilitations`; empty only where nothing is known."""
    if situation.driving == "unknown":
        return ""
    held = _certificates(rng, life, situation)
    items = [_driving(rng, life, situation)] if situation.driving != "none" else []
    items += _merged_forklift(rng, held, today)
    if situation.means == "deux-roues" and chance(rng, 0.8):
        items.append(rng.choice(("AM", "AM", "BSR")))
    if situation.driving == "none" and not items:
        return rng.choice(LOST_LICENCE) if chance(rng, 0.03) else rng.choice(NO_LICENCE)
    if situation.driving == "none" and chance(rng, 0.5):
        items.insert(0, "pas de permis B")
    return rng.choice(("|", "|", " | ")).join(items)


def _driving(rng: Random, life: Life, situation: Situation) -> str:
    if situation.driving == "held":
        return rng.choice(("B", "B", "B", "B", "permis B", "B ", "VL"))
    if life.age < 30 and chance(rng, 0.3):
        return rng.choice(("code obtenu, B en cours", "B en cours (conduite)"))
    return rng.choice(("B en cours", "B en cours", "permis B en cours"))


def _certificates(rng: Random, life: Life, situation: Situation) -> list[str]:
    """Those of the trade, likelier with experience, and a few of the neighbouring trade."""
    skilled = life.experience / (life.experience + 6)
    chances = {name: share * (0.35 + 0.65 * skilled) for name, share in life.trade.held.items()}
    if life.experience and any(name in HEAVY for name in chances):
        chances = {
            n: (life.trade.held[n] if n in ("C", "CE", "D") else p) for n, p in chances.items()
        }
    if life.second and chance(rng, 0.55):
        for name, share in trade_by_key()[life.second.key].held.items():
            chances.setdefault(name, 0.45 * share)
    for name, share in COMMON.items():
        chances.setdefault(name, share)
    found = [name for name, share in chances.items() if chance(rng, share)]
    if situation.driving != "held" or life.age < 21:
        found = [name for name in found if name not in HEAVY]
    if "CE" in found and "C" not in found:
        found.append("C")
    if not {"C", "D"} & set(found):
        found = [name for name in found if name not in ("FIMO", "FCO", "carte conducteur")]
    if "FCO" in found and "FIMO" in found:
        found.remove("FIMO")
    return found


def _merged_forklift(rng: Random, names: list[str], today: date) -> list[str]:
    """Forklift categories are often noted together: `CACES 1,3,5`."""
    forklift = sorted(name.split()[-1] for name in names if name.startswith(FORKLIFT))
    if len(forklift) < 2 or chance(rng, 0.4):
        return [_with_date(rng, name, today) for name in names]
    joined = ",".join(forklift)
    words = rng.choice(
        (f"CACES {joined}", f"CACES R489 {joined}", f"caces {'-'.join(forklift)}", f"R489 {joined}")
    )
    others = [_with_date(rng, name, today) for name in names if not name.startswith(FORKLIFT)]
    return [_with_date(rng, words, today), *others]


def _with_date(rng: Random, words: str, today: date) -> str:
    """With an end of validity, sometimes past, where the certificate has one."""
    years = next((n for key, n in EXPIRES_IN_YEARS.items() if key.lower() in words.lower()), None)
    if years is None and "R489" not in words:
        return words
    years = years or 5
    dice = rng.random()
    if dice < 0.46:
        return words
    if dice < 0.84:
        end = rng.randint(1, years * 12 - 1)
        month = today.month - 1 + end
        return f"{words} (→ {month % 12 + 1:02d}/{today.year + month // 12})"
    if dice < 0.95:
        return f"{words} (périmé {today.year - rng.randint(1, 6)})"
    return f"{words} à renouveler"


MEANS_CELLS = {
    "voiture": ("voiture", "voiture", "voiture", "voiture|vélo", "voiture|bus", "Voiture"),
    "deux-roues": ("deux-roues", "deux-roues|bus", "deux-roues"),
    "bus": ("bus", "bus", "bus|à pied", "vélo|bus", "bus|vélo", "bus | à pied"),
    "doux": ("vélo", "à pied", "vélo|à pied", "à pied|vélo"),
    "aucun": ("aucun",),
    "inconnu": ("",),
}


def travel(rng: Random, situation: Situation) -> tuple[str, str]:
    """(locomotion, longest trip): kilometres for some drivers, minutes for the others."""
    cell = rng.choice(MEANS_CELLS[situation.means])
    if chance(rng, 0.12):
        return cell, ""
    if situation.means == "voiture":
        kilometres = rng.choice((15, 20, 25, 30, 30, 40, 50))
        minutes = rng.choice((30, 30, 40, 45, 60))
        return cell, f"{kilometres} km" if chance(rng, 0.45) else str(minutes)
    if situation.means in ("doux", "aucun"):
        return cell, str(rng.choice((15, 20, 20, 30, 30)))
    return cell, rng.choice(("30", "30", "40", "45", "45", "60", "45 min", "1h"))
