using System.Diagnostics;
using Lanyard.EndToEnd.Running;

namespace Lanyard.EndToEnd.Catalog;

/// <summary>The committed catalogue is what its sources give, and nothing else.</summary>
public sealed class RebuildTests
{
    [Fact]
    public async Task The_catalogue_is_built_again_from_its_sources_byte_for_byte()
    {
        var npm = Requires.Program("npm", "npm");
        using var home = new UserHome();
        var built = Path.Combine(home.Folder, "catalogue.bin");
        var start = new ProcessStartInfo("dotnet", [Builder(), built]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{Path.GetDirectoryName(npm)}:{start.Environment["PATH"]}";
        using var builder = Process.Start(start)!;
        var output = builder.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await builder.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await builder.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(builder.ExitCode == 0, error);
        Assert.DoesNotContain('\n' + "+ ", '\n' + await output, StringComparison.Ordinal);
        var committed = await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "src", "Lanyard.Policy", "Catalog", "catalogue.bin"), TestContext.Current.CancellationToken);
        var rebuilt = await File.ReadAllBytesAsync(built, TestContext.Current.CancellationToken);
        Assert.True(committed.AsSpan().SequenceEqual(rebuilt), "run data/Lanyard.CatalogBuilder and commit what it writes");
    }

    private static string Builder()
    {
        var configuration = AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug";
        return Path.Combine(Repository.Root, "data", "Lanyard.CatalogBuilder", "bin", configuration, "net10.0", "Lanyard.CatalogBuilder.dll");
    }
}
