"""`python -m assembly`: what speaks to many at once patches the standard library before anything else is imported."""

import sys

PATCHED = {"serve", "demo", "crowd"}


def words() -> list[str]:
    """What was typed; nothing, or only options, means `serve`."""
    typed = sys.argv[1:]
    if not typed or (typed[0].startswith("-") and typed[0] not in ("-h", "--help", "--version")):
        return ["serve", *typed]
    return typed


def main() -> None:
    typed = words()
    if typed[0] in PATCHED:
        from gevent import monkey

        monkey.patch_all()
    from assembly.cli.commands import main as assembly

    assembly(args=typed, prog_name="assembly")


if __name__ == "__main__":
    main()
