"""Sparklines: the last periods as a small line, drawn on the server."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

WIDTH, HEIGHT, EDGE = 96.0, 24.0, 2.0


def sparkline(values: Sequence[float | int | None], label: str) -> SafeString:
    """A line through the values, the last one marked; None leaves a gap. Fewer than two numbers draw nothing."""
    return _drawn(tuple(values), label)


# A live board draws mostly the lines that it drew a moment ago.
@lru_cache(maxsize=2_000)
def _drawn(values: tuple[float | int | None, ...], label: str) -> SafeString:
    points = list(positions(values))
    if sum(point is not None for point in points) < 2:
        return mark_safe("")
    paths = " ".join(path(run) for run in runs(points))
    x, y = next(point for point in reversed(points) if point)
    return format_html(
        '<svg class="k-spark" viewBox="0 0 {} {}" role="img" aria-label="{}" preserveAspectRatio="none">'
        '<path d="{}" vector-effect="non-scaling-stroke"/>'
        '<path class="k-spark-end" d="M{} {}h0" vector-effect="non-scaling-stroke"/></svg>',
        f"{WIDTH:g}", f"{HEIGHT:g}", label, paths, f"{x:.1f}", f"{y:.1f}",
    )  # fmt: skip


def positions(values: Sequence[float | int | None]) -> Iterator[tuple[float, float] | None]:
    """Where each value stands; a flat line runs through the middle."""
    known = [float(value) for value in values if value is not None]
    low, high = (min(known), max(known)) if known else (0.0, 0.0)
    step = (WIDTH - 2 * EDGE) / max(1, len(values) - 1)
    for index, value in enumerate(values):
        if value is None:
            yield None
            continue
        height = (float(value) - low) / (high - low) if high > low else 0.5
        yield EDGE + index * step, HEIGHT - EDGE - height * (HEIGHT - 2 * EDGE)


def runs(points: Sequence[tuple[float, float] | None]) -> Iterator[list[tuple[float, float]]]:
    """Neighbouring points; a gap begins a new run."""
    run: list[tuple[float, float]] = []
    for point in [*points, None]:
        if point is not None:
            run.append(point)
        elif run:
            yield run
            run = []


def path(run: Sequence[tuple[float, float]]) -> str:
    """SVG path data; a point alone becomes a dot."""
    moves = " ".join(f"{x:.1f} {y:.1f}" for x, y in run)
    return f"M{moves}" if len(run) > 1 else f"M{moves}h0"
