"""Who opens the shortlists: proposals are spread, ranks and points stay as they are.

Source: docs/decisions/0014-spread.md.
"""
