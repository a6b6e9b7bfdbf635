"""Template filters for what stands in the document of a version."""

from django import template

from wijkagenda import leesbaar
from wijkagenda.models import Voortgang

register = template.Library()
for lezer in (
    leesbaar.bedrag,
    leesbaar.deelnemers,
    leesbaar.prijs,
    leesbaar.getal,
    leesbaar.dag,
    leesbaar.jaren,
    leesbaar.wie,
    leesbaar.akkoord,
):
    register.filter(lezer)


@register.filter
def waarde(melding: Voortgang) -> str:
    """Write the measured value of a report without idle decimals."""
    return leesbaar.getal(str(melding.waarde))
