"""Checks an identity token of an account as a service outside AWS would: by what its issuer publishes, and by a library that isn't ours."""
import base64, json, os, subprocess, sys, urllib.request


def published(url):
    """Through the proxy, under the issuer's own name."""
    return json.load(urllib.request.urlopen(url))


def verified(token, issuer, audience):
    configuration = published(issuer + "/.well-known/openid-configuration")
    assert configuration["issuer"] == issuer, configuration
    keys = published(configuration["jwks_uri"])
    return by_jose(token, keys, issuer, audience) if sys.argv[1] == "js-v3" else by_cryptography(token, keys, issuer, audience)


def by_jose(token, keys, issuer, audience):
    program = os.path.join(os.path.dirname(__file__), "verify-token.mjs")
    asked = json.dumps({"token": token, "keys": keys, "issuer": issuer, "audience": audience})
    return json.loads(subprocess.run([sys.argv[2], program], input=asked, check=True, stdout=subprocess.PIPE, text=True).stdout)


def by_cryptography(token, keys, issuer, audience):
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils
    header, payload, signature = token.split(".")
    head, claims, signed = json.loads(decoded(header)), json.loads(decoded(payload)), decoded(signature)
    (key,) = [k for k in keys["keys"] if k["kid"] == head["kid"]]
    number = lambda name: int.from_bytes(decoded(key[name]), "big")
    data = f"{header}.{payload}".encode()
    if head["alg"] == "ES384":
        assert len(signed) == 96, len(signed)
        signed = utils.encode_dss_signature(int.from_bytes(signed[:48], "big"), int.from_bytes(signed[48:], "big"))
        ec.EllipticCurvePublicNumbers(number("x"), number("y"), ec.SECP384R1()).public_key().verify(signed, data, ec.ECDSA(hashes.SHA384()))
    else:
        rsa.RSAPublicNumbers(number("e"), number("n")).public_key().verify(signed, data, padding.PKCS1v15(), hashes.SHA256())
    assert (claims["iss"], claims["aud"]) == (issuer, audience), claims
    return claims


def decoded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
