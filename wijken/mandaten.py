"""The question that the ledger asks before money is promised: may this person approve this amount (B-11)?"""

import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.formats import number_format

from wijken.models import Cluster, Mandaat, Medewerker, Partner, Rol
from wijkportaal.uitzonderingen import Domeinfout


class GeenMandaat(Domeinfout):
    """This person may not approve this money; the message says who may, or up to which amount."""


def mandaat_voor(
    medewerker: Medewerker,
    *,
    geldsoort: str,
    bedrag: Decimal,
    cluster: Cluster | None = None,
    partner: Partner | None = None,
    op: datetime.date | None = None,
) -> Mandaat:
    """Return the mandate under which `medewerker` may approve `bedrag` euros on the day `op` (today).

    Name the `cluster` for clusterbudget and the `partner` for partnergeld. A substitute has the mandate of
    the role. That the requester never approves is for the caller to check: only there both are known.

    Raises:
        GeenMandaat: nobody has it, somebody else has it, or the amount is above its limit.
    """
    dag = op or timezone.localdate()
    mandaat = _geldend_mandaat(geldsoort, cluster, partner, dag)
    if not _heeft_rol(medewerker, mandaat, dag):
        raise GeenMandaat(f"Alleen de {mandaat.houder_in_woorden} mag dit goedkeuren.")
    if mandaat.tot_bedrag is not None and bedrag > mandaat.tot_bedrag:
        grens = number_format(mandaat.tot_bedrag, 2, use_l10n=True, force_grouping=True)
        raise GeenMandaat(
            f"Het mandaat gaat tot en met €\N{NO-BREAK SPACE}{grens}. Vraag een besluit van het college."
        )
    return mandaat


def mandaten_van(medewerker: Medewerker, *, op: datetime.date | None = None) -> list[Mandaat]:
    """Return the mandates that this person has on the day `op` (today), in two queries."""
    dag = op or timezone.localdate()
    rollen = {(rol.soort, rol.cluster_id, rol.partner_id) for rol in medewerker.rollen.geldend(op=dag)}
    geldend = Mandaat.objects.op(dag).select_related("cluster", "partner")
    return [
        mandaat
        for mandaat in geldend
        if (mandaat.rol_soort, mandaat.cluster_id, mandaat.partner_id) in rollen
    ]


def mandaathouders(
    *,
    geldsoort: str,
    cluster: Cluster | None = None,
    partner: Partner | None = None,
    op: datetime.date | None = None,
) -> list[Medewerker]:
    """Return who may approve this kind of money on the day `op` (today), substitutes too; maybe nobody."""
    dag = op or timezone.localdate()
    try:
        mandaat = _geldend_mandaat(geldsoort, cluster, partner, dag)
    except GeenMandaat:
        return []
    rollen = Rol.objects.geldend(op=dag).filter(
        soort=mandaat.rol_soort, cluster=mandaat.cluster, partner=mandaat.partner
    )
    return list(Medewerker.objects.filter(pk__in=rollen.values("medewerker")).order_by("pk"))


def _geldend_mandaat(
    geldsoort: str, cluster: Cluster | None, partner: Partner | None, dag: datetime.date
) -> Mandaat:
    """Return the one mandate for this money on this day; the database allows no second."""
    waarvan: dict[str, Cluster | Partner | None] = {}
    if geldsoort == Mandaat.Geldsoort.CLUSTERBUDGET:
        waarvan = {"cluster": cluster}
    if geldsoort == Mandaat.Geldsoort.PARTNERGELD:
        waarvan = {"partner": partner}
    mandaten = Mandaat.objects.op(dag).filter(geldsoort=geldsoort, **waarvan)
    mandaat = mandaten.select_related("cluster", "partner").first()
    if mandaat is None:
        raise GeenMandaat("Voor dit geld is op die dag geen mandaat vastgesteld.")
    return mandaat


def _heeft_rol(medewerker: Medewerker, mandaat: Mandaat, dag: datetime.date) -> bool:
    rollen = medewerker.rollen.geldend(op=dag)
    return rollen.filter(soort=mandaat.rol_soort, cluster=mandaat.cluster, partner=mandaat.partner).exists()
