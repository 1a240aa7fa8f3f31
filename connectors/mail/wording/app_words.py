"""What phones, mail apps and people write below a mail, by language. Only data; as known in November 2026."""

SENT_FROM = {
    "en": r"sent (?:from|via|with|by|using|on)|(?:written|composed|typed) (?:on|with|from)",
    "fr": r"(?:message )?(?:envoyée?|écrit|expédiée?) (?:de|depuis|à partir d[eu]|avec|via|sur|de l['’]application)",
    "de": r"(?:gesendet|gesandt|verschickt) (?:von|mit|aus|über|via)|diese (?:nachricht|e-mail|mail) wurde (?:von|mit)",
    "it": r"(?:messaggio )?inviat[oa] (?:da|dal|dall['’]|con|tramite|mediante)",
    "es": r"(?:mensaje )?enviad[oa] (?:desde|con|mediante|a través de)",
    "nl": r"(?:verzonden|verstuurd|gestuurd) (?:vanaf|vanuit|van|met|via)|dit bericht is (?:verzonden|verstuurd)",
    "pt": r"(?:mensagem )?enviad[oa] (?:do|da|de|a partir d[oae]|pelo|pela|através d[oae]|com|via)",
    "pl": r"(?:wysłan[eoay]|wiadomość wysłana) (?:z|ze|za pomocą|przez)",
    "sv": r"skickat (?:från|med|via)",
    "da no": r"sendt (?:fra|med|via)",
    "others": r"lähetetty|odesláno z|küldve|trimis (?:de pe|din)|отправлено (?:с|из)|надіслано (?:з|із)",
}
SENT_AT_END = {
    "de": r"(?:von|aus|mit) .{1,60}(?:gesendet|gesandt|verschickt|geschrieben)",
    "nl": r"(?:vanaf|van|met) .{1,60}(?:verzonden|verstuurd)",
}
MY = {
    "en": "my a",
    "fr": "mon ma",
    "de": "meinem meiner",
    "it": "mio mia",
    "es": "mi",
    "nl": "mijn",
    "pt": "meu minha",
    "pl": "mojego mojej",
    "sv da no": "min mitt",
    "ru uk": "моего мого",
}
DEVICES = {
    "makers": "iphone ipad ipod mac galaxy samsung huawei xiaomi redmi oneplus xperia nokia htc motorola pixel wiko"
    " honor oppo android blackberry windows",
    "apps": "outlook yahoo gmail mailbox airmail spark sparrow thunderbird k-9 proton protonmail tutanota gmx web.de"
    " t-online orange sfr laposte aquamail mailspring posteo fairemail bluemail hotmail",
    "things": "phone mobile smartphone tablet mobiltelefon mobilgerät handy unterwegs téléphone portable tablette"
    " telefono cellulare teléfono móvil celular telefoon telemóvel telefone telefonu device appareil dispositivo"
    " toestel",
}
GET_OUTLOOK = (
    "get outlook for",
    "get [outlook for",
    "télécharger outlook pour",
    "téléchargez outlook pour",
    "obtenez outlook pour",
    "obtenir outlook pour",
    "outlook für",
    "laden sie outlook für",
    "holen sie sich outlook",
    "scarica outlook per",
    "ottieni outlook per",
    "obtener outlook para",
    "obtenga outlook para",
    "outlook para",
    "download outlook voor",
    "outlook voor",
    "obter o outlook para",
    "baixar o outlook para",
    "pobierz aplikację outlook",
    "pobierz program outlook",
    "hämta outlook för",
    "hent outlook",
    "yahoo mail:",
    "yahoo mail :",
    "provenance : courrier",
    "provenance: courrier",
)
PHONES_ELSEWHERE = (
    "lähetetty iphonesta",
    "從我的",
    "从我的",
    "发自我的",
    "發自我的",
    "iphoneから送信",
    "나의 iphone에서 보냄",
    "iphone'umdan gönderildi",
    "iphone’umdan gönderildi",
)
CLOSINGS = {
    "en": "regards,best regards,kind regards,kindest regards,warm regards,with kind regards,yours sincerely,sincerely"
    ",yours faithfully,best wishes,best,cheers",
    "fr": "cordialement,bien cordialement,très cordialement,bien à vous,sincères salutations,meilleures salutations"
    ",salutations distinguées,salutations,respectueusement",
    "de": "mit freundlichen grüßen,mit freundlichen grüssen,mit freundlichem gruß,freundliche grüße,viele grüße"
    ",beste grüße,mit besten grüßen,liebe grüße,schöne grüße,gruß,grüße,mfg,lg",
    "it": "cordiali saluti,distinti saluti,cordialmente,saluti,un saluto",
    "es": "saludos,un saludo,saludos cordiales,un cordial saludo,reciba un cordial saludo,atentamente",
    "nl": "met vriendelijke groet,met vriendelijke groeten,vriendelijke groet,vriendelijke groeten,groeten,mvg",
    "pt": "atenciosamente,cumprimentos,melhores cumprimentos,com os melhores cumprimentos",
    "pl": "pozdrawiam,pozdrawiam serdecznie,z poważaniem,z wyrazami szacunku",
    "sv da no": "med vänlig hälsning,med vänliga hälsningar,vänliga hälsningar,med venlig hilsen,venlig hilsen"
    ",med vennlig hilsen,vennlig hilsen",
}
ANSWERS_BELOW = {
    "en": "below,inline,in-line",
    "fr": "ci-dessous,ci dessous,plus bas,dans le texte",
    "de": "unten,weiter unten,im text",
    "it": "qui sotto,di seguito",
    "es": "abajo,más abajo,a continuación",
    "nl": "hieronder",
    "pt": "abaixo,a seguir",
    "pl": "poniżej,w tekście",
}
