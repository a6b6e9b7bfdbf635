"""The questions of the first test: a list, and a page with idea and answer (A-03)."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from wijkagenda.admin.kader import medewerker, toon_pagina
from wijkagenda.eerste_toets import RECHT_ANTWOORDEN, beantwoord
from wijkagenda.forms_ideeen import ToetsForm
from wijkagenda.models import Fase, Idee, Toetsvraag
from wijken.admin.basis import NooitVerwijderen
from wijken.rechtentabel import zichtbaar
from wijkportaal.formulieren import lukt
from wijkportaal.historiebeheer import Historiebeheer
from wijkportaal.uitzonderingen import VerouderdeActie

VOOR_PAGINA = (
    *("idee__agenda__wijk", "idee__thema", "idee__buurt", "idee__initiatief", "idee__samengevoegd_met"),
    *("cluster", "partner", "gevraagd_door", "beantwoord_door"),
)


class StandFilter(admin.SimpleListFilter):
    """First what waits for the person who looks."""

    title, parameter_name = "stand", "stand"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("wacht", "Wacht op antwoord"),
            ("laat", "Te laat"),
            ("beantwoord", "Beantwoord"),
            ("alles", "Alles"),
        ]

    def choices(self, changelist: Any) -> Any:
        eerste, *rest = super().choices(changelist)
        yield eerste | {"display": "Wacht op u"}
        yield from rest

    def queryset(self, request: HttpRequest, queryset: QuerySet[Toetsvraag]) -> QuerySet[Toetsvraag]:
        wacht = Toetsvraag.objects.wacht()
        match self.value():
            case "wacht":
                return queryset.filter(pk__in=wacht)
            case "laat":
                return queryset.filter(pk__in=wacht.te_laat())
            case "beantwoord":
                return queryset.filter(beantwoord_op__isnull=False)
            case "alles":
                return queryset
        return queryset.filter(pk__in=wacht.voor(medewerker(request)))


@admin.register(Toetsvraag)
class ToetsvraagAdmin(NooitVerwijderen, Historiebeheer):
    """What clusters and partners are asked about ideas, and what they answered."""

    list_display = ("idee", "wijk", "partij", "uiterlijk", "antwoord")
    list_filter = (StandFilter,)
    list_select_related = ("idee__agenda__wijk", "cluster", "partner")
    search_fields = ("idee__titel",)
    ordering = ("uiterlijk", "pk")
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False
    actions = None

    @admin.display(description="wijk")
    def wijk(self, vraag: Toetsvraag) -> str:
        return str(vraag.idee.agenda.wijk)

    @admin.display(description="aan")
    def partij(self, vraag: Toetsvraag) -> str:
        return str(vraag.partij)

    @admin.display(description="antwoord")
    def antwoord(self, vraag: Toetsvraag) -> str:
        if not vraag.is_beantwoord:
            return "Te laat" if vraag.is_te_laat else "Wacht"
        return f"Nee: {', '.join(vraag.bezwaren)}" if vraag.bezwaren else "Geen bezwaar"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Toetsvraag | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Toetsvraag]:
        return Toetsvraag.objects.filter(zichtbaar("wijkagenda.view_toetsvraag", medewerker(request)))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The idea, and the answer of the own cluster or organisation. Then the next one that waits."""
        vraag, door = vraag_voor(request, object_id), medewerker(request)
        form = ToetsForm(request.POST if request.method == "POST" else None, vraag=vraag)
        if request.method != "POST":
            return self._toon(request, vraag, form)
        if not door.has_perm(RECHT_ANTWOORDEN, vraag):
            raise PermissionDenied
        if not _kan_nog(vraag):
            raise VerouderdeActie("De toets van dit idee is klaar. Uw antwoord kan er niet meer bij.")
        if form.is_valid() and lukt(form, lambda: beantwoord(vraag=vraag, door=door, **form.cleaned_data)):
            return self._volgende(request, vraag)
        return self._toon(request, vraag, form)

    def _volgende(self, request: HttpRequest, vraag: Toetsvraag) -> HttpResponse:
        """Say thanks and go to the next question of this person, if there is one."""
        eigen = Toetsvraag.objects.wacht().voor(medewerker(request))
        volgende = eigen.exclude(pk=vraag.pk).order_by("uiterlijk", "pk").first()
        messages.success(request, f"Uw antwoord over “{vraag.idee}” is bewaard.")
        if volgende is None:
            return HttpResponseRedirect(reverse("admin:wijkagenda_toetsvraag_changelist"))
        return HttpResponseRedirect(reverse("admin:wijkagenda_toetsvraag_change", args=[volgende.pk]))

    def _toon(self, request: HttpRequest, vraag: Toetsvraag, form: ToetsForm) -> HttpResponse:
        wie = medewerker(request)
        mag = wie.has_perm(RECHT_ANTWOORDEN, vraag) and _kan_nog(vraag)
        anderen = Toetsvraag.objects.over(vraag.idee).filter(beantwoord_op__isnull=False).exclude(pk=vraag.pk)
        context = {
            "vraag": vraag,
            "idee": vraag.idee,
            "samengevoegde": list(vraag.idee.samengevoegde.all()),
            "anderen": anderen.select_related("cluster", "partner", "beantwoord_door"),
            "form": form if mag or form.is_bound else None,
            "leest_agenda": wie.has_perm("wijkagenda.view_idee", vraag.idee),
        }
        return toon_pagina(
            self, request, "toetsvraag", vraag.idee.titel, context, 422 if form.errors else 200
        )


def _kan_nog(vraag: Toetsvraag) -> bool:
    """An answer still makes a difference."""
    over = vraag.idee.samengevoegd_met or vraag.idee
    return vraag.idee.agenda.fase == Fase.EERSTE_TOETS and over.oordeel == Idee.Oordeel.OPEN


def vraag_voor(request: HttpRequest, pk: str) -> Toetsvraag:
    """Fetch a question: 404 when there is none, 403 for who may not read it."""
    if not pk.isdecimal():
        raise Http404
    vraag = get_object_or_404(Toetsvraag.objects.select_related(*VOOR_PAGINA), pk=pk)
    if not request.user.has_perm("wijkagenda.view_toetsvraag", vraag):
        raise PermissionDenied
    return vraag
