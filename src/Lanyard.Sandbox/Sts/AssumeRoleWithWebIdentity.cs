using Lanyard.Aws.Protocols;
using Lanyard.Policy;
using Lanyard.Policy.Engine;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Sts;

/// <summary>The AssumeRoleWithWebIdentity operation. The token alone says who calls.</summary>
internal sealed class AssumeRoleWithWebIdentity(SandboxState state, WebIdentityIssuer issuer)
{
    private const string Action = "sts:AssumeRoleWithWebIdentity";
    private const string SourceIdentityClaim = "https://aws.amazon.com/source_identity";

    public string Run(CallContext call, StsParameters parameters)
    {
        parameters.Refuse("ProviderId", "OAuth 2.0 access tokens of Login with Amazon and Facebook");
        var roleArn = parameters.Required("RoleArn", 20, 2048, StsParameters.Shape.Any);
        var sessionName = parameters.Required("RoleSessionName", 2, 64, StsParameters.Shape.Name);
        var text = parameters.Required("WebIdentityToken", 4, 20000, StsParameters.Shape.Secret);
        var duration = parameters.Seconds("DurationSeconds", 900, 43200);
        var scope = SessionScope.Read(parameters, 2048);
        parameters.ThrowIfInvalid();
        AssumeRole.RequireRoleArn(roleArn);
        var account = state.Iam.FindAccount(roleArn.Split(':')[4]);
        var policies = scope.Policies(account);
        var token = WebIdentityToken.Parse(text);
        var (provider, audience) = Check(token, account, call.Now);
        var (passed, transitive) = WebIdentityKeys.TagsOf(token);
        scope = scope.With(passed, transitive);
        var tags = scope.TagsOnto(SessionTags.None);
        var source = JsonProtocol.Text(token.Claims, SourceIdentityClaim);

        call.Principal = $"{provider.Name}:{token.Subject}";
        var keys = WebIdentityKeys.Onto(RequestContext.Empty, provider.Name, token, audience)
            .With("aws:FederatedProvider", provider.Arn)
            .With("sts:RoleSessionName", sessionName);
        keys = scope.KeysOnto(source is null ? keys : keys.With("sts:SourceIdentity", source));
        var role = Authorize(call, roleArn, provider, Action, keys);
        if (!tags.All.IsEmpty)
        {
            Authorize(call, roleArn, provider, "sts:TagSession", keys);
        }

        if (source is not null)
        {
            Authorize(call, roleArn, provider, "sts:SetSourceIdentity", keys);
        }

        if (duration > role.MaxSessionDuration)
        {
            throw new ServiceFault("ValidationError", 400, "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
        }

        var session = role.Session(state.Seed.Partition, sessionName, call.Now) with { SessionPolicies = policies, SessionTags = tags, SourceIdentity = source, FederatedProvider = provider.Arn };
        var key = state.IssueSession(session, duration ?? TimeSpan.FromHours(1));
        call.Principal = session.Arn;
        return
            $"""
            {StsService.Credentials(key)}
            {StsService.AssumedRoleUser(session)}{scope.Size(tags)}
                <SubjectFromWebIdentityToken>{Answers.Escape(token.Subject)}</SubjectFromWebIdentityToken>
                <Audience>{Answers.Escape(audience)}</Audience>
                <Provider>{Answers.Escape(provider.Arn)}</Provider>
            """ + (source is null ? "" : $"\n    <SourceIdentity>{Answers.Escape(source)}</SourceIdentity>");
    }

    // The provider is the one that the role's account registered for the token's issuer. Of other issuers than its own the sandbox has no keys.
    private (OidcProvider Provider, string Audience) Check(WebIdentityToken token, IamAccount? account, DateTimeOffset now)
    {
        const string Scheme = "https://";
        var name = token.Issuer.StartsWith(Scheme, StringComparison.Ordinal) ? token.Issuer[Scheme.Length..].TrimEnd('/') : "";
        var provider = account?.OidcProviders.Find(name)
            ?? throw WebIdentityToken.Invalid($"No OpenIDConnect provider found in your account for {token.Issuer}");
        IReadOnlyList<string> meant = token.AuthorizedParty is { } party ? [party] : token.Audiences;
        if (meant.FirstOrDefault(a => provider.ClientIds.Contains(a)) is not { } audience)
        {
            throw WebIdentityToken.Invalid("Incorrect token audience");
        }

        if (name != state.Seed.WebIdentity.ProviderName)
        {
            throw new ServiceFault("IDPCommunicationError", 400, "Couldn't retrieve verification key from your identity provider, please reference AssumeRoleWithWebIdentity documentation for requirements");
        }

        if (!issuer.Signed(token))
        {
            throw WebIdentityToken.Invalid("Invalid signature of the identity token");
        }

        _ = token.Subject;
        token.RequireCurrent(now);
        return (provider, audience);
    }

    private Role Authorize(CallContext call, string roleArn, OidcProvider provider, string action, RequestContext keys) =>
        RoleTrust.Allows(state, call, roleArn, new FederatedIdentity(provider.Arn), action, keys)
            ?? throw new ServiceFault("AccessDenied", 403, $"Not authorized to perform {action}");
}
