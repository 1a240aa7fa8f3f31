"""Charts as shapes: what stands where, counted by hand."""

from dataclasses import replace

import pytest

from kpis.charts import columns, gauge, heat, line, ranked, sparkline
from kpis.charts.axes import MOST_LABELS, Note, across, middle
from kpis.charts.columns import Column, ColumnChart, Limit
from kpis.charts.drawing import number, percent
from kpis.charts.gauge import Gauge
from kpis.charts.heat import HeatDay, HeatMap, level
from kpis.charts.line import LineChart, Point
from kpis.charts.scale import TOP, scale_for, share_scale


def written(value: float) -> str:
    return f"{value:g}"


def line_chart(*values: float | None, target: float | None = None, notes: tuple[Note, ...] = ()) -> LineChart:
    points = tuple(Point(f"day {place}", value, f"tip {place}") for place, value in enumerate(values))
    return LineChart(points, written, target=target, notes=notes)


def test_an_axis_has_round_steps_that_reach_above_the_highest_value() -> None:
    assert scale_for([0, 87], height=200).ticks == (0, 25, 50, 75, 100)
    assert scale_for([3.1], height=200).ticks == (0, 1, 2, 3, 4)
    assert scale_for([], height=200).ticks[-1] == 1
    assert scale_for([0, 0], height=200).high == 1


def test_lengths_have_round_steps_in_hours_and_counts_whole_ones() -> None:
    assert scale_for([36.0 * 3600], height=200, base=3600).ticks[1] == 10 * 3600
    assert scale_for([1], height=200, least_step=1).ticks == (0, 1)


def test_shares_end_at_all_of_it_and_begin_at_the_half_where_nothing_lies_below() -> None:
    assert share_scale([0.92, 0.7], height=200).low == 0.5
    assert share_scale([0.92, 0.3], height=200).low == 0.0
    assert share_scale([], height=200).high == 1.0


def test_the_highest_tick_is_at_the_top_and_the_lowest_at_the_ground() -> None:
    scale = scale_for([0, 100], height=200)
    assert scale.y(100) == TOP
    assert scale.y(0) == scale.ground == 200 - 26
    assert scale.y(5000) == TOP


def test_numbers_are_written_as_svg_reads_them_in_any_language() -> None:
    assert number(12.5) == "12.5"
    assert number(3.0) == "3"
    assert percent(33.333) == "33.33%"


def test_a_line_breaks_where_nothing_happened() -> None:
    curve = next(one for one in line.drawn(line_chart(1, 2, None, 3, 4)).curves if one.kind == "now")
    assert curve.d.count("M") == 2
    assert curve.d.count("L") == 2


def test_a_value_between_two_gaps_is_a_dot() -> None:
    drawing = line.drawn(line_chart(None, 5, None))
    assert [dot.x for dot in drawing.dots] == ["50%"]


def test_every_point_says_its_own_words_on_hover() -> None:
    assert [box.tip for box in line.drawn(line_chart(1, None)).boxes] == ["tip 0", "tip 1"]


def test_a_line_without_any_value_is_only_its_axes() -> None:
    drawing = line.drawn(line_chart(None, None))
    assert all(curve.d == "" for curve in drawing.curves)
    assert drawing.grid


def test_the_target_is_a_line_across_and_a_note_one_upright_with_its_mark() -> None:
    drawing = line.drawn(line_chart(1, 2, target=2, notes=(Note(1, "1"),)))
    assert [stroke.kind for stroke in drawing.strokes] == ["target", "note"]
    assert [words.text for words in drawing.words if words.kind == "note"] == ["1"]
    assert drawing.strokes[1].x1 == percent(middle(1, 2))


def test_a_year_of_days_has_few_labels() -> None:
    assert len(across([str(day) for day in range(365)], 200)) <= MOST_LABELS


def test_columns_stand_on_each_other_and_end_at_their_sum() -> None:
    chart = ColumnChart((Column("Mon", (30, 10), ""), Column("Tue", (0, 5), "")), ("in", "out"), written)
    boxes = [box for box in columns.drawn(chart).boxes if box.kind != "strip"]
    assert [box.kind for box in boxes] == ["series-1", "series-2", "series-2"]
    assert float(boxes[1].y) + float(boxes[1].height) == float(boxes[0].y)
    assert float(boxes[1].y) == TOP


def test_a_limit_stands_before_its_class() -> None:
    chart = ColumnChart(
        tuple(Column(str(hour), (1,), "") for hour in range(4)), ("",), written, limits=(Limit(3, "24 h"),)
    )
    assert [stroke.x1 for stroke in columns.drawn(chart).strokes] == ["75%"]


def test_heat_is_told_in_five_levels_and_nothing_is_none_of_them() -> None:
    assert [level(value, 10) for value in (0, 0.1, 2, 2.1, 9.9, 10)] == [0, 1, 1, 2, 5, 5]
    assert level(3, 0) == 0


def test_a_heat_map_has_a_cell_for_each_hour_of_each_day() -> None:
    day = HeatDay("Mon", (0.0,) * 23 + (4.0,), tuple(f"at {hour}" for hour in range(24)))
    drawing = heat.drawn(HeatMap((day, day), tuple(str(hour) for hour in range(24))))
    assert len([box for box in drawing.boxes if box.kind.startswith("heat")]) == 48
    assert [box.kind for box in drawing.boxes].count("heat-5") == 2
    assert [box.tip for box in drawing.boxes if box.kind == "strip"][23] == "at 23"


def test_a_second_number_is_a_bar_in_its_hour_in_parts_of_its_highest() -> None:
    beside = (2.0, 1.0, *((0.0,) * 22))
    day = HeatDay("Mon", (1.0,) * 24, ("",) * 24, beside)
    bars = [box for box in heat.drawn(HeatMap((day,), ("",) * 24)).boxes if box.kind == "heat-bar"]
    assert len(bars) == 2
    assert float(bars[0].width.rstrip("%")) == pytest.approx(2 * float(bars[1].width.rstrip("%")), abs=0.02)


def test_parts_that_mean_something_are_painted_so() -> None:
    chart = ColumnChart((Column("Mon", (1, 2), ""),), ("won", "lost"), written, kinds=("good", "bad"))
    assert [box.kind for box in columns.drawn(chart).boxes if box.kind != "strip"] == ["good", "bad"]


def test_one_value_is_no_trend() -> None:
    assert sparkline.drawn([None, 3, None]).curves == ()
    assert len(sparkline.drawn([2, 3], target=1).strokes) == 1


def test_a_gauge_has_room_behind_its_limit() -> None:
    drawing = gauge.drawn(Gauge(value=2, limit=4, state="good"))
    assert drawing.strokes[0].x1 == "80%"
    assert drawing.boxes[1].width == "40%"
    assert gauge.drawn(Gauge(value=50, limit=4, state="bad")).boxes[1].width == "100%"


def test_bars_are_parts_of_the_longest() -> None:
    assert ranked.longest([None, 2, 8]) == 8
    assert ranked.bar(2, 8).boxes[0].width == "25%"
    assert ranked.bar(2, 0).boxes[0].width == "0%"


def test_the_values_of_the_axis_stand_beside_the_field_and_never_on_a_column() -> None:
    drawing = columns.drawn(ColumnChart((Column("1", (120.0,), ""),), ("in",), lambda value: f"{value:,.0f}"))
    ticks = [words for words in drawing.words if words.kind == "tick" and words.anchor == "end"]
    assert [words.text for words in ticks] == ["0", "50", "100", "150"]
    assert {words.x for words in ticks} == {"-8"}
    assert drawing.gutter == "narrow"


def test_a_lonely_value_of_the_period_before_is_a_dot_too() -> None:
    chart = replace(line_chart(1, 2, 3), before=(None, 2.0, None))
    assert [dot.kind for dot in line.drawn(chart).dots] == ["before"]


def test_the_last_label_has_room() -> None:
    few, many = across([str(place) for place in range(9)], 200), across([str(place) for place in range(13)], 200)
    assert [(words.text, words.anchor) for words in few[-2:]] == [("6", "middle"), ("8", "middle")]
    assert [(words.text, words.anchor) for words in many[-2:]] == [("6", "middle"), ("12", "end")]
