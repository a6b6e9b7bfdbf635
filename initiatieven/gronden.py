"""Which rule decides what, and where it stands in the policy: shown with each decision and in its letter."""

from dataclasses import dataclass

NOTA = "Werk aan de wijk!"


@dataclass(frozen=True)
class Grond:
    """A rule and its paragraph in the policy."""

    regel: str
    paragraaf: str

    def __str__(self) -> str:
        return f"regel {self.regel}, “{NOTA}”, {self.paragraaf}"


TRIAGE = Grond("I-04", "bijlage 3, fase 2")
VAST_CONTACT = Grond("I-06", "paragraaf 4.2 en bijlage 3, fase 2")
KERNGROEP = Grond("I-08", "bijlage 3, fase 2")
GESPREK = Grond("I-10", "bijlage 3, fase 3")
LADDER = Grond("I-11", "bijlage 3, fase 3")
HERINDELING = Grond("I-12", "paragraaf 4.1 en bijlage 3, fase 3")
TOETSSTENEN = Grond("I-13", "paragraaf 4.3 en bijlage 3, fase 4")
ADVIES = Grond("I-09", "paragraaf 4.2")
PRINCIPEBESLUIT = Grond("I-14", "bijlage 3, fase 4")
DEFINITIEF_BESLUIT = Grond("I-15", "bijlage 3, fase 4")
WIJKAGENDA = Grond("I-18", "paragraaf 4.1 en 4.3")
FINANCIERING = Grond("B-12", "paragraaf 6.3")
PLAFOND = Grond("B-10", "paragraaf 4.3 en bijlage 4")
EIGENAARSCHAP = Grond("I-17", "paragraaf 4.2")
