"""Mail to the general address in the work environment: a list, and a page to decide what happens with it."""

from typing import Any, cast
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from initiatieven import post as dienst
from initiatieven.forms_beheer import SluitPostForm
from initiatieven.models import Postbijlage, Postuk
from initiatieven.views.post import post_voor
from wijken.models import Medewerker
from wijkportaal.bestanden import als_download
from wijkportaal.filters import MetFilters
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie


class PostStandFilter(admin.SimpleListFilter):
    """The list starts with what waits for somebody; what was refused or handled is one click away."""

    title = "stand"
    parameter_name = "stand"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        afgehandeld = [stand for stand in Postuk.Stand if stand not in Postuk.TE_DOEN]
        return [(stand.value, stand.label) for stand in afgehandeld] + [("alles", "Alles")]

    def choices(self, changelist: Any) -> Any:
        eerste, *rest = super().choices(changelist)
        return iter([eerste | {"display": "Te doen"}, *rest])

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Postuk]:
        if self.value() == "alles":
            return queryset
        return queryset.filter(stand=self.value()) if self.value() else queryset.te_doen()


@admin.register(Postuk)
class PostukAdmin(MetFilters):
    """KCC reads and handles the post; a beheerder sees only that it comes in and what went wrong."""

    list_filter = (PostStandFilter,)
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = None

    @admin.display(description="van")
    def van(self, post: Postuk) -> str:
        return post.afzender_naam or post.afzender or "onbekend"

    @admin.display(description="onderwerp")
    def waarover(self, post: Postuk) -> str:
        return post.onderwerp or "(geen onderwerp)"

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        if _medewerker(request).has_perm(dienst.BEHANDELEN):
            return ("waarover", "van", "ontvangen_op", "stand")
        return ("ontvangen_op", "stand", "reden")

    def get_list_display_links(self, request: HttpRequest, list_display: Any) -> Any:
        return ("waarover",) if "waarover" in list_display else None

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        mag = _medewerker(request).has_perm(dienst.BEHANDELEN)
        return ("onderwerp", "afzender", "afzender_naam") if mag else ()

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().changelist_view(request, {"title": "Binnengekomen post"} | (extra_context or {}))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Postuk]:
        return Postuk.objects.voor_lijst()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Postuk | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        wikkel = self.admin_site.admin_view
        return [
            path("<int:pk>/sluiten/", wikkel(self.sluiten), name="initiatieven_post_sluiten"),
            path("<int:pk>/bij-zaak/", wikkel(self.bij_zaak), name="initiatieven_post_bij_zaak"),
            path("<int:pk>/bron/", wikkel(self.bron), name="initiatieven_post_bron"),
            path("<int:pk>/bijlage/<uuid:sleutel>/", wikkel(self.bijlage), name="initiatieven_post_bijlage"),
            *super().get_urls(),
        ]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """One mail, and what can be done with it."""
        post = post_voor(request, object_id)
        if request.method == "POST":
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return self._toon(request, post, SluitPostForm(post=post))

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """There is none: post holds personal data, of which no history is kept."""
        raise Http404

    def _toon(self, request: HttpRequest, post: Postuk, form: SluitPostForm) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": post.onderwerp or "Mail zonder onderwerp",
            "opts": self.opts,
            "post": post,
            "bijlagen": post.bijlagen.defer("inhoud"),
            "zaak": post.initiatief or dienst.zaak_bij(post),
            "form": form if post.is_te_behandelen else None,
        }
        status = 422 if form.errors else 200
        return render(request, "initiatieven/beheer/post.html", context, status=status)

    @method_decorator(require_POST)
    def sluiten(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Close a mail with a reason, and answer it if that is wanted."""
        post = post_voor(request, pk)
        form = SluitPostForm(data=request.POST, post=post)
        if not form.is_valid() or not _sluit(form, _medewerker(request)):
            return self._toon(request, post, form)
        messages.success(request, "De mail is gesloten.")
        return HttpResponseRedirect(reverse("admin:initiatieven_postuk_changelist"))

    @method_decorator(require_POST)
    def bij_zaak(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Put a reply with the case that it answers."""
        boodschap = dienst.zet_bij_zaak(post=post_voor(request, pk), door=_medewerker(request))
        messages.success(request, "De mail staat nu bij de berichten van deze zaak.")
        zaak = reverse("admin:initiatieven_initiatief_change", args=[boodschap.initiatief_id])
        return HttpResponseRedirect(zaak)

    def bron(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand out what could not be read, as it came in."""
        post = post_voor(request, pk)
        if post.bron is None:
            raise Http404
        return als_download(naam=f"mail-{post.pk}.eml", soort="application/octet-stream", inhoud=post.bron)

    def bijlage(self, request: HttpRequest, pk: int, sleutel: UUID) -> HttpResponse:
        """Hand out a file of a mail as a download."""
        rij = get_object_or_404(Postbijlage, pk=sleutel, postuk=post_voor(request, pk), weigering="")
        return als_download(naam=rij.naam, soort=rij.type, inhoud=cast("bytes", rij.inhoud))


def _sluit(form: SluitPostForm, door: Medewerker) -> bool:
    """Hand the answers to the service; a rule that says no becomes an error of the form."""
    try:
        dienst.sluit(post=form.post, door=door, **form.cleaned_data)
    except VerouderdeActie:
        raise
    except Domeinfout as fout:
        form.add_error(None, str(fout))
        return False
    return True


def _medewerker(request: HttpRequest) -> Medewerker:
    return cast("Medewerker", request.user)
