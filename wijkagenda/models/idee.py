"""What is collected for an agenda: wishes, ideas, figures and ambitions (A-02, A-03)."""

import datetime
import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce
from django.utils import timezone

from initiatieven.models import Initiatief
from wijkagenda.models.agenda import Agendastap, Thema, Wijkagenda
from wijken.models import Buurt, Partner, Signaal
from wijken.rechtentabel import zichtbaar
from wijkportaal.historie import historie

if TYPE_CHECKING:
    from wijken.models import Medewerker

# The steps that end the first test: then its verdicts are told.
EINDE_EERSTE_TOETS = ("bewonerstoets", "zonder-bewonerstoets")


class IdeeQuerySet(models.QuerySet["Idee"]):
    """Finds ideas by what has to happen with them."""

    def zichtbaar_voor(self, medewerker: "Medewerker") -> "IdeeQuerySet":
        """Confirmed ideas that this person may read, by the roles of today (W-05)."""
        return self.filter(zichtbaar("wijkagenda.view_idee", medewerker), bevestigd_op__isnull=False)

    def onbevestigd_sinds(self, moment: datetime.datetime) -> "IdeeQuerySet":
        """Ideas that were typed before `moment`, and whose giver never pressed the button."""
        return self.filter(bevestigd_op__isnull=True, ingediend_op__lt=moment)

    def telt_mee(self) -> "IdeeQuerySet":
        """Ideas that are confirmed and were not merged into another: the list of the coalitie."""
        return self.filter(bevestigd_op__isnull=False, samengevoegd_met__isnull=True)

    def open(self) -> "IdeeQuerySet":
        """Ideas on which nobody decided yet."""
        return self.telt_mee().filter(oordeel=Idee.Oordeel.OPEN)

    def met_uitslag(self) -> "IdeeQuerySet":
        """Tell of each idea as `uitslag_bekend` whether its verdict was told: the first test ended after it.

        The verdict on a merged idea is that of the idea in which it goes on.
        """
        oordeel_op = Coalesce(OuterRef("samengevoegd_met__oordeel_op"), OuterRef("oordeel_op"))
        einde = Agendastap.objects.filter(
            agenda=OuterRef("agenda"), naam__in=EINDE_EERSTE_TOETS, op__gte=oordeel_op
        )
        return self.annotate(uitslag_bekend=Exists(einde))

    def haalbaar(self) -> "IdeeQuerySet":
        """The result of the first test: what goes on to the residents and to a maatregel (A-03)."""
        return self.telt_mee().filter(oordeel=Idee.Oordeel.HAALBAAR)


class Idee(models.Model):
    """One wish, idea or ambition for an agenda. Who brought it in stands apart, in `Ideegever`.

    Merged ideas stay: `samengevoegd_met` says in which one they go on, and nothing of them is lost.
    """

    class Herkomst(models.TextChoices):
        """RM 3.4: from the wijk, from the partners, from figures, from policy."""

        BEWONER = "bewoner", "Bewoner"
        PARTNER = "partner", "Partner"
        MEDEWERKER = "medewerker", "Medewerker"
        INITIATIEF = "initiatief", "Initiatief, verzoek of beleidswens"
        SIGNAAL = "signaal", "Signaal uit een overleg"
        CIJFERS = "cijfers", "Cijfers over de wijk"
        BELEID = "beleid", "Beleid of visie"

    class Oordeel(models.TextChoices):
        """What came of the first test (A-03)."""

        OPEN = "open", "Nog te toetsen"
        HAALBAAR = "haalbaar", "Haalbaar"
        AFGEVALLEN = "afgevallen", "Afgevallen"

    agenda = models.ForeignKey(Wijkagenda, models.PROTECT, related_name="ideeen", verbose_name="wijkagenda")
    titel = models.CharField("titel", max_length=150)
    wat = models.TextField("wat is de wens of het idee", max_length=4000)
    thema = models.ForeignKey(
        Thema, models.PROTECT, null=True, blank=True, related_name="ideeen", verbose_name="thema"
    )
    buurt = models.ForeignKey(
        Buurt, models.PROTECT, null=True, blank=True, related_name="ideeen", verbose_name="buurt"
    )
    herkomst = models.CharField("herkomst", max_length=15, choices=Herkomst)
    bron = models.CharField(
        "bron", max_length=200, blank=True, help_text="Welk overleg, welk cijfer of welke beleidsnota."
    )
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="ideeen", verbose_name="partner"
    )
    initiatief = models.ForeignKey(
        Initiatief,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="ideeen",
        verbose_name="zaak",
    )
    signaal = models.ForeignKey(
        Signaal,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="ideeen",
        verbose_name="signaal",
    )
    ingevoerd_door = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="ingevoerd door",
    )
    ingediend_op = models.DateTimeField("ingediend op", default=timezone.now, editable=False)
    bevestigd_op = models.DateTimeField("bevestigd op", null=True, editable=False)
    samengevoegd_met = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="samengevoegde",
        verbose_name="gaat verder in",
    )
    oordeel = models.CharField(
        "oordeel", max_length=10, choices=Oordeel, default=Oordeel.OPEN, editable=False
    )
    oordeel_reden = models.TextField("reden van het oordeel", blank=True, max_length=4000, editable=False)
    oordeel_door = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="oordeel van",
    )
    oordeel_op = models.DateTimeField("oordeel op", null=True, editable=False)

    history = historie()
    objects = IdeeQuerySet.as_manager()

    class Meta:
        verbose_name = "idee"
        verbose_name_plural = "ideeën"
        ordering = ("agenda", "ingediend_op", "pk")
        indexes = (
            models.Index(fields=("agenda", "oordeel", "ingediend_op"), name="idee_van_agenda"),
            models.Index(fields=("thema", "agenda"), name="idee_per_thema"),
        )
        constraints = (
            models.UniqueConstraint(fields=("agenda", "initiatief"), name="idee_een_keer_per_zaak"),
            models.UniqueConstraint(fields=("agenda", "signaal"), name="idee_een_keer_per_signaal"),
            # The targets of composite foreign keys: merged within one agenda, a maatregel of the same one.
            models.UniqueConstraint(fields=("id", "agenda"), name="idee_id_en_agenda"),
            models.CheckConstraint(
                condition=models.Q(herkomst="initiatief", initiatief__isnull=False)
                | ~models.Q(herkomst="initiatief") & models.Q(initiatief__isnull=True),
                name="idee_zaak_past_bij_herkomst",
            ),
            models.CheckConstraint(
                condition=models.Q(samengevoegd_met__isnull=True)
                | ~models.Q(samengevoegd_met=models.F("id")),
                name="idee_niet_met_zichzelf",
                violation_error_message="Een idee gaat niet op in zichzelf.",
            ),
            models.CheckConstraint(
                condition=models.Q(oordeel="open")
                | models.Q(oordeel_door__isnull=False, oordeel_op__isnull=False),
                name="idee_oordeel_van_iemand",
            ),
            models.CheckConstraint(
                condition=~models.Q(oordeel="afgevallen") | ~models.Q(oordeel_reden=""),
                name="idee_afgevallen_met_reden",
                violation_error_message="Leg uit waarom dit idee afvalt.",
            ),
        )

    def __str__(self) -> str:
        return self.titel


class Ideegever(models.Model):
    """The resident who brought an idea in: personal data, apart from the idea so that it can be erased.

    `sleutel` is in the mailed link, which confirms the idea and later erases the giver.
    """

    sleutel = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    idee = models.OneToOneField(Idee, models.CASCADE, related_name="gever", verbose_name="idee")
    naam = models.CharField("naam", max_length=100)
    email = models.EmailField("mailadres")

    class Meta:
        verbose_name = "gever van een idee"
        verbose_name_plural = "gevers van ideeën"

    def __str__(self) -> str:
        return f"Gever van idee {self.idee_id}"
