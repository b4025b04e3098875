using System.Collections.Immutable;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Apply;

/// <summary>
/// Reads what shall be in IAM: the document that <c>policy role --json</c> writes, or what <c>policy generate --json</c> prints. Each
/// problem is told with its place; what IAM would refuse is refused here, before anything is changed.
/// </summary>
public static class WantedIamReader
{
    // What `policy generate --json` and `policy role --json` say beside what shall be in IAM.
    private static readonly string[] BesideThem = ["needs", "inferred", "unknown", "notes", "blocked", "findings", "failures", "unneeded", "settings", "snippets"];

    private const int NameOfPrincipal = 64;
    private const int NameOfOther = 128;

    /// <summary>Tells whether a text is one policy document by itself.</summary>
    public static bool IsPolicy(JsonNode root)
    {
        ArgumentNullException.ThrowIfNull(root);
        return root.Find("Statement") is not null;
    }

    /// <summary>Reads a document.</summary>
    /// <param name="root">Its JSON.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="PolicyDocumentException">Something in it can't be.</exception>
    public static WantedIam Read(JsonNode root, string path)
    {
        var fields = new WantedFields(root, "the document", path, ["version", "account", "providers", "policies", "groups", "roles", "users", .. BesideThem]);
        if (fields.Find("version") is { } version && version.Text != "1")
        {
            throw fields.Bad(version.Place, "this Lanyard knows version 1 of the document alone");
        }

        var account = fields.Text("account", orNumber: true);
        if (account is not null && (account.Value.Length != 12 || !account.Value.All(char.IsAsciiDigit)))
        {
            throw fields.Bad(account.Place, "`account` is an account's 12 digits; in YAML they need quotes if they begin with 0");
        }

        ImmutableArray<WantedEntity> entities =
        [
            .. fields.Items("providers").Select(n => Provider(n, path)),
            .. fields.Items("policies").Select(n => Policy(n, path)),
            .. fields.Items("groups").Select(n => Group(n, path)),
            .. fields.Items("users").Select(n => User(n, path)),
            .. fields.Items("roles").Select(n => Role(n, path)),
        ];

        // IAM's names differ in more than upper and lower case.
        var twice = entities.GroupBy(e => (e.Kind, e.Name.Value.ToUpperInvariant())).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null)
        {
            throw fields.Bad(twice.Last().Name.Place, $"the {Noun(twice.Key.Kind)} `{twice.Last().Name.Value}` comes twice");
        }

        var policies = entities.Where(e => e.Kind == IamKind.Policy).Select(e => e.Name.Value).ToHashSet(StringComparer.Ordinal);
        var unknown = entities.SelectMany(e => (e.Attached ?? []).Concat(e.Boundary is { } b ? [b] : []))
            .FirstOrDefault(p => !policies.Contains(p.Value) && !(p.Value.StartsWith("arn:", StringComparison.Ordinal) && p.Value.Contains(":policy/", StringComparison.Ordinal)));
        return unknown is null ? new WantedIam(path, account, entities)
            : throw fields.Bad(unknown.Place, $"there is no policy `{unknown.Value}` in this document; one that isn't in it is named by its ARN");
    }

    /// <summary>What a kind of thing is called.</summary>
    public static string Noun(IamKind kind) => kind switch
    {
        IamKind.Provider => "identity provider",
        IamKind.Policy => "policy",
        IamKind.Group => "group",
        IamKind.User => "user",
        _ => "role",
    };

    /// <summary>Tells whether IAM takes a name.</summary>
    /// <param name="kind">What is to be called so.</param>
    /// <param name="name">The name.</param>
    public static bool IsName(IamKind kind, string name) => IsName(name, kind is IamKind.Role or IamKind.User ? NameOfPrincipal : NameOfOther);

    private static bool IsName(string name, int most) =>
        name.Length >= 1 && name.Length <= most && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '+' or '=' or ',' or '.' or '@' or '-');

    /// <summary>Reads a policy document, and makes sure that it fits its place.</summary>
    internal static PolicyDocument Document(JsonNode node, string path, PolicyPlace place)
    {
        var document = PolicyDocumentReader.Read(node, path);
        if (document.Statements.IsEmpty)
        {
            throw new PolicyDocumentException("the policy document has no statement", path, node.Place.Start);
        }

        foreach (var statement in document.Statements)
        {
            if (place == PolicyPlace.Trust ? statement.Resource is not null : statement.Principal is not null)
            {
                throw new PolicyDocumentException(
                    place == PolicyPlace.Trust ? "a role's trust policy has no Resource: it is about the role itself" : "a policy of a user, group or role has no Principal: it is about whom it is attached to",
                    path, (place == PolicyPlace.Trust ? statement.Resource!.At : statement.Principal!.At));
            }

            if (place == PolicyPlace.Trust ? statement.Principal is null : statement.Resource is null)
            {
                throw new PolicyDocumentException(place == PolicyPlace.Trust ? "the statement of a trust policy needs a Principal" : "the statement needs a Resource", path, statement.At);
            }
        }

        var quota = PolicyQuotas.Find(place)!;
        var size = DocumentSize.Of(PolicyDocumentWriter.Write(document, indented: false), quota.Unit);

        // The quota of trust policies can be raised.
        return size <= quota.Limit || place == PolicyPlace.Trust ? document : throw new PolicyDocumentException(
            $"the document has {size} characters, and IAM takes {quota.Limit} here; `lanyard policy minimize --split` divides it", path, node.Place.Start);
    }

    private static WantedEntity Provider(JsonNode node, string path)
    {
        var fields = new WantedFields(node, "a provider", path, "url", "audiences", "thumbprints");
        var url = fields.Need("url");
        if (!Uri.TryCreate(url.Value, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttps || address.Query.Length > 0)
        {
            throw fields.Bad(url.Place, "`url` is the provider's address, which begins with https://");
        }

        return new WantedEntity(IamKind.Provider, url with { Value = url.Value["https://".Length..].TrimEnd('/') })
        {
            Audiences = fields.Texts("audiences"),
            Thumbprints = fields.Texts("thumbprints") ?? [],
        };
    }

    private static WantedEntity Policy(JsonNode node, string path)
    {
        var fields = new WantedFields(node, "a policy", path, "name", "path", "description", "document", "for");
        return Named(fields, IamKind.Policy) with
        {
            Description = Description(fields),
            For = fields.Text("for"),
            Document = fields.Find("document") is { } document ? Document(document, path, PolicyPlace.Managed) : throw fields.Bad(node.Place, "a policy needs `document`"),
        };
    }

    private static WantedEntity Group(JsonNode node, string path)
    {
        var fields = new WantedFields(node, "a group", path, "name", "path", "policies", "inline");
        return Named(fields, IamKind.Group) with { Attached = fields.Texts("policies"), Inline = Inline(fields, PolicyPlace.InlineGroup) };
    }

    private static WantedEntity Role(JsonNode node, string path)
    {
        var fields = new WantedFields(node, "a role", path, "name", "path", "description", "trust", "maxSessionDuration", "permissionsBoundary", "policies", "inline", "tags");
        var named = Named(fields, IamKind.Role);
        return named with
        {
            Description = Description(fields),
            Document = fields.Find("trust") is { } trust ? Document(trust, path, PolicyPlace.Trust) : null,
            MaxSession = fields.Number("maxSessionDuration", 3600, 43200),
            Boundary = fields.Text("permissionsBoundary"),
            Attached = fields.Texts("policies"),
            Inline = Inline(fields, PolicyPlace.InlineRole),
            Tags = fields.Tags(),
        };
    }

    private static WantedEntity User(JsonNode node, string path)
    {
        var fields = new WantedFields(node, "a user", path, "name", "path", "groups", "policies", "inline", "permissionsBoundary", "accessKey", "tags");
        var named = Named(fields, IamKind.User);
        return named with
        {
            Boundary = fields.Text("permissionsBoundary"),
            Attached = fields.Texts("policies"),
            Inline = Inline(fields, PolicyPlace.InlineUser),
            Groups = fields.Texts("groups"),
            Tags = fields.Tags(),
            AccessKey = AccessKey(fields, named.Name),
        };
    }

    private static PolicyText? AccessKey(WantedFields fields, PolicyText user) => fields.Find("accessKey") switch
    {
        null or { Kind: JsonNodeKind.Boolean, Text: "false" } => null,
        { Kind: JsonNodeKind.Boolean } node => user with { Place = node.Place },
        { Kind: JsonNodeKind.Text } node => new PolicyText(node.Text, node.Place),
        var node => throw fields.Bad(node.Place, "`accessKey` is true, or the name that the key gets in the vault"),
    };

    private static WantedEntity Named(WantedFields fields, IamKind kind)
    {
        var name = fields.Need("name");
        var most = kind is IamKind.Role or IamKind.User ? NameOfPrincipal : NameOfOther;
        if (!IsName(kind, name.Value))
        {
            throw fields.Bad(name.Place, $"the name of a {Noun(kind)} has up to {most} letters, digits and _ + = , . @ -");
        }

        var way = fields.Text("path");
        return way is null || (way.Value is ['/', .., '/'] or "/" && way.Value.Length <= 512 && way.Value.All(c => c is > ' ' and <= '~'))
            ? new WantedEntity(kind, name) { EntityPath = way?.Value }
            : throw fields.Bad(way.Place, "`path` begins and ends with `/`, such as /deploy/");
    }

    private static string? Description(WantedFields fields) => fields.Text("description") is { } text
        ? text.Value.Length <= 1000 ? text.Value : throw fields.Bad(text.Place, "`description` has up to 1000 characters")
        : null;

    private static ImmutableArray<(PolicyText Name, PolicyDocument Document)>? Inline(WantedFields fields, PolicyPlace place)
    {
        if (fields.Map("inline") is not { } members)
        {
            return null;
        }

        foreach (var member in members)
        {
            if (!IsName(member.Name.Value, NameOfOther))
            {
                throw fields.Bad(member.Name.Place, $"the name of an inline policy has up to {NameOfOther} letters, digits and _ + = , . @ -");
            }
        }

        ImmutableArray<(PolicyText Name, PolicyDocument Document)> inline = [.. members.Select(m => (m.Name, Document(m.Value, fields.Path, place)))];
        var quota = PolicyQuotas.Find(place)!;
        var size = inline.Sum(i => DocumentSize.Of(PolicyDocumentWriter.Write(i.Document, indented: false), quota.Unit));
        return size <= quota.Limit ? inline : throw fields.Bad(
            fields.Find("inline")!.Place, $"the inline policies have {size} characters together, and IAM takes {quota.Limit}; make managed policies of them, in `policies`");
    }
}
