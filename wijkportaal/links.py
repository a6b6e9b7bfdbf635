"""Personal links: an address that proves itself by a signature, so that no secret has to be stored."""

from dataclasses import dataclass

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from wijkportaal.uitzonderingen import Domeinfout


class OngeldigeLink(Domeinfout):
    """The link was not made by this portal, was damaged on its way, or belongs to another page."""

    def __init__(self) -> None:
        super().__init__("Deze link klopt niet. Open de link opnieuw vanuit de mail die u van ons kreeg.")


@dataclass(frozen=True)
class Link:
    """What a personal link opens: the name of a URL with one argument, and the key of what it shows.

    The page behind it decides what the key still gives access to: a signature does not expire.
    """

    route: str
    sleutel: str


def _ondertekenaar(route: str) -> Signer:
    """A link to one page is worthless on another: the route is part of the signature."""
    return Signer(salt=f"wijkportaal.links:{route}", sep=".")


def onderteken(link: Link) -> str:
    """Return the path of `link`, from the root of the site, with the signed key in it."""
    return reverse(link.route, args=[_ondertekenaar(link.route).sign(link.sleutel)])


def lees(route: str, token: str) -> str:
    """Return the key in `token`, as the page `route` got it from its address.

    Raises:
        OngeldigeLink: the token was not signed for this page.
    """
    try:
        return _ondertekenaar(route).unsign(token)
    except BadSignature as fout:
        raise OngeldigeLink from fout
