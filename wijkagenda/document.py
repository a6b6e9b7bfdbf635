"""The document of an agenda: all that is adopted, in one piece, as it was (A-08, A-09).

It becomes `Versie.document` and is what the public pages, the PDF and the differences between versions read.
Amounts are texts with two decimals, dates ISO 8601. It names roles and organisations, no persons.
"""

from decimal import Decimal
from typing import Any

from django.utils import timezone

from wijkagenda.beoordelen import Deelstand, standen
from wijkagenda.maatregelen import eerdere_bronnen, met_delen
from wijkagenda.models import Bijdrage, Maatregel, Wijkagenda
from wijkagenda.uitslag import als_document

SCHEMA = 1
TEKSTEN = (
    *("titel", "omschrijving", "doel", "effect", "trekker", "betrokkenen", "beheer", "indicator", "eenheid"),
    *("nummer", "jaar_van", "jaar_tot"),
)
BEDRAGEN = ("kosten", "startwaarde", "streefwaarde")


def maak_document(agenda: Wijkagenda) -> dict[str, Any]:
    """Return the agenda as it is now, in a fixed number of queries."""
    delen: dict[int, list[Deelstand]] = {}
    for stand in standen(agenda):
        delen.setdefault(stand.deel.maatregel_id, []).append(stand)
    rijen = met_delen(agenda.maatregelen.in_agenda()).prefetch_related("ideeen")
    return {
        "schema": SCHEMA,
        "versie": agenda.ronde,
        "agenda": {
            "id": agenda.pk,
            "naam": agenda.naam,
            "wijk": {"naam": agenda.wijk.naam, "slug": agenda.wijk.slug},
            "vorm": agenda.get_vorm_display(),
            "van": agenda.van.isoformat(),
            "tot": agenda.tot.isoformat(),
            "inleiding": agenda.inleiding,
        },
        "deelagendas": [
            {"buurt": deel.buurt.naam, "inleiding": deel.inleiding}
            for deel in agenda.deelagendas.select_related("buurt")
        ],
        "maatregelen": [_maatregel(rij, delen.get(rij.pk, [])) for rij in rijen],
        "weggelaten": _weggelaten(agenda),
        "akkoorden": _akkoorden(agenda),
        "stappen": _stappen(agenda),
        "peiling": als_document(agenda),
    }


def _weggelaten(agenda: Wijkagenda) -> list[dict[str, Any]]:
    """Return what stood in an earlier version and left, with the reason; a draft never was in the agenda."""
    documenten = agenda.versies.values_list("document", flat=True)
    eerder = {rij["id"] for document in documenten for rij in document["maatregelen"]}
    weg = agenda.maatregelen.filter(pk__in=eerder, weggelaten=True).order_by("nummer")
    return [dict(rij) for rij in weg.values("nummer", "titel", "weggelaten_reden")]


def _maatregel(maatregel: Maatregel, delen: list[Deelstand]) -> dict[str, Any]:
    namen = {bron["code"]: bron["naam"] for bron in eerdere_bronnen()} if _vraagt_wijkbudget(delen) else {}
    return {
        "id": maatregel.pk,
        **{veld: getattr(maatregel, veld) for veld in TEKSTEN},
        **{veld: _bedrag(getattr(maatregel, veld)) for veld in BEDRAGEN},
        "streefdatum": maatregel.streefdatum.isoformat() if maatregel.streefdatum else None,
        "thema": maatregel.thema.naam,
        "deelagenda": maatregel.deelagenda.buurt.naam if maatregel.deelagenda else "",
        "gericht_op": maatregel.get_gericht_op_display(),
        "bijdragen": [_bijdrage(stand) for stand in delen],
        "verkenningen": [
            {
                "naam": namen.get(rij.code, rij.code),
                "uitkomst": rij.get_uitkomst_display(),
                "toelichting": rij.toelichting,
            }
            for rij in maatregel.verkenningen.all()
        ],
        "ideeen": [idee.titel for idee in maatregel.ideeen.all()],
    }


def _vraagt_wijkbudget(delen: list[Deelstand]) -> bool:
    return any(stand.deel.bron == Bijdrage.Bron.WIJKBUDGET for stand in delen)


def _bijdrage(stand: Deelstand) -> dict[str, Any]:
    deel, vraag = stand.deel, stand.vraag
    moment = None
    if vraag and vraag.is_akkoord:
        moment = vraag.aanvraag.besloten_op if vraag.aanvraag else vraag.op
    return {
        "id": deel.pk,
        "bron": deel.bron,
        "bron_naam": deel.get_bron_display(),
        "van_wie": deel.van_wie,
        "bedrag": _bedrag(deel.bedrag),
        "inzet": deel.inzet,
        "toezegging": deel.toezegging,
        "akkoord_op": timezone.localdate(moment).isoformat() if moment else None,
    }


def _bedrag(bedrag: Decimal | None) -> str | None:
    return None if bedrag is None else f"{bedrag:.2f}"


def _akkoorden(agenda: Wijkagenda) -> list[dict[str, Any]]:
    rijen = agenda.akkoorden.filter(ronde=agenda.ronde).select_related("lid__partner").order_by("pk")
    return [
        {
            "wie": str(rij.lid.partner or rij.lid.get_plaats_display()),
            "vorm": rij.vorm,
            "op": rij.gegeven_op.isoformat(),
        }
        for rij in rijen
    ]


def _stappen(agenda: Wijkagenda) -> list[dict[str, Any]]:
    """How the coalitie did each step of this version; steps back are no part of what is adopted."""
    rijen = agenda.stappen.filter(ronde=agenda.ronde).order_by("op", "pk")
    return [
        {
            "fase": rij.get_van_display(),
            "hoe": rij.hoe,
            "wanneer": rij.wanneer,
            "met_wie": rij.met_wie,
            "uitkomst": rij.uitkomst,
            "op": timezone.localdate(rij.op).isoformat(),
        }
        for rij in rijen
        if not rij.is_terug
    ]
