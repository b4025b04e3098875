using System.Diagnostics;

namespace Lanyard.EndToEnd.Running;

/// <summary>Programs that aren't ours. A test whose program is missing is skipped, and says which.</summary>
internal static class Requires
{
    private static readonly string[] Folders = ["/usr/bin", "/usr/local/bin", "/bin", "/usr/sbin"];

    private static readonly Lazy<bool> HasBoto3 = new(() =>
    {
        using var python = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", "import boto3"]) { RedirectStandardError = true });
        python!.WaitForExit();
        return python.ExitCode == 0;
    });

    private static readonly Lazy<string?> NewestBotocore = new(() => Pythons()
        .Select(python => (Path: python, Version: BotocoreOf(python)))
        .Where(python => python.Version is not null)
        .MaxBy(python => python.Version).Path);

    /// <summary>Gives the path of a program.</summary>
    public static string Program(string name, string package)
    {
        var path = Find(name);
        Assert.SkipWhen(path is null, $"{name} isn't installed (Debian: apt-get install {package})");
        return path!;
    }

    /// <summary>Gives the path of a Python that has boto3.</summary>
    public static string Boto3()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/python3") && HasBoto3.Value, "boto3 isn't installed for /usr/bin/python3 (Debian: apt-get install python3-boto3)");
        return "/usr/bin/python3";
    }

    /// <summary>Gives the path of the Python on the search path that has the newest botocore.</summary>
    public static string Botocore()
    {
        Assert.SkipWhen(NewestBotocore.Value is null, "no python3 on PATH has botocore (Debian: apt-get install python3-botocore)");
        return NewestBotocore.Value!;
    }

    /// <summary>Gives the path of the newest botocore's Python, where that can follow a <c>login_session</c>.</summary>
    public static string BotocoreLogin()
    {
        var python = Botocore();
        using var check = Process.Start(new ProcessStartInfo(python, [Path.Combine(Repository.Clients, "login-botocore.py"), "--check"]) { RedirectStandardError = true })!;
        var error = check.StandardError.ReadToEnd();
        check.WaitForExit();
        Assert.SkipWhen(check.ExitCode != 0, $"{python} can't follow a login_session: {error.Trim().Split('\n')[^1]}");
        return python;
    }

    /// <summary>Gives the path of a node for the AWS SDK for JavaScript.</summary>
    public static string JavaScriptSdk()
    {
        var node = Program("node", "nodejs");
        Assert.SkipUnless(
            Directory.Exists(Path.Combine(Repository.Clients, "node_modules", "aws-sdk")) && Directory.Exists(Path.Combine(Repository.Clients, "node_modules", "@aws-sdk", "credential-provider-node")),
            $"the AWS SDK for JavaScript isn't installed (npm --prefix {Repository.Clients} ci --ignore-scripts)");
        return node;
    }

    /// <summary>Gives the program, built with the tests, that holds the AWS SDK for .NET.</summary>
    public static IReadOnlyList<string> DotnetSdk() =>
    [
        Environment.ProcessPath is { } path && Path.GetFileName(path) == "dotnet" ? path : "dotnet",
        typeof(Requires).Assembly.Location.Replace("Lanyard.EndToEnd", "Lanyard.AwsSdk", StringComparison.Ordinal),
    ];

    /// <summary>Gives the source of axe, which finds in a page what keeps people with disabilities from using it.</summary>
    public static string Axe()
    {
        var script = Path.Combine(Repository.Clients, "node_modules", "axe-core", "axe.min.js");
        Assert.SkipUnless(File.Exists(script), $"axe-core isn't installed (npm --prefix {Repository.Clients} ci --ignore-scripts)");
        return File.ReadAllText(script);
    }

    /// <summary>Gives the path of a node, and of the deploy tools' packages.</summary>
    public static (string Node, string Packages) DeployTools()
    {
        var packages = Path.Combine(Repository.Tools, "node_modules");
        Assert.SkipUnless(
            Array.TrueForAll(["serverless", "osls", "aws-cdk", "sst"], tool => Directory.Exists(Path.Combine(packages, tool))),
            $"the deploy tools aren't installed (npm --prefix {Repository.Tools} ci --ignore-scripts)");
        return (Program("node", "nodejs"), packages);
    }

    /// <summary>Gives the path of a Chromium.</summary>
    public static string Chromium()
    {
        var path = Find("chromium") ?? Find("google-chrome");
        Assert.SkipWhen(path is null, "neither chromium nor google-chrome is installed (Debian: apt-get install chromium)");
        return path!;
    }

#pragma warning disable RS0030 // Which Python is used is no input of the program.
    private static IEnumerable<string> Pythons() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Where(folder => folder.Length > 0).Concat(Folders)
        .Select(folder => Path.Combine(folder, "python3")).Where(File.Exists).Distinct();
#pragma warning restore RS0030

    private static Version? BotocoreOf(string python)
    {
        using var asked = Process.Start(new ProcessStartInfo(python, ["-c", "import botocore; print(botocore.__version__)"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var version = asked.StandardOutput.ReadToEnd().Trim();
        asked.WaitForExit();
        return Version.TryParse(version, out var parsed) ? parsed : null;
    }

    private static string? Find(string name) => Folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
