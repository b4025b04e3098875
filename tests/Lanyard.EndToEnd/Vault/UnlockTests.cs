using Lanyard.EndToEnd.Running;

namespace Lanyard.EndToEnd.Vault;

/// <summary>An encrypted file is unlocked once, and the kernel's keyring holds its key for the processes that follow.</summary>
public sealed class UnlockTests : IDisposable
{
    private readonly UserHome _home = new();
    private readonly string _passphrase;

    public UnlockTests()
    {
        _passphrase = _home.Write("passphrase", "correct horse battery\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_passphrase, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        _home.Environment["LANYARD_VAULT_PASSPHRASE_FILE"] = _passphrase;
    }

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task What_one_process_unlocked_is_open_for_the_next_until_its_time_is_over()
    {
        RequireKeyring();
        _home.Environment["LANYARD_VAULT_TIMEOUT"] = "10";
        await using (var first = User())
        {
            await first.StoreAsync("keys/dev", "one");
        }

        _home.Environment.Remove("LANYARD_VAULT_PASSPHRASE_FILE");
        await using (var second = User())
        {
            Assert.Equal("one", await second.FindAsync("keys/dev"));
        }

        await Task.Delay(TimeSpan.FromSeconds(11), TestContext.Current.CancellationToken);
        await using var third = User();
        var (code, said) = await third.FailAsync("find keys/dev");
        Assert.Equal("VAULT_LOCKED", code);
        Assert.Contains("vault.enc", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pipe_can_carry_the_passphrase()
    {
        _home.Environment["LANYARD_VAULT_TIMEOUT"] = "0";
        await using (var first = User())
        {
            await first.StoreAsync("keys/dev", "one");
        }

        _home.Environment["LANYARD_VAULT_PASSPHRASE_FILE"] = _home.PathOf("pipe");
        (await _home.RunAsync("/bin/sh", "-c", "mkfifo -m 600 pipe")).Succeeded();
        await using var writer = _home.Start(["/bin/sh", "-c", $"cat {_passphrase} > pipe"]);
        await using var second = User();
        Assert.Equal("one", await second.FindAsync("keys/dev"));
    }

    private static void RequireKeyring() => Assert.SkipUnless(
        File.Exists("/proc/keys") && File.ReadAllText("/proc/self/status").Contains("Seccomp:\t0", StringComparison.Ordinal),
        "this is no Linux with the kernel's keyring, or a container that may forbid it");

    private VaultProcess User() => new(_home.Environment, _home.Folder, "file");
}
