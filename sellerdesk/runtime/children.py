"""How a child process is born: its own session, and an end when its parent ends, however that happens."""

import ctypes
import errno
import os
import pwd
import signal
import sys
from collections.abc import Callable
from functools import cache


CLONE_NEWUSER = 0x10000000
PR_SET_PDEATHSIG = 1
NOBODY = 65534


@cache
def _libc() -> ctypes.CDLL | None:
    return ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def tied(on_death: signal.Signals = signal.SIGTERM, *, drop_root: bool = False, become: int | None = None) -> Callable[[], None]:
    """A `preexec_fn`: the child gets `on_death` when its parent dies, even by kill -9.

    With `drop_root` it first enters a user namespace where our user is nobody: PostgreSQL refuses
    to run as root, and files stay the parent's. With `become` it changes to that user instead.
    The request for the signal comes last, because a change of user forgets it.
    """
    libc, parent = _libc(), os.getpid()
    uid, gid = os.geteuid(), os.getegid()

    def before_exec() -> None:
        if become is not None:
            os.setgroups([])
            os.setgid(become)
            os.setuid(become)
        elif drop_root:
            _enter_namespace(uid, gid)
        if libc is not None:
            libc.prctl(PR_SET_PDEATHSIG, int(on_death), 0, 0, 0)
            if os.getppid() != parent:
                os._exit(1)

    return before_exec


def must_drop_root() -> bool:
    """Whether PostgreSQL would refuse our user: root, or one without a name in the system's list."""
    if os.geteuid() == 0:
        return True
    try:
        pwd.getpwuid(os.geteuid())
    except KeyError:
        return True
    return False


@cache
def namespace_allowed() -> bool:
    """Whether this machine lets us make a user namespace; tried once, in a child that does nothing else."""
    if _libc() is None:
        return False
    uid, gid = os.geteuid(), os.getegid()
    child = os.fork()
    if child == 0:
        try:
            _enter_namespace(uid, gid)
            os._exit(0)
        except OSError:
            pass
        finally:
            os._exit(1)
    _pid, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 0


def _enter_namespace(uid: int, gid: int) -> None:
    libc = _libc()
    if libc is None or libc.unshare(CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno() or errno.ENOSYS, "unshare")
    _write("/proc/self/setgroups", "deny")
    _write("/proc/self/uid_map", f"{NOBODY} {uid} 1")
    _write("/proc/self/gid_map", f"{NOBODY} {gid} 1")


def _write(path: str, line: str) -> None:
    descriptor = os.open(path, os.O_WRONLY)
    try:
        os.write(descriptor, line.encode())
    finally:
        os.close(descriptor)
