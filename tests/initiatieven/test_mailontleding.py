"""Whatever a stranger sends becomes plain text and checked files, or is said to be unreadable."""

import datetime
from email.message import EmailMessage

import pytest
from django.utils import timezone

from initiatieven import mailontleding
from initiatieven.mailontleding import Onleesbaar, html_als_tekst, sleutel_van
from tests.initiatieven.mails import PDF, mail, met_bestand

pytestmark = pytest.mark.regel("I-02")
EIGEN = {"portaal@voorbeeldstad.example"}


def ontleed(bericht):
    rauw = bericht.as_bytes() if isinstance(bericht, EmailMessage) else bericht
    return mailontleding.ontleed(rauw, eigen_adressen=EIGEN)


def test_an_ordinary_mail_gives_sender_subject_moment_and_text():
    gisteren = timezone.now().replace(microsecond=0) - datetime.timedelta(days=1)
    gelezen = ontleed(mail(van="Truus <Truus@Bewoner.example>", Date=gisteren))
    assert (gelezen.afzender, gelezen.naam, gelezen.onderwerp) == (
        "truus@bewoner.example",
        "Truus",
        "Een idee",
    )
    assert (gelezen.tekst, gelezen.op, gelezen.robot) == ("Een bankje.", gisteren, "")


@pytest.mark.parametrize(
    "datum", ["gisteren", "Mon, 1 Jan 2999 10:00:00 +0000", "Mon, 1 Jan 1990 10:00:00 +0000"]
)
def test_a_moment_that_cannot_be_true_becomes_now(datum):
    rauw = f"From: a@b.example\nDate: {datum}\n\nhoi".encode()
    assert timezone.now() - ontleed(rauw).op < datetime.timedelta(minutes=1)


@pytest.mark.parametrize(
    ("koppen", "waarom"),
    [
        ({"Auto_Submitted": "auto-replied"}, "Auto-Submitted"),
        ({"Precedence": "Bulk"}, "massapost"),
        ({"Precedence": "list"}, "massapost"),
        ({"Precedence": "junk"}, "massapost"),
        ({"List_Id": "<nieuws.example>"}, "massapost"),
        ({"X_Auto_Response_Suppress": "All"}, "X-Auto-Response-Suppress"),
        ({"Return_Path": "<>"}, "foutmelding"),
        ({"van": "MAILER-DAEMON@mx.example"}, "foutmelding"),
        ({"van": "Portaal <PORTAAL@voorbeeldstad.example>"}, "zelf"),
    ],
)
def test_a_robot_or_a_loop_is_recognised_with_the_reason(koppen, waarom):
    assert waarom in ontleed(mail(**koppen)).robot


def test_a_person_who_says_not_to_be_a_robot_is_none():
    assert ontleed(mail(Auto_Submitted="no", Return_Path="<truus@bewoner.example>")).robot == ""


def test_a_mail_of_html_alone_becomes_what_a_reader_would_see():
    bericht = mail()
    bericht.set_content(
        "<style>p{}</style><script>alert(1)</script>"
        "<p>Een <b>bankje</b> &amp; bloemen</p><p>Groet<br>Truus</p>",
        subtype="html",
    )
    assert ontleed(bericht).tekst == "Een bankje & bloemen\n\nGroet\nTruus"


def test_html_that_never_closes_its_script_gives_no_script():
    assert "alert" not in html_als_tekst("<p>Hoi<script>alert(1)")
    assert html_als_tekst("</script>Hoi</style>") == "Hoi"


@pytest.mark.parametrize("tekst", ["Een bankje 🌳🪑", "مقعد في الحديقة", "\u202eomgekeerd", "Één café"])
def test_every_script_and_sign_arrives_as_it_was_written(tekst):
    gelezen = ontleed(mail(onderwerp=tekst, tekst=tekst))
    assert (gelezen.onderwerp, gelezen.tekst) == (tekst, tekst)


@pytest.mark.parametrize(
    ("tekenset", "inhoud", "verwacht"),
    [
        ("iso-8859-1", b"caf\xe9", "café"),
        ("windows-1252", b"\x80 100", "€ 100"),
        ("bestaat-niet", "één".encode(), "één"),
        ("utf-8", b"caf\xe9", "caf\ufffd"),
        ("utf-8", b"nul\x00teken\x07", "nulteken"),
    ],
)
def test_a_strange_charset_costs_at_most_a_letter(tekenset, inhoud, verwacht):
    kop = f"From: a@b.example\nContent-Type: text/plain; charset={tekenset}\n\n".encode()
    assert ontleed(kop + inhoud).tekst == verwacht


@pytest.mark.parametrize(
    "kop", [b"=?utf-8?B?@@@?=", b"=?x-nep?Q?caf=E9?=", b"caf\xe9 \x00", b"=?utf-8?Q?=ff?="]
)
def test_a_broken_subject_costs_only_itself(kop):
    gelezen = ontleed(b"From: a@b.example\nSubject: " + kop + b"\n\nhoi")
    assert gelezen.tekst == "hoi"
    assert "\x00" not in gelezen.onderwerp


@pytest.mark.parametrize(
    "van", [b"", b"From: geen adres\n", b"From: a@b@c\n", b"From: <@>\n", b"\x00\xff\x01"]
)
def test_without_a_sender_it_cannot_be_read(van):
    with pytest.raises(Onleesbaar, match="afzender"):
        ontleed(van + b"Subject: hoi\n\nhoi")


@pytest.mark.parametrize(
    "rauw",
    [
        b"",
        b"\r\n\r\n",
        b"From: a@b.example\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: multipart/mixed",
        b"From: a@b.example\nContent-Type: multipart/mixed\n\nzonder grens",
        b"From: a@b.example\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\n@@@=",
        b"From: a@b.example\nContent-Type: ;;;\n\nhoi",
        b"From: a@b.example\nContent-Disposition: attachment; filename*=utf-8''%ff\n\nhoi",
        b"From: a@b.example\nContent-Type: multipart/mixed; boundary=x\n\n" + b"--x\n" * 2000,
        bytes(range(256)) * 20,
    ],
)
def test_broken_mails_are_read_or_refused_and_never_crash(rauw):
    try:
        gelezen = ontleed(rauw)
    except Onleesbaar:
        return
    assert gelezen.afzender == "a@b.example"


def test_a_parser_that_fails_in_an_unknown_way_makes_the_mail_unreadable(monkeypatch):
    monkeypatch.setattr(mailontleding, "_tekst", lambda bericht: 1 / 0)
    with pytest.raises(Onleesbaar, match="opbouw"):
        ontleed(mail())


def test_files_are_taken_by_what_they_are_and_refused_ones_are_named():
    bericht = met_bestand(mail(), "../../schets.exe", PDF)
    bericht = met_bestand(bericht, "plan.pdf", b"MZ een programma", "application/pdf")
    bericht = met_bestand(bericht, "leeg.pdf", b"", "application/pdf")
    bericht = met_bestand(bericht, "groot.pdf", PDF + b" " * 10 * 1024 * 1024, "application/pdf")
    goed, leugen, leeg, groot = ontleed(bericht).bestanden
    assert (goed.naam, goed.soort, goed.inhoud) == ("schets.pdf", "application/pdf", PDF)
    for bestand, waarom in ((leugen, "kunnen we niet aannemen"), (leeg, "is leeg"), (groot, "te groot")):
        assert bestand.inhoud is None
        assert waarom in bestand.weigering


def test_more_files_than_we_take_are_named_as_refused():
    bericht = mail()
    for nummer in range(12):
        met_bestand(bericht, f"{nummer}.pdf", PDF)
    assert [bool(bestand.weigering) for bestand in ontleed(bericht).bestanden] == [False] * 10 + [True] * 2


def test_a_text_without_end_is_cut():
    assert len(ontleed(mail(tekst="woord " * 50_000)).tekst) == mailontleding.TEKST_HOOGSTENS


def test_the_same_message_id_is_the_same_mail_and_without_one_every_byte_counts():
    a, b = mail(Message_ID="<1@x>", tekst="a"), mail(Message_ID="<1@x>", tekst="b")
    assert sleutel_van(a.as_bytes()) == sleutel_van(b.as_bytes())
    assert sleutel_van(mail(tekst="a").as_bytes()) != sleutel_van(mail(tekst="b").as_bytes())
    assert sleutel_van(b"\n\nMessage-ID: <1@x>") != sleutel_van(a.as_bytes())
    assert sleutel_van(b"A: b\r\nmessage-id:\r\n <1@x>\r\n\r\nhoi") == sleutel_van(a.as_bytes())
