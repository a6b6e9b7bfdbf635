"""The organisation and its partners: who can be given a case, a budget or a seat."""

from django.db import models

from wijkportaal.historie import historie


class Cluster(models.Model):
    """A department of the municipality, with its own budget and manager."""

    naam = models.CharField("naam", max_length=100, unique=True)
    afkorting = models.CharField("afkorting", max_length=10, blank=True)
    beheert_wijkbudget = models.BooleanField(
        "beheert het wijkbudget",
        default=False,
        help_text="De manager van dit cluster heeft het mandaat over het wijkbudget (RM 6.1).",
    )

    history = historie()

    class Meta:
        verbose_name = "cluster"
        verbose_name_plural = "clusters"
        ordering = ("naam",)
        constraints = (
            models.UniqueConstraint(
                fields=("beheert_wijkbudget",),
                condition=models.Q(beheert_wijkbudget=True),
                name="cluster_een_beheert_wijkbudget",
            ),
        )

    def __str__(self) -> str:
        return self.naam


class Partner(models.Model):
    """An organisation that the municipality works with in the wijken (RM 2.4, 3.2)."""

    class Soort(models.TextChoices):
        WELZIJN = "welzijn", "Welzijnsorganisatie"
        CORPORATIE = "corporatie", "Woningcorporatie"
        WIJKRAAD = "wijkraad", "Dorps- of wijkraad"
        POLITIE = "politie", "Politie"
        ONDERNEMERS = "ondernemers", "Ondernemersvereniging"
        ONDERWIJS = "onderwijs", "School"
        VERENIGING = "vereniging", "Vereniging"
        BEWONERS = "bewoners", "Bewonersnetwerk"
        FONDS = "fonds", "Fonds"
        OVERIG = "overig", "Andere organisatie"

    naam = models.CharField("naam", max_length=150, unique=True)
    soort = models.CharField("soort", max_length=20, choices=Soort)

    history = historie()

    class Meta:
        verbose_name = "partner"
        verbose_name_plural = "partners"
        ordering = ("naam",)

    def __str__(self) -> str:
        return self.naam
