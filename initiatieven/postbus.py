"""Reading the mailbox of the general address over IMAP. A mail is kept in the database before it is moved.

Interrupted at any moment nothing is lost and nothing doubled: what was kept and not yet moved is read again,
and then recognised (`post.bewaar_post`).
"""

import imaplib
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import unquote, urlsplit

from django.conf import settings
from imap_tools import BaseMailBox, MailBox, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError

from initiatieven import post

SECONDEN_WACHTEN = 20
HOOGSTENS_MEGABYTES = 25
PER_RONDE = 100
INGELEZEN = "Ingelezen"


class PostbusOnbereikbaar(Exception):
    """The mailbox could not be read now. The message holds no password."""


def lees() -> int:
    """Read what is in the mailbox of POSTBUS_URL, at most PER_RONDE mails; return how many.

    Without POSTBUS_URL there is no mailbox, and nothing is read.

    Raises:
        PostbusOnbereikbaar: no connection, a wrong password, or it broke off; what was kept stays kept.
    """
    if not settings.POSTBUS_URL:
        return 0
    try:
        with _open() as postbus:
            uids = postbus.uids()[:PER_RONDE]
            if uids and not postbus.folder.exists(INGELEZEN):
                postbus.folder.create(INGELEZEN)
            for uid in uids:
                _lees_een(postbus, uid)
            return len(uids)
    except (OSError, imaplib.IMAP4.error, ImapToolsError) as fout:
        raise PostbusOnbereikbaar(f"De postbus is niet te lezen ({type(fout).__name__}).") from fout


@contextmanager
def _open() -> Iterator[BaseMailBox]:
    """Sign in to the mailbox, in the folder that the address names; whatever happens, hang up."""
    adres = urlsplit(settings.POSTBUS_URL)
    soort = MailBox if adres.scheme == "imaps" else MailBoxUnencrypted
    poort = {"port": adres.port} if adres.port else {}
    postbus = soort(adres.hostname or "", timeout=SECONDEN_WACHTEN, **poort)
    map_ = unquote(adres.path.strip("/")) or "INBOX"
    try:
        yield postbus.login(unquote(adres.username or ""), unquote(adres.password or ""), map_)
    finally:
        with suppress(OSError):  # hung up already
            postbus.client.shutdown()


def _lees_een(postbus: BaseMailBox, uid: str) -> None:
    """Keep one mail, and only then move it out of the way."""
    if _grootte(postbus, uid) > HOOGSTENS_MEGABYTES * 1024 * 1024:
        post.bewaar_te_groot(_haal(postbus, uid, "HEADER"), map_=INGELEZEN)
    else:
        post.bewaar_post(_haal(postbus, uid, ""))
    postbus.move(uid, INGELEZEN)


def _grootte(postbus: BaseMailBox, uid: str) -> int:
    _, antwoord = postbus.client.uid("FETCH", uid, "(RFC822.SIZE)")
    gevonden = re.search(
        rb"RFC822\.SIZE (\d+)", b"".join(deel for deel in antwoord if isinstance(deel, bytes))
    )
    return int(gevonden[1]) if gevonden else 0


def _haal(postbus: BaseMailBox, uid: str, deel: str) -> bytes:
    """Return the bytes of a mail, or of its head, without marking it as read."""
    _, antwoord = postbus.client.uid("FETCH", uid, f"(BODY.PEEK[{deel}])")
    rauw = [stuk[1] for stuk in antwoord if isinstance(stuk, tuple)]
    if not rauw:
        raise imaplib.IMAP4.error("The server sent no mail.")
    return bytes(rauw[0])
