"""What other parts of the portal may hear of a case."""

from django.dispatch import Signal

# A case came to one of its five ends: `stap` is the Faseovergang. Sent in its transaction, so that what a
# receiver does (release money, close what was open) happens with it; a Domeinfout from one stops the step.
zaak_beeindigd = Signal()
