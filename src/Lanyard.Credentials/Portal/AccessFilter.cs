using System.IO.Enumeration;
using Lanyard.Aws.Services;

namespace Lanyard.Credentials.Portal;

/// <summary>
/// Chooses accounts and permission sets by patterns: <c>ACCOUNT</c>, which is an account's name or id, or <c>ACCOUNT/ROLE</c>.
/// <c>*</c> and <c>?</c> stand for any characters; case doesn't matter.
/// </summary>
public sealed class AccessFilter
{
    private readonly Pattern[] _include;
    private readonly Pattern[] _exclude;

    /// <summary>Makes a filter.</summary>
    /// <param name="include">What to take; all of it where there is no pattern.</param>
    /// <param name="exclude">What to leave out of that.</param>
    public AccessFilter(IEnumerable<string> include, IEnumerable<string> exclude) =>
        (_include, _exclude) = ([.. include.Select(Pattern.Parse)], [.. exclude.Select(Pattern.Parse)]);

    /// <summary>Tells whether something in an account may be chosen, so that its permission sets have to be asked for.</summary>
    public bool MayTake(PortalAccount account)
    {
        ArgumentNullException.ThrowIfNull(account);
        return (_include.Length == 0 || _include.Any(p => p.Fits(account))) && !_exclude.Any(p => p.Role is "*" && p.Fits(account));
    }

    /// <summary>Tells whether a permission set in an account is chosen.</summary>
    public bool Takes(PortalAccount account, string role)
    {
        ArgumentNullException.ThrowIfNull(account);
        return (_include.Length == 0 || _include.Any(p => p.Fits(account, role))) && !_exclude.Any(p => p.Fits(account, role));
    }

    /// <summary>Gives the patterns to take that no account fits, as they may be slips.</summary>
    public IEnumerable<string> Unused(IReadOnlyList<PortalAccount> accounts) => _include.Where(p => !accounts.Any(p.Fits)).Select(p => p.Text);

    private sealed record Pattern(string Text, string Account, string Role)
    {
        // No permission set has a slash in its name; an account may.
        public static Pattern Parse(string text) => text.LastIndexOf('/') is >= 0 and var slash
            ? new Pattern(text, text[..slash] is { Length: > 0 } account ? account : "*", text[(slash + 1)..] is { Length: > 0 } role ? role : "*")
            : new Pattern(text, text, "*");

        public bool Fits(PortalAccount account) => Matches(Account, account.Id) || Matches(Account, account.Name);

        public bool Fits(PortalAccount account, string role) => Fits(account) && Matches(Role, role);

        private static bool Matches(string pattern, string text) => FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: true);
    }
}
