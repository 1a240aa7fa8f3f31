"""Stored credentials: JSON, encrypted with the installation's own key list (newest key first)."""

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models

if TYPE_CHECKING:
    _TextField = models.Field[Any, Any]
else:
    _TextField = models.TextField


class EncryptedJSONField(_TextField):
    """A JSON value kept as a Fernet token. Reading with a lost key raises ValueError naming the remedy."""

    def get_prep_value(self, value: Any) -> str | None:
        if value is None:
            return None
        return _fernet().encrypt(json.dumps(value).encode()).decode()

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:  # noqa: ARG002
        if value is None:
            return None
        try:
            return json.loads(_fernet().decrypt(value.encode()))
        except InvalidToken as error:
            raise ValueError("stored credentials cannot be read: their field key is gone") from error

    def to_python(self, value: Any) -> Any:
        return value


@cache
def _fernet() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.FIELD_KEYS])
