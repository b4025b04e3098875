using System.Collections.Immutable;

namespace Lanyard.Sandbox.State;

/// <summary>An account of the sandbox, in an organization or in none.</summary>
/// <param name="Id">The 12-digit id.</param>
/// <param name="Name">The name that people see.</param>
/// <param name="Email">The root user's address.</param>
internal sealed record SandboxAccount(string Id, string Name, string Email);

/// <summary>All accounts, in the order of their ids. Readers see a whole state at any time; only one thread may add at a time.</summary>
internal sealed class AccountDirectory(IEnumerable<SandboxAccount> accounts)
{
    private volatile ImmutableSortedDictionary<string, SandboxAccount> _all = accounts.ToImmutableSortedDictionary(a => a.Id, a => a, StringComparer.Ordinal);

    public IEnumerable<SandboxAccount> All => _all.Values;

    public SandboxAccount? Find(string id) => _all.GetValueOrDefault(id);

    public SandboxAccount? FindByEmail(string email) => _all.Values.FirstOrDefault(a => a.Email.Equals(email, StringComparison.OrdinalIgnoreCase));

    public void Add(SandboxAccount account)
    {
        _all = _all.Add(account.Id, account);
        Changes.Note();
    }
}
