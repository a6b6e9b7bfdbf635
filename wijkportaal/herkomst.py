"""Where a request comes from: asked by whatever limits the number of tries."""

from django.conf import settings
from django.http import HttpRequest


def ip_adres(request: HttpRequest) -> str:
    """Return the address of the visitor.

    Behind a proxy that may be believed (TRUST_PROXY_HEADER) it is the last one of X-Forwarded-For: that one
    the proxy wrote itself. What stands before it, any visitor can make up.
    """
    doorgegeven = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.VERTROUWT_PROXY else ""
    return doorgegeven.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")
