"""Views that people make, rename, put in order, share and delete.

A person's own are for that person alone; the team's are everybody's to use, and a team lead's to change.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from inbox.errors import ViewNameTaken
from inbox.lists.filters import Filters
from inbox.lists.sorting import Sort
from inbox.models import SavedView, User
from inbox.models.saved_view import SavedViewQuerySet
from inbox.people.permissions import may_manage_team_views


def may_change(view: SavedView, user: User) -> bool:
    return may_manage_team_views(user) if view.is_shared else view.owner_id == user.pk


def changeable_by(user: User) -> SavedViewQuerySet:
    """The views that this user may rename, move, share or delete."""
    visible = SavedView.objects.visible_to(user)
    return visible if may_manage_team_views(user) else visible.filter(is_shared=False)


def make(name: str, filters: Filters, *, sort: Sort, is_shared: bool, by: User, now: datetime) -> SavedView:
    """A new view, behind the others of its kind. Raises ViewNameTaken."""
    view = SavedView(owner=by, position=_behind_all(by, is_shared=is_shared))
    return _kept(view, name=name, filters=filters, sort=sort, is_shared=is_shared, now=now)


def change(
    view: SavedView, *, name: str, filters: Filters, sort: Sort, is_shared: bool, by: User, now: datetime
) -> SavedView:
    """Another name, other filters, another order; shared or taken back. Who takes a view back owns it afterwards.

    Raises ViewNameTaken.
    """
    if view.is_shared != is_shared:
        view.owner, view.position = by, _behind_all(by, is_shared=is_shared)
    return _kept(view, name=name, filters=filters, sort=sort, is_shared=is_shared, now=now)


def move(view: SavedView, *, places: int) -> None:
    """So many places down among its kind, up if negative; as far as it goes."""
    with transaction.atomic():
        beside = list(_kind(view.owner, is_shared=view.is_shared).select_for_update())
        at = beside.index(view)
        beside.insert(max(at + places, 0), beside.pop(at))
        _number(beside)


def _kept(view: SavedView, *, name: str, filters: Filters, sort: Sort, is_shared: bool, now: datetime) -> SavedView:
    view.name, view.filters, view.sort = name, filters.given, sort
    view.is_shared, view.changed_at = is_shared, now
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        raise ViewNameTaken(name) from error
    return view


def _kind(owner: User, *, is_shared: bool) -> SavedViewQuerySet:
    kind = SavedView.objects.filter(is_shared=is_shared)
    return (kind if is_shared else kind.filter(owner=owner)).order_by("position", "id")


def _behind_all(owner: User, *, is_shared: bool) -> int:
    last = _kind(owner, is_shared=is_shared).aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _number(views: Sequence[SavedView]) -> None:
    for position, view in enumerate(views):
        if view.position != position:
            SavedView.objects.filter(pk=view.pk).update(position=position)
