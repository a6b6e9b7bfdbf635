"""Proving the ledger: all is computed again from the bookings, and every difference is told (B-17, B-18).

Needs nothing that the guards used: a plain sum in number order, not the tussenstanden. What the database
cannot guard, such as whether who decided had the role for it, is looked up here.
"""

from budgetten.controle import besluiten, grootboek
from budgetten.controle.afwijking import Afwijking

__all__ = ("Afwijking", "controleer")


def controleer() -> list[Afwijking]:
    """Return every difference between the ledger and its rules; empty: it is right."""
    controles = (*grootboek.CONTROLES, *besluiten.CONTROLES)
    return [afwijking for controle in controles for afwijking in controle()]
