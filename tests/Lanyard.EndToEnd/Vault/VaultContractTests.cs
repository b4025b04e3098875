using Lanyard.EndToEnd.Running;
using Lanyard.Tests.Credentials.Vault;

namespace Lanyard.EndToEnd.Vault;

/// <summary>A real GNOME Keyring, for many processes.</summary>
public sealed class SecretServiceContractTests : VaultContract, IAsyncLifetime
{
    private readonly List<VaultProcess> _users = [];
    private DesktopSession? _session;

    public async ValueTask InitializeAsync() => _session = await DesktopSession.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_users.Select(user => user.DisposeAsync().AsTask()));
        await (_session?.DisposeAsync() ?? default);
    }

    protected override IVaultUser NewUser()
    {
        var user = _session!.NewUser("secret-service");
        lock (_users)
        {
            _users.Add(user);
        }

        return user;
    }
}

/// <summary>An encrypted file, for many processes.</summary>
public sealed class EncryptedFileContractTests : VaultContract, IAsyncDisposable
{
    private readonly List<VaultProcess> _users = [];
    private readonly UserHome _home = new();

    public EncryptedFileContractTests()
    {
        string path = _home.Write("passphrase", "correct horse battery\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        _home.Environment["LANYARD_VAULT_PASSPHRASE_FILE"] = path;
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_users.Select(user => user.DisposeAsync().AsTask()));
        _home.Dispose();
    }

    protected override IVaultUser NewUser()
    {
        var user = new VaultProcess(_home.Environment, _home.Folder, "file");
        lock (_users)
        {
            _users.Add(user);
        }

        return user;
    }
}
