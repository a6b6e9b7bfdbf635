"""The staff's work on wijkagenda's."""

from wijkagenda.admin import agenda, beoordeling, maatregel, peiling, thema, voortgang  # noqa: F401
