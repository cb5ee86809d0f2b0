"""Sources made by hand, for tests of documents."""

from undertow.source import Block, BlockKind, Source

KINDS = {
    "# ": BlockKind.HEADING,
    "= ": BlockKind.TITLE,
    "~ ": BlockKind.NOTE,
    "* ": BlockKind.SCENE_BREAK,
    "@ ": BlockKind.END,
}


def source_of(*parts, breaks=()):
    """Make a source of parts, told apart by two characters that fall away: "# One" is a heading; the rest is story.

    `breaks` holds the positions of the parts that an invisible break precedes.
    """
    blocks, lines, at = [], [], 0
    for i, part in enumerate(parts):
        kind = KINDS.get(part[:2], BlockKind.PARAGRAPH)
        lines.append(part if kind is BlockKind.PARAGRAPH else part[2:])
        blocks.append(Block(kind, at, at + len(lines[-1]), break_before=i in breaks))
        at += len(lines[-1]) + 2
    return Source("\n\n".join(lines), tuple(blocks))
