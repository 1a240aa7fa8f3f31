"""Our own printing of `<select>` against Django's."""

import re
from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates

from config.widgets import Renderer

CHOICES = [("", "—"), ("a<b", "x & 'y'"), ("Group <1>", [("1", "one"), (2, "two")])]


@pytest.mark.parametrize("chosen", ["", "a<b", 2, None])
@pytest.mark.parametrize("attributes", [{}, {"autofocus": True, "hidden": False, "data-x": "1\"2'<", "size": 3}])
def test_a_list_of_choices_is_what_django_prints(chosen: Any, attributes: dict[str, Any]) -> None:
    widget = forms.Select(attrs=attributes, choices=CHOICES)
    theirs = widget.render("na<me", chosen, attrs={"id": "i"}, renderer=DjangoTemplates())
    ours = widget.render("na<me", chosen, attrs={"id": "i"}, renderer=Renderer())
    assert ours == re.sub(r"\n\s*", "", theirs)


def test_several_can_be_chosen() -> None:
    widget = forms.SelectMultiple(choices=CHOICES)
    theirs, ours = (widget.render("n", ["1", "a<b"], renderer=one) for one in (DjangoTemplates(), Renderer()))
    assert ours == re.sub(r"\n\s*", "", theirs) and ours.count("selected") == 2


def test_other_widgets_are_printed_by_django() -> None:
    widget = forms.CheckboxInput()
    assert widget.render("n", True, renderer=Renderer()) == widget.render("n", True, renderer=DjangoTemplates())
