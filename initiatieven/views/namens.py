"""Entering a case on behalf of a resident: one page in the work environment."""

from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from initiatieven import kanalen, services
from initiatieven.forms_namens import NamensForm, kanaal_van, uit_post
from initiatieven.gelijkenis import zoek_gelijke
from initiatieven.models import Bijlage, Concept, Initiatief, Postuk
from initiatieven.views.indienen import bewaar_bijlage
from initiatieven.views.post import post_voor
from wijken.models import Medewerker
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

PAGINA = "initiatieven/beheer/namens.html"
GEDAAN = "De zaak {kenmerk} is ingevoerd en wacht op triage."


def voer_in(request: HttpRequest, basis: dict[str, Any]) -> HttpResponse:
    """Show the form, keep what was typed and attached, and make one case of it, however often it is sent.

    `basis` is what every page of the work environment shows. Who comes here may enter cases somewhere; the
    service judges the wijk.
    """
    if request.method != "POST":
        return _toon(request, basis, *_begin(request))
    concept, _ = Concept.objects.get_or_create(pk=_sleutel(request.POST.get("concept", "")))
    if concept.initiatief:
        return HttpResponseRedirect(_zaakpagina(concept.initiatief))
    post = _post(request)
    form = NamensForm(data=request.POST, files=request.FILES, medewerker=_medewerker(request), post=post)
    services.bewaar_concept(concept=concept, gegevens=form.getypt())
    goed = form.is_valid()
    goed = bewaar_bijlage(concept, form) and goed
    if tussendoor := _tussendoor(request, concept, form):
        return tussendoor
    zaak = _maak_zaak(concept, form) if goed else None
    if zaak is None:
        return _toon(request, basis, form, concept.pk, status=422)
    messages.success(request, GEDAAN.format(kenmerk=zaak.kenmerk))
    return HttpResponseRedirect(_zaakpagina(zaak))


def _begin(request: HttpRequest) -> tuple[NamensForm, UUID]:
    """Return an empty form, or what was typed before a file was added."""
    medewerker, post = _medewerker(request), _post(request)
    concept = Concept.objects.filter(pk=_sleutel(request.GET.get("concept", "")), initiatief=None).first()
    getypt = concept.gegevens if concept else {}
    nu = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    begin = uit_post(post) if post else {"kanaal": kanaal_van(medewerker), "toestemming_op": nu}
    form = NamensForm(initial=begin | getypt, medewerker=medewerker, post=post)
    return form, concept.pk if concept else uuid4()


def _tussendoor(request: HttpRequest, concept: Concept, form: NamensForm) -> HttpResponse | None:
    """Add or take away a file without sending; everything that was typed is kept with the concept."""
    if weg := request.POST.get("verwijder"):
        get_object_or_404(Bijlage.objects.defer("inhoud"), pk=_sleutel(weg), concept=concept).delete()
    elif "toevoegen" not in request.POST or "bijlage" in form.errors:
        return None
    waar = {"concept": concept.pk} | ({"post": form.post.pk} if form.post else {})
    return HttpResponseRedirect(f"{reverse('admin:initiatieven_initiatief_add')}?{urlencode(waar)}")


def _post(request: HttpRequest) -> Postuk | None:
    """Return the mail of which a case is made, if any; only for who handles the post, and once."""
    gevraagd = request.POST.get("post") or request.GET.get("post")
    if not gevraagd:
        return None
    post = post_voor(request, gevraagd)
    if not post.is_te_behandelen:
        raise VerouderdeActie("Een collega heeft deze mail al afgehandeld.")
    return post


def _maak_zaak(concept: Concept, form: NamensForm) -> Initiatief | None:
    """Hand the answers to the service; a rule that says no becomes an error of the form."""
    gegevens = form.cleaned_data
    try:
        return kanalen.voer_in(
            concept=concept,
            gegevens=gegevens,
            door=form.medewerker,
            kanaal=gegevens.get("kanaal", Initiatief.Kanaal.MAIL),
            toestemming=services.Toestemming(gegevens["toestemming_op"], gegevens["toestemming_hoe"]),
            post=form.post,
        )
    except VerouderdeActie:
        raise
    except Domeinfout as fout:
        form.add_error(None, str(fout))
        return None


def _toon(
    request: HttpRequest, basis: dict[str, Any], form: NamensForm, sleutel: UUID, status: int = 200
) -> HttpResponse:
    eigen = {
        "title": "Een idee invoeren voor een inwoner",
        "form": form,
        "sleutel": sleutel,
        "post": form.post,
        "postbijlagen": form.post.bijlagen.filter(weigering="").defer("inhoud") if form.post else [],
        "lijkt_op": zoek_gelijke(f"{form['titel'].value()} {form['wat'].value()}", str(form["wijk"].value())),
        "bijlagen": Bijlage.objects.filter(concept=sleutel).defer("inhoud"),
    }
    return render(request, PAGINA, basis | eigen, status=status)


def _sleutel(tekst: str) -> UUID:
    """Return the key that was sent, or a new one when it is not one."""
    try:
        return UUID(tekst)
    except ValueError:
        return uuid4()


def _medewerker(request: HttpRequest) -> Medewerker:
    return cast("Medewerker", request.user)


def _zaakpagina(zaak: Initiatief) -> str:
    return reverse("admin:initiatieven_initiatief_change", args=[zaak.pk])
