from budgetten.models.aanvraag import Aanvraag, Bronuitkomst
from budgetten.models.controle import Controle
from budgetten.models.jaar import ExtraKrediet, Jaarbudget
from budgetten.models.rekening import Boeking, Rekening, Tussenstand
from budgetten.models.verdeling import Verdeelregel, Verdeling
from budgetten.models.verplaatsing import Overheveling

__all__ = (
    "Aanvraag",
    "Boeking",
    "Bronuitkomst",
    "Controle",
    "ExtraKrediet",
    "Jaarbudget",
    "Overheveling",
    "Rekening",
    "Tussenstand",
    "Verdeelregel",
    "Verdeling",
)
