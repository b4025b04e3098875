using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using Lanyard.EndToEnd.Running;

namespace Lanyard.EndToEnd.Packaging;

/// <summary>What <c>package.sh</c> made, installed and run as its users would. <c>LANYARD_PACKAGES</c> names the folder.</summary>
public sealed class PackageTests
{
    [Fact]
    public async Task The_tool_is_installed_from_a_folder_and_runs()
    {
        var packages = Packages();
        using var home = new UserHome();
        home.Environment["DOTNET_CLI_HOME"] = home.Folder;
        home.Environment["NUGET_PACKAGES"] = home.PathOf("packages");
        home.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        var only = home.Write("nuget.config", $"<configuration><packageSources><clear /><add key=\"here\" value=\"{packages}\" /></packageSources></configuration>");
        var dotnet = Requires.Program("dotnet", "dotnet-sdk-10.0");

        (await home.RunAsync(dotnet, "tool", "install", "Lanyard", "--tool-path", home.PathOf("tools"), "--configfile", only)).Succeeded();
        var version = (await home.RunAsync(home.PathOf("tools/lanyard"), "--version")).Succeeded();
        Assert.Equal((await home.LanyardAsync("--version")).Succeeded().Out, version.Out);
        var tour = (await home.RunAsync(home.PathOf("tools/lanyard"), "try", "--no-input")).Succeeded();
        Assert.Contains("account 111111111111", tour.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_portable_tool_runs_on_the_runtime_that_is_installed()
    {
        var package = Assert.Single(Directory.GetFiles(Packages(), "Lanyard.any.*.nupkg"));
        using var home = new UserHome();
        System.IO.Compression.ZipFile.ExtractToDirectory(package, home.PathOf("any"));
        var program = Assert.Single(Directory.GetFiles(home.PathOf("any/tools"), "lanyard.dll", SearchOption.AllDirectories));
        var dotnet = Requires.Program("dotnet", "dotnet-sdk-10.0");

        var ended = (await home.RunAsync(dotnet, program, "explain", "--sdk", "all", "--json")).Succeeded();
        Assert.Contains("\"dialect\": \"lanyard\"", ended.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_single_file_runs_alone()
    {
        var program = Path.Combine(Packages(), "lanyard-linux-x64");
        using var home = new UserHome();
        home.Environment.Remove("DOTNET_ROOT");
        Assert.Equal((await home.LanyardAsync("--version")).Succeeded().Out, (await home.RunAsync(program, "--version")).Succeeded().Out);
    }

    // The section that the compiler of native code writes our methods to.
    [Fact]
    public void The_program_for_linux_is_native_code()
    {
        var folder = Packages();
#pragma warning disable RS0030 // How the packages were made is no input of the program.
        var isWanted = Environment.GetEnvironmentVariable("ShipNative") != "false" && (File.Exists("/usr/bin/gcc") || File.Exists("/usr/bin/clang"));
#pragma warning restore RS0030
        Assert.SkipUnless(isWanted, "needs gcc or clang, and a package source with the compiler of native code");
        Assert.NotEqual(-1, File.ReadAllBytes(Path.Combine(folder, "lanyard-linux-x64")).AsSpan().IndexOf("__managedcode"u8));
    }

    [Fact]
    public void The_windows_program_is_one_for_windows_on_x64()
    {
        using var file = File.OpenRead(Path.Combine(Packages(), "lanyard-win-x64.exe"));
        using var program = new PEReader(file);
        Assert.Equal(Machine.Amd64, program.PEHeaders.CoffHeader.Machine);
        Assert.Equal(Subsystem.WindowsCui, program.PEHeaders.PEHeader!.Subsystem);
    }

    [Fact]
    public void Every_file_has_its_checksum()
    {
        var folder = Packages();
        var listed = File.ReadAllLines(Path.Combine(folder, "SHA256SUMS")).Select(line => line.Split("  ", 2)).ToDictionary(parts => parts[1], parts => parts[0]);
        var files = Directory.GetFiles(folder).Select(Path.GetFileName).Where(name => name != "SHA256SUMS").ToArray();
        Assert.Equal(files.Order(StringComparer.Ordinal), listed.Keys.Order(StringComparer.Ordinal));
        Assert.All(listed, file => Assert.Equal(file.Value, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, file.Key))))));
    }

    private static string Packages()
    {
#pragma warning disable RS0030 // Where the packages are is no input of the program.
        var folder = Environment.GetEnvironmentVariable("LANYARD_PACKAGES");
#pragma warning restore RS0030
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "run ./package.sh and set LANYARD_PACKAGES to what it prints");
        return folder!;
    }
}
