"""Buckets and objects of Amazon S3, by a client that isn't ours. The AWS CLI reads and writes files where SDKs take bytes.

    s3-operations.py boto3|aws|js-v3 [node]
"""
import hashlib, json, os, sys, tempfile
from scenario import Scenario, end, equal

PART = 5 * 1024 * 1024


def body(data):
    """A body as the client wants it."""
    if sys.argv[1] == "js-v3":
        return {"$text": data.decode()}
    if sys.argv[1] == "aws":
        file = tempfile.NamedTemporaryFile(delete=False)
        file.write(data)
        file.close()
        return file.name
    return data


def read(answer):
    data = answer["Body"]
    return data.read() if hasattr(data, "read") else data if isinstance(data, bytes) else data.encode()


def main():
    os.environ["AWS_REGION"] = os.environ["AWS_DEFAULT_REGION"] = "eu-west-1"
    s3, limited, name = Scenario("s3", "admin"), Scenario("s3", "limited"), "orders-dev-assets"
    s3("CreateBucket", Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    s3.refused("BucketAlreadyOwnedByYou", "you already own it", "CreateBucket", Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    if sys.argv[1] != "js-v3":  # which tells the Region by itself
        s3.refused("IllegalLocationConstraintException", "location constraint", "CreateBucket", Bucket="another-bucket")
    s3("HeadBucket", Bucket=name)
    equal(s3("GetBucketLocation", Bucket=name)["LocationConstraint"], "eu-west-1")
    equal([b["Name"] for b in s3("ListBuckets")["Buckets"]], [name])
    s3("PutBucketVersioning", Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    equal(s3("GetBucketVersioning", Bucket=name)["Status"], "Enabled")
    s3("PutBucketEncryption", Bucket=name, ServerSideEncryptionConfiguration={"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]})
    equal(s3("GetBucketEncryption", Bucket=name)["ServerSideEncryptionConfiguration"]["Rules"][0]["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"], "AES256")
    s3("PutPublicAccessBlock", Bucket=name, PublicAccessBlockConfiguration={"BlockPublicAcls": True})
    equal(s3("GetPublicAccessBlock", Bucket=name)["PublicAccessBlockConfiguration"]["BlockPublicAcls"], True)
    s3.refused("NoSuchTagSet", "does not exist", "GetBucketTagging", Bucket=name)
    s3("PutBucketTagging", Bucket=name, Tagging={"TagSet": [{"Key": "STAGE", "Value": "dev"}]})
    equal(s3("GetBucketTagging", Bucket=name)["TagSet"], [{"Key": "STAGE", "Value": "dev"}])

    one = s3("PutObject", Bucket=name, Key="a/one.txt", Body=body(b"first"), ContentType="text/plain", Metadata={"hash": "1"})
    equal(one["ETag"].strip('"'), hashlib.md5(b"first").hexdigest())
    two = s3("PutObject", Bucket=name, Key="a/one.txt", Body=body(b"second"))
    assert one["VersionId"] != two["VersionId"], (one, two)
    found = s3("HeadObject", Bucket=name, Key="a/one.txt", VersionId=one["VersionId"])
    equal((found["ContentLength"], found["ContentType"], found["Metadata"]), (5, "text/plain", {"hash": "1"}))
    if sys.argv[1] == "boto3":
        equal(read(s3("GetObject", Bucket=name, Key="a/one.txt")), b"second")
        equal(read(s3("GetObject", Bucket=name, Key="a/one.txt", Range="bytes=1-2")), b"ec")
    s3("CopyObject", Bucket=name, Key="b/two.txt", CopySource=f"{name}/a/one.txt")
    equal([o["Key"] for o in s3("ListObjectsV2", Bucket=name)["Contents"]], ["a/one.txt", "b/two.txt"])
    equal([p["Prefix"] for p in s3("ListObjectsV2", Bucket=name, Delimiter="/")["CommonPrefixes"]], ["a/", "b/"])
    equal([o["Key"] for o in s3("ListObjects", Bucket=name, Prefix="b/")["Contents"]], ["b/two.txt"])
    equal(len(s3("ListObjectVersions", Bucket=name, Prefix="a/")["Versions"]), 2)
    equal([o["Key"] for o in s3.client.pages("ListObjectsV2", 1, "Contents", Bucket=name)[1]], ["a/one.txt", "b/two.txt"])
    s3("PutObjectTagging", Bucket=name, Key="a/one.txt", Tagging={"TagSet": [{"Key": "k", "Value": "v"}]})
    equal(s3("GetObjectTagging", Bucket=name, Key="a/one.txt")["TagSet"], [{"Key": "k", "Value": "v"}])

    upload = s3("CreateMultipartUpload", Bucket=name, Key="large")["UploadId"]
    equal([u["Key"] for u in s3("ListMultipartUploads", Bucket=name)["Uploads"]], ["large"])
    tags = [s3("UploadPart", Bucket=name, Key="large", UploadId=upload, PartNumber=n, Body=body(data))["ETag"] for n, data in ((1, b"x" * PART), (2, b"end"))]
    equal([p["PartNumber"] for p in s3("ListParts", Bucket=name, Key="large", UploadId=upload)["Parts"]], [1, 2])
    s3("CompleteMultipartUpload", Bucket=name, Key="large", UploadId=upload, MultipartUpload={"Parts": [{"PartNumber": n + 1, "ETag": t} for n, t in enumerate(tags)]})
    equal(s3("HeadObject", Bucket=name, Key="large")["ContentLength"], PART + 3)
    aborted = s3("CreateMultipartUpload", Bucket=name, Key="none")["UploadId"]
    equal(s3("UploadPartCopy", Bucket=name, Key="none", UploadId=aborted, PartNumber=1, CopySource=f"{name}/large", CopySourceRange="bytes=0-1")["CopyPartResult"]["ETag"].strip('"'), hashlib.md5(b"xx").hexdigest())
    s3("AbortMultipartUpload", Bucket=name, Key="none", UploadId=aborted)

    limited.refused("AccessDenied", "s3:ListBucket on resource: \"arn:aws:s3:::orders-dev-assets\"", "ListObjectsV2", Bucket=name)
    policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111111111111:user/limited"}, "Action": "s3:ListBucket", "Resource": f"arn:aws:s3:::{name}"}]}
    s3.refused("NoSuchBucketPolicy", "does not exist", "GetBucketPolicy", Bucket=name)
    s3("PutBucketPolicy", Bucket=name, Policy=json.dumps(policy))
    s3.refused("MalformedPolicy", "Policy has invalid resource", "PutBucketPolicy", Bucket=name, Policy=json.dumps(policy).replace(name, "other"))
    equal(json.loads(s3("GetBucketPolicy", Bucket=name)["Policy"]), policy)
    limited("ListObjectsV2", Bucket=name)
    s3("DeleteBucketPolicy", Bucket=name)
    s3.refused("NoSuchBucket", "does not exist", "ListObjectsV2", Bucket="no-such-bucket")
    s3.refused("BucketNotEmpty", "not empty", "DeleteBucket", Bucket=name)
    for setting, value in (
            ("BucketOwnershipControls", {"OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}}),
            ("BucketLifecycleConfiguration", {"LifecycleConfiguration": {"Rules": [{"ID": "r", "Status": "Enabled", "Filter": {"Prefix": ""}, "Expiration": {"Days": 1}}]}}),
            ("BucketCors", {"CORSConfiguration": {"CORSRules": [{"AllowedMethods": ["GET"], "AllowedOrigins": ["*"]}]}}),
            ("BucketWebsite", {"WebsiteConfiguration": {"IndexDocument": {"Suffix": "index.html"}}}),
            ("BucketNotificationConfiguration", {"NotificationConfiguration": {"EventBridgeConfiguration": {}}}),
            ("BucketLogging", {"BucketLoggingStatus": {"LoggingEnabled": {"TargetBucket": name, "TargetPrefix": "logs/"}}}),
            ("BucketAccelerateConfiguration", {"AccelerateConfiguration": {"Status": "Enabled"}})):
        s3(f"Put{setting}", Bucket=name, **value)
        s3(f"Get{setting}", Bucket=name)
    for operation in ("DeleteBucketLifecycle", "DeleteBucketCors", "DeleteBucketWebsite", "DeleteBucketOwnershipControls", "DeleteBucketTagging", "DeleteBucketEncryption", "DeletePublicAccessBlock"):
        s3(operation, Bucket=name)
    s3("DeleteObject", Bucket=name, Key="b/two.txt")
    listed = s3("ListObjectVersions", Bucket=name)
    every = [{"Key": v["Key"], "VersionId": v["VersionId"]} for v in listed["Versions"] + listed.get("DeleteMarkers", [])]
    equal(len(s3("DeleteObjects", Bucket=name, Delete={"Objects": every})["Deleted"]), len(every))
    s3("DeleteBucket", Bucket=name)
    end(s3)


main()
