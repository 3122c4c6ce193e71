"""How metrics are put together."""

from enum import StrEnum


class Operation(StrEnum):
    """What is done with the values of the parts; difference and ratio take exactly two, in their order."""

    SUM = "sum"
    DIFFERENCE = "difference"
    PRODUCT = "product"
    RATIO = "ratio"
    WEIGHTED_SUM = "weighted_sum"
