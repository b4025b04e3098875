namespace Lanyard.Tests.Policy.Generate;

/// <summary>What a function is made of is fetched with the deployment's rights, and custom resources are called with them.</summary>
public sealed class CodeTests
{
    [Fact]
    public void Code_in_a_bucket_is_fetched_with_its_version_where_it_has_one()
    {
        var plain = Lab.NeedsOf("Resources:\n  F: {Type: 'AWS::Lambda::Function', Properties: {Code: {S3Bucket: assets, S3Key: a.zip}}}");
        Assert.Equal(["arn:aws:s3:::assets/*"], plain.On("s3:GetObject"));
        Assert.Empty(plain.On("s3:GetObjectVersion"));
        Assert.Equal(["arn:aws:s3:::assets/*"], Lab.NeedsOf("Resources:\n  F: {Type: 'AWS::Lambda::Function', Properties: {Code: {S3Bucket: assets, S3Key: a.zip, S3ObjectVersion: '1'}}}").On("s3:GetObjectVersion"));
        Assert.Empty(Lab.NeedsOf("Resources:\n  F: {Type: 'AWS::Lambda::Function', Properties: {Code: {ZipFile: x}}}").On("s3:GetObject"));
    }

    [Theory]
    [InlineData("ecr:BatchGetImage")]
    [InlineData("ecr:GetDownloadUrlForLayer")]
    [InlineData("ecr:GetRepositoryPolicy")]
    [InlineData("ecr:SetRepositoryPolicy")]
    public void An_image_lets_Lambda_into_its_repository(string action)
    {
        Assert.Equal(
            ["arn:aws:ecr:eu-west-1:111111111111:repository/web"],
            Lab.NeedsOf("Resources:\n  F: {Type: 'AWS::Lambda::Function', Properties: {Code: {ImageUri: '111111111111.dkr.ecr.eu-west-1.amazonaws.com/web:1'}}}").On(action));
        Assert.Empty(Lab.NeedsOf("Resources:\n  F: {Type: 'AWS::Lambda::Function', Properties: {Code: {ZipFile: x}}}").On(action));
    }

    [Fact]
    public void Layers_are_read_also_where_they_are_anothers()
    {
        const string Layer = "arn:aws:lambda:eu-west-1:580247275435:layer:LambdaInsightsExtension:38";
        Assert.Equal([Layer], Lab.NeedsOf($"Resources:\n  F: {{Type: 'AWS::Lambda::Function', Properties: {{Layers: ['{Layer}']}}}}").On("lambda:GetLayerVersion"));
        Assert.Empty(Lab.NeedsOf("Resources:\n  F: {Type: 'AWS::Lambda::Function', Properties: {Runtime: x}}").On("lambda:GetLayerVersion"));
    }

    [Theory]
    [InlineData("Custom::Migration")]
    [InlineData("AWS::CloudFormation::CustomResource")]
    public void A_custom_resource_calls_its_function_or_writes_to_its_topic(string type)
    {
        const string Function = "arn:aws:lambda:eu-west-1:111111111111:function:migrate", Topic = "arn:aws:sns:eu-west-1:111111111111:migrate";
        var function = Lab.NeedsOf(Of(type, $"'{Function}'"));
        Assert.Equal([Function], function.On("lambda:InvokeFunction"));
        Assert.Empty(function.On("sns:Publish"));

        var topic = Lab.NeedsOf(Of(type, $"'{Topic}'"));
        Assert.Equal([Topic], topic.On("sns:Publish"));
        Assert.Empty(topic.On("lambda:InvokeFunction"));

        Assert.Equal(["arn:aws:lambda:eu-west-1:111111111111:function:orders-dev-F-*"], Lab.NeedsOf(Of(type, "!GetAtt F.Arn")).On("lambda:InvokeFunction"));
        Assert.Empty(Lab.NeedsOf("Resources:\n  F: {Type: 'AWS::Lambda::Function', Properties: {}}").On("lambda:InvokeFunction"));
    }

    [Fact]
    public void A_token_that_is_not_known_may_be_a_function_or_a_topic()
    {
        var access = Lab.NeedsOf("Resources:\n  C: {Type: 'Custom::It', Properties: {ServiceToken: !ImportValue it}}");
        Assert.Equal(["arn:aws:lambda:eu-west-1:111111111111:function:*"], access.On("lambda:InvokeFunction"));
        Assert.Equal(["arn:aws:sns:eu-west-1:111111111111:*"], access.On("sns:Publish"));
    }

    private static string Of(string type, string token) => $"Resources:\n  F: {{Type: 'AWS::Lambda::Function', Properties: {{}}}}\n  C: {{Type: '{type}', Properties: {{ServiceToken: {token}}}}}";
}
