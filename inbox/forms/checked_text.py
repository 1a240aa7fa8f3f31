"""A text field outside the composer that the policy check looks at while one types."""

from typing import Any

from django import forms


def checked_text(*, rows: int, address: Any) -> forms.Textarea:
    """address: of the call that answers with #composer-findings; it gets the whole form at each pause."""
    return forms.Textarea(
        attrs={
            "rows": rows,
            "spellcheck": "true",
            "dir": "auto",
            "data-checked-text": "",
            "hx-post": address,
            "hx-trigger": "input changed delay:400ms",
            "hx-target": "#composer-findings",
            "hx-swap": "outerHTML",
            "hx-sync": "this:replace",
            "hx-disabled-elt": "unset",
        }
    )
