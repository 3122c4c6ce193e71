"""The page of the catalogue in the documentation: `python -m kaname.facts.metrics.page > docs/measures/metrics.md`."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from kaname.facts.metrics.catalogue import catalogue_by_work, work_names
from kaname.facts.metrics.definition import Arithmetic, Condition, Entered, FromFacts, MetricDefinition, Ratio
from kaname.measures.operation import Operation

INTRODUCTION = """# Metrics (指標)

The ready catalogue. This page is made from it: `python -m kaname.facts.metrics.page > docs/measures/metrics.md`.
How facts become numbers is on [its own page](facts.md).
"""
SIGNS = {Operation.SUM: " + ", Operation.DIFFERENCE: " − ", Operation.PRODUCT: " × ", Operation.RATIO: " ÷ "}


def page() -> str:
    return "\n".join([INTRODUCTION, *_sections()])


def _sections() -> Iterator[str]:
    for work, metrics in catalogue_by_work().items():
        name = work_names()[work]
        yield f"## {name.en} ({name.ja})\n"
        yield "| key | name | 名称 | unit | better | computed as | meaning |\n|---|---|---|---|---|---|---|"
        yield from (_line(metric) for metric in metrics.values())
        yield ""


def _line(metric: MetricDefinition) -> str:
    cells = [f"`{metric.key}`", metric.name.en, metric.name.ja, metric.unit, metric.direction, formula(metric)]
    return "| " + " | ".join([*map(str, cells), metric.about.en]) + " |"


def formula(metric: MetricDefinition) -> str:
    """How a metric comes about, in one line."""
    match metric.computation:
        case Ratio(numerator, denominator):
            return f"{numerator} ÷ {denominator}"
        case Entered(how):
            return f"{how} of what is entered"
        case Arithmetic(Operation.WEIGHTED_SUM, of, weights):
            return " + ".join(f"{weight:g} × {key}" for key, weight in zip(of, weights, strict=True))
        case Arithmetic(operation, of):
            return SIGNS[operation].join(of)
        case FromFacts(stream, measure, field, conditions):
            what = f"{measure} of {stream}" + (f".{field}" if field else "")
            tests = " and ".join(_test(condition) for condition in conditions)
            return f"{what} where {tests}" if tests else what


def _test(condition: Condition) -> str:
    return " ".join([condition.field, condition.test.replace("_", " "), ", ".join(map(str, condition.values))]).strip()


if __name__ == "__main__":
    sys.stdout.write(page())
