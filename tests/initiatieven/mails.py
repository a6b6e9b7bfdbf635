"""Mails as strangers send them, as bytes."""

from email.message import EmailMessage

PDF = b"%PDF-1.7 schets"


def mail(
    *, van="Truus Testbewoner <truus@bewoner.example>", onderwerp="Een idee", tekst="Een bankje.", **koppen
):
    """An ordinary mail; `koppen` are more headers, with _ for -."""
    bericht = EmailMessage()
    bericht["From"], bericht["To"], bericht["Subject"] = van, "gemeente@voorbeeldstad.example", onderwerp
    for naam, waarde in koppen.items():
        bericht[naam.replace("_", "-")] = waarde
    bericht.set_content(tekst)
    return bericht


def met_bestand(bericht, naam, inhoud, soort="application/octet-stream"):
    hoofd, _, sub = soort.partition("/")
    bericht.add_attachment(inhoud, maintype=hoofd, subtype=sub, filename=naam)
    return bericht
