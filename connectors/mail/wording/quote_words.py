"""The words with which mail programs announce an earlier mail, in the languages they speak. Only data.

What Gmail, Outlook, Apple Mail, Thunderbird, Yahoo and webmails write, as known in November 2026. A language or a
program that is missing is added here, as a word, and never as a rule for one mail.
"""

WROTE = {
    "en": ("wrote", "writes"),
    "fr": ("a écrit", "a ecrit", "écrit", "écrivait"),
    "de": ("schrieb", "schrieb folgendes", "geschrieben", "folgendes geschrieben"),
    "it": ("ha scritto", "scrisse", "scriveva"),
    "es": ("escribió", "escribio", "ha escrito"),
    "nl": ("schreef", "schreef het volgende", "het volgende geschreven", "heeft geschreven"),
    "pt": ("escreveu", "escreveu o seguinte"),
    "pl": ("napisał", "napisała", "napisał(a)", "napisał/a", "pisze", "napisana przez"),
    "sv da no": ("skrev", "skrev följande", "skrev følgende"),
    "fi": ("kirjoitti",),
    "cs sk": ("napsal", "napsala", "napsal(a)", "napísal", "napísal(a)"),
    "ro": ("a scris",),
    "hu": ("írta", "ezt írta", "a következőt írta"),
    "tr": ("yazdı", "şunu yazdı", "şunları yazdı"),
    "ru uk": ("написал", "написала", "написал(а)", "пишет", "писал", "писал(а)", "пише", "написав", "написав(ла)"),
    "el": ("έγραψε",),
}
WROTE_WITHOUT_BLANK = ("写道", "寫道", "のメール", "님이 작성")
STARTS = (
    "on,le,am,il,il giorno,in data,el,op,em,a,w dniu,w dn.,dnia,den,på,pe,dne,dňa,la,în data,от,від,στις,בתאריך,在,于"
).split(",")
FROM = (
    "from,de,von,da,van,od,fra,från,expéditeur,absender,mittente,remitente,afzender,remetente,nadawca,avsändare,afsender"
    ",lähettäjä,odesílatel,от,від,gönderen,kimden,feladó,de la,从,发件人,寄件者,差出人,보낸 사람"
).split(",")
LABELS = {
    "en": "sent,date,to,cc,bcc,reply-to",
    "fr": "envoyé,envoyé le,date d'envoi,à,a,copie,copie à,cci,répondre à",
    "de": "gesendet,gesendet am,datum,an,kopie,antwort an",
    "it": "inviato,data,a,per,ccn,risposta,rispondi a",
    "es": "enviado,enviado el,fecha,para,cco,responder a",
    "nl": "verzonden,aan,datum,beantwoorden",
    "pt": "enviado,enviada,enviada em,data,para,responder para",
    "pl": "wysłano,wysłane,data,data wysłania,do,dw,do wiadomości",
    "sv da no": "skickat,sendt,dato,datum,till,til,kopi",
    "fi cs hu ro tr": "lähetetty,päivämäärä,vastaanottaja,kopio,odesláno,komu,elküldve,dátum,címzett,trimis,către"
    ",gönderilme,tarih,kime,bilgi",
    "ru uk": "отправлено,дата,кому,копия,надіслано,копія",
    "zh ja ko": "发送时间,日期,收件人,抄送,送信日時,日付,宛先,받는 사람,날짜",
}
SUBJECTS = (
    "subject,objet,betreff,oggetto,asunto,onderwerp,assunto,temat,emne,ämne,aihe,předmět,předmet,subiect,тема,konu,tárgy"
    ",θέμα,主题,主旨,主旨,件名,제목"
).split(",")
MARKERS = (
    "original message",
    "forwarded message",
    "begin forwarded message",
    "forwarded by",
    "replied message",
    "message d'origine",
    "message original",
    "message initial",
    "message transféré",
    "message réexpédié",
    "début du message transféré",
    "début du message réexpédié",
    "ursprüngliche nachricht",
    "originalnachricht",
    "original-nachricht",
    "original nachricht",
    "weitergeleitete nachricht",
    "anfang der weitergeleiteten nachricht",
    "messaggio originale",
    "messaggio inoltrato",
    "inizio messaggio inoltrato",
    "mensaje original",
    "mensaje reenviado",
    "inicio del mensaje reenviado",
    "oorspronkelijk bericht",
    "origineel bericht",
    "doorgestuurd bericht",
    "begin doorgestuurd bericht",
    "mensagem original",
    "mensagem encaminhada",
    "mensagem reencaminhada",
    "início da mensagem encaminhada",
    "início da mensagem reencaminhada",
    "wiadomość oryginalna",
    "oryginalna wiadomość",
    "wiadomość przekazana",
    "przekazana wiadomość",
    "początek przekazanej wiadomości",
    "początek przekazywanej wiadomości",
    "oprindelig besked",
    "oprindelig meddelelse",
    "videresendt besked",
    "videresendt meddelelse",
    "videresendt melding",
    "opprinnelig melding",
    "original melding",
    "ursprungligt meddelande",
    "originalmeddelande",
    "vidarebefordrat meddelande",
    "vidarebefordrat brev",
    "alkuperäinen viesti",
    "välitetty viesti",
    "původní zpráva",
    "přeposlaná zpráva",
    "pôvodná správa",
    "mesaj original",
    "mesajul original",
    "eredeti üzenet",
    "özgün ileti",
    "orijinal mesaj",
    "iletilen mesaj",
    "исходное сообщение",
    "пересылаемое сообщение",
    "переслане повідомлення",
    "αρχικό μήνυμα",
    "原始邮件",
    "原始郵件",
    "转发的邮件",
    "元のメッセージ",
    "원본 메시지",
)
A_MESSAGE = (
    "message,mail,e-mail,nachricht,messaggio,mensaje,bericht,mensagem,wiadomość,meddelande,besked,meddelelse,melding,viesti"
    ",zpráva,správa,mesaj,mesajul,üzenet,ileti,сообщение,повідомлення,письмо,μήνυμα,邮件,郵件,メッセージ,메시지"
).split(",")
REPLY_ABOVE = (
    "reply above this line",
    "type your reply above",
    "répondre au-dessus de cette ligne",
    "répondez au-dessus de cette ligne",
    "antworten sie über dieser zeile",
    "bitte oberhalb dieser zeile antworten",
    "rispondi sopra questa riga",
    "responda encima de esta línea",
    "responda por encima de esta línea",
    "responda acima desta linha",
    "antwoord boven deze regel",
)
