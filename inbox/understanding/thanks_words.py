"""The words of a bare thank-you in each language, without accents and in lower case. Whatever is not here makes
a message more than a thank-you; so there is no word of refusal, of contrast, of asking, and none for a thing
that could be asked for. "Thanks for your answer" is one, "thanks for an answer" asks for it: what was given
is named only behind `given` and one of `the`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Courtesy:
    """thanks: at least one of them must be there. polite: what may stand around them. closing: a name may follow.

    greeting: a name may follow too. given, the, kind, help: "for", "your", "quick", "answer".
    """

    thanks: frozenset[str]
    polite: frozenset[str]
    greeting: frozenset[str]
    closing: frozenset[str]
    given: frozenset[str]
    the: frozenset[str]
    kind: frozenset[str]
    help: frozenset[str]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_FRENCH = Courtesy(
    thanks=_words("merci mercis remercie remercions remerciements"),
    polite=_words(
        """beaucoup bcp bien infiniment mille un grand grands encore tres vraiment sincerement vivement chaleureusement
        enormement fois pour tout tous toute a vous toi te t je j nous on et ok okay oki okey d accord daccord parfait
        super genial top nickel impeccable excellent formidable c est cest note compris recu gentil gentille sympa
        aimable bonne bon belle excellente agreable journee soiree weekend week end continuation fin de semaine apres
        midi dimanche samedi vendredi fetes fete annee noel joyeux joyeuses l la le les equipe aussi egalement
        pareillement entendu volontiers au revoir bientot mes nos meilleures sinceres salutations respectueuses
        distinguees amities souhaite plaisir"""
    ),
    greeting=_words("bonjour bonsoir salut coucou hello madame monsieur mesdames messieurs mme mr m mlle"),
    closing=_words("cordialement cdt cdlt salutations amicalement respectueusement sincerement"),
    given=_words("pour de"),
    the=_words("votre vos ton ta tes cette ces la l le les toute toutes tous"),
    kind=_words("tres si super bonne bon bonnes bons grande grand rapide rapides prompte efficace precieuse aimable"),
    help=_words(
        """aide reponse reponses retour reactivite rapidite gentillesse patience professionnalisme efficacite amabilite
        service renseignement renseignements explication explications information informations info infos precision
        precisions message messages suivi attention serieux travail soutien disponibilite conseils conseil"""
    ),
)
_ENGLISH = Courtesy(
    thanks=_words("thank thanks thankyou thx thnx tks ty tysm cheers appreciate appreciated"),
    polite=_words(
        """you u so very much a lot lots many million again all great good perfect excellent awesome brilliant lovely
        wonderful amazing fantastic super nice cool ok okay fine alright got it understood noted appreciate
        appreciated really oh i we is thats that s have day evening afternoon weekend week best kind warm kindest
        warmest wishes yours truly bye goodbye take care too to and am m im grateful for everything ever indeed
        received with now sorted done x xx xxx the rest of your"""
    ),
    greeting=_words("hi hello hey dear sir madam mr mrs ms team everyone"),
    closing=_words("regards sincerely faithfully wishes"),
    given=_words("for appreciate"),
    the=_words("your the all this that you getting helping replying answering responding letting"),
    kind=_words("very so quick fast prompt speedy swift great kind good excellent amazing super fantastic wonderful"),
    help=_words(
        """help assistance reply response answer support service patience kindness time information info update
        explanation understanding hard work email message efficiency back to me us quickly promptly know"""
    ),
)
_GERMAN = Courtesy(
    thanks=_words("danke dankeschon dankesehr dank bedanke bedanken danken merci"),
    polite=_words(
        """vielen herzlichen besten schonen lieben tausend recht sehr schon ihnen dir euch ich wir mich uns nochmals
        nochmal noch mal auch super toll perfekt prima klasse ok okay alles klar gut verstanden wunderbar einwandfrei
        spitze fur mit und freundlichen freundliche lieber liebe viele beste schone tag abend wochenende woche einen
        eine ein wunsche wunschen bis bald tschuss gleichfalls ebenfalls es ist bestens herzlich herzlichst in ordnung
        gute alle erhalten angekommen nett freundlich ganz lieb von das vom und noch"""
    ),
    greeting=_words("hallo guten morgen hi moin servus sehr geehrte geehrter damen herren herr frau team"),
    closing=_words("grusse gruss gruessen gruesse grussen lg vg mfg"),
    given=_words("fur fuer"),
    the=_words("ihre ihren ihr die den das deine deinen eure euren alle"),
    kind=_words("so sehr schnelle schnellen rasche nette netten gute guten tolle tollen freundliche prompte umgehende"),
    help=_words(
        """hilfe antwort antworten ruckmeldung rueckmeldung unterstutzung muhe muhen info infos information
        informationen nachricht service geduld auskunft support bemuhungen freundlichkeit"""
    ),
)
_SPANISH = Courtesy(
    thanks=_words("gracias agradezco agradecemos agradecido agradecida"),
    polite=_words(
        """muchas muchisimas mil mucho muy amable amables os le les te se lo de nuevo otra vez por todo todos a ti usted
        ustedes vosotros perfecto genial estupendo estupendamente vale ok okey acuerdo excelente fenomenal entendido
        recibido buen buena buenos buenas dia dias tarde tardes noche noches feliz fin semana un una que tenga tengan
        tengais tengas y igualmente esta muchos cordial cordiales hasta luego pronto adios un abrazo encantado
        encantada"""
    ),
    greeting=_words("hola estimado estimada estimados senor senora sr sra equipo"),
    closing=_words("saludos saludo atentamente cordialmente"),
    given=_words("por agradezco agradecemos"),
    the=_words("mucho su sus la el tu tus vuestra vuestro vuestras toda todas todo"),
    kind=_words("muy tan rapida rapido buena buen gran excelente"),
    help=_words(
        """ayuda respuesta respuestas atencion rapidez informacion amabilidad servicio paciencia tiempo gestion
        eficacia contestar responder avisar avisarme ayudar ayudarme trabajo mensaje interes"""
    ),
)
_ITALIAN = Courtesy(
    thanks=_words("grazie ringrazio ringraziamo ringraziamenti"),
    polite=_words(
        """mille tante molte infinite ancora davvero tutto a lei voi te la vi ti le molto gentile gentili gentilissimo
        gentilissima gentilissimi cortese cortesi disponibile perfetto ottimo benissimo bene va ok okay d accordo
        capito ricevuto inteso buona buon giornata serata lavoro weekend fine settimana domenica i miei nostri piu
        cordiali distinti cari arrivederci presto e anche per di cuore tanto vi si a tutti grande grandi infinite"""
    ),
    greeting=_words("salve ciao buongiorno buonasera gentile spett signora signore sig sigra team staff"),
    closing=_words("saluti saluto cordialmente"),
    given=_words("per della dell del"),
    the=_words("la il l avermi averci vostra vostro sua suo tua tuo le tutta tutto"),
    kind=_words("molto cosi rapida veloce celere pronta immediata ottima ottimo grande tempestiva gentile"),
    help=_words(
        """risposta risposte aiuto disponibilita gentilezza rapidita celerita velocita assistenza supporto informazione
        informazioni info servizio cortesia pazienza tempestivita professionalita messaggio riscontro avvisato
        informato risposto aiutato"""
    ),
)

_DUTCH = Courtesy(
    thanks=_words("bedankt dank dankjewel dankuwel merci"),
    polite=_words(
        """hartelijk hartelijke veel heel erg zeer je u jullie wel nogmaals duizendmaal vriendelijk aardig van
        ok oke okee top super prima perfect geweldig fijn fijne goed goede in orde ontvangen begrepen duidelijk een
        prettig prettige dag avond weekend nog en groet tot ziens allemaal met vriendelijke mooi mooie"""
    ),
    greeting=_words("hallo hoi beste geachte dag goedemorgen goedemiddag goedenavond heer mevrouw"),
    closing=_words("groet groeten groetjes gr mvg"),
    given=_words("voor"),
    the=_words("de het uw je jullie deze dit alle"),
    kind=_words("snelle goede fijne vriendelijke prettige"),
    help=_words("hulp antwoord reactie informatie info bericht service moeite geduld uitleg tijd"),
)
_PORTUGUESE = Courtesy(
    thanks=_words("obrigado obrigada obrigados obrigadas agradeco agradecemos agradecido agradecida grato grata"),
    polite=_words(
        """muito muita muitissimo mil ok okay perfeito otimo excelente optimo bem esta tudo certo combinado de acordo
        recebido entendido gentil simpatico simpatica mesmo novamente mais uma vez a ao todos voces voce eu bom boa
        dia tarde noite fim semana um e resto continuacao o os as pela por pelo com ate logo breve tenha"""
    ),
    greeting=_words("ola bom boa caro cara senhor senhora sr sra"),
    closing=_words("cumprimentos atenciosamente abraco abracos saudacoes"),
    given=_words("pela pelo por agradeco"),
    the=_words("a o as os sua seu vossa vosso toda todo tua teu"),
    kind=_words("rapida rapido muito boa bom excelente pronta"),
    help=_words("ajuda resposta atencao informacao informacoes rapidez simpatia servico mensagem paciencia tempo"),
)
_POLISH = Courtesy(
    thanks=_words("dziekuje dziekujemy dzieki dziekowac podziekowania"),
    polite=_words(
        """bardzo serdecznie slicznie pieknie wielkie ok okej super swietnie doskonale w porzadku dobrze rozumiem
        otrzymalem otrzymalam mile milo z panstwa pana pani strony i milego dnia weekendu wieczoru zycze jeszcze raz
        za wszystko wam ci panu wszystkiego dobrego do widzenia"""
    ),
    greeting=_words("dzien dobry witam czesc szanowni panstwo"),
    closing=_words("pozdrawiam pozdrowienia powazaniem"),
    given=_words("za"),
    the=_words("panstwa pana pani te ta twoja wasza"),
    kind=_words("szybka dobra mila tak blyskawiczna"),
    help=_words("odpowiedz pomoc informacje informacja wiadomosc obsluge kontakt cierpliwosc czas"),
)

COURTESY: Final[Mapping[str, Courtesy]] = {
    "fr": _FRENCH,
    "en": _ENGLISH,
    "de": _GERMAN,
    "es": _SPANISH,
    "it": _ITALIAN,
    "nl": _DUTCH,
    "pt": _PORTUGUESE,
    "pl": _POLISH,
}
ASKING: Final = {
    "fr": (("de", "votre", "reponse"), ("de", "votre", "retour"), ("de", "ta", "reponse"), ("de", "ton", "retour")),
}
"""Thanks that ask for what has not come yet, or may: they are left to a person."""
DISPLEASED: Final = frozenset("😠😡🤬😤👎😞😢😭🙄😒💩😩😫☹🙁😕😟😔😑😐🤮🤦🖕")
