"""What is kept of templates between requests, and what is asked anew."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.utils import timezone

from templates_app import versions
from templates_app.candidates import shelf_in
from templates_app.models import ReplyTemplate
from templates_app.shelf import Candidate
from templates_app.versions import About, Content

pytestmark = pytest.mark.django_db
NAME = "Parcel on its way"


@pytest.fixture
def template() -> ReplyTemplate:
    made = versions.make(About(NAME), Content({"fr": "En route !", "en": "It is coming."}), by=None, now=timezone.now())
    versions.publish(versions.newest(made))
    return made


def _on_shelf(language: str, template: ReplyTemplate) -> Candidate | None:
    shelf, _uses = shelf_in(language)
    return next((one for one in shelf.candidates if one.id == template.pk), None)


def test_it_reads_in_the_language_asked_for_else_in_another(template: ReplyTemplate) -> None:
    found = {language: _on_shelf(language, template) for language in ("fr", "en", "de")}
    assert {language: one.words for language, one in found.items() if one} == {
        "fr": "parcel on its way en route",
        "en": "parcel on its way it is coming",
        "de": "parcel on its way it is coming",
    }


def test_what_was_read_once_is_not_asked_for_again(
    template: ReplyTemplate, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    shelf_in("fr")
    with django_assert_num_queries(1):
        assert _on_shelf("fr", template)


def test_a_use_a_new_version_another_name_and_putting_away_show_at_once(template: ReplyTemplate) -> None:
    assert shelf_in("fr")[1][template.pk] == 0
    ReplyTemplate.objects.filter(pk=template.pk).update(use_count=7)
    assert shelf_in("fr")[1][template.pk] == 7
    versions.change(template, About("Sent"), Content({"fr": "Parti hier"}), by=None, now=timezone.now())
    renamed = _on_shelf("fr", template)
    assert renamed and (renamed.name, renamed.words) == ("Sent", "sent en route")
    versions.publish(versions.newest(template))
    changed = _on_shelf("fr", template)
    assert changed and (changed.languages, changed.words) == (("fr",), "sent parti hier")
    versions.retire(template, now=timezone.now())
    assert _on_shelf("fr", template) is None
