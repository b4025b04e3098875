"""Holds every raw answer of the sandbox against the service models of botocore: members, types, words, patterns, lengths, and the errors
that an operation may end with. Parsers drop what they don't know; here the bytes are looked at.

The models are those in the folder that SERVICE_MODELS names, else this Python's own.
"""
import gzip, json, os, re
from xml.etree import ElementTree

# What a call of any operation may end with: "Common errors" in the API References, and the faults of AWS JSON 1.1.
COMMON = {
    "AccessDenied", "AccessDeniedException", "ExpiredToken", "IncompleteSignature", "InvalidAction", "InvalidClientTokenId", "InvalidParameterValue", "MalformedInput", "MissingAction",
    "MissingAuthenticationToken", "SerializationException", "SignatureDoesNotMatch", "Throttling", "ThrottlingException", "UnknownOperationException", "ValidationError",
    # The sandbox's own: what it hasn't.
    "NotImplemented",
}
# What AWS answers though its models don't say so, by the shape's name.
DEPARTURES = {
    # awsdocs/iam-user-guide #82 and boto/boto3 #1623 show what GetRole answers.
    "PermissionsBoundaryAttachmentType": "Policy",
    # The answers of the policy simulator that people publish all have it.
    "PolicySourceType": "IAM Policy",
    # "GetInlinePolicyForPermissionSet": an empty policy may be returned, whatever the length constraints say.
    "PermissionSetPolicyDocument": "",
    # An MD5 digest with colons has 47 characters, not 48; the guides show it so.
    "publicKeyFingerprintType": "[0-9a-f]{2}(:[0-9a-f]{2}){15}",
}
# "get-user" in the AWS CLI's reference, and what people publish: of the root user IAM tells the account, the ARN and dates alone.
ROOT = re.compile(r"arn:aws:iam::\d{12}:root")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z")
# The classes of characters that Python's patterns lack, as far as scenarios go.
CLASSES = {"L": "A-Za-z\u00aa\u00b5\u00ba\u00c0-\u024f", "M": "\u0300-\u036f", "S": "$+<=>^`|~", "N": "0-9", "P": r"!-#%-*,-/:;?@\[-\]_{}", "Z": " \u00a0", "Cc": "\\x00-\\x1f\\x7f"}
# The folders of models that aren't called as their service.
FOLDERS = {"api-gateway": "apigateway", "cloudwatch-logs": "logs"}
PATTERNS = {}


def folder():
    if "SERVICE_MODELS" in os.environ:
        return os.environ["SERVICE_MODELS"]
    import botocore
    return os.path.join(os.path.dirname(botocore.__file__), "data")


def pattern(text):
    if text not in PATTERNS:
        python = re.sub(r"\\p\{(\w+)\}", lambda found: CLASSES[found[1]], text)
        PATTERNS[text] = re.compile(re.sub(r"\\z$", r"\\Z", python))
    return PATTERNS[text]


class Model:
    def __init__(self, service):
        service = FOLDERS.get(service, service)
        version = sorted(os.listdir(os.path.join(folder(), service)))[-1]
        at = os.path.join(folder(), service, version, "service-2.json")
        with gzip.open(at + ".gz") if os.path.exists(at + ".gz") else open(at, "rb") as file:
            self._model = json.load(file)
        self._shapes, self._service = self._model["shapes"], service
        self._is_xml = self._model["metadata"]["protocol"] == "query"
        # REST XML spreads members over headers and body; its answers are left to the parsers.
        self.is_checked = self._model["metadata"]["protocol"] != "rest-xml"
        self.problems = []

    def check(self, operation, status, headers, body):
        """Notes what is wrong with an answer."""
        self._at = f"{self._service}:{operation}"
        model = self._model["operations"].get(operation)
        if model is None:
            return self._wrong("the model has no such operation")
        if status >= 300:
            self._xml_error(model, status, body) if self._is_xml else self._json_error(model, status, headers, body)
        elif self._is_xml:
            self._xml_answer(operation, model, body)
        elif "output" in model:
            self._value(model["output"]["shape"], json.loads(body), "")
        elif json.loads(body or b"{}") != {}:
            self._wrong(f"an answer where none is modelled: {body!r}")

    def _xml_answer(self, operation, model, body):
        root = self._plain(body)
        wanted = [model["output"]["resultWrapper"]] if "output" in model else []
        if root.tag != f"{operation}Response" or [c.tag for c in root] != [*wanted, "ResponseMetadata"] or [c.tag for c in root[-1]] != ["RequestId"]:
            return self._wrong(f"the elements {root.tag}: {[c.tag for c in root]}, expected {wanted}")
        if wanted:
            self._value(model["output"]["shape"], root[0], "")

    def _xml_error(self, model, status, body):
        root = self._plain(body)
        if root.tag != "ErrorResponse" or [c.tag for c in root] != ["Error", "RequestId"] or [c.tag for c in root[0]] != ["Type", "Code", "Message"]:
            return self._wrong(f"an error of another form: {body!r}")
        self._error(model, root[0][1].text, status)

    def _json_error(self, model, status, headers, body):
        said = json.loads(body)
        code = headers["x-amzn-errortype"]
        if self._model["metadata"]["protocol"] == "json" and said.pop("__type", None) != code:
            self._wrong(f"the header calls {code} what the body calls otherwise")
        shape = self._error(model, code, status)
        if shape is None:
            self._only(said, {"message", "Message", "Type"}, code)
        else:
            # What a model names as its message stands under that name. The word is in each.
            self._value(shape, said, code, more=() if any(m.lower() == "message" for m in self._shapes[shape]["members"]) else ("message",))

    def _error(self, model, code, status):
        modelled = {self._shapes[e["shape"]].get("error", {}).get("code", e["shape"]): e["shape"] for e in model.get("errors", [])}
        if code not in modelled:
            if code not in COMMON:
                self._wrong(f"ends with {code}, which the operation has not: {sorted(modelled)}")
            return None
        wanted = self._shapes[modelled[code]].get("error", {}).get("httpStatusCode")
        if wanted is not None and wanted != status:
            self._wrong(f"{code} has the status {status} instead of {wanted}")
        return modelled[code]

    def _plain(self, body):
        root = ElementTree.fromstring(body)
        space = "{" + self._model["metadata"]["xmlNamespace"] + "}"
        for element in root.iter():
            if not element.tag.startswith(space):
                self._wrong(f"{element.tag} is in another namespace than {space}")
            element.tag = element.tag.split("}")[-1]
        return root

    def _value(self, name, value, at, more=()):
        shape = self._shapes[name]
        if shape["type"] == "string" and name in DEPARTURES and re.fullmatch(DEPARTURES[name], (value.text or "") if self._is_xml else value):
            return
        getattr(self, "_" + shape["type"], self._unknown)(shape, value, at, *([more] if more else []))

    def _structure(self, shape, value, at, more=()):
        members = {m.get("locationName", n): (n, m) for n, m in shape["members"].items() if "location" not in m}
        given = self._members(value, at)
        if self._is_xml and "Arn" in given and ROOT.fullmatch(given["Arn"].text or "") and set(given) <= {"UserId", "Arn", "CreateDate", "PasswordLastUsed"}:
            return
        self._only(given, {*members, *more}, at)
        for wanted in shape.get("required", []):
            if shape["members"][wanted].get("locationName", wanted) not in given:
                self._wrong(f"{at} lacks {wanted}")
        for name, member in given.items():
            if name in members:
                self._value(members[name][1]["shape"], member, f"{at}.{name}")

    def _members(self, value, at):
        if not self._is_xml:
            if not isinstance(value, dict):
                self._wrong(f"{at} is no structure: {value!r}")
            return value if isinstance(value, dict) else {}
        if (value.text or "").strip() or len({c.tag for c in value}) != len(value):
            self._wrong(f"{at} has text, or a member twice")
        return {c.tag: c for c in value}

    def _list(self, shape, value, at):
        if self._is_xml and any(c.tag != "member" for c in value) or not self._is_xml and not isinstance(value, list):
            return self._wrong(f"{at} is no list")
        self._length(shape, len(value), at)
        for item in value:
            self._value(shape["member"]["shape"], item, at + "[]")

    def _map(self, shape, value, at):
        entries = [(e.find("key"), e.find("value")) for e in value] if self._is_xml else list(value.items())
        for key, item in entries:
            self._value(shape["value"]["shape"], item, f"{at}.{key.text if self._is_xml else key}")
            if self._is_xml:
                self._value(shape["key"]["shape"], key, at + ".key")

    def _string(self, shape, value, at):
        text = (value.text or "") if self._is_xml else value
        if not isinstance(text, str):
            return self._wrong(f"{at} is no text: {value!r}")
        self._length(shape, len(text), at)
        if "enum" in shape and text not in shape["enum"]:
            self._wrong(f"{at} is {text!r}, none of {shape['enum']}")
        if "pattern" in shape and not pattern(shape["pattern"]).fullmatch(text):
            self._wrong(f"{at} is {text!r}, which {shape['pattern']} doesn't match")

    def _integer(self, shape, value, at):
        whole = int(value.text) if self._is_xml and re.fullmatch(r"-?\d+", value.text or "") else value
        if not isinstance(whole, int) or isinstance(whole, bool):
            return self._wrong(f"{at} is no whole number")
        self._length(shape, whole, at)

    _long = _integer

    def _double(self, shape, value, at):
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            self._wrong(f"{at} is no number")

    def _boolean(self, shape, value, at):
        if (value.text not in ("true", "false")) if self._is_xml else not isinstance(value, bool):
            self._wrong(f"{at} is neither true nor false")

    def _timestamp(self, shape, value, at):
        if not TIME.fullmatch(value.text or "") if self._is_xml else isinstance(value, bool) or not isinstance(value, (int, float)):
            self._wrong(f"{at} is no moment: {value if not self._is_xml else value.text!r}")

    def _blob(self, shape, value, at):
        if not re.fullmatch(r"[A-Za-z0-9+/]*={0,2}", (value.text or "") if self._is_xml else value):
            self._wrong(f"{at} is no Base64")

    def _unknown(self, shape, value, at):
        self._wrong(f"{at} has the type {shape['type']}, which isn't checked")

    def _length(self, shape, length, at):
        if not shape.get("min", length) <= length <= shape.get("max", length):
            self._wrong(f"{at} has the length or value {length}, not {shape.get('min')} to {shape.get('max')}")

    def _only(self, given, known, at):
        for name in sorted(set(given) - set(known)):
            self._wrong(f"{at} has {name}, which the model doesn't know")

    def _wrong(self, what):
        self.problems.append(f"{self._at}: {what}")


class Watch:
    """Looks at the raw answers that botocore's sessions get."""

    def __init__(self, events):
        self._models, self.seen = {}, 0
        events.register("response-received", self._answered)

    def _answered(self, response_dict, event_name, **_):
        if response_dict is None:
            return
        _, service, operation = event_name.split(".")
        if service not in self._models:
            self._models[service] = Model(service)
        self.seen += 1
        if not self._models[service].is_checked:
            return
        headers = {name.lower(): value for name, value in response_dict["headers"].items()}
        self._models[service].check(operation, response_dict["status_code"], headers, response_dict["body"])

    def end(self):
        problems = sorted({p for m in self._models.values() for p in m.problems})
        assert not problems, "answers that the service models don't have:\n" + "\n".join(problems)
