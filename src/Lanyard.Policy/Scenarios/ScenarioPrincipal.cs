using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;

namespace Lanyard.Policy.Scenarios;

/// <summary>Reads the caller of a scenario: an ARN, or an object that says what kind of caller it is.</summary>
internal static class ScenarioPrincipal
{
    private const string Forms =
        "write the ARN of a user, role, session or root user, or {\"service\": \"lambda.amazonaws.com\"}, {\"federated\": \"PROVIDER\"}, "
        + "{\"role\": \"ARN\", \"session\": \"NAME\"}, {\"federatedUser\": \"ARN\", \"user\": \"ARN\"} or {\"anonymous\": true}";

    private static readonly string[] Members = ["service", "federated", "role", "session", "federatedUser", "user", "anonymous", "AWS"];

    public static RequestPrincipal Read(JsonNode node, RequestContext context, string path)
    {
        try
        {
            return node.Kind == JsonNodeKind.Text ? OfText(node.Text, context) : OfObject(node, context, path);
        }
        catch (ArgumentException e)
        {
            throw ScenarioMembers.Error(path, node.Place, $"the principal can't be read; {e.Message.Split(" (Parameter")[0]}");
        }
    }

    private static RequestPrincipal OfText(string text, RequestContext context) =>
        RequestPrincipal.TryParse(text, out var found) ? WithPath(found, context)
        : text.EndsWith(".amazonaws.com", StringComparison.Ordinal) || text.EndsWith(".amazonaws.com.cn", StringComparison.Ordinal) ? new AwsService(text)
        : text.Contains(":saml-provider/", StringComparison.Ordinal) || text.Contains(":oidc-provider/", StringComparison.Ordinal) ? new FederatedIdentity(text)
        : throw new ArgumentException($"\"{text}\" is none: {Forms}");

    private static RequestPrincipal OfObject(JsonNode node, RequestContext context, string path)
    {
        var members = ScenarioMembers.Of(node, "the principal", path, Members);
        var names = node.Members.Select(member => member.Name.Value).Order(StringComparer.Ordinal).ToArray();
        return names switch
        {
            ["service"] => new AwsService(members.RequiredText("service")),
            ["federated"] => new FederatedIdentity(members.RequiredText("federated")),
            ["AWS"] => OfText(members.RequiredText("AWS"), context),
            ["role"] => new RoleSession(members.RequiredText("role"), null),
            ["role", "session"] => new RoleSession(members.RequiredText("role"), members.RequiredText("session")),
            ["federatedUser"] or ["federatedUser", "user"] => new FederatedUser(members.RequiredText("federatedUser"), members.Text("user")),
            ["anonymous"] when members.Required("anonymous") is { Kind: JsonNodeKind.Boolean, Text: "true" } => new AnonymousCaller(),
            _ => throw new ArgumentException(Forms),
        };
    }

    // The ARN of a session leaves the role's path out; aws:PrincipalArn tells it.
    private static RequestPrincipal WithPath(RequestPrincipal principal, RequestContext context) =>
        principal is RoleSession { IsPathKnown: false } session && context.Find("aws:PrincipalArn")?.Single is { } arn && session.IsIssuedBy(arn)
            ? new RoleSession(arn, session.SessionName)
            : principal;
}
