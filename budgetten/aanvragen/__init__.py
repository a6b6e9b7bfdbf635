"""A request from asking to the last payment; every step that moves money books it (B-08 … B-14, B-18)."""

from budgetten.aanvragen.beslissen import EigenAanvraag, keur_goed, wijs_af
from budgetten.aanvragen.besteden import betaal, boek_betaling_terug, geef_rest_vrij, leg_vast, trek_in
from budgetten.aanvragen.stand import houd_jaar, staat_vast, waarheen_terug
from budgetten.aanvragen.vragen import PLAFONDS, Bron, volgorde_voor, vraag_aan

__all__ = (
    "PLAFONDS",
    "Bron",
    "EigenAanvraag",
    "betaal",
    "boek_betaling_terug",
    "geef_rest_vrij",
    "houd_jaar",
    "keur_goed",
    "leg_vast",
    "staat_vast",
    "trek_in",
    "volgorde_voor",
    "vraag_aan",
    "waarheen_terug",
    "wijs_af",
)
