"""The messages about ideas, each written in the transaction of the change that it tells about."""

from collections import defaultdict
from typing import Any, cast

from django.db.models import QuerySet

from initiatieven.berichten import meld_oordeel_over_wens
from initiatieven.models import Initiatief
from wijkagenda.berichten import SJABLONEN
from wijkagenda.models import Idee, Ideegever, Wijkagenda
from wijkagenda.partnertoegang import link_naar_pagina, mensen_van
from wijken.models import Gemeente, Partner
from wijkportaal.berichten import stel_op
from wijkportaal.links import Link
from wijkportaal.models import Bericht

LINK_ROUTE = "wijkagenda:idee_link"


def berichten_over(idee: Idee) -> QuerySet[Bericht]:
    """Return the messages to the giver of an idea: only to erase."""
    return Bericht.objects.filter(gebeurtenis__startswith=f"idee:{idee.pk}:")


def _aan_gever(gever: Ideegever, sjabloon: str, gebeurtenis: str, **gegevens: Any) -> None:
    stel_op(
        gebeurtenis=f"idee:{gever.idee_id}:{gebeurtenis}",
        naar=gever.email,
        sjabloon=f"{SJABLONEN}{sjabloon}",
        context={
            "gever": gever,
            "idee": gever.idee,
            "agenda": gever.idee.agenda,
            "gemeente": Gemeente.objects.get(),
        }
        | gegevens,
        link=Link(LINK_ROUTE, str(gever.sleutel)),
    )


def vraag_te_bevestigen(gever: Ideegever) -> None:
    """Ask the owner of the address to press the button."""
    _aan_gever(gever, "idee_bevestig", "bevestig")


def meld_genoteerd(gever: Ideegever) -> None:
    """Tell a resident for whom staff wrote an idea down, with the link to erase name and address."""
    _aan_gever(gever, "idee_genoteerd", "genoteerd")


def meld_oordelen(agenda: Wijkagenda) -> None:
    """Tell everybody behind an idea what came of the first test, with the reason (A-03).

    Also who gave an idea that goes on in another: the verdict on that one is theirs too. A verdict that was
    told is not told again; one that has changed since is.
    """
    bevestigd = {"idee__agenda": agenda, "idee__bevestigd_op__isnull": False}
    for gever in Ideegever.objects.filter(**bevestigd).select_related(
        "idee__agenda__wijk", "idee__samengevoegd_met"
    ):
        over = _gaat_verder_in(gever.idee)
        _aan_gever(gever, "idee_oordeel", _gebeurtenis(over), oordeel=over)
    zaken = agenda.ideeen.filter(initiatief__isnull=False)
    for wens in zaken.select_related("initiatief", "samengevoegd_met"):
        over = _gaat_verder_in(wens)
        haalbaar = over.oordeel == Idee.Oordeel.HAALBAAR
        meld_oordeel_over_wens(
            cast("Initiatief", wens.initiatief),
            _gebeurtenis(over),
            haalbaar=haalbaar,
            reden=over.oordeel_reden,
            naam=agenda.naam,
        )
    _meld_aan_partners(agenda)


def _meld_aan_partners(agenda: Wijkagenda) -> None:
    """Tell everybody of a partner what came of all its ideas, in one mail."""
    per_partner: dict[Partner, list[tuple[Idee, Idee]]] = defaultdict(list)
    rijen = agenda.ideeen.filter(partner__isnull=False).order_by("pk")
    for idee in rijen.select_related("partner", "samengevoegd_met"):
        per_partner[cast("Partner", idee.partner)].append((idee, _gaat_verder_in(idee)))
    gemeente = Gemeente.objects.get()
    for partner, mens in mensen_van(per_partner):
        ideeen = per_partner[partner]
        laatste = max(oordeel.oordeel_op for _, oordeel in ideeen if oordeel.oordeel_op)
        stel_op(
            gebeurtenis=f"wijkagenda:partneroordeel:{agenda.pk}:{partner.pk}:{laatste:%Y%m%d%H%M%S}",
            naar=mens.email,
            sjabloon=f"{SJABLONEN}partner_oordeel",
            context={
                "agenda": agenda,
                "partner": partner,
                "mens": mens,
                "ideeen": ideeen,
                "gemeente": gemeente,
            },
            link=link_naar_pagina(partner, mens),
        )


def _gaat_verder_in(idee: Idee) -> Idee:
    return idee.samengevoegd_met or idee


def _gebeurtenis(idee: Idee) -> str:
    """Name one verdict: given at another moment, it is another one."""
    return f"oordeel:{idee.pk}:{idee.oordeel_op:%Y%m%d%H%M%S}"
