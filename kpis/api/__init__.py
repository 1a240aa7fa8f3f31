"""What the API says of figures; config/api.py adds it to the rest."""
