using System.Collections.Immutable;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Templates;

namespace Lanyard.Policy.Lint;

/// <summary>Where it is known from what a policy is for.</summary>
public enum UseOrigin
{
    /// <summary>The user says so.</summary>
    Told,

    /// <summary>The place says so, such as a role's <c>AssumeRolePolicyDocument</c>.</summary>
    Place,

    /// <summary>The document looks like it.</summary>
    Guessed,
}

/// <summary>A policy of a file, with what was found in it.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Use">What it is for.</param>
/// <param name="Origin">Where that is known from.</param>
/// <param name="Findings">The findings in the order of the text; with a fix only where the text can be edited.</param>
public sealed record CheckedDocument(FoundPolicy Policy, PolicyUse Use, UseOrigin Origin, ImmutableArray<Finding> Findings)
{
    /// <summary>Checks all policies of a file.</summary>
    /// <param name="root">What the file holds.</param>
    /// <param name="text">The file's text where it is JSON, without a byte order mark; <see langword="null"/> for YAML.</param>
    /// <param name="told">What the user says that the policies are for, which counts where their place says nothing.</param>
    /// <param name="catalogue">What is known of actions, resource types and condition keys.</param>
    /// <param name="only">The one policy to check, by its number in the file; <see langword="null"/> for all.</param>
    /// <returns>The policies in the order of the text; none where the file holds none.</returns>
    public static ImmutableArray<CheckedDocument> CheckAll(JsonNode root, string? text, PolicyUse? told, Catalogue catalogue, int? only = null) =>
        [.. PolicyFinder.Find(root, text).Where((_, index) => only is null || index == only).Select(policy => Check(policy, text, told, catalogue))];

    /// <summary>Checks a text that is to be a policy, whatever it holds.</summary>
    /// <param name="root">What the file holds.</param>
    /// <param name="text">The file's text where it is JSON, without a byte order mark; <see langword="null"/> for YAML.</param>
    /// <param name="told">What the user says that it is for.</param>
    /// <param name="catalogue">What is known of actions, resource types and condition keys.</param>
    public static CheckedDocument CheckWhole(JsonNode root, string? text, PolicyUse? told, Catalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(root);
        return Check(new FoundPolicy([root], null, null, "", root.Place) { IsEditable = text is not null }, text, told, catalogue);
    }

    private static CheckedDocument Check(FoundPolicy policy, string? text, PolicyUse? told, Catalogue catalogue)
    {
        var (kind, origin) = policy.Kind is { } known ? (known, UseOrigin.Place)
            : told is not null ? (told.Kind, UseOrigin.Told)
            : policy.ResourceType is not null ? (PolicyKind.Resource, UseOrigin.Place)
            : (PolicyGuess.KindOf(policy.Variants[0]), UseOrigin.Guessed);
        var use = new PolicyUse(kind, policy.ResourceType ?? (kind is PolicyKind.Resource ? told?.ResourceType : null));
        var findings = policy.Variants.SelectMany(variant => PolicyLinter.Check(variant, policy.IsEditable ? text : null, use, catalogue))
            .Select(finding => policy.IsEditable ? finding : finding with { Fix = null });
        return new CheckedDocument(
            policy, use, origin,
            [
                .. findings.DistinctBy(finding => (finding.Rule.Id, finding.Place.Start, finding.Place.End, finding.Message))
                    .OrderBy(finding => finding.Place.Start.Offset),
            ]);
    }
}
