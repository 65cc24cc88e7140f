"""The two ways in which a request goes unanswered. Which of them it is decides whether it may be sent again."""

from leadexec_desktop.transport.proxies import ProxyAddress

NOTHING_SENT = "Nothing was sent."
"""Stands in the reason of every NotSentError."""
MAY_HAVE_IT = "The receiver may have the request: look there before it is sent again."
"""Ends the reason of every NoAnswerError."""


class UnansweredError(Exception):
    """No answer came.

    Attributes:
        reason: Whose fault it is, whether the receiver may have the request, and what to do next; for a person.
        cancelled: A person stopped it.
    """

    def __init__(self, reason: str, *, cancelled: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.cancelled = cancelled


class NotSentError(UnansweredError):
    """Not a byte of the request has left: nobody has it, and sending it again is safe.

    Attributes:
        proxy_asks: The proxy that asks for a name and a password, and got none that it takes, or for which nobody could
            say what was kept; None if none does.
    """

    def __init__(self, reason: str, *, cancelled: bool = False, proxy_asks: ProxyAddress | None = None) -> None:
        super().__init__(reason, cancelled=cancelled)
        self.proxy_asks = proxy_asks


class NoAnswerError(UnansweredError):
    """The request may have left, and no answer came: the receiver may have it."""

    @property
    def cause(self) -> str:
        """The reason alone, without what to do next: that is for a request which the receiver must not get twice."""
        return self.reason.removesuffix(MAY_HAVE_IT).rstrip()
