"""Texts to begin an answer with, so that the same question gets the same good answer everywhere."""

import re

from django.core.exceptions import ValidationError
from django.db import models

from initiatieven.models.zaak import Fase, Initiatief
from wijkportaal.historie import historie

# What can stand between braces in a text, and what it becomes.
PLAATSEN = {
    "naam": "naam van de indiener",
    "titel": "naam van het idee",
    "kenmerk": "kenmerk",
    "wijk": "wijk",
    "contact": "naam van het vaste contact",
}


PLAATS = re.compile(r"\{(" + "|".join(PLAATSEN) + r")\}")


def controleer_plaatsen(tekst: str) -> None:
    """Refuse braces that mean nothing: the resident would read them.

    Raises:
        ValidationError: a brace stands alone, or between braces stands something else than PLAATSEN.
    """
    if set("{}") & set(PLAATS.sub("", tekst)):
        bekend = ", ".join(f"{{{naam}}}" for naam in PLAATSEN)
        raise ValidationError(f"Tussen accolades kan alleen staan: {bekend}.")


class StandaardantwoordQuerySet(models.QuerySet["Standaardantwoord"]):
    """Finds texts by where they fit."""

    def voor(self, zaak: Initiatief) -> "StandaardantwoordQuerySet":
        """Texts in use for the kind and phase of this case, or for every kind or phase."""
        return self.filter(in_gebruik=True, soort__in=("", zaak.soort), fase__in=("", zaak.fase))


class Standaardantwoord(models.Model):
    """A text to begin a message to residents with. Empty `soort` or `fase`: fits all of them."""

    naam = models.CharField("naam", max_length=80, unique=True)
    soort = models.CharField("bij", max_length=15, choices=Initiatief.Soort, blank=True)
    fase = models.CharField("in fase", max_length=15, choices=Fase, blank=True)
    tekst = models.TextField(
        "tekst",
        max_length=4000,
        validators=(controleer_plaatsen,),
        help_text="Het portaal vult in: "
        + ", ".join(f"{{{n}}} ({uitleg})" for n, uitleg in PLAATSEN.items()),
    )
    in_gebruik = models.BooleanField("in gebruik", default=True)

    history = historie()
    objects = StandaardantwoordQuerySet.as_manager()

    class Meta:
        verbose_name = "standaardantwoord"
        verbose_name_plural = "standaardantwoorden"
        ordering = ("naam",)

    def __str__(self) -> str:
        return self.naam

    def ingevuld(self, zaak: Initiatief) -> str:
        """Return the text for this case. What was erased, or is not known yet, is said in general words."""
        indiener = getattr(zaak, "indiener", None)
        waarden = {
            "naam": indiener.naam if indiener else "indiener",
            "titel": zaak.titel,
            "kenmerk": zaak.kenmerk,
            "wijk": str(zaak.wijk),
            "contact": str(zaak.vakambtenaar or "de gemeente"),
        }
        return PLAATS.sub(lambda plaats: waarden[plaats[1]], self.tekst)
