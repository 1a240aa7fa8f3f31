"""The API as it is served: that of the inbox, with what others add."""

from inbox.api import api
from inbox.api.frame import add_catch_all
from kpis.api import figures, questions

api.add_router("", figures.router)
api.add_router("", questions.router)
add_catch_all(api)

__all__ = ["api"]
