"""Numbers as a person writes them, the same in every section."""


def times(n: int) -> str:
    """`once`, `twice`, `1,204 times`."""
    return {1: "once", 2: "twice"}.get(n, f"{n:,} times")


def places(n: int) -> str:
    """`one place`, `1,204 places`."""
    return "one place" if n == 1 else f"{n:,} places"


def number(n: int, one: str, many: str = "") -> str:
    """`1 line`, `1,204 lines`."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def percent(share: float) -> str:
    """A share as a person writes it, with a blank that does not break."""
    return "under 1\u00a0%" if 0 < share < 0.005 else f"{100 * share:.0f}\u00a0%"


def p_value(p: float) -> str:
    """`p = 0.03`, `p < 0.001`."""
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}".rstrip("0") if p < 0.1 else f"p = {p:.2f}"
