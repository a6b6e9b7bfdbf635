"""What the forms of all apps share."""

from collections.abc import Callable
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.http import HttpRequest, QueryDict

from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie


def verstuurde_gegevens(request: HttpRequest) -> QueryDict | None:
    """Return what was sent; None when nothing was. A form without any field filled in was sent too."""
    return request.POST if request.method == "POST" else None


class PaginaFormulier(forms.Form):
    """A form whose `<form>` stands in the template: a second one inside it would end it early."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False


def lukt(form: forms.Form, doe: Callable[[], Any]) -> bool:
    """Take one step with a form that is right; what a rule refuses is told in the form.

    Raises:
        VerouderdeActie: somebody else was first.
    """
    try:
        doe()
    except VerouderdeActie:
        raise
    except Domeinfout as fout:
        form.add_error(None, str(fout))
    return form.is_valid()
