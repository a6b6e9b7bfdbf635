"""*Mijn werk*: the start page of the work environment, to which every app adds what waits there for whom.

A receiver of `mijnwerk` gets `request` and returns an `Onderdeel`, or None when it has nothing to show.
A part asks a fixed number of queries and reads at most TELGRENS rows, so that the page stays cheap however
many cases there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.admin import AdminSite
from django.db.models import QuerySet
from django.dispatch import Signal
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path

from wijkportaal import filters
from wijkportaal.onderdelen import verzamel

mijnwerk = Signal()
TELGRENS, GETOOND = 50, 7


@dataclass(frozen=True)
class Stapel:
    """A pile of work: the first rows of it, and how many there are as far as that was counted."""

    rijen: Sequence[Any]
    aantal: str

    @property
    def is_meer(self) -> bool:
        """There is more than what is shown."""
        return self.aantal != str(len(self.rijen))


def stapel(rijen: QuerySet[Any]) -> Stapel:
    """Return the top of a pile and its bounded count ("50+"), in one query."""
    gelezen = list(rijen[: TELGRENS + 1])
    aantal = f"{TELGRENS}+" if len(gelezen) > TELGRENS else str(len(gelezen))
    return Stapel(gelezen[:GETOOND], aantal)


class MijnWerk(AdminSite):
    """An admin whose start page is the work of the person who is signed in."""

    index_title = "Mijn werk"
    index_template = "beheer/mijnwerk.html"

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        eigen = {"onderdelen": verzamel(mijnwerk, request), "filters": list(filters.filters_van(request))}
        return super().index(request, eigen | (extra_context or {}))

    def get_urls(self) -> list[URLPattern | URLResolver]:
        bewaar, verwijder = self.admin_view(filters.bewaar), self.admin_view(filters.verwijder)
        return [
            path("filters/", bewaar, name="bewaar_filter"),
            path("filters/<int:pk>/verwijderen/", verwijder, name="verwijder_filter"),
            *super().get_urls(),
        ]
