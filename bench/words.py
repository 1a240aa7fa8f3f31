"""What buyers and the shop write in filled databases: five languages, common words and rare ones."""

SENTENCES = {
    "fr": (
        "Bonjour, je n'ai toujours pas reçu mon colis alors que le suivi indique une livraison la semaine dernière.",
        "Le vélo est arrivé cassé, la roue avant est voilée et il manque deux vis dans le sachet.",
        "Pouvez-vous me rembourser ? J'ai renvoyé l'article il y a dix jours et je n'ai aucune nouvelle.",
        "Est-ce que les batteries sont compatibles avec le modèle précédent ? Merci d'avance pour votre réponse.",
    ),
    "en": (
        "Hello, my parcel has still not arrived although the tracking says it was delivered last week.",
        "The bicycle arrived broken, the front wheel is bent and two screws are missing from the bag.",
        "Could you refund me please? I returned the item ten days ago and have heard nothing since.",
        "Are the batteries compatible with the previous model? Thanks in advance for your answer.",
    ),
    "de": (
        "Guten Tag, mein Paket ist noch nicht angekommen, obwohl die Sendung letzte Woche zugestellt sein soll.",
        "Das Fahrrad kam beschädigt an, das Vorderrad ist verbogen und zwei Schrauben fehlen im Beutel.",
        "Können Sie mir den Betrag erstatten? Die Rücksendung ist seit zehn Tagen bei Ihnen.",
        "Passen die Akkus auch zum vorigen Modell? Vielen Dank im Voraus für die Antwort.",
    ),
    "es": (
        "Hola, todavía no he recibido mi paquete aunque el seguimiento dice que se entregó la semana pasada.",
        "La bicicleta llegó rota, la rueda delantera está doblada y faltan dos tornillos en la bolsa.",
        "¿Pueden devolverme el dinero? Envié el artículo hace diez días y no tengo noticias.",
        "¿Son compatibles las baterías con el modelo anterior? Muchas gracias por su respuesta.",
    ),
    "it": (
        "Buongiorno, non ho ancora ricevuto il pacco anche se la spedizione risulta consegnata la settimana scorsa.",
        "La bicicletta è arrivata rotta, la ruota anteriore è storta e mancano due viti nel sacchetto.",
        "Potete rimborsarmi? Ho restituito l'articolo dieci giorni fa e non ho più avuto notizie.",
        "Le batterie sono compatibili con il modello precedente? Grazie in anticipo per la risposta.",
    ),
}
RARE = {
    "fr": "Les deux balançoires rouges.",
    "en": "The two red hammocks.",
    "de": "Die zwei roten Hängematten.",
    "es": "Las dos hamacas rojas.",
    "it": "Le due altalene rosse.",
}
"""Of what a few buyers write, as few however many the others are."""
FIRST_NAMES = ("Zoé", "Jürgen", "Emma", "Luca", "María", "Noël", "Hélène", "Björn", "Olivia", "Chloé", "José", "Anna")
LAST_NAMES = (
    *("Lefèvre", "Müller", "Smith", "Rossi", "García", "Dubois", "Weiß", "Taylor", "Ferrari", "Núñez", "Petit"),
    *("Schäfer", "Brown", "Bianchi", "Gómez", "Moreau", "König", "Wilson", "Romano", "López", "Girard", "Vogel"),
)
SUBJECTS = ("Colis non reçu", "Article cassé", "Wrong size", "Rückgabe", "Factura", "Pezzo mancante")
TOPICS = ("delivery", "defective", "withdrawal", "refund", "product_question")
TAGS = ("vip", "fragile", "relance")
RARE_TAG = "garden"
