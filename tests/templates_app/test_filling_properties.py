"""No template a user can write reads anything outside its dict, runs longer than its limit or prints more than that."""

from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from templates_app.filling.environment import FILTERS
from templates_app.filling.errors import BadTemplate
from templates_app.filling.fill import fill
from templates_app.filling.limits import MOST_ITERATIONS, MOST_OUTPUT

FACTS: dict[str, Any] = {
    "buyer": {"name": "qqname", "first": "qqfirst"},
    "order": {"number": "qqnumber", "total": 3},
    "items": [{"title": f"qqitem{number}"} for number in range(7)],
    "ask": {"yes": True},
}
OUTSIDE = (
    *(
        "now",
        "today",
        "__class__",
        "__init__.__globals__",
        "buyer.__class__.__mro__",
        "settings",
        "template",
        "context",
    ),
    *("forloop.parentloop", "items.__len__", "env", "globals", "buyer['__class__']", "request.user", "order.__dict__"),
)
NAMES = st.sampled_from(
    ["buyer.name", "order.number", "order.total", "items", "items[0].title", "ask.yes", "one.title", *OUTSIDE]
)
VALUES = st.one_of(NAMES, st.integers(-5, 10**6).map(str), st.sampled_from(["'x'", '"⟫"', "true", "nil", "(1..9)"]))
CALLS = st.lists(st.tuples(st.sampled_from([*FILTERS, "join", "map", "replace"]), VALUES), max_size=3)


@st.composite
def expressions(draw: st.DrawFn) -> str:
    calls = "".join(f" | {name}{': ' + value if draw(st.booleans()) else ''}" for name, value in draw(CALLS))
    return draw(VALUES) + calls


def _block(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    bodies = st.lists(inner, max_size=4).map("".join)
    return st.one_of(
        st.builds("{{% if {} %}}{}{{% else %}}x{{% endif %}}".format, expressions(), bodies),
        st.builds("{{% unless {} == {} %}}{}{{% endunless %}}".format, VALUES, VALUES, bodies),
        st.builds("{{% for one in {} %}}{}{{% endfor %}}".format, VALUES, bodies),
        st.builds("{{% case {} %}}{{% when {} %}}{}{{% endcase %}}".format, VALUES, VALUES, bodies),
    )


PIECES = st.one_of(
    st.text(max_size=20),
    expressions().map(lambda one: "{{ " + one + " }}"),
    st.sampled_from(
        ["{% break %}", "{% assign a = items %}", "{% include 'a' %}", "{% comment %}a{% endcomment %}", "{{", "%}"]
    ),
)
TEMPLATES = st.lists(st.recursive(PIECES, _block, max_leaves=12), max_size=8).map("".join)


@given(TEMPLATES)
@example("{% for a in items %}" * 5 + "{{ a.title }}" + "{% endfor %}" * 5)
@example("{{ '" + "x" * 4000 + "' | append: '" + "y" * 4000 + "' }}")
@example("{{ a" + "[a" * 900 + "]" * 900 + " }}")
def test_any_text_is_filled_within_its_limits_or_refused(body: str) -> None:
    """Time is counted in looks at the clock: each value read, each filter and each loop takes one."""
    looks = 0

    def clock() -> float:
        nonlocal looks
        looks += 1
        return 0.0

    try:
        filled = fill(body, FACTS, language="fr", clock=clock)
    except BadTemplate:
        return
    assert len(filled.text.encode()) <= 2 * MOST_OUTPUT
    assert looks <= (MOST_ITERATIONS + 1) * (len(body) + 2)


@given(
    body=st.sampled_from(OUTSIDE), filters=st.sampled_from(["", " | upcase", " | size", " | append: 'x'", " | strip"])
)
def test_nothing_outside_the_dict_is_read(body: str, filters: str) -> None:
    filled = fill("{{ " + body + filters + " }}", FACTS, language="fr")
    assert [one.path for one in filled.missing] == [body.replace("['", ".").replace("']", "")]
    assert filled.text.count("⟦") == 1


@given(st.text(max_size=200))
def test_a_text_without_signs_of_a_template_stays_as_it_is(text: str) -> None:
    if any(sign in text for sign in ("{{", "{%", "⟦", "⟧")):
        return
    filled = fill(f"x{text}x", FACTS, language="en")
    assert filled.text.replace("\n", "") == f"x{text}x".replace("\r\n", "").replace("\n", "") or "\r" in text


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_fact_is_printed_and_never_read_as_a_template(name: str, number: str) -> None:
    facts = {"buyer": {"name": name + "{{ order.number }}"}, "order": {"number": number}}
    text = fill("<{{ buyer.name }}>", facts, language="fr").text
    assert "{{ order.number }}" in text
