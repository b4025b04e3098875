using System.Globalization;
using System.Text.Json;
using Lanyard.Aws.Wire;
using Lanyard.Policy.Documents;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.ApiGateway;

/// <summary>A call of API Gateway, once its signature proved who calls.</summary>
/// <param name="state">What the sandbox knows.</param>
/// <param name="call">The call as it came.</param>
/// <param name="caller">Who calls.</param>
/// <param name="route">The operation.</param>
/// <param name="named">What its path names.</param>
/// <param name="input">The members of its body.</param>
internal sealed class ApiCall(SandboxState state, CallContext call, Caller caller, ApiRoute route, IReadOnlyList<string> named, JsonParameters input)
{
    public SandboxState State { get; } = state;

    /// <summary>Gets what the path names, in its order.</summary>
    public IReadOnlyList<string> Named { get; } = named;

    public JsonParameters Input { get; } = input;

    public DateTimeOffset Now => call.Now;

    public string AccountId { get; } = caller.AccountId;

    /// <summary>Gets the Region that the call is signed for.</summary>
    public string Region { get; } = call.Region ?? "us-east-1";

    /// <summary>Gives the ARN of a path: it has the Region, and no account.</summary>
    public string ArnOf(string path) => $"arn:{State.Seed.Partition}:apigateway:{Region}::{path}";

    /// <summary>Asks the caller's policies for the method on the path that was called; all members of the body and the query are read by then.</summary>
    /// <exception cref="ServiceFault">It isn't allowed.</exception>
    public void Authorize(string path, Keys? keys = null)
    {
        call.Authorize(State, caller, new CallRequest($"apigateway:{route.Method}", ArnOf(path)) { Keys = keys, Region = Region, Denial = "AccessDeniedException" });
        if (route.Method != "GET")
        {
            Input.RequireAllRead();
        }
    }

    /// <summary>Gets a parameter of the query.</summary>
    public string? Parameter(string name) => QueryString.Get(call.Query, name);

    /// <summary>Gives the values of a parameter that may come often.</summary>
    public IEnumerable<string> Parameters(string name) => call.Query.Where(q => q.Key == name).Select(q => q.Value);

    /// <summary>Refuses parameters of the query that nobody looks at.</summary>
    public void RequireKnown(params IReadOnlyList<string> names)
    {
        if (call.Query.FirstOrDefault(q => !names.Contains(q.Key)) is { Key: not null } unread)
        {
            throw new ServiceFault("NotImplemented", 501, $"lanyard sandbox doesn't take the parameter {(unread.Key.All(char.IsAsciiLetter) ? unread.Key : "of that name")} with apigateway:{route.Name} yet");
        }
    }

    /// <summary>Finds what a stack made.</summary>
    public (Stack Stack, StackResource Resource)? Find(string type, string physicalId)
    {
        var found = State.Stacks.Made(AccountId, Region, type).FirstOrDefault(made => made.Resource.PhysicalId == physicalId);
        return found.Stack is null ? null : found;
    }

    /// <summary>Writes a page of a list, and where the next one begins.</summary>
    public void Page<T>(Utf8JsonWriter json, IEnumerable<T> items, Func<T, string> keyOf, Action<T> write)
    {
        if (!int.TryParse(Parameter("limit") ?? "25", NumberStyles.None, CultureInfo.InvariantCulture, out var size) || size is < 1 or > 500)
        {
            throw new ServiceFault("BadRequestException", 400, "Invalid limit specified: it must be between 1 and 500");
        }

        var position = Parameter("position");
        var rest = items.SkipWhile(i => !string.IsNullOrEmpty(position) && keyOf(i) != position).ToList();
        json.WriteStartArray("item");
        foreach (var item in rest.Take(size))
        {
            json.WriteStartObject();
            write(item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (rest.Count > size)
        {
            json.WriteString("position", keyOf(rest[size]));
        }
    }

    /// <summary>Writes a moment.</summary>
    public static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset time) => json.WriteNumber(name, time.ToUnixTimeSeconds());

    /// <summary>Writes texts that a resource has as a property.</summary>
    public static void WriteText(Utf8JsonWriter json, string name, JsonNode? node)
    {
        if (node is { Kind: not (JsonNodeKind.Object or JsonNodeKind.Array or JsonNodeKind.Null) })
        {
            json.WriteString(name, node.Text);
        }
    }

    /// <summary>Writes a map of texts.</summary>
    public static void WriteMap(Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, string>> map)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in map)
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }

    public static ServiceFault NotFound(string message) => new("NotFoundException", 404, message);
}
