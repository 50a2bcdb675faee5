"""Calendar days as people write them."""

import numpy as np


def french_day(day: np.datetime64) -> str:
    """JJ/MM/AAAA of a datetime64[D]."""
    year, month, number = str(day).split("-")
    return f"{number}/{month}/{year}"
