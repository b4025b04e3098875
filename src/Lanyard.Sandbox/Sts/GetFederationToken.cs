using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Sts;

/// <summary>The GetFederationToken operation: temporary credentials for somebody whom an IAM user vouches for.</summary>
internal sealed class GetFederationToken(SandboxState state)
{
    public string Run(CallContext call, Caller caller, StsParameters parameters)
    {
        parameters.Refuse("TransitiveTagKeys", "transitive tags of GetFederationToken, which AWS doesn't take,");
        var name = parameters.Required("Name", 2, 32, StsParameters.Shape.Name);
        var duration = parameters.Seconds("DurationSeconds", 900, 129600);
        var scope = SessionScope.Read(parameters, 2048);
        parameters.ThrowIfInvalid();
        var policies = scope.Policies(state.Iam.Account(caller.AccountId));
        var tags = scope.TagsOnto(SessionTags.None);
        var arn = $"arn:{state.Seed.Partition}:sts::{caller.AccountId}:federated-user/{name}";
        Authorize(call, caller, "sts:GetFederationToken", arn, scope);
        if (!tags.All.IsEmpty)
        {
            Authorize(call, caller, "sts:TagSession", arn, scope);
        }

        var session = new Caller(CallerKind.FederatedUser, caller.AccountId, arn, $"{caller.AccountId}:{name}", caller.Arn, name)
        {
            IssuerId = caller.IssuerId,
            IssuedAt = call.Now,
            SessionPolicies = policies,
            SessionTags = tags,
        };
        var key = state.IssueSession(session, GetSessionToken.Limited(caller, duration ?? GetSessionToken.DefaultDuration));
        return
            $"""
            {StsService.Credentials(key)}
                <FederatedUser>
                  <FederatedUserId>{Answers.Escape(session.UserId)}</FederatedUserId>
                  <Arn>{Answers.Escape(session.Arn)}</Arn>
                </FederatedUser>{scope.Size(tags)}
            """;
    }

    private void Authorize(CallContext call, Caller caller, string action, string arn, SessionScope scope) =>
        call.Authorize(state, caller, new CallRequest(action, arn) { Keys = new Keys().WithTags(scope.Tags), Region = call.Region ?? "us-east-1" });
}
