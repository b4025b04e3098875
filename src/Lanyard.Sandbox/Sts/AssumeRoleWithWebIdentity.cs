using Lanyard.Policy;
using Lanyard.Policy.Engine;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Sts;

/// <summary>The AssumeRoleWithWebIdentity operation. The token alone says who calls.</summary>
internal sealed class AssumeRoleWithWebIdentity(SandboxState state, WebIdentityIssuer issuer)
{
    private const string Action = "sts:AssumeRoleWithWebIdentity";

    public string Run(CallContext call, StsParameters parameters)
    {
        parameters.Refuse("PolicyArns", "managed session policies");
        parameters.Refuse("ProviderId", "OAuth 2.0 access tokens of Login with Amazon and Facebook");
        var roleArn = parameters.Required("RoleArn", 20, 2048, StsParameters.Shape.Any);
        var sessionName = parameters.Required("RoleSessionName", 2, 64, StsParameters.Shape.Name);
        var token = parameters.Required("WebIdentityToken", 4, 20000, StsParameters.Shape.Secret);
        var duration = parameters.Seconds("DurationSeconds", 900, 43200);
        var policy = parameters.Optional("Policy", 1, 2048, StsParameters.Shape.Any);
        parameters.ThrowIfInvalid();
        AssumeRole.RequireRoleArn(roleArn);
        var sessionPolicy = SessionPolicy.Read(policy);
        var claims = issuer.Verify(token, call.Now);
        var identity = state.Seed.WebIdentity;
        var registered = state.Iam.FindAccount(roleArn.Split(':')[4])?.OidcProviders.Find(identity.ProviderName)
            ?? throw WebIdentityIssuer.Invalid($"No OpenIDConnect provider found in your account for {identity.Issuer.OriginalString}");
        if (!registered.ClientIds.Contains(claims.Audience))
        {
            throw WebIdentityIssuer.Invalid("Incorrect token audience");
        }

        var provider = registered.Arn;
        call.Principal = $"{identity.ProviderName}:{claims.Subject}";
        var keys = RequestContext.Empty
            .With($"{identity.ProviderName}:sub", claims.Subject)
            .With($"{identity.ProviderName}:aud", claims.Audience)
            .With("aws:FederatedProvider", provider)
            .With("sts:RoleSessionName", sessionName);
        if (state.Iam.FindRole(roleArn) is not { } role || !RoleTrust.Allows(call, role, new FederatedIdentity(provider), Action, keys))
        {
            if (call.Decision is null)
            {
                (call.Decision, call.Reason) = (Outcome.ImplicitDeny, $"there is no role {roleArn}");
            }

            throw new ServiceFault("AccessDenied", 403, $"Not authorized to perform {Action}");
        }

        if (duration > role.MaxSessionDuration)
        {
            throw new ServiceFault("ValidationError", 400, "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
        }

        var session = role.Session(state.Seed.Partition, sessionName, call.Now) with { SessionPolicy = sessionPolicy };
        var key = state.IssueSession(session, duration ?? TimeSpan.FromHours(1));
        call.Principal = session.Arn;
        return
            $"""
            {StsService.Credentials(key)}
            {StsService.AssumedRoleUser(session)}{SessionPolicy.Size(policy)}
                <SubjectFromWebIdentityToken>{Answers.Escape(claims.Subject)}</SubjectFromWebIdentityToken>
                <Audience>{Answers.Escape(claims.Audience)}</Audience>
                <Provider>{Answers.Escape(provider)}</Provider>
            """;
    }
}
