"""Reading a mail from its bytes: who, when, plain text and files; whether a robot wrote it (I-02).

Whatever a stranger sends comes through here. Nothing of it is trusted: text becomes plain text, headers are
cut to size, and files are checked as in the form. What cannot be read raises `Onleesbaar`.
"""

import datetime
import hashlib
import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import EmailMessage, MIMEPart
from email.utils import getaddresses, parsedate_to_datetime
from html.parser import HTMLParser

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.validators import validate_email
from django.utils import timezone

from wijkportaal.bestanden import schone_naam, toets_bestand

TEKST_HOOGSTENS = 100_000
BIJLAGEN_HOOGSTENS = 10
# Of these a robot writes at least one; a person's mail program none.
MASSAPOST = {"bulk", "list", "junk"}
LIJSTKOPPEN = ("List-Id", "List-Unsubscribe")
ROBOTNAMEN = ("mailer-daemon", "postmaster", "no-reply", "noreply")
NOOIT_ZICHTBAAR = {"script", "style", "head", "title", "template"}
NIEUWE_REGEL = {"p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4", "blockquote"}
BESTURING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


class Onleesbaar(Exception):
    """This mail cannot be read; the message says why, in Dutch."""


@dataclass(frozen=True)
class Bestand:
    """A file of a mail: checked, or refused with the reason."""

    naam: str
    soort: str
    grootte: int
    inhoud: bytes | None
    weigering: str = ""


@dataclass(frozen=True)
class Mail:
    """A mail as far as we take it. `robot` is the reason why nobody need answer it, or empty."""

    afzender: str
    naam: str
    onderwerp: str
    op: datetime.datetime
    tekst: str
    bestanden: tuple[Bestand, ...]
    robot: str


def sleutel_van(rauw: bytes) -> str:
    """Return what makes a mail itself: its Message-ID, or all of it when it has none."""
    kop = rauw.partition(b"\r\n\r\n")[0] if b"\r\n\r\n" in rauw else rauw.partition(b"\n\n")[0]
    gevonden = re.search(rb"^Message-ID:\s*(<[^<>\r\n]+>)", kop, re.IGNORECASE | re.MULTILINE)
    return hashlib.sha256(gevonden[1] if gevonden else rauw).hexdigest()


def ontleed(rauw: bytes, *, eigen_adressen: set[str]) -> Mail:
    """Read a mail. `eigen_adressen` are ours: a mail from one of them is a loop.

    Raises:
        Onleesbaar: it has no sender that can be answered, or its form is broken.
    """
    try:
        return _ontleed(rauw, eigen_adressen)
    except Onleesbaar:
        raise
    except Exception as fout:  # the standard library answers a broken mail with whatever it runs into
        raise Onleesbaar("De opbouw van deze mail klopt niet.") from fout


def _ontleed(rauw: bytes, eigen_adressen: set[str]) -> Mail:
    bericht = message_from_bytes(rauw, policy=policy.default)
    naam, adres = _afzender(bericht)
    robot = _robot(bericht, adres, eigen_adressen)
    if not adres and not robot:
        raise Onleesbaar("Deze mail heeft geen afzender met een mailadres.")
    return Mail(
        afzender=adres,
        naam=naam[:100],
        onderwerp=_kop(bericht, "Subject")[:300],
        op=_moment(bericht),
        tekst=_tekst(bericht)[:TEKST_HOOGSTENS],
        bestanden=tuple(_bestanden(bericht)),
        robot=robot,
    )


def schoon(tekst: str) -> str:
    """Take out what no screen can show and PostgreSQL does not keep."""
    return BESTURING.sub("", tekst.replace("\r\n", "\n").replace("\r", "\n"))


def _kop(bericht: EmailMessage, naam: str) -> str:
    """Return a header on one line; when it is encoded wrongly, as it stands."""
    try:
        waarde = str(bericht[naam] or "")
    except Exception:  # a broken header may fail in any way, and costs only itself
        rauw = next((str(kop) for sleutel, kop in bericht.raw_items() if sleutel.lower() == naam.lower()), "")
        waarde = _ontcijfer(rauw)
    return " ".join(schoon(waarde).split())


def _ontcijfer(rauw: str) -> str:
    try:
        return str(make_header(decode_header(rauw)))
    except (LookupError, ValueError, MessageError):
        return rauw


def _afzender(bericht: EmailMessage) -> tuple[str, str]:
    """Return name and address of the sender, in small letters; no address when it is not one."""
    gevonden = [deel for deel in getaddresses([_kop(bericht, "From")]) if "@" in deel[1]]
    naam, adres = gevonden[0] if gevonden else ("", "")
    try:
        validate_email(adres)
    except ValidationError:
        return naam, ""
    return naam, adres.lower() if len(adres) <= 254 else ""


def _robot(bericht: EmailMessage, adres: str, eigen_adressen: set[str]) -> str:
    """Return why this is a robot's mail or our own that comes back; empty for a person's."""
    voor_apenstaart = adres.partition("@")[0]
    if adres in eigen_adressen:
        return "De mail komt van een adres van het portaal of de gemeente zelf."
    if _kop(bericht, "Auto-Submitted").lower() not in ("", "no"):
        return "Automatisch verstuurd (Auto-Submitted)."
    if _kop(bericht, "Precedence").lower() in MASSAPOST or any(bericht.get(kop) for kop in LIJSTKOPPEN):
        return "Een mailinglijst of massapost."
    if bericht.get("X-Auto-Response-Suppress") is not None:
        return "Automatisch verstuurd (X-Auto-Response-Suppress)."
    if _kop(bericht, "Return-Path") == "<>" or voor_apenstaart in ROBOTNAMEN:
        return "Een foutmelding van een mailserver, of een adres dat geen antwoord leest."
    return ""


def _moment(bericht: EmailMessage) -> datetime.datetime:
    """Return when it was sent, when that can be true: not in the future and at most a year ago."""
    nu = timezone.now()
    try:
        op = parsedate_to_datetime(_kop(bericht, "Date"))
    except (ValueError, TypeError):
        return nu
    if timezone.is_naive(op):
        op = op.replace(tzinfo=datetime.UTC)
    return op if nu - datetime.timedelta(days=365) < op <= nu else nu


def _tekst(bericht: EmailMessage) -> str:
    """Return the text; of a mail that has only HTML, what a reader would see of it."""
    deel = bericht.get_body(preferencelist=("plain", "html"))
    if deel is None:
        return ""
    tekst = _inhoud_als_tekst(deel)
    if deel.get_content_subtype() == "html":
        tekst = html_als_tekst(tekst)
    return re.sub(r"\n{3,}", "\n\n", schoon(tekst)).strip()


def _inhoud_als_tekst(deel: MIMEPart) -> str:
    """Decode by the charset that it names, or as far as possible when there is no such thing."""
    rauw = deel.get_payload(decode=True)
    inhoud = rauw if isinstance(rauw, bytes) else b""
    try:
        return inhoud.decode(str(deel.get_content_charset() or "utf-8"), errors="replace")
    except LookupError:
        return inhoud.decode("utf-8", errors="replace")


class _Platmaker(HTMLParser):
    """Collects the visible text of HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.delen: list[str] = []
        self.verborgen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.verborgen += tag in NOOIT_ZICHTBAAR
        if tag in NIEUWE_REGEL:
            self.delen.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.verborgen = max(0, self.verborgen - (tag in NOOIT_ZICHTBAAR))
        if tag in NIEUWE_REGEL:
            self.delen.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.verborgen:
            self.delen.append(re.sub(r"\s+", " ", data))


def html_als_tekst(html: str) -> str:
    """Return the plain text of HTML, without scripts and styles. It is escaped again wherever it is shown."""
    platmaker = _Platmaker()
    platmaker.feed(html)
    platmaker.close()
    return "\n".join(regel.strip() for regel in "".join(platmaker.delen).split("\n"))


def _bestanden(bericht: EmailMessage) -> list[Bestand]:
    """Return the files, each checked; beyond the number that we take they are named as refused."""
    delen = [deel for deel in bericht.walk() if _is_bestand(deel)]
    goed = [_toets(deel) for deel in delen[:BIJLAGEN_HOOGSTENS]]
    te_veel = f"Er waren meer dan {BIJLAGEN_HOOGSTENS} bestanden."
    return goed + [Bestand(_naam(deel), "", 0, None, te_veel) for deel in delen[BIJLAGEN_HOOGSTENS:]]


def _is_bestand(deel: EmailMessage) -> bool:
    return not deel.is_multipart() and (
        deel.get_content_disposition() == "attachment" or deel.get_filename() is not None
    )


def _naam(deel: EmailMessage) -> str:
    return " ".join(schoon(str(deel.get_filename() or "bestand")).split())[:100]


def _toets(deel: EmailMessage) -> Bestand:
    rauw = deel.get_payload(decode=True)
    inhoud = rauw if isinstance(rauw, bytes) else b""
    naam = _naam(deel)
    bestand = SimpleUploadedFile(naam, inhoud)
    try:
        soort = toets_bestand(bestand)
    except ValidationError as fout:
        return Bestand(naam, "", len(inhoud), None, " ".join(fout.messages)[:300])
    return Bestand(schone_naam(naam, soort), soort, len(inhoud), inhoud)
