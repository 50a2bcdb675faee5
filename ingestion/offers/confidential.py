"""Whether an offer says that the name of its employer is not to be told."""

from functools import lru_cache

from ingestion.lexicon import Lexicon, cut, read_rows


@lru_cache(maxsize=1)
def _phrases() -> Lexicon[bool]:
    return Lexicon((row["words"], True) for row in read_rows("confidential.csv"))


def says_confidential(text: str) -> bool:
    """True where the words ask for silence on who hires (`ingestion/data/confidential.csv`)."""
    return next(_phrases().find(cut(text)), None) is not None
