"""An appointment as a file for a calendar (iCalendar, RFC 5545)."""

from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event

from initiatieven.models import Afspraak
from wijken.models import Gemeente

BESTANDSNAAM, SOORT = "afspraak.ics", "text/calendar; charset=utf-8"


def als_ics(afspraak: Afspraak) -> bytes:
    """Return the appointment for a calendar program.

    The appointments of one case share a UID, and each has a higher SEQUENCE: a new one moves the old one in
    the calendar and does not stand beside it.
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
    if afspraak.opmerking:
        gebeurtenis.add("description", afspraak.opmerking)
    agenda = Calendar()
    agenda.add("prodid", f"-//Gemeente {Gemeente.objects.get()}//Wijkportaal//NL")
    agenda.add("version", "2.0")
    agenda.add("method", "PUBLISH")
    agenda.add_component(gebeurtenis)
    return agenda.to_ical()
