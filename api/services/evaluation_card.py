"""The model card, in French: what ranks, on what, how well and how far to trust it."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from api.rendering import date_fr
from api.services.evaluating import OURS, Evaluation
from api.services.evaluation_words import (
    NEVER_READ,
    READ_OF_A_PERSON,
    READ_OF_AN_OFFER,
    THRESHOLDS,
)
from matching.ablation import Part
from matching.engine import Engine
from matching.evaluation import RESAMPLES, Interval, Summary
from models.vocabulary import Band, Criterion, Domain, Gate

NOTHING = "—"

AIM = """\
Classer des personnes accompagnées pour une offre d'emploi, avec une raison par critère, pour qu'un
conseiller choisisse qui appeler. Le classement ne retire personne, ne décide rien, n'envoie rien.
Il n'est pas fait pour noter une personne en général, ni pour classer sans que quelqu'un lise."""

MAKING = """\
- **Score** : huit critères notés de 0 à 1, multipliés par leur poids et ajoutés. Les points d'un
  critère sont exactement sa part du score ; il n'y a rien d'autre.
- **Inconnu** : un fait absent prend une valeur figée, la même pour tous dans un domaine, et le dit.
- **Obstacles** : ce que l'offre exige et que la personne n'a pas, ou ce qu'elle ne peut pas. Un
  obstacle n'efface personne : il change de bande et dit ce qui le lèverait. Non su n'est jamais un
  refus.
- **Bandes** : l'ordre de la liste, puis le score dans une bande, puis l'identifiant. Les règles
  sont dans `docs/bandes.md`."""

LEARNING = """\
- Poids et seuils : écrits à la main, dans `matching/data/engine.toml` (décisions 0004 et 0019). Un
  domaine peut ensuite prendre des poids appris des confirmations et des refus motivés, si la règle
  de promotion est tenue et qu'une personne signe (décision 0015).
- Lecture des métiers et des mots : petits modèles appris du référentiel ROME et d'offres publiques,
  jamais de dossiers de personnes (décisions 0002 et 0019, chiffres dans
  `docs/evidence/occupation.md`).
- Valeurs figées : mesurées sur le programme fictif de la démonstration."""

LIMITS = """\
- Des listes qui ont servi à régler le moteur flattent ses chiffres : seules des listes tenues à
  part disent ce qu'il vaut. Les intervalles disent le hasard du choix des offres, pas ce biais.
- Ces listes ne sont pas un tirage du vivier. Elles disent si l'ordre est bon, pas combien de bonnes
  personnes un vivier entier contient, ni ce que devient une mise en relation.
- Un intervalle qui contient 0 ne montre ni apport ni perte : il faut lire les listes avant d'y
  croire. Un domaine n'a que quelques offres : son intervalle est large.
- Une partie utile à peu d'offres apporte peu en moyenne et beaucoup à celles-là.
- Le métier décide aussi des bandes : son poids à zéro ne l'ôte qu'à l'intérieur d'une bande.
- Intitulés et compétences sont des mots libres : ce qui n'a pas à y être écrit est lu avec le
  reste, sans poids propre.
- Les trajets viennent d'une table du territoire dont les valeurs sont à confirmer.
- Un dossier vide ou une offre pauvre donnent un classement pauvre : les questions posées disent
  quoi compléter."""


def model_card(result: Evaluation) -> str:
    """The whole card as Markdown; nothing of the judged people or offers but their number."""
    sections = (
        _title(result),
        _section("À quoi il sert", AIM),
        reading_sections(),
        _section("Comment l'ordre se fait", MAKING),
        engine_section(result.engine),
        _section("D'où viennent poids et modèles", LEARNING),
        _section("Sur quoi il est mesuré", _basis(result)),
        _section("Ce qui est mesuré", _figures(result)),
        _section("Ce que chaque partie apporte", _ablations(result)),
        _section("Limites", LIMITS),
    )
    return "\n\n".join(sections) + "\n"


def reading_sections() -> str:
    """What is read of offers and persons, and what never is."""
    return "\n\n".join(
        (
            _section("Ce qui est lu d'une personne", _bullets(READ_OF_A_PERSON.values())),
            _section("Ce qui est lu d'une offre", _bullets(READ_OF_AN_OFFER.values())),
            _section(
                "Ce qui n'est jamais lu",
                "Ces faits n'ont pas de place dans ce que le calcul reçoit :\n\n"
                + _bullets(NEVER_READ),
            ),
        )
    )


def engine_section(engine: Engine) -> str:
    """Version, weights, obstacles and thresholds of an engine: a change of it changes this."""
    half_of = {c: half for half, members in engine.halves.items() for c in members}
    weights = [
        (c.label, half_of[c].label, _number(engine.weights[c], 2), f"`{c.value}`")
        for c in Criterion
    ]
    thresholds = [
        (THRESHOLDS.get(name, name), f"{value:g}".replace(".", ","), f"`{name}`")
        for name, value in asdict(engine.bands).items()
    ]
    parts = [
        _table(("Critère", "Moitié", "Poids", "Nom"), weights),
        *_own_weights(engine),
        _table(("Seuil des bandes", "Valeur", "Nom"), thresholds),
        f"Bandes, de la première à la dernière : {_listed(band.label for band in Band)}.",
        f"Obstacles : {_listed(gate.label for gate in Gate)}.",
    ]
    return _section(f"Réglages de {engine.name} {engine.version}", "\n\n".join(parts))


def _own_weights(engine: Engine) -> list[str]:
    if not engine.by_domain:
        return []
    rows = [
        (domain.label, *(_number(weights[c], 2) for c in Criterion))
        for domain, weights in engine.by_domain.items()
    ]
    return [_table(("Poids propres à", *(c.label for c in Criterion)), rows)]


def _title(result: Evaluation) -> str:
    engine = result.engine
    return (
        "# Fiche du modèle : classer des personnes pour une offre\n\n"
        f"Moteur `{engine.name}`, version **{engine.version}**. "
        f"Jour du classement mesuré : {date_fr(result.day)}.\n\n"
        "Cette page est écrite par "
        "`candidatheque evaluate --gold DOSSIER --date AAAA-MM-JJ --model DOSSIER --card FICHIER` "
        "et se refait après chaque changement du moteur ; ne la corrigez pas à la main."
    )


def _basis(result: Evaluation) -> str:
    basis = result.basis
    measured = len(result.measures)
    left = basis.offers - measured
    judged = (
        f"{basis.offers} listes jugées, {basis.people} personnes, {basis.pairs} paires notées de 0 "
        "(pas pertinent) à 3 (à positionner tout de suite)."
    )
    without = f" Sans aucune note de 1 ou plus, non comptées : {left}." if left else ""
    domains = ", ".join(
        f"{Domain(name).label.lower()} {summary.offers}" for name, summary in result.domains.items()
    )
    missed = "\n\nTout n'a pas pu être lu : la commande dit quoi." if not result.is_whole else ""
    return f"{judged}{without} Offres mesurées : {measured} ({domains}).{missed}"


def _figures(result: Evaluation) -> str:
    head = ("", "Offres", "nDCG@10", "hit@3", "rappel@10", "MRR")
    others = [name for name in result.rankings if name != OURS]
    ranked = [_row(name, result.rankings[name]) for name in (OURS, *others)]
    gains = [(name, _gain(*result.gains[name])) for name in others]
    domains = [_row(Domain(name).label, s) for name, s in result.domains.items()]
    return "\n\n".join(
        (
            "nDCG@10 : l'ordre des dix premiers, gain 2^note - 1. hit@3 : une des meilleures notes "
            "de la liste parmi les trois premiers. rappel@10 : part des notes de 2 et plus parmi "
            "les dix premiers. MRR : 1 / rang de la première note de 2 ou plus. Entre crochets, "
            f"intervalle à 95 % ({RESAMPLES} tirages d'offres).",
            _table(head, ranked),
            f"Écart de nDCG@10, offre par offre, entre {OURS} et :",
            _table(("Autre classement", "Écart"), gains),
            f"{OURS.capitalize()} par domaine :",
            _table(head, domains),
        )
    )


def _ablations(result: Evaluation) -> str:
    parts = [
        "Le même classement sans une de ses parties, tout le reste égal. « Apport » : ce que le "
        "nDCG@10 perd, offre par offre, quand la partie est ôtée ; négatif, il gagne."
    ]
    for part in Part:
        rows = [
            (
                each.ablation.label,
                _number(each.summary.ndcg),
                _number(each.summary.hit),
                _gain(each.gain, each.interval),
            )
            for each in result.ablations
            if each.ablation.part is part
        ]
        parts += [f"### {part.label}", _table(("", "nDCG@10", "hit@3", "Apport"), rows)]
    return "\n\n".join(parts)


def _row(name: str, summary: Summary) -> tuple[str, ...]:
    measures = (
        (summary.ndcg, summary.ndcg_interval),
        (summary.hit, summary.hit_interval),
        (summary.recall, summary.recall_interval),
        (summary.first, summary.first_interval),
    )
    told = (f"{_number(value)} {_bounds(interval, '.2f')}" for value, interval in measures)
    return (name, str(summary.offers), *told)


def _gain(value: float, interval: Interval) -> str:
    return f"{_signed(value, '+.3f')} {_bounds(interval, '+.3f')}"


def _bounds(interval: Interval, form: str) -> str:
    low, high = (_signed(bound, form) for bound in interval)
    return f"[{low} ; {high}]"


def _number(value: float, digits: int = 3) -> str:
    return _signed(value, f".{digits}f")


def _signed(value: float, form: str) -> str:
    return NOTHING if math.isnan(value) else format(value, form).replace(".", ",")


def _section(title: str, text: str) -> str:
    return f"## {title}\n\n{text}"


def _bullets(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def _listed(items: Iterable[str]) -> str:
    return ", ".join(items)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
