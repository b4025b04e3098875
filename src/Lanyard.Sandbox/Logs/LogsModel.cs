using System.Globalization;
using System.Text.Json;
using Lanyard.Policy.Documents;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Logs;

/// <summary>Amazon CloudWatch Logs: the log groups of stacks, in which nothing is logged. See the CloudWatch Logs API Reference.</summary>
internal static class LogsModel
{
    private const string GroupType = "AWS::Logs::LogGroup";
    private const string FilterType = "AWS::Logs::SubscriptionFilter";

    private static readonly JsonOperation[] All =
    [
        new("DescribeLogGroups", ListGroups), new("DeleteLogGroup", DeleteGroup), new("DescribeLogStreams", ListStreams), new("FilterLogEvents", Filter),
        new("DescribeSubscriptionFilters", ListFilters), new("DeleteSubscriptionFilter", DeleteFilter),
    ];

    public static JsonServiceModel Model { get; } = new("logs", "logs", "Logs_20140328", "logs", JsonServiceModel.Index(All));

    private static void ListGroups(JsonCall call, Utf8JsonWriter json)
    {
        var prefix = call.Input.OptionalText("logGroupNamePrefix", 1, 512) ?? "";
        call.Authorize(new CallRequest("logs:DescribeLogGroups", "*") { Region = call.Region, Denial = "AccessDeniedException", Shown = Arn(call, "") });
        Page(call, json, "logGroups", Made(call, GroupType).Where(g => g.Resource.PhysicalId.StartsWith(prefix, StringComparison.Ordinal)), group =>
        {
            json.WriteString("logGroupName", group.PhysicalId);
            json.WriteNumber("creationTime", group.Updated.ToUnixTimeMilliseconds());
            if (int.TryParse(group.Properties.Find("RetentionInDays")?.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var days))
            {
                json.WriteNumber("retentionInDays", days);
            }

            json.WriteNumber("metricFilterCount", 0);
            json.WriteString("arn", $"{Arn(call, group.PhysicalId)[..^":log-stream:".Length]}:*");
            json.WriteNumber("storedBytes", 0);
        });
    }

    private static void DeleteGroup(JsonCall call, Utf8JsonWriter json)
    {
        _ = json;
        var name = call.Input.Text("logGroupName", 1, 512);
        call.Authorize(Arn(call, name));
        var (stack, group) = Group(call, name);
        call.State.Stacks.Lose(stack, group);
    }

    private static void ListStreams(JsonCall call, Utf8JsonWriter json)
    {
        var name = call.Input.Text("logGroupName", 1, 512);
        _ = (call.Input.OptionalText("logStreamNamePrefix", 1, 512), call.Input.OptionalWord("orderBy", "LogStreamName", "LastEventTime"), call.Input.Flag("descending"), call.Input.Number("limit", 1, 50), call.Input.OptionalText("nextToken", 1));
        call.Authorize(Arn(call, name));
        Group(call, name);
        Empty(json, "logStreams");
    }

    private static void Filter(JsonCall call, Utf8JsonWriter json)
    {
        var name = call.Input.Text("logGroupName", 1, 512);
        _ = (call.Input.Texts("logStreamNames", 100), call.Input.OptionalText("logStreamNamePrefix", 1, 512), call.Input.OptionalText("filterPattern", 0, 1024), call.Input.Flag("interleaved"), call.Input.Number("limit", 1, 10_000));
        _ = (call.Input.LongNumber("startTime"), call.Input.LongNumber("endTime"), call.Input.OptionalText("nextToken", 1));
        call.Authorize(Arn(call, name));
        Group(call, name);
        Empty(json, "events");
        Empty(json, "searchedLogStreams");
    }

    private static void ListFilters(JsonCall call, Utf8JsonWriter json)
    {
        var (name, prefix) = (call.Input.Text("logGroupName", 1, 512), call.Input.OptionalText("filterNamePrefix", 1, 512) ?? "");
        call.Authorize(Arn(call, name));
        Group(call, name);
        Page(call, json, "subscriptionFilters", FiltersOf(call, name).Where(f => f.Resource.PhysicalId.StartsWith(prefix, StringComparison.Ordinal)), filter =>
        {
            json.WriteString("filterName", filter.PhysicalId);
            json.WriteString("logGroupName", name);
            json.WriteString("filterPattern", filter.Properties.Find("FilterPattern")?.Text ?? "");
            json.WriteString("destinationArn", filter.Properties.Find("DestinationArn")?.Text);
            if (filter.Properties.Find("RoleArn") is { Kind: JsonNodeKind.Text } role)
            {
                json.WriteString("roleArn", role.Text);
            }

            json.WriteString("distribution", filter.Properties.Find("Distribution")?.Text ?? "ByLogStream");
            json.WriteNumber("creationTime", filter.Updated.ToUnixTimeMilliseconds());
        });
    }

    private static void DeleteFilter(JsonCall call, Utf8JsonWriter json)
    {
        _ = json;
        var (name, filter) = (call.Input.Text("logGroupName", 1, 512), call.Input.Text("filterName", 1, 512));
        call.Authorize(Arn(call, name));
        Group(call, name);
        var found = FiltersOf(call, name).FirstOrDefault(f => f.Resource.PhysicalId == filter);
        call.State.Stacks.Lose(found.Stack ?? throw new ServiceFault("ResourceNotFoundException", 400, "The specified subscription filter does not exist."), found.Resource);
    }

    private static IEnumerable<(Stack Stack, StackResource Resource)> Made(JsonCall call, string type) => call.State.Stacks.Made(call.Caller.AccountId, call.Region, type);

    private static IEnumerable<(Stack Stack, StackResource Resource)> FiltersOf(JsonCall call, string group) => Made(call, FilterType).Where(f => f.Resource.Properties.Find("LogGroupName")?.Text == group);

    private static (Stack Stack, StackResource Resource) Group(JsonCall call, string name)
    {
        var found = Made(call, GroupType).FirstOrDefault(g => g.Resource.PhysicalId == name);
        return found.Stack is null ? throw new ServiceFault("ResourceNotFoundException", 400, "The specified log group does not exist.") : found;
    }

    // The list's name and token are in small letters, unlike those of other services.
    private static void Page(JsonCall call, Utf8JsonWriter json, string name, IEnumerable<(Stack Stack, StackResource Resource)> items, Action<StackResource> write)
    {
        var (size, after) = (call.Input.Number("limit", 1, 50) ?? 50, call.Input.OptionalText("nextToken", 1, 1024));
        var rest = items.Select(i => i.Resource).OrderBy(r => r.PhysicalId, StringComparer.Ordinal).SkipWhile(r => after is not null && string.CompareOrdinal(r.PhysicalId, after) <= 0).ToList();
        json.WriteStartArray(name);
        foreach (var item in rest.Take(size))
        {
            json.WriteStartObject();
            write(item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (rest.Count > size)
        {
            json.WriteString("nextToken", rest[size - 1].PhysicalId);
        }
    }

    private static void Empty(Utf8JsonWriter json, string name)
    {
        json.WriteStartArray(name);
        json.WriteEndArray();
    }

    // The ARN of a request ends with the stream, which is empty where the request is about the group.
    private static string Arn(JsonCall call, string group) => $"arn:{call.State.Seed.Partition}:logs:{call.Region}:{call.Caller.AccountId}:log-group:{group}:log-stream:";
}
