"""Words that say nothing about what is asked: courtesy, asking itself, and small words PostgreSQL's lists leave in.

Without accents and in lower case, since texts are compared so; PostgreSQL's own lists of small words have accents.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from inbox.understanding.thanks_words import COURTESY


@dataclass(frozen=True)
class Filler:
    """configuration: PostgreSQL's, for the stems of the language.

    polite: words that ask nothing where there are no others and no question mark.
    """

    configuration: str
    words: str
    polite: str = ""


_FRENCH = """
svp stp sil plait plaise pouvoir pouvez pourriez pourrais pourrait peux peut peuvent puis savoir savez sais saurais
aimerais aimerions voudrais voudrions souhaite souhaiterais souhaitons veux voulez dire dites dis indiquer indiquez
informer renseigner aider aide aidez besoin permets permettez message reponse repondre question demande demander
bien est ce que qu quel quelle quels quelles quand comment combien pourquoi ou etre ete etes a la meme cela ca donc
alors encore deja toujours tjs tjrs tres plus chez chere cher faire fait fais avez avoir y c s j n d l t m aussi
possible merci bjr bsr monsieur madame nai jai cest qil quil
"""
_ENGLISH = """
please pls haven hasn didn doesn isn aren won couldn wouldn don t s ve ll can could would will shall may might able
know tell let help like want need wish ask asking question
message answer reply hi hello hey dear sir madam also just still yet already get got im ive id possible
"""
_GERMAN = """
bitte konnen konnten konnte kann konnt mochte mochten wurde wurden wissen sagen sag mitteilen mitteilung helfen hilfe
frage fragen antwort antworten nachricht schon noch fur uber mir uns gerne gern eigentlich mal wann wie wo was warum
ware waren hatte hatten moglich
"""
_SPANISH = """
por favor podria podrian podriais puede pueden puedo quisiera querria gustaria saber sabe decir decirme diga ayudar
ayuda necesito pregunta mensaje respuesta responder mas si esta estan cuando donde como cual cuanto aun todavia ya
posible
"""
_ITALIAN = """
per favore cortesia potete potrebbe potreste posso puo vorrei vorremmo sapere dire dirmi aiutare aiuto domanda
messaggio risposta rispondere quando dove come quale quanto ancora gia piu perche possibile cortesemente
"""
_DUTCH = """
alstublieft aub graag kunt kun kan kunnen zou zouden willen weten zeggen vertellen helpen hulp vraag bericht antwoord
wanneer waar hoe wat nog al even mogelijk beste hallo goedendag groet groeten vriendelijke bedankt dank
"""
_PORTUGUESE = """
favor poderia poderiam pode podem posso gostaria queria saber dizer ajudar ajuda preciso pergunta mensagem resposta
quando onde como qual quanto ainda ja possivel ola bom boa dia tarde noite obrigado obrigada cumprimentos
"""
_POLISH = """
prosze czy moge mozna moglbym moglabym chcialbym chcialabym wiedziec powiedziec pomoc pytanie wiadomosc odpowiedz
kiedy gdzie jak jaki jaka ile jeszcze juz dzien dobry witam pozdrawiam dziekuje i w z na do o u nie tak jest sa sie
mi mnie moj moja moje pan pani panstwo a ale ze to ten ta te by od dla po za
"""
_OTHER: Final[Mapping[str, Filler]] = {
    "fr": Filler("french", _FRENCH),
    "en": Filler("english", _ENGLISH),
    "de": Filler("german", _GERMAN),
    "es": Filler("spanish", _SPANISH),
    "it": Filler("italian", _ITALIAN),
    "nl": Filler("dutch", _DUTCH),
    "pt": Filler("portuguese", _PORTUGUESE),
    "pl": Filler("simple", _POLISH),
}


def filler() -> dict[str, Filler]:
    """By language; "" is for all others."""
    every = {code: _with_courtesy(code, own) for code, own in _OTHER.items()}
    return every | {"": Filler("simple", " ".join(one.words for one in every.values()))}


def _with_courtesy(language: str, own: Filler) -> Filler:
    known = COURTESY.get(language)
    if known is None:
        return own
    polite = known.polite | known.kind | known.help
    return Filler(
        own.configuration,
        f"{own.words} {' '.join(known.thanks | known.greeting | known.closing)}",
        " ".join(polite - _HAS_COME),
    )


_HAS_COME: Final = frozenset({"recu"})
"""Polite of an answer that came; of a parcel that did not come it is the whole question."""
