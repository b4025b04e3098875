using System.Text.Json;

namespace Lanyard.NaivePolicy;

internal enum PrincipalKind
{
    User,
    Role,
    RoleSession,
    FederatedUser,
    Root,
    Service,
    Federated,
    Anonymous,
}

/// <summary>How closely a resource policy names a principal; the closer, the less others can limit it.</summary>
internal enum Grant
{
    None,

    /// <summary>By the account: that hands the question to the account's own policies.</summary>
    Account,

    /// <summary>By its role: boundary and session policy still limit it.</summary>
    Role,

    /// <summary>By its own ARN, or as one of everybody.</summary>
    Direct,
}

/// <summary>Who makes the request.</summary>
internal sealed class NaivePrincipal
{
    public NaivePrincipal(JsonElement principal)
    {
        if (principal.ValueKind == JsonValueKind.Object)
        {
            JsonProperty only = principal.EnumerateObject().Single();
            Kind = only.Name switch
            {
                "service" => PrincipalKind.Service,
                "federated" => PrincipalKind.Federated,
                _ => PrincipalKind.Anonymous,
            };
            Name = Kind == PrincipalKind.Anonymous ? "" : only.Value.GetString()!;
            return;
        }

        Name = principal.GetString()!;
        string[] parts = Name.Split(':', 6);
        Account = parts[4];
        string[] words = parts[5].Split('/');
        Kind = words[0] switch
        {
            "root" => PrincipalKind.Root,
            "role" => PrincipalKind.Role,
            "assumed-role" => PrincipalKind.RoleSession,
            "federated-user" => PrincipalKind.FederatedUser,
            _ => PrincipalKind.User,
        };
        RoleName = Kind == PrincipalKind.Role ? words[^1] : Kind == PrincipalKind.RoleSession ? words[1] : null;
        IsServiceLinkedRole = RoleName != null && (RoleName.StartsWith("AWSServiceRoleFor", StringComparison.Ordinal) || words[1] == "aws-service-role");
    }

    public PrincipalKind Kind { get; }

    /// <summary>The ARN, the service or the identity provider.</summary>
    public string Name { get; }

    /// <summary>Empty for what lives in no account.</summary>
    public string Account { get; } = "";

    /// <summary>The role's name without its path, which a session's ARN leaves out.</summary>
    public string? RoleName { get; }

    public bool IsServiceLinkedRole { get; }

    /// <summary>The keys that tell of the caller, as far as a scenario does: the page's "Properties of the principal" and "Principal key values".</summary>
    public IEnumerable<(string Key, string Value)> Keys()
    {
        if (HasAccount)
        {
            yield return ("aws:PrincipalArn", Kind == PrincipalKind.RoleSession ? $"{Name[..Name.IndexOf(":sts:", StringComparison.Ordinal)]}:iam::{Account}:role/{RoleName}" : Name);
            yield return ("aws:PrincipalAccount", Account);
            yield return ("aws:PrincipalIsAWSService", "false");
        }

        if (Kind == PrincipalKind.Service)
        {
            yield return ("aws:PrincipalIsAWSService", "true");
            yield return ("aws:PrincipalServiceName", Name);
        }

        if (Kind == PrincipalKind.User)
        {
            yield return ("aws:username", Name.Split('/')[^1]);
        }

        if (Kind == PrincipalKind.Anonymous)
        {
            yield return ("aws:PrincipalAccount", "anonymous");
        }

        // The unique ids of users and roles aren't in a scenario; the others' can be told.
        string? id = Kind switch
        {
            PrincipalKind.Root => Account,
            PrincipalKind.FederatedUser => Account + ":" + Name.Split('/')[^1],
            PrincipalKind.Anonymous => "anonymous",
            _ => null,
        };
        if (id != null)
        {
            yield return ("aws:userid", id);
        }

        string? type = Kind switch
        {
            PrincipalKind.User => "User",
            PrincipalKind.Role or PrincipalKind.RoleSession => "AssumedRole",
            PrincipalKind.FederatedUser => "FederatedUser",
            PrincipalKind.Root => "Account",
            PrincipalKind.Anonymous => "Anonymous",
            _ => null,
        };
        if (type != null)
        {
            yield return ("aws:PrincipalType", type);
        }
    }

    public bool HasAccount => Kind is not (PrincipalKind.Service or PrincipalKind.Federated or PrincipalKind.Anonymous);
}

/// <summary>The Principal and NotPrincipal elements.</summary>
internal static class NaivePrincipals
{
    /// <summary>How the statement names the principal, if it applies to it at all.</summary>
    public static Grant Grant(JsonElement statement, NaivePrincipal principal, bool hasBoundary)
    {
        if (statement.TryGetProperty("NotPrincipal", out JsonElement not))
        {
            // The page of NotPrincipal: a Deny with it hits every IAM principal that has a boundary, whatever it lists.
            bool deny = statement.GetProperty("Effect").GetString() == "Deny";
            return (deny && hasBoundary && principal.HasAccount) || !AllListed(not, principal) ? NaivePolicy.Grant.Direct : NaivePolicy.Grant.None;
        }

        Grant best = NaivePolicy.Grant.None;
        foreach ((string type, string value) in Values(statement.GetProperty("Principal")))
        {
            Grant grant = Named(type, value, principal);
            best = grant > best ? grant : best;
        }

        return best;
    }

    private static Grant Named(string type, string value, NaivePrincipal principal)
    {
        if (type == "*" || (type == "AWS" && value == "*"))
        {
            return NaivePolicy.Grant.Direct;
        }

        if (type == "Service")
        {
            return principal.Kind == PrincipalKind.Service && value == principal.Name ? NaivePolicy.Grant.Direct : NaivePolicy.Grant.None;
        }

        if (type == "Federated")
        {
            return principal.Kind == PrincipalKind.Federated && value == principal.Name ? NaivePolicy.Grant.Direct : NaivePolicy.Grant.None;
        }

        if (type != "AWS" || !principal.HasAccount)
        {
            return NaivePolicy.Grant.None;
        }

        if (IsAccount(value, principal))
        {
            return NaivePolicy.Grant.Account;
        }

        if (IsRole(value, principal))
        {
            return NaivePolicy.Grant.Role;
        }

        return value == principal.Name ? NaivePolicy.Grant.Direct : NaivePolicy.Grant.None;
    }

    /// <summary>Whether each name that the principal has is in the list: its account, its role, itself.</summary>
    private static bool AllListed(JsonElement element, NaivePrincipal principal)
    {
        List<(string Type, string Value)> values = Values(element);
        if (!principal.HasAccount)
        {
            return values.Exists(value => Named(value.Type, value.Value, principal) != NaivePolicy.Grant.None);
        }

        if (values.Exists(value => value.Type == "*" || value.Value == "*"))
        {
            return true;
        }

        bool account = values.Exists(value => value.Type == "AWS" && IsAccount(value.Value, principal));
        bool role = principal.RoleName == null || values.Exists(value => value.Type == "AWS" && IsRole(value.Value, principal));
        bool self = principal.Kind is PrincipalKind.Root or PrincipalKind.Role || values.Exists(value => value.Type == "AWS" && value.Value == principal.Name);
        return account && role && self;
    }

    private static bool IsAccount(string value, NaivePrincipal principal) =>
        value == principal.Account || (value.EndsWith(":" + principal.Account + ":root", StringComparison.Ordinal) && value.StartsWith("arn:", StringComparison.Ordinal));

    private static bool IsRole(string value, NaivePrincipal principal)
    {
        string[] parts = value.Split(':', 6);
        if (principal.RoleName == null || parts.Length != 6 || parts[2] != "iam" || parts[4] != principal.Account || !parts[5].StartsWith("role/", StringComparison.Ordinal))
        {
            return false;
        }

        return principal.Kind == PrincipalKind.Role ? value == principal.Name : parts[5].Split('/')[^1] == principal.RoleName;
    }

    private static List<(string Type, string Value)> Values(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.String)
        {
            return [("*", element.GetString()!)];
        }

        return [.. element.EnumerateObject().SelectMany(type => NaiveStatement.List(type.Value).Select(value => (type.Name, value.GetString()!)))];
    }
}
