"""Amazon ECR as deploy tools call it for the repositories of stacks, by a client that isn't ours.

    ecr-operations.py boto3|aws|js-v3 [node]
"""
import os
from scenario import Scenario, end, equal
from stacks import make


def main():
    os.environ["AWS_REGION"] = os.environ["AWS_DEFAULT_REGION"] = "eu-west-1"
    make(Scenario, "images", {"Repository": {"Type": "AWS::ECR::Repository", "Properties": {"RepositoryName": "orders/api", "ImageTagMutability": "IMMUTABLE"}}})
    registry, limited = Scenario("ecr", "admin"), Scenario("ecr", "limited")
    found = registry("DescribeRepositories", registryId="111111111111", repositoryNames=["orders/api"])["repositories"]
    equal([(r["repositoryName"], r["repositoryUri"], r["imageTagMutability"]) for r in found], [("orders/api", "111111111111.dkr.ecr.eu-west-1.amazonaws.com/orders/api", "IMMUTABLE")])
    equal(len(registry("DescribeRepositories")["repositories"]), 1)
    registry.refused("RepositoryNotFoundException", "The repository with name 'none' does not exist in the registry with id '111111111111'", "DescribeRepositories", repositoryNames=["none"])
    limited.refused("AccessDeniedException", "ecr:DescribeRepositories on resource: arn:aws:ecr:eu-west-1:111111111111:repository/orders/api because", "DescribeRepositories", repositoryNames=["orders/api"])
    equal(registry("DeleteRepository", repositoryName="orders/api", force=True)["repository"]["repositoryArn"], "arn:aws:ecr:eu-west-1:111111111111:repository/orders/api")
    equal(registry("DescribeRepositories")["repositories"], [])
    registry.refused("NotImplemented", "^lanyard sandbox doesn't speak ecr:CreateRepository yet$", "CreateRepository", repositoryName="new")
    end(registry)


main()
