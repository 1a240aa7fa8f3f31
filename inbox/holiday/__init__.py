"""Holiday mode of the shop, and what it does not stop.

mode.py    begin and end; inbox/deadlines/holidays.py reads in which stretches the company's clock stands still
gaps.py    the coming weekend and holidays: when the shop is closed while marketplaces count; pure
load.py    what falls due and what will come in such a gap
"""
