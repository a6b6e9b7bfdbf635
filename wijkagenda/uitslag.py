"""The result of a poll: numbers only, the same for the website, staff and the document (A-04)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from wijkagenda.models import Peiling, Stem, Stemmer, Stemregel, Wijkagenda
from wijkportaal.models import beleid

TELT = Q(regels__stem__bevestigd_op__isnull=False, regels__stem__vervallen_op__isnull=True)


@dataclass(frozen=True)
class Keuzeuitslag:
    """What the participants said about one choice: people, points, and who would help."""

    titel: str
    steun: int
    tegen: int
    punten: int
    wil_helpen: int


@dataclass(frozen=True)
class Uitslag:
    """The result so far; after the closing only forms on paper are still added."""

    deelnemers: Mapping[str, int]
    keuzes: tuple[Keuzeuitslag, ...]

    @property
    def aantal(self) -> int:
        """How many took part, in whichever way."""
        return sum(self.deelnemers.values())

    @property
    def per_kanaal(self) -> list[tuple[str, int]]:
        """The ways in which people took part, in words, with how many."""
        return [(Stem.Kanaal(kanaal).label, aantal) for kanaal, aantal in self.deelnemers.items()]

    @property
    def meeste_punten(self) -> int:
        """The points of the first choice: the length of the longest bar."""
        return max((keuze.punten for keuze in self.keuzes), default=0)


def deelnemers(peiling: Peiling) -> dict[str, int]:
    """Return how many votes count per channel, in one query."""
    geteld = dict(peiling.stemmen.telt().order_by().values_list("kanaal").annotate(aantal=Count("pk")))
    return {kanaal: geteld.get(kanaal, 0) for kanaal in Stem.Kanaal.values}


def uitslag(peiling: Peiling) -> Uitslag:
    """Return the result in two queries, however many choices and votes: the most points first."""
    keuzes = peiling.keuzes.annotate(
        steun=Count("regels", filter=TELT & Q(regels__steunt=Stemregel.Steunt.JA)),
        tegen=Count("regels", filter=TELT & Q(regels__steunt=Stemregel.Steunt.NEE)),
        som=Sum("regels__punten", filter=TELT, default=0),
        helpers=Count("regels", filter=TELT & Q(regels__wil_helpen=True)),
    ).order_by("-som", "-steun", "volgorde", "pk")
    return Uitslag(
        deelnemers(peiling),
        tuple(Keuzeuitslag(rij.titel, rij.steun, rij.tegen, rij.som, rij.helpers) for rij in keuzes),
    )


def per_buurt(peiling: Peiling) -> list[tuple[str, int]]:
    """Return how many took part per buurt. Small numbers go together under one name (P-04).

    That remainder is never itself so small that a buurt could be worked out from it: then the smallest buurt
    that could be shown joins it.
    """
    geteld = (
        peiling.stemmen.telt()
        .order_by()
        .values_list("buurt__naam")
        .annotate(aantal=Count("pk"))
        .order_by("-aantal", "buurt__naam")
    )
    getoond, rest, minstens = [], 0, beleid("peiling-kleinste-aantal")
    for naam, aantal in geteld:
        if naam is None or aantal < minstens:
            rest += aantal
        else:
            getoond.append((naam, aantal))
    while getoond and 0 < rest < minstens:
        rest += getoond.pop()[1]
    if not getoond:
        return []  # the remainder alone is everybody: that tells nothing of a buurt
    return [*getoond, *([("Andere buurt, of niet ingevuld", rest)] if rest >= minstens else [])]


def helpers(peiling: Peiling) -> QuerySet[Stemmer]:
    """Return who wants to help with something, with what: for who may see it (see `rechten`)."""
    wil = Stemmer.objects.filter(peiling=peiling, telt=True, stem__regels__wil_helpen=True)
    return wil.distinct().order_by("naam", "email", "pk").prefetch_related("stem__regels__keuze")


def laatste_gesloten(agenda: Wijkagenda) -> Peiling | None:
    """Return the poll that this version rests on; None when the residents were asked otherwise."""
    return agenda.peilingen.gesloten().filter(ronde=agenda.ronde).first()


def als_document(agenda: Wijkagenda) -> dict[str, Any] | None:
    """Return the result for `document.maak_document`, in three queries; None without a closed poll."""
    peiling = laatste_gesloten(agenda)
    if peiling is None:
        return None
    stand = uitslag(peiling)
    return {
        "titel": peiling.titel,
        "van": timezone.localdate(peiling.opent).isoformat(),
        "tot": timezone.localdate(peiling.sluit).isoformat(),
        "deelnemers": dict(stand.deelnemers),
        "bereikt": peiling.bereikt,
        "keuzes": [vars(keuze) for keuze in stand.keuzes],
    }
