"""Buyers of the demo who are asked answer on the shop's own page."""

import re
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

from demo.surveys import answer_if_asked


class Page(BaseHTTPRequestHandler):
    """Takes answers."""

    answers: list[tuple[str, dict[str, list[str]]]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.answers.append((self.path, parse_qs(body)))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


def test_most_of_those_who_are_asked_answer_through_the_link() -> None:
    server = HTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    links = [f"http://127.0.0.1:{server.server_port}/s/{number}.abc/" for number in range(20)]
    asked = [answer_if_asked(f"Bonjour,\n\n{link}\n\nMerci") for link in links]
    server.shutdown()
    assert all(asked)
    assert 10 <= len(Page.answers) < 20
    assert all(re.fullmatch(r"/s/\d+\.abc/", path) and "1" <= said["rating"][0] <= "5" for path, said in Page.answers)


def test_other_replies_are_no_surveys_and_a_page_that_is_away_harms_nothing() -> None:
    assert not answer_if_asked("Voyez https://shop.example/suivi/12")
    assert all(answer_if_asked(f"http://127.0.0.1:9/s/{number}.x/") for number in range(5))
