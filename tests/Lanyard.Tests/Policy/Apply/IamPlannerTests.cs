using System.Collections.Immutable;
using Lanyard.Policy.Apply;

namespace Lanyard.Tests.Policy.Apply;

public sealed class IamPlannerTests
{
    private const string Allow = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}""";
    private const string Other = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:PutObject","Resource":"*"}]}""";
    private const string Arn = "arn:aws:iam::111111111111:policy/orders";
    private static readonly IamAccount Account = new("111111111111", "aws");
    private static readonly PresentIam Nothing = new(new Dictionary<IamPart, string>(), new Dictionary<string, IReadOnlyList<PresentVersion>>());

    [Fact]
    public void What_is_not_there_is_made_in_an_order_in_which_nothing_names_what_comes_later()
    {
        var steps = Steps($$"""
            {"roles":[{"name":"b","trust":{{Trust("arn:aws:iam::111111111111:role/a")}},"policies":["orders"],"maxSessionDuration":7200,"tags":{"k":"v"},"permissionsBoundary":"orders"},
                      {"name":"a","trust":{{Trust("arn:aws:iam::111111111111:user/u")}},"inline":{"i":{{Allow}} } }],
             "users":[{"name":"u","groups":["g"],"accessKey":true}],"groups":[{"name":"g","policies":["orders"]}],
             "policies":[{"name":"orders","description":"d","document":{{Allow}} }],"providers":[{"url":"https://x.example","audiences":["one","two"]}]}
            """);
        Assert.Equal(
            ["CreateOpenIDConnectProvider", "CreatePolicy", "CreateGroup", "CreateUser", "CreateRole a", "CreateRole b", "PutRolePolicy a", "AttachGroupPolicy", "AttachRolePolicy b", "AddUserToGroup", "CreateAccessKey"],
            steps.Select(s => s.Action + (s.Action.Contains("Role", StringComparison.Ordinal) ? " " + Value(s, "RoleName") : "")));
        var role = steps.Single(s => s.Action == "CreateRole" && Value(s, "RoleName") == "b");
        Assert.Equal(("7200", Arn, "k", "v", "/"), (Value(role, "MaxSessionDuration"), Value(role, "PermissionsBoundary"), Value(role, "Tags.member.1.Key"), Value(role, "Tags.member.1.Value"), Value(role, "Path")));
        Assert.Equal(("https://x.example", "two"), (Value(steps[0], "Url"), Value(steps[0], "ClientIDList.member.2")));
        Assert.Equal("arn:aws:iam::111111111111:role/b", role.Resource);
    }

    [Fact]
    public void What_is_there_already_needs_nothing_however_it_is_written()
    {
        var json = $$"""{"policies":[{"name":"orders","document":{{Allow}} }],"groups":[{"name":"g","policies":["orders"]}]}""";
        var present = Present((Policy(IamAspect.Itself), "/"), (Policy(IamAspect.Document), Allow.Replace("\"s3:GetObject\"", "[ \"s3:getObject\" ]", StringComparison.Ordinal)), (Group(IamAspect.Itself), "/"), (Group(IamAspect.Attached, Arn), Arn));
        Assert.Empty(Plan(json, present).Changes);
    }

    [Fact]
    public void A_sixth_version_of_a_policy_deletes_the_oldest_that_is_not_in_force_and_says_so()
    {
        var versions = Enumerable.Range(1, 5).Select(i => new PresentVersion($"v{i}", i == 1, i == 2 ? Other : null)).ToArray();
        var present = Present((Policy(IamAspect.Itself), "/"), (Policy(IamAspect.Document), Other)) with { Versions = new Dictionary<string, IReadOnlyList<PresentVersion>> { [Arn] = versions } };
        var json = $$"""{"policies":[{"name":"orders","document":{{Allow}} }]}""";
        var plan = Plan(json, present);
        Assert.Equal(["DeletePolicyVersion", "CreatePolicyVersion"], IamSteps.Of(plan.Changes, present, Account, isUndo: false).Select(s => s.Action));
        Assert.Equal(new IamChange(Policy(IamAspect.Version, "v2"), Other, null), plan.Changes[0]);
        Assert.Contains("the oldest, v2, is deleted", Assert.Single(plan.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_that_the_document_does_not_name_is_touched_unless_asked_to_prune()
    {
        var json = $$"""{"policies":[{"name":"orders","document":{{Allow}} }],"groups":[{"name":"g","policies":["orders"]}]}""";
        var present = Present(
            (Policy(IamAspect.Itself), "/"), (Policy(IamAspect.Document), Allow), (Group(IamAspect.Itself), "/"), (Group(IamAspect.Attached, Arn), Arn), (Group(IamAspect.Attached, "arn:aws:iam::aws:policy/X"), "x"), (Group(IamAspect.Inline, "mine"), Allow));
        var plan = Plan(json, present);
        Assert.Empty(plan.Changes);
        Assert.Contains("also has the policy arn:aws:iam::aws:policy/X, which stays", Assert.Single(plan.Notes), StringComparison.Ordinal);

        // The document says nothing of inline policies, so that theirs is no list to prune by.
        Assert.Equal([Group(IamAspect.Attached, "arn:aws:iam::aws:policy/X")], Plan(json, present, prune: true).Changes.Select(c => c.Part));
    }

    [Fact]
    public void A_role_is_told_both_its_description_and_its_longest_session_when_one_of_them_changes()
    {
        var role = new IamPart(IamKind.Role, "r", IamAspect.Itself);
        var present = Present((role, "/"), (role with { Aspect = IamAspect.Description }, "old"), (role with { Aspect = IamAspect.MaxSession }, "3600"));
        var step = Assert.Single(IamSteps.Of(Plan("""{"roles":[{"name":"r","maxSessionDuration":7200}]}""", present).Changes, present, Account, isUndo: false));
        Assert.Equal(("UpdateRole", "old", "7200"), (step.Action, Value(step, "Description"), Value(step, "MaxSessionDuration")));
        Assert.Equal(2, Assert.Single(IamSteps.Of(Plan("""{"roles":[{"name":"r","maxSessionDuration":7200,"description":"new"}]}""", present).Changes, present, Account, isUndo: false)).Changes.Length);
    }

    [Theory]
    [InlineData("""{"roles":[{"name":"r"}]}""", "iam.json:1:19: there is no role `r` in the account, and without a trust policy none can be made")]
    [InlineData("""{"groups":[{"name":"g","path":"/x/"}]}""", "iam.json:1:20: the group `g` is there with the path /, and IAM can't move it to /x/")]
    public void What_cannot_be_made_is_told_with_its_place(string json, string message) =>
        Assert.Equal(message, Assert.Throws<IamPlanException>(() => Plan(json, Present((Group(IamAspect.Itself), "/")))).Message);

    [Fact]
    public void A_user_who_has_a_key_gets_no_other()
    {
        var user = new IamPart(IamKind.User, "u", IamAspect.Itself);
        const string json = """{"users":[{"name":"u","accessKey":"u-key"}]}""";
        Assert.Empty(Plan(json, Present((user, "/"), (user with { Aspect = IamAspect.AccessKey, Key = "AKIA1" }, "u-key"))).Notes);
        var plan = Plan(json, Present((user, "/"), (user with { Aspect = IamAspect.AccessKey, Key = "AKIA1" }, "")));
        Assert.Empty(plan.Changes);
        Assert.Contains("AKIA1 already, which isn't in this machine's vault; no other is made", Assert.Single(plan.Notes), StringComparison.Ordinal);
        Assert.Equal("u-key", Assert.Single(Plan(json, Present((user, "/"))).Changes).After);
    }

    [Fact]
    public void Undoing_goes_the_other_way_round_and_passes_over_what_never_came_about()
    {
        var group = Group(IamAspect.Itself);
        IamChange[] made = [new(Policy(IamAspect.Itself), null, "/"), new(Policy(IamAspect.Document), null, Allow), new(group, null, "/"), new(Group(IamAspect.Attached, Arn), null, Arn), new(Group(IamAspect.Inline, "i"), null, Allow)];
        var present = Present((Policy(IamAspect.Itself), "/"), (Policy(IamAspect.Document), Allow), (group, "/"), (Group(IamAspect.Attached, Arn), Arn));
        var undone = IamUndo.Of(made, present);
        Assert.Empty(undone.Differences);
        Assert.Equal(["DetachGroupPolicy", "DeleteGroup", "DeletePolicy"], IamSteps.Of(undone.Changes, present, Account, isUndo: true).Select(s => s.Action));
    }

    [Fact]
    public void Undoing_refuses_to_lose_what_came_since()
    {
        var group = Group(IamAspect.Itself);
        IamChange[] made = [new(group, null, "/"), new(Group(IamAspect.Inline, "i"), null, Allow)];
        Assert.Equal(["inline policy i of the group g is another now"], IamUndo.Of(made, Present((group, "/"), (Group(IamAspect.Inline, "i"), Other))).Differences);
        Assert.Equal(["attached policy x of the group g came since"], IamUndo.Of(made, Present((group, "/"), (Group(IamAspect.Inline, "i"), Allow), (Group(IamAspect.Attached, "x"), "x"))).Differences);
    }

    [Fact]
    public void Undoing_refuses_to_lose_tags_boundaries_audiences_and_versions_that_came_since()
    {
        var (role, provider) = (new IamPart(IamKind.Role, "r", IamAspect.Itself), new IamPart(IamKind.Provider, "arn:aws:iam::111111111111:oidc-provider/x", IamAspect.Itself));
        IamChange[] made = [new(role, null, "/"), new(provider, null, "https://x"), new(Policy(IamAspect.Itself), null, "/"), new(Policy(IamAspect.Document), null, Allow)];
        var (tag, boundary, audience, version) = (role with { Aspect = IamAspect.Tag, Key = "team" }, role with { Aspect = IamAspect.Boundary }, provider with { Aspect = IamAspect.Audience, Key = "a" }, Policy(IamAspect.Version, "v2"));
        var there = new[] { (role, "/"), (provider, "https://x"), (Policy(IamAspect.Itself), "/"), (Policy(IamAspect.Document), Allow) };
        Assert.Empty(IamUndo.Of(made, Present(there)).Differences);
        Assert.Equal(
            ["permissions boundary of the role r came since", "tag team of the role r came since", "audience a of the identity provider x came since", "earlier version v2 of the policy orders came since"],
            IamUndo.Of(made, Present([.. there, (tag, "shop"), (boundary, Arn), (audience, "a"), (version, Other)])).Differences);
    }

    [Fact]
    public void Undoing_a_version_brings_the_former_one_into_force_and_deletes_the_later()
    {
        IamChange[] made = [new(Policy(IamAspect.Document), Other, Allow)];
        var present = Present((Policy(IamAspect.Itself), "/"), (Policy(IamAspect.Document), Allow)) with
        {
            Versions = new Dictionary<string, IReadOnlyList<PresentVersion>> { [Arn] = [new("v1", false, Other), new("v2", true, null)] },
        };
        var steps = IamSteps.Of(IamUndo.Of(made, present).Changes, present, Account, isUndo: true);
        Assert.Equal(["SetDefaultPolicyVersion v1", "DeletePolicyVersion v2"], steps.Select(s => $"{s.Action} {Value(s, "VersionId")}"));
    }

    private static IReadOnlyList<IamStep> Steps(string json) => IamSteps.Of(Plan(json, Nothing).Changes, Nothing, Account, isUndo: false);

    private static IamPlan Plan(string json, PresentIam present, bool prune = false) => IamPlanner.Plan(WantedFacts.Of(WantedIamReaderTests.Read(json), Account), present, "iam.json", prune);

    private static PresentIam Present(params (IamPart Part, string Value)[] facts) => Nothing with { Facts = facts.ToImmutableDictionary(f => f.Part, f => f.Value) };

    private static IamPart Policy(IamAspect aspect, string key = "") => new(IamKind.Policy, Arn, aspect, key);

    private static IamPart Group(IamAspect aspect, string key = "") => new(IamKind.Group, "g", aspect, key);

    private static string? Value(IamStep step, string name) => step.Parameters.FirstOrDefault(p => p.Key == name).Value;

    private static string Trust(string principal) => $$"""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"{{principal}}"},"Action":"sts:AssumeRole"} }""";
}
