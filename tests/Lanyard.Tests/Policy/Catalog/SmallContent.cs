using Lanyard.Policy.Catalog;

namespace Lanyard.Tests.Policy.Catalog;

/// <summary>A catalogue of two services, for tests that write one.</summary>
internal static class SmallContent
{
    private static readonly ConditionKeyType Text = new(ConditionValueKind.String, false);

    public static CatalogueContent Content { get; } = new()
    {
        Version = "a test",
        Date = new DateOnly(2026, 1, 2),
        GlobalKeys = [new("aws:SourceIp", new(ConditionValueKind.IPAddress, false), "where from"), new("aws:TagKeys", new(ConditionValueKind.String, true), "")],
        Services =
        [
            new("queue", "A Queue")
            {
                SupportsResourceControlPolicies = true,
                Actions =
                [
                    new("Send", AccessLevel.Write, "Grants permission to send a message")
                    {
                        Resources = [new("queue", true, ["queue:Depth"]), new("topic", false, [])],
                        ConditionKeys = ["aws:TagKeys", "aws:ResourceTag/${TagKey}"],
                        DependentActions = ["iam:PassRole", "gone:Away"],
                        PassedRoles = [new("queue.example.com", "Role", true), new("other.example.com", "", false)],
                    },
                    new("ListQueues", AccessLevel.List, ""),
                ],
                ResourceTypes = [new("topic", ["arn:topic/${Name}", "arn:topic/old/${Name}"], []), new("queue", ["arn:queue/${Name}"], ["aws:ResourceTag/${TagKey}"])],
                ConditionKeys = [new("queue:Depth", new(ConditionValueKind.Numeric, false), "how deep"), new("queue:Label/<key>", Text, "labels"), new("aws:TagKeys", Text, "the tag keys")],
            },
            new("iam", "Identities")
            {
                Actions = [new("PassRole", AccessLevel.PermissionsManagement, "Grants permission to pass a rôle")],
                ResourceTypes = [],
                ConditionKeys = [],
            },
        ],
    };

    /// <summary>Looks at everything in a catalogue.</summary>
    public static int ReadAll(Catalogue catalogue)
    {
        var length = catalogue.Version.Length + catalogue.Date.Day;
        foreach (var service in catalogue.Services)
        {
            length += service.Prefix.Length + service.Name.Length + Length(service.ConditionKeys);
            length += service.ResourceTypes.Sum(t => t.Name.Length + t.Service.Prefix.Length + t.ArnFormats.Sum(f => f.Length) + Length(t.ConditionKeys));
            length += service.FindResourceType("queue")?.Name.Length ?? 0;
        }

        foreach (var action in catalogue.Actions)
        {
            length += action.FullName.Length + action.Description.Length + (int)action.AccessLevel + Length(action.ConditionKeys);
            length += action.ResourceTypes.Sum(r => r.Type.Name.Length + Length(r.ConditionKeys) + (r.IsRequired ? 1 : 0));
            length += action.DependentActions.Sum(d => d.FullName.Length) + action.PassedRoles.Sum(r => r.Principal.Length + r.Parameter.Length);
        }

        return length + Length(catalogue.GlobalConditionKeys) + catalogue.Match("*:*e*").Count + (catalogue.FindConditionKey("queue:Label/x")?.Id ?? 0) + Math.Max(0, catalogue.IdOf("queue:Send"));
    }

    private static int Length(IReadOnlyList<ConditionKey> keys) => keys.Sum(k => k.Name.Length + k.Description.Length + k.Type.ToString().Length);
}
