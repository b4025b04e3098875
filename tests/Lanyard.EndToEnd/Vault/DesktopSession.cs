using Lanyard.EndToEnd.Running;

namespace Lanyard.EndToEnd.Vault;

/// <summary>A desktop's session as far as secrets go: a D-Bus of its own and a real GNOME Keyring, for a user with a home of their own.</summary>
public sealed class DesktopSession : IAsyncDisposable
{
    private const string Password = "the password of the desktop";
    private readonly List<RunningProcess> _processes = [];
    private RunningProcess? _keyring;

    private DesktopSession()
    {
    }

    /// <summary>Gets the user.</summary>
    public UserHome Home { get; } = new();

    /// <summary>Starts one.</summary>
    /// <param name="hasKeyring">Whether the user has logged in with a password, so that there is a keyring and it is open.</param>
    /// <param name="hasService">Whether anything answers for secrets at all.</param>
    public static async Task<DesktopSession> StartAsync(bool hasKeyring = true, bool hasService = true)
    {
        Requires.Program("gnome-keyring-daemon", "gnome-keyring");
        Requires.Program("secret-tool", "libsecret-tools");
        string daemon = Requires.Program("dbus-daemon", "dbus");
        var session = new DesktopSession();
        var environment = session.Home.Environment;
        environment["XDG_RUNTIME_DIR"] = Directory.CreateDirectory(session.Home.PathOf("run")).FullName;
        environment["XDG_DATA_HOME"] = session.Home.PathOf("data");
        string services = hasService ? "<standard_session_servicedirs/>" : "";
        string configuration = session.Home.Write("bus.conf", $"""
            <busconfig>
              <type>session</type>
              <listen>unix:dir={environment["XDG_RUNTIME_DIR"]}</listen>
              <auth>EXTERNAL</auth>
              {services}
              <policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
            </busconfig>
            """);
        var bus = session.Start([daemon, $"--config-file={configuration}", "--nofork", "--print-address=1"]);
        environment["DBUS_SESSION_BUS_ADDRESS"] = await bus.WaitForAsync((output, _) => output.Contains('\n', StringComparison.Ordinal) ? output.Split('\n')[0] : null);
        if (hasKeyring)
        {
            await session.LogInAsync();
        }

        return session;
    }

    /// <summary>Logs the user in, anew if they are: their keyring is made, or opened.</summary>
    public async Task LogInAsync()
    {
        if (_keyring is not null)
        {
            _processes.Remove(_keyring);
            await _keyring.DisposeAsync();
            await UntilServiceAsync(isThere: false);
        }

        _keyring = Start(["/usr/bin/gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"], keepsInput: true);
        await _keyring.WriteAsync(Password);
        _keyring.CloseInput();
        await UntilServiceAsync(isThere: true);
    }

    /// <summary>Locks the keyring, as a locked screen may do.</summary>
    public async Task LockAsync() => (await SendAsync(
        "org.freedesktop.secrets", "/org/freedesktop/secrets", "org.freedesktop.Secret.Service.Lock", "array:objpath:/org/freedesktop/secrets/collection/login")).Succeeded();

    /// <summary>Starts a process that uses a vault in this session.</summary>
    internal VaultProcess NewUser(params string[] arguments) => new(Home.Environment, Home.Folder, arguments);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // The bus ends by itself what it started.
        if (_processes.Count > 0)
        {
            await _processes[0].SignalAsync("TERM");
            await _processes[0].EndAsync();
        }

        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        Home.Dispose();
    }

    // Asked of the bus: asking the service itself would have the bus start another one.
    private async Task UntilServiceAsync(bool isThere)
    {
        string expected = isThere ? "boolean true" : "boolean false";
        for (int attempt = 0; attempt < 200; attempt++)
        {
            var answer = await SendAsync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus.NameHasOwner", "string:org.freedesktop.secrets");
            if (answer.Out.Contains(expected, StringComparison.Ordinal))
            {
                return;
            }

            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        Assert.Fail($"the keyring's service didn't {(isThere ? "come up" : "end")}\n{_keyring}");
    }

    private Task<Ended> SendAsync(string destination, string path, params string[] call) =>
        Home.RunAsync(["/usr/bin/dbus-send", "--session", "--print-reply", "--dest=" + destination, path, .. call]);

    private RunningProcess Start(IReadOnlyList<string> command, bool keepsInput = false)
    {
        var process = Home.Start(command, keepsInput);
        _processes.Add(process);
        return process;
    }
}
