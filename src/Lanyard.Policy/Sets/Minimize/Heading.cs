using System.Collections.Immutable;
using System.Text;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Sets.Minimize;

/// <summary>All of a statement but its Sid, actions and resources, in one form: two statements under one heading differ by these alone.</summary>
internal sealed class Heading
{
    private Heading(Statement statement, PrincipalElement? principal, ImmutableArray<ConditionBlock> conditions, bool hasVariables)
    {
        Effect = statement.Effect;
        Principal = principal;
        Conditions = conditions;
        ActionsNegated = statement.Action.Negated;
        ResourcesNegated = statement.Resource is { Negated: true };
        HasResources = statement.Resource is not null;
        HasVariables = hasVariables;
        Tests = [.. conditions.SelectMany(block => block.Tests.Select(test => KeyOf(block, test)))];
        PrincipalKey = principal is null ? "" : $"{principal.Name} {string.Join('\n', principal.Entries.Select(entry => $"{entry.Kind} {entry.Value.Value}"))}";
        Key = $"{Effect} {ActionsNegated} {HasResources} {ResourcesNegated} {PrincipalKey}\u0001{string.Join('\u0001', Tests.Order(StringComparer.Ordinal))}";
        Length = PolicyDocumentWriter.Write(new PolicyDocument(null, null, null, [new Tile(this, null, [], []).ToStatement(0)]), indented: false).Length
            - Tile.AroundStatement - Tile.EmptyLists(this);
    }

    /// <summary>Whether requests are allowed or denied.</summary>
    public Effect Effect { get; }

    /// <summary>The principals, sorted; <see langword="null"/> without the element.</summary>
    public PrincipalElement? Principal { get; }

    /// <summary>The conditions, sorted.</summary>
    public ImmutableArray<ConditionBlock> Conditions { get; }

    /// <summary>Whether the actions are those that are not meant.</summary>
    public bool ActionsNegated { get; }

    /// <summary>Whether there is a list of resources.</summary>
    public bool HasResources { get; }

    /// <summary>Whether the resources are those that are not meant.</summary>
    public bool ResourcesNegated { get; }

    /// <summary>Whether <c>${…}</c> is a variable.</summary>
    public bool HasVariables { get; }

    /// <summary>The single tests of the conditions, each as a text; all of them must hold.</summary>
    public ImmutableHashSet<string> Tests { get; }

    /// <summary>Equal for equal principals.</summary>
    public string PrincipalKey { get; }

    /// <summary>Equal for equal headings.</summary>
    public string Key { get; }

    /// <summary>How many characters a statement has without its Sid and without the values of its lists, braces included.</summary>
    public int Length { get; }

    /// <summary>Whether actions and resources are listed as they are meant, so that they can be taken apart and put together at will.</summary>
    public bool IsPlain => !ActionsNegated && !ResourcesNegated && HasResources;

    /// <summary>Reads the heading of a statement.</summary>
    public static Heading Of(Statement statement, bool hasVariables) => new(
        statement,
        statement.Principal is { } principal ? Sorted(principal, principal.Entries) : null,
        [
            .. from block in statement.Conditions
               orderby block.Operator.Name
               select block with { Tests = [.. block.Tests.Select(Sorted).OrderBy(test => test.Key.Value, StringComparer.OrdinalIgnoreCase)] },
        ],
        hasVariables);

    /// <summary>The heading of a statement that names the principals of two.</summary>
    public Heading WithPrincipalsOf(Heading other) => new(
        new Tile(this, null, [], []).ToStatement(0), Sorted(Principal!, [.. Principal!.Entries, .. other.Principal!.Entries]), Conditions, HasVariables);

    private static PrincipalElement Sorted(PrincipalElement principal, ImmutableArray<PrincipalEntry> entries) => principal with
    {
        Entries =
        [
            .. entries.DistinctBy(entry => (entry.Kind, entry.Value.Value)).OrderBy(entry => entry.Kind).ThenBy(entry => entry.Value.Value, StringComparer.Ordinal),
        ],
    };

    private static ConditionTest Sorted(ConditionTest test) => test with
    {
        Values =
        [
            .. test.Values.DistinctBy(value => (value.Type, value.Text)).OrderBy(value => value.Text, StringComparer.Ordinal).ThenBy(value => value.Type),
        ],
    };

    private static string KeyOf(ConditionBlock block, ConditionTest test)
    {
        var key = new StringBuilder(block.Operator.Name).Append(' ').Append(test.Key.Value.ToUpperInvariant());
        foreach (var value in test.Values)
        {
            key.Append('\n').Append(value.Type).Append(' ').Append(value.Text);
        }

        return key.ToString();
    }
}
