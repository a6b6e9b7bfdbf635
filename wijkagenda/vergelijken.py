"""Subjects that come back in several wijken, side by side: input for the strategic meeting (A-12; RM 3.1)."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from wijkagenda.models import Fase, Idee, Thema
from wijken.models import Wijk

HOOGSTENS = 300


@dataclass(frozen=True)
class Cel:
    """How many ideas there are on one thema in one wijk, and how many of those are haalbaar."""

    aantal: int = 0
    haalbaar: int = 0


@dataclass(frozen=True)
class Rij:
    """One thema over all wijken, in the order of the columns."""

    thema: Thema | None
    cellen: list[Cel]

    @property
    def wijken(self) -> int:
        """In how many wijken it comes up."""
        return sum(1 for cel in self.cellen if cel.aantal)

    @property
    def aantal(self) -> int:
        """How many ideas there are in all."""
        return sum(cel.aantal for cel in self.cellen)


@dataclass(frozen=True)
class Tabel:
    """The thema's by wijk: what comes back in most wijken stands on top."""

    wijken: list[Wijk]
    rijen: list[Rij]


def lopende_ideeen() -> QuerySet[Idee]:
    """Return the ideas of every agenda that is not over."""
    return Idee.objects.telt_mee().exclude(agenda__fase=Fase.AFGESLOTEN)


def per_thema() -> Tabel:
    """Count the ideas by thema and wijk, in three queries however many there are."""
    wijken, themas = list(Wijk.objects.all()), list(Thema.objects.all())
    haalbaar = Count("pk", filter=Q(oordeel=Idee.Oordeel.HAALBAAR))
    tellingen = lopende_ideeen().order_by().values_list("thema", "agenda__wijk")
    cellen = {
        (thema, wijk): Cel(aantal, gekund)
        for thema, wijk, aantal, gekund in tellingen.annotate(aantal=Count("pk"), gekund=haalbaar)
    }
    rijen = [
        Rij(thema, [cellen.get((thema.pk if thema else None, wijk.pk), Cel()) for wijk in wijken])
        for thema in (*themas, None)
    ]
    gevuld = [rij for rij in rijen if rij.aantal]
    return Tabel(wijken, sorted(gevuld, key=lambda rij: (rij.thema is None, -rij.wijken, -rij.aantal)))


@dataclass(frozen=True)
class Gekozen:
    """The ideas on one thema, by wijk; `is_meer` when there are more than what is shown."""

    thema: Thema
    ideeen: list[Idee]
    is_meer: bool


def kies(thema: str) -> Gekozen | None:
    """Return the ideas on the thema with this key, by wijk; None when no thema was chosen."""
    rij = Thema.objects.filter(pk=thema if thema.isdecimal() else 0).first()
    if rij is None:
        return None
    ideeen = lopende_ideeen().filter(thema=rij).select_related("agenda__wijk", "buurt")
    gelezen = list(ideeen.order_by("agenda__wijk__nummer", "ingediend_op", "pk")[: HOOGSTENS + 1])
    return Gekozen(rij, gelezen[:HOOGSTENS], len(gelezen) > HOOGSTENS)
