"""What the stand-in of the Selling Partner API says when it says no, in Amazon's shape and words.

Words of 403 answers as seen in the field (models issues #19 and #779, docs issue #193); 2026-11.
"""

from connectors.simulation_server import Reply, json_reply


class Refused(Exception):  # noqa: N818
    """The call is refused; `reply` is what Amazon answers."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(str(reply.status))
        self.reply = reply


def errors(status: int, code: str, message: str, *, details: str = "") -> Reply:
    return json_reply(status, {"errors": [{"code": code, "message": message, "details": details}]})


def invalid(message: str = "Invalid Input", *, details: str = "") -> Refused:
    return Refused(errors(400, "InvalidInput", message, details=details))


def unknown(what: str) -> Refused:
    return Refused(errors(404, "NotFound", f"{what} was not found."))


def no_role() -> Refused:
    return Refused(errors(403, "Unauthorized", "Access to requested resource is denied."))


def bad_token(*, expired: bool) -> Reply:
    details = "has expired." if expired else "is revoked, malformed or invalid."
    message = "Access to requested resource is denied."
    return errors(403, "Unauthorized", message, details=f"The access token you provided {details}")


def business(message: str) -> Refused:
    return Refused(errors(403, "Unauthorized", message))


def no_template() -> Refused:
    return business("Invalid amazonOrderId and template combination.")


def already_asked() -> Refused:
    return business("The requested solicitation is not available for this amazonOrderId.")


def outside_window() -> Refused:
    return business(
        "You cannot use this feature to request a review outside the 5-30 day range after the delivery date."
    )


def too_many() -> Reply:
    return errors(429, "QuotaExceeded", "You exceeded your quota for the requested resource.")


def failure(status: int) -> Reply:
    return errors(status, "InternalFailure", "We encountered an internal error. Please try again.")
