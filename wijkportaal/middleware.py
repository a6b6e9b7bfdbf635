"""Turns what a rule says into an answer of the web."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from wijkportaal.uitzonderingen import VerouderdeActie
from wijkportaal.views import fout_409


class VerouderdeActieMiddleware:
    """Two people pressed at once: the second one gets a page that says so, wherever it happened."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, VerouderdeActie):
            return fout_409(request, exception)
        return None
