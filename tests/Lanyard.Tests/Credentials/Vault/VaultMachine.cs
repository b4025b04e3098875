using Lanyard.Credentials.Files;
using Lanyard.Credentials.Vault;

namespace Lanyard.Tests.Credentials.Vault;

/// <summary>A user's machine with a vault of the platform's, and an encrypted file, that are gone with the test.</summary>
internal sealed class VaultMachine : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public VaultMachine()
    {
        Environment["HOME"] = _folder.Path;
        Environment["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=" + _folder["bus"];
        Folders = LanyardFolders.From(Environment, isWindows: false);
    }

    public Dictionary<string, string> Environment { get; } = [];

    public LanyardFolders Folders { get; }

    public FakeTime Time { get; } = new();

    public MemoryKeyring Keyring { get; } = new();

    public MemoryVault Platform { get; } = new() { Name = VaultBackends.OfPlatform() };

    public MemoryVault File { get; } = new() { Name = VaultBackends.File };

    /// <summary>Gets the names of the vaults that were opened.</summary>
    public List<string> Opened { get; } = [];

    public VaultSelection Selection() => new(Folders, Environment, Time, (name, _) =>
    {
        Opened.Add(name);
        return name == VaultBackends.File ? File : Platform;
    });

    public SessionProtection Protection() => SessionProtection.Of(Folders, Environment, Selection(), Time, Keyring);

    /// <summary>Puts a file where the encrypted one would be.</summary>
    public void WriteFileVault() => AtomicFile.WritePrivate(VaultBackends.FilePath(Environment, Folders), [1]);

    public void Dispose() => _folder.Dispose();
}
