using System.Collections.Immutable;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Sets.Minimize;

/// <summary>Proves that documents of one place allow and deny the same requests.</summary>
/// <param name="kind">The place.</param>
/// <param name="catalogue">The actions that there are.</param>
public sealed class EqualityProof(PolicyKind kind, Catalogue catalogue)
{
    /// <summary>Proves it.</summary>
    /// <param name="before">Documents that are taken together.</param>
    /// <param name="after">Documents that shall be the same, taken together.</param>
    /// <param name="allowsTomorrow">
    /// Whether <paramref name="after"/> may allow actions that the catalogue doesn't have, and that <paramref name="before"/> doesn't name.
    /// </param>
    /// <returns><see langword="null"/> when they are equal; otherwise why that isn't proved.</returns>
    public string? WhyNotEqual(ImmutableArray<PolicyDocument> before, ImmutableArray<PolicyDocument> after, bool allowsTomorrow = false)
    {
        // Each of the documents is read again from what would be printed: that is what must be equal.
        ImmutableArray<PolicyDocument> printed = [.. after.Select(Reread)];
        return WhyNot(before, printed, allowsTomorrow)
            ?? (before.Concat(printed).Any(Denies) ? WhyNot([.. before, AllowsAll()], [.. printed, AllowsAll()], allowsTomorrow) : null);
    }

    private string? WhyNot(ImmutableArray<PolicyDocument> before, ImmutableArray<PolicyDocument> after, bool allowsTomorrow)
    {
        var found = PolicyComparison.Compare(
            PolicySide.Of(kind, before), PolicySide.Of(kind, after), catalogue, new ComparisonOptions(FirstOnly: !allowsTomorrow));
        if (found.Removed.FirstOrDefault() is { } removed)
        {
            return $"{removed.Witness.Action} on {removed.Witness.Resource} would no longer be allowed";
        }

        var named = before.SelectMany(document => document.Statements).SelectMany(statement => statement.Action.Values)
            .Select(value => value.Value).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (found.Added.FirstOrDefault(added => !allowsTomorrow || added.Level is not null || added.Actions.Any(named.Contains)) is { } more)
        {
            return $"{more.Witness.Action} on {more.Witness.Resource} would be allowed too";
        }

        // Without actions it is about names that nobody has written yet.
        return found.Unknown.FirstOrDefault(unknown => !unknown.Actions.IsEmpty || !(allowsTomorrow && unknown.MayAdd)) is { } open
            && !(found.Unknown.All(unknown => unknown.Actions.IsEmpty) && IsEqualTomorrow(before, after, allowsTomorrow))
            ? open.Reason + (open.Actions.IsEmpty ? "" : $" ({string.Join(", ", open.Actions.Take(3))})")
            : null;
    }

    private bool IsEqualTomorrow(ImmutableArray<PolicyDocument> before, ImmutableArray<PolicyDocument> after, bool allowsTomorrow)
    {
        if (kind is PolicyKind.Resource or PolicyKind.Trust or PolicyKind.ResourceControl || OpaqueActions.Of(before.Concat(after)) is not { } opaque)
        {
            return false;
        }

        var found = PolicyComparison.Compare(PolicySide.Of(kind, opaque.In(before)), PolicySide.Of(kind, opaque.In(after)), catalogue, new ComparisonOptions(FirstOnly: !allowsTomorrow));
        return allowsTomorrow ? found.RemovesNothing : found.IsEqual;
    }

    private static PolicyDocument Reread(PolicyDocument document)
    {
        var text = PolicyDocumentWriter.Write(document, indented: false);
        return PolicyDocumentReader.Read(JsonTextReader.Read(text, null, text.Length), null);
    }

    private static bool Denies(PolicyDocument document) => document.Statements.Any(statement => statement.Effect == Effect.Deny);

    // Beside a document that allows everything only the denials show. They must be the same too: what a document denies counts against all
    // others that it is attached with.
    private PolicyDocument AllowsAll()
    {
        var (principal, resource) = (
            kind is PolicyKind.Resource or PolicyKind.Trust or PolicyKind.ResourceControl ? ",\"Principal\":\"*\"" : "",
            kind == PolicyKind.Trust ? "" : ",\"Resource\":\"*\"");
        return PolicyDocumentReader.Read($"{{\"Statement\":{{\"Effect\":\"Allow\"{principal},\"Action\":\"*\"{resource}}}}}", null);
    }
}
