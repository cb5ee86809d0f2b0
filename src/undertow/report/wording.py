"""Numbers as a person writes them, the same in every section."""


def times(n: int) -> str:
    """`once`, `twice`, `1,204 times`."""
    return {1: "once", 2: "twice"}.get(n, f"{n:,} times")


def number(n: int, one: str, many: str = "") -> str:
    """`1 line`, `1,204 lines`."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def percent(share: float) -> str:
    """A share as a person writes it, with a blank that does not break."""
    return "under 1\u00a0%" if 0 < share < 0.005 else f"{100 * share:.0f}\u00a0%"
