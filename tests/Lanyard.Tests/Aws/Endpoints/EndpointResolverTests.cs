using Lanyard.Aws.Endpoints;

namespace Lanyard.Tests.Aws.Endpoints;

/// <summary>
/// The host names are those of the AWS General Reference ("AWS Security Token Service endpoints and quotas", "IAM Identity Center
/// endpoints and quotas") and of the partitions and endpoint rules that AWS publishes with its SDKs.
/// </summary>
public class EndpointResolverTests
{
    public static TheoryData<string, AwsService> Services => new()
    {
        { "sts", AwsService.Sts }, { "oidc", AwsService.SsoOidc }, { "portal.sso", AwsService.SsoPortal },
    };

    [Theory]
    [InlineData("us-east-1", "amazonaws.com", "api.aws")]
    [InlineData("eu-west-1", "amazonaws.com", "api.aws")]
    [InlineData("mx-central-1", "amazonaws.com", "api.aws")]
    [InlineData("xx-new-1", "amazonaws.com", "api.aws")]
    [InlineData("cn-north-1", "amazonaws.com.cn", "api.amazonwebservices.com.cn")]
    [InlineData("us-gov-west-1", "amazonaws.com", "api.aws")]
    [InlineData("us-iso-east-1", "c2s.ic.gov", "api.aws.ic.gov")]
    [InlineData("us-isob-east-1", "sc2s.sgov.gov", "api.aws.scloud")]
    [InlineData("eu-isoe-west-1", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk")]
    [InlineData("us-isof-south-1", "csp.hci.ic.gov", "api.aws.hci.ic.gov")]
    [InlineData("eusc-de-east-1", "amazonaws.eu", "api.amazonwebservices.eu")]
    public void A_region_is_called_under_the_domain_of_its_partition(string region, string suffix, string dualStackSuffix)
    {
        foreach (var (prefix, service) in Services.Select(row => row.Data))
        {
            Assert.Equal($"https://{prefix}.{region}.{suffix}/", Url(service, region));
            Assert.Equal($"https://{prefix}.{region}.{dualStackSuffix}/", Url(service, region, new() { UseDualStack = true }));
        }
    }

    [Theory]
    [InlineData("us-east-1", "aws")]
    [InlineData("cn-northwest-1", "aws-cn")]
    [InlineData("us-gov-east-1", "aws-us-gov")]
    [InlineData("us-iso-west-1", "aws-iso")]
    [InlineData("us-isob-east-1", "aws-iso-b")]
    [InlineData("eu-isoe-west-1", "aws-iso-e")]
    [InlineData("us-isof-east-1", "aws-iso-f")]
    [InlineData("eusc-de-east-1", "aws-eusc")]
    public void A_region_has_one_partition(string region, string partition) => Assert.Equal(partition, Partition.OfRegion(region).Id);

    [Theory]
    [MemberData(nameof(Services))]
    public void Fips_endpoints_have_fips_in_their_name(string prefix, AwsService service)
    {
        var fips = new EndpointSettings { UseFips = true };
        Assert.Equal($"https://{prefix}-fips.us-east-2.amazonaws.com/", Url(service, "us-east-2", fips));
        Assert.Equal($"https://{prefix}-fips.us-east-2.api.aws/", Url(service, "us-east-2", fips with { UseDualStack = true }));
    }

    /// <summary>AWS General Reference, "AWS Security Token Service endpoints and quotas": GovCloud's FIPS endpoint is sts.us-gov-west-1.amazonaws.com.</summary>
    [Theory]
    [MemberData(nameof(Services))]
    public void In_gov_cloud_the_plain_name_is_the_fips_endpoint(string prefix, AwsService service)
    {
        var fips = new EndpointSettings { UseFips = true };
        Assert.Equal($"https://{prefix}.us-gov-west-1.amazonaws.com/", Url(service, "us-gov-west-1", fips));
        Assert.Equal($"https://{prefix}-fips.us-gov-west-1.api.aws/", Url(service, "us-gov-west-1", fips with { UseDualStack = true }));
    }

    /// <summary>AWS SDKs and Tools Reference Guide, "AWS STS Regional endpoints": these regions go to the global endpoint with `legacy`.</summary>
    [Theory]
    [InlineData("ap-northeast-1 ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1 eu-central-1 eu-north-1 eu-west-1", true)]
    [InlineData("eu-west-2 eu-west-3 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2 aws-global", true)]
    [InlineData("ap-northeast-2 ap-northeast-3 ap-east-1 eu-south-1 eu-central-2 af-south-1 me-south-1 il-central-1 ca-west-1 cn-north-1 us-gov-west-1", false)]
    public void Legacy_sends_the_oldest_regions_to_the_global_sts(string regions, bool global)
    {
        var legacy = new EndpointSettings { LegacyGlobalSts = true };
        foreach (string region in regions.Split(' '))
        {
            var endpoint = EndpointResolver.Resolve(AwsService.Sts, region, legacy);
            Assert.Equal(global, endpoint.Url.Host == "sts.amazonaws.com");
            Assert.Equal(global ? "us-east-1" : region, endpoint.SigningRegion);
        }
    }

    [Fact]
    public void Legacy_is_about_sts_alone_and_gives_way_to_fips_and_dual_stack()
    {
        var legacy = new EndpointSettings { LegacyGlobalSts = true };
        Assert.Equal("https://oidc.us-east-1.amazonaws.com/", Url(AwsService.SsoOidc, "us-east-1", legacy));
        Assert.Equal("https://sts-fips.us-east-1.amazonaws.com/", Url(AwsService.Sts, "us-east-1", legacy with { UseFips = true }));
        Assert.Equal("https://sts.us-east-1.api.aws/", Url(AwsService.Sts, "us-east-1", legacy with { UseDualStack = true }));
    }

    [Fact]
    public void The_global_region_is_the_global_sts_without_legacy_too() => Assert.Equal(
        new Endpoint(new Uri("https://sts.amazonaws.com"), "us-east-1"), EndpointResolver.Resolve(AwsService.Sts, "aws-global", new EndpointSettings()));

    [Fact]
    public void What_the_user_set_goes_first_the_service_before_all()
    {
        var settings = new EndpointSettings
        {
            ByService = new Dictionary<string, string> { ["sts"] = "http://localhost:1/sts" },
            ForAll = "http://localhost:2",
            LegacyGlobalSts = true,
        };
        Assert.Equal(new Endpoint(new Uri("http://localhost:1/sts"), "us-east-1"), EndpointResolver.Resolve(AwsService.Sts, "us-east-1", settings));
        Assert.Equal(new Endpoint(new Uri("http://localhost:2"), "eu-west-1"), EndpointResolver.Resolve(AwsService.SsoOidc, "eu-west-1", settings));
    }

    [Theory]
    [InlineData("")]
    [InlineData("u")]
    [InlineData("US-EAST-1")]
    [InlineData("us_east_1")]
    [InlineData("us-east-1-")]
    [InlineData("-us-east-1")]
    [InlineData("1us-east")]
    [InlineData("us-east-1.evil.example")]
    [InlineData("us-east-1/")]
    [InlineData("us-east-1@evil.example")]
    [InlineData("us-east-1\n")]
    [InlineData("ús-east-1")]
    [InlineData("a23456789012345678901234567890123456789012345678901234567890123456")]
    public void What_cannot_be_part_of_a_host_name_is_no_region(string region)
    {
        Assert.False(EndpointResolver.IsRegion(region));
        Assert.Throws<ArgumentException>(() => EndpointResolver.Resolve(AwsService.Sts, region, new EndpointSettings()));
    }

    private static string Url(AwsService service, string region, EndpointSettings? settings = null)
    {
        var endpoint = EndpointResolver.Resolve(service, region, settings ?? new EndpointSettings());
        Assert.Equal(region, endpoint.SigningRegion);
        return endpoint.Url.AbsoluteUri;
    }
}
