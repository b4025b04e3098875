using Lanyard.Credentials.Files;

namespace Lanyard.Credentials.Vault;

/// <summary>
/// Which vault secrets are kept in: the one that <c>LANYARD_VAULT</c> names, else the one in use, else the platform's own if it proves
/// itself, else an encrypted file that is there or that a person agrees to. One that was used and is out of reach is an error.
/// </summary>
public sealed class VaultSelection
{
    /// <summary>The variable that names the vault.</summary>
    public const string Variable = "LANYARD_VAULT";

    private readonly LanyardFolders _folders;
    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly TimeProvider _time;
    private readonly Func<string, bool, ISecretVault> _open;
    private readonly Dictionary<string, ISecretVault> _opened = [];

    /// <summary>Makes the selection; nothing is read or opened yet.</summary>
    /// <param name="folders">Where Lanyard keeps its files.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="person">Who can be asked when a vault is locked.</param>
    /// <param name="time">The clock.</param>
    public VaultSelection(LanyardFolders folders, IReadOnlyDictionary<string, string> environment, VaultPerson person, TimeProvider time)
        : this(folders, environment, time, (name, mayAsk) => VaultBackends.Open(name, environment, folders, mayAsk ? person : VaultPerson.Nobody))
    {
    }

    /// <summary>As the other, over vaults of one's own.</summary>
    /// <param name="folders">Where Lanyard keeps its files.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="time">The clock.</param>
    /// <param name="open">Opens a vault by its name; told whether that may ask a person.</param>
    internal VaultSelection(LanyardFolders folders, IReadOnlyDictionary<string, string> environment, TimeProvider time, Func<string, bool, ISecretVault> open)
    {
        (_folders, _environment, _time, _open) = (folders, environment, time, open);
    }

    /// <summary>Gets the vault that the environment names; null where it leaves the choice to us.</summary>
    /// <exception cref="CredentialsException">It names none that there is.</exception>
    public string? Named
    {
        get
        {
            string? name = _environment.GetValueOrDefault(Variable);
            return string.IsNullOrEmpty(name) ? null
                : name is VaultBackends.SecretService or VaultBackends.Keychain or VaultBackends.CredentialManager or VaultBackends.File or VaultBackends.None ? name
                : throw new CredentialsException(
                    ErrorCodes.SettingInvalid, $"the environment variable {Variable} names a vault `{name}`, which there isn't",
                    $"set {Variable} to {VaultBackends.OfPlatform()}, {VaultBackends.File} or {VaultBackends.None}, or unset it");
        }
    }

    /// <summary>Tells whether a vault is named or was ever used or looked for: one look at whether a file exists, else nothing.</summary>
    public static bool IsTouched(LanyardFolders folders, IReadOnlyDictionary<string, string> environment)
    {
        ArgumentNullException.ThrowIfNull(folders);
        ArgumentNullException.ThrowIfNull(environment);
        return (environment.TryGetValue(Variable, out var name) && name.Length > 0) || File.Exists(VaultMark.PathIn(folders));
    }

    /// <summary>Gives the name of the vault that is named, or in use.</summary>
    /// <returns>The name; null where neither is so.</returns>
    /// <exception cref="CredentialsException">What is named or in use can't be known.</exception>
    public string? InUse() => InUse(VaultMark.Read(_folders));

    /// <summary>Finds the vault that is named, or in use.</summary>
    /// <returns>The vault, which may turn out to be locked or out of reach; null where there is none.</returns>
    /// <exception cref="CredentialsException">What is named or in use can't be known or opened.</exception>
    public ISecretVault? Find() => InUse() is { } name and not VaultBackends.None ? Open(name) : null;

    /// <summary>Finds the vault in use or chooses one, which proves itself first, and is in use from then on.</summary>
    /// <param name="agreesToFile">
    /// Asks a person whether an encrypted file may be made, and is told why the platform's own vault won't do; false where nobody can be asked.
    /// </param>
    /// <exception cref="CredentialsException">There is none: it is turned off, locked, out of reach, or nobody agreed to a file.</exception>
    public ISecretVault Choose(Func<string, bool> agreesToFile)
    {
        ArgumentNullException.ThrowIfNull(agreesToFile);
        string? name = InUse();
        if (name == VaultBackends.None && Named is not null)
        {
            throw VaultErrors.Failed($"no vault is to be used: {Variable} is {VaultBackends.None}", $"unset {Variable}");
        }

        return name is null or VaultBackends.None ? ChooseNew(agreesToFile) : Use(Open(name), prove: Marked() != name);
    }

    /// <summary>Takes a vault that must prove itself without asking anybody; for what can also do without one.</summary>
    /// <param name="reason">Why there is none.</param>
    /// <returns>The vault, in use from now on; null where the platform's own won't do.</returns>
    internal ISecretVault? ChooseQuietly(out string? reason)
    {
        reason = null;
        try
        {
            return Use(_open(VaultBackends.OfPlatform(), false), prove: true);
        }
        catch (CredentialsException e) when (e.Code is ErrorCodes.VaultFailed or ErrorCodes.VaultLocked)
        {
            reason = e.Message;
            return null;
        }
    }

    /// <summary>Opens a vault once.</summary>
    internal ISecretVault Open(string name)
    {
        if (!_opened.TryGetValue(name, out var vault))
        {
            if (name == VaultBackends.File && Marked() == name && Named is null && !File.Exists(VaultBackends.FilePath(_environment, _folders)))
            {
                throw VaultErrors.Failed(
                    $"the vault '{VaultBackends.FilePath(_environment, _folders)}' is gone",
                    $"put a backup of it there; or set {Variable}={VaultBackends.File} to begin a new one");
            }

            _opened[name] = vault = _open(name, true);
        }

        return vault;
    }

    private string? InUse(VaultMark? mark) => Named ?? mark?.Backend;

    private string? Marked() => VaultMark.Read(_folders)?.Backend;

    private ISecretVault ChooseNew(Func<string, bool> agreesToFile)
    {
        CredentialsException failure;
        try
        {
            return Use(Open(VaultBackends.OfPlatform()), prove: true);
        }
        catch (CredentialsException e) when (e.Code == ErrorCodes.VaultFailed)
        {
            failure = e;
        }
        catch (CredentialsException e) when (e.Code == ErrorCodes.VaultLocked)
        {
            throw e.WithFix($"{e.Fix}; or set {Variable}={VaultBackends.File} to keep secrets in an encrypted file");
        }

        return File.Exists(VaultBackends.FilePath(_environment, _folders)) || agreesToFile(failure.Message)
            ? Use(Open(VaultBackends.File), prove: true)
            : throw failure;
    }

    private ISecretVault Use(ISecretVault vault, bool prove)
    {
        if (prove)
        {
            VaultProof.Prove(vault);
            Update(mark => VaultMark.Use(mark, vault.Name, _time));
        }

        return vault;
    }

    /// <summary>Changes the mark, one process at a time.</summary>
    /// <param name="change">Gives the new mark for the one that is there; the same one to leave it.</param>
    internal void Update(Func<VaultMark?, VaultMark> change)
    {
        using var held = Hold();
        var mark = VaultMark.Read(_folders);
        var changed = change(mark);
        if (!ReferenceEquals(changed, mark))
        {
            changed.Write(_folders);
        }
    }

    private FileLock Hold()
    {
        try
        {
            return FileLock.TryAcquire(Path.Combine(_folders.State, "vault.json.lock"), TimeSpan.FromSeconds(30))
                ?? throw VaultErrors.Failed($"another command holds '{VaultMark.PathIn(_folders)}'", "end that command, then run this one again");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw VaultErrors.Failed($"'{_folders.State}' can't be written: {e.Message}", "make that folder writable, or set LANYARD_HOME", e);
        }
    }
}
