using Lanyard.Cli;
using Lanyard.Cli.Edge;
using Lanyard.Cli.Hosting;
using Lanyard.Credentials;

namespace Lanyard.Tests.Cli.Hosting;

public sealed class SandboxKeepTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(null, "a", "leave --handlers out")]
    [InlineData("a", null, "--handlers that it began with")]
    [InlineData("a", "b", "--handlers that it began with")]
    public void A_state_goes_on_with_the_handlers_that_it_began_with(string? before, string? after, string mending)
    {
        for (var start = 0; start < 2; start++)
        {
            Open(before).Dispose();
        }

        var refused = Assert.Throws<CredentialsException>(() => Open(after));
        Assert.Equal(CliErrorCodes.StateMismatch, refused.Code);
        Assert.Contains(mending, refused.Fix, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private SandboxKeep Open(string? handlers) => SandboxKeep.Open(
        "kept.jsonl", null, false, handlers, new Surroundings(new Dictionary<string, string>(), _folder.Path, Stream.Null, TextWriter.Null, TimeProvider.System));
}
