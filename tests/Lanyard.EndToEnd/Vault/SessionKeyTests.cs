using Lanyard.EndToEnd.Running;

namespace Lanyard.EndToEnd.Vault;

/// <summary>The key that sessions are encrypted with, in a real GNOME Keyring.</summary>
public sealed class SessionKeyTests
{
    [Fact]
    public async Task The_first_session_of_a_desktop_makes_a_key_that_all_later_ones_share()
    {
        await using var session = await DesktopSession.StartAsync();
        session.Home.Environment.Remove("LANYARD_HOME");
        var users = Enumerable.Range(0, 6).Select(_ => session.NewUser("secret-service")).ToList();
        var keys = await Task.WhenAll(users.Select(user => user.SessionKeyAsync()));
        Assert.NotNull(Assert.Single(keys.Distinct()));
        foreach (var user in users)
        {
            await user.DisposeAsync();
        }

        var stored = (await session.Home.RunAsync("/usr/bin/secret-tool", "lookup", "application", "lanyard", "name", "session-key")).Succeeded();
        Assert.EndsWith(keys[0]!, stored.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Once_made_the_key_is_never_done_without()
    {
        await using var session = await DesktopSession.StartAsync();
        session.Home.Environment["LANYARD_VAULT"] = "secret-service";
        await using (var first = session.NewUser("secret-service"))
        {
            Assert.NotNull(await first.SessionKeyAsync());
        }

        // The mark stays, and leads to a keyring that is out of reach; the copy that the kernel holds belongs to another number.
        session.Home.Environment.Remove("LANYARD_VAULT");
        session.Home.Environment.Remove("DBUS_SESSION_BUS_ADDRESS");
        session.Home.Environment["XDG_RUNTIME_DIR"] = session.Home.PathOf("elsewhere");
        string mark = Path.Combine(session.Home.LanyardHome, "state", "vault.json");
        string text = await File.ReadAllTextAsync(mark, TestContext.Current.CancellationToken);
        int number = text.IndexOf("\"secret-service\": \"", StringComparison.Ordinal) + "\"secret-service\": \"".Length;
        await File.WriteAllTextAsync(mark, text.Remove(number, 16).Insert(number, "0000000000000000"), TestContext.Current.CancellationToken);
        await using var later = session.NewUser("secret-service");
        Assert.Equal("VAULT_FAILED", (await later.FailAsync("session-key")).Code);
    }

    [Fact]
    public async Task A_locked_keyring_at_the_first_session_is_left_alone()
    {
        await using var session = await DesktopSession.StartAsync();
        session.Home.Environment.Remove("LANYARD_HOME");
        await session.LockAsync();
        await using var user = session.NewUser("secret-service");
        Assert.Null(await user.SessionKeyAsync());
    }

    [Fact]
    public async Task Without_a_desktop_there_is_no_key_and_no_file_about_it()
    {
        using var home = new UserHome();
        home.Environment.Remove("LANYARD_HOME");
        await using var user = new VaultProcess(home.Environment, home.Folder, "secret-service");
        Assert.Null(await user.SessionKeyAsync());
        Assert.Empty(Directory.EnumerateFileSystemEntries(home.Folder));
    }
}
