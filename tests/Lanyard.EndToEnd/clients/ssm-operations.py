"""The Parameter Store, by a client that isn't ours.

    ssm-operations.py boto3|aws|js-v3 [node]
"""
import os
from scenario import Scenario, end, equal


def main():
    os.environ["AWS_REGION"] = os.environ["AWS_DEFAULT_REGION"] = "eu-west-1"
    store, limited = Scenario("ssm", "admin"), Scenario("ssm", "limited")
    equal(store("PutParameter", Name="/app/url", Value="one", Type="String")["Version"], 1)
    store.refused("ParameterAlreadyExists", "overwrite", "PutParameter", Name="/app/url", Value="two", Type="String")
    equal(store("PutParameter", Name="/app/url", Value="two", Overwrite=True)["Version"], 2)
    store("PutParameter", Name="/app/deep/key", Value="three", Type="SecureString")
    found = store("GetParameter", Name="/app/url")["Parameter"]
    equal((found["Value"], found["Type"], found["ARN"]), ("two", "String", "arn:aws:ssm:eu-west-1:111111111111:parameter/app/url"))
    equal(store("LabelParameterVersion", Name="/app/url", ParameterVersion=1, Labels=["first", "1st"])["InvalidLabels"], ["1st"])
    equal([store("GetParameter", Name=f"/app/url:{which}")["Parameter"]["Value"] for which in ("1", "first", "2")], ["one", "one", "two"])
    equal([(v["Version"], v.get("Labels", [])) for v in store("GetParameterHistory", Name="/app/url")["Parameters"]], [(1, ["first"]), (2, [])])
    store.refused("ParameterVersionNotFound", "version 9", "GetParameter", Name="/app/url:9")
    store.refused("AccessDeniedException", "reserved", "PutParameter", Name="/aws/url", Value="one", Type="String")
    assert store("GetParameter", Name="/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64")["Parameter"]["Value"].startswith("ami-")
    many = store("GetParameters", Names=["/app/url", "/none"])
    equal(([p["Name"] for p in many["Parameters"]], many["InvalidParameters"]), (["/app/url"], ["/none"]))
    equal([p["Name"] for p in store("GetParametersByPath", Path="/app")["Parameters"]], ["/app/url"])
    equal([p["Name"] for p in store("GetParametersByPath", Path="/app", Recursive=True)["Parameters"]], ["/app/deep/key", "/app/url"])
    limited.refused("AccessDeniedException", "ssm:GetParameter on resource: arn:aws:ssm:eu-west-1:111111111111:parameter/app/url", "GetParameter", Name="/app/url")
    store("DeleteParameter", Name="/app/url")
    store.refused("ParameterNotFound", "", "GetParameter", Name="/app/url")
    equal(store("DeleteParameters", Names=["/app/deep/key", "/none"]), {"DeletedParameters": ["/app/deep/key"], "InvalidParameters": ["/none"]})
    store.refused("NotImplemented", "^lanyard sandbox doesn't speak ssm:DescribeParameters yet$", "DescribeParameters")
    end(store)


main()
