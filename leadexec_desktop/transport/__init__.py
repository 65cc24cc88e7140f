"""HTTP, and nothing else: knows no leads."""

from leadexec_desktop.transport.cancel import CancelSwitch
from leadexec_desktop.transport.connection_steps import Step, StepResult
from leadexec_desktop.transport.errors import NoAnswerError, NotSentError
from leadexec_desktop.transport.outgoing import OutgoingRequest, endpoint_problem, target_url, url_problem
from leadexec_desktop.transport.proxies import (
    FindProxy,
    FoundProxy,
    ProxyAddress,
    ProxyCredentials,
    ProxyCredentialsError,
    ProxyKind,
)
from leadexec_desktop.transport.transport import Transport

__all__ = [
    "CancelSwitch",
    "FindProxy",
    "FoundProxy",
    "NoAnswerError",
    "NotSentError",
    "OutgoingRequest",
    "ProxyAddress",
    "ProxyCredentials",
    "ProxyCredentialsError",
    "ProxyKind",
    "Step",
    "StepResult",
    "Transport",
    "endpoint_problem",
    "target_url",
    "url_problem",
]
