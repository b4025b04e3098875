using System.Net;
using Lanyard.Cli;
using Lanyard.Cli.Commands;
using Lanyard.Cli.Hosting;

namespace Lanyard.Tests.Cli.Commands;

public sealed class SandboxNetworkTests
{
    [Theory]
    [InlineData("registry.npmjs.org", "registry.npmjs.org:443")]
    [InlineData("Registry.npmjs.org", "registry.npmjs.org:443")]
    [InlineData("localhost:4873", "localhost:4873")]
    [InlineData("10.0.0.5:8080", "10.0.0.5:8080")]
    [InlineData("[::1]:8080", "[::1]:8080")]
    [InlineData("[::1]", "[::1]:443")]
    public void A_host_is_let_through_at_its_port_or_443(string given, string expected) =>
        Assert.Contains(expected, new SandboxNetwork(null, [given]).Outside());

    [Theory]
    [InlineData("sts.eu-west-1.amazonaws.com")]
    [InlineData("sts.eu-west-1.amazonaws.com:80")]
    [InlineData("https://registry.npmjs.org")]
    [InlineData("*.npmjs.org")]
    [InlineData("registry.npmjs.org:99999")]
    [InlineData("registry.npmjs.org:")]
    [InlineData("registry.npmjs.org:80")]
    [InlineData("")]
    public void What_is_awss_or_no_host_is_refused(string given) =>
        Assert.Throws<UsageException>(() => new SandboxNetwork(null, [given]).Outside());

    [Theory]
    [InlineData("169.254.169.254", true)]
    [InlineData("169.254.170.2", true)]
    [InlineData("::ffff:169.254.169.254", true)]
    [InlineData("fd00:ec2::254", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("104.16.0.1", false)]
    public void Where_a_machine_finds_its_credentials_nobody_is_carried(string address, bool isMetadata) =>
        Assert.Equal(isMetadata, OutsideTunnel.IsMetadata(IPAddress.Parse(address)));
}
