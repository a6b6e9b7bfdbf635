"""What all apps share and no app owns: dated policy numbers and the outbox."""

import datetime
import uuid
from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.utils import timezone

from wijkportaal.historie import historie
from wijkportaal.uitzonderingen import Domeinfout


class BeleidsparameterQuerySet(models.QuerySet["Beleidsparameter"]):
    """Finds the policy that holds on a day."""

    def geldend(self, sleutel: str, *, op: datetime.date | None = None) -> "Beleidsparameter":
        """Return the version of `sleutel` that holds on `op` (today when not given).

        A decision stores the version that it used, so that a later change of policy never rewrites it.

        Raises:
            Domeinfout: no version holds on that day.
        """
        dag = op or timezone.localdate()
        versie = self.filter(sleutel=sleutel, geldig_vanaf__lte=dag).order_by("-geldig_vanaf").first()
        if versie is None:
            raise Domeinfout(f"De beleidsparameter “{sleutel}” is op {dag:%d-%m-%Y} nog niet vastgesteld.")
        return versie


class Beleidsparameter(models.Model):
    """A number or text that the council may change, with the day from which it holds and its source.

    Amounts of money are stored as text ("2000.00") and fractions as text ("0.67"), so that reading
    them as `Decimal` loses nothing.
    """

    sleutel = models.SlugField("sleutel", max_length=100)
    waarde = models.JSONField("waarde")
    geldig_vanaf = models.DateField("geldig vanaf")
    bron = models.CharField("bron", max_length=200, help_text="Document en paragraaf waar dit staat.")
    toelichting = models.TextField("toelichting", blank=True)

    history = historie()
    objects = BeleidsparameterQuerySet.as_manager()

    class Meta:
        verbose_name = "beleidsparameter"
        verbose_name_plural = "beleidsparameters"
        ordering = ("sleutel", "-geldig_vanaf")
        constraints = (
            models.UniqueConstraint(
                fields=("sleutel", "geldig_vanaf"), name="beleidsparameter_een_versie_per_dag"
            ),
        )

    def __str__(self) -> str:
        return f"{self.sleutel} vanaf {self.geldig_vanaf:%d-%m-%Y}"


def beleid(sleutel: str, *, op: datetime.date | None = None) -> Any:
    """Return the value of the policy parameter `sleutel` on `op`; see `BeleidsparameterQuerySet.geldend`."""
    return Beleidsparameter.objects.geldend(sleutel, op=op).waarde


class BerichtQuerySet(models.QuerySet["Bericht"]):
    """Finds messages by what has to happen with them."""

    def te_verzenden(self) -> "BerichtQuerySet":
        """Messages that were not delivered to the mail server yet."""
        return self.filter(verzonden_op__isnull=True)

    def aan_de_beurt(self, *, op: datetime.datetime | None = None) -> "BerichtQuerySet":
        """Unsent messages that need not wait (any longer) after a failure; the longest waiting first."""
        return self.te_verzenden().filter(niet_voor__lte=op or timezone.now()).order_by("niet_voor")

    def verzonden_voor(self, moment: datetime.datetime) -> "BerichtQuerySet":
        """Messages that were sent before `moment` and still hold their text."""
        return self.filter(verzonden_op__lt=moment).exclude(naar="")


class Bericht(models.Model):
    """One mail to one recipient about one event, written in the transaction of that event (the outbox).

    `sleutel` is derived from event and recipient and unique: the same event never mails somebody twice,
    also after address and text were erased. `tekst` holds `[[link]]` where the recipient's personal link
    goes; that link is made only when the mail is composed, so no secret is stored. `agenda` goes along for
    the calendar of the recipient (iCalendar).
    """

    sleutel = models.UUIDField(unique=True, editable=False)
    gebeurtenis = models.CharField("gebeurtenis", max_length=200)
    naar = models.EmailField("aan", blank=True)
    onderwerp = models.TextField("onderwerp")
    tekst = models.TextField("tekst")
    agenda = models.TextField("agenda-item", blank=True)
    link_route = models.CharField(max_length=100, blank=True)
    link_sleutel = models.CharField(max_length=100, blank=True)
    opgesteld_op = models.DateTimeField("opgesteld op", default=timezone.now)
    verzonden_op = models.DateTimeField("verzonden op", null=True)
    niet_voor = models.DateTimeField("niet verzenden voor", default=timezone.now)
    pogingen = models.PositiveIntegerField("mislukte pogingen", default=0)
    laatste_fout = models.CharField("laatste fout", max_length=100, blank=True)

    objects = BerichtQuerySet.as_manager()

    class Meta:
        verbose_name = "bericht"
        verbose_name_plural = "berichten"
        ordering = ("-opgesteld_op", "-pk")
        indexes = (
            models.Index(fields=("-opgesteld_op", "-id"), name="bericht_nieuwste"),
            models.Index(
                fields=("niet_voor",),
                condition=models.Q(verzonden_op__isnull=True),
                name="bericht_te_verzenden",
            ),
            models.Index(fields=("verzonden_op",), name="bericht_verzonden"),
            # Finds the messages about one case by the start of their event.
            models.Index(OpClass("gebeurtenis", name="text_pattern_ops"), name="bericht_gebeurtenis"),
        )

    def __str__(self) -> str:
        return f"Bericht {self.pk}: {self.gebeurtenis}"

    @staticmethod
    def sleutel_van(gebeurtenis: str, naar: str) -> uuid.UUID:
        """The key of one event for one recipient, in which the address cannot be read."""
        return uuid.uuid5(uuid.NAMESPACE_URL, f"{gebeurtenis}:{naar}")


class Inzending(models.Model):
    """A form that was sent and dealt with, so that sending it again does nothing (see `eenmaal`).

    Its key is a digest of the form with a random key that is not kept: it tells nothing of what was typed.
    """

    afdruk = models.CharField("afdruk", max_length=64, primary_key=True)
    adres = models.TextField("adres van het antwoord", blank=True)
    meldingen = models.JSONField("meldingen", default=list, blank=True)
    op = models.DateTimeField("op", default=timezone.now, db_index=True)

    class Meta:
        verbose_name = "inzending"
        verbose_name_plural = "inzendingen"

    def __str__(self) -> str:
        return self.afdruk


class Opgeslagenfilter(models.Model):
    """A list of the work environment with what was chosen in it, saved by one person for that person."""

    medewerker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="filters", verbose_name="medewerker"
    )
    naam = models.CharField("naam", max_length=50)
    pad = models.CharField("pad", max_length=200)
    query = models.CharField("keuzes", max_length=1000, blank=True)

    class Meta:
        verbose_name = "opgeslagen filter"
        verbose_name_plural = "opgeslagen filters"
        constraints = (
            models.UniqueConstraint(fields=("medewerker", "naam"), name="opgeslagenfilter_unieke_naam"),
        )

    def __str__(self) -> str:
        return self.naam

    @property
    def adres(self) -> str:
        """Where the list is."""
        return f"{self.pad}?{self.query}" if self.query else self.pad
