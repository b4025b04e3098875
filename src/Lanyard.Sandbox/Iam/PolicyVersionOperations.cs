using System.Globalization;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Iam;

/// <summary>The operations on the versions of managed policies.</summary>
internal static class PolicyVersionOperations
{
    public static IReadOnlyList<IamOperation> All { get; } =
    [
        new("CreatePolicyVersion", Create), new("GetPolicyVersion", Get), new("ListPolicyVersions", List),
        new("SetDefaultPolicyVersion", SetDefault), new("DeletePolicyVersion", Delete),
    ];

    private static void Create(IamCall call)
    {
        var (json, becomesDefault) = (call.Parameters.Document("PolicyDocument"), call.Parameters.Flag("SetAsDefault") ?? false);
        var policy = call.Policy();
        var document = ManagedPolicyOperations.Read(policy.Name, json);
        if (policy.Versions.Length >= Quotas.PolicyVersions)
        {
            throw IamFaults.LimitExceeded(
                $"A managed policy can have up to {Quotas.PolicyVersions} versions. Before you create a new version, you must delete an existing version.");
        }

        var number = policy.LastNumber + 1;
        var version = new PolicyVersion($"v{number}", document, call.Now);
        policy = policy with
        {
            Versions = policy.Versions.Add(version),
            DefaultVersionId = becomesDefault ? version.Id : policy.DefaultVersionId,
            Updated = call.Now,
            LastNumber = number,
        };
        call.Account.Policies.Put(policy);
        call.Result.Group("PolicyVersion", () => EntityXml.Write(call.Result, policy, version, withDocument: false));
    }

    private static void Get(IamCall call)
    {
        var (policy, version) = Find(call);
        call.Result.Group("PolicyVersion", () => EntityXml.Write(call.Result, policy, version, withDocument: true));
    }

    // The newest comes first.
    private static void List(IamCall call)
    {
        var policy = call.Policy();
        call.Page(
            "Versions", policy.Versions, v => (int.MaxValue - int.Parse(v.Id.AsSpan(1), CultureInfo.InvariantCulture)).ToString("D10", CultureInfo.InvariantCulture),
            v => EntityXml.Write(call.Result, policy, v, withDocument: false));
    }

    private static void SetDefault(IamCall call)
    {
        var (policy, version) = Find(call);
        call.Account.Policies.Put(policy with { DefaultVersionId = version.Id, Updated = call.Now });
    }

    private static void Delete(IamCall call)
    {
        var (policy, version) = Find(call);
        call.Account.Policies.Put(version.Id == policy.DefaultVersionId
            ? throw IamFaults.DeleteConflict("Cannot delete the default version of a policy.")
            : policy with { Versions = policy.Versions.Remove(version) });
    }

    private static (ManagedPolicy Policy, PolicyVersion Version) Find(IamCall call)
    {
        var id = call.Parameters.Required("VersionId", 1, 64);
        if (id[0] != 'v' || !char.IsAsciiDigit(id[^1]) || !id.AsSpan(1).ContainsAnyInRange('1', '9'))
        {
            throw IamParameters.Invalid("versionId", "Member must satisfy regular expression pattern: v[1-9][0-9]*(\\.[A-Za-z0-9-]*)?");
        }

        var policy = call.Policy();
        return (policy, policy.Versions.FirstOrDefault(v => v.Id == id)
            ?? throw IamFaults.NoSuchEntity($"Policy {policy.Arn} version {id} does not exist or is not attachable."));
    }
}
