"""Candidates in and out: exports of the case-management system, CSV or XLSX."""

from ingestion.candidates.export import write_candidates
from ingestion.candidates.headers import HEADERS, Columns, MatchedColumn
from ingestion.candidates.reader import (
    CandidateImport,
    CandidateSheet,
    open_candidates,
    read_candidates,
    read_row,
)

__all__ = [
    "HEADERS",
    "CandidateImport",
    "CandidateSheet",
    "Columns",
    "MatchedColumn",
    "open_candidates",
    "read_candidates",
    "read_row",
    "write_candidates",
]
