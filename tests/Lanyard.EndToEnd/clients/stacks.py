"""Makes the stacks whose resources a scenario looks at."""
import json


def make(client_of, name, resources):
    stack = client_of("cloudformation", "admin")
    template = json.dumps({"Resources": resources, "Outputs": {logical: {"Value": {"Ref": logical}} for logical in resources}})
    stack("CreateStack", StackName=name, TemplateBody=template, Tags=[{"Key": "app", "Value": "orders"}])
    found = stack("DescribeStacks", StackName=name)["Stacks"][0]
    assert found["StackStatus"] == "CREATE_COMPLETE", found
    return {output["OutputKey"]: output["OutputValue"] for output in found["Outputs"]}
