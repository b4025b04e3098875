using System.Collections.Immutable;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Generate.Failures;

/// <summary>Statements that belong into one policy.</summary>
/// <param name="Layer">Into which kind of policy; never <see cref="FailureLayer.Unsaid"/>.</param>
/// <param name="Failure">The first of the failures, which tells whose policy it is.</param>
/// <param name="Needs">What they allow.</param>
/// <param name="Document">They as a document.</param>
public sealed record FailureAddition(FailureLayer Layer, AccessFailure Failure, ImmutableArray<Need> Needs, PolicyDocument Document)
{
    /// <summary>Puts needs together that belong into one policy.</summary>
    /// <param name="needs">What the failures need.</param>
    public static ImmutableArray<FailureAddition> Of(IEnumerable<FailureNeed> needs)
    {
        ArgumentNullException.ThrowIfNull(needs);
        return
        [
            .. needs.Where(need => !need.Needs.IsEmpty)
                .GroupBy(need => (Layer: need.Failure.Layer == FailureLayer.Unsaid ? FailureLayer.Identity : need.Failure.Layer, need.Failure.Issuer, need.Failure.IsOfFunction,
                    Resource: need.Failure.Layer is FailureLayer.Resource or FailureLayer.Trust ? need.Failure.Resource : null))
                .Select(group => Of(group.Key.Layer, group.First().Failure, [.. group.SelectMany(need => need.Needs)])),
        ];
    }

    /// <summary>Puts needs into a document for a kind of policy.</summary>
    internal static FailureAddition Of(FailureLayer layer, AccessFailure failure, ImmutableArray<Need> needs)
    {
        var distinct = needs.DistinctBy(need => (need.Action, need.Resource, string.Join('|', need.Conditions.Select(c => $"{c.Operator} {c.Key} {string.Join(',', c.Values)}")))).ToImmutableArray();
        return new FailureAddition(layer, failure, distinct, layer switch
        {
            FailureLayer.Resource => ForPrincipal(NeededPolicy.Of(distinct), failure.Issuer!, takesResource: true),
            FailureLayer.Trust => ForPrincipal(NeededPolicy.Of(distinct), failure.Issuer!, takesResource: false),

            // Gateway endpoints take no single principal: "Endpoint policies for gateway endpoints", AWS PrivateLink Guide.
            FailureLayer.Endpoint => ForPrincipal(
                NeededPolicy.Of(distinct.Select(need => need with { Conditions = need.Conditions.Add(new NeedCondition("ArnEquals", "aws:PrincipalArn", [failure.Issuer!])) })), "*", takesResource: true),
            _ => NeededPolicy.Of(distinct),
        });
    }

    /// <summary>Adds the statements to a document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="needs">What is to be allowed.</param>
    /// <returns>The document with its own statements first.</returns>
    public static PolicyDocument Merge(PolicyDocument document, IEnumerable<Need> needs)
    {
        ArgumentNullException.ThrowIfNull(document);
        var taken = document.Statements.Select(statement => statement.Sid?.Value).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        Need[] all = [.. needs];
        var added = NeededPolicy.Of(all).Statements.Select((statement, at) => statement with { Index = document.Statements.Length + at, Sid = Free(statement.Sid!, taken) });
        return Understanding(document, all) with { Statements = document.Statements.AddRange(added) };
    }

    // Only the newer version of the language can write a star that stands for itself; where the document has nothing that it reads otherwise, it is raised to that.
    private static PolicyDocument Understanding(PolicyDocument document, IEnumerable<Need> needs) =>
        document.HasVariables || !needs.Any(need => HasVariable(need.Resource)) || HasVariable(PolicyDocumentWriter.Write(document, indented: false)) ? document
        : document with { Version = new PolicyText(PolicyDocument.VersionWithVariables, Place.None) };

    private static bool HasVariable(string text) => text.Contains("${", StringComparison.Ordinal);

    private static PolicyText Free(PolicyText sid, HashSet<string> taken)
    {
        var name = sid.Value;
        for (var number = 2; !taken.Add(name); number++)
        {
            name = $"{sid.Value}Added{number - 1}";
        }

        return sid with { Value = name };
    }

    private static PolicyDocument ForPrincipal(PolicyDocument document, string principal, bool takesResource) => document with
    {
        Statements =
        [
            .. document.Statements.Select(statement => statement with
            {
                Principal = new PrincipalElement(
                    new PolicyText("Principal", statement.Place), [new PrincipalEntry(principal == "*" ? PrincipalKind.Everyone : PrincipalKind.Aws, new PolicyText(principal, statement.Place))]),
                Resource = takesResource ? statement.Resource : null,
            }),
        ],
    };
}
