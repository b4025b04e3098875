#!/usr/bin/env python3
"""template.py RESOURCES > FILE: a template of so many resources, as an app of functions with queues, tables, topics and schedules has them."""
import json
import sys

count = int(sys.argv[1])
resources = {}
at = 0
while len(resources) < count:
    n = f"{at:03d}"
    arn = lambda name: {"Fn::GetAtt": [name, "Arn"]}
    group = {
        f"Role{n}": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {}, "ManagedPolicyArns": ["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"],
                     "Policies": [{"PolicyName": "own", "PolicyDocument": {"Version": "2012-10-17", "Statement": []}}]}},
        f"Function{n}": {"Type": "AWS::Lambda::Function", "Properties": {"Code": {"S3Bucket": "code", "S3Key": f"f{n}.zip"}, "Role": arn(f"Role{n}"), "Environment": {"Variables": {"TABLE": {"Ref": f"Table{n}"}}},
                         "FunctionName": {"Fn::Sub": f"${{AWS::StackName}}-f{n}"}}},
        f"Logs{n}": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": {"Fn::Sub": f"/aws/lambda/${{AWS::StackName}}-f{n}"}, "RetentionInDays": 14}},
        f"Queue{n}": {"Type": "AWS::SQS::Queue", "Properties": {"RedrivePolicy": {"deadLetterTargetArn": arn(f"Dead{n}"), "maxReceiveCount": 3}}},
        f"Dead{n}": {"Type": "AWS::SQS::Queue"},
        f"Source{n}": {"Type": "AWS::Lambda::EventSourceMapping", "Properties": {"FunctionName": {"Ref": f"Function{n}"}, "EventSourceArn": arn(f"Queue{n}")}},
        f"Table{n}": {"Type": "AWS::DynamoDB::Table", "Properties": {"BillingMode": "PAY_PER_REQUEST", "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}], "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}]}},
        f"Topic{n}": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": {"Fn::Sub": f"${{AWS::StackName}}-t{n}"}}},
        f"Subscription{n}": {"Type": "AWS::SNS::Subscription", "Properties": {"Protocol": "sqs", "TopicArn": {"Ref": f"Topic{n}"}, "Endpoint": arn(f"Queue{n}")}},
        f"Rule{n}": {"Type": "AWS::Events::Rule", "Properties": {"ScheduleExpression": "rate(1 day)", "Targets": [{"Arn": arn(f"Function{n}"), "Id": "f"}]}},
        f"Permission{n}": {"Type": "AWS::Lambda::Permission", "Properties": {"FunctionName": {"Ref": f"Function{n}"}, "Action": "lambda:InvokeFunction", "Principal": "events.amazonaws.com", "SourceArn": arn(f"Rule{n}")}},
        f"Bucket{n}": {"Type": "AWS::S3::Bucket", "Properties": {"BucketEncryption": {"ServerSideEncryptionConfiguration": [{"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]}}},
        f"Parameter{n}": {"Type": "AWS::SSM::Parameter", "Properties": {"Name": {"Fn::Sub": f"/${{AWS::StackName}}/p{n}"}, "Type": "String", "Value": {"Ref": f"Bucket{n}"}}},
        f"Alarm{n}": {"Type": "AWS::CloudWatch::Alarm", "Properties": {"MetricName": "Errors", "Namespace": "AWS/Lambda", "AlarmActions": [{"Ref": f"Topic{n}"}]}},
    }
    for name, resource in group.items():
        if len(resources) < count:
            resources[name] = resource
    at += 1
json.dump({"Resources": resources}, sys.stdout, indent=1)
