"""Digits: rounding and grouping, without units."""

from decimal import ROUND_HALF_UP, Decimal

NONE = "–"
MINUS = "−"
Number = int | float | Decimal
MYRIADS = ("", "万", "億", "兆", "京")
THOUSANDS = ("", "K", "M", "B", "T")


def as_decimal(value: Number) -> Decimal:
    """Floats by the fifteen digits that they hold surely, so that 0.1 + 0.2 is three tenths."""
    return Decimal(f"{value:.15g}") if isinstance(value, float) else Decimal(value)


def grouped(value: Decimal, digits: int | None) -> str:
    """Digits in groups of three with a real minus sign; `digits` decimals, or all that there are."""
    shown = value.normalize() if digits is None else rounded(value, digits)
    text = f"{abs(shown):,f}"
    return f"{MINUS}{text}" if shown < 0 else text


def rounded(value: Decimal, digits: int) -> Decimal:
    """To `digits` decimals, halves away from zero as spreadsheets and people do."""
    return value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def decimals_of(value: Decimal) -> int:
    """How many decimals say something: 2 for 1.250, 0 for 1200."""
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def compact(value: Decimal, *, plain_below: int, language: str) -> str:
    """A number in few digits; those below `plain_below` in full, with at most two decimals."""
    if abs(value) < plain_below:
        return grouped(value, min(2, decimals_of(value)))
    short = in_myriads(abs(value)) if language == "ja" else in_thousands(abs(value))
    return f"{MINUS}{short}" if value < 0 else short


def in_myriads(size: Decimal) -> str:
    """123,456 as 12.3万, 78,400,000 as 7,840万, 120,000,000 as 1億2,000万: two groups at most."""
    tens = rounded(size / 10_000, 1)
    if tens < 1_000:
        return f"{grouped(tens, 0 if size == int(tens) * 10_000 else 1)}万"
    power = 1
    while rounded(size / Decimal(10_000) ** power, 0) >= 100_000_000 and power < len(MYRIADS) - 2:
        power += 1
    high, low = divmod(int(rounded(size / Decimal(10_000) ** power, 0)), 10_000)
    return "".join(f"{count:,}{MYRIADS[at]}" for count, at in ((high, power + 1), (low, power)) if count)


def in_thousands(size: Decimal) -> str:
    """12,345,678 as 12.3M: three significant digits, without zeros that say nothing (120M, not 120.0M)."""
    power = 0
    while power < len(THOUSANDS) - 1 and rounded(size / Decimal(1_000) ** power, 0) >= 1_000:
        power += 1
    scaled = size / Decimal(1_000) ** power
    shown = rounded(scaled, max(0, 2 - scaled.adjusted()))
    return f"{grouped(shown, decimals_of(shown))}{THOUSANDS[power]}"
