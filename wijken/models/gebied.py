"""The municipality and its wijken, buurten, inhabitants and wijkteamoverleggen (W-01, W-03, W-04)."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.urls import reverse

from wijkportaal.historie import historie


class Gemeente(models.Model):
    """The municipality that this installation serves: there is exactly one row."""

    enig = models.BooleanField(default=True, editable=False, unique=True)
    naam = models.CharField("naam", max_length=100)
    cbs_code = models.CharField("CBS-code", max_length=6, help_text="Bijvoorbeeld GM0957.")
    kenmerk_voorvoegsel = models.SlugField(
        "voorvoegsel van kenmerken", max_length=6, help_text="Bijvoorbeeld RM, voor RM-2026-00042."
    )
    email = models.EmailField("algemeen mailadres")
    telefoon = models.CharField("telefoonnummer", max_length=20, blank=True)
    meldingen_url = models.URLField(
        "pagina voor meldingen en klachten", help_text="Hier verwijst het portaal klachten naartoe."
    )
    klachtencoordinator_email = models.EmailField("mailadres van de klachtencoördinator")

    history = historie()

    class Meta:
        verbose_name = "gemeente"
        verbose_name_plural = "gemeente"
        constraints = (models.CheckConstraint(condition=models.Q(enig=True), name="gemeente_is_enig"),)

    def __str__(self) -> str:
        return self.naam


class Gebied(models.Model):
    """An optional layer above the wijken, for a municipality that groups them (W-01)."""

    naam = models.CharField("naam", max_length=100, unique=True)

    history = historie()

    class Meta:
        verbose_name = "gebied"
        verbose_name_plural = "gebieden"
        ordering = ("naam",)

    def __str__(self) -> str:
        return self.naam


class WijkQuerySet(models.QuerySet["Wijk"]):
    """Finds wijken with what a page shows of them."""

    def voor_pagina(self) -> "WijkQuerySet":
        """With gebied, CBS codes and names of the wijkteamoverleggen, in this one query."""
        cbs = CbsWijk.objects.filter(wijk=models.OuterRef("pk")).order_by("code")
        overleggen = Wijkteamoverleg.objects.filter(wijken=models.OuterRef("pk")).order_by("naam")
        return self.select_related("gebied").annotate(
            cbs_codes=ArraySubquery(cbs.values("code")),
            overlegnamen=ArraySubquery(overleggen.values("naam")),
        )


class Wijk(models.Model):
    """The level of agenda and budget (W-01); its boundary is that of its CBS wijken."""

    nummer = models.PositiveSmallIntegerField("nummer", unique=True)
    naam = models.CharField("naam", max_length=100, unique=True)
    slug = models.SlugField("webadres", max_length=100, unique=True)
    email = models.EmailField(
        "mailadres van de wijkregisseur",
        blank=True,
        help_text="Een adres van de functie, dat blijft als de wijkregisseur wisselt.",
    )
    gebied = models.ForeignKey(
        Gebied, models.PROTECT, null=True, blank=True, related_name="wijken", verbose_name="gebied"
    )

    history = historie()
    objects = WijkQuerySet.as_manager()

    class Meta:
        verbose_name = "wijk"
        verbose_name_plural = "wijken"
        ordering = ("nummer",)

    def __str__(self) -> str:
        return self.naam

    def get_absolute_url(self) -> str:
        return reverse("wijken:wijk", args=[self.slug])


class CbsWijk(models.Model):
    """A wijk as CBS draws it. A wijk of the policy may join several (Herten/Maasplassen, W-01)."""

    code = models.CharField("CBS-code", max_length=8, primary_key=True)
    naam = models.CharField("naam bij het CBS", max_length=100)
    wijk = models.ForeignKey(Wijk, models.PROTECT, related_name="cbs_wijken", verbose_name="wijk")
    grens = models.JSONField("grens", help_text="GeoJSON-geometrie in WGS84 (lengte, breedte).")
    bron = models.CharField("bron", max_length=200)
    # Tells every process, and every browser, that the boundaries changed.
    geladen_op = models.DateTimeField("geladen op", auto_now=True)

    class Meta:
        verbose_name = "CBS-wijk"
        verbose_name_plural = "CBS-wijken"
        ordering = ("code",)

    def __str__(self) -> str:
        return f"{self.code} {self.naam}"


class Buurt(models.Model):
    """A buurt or kern within one wijk."""

    wijk = models.ForeignKey(Wijk, models.PROTECT, related_name="buurten", verbose_name="wijk")
    naam = models.CharField("naam", max_length=100)
    volgorde = models.PositiveSmallIntegerField("volgorde", default=0)

    history = historie()

    class Meta:
        verbose_name = "buurt"
        verbose_name_plural = "buurten"
        ordering = ("wijk__nummer", "volgorde", "naam")
        constraints = (
            models.UniqueConstraint(fields=("wijk", "naam"), name="buurt_naam_uniek_in_wijk"),
            # The target of the composite foreign key that keeps a case's buurt inside its wijk.
            models.UniqueConstraint(fields=("id", "wijk"), name="buurt_id_en_wijk"),
        )

    def __str__(self) -> str:
        return self.naam


class Inwonertal(models.Model):
    """Inhabitants of a wijk on a reference date, with source (W-04); the base for dividing budgets."""

    wijk = models.ForeignKey(Wijk, models.PROTECT, related_name="inwonertallen", verbose_name="wijk")
    peildatum = models.DateField("peildatum")
    aantal = models.PositiveIntegerField("aantal inwoners")
    bron = models.CharField("bron", max_length=200)

    history = historie()

    class Meta:
        verbose_name = "inwonertal"
        verbose_name_plural = "inwonertallen"
        ordering = ("-peildatum", "wijk__nummer")
        constraints = (
            models.UniqueConstraint(fields=("wijk", "peildatum"), name="inwonertal_een_per_peildatum"),
        )

    def __str__(self) -> str:
        return f"{self.aantal} op {self.peildatum:%d-%m-%Y}"


class Wijkteamoverleg(models.Model):
    """The existing meeting of wijk professionals: its own grouping, different from the wijken (W-03)."""

    naam = models.CharField("naam", max_length=100, unique=True)
    wijken = models.ManyToManyField(Wijk, related_name="wijkteamoverleggen", verbose_name="wijken")

    history = historie()

    class Meta:
        verbose_name = "wijkteamoverleg"
        verbose_name_plural = "wijkteamoverleggen"
        ordering = ("naam",)

    def __str__(self) -> str:
        return self.naam
