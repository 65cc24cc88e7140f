import threading

from leadexec_desktop.transport.cancel import CancelSwitch


def test_it_is_off_until_somebody_cancels() -> None:
    switch = CancelSwitch()
    assert not switch.cancelled
    switch.cancel()
    assert switch.cancelled


def test_a_listener_is_told_once_in_the_thread_that_cancels() -> None:
    switch, told = CancelSwitch(), list[threading.Thread]()
    with switch.told(lambda: told.append(threading.current_thread())):
        thread = threading.Thread(target=switch.cancel)
        thread.start()
        thread.join()
        switch.cancel()
    assert told == [thread]


def test_a_late_listener_is_told_at_once() -> None:
    switch, told = CancelSwitch(), list[str]()
    switch.cancel()
    with switch.told(lambda: told.append("late")):
        assert told == ["late"]


def test_who_listens_no_more_is_not_told() -> None:
    switch, told = CancelSwitch(), list[str]()
    with switch.told(lambda: told.append("too late")):
        pass
    switch.cancel()
    assert told == []


def test_a_switch_may_stop_several() -> None:
    switch, told = CancelSwitch(), list[int]()
    with switch.told(lambda: told.append(1)), switch.told(lambda: told.append(2)):
        switch.cancel()
    assert told == [1, 2]
