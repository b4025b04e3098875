using System.Diagnostics;
using System.Net.Sockets;
using Lanyard.EndToEnd.Running;

namespace Lanyard.EndToEnd.Vault;

public sealed class SecretServiceTests
{
    private const string SecretTool = "/usr/bin/secret-tool";

    [Fact]
    public async Task Another_client_reads_what_we_store_and_we_read_what_it_stores()
    {
        await using var session = await DesktopSession.StartAsync();
        await using var vault = session.NewUser("secret-service");
        await vault.StoreAsync("keys/dev", "geheim: ü");
        var read = (await session.Home.RunAsync(SecretTool, "lookup", "application", "lanyard", "name", "keys/dev")).Succeeded();
        Assert.Equal("geheim: ü", read.Out);

        string home = Path.Combine(session.Home.LanyardHome, "state");
        (await session.Home.RunAsync(
            "/bin/sh", "-c", $"printf another | {SecretTool} store --label=x xdg:schema lanyard.Secret application lanyard home {home} name keys/prod")).Succeeded();
        Assert.Equal("another", await vault.FindAsync("keys/prod"));

        Assert.True(await vault.RemoveAsync("keys/dev"));
        Assert.Equal("", (await session.Home.RunAsync(SecretTool, "lookup", "application", "lanyard", "name", "keys/dev")).Out);
    }

    [Fact]
    public async Task Each_home_of_lanyards_has_secrets_of_its_own()
    {
        await using var session = await DesktopSession.StartAsync();
        await using var vault = session.NewUser("secret-service");
        await vault.StoreAsync("keys/dev", "one");
        session.Home.Environment["LANYARD_HOME"] = session.Home.PathOf("other");
        await using var other = session.NewUser("secret-service");
        Assert.Null(await other.FindAsync("keys/dev"));
        await other.StoreAsync("keys/dev", "two");
        Assert.Equal("one", await vault.FindAsync("keys/dev"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_locked_keyring_is_said_to_be_locked_and_never_to_be_empty(bool mayPrompt)
    {
        // Without a screen there is nothing to prompt on, so that makes no difference.
        await using var session = await DesktopSession.StartAsync();
        await using var vault = session.NewUser(mayPrompt ? ["secret-service", "may-prompt"] : ["secret-service"]);
        await vault.StoreAsync("keys/dev", "one");
        await session.LockAsync();

        var clock = Stopwatch.StartNew();
        foreach (string line in new[] { "find keys/dev", "find keys/other", "store keys/dev dHdv", "remove keys/dev" })
        {
            var (code, said) = await vault.FailAsync(line);
            Assert.Equal("VAULT_LOCKED", code);
            Assert.Contains("locked", said, StringComparison.Ordinal);
        }

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"it took {clock.Elapsed}");
        await session.LogInAsync();
        Assert.Equal("one", await vault.FindAsync("keys/dev"));
    }

    [Fact]
    public async Task A_screen_that_no_question_can_be_shown_on_leaves_the_keyring_locked()
    {
        await using var session = await DesktopSession.StartAsync();
        session.Home.Environment["DISPLAY"] = ":987";
        await session.LockAsync();
        await using var vault = session.NewUser("secret-service", "may-prompt");
        var clock = Stopwatch.StartNew();
        var (code, said) = await vault.FailAsync("find keys/dev");
        Assert.Equal("VAULT_LOCKED", code);
        Assert.Contains("unlock", said, StringComparison.Ordinal);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"it took {clock.Elapsed}");
    }

    [Fact]
    public async Task Without_a_bus_it_fails_at_once_and_says_what_is_missing()
    {
        using var home = new UserHome();
        await using var vault = new VaultProcess(home.Environment, home.Folder, "secret-service");
        var (code, said) = await vault.FailAsync("find keys/dev");
        Assert.Equal("VAULT_FAILED", code);
        Assert.Contains("DBUS_SESSION_BUS_ADDRESS", said, StringComparison.Ordinal);
        Assert.Contains("LANYARD_VAULT=file", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bus_that_is_gone_is_an_error_and_not_an_empty_vault()
    {
        Requires.Program("secret-tool", "libsecret-tools");
        using var home = new UserHome();
        home.Environment["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=" + home.PathOf("no-bus");
        await using var vault = new VaultProcess(home.Environment, home.Folder, "secret-service");
        Assert.Equal("VAULT_FAILED", (await vault.FailAsync("find keys/dev")).Code);
    }

    [Fact]
    public async Task A_bus_that_never_answers_is_given_up()
    {
        Requires.Program("secret-tool", "libsecret-tools");
        using var home = new UserHome();
        using var silent = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        silent.Bind(new UnixDomainSocketEndPoint(home.PathOf("bus")));
        silent.Listen();
        home.Environment["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=" + home.PathOf("bus");
        await using var vault = new VaultProcess(home.Environment, home.Folder, "secret-service");
        var (code, said) = await vault.FailAsync("find keys/dev");
        Assert.Equal("VAULT_FAILED", code);
        Assert.Contains("didn't answer", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_without_a_keyring_service_is_an_error_and_not_an_empty_vault()
    {
        await using var session = await DesktopSession.StartAsync(hasKeyring: false, hasService: false);
        await using var vault = session.NewUser("secret-service");
        var (code, said) = await vault.FailAsync("find keys/dev");
        Assert.Equal("VAULT_FAILED", code);
        Assert.Contains("org.freedesktop.secrets", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_without_a_keyring_is_told_so()
    {
        await using var session = await DesktopSession.StartAsync(hasKeyring: false);
        await using var vault = session.NewUser("secret-service");
        foreach (string line in new[] { "find keys/dev", "store keys/dev dHdv", "remove keys/dev" })
        {
            var (code, said) = await vault.FailAsync(line);
            Assert.Equal("VAULT_FAILED", code);
            Assert.Contains("no default keyring", said, StringComparison.Ordinal);
        }
    }
}
