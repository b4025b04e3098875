using Lanyard.Policy.Engine;
using Lanyard.Policy.Sets;
using static Lanyard.Tests.Policy.Sets.Sides;

namespace Lanyard.Tests.Policy.Sets;

public sealed class ResourceComparisonTests(ITestOutputHelper output)
{
    private const string Github = "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com";

    public static TheoryData<PolicyKind, string, string> Equal => new()
    {
        // The order of principals and an account's two forms carry no meaning.
        { PolicyKind.Trust, Trust("{'AWS':['222222222222','arn:aws:iam::333333333333:role/a']}"), Trust("{'AWS':['arn:aws:iam::333333333333:role/a','arn:aws:iam::222222222222:root']}") },

        // Whom everybody includes needn't be named.
        { PolicyKind.Resource, Bucket("Allow", "'*'"), Bucket("Allow", "{'AWS':'arn:aws:iam::222222222222:role/a'}") + "," + Bucket("Allow", "'*'") },
        { PolicyKind.Resource, Bucket("Allow", "{'AWS':'222222222222'}"), Bucket("Allow", "{'AWS':'222222222222'}", "'Condition':{}") },
    };

    public static TheoryData<PolicyKind, string, string, string> Added => new()
    {
        { PolicyKind.Trust, Trust("{'AWS':'arn:aws:iam::222222222222:role/a'}"), Trust("{'AWS':'arn:aws:iam::222222222222:root'}"), "arn:aws:iam::222222222222:role/example" },
        { PolicyKind.Trust, Trust("{'Service':'lambda.amazonaws.com'}"), Trust("{'Service':['lambda.amazonaws.com','ec2.amazonaws.com']}"), "ec2.amazonaws.com" },
        {
            PolicyKind.Trust,
            Trust($"{{'Federated':'{Github}'}}", "'Condition':{'StringEquals':{'token.actions.githubusercontent.com:sub':'repo:o/r:ref:refs/heads/main'}}", "sts:AssumeRoleWithWebIdentity"),
            Trust($"{{'Federated':'{Github}'}}", "'Condition':{'StringLike':{'token.actions.githubusercontent.com:sub':'repo:o/r:*'}}", "sts:AssumeRoleWithWebIdentity"),
            Github
        },

        // A statement that names an account reaches its users only by their own policies; one that names the user does so alone.
        { PolicyKind.Resource, Bucket("Allow", "{'AWS':'222222222222'}"), Bucket("Allow", "{'AWS':['222222222222','arn:aws:iam::222222222222:user/u']}"), "arn:aws:iam::222222222222:user/u" },

        // Without the deny the caller's own policies are enough.
        { PolicyKind.Resource, Bucket("Deny", "{'AWS':'arn:aws:iam::222222222222:user/u'}"), Bucket("Deny", "{'AWS':'arn:aws:iam::222222222222:user/v'}"), "arn:aws:iam::222222222222:user/u" },
        { PolicyKind.Resource, Bucket("Allow", "{'AWS':'222222222222'}"), Bucket("Allow", "'*'"), "anonymous" },
    };

    [Theory]
    [MemberData(nameof(Equal))]
    public void Policies_that_let_the_same_callers_in_are_equal(PolicyKind kind, string before, string after)
    {
        var comparison = Compare(PolicySide.Of(kind, Attach.Document(before)), PolicySide.Of(kind, Attach.Document(after)));
        Assert.True(comparison.IsEqual, Show(comparison));
    }

    [Theory]
    [MemberData(nameof(Added))]
    public void A_caller_who_is_let_in_now_is_named(PolicyKind kind, string before, string after, string caller)
    {
        var comparison = Compare(PolicySide.Of(kind, Attach.Document(before)), PolicySide.Of(kind, Attach.Document(after)));
        output.WriteLine(Show(comparison));
        output.WriteLine(string.Join('\n', comparison.Added.Select(added => Name(added.Witness.Principal))));
        Assert.Contains(comparison.Added, added => Name(added.Witness.Principal) == caller);
        Assert.Empty(comparison.Unknown);
    }

    private static string Name(RequestPrincipal principal) => principal switch
    {
        RoleSession role => role.RoleArn,
        AwsService service => service.Name,
        FederatedIdentity federated => federated.Provider,
        AnonymousCaller => "anonymous",
        _ => principal.Arn!,
    };

    private static string Trust(string principal, string? more = null, string action = "sts:AssumeRole") =>
        $"{{'Effect':'Allow','Principal':{principal},'Action':'{action}'{(more is null ? "" : $",{more}")}}}";

    private static string Bucket(string effect, string principal, string? more = null) =>
        $"{{'Effect':'{effect}','Principal':{principal},'Action':'s3:GetObject','Resource':'arn:aws:s3:::b/*'{(more is null ? "" : $",{more}")}}}";
}
