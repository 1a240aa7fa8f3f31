"""Become another program, after what can only be done from inside the new process.

    python -I -S trampoline.py PARENT SIGNAL START_AS PROGRAM ARGUMENT…

Runs alone, with the standard library only: it leaves root behind (START_AS `nobody` or `namespace`),
asks Linux to send SIGNAL when PARENT dies, however it dies, and then is PROGRAM, under the same process number.
A helper process rather than Popen's preexec_fn, which is not safe once the parent has threads, and rather than
Popen's user=, which the interpreter's own directory may not let through.
"""

import ctypes
import os
import sys

NOBODY = 65534
CLONE_NEWUSER = 0x10000000
PR_SET_PDEATHSIG = 1


def main(parent: str, death_signal: str, start_as: str, program: list[str]) -> None:
    linux = sys.platform.startswith("linux")
    libc = ctypes.CDLL(None, use_errno=True) if linux else None
    if start_as == "nobody":
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    if start_as == "namespace" and (libc is None or libc.unshare(CLONE_NEWUSER) != 0):
        sys.exit("no user namespace: " + os.strerror(ctypes.get_errno()))
    if libc is not None:
        libc.prctl(PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
        if os.getppid() != int(parent):
            sys.exit("the parent is gone")
    os.execvp(program[0], program)  # noqa: S606


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:])
