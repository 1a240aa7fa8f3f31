"""The simulated Login with Amazon: an access token of one hour for a refresh token."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from connectors.amazon.simulator.spapi_refusals import Refused, bad_token
from connectors.amazon.simulator.spapi_state import StandInSeller
from connectors.simulation_server import Reply, Request, json_reply

PATH = "/auth/o2/token"
LASTS = timedelta(hours=1)


class TokenDesk:
    """Hands out access tokens, and knows whose they are."""

    def __init__(self, sellers: Mapping[str, StandInSeller]) -> None:
        self.sellers = sellers
        self.tokens: dict[str, tuple[StandInSeller, datetime]] = {}

    def token_call(self, request: Request, *, now: datetime) -> Reply:
        """POST /auth/o2/token."""
        form = request.form
        if "application/x-www-form-urlencoded" not in request.headers.get("content-type", ""):
            return _error(400, "invalid_request", "The Content-Type is not supported")
        if form.get("grant_type") != "refresh_token":
            return _error(400, "unsupported_grant_type", "The authorization grant type is not supported")
        of_client = [each for each in self.sellers.values() if each.client_id == form.get("client_id")]
        client = of_client[0] if of_client else None
        if client is None or client.secret_ended or client.client_secret != form.get("client_secret"):
            return _error(401, "invalid_client", "Client authentication failed")
        if client.revoked or client.refresh_token != form.get("refresh_token"):
            return _error(400, "invalid_grant", "The request has an invalid grant parameter : refresh_token")
        value = "Atza|" + secrets.token_urlsafe(48)
        self.tokens[value] = (client, now + LASTS)
        answer = {"access_token": value, "token_type": "bearer", "expires_in": int(LASTS.total_seconds())}
        return json_reply(200, answer | {"refresh_token": client.refresh_token})

    def seller_of(self, request: Request, *, now: datetime) -> StandInSeller:
        """Whose token a call carries. Raises Refused as Amazon does, with 403."""
        seller, ends_at = self.tokens.get(request.headers.get("x-amz-access-token", ""), (None, now))
        if seller is None or seller.revoked:
            raise Refused(bad_token(expired=False))
        if ends_at <= now:
            raise Refused(bad_token(expired=True))
        return seller


def _error(status: int, error: str, description: str) -> Reply:
    return json_reply(status, {"error": error, "error_description": description})
