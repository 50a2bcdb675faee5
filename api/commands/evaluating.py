"""`evaluate`: measures on judged lists, printed and written."""

import json
import math
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from api.commands.output import say, say_rejected
from api.services.evaluating import OURS, Ablated, Evaluation, evaluate, read_text_model
from api.services.evaluation_card import model_card
from api.services.evaluation_json import evaluation_json
from api.services.ranking import make_ranker
from api.settings import Settings
from matching.ablation import Part
from matching.evaluation import Interval, Summary
from models.errors import InputRefusedError

NAME_WIDTH = 24


@dataclass(frozen=True, slots=True)
class EvaluationRequest:
    """gold : folder of judged lists; model : folder of a text model to compare with, if any;
    out, card : files to write, if any."""

    gold: Path
    today: date
    model: Path | None = None
    out: Path | None = None
    card: Path | None = None


def evaluate_folder(request: EvaluationRequest) -> int:
    """Measure, print, write. The card is written only where something could be measured."""
    if not request.gold.is_dir():
        raise InputRefusedError("dossier introuvable.", str(request.gold))
    settings = Settings()
    ranker = make_ranker(settings.encoder, settings.territory)
    model = read_text_model(request.model) if request.model else None
    result = evaluate(ranker, request.gold, request.today, model)
    _print_evaluation(result)
    if request.out is not None:
        figures = json.dumps(evaluation_json(result), ensure_ascii=False, indent=1)
        request.out.write_text(figures + "\n", encoding="utf-8")
    if request.card is not None and result.measures:
        request.card.write_text(model_card(result), encoding="utf-8")
    for file in result.refused:
        say_rejected(file, (*result.refused[file], *result.remarks[file]))
    for note in result.notes:
        say(note)
    if request.card is not None and not result.measures:
        say(f"rien n'est mesuré : {request.card} n'est pas écrit.")
    return 0 if result.is_whole else 1


def _print_evaluation(result: Evaluation) -> None:
    width = max([NAME_WIDTH, *(len(name) for name in result.rankings)])
    for name, summary in result.rankings.items():
        print(_line(name, summary, width))
    for name, (gain, interval) in result.gains.items():
        print(f"  {OURS} - {name} : {_gain(gain, interval)}")
    for name, summary in result.domains.items():
        print(_line(f"  {name}", summary, width))
    for part in Part:
        found = [each for each in result.ablations if each.ablation.part is part]
        if found and result.measures:
            print(f"{part.label} (nDCG@10, et ce que la partie apporte) :")
            for each in found:
                print(_ablation_line(each))


def _ablation_line(each: Ablated) -> str:
    gain = _gain(each.gain, each.interval)
    return f"  {each.ablation.label:58s} {_figure(each.summary.ndcg)}  {gain}"


def _line(name: str, summary: Summary, width: int) -> str:
    return (
        f"{name:{width}s} {summary.offers:3d} offres  "
        f"nDCG@10 {_measure(summary.ndcg, summary.ndcg_interval)}  "
        f"hit@3 {_measure(summary.hit, summary.hit_interval)}  "
        f"rappel@10 {_measure(summary.recall, summary.recall_interval)}  "
        f"MRR {_measure(summary.first, summary.first_interval)}"
    )


def _measure(value: float, interval: Interval) -> str:
    low, high = interval
    return f"{_figure(value)} [{_figure(low)} ; {_figure(high)}]"


def _gain(value: float, interval: Interval) -> str:
    low, high = interval
    return f"{_figure(value, '+.3f')} [{_figure(low, '+.3f')} ; {_figure(high, '+.3f')}]"


def _figure(value: float, form: str = ".3f") -> str:
    """A measure in words: a dash where there was nothing to measure."""
    return "—" if math.isnan(value) else format(value, form)
