"""Tasks on the case page: hand something over, and see what is asked of whom (I-16, I-19)."""

from typing import Any, cast

from django import forms
from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone
from django.utils.text import Truncator

from initiatieven.models import Fase, Initiatief, Taak
from initiatieven.models.taak import TaakQuerySet
from initiatieven.panelen.kern import Blad, Invoer, Paneel, PaneelFormulier
from initiatieven.taken import FASEN_MET_TAKEN, rond_taak_af, zet_taak
from wijken.models import Cluster, Medewerker, Rol

PERSOON, CLUSTER = "persoon", "cluster"
KRIJGEN_TAKEN = (Rol.Soort.OPBOUWWERKER, Rol.Soort.VAKAMBTENAAR, Rol.Soort.WIJKREGISSEUR)


def wie_kan_het_doen() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return clusters and people who can be given a task, grouped, in two queries."""
    groepen: dict[str, dict[str, str]] = {}
    rollen = Rol.objects.geldend().filter(soort__in=KRIJGEN_TAKEN).select_related("medewerker", "cluster")
    for rol in rollen.order_by("medewerker__naam"):
        groep = str(rol.cluster) if rol.cluster else rol.get_soort_display()
        groepen.setdefault(groep, {})[f"{PERSOON}-{rol.medewerker_id}"] = str(rol.medewerker)
    clusters = [(f"{CLUSTER}-{cluster.pk}", str(cluster)) for cluster in Cluster.objects.all()]
    mensen = [(groep, list(namen.items())) for groep, namen in sorted(groepen.items())]
    return [("Een heel cluster", clusters), *mensen]


class TaakForm(PaneelFormulier):
    """What has to be done, by whom and by when."""

    soort = forms.ChoiceField(label="Wat voor taak is het?", choices=Taak.Soort)
    omschrijving = forms.CharField(
        label="Wat moet er gebeuren?",
        help_text="Wie de taak krijgt, leest dit in een mail. Noem geen namen van bewoners.",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Schrijf op wat er moet gebeuren."},
    )
    wie = forms.ChoiceField(
        label="Wie doet het?",
        help_text="De opbouwwerker helpt de indiener bij praktische zaken en bij geld van buiten.",
        error_messages={"required": "Kies wie het doet.", "invalid_choice": "Kies iemand uit de lijst."},
    )
    uiterlijk = forms.DateField(
        label="Uiterlijk wanneer?",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": "Kies een dag.", "invalid": "Vul een dag in, bijvoorbeeld 31-12-2026."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["wie"]).choices = [("", "Kies"), *wie_kan_het_doen()]

    def clean_uiterlijk(self) -> Any:
        """A day that has passed cannot be kept."""
        dag = self.cleaned_data["uiterlijk"]
        if dag < timezone.localdate():
            raise forms.ValidationError("Kies een dag die nog niet voorbij is.")
        return dag

    def gegevens(self) -> dict[str, Any]:
        """Return the owner as what it is: a person or a cluster."""
        gegevens = dict(self.cleaned_data)
        soort, _, pk = gegevens.pop("wie").partition("-")
        if soort == CLUSTER:
            return gegevens | {"cluster": Cluster.objects.get(pk=pk)}
        return gegevens | {"eigenaar": Medewerker.objects.get(pk=pk)}


class TaakVeld(forms.ModelChoiceField):
    """Chooses a task by what it is, who has it, and the first words of it."""

    def label_from_instance(self, obj: Taak) -> str:
        return f"{obj.get_soort_display()}, {obj.wie}: {Truncator(obj.omschrijving).words(12)}"


class AfrondForm(PaneelFormulier):
    """Which task is done, and what came of it."""

    taak = TaakVeld(
        Taak.objects.none(),
        label="Welke taak is klaar?",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Kies de taak die klaar is.",
            "invalid_choice": "Deze taak is al afgerond, of is niet van u.",
        },
    )
    uitkomst = forms.CharField(
        label="Wat is de uitkomst?",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Schrijf op wat de uitkomst is."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        veld = cast("TaakVeld", self.fields["taak"])
        veld.queryset = af_te_ronden(self.zaak, self.medewerker).select_related("eigenaar", "cluster")


def af_te_ronden(zaak: Initiatief, medewerker: Medewerker) -> TaakQuerySet:
    """Return the tasks of this case that this person may finish now."""
    taken = zaak.taken.open()
    return taken if medewerker.has_perm("initiatieven.taak_zetten", zaak) else taken.van(medewerker)


def bewaar_uitkomst(*, zaak: Initiatief, door: Medewerker, taak: Taak, uitkomst: str) -> None:
    """Finish a task of this case."""
    rond_taak_af(taak=taak, door=door, uitkomst=uitkomst)


def taken_van(zaak: Initiatief) -> list[Taak]:
    """Return the tasks of a case, what waits first, asked of the database once."""
    prefetch_related_objects([zaak], Prefetch("taken", Taak.objects.voor_lijst()))
    return list(zaak.taken.all())


def is_iets_af_te_ronden(zaak: Initiatief, medewerker: Medewerker) -> bool:
    """Tell whether there are tasks that this person may finish now, without asking for them again."""
    open_ = [taak for taak in taken_van(zaak) if taak.gedaan_op is None]
    mag_alle = bool(open_) and medewerker.has_perm("initiatieven.taak_zetten", zaak)
    return mag_alle or any(taak.is_van(medewerker) for taak in open_)


TAKEN = Paneel(
    "taken",
    "Taken",
    invoer=Invoer(
        recht="initiatieven.taak_zetten",
        fasen=FASEN_MET_TAKEN,
        formulier=TaakForm,
        bewaar=zet_taak,
        knop="Taak uitzetten",
        gedaan="De taak is uitgezet. Wie het doet, krijgt bericht.",
    ),
    vastgelegd=taken_van,
    sjabloon="initiatieven/beheer/taken.html",
    ingeklapt=True,
    blad=Blad.COLLEGAS,
)
AFRONDEN = Paneel(
    "taak-afronden",
    "Een taak afronden",
    invoer=Invoer(
        recht="initiatieven.view_initiatief",
        fasen=tuple(Fase),
        formulier=AfrondForm,
        bewaar=bewaar_uitkomst,
        knop="Taak afronden",
        gedaan="De taak is afgerond. Het vaste contact krijgt bericht.",
        als=is_iets_af_te_ronden,
    ),
    ingeklapt=True,
    blad=Blad.COLLEGAS,
)
PANELEN = (TAKEN, AFRONDEN)
