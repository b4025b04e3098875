using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Scenarios;

/// <summary>Reads the request of a scenario.</summary>
internal static class RequestReader
{
    public static ScenarioRequest Read(JsonNode node, string path)
    {
        var members = ScenarioMembers.Of(node, "the request", path, ["principal", "action", "resource", "resourceAccount", "context"]);
        var context = members.Find("context") is { } given ? ReadContext(given, path) : RequestContext.Empty;
        var action = members.RequiredText("action");
        if (action.Count(c => c == ':') != 1 || action.StartsWith(':') || action.EndsWith(':'))
        {
            throw ScenarioMembers.Error(path, members.Required("action").Place, $"\"{action}\" is no action; one looks like s3:GetObject");
        }

        return new ScenarioRequest(
            ScenarioPrincipal.Read(members.Required("principal"), context, path),
            action,
            members.RequiredText("resource"),
            ReadAccount(members, path),
            context);
    }

    private static string? ReadAccount(ScenarioMembers members, string path) =>
        members.Text("resourceAccount") is not { } account ? null
        : account.Length == 12 && account.All(char.IsAsciiDigit) ? account
        : throw ScenarioMembers.Error(path, members.Required("resourceAccount").Place, $"\"{account}\" is no account: one has 12 digits");

    private static RequestContext ReadContext(JsonNode node, string path)
    {
        if (node.Kind != JsonNodeKind.Object)
        {
            throw ScenarioMembers.Error(path, node.Place, $"the context must be an object, not {node.Description}");
        }

        var values = new Dictionary<string, ContextValue>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in node.Members)
        {
            if (!values.TryAdd(key.Value, ReadValue(value, key.Value, path)))
            {
                throw ScenarioMembers.Error(path, key.Place, $"the condition key \"{key.Value}\" is twice in the context; case makes no difference");
            }
        }

        return RequestContext.Of(values);
    }

    // An array makes a key multivalued, also one of a single value.
    private static ContextValue ReadValue(JsonNode node, string key, string path) => node.Kind == JsonNodeKind.Array
        ? ContextValue.Many(node.Items.Select(item => ReadOne(item, key, path)))
        : ContextValue.One(ReadOne(node, key, path));

    private static string ReadOne(JsonNode node, string key, string path) => node.Kind switch
    {
        JsonNodeKind.Text or JsonNodeKind.Number or JsonNodeKind.Boolean => node.Text,
        _ => throw ScenarioMembers.Error(
            path, node.Place, $"a value of \"{key}\" must be a string, number or Boolean, not {node.Description}; leave out a key the request doesn't have"),
    };
}
