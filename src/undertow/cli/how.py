"""How a file is to be read, as the command line says it: what `read`, `report`, `script` and `cast` share."""

from dataclasses import dataclass

import click

from undertow.errors import InputError

UNTIL = (
    "Read no further than 40%, 'chapter 3' (its beginning), 'end of chapter 3', '12000 words', or the sentence with "
    "words that you quote. Nothing later is used or shown."
)


@dataclass(frozen=True, slots=True)
class How:
    """Options of `undertow.read`."""

    force: bool = False
    corrections: bool = True
    until: str | None = None


def _checked(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """Refuse what is no position before anything is read."""
    if value is not None:
        from undertow.story.until import parse_position

        try:
            parse_position(value)
        except InputError as error:
            raise InputError(f"--until: {error}") from None
    return value


until_option = click.option("--until", metavar="WHERE", callback=_checked, help=UNTIL)
