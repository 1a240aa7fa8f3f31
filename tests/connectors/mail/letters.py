"""Mails for tests, all of them ours."""

from email.message import EmailMessage
from email.policy import SMTP


def mail(number: int, *, text: str = "", size: int = 0) -> bytes:
    """A small mail with its number in it. size: at least so many bytes."""
    message = EmailMessage(policy=SMTP)
    message["From"] = f"Buyer {number} <buyer{number}@example.test>"
    message["To"] = "shop@example.test"
    message["Subject"] = f"Frage {number}: Größe?"
    message["Message-ID"] = f"<{number}@example.test>"
    message.set_content((text or f"Message {number}.") + "\n" + "x" * 70 * (size // 72) + "\n")
    return message.as_bytes()


def mail_with_files(*files: tuple[str, bytes], text: str = "Please see the files.") -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"] = "buyer@example.test"
    message["Subject"] = "Bilder für Sie"
    message["Message-ID"] = "<files@example.test>"
    message.set_content(text)
    message.add_alternative(f"<p>{text}</p>", subtype="html")
    for name, content in files:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()
