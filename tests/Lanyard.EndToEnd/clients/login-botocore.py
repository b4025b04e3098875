"""Says who botocore thinks we are, by its default provider chain, for a profile with a login_session.

botocore signs with the keys of awscrt. Where that isn't installed, the package cryptography does those three steps for it; reading the
cache, deciding when to renew, the call and writing the cache are botocore's own.
"""
import json
import sys

import botocore.credentials
import botocore.session


class Key:
    def __init__(self, key):
        self.key = key

    @staticmethod
    def new_key_from_der_data(der):
        from cryptography.hazmat.primitives.serialization import load_der_private_key

        return Key(load_der_private_key(der, None))

    def get_public_coords(self):
        numbers = self.key.public_key().public_numbers()
        return numbers.x.to_bytes(32, "big"), numbers.y.to_bytes(32, "big")

    def sign(self, digest):
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import ec, utils

        return self.key.sign(digest, ec.ECDSA(utils.Prehashed(hashes.SHA256())))

    @staticmethod
    def decode_der_signature_to_padded_pair(signature, pad_to):
        from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

        return b"".join(number.to_bytes(pad_to, "big") for number in decode_dss_signature(signature))


if getattr(botocore.credentials, "EC", None) is None:
    botocore.credentials.EC = Key

if sys.argv[1:] == ["--check"]:
    if not hasattr(botocore.credentials, "LoginProvider"):
        sys.exit("botocore " + botocore.__version__ + " doesn't know login_session")
    if botocore.credentials.EC is Key:
        import cryptography.hazmat.primitives.asymmetric.ec
else:
    caller = botocore.session.Session().create_client("sts").get_caller_identity()
    print(json.dumps({name: caller[name] for name in ("Account", "Arn")}))
