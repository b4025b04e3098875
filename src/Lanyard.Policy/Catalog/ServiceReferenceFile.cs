namespace Lanyard.Policy.Catalog;

/// <summary>
/// A service as AWS publishes it for programs ("Simplified AWS service information for programmatic access", in the Service
/// Authorization Reference).
/// </summary>
/// <param name="Service">What it defines. Descriptions and names for people aren't published there, nor which resource types are required.</param>
/// <param name="Operations">What each of its operations may ask for.</param>
public sealed record ServiceReferenceFile(ServiceContent Service, IReadOnlyList<ServiceOperation> Operations)
{
    /// <summary>Gets the actions whose access level isn't published.</summary>
    public IReadOnlySet<string> WithoutLevel { get; init; } = new HashSet<string>();

    /// <summary>Reads the list of services.</summary>
    /// <param name="json">The list.</param>
    /// <returns>Each service's prefix, and the path of its file.</returns>
    /// <exception cref="CatalogueException">It is something else.</exception>
    public static IReadOnlyList<(string Prefix, string Path)> ReadList(ReadOnlyMemory<byte> json)
    {
        var services = new List<(string, string)>();
        foreach (var entry in ReferenceJson.List(json, "the list of services"))
        {
            var (prefix, url) = (entry.Text("service"), entry.Text("url"));
            if (!IsPrefix(prefix))
            {
                throw new CatalogueException("the list of services names one whose prefix isn't made of letters, digits and hyphens");
            }

            // Wherever the list says that files are, only the server that gave the list is asked for them.
            services.Add(Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "https" or "http" && address.AbsolutePath == $"/v1/{prefix}/{prefix}.json"
                ? (prefix, address.AbsolutePath)
                : throw new CatalogueException($"the list of services has an address for {prefix} that isn't …/v1/{prefix}/{prefix}.json"));
        }

        return services;
    }

    /// <summary>Reads a service's file.</summary>
    /// <param name="prefix">The service's prefix in the list.</param>
    /// <param name="json">The file.</param>
    /// <exception cref="CatalogueException">It is something else.</exception>
    public static ServiceReferenceFile Read(string prefix, ReadOnlyMemory<byte> json)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        var file = ReferenceJson.Object(json, $"the file of {prefix}");
        if (file.Text("Name") != prefix)
        {
            throw new CatalogueException($"the file of {prefix} is of another service");
        }

        var types = file.Objects("Resources").Select(r => new ResourceTypeContent(r.Text("Name"), r.Texts("ARNFormats"), r.Texts("ConditionKeys"))).DistinctBy(r => Folded(r.Name)).ToArray();
        var known = types.Select(t => t.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var actions = file.Objects("Actions").DistinctBy(a => Folded(a.Text("Name"))).ToArray();
        return new ServiceReferenceFile(
            new ServiceContent(prefix, prefix)
            {
                Actions = [.. actions.Select(a => Action(a, known))],
                ResourceTypes = types,
                ConditionKeys = [.. file.Objects("ConditionKeys").DistinctBy(k => Folded(k.Text("Name"))).Select(k =>
                    new ConditionKeyContent(k.Text("Name"), k.Texts("Types") is [var type, ..] ? ConditionKeyType.Parse(type) ?? default : default, ""))],
            },
            [.. file.Objects("Operations").Select(o => new ServiceOperation(o.Text("Name"), [.. o.Objects("AuthorizedActions").Select(a =>
                new AuthorizedAction($"{a.Text("Service")}:{a.Text("Name")}", a.Member("Context")?.Texts("iam:PassedToService") ?? []))]))])
        {
            WithoutLevel = actions.Where(a => PropertiesOf(a) is null).Select(a => a.Text("Name")).ToHashSet(StringComparer.OrdinalIgnoreCase),
        };
    }

    private static ActionContent Action(ReferenceJson action, HashSet<string> types) => new(action.Text("Name"), LevelOf(action), "")
    {
        ConditionKeys = action.Texts("ActionConditionKeys"),
        Resources = [.. action.Objects("Resources").Select(r => r.Text("Name")).Where(types.Contains).Distinct(StringComparer.OrdinalIgnoreCase).Select(r => new ActionResourceContent(r, false, []))],
    };

    private static AccessLevel LevelOf(ReferenceJson action) => PropertiesOf(action) switch
    {
        null => AccessLevel.Write,
        { } p when p.Flag("IsPermissionManagement") => AccessLevel.PermissionsManagement,
        { } p when p.Flag("IsTaggingOnly") => AccessLevel.Tagging,
        { } p when p.Flag("IsWrite") => AccessLevel.Write,
        { } p when p.Flag("IsList") => AccessLevel.List,
        _ => AccessLevel.Read,
    };

    private static ReferenceJson? PropertiesOf(ReferenceJson action) => action.Member("Annotations")?.Member("Properties");

    private static bool IsPrefix(string text) => text.Length <= 64 && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    private static string Folded(string name) => name.ToLowerInvariant();
}

/// <summary>An operation of a service.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Actions">The actions that it may ask for.</param>
public sealed record ServiceOperation(string Name, IReadOnlyList<AuthorizedAction> Actions);

/// <summary>An action that an operation may ask for.</summary>
/// <param name="Action">The action, with its service.</param>
/// <param name="PassedTo">The services that a role is passed to, if it is <c>iam:PassRole</c>.</param>
public sealed record AuthorizedAction(string Action, IReadOnlyList<string> PassedTo);
