"""Numbers from 0 to 99, and whole hundreds, as they are said in French, English, German, Spanish and Italian, folded.

"soixante dix-huit", "ninety nine", "zweiundzwanzig", "treinta y dos", "ventuno": what a telephone number is spelled
with. Whole hundreds too: "zero eight hundred".
"""

from collections.abc import Iterator, Mapping, Sequence

_FR = "zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize".split()
_FR_TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante", 80: "quatre vingt"}
_FR_ELSEWHERE = {70: "septante", 80: "huitante", 90: "nonante"}
_EN = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_EN_TENS = dict(zip(range(20, 100, 10), "twenty thirty forty fifty sixty seventy eighty ninety".split(), strict=True))
_DE = (
    "null eins zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn funfzehn sechzehn siebzehn "
    "achtzehn neunzehn"
).split()
_DE_TENS = dict(
    zip(range(20, 100, 10), "zwanzig dreissig vierzig funfzig sechzig siebzig achtzig neunzig".split(), strict=True)
)
_ES = (
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete "
    "dieciocho diecinueve veinte veintiuno veintidos veintitres veinticuatro veinticinco veintiseis veintisiete "
    "veintiocho veintinueve"
).split()
_ES_TENS = dict(
    zip(range(30, 100, 10), "treinta cuarenta cincuenta sesenta setenta ochenta noventa".split(), strict=True)
)
_IT = (
    "zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici "
    "diciassette diciotto diciannove"
).split()
_IT_TENS = dict(
    zip(range(20, 100, 10), "venti trenta quaranta cinquanta sessanta settanta ottanta novanta".split(), strict=True)
)
_MORE = {"oh": "0", "une": "1", "un": "1", "ein": "1", "zwo": "2", "fuenf": "5", "zwoelf": "12", "dreizig": "30"}

Numeral = tuple[tuple[str, ...], str]
"""The words of a number, and its digits."""


def _french() -> Iterator[tuple[str, int]]:
    yield from ((word, value) for value, word in enumerate(_FR))
    yield from ((f"dix {_FR[unit]}", 10 + unit) for unit in (7, 8, 9))
    for ten, word in [*_FR_TENS.items(), *_FR_ELSEWHERE.items()]:
        yield word, ten
        yield from ((f"{word} {joined}{_FR[unit]}", ten + unit) for unit in range(1, 10) for joined in ("", "et "))
    for ten in (60, 80):
        for unit in range(10, 17):
            yield from ((f"{_FR_TENS[ten]} {joined}{_FR[unit]}", ten + unit) for joined in ("", "et "))
        yield from ((f"{_FR_TENS[ten]} dix {_FR[unit]}", ten + 10 + unit) for unit in (7, 8, 9))
    yield "quatre vingts", 80


def _tens_then_units(units: Sequence[str], tens: Mapping[int, str], joint: str) -> Iterator[tuple[str, int]]:
    yield from ((word, value) for value, word in enumerate(units))
    for ten, word in tens.items():
        yield word, ten
        yield from ((f"{word}{joint}{units[unit]}", ten + unit) for unit in range(1, 10))


def _german() -> Iterator[tuple[str, int]]:
    yield from ((word, value) for value, word in enumerate(_DE))
    for ten, word in _DE_TENS.items():
        yield word, ten
        yield from ((f"{'ein' if unit == 1 else _DE[unit]}und{word}", ten + unit) for unit in range(1, 10))


def _italian() -> Iterator[tuple[str, int]]:
    for word, value in _tens_then_units(_IT, _IT_TENS, ""):
        yield word, value
        yield (
            word.replace("iuno", "uno").replace("auno", "uno").replace("iotto", "otto").replace("aotto", "otto"),
            value,
        )


def _hundreds() -> Iterator[tuple[str, int]]:
    for unit in range(1, 10):
        yield f"{_EN[unit]} hundred", unit * 100
        yield f"{'ein' if unit == 1 else _DE[unit]}hundert", unit * 100
        yield "cento" if unit == 1 else f"{_IT[unit]}cento", unit * 100
        yield from ((cent if unit == 1 else f"{_FR[unit]} {cent}", unit * 100) for cent in ("cent", "cents"))
    yield from (("cien", 100), ("quinientos", 500), ("setecientos", 700), ("novecientos", 900))
    yield from ((f"{_ES[unit]}cientos", unit * 100) for unit in (2, 3, 4, 6, 8))


def numerals() -> Mapping[str, Sequence[Numeral]]:
    """Every number by its first word, the one of most words first."""
    spoken = [
        *_french(),
        *_tens_then_units(_EN, _EN_TENS, " "),
        *_german(),
        *_tens_then_units(_ES, _ES_TENS, " y "),
        *_italian(),
        *_hundreds(),
    ]
    found = {tuple(word.split()): str(value) for word, value in reversed(spoken)}
    found |= {(word,): digits for word, digits in _MORE.items()}
    by_first: dict[str, list[Numeral]] = {}
    for words, digits in sorted(found.items(), key=lambda numeral: -len(numeral[0])):
        by_first.setdefault(words[0], []).append((words, digits))
    return by_first
