using System.Collections.Immutable;

namespace Lanyard.Policy.Documents;

/// <summary>Reads one statement.</summary>
internal static class StatementReader
{
    private const string Owner = "statement";

    private static readonly string[] Elements =
        ["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"];

    /// <summary>Reads a statement; <see langword="null"/> when what makes one isn't there.</summary>
    public static Statement? Read(JsonNode node, int index, ICollection<DocumentProblem> problems)
    {
        PolicyText? sid = null;
        PolicyText? effect = null;
        PrincipalElement? principal = null;
        TextListElement? action = null;
        TextListElement? resource = null;
        ImmutableArray<ConditionBlock> conditions = [];
        foreach (var (name, value) in ElementNames.Of(node, Owner, problems))
        {
            switch (name.Value)
            {
                case "Sid":
                    sid = JsonLists.ReadText(value, "Sid", problems);
                    break;
                case "Effect":
                    effect = JsonLists.ReadText(value, "Effect", problems) ?? new PolicyText("", value.Place);
                    break;
                case "Principal" or "NotPrincipal":
                    Single(name, principal?.Name, problems);
                    principal = new PrincipalElement(name, PrincipalReader.Read(value, name.Value, problems));
                    break;
                case "Action" or "NotAction":
                    Single(name, action?.Name, problems);
                    action = new TextListElement(name, JsonLists.ReadTexts(value, name.Value, problems));
                    break;
                case "Resource" or "NotResource":
                    Single(name, resource?.Name, problems);
                    resource = new TextListElement(name, JsonLists.ReadTexts(value, name.Value, problems));
                    break;
                case "Condition":
                    conditions = ConditionReader.Read(value, problems);
                    break;
                default:
                    problems.Add(ElementNames.Unknown(name, Owner, Elements));
                    break;
            }
        }

        var known = ReadEffect(node, effect, problems);
        if (action is null)
        {
            problems.Add(new DocumentProblem(DocumentProblemKind.MissingElement, "the statement has no Action or NotAction", node.Place));
        }

        return known is { } found && action is not null
            ? new Statement(index, node.Place, sid, found, effect!.Place, principal, action, resource, conditions)
            : null;
    }

    private static void Single(PolicyText name, string? already, ICollection<DocumentProblem> problems)
    {
        if (already is not null)
        {
            problems.Add(new DocumentProblem(DocumentProblemKind.BothForms, $"a statement has {already} or {name.Value}, not both", name.Place));
        }
    }

    private static Effect? ReadEffect(JsonNode node, PolicyText? effect, ICollection<DocumentProblem> problems)
    {
        switch (effect?.Value)
        {
            case "Allow":
                return Effect.Allow;
            case "Deny":
                return Effect.Deny;
            case null:
                problems.Add(new DocumentProblem(DocumentProblemKind.MissingElement, "the statement has no Effect; say Allow or Deny", node.Place));
                return null;
            default:
                problems.Add(new DocumentProblem(
                    DocumentProblemKind.InvalidEffect, "Effect must be written Allow or Deny, upper and lower case included", effect.Place));
                return null;
        }
    }
}
