"""An appointment as a file for a calendar (iCalendar, RFC 5545)."""

from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress

from initiatieven.models import Afspraak
from wijken.models import Gemeente

SOORT = "text/calendar; charset=utf-8"


def als_ics(afspraak: Afspraak) -> bytes:
    """Return the appointment as a file, for whoever puts it in a calendar."""
    gebeurtenis = _gebeurtenis(afspraak)
    if afspraak.opmerking:
        gebeurtenis.add("description", afspraak.opmerking)
    return _agenda("PUBLISH", gebeurtenis).to_ical()


def als_uitnodiging(afspraak: Afspraak, *, naar: str) -> str:
    """Return the appointment as an invitation from who made it, for a mail; without what was said with it."""
    gebeurtenis = _gebeurtenis(afspraak)
    gebeurtenis.add("organizer", _persoon(afspraak.door.email, str(afspraak.door)))
    gebeurtenis.add("attendee", _persoon(naar))
    return _agenda("REQUEST", gebeurtenis).to_ical().decode()


def _gebeurtenis(afspraak: Afspraak) -> Event:
    """The appointments of one case share a UID, and each has a higher SEQUENCE.

    So a new one moves the old one in the calendar and does not stand beside it.
    """
    zaak = afspraak.initiatief
    gebeurtenis = Event()
    gebeurtenis.add("uid", f"{zaak.kenmerk}@{urlsplit(settings.BASIS_URL).hostname}")
    gebeurtenis.add("sequence", zaak.afspraken.filter(pk__lt=afspraak.pk).count())
    gebeurtenis.add("dtstamp", afspraak.op)
    gebeurtenis.add("dtstart", afspraak.begint)
    gebeurtenis.add("dtend", afspraak.eindigt)
    gebeurtenis.add("summary", f"Gesprek over {zaak.titel} ({zaak.kenmerk})")
    gebeurtenis.add("location", afspraak.plaats)
    return gebeurtenis


def _persoon(email: str, naam: str = "") -> vCalAddress:
    adres = vCalAddress(f"mailto:{email}")
    if naam:
        adres.params["CN"] = naam
    return adres


def _agenda(methode: str, gebeurtenis: Event) -> Calendar:
    agenda = Calendar()
    agenda.add("prodid", f"-//Gemeente {Gemeente.objects.get()}//Wijkportaal//NL")
    agenda.add("version", "2.0")
    agenda.add("method", methode)
    agenda.add_component(gebeurtenis)
    return agenda
