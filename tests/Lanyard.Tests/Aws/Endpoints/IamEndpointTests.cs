using Lanyard.Aws.Endpoints;

namespace Lanyard.Tests.Aws.Endpoints;

public sealed class IamEndpointTests
{
    // "AWS Identity and Access Management endpoints and quotas", AWS General Reference, and the endpoint rules of the AWS SDK for Python (iam, 2010-05-08).
    [Theory]
    [InlineData("eu-west-1", "https://iam.amazonaws.com/", "us-east-1")]
    [InlineData("us-east-1", "https://iam.amazonaws.com/", "us-east-1")]
    [InlineData("cn-northwest-1", "https://iam.cn-north-1.amazonaws.com.cn/", "cn-north-1")]
    [InlineData("us-gov-east-1", "https://iam.us-gov.amazonaws.com/", "us-gov-west-1")]
    [InlineData("eusc-de-east-1", "https://iam.eusc-de-east-1.amazonaws.eu/", "eusc-de-east-1")]
    public void A_partition_has_one_whatever_the_region(string region, string url, string signingRegion) =>
        Assert.Equal(new Endpoint(new Uri(url), signingRegion), EndpointResolver.Resolve(AwsService.Iam, region, new EndpointSettings()));

    [Theory]
    [InlineData(true, false, "https://iam-fips.amazonaws.com/")]
    [InlineData(false, true, "https://iam.global.api.aws/")]
    [InlineData(true, true, "https://iam-fips.global.api.aws/")]
    public void FIPS_and_dual_stack_have_names_of_their_own(bool fips, bool dualStack, string url) =>
        Assert.Equal(url, EndpointResolver.Resolve(AwsService.Iam, "eu-west-1", new EndpointSettings { UseFips = fips, UseDualStack = dualStack }).Url.AbsoluteUri);

    [Fact]
    public void An_address_of_the_users_is_signed_for_the_partitions_region()
    {
        var settings = new EndpointSettings { ForAll = "http://127.0.0.1:1/" };
        Assert.Equal(new Endpoint(new Uri("http://127.0.0.1:1/"), "us-east-1"), EndpointResolver.Resolve(AwsService.Iam, "eu-west-1", settings));
        settings = settings with { ByService = new Dictionary<string, string> { ["iam"] = "http://127.0.0.1:2/" } };
        Assert.Equal("http://127.0.0.1:2/", EndpointResolver.Resolve(AwsService.Iam, "eu-west-1", settings).Url.AbsoluteUri);
    }
}
