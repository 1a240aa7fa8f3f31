"""French drops the e of "de" before a vowel; a name that is put into a sentence later needs that done afterwards."""

from django.utils.translation import get_language

VOWELS = "aeiouyàâéèêëîïôöûüAEIOUYÀÂÉÈÊËÎÏÔÖÛÜ"


def elided(sentence: str, name: str) -> str:
    """ "auprès de Alma" becomes "auprès d’Alma"; other languages and names stay as they are."""
    if name[:1] not in VOWELS or not (get_language() or "").startswith("fr"):
        return sentence
    return sentence.replace(f" de {name}", f" d’{name}")
