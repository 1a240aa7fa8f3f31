"""Whose certificates we trust on encrypted connections."""

import os
import ssl
from pathlib import Path

from connectors.text import marked as _

UNTRUSTED = _(
    "the certificate of %(host)s is not trusted (%(words)s); a private authority must be named in SSL_CERT_FILE"
)


def private_authorities() -> str:
    """The file of certificate authorities named by the operator; empty if none is."""
    return os.environ.get("SSL_CERT_FILE", "")


def tls_context() -> ssl.SSLContext:
    """Certificates and host names are checked, against the system's authorities and those of SSL_CERT_FILE.

    OpenSSL itself reads SSL_CERT_FILE instead of the system's file; a shop's own mail server must not cut off the rest.
    """
    context = ssl.create_default_context()
    public = Path(ssl.get_default_verify_paths().openssl_cafile)
    if private_authorities() and public.is_file():
        context.load_verify_locations(public)
    return context
