"""What a seat is: where its lessons, answers and exchange lie, what it may use, and who may sit on it."""

import grp
import os
import pwd
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tornado.web import HTTPError

NAME = re.compile(r"^[a-z][a-z0-9-]{0,23}$")
GROUP = "kapcourse"
HERE = Path(__file__).resolve().parent
LOOPBACK = ("127.0.0.1", "localhost", "::1")
WELCOME = "Your answers are private files in your own home. The course is no dosing guide and no licence to practise."


class HubError(Exception):
    """A setting or an account with which the hub must not start. The text is one sentence."""


@dataclass(frozen=True)
class Place:
    """This hub, as the environment describes it.

    lessons: the folder that trainees share and cannot change.  state: where the hub keeps its own files.
    memory: bytes a seat may use, as "1G".  cpus: processors a seat may use.  idle: seconds until a seat that nobody
    moves is closed.  keys: the folder of withheld keys, for administrators' seats only.
    login: a file of settings that says who may come in, in the place of sign-up.
    """

    address: str
    lessons: Path
    state: Path
    exchange: Path
    trying: bool
    admins: set
    proxy_api: str
    proxy_token: str
    memory: str = "1G"
    cpus: float = 1.0
    idle: int = 3600
    seats: int = 50
    keys: str = ""
    login: str = ""

    @classmethod
    def from_environment(cls, given):
        """Read the KAPCOURSE_HUB_* variables. Raises HubError for one that is missing or unsafe."""
        get = lambda name, default="": given.get(f"KAPCOURSE_HUB_{name}", default)  # noqa: E731
        trying = get("TRY") == "1"
        address = get("ADDRESS", "http://127.0.0.1:8000")
        if trying and urlsplit(address).hostname not in LOOPBACK:
            raise HubError(f"KAPCOURSE_HUB_ADDRESS is {address}, but trying lets anybody in without a password; "
                           "it works on 127.0.0.1 only.")
        admins = {name.strip() for name in get("ADMINS").split(",") if name.strip()}
        if not trying and not admins:
            raise HubError("KAPCOURSE_HUB_ADMINS is empty; name at least one administrator, who lets the others in.")
        token = get("PROXY_TOKEN")
        if not token:
            raise HubError("KAPCOURSE_HUB_PROXY_TOKEN is empty; give hub and proxy one secret, see README.md.")
        folders = (Path(get("LESSONS", "/srv/kapcourse/lessons")), Path(get("STATE", "/var/lib/kapcourse-hub")),
                   Path(get("EXCHANGE", "/srv/kapcourse/exchange")))
        return cls(address, *folders, trying, admins, get("PROXY_API", "http://127.0.0.1:8001"), token,
                   memory=get("MEMORY", "1G"), cpus=number("CPUS", get("CPUS", "1"), float),
                   idle=number("IDLE", get("IDLE", "3600"), int), seats=number("SEATS", get("SEATS", "50"), int),
                   keys=get("KEYS"), login=get("LOGIN"))

    def __post_init__(self):
        size(self.memory)

    @property
    def environment(self):
        """Environment of a seat. One thread for sums: fifty seats share the processors."""
        return {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "KAPCOURSE_EXCHANGE": str(self.exchange),
                "JUPYTER_CONFIG_PATH": str(HERE / "seat")}

    @property
    def of_instructors(self):
        """What an administrator's seat has besides: nbgrader's pages for instructors, and the withheld keys."""
        return {"JUPYTER_CONFIG_PATH": str(HERE / "class"), **({"KAPCOURSE_KEYS": self.keys} if self.keys else {})}

    def prepare(self, spawner):
        """Make a seat ready before it starts: its account and home, and the way to the lessons."""
        try:
            home = self.state / "homes" / spawner.user.name if self.trying else account(spawner.user.name)
        except HubError as fault:
            raise HTTPError(403, "%s", str(fault)) from None  # the page shows it
        home.mkdir(parents=True, exist_ok=True)
        link_lessons(home, self.lessons)
        if spawner.user.admin:
            spawner.environment = {**spawner.environment, **self.of_instructors}


def command(place, prlimit):
    """What starts a seat. Without systemd, `prlimit` holds each of its processes to the memory of a seat."""
    server = ["jupyterhub-singleuser", "--MappingKernelManager.cull_idle_timeout=0",
              f"--ServerApp.terminals_enabled={place.trying}"]
    if os.geteuid() == 0 and place.trying:
        server.append("--allow-root")
    return [prlimit, f"--data={size(place.memory)}", *server] if prlimit else server


def number(name, text, kind):
    """A number above 0 of a kind (int or float). Raises HubError for anything else."""
    try:
        value = kind(text)
    except ValueError:
        value = 0
    if not 0 < value < float("inf"):
        raise HubError(f"KAPCOURSE_HUB_{name} is {text!r}; expected a number above 0.")
    return value


def size(text):
    """Bytes of "512M" or "1.5G". Raises HubError for anything else."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)([MG])", text)
    if not found:
        raise HubError(f"KAPCOURSE_HUB_MEMORY is {text!r}; expected a size like 512M or 1G.")
    return int(float(found[1]) * {"M": 2**20, "G": 2**30}[found[2]])


def account(name):
    """The home of the account called `name`, made if it is new.

    Raises HubError for a name that belongs to an account the hub did not make: a trainee called `backup` must not
    become the machine's `backup`.
    """
    if not NAME.fullmatch(name):
        raise HubError(f"{name!r} cannot be the name of a seat; use small letters, digits and hyphens.")
    try:
        known = pwd.getpwnam(name)
    except KeyError:
        subprocess.run(["groupadd", "--force", GROUP], check=True)
        subprocess.run(["useradd", "--create-home", "--gid", GROUP, "--shell", "/usr/sbin/nologin", name], check=True)
        known = pwd.getpwnam(name)
        os.chmod(known.pw_dir, 0o700)
    if grp.getgrgid(known.pw_gid).gr_name != GROUP:  # by its name: before the first seat there is no such group
        raise HubError(f"'{name}' is an account of this machine, not of the course; choose another name.")
    return Path(known.pw_dir)


def link_lessons(home, lessons):
    """Let `home/lessons` lead to the shared lessons; what a trainee put there under that name stays."""
    link = home / "lessons"
    if link.is_symlink() and link.readlink() != lessons:
        link.unlink()
    if not link.exists() and not link.is_symlink():
        link.symlink_to(lessons)
