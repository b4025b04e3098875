"""Says what botocore resolves in states of a machine: a state in JSON a line of stdin, an answer in JSON a line of stdout.

A state is {"id", "environment", "profile"}; an answer {"id", "accessKeyId", "hasToken"} or {"id", "error"}. Each state is resolved in a
fork of this process, which has imported botocore and read its models, and nothing else. With --version: which botocore it is.
"""
import json
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from types import FunctionType

# botocore works paths out from HOME while it is imported; see move_home.
NO_HOME = "/home-of-no-state"
os.environ["HOME"] = NO_HOME

import botocore
import botocore.credentials
import botocore.loaders
import botocore.session
import botocore.tokens

VARIABLES = {"sts": "STS", "sso": "SSO", "sso-oidc": "SSO_OIDC"}
loader = botocore.loaders.Loader()


def read_models():
    """Reads what is the same in every state, so that no fork has to."""
    session = botocore.session.Session()
    session.register_component("data_loader", loader)
    for service in VARIABLES:
        session.create_client(service, region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b")


def lead_to_the_mock(environment):
    """Does what AWS_ENDPOINT_URL_STS and its like mean to a botocore that doesn't know them yet (before 1.31)."""
    create_client = botocore.session.Session.create_client

    def with_endpoint(self, service_name, *args, **kwargs):
        url = environment.get("AWS_ENDPOINT_URL_" + VARIABLES.get(service_name, ""))
        if url:
            kwargs.setdefault("endpoint_url", url)
        return create_client(self, service_name, *args, **kwargs)

    botocore.session.Session.create_client = with_endpoint


def move_home(home):
    """Sets the paths that were worked out from HOME on import as they would be with this one."""

    def moved(value):
        return home + value[len(NO_HOME):] if isinstance(value, str) and value.startswith(NO_HOME) else value

    for module in [m for name, m in list(sys.modules.items()) if name.startswith("botocore.") and "vendored" not in name]:
        for held in [v for v in vars(module).values() if isinstance(v, type) and v.__module__ == module.__name__]:
            for name, value in list(vars(held).items()):
                if moved(value) is not value:
                    setattr(held, name, moved(value))
                elif isinstance(value, FunctionType) and value.__defaults__:
                    value.__defaults__ = tuple(moved(d) for d in value.__defaults__)


def enter(environment):
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(environment["HOME"])
    move_home(environment["HOME"])
    lead_to_the_mock(environment)
    # Nobody is there to type an MFA code.
    os.setsid()
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)


def resolve(state):
    try:
        enter(state["environment"])
        session = botocore.session.Session(profile=state.get("profile"))
        session.register_component("data_loader", loader)
        credentials = session.get_credentials()
        if credentials is None:
            return {"error": "None returned"}
        keys = credentials.get_frozen_credentials()
        return {"accessKeyId": keys.access_key, "hasToken": keys.token is not None}
    except BaseException as e:
        return {"error": f"{type(e).__name__}: {e}"}


def answer(line):
    """Resolves in a fork, and waits for it."""
    state = json.loads(line)
    reader, writer = os.pipe()
    with forking:
        child = os.fork()
        if child == 0:
            os.close(reader)
            text = json.dumps({"id": state["id"], **resolve(state)}) + "\n"
            with os.fdopen(writer, "w") as pipe:
                pipe.write(text)
            os._exit(0)
        os.close(writer)
    with os.fdopen(reader) as pipe:
        text = pipe.read()
    os.waitpid(child, 0)
    with printing:
        sys.stdout.write(text or json.dumps({"id": state["id"], "error": "the process died"}) + "\n")
        sys.stdout.flush()


if sys.argv[1:] == ["--version"]:
    print(botocore.__version__)
    sys.exit()

forking, printing = threading.Lock(), threading.Lock()
read_models()
with ThreadPoolExecutor(2) as pool:
    for line in iter(sys.stdin.readline, ""):
        pool.submit(answer, line)
