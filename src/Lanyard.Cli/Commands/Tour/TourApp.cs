namespace Lanyard.Cli.Commands.Tour;

/// <summary>The app that the tour deploys.</summary>
internal static class TourApp
{
    /// <summary>The stack that it is deployed as.</summary>
    public const string Stack = "orders-dev";

    /// <summary>The permissions boundary that its role has.</summary>
    public const string Boundary = "arn:aws:iam::aws:policy/PowerUserAccess";

    /// <summary>What is changed in the template on the way.</summary>
    public const string Before = "VisibilityTimeout: 60";

    /// <summary>What it is changed to: a queue of the other kind, which is made anew, and the old one deleted.</summary>
    public const string After = "FifoQueue: true";

    /// <summary>The template, in the shape of a real one: a function with its role, a queue, a table, a log group.</summary>
    public const string Template =
        $$"""
        Resources:
          Orders:
            Type: AWS::DynamoDB::Table
            Properties:
              TableName: orders-dev
              BillingMode: PAY_PER_REQUEST
              AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
              KeySchema: [{ AttributeName: id, KeyType: HASH }]
          Jobs:
            Type: AWS::SQS::Queue
            Properties: { {{Before}} }
          Logs:
            Type: AWS::Logs::LogGroup
            Properties:
              LogGroupName: /aws/lambda/orders-dev-api
              RetentionInDays: 14
          ApiRole:
            Type: AWS::IAM::Role
            Properties:
              PermissionsBoundary: {{Boundary}}
              AssumeRolePolicyDocument:
                Version: "2012-10-17"
                Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole }]
              Policies:
                - PolicyName: app
                  PolicyDocument:
                    Version: "2012-10-17"
                    Statement:
                      - { Effect: Allow, Action: [dynamodb:GetItem, dynamodb:PutItem], Resource: !GetAtt Orders.Arn }
                      - { Effect: Allow, Action: sqs:SendMessage, Resource: !GetAtt Jobs.Arn }
                      - { Effect: Allow, Action: [logs:CreateLogStream, logs:PutLogEvents], Resource: !GetAtt Logs.Arn }
          Api:
            Type: AWS::Lambda::Function
            Properties:
              FunctionName: orders-dev-api
              Runtime: nodejs22.x
              Handler: index.handler
              Role: !GetAtt ApiRole.Arn
              Code: { ZipFile: "exports.handler = async () => ({ statusCode: 200 })" }
              Environment: { Variables: { TABLE: !Ref Orders, JOBS: !Ref Jobs } }

        """;
}
