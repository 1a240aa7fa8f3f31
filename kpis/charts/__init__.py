"""Charts as drawings: pure functions from frozen dataclasses to shapes, printed as SVG by one partial.

Across, everything is in per cent, so that a chart is as wide as its place while its words keep their size; downward in
pixels. No script, no inline style: shapes say what they are (`kind`), chart.css gives the colour.
"""
