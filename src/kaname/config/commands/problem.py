"""The one error a command ends with: said in one or two sentences, never as a stack trace."""


class CommandProblem(Exception):  # noqa: N818 - it is what the person reads, not a programming error
    """Something the person can act on.

    Parameters
    ----------
    message : str
        One or two sentences: what happened and what to do.
    exit_code : int
        1 when the work could not be done, 2 when the call itself was wrong.
    """

    def __init__(self, message: str, *, exit_code: int = 1) -> None:
        super().__init__(message)
        self.exit_code = exit_code
