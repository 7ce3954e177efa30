from typing import Any


def seed(**kwargs: Any) -> None:
    """."""
