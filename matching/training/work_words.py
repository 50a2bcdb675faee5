"""Words that may stand in a file that is given away: those of work, not names."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from matching.ngrams import stems
from matching.training.sources import LabelledOffer

LEAST_LOWER_CASE = 0.3
"""Share of its uses in lower case from which a word of offers is no name."""
_WRITTEN = re.compile(r"[^\W\d_]{2,}")


def work_words(referential: Iterable[str], offers: Sequence[LabelledOffer]) -> set[str]:
    """Stems of the referential, and those that descriptions of offers write as words.

    What they mostly write with a capital names people, firms and towns: it says nothing of the
    work, and has no place in a file that is given away.
    """
    every, lower = Counter[str](), Counter[str]()
    for offer in offers:
        for written in _WRITTEN.findall(offer.description):
            for word in stems(written):
                every[word] += 1
                lower[word] += written[0].islower()
    written_small = {w for w, count in every.items() if lower[w] >= LEAST_LOWER_CASE * count}
    return written_small.union(referential)
