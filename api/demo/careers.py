"""What the fictitious participants did, can do and studied, in their words or the advisor's."""

from collections.abc import Sequence
from datetime import date
from random import Random

from api.demo.catalogue import gendered, trade_by_key
from api.demo.draw import chance, weighted
from api.demo.lives import Life
from api.demo.spelling import typed

ODD_JOBS_MEN = (
    "distribution de prospectus",
    "saison betteraves",
    "aide sur les marchés",
    "gardien de parking l'été",
    "ramassage d'endives",
    "plonge en extra",
    "manutention déménagement",
    "monteur de chapiteaux",
    "vendangeur",
)
ODD_JOBS_WOMEN = (
    "garde d'enfants de la famille",
    "repassage",
    "animation goûter d'anniversaire",
    "caisse l'été",
    "distribution de prospectus",
    "saison lin et légumes",
    "aide aux devoirs",
    "mise sous pli",
    "inventaires de nuit",
)
PAUSES = (
    "immersion 2 semaines ({last})",
    "PMSMP 3 semaines {last}",
    "chantier d'insertion ({months} mois, {last})",
    "bénévolat épicerie solidaire",
    "bénévole au club de foot",
    "formation remise à niveau ({last})",
)
ADULT_PAUSES = (
    "sans activité depuis {year}",
    "pas d'emploi depuis {year}",
    "congé parental {year}-{next}",
    "a élevé ses enfants",
    "aide d'un parent malade ({year}-{next})",
)
YOUNG_PAUSES = (
    "service civique (8 mois, {last})",
    "stage de découverte (3 semaines, {last})",
    "stages au lycée (16 semaines)",
    "job d'été",
)
WORKS_FROM_AGE = 16
SOFT_SKILLS = (
    "ponctualité",
    "travail en équipe",
    "autonomie",
    "motivation",
    "sens du service",
    "bon relationnel",
    "rigueur",
    "débrouillard",
    "capacité d'apprendre",
)
GENERAL_LEVELS = {"2": 0.38, "3": 0.28, "4": 0.24, "5": 0.07, "6": 0.03}
LEVEL_SPELLINGS = {
    2: ("Infra 3", "Infra 3", "Infra 3", "VI", "Vbis", "V bis", "VI"),
    3: ("3", "3", "3", "V", "V", "3 (CAP)"),
    4: ("4", "4", "4", "IV", "Bac", "4"),
    5: ("5", "5", "III", "Bac+2"),
    6: ("6", "6", "II"),
}
GENERAL_DIPLOMAS = {
    2: ("CFG", "ASSR 2", "sans diplôme", "niveau 3e", "brevet des collèges"),
    3: ("brevet des collèges", "CAP petite mécanique (non obtenu)", "BEP sans l'examen", "CQP"),
    4: ("Bac STMG", "Bac ES", "Bac général", "Bac pro Commerce", "DAEU"),
    5: ("BTS non obtenu", "DEUG 1re année", "BTS Tourisme"),
    6: ("Licence de lettres", "Licence (diplôme étranger)", "Licence AES"),
}


def experiences(rng: Random, life: Life, today: date) -> str:
    """The list of a cell, most telling first; empty for one person in ten without experience."""
    lines: list[str] = []
    if life.experience:
        lines += _own_trade(rng, life, today)
    if chance(rng, 0.42):
        lines.append(_near_trade(rng, life, today))
    if chance(rng, 0.4 if life.experience else 0.7):
        jobs = ODD_JOBS_WOMEN if life.woman else ODD_JOBS_MEN
        lines.append(_dated(rng, rng.choice(jobs), rng.randint(1, 7), _end_year(rng, life, today)))
    if chance(rng, 0.38):
        lines.append(_pause(rng, life, today))
    if chance(rng, 0.3):
        rng.shuffle(lines)
    return _joined(rng, lines)


def _own_trade(rng: Random, life: Life, today: date) -> list[str]:
    jobs = 1 if life.experience < 10 else rng.choice((1, 2, 2, 3))
    shares = [rng.uniform(0.5, 1.5) for _ in range(jobs)]
    titles = rng.sample(life.trade.past, min(jobs, len(life.trade.past)))
    year = _end_year(rng, life, today)
    lines = []
    for title, share in zip(titles, shares, strict=False):
        months = max(1, round(life.experience * share / sum(shares)))
        if year - months / 12 < life.birth.year + WORKS_FROM_AGE:
            break
        lines.append(_dated(rng, gendered(title, life.woman), months, year))
        year -= max(1, round(months / 12)) + rng.randint(0, 2)
    return lines


def _near_trade(rng: Random, life: Life, today: date) -> str:
    near = [trade_by_key()[key] for key in life.trade.near]
    drives = life.experience > 0 and "C" in life.trade.held
    trade = rng.choice([each for each in near if drives or "C" not in each.held] or [life.trade])
    end = _end_year(rng, life, today)
    most = (end - life.birth.year - WORKS_FROM_AGE) * 9
    months = rng.randint(1, min(60, max(3, most)))
    return _dated(rng, gendered(rng.choice(trade.past), life.woman), months, end)


def _end_year(rng: Random, life: Life, today: date) -> int:
    ago = int(rng.triangular(0, min(12, max(1, life.age - 19)), 1))
    return today.year - ago


def _dated(rng: Random, title: str, months: int, end: int) -> str:
    """`intitulé (N mois, AAAA-AAAA)` and the other ways people write it."""
    words = typed(rng, title)
    start = end - max(0, round(months / 12))
    years = f"{start}-{end}" if start != end else str(end)
    shape = rng.random()
    if shape < 0.56:
        return f"{words} ({months} mois, {years})"
    if shape < 0.66:
        return f"{words} ({months} mois)"
    if shape < 0.76 and months >= 24:
        return f"{words} ({round(months / 12)} ans, {years})"
    if shape < 0.82 and months >= 13:
        return f"{words} ({months // 12} an{'s' if months >= 24 else ''} et {months % 12} mois)"
    if shape < 0.88:
        return f"{words} ({months} mois, {years}, {rng.choice(('intérim', 'CDD', 'interim'))})"
    if shape < 0.92:
        return f"{words} ({months * 4} semaines, {end})" if months < 4 else f"{words} {years}"
    return words


def _pause(rng: Random, life: Life, today: date) -> str:
    year = today.year - rng.randint(2, 7)
    kinds = PAUSES + (ADULT_PAUSES if life.age >= 27 else YOUNG_PAUSES)
    last = today.year - rng.randint(0, 1)
    return rng.choice(kinds).format(year=year, next=year + 1, last=last, months=rng.randint(4, 24))


def _joined(rng: Random, lines: Sequence[str]) -> str:
    return rng.choice(("|", " | ", "|")).join(lines)


def skills(rng: Random, life: Life) -> str:
    """More skills with experience; some only said in general terms, one in eight not filled."""
    if chance(rng, 0.12):
        return ""
    most = 2 if not life.experience else min(6, 2 + life.experience // 10)
    own = rng.sample(life.trade.skills, min(len(life.trade.skills), rng.randint(1, most)))
    if life.second and chance(rng, 0.3):
        own.append(rng.choice(life.second.skills))
    if chance(rng, 0.35):
        own.append(rng.choice(SOFT_SKILLS))
    shown = [f"{skill} (notions)" if chance(rng, 0.05) else typed(rng, skill) for skill in own]
    return ", ".join(shown) if chance(rng, 0.1) else _joined(rng, shown)


def schooling(rng: Random, life: Life) -> tuple[str, str]:
    """(level, diplomas): the diploma of the trade for those it took, or general schooling."""
    trained = 0.28 + (0.25 if life.experience > 12 else 0) + (0.25 * bool(life.trade.need_diploma))
    diplomas: list[str] = []
    level = int(weighted(rng, GENERAL_LEVELS))
    if life.age < 21 and level > 4:
        level = 4
    if chance(rng, trained):
        weights = [1 / (1 + rank) for rank in range(len(life.trade.diplomas))]
        own_level, name = rng.choices(life.trade.diplomas, weights)[0]
        level = max(own_level, 2) if not own_level or chance(rng, 0.8) else max(own_level, level)
        name = typed(rng, name)
        diplomas.append(f"{name} ({_exam_year(rng, life)})" if chance(rng, 0.4) else name)
    elif chance(rng, 0.45):
        diplomas.append(rng.choice(GENERAL_DIPLOMAS[level]))
    if not life.origin.native and chance(rng, 0.3):
        diplomas.append("diplôme étranger non reconnu")
    cell = "" if chance(rng, 0.05) else rng.choice(LEVEL_SPELLINGS[level])
    return cell, _joined(rng, diplomas)


def _exam_year(rng: Random, life: Life) -> int:
    return life.entered.year - min(life.age - 17, rng.randint(1, 12))
