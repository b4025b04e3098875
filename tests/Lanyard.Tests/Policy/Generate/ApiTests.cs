namespace Lanyard.Tests.Policy.Generate;

/// <summary>What API Gateway checks beside its own paths.</summary>
public sealed class ApiTests
{
    [Theory]
    [InlineData("AWS::ApiGateway::RestApi", "Name: a")]
    [InlineData("AWS::ApiGatewayV2::Api", "Name: a")]
    [InlineData("AWS::ApiGatewayV2::Stage", "ApiId: a, StageName: live")]
    public void Tags_of_the_stack_are_put_under_the_path_of_tags(string type, string properties)
    {
        var yaml = $"Resources:\n  It: {{Type: '{type}', Properties: {{{properties}}}}}";
        Assert.Contains("arn:aws:apigateway:eu-west-1::/tags/*", Lab.NeedsOf(yaml, Lab.Deployment with { HasStackTags = true }).On("apigateway:PUT"));
        Assert.DoesNotContain("arn:aws:apigateway:eu-west-1::/tags/*", Lab.NeedsOf(yaml).On("apigateway:PUT"));
    }

    [Theory]
    [InlineData("logs:CreateLogDelivery")]
    [InlineData("logs:GetLogDelivery")]
    [InlineData("logs:UpdateLogDelivery")]
    [InlineData("logs:DeleteLogDelivery")]
    [InlineData("logs:ListLogDeliveries")]
    [InlineData("logs:PutResourcePolicy")]
    [InlineData("logs:DescribeResourcePolicies")]
    [InlineData("logs:DescribeLogGroups")]
    public void The_access_log_of_an_HTTP_API_is_delivered(string action)
    {
        const string Stage = "Resources:\n  S: {Type: 'AWS::ApiGatewayV2::Stage', Properties: {ApiId: a, StageName: live";
        Assert.Equal(["*"], Lab.NeedsOf(Stage + ", AccessLogSettings: {DestinationArn: 'arn:aws:logs:eu-west-1:111111111111:log-group:api', Format: f}}}").On(action));
        Assert.Empty(Lab.NeedsOf(Stage + "}}").On(action));
    }

    [Fact]
    public void The_role_of_the_account_is_set_and_looked_at()
    {
        var access = Lab.NeedsOf("Resources:\n  A: {Type: 'AWS::ApiGateway::Account', Properties: {CloudWatchRoleArn: 'arn:aws:iam::111111111111:role/api-logs'}}");
        Assert.Equal(["arn:aws:apigateway:eu-west-1::/account"], access.On("apigateway:PATCH"));
        Assert.Equal(["arn:aws:iam::111111111111:role/api-logs"], access.On("iam:GetRole"));
        Assert.Empty(Lab.NeedsOf("Resources:\n  A: {Type: 'AWS::ApiGateway::Account'}").On("iam:GetRole"));
    }

    [Fact]
    public void An_API_is_made_on_the_path_of_all()
    {
        var access = Lab.NeedsOf("Resources:\n  A: {Type: 'AWS::ApiGateway::RestApi', Properties: {Name: a}}");
        Assert.Equal(["arn:aws:apigateway:eu-west-1::/restapis"], access.On("apigateway:POST"));
        Assert.Contains("arn:aws:apigateway:eu-west-1::/restapis/*", access.On("apigateway:DELETE"));
    }

    // "x-amazon-apigateway-integration object" and "x-amazon-apigateway-authorizer object", API Gateway Developer Guide.
    [Theory]
    [InlineData("AWS::ApiGateway::RestApi", "paths: {/a: {get: {x-amazon-apigateway-integration: {credentials: 'arn:aws:iam::111111111111:role/calls'}}}}")]
    [InlineData("AWS::ApiGatewayV2::Api", "paths: {/a: {get: {x-amazon-apigateway-integration: {credentials: 'arn:aws:iam::111111111111:role/calls'}}}}")]
    [InlineData("AWS::ApiGateway::RestApi", "components: {securitySchemes: {own: {x-amazon-apigateway-authorizer: {authorizerCredentials: 'arn:aws:iam::111111111111:role/calls'}}}}")]
    public void Roles_in_the_description_of_an_API_are_passed_to_API_Gateway(string type, string body)
    {
        var access = Lab.NeedsOf($"Resources:\n  A: {{Type: '{type}', Properties: {{Body: {{openapi: 3.0.1, {body}}}}}}}");
        Assert.Equal(["arn:aws:iam::111111111111:role/calls"], access.On("iam:PassRole"));
        Assert.Equal(["apigateway.amazonaws.com"], access.Needs.Single(n => n.Action == "iam:PassRole").Conditions.Single().Values);
        Assert.DoesNotContain(access.Notes, note => note.Contains("must be passed", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Body: {openapi: 3.0.1, paths: {/a: {get: {x-amazon-apigateway-integration: {credentials: 'arn:aws:iam::*:user/*'}}}}}", false)]
    [InlineData("Body: {openapi: 3.0.1, components: {schemas: {User: {properties: {credentials: {type: string}}}}}}", false)]
    [InlineData("BodyS3Location: {Bucket: b, Key: api.json}", true)]
    [InlineData("Body: !Ref Text", true)]
    public void A_description_without_roles_passes_none_and_one_that_is_not_there_is_said(string properties, bool isSaid)
    {
        var access = Lab.NeedsOf($"Parameters: {{Text: {{Type: String}}}}\nResources:\n  A: {{Type: 'AWS::ApiGateway::RestApi', Properties: {{{properties}}}}}");
        Assert.Empty(access.On("iam:PassRole"));
        Assert.Equal(isSaid, access.Notes.Any(note => note.Contains("must be passed", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_log_group_is_named_with_the_star_at_its_end_and_without()
    {
        const string Group = "arn:aws:logs:eu-west-1:111111111111:log-group:/api";
        var access = Lab.NeedsOf("Resources:\n  G: {Type: 'AWS::Logs::LogGroup', Properties: {LogGroupName: /api, Tags: [{Key: a, Value: b}]}}");
        Assert.Equal([Group, Group + ":*"], access.On("logs:CreateLogGroup"));
        Assert.Contains(Group, access.On("logs:TagResource"));
        Assert.Equal(["*"], access.On("logs:DescribeLogGroups"));
        Assert.Empty(Lab.NeedsOf("Resources:\n  S: {Type: 'AWS::Logs::LogStream', Properties: {LogGroupName: /api, LogStreamName: s}}").On("logs:CreateLogGroup"));
    }
}
