"""The names of messages and conversations, and the orders a mail speaks of.

One message of a buyer comes as several mails, one for each address set in Seller Central, each with its own
Message-ID; only the id in the footer is the same in all. A conversation is named, surest first, by the case in the
relay address, the thread in the footer, a reply of ours that the mail refers to, or the order and the buyer.
Source: incidents and mails published by others, 2026.
"""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256

from connectors.amazon.footer import Footer
from connectors.amazon.relay import Relay
from connectors.incoming import ThreadKey
from connectors.mail.mail import Mail

ORDER_LASTS = timedelta(days=30)
COPY_WITHIN = timedelta(minutes=2)
LONGEST_NAME = 200
TEST_NAME = "<guichet-test-"
"""How the Message-ID of the set-up's test mail begins."""

_ORDER = re.compile(r"(?<![\w-])[0-9]{3}-[0-9]{7}-[0-9]{7}(?![\w-])")
_WATERMARK = re.compile(r"^.*SPC-[A-Z]+Amazon-\S*.*$", re.MULTILINE)


def order_ids(*texts: str) -> tuple[str, ...]:
    """Every order id in the texts, in order, each once. None is normal: a question before the purchase."""
    return tuple(dict.fromkeys(found for text in texts for found in _ORDER.findall(text)))


def message_key(footer: Footer, mail: Mail, *, relay: Relay, text: str) -> str:
    """The name of a buyer's message: the footer's, else its Message-ID, else made from who wrote what when."""
    if footer.message:
        return f"m:{footer.message}"
    if mail.message_id:
        return _short(mail.message_id)
    return f"text:{_digest(relay.handle, text, mail.date.isoformat() if mail.date else '')}"


def thread_keys(footer: Footer, mail: Mail, *, relay: Relay, orders: Iterable[str], text: str) -> tuple[ThreadKey, ...]:
    """The possible names of a buyer's conversation, surest first; never empty.

    A case or a thread leads alone, so a new case about a known order is a new conversation; the others are remembered
    for later mails that lack it. A mail without any is a conversation of its own, which its copies must share: it is
    named after buyer and text.
    """
    cases = [f"case:{relay.case}"] if relay.case else []
    threads = [f"t:{footer.thread}"] if footer.thread else []
    referred = [f"mid:{reference}" for reference in reversed(mail.references)]
    ordered = [f"order:{relay.handle}:{order}" for order in orders]
    leading = cases or threads or [*referred, *ordered]
    if not leading:
        return (ThreadKey(f"text:{_digest(relay.handle, mail.subject, text)}"),)
    return tuple(
        ThreadKey(name, lasts=ORDER_LASTS if name in ordered else None, leads=name in leading)
        for name in (*cases, *threads, *referred, *ordered)
    )


def entry_key(mail: Mail, *, written_at: datetime) -> str:
    """The name of a mail that is no buyer's, the same for its copies: subject, text and the two minutes it is from.

    Reports of mail servers often differ only in whom they are about.
    """
    about = f"{mail.report.recipient} {mail.report.message_id} {mail.report.permanent}" if mail.report else ""
    minutes = int(written_at.timestamp() // COPY_WITHIN.total_seconds())
    return f"mail:{_digest(mail.subject, _WATERMARK.sub('', mail.text), about, str(minutes))}"


def _short(name: str) -> str:
    """A name of the outside that fits our columns."""
    return name if len(name) <= LONGEST_NAME else f"digest:{_digest(name)}"


def _digest(*parts: str) -> str:
    return sha256("\x00".join(" ".join(part.split()) for part in parts).encode("utf-8", "replace")).hexdigest()[:32]
