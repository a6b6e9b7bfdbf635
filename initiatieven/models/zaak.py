"""The case: an initiatief, verzoek or beleidswens on its way through the five phases (I-03)."""

import datetime
from typing import TYPE_CHECKING

import pgtrigger
from django.apps import apps
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from initiatieven.rechten import zichtbare_zaken
from wijken.models import Buurt, Cluster, Wijk
from wijkportaal.historie import historie

if TYPE_CHECKING:
    from initiatieven.models.boodschap import Vraag
    from wijken.models import Medewerker


class Fase(models.TextChoices):
    """The five phases in their order, and the five ends (RM bijlage 3)."""

    IDEE = "idee", "Idee"
    TRIAGE = "triage", "Triage"
    ORIENTATIE = "orientatie", "Oriënterende fase"
    TOETS = "toets", "Toets en principebesluit"
    UITVOERING = "uitvoering", "Uitvoering"
    AFGEROND = "afgerond", "Afgerond"
    AFGEWEZEN = "afgewezen", "Afgewezen"
    DOORVERWEZEN = "doorverwezen", "Doorverwezen"
    GEAGENDEERD = "geagendeerd", "Op de wijkagenda"
    INGETROKKEN = "ingetrokken", "Ingetrokken"


FASEN_OP_VOLGORDE = (Fase.IDEE, Fase.TRIAGE, Fase.ORIENTATIE, Fase.TOETS, Fase.UITVOERING)
EINDFASEN = (Fase.AFGEROND, Fase.AFGEWEZEN, Fase.DOORVERWEZEN, Fase.GEAGENDEERD, Fase.INGETROKKEN)
MET_VAKAMBTENAAR = (Fase.ORIENTATIE, Fase.TOETS, Fase.UITVOERING, Fase.AFGEROND, Fase.GEAGENDEERD)
PUBLIEKE_FASEN = MET_VAKAMBTENAAR
NA_BESLUIT = (Fase.UITVOERING, Fase.AFGEROND, Fase.AFGEWEZEN, Fase.GEAGENDEERD)
# What is compared to find cases that look alike; the index and the query must say it in the same words.
LIJKT_OP_TEKST = SearchVector("titel", "wat", config="dutch")


class InitiatiefQuerySet(models.QuerySet["Initiatief"]):
    """Finds cases in the words of the policy."""

    def bevestigd(self) -> "InitiatiefQuerySet":
        """Cases whose submitter confirmed the mail address: until then nobody else sees them."""
        return self.filter(bevestigd_op__isnull=False)

    def onbevestigd_sinds(self, moment: datetime.datetime) -> "InitiatiefQuerySet":
        """Cases that were submitted before `moment` and never confirmed."""
        return self.filter(bevestigd_op__isnull=True, ingediend_op__lt=moment)

    def openbaar(self) -> "InitiatiefQuerySet":
        """Cases that everybody may read: past triage, with the submitter's and the triager's yes."""
        return self.filter(openbaar=True, fase__in=PUBLIEKE_FASEN)

    def voor_lijst(self) -> "InitiatiefQuerySet":
        """Newest first, with only what a list shows."""
        kolommen = ("kenmerk", "titel", "wat", "fase", "soort", "ingediend_op", "wijk__naam", "buurt__naam")
        return self.select_related("wijk", "buurt").only(*kolommen).order_by("-ingediend_op")

    def lopend(self) -> "InitiatiefQuerySet":
        """Cases that have not come to an end."""
        return self.exclude(fase__in=EINDFASEN)

    def beeindigd(self) -> "InitiatiefQuerySet":
        """Cases that have come to an end, whichever of the five it was."""
        return self.filter(fase__in=EINDFASEN)

    def zichtbaar_voor(self, medewerker: "Medewerker") -> "InitiatiefQuerySet":
        """Cases in the staff's work lists for this person, by the roles of today (W-05).

        KCC and beheerder see every confirmed case, a wijkregisseur those of the own wijken, a vakambtenaar
        those that he or she is responsible for.
        """
        return self.bevestigd().filter(zichtbare_zaken(medewerker))

    def met_open_vraag(self) -> "InitiatiefQuerySet":
        """Tell along whether a request waits for the submitters, for a page that says who has the ball."""
        vragen = apps.get_model("initiatieven", "Vraag").objects.open()
        return self.annotate(heeft_open_vraag=models.Exists(vragen.filter(initiatief=models.OuterRef("pk"))))


class Initiatief(models.Model):
    """One case with its kenmerk. Who submitted it stands apart, in `Indiener`, so that it can be erased."""

    class Soort(models.TextChoices):
        """I-01: residents do it themselves, or ask the municipality to act."""

        INITIATIEF = "initiatief", "Inwonerinitiatief"
        VERZOEK = "verzoek", "Verzoek"
        BELEIDSWENS = "beleidswens", "Complexe beleidswens"

    class Klacht(models.TextChoices):
        """I-04: three complaints that are forwarded and not handled here."""

        OPENBARE_RUIMTE = "openbare_ruimte", "Klacht over de openbare ruimte"
        ORGANISATIE = "organisatie", "Klacht over de gemeentelijke organisatie"
        BUREN = "buren", "Klacht over burenoverlast"

    class Kanaal(models.TextChoices):
        """I-02: how it reached the municipality. Whichever it is, the same process follows."""

        WEBSITE = "website", "Formulier op de website"
        MAIL = "mail", "Mail"
        GESPREK = "gesprek", "Gesprek met wijkregisseur of wijkwethouder"
        VAKAMBTENAAR = "vakambtenaar", "Via een vakambtenaar"
        KCC = "kcc", "Telefoon of balie"

    class Hulp(models.TextChoices):
        """I-10: the kinds of support."""

        ADVIES = "advies", "Advies of meedenken"
        VERGUNNING = "vergunning", "Een vergunning of toestemming"
        GELD = "geld", "Geld"
        NATURA = "natura", "Spullen, een ruimte of hulp van de gemeente"

    class Reikwijdte(models.TextChoices):
        """I-04: the own surroundings or beyond. The ceiling of a contribution follows from it (B-10)."""

        BUURT = "buurt", "Een buurt, straat of plek"
        WIJK = "wijk", "De hele wijk"
        OVERSTIJGEND = "overstijgend", "Meer dan één wijk"

    kenmerk = models.CharField("kenmerk", max_length=20, unique=True, editable=False)
    kanaal = models.CharField("kanaal", max_length=15, choices=Kanaal, default=Kanaal.WEBSITE)
    fase = models.CharField("fase", max_length=15, choices=Fase, default=Fase.IDEE, editable=False)
    fase_sinds = models.DateTimeField("in deze fase sinds", default=timezone.now, editable=False)
    # Worked out by `termijnen.leg_vast` at every step and every request to the residents.
    uiterlijk = models.DateField("volgende stap uiterlijk", null=True, editable=False)
    beslissen_voor = models.DateField("wettelijk beslissen uiterlijk", null=True, editable=False)
    ingediend_op = models.DateTimeField("ingediend op", default=timezone.now, editable=False)
    bevestigd_op = models.DateTimeField("bevestigd op", null=True, editable=False)

    ingevoerd_door = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="ingevoerde_initiatieven",
        verbose_name="ingevoerd door",
    )

    titel = models.CharField("titel", max_length=100)
    wat = models.TextField("wat is het idee")
    waarom = models.TextField("waarom is het nodig")
    voor_wie = models.TextField("voor wie is het", blank=True)
    wijk = models.ForeignKey(Wijk, models.PROTECT, related_name="initiatieven", verbose_name="wijk")
    buurt = models.ForeignKey(
        Buurt, models.PROTECT, null=True, blank=True, related_name="initiatieven", verbose_name="buurt"
    )
    plek = models.CharField("plek", max_length=200, blank=True)
    wie_doen_mee = models.TextField("wie doen mee", blank=True)
    hulp = ArrayField(models.CharField(max_length=15, choices=Hulp), default=list, blank=True)
    openbaar_akkoord = models.BooleanField("indiener vindt tonen op de website goed", default=False)

    soort = models.CharField("soort", max_length=15, choices=Soort, blank=True)
    klacht = models.CharField("klacht", max_length=20, choices=Klacht, blank=True)
    reikwijdte = models.CharField("reikwijdte", max_length=15, choices=Reikwijdte, blank=True)
    beleidsterrein = models.CharField("beleidsterrein", max_length=100, blank=True)
    meelezers = models.ManyToManyField(
        Cluster, related_name="leest_mee", blank=True, verbose_name="clusters die meelezen"
    )
    cluster = models.ForeignKey(
        Cluster, models.PROTECT, null=True, blank=True, related_name="initiatieven", verbose_name="cluster"
    )
    vakambtenaar = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="initiatieven",
        verbose_name="verantwoordelijke vakambtenaar",
    )
    openbaar = models.BooleanField("staat op de website", default=False)
    gewist_op = models.DateTimeField("persoonsgegevens gewist op", null=True, editable=False)
    keer_overgedragen = models.PositiveSmallIntegerField("keer overgedragen", default=0, editable=False)

    history = historie()
    objects = InitiatiefQuerySet.as_manager()

    class Meta:
        verbose_name = "initiatief"
        verbose_name_plural = "initiatieven"
        ordering = ("-ingediend_op",)
        indexes = (
            models.Index(fields=("wijk", "fase", "-ingediend_op"), name="initiatief_werklijst"),
            models.Index(fields=("vakambtenaar", "fase"), name="initiatief_vakambtenaar"),
            models.Index(fields=("-ingediend_op",), name="initiatief_nieuwste"),
            models.Index(
                fields=("wijk", "-ingediend_op"),
                condition=models.Q(openbaar=True),
                name="initiatief_openbaar",
            ),
            models.Index(
                fields=("ingediend_op",),
                condition=models.Q(bevestigd_op__isnull=True),
                name="initiatief_onbevestigd",
            ),
            # Who is late, or nearly.
            models.Index(fields=("uiterlijk", "beslissen_voor", "id"), name="initiatief_termijn"),
            models.Index(fields=("beslissen_voor",), name="initiatief_beslistermijn"),
            # What waits longest in a phase.
            models.Index(fields=("fase", "fase_sinds"), name="initiatief_wachtrij"),
            models.Index(fields=("fase_sinds", "-id"), name="initiatief_langst_wachtend"),
            GinIndex(LIJKT_OP_TEKST, name="initiatief_lijkt_op", condition=models.Q(openbaar=True)),
            GinIndex(
                OpClass("titel", name="gin_trgm_ops"),
                name="initiatief_lijkt_op_naam",
                condition=models.Q(openbaar=True),
            ),
            # Django asks `icontains` of the upper case.
            GinIndex(
                OpClass(Upper("kenmerk"), name="gin_trgm_ops"),
                OpClass(Upper("titel"), name="gin_trgm_ops"),
                OpClass(Upper("plek"), name="gin_trgm_ops"),
                name="initiatief_zoeken",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(fase=Fase.IDEE) | models.Q(bevestigd_op__isnull=False),
                name="initiatief_bevestigd_na_idee",
            ),
            models.CheckConstraint(
                condition=~models.Q(fase__in=MET_VAKAMBTENAAR)
                | models.Q(vakambtenaar__isnull=False, cluster__isnull=False) & ~models.Q(soort=""),
                name="initiatief_heeft_vakambtenaar",
                violation_error_message="Kies eerst de soort, het cluster en de vakambtenaar.",
            ),
            models.CheckConstraint(
                condition=models.Q(klacht="") | models.Q(fase__in=(Fase.TRIAGE, Fase.DOORVERWEZEN)),
                name="initiatief_klacht_gaat_niet_verder",
                violation_error_message="Een klacht wordt doorverwezen en niet hier behandeld.",
            ),
            models.CheckConstraint(
                condition=models.Q(openbaar=False) | models.Q(openbaar_akkoord=True),
                name="initiatief_openbaar_met_akkoord",
                violation_error_message="De indiener vindt het niet goed dat dit op de website staat.",
            ),
            models.CheckConstraint(
                condition=models.Q(ingevoerd_door__isnull=True) | ~models.Q(kanaal="website"),
                name="initiatief_van_website_is_van_indiener",
                violation_error_message="Op de website dient een inwoner zelf in.",
            ),
        )
        triggers = (
            pgtrigger.Trigger(
                name="initiatief_fase_na_besluit",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("fase"),
                condition=pgtrigger.Q(old__fase__in=(Fase.TOETS, Fase.UITVOERING))
                & pgtrigger.Q(new__fase__in=NA_BESLUIT)
                & ~pgtrigger.Q(old__fase=pgtrigger.F("new__fase")),
                func="""
                    IF NOT EXISTS (
                        SELECT FROM initiatieven_besluit AS besluit
                        WHERE besluit.initiatief_id = NEW.id
                            AND besluit.soort = CASE
                                WHEN OLD.fase = 'toets' THEN 'principe'
                                WHEN NEW.fase = 'afgerond' AND NEW.soort = 'verzoek' THEN 'principe'
                                ELSE 'definitief' END
                            AND besluit.uitkomst = CASE NEW.fase
                                WHEN 'afgewezen' THEN 'nee' WHEN 'geagendeerd' THEN 'agenda' ELSE 'ja' END
                    ) OR NEW.fase = 'afgerond' AND NEW.soort <> 'verzoek' AND NOT EXISTS (
                        SELECT FROM initiatieven_verantwoording WHERE initiatief_id = NEW.id
                    ) THEN
                        RAISE EXCEPTION 'no phase without the decision that leads to it (I-03, I-14, I-15)'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'initiatief_fase_na_besluit';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="initiatief_afgerond_zonder_open_taken",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("fase"),
                condition=pgtrigger.Q(new__fase=Fase.AFGEROND) & ~pgtrigger.Q(old__fase=Fase.AFGEROND),
                func="""
                    IF EXISTS (
                        SELECT FROM initiatieven_taak WHERE initiatief_id = NEW.id AND gedaan_op IS NULL
                    ) THEN
                        RAISE EXCEPTION 'a case with an open task is not closed (I-16)' USING
                            ERRCODE = 'check_violation', CONSTRAINT = 'initiatief_afgerond_zonder_open_taken';
                    END IF;
                    RETURN NEW;
                """,
            ),
        )

    def __str__(self) -> str:
        return f"{self.kenmerk} {self.titel}"

    def get_absolute_url(self) -> str:
        return reverse("initiatieven:detail", args=[self.kenmerk])

    @cached_property
    def open_vraag(self) -> "Vraag | None":
        """The request that waits for the submitters, with its words; asked of the database once.

        Of a case that was fetched `met_open_vraag` it is known already when there is none.
        """
        if self.pk is None or self.fase in EINDFASEN or not getattr(self, "heeft_open_vraag", True):
            return None
        return self.vragen.open().select_related("boodschap").first()

    @property
    def is_verzoek(self) -> bool:
        """The municipality itself does what is asked, within the year: residents own no plan (ADR 0013)."""
        return self.soort == self.Soort.VERZOEK

    @property
    def is_openbaar(self) -> bool:
        """Everybody can read it now; the same as being in `openbaar()`."""
        return self.openbaar and self.fase in PUBLIEKE_FASEN

    @property
    def hulp_in_woorden(self) -> str:
        """The kinds of support that were asked for, one a line."""
        return "\n".join(str(self.Hulp(soort).label) for soort in self.hulp)

    @property
    def badge_soort(self) -> str:
        """How the phase is coloured. The word beside it says the same, for who sees no colour."""
        return "success" if self.fase == Fase.AFGEROND else "neutral"


class Faseovergang(models.Model):
    """One step of a case: from where to where, by whom, in which role, why and when (I-03).

    Rows are only added. `door` is empty when the submitter did it; `rol` says so in words.
    """

    initiatief = models.ForeignKey(
        Initiatief, models.CASCADE, related_name="faseovergangen", verbose_name="initiatief"
    )
    naam = models.SlugField("overgang", max_length=30)
    van = models.CharField("van", max_length=15, choices=Fase)
    naar = models.CharField("naar", max_length=15, choices=Fase)
    door = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="faseovergangen",
        verbose_name="door",
    )
    rol = models.CharField("in de rol van", max_length=100)
    toelichting = models.TextField("toelichting", blank=True)
    op = models.DateTimeField("op", default=timezone.now)

    class Meta:
        triggers = (
            pgtrigger.Protect(
                name="faseovergang_blijft_staan", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        )
        verbose_name = "faseovergang"
        verbose_name_plural = "faseovergangen"
        ordering = ("op", "pk")
        indexes = (models.Index(fields=("initiatief", "op"), name="faseovergang_tijdlijn"),)

    def __str__(self) -> str:
        return f"{self.get_van_display()} → {self.get_naar_display()}"


class Kenmerkteller(models.Model):
    """The last number given out in a year; its row is the lock that keeps kenmerken unique."""

    jaar = models.PositiveSmallIntegerField(primary_key=True)
    laatste = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.jaar}: {self.laatste}"
