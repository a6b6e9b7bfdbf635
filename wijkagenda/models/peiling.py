"""The residents' test: a poll on the feasible ideas of an agenda, and what each participant said (A-04)."""

import datetime
import uuid

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from wijkagenda.models.agenda import Fase, Wijkagenda
from wijkagenda.models.idee import Idee
from wijken.models import Buurt
from wijkportaal.historie import historie

PUNTEN_HOOGSTENS = 100


class Looptijd(models.Func):
    """The time in which a poll is open, as a range."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class PeilingQuerySet(models.QuerySet["Peiling"]):
    """Finds polls by the clock."""

    def ooit_geopend(self) -> "PeilingQuerySet":
        """Polls that were on the website, also those that were stopped."""
        return self.filter(geopend_op__isnull=False)

    def openbaar(self) -> "PeilingQuerySet":
        """Polls that everybody can see: their rules are fixed, and nobody stopped them."""
        return self.ooit_geopend().filter(gestopt_op__isnull=True)

    def lopend(self) -> "PeilingQuerySet":
        """Polls that are fixed and have not closed: they run, or will."""
        return self.openbaar().filter(sluit__gt=timezone.now())

    def gesloten(self) -> "PeilingQuerySet":
        """Polls of which the closing time has passed; the newest first."""
        return self.openbaar().filter(sluit__lte=timezone.now()).order_by("-sluit", "-pk")

    def te_volgen(self, *, dagen: int) -> "PeilingQuerySet":
        """Polls that close within so many days, or closed while the agenda waits for its next step."""
        grens = timezone.now() + datetime.timedelta(days=dagen)
        return self.openbaar().filter(sluit__lte=grens, agenda__fase=Fase.BEWONERSTOETS).order_by("sluit")

    def te_wissen(self, *, gesloten_voor: datetime.datetime) -> "PeilingQuerySet":
        """Polls that closed before a moment and still hold who voted."""
        return self.openbaar().filter(sluit__lt=gesloten_voor, gewist_op__isnull=True)


class Peiling(models.Model):
    """One round of questions to the residents of a wijk (A-04).

    A concept until it is opened: from then on the database refuses every change of its rules. Whether it can
    be voted in follows from the clock alone, so nobody has to close it and nobody can. One that was opened by
    mistake can be stopped while no vote counts in it: then it was never held.
    """

    class Stand(models.TextChoices):
        CONCEPT = "concept", "Concept"
        GEPLAND = "gepland", "Nog niet begonnen"
        OPEN = "open", "Open"
        GESLOTEN = "gesloten", "Gesloten"
        GESTOPT = "gestopt", "Gestopt"

    agenda = models.ForeignKey(
        Wijkagenda, models.PROTECT, related_name="peilingen", verbose_name="wijkagenda"
    )
    ronde = models.PositiveSmallIntegerField("versie van de agenda")
    titel = models.CharField("titel", max_length=150)
    inleiding = models.TextField("inleiding", blank=True, max_length=4000)
    punten = models.PositiveSmallIntegerField(
        "punten om te verdelen", validators=[MinValueValidator(1), MaxValueValidator(PUNTEN_HOOGSTENS)]
    )
    opent = models.DateTimeField("gaat open op")
    sluit = models.DateTimeField("sluit op")
    bereikt = models.TextField("hoe zijn de inwoners bereikt", blank=True, max_length=4000)
    gemaakt_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="gemaakt door"
    )
    revisie = models.PositiveIntegerField(default=1, editable=False)
    geopend_op = models.DateTimeField("geopend op", null=True, editable=False)
    geopend_door = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="geopend door",
    )
    gestopt_op = models.DateTimeField("gestopt op", null=True, editable=False)
    gestopt_door = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="gestopt door",
    )
    gestopt_reden = models.TextField("waarom gestopt", blank=True, max_length=2000, editable=False)
    gewist_op = models.DateTimeField("persoonsgegevens gewist op", null=True, editable=False)

    history = historie()
    objects = PeilingQuerySet.as_manager()

    class Meta:
        verbose_name = "peiling"
        verbose_name_plural = "peilingen"
        ordering = ("-sluit", "-pk")
        indexes = (models.Index(fields=("agenda", "-sluit"), name="peiling_van_agenda"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(sluit__gt=models.F("opent")),
                name="peiling_sluit_na_opening",
                violation_error_message="De peiling sluit voordat zij opengaat. Kies een later moment.",
            ),
            models.CheckConstraint(
                condition=Q(punten__range=(1, PUNTEN_HOOGSTENS)),
                name="peiling_punten",
                violation_error_message=f"Kies een aantal punten van 1 tot en met {PUNTEN_HOOGSTENS}.",
            ),
            models.CheckConstraint(
                condition=Q(geopend_op__isnull=True, geopend_door__isnull=True)
                | Q(geopend_op__isnull=False, geopend_door__isnull=False),
                name="peiling_geopend_door_iemand",
            ),
            models.CheckConstraint(
                condition=Q(gestopt_op__isnull=True, gestopt_door__isnull=True, gestopt_reden="")
                | Q(geopend_op__isnull=False, gestopt_op__isnull=False, gestopt_door__isnull=False)
                & ~Q(gestopt_reden=""),
                name="peiling_gestopt_met_reden",
            ),
            models.UniqueConstraint(
                fields=("agenda",),
                condition=Q(geopend_op__isnull=True),
                name="peiling_een_concept",
                violation_error_message="Er staat al een peiling klaar voor deze agenda.",
            ),
            ExclusionConstraint(
                name="peiling_een_tegelijk",
                expressions=[
                    ("agenda", RangeOperators.EQUAL),
                    (Looptijd("opent", "sluit"), RangeOperators.OVERLAPS),
                ],
                condition=Q(geopend_op__isnull=False, gestopt_op__isnull=True),
                violation_error_message="In deze tijd loopt al een peiling voor deze agenda.",
            ),
        )

    def __str__(self) -> str:
        return self.titel

    def get_absolute_url(self) -> str:
        return reverse("wijkagenda:peiling", args=[self.agenda.wijk.slug, self.pk])

    @property
    def stand(self) -> "Peiling.Stand":
        """Where the poll stands now, by the clock of the server."""
        if self.geopend_op is None:
            return self.Stand.CONCEPT
        if self.gestopt_op:
            return self.Stand.GESTOPT
        nu = timezone.now()
        if nu < self.opent:
            return self.Stand.GEPLAND
        return self.Stand.OPEN if nu < self.sluit else self.Stand.GESLOTEN

    @property
    def is_concept(self) -> bool:
        return self.stand == self.Stand.CONCEPT

    @property
    def is_open(self) -> bool:
        """Residents can vote now."""
        return self.stand == self.Stand.OPEN

    @property
    def is_gesloten(self) -> bool:
        return self.stand == self.Stand.GESLOTEN

    @property
    def is_gestopt(self) -> bool:
        """It was opened by mistake and counts as never held."""
        return self.stand == self.Stand.GESTOPT

    @property
    def is_voorbij(self) -> bool:
        """It makes room for another: nobody votes in it any more."""
        return self.is_gesloten or self.is_gestopt

    @property
    def is_begonnen(self) -> bool:
        """It is open or was: there may be forms on paper to enter."""
        return self.is_open or self.is_gesloten


class Peilingkeuze(models.Model):
    """One feasible idea as the residents read it: its words are those of the poll, and stay."""

    peiling = models.ForeignKey(Peiling, models.PROTECT, related_name="keuzes", verbose_name="peiling")
    idee = models.ForeignKey(Idee, models.PROTECT, related_name="keuzes", verbose_name="idee")
    volgorde = models.PositiveSmallIntegerField("volgorde")
    titel = models.CharField("titel", max_length=150)
    uitleg = models.TextField("uitleg", blank=True, max_length=4000)

    class Meta:
        verbose_name = "keuze van een peiling"
        verbose_name_plural = "keuzes van een peiling"
        ordering = ("volgorde", "pk")
        constraints = (
            models.UniqueConstraint(fields=("peiling", "idee"), name="peilingkeuze_idee_een_keer"),
            # The target of the composite foreign key that keeps a vote inside its own poll.
            models.UniqueConstraint(fields=("id", "peiling"), name="peilingkeuze_id_en_peiling"),
        )

    def __str__(self) -> str:
        return self.titel


class StemQuerySet(models.QuerySet["Stem"]):
    """Finds votes."""

    def telt(self) -> "StemQuerySet":
        """Votes that count: confirmed by the owner of the address, or entered by staff and not corrected."""
        return self.filter(bevestigd_op__isnull=False, vervallen_op__isnull=True)

    def verbeterd(self) -> "StemQuerySet":
        """Forms that were typed over wrongly, in the place of which another counts; the last one on top."""
        return self.filter(vervallen_op__isnull=False).order_by("-vervallen_op")

    def onbevestigd(self) -> "StemQuerySet":
        """Votes of which nobody pressed the button in the mail."""
        return self.filter(bevestigd_op__isnull=True)


class Stem(models.Model):
    """What one participant said. It counts from `bevestigd_op` on, and then nobody can change it.

    A form on paper that was typed over wrongly lapses while the poll runs, with who, when and why; another
    with the same number then counts in its place. The database accepts the one only with the other.

    `sleutel` is in the mailed link. Who it was stands in `Stemmer`; a form on paper has a number instead.
    """

    class Kanaal(models.TextChoices):
        ONLINE = "online", "Online"
        PAPIER = "papier", "Op papier"
        BIJEENKOMST = "bijeenkomst", "Op een bijeenkomst"

    sleutel = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    peiling = models.ForeignKey(Peiling, models.PROTECT, related_name="stemmen", verbose_name="peiling")
    kanaal = models.CharField("kanaal", max_length=11, choices=Kanaal)
    buurt = models.ForeignKey(
        Buurt, models.PROTECT, null=True, blank=True, related_name="stemmen", verbose_name="buurt"
    )
    formulier = models.PositiveIntegerField("nummer van het formulier", null=True, blank=True)
    ingevoerd_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="ingevoerd door"
    )
    gegeven_op = models.DateTimeField("gegeven op", default=timezone.now)
    bevestigd_op = models.DateTimeField("bevestigd op", null=True)
    vervallen_op = models.DateTimeField("verbeterd op", null=True)
    vervallen_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="verbeterd door"
    )
    vervallen_reden = models.TextField("waarom verbeterd", blank=True, max_length=2000)

    objects = StemQuerySet.as_manager()

    class Meta:
        verbose_name = "stem"
        verbose_name_plural = "stemmen"
        indexes = (
            models.Index(
                fields=("peiling", "kanaal"), condition=Q(bevestigd_op__isnull=False), name="stem_telt"
            ),
            models.Index(
                fields=("gegeven_op",), condition=Q(bevestigd_op__isnull=True), name="stem_onbevestigd"
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("peiling", "formulier"),
                condition=Q(vervallen_op__isnull=True),
                name="stem_formulier_een_keer",
            ),
            models.CheckConstraint(
                condition=Q(vervallen_op__isnull=True, vervallen_door__isnull=True, vervallen_reden="")
                | Q(
                    vervallen_op__isnull=False,
                    vervallen_door__isnull=False,
                    bevestigd_op__isnull=False,
                    formulier__isnull=False,
                )
                & ~Q(vervallen_reden=""),
                name="stem_verbeterd_met_reden",
            ),
            models.UniqueConstraint(fields=("sleutel", "peiling"), name="stem_sleutel_en_peiling"),
            models.CheckConstraint(
                condition=Q(kanaal__in=("online", "papier", "bijeenkomst")), name="stem_kanaal"
            ),
            models.CheckConstraint(
                condition=Q(kanaal="online", formulier__isnull=True, ingevoerd_door__isnull=True)
                | ~Q(kanaal="online") & Q(formulier__gt=0, ingevoerd_door__isnull=False),
                name="stem_ingevoerd_met_nummer",
            ),
        )

    def __str__(self) -> str:
        return f"Stem in peiling {self.peiling_id}"


class Stemregel(models.Model):
    """What a vote says about one choice."""

    class Steunt(models.TextChoices):
        JA = "ja", "Ja"
        NEE = "nee", "Nee"
        GEEN_MENING = "geen_mening", "Geen mening"

    stem = models.ForeignKey(Stem, models.CASCADE, related_name="regels", verbose_name="stem")
    keuze = models.ForeignKey(Peilingkeuze, models.PROTECT, related_name="regels", verbose_name="keuze")
    # Of stem and of keuze, so that composite foreign keys keep both in one poll.
    peiling = models.ForeignKey(Peiling, models.PROTECT, related_name="+", verbose_name="peiling")
    steunt = models.CharField("steunt", max_length=11, choices=Steunt, default=Steunt.GEEN_MENING)
    punten = models.PositiveSmallIntegerField("punten", default=0)
    wil_helpen = models.BooleanField("wil helpen", default=False)

    class Meta:
        verbose_name = "regel van een stem"
        verbose_name_plural = "regels van een stem"
        ordering = ("keuze__volgorde",)
        constraints = (
            models.UniqueConstraint(fields=("stem", "keuze"), name="stemregel_een_per_keuze"),
            models.CheckConstraint(
                condition=Q(steunt__in=("ja", "nee", "geen_mening")), name="stemregel_steunt_bestaat"
            ),
            models.CheckConstraint(
                condition=Q(punten__range=(0, PUNTEN_HOOGSTENS)), name="stemregel_punten_niet_negatief"
            ),
        )

    def __str__(self) -> str:
        return f"Keuze {self.keuze_id}: {self.steunt}, {self.punten}"


class Stemmer(models.Model):
    """Who voted: personal data, apart from the vote so that it can be erased after the poll.

    `telt` follows the vote; the database sets it, and lets an address count once per poll.
    """

    stem = models.OneToOneField(
        Stem, models.CASCADE, primary_key=True, related_name="stemmer", verbose_name="stem"
    )
    peiling = models.ForeignKey(Peiling, models.PROTECT, related_name="stemmers", verbose_name="peiling")
    naam = models.CharField("naam", max_length=100, blank=True)
    email = models.EmailField("mailadres", blank=True)
    telefoon = models.CharField("telefoonnummer", max_length=20, blank=True)
    telt = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = "stemmer"
        verbose_name_plural = "stemmers"
        indexes = (models.Index("peiling", Lower("email"), name="stemmer_adres"),)
        constraints = (
            models.UniqueConstraint(
                "peiling",
                Lower("email"),
                condition=Q(telt=True) & ~Q(email=""),
                name="stemmer_een_keer_per_adres",
            ),
        )

    def __str__(self) -> str:
        return f"Stemmer {self.stem_id}"
