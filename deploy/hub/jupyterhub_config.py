"""One machine, one class: the settings of the shared hub. `make hub` tries it; README.md takes it into use.

What an instructor decides stands in environment variables, named in README.md. Trying (KAPCOURSE_HUB_TRY=1) means
any name without a password, in one account, on this machine only.
"""

import os
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import seats

c = get_config()  # noqa: F821
try:
    here = seats.Place.from_environment(os.environ)
except seats.HubError as fault:
    sys.exit(str(fault))

c.JupyterHub.bind_url = here.address
c.JupyterHub.hub_connect_ip = "127.0.0.1"
c.JupyterHub.db_url = f"sqlite:///{here.state / 'hub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(here.state / "cookie_secret")
c.JupyterHub.template_vars = {"announcement": seats.WELCOME}

# The proxy is a process of its own and seats outlive the hub, so that a hub that dies takes nobody's work along.
c.JupyterHub.cleanup_servers = here.trying  # Ctrl-C on a hub to try ends its seats
c.ConfigurableHTTPProxy.should_start = False
c.ConfigurableHTTPProxy.api_url = here.proxy_api
c.ConfigurableHTTPProxy.auth_token = here.proxy_token

# Who may come in. Sign-ups wait for an administrator (page /hub/authorize). A file for OAuth or LTI 1.3, see README.md,
# takes the place of that, and lets in nobody whom it does not name.
if here.trying:
    c.JupyterHub.authenticator_class = "dummy"
    c.Authenticator.allow_all = True
elif here.login:
    load_subconfig(here.login)  # noqa: F821
else:
    c.JupyterHub.authenticator_class = "native"
    c.Authenticator.allow_all = True  # whom an administrator has authorised
    c.NativeAuthenticator.open_signup = False
    c.NativeAuthenticator.minimum_password_length = 10
    c.NativeAuthenticator.check_common_password = True
    c.NativeAuthenticator.allowed_failed_logins = 5
    c.NativeAuthenticator.seconds_before_next_try = 600
c.Authenticator.admin_users = here.admins
c.Authenticator.username_pattern = seats.NAME.pattern

# A seat: a JupyterLab that opens the lessons, with limits of its own.
if here.trying:
    c.JupyterHub.spawner_class = "simple"
    c.SimpleLocalProcessSpawner.home_dir_template = str(here.state / "homes" / "{username}")
elif Path("/run/systemd/system").is_dir():
    c.JupyterHub.spawner_class = "systemd"
    c.SystemdSpawner.mem_limit = here.memory
    c.SystemdSpawner.cpu_limit = here.cpus
    c.SystemdSpawner.isolate_tmp = True
    c.SystemdSpawner.isolate_devices = True
    c.SystemdSpawner.disable_user_sudo = True
else:
    c.JupyterHub.spawner_class = "localprocess"
c.Spawner.cmd = seats.command(here, shutil.which("prlimit"))
c.Spawner.pre_spawn_hook = here.prepare
c.Spawner.default_url = "/doc/tree/lessons/00_start_here.ipynb"
c.Spawner.environment = here.environment
# A class sits down all at once: it may take a while, and nobody is sent away for it.
c.Spawner.start_timeout = c.Spawner.http_timeout = 300
c.JupyterHub.concurrent_spawn_limit = c.JupyterHub.active_server_limit = here.seats

# A seat that nobody moved for an hour is closed. Answers are on disk from the moment they were checked.
c.JupyterHub.load_roles = [{
    "name": "idle-culler", "services": ["idle-culler"],
    "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"]}]
c.JupyterHub.services = [{"name": "idle-culler", "command": [
    sys.executable, "-m", "jupyterhub_idle_culler", f"--timeout={here.idle}", "--cull-every=120"]}]
if here.trying and os.environ.get("KAPCOURSE_HUB_LOAD_TOKEN"):  # load_test.py signs in twenty trainees
    c.JupyterHub.services.append({"name": "load", "api_token": os.environ["KAPCOURSE_HUB_LOAD_TOKEN"]})
    c.JupyterHub.load_roles.append({"name": "load", "services": ["load"], "scopes": [
        "admin:users", "admin:servers", "access:servers"]})
