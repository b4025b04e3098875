"""CloudWatch Logs as deploy tools call it for the log groups of stacks, by a client that isn't ours.

    logs-operations.py boto3|aws|js-v3 [node]
"""
import os, sys
from scenario import Scenario, end, equal
from stacks import make


def main():
    os.environ["AWS_REGION"] = os.environ["AWS_DEFAULT_REGION"] = "eu-west-1"
    make(Scenario, "orders", {
        "Group": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": "/app/orders", "RetentionInDays": 14}},
        "Other": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": "/app/other"}},
        "Filter": {"Type": "AWS::Logs::SubscriptionFilter", "Properties": {"LogGroupName": {"Ref": "Group"}, "FilterName": "errors", "FilterPattern": "ERROR",
                   "DestinationArn": "arn:aws:lambda:eu-west-1:111111111111:function:alarm"}},
    })
    logs, limited = Scenario("logs", "admin"), Scenario("logs", "limited")
    equal([(g["logGroupName"], g.get("retentionInDays"), g["arn"]) for g in logs("DescribeLogGroups", logGroupNamePrefix="/app/")["logGroups"]],
          [("/app/orders", 14, "arn:aws:logs:eu-west-1:111111111111:log-group:/app/orders:*"), ("/app/other", None, "arn:aws:logs:eu-west-1:111111111111:log-group:/app/other:*")])
    equal(logs("DescribeLogStreams", logGroupName="/app/orders", descending=True, limit=50, orderBy="LastEventTime")["logStreams"], [])
    # What calls the SDK for JavaScript takes every time for a moment.
    since = {} if sys.argv[1] == "js-v3" else {"startTime": 1767225600000}
    equal(logs("FilterLogEvents", logGroupName="/app/orders", filterPattern="ERROR", **since)["events"], [])
    equal([(f["filterName"], f["filterPattern"]) for f in logs("DescribeSubscriptionFilters", logGroupName="/app/orders")["subscriptionFilters"]], [("errors", "ERROR")])
    logs("DeleteSubscriptionFilter", logGroupName="/app/orders", filterName="errors")
    equal(logs("DescribeSubscriptionFilters", logGroupName="/app/orders")["subscriptionFilters"], [])
    logs.refused("ResourceNotFoundException", "The specified subscription filter does not exist", "DeleteSubscriptionFilter", logGroupName="/app/orders", filterName="errors")
    limited.refused("AccessDeniedException", "logs:DeleteLogGroup on resource: arn:aws:logs:eu-west-1:111111111111:log-group:/app/other:log-stream: because", "DeleteLogGroup", logGroupName="/app/other")
    logs("DeleteLogGroup", logGroupName="/app/other")
    logs.refused("ResourceNotFoundException", "The specified log group does not exist", "DescribeLogStreams", logGroupName="/app/other")
    logs.refused("NotImplemented", "^lanyard sandbox doesn't speak logs:CreateLogGroup yet$", "CreateLogGroup", logGroupName="/app/new")
    end(logs)


main()
