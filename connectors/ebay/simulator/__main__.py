"""Serve the simulated eBay by itself: python -m connectors.ebay.simulator --port N --state FILE."""

import argparse
import os
import sys
import threading
from pathlib import Path

from connectors.ebay.simulator.server import EbaySimulator


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m connectors.ebay.simulator", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--state", type=Path, help="file that keeps everything over a restart")
    parser.add_argument("--seller", action="append", default=[], help="make this seller and print its credentials")
    parser.add_argument(
        "--accept-url",
        default=os.environ.get("EBAY_SIMULATOR_ACCEPT_URL", ""),
        help="where the consent page sends the seller back to",
    )
    options = parser.parse_args()
    simulator = EbaySimulator(state=options.state, accept_url=options.accept_url)
    simulator.start(host=options.host, port=options.port)
    for name, value in simulator.environment().items():
        print(f"{name}={value}")
    for name in options.seller:
        print(f"# seller {name}: {dict(simulator.add_seller(name))}")
    sys.stdout.flush()
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        simulator.stop()


if __name__ == "__main__":
    main()
