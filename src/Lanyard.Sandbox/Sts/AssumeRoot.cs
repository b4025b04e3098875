using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Sts;

/// <summary>The AssumeRoot operation: a session of a member account's root user, for one task.</summary>
internal sealed class AssumeRoot(SandboxState state)
{
    private const int Longest = 900;

    public string Run(CallContext call, Caller caller, StsParameters parameters)
    {
        var target = parameters.Required("TargetPrincipal", 12, 2048, StsParameters.Shape.Any);
        var policyArn = parameters.Required("TaskPolicyArn.arn", 20, 2048, StsParameters.Shape.Any);
        var duration = parameters.Seconds("DurationSeconds", 0, Longest) ?? TimeSpan.FromSeconds(Longest);
        parameters.ThrowIfInvalid();
        var accountId = AccountOf(target);
        var task = RootAccess.FeatureOfTask.Keys.FirstOrDefault(t => RootAccess.PolicyArn(state.Seed.Partition, t) == policyArn)
            ?? throw Invalid($"{policyArn} is none of the policies that AssumeRoot takes: {string.Join(", ", RootAccess.FeatureOfTask.Keys)}, under {RootAccess.PolicyArn(state.Seed.Partition, "")}");
        if (caller.Kind == CallerKind.Root)
        {
            throw new ServiceFault("AccessDenied", 403, "AssumeRoot can't be called with the credentials of a root user.");
        }

        var root = $"arn:{state.Seed.Partition}:iam::{accountId}:root";
        call.Authorize(state, caller, new CallRequest("sts:AssumeRoot", root)
        {
            Keys = new Keys().With("sts:TaskPolicyArn", policyArn),
            Policy = TrustIn(caller),
            Region = call.Region ?? "us-east-1",
        });
        if (Refusal(caller.AccountId, accountId, RootAccess.FeatureOfTask[task]) is { } reason)
        {
            throw new ServiceFault("AccessDenied", 403, $"User: {caller.Arn} is not authorized to perform: sts:AssumeRoot on resource: {root}: {reason}");
        }

        var session = RootAccess.Session(state.Iam.Account(accountId), policyArn, call.Now, caller.SourceIdentity);
        return StsService.Credentials(state.IssueSession(session, duration))
            + (caller.SourceIdentity is { } source ? $"\n    <SourceIdentity>{Answers.Escape(source)}</SourceIdentity>" : "");
    }

    private string AccountOf(string target) => (target.Length == 12 && target.All(char.IsAsciiDigit)) ? target
        : target.Split(':') is ["arn", var partition, "iam", "", { Length: 12 } id, "root"] && partition == state.Seed.Partition && id.All(char.IsAsciiDigit) ? id
        : throw Invalid($"{target} is neither the id of an account nor the ARN of its root user");

    // The words are ours: no page has AWS's.
    private string? Refusal(string callerId, string targetId, string feature)
    {
        if (state.Organizations.Of(callerId) is not { } organization || !organization.Members.TryGetValue(targetId, out var member) || member.IsClosed)
        {
            return $"the account {targetId} is no member of the caller's organization";
        }

        return targetId == organization.ManagementId ? "the management account is no member account"
            : !state.Organizations.Administers(callerId, organization.ManagementId, RootAccess.Service)
                ? $"the account {callerId} is neither the management account nor a delegated administrator for {RootAccess.Service}"
            : organization.HasRootFeature(feature) ? null : $"the organization has not enabled {feature}";
    }

    // Accounts of others need the resource's yes too. Which account may ask is for the organization to say; which of its principals, for their policies.
    private PolicySet TrustIn(Caller caller) => PolicySet.Of(new AttachedPolicy("the organization's trust", PolicyKind.Trust, PolicyDocumentReader.Read(
        $$$"""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"arn:{{{state.Seed.Partition}}}:iam::{{{caller.AccountId}}}:root"},"Action":"sts:AssumeRoot"}}""", null)));

    private static ServiceFault Invalid(string message) => new("ValidationError", 400, message);
}
