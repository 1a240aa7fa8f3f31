import os

import pytest

from launcher.datadir import DataDirectory
from launcher.errors import CannotStart
from launcher.lock import Lock, take_or_refuse


def test_only_one_takes_the_lock_and_the_other_learns_who(data: DataDirectory) -> None:
    first = take_or_refuse(data.run / "lock", "up")
    with pytest.raises(CannotStart, match=rf"`guichet up` \(process {os.getpid()}\) already runs on {data.path}"):
        take_or_refuse(data.run / "lock", "up")
    first.release()


def test_a_released_lock_can_be_taken(data: DataDirectory) -> None:
    take_or_refuse(data.run / "lock", "up").release()
    assert Lock(data.run / "lock").take("demo")
