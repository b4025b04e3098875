using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Iam;

/// <summary>Writes entities as the IAM service model has them.</summary>
internal static class EntityXml
{
    /// <summary>Writes a user. Lists leave out tags and boundary: "ListUsers", IAM API Reference.</summary>
    public static void Write(ResultXml xml, User user, bool whole = true)
    {
        Key(xml, user, "User");
        if (whole)
        {
            Boundary(xml, user);
            Tags(xml, user);
        }
    }

    public static void Write(ResultXml xml, Group group) => Key(xml, group, "Group");

    /// <summary>Writes a role. Lists leave out tags, boundary and last use: "ListRoles", IAM API Reference.</summary>
    public static void Write(ResultXml xml, Role role, bool whole = true)
    {
        Trusted(xml, role);
        xml.Text("Description", role.Description)
            .Number("MaxSessionDuration", (long)role.MaxSessionDuration.TotalSeconds);
        if (whole)
        {
            Used(xml, role);
        }
    }

    /// <summary>Writes a role as GetAccountAuthorizationDetails has it, without its description and its longest session.</summary>
    public static void WriteDetail(ResultXml xml, Role role)
    {
        Trusted(xml, role);
        Used(xml, role);
    }

    public static void Write(ResultXml xml, InstanceProfile profile, IamAccount account, bool whole = true)
    {
        Key(xml, profile, "InstanceProfile");
        xml.List("Roles", profile.RoleId is { } id && account.Roles.FindById(id) is { } role ? [role] : Array.Empty<Role>(), r => Write(xml, r, whole: false));
        if (whole)
        {
            Tags(xml, profile);
        }
    }

    public static void Write(ResultXml xml, ManagedPolicy policy, IamAccount account, bool whole = true)
    {
        Key(xml, policy, "Policy");
        Use(xml, policy, account);
        if (whole)
        {
            xml.Text("Description", policy.Description);
            Tags(xml, policy);
        }
    }

    /// <summary>Writes a policy as GetAccountAuthorizationDetails has it, without tags.</summary>
    public static void WriteDetail(ResultXml xml, ManagedPolicy policy, IamAccount account)
    {
        Key(xml, policy, "Policy");
        Use(xml, policy, account);
        xml.Text("Description", policy.Description);
    }

    private static void Use(ResultXml xml, ManagedPolicy policy, IamAccount account) =>
        xml.Text("DefaultVersionId", policy.DefaultVersionId)
            .Number("AttachmentCount", account.PolicyHolders.Count(h => h.Attached.Contains(policy.Arn)))
            .Number("PermissionsBoundaryUsageCount", account.PolicyHolders.Count(h => h.Boundary == policy.Arn))
            .Flag("IsAttachable", true)
            .Date("UpdateDate", policy.Updated);

    public static void Write(ResultXml xml, ManagedPolicy policy, PolicyVersion version, bool withDocument)
    {
        xml.Document("Document", withDocument ? version.Policy.Json : null)
            .Text("VersionId", version.Id)
            .Flag("IsDefaultVersion", version.Id == policy.DefaultVersionId)
            .Date("CreateDate", version.Created);
    }

    public static void Boundary(ResultXml xml, PolicyHolder holder)
    {
        if (holder.Boundary is { } arn)
        {
            xml.Group("PermissionsBoundary", () => xml.Text("PermissionsBoundaryType", "Policy").Text("PermissionsBoundaryArn", arn));
        }
    }

    public static void LastUsed(ResultXml xml, Role role) =>
        xml.Group("RoleLastUsed", () => xml.Date("LastUsedDate", role.LastUse?.Time).Text("Region", role.LastUse?.Region));

    public static void Tags(ResultXml xml, IamEntity entity)
    {
        if (!entity.Tags.IsEmpty)
        {
            xml.List("Tags", entity.Tags, tag => xml.Text("Key", tag.Key).Text("Value", tag.Value));
        }
    }

    public static void Key(ResultXml xml, IamEntity entity, string noun) => xml
        .Text("Path", entity.Key.Path)
        .Text($"{noun}Name", entity.Name)
        .Text($"{noun}Id", entity.Id)
        .Text("Arn", entity.Arn)
        .Date("CreateDate", entity.Key.Created);

    private static void Trusted(ResultXml xml, Role role)
    {
        Key(xml, role, "Role");
        xml.Document("AssumeRolePolicyDocument", role.Trust?.Json ?? SamlTrust(role));
    }

    private static void Used(ResultXml xml, Role role)
    {
        Boundary(xml, role);
        Tags(xml, role);
        LastUsed(xml, role);
    }

    // What Identity Center writes: its own SAML provider may assume the role, and nobody else.
    private static string SamlTrust(Role role) =>
        $$"""
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"arn:{{role.Key.Partition}}:iam::{{role.AccountId}}:saml-provider/AWSSSO_0123456789abcdef_DO_NOT_DELETE"},"Action":["sts:AssumeRoleWithSAML","sts:TagSession"],"Condition":{"StringEquals":{"SAML:aud":"https://signin.aws.amazon.com/saml" } } }]}
        """;
}
