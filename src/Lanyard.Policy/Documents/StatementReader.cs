using System.Collections.Immutable;
using System.Text.Json;

namespace Lanyard.Policy.Documents;

/// <summary>Reads one statement; the cursor is on its opening brace and ends on its closing one.</summary>
internal static class StatementReader
{
    private static readonly string[] Elements =
        ["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"];

    public static Statement Read(ref JsonCursor cursor, int index)
    {
        var at = cursor.At;
        var elements = new ElementNames("statement");
        PolicyText? sid = null;
        (Effect Value, TextPosition At)? effect = null;
        PrincipalElement? principal = null;
        TextListElement? action = null;
        TextListElement? resource = null;
        ImmutableArray<ConditionBlock> conditions = [];
        while (elements.Next(ref cursor) is { } name)
        {
            switch (name.Value)
            {
                case "Sid":
                    sid = JsonLists.ReadText(ref cursor, "Sid");
                    break;
                case "Effect":
                    effect = ReadEffect(ref cursor);
                    break;
                case "Principal" or "NotPrincipal":
                    Single(ref cursor, name, principal?.Name);
                    principal = new PrincipalElement(name.Value, name.At, ReadPrincipals(ref cursor, name.Value));
                    break;
                case "Action" or "NotAction":
                    Single(ref cursor, name, action?.Name);
                    action = new TextListElement(name.Value, name.At, JsonLists.ReadTexts(ref cursor, name.Value));
                    break;
                case "Resource" or "NotResource":
                    Single(ref cursor, name, resource?.Name);
                    resource = new TextListElement(name.Value, name.At, JsonLists.ReadTexts(ref cursor, name.Value));
                    break;
                case "Condition":
                    conditions = ReadConditions(ref cursor);
                    break;
                default:
                    throw elements.Unknown(ref cursor, name, Elements);
            }
        }

        var (value, effectAt) = effect ?? throw cursor.Error("the statement has no Effect; say Allow or Deny", at);
        return action is null
            ? throw cursor.Error("the statement has no Action or NotAction", at)
            : new Statement(index, at, sid, value, effectAt, principal, action, resource, conditions);
    }

    private static void Single(ref JsonCursor cursor, PolicyText name, string? already)
    {
        if (already is not null)
        {
            throw cursor.Error($"a statement has {already} or {name.Value}, not both", name.At);
        }
    }

    private static (Effect, TextPosition) ReadEffect(ref JsonCursor cursor)
    {
        var text = JsonLists.ReadText(ref cursor, "Effect");
        return text.Value switch
        {
            "Allow" => (Effect.Allow, text.At),
            "Deny" => (Effect.Deny, text.At),
            _ => throw cursor.Error("Effect must be written Allow or Deny, upper and lower case included", text.At),
        };
    }

    private static ImmutableArray<PrincipalEntry> ReadPrincipals(ref JsonCursor cursor, string what)
    {
        if (cursor.Token == JsonTokenType.String)
        {
            var text = cursor.Text();
            return text.Value == "*"
                ? [new PrincipalEntry(PrincipalKind.Everyone, text)]
                : throw cursor.Error($"{what} must be \"*\" or an object such as {{\"AWS\": \"arn:…\"}}", text.At);
        }

        if (cursor.Token != JsonTokenType.StartObject)
        {
            throw cursor.Expected(what, "\"*\" or an object");
        }

        var entries = ImmutableArray.CreateBuilder<PrincipalEntry>();
        var keys = new ElementNames(what);
        while (keys.Next(ref cursor) is { } key)
        {
            var kind = key.Value switch
            {
                "AWS" => PrincipalKind.Aws,
                "Service" => PrincipalKind.Service,
                "Federated" => PrincipalKind.Federated,
                "CanonicalUser" => PrincipalKind.CanonicalUser,
                _ => throw keys.Unknown(ref cursor, key, ["AWS", "Service", "Federated", "CanonicalUser"]),
            };
            foreach (var value in JsonLists.ReadTexts(ref cursor, key.Value))
            {
                entries.Add(new PrincipalEntry(kind, value));
            }
        }

        return entries.ToImmutable();
    }

    private static ImmutableArray<ConditionBlock> ReadConditions(ref JsonCursor cursor)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            throw cursor.Expected("Condition", "an object of operators");
        }

        var blocks = ImmutableArray.CreateBuilder<ConditionBlock>();
        var operators = new ElementNames("Condition");
        while (operators.Next(ref cursor) is { } name)
        {
            if (!ConditionOperator.TryParse(name.Value, out var found))
            {
                throw cursor.Error(
                    $"\"{name.Value}\" is no condition operator; upper and lower case matter, as in StringEquals", name.At);
            }

            blocks.Add(new ConditionBlock(found, name.At, ReadTests(ref cursor, name.Value)));
        }

        return blocks.ToImmutable();
    }

    private static ImmutableArray<ConditionTest> ReadTests(ref JsonCursor cursor, string owner)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            throw cursor.Expected(owner, "an object of condition keys");
        }

        var tests = ImmutableArray.CreateBuilder<ConditionTest>();

        // Condition keys that differ by case alone are one key.
        var keys = new ElementNames($"{owner} block", StringComparer.OrdinalIgnoreCase);
        while (keys.Next(ref cursor) is { } key)
        {
            tests.Add(new ConditionTest(key, JsonLists.ReadConditionValues(ref cursor, key.Value)));
        }

        return tests.ToImmutable();
    }
}
