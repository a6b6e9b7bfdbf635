"""The page of a trekker, behind the link in the quarterly mail: a form per maatregel (A-10)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from wijkagenda.forms_voortgang import MeldingForm
from wijkagenda.trekkers import Trekker, lees_trekker
from wijkagenda.voortgang import meld_als_trekker
from wijkportaal.eenmaal import eenmaal
from wijkportaal.links import OngeldigeLink
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie


@method_decorator([never_cache, eenmaal], name="dispatch")
class TrekkerView(View):
    """Opening the link shows; only sending a form reports."""

    def dispatch(self, request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        """Fetch whose link it is; who has none learns nothing."""
        try:
            self.trekker = lees_trekker(kwargs["token"])
        except OngeldigeLink:
            return render(request, "wijkagenda/trekker/verlopen.html", status=410)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]  # our views are not async

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Show every maatregel of this trekker."""
        return _toon(request, self.trekker)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Keep one report; what cannot be kept is shown again with what was typed."""
        gevraagd = request.POST.get("maatregel", "")
        regel = next((rij for rij in self.trekker.regels if str(rij.maatregel.pk) == gevraagd), None)
        if regel is None:
            raise Http404
        form = MeldingForm(request.POST, stand=regel.stand)
        if form.is_valid():
            try:
                meld_als_trekker(maatregel=regel.maatregel, melding=form.melding(), email=self.trekker.email)
            except VerouderdeActie:
                raise
            except Domeinfout as fout:
                form.add_error(None, str(fout))
            else:
                messages.success(
                    request, f"Dank u wel. Uw melding over “{regel.maatregel.titel}” staat erbij."
                )
                return redirect(f"{request.path}#m{regel.maatregel.pk}")
        return _toon(request, self.trekker, {regel.maatregel.pk: form})


def _toon(
    request: HttpRequest, trekker: Trekker, verstuurd: dict[int, MeldingForm] | None = None
) -> HttpResponse:
    fout = verstuurd or {}
    rijen = [
        (regel, fout.get(regel.maatregel.pk) or MeldingForm(stand=regel.stand)) for regel in trekker.regels
    ]
    context = {"rijen": rijen, "form": next(iter(fout.values()), None)}
    return render(request, "wijkagenda/trekker/pagina.html", context, status=422 if fout else 200)
