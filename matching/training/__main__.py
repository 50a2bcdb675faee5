"""`python -m matching.training FOLDER`: train and write, or measure what is packaged."""

import argparse
import sys
from pathlib import Path

from matching.coder import DATA, OccupationCoder
from matching.encoder import StaticEncoder
from matching.occupations import read_occupations
from models.errors import InputRefusedError


def main() -> int:
    """0 when done, 1 when the folder is refused."""
    parser = argparse.ArgumentParser(prog="python -m matching.training", description=__doc__)
    parser.add_argument("folder", type=Path, help="dossier de données (référentiels, offres)")
    parser.add_argument("--out", type=Path, default=DATA, help="où écrire, ou lire")
    parser.add_argument("--seed", type=int, default=20261122)
    parser.add_argument(
        "--titles",
        action="store_true",
        help="apprendre d'abord ce qui lit les intitulés (encodeur, vecteurs des fiches)",
    )
    parser.add_argument("--evaluate", action="store_true", help="mesurer au lieu d'apprendre")
    parser.add_argument("--page", type=Path, help="page où récrire le tableau des mesures")
    options = parser.parse_args()
    try:
        if options.evaluate:
            _measure(options.folder, options.out, options.page)
        else:
            _train(options.folder, options.out, options.seed, options.titles)
    except InputRefusedError as refusal:
        print(refusal, file=sys.stderr)
        return 1
    return 0


def _train(folder: Path, out: Path, seed: int, with_titles: bool) -> None:
    try:
        from matching.training.build import build_offers, build_titles
    except ImportError as error:
        message = "l'apprentissage demande l'option « dev » : pip install 'candidatheque[dev]'."
        raise InputRefusedError(message) from error
    if with_titles:
        build_titles(folder, out, seed, print)
    build_offers(folder, out, seed, print)


def _measure(folder: Path, out: Path, page: Path | None) -> None:
    from matching.training.evaluate import as_markdown, evaluate, reliability, write_figures

    coder = OccupationCoder.from_folder(out, StaticEncoder.from_folder(out / "rome-static"))
    occupations = read_occupations(out)
    rows = as_markdown(evaluate(folder, coder, occupations))
    figures = f"{rows}\n\n{reliability(folder, coder, occupations)}"
    print(figures)
    if page:
        write_figures(page, figures)


if __name__ == "__main__":
    sys.exit(main())
