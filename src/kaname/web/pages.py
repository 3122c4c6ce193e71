"""Pages of a long list whose rows were fetched with offset and limit."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator

LONGEST = 9  # digits of a page's number


@dataclass(frozen=True)
class Pages:
    """Page `number` (from 1) of `total` rows, `size` rows each; numbers outside are moved inside."""

    number: int
    size: int
    total: int

    @classmethod
    def asked(cls, text: str | None, *, size: int, total: int) -> "Pages":
        """From the text of an address; what is no number is the first page."""
        number = int(text) if text and text.isascii() and text.isdigit() and len(text) <= LONGEST else 1
        last = max(1, -(-total // size))
        return cls(number=min(max(1, number), last), size=size, total=total)

    @classmethod
    def of(cls, page: "Page[object] | Pages") -> "Pages":
        """The same for Django's own pages."""
        if isinstance(page, Pages):
            return page
        paginator: Paginator[object] = page.paginator
        return cls(number=page.number, size=paginator.per_page, total=paginator.count)

    @property
    def last(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def offset(self) -> int:
        return (self.number - 1) * self.size

    @property
    def first_row(self) -> int:
        """Number of the first row shown, 0 when there are none."""
        return self.offset + 1 if self.total else 0

    @property
    def last_row(self) -> int:
        return min(self.total, self.offset + self.size)

    @property
    def near(self) -> list[int | None]:
        """Numbers to link: first, last and the neighbours; None where some are left out."""
        numbers = sorted({1, self.last, *range(max(1, self.number - 2), min(self.last, self.number + 2) + 1)})
        linked: list[int | None] = []
        for number in numbers:
            if linked and number - (linked[-1] or 0) == 2:
                linked.append(number - 1)
            elif linked and number - (linked[-1] or 0) > 2:
                linked.append(None)
            linked.append(number)
        return linked
