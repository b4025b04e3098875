using System.Collections.Immutable;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Templates.Sam;

/// <summary>The resources that come of a SAM template, in the order of the template.</summary>
/// <param name="globals">The template's <c>Globals</c>.</param>
/// <param name="bucket">The bucket that paths of this machine are uploaded to, with marks for what isn't known of it.</param>
internal sealed class SamResources(JsonNode? globals, string bucket)
{
    /// <summary>The logical id of the REST API of functions that name none.</summary>
    public const string ImplicitRestApi = "ServerlessRestApi";

    /// <summary>The logical id of the HTTP API of functions that name none.</summary>
    public const string ImplicitHttpApi = "ServerlessHttpApi";

    private readonly ImmutableArray<JsonMember>.Builder _all = ImmutableArray.CreateBuilder<JsonMember>();
    private readonly HashSet<string> _implicit = new(StringComparer.Ordinal);
    private readonly HashSet<string> _notifying = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<JsonNode>> _callers = new(StringComparer.Ordinal);
    private JsonMember? _current;

    /// <summary>Gets the bucket that paths of this machine are uploaded to.</summary>
    public string Bucket => bucket;

    /// <summary>Notes which resource of the template the next ones come of.</summary>
    public void Begin(JsonMember resource) => _current = resource;

    /// <summary>Keeps a resource as it is.</summary>
    public void Keep(JsonMember resource) => _all.Add(resource);

    /// <summary>Adds a resource that comes of the current one, with its condition and policies of deletion.</summary>
    public void Add(string logicalId, string type, JsonNode properties)
    {
        var from = _current?.Value;
        var node = Nodes.Object(
            ("Type", Nodes.Text(type)), ("Properties", properties), ("Condition", from?.Find("Condition")),
            ("DeletionPolicy", from?.Find("DeletionPolicy")), ("UpdateReplacePolicy", from?.Find("UpdateReplacePolicy")));
        _all.Add(new JsonMember(new PolicyText(logicalId, _current?.Name.Place ?? Place.None), node));
    }

    /// <summary>Adds the permission of a service to call a function.</summary>
    public void AddPermission(string logicalId, string function) => AddPermission(logicalId, Nodes.Ref(function));

    /// <summary>Adds the permission of a service to call a function.</summary>
    public void AddPermission(string logicalId, JsonNode function) => Add(logicalId, "AWS::Lambda::Permission", Nodes.Object(("FunctionName", function), ("Action", Nodes.Text("lambda:InvokeFunction"))));

    /// <summary>Notes that an API is needed which the template doesn't have.</summary>
    public void NeedApi(string logicalId) => _implicit.Add(logicalId);

    /// <summary>Gives what <c>Globals</c> says of a type.</summary>
    public JsonNode? GlobalsOf(string type) => type.StartsWith("AWS::Serverless::", StringComparison.Ordinal) ? globals?.Find(type["AWS::Serverless::".Length..]) : null;

    public void AddImplicitApis()
    {
        _current = null;
        if (_implicit.Contains(ImplicitRestApi))
        {
            SamApis.Rest(this, ImplicitRestApi, Nodes.Object(("StageName", Nodes.Text("Prod"))).Over(globals?.Find("Api")));
        }

        if (_implicit.Contains(ImplicitHttpApi))
        {
            SamApis.Http(this, ImplicitHttpApi, Nodes.Object().Over(globals?.Find("HttpApi")));
        }
    }

    /// <summary>Notes that a bucket of the template tells a function of its objects.</summary>
    /// <param name="notifying">What names the bucket.</param>
    public void Notify(JsonNode? notifying)
    {
        if (notifying?.Find("Ref")?.Text is { } logicalId)
        {
            _notifying.Add(logicalId);
        }
    }

    /// <summary>Notes that an API calls what is behind it with a role.</summary>
    /// <param name="api">What names the API; <see langword="null"/> for the implicit one.</param>
    /// <param name="role">What names the role.</param>
    public void CallWith(JsonNode? api, JsonNode role)
    {
        if ((api is null ? ImplicitRestApi : api.Find("Ref")?.Text) is { } logicalId)
        {
            (_callers.TryGetValue(logicalId, out var roles) ? roles : _callers[logicalId] = []).Add(role);
        }
    }

    /// <summary>Gives an API's description with the roles that it calls what is behind it and its authorizers with.</summary>
    /// <param name="body">The description as far as it is there.</param>
    /// <param name="integrations">The roles for what is behind it.</param>
    /// <param name="authorizers">The roles for its authorizers.</param>
    public static JsonNode Described(JsonNode? body, IEnumerable<JsonNode> integrations, IEnumerable<JsonNode> authorizers) => Nodes.Object(
        ("openapi", body ?? Nodes.Text("3.0.1")),
        ("integrations", Nodes.List(integrations.Select(role => Nodes.Object(("x-amazon-apigateway-integration", Nodes.Object(("credentials", role))))))),
        ("authorizers", Nodes.List(authorizers.Select(role => Nodes.Object(("x-amazon-apigateway-authorizer", Nodes.Object(("authorizerCredentials", role))))))));

    public JsonNode ToNode() => JsonNode.OfMembers(Place.None, [.. _all.Select(r => _notifying.Contains(r.Name.Value) ? r with { Value = Notifying(r.Value) }
        : _callers.TryGetValue(r.Name.Value, out var roles) ? r with { Value = Calling(r.Value, roles) } : r)]);

    private static JsonNode Calling(JsonNode resource, IEnumerable<JsonNode> roles) => resource.Find("Properties") is { } properties && properties.Find("Body") is { Kind: JsonNodeKind.Object } body
        ? resource.With(("Properties", properties.With(("Body", Described(body, roles, []))))) : resource;

    private static JsonNode Notifying(JsonNode resource) => resource.With(("Properties", (resource.Find("Properties") ?? Nodes.Object()).With(
        ("NotificationConfiguration", Nodes.Object(("LambdaConfigurations", Nodes.List(Nodes.Object(("Event", Nodes.Text("s3:ObjectCreated:*"))))))))));
}
