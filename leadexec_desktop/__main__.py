"""The command line. Nothing heavy is imported before it is known what is wanted."""

import argparse
import gc
import sys
from collections.abc import Sequence
from pathlib import Path

from leadexec_desktop import __version__


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the program.

    Args:
        arguments: Without the program's name; None for those of the process. What is not ours goes to Qt.

    Returns:
        The exit status.
    """
    parser = _parser()
    wanted, of_qt = parser.parse_known_args(arguments)
    if wanted.profile and (wanted.sandbox or wanted.tour is not None):
        parser.error("--profile and --sandbox cannot both be active: leave one out.")
    if wanted.set_secret is not None:
        return _set_secret(wanted.data_dir, *wanted.set_secret)
    gc.disable()  # until the window is there
    from leadexec_desktop.app import Command, run  # noqa: PLC0415 - brings Qt: not for --version or --set-secret

    command = Command(
        data_dir=wanted.data_dir,
        imports=tuple(wanted.import_profile),
        profile=wanted.profile,
        sandbox=wanted.sandbox or wanted.tour is not None,
        ephemeral=wanted.ephemeral or wanted.tour is not None,
        tour=wanted.tour,
        of_qt=tuple(of_qt),
    )
    try:
        return run(command)
    finally:
        gc.enable()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "leadexec-desktop",
        description="Type sales leads by hand and send them to the LeadExec Lead Receiver.",
        epilog="Qt's own options are taken too.",
        allow_abbrev=False,
    )
    parser.add_argument("--data-dir", type=Path, metavar="DIR", help="keep everything under DIR")
    parser.add_argument(
        "--import-profile",
        type=Path,
        metavar="FILE",
        action="append",
        default=[],
        help="add the profiles of FILE, or replace those with their ids, and go on starting",
    )
    parser.add_argument("--profile", metavar="NAME", default="", help="start with that profile (name or id)")
    parser.add_argument("--sandbox", action="store_true", help="start on the built-in receiver")
    parser.add_argument("--ephemeral", action="store_true", help="let nothing outlive the process")
    parser.add_argument(
        "--tour", type=Path, metavar="DIR", help="drive the window through the main job, one picture a step, into DIR"
    )
    parser.add_argument(
        "--set-secret",
        nargs=2,
        metavar=("PROFILE", "KIND"),
        help="read one line from standard input into the keyring; KIND is password, token or client_secret",
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    return parser


def _set_secret(data_dir: Path | None, profile: str, kind: str) -> int:
    from leadexec_desktop.app import set_secret  # noqa: PLC0415 - brings what only this needs

    return set_secret(data_dir, profile, kind, sys.stdin)


if __name__ == "__main__":
    sys.exit(main())
