using System.Collections.Immutable;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Apply;

/// <summary>
/// The permission set that a role of IAM Identity Center comes from. Such a role can't be changed in IAM; what it may do is changed in
/// its permission set.
/// </summary>
/// <param name="Name">The permission set's name.</param>
/// <param name="Session">The length of a session as ISO 8601, such as <c>PT1H</c>; null where it isn't said.</param>
/// <param name="OfAws">The ARNs of AWS's own managed policies.</param>
/// <param name="OfAccount">Policies that must be in every account it is used in, by path and name.</param>
/// <param name="Inline">The inline policy; null without one.</param>
/// <param name="Boundary">The permissions boundary, in the same ways; null without one.</param>
public sealed record PermissionSet(
    string Name, string? Session, ImmutableArray<string> OfAws, ImmutableArray<(string Path, string Name)> OfAccount, PolicyDocument? Inline, string? Boundary)
{
    private const string Prefix = "AWSReservedSSO_";
    private const int SuffixLength = 17; // An underscore and 16 hexadecimal digits.

    /// <summary>Gets the boundary's path and name, where it is a policy of the account.</summary>
    public (string Path, string Name)? BoundaryOfAccount => Boundary is { } arn && !IsOfAws(arn) ? OfAccountArn(arn) : null;

    /// <summary>Tells whether a role belongs to Identity Center.</summary>
    public static bool IsReserved(string role)
    {
        ArgumentNullException.ThrowIfNull(role);
        return role.StartsWith(Prefix, StringComparison.Ordinal);
    }

    /// <summary>Makes it of what a document wants of the role.</summary>
    /// <param name="role">The role.</param>
    /// <param name="wanted">The whole document, whose policies the role may name.</param>
    public static PermissionSet Of(WantedEntity role, WantedIam wanted)
    {
        ArgumentNullException.ThrowIfNull(role);
        ArgumentNullException.ThrowIfNull(wanted);
        var name = role.Name.Value[Prefix.Length..];
        name = name.Length > SuffixLength && name[^SuffixLength] == '_' ? name[..^SuffixLength] : name;
        var attached = (role.Attached ?? []).Select(a => ArnOf(a.Value, wanted)).ToArray();
        return new PermissionSet(
            name, role.MaxSession is { } seconds ? $"PT{seconds}S" : null,
            [.. attached.Where(IsOfAws)], [.. attached.Where(a => !IsOfAws(a)).Select(OfAccountArn)],
            Merge([.. (role.Inline ?? []).Select(i => i.Document)]), role.Boundary is { } boundary ? ArnOf(boundary.Value, wanted) : null);
    }

    // A permission set has one inline policy, in which no Sid comes twice.
    private static PolicyDocument? Merge(PolicyDocument[] documents)
    {
        if (documents is [])
        {
            return null;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        return documents[0] with { Statements = [.. documents.SelectMany(d => d.Statements).Select(s => s.Sid is { } sid && !seen.Add(sid.Value) ? s with { Sid = null } : s)] };
    }

    private static string ArnOf(string policy, WantedIam wanted) =>
        wanted.Entities.FirstOrDefault(e => e.Kind == IamKind.Policy && e.Name.Value == policy) is { } own ? $"arn:aws:iam::{wanted.Account?.Value}:policy{own.EntityPath ?? "/"}{policy}" : policy;

    private static bool IsOfAws(string arn) => arn.Split(':') is [_, _, "iam", "", "aws", ..];

    private static (string Path, string Name) OfAccountArn(string arn)
    {
        var (from, last) = (arn.IndexOf('/', StringComparison.Ordinal), arn.LastIndexOf('/'));
        return from < 0 ? ("/", arn) : (arn[from..(last + 1)], arn[(last + 1)..]);
    }
}
