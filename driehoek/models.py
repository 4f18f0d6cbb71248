from .mail import Outbox

__all__ = ["Outbox"]
