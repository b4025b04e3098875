using Lanyard.Policy;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Sets;

namespace Lanyard.Tests.Policy.Sets;

/// <summary>Comparisons of short texts.</summary>
internal static class Sides
{
    /// <summary>Compares two documents of an identity; single quotes stand for double ones.</summary>
    public static AccessComparison Compare(string before, string after) => Compare(Identity(before), Identity(after));

    public static AccessComparison Compare(PolicySide before, PolicySide after) => PolicyComparison.Compare(before, after, Catalogue.Embedded);

    public static PolicySide Identity(string statements) => PolicySide.Of(PolicyKind.Identity, Attach.Document(statements));

    public static PolicySet Set(PolicyKind kind, params string[] statements) => PolicySide.SetOf(kind, statements.Select(text => Attach.Document(text)));

    /// <summary>A statement that allows; the parts are JSON with single quotes.</summary>
    public static string Allow(string actions, string resources = "'*'", string? condition = null) => Statement("Allow", actions, resources, condition);

    public static string Deny(string actions, string resources = "'*'", string? condition = null) => Statement("Deny", actions, resources, condition);

    /// <summary>The differences in one line each.</summary>
    public static string Show(AccessComparison comparison) => string.Join(
        '\n',
        [
            .. comparison.Added.Take(6).Select(difference => $"+ {Show(difference)}"),
            .. comparison.Removed.Take(6).Select(difference => $"- {Show(difference)}"),
            .. comparison.Unknown.Select(unknown => $"? {(unknown.MayAdd ? '+' : '-')} {string.Join(' ', unknown.Actions)} {unknown.Reason}"),
        ]);

    public static string Show(AccessDifference difference) =>
        $"{difference.Service} {difference.Level} on {difference.Resource}: {string.Join(' ', difference.Actions.Take(5))} // {Show(difference.Witness)}";

    public static string Show(Witness witness) =>
        $"{witness.Action} {witness.Resource} {string.Join(' ', witness.Context.Select(entry => $"{entry.Key}={Show(entry.Value)}"))}";

    private static string Show(ContextValue value) => value.Single ?? $"[{string.Join(',', value.Values)}]";

    private static string Statement(string effect, string actions, string resources, string? condition) =>
        $"{{'Effect':'{effect}','Action':{actions},'Resource':{resources}{(condition is null ? "" : $",'Condition':{condition}")}}}";
}
