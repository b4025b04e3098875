"""CloudFormation's stacks and change sets, by a client that isn't ours.

    cloudformation-operations.py boto3|aws|js-v3 [node]
"""
import json, os
from scenario import Scenario, end, equal

QUEUE = json.dumps({
    "Description": "one queue",
    "Metadata": {"Shown": {"version": "1", "parts": [1, True]}},
    "Parameters": {"Name": {"Type": "String", "Default": "jobs"}},
    "Resources": {"Jobs": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": {"Ref": "Name"}}}},
    "Outputs": {"Arn": {"Value": {"Fn::GetAtt": ["Jobs", "Arn"]}, "Export": {"Name": "jobs-arn"}}},
})
USER = json.dumps({"Resources": {"Copy": {"Type": "AWS::SSM::Parameter", "Properties": {"Name": "/jobs", "Type": "String", "Value": {"Fn::ImportValue": "jobs-arn"}}}}})
ROLE = """
Resources:
  Worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole }]
Outputs:
  Name: { Value: !Ref Worker }
"""
SAM = json.dumps({
    "Transform": "AWS::Serverless-2016-10-31",
    "Resources": {"Work": {"Type": "AWS::Serverless::Function", "Properties": {"Handler": "index.handler", "Runtime": "nodejs22.x", "InlineCode": "exports.handler = async () => 1"}}},
})


def template(stacks, name, stage):
    got = stacks("GetTemplate", StackName=name, TemplateStage=stage)["TemplateBody"]
    return json.loads(got) if isinstance(got, str) else got


def status(stacks, name):
    return stacks("DescribeStacks", StackName=name)["Stacks"][0]["StackStatus"]


def stuck(stacks, limited):
    """An update that may not be made by a user who may not undo it either, until somebody else does."""
    iam, statement = Scenario("iam", "admin"), {"Effect": "Allow", "Action": "*", "Resource": "*"}
    document = {"Version": "2012-10-17", "Statement": [statement, {"Effect": "Deny", "Action": "sqs:SetQueueAttributes", "Resource": "*"}]}
    iam("PutUserPolicy", UserName="limited", PolicyName="some", PolicyDocument=json.dumps(document))
    queue = {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "stuck", "DelaySeconds": 1}}
    stacks("CreateStack", StackName="stuck", TemplateBody=json.dumps({"Resources": {"Jobs": queue}}))
    queue["Properties"]["DelaySeconds"] = 2
    limited("UpdateStack", StackName="stuck", TemplateBody=json.dumps({"Resources": {"Jobs": queue}}))
    equal(status(stacks, "stuck"), "UPDATE_ROLLBACK_FAILED")
    stacks.refused("ValidationError", "can't be skipped", "ContinueUpdateRollback", StackName="stuck", ResourcesToSkip=["Other"])
    stacks("ContinueUpdateRollback", StackName="stuck")
    equal(status(stacks, "stuck"), "UPDATE_ROLLBACK_COMPLETE")
    equal(stacks("UpdateStack", StackName="stuck", DisableRollback=True, TemplateBody=json.dumps({"Resources": {"Jobs": queue, "X": {"Type": "AWS::Nothing::Thing", "DependsOn": "Jobs"}}}))["StackId"][:8], "arn:aws:")
    equal(status(stacks, "stuck"), "UPDATE_FAILED")
    stacks("RollbackStack", StackName="stuck", ClientRequestToken="back")
    stacks("RollbackStack", StackName="stuck", ClientRequestToken="back")
    equal(status(stacks, "stuck"), "UPDATE_ROLLBACK_COMPLETE")
    stacks.refused("ValidationError", "can not be rolled back", "RollbackStack", StackName="stuck")
    stacks.refused("ValidationError", "cannot be called from current stack status", "CancelUpdateStack", StackName="stuck")
    stacks("DeleteStack", StackName="stuck")
    iam("DeleteUserPolicy", UserName="limited", PolicyName="some")


def main():
    os.environ["AWS_REGION"] = os.environ["AWS_DEFAULT_REGION"] = "eu-west-1"
    stacks, limited = Scenario("cloudformation", "admin"), Scenario("cloudformation", "limited")
    valid = stacks("ValidateTemplate", TemplateBody=QUEUE)
    equal([(p["ParameterKey"], p["DefaultValue"]) for p in valid["Parameters"]], [("Name", "jobs")])
    equal(stacks("GetTemplateSummary", TemplateBody=ROLE)["Capabilities"], ["CAPABILITY_IAM"])
    made = stacks("CreateStack", StackName="queue", TemplateBody=QUEUE, Tags=[{"Key": "STAGE", "Value": "dev"}])
    found = stacks("DescribeStacks", StackName="queue")["Stacks"][0]
    equal((found["StackId"], found["StackStatus"], found["Description"]), (made["StackId"], "CREATE_COMPLETE", "one queue"))
    equal(found["Outputs"][0]["OutputValue"], "arn:aws:sqs:eu-west-1:111111111111:jobs")
    equal(json.loads(stacks("GetTemplateSummary", StackName="queue")["Metadata"]), {"Shown": {"version": "1", "parts": [1, True]}})
    equal([e["ResourceStatus"] for e in stacks("DescribeStackEvents", StackName="queue")["StackEvents"]][::-1],
          ["CREATE_IN_PROGRESS", "CREATE_IN_PROGRESS", "CREATE_IN_PROGRESS", "CREATE_COMPLETE", "CREATE_COMPLETE"])
    equal(stacks("DescribeStackResource", StackName="queue", LogicalResourceId="Jobs")["StackResourceDetail"]["PhysicalResourceId"], "https://sqs.eu-west-1.amazonaws.com/111111111111/jobs")
    equal([r["LogicalResourceId"] for r in stacks("DescribeStackResources", StackName="queue")["StackResources"]], ["Jobs"])
    equal([r["ResourceType"] for r in stacks("ListStackResources", StackName="queue")["StackResourceSummaries"]], ["AWS::SQS::Queue"])
    equal([s["StackName"] for s in stacks("ListStacks")["StackSummaries"]], ["queue"])
    equal([e["Name"] for e in stacks("ListExports")["Exports"]], ["jobs-arn"])
    stacks("CreateStack", StackName="user", TemplateBody=USER)
    equal(stacks("ListImports", ExportName="jobs-arn")["Imports"], ["user"])
    stacks("DeleteStack", StackName="queue")
    kept = stacks("DescribeStacks", StackName="queue")["Stacks"][0]
    equal((kept["StackStatus"], kept["StackStatusReason"]), ("CREATE_COMPLETE", "Delete canceled. Cannot delete export jobs-arn as it is in use by user."))
    stacks.refused("AlreadyExistsException", "queue", "CreateStack", StackName="queue", TemplateBody=QUEUE)
    stacks.refused("InsufficientCapabilitiesException", "CAPABILITY_IAM", "CreateStack", StackName="role", TemplateBody=ROLE)
    stacks.refused("ValidationError", "No updates are to be performed", "UpdateStack", StackName="queue", TemplateBody=QUEUE, Tags=[{"Key": "STAGE", "Value": "dev"}])
    stacks("UpdateStack", StackName="queue", UsePreviousTemplate=True, Parameters=[{"ParameterKey": "Name", "UsePreviousValue": True}], Tags=[{"Key": "STAGE", "Value": "prod"}])
    equal(status(stacks, "queue"), "UPDATE_COMPLETE")
    got = stacks("GetTemplate", StackName="queue")["TemplateBody"]
    equal(json.loads(got) if isinstance(got, str) else got, json.loads(QUEUE))
    policy = json.dumps({"Statement": [{"Effect": "Deny", "Action": "Update:*", "Principal": "*", "Resource": "*"}]})
    stacks("SetStackPolicy", StackName="queue", StackPolicyBody=policy)
    equal(json.loads(stacks("GetStackPolicy", StackName="queue")["StackPolicyBody"]), json.loads(policy))
    stacks.refused("ValidationError", "Invalid stack policy", "SetStackPolicy", StackName="queue", StackPolicyBody="{}")
    stacks("UpdateStack", StackName="queue", TemplateBody=QUEUE.replace('{"QueueName"', '{"DelaySeconds": 3, "QueueName"'))
    equal(status(stacks, "queue"), "UPDATE_ROLLBACK_COMPLETE")
    stacks("UpdateTerminationProtection", StackName="user", EnableTerminationProtection=True)
    stacks.refused("ValidationError", "TerminationProtection is enabled", "DeleteStack", StackName="user")
    stacks("UpdateTerminationProtection", StackName="user", EnableTerminationProtection=False)

    stacks("CreateChangeSet", StackName="role", ChangeSetName="first", ChangeSetType="CREATE", TemplateBody=ROLE, Capabilities=["CAPABILITY_IAM"])
    told = stacks("DescribeChangeSet", StackName="role", ChangeSetName="first")
    equal((told["Status"], told["ExecutionStatus"], told["Changes"][0]["ResourceChange"]["Action"]), ("CREATE_COMPLETE", "AVAILABLE", "Add"))
    equal([c["ChangeSetName"] for c in stacks("ListChangeSets", StackName="role")["Summaries"]], ["first"])
    stacks("ExecuteChangeSet", StackName="role", ChangeSetName="first")
    equal(status(stacks, "role"), "CREATE_COMPLETE")
    equal(stacks("DescribeChangeSet", StackName="role", ChangeSetName="first")["ExecutionStatus"], "EXECUTE_COMPLETE")
    stacks("CreateChangeSet", StackName="role", ChangeSetName="none", TemplateBody=ROLE, Capabilities=["CAPABILITY_IAM"])
    assert stacks("DescribeChangeSet", StackName="role", ChangeSetName="none")["StatusReason"].startswith("The submitted information didn't contain changes.")
    stacks("DeleteChangeSet", StackName="role", ChangeSetName="none")
    stacks.refused("ChangeSetNotFound", "none", "DescribeChangeSet", StackName="role", ChangeSetName="none")

    equal(stacks("ValidateTemplate", TemplateBody=SAM)["DeclaredTransforms"], ["AWS::Serverless-2016-10-31"])
    stacks.refused("InsufficientCapabilitiesException", "CAPABILITY_AUTO_EXPAND", "CreateStack", StackName="sam", TemplateBody=SAM, Capabilities=["CAPABILITY_IAM"])
    stacks("CreateStack", StackName="sam", TemplateBody=SAM, Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"])
    equal(status(stacks, "sam"), "CREATE_COMPLETE")
    equal(template(stacks, "sam", "Original"), json.loads(SAM))
    equal(sorted(r["Type"] for r in template(stacks, "sam", "Processed")["Resources"].values()), ["AWS::IAM::Role", "AWS::Lambda::Function"])
    equal(stacks("GetTemplateSummary", StackName="sam")["DeclaredTransforms"], ["AWS::Serverless-2016-10-31"])
    for name in ("user", "queue", "role", "sam"):
        stacks("DeleteStack", StackName=name)
        stacks.refused("ValidationError", f"Stack with id {name} does not exist", "DescribeStacks", StackName=name)
    stuck(stacks, limited)
    limited.refused("AccessDenied", "cloudformation:CreateStack on resource: arn:aws:cloudformation:eu-west-1:111111111111:stack/other/", "CreateStack", StackName="other", TemplateBody=QUEUE)
    stacks.refused("NotImplemented", "^lanyard sandbox doesn't speak cloudformation:ListTypes yet$", "ListTypes")
    end(stacks)


main()
