using Lanyard.EndToEnd.Sandboxes;

namespace Lanyard.EndToEnd.Running;

/// <summary>A user of this machine with a home folder of their own, which is gone after the test, and none of the developer's environment.</summary>
public sealed class UserHome : IDisposable
{
    /// <summary>Where programs are looked for.</summary>
    public const string SearchPath = "/usr/local/bin:/usr/bin:/bin";

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("lanyard-e2e-");

    /// <summary>Makes a home.</summary>
    /// <param name="sandbox">The sandbox that every AWS setting leads into; null for a user who has none.</param>
    public UserHome(SandboxFixture? sandbox = null)
    {
        Folder = _root.CreateSubdirectory("home").FullName;
        LanyardHome = Path.Combine(_root.FullName, "lanyard");
        foreach (var (name, value) in sandbox?.Variables ?? new Dictionary<string, string>())
        {
            Environment[name] = value;
        }

        // Who uses the sandbox's stages has met what they stand on.
        if (sandbox is not null)
        {
            var state = Directory.CreateDirectory(Path.Combine(LanyardHome, "state"));
            File.Copy(Path.Combine(sandbox.Variables["LANYARD_HOME"], "state", "met"), Path.Combine(state.FullName, "met"));
        }

        Environment["PATH"] = SearchPath;
        Environment["HOME"] = Folder;
        Environment["LANYARD_HOME"] = LanyardHome;
        Environment["LANG"] = "C.UTF-8";

        // What a test unlocks is not held for as long as a person's is.
        Environment["LANYARD_VAULT_TIMEOUT"] = "60";

        // Whatever answers there on the machine of the tests is no part of them.
        Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        if (LanyardBinary.DotnetRoot is { } root)
        {
            Environment["DOTNET_ROOT"] = root;
        }
    }

    /// <summary>Gets <c>HOME</c>.</summary>
    public string Folder { get; }

    /// <summary>Gets <c>LANYARD_HOME</c>, which lies outside <c>HOME</c> so that what changes in <c>HOME</c> is the user's.</summary>
    public string LanyardHome { get; }

    /// <summary>Gets all of the environment that processes get.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>Gives a path in the home.</summary>
    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Writes a file in the home and gives its path.</summary>
    public string Write(string name, string text)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Writes a file that its owner alone may read, and gives its path.</summary>
    public string WritePrivate(string name, string text)
    {
        var path = Write(name, "");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return Write(name, text);
    }

    /// <summary>Writes a program in the home and gives its path.</summary>
    public string WriteProgram(string name, string script)
    {
        var path = Write(name, "#!/bin/sh\n" + script);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32("755", 8));
        }

        return path;
    }

    /// <summary>Gives the user AWS files of their own in place of the sandbox's.</summary>
    public void WriteAwsFiles(string config, string credentials = "")
    {
        Environment["AWS_CONFIG_FILE"] = Write(".aws/config", config);
        Environment["AWS_SHARED_CREDENTIALS_FILE"] = Write(".aws/credentials", credentials);
    }

    /// <summary>Starts <c>lanyard</c>.</summary>
    public RunningProcess StartLanyard(params IEnumerable<string> arguments) => Start([LanyardBinary.Path, .. arguments]);

    /// <summary>Starts a program.</summary>
    public RunningProcess Start(IReadOnlyList<string> command, bool keepsInput = false) => RunningProcess.Start(command, Environment, Folder, keepsInput);

    /// <summary>Runs <c>lanyard</c> to its end.</summary>
    public Task<Ended> LanyardAsync(params IEnumerable<string> arguments) => RunAsync([LanyardBinary.Path, .. arguments]);

    /// <summary>Runs a program to its end.</summary>
    public async Task<Ended> RunAsync(params IReadOnlyList<string> command)
    {
        await using var process = Start(command);
        return await process.EndAsync();
    }

    /// <summary>Runs a shell script to its end; <c>$LANYARD</c> is the program under test.</summary>
    public Task<Ended> ShellAsync(string script) => RunAsync("/usr/bin/env", $"LANYARD={LanyardBinary.Path}", "/bin/sh", "-c", script);

    /// <inheritdoc/>
    public void Dispose()
    {
        SecretWatch.Leave(_root.FullName);
        _root.Delete(recursive: true);
    }
}
