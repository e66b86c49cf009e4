"""Seats: who may sit, what a seat may use, and what the hub refuses to start with."""

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import seats
from tornado.web import HTTPError

from tests.hub.conftest import HUB

REAL = {"KAPCOURSE_HUB_ADMINS": "teacher", "KAPCOURSE_HUB_PROXY_TOKEN": "x"}
TRY = {"KAPCOURSE_HUB_TRY": "1", "KAPCOURSE_HUB_PROXY_TOKEN": "x"}


def refused(call, *arguments):
    """The one sentence with which `call` refuses."""
    with pytest.raises(seats.HubError) as fault:
        call(*arguments)
    told = str(fault.value)
    assert told.endswith(".") and "\n" not in told
    return told


@pytest.mark.parametrize("address", [
    "http://0.0.0.0:8000", "http://192.0.2.7:8000", "http://hub.example.org", "http://:8000",
    "http://127.0.0.1.example.org:8000", "http://[::]:80", "http://127.0.0.1@192.0.2.7"])
def test_a_hub_to_try_is_refused_on_any_address_but_this_machine(address):
    assert "127.0.0.1 only" in refused(seats.Place.from_environment, {**TRY, "KAPCOURSE_HUB_ADDRESS": address})


@pytest.mark.parametrize("address", ["http://127.0.0.1:8000", "http://localhost:9", "http://[::1]:8000"])
def test_a_hub_to_try_starts_on_this_machine(address):
    assert seats.Place.from_environment({**TRY, "KAPCOURSE_HUB_ADDRESS": address}).trying


@pytest.mark.parametrize("admins", ["", ",", " ,"])
def test_without_an_administrator_nobody_could_let_anybody_in(admins):
    assert "ADMINS is empty" in refused(seats.Place.from_environment, {**REAL, "KAPCOURSE_HUB_ADMINS": admins})


def test_administrators_are_a_list_of_names():
    place = seats.Place.from_environment({**REAL, "KAPCOURSE_HUB_ADMINS": "teacher, anna"})
    assert place.admins == {"teacher", "anna"} and not place.trying


def test_hub_and_proxy_need_a_secret():
    assert "PROXY_TOKEN" in refused(seats.Place.from_environment, {"KAPCOURSE_HUB_ADMINS": "teacher"})


@pytest.mark.parametrize(("text", "bytes_"), [("512M", 512 * 2**20), ("1G", 2**30), ("1.5G", 3 * 2**29)])
def test_a_size_is_read(text, bytes_):
    assert seats.size(text) == bytes_


@pytest.mark.parametrize("text", ["", "1", "1g", "-1G", "1GB", "1 G", "G", "1e9M", "1G\n"])
def test_what_is_no_size_is_refused(text):
    assert "expected a size" in refused(seats.size, text)


@pytest.mark.parametrize(("name", "text"), [("CPUS", "all"), ("CPUS", "-1"), ("CPUS", "nan"), ("CPUS", "inf"),
                                            ("IDLE", "1.5"), ("IDLE", "0"), ("SEATS", ""), ("MEMORY", "much")])
def test_a_limit_that_is_none_is_refused(name, text):
    assert f"KAPCOURSE_HUB_{name} is" in refused(seats.Place.from_environment, {**REAL, f"KAPCOURSE_HUB_{name}": text})


@pytest.mark.parametrize("name", ["", "Anna", "-anna", "1anna", "an na", "anna/..", "..", "a" * 25, "änna", "anna\n",
                                  "$(id)"])
def test_a_name_that_an_account_cannot_have_is_refused(name):
    assert "cannot be the name of a seat" in refused(seats.account, name)


@pytest.fixture
def machine(monkeypatch, tmp_path):
    """A machine with an account `backup` of its own and one, `anna`, of the course; it notes what it is told to do."""
    known = {"backup": SimpleNamespace(pw_gid=34, pw_dir="/var/backups"),
             "anna": SimpleNamespace(pw_gid=900, pw_dir=str(tmp_path / "anna"))}
    told = []

    def run(words, check):
        told.append(words)
        if words[0] == "useradd":
            (tmp_path / words[-1]).mkdir()
            known[words[-1]] = SimpleNamespace(pw_gid=900, pw_dir=str(tmp_path / words[-1]))

    monkeypatch.setattr(seats.pwd, "getpwnam", known.__getitem__)
    groups = {34: "backup", 900: seats.GROUP}
    monkeypatch.setattr(seats.grp, "getgrgid", lambda number: SimpleNamespace(gr_name=groups[number]))
    monkeypatch.setattr(seats.subprocess, "run", run)
    return told


@pytest.mark.parametrize("name", ["backup"])
def test_an_account_of_the_machine_is_refused_and_left_alone(machine, name):
    assert "an account of this machine" in refused(seats.account, name) and not machine


def test_whoever_asks_for_such_a_seat_is_told_why(machine):
    spawner = SimpleNamespace(user=SimpleNamespace(name="backup", admin=False), environment={})
    with pytest.raises(HTTPError) as fault:
        seats.Place.from_environment(REAL).prepare(spawner)
    assert fault.value.status_code == 403 and "an account of this machine" in fault.value.log_message % fault.value.args


def test_an_account_of_the_course_is_found(machine, tmp_path):
    assert seats.account("anna") == tmp_path / "anna" and not machine


def test_a_new_account_has_a_home_that_only_its_owner_reads_and_no_shell(machine, tmp_path):
    home = seats.account("ben")
    assert home == tmp_path / "ben" and home.stat().st_mode & 0o777 == 0o700
    assert machine[-1][:3] == ["useradd", "--create-home", "--gid"] and "/usr/sbin/nologin" in machine[-1]


def test_the_way_to_the_lessons_is_laid_once_and_follows_when_they_move(tmp_path):
    seats.link_lessons(tmp_path, Path("/srv/a"))
    seats.link_lessons(tmp_path, Path("/srv/a"))
    assert (tmp_path / "lessons").readlink() == Path("/srv/a")
    seats.link_lessons(tmp_path, Path("/srv/b"))
    assert (tmp_path / "lessons").readlink() == Path("/srv/b")


def test_what_a_trainee_called_lessons_stays(tmp_path):
    (tmp_path / "lessons").mkdir()
    (tmp_path / "lessons" / "mine.txt").write_text("mine")
    seats.link_lessons(tmp_path, Path("/srv/a"))
    assert (tmp_path / "lessons" / "mine.txt").read_text() == "mine"


def test_a_link_of_a_trainee_that_leads_nowhere_is_no_stumbling_block(tmp_path):
    (tmp_path / "lessons").symlink_to("/nowhere")
    seats.link_lessons(tmp_path, Path("/srv/a"))
    assert (tmp_path / "lessons").readlink() == Path("/srv/a")


def test_a_seat_has_one_thread_for_sums_and_only_an_instructor_sees_keys_and_grading():
    place = seats.Place.from_environment({**REAL, "KAPCOURSE_HUB_KEYS": "/home/teacher/keys"})
    assert place.environment["OMP_NUM_THREADS"] == "1" and "KAPCOURSE_KEYS" not in place.environment
    assert place.environment["JUPYTER_CONFIG_PATH"] == str(HUB / "seat")
    assert place.of_instructors == {"JUPYTER_CONFIG_PATH": str(HUB / "class"), "KAPCOURSE_KEYS": "/home/teacher/keys"}


def test_a_trainees_seat_has_no_terminal_and_its_memory_is_held():
    place = seats.Place.from_environment(REAL)
    words = seats.command(place, "/usr/bin/prlimit")
    assert words[:2] == ["/usr/bin/prlimit", f"--data={2**30}"] and "--ServerApp.terminals_enabled=False" in words
    assert "--allow-root" not in words and seats.command(place, None)[0] == "jupyterhub-singleuser"


LOAD = """
import sys
from traitlets.config.loader import PyFileConfigLoader
c = PyFileConfigLoader('jupyterhub_config.py', path={folder!r}).load_config()
print(c.JupyterHub.authenticator_class, c.Authenticator.allow_all, c.NativeAuthenticator.open_signup,
      c.JupyterHub.bind_url, sorted(c.Authenticator.admin_users), c.JupyterHub.cleanup_servers)
"""


def loaded(environment, tmp_path):
    """What JupyterHub's loader finds in the configuration, as printed, or its last line of complaint."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("KAPCOURSE_HUB_")}
    done = subprocess.run([sys.executable, "-c", LOAD.format(folder=str(HUB))], cwd=tmp_path, capture_output=True,
                          text=True, env={**clean, **environment, "KAPCOURSE_HUB_STATE": str(tmp_path)})
    return (done.stdout or done.stderr).strip().splitlines()[-1]


@pytest.mark.usefixtures("hub_extra")
def test_the_configuration_lets_in_whom_an_administrator_authorised_and_nobody_else(tmp_path):
    assert loaded(REAL, tmp_path) == "native True False http://127.0.0.1:8000 ['teacher'] False"
    assert loaded(TRY, tmp_path).startswith("dummy True ")


@pytest.mark.usefixtures("hub_extra")
def test_another_way_to_log_in_takes_the_place_of_sign_up_and_is_not_open(tmp_path):
    login = tmp_path / "login.py"
    login.write_text('c.JupyterHub.authenticator_class = "generic"\n')
    told = loaded({**REAL, "KAPCOURSE_HUB_LOGIN": str(login)}, tmp_path)
    assert told.startswith("generic <LazyConfigValue {}> <LazyConfigValue {}> "), told  # nothing opens it


@pytest.mark.usefixtures("hub_extra")
def test_the_configuration_is_refused_with_one_sentence(tmp_path):
    assert loaded({"KAPCOURSE_HUB_PROXY_TOKEN": "x"}, tmp_path).startswith("KAPCOURSE_HUB_ADMINS is empty; ")
    assert "127.0.0.1 only" in loaded({**TRY, "KAPCOURSE_HUB_ADDRESS": "http://0.0.0.0:8000"}, tmp_path)


@pytest.mark.usefixtures("hub_extra")
def test_jupyterhub_itself_reads_the_configuration_and_knows_every_setting(tmp_path):
    words = ["-m", "jupyterhub", "-f", str(HUB / "jupyterhub_config.py"), "--show-config"]
    done = subprocess.run([sys.executable, *words], cwd=tmp_path, capture_output=True, text=True, timeout=120,
                          env={**os.environ, **REAL, "KAPCOURSE_HUB_STATE": str(tmp_path)})
    assert done.returncode == 0 and "not recognized" not in done.stderr and "Traceback" not in done.stderr, done.stderr
