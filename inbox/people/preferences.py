"""How one person sees Guichet: language, zone, theme, density; and what the frame around each page shows."""

from collections.abc import Callable
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject

from connectors.models import Account
from inbox.models import User
from inbox.people import permissions
from inbox.people.zones import zone_of
from inbox.views.rail import Rail


class PreferencesMiddleware:
    """Activate the language and zone of the person who asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user if request.user.is_authenticated else None
        language = language_of(user) or translation.get_language_from_request(request)
        with translation.override(language), timezone.override(zone_of(user)):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if user is None:
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response


def language_of(user: User | None) -> str:
    """The language a user chose, or empty."""
    known = dict(settings.LANGUAGES)
    return user.language if user is not None and user.language in known else ""


class Frame:
    """What base.html shows around a page. Everything is asked for only when it is shown."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.user: User | None = request.user if request.user.is_authenticated else None

    @property
    def theme(self) -> str:
        return self.user.theme if self.user else ""

    @property
    def density(self) -> str:
        return (self.user.density if self.user else "") or "comfortable"

    @property
    def single_keys(self) -> bool:
        return self.user is None or self.user.single_keys

    @property
    def is_demo(self) -> bool:
        return settings.IS_DEMO

    @property
    def may_see_accounts(self) -> bool:
        return self.user is not None and permissions.may_see_accounts(self.user)

    @property
    def may_see_figures(self) -> bool:
        return self.user is not None and permissions.may_see_figures(self.user)

    @property
    def may_see_forecast(self) -> bool:
        return self.user is not None and permissions.may_see_forecast(self.user)

    @property
    def may_read_faq(self) -> bool:
        return self.user is not None and permissions.may_read_faq(self.user)

    @property
    def may_manage_accounts(self) -> bool:
        return self.user is not None and permissions.may_manage_accounts(self.user)

    @property
    def may_manage_installation(self) -> bool:
        return self.user is not None and permissions.may_manage_installation(self.user)

    @property
    def languages(self) -> list[tuple[str, str]]:
        return list(settings.LANGUAGES)

    @cached_property
    def accounts(self) -> list[Account]:
        """Those that the user works for, without credentials, which no page shows and which take time to decrypt."""
        if self.user is None:
            return []
        known = Account.objects.defer("credentials", "identity").order_by("marketplace", "name")
        limits = self.user.limits
        return list(known.filter(id__in=limits.accounts) if limits else known)

    @cached_property
    def rail(self) -> Rail | None:
        return Rail.of(self.user, accounts=self.accounts, now=timezone.now()) if self.user else None


def frame(request: HttpRequest) -> dict[str, object]:
    """Context processor: one lazy object, so that partials cost nothing."""
    return {"frame": SimpleLazyObject(lambda: frame_of(request))}


def frame_of(request: HttpRequest) -> Frame:
    """The frame of this request, made once."""
    made: Frame | None = getattr(request, "_frame", None)
    if made is None:
        made = request._frame = Frame(request)  # type: ignore[attr-defined]
    return made
