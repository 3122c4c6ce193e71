"""The one error type of every connector."""

from __future__ import annotations

from typing import Any

from kaname.connectors.codes import sentence


class ConnectorError(Exception):
    """A source that cannot be read as asked. `code` and `params` are listed in `codes`; str() is an English sentence.

    `permanent` is false where trying again later may help (a server that is down, a file still being written).
    """

    def __init__(self, code: str, *, permanent: bool = True, **params: Any) -> None:
        self.code = code
        self.params = params
        self.permanent = permanent
        super().__init__(sentence(code=code, params=params))

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (self.code, self.permanent, self.params)


def _rebuild(code: str, permanent: bool, params: dict[str, Any]) -> ConnectorError:
    return ConnectorError(code, permanent=permanent, **params)
