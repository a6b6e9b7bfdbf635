"""The wijkagenda of a wijk for a period, and its maatregelen (A-01)."""

from django.db import models

from wijken.models import Wijk
from wijkportaal.historie import historie
from wijkportaal.perioden import geen_overlap


class Wijkagenda(models.Model):
    """A set of maatregelen on leefbaarheid for one wijk and one period (A-01)."""

    class Vorm(models.TextChoices):
        BEKNOPT = "beknopt", "Beknopt"
        VOLLEDIG = "volledig", "Volledig"

    wijk = models.ForeignKey(Wijk, models.PROTECT, related_name="agendas", verbose_name="wijk")
    vorm = models.CharField("vorm", max_length=10, choices=Vorm)
    van = models.DateField("van")
    tot = models.DateField("tot en met")

    history = historie()

    class Meta:
        verbose_name = "wijkagenda"
        verbose_name_plural = "wijkagenda's"
        ordering = ("wijk__nummer", "-van")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(tot__gte=models.F("van")),
                name="wijkagenda_eindigt_na_begin",
                violation_error_message="De laatste dag ligt voor de eerste dag.",
            ),
            geen_overlap(
                "wijkagenda_een_per_periode",
                binnen=("wijk",),
                melding="Deze wijk heeft in die periode al een wijkagenda.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_vorm_display()}e wijkagenda {self.van:%Y}–{self.tot:%Y}"


class Maatregel(models.Model):
    """One measure in a wijkagenda."""

    agenda = models.ForeignKey(
        Wijkagenda, models.CASCADE, related_name="maatregelen", verbose_name="wijkagenda"
    )
    titel = models.CharField("titel", max_length=150)
    omschrijving = models.TextField("omschrijving")

    history = historie()

    class Meta:
        verbose_name = "maatregel"
        verbose_name_plural = "maatregelen"
        ordering = ("agenda", "titel")

    def __str__(self) -> str:
        return self.titel
