"""What the scenarios of the sandbox's operations stand on: clients that aren't ours behind one face, and what is asked of their answers."""
import base64, contextlib, io, json, os, re, subprocess, sys, tempfile
from shapes import Watch


class Refused(Exception):
    def __init__(self, code, message):
        super().__init__(f"{code}: {message}")
        self.code, self.message = code, message


class Boto3:
    def __init__(self, service, profile):
        import boto3
        session = boto3.Session(profile_name=profile)
        self.watch = Watch(session.events)
        self._client, self._sts = session.client(service), session.client("sts")

    def call(self, operation, **parameters):
        from botocore import xform_name
        from botocore.exceptions import ClientError
        if not hasattr(self._client, xform_name(operation)):
            return None
        try:
            answer = getattr(self._client, xform_name(operation))(**parameters)
        except ClientError as e:
            raise Refused(e.response["Error"]["Code"], e.response["Error"]["Message"])
        answer.pop("ResponseMetadata")
        return answer

    def knows(self, operation):
        from botocore import xform_name
        return hasattr(self._client, xform_name(operation))

    def assume(self, role, seconds):
        from botocore.exceptions import ClientError
        try:
            return self._sts.assume_role(RoleArn=role, RoleSessionName="scenario", DurationSeconds=seconds)["AssumedRoleUser"]["Arn"]
        except ClientError as e:
            raise Refused(e.response["Error"]["Code"], e.response["Error"]["Message"])

    def pages(self, operation, size, key, **parameters):
        from botocore import xform_name
        pages = [p[key] for p in self._client.get_paginator(xform_name(operation)).paginate(PaginationConfig={"PageSize": size}, **parameters)]
        return len(pages), [item for page in pages for item in page]


class AwsCli:
    """The AWS CLI of this Python, driven as its own program drives it. A process for each of 300 commands would take minutes."""

    def __init__(self, service, profile):
        from awscli.clidriver import create_clidriver
        os.environ["AWS_PAGER"] = ""
        self._service, self._profile, self._driver = {"s3": "s3api"}.get(service, service), profile, create_clidriver()
        self.watch = Watch(self._driver.session)
        from botocore.session import Session
        self._known = set(Session().get_service_model(service).operation_names)

    @staticmethod
    def _name(operation):
        from botocore import xform_name
        return xform_name(operation).replace("_", "-")

    def call(self, operation, **parameters):
        if operation not in self._known:
            return None
        if operation == "CreateVirtualMFADevice":
            with tempfile.TemporaryDirectory() as folder:
                seed = os.path.join(folder, "seed")
                answer = self._run(self._service, self._name(operation), "--virtual-mfa-device-name", parameters["VirtualMFADeviceName"], "--outfile", seed, "--bootstrap-method", "Base32StringSeed")
                answer["VirtualMFADevice"]["Base32StringSeed"] = open(seed, "rb").read()
                return answer
        # What SDKs take as bytes, this client reads from a file.
        body = ["--body", parameters.pop("Body")] if "Body" in parameters else []
        return self._run(self._service, self._name(operation), *body, "--cli-input-json", json.dumps(parameters))

    def knows(self, operation):
        return operation in self._known

    def assume(self, role, seconds):
        return self._run("sts", "assume-role", "--role-arn", role, "--role-session-name", "scenario", "--duration-seconds", str(seconds))["AssumedRoleUser"]["Arn"]

    def pages(self, operation, size, key, **parameters):
        answer = self._run(self._service, self._name(operation), "--page-size", str(size), "--cli-input-json", json.dumps(parameters))
        return None, answer[key]

    def _run(self, *arguments):
        out, err = io.TextIOWrapper(io.BytesIO()), io.TextIOWrapper(io.BytesIO())
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = self._driver.main(["--profile", self._profile, "--output", "json", *arguments])
            for stream in (out, err):
                stream.flush()
        text, error = out.buffer.getvalue().decode(), err.buffer.getvalue().decode()
        if status:
            said = re.search(r"An error occurred \((\w+)\) when calling the \w+ operation(?: \(reached max retries: \d+\))?: ([^\n]*)", error)
            if not said:
                raise AssertionError(f"{arguments}: {error}")
            raise Refused(said[1], said[2].strip())
        return json.loads(text) if text.strip() else {}


class JavaScript:
    watch = None

    def __init__(self, service, profile, node):
        program = os.path.join(os.path.dirname(__file__), "calls.mjs")
        self._node = subprocess.Popen([node, program, service], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, "AWS_PROFILE": profile})

    def call(self, operation, **parameters):
        return self._ask(operation=operation, parameters=parameters)

    def knows(self, operation):
        return self._ask(operation=operation, isKnown=True)

    def assume(self, role, seconds):
        return self._ask(operation="AssumeRole", parameters={"RoleArn": role, "RoleSessionName": "scenario", "DurationSeconds": seconds})["AssumedRoleUser"]["Arn"]

    def pages(self, operation, size, key, **parameters):
        pages = self._ask(operation=operation, parameters=parameters, pageSize=size, key=key)
        return len(pages), [item for page in pages for item in page]

    def _ask(self, **call):
        self._node.stdin.write(json.dumps(call) + "\n")
        self._node.stdin.flush()
        said = json.loads(self._node.stdout.readline(), object_hook=lambda o: base64.b64decode(o["$bytes"]) if "$bytes" in o else o)
        if "code" in said:
            raise Refused(said["code"], said["message"])
        return said["answer"]


class Scenario:
    """Calls by the client that the command line names, and which operations it called."""
    all = []

    def __init__(self, service, profile):
        self.client = {"boto3": Boto3, "aws": AwsCli, "js-v3": JavaScript}[sys.argv[1]](service, profile, *sys.argv[2:])
        self.answered, self.absent = set(), set()
        Scenario.all.append(self)

    def __call__(self, operation, **parameters):
        answer = self.client.call(operation, **parameters)
        (self.absent if answer is None else self.answered).add(operation)
        return answer

    def knows(self, *operations):
        """Whether the client knows operations that came together; otherwise they are absent."""
        if self.client.knows(operations[0]):
            return True
        self.absent.update(operations)
        return False

    def refused(self, expected, message, operation, **parameters):
        try:
            self.client.call(operation, **parameters)
        except Refused as e:
            assert e.code == expected and re.search(message, e.message), f"{operation}: expected {expected} {message!r}, got {e}"
            return
        raise AssertionError(f"{operation} was not refused")


def equal(actual, expected):
    assert actual == expected, f"expected {expected!r}, got {actual!r}"


def end(*scenarios):
    """Says which operations answered, and which the client doesn't know. No answer may have been what the service's model hasn't."""
    watches = [s.client.watch for s in Scenario.all if s.client.watch]
    assert not watches or any(watch.seen for watch in watches), "no answer was seen"
    for watch in watches:
        watch.end()
    print(json.dumps({name: sorted(set().union(*(getattr(s, name) for s in scenarios))) for name in ("answered", "absent")}))
