"""Reading people and roles from a CSV file: all of it or nothing, and shown before it is done (W-05).

The preview is the import itself, rolled back; so what it shows is what happens. Reading the same file again
changes nothing. Whoever or whatever is not in the file stays as it is.
"""

import csv
import datetime
import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction

from wijken.models import Cluster, Medewerker, Partner, Rol, Wijk
from wijken.rolbeheer import beeindig_rol, geef_rol
from wijken.wachtwoord import stuur_link
from wijkportaal.historie import bewaar
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

KOLOMMEN = ("email", "naam", "functie", "rol", "wijk", "cluster", "partner", "van", "tot", "waarnemer_voor")
DATUMVORMEN = ("%d-%m-%Y", "%Y-%m-%d")
M = TypeVar("M", bound=models.Model)


class OnleesbaarBestand(Domeinfout):
    """The file is no CSV file of this form; the message says what is wrong with it."""


class _Terugdraaien(Exception):
    """Ends the transaction of a preview."""


@dataclass(frozen=True)
class Melding:
    """What happens, or what is wrong, at one line of the file."""

    regel: int
    tekst: str


@dataclass(frozen=True)
class Uitkomst:
    """What a file does. With one mistake in it, nothing of it is done."""

    wijzigingen: list[Melding] = field(default_factory=list)
    fouten: list[Melding] = field(default_factory=list)

    @property
    def vingerafdruk(self) -> str:
        """Two imports with the same one do the same."""
        return hashlib.sha256(repr((self.wijzigingen, self.fouten)).encode()).hexdigest()


def proef(*, inhoud: bytes, door: Medewerker | None) -> Uitkomst:
    """Return what reading this file would do, and do none of it.

    Raises:
        OnleesbaarBestand: it is not UTF-8, or has not the right columns.
    """
    return _voer_uit(inhoud, door, reden="proef", akkoord=lambda uitkomst: False)


def lees_in(*, inhoud: bytes, door: Medewerker | None, reden: str, verwacht: str | None = None) -> Uitkomst:
    """Read the file in, unless it holds a mistake: then nothing changes and the outcome says which.

    `verwacht` is the fingerprint of the preview that was agreed to.

    Raises:
        OnleesbaarBestand: it is not UTF-8, or has not the right columns.
        VerouderdeActie: the outcome is no longer the one that was agreed to. Nothing changed.
    """

    def akkoord(uitkomst: Uitkomst) -> bool:
        if verwacht is not None and verwacht != uitkomst.vingerafdruk:
            raise VerouderdeActie("De gegevens zijn intussen gewijzigd. Lees het bestand opnieuw in.")
        return not uitkomst.fouten

    return _voer_uit(inhoud, door, reden=reden, akkoord=akkoord)


def _voer_uit(
    inhoud: bytes, door: Medewerker | None, *, reden: str, akkoord: Callable[[Uitkomst], bool]
) -> Uitkomst:
    uitkomst = Uitkomst()
    try:
        with transaction.atomic():
            for regel, rij in _rijen(inhoud):
                _doe_regel(regel, rij, door, reden, uitkomst)
            if not akkoord(uitkomst):
                raise _Terugdraaien
    except _Terugdraaien:
        pass
    return uitkomst


def _rijen(inhoud: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """Give the number and the cells of each line that is not empty."""
    try:
        lezer = csv.reader(io.StringIO(inhoud.decode("utf-8-sig"), newline=""), delimiter=";", strict=True)
        kop = tuple(cel.strip().lower() for cel in next(lezer, []))
        if kop != KOLOMMEN:
            raise OnleesbaarBestand(f"De eerste regel moet zijn: {';'.join(KOLOMMEN)}")
        for cellen in lezer:
            if any(cel.strip() for cel in cellen):
                yield lezer.line_num, dict(zip(KOLOMMEN, _aangevuld(cellen, lezer.line_num), strict=True))
    except UnicodeDecodeError as fout:
        raise OnleesbaarBestand("Dit bestand is geen UTF-8. Bewaar het in Excel als “CSV UTF-8”.") from fout
    except csv.Error as fout:
        raise OnleesbaarBestand("Dit bestand is geen goed CSV-bestand.") from fout


def _aangevuld(cellen: list[str], regel: int) -> list[str]:
    """The cells of a line: what lacks at the end is empty."""
    if len(cellen) > len(KOLOMMEN):
        raise OnleesbaarBestand(f"Regel {regel} heeft te veel kolommen.")
    return [cel.strip() for cel in cellen] + [""] * (len(KOLOMMEN) - len(cellen))


def _doe_regel(
    regel: int, rij: dict[str, str], door: Medewerker | None, reden: str, uitkomst: Uitkomst
) -> None:
    try:
        with transaction.atomic():
            gedaan = [*_doe_medewerker(rij, door, reden), *_doe_rol(rij, door, reden)]
    except ValidationError as fout:
        uitkomst.fouten.append(Melding(regel, " ".join(fout.messages)))
    except Domeinfout as fout:
        uitkomst.fouten.append(Melding(regel, str(fout)))
    else:
        uitkomst.wijzigingen.extend(Melding(regel, tekst) for tekst in gedaan)


def _doe_medewerker(rij: dict[str, str], door: Medewerker | None, reden: str) -> Iterator[str]:
    """Make the account, or bring name and function up to date. A new one is mailed to choose a password."""
    medewerker = Medewerker.objects.filter(email=rij["email"].lower()).first()
    if medewerker is None:
        medewerker = Medewerker(email=rij["email"].lower(), naam=rij["naam"], functie=rij["functie"])
        medewerker.set_unusable_password()
        medewerker._change_reason = reden  # type: ignore[attr-defined]  # how simple-history takes a reason
        medewerker.full_clean()
        medewerker.save()
        stuur_link(medewerker=medewerker, door=door, nieuw=True)
        yield f"Nieuw account: {medewerker.naam} ({medewerker.email})"
        return
    if medewerker.is_superuser or not medewerker.is_active:
        raise Domeinfout(f"Het account {medewerker.email} is gesloten of mag alles: dat wijzigt u hier niet.")
    anders = [veld for veld in ("naam", "functie") if rij[veld] and rij[veld] != getattr(medewerker, veld)]
    for veld in anders:
        yield f"{medewerker.email}: {veld} “{getattr(medewerker, veld)}” wordt “{rij[veld]}”"
        setattr(medewerker, veld, rij[veld])
    if anders:
        medewerker.full_clean()
        bewaar(medewerker, velden=anders, reden=reden)


def _doe_rol(rij: dict[str, str], door: Medewerker | None, reden: str) -> Iterator[str]:
    """Give the role of the line, or set its last day when it is there already."""
    if not rij["rol"]:
        return
    nieuw = _rol(rij)
    bestaand = _zelfde_rol(nieuw)
    if bestaand is None:
        geef_rol(rol=nieuw, door=door, reden=reden)
        voor = f" voor {nieuw.waarnemer_voor.medewerker}" if nieuw.waarnemer_voor else ""
        yield f"{nieuw.medewerker}: {nieuw.in_woorden}{voor} {_periode(nieuw.van, nieuw.tot)}"
    elif bestaand.tot != nieuw.tot:
        yield f"{nieuw.medewerker}: {nieuw.in_woorden} wordt {_periode(nieuw.van, nieuw.tot)}"
        beeindig_rol(rol=bestaand, tot=nieuw.tot, door=door, reden=reden)


def _rol(rij: dict[str, str]) -> Rol:
    van = _datum(rij["van"])
    if van is None:
        raise Domeinfout("Vul bij een rol in vanaf wanneer die geldt.")
    rol = Rol(
        medewerker=Medewerker.objects.get(email=rij["email"].lower()),
        soort=_soort(rij["rol"]),
        wijk=_zoek(Wijk, rij["wijk"]),
        cluster=_zoek(Cluster, rij["cluster"]),
        partner=_zoek(Partner, rij["partner"]),
        van=van,
        tot=_datum(rij["tot"]),
    )
    if rij["waarnemer_voor"]:
        rol.waarnemer_voor = _vervangen(rol, rij["waarnemer_voor"].lower())
    return rol


def _vervangen(rol: Rol, email: str) -> Rol:
    """Return the role that `rol` takes over: the same one, of who has this address, on the first day."""
    soort, wijk, cluster, partner = rol.wat
    houders = Rol.objects.geldend(op=rol.van).filter(medewerker__email=email, waarnemer_voor=None)
    gevonden = houders.filter(soort=soort, wijk=wijk, cluster=cluster, partner=partner).first()
    if gevonden is None:
        raise Domeinfout(f"{email} heeft deze rol niet op {rol.van:%d-%m-%Y}: waarnemen kan dan niet.")
    return gevonden


def _zelfde_rol(nieuw: Rol) -> Rol | None:
    """Return the role that the line is about, when this person has it already."""
    soort, wijk, cluster, partner = nieuw.wat
    eigen = nieuw.medewerker.rollen.filter(soort=soort, wijk=wijk, cluster=cluster, partner=partner)
    for rol in eigen.filter(waarnemer_voor=nieuw.waarnemer_voor):
        if rol.van == nieuw.van:
            return rol
        if (rol.tot is None or rol.tot >= nieuw.van) and (nieuw.tot is None or nieuw.tot >= rol.van):
            raise Domeinfout(f"Heeft deze rol al {_periode(rol.van, rol.tot)}.")
    return None


def _soort(tekst: str) -> Rol.Soort:
    for soort in Rol.Soort:
        if tekst.lower() in (soort.value, soort.label.lower()):
            return soort
    raise Domeinfout(f"De rol “{tekst}” bestaat niet.")


def _zoek(model: type[M], naam: str) -> M | None:
    if not naam:
        return None
    rij = model._default_manager.filter(naam__iexact=naam).first()
    if rij is None:
        raise Domeinfout(f"{str(model._meta.verbose_name).capitalize()} “{naam}” bestaat niet.")
    return rij


def _datum(tekst: str) -> datetime.date | None:
    if not tekst:
        return None
    for vorm in DATUMVORMEN:
        try:
            return datetime.datetime.strptime(tekst, vorm).date()  # noqa: DTZ007  # a day has no time zone
        except ValueError:
            continue
    raise Domeinfout(f"“{tekst}” is geen datum. Schrijf bijvoorbeeld 31-12-2026.")


def _periode(van: datetime.date, tot: datetime.date | None) -> str:
    einde = f" tot en met {tot:%d-%m-%Y}" if tot else ""
    return f"vanaf {van:%d-%m-%Y}{einde}"
