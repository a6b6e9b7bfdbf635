"""The mails of a poll. They repeat nothing that was typed: the address may be somebody else's."""

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from wijkagenda.models import Peiling, Stem
from wijken.models import Gemeente
from wijkportaal.berichten import stel_op
from wijkportaal.links import Link
from wijkportaal.models import Bericht

STEM_ROUTE = "wijkagenda:stem"


def _bij(peiling: Peiling) -> str:
    return f"peiling:{peiling.pk}:"


def _context(peiling: Peiling) -> dict[str, object]:
    return {
        "peiling": peiling,
        "wijk": peiling.agenda.wijk,
        "gemeente": Gemeente.objects.get(),
        "adres": settings.BASIS_URL + peiling.get_absolute_url(),
    }


def berichten_over(peiling: Peiling) -> QuerySet[Bericht]:
    """Return the mails to all who voted: only to erase, because staff may not see who they are."""
    return Bericht.objects.filter(gebeurtenis__startswith=_bij(peiling))


def berichten_over_stem(stem: Stem) -> QuerySet[Bericht]:
    """Return the mail about one vote."""
    return Bericht.objects.filter(gebeurtenis=f"{_bij(stem.peiling)}{stem.pk}")


def vraag_stem_te_bevestigen(stem: Stem) -> None:
    """Ask the owner of the address to press the button; the link is of this very vote."""
    stel_op(
        gebeurtenis=f"{_bij(stem.peiling)}{stem.pk}",
        naar=stem.stemmer.email,
        sjabloon="wijkagenda/mail/stem",
        context=_context(stem.peiling),
        link=Link(STEM_ROUTE, str(stem.pk)),
    )


def meld_al_gestemd(peiling: Peiling, email: str) -> None:
    """Tell the owner of an address, at most once a day, that the vote stands: nobody else learns it."""
    stel_op(
        gebeurtenis=f"{_bij(peiling)}al:{timezone.localdate()}",
        naar=email.lower(),
        sjabloon="wijkagenda/mail/al_gestemd",
        context=_context(peiling),
    )
