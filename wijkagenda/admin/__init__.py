"""The staff's work on wijkagenda's."""

from wijkagenda.admin import (  # noqa: F401
    agenda,
    beoordeling,
    idee,
    maatregel,
    peiling,
    thema,
    toetsvraag,
    voortgang,
)
