using Lanyard.Credentials;
using Lanyard.Credentials.Sources;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Sets;
using Lanyard.Policy.Sets.Minimize;

namespace Lanyard.Cli.Commands.Exec.LikeFunction;

/// <summary>
/// Makes the session policies that narrow another role's session to what a function's role may do: the function's managed policies by their
/// ARNs, its inline ones as one document. "Session policies", IAM User Guide: the session may do what both the role and they allow.
/// </summary>
internal static class NarrowedSession
{
    // "AssumeRole", STS API Reference: ten managed policies, and 2,048 characters for inline and managed policies together.
    private const int MostManaged = 10;
    private const int MostCharacters = 2048;

    // Without any session policy a session isn't narrowed at all.
    private const string Nothing = """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}""";

    /// <summary>Makes them.</summary>
    /// <param name="function">What the function's role may do.</param>
    /// <param name="through">The role whose session is narrowed.</param>
    /// <param name="catalogue">The actions that there are.</param>
    /// <exception cref="CredentialsException">They can't say what the function's policies say; nothing less is made.</exception>
    public static SessionPolicies Of(RolePolicies function, string through, Catalogue catalogue)
    {
        if (RolePolicies.AccountIn(through) != RolePolicies.AccountIn(function.RoleArn))
        {
            throw Refused(
                $"the role {through} is in another account than the function's role {function.RoleArn}, whose managed policies it can't be narrowed by",
                $"name a role of account {RolePolicies.AccountIn(function.RoleArn)} with --through");
        }

        if (function.Attached.Length > MostManaged)
        {
            throw Refused($"the function's role {function.RoleArn} has {function.Attached.Length} managed policies, and a session takes {MostManaged}", LetItBeAssumed(function));
        }

        if (function.Attached.FirstOrDefault(arn => arn.Contains(',', StringComparison.Ordinal)) is { } listed)
        {
            throw Refused($"the policy {listed} of the function's role has a comma in its name, which lists of session policies can't hold", $"attach it under a name without a comma; or {LetItBeAssumed(function)}");
        }

        var inline = function.Inline.Length > 0 ? Together(function, catalogue) : function.Attached.Length > 0 ? null : Nothing;
        var arns = function.Attached.Length > 0 ? string.Join(',', function.Attached) : null;
        var length = (inline?.Length ?? 0) + function.Attached.Sum(arn => arn.Length);
        return length <= MostCharacters
            ? new SessionPolicies(inline, arns)
            : throw Refused(
                $"the policies of the function's role {function.RoleArn} take {length} characters, and those of a session may have {MostCharacters}",
                $"make managed policies of its inline ones, which are handed on by their ARNs; or {LetItBeAssumed(function)}");
    }

    /// <summary>Makes sure that a permissions boundary, which session policies can't imitate, takes nothing away that the policies allow.</summary>
    /// <param name="function">What the function's role may do.</param>
    /// <param name="managed">Its managed policies.</param>
    /// <param name="boundary">The boundary.</param>
    /// <param name="catalogue">The actions that there are.</param>
    /// <exception cref="CredentialsException">It takes something away, or that can't be told.</exception>
    public static void CheckBoundary(RolePolicies function, IEnumerable<PolicyDocument> managed, PolicyDocument boundary, Catalogue catalogue)
    {
        var found = PolicyComparison.Compare(
            PolicySide.Of(PolicyKind.Identity, boundary), PolicySide.Of(PolicyKind.Identity, function.Inline.Concat(managed)), catalogue, new ComparisonOptions(FirstOnly: true));
        if (!found.AddsNothing)
        {
            var what = found.Added is [var first, ..] ? $"refuses what its policies allow, such as {first.Witness.Action} on {first.Witness.Resource}" : "may refuse what its policies allow";
            throw Refused(
                $"the permissions boundary {function.BoundaryArn} of the function's role {what}; the session of another role can't have both", LetItBeAssumed(function));
        }
    }

    /// <summary>Says what the function may do and the narrowed role may not.</summary>
    /// <param name="function">The function's policies.</param>
    /// <param name="through">Those of the narrowed role.</param>
    /// <param name="boundary">The boundary of the narrowed role; <see langword="null"/> for none.</param>
    /// <param name="catalogue">The actions that there are.</param>
    /// <returns>The first such thing; <see langword="null"/> where it is proved that there is none.</returns>
    public static string? Missing(IEnumerable<PolicyDocument> function, IEnumerable<PolicyDocument> through, PolicyDocument? boundary, Catalogue catalogue)
    {
        var side = PolicySide.Of(PolicyKind.Identity, through);
        var within = boundary is null ? side : side with { Boundary = PolicySide.SetOf(PolicyKind.Boundary, [boundary]) };
        var found = PolicyComparison.Compare(within, PolicySide.Of(PolicyKind.Identity, function), catalogue, new ComparisonOptions(FirstOnly: true));
        return found.AddsNothing ? null : found.Added is [var first, ..] ? $"{first.Witness.Action} on {first.Witness.Resource}" : "some of it, which can't be told";
    }

    private static string Together(RolePolicies function, Catalogue catalogue)
    {
        var hasVariables = function.Inline.Any(document => document.HasVariables);
        if (hasVariables && function.Inline.FirstOrDefault(document => !document.HasVariables && PolicyDocumentWriter.Write(document, indented: false).Contains("${", StringComparison.Ordinal)) is { } old)
        {
            throw Refused(
                $"the inline policy {old.Path} of the function's role is of the language's older version, in which ${{…}} is plain text, and others of the role are of the newer one",
                $"write \"Version\": \"{PolicyDocument.VersionWithVariables}\" into it; or {LetItBeAssumed(function)}");
        }

        var whole = new PolicyDocument(
            null, function.Inline.FirstOrDefault(document => document.HasVariables)?.Version ?? function.Inline[0].Version, null, [.. function.Inline.SelectMany(document => document.Statements)]);
        var minimized = new PolicyMinimizer(catalogue, new EqualityProof(PolicyKind.Identity, catalogue)).Minimize(whole, new MinimizeOptions(DropSids: true));

        // Where nothing could be proved the document is as it was, names and all; two policies may have the same.
        var document = minimized.Steps is null ? whole with { Statements = [.. whole.Statements.Select(statement => statement with { Sid = null })] } : minimized.Document;
        return PolicyDocumentWriter.Write(document, indented: false);
    }

    private static string LetItBeAssumed(RolePolicies function) => $"let the role {function.RoleArn} be assumed by you: its trust policy has to name you for sts:AssumeRole";

    private static CredentialsException Refused(string why, string fix) =>
        new(CliErrorCodes.FunctionNotImitated, $"{why}, so that nothing was run", fix, FailureKind.GuardRail);
}
