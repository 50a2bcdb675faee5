"""The words of the fictitious offers: families of sentences by kind of employer."""

import re
import tomllib
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

from api.demo.catalogue import gendered
from api.demo.draw import chance
from api.demo.offer_terms import Terms
from api.demo.spelling import without_accents
from models.vocabulary import Domain

WORKING_DAYS = 5
EARLY_STARTS = ("4h", "4h30", "5h", "5h30", "6h")
CATERING_SPLITS = ("10h-14h30 et 18h-22h", "11h-15h / 18h30-22h30", "service du midi et du soir")
OTHER_SPLITS = ("7h30-9h puis 16h30-18h30", "8h-12h et 17h-20h", "7h-11h et 17h30-19h30")
Paragraph = Callable[[Random, Terms], str]


@cache
def sentences() -> dict[str, Any]:
    path = files("api.demo").joinpath("data", "textes.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def both_titles(rng: Random, title: str) -> str:
    """A title as adverts write it: both forms, or one with H/F, now and then in capitals."""
    man, woman = (gendered(title, side) for side in (False, True))
    man, woman = (text[:1].upper() + text[1:] for text in (man, woman))
    shown = rng.choice((f"{man} (H/F)", f"{man} H/F", f"{man} / {woman}", f"{man} F/H", man))
    if man == woman and "/" in shown:
        shown = f"{man} (H/F)"
    return without_accents(shown).upper() if chance(rng, 0.1) else shown


def describe(rng: Random, terms: Terms) -> str:
    """The description: opening, duties and terms in an order that depends on the employer."""
    words = sentences()[terms.kind]
    middle: list[Paragraph] = [_duties, _schedule, _profile, _reward, _place]
    if chance(rng, 0.35):
        rng.shuffle(middle)
    parts = [_filled(rng, rng.choice(words["openings"]), terms)]
    parts += [paragraph(rng, terms) for paragraph in middle]
    parts += rng.sample(words["closings"], rng.choice((0, 1, 1, 2)))
    return rng.choice(("\n\n", "\n", "\n\n")).join(part for part in parts if part)


def lowered(title: str) -> str:
    return title if title[:2].isupper() else title[:1].lower() + title[1:]


def _filled(rng: Random, sentence: str, terms: Terms) -> str:
    man, woman = (lowered(gendered(terms.title, side)) for side in (False, True))
    one = f"un {man} ou une {woman}" if man != woman else f"une personne ({man})"
    some = one if terms.positions == 1 else f"{terms.positions} personnes ({man}, H/F)"
    return sentence.format(
        employer=terms.employer,
        title_low=man,
        title_up=without_accents(man).upper(),
        a_title=one,
        some_title=some,
        place=terms.place.name,
        a_place=f"à {terms.place.name}",
        in_zone=_in_zone(terms),
        start=terms.start,
        team=rng.randint(4, 30),
        sector=rng.choice(sentences()["sector"][terms.trade.domain.value]),
    )


def _in_zone(terms: Terms) -> str:
    articles = {"zone": "dans la ", "digue": "sur la ", "port": "au ", "centre": "au "}
    articles |= {"secteur": "sur le ", "site": "sur le "}
    first = re.split(r"[ -]", terms.zone)[0]
    return articles.get(first, "à ") + terms.zone


def _duties(rng: Random, terms: Terms) -> str:
    tasks = rng.sample(terms.trade.tasks, rng.randint(2, len(terms.trade.tasks)))
    lead = rng.choice(sentences()[terms.kind]["missions"])
    if lead.endswith(":"):
        mark = rng.choice(("- ", "* ", "• ", "-"))
        return "\n".join([lead, *(f"{mark}{task[:1].upper()}{task[1:]}" for task in tasks)])
    lead, _, link = lead.rpartition(" ")
    linked = [_linked(link, task) for task in tasks]
    return f"{lead} {', '.join(linked[:-1])} et {linked[-1]}."


def _linked(link: str, task: str) -> str:
    """`de` + `entretenir` -> `d'entretenir`; `à` + `trier` -> `à trier`."""
    if link == "de" and task[0] in "aeéèêiouyâ":
        return f"d'{task}"
    return f"{link} {task}"


def _schedule(rng: Random, terms: Terms) -> str:
    lines = [_pattern(rng, pattern, terms) for pattern in terms.patterns]
    hours = f"{terms.weekly_hours:g}".replace(".", ",")
    if terms.weekly_hours < 35:
        lines.insert(
            0, rng.choice((f"Temps partiel, {hours} h par semaine.", f"Contrat de {hours}h hebdo."))
        )
    elif chance(rng, 0.7):
        lines.append(rng.choice((f"Temps plein {hours}h.", f"{hours} heures par semaine.")))
    lines.insert(0, _contract(rng, terms))
    return " ".join(lines)


def _contract(rng: Random, terms: Terms) -> str:
    if terms.contract == "CDI":
        return rng.choice(("CDI.", "Contrat à durée indéterminée.", "Poste en CDI."))
    if terms.contract == "MIS":
        long = rng.choice(
            (f"Mission d'intérim de {terms.months} mois.", f"Intérim {terms.months} mois.")
        )
        return long if chance(rng, 0.8) else "Mission d'intérim longue durée."
    if "apprentissage" in terms.nature:
        return f"Contrat d'apprentissage de {terms.months} mois, rythme d'alternance à convenir."
    if "PEC" in terms.nature:
        return f"Contrat aidé (PEC) de {terms.months} mois."
    if terms.contract == "DDI":
        return f"CDDI de {terms.months} mois, agrément nécessaire (parcours IAE)."
    if terms.contract == "SAI":
        return f"Contrat saisonnier de {terms.months} mois."
    return rng.choice((f"CDD de {terms.months} mois.", f"CDD {terms.months} mois renouvelable."))


def _pattern(rng: Random, pattern: str, terms: Terms) -> str:
    daily = min(terms.weekly_hours, 39) / WORKING_DAYS
    catering = terms.trade.domain is Domain.CATERING
    start = rng.choice((7.5, 8.0, 8.5, 9.0))
    end = start + daily + (1 if daily > 5 else 0)
    early = rng.choice(EARLY_STARTS)
    return str(rng.choice(sentences()["patterns"][pattern])).format(
        start_time=_clock(start),
        end_time=_clock(end),
        early=early,
        early_end=_clock(_hours(early) + daily),
        split=rng.choice(CATERING_SPLITS if catering else OTHER_SPLITS),
    )


def _hours(clock: str) -> float:
    hours, _, minutes = clock.partition("h")
    return int(hours) + (int(minutes) / 60 if minutes else 0)


def _clock(hours: float) -> str:
    """7.5 -> 7h30, to the nearest quarter of an hour."""
    quarters = round(hours * 4)
    minutes = quarters % 4 * 15
    return f"{quarters // 4}h{minutes:02d}" if minutes else f"{quarters // 4}h"


def _profile(rng: Random, terms: Terms) -> str:
    items = [
        _experience(rng, terms),
        *(_need(rng, need.words, need.necessity) for need in terms.needs),
    ]
    if terms.diploma:
        items.append(_need(rng, terms.diploma, "E" if terms.diploma_required else "S"))
    wants = rng.sample(terms.trade.wants, rng.randint(1, len(terms.trade.wants)))
    items.append(
        rng.choice(("vous maîtrisez : ", "savoir-faire attendus : ", "")) + ", ".join(wants)
    )
    if chance(rng, 0.5):
        items.append(" et ".join(rng.sample(sentences()["qualities"]["words"], 2)))
    lead = rng.choice(sentences()[terms.kind]["profile"])
    if chance(rng, 0.5):
        return "\n".join([lead, *(f"- {item}" for item in items)])
    return f"{lead} {'. '.join(item[:1].upper() + item[1:] for item in items)}."


def _experience(rng: Random, terms: Terms) -> str:
    months = terms.experience_months
    words = sentences()["experience"]
    if not months:
        return str(rng.choice(words["none"]))
    long = f"{months} mois" if months < 12 else ("1 an" if months == 12 else f"{months // 12} ans")
    return str(rng.choice(words[terms.experience_need])).format(months=long)


def _need(rng: Random, words: str, necessity: str) -> str:
    return str(rng.choice(sentences()["needs"][necessity])).format(x=words)


def _reward(rng: Random, terms: Terms) -> str:
    if chance(rng, 0.35):
        return rng.choice(
            ("", "Salaire selon expérience.", "Rémunération selon convention collective.")
        )
    low = f"{terms.pay[0]:.2f}".replace(".", ",")
    if terms.pay[0] == terms.pay[1]:
        return rng.choice(
            (f"Salaire : {low} € brut de l'heure.", f"Taux horaire {low} €.", f"{low} €/h.")
        )
    high = f"{terms.pay[1]:.2f}".replace(".", ",")
    return f"Salaire : de {low} à {high} € brut/heure selon profil."


def _place(rng: Random, terms: Terms) -> str:
    if chance(rng, 0.45):
        return ""
    town = "" if terms.place.name in terms.zone else f" ({terms.place.name})"
    lines = [f"Lieu de travail : {terms.zone}{town}, {terms.access}."]
    if chance(rng, 0.6):
        lines.append(f"À savoir : {', '.join(rng.sample(terms.trade.conditions, 1))}.")
    return " ".join(lines)
