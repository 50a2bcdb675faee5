"""What would change a list: the smallest change for a row, head counts for an offer.

Nothing here scores: every rank, band and count comes from the engine itself, run again on an
offer with other terms or on people with other facts. Source: docs/decisions/0016.
"""
