using Lanyard.Policy.Documents;

namespace Lanyard.Sandbox.CloudFormation.Templates;

/// <summary>SAM's policy templates, those that are used most. See "Policy template list", AWS SAM Developer Guide.</summary>
internal static class SamPolicies
{
    private const string Arn = "arn:${AWS::Partition}:";
    private const string Here = ":${AWS::Region}:${AWS::AccountId}:";
    private const string Table = Arn + "dynamodb" + Here + "table/";
    private const string Bucket = Arn + "s3:::";

    // Actions, and resources in which a parameter of the template stands in braces.
    private static readonly Dictionary<string, (string Actions, string Resources)> All = new(StringComparer.Ordinal)
    {
        ["DynamoDBCrudPolicy"] = ("dynamodb:GetItem dynamodb:DeleteItem dynamodb:PutItem dynamodb:Scan dynamodb:Query dynamodb:UpdateItem dynamodb:BatchWriteItem dynamodb:BatchGetItem dynamodb:DescribeTable dynamodb:ConditionCheckItem", $"{Table}{{TableName}} {Table}{{TableName}}/index/*"),
        ["DynamoDBReadPolicy"] = ("dynamodb:GetItem dynamodb:Scan dynamodb:Query dynamodb:BatchGetItem dynamodb:DescribeTable", $"{Table}{{TableName}} {Table}{{TableName}}/index/*"),
        ["DynamoDBWritePolicy"] = ("dynamodb:PutItem dynamodb:UpdateItem dynamodb:BatchWriteItem", $"{Table}{{TableName}} {Table}{{TableName}}/index/*"),
        ["DynamoDBStreamReadPolicy"] = ("dynamodb:DescribeStream dynamodb:GetRecords dynamodb:GetShardIterator", Table + "{TableName}/stream/{StreamName}"),
        ["S3ReadPolicy"] = ("s3:GetObject s3:ListBucket s3:GetBucketLocation s3:GetObjectVersion s3:GetLifecycleConfiguration", $"{Bucket}{{BucketName}} {Bucket}{{BucketName}}/*"),
        ["S3WritePolicy"] = ("s3:PutObject s3:PutObjectAcl s3:PutLifecycleConfiguration", $"{Bucket}{{BucketName}} {Bucket}{{BucketName}}/*"),
        ["S3CrudPolicy"] = ("s3:GetObject s3:ListBucket s3:GetBucketLocation s3:GetObjectVersion s3:PutObject s3:PutObjectAcl s3:GetLifecycleConfiguration s3:PutLifecycleConfiguration s3:DeleteObject", $"{Bucket}{{BucketName}} {Bucket}{{BucketName}}/*"),
        ["S3FullAccessPolicy"] = ("s3:GetObject s3:GetObjectAcl s3:GetObjectVersion s3:PutObject s3:PutObjectAcl s3:DeleteObject s3:DeleteObjectTagging s3:ListBucket s3:GetBucketLocation s3:GetLifecycleConfiguration s3:PutLifecycleConfiguration", $"{Bucket}{{BucketName}} {Bucket}{{BucketName}}/*"),
        ["SQSPollerPolicy"] = ("sqs:ChangeMessageVisibility sqs:DeleteMessage sqs:GetQueueAttributes sqs:ReceiveMessage", Arn + "sqs" + Here + "{QueueName}"),
        ["SQSSendMessagePolicy"] = ("sqs:SendMessage", Arn + "sqs" + Here + "{QueueName}"),
        ["SNSPublishMessagePolicy"] = ("sns:Publish", Arn + "sns" + Here + "{TopicName}"),
        ["SNSCrudPolicy"] = ("sns:ListSubscriptionsByTopic sns:CreateTopic sns:SetTopicAttributes sns:Subscribe sns:Publish", Arn + "sns" + Here + "{TopicName}*"),
        ["LambdaInvokePolicy"] = ("lambda:InvokeFunction", Arn + "lambda" + Here + "function:{FunctionName}*"),
        ["StepFunctionsExecutionPolicy"] = ("states:StartExecution", Arn + "states" + Here + "stateMachine:{StateMachineName}"),
        ["EventBridgePutEventsPolicy"] = ("events:PutEvents", Arn + "events" + Here + "event-bus/{EventBusName}"),
        ["SSMParameterReadPolicy"] = ("ssm:GetParameters ssm:GetParameter ssm:GetParametersByPath", Arn + "ssm" + Here + "parameter/{ParameterName}"),
        ["SSMParameterWithSlashPrefixReadPolicy"] = ("ssm:GetParameters ssm:GetParameter ssm:GetParametersByPath", Arn + "ssm" + Here + "parameter{ParameterName}"),
        ["AWSSecretsManagerGetSecretValuePolicy"] = ("secretsmanager:GetSecretValue", "{SecretArn}"),
        ["KinesisStreamReadPolicy"] = ("kinesis:DescribeStream kinesis:DescribeStreamSummary kinesis:GetRecords kinesis:GetShardIterator kinesis:ListShards", Arn + "kinesis" + Here + "stream/{StreamName}"),
        ["KinesisCrudPolicy"] = ("kinesis:AddTagsToStream kinesis:DescribeStream kinesis:GetRecords kinesis:GetShardIterator kinesis:PutRecord kinesis:PutRecords", Arn + "kinesis" + Here + "stream/{StreamName}"),
        ["KMSDecryptPolicy"] = ("kms:Decrypt", Arn + "kms" + Here + "key/{KeyId}"),
        ["KMSEncryptPolicy"] = ("kms:Encrypt", Arn + "kms" + Here + "key/{KeyId}"),
        ["SESCrudPolicy"] = ("ses:GetIdentityVerificationAttributes ses:SendEmail ses:SendRawEmail ses:VerifyEmailIdentity", Arn + "ses" + Here + "identity/{IdentityName}"),
        ["CloudWatchPutMetricPolicy"] = ("cloudwatch:PutMetricData", "*"),
        ["VPCAccessPolicy"] = ("ec2:CreateNetworkInterface ec2:DeleteNetworkInterface ec2:DescribeNetworkInterfaces ec2:DetachNetworkInterface", "*"),
        ["FirehoseWritePolicy"] = ("firehose:PutRecord firehose:PutRecordBatch", Arn + "firehose" + Here + "deliverystream/{DeliveryStreamName}"),
        ["RekognitionDetectOnlyPolicy"] = ("rekognition:DetectFaces rekognition:DetectLabels rekognition:DetectModerationLabels rekognition:DetectText", "*"),
        ["ComprehendBasicAccessPolicy"] = ("comprehend:BatchDetectKeyPhrases comprehend:DetectDominantLanguage comprehend:DetectEntities comprehend:DetectKeyPhrases comprehend:DetectSentiment comprehend:DetectSyntax", "*"),
    };

    /// <summary>Gives the document of a template.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="parameters">What it is given.</param>
    /// <returns>The document; <see langword="null"/> where no template of that name is known.</returns>
    public static JsonNode? Find(string name, JsonNode parameters) => !All.TryGetValue(name, out var template) ? null : Object(
        ("Version", Text("2012-10-17")),
        ("Statement", JsonNode.OfItems(Place.None,
        [
            Object(
                ("Effect", Text("Allow")), ("Action", JsonNode.OfItems(Place.None, [.. template.Actions.Split(' ').Select(Text)])),
                ("Resource", JsonNode.OfItems(Place.None, [.. template.Resources.Split(' ').Select(resource => Resource(resource, parameters))]))),
        ])));

    private static JsonNode Resource(string pattern, JsonNode parameters) => pattern == "*" ? Text(pattern)
        : Object(("Fn::Sub", JsonNode.OfItems(Place.None, [Text(parameters.Members.Aggregate(pattern, (text, p) => text.Replace($"{{{p.Name.Value}}}", $"${{{p.Name.Value}}}", StringComparison.Ordinal))), parameters])));

    private static JsonNode Text(string text) => JsonNode.OfText(JsonNodeKind.Text, text, Place.None);

    private static JsonNode Object(params (string Name, JsonNode Value)[] members) =>
        JsonNode.OfMembers(Place.None, [.. members.Select(m => new JsonMember(new PolicyText(m.Name, Place.None), m.Value))]);
}
