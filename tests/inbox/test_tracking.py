"""The carrier's own page of a parcel."""

from inbox.orders.tracking import tracking_page


def test_a_known_carrier_has_a_page_however_its_name_is_written() -> None:
    assert tracking_page("DHL Paket", "00 34/1").endswith("tracking-id=00%2034%2F1")
    assert "laposte.fr" in tracking_page("La Poste", "6A1")


def test_without_a_number_or_for_a_stranger_there_is_none() -> None:
    assert tracking_page("DHL", "") == ""
    assert tracking_page("Uncle Bob", "1") == ""
