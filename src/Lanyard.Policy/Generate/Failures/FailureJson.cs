using System.Collections.Immutable;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Generate.Failures;

/// <summary>Finds failures in JSON: events of stacks and of CloudTrail, decoded messages, errors of clients, and texts in any of them.</summary>
internal static class FailureJson
{
    private const int Deepest = 8;

    /// <summary>Finds them, in the order of the text.</summary>
    public static IEnumerable<AccessFailure> Read(JsonNode root) => Read(root, FailureContext.None, 0);

    private static IEnumerable<AccessFailure> Read(JsonNode node, FailureContext context, int depth)
    {
        switch (node.Kind)
        {
            case JsonNodeKind.Text:
                // Messages and events come as JSON in a string, too.
                return depth < Deepest && FailureReader.Parse(node.Text) is { } inner ? Read(inner, context, depth + 1) : FailureText.Read(node.Text, context);
            case JsonNodeKind.Array:
                return node.Items.SelectMany(item => Read(item, context, depth));
            case JsonNodeKind.Object when Decoded(node) is { } decoded:
                return [decoded];
            case JsonNodeKind.Object when node.Find("eventName") is { Kind: JsonNodeKind.Text } && node.Find("eventSource") is { Kind: JsonNodeKind.Text }:
                return OfTrail(node);
            case JsonNodeKind.Object:
                var own = node.Find("ResourceStatusReason") is null && node.Find("ResourceType") is null ? context : context with
                {
                    Type = node.Find("ResourceType")?.Text ?? context.Type,
                    LogicalId = node.Find("LogicalResourceId")?.Text ?? context.LogicalId,
                };
                return node.Members.SelectMany(member => Read(member.Value, own, depth));
            default:
                return [];
        }
    }

    // The result of DecodeAuthorizationMessage: "decode-authorization-message", AWS CLI Command Reference.
    private static AccessFailure? Decoded(JsonNode node)
    {
        if (node.Find("allowed") is not { Kind: JsonNodeKind.Boolean, Text: "false" } || node.Find("context") is not { } context || context.Find("action") is not { } action)
        {
            return null;
        }

        var keys = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var condition in Items(context.Find("conditions")))
        {
            if (condition.Find("key") is { } key && Items(condition.Find("values")).Select(v => v.Find("value")?.Text).OfType<string>().ToArray() is [var only])
            {
                keys[key.Text] = only;
            }
        }

        return new AccessFailure
        {
            Principal = context.Find("principal")?.Find("arn")?.Text,
            Action = action.Text,
            Resource = context.Find("resource")?.Text,
            IsExplicit = node.Find("explicitDeny") is { Text: "true" },
            Keys = keys.ToImmutable(),
            Text = string.Join(", ", Items(node.Find("matchedStatements")).Select(s => s.Find("statementId")?.Text).Where(id => !string.IsNullOrEmpty(id))),
        };
    }

    private static IEnumerable<JsonNode> Items(JsonNode? list) => list?.Find("items")?.Items ?? [];

    private static IEnumerable<AccessFailure> OfTrail(JsonNode record)
    {
        var code = record.Find("errorCode")?.Text ?? "";
        if (!code.Contains("AccessDenied", StringComparison.Ordinal) && !code.Contains("Unauthorized", StringComparison.Ordinal) && code is not ("NotAuthorized" or "Forbidden"))
        {
            return [];
        }

        var who = record.Find("userIdentity");
        var operation = $"{FailureActions.PrefixOf(record.Find("eventSource")!.Text)}:{record.Find("eventName")!.Text}";
        var context = new FailureContext
        {
            Principal = who?.Find("arn")?.Text ?? who?.Find("sessionContext")?.Find("sessionIssuer")?.Find("arn")?.Text,
            Operation = operation,
            Resource = record.Find("resources")?.Items.Select(r => r.Find("ARN")?.Text).FirstOrDefault(arn => !string.IsNullOrEmpty(arn)) ?? S3Resource(record.Find("requestParameters")),
        };
        var message = record.Find("errorMessage")?.Text ?? "";
        var told = FailureText.Read(message, context).ToArray();
        return told.Length > 0 ? told : [new AccessFailure
        {
            Principal = context.Principal,
            Action = FailureActions.Of(operation),
            Operation = operation,
            Resource = context.Resource,
            Text = $"{record.Find("eventName")!.Text}: {code}",
        }];
    }

    private static string? S3Resource(JsonNode? parameters) => parameters?.Find("bucketName") is not { Text.Length: > 0 } bucket ? null
        : $"arn:aws:s3:::{bucket.Text}{(parameters.Find("key") is { Text.Length: > 0 } key ? $"/{key.Text}" : "")}";
}
