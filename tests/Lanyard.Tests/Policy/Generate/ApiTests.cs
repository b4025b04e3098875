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
