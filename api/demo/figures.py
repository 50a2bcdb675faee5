"""The page that sets the fictitious participants beside the figures they were calibrated on.

`python -m api.demo.figures [FILE]` writes it (standard output without FILE).
"""

import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from random import Random

from api.demo.calibration import PARTICIPANTS, TARGETS
from api.demo.catalogue import trades
from api.demo.lives import draw_lives
from api.demo.offers import offers
from api.demo.people import SEED, Row, people
from models.vocabulary import Domain

REFERENCE_DAY = date(2026, 11, 23)
HOLDS_B = {"B", "permis B", "VL"}
MOTOR = {"voiture", "deux-roues"}
CONTRACTS = {"MIS": "Intérim", "CDD": "CDD", "CDI": "CDI", "SAI": "Saisonnier", "DDI": "CDDI"}


def items(cell: str) -> list[str]:
    """The items of a list cell, trimmed."""
    return [item.strip() for item in cell.split("|") if item.strip()]


def driving(row: Row) -> str:
    """State of the permis B as the row says it: held, progress, none or unknown."""
    found = items(row["Permis et habilitations"])
    if not found:
        return "unknown"
    if any("B en cours" in item for item in found):
        return "progress"
    return "held" if HOLDS_B & set(found) else "none"


def main_means(row: Row) -> str:
    """`motor`, `bus`, `no_means`, `doux` or `unknown`: the best means that the row names."""
    modes = {mode.lower() for mode in items(row["Locomotion"])}
    for key, words in (("motor", MOTOR), ("bus", {"bus"}), ("no_means", {"aucun"})):
        if modes & words:
            return key
    return "doux" if modes else "unknown"


def age_on(row: Row, today: date) -> int:
    day, month, year = (int(part) for part in row["Date de naissance"].split("/"))
    return today.year - year - ((today.month, today.day) < (month, day))


def measure(rows: Sequence[Row], today: date) -> Counter[str]:
    """How many people each figure counts, read from the rows alone."""
    counts: Counter[str] = Counter()
    for row in rows:
        statuses = items(row["Statuts"])
        counts["women"] += row["Civilité"] in ("Mme", "Madame")
        counts["young"] += age_on(row, today) < 26
        counts["qpv"] += row["QPV"] == "oui"
        for key, name in (("rsa", "RSA"), ("civis", "CIVIS"), ("deld", "DELD"), ("rqth", "RQTH")):
            counts[key] += name in statuses
        counts[f"permis_{driving(row)}"] += 1
        counts[main_means(row)] += 1
    return counts


def page(today: date = REFERENCE_DAY) -> str:
    """The page, in French Markdown: targets beside what the seed gives, then the trades."""
    rows = people(today=today)
    counts = measure(rows, today)
    lines = [
        "# Données de démonstration : calage des participants fictifs",
        "",
        f"Page écrite par `python -m api.demo.figures` (graine {SEED}, {len(rows)} participants, "
        f"au {today:%d/%m/%Y}).",
        "Les chiffres visés viennent du rapport d'activité 2009 du PLIE (1 387 entrées) et, pour la"
        " mobilité, des jeunes suivis par la mission locale. Personne ici n'est réel.",
        "",
        "| Chiffre | Visé | Obtenu | Écart (points) |",
        "| --- | ---: | ---: | ---: |",
    ]
    for target in TARGETS:
        share = counts[target.key] / len(rows)
        gap = 100 * (share - target.share)
        cells = (
            target.label,
            _percent(target.share),
            _percent(share),
            f"{round(gap, 2) + 0.0:+.2f}".replace(".", ","),
        )
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join([*lines, "", *_trades(today), "", *_offers(today), ""])


def _percent(share: float) -> str:
    return f"{100 * share:.2f} %".replace(".", ",")


def _trades(today: date) -> list[str]:
    lives = draw_lives(Random(SEED), PARTICIPANTS, today)
    people_by = Counter(life.trade.domain for life in lives)
    women_by = Counter(life.trade.domain for life in lives if life.woman)
    lines = [
        f"Premiers projets : {len(trades())} métiers, tirés selon le sexe et l'âge.",
        "",
        "| Domaine | Métiers | Participants | Dont femmes |",
        "| --- | ---: | ---: | ---: |",
    ]
    for domain in dict.fromkeys(trade.domain for trade in trades()):
        many = sum(trade.domain is domain for trade in trades())
        women = _percent(women_by[domain] / people_by[domain])
        lines.append(f"| {domain.label} | {many} | {people_by[domain]} | {women} |")
    return lines


def _offers(today: date) -> list[str]:
    """Contracts by domain, counted on the terms behind the offers that have a code."""
    domains = {trade.rome: trade.domain for trade in trades()}
    counts: Counter[tuple[Domain, str]] = Counter()
    drawn = offers(today=today)
    for offer in drawn:
        if "romeCode" in offer:
            counts[domains[offer["romeCode"]], CONTRACTS.get(offer["typeContrat"], "CDD")] += 1
    names = list(dict.fromkeys(CONTRACTS.values()))
    coded = sum(counts.values())
    lines = [
        f"Offres : {len(drawn)}, dont {coded} avec code ROME et contrat (les autres disent tout en "
        "mots), plus les fichiers d'exemple lus en direct.",
        "",
        f"| Domaine | {' | '.join(names)} |",
        f"| --- |{' ---: |' * len(names)}",
    ]
    for domain in dict.fromkeys(domains.values()):
        lines.append(f"| {domain.label} | {' | '.join(str(counts[domain, n]) for n in names)} |")
    return lines


def main() -> None:
    text = page()
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
