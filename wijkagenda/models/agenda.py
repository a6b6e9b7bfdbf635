"""The wijkagenda of a wijk for a period, on its way along the route of figure 3.1 (A-01, A-02)."""

from typing import TYPE_CHECKING

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models.functions import ExtractYear
from django.urls import reverse
from django.utils import timezone

from wijkagenda.rechten import zichtbare_agendas
from wijken.models import Buurt, Wijk
from wijkportaal.historie import historie
from wijkportaal.perioden import geen_overlap

if TYPE_CHECKING:
    from wijken.models import Medewerker


class Fase(models.TextChoices):
    """The steps of the route in their order (A-02; RM 3.5, figure 3.1)."""

    VERZAMELEN = "verzamelen", "Verzamelen"
    OVERZICHT = "overzicht", "Eerste overzicht"
    EERSTE_TOETS = "eerste_toets", "Toets door gemeente en partners"
    BEWONERSTOETS = "bewonerstoets", "Toets bij inwoners"
    UITWERKING = "uitwerking", "Uitwerking"
    BEOORDELING = "beoordeling", "Beoordeling per maatregel"
    OPSTELLEN = "opstellen", "Akkoord van de wijkcoalitie"
    VASTSTELLING = "vaststelling", "Bij het college"
    RAAD = "raad", "Naar de raad"
    UITVOERING = "uitvoering", "In uitvoering"
    AFGESLOTEN = "afgesloten", "Afgesloten"


FASEN_OP_VOLGORDE = tuple(Fase)
# While the agenda is here, its maatregelen can change; the database refuses it elsewhere.
FASEN_OM_TE_WIJZIGEN = FASEN_OP_VOLGORDE[: FASEN_OP_VOLGORDE.index(Fase.OPSTELLEN)]


def gaat_terug(naam: str, van: str, naar: str) -> bool:
    """A step from `van` to `naar` goes back on the route; starting a new version does not (A-09)."""
    volgorde = FASEN_OP_VOLGORDE
    return naam != "herzien" and volgorde.index(Fase(naar)) < volgorde.index(Fase(van))


class Thema(models.Model):
    """A subject that comes back in several wijken: the tag by which agendas are laid side by side (A-12)."""

    naam = models.CharField("naam", max_length=60, unique=True)
    volgorde = models.PositiveSmallIntegerField("volgorde", default=0)

    history = historie()

    class Meta:
        verbose_name = "thema"
        verbose_name_plural = "thema's"
        ordering = ("volgorde", "naam")

    def __str__(self) -> str:
        return self.naam


class WijkagendaQuerySet(models.QuerySet["Wijkagenda"]):
    """Finds agendas in the words of the policy."""

    def zichtbaar_voor(self, medewerker: "Medewerker") -> "WijkagendaQuerySet":
        """Agendas in the work environment of this person, by the roles of today (W-05)."""
        return self.filter(zichtbare_agendas(medewerker))

    def gepubliceerd(self) -> "WijkagendaQuerySet":
        """Agendas of which at least one version is adopted and was offered to the raad (A-08)."""
        return self.filter(versies__raadsaanbieding__isnull=False).distinct()

    def verzamelt(self) -> "WijkagendaQuerySet":
        """Agendas for which wishes and ideas can be brought in now (A-02)."""
        return self.filter(fase=Fase.VERZAMELEN)


class Wijkagenda(models.Model):
    """A set of maatregelen on leefbaarheid for one wijk and one period (A-01).

    Its maatregelen are the working copy. What is adopted is a `Versie`: the document as it was, for ever.
    `ronde` is the number of the version that is being made, or was made last (A-09).
    """

    class Vorm(models.TextChoices):
        BEKNOPT = "beknopt", "Beknopt"
        VOLLEDIG = "volledig", "Volledig"

    wijk = models.ForeignKey(Wijk, models.PROTECT, related_name="agendas", verbose_name="wijk")
    vorm = models.CharField("vorm", max_length=10, choices=Vorm)
    van = models.DateField("van")
    tot = models.DateField("tot en met")
    inleiding = models.TextField(
        "inleiding", blank=True, max_length=4000, help_text="Staat boven de agenda op de website."
    )
    fase = models.CharField("fase", max_length=15, choices=Fase, default=Fase.VERZAMELEN, editable=False)
    fase_sinds = models.DateTimeField("in deze fase sinds", default=timezone.now, editable=False)
    ronde = models.PositiveSmallIntegerField("versie in de maak", default=1, editable=False)

    history = historie()
    objects = WijkagendaQuerySet.as_manager()

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
            # Wijk and first year are the address of the agenda, and its name in the ledger.
            models.UniqueConstraint(
                "wijk",
                ExtractYear("van"),
                name="wijkagenda_een_per_beginjaar",
                violation_error_message="Deze wijk heeft al een wijkagenda die in dat jaar begint.",
            ),
            models.CheckConstraint(condition=models.Q(fase__in=Fase.values), name="wijkagenda_fase_bestaat"),
        )

    def __str__(self) -> str:
        return f"{self.get_vorm_display()}e wijkagenda {self.periode}"

    def get_absolute_url(self) -> str:
        return reverse("wijkagenda:agenda", args=[self.wijk.slug, self.van.year])

    @property
    def agenda(self) -> "Wijkagenda":
        """Itself: a right to make something of an agenda reaches it along the path of what it has (W-05)."""
        return self

    @property
    def periode(self) -> str:
        """The years of the agenda: "2026–2029", or "2026" for one."""
        jaren = (self.van.year, self.tot.year)
        return str(jaren[0]) if jaren[0] == jaren[1] else f"{jaren[0]}–{jaren[1]}"

    @property
    def naam(self) -> str:
        """The agenda with its wijk: "Wijkagenda Centrum 2026–2029". Select the wijk first."""
        return f"Wijkagenda {self.wijk} {self.periode}"

    @property
    def kan_wijzigen(self) -> bool:
        """The maatregelen can still change in this phase."""
        return self.fase in FASEN_OM_TE_WIJZIGEN

    @property
    def fasenummer(self) -> int:
        """The place of the phase on the route, from 1."""
        return FASEN_OP_VOLGORDE.index(Fase(self.fase)) + 1


class Deelagenda(models.Model):
    """The part of an agenda that is of one buurt or kern, with an introduction of its own (A-01, RM 3.3)."""

    agenda = models.ForeignKey(
        Wijkagenda, models.PROTECT, related_name="deelagendas", verbose_name="wijkagenda"
    )
    buurt = models.ForeignKey(Buurt, models.PROTECT, related_name="deelagendas", verbose_name="buurt of kern")
    inleiding = models.TextField("inleiding", blank=True, max_length=4000)

    history = historie()

    class Meta:
        verbose_name = "deelagenda"
        verbose_name_plural = "deelagenda's"
        ordering = ("agenda", "buurt__volgorde", "buurt__naam")
        constraints = (
            models.UniqueConstraint(
                fields=("agenda", "buurt"),
                name="deelagenda_een_per_buurt",
                violation_error_message="Deze buurt heeft al een deelagenda.",
            ),
            # The target of the composite foreign key that keeps a maatregel inside the own agenda.
            models.UniqueConstraint(fields=("id", "agenda"), name="deelagenda_id_en_agenda"),
        )

    def __str__(self) -> str:
        return f"Deelagenda {self.buurt}"


class Agendastap(models.Model):
    """One step of an agenda along its route: who took it, and how the coalitie did it (A-02).

    `hoe`, `wanneer`, `met_wie` and `uitkomst` are the account of the phase that ends with this step.
    """

    agenda = models.ForeignKey(Wijkagenda, models.PROTECT, related_name="stappen", verbose_name="wijkagenda")
    ronde = models.PositiveSmallIntegerField("versie")
    naam = models.CharField("stap", max_length=30)
    van = models.CharField("van", max_length=15, choices=Fase)
    naar = models.CharField("naar", max_length=15, choices=Fase)
    hoe = models.TextField("hoe is het gedaan", max_length=4000)
    wanneer = models.CharField("wanneer", max_length=200, blank=True)
    met_wie = models.TextField("met wie", max_length=2000, blank=True)
    uitkomst = models.TextField("wat kwam eruit", max_length=4000, blank=True)
    door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="door")
    rol = models.CharField("in de rol van", max_length=100)
    op = models.DateTimeField("op", default=timezone.now)

    class Meta:
        verbose_name = "stap op de route"
        verbose_name_plural = "stappen op de route"
        ordering = ("-op", "-pk")
        indexes = (models.Index(fields=("agenda", "-op"), name="agendastap_van_agenda"),)
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(hoe=""),
                name="agendastap_met_verslag",
                violation_error_message="Schrijf op hoe u deze stap heeft gedaan.",
            ),
        )
        triggers = (
            pgtrigger.Protect(name="agendastap_blijft_staan", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.get_van_display()} → {self.get_naar_display()}"

    @property
    def is_terug(self) -> bool:
        """The step went back: `hoe` is the reason, and is for who works on the agenda only."""
        return gaat_terug(self.naam, self.van, self.naar)
