"""Who submitted a case and how: apart from the case, so that it can be erased while the case stays."""

import uuid

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Upper
from django.utils import timezone

from initiatieven.models.groep import Groepslid
from initiatieven.models.zaak import Initiatief


class Indiener(models.Model):
    """The resident behind a case. Kept only for this case and never in history.

    In the form consent is a tick; `toestemming_hoe` says how it was given by voice or mail. To who has no
    mail address a member of staff passes the messages on: see `Belbericht`.
    """

    initiatief = models.OneToOneField(
        Initiatief, models.CASCADE, related_name="indiener", verbose_name="initiatief"
    )
    naam = models.CharField("naam", max_length=100)
    email = models.EmailField("mailadres", blank=True)
    telefoon = models.CharField("telefoonnummer", max_length=20, blank=True)
    toestemming_op = models.DateTimeField("toestemming gegeven op")
    toestemming_hoe = models.CharField("hoe de toestemming is gegeven", max_length=300, blank=True)

    class Meta:
        verbose_name = "indiener"
        verbose_name_plural = "indieners"
        indexes = (GinIndex(OpClass(Upper("naam"), name="gin_trgm_ops"), name="indiener_zoeken"),)
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(email="", telefoon=""),
                name="indiener_is_bereikbaar",
                violation_error_message="Vul een mailadres of een telefoonnummer in.",
            ),
        )

    def __str__(self) -> str:
        return self.naam


class Concept(models.Model):
    """A form that is being filled in. Its unguessable address is the only key: no cookie is needed.

    `gegevens` holds what was typed, right or wrong, by field name. Once submitted it is emptied, and
    `initiatief` says what came of it, so that pressing twice submits once.
    """

    sleutel = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    gegevens = models.JSONField(default=dict)
    gewijzigd_op = models.DateTimeField(default=timezone.now, db_index=True)
    initiatief = models.OneToOneField(Initiatief, models.CASCADE, null=True, related_name="concept")

    class Meta:
        verbose_name = "concept"
        verbose_name_plural = "concepten"

    def __str__(self) -> str:
        return str(self.sleutel)


class Bijlage(models.Model):
    """A file with a concept or a case. Its bytes are in the database: one backup, one erasure."""

    sleutel = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    concept = models.ForeignKey(Concept, models.CASCADE, null=True, related_name="bijlagen")
    initiatief = models.ForeignKey(
        Initiatief, models.CASCADE, null=True, related_name="bijlagen", verbose_name="initiatief"
    )
    naam = models.CharField("naam", max_length=120)
    type = models.CharField("type", max_length=100)
    grootte = models.PositiveIntegerField("grootte in bytes")
    inhoud = models.BinaryField()
    toegevoegd_op = models.DateTimeField("toegevoegd op", default=timezone.now)

    class Meta:
        verbose_name = "bijlage"
        verbose_name_plural = "bijlagen"
        ordering = ("toegevoegd_op",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(concept__isnull=True) ^ models.Q(initiatief__isnull=True),
                name="bijlage_van_concept_of_initiatief",
            ),
        )

    def __str__(self) -> str:
        return self.naam


class ToegangslinkQuerySet(models.QuerySet["Toegangslink"]):
    """Finds links that still open something."""

    def geldig(self) -> "ToegangslinkQuerySet":
        """Links that were not used and have not expired."""
        return self.filter(gebruikt_op__isnull=True, verloopt_op__gt=timezone.now())


class Toegangslink(models.Model):
    """A mailed link: opens one case, once, for its submitter or for `lid` of the group.

    GET shows a button, only POST uses it.
    """

    class Doel(models.TextChoices):
        BEVESTIGEN = "bevestigen", "Mailadres bevestigen"
        VOLGEN = "volgen", "Initiatief volgen"
        MEEDOEN = "meedoen", "Meedoen in de groep"
        OVERNEMEN = "overnemen", "Het initiatief overnemen"

    sleutel = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    initiatief = models.ForeignKey(Initiatief, models.CASCADE, related_name="toegangslinks")
    lid = models.ForeignKey(Groepslid, models.CASCADE, null=True, related_name="toegangslinks")
    doel = models.CharField(max_length=12, choices=Doel)
    verloopt_op = models.DateTimeField()
    gebruikt_op = models.DateTimeField(null=True)

    objects = ToegangslinkQuerySet.as_manager()

    class Meta:
        verbose_name = "toegangslink"
        verbose_name_plural = "toegangslinks"

    def __str__(self) -> str:
        return f"{self.get_doel_display()} van {self.initiatief_id}"
