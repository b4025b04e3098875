"""API Gateway as deploy tools call it for the REST APIs of stacks, by a client that isn't ours.

    apigateway-operations.py boto3|aws|js-v3 [node]
"""
import os
from scenario import Scenario, end, equal
from stacks import make


def main():
    os.environ["AWS_REGION"] = os.environ["AWS_DEFAULT_REGION"] = "eu-west-1"
    made = make(Scenario, "orders", {
        "Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": "orders", "Tags": [{"Key": "team", "Value": "blue"}], "EndpointConfiguration": {"Types": ["REGIONAL"]}}},
        "First": {"Type": "AWS::ApiGateway::Deployment", "Properties": {"RestApiId": {"Ref": "Api"}, "StageName": "dev", "Description": "first"}},
        "Stage": {"Type": "AWS::ApiGateway::Stage", "Properties": {"RestApiId": {"Ref": "Api"}, "StageName": "live", "DeploymentId": {"Ref": "First"}, "TracingEnabled": True, "Variables": {"a": "b"},
                  "MethodSettings": [{"ResourcePath": "/*", "HttpMethod": "*", "LoggingLevel": "INFO", "MetricsEnabled": True, "ThrottlingRateLimit": 5}]}},
        "Plan": {"Type": "AWS::ApiGateway::UsagePlan", "Properties": {"UsagePlanName": "small", "ApiStages": [{"ApiId": {"Ref": "Api"}, "Stage": "live"}], "Quota": {"Limit": 100, "Period": "DAY"}}},
        "Key": {"Type": "AWS::ApiGateway::ApiKey", "Properties": {"Name": "partner", "Enabled": True, "Value": "0123456789abcdefghij"}},
    })
    api, deployment, plan, key = made["Api"], made["First"], made["Plan"], made["Key"]
    gateway, limited = Scenario("apigateway", "admin"), Scenario("apigateway", "limited")
    found = gateway("GetRestApis")["items"]
    equal([(a["id"], a["name"], a["endpointConfiguration"]["types"], a["tags"]) for a in found], [(api, "orders", ["REGIONAL"], {"team": "blue", "app": "orders"})])
    equal(gateway("GetRestApi", restApiId=api)["name"], "orders")
    gateway.refused("NotFoundException", "Invalid API identifier specified 111111111111:none", "GetRestApi", restApiId="none")
    equal([(d["id"], d["description"]) for d in gateway("GetDeployments", restApiId=api)["items"]], [(deployment, "first")])
    equal(gateway("GetDeployment", restApiId=api, deploymentId=deployment)["id"], deployment)
    live = gateway("GetStage", restApiId=api, stageName="live")
    equal((live["tracingEnabled"], live["variables"], live["methodSettings"]["*/*"]["loggingLevel"], live["deploymentId"]), (True, {"a": "b"}, "INFO", deployment))
    equal([s["stageName"] for s in gateway("GetStages", restApiId=api)["item"]], ["dev", "live"])
    equal(gateway("CreateStage", restApiId=api, stageName="test", deploymentId=deployment)["stageName"], "test")
    gateway.refused("ConflictException", "Stage already exists", "CreateStage", restApiId=api, stageName="dev", deploymentId=deployment)
    logs = "arn:aws:logs:eu-west-1:111111111111:log-group:/aws/api-gateway/orders-dev"
    patched = gateway("UpdateStage", restApiId=api, stageName="dev", patchOperations=[
        {"op": "replace", "path": "/tracingEnabled", "value": "true"}, {"op": "replace", "path": "/accessLogSettings/destinationArn", "value": logs},
        {"op": "replace", "path": "/accessLogSettings/format", "value": "$context.requestId"}, {"op": "replace", "path": "/*/*/logging/loglevel", "value": "INFO"}])
    equal((patched["tracingEnabled"], patched["accessLogSettings"], patched["methodSettings"]["*/*"]), (True, {"destinationArn": logs, "format": "$context.requestId"}, {"loggingLevel": "INFO"}))
    patched = gateway("UpdateStage", restApiId=api, stageName="dev", patchOperations=[{"op": "remove", "path": "/accessLogSettings"}])
    equal("accessLogSettings" in patched, False)
    stage = f"arn:aws:apigateway:eu-west-1::/restapis/{api}/stages/dev"
    gateway("TagResource", resourceArn=stage, tags={"app": "orders", "stage": "dev"})
    gateway("UntagResource", resourceArn=stage, tagKeys=["app"])
    equal(gateway("GetTags", resourceArn=stage)["tags"], {"stage": "dev"})
    equal(gateway("GetStage", restApiId=api, stageName="dev")["tags"], {"stage": "dev"})
    equal([(p["id"], p["apiStages"], p["quota"]["limit"]) for p in gateway("GetUsagePlans")["items"]], [(plan, [{"apiId": api, "stage": "live"}], 100)])
    equal(gateway("GetUsagePlan", usagePlanId=plan)["name"], "small")
    equal(gateway("UpdateUsagePlan", usagePlanId=plan, patchOperations=[{"op": "remove", "path": "/apiStages", "value": f"{api}:live"}])["apiStages"], [])
    equal([k["name"] for k in gateway("GetApiKeys")["items"]], ["partner"])
    equal(gateway("GetApiKey", apiKey=key, includeValue=True)["value"], "0123456789abcdefghij")
    equal("value" in gateway("GetApiKey", apiKey=key), False)
    limited.refused("AccessDeniedException", "apigateway:GET on resource: arn:aws:apigateway:eu-west-1::/restapis because no identity-based policy allows", "GetRestApis")
    limited.refused("AccessDeniedException", f"apigateway:PATCH on resource: arn:aws:apigateway:eu-west-1::/restapis/{api}/stages/dev because", "UpdateStage", restApiId=api, stageName="dev", patchOperations=[])
    limited.refused("AccessDeniedException", f"apigateway:PUT on resource: arn:aws:apigateway:eu-west-1::/tags/arn%3Aaws%3Aapigateway%3Aeu-west-1%3A%3A%2Frestapis%2F{api}%2Fstages%2Fdev because", "TagResource", resourceArn=stage, tags={"a": "b"})
    gateway.refused("NotImplemented", "^lanyard sandbox doesn't speak this operation of apigateway yet$", "DeleteRestApi", restApiId=api)
    end(gateway)


main()
