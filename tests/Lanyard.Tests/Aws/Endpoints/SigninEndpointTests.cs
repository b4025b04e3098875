using Lanyard.Aws.Endpoints;

namespace Lanyard.Tests.Aws.Endpoints;

/// <summary>The endpoints of AWS Sign-In: its rule set, <c>signin/endpoint-rule-set-1</c> in botocore, and the hosts that the AWS CLI signs in at.</summary>
public sealed class SigninEndpointTests
{
    [Theory]
    [InlineData("us-east-1", "https://us-east-1.signin.aws.amazon.com/")]
    [InlineData("eu-central-2", "https://eu-central-2.signin.aws.amazon.com/")]
    [InlineData("cn-north-1", "https://cn-north-1.signin.amazonaws.cn/")]
    [InlineData("us-gov-west-1", "https://us-gov-west-1.signin.amazonaws-us-gov.com/")]
    [InlineData("eusc-de-east-1", "https://eusc-de-east-1.signin.amazonaws-eusc.eu/")]
    [InlineData("us-iso-east-1", "https://signin.us-iso-east-1.c2s.ic.gov/")]
    public void Each_partition_signs_in_at_its_console(string region, string expected) =>
        Assert.Equal(expected, EndpointResolver.Resolve(AwsService.Signin, region, new EndpointSettings()).Url.AbsoluteUri);

    [Theory]
    [InlineData(true, false, "https://signin-fips.us-east-1.amazonaws.com/")]
    [InlineData(false, true, "https://signin.us-east-1.api.aws/")]
    public void Fips_and_dual_stack_have_the_names_of_other_services(bool fips, bool dualStack, string expected) =>
        Assert.Equal(expected, EndpointResolver.Resolve(AwsService.Signin, "us-east-1", new EndpointSettings { UseFips = fips, UseDualStack = dualStack }).Url.AbsoluteUri);
}
