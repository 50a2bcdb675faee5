"""Distances, against what a map says."""

from ingestion.ground import kilometres

DUNKERQUE, LILLE = (51.0344, 2.3768), (50.6292, 3.0573)


def test_distance_is_that_of_the_map() -> None:
    assert kilometres(*DUNKERQUE, *DUNKERQUE) == 0
    assert 65 < kilometres(*DUNKERQUE, *LILLE) < 68
