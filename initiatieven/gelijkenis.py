"""Finding public initiatives that look like an idea (I-22): by the stem of their words and by their name."""

import re

from django.contrib.postgres.search import SearchQuery, SearchRank, TrigramWordSimilarity
from django.db.models import F, Q

from initiatieven.models import Initiatief
from initiatieven.models.zaak import LIJKT_OP_TEKST

HOOGSTENS = 4
WOORDEN_HOOGSTENS = 25
KORTSTE_WOORD, NAAMWOORDEN = 4, 6
# PostgreSQL's rank is an average over the words that are asked: a short idea needs two of them in common, a
# long one five. Below GRENS ideas share an everyday word at most; tried on invented ideas (see the test).
WEEGT_PER_WOORD, WEEGT_HOOGSTENS, GRENS = 3, 30, 0.3


def zoek_gelijke(tekst: str, wijk: str) -> list[Initiatief]:
    """Return the public cases that look most like `tekst`, in one query.

    `wijk` is the key of a wijk as a form sends it; anything else means that it is not chosen yet. Every word
    counts by its Dutch stem, and the name also when it is spelled a little differently.
    """
    woorden = _woorden(tekst)
    if not woorden:
        return []
    vraag = SearchQuery(" or ".join(woorden), config="dutch", search_type="websearch")
    zaken = Initiatief.objects.openbaar().voor_lijst()
    if wijk.isdecimal():
        zaken = zaken.filter(wijk=int(wijk))
    naam = " ".join(woorden[:NAAMWOORDEN])
    treffers = zaken.alias(tekst=LIJKT_OP_TEKST).filter(Q(tekst=vraag) | Q(titel__trigram_word_similar=naam))
    gewicht = min(WEEGT_PER_WOORD * len(woorden), WEEGT_HOOGSTENS)
    gelijkenis = SearchRank(F("tekst"), vraag) * gewicht + TrigramWordSimilarity(naam, "titel")
    gelijk = treffers.alias(gelijkenis=gelijkenis).filter(gelijkenis__gte=GRENS)
    return list(gelijk.order_by("-gelijkenis", "-pk")[:HOOGSTENS])


def _woorden(tekst: str) -> list[str]:
    """Return the first different words that are long enough to say something."""
    gevonden = re.findall(r"\w+", tekst[:2000].casefold())
    return list(dict.fromkeys(woord for woord in gevonden if len(woord) >= KORTSTE_WOORD))[:WOORDEN_HOOGSTENS]
