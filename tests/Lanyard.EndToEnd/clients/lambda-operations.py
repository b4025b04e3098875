"""Lambda's functions as the sandbox tells of them, asked by a client that isn't ours.

    lambda-operations.py boto3|aws|js-v3 [node]
"""
import os
from scenario import Scenario, end, equal


def main():
    os.environ["AWS_REGION"] = os.environ["AWS_DEFAULT_REGION"] = "eu-west-1"
    functions, limited = Scenario("lambda", "admin"), Scenario("lambda", "limited")
    arn = "arn:aws:lambda:eu-west-1:111111111111:function:orders-jobs"
    found = functions("GetFunctionConfiguration", FunctionName="orders-jobs")
    equal([found[m] for m in ("FunctionName", "FunctionArn", "Role", "Runtime", "Handler", "Version")],
          ["orders-jobs", arn, "arn:aws:iam::111111111111:role/functions", "python3.13", "jobs.run", "$LATEST"])
    equal(functions("GetFunction", FunctionName=arn)["Configuration"]["FunctionName"], "orders-jobs")
    equal([f["FunctionName"] for f in functions("ListFunctions")["Functions"]], ["orders-api", "orders-jobs"])
    equal([f["FunctionName"] for f in functions.client.pages("ListFunctions", 1, "Functions")[1]], ["orders-api", "orders-jobs"])
    functions.refused("ResourceNotFoundException", "Function not found: .*:function:nothing", "GetFunction", FunctionName="nothing")
    limited.refused("AccessDeniedException", "lambda:GetFunctionConfiguration on resource: arn:aws:lambda:.*orders-jobs because", "GetFunctionConfiguration", FunctionName="orders-jobs")
    limited.refused("AccessDeniedException", "lambda:ListFunctions", "ListFunctions")
    functions.refused("NotImplemented", "^lanyard sandbox doesn't speak this operation of lambda yet$", "DeleteFunction", FunctionName="orders-jobs")
    end(functions)


main()
