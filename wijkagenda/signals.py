"""What other parts of the portal may hear of an agenda."""

from django.dispatch import Signal

# An agenda collects (again): `agenda`. Sent in the transaction of that, so that what waits comes in with it.
verzamelen_begint = Signal()
