using System.Text;
using System.Text.Json;
using Lanyard.Aws.Protocols;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Routing;

/// <summary>
/// A denial in full: what <c>sts:DecodeAuthorizationMessage</c> tells who may ask. The form is that of the example in "decode-authorization-message",
/// AWS CLI Command Reference.
/// </summary>
/// <param name="explanation">The decision.</param>
/// <param name="request">What was asked for.</param>
/// <param name="caller">Who asked; <see langword="null"/> for somebody without credentials.</param>
/// <param name="shown">The caller as the log names it.</param>
internal sealed class AuthorizationFailure(Explanation explanation, AccessRequest request, Caller? caller, string? shown)
{
    // The longest that the service model takes.
    private const int Longest = 10240;

    /// <summary>Gives it sealed. The account of the caller can have it opened, or else the resource's.</summary>
    public string Seal(MessageSeal seal)
    {
        var account = caller?.AccountId ?? request.ResourceAccount ?? "";
        var whole = seal.Close(Text(isWhole: true), account);
        return whole.Length <= Longest ? whole : seal.Close(Text(isWhole: false), account);
    }

    private string Text(bool isWhole) => Encoding.UTF8.GetString(JsonProtocol.Object(json =>
    {
        json.WriteBoolean("allowed", false);
        json.WriteBoolean("explicitDeny", explanation.Verdict.Outcome == Outcome.ExplicitDeny);
        Items(json, "matchedStatements", isWhole ? explanation.Reasons.Where(r => r.Kind == ReasonKind.Denies).Select(explanation.Render) : [], reason => Statement(json, reason.Statement!));
        Items<string>(json, "failures", [], json.WriteStringValue);
        json.WriteStartObject("context");
        json.WriteStartObject("principal");
        json.WriteString("id", caller?.UserId ?? shown);
        if (caller is { Kind: CallerKind.User or CallerKind.UserSession })
        {
            json.WriteString("name", caller.Name);
        }

        if (caller is not null)
        {
            json.WriteString("arn", caller.Arn);
        }

        json.WriteEndObject();
        json.WriteString("action", request.Action);
        json.WriteString("resource", request.ResourceArn);
        Items(json, "conditions", isWhole ? request.Context.All() : [], key => Condition(json, key.Key, key.Value.Values));
        json.WriteEndObject();
    }));

    private void Statement(Utf8JsonWriter json, Statement statement)
    {
        json.WriteStartObject();
        json.WriteString("statementId", statement.Sid?.Value ?? "");
        json.WriteString("effect", "DENY");
        Values(json, "principals", statement.Principal?.Entries.Select(e => e.Value.Value) ?? (caller is null ? [] : [caller.IssuerId]));
        Values(json, "principalGroups", []);
        Values(json, statement.Action.Negated ? "notActions" : "actions", statement.Action.Values.Select(v => v.Value));
        Values(json, statement.Resource is { Negated: true } ? "notResources" : "resources", statement.Resource?.Values.Select(v => v.Value) ?? []);
        Items(
            json, "conditions", statement.Conditions.SelectMany(block => block.Tests),
            test => Condition(json, test.Key.Value, test.Values.Select(v => v.Text)));
        json.WriteEndObject();
    }

    private static void Condition(Utf8JsonWriter json, string key, IEnumerable<string> values)
    {
        json.WriteStartObject();
        json.WriteString("key", key);
        Values(json, "values", values);
        json.WriteEndObject();
    }

    private static void Values(Utf8JsonWriter json, string name, IEnumerable<string> values) => Items(json, name, values, value =>
    {
        json.WriteStartObject();
        json.WriteString("value", value);
        json.WriteEndObject();
    });

    private static void Items<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartObject(name);
        json.WriteStartArray("items");
        foreach (var item in items)
        {
            write(item);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
