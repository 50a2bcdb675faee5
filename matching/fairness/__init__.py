"""Who is seen, kept from and retained, by opaque groups, once everything is ranked.

Nothing that scores imports this package: groups come here as bare numbers, after the ranking.
"""
