"""The simulated Keycloak: tokens of two hours by client credentials, so many an hour."""

from datetime import datetime, timedelta

from connectors.cdiscount.simulator.problems import problem
from connectors.simulation_server import Reply, Request, json_reply

CLIENT_ID = "guichet-demo"
CLIENT_SECRET = "octopia-demo-secret-5f0b6c1e"  # noqa: S105
LASTS = timedelta(hours=2)
HOUR = timedelta(hours=1)


class TokenDesk:
    """per_hour: how many tokens may be made ("about 500", unverified)."""

    def __init__(self) -> None:
        self.per_hour = 500
        self.tokens: dict[str, datetime] = {}
        self.made: list[datetime] = []

    def call(self, request: Request, now: datetime) -> Reply:
        form = request.form
        if form.get("grant_type") != "client_credentials":
            return json_reply(400, {"error": "unsupported_grant_type"})
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            return json_reply(401, {"error": "unauthorized_client", "error_description": "Invalid client credentials"})
        self.made = [at for at in self.made if at > now - HOUR]
        if len(self.made) >= self.per_hour:
            return problem(429, "Too Many Requests", "Token creation limit reached.")
        self.made.append(now)
        token = f"octopia-token-{len(self.tokens)}-{now.timestamp():.0f}"
        self.tokens[token] = now + LASTS
        return json_reply(
            200,
            {
                "access_token": token,
                "expires_in": int(LASTS.total_seconds()),
                "token_type": "Bearer",
                "scope": "profile",
            },
        )

    def is_valid(self, request: Request, now: datetime) -> bool:
        ends_at = self.tokens.get(bearer(request))
        return ends_at is not None and ends_at > now

    def end(self, request: Request) -> None:
        self.tokens.pop(bearer(request), None)


def bearer(request: Request) -> str:
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return token if kind == "Bearer" else ""
