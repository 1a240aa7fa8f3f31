"""Numbers as people read them, in the active language: "1,234.5" in English, "1 234,5" in French."""

from django.utils.formats import number_format


def rounded(value: float, digits: int) -> str:
    """So many digits after the point. Rounded first: `number_format` would cut the rest off."""
    return str(number_format(round(value, digits), decimal_pos=digits, force_grouping=True))
