"""Subjects of mails: what remains of one without the prefixes of replies and forwards, and one for a reply."""

import re

PREFIXES = (
    "re,r,aw,antw,antwort,sv,vs,vb,rif,ref,res,odp,ynt,tr,fw,fwd,wg,rv,rvs,enc,doorst,i,pd,rép,réf,回复,答复,转发,回覆,轉寄"
).split(",")
_PREFIX = re.compile(
    rf"\s*(?:(?:{'|'.join(sorted(PREFIXES, key=len, reverse=True))})\s?(?:\[\d{{1,4}}\]|\(\d{{1,4}}\)|\^\d)?\s?[:：]"
    r"|\[(?:extern(?:al|e|o)?|ext)\]:?)",
    re.IGNORECASE,
)
_REPLY = re.compile(r"\s*(?:re|aw|sv|antw|rif|odp|ynt|rép)\s?(?:\[\d{1,4}\])?\s?[:：]", re.IGNORECASE)


def bare(subject: str) -> str:
    """The subject without any prefix, blanks made one, in small letters: equal for all mails of a conversation."""
    rest = subject[:1000]
    while match := _PREFIX.match(rest):
        rest = rest[match.end() :]
    return " ".join(rest.split()).casefold()


def of_reply(subject: str) -> str:
    """The subject a reply carries: "Re: " before it unless it says so already."""
    line = " ".join(subject.split())
    return line if _REPLY.match(line) else f"Re: {line}".strip()
