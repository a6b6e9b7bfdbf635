"""From the coalitie's yes to the raad: approvals, decision, and the version that stays (A-08, A-09)."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from wijkagenda.models.agenda import Wijkagenda
from wijken.models import Coalitielid


class Coalitieakkoord(models.Model):
    """The yes of one member of the coalitie to a version, in the form that the coalitie chose (A-08)."""

    agenda = models.ForeignKey(
        Wijkagenda, models.PROTECT, related_name="akkoorden", verbose_name="wijkagenda"
    )
    ronde = models.PositiveSmallIntegerField("versie")
    lid = models.ForeignKey(
        Coalitielid, models.PROTECT, related_name="akkoorden", verbose_name="lid van de wijkcoalitie"
    )
    vorm = models.CharField(
        "vorm", max_length=200, help_text="Bijvoorbeeld: handtekening, mail, stemming in het overleg."
    )
    gegeven_op = models.DateField("gegeven op")
    opmerking = models.TextField("opmerking", blank=True, max_length=2000)
    vastgelegd_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="vastgelegd door"
    )
    vastgelegd_op = models.DateTimeField("vastgelegd op", default=timezone.now)

    class Meta:
        verbose_name = "akkoord van de wijkcoalitie"
        verbose_name_plural = "akkoorden van de wijkcoalitie"
        ordering = ("agenda", "ronde", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("agenda", "ronde", "lid"),
                name="coalitieakkoord_een_per_lid",
                violation_error_message="Het akkoord van dit lid ligt al vast.",
            ),
            models.CheckConstraint(
                condition=~models.Q(vorm=""),
                name="coalitieakkoord_met_vorm",
                violation_error_message="Schrijf op in welke vorm het akkoord is gegeven.",
            ),
        )

    def __str__(self) -> str:
        return f"Akkoord van {self.lid_id}"


class Collegebesluit(models.Model):
    """The decision by which the college of B&W adopts a version (A-08), with its document."""

    sleutel = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    nummer = models.CharField("nummer van het besluit", max_length=50)
    datum = models.DateField("datum van het besluit")
    naam = models.CharField("naam van het document", max_length=120)
    type = models.CharField("type", max_length=100)
    grootte = models.PositiveIntegerField("grootte in bytes")
    inhoud = models.BinaryField()

    class Meta:
        verbose_name = "besluit van het college"
        verbose_name_plural = "besluiten van het college"
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(nummer=""),
                name="collegebesluit_met_nummer",
                violation_error_message="Vul het nummer van het besluit in.",
            ),
        )

    def __str__(self) -> str:
        return f"Besluit {self.nummer}"


class VersieQuerySet(models.QuerySet["Versie"]):
    """Finds adopted versions."""

    def gepubliceerd(self) -> "VersieQuerySet":
        """Versions that were offered to the raad: what everybody can read."""
        return self.filter(raadsaanbieding__isnull=False)


class Versie(models.Model):
    """An agenda as the college adopted it. Nobody changes or removes it, the database sees to that (A-09).

    `document` is all that was adopted, as `document.maak_document` writes it. PostgreSQL lets no version in
    as long as one maatregel misses an approval, whoever tries (A-08).
    """

    agenda = models.ForeignKey(Wijkagenda, models.PROTECT, related_name="versies", verbose_name="wijkagenda")
    nummer = models.PositiveSmallIntegerField("nummer")
    document = models.JSONField("document")
    toelichting = models.TextField(
        "wat er is veranderd", blank=True, max_length=4000, help_text="In gewone woorden, voor iedereen."
    )
    besluit = models.OneToOneField(
        Collegebesluit, models.PROTECT, related_name="versie", verbose_name="besluit van het college"
    )
    vastgesteld_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="vastgelegd door"
    )
    vastgesteld_op = models.DateTimeField("vastgelegd op", default=timezone.now)

    objects = VersieQuerySet.as_manager()

    class Meta:
        verbose_name = "versie"
        verbose_name_plural = "versies"
        ordering = ("agenda", "-nummer")
        constraints = (
            models.UniqueConstraint(fields=("agenda", "nummer"), name="versie_nummer_uniek"),
            models.CheckConstraint(condition=models.Q(nummer__gte=1), name="versie_nummer_vanaf_een"),
        )

    def __str__(self) -> str:
        return f"Versie {self.nummer}"

    def get_absolute_url(self) -> str:
        """The address of this version, for ever. Select agenda and wijk first."""
        agenda = self.agenda
        return reverse("wijkagenda:versie", args=[agenda.wijk.slug, agenda.van.year, self.nummer])


class Raadsaanbieding(models.Model):
    """An adopted version is offered to the raad with an explanation, and is public from then on (A-08)."""

    versie = models.OneToOneField(
        Versie, models.PROTECT, related_name="raadsaanbieding", verbose_name="versie"
    )
    aangeboden_op = models.DateField("aangeboden op")
    kenmerk = models.CharField("kenmerk van de brief", max_length=50)
    toelichting = models.TextField("toelichting voor de raad", max_length=4000)
    door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="aangeboden door"
    )
    gepubliceerd_op = models.DateTimeField("gepubliceerd op", default=timezone.now)

    class Meta:
        verbose_name = "aanbieding aan de raad"
        verbose_name_plural = "aanbiedingen aan de raad"
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(kenmerk="") & ~models.Q(toelichting=""),
                name="raadsaanbieding_met_toelichting",
                violation_error_message="Vul het kenmerk en de toelichting voor de raad in.",
            ),
        )

    def __str__(self) -> str:
        return f"Aanbieding {self.kenmerk}"
