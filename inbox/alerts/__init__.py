"""Alerts to the people who work here: in the page at once, by mail and by web push as each wishes.

raising.py      raise_alerts(): the rows, and when each goes out by which way
occasions.py    what people are told of besides deadlines
groups.py       which kinds of alert a person chooses a way for
wishes.py       a person's choices; quiet_hours.py is the pure part
counting.py     the number at the bell, kept on the person's row
going_out.py    send_due(): what is due by each way, all of one person's at once
mail.py         one mail; web_push.py one push; public_https.py, where a push may go; devices.py, who takes them
wording.py      what an alert says, the same in page, mail and push
"""
