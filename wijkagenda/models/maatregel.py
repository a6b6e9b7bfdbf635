"""A maatregel with its seven parts, and who pays or works on it (A-05, A-06, A-07)."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from budgetten.geld import HOOGSTE, NUL
from budgetten.models import Aanvraag, Bronuitkomst
from wijkagenda.models.agenda import Deelagenda, Thema, Wijkagenda
from wijkagenda.models.idee import Idee
from wijken.models import Cluster, Mandaat, Partner
from wijkportaal.historie import historie


def bedragveld(naam: str, **opties: object) -> models.DecimalField:
    """Make the field of an amount in euros that may be nothing."""
    grenzen = (MinValueValidator(NUL), MaxValueValidator(HOOGSTE))
    return models.DecimalField(naam, max_digits=12, decimal_places=2, validators=grenzen, **opties)  # type: ignore[arg-type]


def niet_negatief(veld: str, naam: str) -> models.CheckConstraint:
    """Hold an amount at nothing or more; the upper limit also keeps PostgreSQL's NaN out."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{veld}__gte": 0, f"{veld}__lte": HOOGSTE}),
        name=naam,
        violation_error_message="Vul een bedrag in van € 0,00 of meer.",
    )


class MaatregelQuerySet(models.QuerySet["Maatregel"]):
    """Finds maatregelen."""

    def in_agenda(self) -> "MaatregelQuerySet":
        """Those that are in the agenda as it is now, in its order."""
        return self.filter(weggelaten=False).order_by("nummer")


class Maatregel(models.Model):
    """One measure of an agenda, with the seven parts that the policy asks (A-05) and a measurable goal.

    While it is being worked out, parts may be empty; `maatregelen.ontbreekt` names what is missing. The
    database counts in `revisie` each change of what everybody agrees to (title, description, years): an
    approval is of one revisie (A-06).
    """

    class Gericht(models.TextChoices):
        """What the wijkbudget may be for (B-14)."""

        LEEFBAARHEID = Aanvraag.Gericht.LEEFBAARHEID.value, "Leefbaarheid"
        SOCIALE_SAMENHANG = Aanvraag.Gericht.SOCIALE_SAMENHANG.value, "Sociale samenhang"

    agenda = models.ForeignKey(
        Wijkagenda, models.PROTECT, related_name="maatregelen", verbose_name="wijkagenda"
    )
    nummer = models.PositiveSmallIntegerField("nummer", editable=False)
    titel = models.CharField("titel", max_length=150)
    omschrijving = models.TextField("omschrijving", max_length=4000)
    thema = models.ForeignKey(Thema, models.PROTECT, related_name="maatregelen", verbose_name="thema")
    deelagenda = models.ForeignKey(
        Deelagenda,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="maatregelen",
        verbose_name="deelagenda",
        help_text="Leeg: voor de hele wijk.",
    )
    gericht_op = models.CharField("gericht op", max_length=20, choices=Gericht, default=Gericht.LEEFBAARHEID)
    doel = models.TextField("doel en achtergrond", blank=True, max_length=4000)
    effect = models.TextField("beoogd effect", blank=True, max_length=2000)
    trekker = models.CharField(
        "trekker",
        max_length=150,
        blank=True,
        help_text="De organisatie of functie die de uitvoering trekt. Dit staat op de website.",
    )
    trekker_email = models.EmailField(
        "mailadres van de trekker",
        blank=True,
        help_text="Voor de vraag naar de voortgang, elk kwartaal. Staat niet op de website.",
    )
    betrokkenen = models.TextField("betrokken partijen", blank=True, max_length=2000)
    kosten = bedragveld(
        "benodigd bedrag", null=True, blank=True, help_text="In euro's. Kost het niets? Vul dan 0 in."
    )
    jaar_van = models.PositiveSmallIntegerField("uitvoering van jaar", null=True, blank=True)
    jaar_tot = models.PositiveSmallIntegerField("uitvoering tot en met jaar", null=True, blank=True)
    beheer = models.TextField(
        "visie op het beheer", blank=True, max_length=2000, help_text="Wie onderhoudt het daarna, en waarvan?"
    )
    indicator = models.CharField(
        "meetbaar doel",
        max_length=200,
        blank=True,
        help_text="Wat meet u? Bijvoorbeeld: meldingen van zwerfvuil.",
    )
    eenheid = models.CharField("eenheid", max_length=50, blank=True, help_text="Bijvoorbeeld: per jaar.")
    startwaarde = models.DecimalField("waarde nu", max_digits=12, decimal_places=2, null=True, blank=True)
    streefwaarde = models.DecimalField("streefwaarde", max_digits=12, decimal_places=2, null=True, blank=True)
    streefdatum = models.DateField("bereikt op", null=True, blank=True)
    ideeen = models.ManyToManyField(
        Idee, related_name="maatregelen", blank=True, verbose_name="komt voort uit"
    )
    past_bij_beleid = models.BooleanField(
        "past bij het beleid van de gemeente en het belang van inwoners",
        null=True,
        blank=True,
        help_text="Alleen nodig als de maatregel niet voortkomt uit een idee dat haalbaar is (A-11).",
    )
    beleid_toelichting = models.TextField(
        "bij welk beleid, en wie keek ernaar",
        blank=True,
        max_length=2000,
        help_text="Bijvoorbeeld: de groennota 2025, besproken met cluster Beheer Openbare Ruimte.",
    )
    weggelaten = models.BooleanField("niet (meer) in de agenda", default=False)
    weggelaten_reden = models.TextField("waarom niet meer", blank=True, max_length=2000)
    revisie = models.PositiveIntegerField(default=1, editable=False)

    history = historie(zonder=("revisie",))
    objects = MaatregelQuerySet.as_manager()

    class Meta:
        verbose_name = "maatregel"
        verbose_name_plural = "maatregelen"
        ordering = ("agenda", "nummer")
        constraints = (
            models.UniqueConstraint(fields=("agenda", "nummer"), name="maatregel_nummer_uniek"),
            models.CheckConstraint(
                condition=models.Q(jaar_van__isnull=True)
                | models.Q(jaar_tot__isnull=True)
                | models.Q(jaar_tot__gte=models.F("jaar_van")),
                name="maatregel_eindigt_na_begin",
                violation_error_message="Het laatste jaar ligt voor het eerste jaar.",
            ),
            models.CheckConstraint(
                condition=models.Q(kosten__isnull=True) | models.Q(kosten__gte=0, kosten__lte=HOOGSTE),
                name="maatregel_kosten_niet_negatief",
                violation_error_message="Vul een bedrag in van € 0,00 of meer.",
            ),
            models.CheckConstraint(
                condition=models.Q(past_bij_beleid__isnull=True) | ~models.Q(beleid_toelichting=""),
                name="maatregel_beleid_met_toelichting",
                violation_error_message="Schrijf op bij welk beleid de maatregel past, of waarom niet.",
            ),
            models.CheckConstraint(
                condition=models.Q(weggelaten=False) | ~models.Q(weggelaten_reden=""),
                name="maatregel_weggelaten_met_reden",
                violation_error_message="Leg uit waarom deze maatregel niet (meer) in de agenda staat.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.nummer}. {self.titel}"

    @property
    def jaren(self) -> str:
        """The planned years in words: "2026–2027", or "" while nothing is planned."""
        if not self.jaar_van or not self.jaar_tot:
            return ""
        return str(self.jaar_van) if self.jaar_van == self.jaar_tot else f"{self.jaar_van}–{self.jaar_tot}"


class BijdrageQuerySet(models.QuerySet["Bijdrage"]):
    """Finds parts of maatregelen."""

    def telt_mee(self) -> "BijdrageQuerySet":
        """Parts that were not taken out again."""
        return self.filter(vervallen=False)


class Bijdrage(models.Model):
    """What one party pays or does for a maatregel: the part that it approves (A-06).

    `bedrag` is in euros and may be nothing for who only works (`inzet`). A part that is asked for is never
    removed but `vervallen`. The database counts each change in `revisie`.
    """

    class Bron(models.TextChoices):
        """In the order in which they are looked into (A-07; RM 6.2)."""

        CLUSTER = "cluster", "Clusterbudget"
        PARTNER = "partner", "Partner uit de wijk"
        SUBSIDIE = "subsidie", "Externe subsidie"
        PROJECT = "project", "Projectbudget"
        COFINANCIERING = "cofinanciering", "Cofinanciering door anderen"
        SPONSORING = "sponsoring", "Sponsoring"
        WIJKBUDGET = "wijkbudget", "Wijkbudget"

    # Others than these say yes themselves, under a mandate.
    VAN_BUITEN = (Bron.SUBSIDIE, Bron.PROJECT, Bron.COFINANCIERING, Bron.SPONSORING)

    maatregel = models.ForeignKey(
        Maatregel, models.PROTECT, related_name="bijdragen", verbose_name="maatregel"
    )
    bron = models.CharField("wie of wat", max_length=15, choices=Bron)
    cluster = models.ForeignKey(
        Cluster, models.PROTECT, null=True, blank=True, related_name="bijdragen", verbose_name="cluster"
    )
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="bijdragen", verbose_name="partner"
    )
    naam = models.CharField(
        "naam van de bron", max_length=100, blank=True, help_text="Bijvoorbeeld de naam van het fonds."
    )
    bedrag = bedragveld("bedrag", default=Decimal("0.00"))
    inzet = models.CharField("wat zij doen", max_length=500, blank=True)
    toezegging = models.CharField(
        "kenmerk van de toezegging",
        max_length=100,
        blank=True,
        help_text="Alleen bij geld van buiten: de brief of beschikking waarin het is toegezegd.",
    )
    vervallen = models.BooleanField("vervalt", default=False)
    revisie = models.PositiveIntegerField(default=1, editable=False)

    history = historie(zonder=("revisie",))
    objects = BijdrageQuerySet.as_manager()

    class Meta:
        verbose_name = "bijdrage"
        verbose_name_plural = "bijdragen"
        ordering = ("maatregel", "pk")
        constraints = (
            niet_negatief("bedrag", "bijdrage_bedrag_niet_negatief"),
            models.CheckConstraint(
                condition=models.Q(bron="cluster", cluster__isnull=False, partner__isnull=True)
                | models.Q(bron="partner", cluster__isnull=True, partner__isnull=False)
                | models.Q(bron="wijkbudget", cluster__isnull=True, partner__isnull=True)
                | models.Q(
                    bron__in=("subsidie", "project", "cofinanciering", "sponsoring"),
                    cluster__isnull=True,
                    partner__isnull=True,
                )
                & ~models.Q(naam=""),
                name="bijdrage_past_bij_bron",
                violation_error_message=(
                    "Kies bij clusterbudget het cluster en bij een partner de partner. "
                    "Vul bij geld van buiten de naam van de bron in."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(bedrag__gt=0)
                | models.Q(bron__in=("cluster", "partner")) & ~models.Q(inzet=""),
                name="bijdrage_geld_of_werk",
                violation_error_message="Vul een bedrag in. Een cluster of partner kan ook alleen werk doen.",
            ),
            models.UniqueConstraint(
                fields=("maatregel", "cluster"),
                condition=models.Q(vervallen=False, cluster__isnull=False),
                name="bijdrage_een_per_cluster",
                violation_error_message="Dit cluster staat er al bij.",
            ),
            models.UniqueConstraint(
                fields=("maatregel", "partner"),
                condition=models.Q(vervallen=False, partner__isnull=False),
                name="bijdrage_een_per_partner",
                violation_error_message="Deze partner staat er al bij.",
            ),
            models.UniqueConstraint(
                fields=("maatregel",),
                condition=models.Q(vervallen=False, bron="wijkbudget"),
                name="bijdrage_een_uit_wijkbudget",
                violation_error_message="Het wijkbudget staat er al bij.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_bron_display()}{f' {self.van_wie}' if self.van_wie else ''}"

    @property
    def van_wie(self) -> str:
        """Whose money or work it is: cluster, partner or the named source; "" for the wijkbudget."""
        return str(self.cluster or self.partner or self.naam)

    @property
    def geldsoort(self) -> Mandaat.Geldsoort:
        """The kind of mandate by which this part is approved (A-06, B-11).

        Raises:
            KeyError: somebody outside pays; there is no mandate for that here.
        """
        return MANDATEN[self.Bron(self.bron)]

    @property
    def van_buiten(self) -> bool:
        """Somebody outside pays: no approval here, but a promise on record."""
        return self.bron in self.VAN_BUITEN


MANDATEN = {
    Bijdrage.Bron.CLUSTER: Mandaat.Geldsoort.CLUSTERBUDGET,
    Bijdrage.Bron.PARTNER: Mandaat.Geldsoort.PARTNERGELD,
    Bijdrage.Bron.WIJKBUDGET: Mandaat.Geldsoort.WIJKBUDGET,
}


class Bronverkenning(models.Model):
    """What came of looking into one source of money, before the wijkbudget was asked (A-07)."""

    maatregel = models.ForeignKey(
        Maatregel, models.CASCADE, related_name="verkenningen", verbose_name="maatregel"
    )
    code = models.CharField("geldbron", max_length=20)
    uitkomst = models.CharField("uitkomst", max_length=10, choices=Bronuitkomst.Uitkomst)
    toelichting = models.TextField("toelichting", max_length=2000)
    door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+", verbose_name="door"
    )
    op = models.DateTimeField("op", default=timezone.now, editable=False)

    history = historie()

    class Meta:
        verbose_name = "verkenning van een geldbron"
        verbose_name_plural = "verkenningen van geldbronnen"
        ordering = ("maatregel", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("maatregel", "code"),
                name="bronverkenning_een_per_bron",
                violation_error_message="Deze geldbron staat er al bij.",
            ),
            models.CheckConstraint(
                condition=~models.Q(toelichting=""),
                name="bronverkenning_met_toelichting",
                violation_error_message="Leg uit wat eruit kwam.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code}: {self.get_uitkomst_display().lower()}"
