"""From outbox to mail server: composing a mail and sending it once. Logs neither addresses nor texts."""

import datetime
from email.mime.text import MIMEText
from smtplib import SMTPResponseException
from urllib.parse import urljoin, urlsplit

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html, linebreaks, urlize
from django.utils.safestring import SafeString, mark_safe
from icalendar import Calendar

from wijkportaal.links import Link, onderteken
from wijkportaal.models import Bericht

PLAATS_VAN_LINK = "[[link]]"
AGENDABESTAND = "afspraak.ics"
LINK_KLASSE = "utrecht-link utrecht-link--html-a"
LANGSTE_WACHTTIJD = datetime.timedelta(days=1)

log = structlog.get_logger(__name__)


def adres_van_link(bericht: Bericht) -> str:
    """The full address of the message's personal link, or "" when it has none."""
    if not bericht.link_route:
        return ""
    return urljoin(settings.BASIS_URL, onderteken(Link(bericht.link_route, bericht.link_sleutel)))


def stel_samen(bericht: Bericht) -> EmailMultiAlternatives:
    """Return the mail as the recipient gets it: text and simple HTML, with the personal link filled in.

    The Message-ID follows from the message's key: should a mail go out twice, because the machine stopped
    right after sending, then mail programs show it once.
    """
    mail = EmailMultiAlternatives(
        subject=bericht.onderwerp,
        body=bericht.tekst.replace(PLAATS_VAN_LINK, adres_van_link(bericht) or PLAATS_VAN_LINK),
        to=[bericht.naar],
        headers={
            "Message-ID": f"<{bericht.sleutel}@{urlsplit(settings.BASIS_URL).hostname}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    inhoud = {"onderwerp": bericht.onderwerp, "tekst": tekst_als_html(bericht)}
    mail.attach_alternative(render_to_string("wijkportaal/mail/basis.html", inhoud), "text/html")
    if bericht.agenda:
        mail.attach(_agendadeel(bericht.agenda))
    return mail


def _agendadeel(agenda: str) -> MIMEText:
    """The calendar as mail programs know it: its method stands in the kind of the part as well (RFC 6047)."""
    deel = MIMEText(agenda, "calendar", "utf-8")
    deel.set_param("method", str(Calendar.from_ical(agenda)["METHOD"]))
    deel.add_header("Content-Disposition", "attachment", filename=AGENDABESTAND)
    return deel


def tekst_als_html(bericht: Bericht) -> SafeString:
    """The text as HTML. A link with words instead of its long address is kinder to listen to."""
    html = linebreaks(urlize(bericht.tekst, autoescape=True), autoescape=False)
    if adres := adres_van_link(bericht):
        domein = urlsplit(settings.BASIS_URL).hostname
        anker = format_html('<a href="{}">uw persoonlijke pagina op {}</a>', adres, domein)
        html = html.replace(PLAATS_VAN_LINK, anker)
    html = html.replace("<a href=", f'<a class="{LINK_KLASSE}" href=')
    return mark_safe(html)  # noqa: S308  escaped by urlize and format_html


def verstuur(bericht_id: int) -> bool:
    """Send one message unless it was sent or is being sent; return whether this call sent it.

    The row stays locked while the mail goes out, so two workers at once send one mail. A failure is counted
    and noted on the row, which the beat job picks up again after a growing delay.
    """
    with transaction.atomic():
        rijen = Bericht.objects.te_verzenden().select_for_update(skip_locked=True)
        bericht = rijen.filter(pk=bericht_id).first()
        if bericht is None:
            return False
        try:
            stel_samen(bericht).send()
        except Exception as fout:  # Whatever it was, it belongs on the row, and its text may hold an address.
            _noteer_mislukt(bericht, fout)
            return False
        _noteer_verzonden(bericht)
    return True


def _noteer_verzonden(bericht: Bericht) -> None:
    bericht.verzonden_op = timezone.now()
    bericht.save(update_fields=["verzonden_op"])
    log.info("bericht_verzonden", bericht=bericht.pk)


def _noteer_mislukt(bericht: Bericht, fout: Exception) -> None:
    """Keep what went wrong in words without personal data, and wait 1, 2, 4, … minutes, at most a day."""
    bericht.laatste_fout = _omschrijf(fout)
    bericht.niet_voor = timezone.now() + wachttijd(bericht.pogingen)
    bericht.pogingen += 1
    bericht.save(update_fields=["laatste_fout", "niet_voor", "pogingen"])
    log.warning("bericht_mislukt", bericht=bericht.pk, pogingen=bericht.pogingen, fout=bericht.laatste_fout)


def wachttijd(pogingen: int) -> datetime.timedelta:
    """How long to wait after a failure that `pogingen` others went before."""
    return min(datetime.timedelta(minutes=2 ** min(pogingen, 20)), LANGSTE_WACHTTIJD)


def _omschrijf(fout: Exception) -> str:
    """The kind of error and the mail server's number; its own words may repeat the address."""
    soort = type(fout).__name__
    return f"{soort} {fout.smtp_code}" if isinstance(fout, SMTPResponseException) else soort


def wis_verzonden_voor(moment: datetime.datetime) -> int:
    """Erase address and contents of what was sent before `moment`; return how many.

    The row stays, without personal data, so that its event is not mailed again.
    """
    return Bericht.objects.verzonden_voor(moment).update(
        naar="", onderwerp="", tekst="", agenda="", link_sleutel=""
    )
