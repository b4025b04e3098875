using Lanyard.Aws.Endpoints;
using Lanyard.Credentials.ConsoleLinks;
using Lanyard.Credentials.Sources;

namespace Lanyard.Tests.Credentials.ConsoleLinks;

public class ConsolePagesTests
{
    private static readonly EndpointSettings NoSettings = new();

    // "Enable custom identity broker access to the AWS console", IAM User Guide, and the same page of the China guide; AWS Sign-In in the General Reference.
    [Theory]
    [InlineData("eu-west-1", "https://us-east-1.signin.aws.amazon.com", "console.aws.amazon.com")]
    [InlineData("cn-north-1", "https://signin.amazonaws.cn", "console.amazonaws.cn")]
    [InlineData("us-gov-west-1", "https://signin.amazonaws-us-gov.com", "console.amazonaws-us-gov.com")]
    [InlineData("eusc-de-east-1", "https://signin.amazonaws-eusc.eu", "console.amazonaws-eusc.eu")]
    public void Each_partition_has_its_sites(string region, string signIn, string console) =>
        Assert.Equal(new ConsoleSites(signIn, console), ConsoleSites.Of(Partition.OfRegion(region), NoSettings));

    [Fact]
    public void A_secret_partition_has_none_that_we_know() => Assert.Null(ConsoleSites.Of(Partition.OfRegion("us-iso-east-1"), NoSettings));

    [Fact]
    public void An_endpoint_of_the_users_goes_before()
    {
        var settings = new EndpointSettings { ForAll = "http://127.0.0.1:1/", ByService = new Dictionary<string, string> { ["signin"] = "http://127.0.0.1:2/" } };
        Assert.Equal("http://127.0.0.1:2", ConsoleSites.Of(Partition.OfRegion("eu-west-1"), settings)!.SignIn);
        Assert.Equal("http://127.0.0.1:1", ConsoleSites.Of(Partition.OfRegion("eu-west-1"), new EndpointSettings { ForAll = "http://127.0.0.1:1/" })!.SignIn);
    }

    [Theory]
    [InlineData(null, "eu-west-1", "https://console.aws.amazon.com/console/home?region=eu-west-1")]
    [InlineData("s3", "eu-west-1", "https://console.aws.amazon.com/s3/home?region=eu-west-1")]
    [InlineData("S3", null, "https://console.aws.amazon.com/s3/home")]
    [InlineData("logs", "eu-west-1", "https://console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logsV2:log-groups")]
    [InlineData("lambda", "cn-north-1", "https://console.amazonaws.cn/lambda/home?region=cn-north-1")]
    public void A_service_has_its_page(string? service, string? region, string page) =>
        Assert.Equal(page, ConsolePages.Find(SitesOf(region), service, region)?.AbsoluteUri);

    [Fact]
    public void A_service_that_is_none_has_no_page() => Assert.Null(ConsolePages.Find(SitesOf("eu-west-1"), "s4", "eu-west-1"));

    [Fact]
    public void Every_page_is_in_the_console() =>
        Assert.All(ConsolePages.Names, name => Assert.True(SitesOf("eu-west-1").Holds(ConsolePages.Find(SitesOf("eu-west-1"), name, "eu-west-1")!)));

    [Theory]
    [InlineData("/lambda/home?region=eu-west-1#/functions", "https://console.aws.amazon.com/lambda/home?region=eu-west-1#/functions")]
    [InlineData("https://eu-west-1.console.aws.amazon.com/s3/home", "https://eu-west-1.console.aws.amazon.com/s3/home")]
    [InlineData("https://example.com/", null)]
    [InlineData("https://console.aws.amazon.com.example.com/", null)]
    [InlineData("https://console.aws.amazon.com@example.com/", null)]
    [InlineData("https://evilconsole.aws.amazon.com/", null)]
    [InlineData("http://console.aws.amazon.com/", null)]
    [InlineData("https://console.aws.amazon.com:444/", null)]
    [InlineData("//example.com/", "https://console.aws.amazon.com//example.com/")]
    [InlineData("javascript:alert(1)", null)]
    [InlineData("lambda", null)]
    public void A_destination_is_a_page_of_the_console_or_nothing(string text, string? page) =>
        Assert.Equal(page, ConsolePages.Parse(SitesOf("eu-west-1"), text)?.AbsoluteUri);

    // "Create shortcut links to AWS Management Console destinations", IAM Identity Center User Guide.
    [Theory]
    [InlineData("https://corp.awsapps.com/start")]
    [InlineData("https://corp.awsapps.com/start/")]
    [InlineData("https://corp.awsapps.com/start/#/")]
    public void The_portals_link_names_account_permission_set_and_page(string startUrl) => Assert.Equal(
        "https://corp.awsapps.com/start/#/console?account_id=111111111111&role_name=Power%20User&destination=https%3A%2F%2Fconsole.aws.amazon.com%2Fs3%2Fhome",
        PortalLink.Of(new Source.SsoRole(new SsoSignIn("corp", startUrl, "eu-west-1"), "111111111111", "Power User"), new Uri("https://console.aws.amazon.com/s3/home")).AbsoluteUri);

    [Fact]
    public void The_length_of_a_session_is_chosen_where_no_role_assumed_the_role()
    {
        var keys = new Source.StaticKeys("p", "f", "AKIA1");
        var role = new Source.AssumeRole("arn:aws:iam::111111111111:role/a", keys);
        var sso = new Source.SsoRole(new SsoSignIn("corp", "https://corp.awsapps.com/start", "eu-west-1"), "111111111111", "Dev");
        Assert.True(ConsoleFederation.MayChooseLength(sso));
        Assert.True(ConsoleFederation.MayChooseLength(role));
        Assert.False(ConsoleFederation.MayChooseLength(new Source.AssumeRole("arn:aws:iam::111111111111:role/b", role)));
        Assert.False(ConsoleFederation.MayChooseLength(new Source.AssumeRole("arn:aws:iam::111111111111:role/b", sso)));
        Assert.False(ConsoleFederation.MayChooseLength(new Source.Environment("ASIA1")));
        Assert.False(ConsoleFederation.MayChooseLength(new Source.Process("p", "x")));
    }

    private static ConsoleSites SitesOf(string? region) => ConsoleSites.Of(Partition.OfRegion(region ?? "eu-west-1"), NoSettings)!;
}
