"""The pages of `wijken` on which a higher app puts something of its own.

A receiver gets `request` (and `wijk` for a wijk page) and returns an `Onderdeel`, or None to show nothing.
"""

from django.dispatch import Signal

from wijkportaal.onderdelen import Onderdeel, verzamel

__all__ = ("Onderdeel", "verzamel", "voorpagina", "wijkpagina")

voorpagina = Signal()
wijkpagina = Signal()
