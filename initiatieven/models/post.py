"""Mail to the general address: kept before anything else happens to it (I-02)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from initiatieven.models.zaak import Initiatief


class PostukQuerySet(models.QuerySet["Postuk"]):
    """Finds mail by what has to happen with it."""

    def te_doen(self) -> "PostukQuerySet":
        """Mail that waits for a person, also what could not be read."""
        return self.filter(stand__in=Postuk.TE_DOEN)

    def voor_lijst(self) -> "PostukQuerySet":
        """The longest waiting first, without texts and sources: those can be large."""
        return self.defer("tekst", "bron").order_by("ontvangen_op", "pk")


class Postuk(models.Model):
    """One mail. `sleutel` is derived from its Message-ID, or from the whole when it has none: the same mail
    read twice is one, also after its content was erased.

    Personal data: never in history, erased with the case or after the term of the policy.
    """

    class Stand(models.TextChoices):
        NIEUW = "nieuw", "Nieuw"
        ONLEESBAAR = "onleesbaar", "Niet te lezen"
        GEWEIGERD = "geweigerd", "Geweigerd"
        ZAAK = "zaak", "Zaak van gemaakt"
        BIJ_ZAAK = "bij_zaak", "Bij een zaak gezet"
        GESLOTEN = "gesloten", "Gesloten"

    TE_DOEN = (Stand.NIEUW, Stand.ONLEESBAAR)
    # What was refused as a robot's may turn out to be a person's.
    TE_BEHANDELEN = (*TE_DOEN, Stand.GEWEIGERD)

    sleutel = models.CharField(max_length=64, unique=True, editable=False)
    stand = models.CharField("stand", max_length=10, choices=Stand, default=Stand.NIEUW)
    afzender = models.EmailField("van", blank=True)
    afzender_naam = models.CharField("naam", max_length=100, blank=True)
    onderwerp = models.CharField("onderwerp", max_length=300, blank=True)
    tekst = models.TextField("tekst", blank=True)
    bron = models.BinaryField("bron", null=True)
    ontvangen_op = models.DateTimeField("ontvangen op", default=timezone.now)
    reden = models.TextField("reden", blank=True)
    initiatief = models.ForeignKey(
        Initiatief, models.PROTECT, null=True, related_name="post", verbose_name="initiatief"
    )
    afgehandeld_op = models.DateTimeField("afgehandeld op", null=True)
    afgehandeld_door = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="afgehandelde_post",
        verbose_name="afgehandeld door",
    )
    gewist_op = models.DateTimeField("gewist op", null=True)

    objects = PostukQuerySet.as_manager()

    class Meta:
        verbose_name = "binnengekomen mail"
        verbose_name_plural = "binnengekomen post"
        ordering = ("ontvangen_op", "pk")
        indexes = (
            models.Index(
                fields=("ontvangen_op", "id"),
                condition=Q(stand__in=("nieuw", "onleesbaar")),
                name="postuk_te_doen",
            ),
            models.Index(fields=("stand", "ontvangen_op", "id"), name="postuk_lijst"),
        )
        constraints = (
            models.CheckConstraint(
                condition=~Q(stand__in=("zaak", "bij_zaak")) | Q(initiatief__isnull=False),
                name="postuk_bij_zaak_heeft_zaak",
            ),
            models.CheckConstraint(
                condition=~Q(stand__in=("geweigerd", "onleesbaar", "gesloten")) | ~Q(reden=""),
                name="postuk_met_reden",
                violation_error_message="Schrijf op waarom.",
            ),
            models.CheckConstraint(
                condition=Q(stand__in=("nieuw", "onleesbaar", "geweigerd"), afgehandeld_door__isnull=True)
                | Q(stand__in=("zaak", "bij_zaak", "gesloten"), afgehandeld_door__isnull=False),
                name="postuk_afgehandeld_door_iemand",
            ),
        )

    def __str__(self) -> str:
        return f"Mail {self.pk}"

    @property
    def is_te_behandelen(self) -> bool:
        """Somebody can still decide what happens with it."""
        return self.stand in self.TE_BEHANDELEN and self.gewist_op is None


class Postbijlage(models.Model):
    """A file of a mail. One that was refused has a reason and no content."""

    sleutel = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    postuk = models.ForeignKey(Postuk, models.CASCADE, related_name="bijlagen")
    naam = models.CharField("naam", max_length=120)
    type = models.CharField("type", max_length=100, blank=True)
    grootte = models.PositiveIntegerField("grootte in bytes")
    inhoud = models.BinaryField(null=True)
    weigering = models.CharField("waarom geweigerd", max_length=300, blank=True)

    class Meta:
        verbose_name = "bijlage van een mail"
        verbose_name_plural = "bijlagen van mails"
        ordering = ("naam", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(weigering="", inhoud__isnull=False) | ~Q(weigering="") & Q(inhoud__isnull=True),
                name="postbijlage_goed_of_geweigerd",
            ),
        )

    def __str__(self) -> str:
        return self.naam
