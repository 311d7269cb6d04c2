"""What asyncssh's inside does that the server relies on. When one of these fails, a release of asyncssh has changed it:
look at tui/ssh/inside_asyncssh.py and tui/ssh/visitor.py.
"""

from __future__ import annotations

import inspect

import asyncssh
from asyncssh import auth, channel, connection, sftp

from tests.ssh.host import Host
from tui.ssh import server
from tui.ssh.inside_asyncssh import FewVariables


def test_the_check_of_a_method_and_the_end_of_the_log_in_run_in_one_task() -> None:
    """Who somebody is comes from the task that completed the log-in."""
    for method in (auth._ServerPublicKeyAuth._start, auth._ServerKbdIntAuth._validate_response):
        assert "create_task" not in inspect.getsource(method)
    assert "await self.send_success()" in inspect.getsource(auth._ServerPublicKeyAuth._start)
    assert "await self._conn.send_userauth_success()" in inspect.getsource(auth.ServerAuth.send_success)
    success = inspect.getsource(connection.SSHConnection.send_userauth_success)
    assert "self._owner.auth_completed()" in success
    assert "await result" in success


def test_a_full_line_is_nothing_to_asyncssh_itself() -> None:
    """It would go on writing: so we listen in its place."""
    source = inspect.getsource(connection.SSHConnection.pause_writing)

    assert "Do nothing with this for now" in source


def test_variables_are_kept_where_we_put_our_own_keeper() -> None:
    assert "self._env[key] = value" in inspect.getsource(channel.SSHServerChannel._process_env_request)
    kept = FewVariables()
    kept[b"COLORTERM"], kept[b"LD_PRELOAD"], kept[b"LANG"] = b"truecolor", b"/tmp/x.so", b"x" * 1000

    assert kept == {b"COLORTERM": b"truecolor"}


def test_all_that_we_name_is_known_to_it() -> None:
    from asyncssh.encryption import get_encryption_algs
    from asyncssh.kex import get_kex_algs
    from asyncssh.mac import get_mac_algs
    from asyncssh.public_key import get_public_key_algs

    for ours, known in (
        (server.KEY_EXCHANGE, get_kex_algs()),
        (server.CIPHERS, get_encryption_algs()),
        (server.MACS, get_mac_algs()),
        (server.SIGNATURES, get_public_key_algs()),
    ):
        assert {name.encode() for name in ours} <= set(known)


def test_what_is_open_when_a_connection_ends_would_be_closed_as_if_it_were_whole() -> None:
    """So it is taken away before that."""
    source = inspect.getsource(sftp.SFTPServerHandler._cleanup)

    assert "for file_obj in list(self._file_handles.values()):" in source
    assert "self._server.close(file_obj)" in source


def test_requests_for_files_come_one_after_the_other() -> None:
    """What waits before one of them holds back all that follow, and the reader with them."""
    assert "await self._process_packet(pkttype, pktid, packet)" in inspect.getsource(sftp.SFTPHandler.recv_packets)
    assert "await handler(self, packet)" in inspect.getsource(sftp.SFTPServerHandler._process_packet)
    assert "self._get_next_handle()" in inspect.getsource(sftp.SFTPServerHandler._process_opendir)


async def test_what_is_not_a_window_a_command_or_files_is_refused(host: Host) -> None:
    async with await host.connects("olga") as client:
        for subsystem in ("netconf", "sftp-server", ""):
            try:
                process = await client.create_process(subsystem=subsystem)
            except asyncssh.ChannelOpenError:
                continue
            await process.wait_closed()
            assert process.exit_status != 0


def test_the_time_to_log_in_can_be_given_anew() -> None:
    """To somebody for whom a code is on its way."""
    begins = inspect.getsource(connection.SSHConnection.__init__)
    assert "self._login_timer = self._loop.call_later(" in begins
    assert "options.login_timeout, self._login_timer_callback)" in begins
    assert "self._login_timer.cancel()" in inspect.getsource(connection.SSHConnection._cancel_login_timer)
