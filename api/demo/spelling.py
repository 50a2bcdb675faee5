"""How busy people type: capitals, lost accents, abbreviations, now and then a slip."""

import unicodedata
from random import Random

from api.demo.draw import chance

ABBREVIATIONS = (
    ("agent d'entretien", "agt d'entretien"),
    ("agente d'entretien", "agte entretien"),
    ("préparateur de commandes", "prépa commandes"),
    ("manutentionnaire", "manut."),
    ("Conducteur", "Cond."),
    ("conducteur", "cond."),
    ("Employé", "Empl."),
    ("opérateur", "opé"),
    ("restauration", "resto"),
    ("secrétaire", "secrét."),
    ("intérim", "interim"),
    ("à domicile", "a domicile"),
    ("personnes âgées", "pers. âgées"),
    ("téléphonique", "tél"),
    ("entretien des locaux", "entretien locaux"),
    ("espaces verts", "esp. verts"),
    ("bâtiment", "bat."),
    ("grande surface", "GMS"),
)


def without_accents(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark))


def abbreviated(rng: Random, text: str) -> str:
    """One usual abbreviation when the text allows one."""
    possible = [(long, short) for long, short in ABBREVIATIONS if long in text]
    if not possible:
        return text
    long, short = rng.choice(possible)
    return text.replace(long, short, 1)


def slipped(rng: Random, text: str) -> str:
    """Two letters swapped or one doubled inside a word of five letters and more."""
    words = text.split(" ")
    long_words = [i for i, word in enumerate(words) if len(word) > 5 and word.isalpha()]
    if not long_words:
        return text
    place = rng.choice(long_words)
    word, at = words[place], rng.randrange(2, len(words[place]) - 2)
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    words[place] = swapped if chance(rng, 0.5) else word[: at + 1] + word[at:]
    return " ".join(words)


def typed(rng: Random, text: str) -> str:
    """A text as one of thirty people typed it: mostly as it should be, at times not."""
    dice = rng.random()
    if dice < 0.07:
        text = abbreviated(rng, text)
    elif dice < 0.12:
        text = without_accents(text)
    elif dice < 0.15:
        text = text.upper()
    elif dice < 0.165:
        text = slipped(rng, text)
    if chance(rng, 0.16):
        text = text[:1].lower() + text[1:]
    return f" {text}" if chance(rng, 0.02) else text
