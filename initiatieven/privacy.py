"""Erasing what a case holds of residents, while the case, its decisions and its money stay (AVG 5, 17).

Each subject erases its own: a function with `@wist` gets the case and returns what it erased, by name and
number. What only says that something happened (steps, requests, dates) stays.
"""

import datetime
from collections import Counter
from collections.abc import Callable

import pgtrigger
from django.db import transaction
from django.utils import timezone

from initiatieven import berichten, post
from initiatieven.models import (
    Afspraak,
    Besluitbrief,
    Faseovergang,
    Gespreksverslag,
    Initiatief,
    Namenshandeling,
    Notitie,
    Stappenplan,
    Voortgang,
)
from wijkportaal.historie import bewaar
from wijkportaal.models import Bericht, beleid
from wijkportaal.uitzonderingen import Domeinfout

Telling = dict[str, int]
WISSERS: list[Callable[[Initiatief], Telling]] = []
GEWIST = "[gewist]"


def wist(wisser: Callable[[Initiatief], Telling]) -> Callable[[Initiatief], Telling]:
    """Register a function that erases the personal data of one subject of a case."""
    WISSERS.append(wisser)
    return wisser


@transaction.atomic
def wis_persoonsgegevens(*, zaak: Initiatief) -> Telling:
    """Erase everything of residents in a case that has ended; return what, by name and number.

    Doing it twice finds nothing the second time. Nobody can open the case with a link any more.

    Raises:
        Domeinfout: the case still runs; withdraw or finish it first.
    """
    rij = Initiatief.objects.select_for_update(no_key=True).get(pk=zaak.pk)
    if Initiatief.objects.lopend().filter(pk=rij.pk).exists():
        raise Domeinfout(f"{rij.kenmerk} loopt nog. Rond de zaak eerst af, of laat de indiener intrekken.")
    telling: Counter[str] = Counter()
    for wisser in WISSERS:
        telling.update(wisser(rij))
    rij.gewist_op = timezone.now()
    bewaar(rij, velden=["gewist_op"], reden="persoonsgegevens gewist")
    return dict(+telling)


def te_wissen(*, op: datetime.datetime | None = None) -> list[Initiatief]:
    """Return the cases that ended longer ago than the policy keeps personal data, oldest first."""
    grens = (op or timezone.now()) - datetime.timedelta(days=beleid("bewaartermijn-persoonsgegevens-dagen"))
    verlopen = Initiatief.objects.beeindigd().filter(fase_sinds__lt=grens, gewist_op__isnull=True)
    return list(verlopen.order_by("fase_sinds", "pk"))


def wis_verlopen() -> int:
    """Erase what the policy says to keep no longer, a case at a time; return how many cases."""
    zaken = te_wissen()
    for zaak in zaken:
        wis_persoonsgegevens(zaak=zaak)
    return len(zaken)


@wist
def wis_mensen(zaak: Initiatief) -> Telling:
    """The submitter, the group, their links, and what was typed in the form before it was sent."""
    _wis_concept(zaak)
    return {
        "links": zaak.toegangslinks.all().delete()[0],
        "groepsleden": zaak.groep.all().delete()[0],
        "indiener": int(_verwijder_indiener(zaak)),
    }


def _wis_concept(zaak: Initiatief) -> None:
    concept = getattr(zaak, "concept", None)
    if concept:
        concept.delete()


def _verwijder_indiener(zaak: Initiatief) -> bool:
    indiener = getattr(zaak, "indiener", None)
    if indiener is None:
        return False
    indiener.delete()
    return True


@wist
def wis_geschriften(zaak: Initiatief) -> Telling:
    """Messages, files, and what staff noted about people."""
    with pgtrigger.ignore("initiatieven.Notitie:notitie_blijft_staan"):
        notities = Notitie.objects.filter(initiatief=zaak).exclude(tekst=GEWIST).update(tekst=GEWIST)
    return {
        "boodschappen": zaak.boodschappen.all().delete()[0],
        "belberichten": zaak.belberichten.all().delete()[0],
        "bestanden": zaak.bijlagen.all().delete()[0],
        "notities": notities,
    }


@wist
def wis_akkoord(zaak: Initiatief) -> Telling:
    """How the submitter agreed with what staff did; that it was done stays."""
    with pgtrigger.ignore("initiatieven.Namenshandeling:namenshandeling_blijft_staan"):
        met_woorden = Namenshandeling.objects.filter(initiatief=zaak).exclude(hoe__in=("", GEWIST))
        return {"akkoorden": met_woorden.update(hoe=GEWIST)}


@wist
def wis_plan_en_gesprek(zaak: Initiatief) -> Telling:
    """What residents prepared, where and with whom they met, their pictures, and the letters with their name.

    The seven points of the talk, the plan with its budget, the decision and its reasons stay.
    """
    met = {"initiatief": zaak}
    with pgtrigger.ignore("initiatieven.Afspraak:afspraak_blijft_staan"):
        afspraken = Afspraak.objects.filter(**met).exclude(plaats=GEWIST).update(plaats=GEWIST, opmerking="")
    with pgtrigger.ignore("initiatieven.Gespreksverslag:gespreksverslag_blijft_staan"):
        verslagen = Gespreksverslag.objects.filter(**met).exclude(aanwezig="").update(aanwezig="")
    return {
        "stappenplannen": Stappenplan.objects.filter(**met).delete()[0],
        "afspraken": afspraken,
        "gespreksverslagen": verslagen,
        "brieven": Besluitbrief.objects.filter(besluit__initiatief=zaak).delete()[0],
        "voortgang": Voortgang.objects.filter(**met).delete()[0],
    }


@wist
def wis_redenen(zaak: Initiatief) -> Telling:
    """What submitters wrote with their own steps, in the record and in the history."""
    with pgtrigger.ignore("initiatieven.Faseovergang:faseovergang_blijft_staan"):
        eigen = Faseovergang.objects.filter(initiatief=zaak, door__isnull=True).exclude(toelichting="")
        teksten = list(eigen.values_list("toelichting", flat=True))
        aantal = eigen.update(toelichting="")
    geschiedenis = Initiatief.history.filter(id=zaak.pk, history_change_reason__in=teksten)
    geschiedenis.update(history_change_reason=GEWIST)
    return {"redenen": aantal}


@wist
def wis_steun(zaak: Initiatief) -> Telling:
    """Who supported it; the number goes with them."""
    berichten.berichten_aan_steuners(zaak).delete()
    return {"steun": zaak.steun.all().delete()[0]}


@wist
def wis_post(zaak: Initiatief) -> Telling:
    """The texts and addresses of mails. The rows stay, so that no event is mailed again."""
    brieven = berichten.berichten_over(zaak).exclude(naar="")
    nu = timezone.now()
    brieven.filter(verzonden_op__isnull=True).update(verzonden_op=nu)  # nobody is left to write to
    leeg = {"naar": "", "onderwerp": "", "tekst": "", "link_sleutel": ""}
    return {"mails": Bericht.objects.filter(pk__in=list(brieven.values_list("pk", flat=True))).update(**leeg)}


@wist
def wis_binnengekomen_post(zaak: Initiatief) -> Telling:
    """The mails of which the case was made, or that were put with it."""
    return {"binnengekomen mails": post.wis(zaak.post.filter(gewist_op__isnull=True))}
