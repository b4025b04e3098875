using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Scenarios;

namespace Lanyard.Tests.Policy.Scenarios;

public class ScenarioReaderTests
{
    private const string Request = "'request':{'principal':'arn:aws:iam::123456789012:user/a','action':'s3:GetObject','resource':'arn:aws:s3:::b/k'}";
    private const string Document = "{'Statement':{'Effect':'Allow','Action':'*','Resource':'*'}}";

    [Fact]
    public void A_scenario_has_all_types_of_policies()
    {
        var scenario = Assert.Single(Read($$$$"""
            {'name':'x',{{{{Request}}}},
             'identityPolicies':[{'name':'p','policy':{{{{Document}}}}},{{{{Document}}}}],
             'permissionsBoundaries':[{'name':'b','policy':{{{{Document}}}}}],
             'sessionPolicies':[{'policy':{{{{Document}}}}}],
             'serviceControlPolicies':[{'target':'r-root','policies':[{'name':'full','policy':{{{{Document}}}}}]},{'target':'ou-1','policies':[]}],
             'resourceControlPolicies':[{'target':'r-root','policies':[{'name':'r','policy':{'Statement':{'Effect':'Deny','Principal':'*','Action':'s3:*','Resource':'*'}}}]}],
             'resourcePolicy':{'Statement':{'Effect':'Allow','Principal':'*','Action':'*'}},
             'vpcEndpointPolicies':[{'name':'e','policy':{{{{Document}}}}}]}
            """).Scenarios);
        var policies = scenario.Policies;

        Assert.Equal("x", scenario.Name);
        Assert.Equal(["p", "identityPolicies[1]"], policies.Identity.Policies.Select(policy => policy.Name));
        Assert.Equal((PolicyKind.Boundary, PolicyKind.Session, PolicyKind.Endpoint, PolicyKind.Resource), (
            policies.Boundary!.Policies[0].Kind, policies.Session!.Policies[0].Kind, policies.Endpoint!.Policies[0].Kind, policies.Resource!.Policies[0].Kind));
        Assert.Equal([("r-root", 1), ("ou-1", 0)], policies.ServiceControl.Select(level => (level.Target!, level.Policies.Length)));
        Assert.Equal("r", policies.ResourceControl[0].Policies[0].Name);
    }

    [Fact]
    public void Lists_left_out_or_empty_mean_that_no_policy_of_that_type_applies()
    {
        foreach (var text in (string[])[$"{{{Request}}}", $"{{{Request},'identityPolicies':[],'permissionsBoundaries':[],'sessionPolicies':[],'serviceControlPolicies':[],'resourceControlPolicies':[],'resourcePolicy':null,'vpcEndpointPolicies':[]}}"])
        {
            var policies = Read(text).Scenarios[0].Policies;
            Assert.True(policies is { Identity.Policies: [], Boundary: null, Session: null, ServiceControl: [], ResourceControl: [], Resource: null, Endpoint: null });
        }
    }

    [Fact]
    public void Several_scenarios_stand_in_an_array()
    {
        var list = Read($"[{{'name':'a',{Request}}},{{'name':'b',{Request}}}]");
        Assert.True(list.IsArray);
        Assert.Equal(["a", "b"], list.Scenarios.Select(scenario => scenario.Name));
        Assert.False(Read($"{{{Request}}}").IsArray);
        Assert.Empty(Read("[]").Scenarios);
    }

    [Fact]
    public void An_array_in_the_context_makes_a_key_multivalued()
    {
        var context = Read("""
            {'request':{'principal':{'anonymous':true},'action':'s3:GetObject','resource':'*',
              'context':{'aws:SourceIp':'203.0.113.7','aws:TagKeys':['a','b'],'x:one':['a'],'x:none':[],'x:number':7.50,'x:bool':true}}}
            """).Scenarios[0].Request.Context;

        Assert.Equal("203.0.113.7", context.Find("AWS:sourceip")?.Single);
        Assert.Equal(["a", "b"], context.Find("aws:TagKeys")!.Values);
        Assert.True(context.Find("x:one") is { IsMultivalued: true, Values.Length: 1 });
        Assert.True(context.Find("x:none") is { IsMultivalued: true, Values.IsEmpty: true });
        Assert.Equal(("7.50", "true"), (context.Find("x:number")?.Single, context.Find("x:bool")?.Single));
    }

    [Theory]
    [InlineData("'arn:aws:iam::123456789012:user/path/a'", typeof(IamUser), "arn:aws:iam::123456789012:user/path/a")]
    [InlineData("'arn:aws:iam::123456789012:root'", typeof(RootUser), "arn:aws:iam::123456789012:root")]
    [InlineData("'arn:aws:iam::123456789012:role/r'", typeof(RoleSession), null)]
    [InlineData("'arn:aws:sts::123456789012:assumed-role/r/s'", typeof(RoleSession), "arn:aws:sts::123456789012:assumed-role/r/s")]
    [InlineData("'arn:aws:sts::123456789012:federated-user/f'", typeof(FederatedUser), "arn:aws:sts::123456789012:federated-user/f")]
    [InlineData("{'role':'arn:aws:iam::123456789012:role/p/r','session':'s'}", typeof(RoleSession), "arn:aws:sts::123456789012:assumed-role/r/s")]
    [InlineData("{'federatedUser':'arn:aws:sts::123456789012:federated-user/f','user':'arn:aws:iam::123456789012:user/a'}", typeof(FederatedUser), "arn:aws:sts::123456789012:federated-user/f")]
    [InlineData("{'AWS':'arn:aws:iam::123456789012:user/a'}", typeof(IamUser), "arn:aws:iam::123456789012:user/a")]
    [InlineData("{'service':'lambda.amazonaws.com'}", typeof(AwsService), null)]
    [InlineData("'lambda.amazonaws.com'", typeof(AwsService), null)]
    [InlineData("{'federated':'accounts.google.com'}", typeof(FederatedIdentity), null)]
    [InlineData("'arn:aws:iam::123456789012:saml-provider/corp'", typeof(FederatedIdentity), null)]
    [InlineData("{'anonymous':true}", typeof(AnonymousCaller), null)]
    public void Callers_have_the_form_of_their_kind(string principal, Type kind, string? arn)
    {
        var found = Read($"{{'request':{{'principal':{principal},'action':'s3:GetObject','resource':'*'}}}}").Scenarios[0].Request.Principal;
        Assert.Equal((kind, arn), (found.GetType(), found.Arn));
    }

    [Fact]
    public void The_path_of_a_sessions_role_comes_from_the_context()
    {
        const string Text = "{'request':{'principal':'arn:aws:sts::123456789012:assumed-role/r/s','action':'s3:GetObject','resource':'*','context':{'aws:PrincipalArn':'ROLE'}}}";
        var told = Assert.IsType<RoleSession>(Read(Text.Replace("ROLE", "arn:aws:iam::123456789012:role/team/r", StringComparison.Ordinal)).Scenarios[0].Request.Principal);
        Assert.Equal(("arn:aws:iam::123456789012:role/team/r", true), (told.RoleArn, told.IsPathKnown));
        var other = Assert.IsType<RoleSession>(Read(Text.Replace("ROLE", "arn:aws:iam::123456789012:role/other", StringComparison.Ordinal)).Scenarios[0].Request.Principal);
        Assert.False(other.IsPathKnown);
    }

    [Theory]
    [InlineData("", "1:1", "empty")]
    [InlineData("7", "1:1", "a scenario must be an object, not a number")]
    [InlineData("[7]", "1:2", "a scenario must be an object, not a number")]
    [InlineData("{}", "1:1", "a scenario needs \"request\"")]
    [InlineData("{'request':{},'request':{}}", "1:15", "twice")]
    [InlineData("{'requests':{}}", "1:2", "has no \"requests\"; it may have name, request")]
    [InlineData("{'request':[]}", "1:12", "the request must be an object, not an array")]
    [InlineData("{'request':{'principal':'x','action':'s3:GetObject','resource':'*'}}", "1:25", "the principal can't be read; \"x\" is none: write the ARN")]
    [InlineData("{'request':{'principal':{'service':'a','anonymous':true},'action':'s3:GetObject','resource':'*'}}", "1:25", "write the ARN")]
    [InlineData("{'request':{'principal':{'role':'arn:aws:iam::1:user/x'},'action':'s3:GetObject','resource':'*'}}", "1:25", "is not the ARN of a iam role")]
    [InlineData("{'request':{'principal':7,'action':'s3:GetObject','resource':'*'}}", "1:25", "the principal must be an object, not a number")]
    [InlineData("{'request':{'principal':{'anonymous':true},'action':'GetObject','resource':'*'}}", "1:53", "\"GetObject\" is no action; one looks like s3:GetObject")]
    [InlineData("{'request':{'principal':{'anonymous':true},'action':'s3:GetObject'}}", "1:12", "the request needs \"resource\"")]
    [InlineData("{'request':{'principal':{'anonymous':true},'action':'s3:GetObject','resource':'*','resourceAccount':'12'}}", "1:101", "one has 12 digits")]
    [InlineData("{'request':{'principal':{'anonymous':true},'action':'s3:GetObject','resource':'*','context':{'a:b':null}}}", "1:100", "leave out a key")]
    [InlineData("{'request':{'principal':{'anonymous':true},'action':'s3:GetObject','resource':'*','context':{'a:b':'1','A:B':'2'}}}", "1:104", "case makes no difference")]
    [InlineData($"{{{Request},'identityPolicies':{{}}}}", "1:134", "must be an array, not an object")]
    [InlineData($"{{{Request},'identityPolicies':[{{'name':'p','polcy':{{}}}}]}}", "1:147", "a policy with a name has no \"polcy\"")]
    [InlineData($"{{{Request},'serviceControlPolicies':[{{'target':'r'}}]}}", "1:141", "a target of SCPs needs \"policies\"")]
    [InlineData($"{{{Request},'serviceControlPolicies':[{Document}]}}", "1:142", "a target of SCPs has no \"Statement\"")]
    [InlineData($"{{{Request},'identityPolicies':[{{'Statement':{{'Effect':'allow','Action':'*','Resource':'*'}}}}]}}", "1:158", "Allow or Deny")]
    [InlineData($"{{{Request},'resourcePolicy':{Document}}}", "1:145", "needs Principal")]
    public void What_is_wrong_is_named_with_its_place(string text, string place, string problem)
    {
        var error = Assert.Throws<PolicyDocumentException>(() => Read(text));
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.StartsWith($"s.json:{place}: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_for_people_are_passed_over()
    {
        var scenario = Read($"{{'$schema':'x','description':'d','comment':'c','source':'s','expected':'allowed','tags':['t'],{Request}}}").Scenarios[0];
        Assert.Equal("s3:GetObject", scenario.Request.Action);
    }

    [Fact]
    public void The_policy_of_a_role_is_read_as_a_trust_policy()
    {
        const string Text = "{'request':{'principal':{'service':'lambda.amazonaws.com'},'action':'sts:AssumeRole','resource':'arn:aws:iam::123456789012:role/r'},'resourcePolicy':POLICY}";
        var trust = Read(Text.Replace("POLICY", "{'Statement':{'Effect':'Allow','Principal':{'Service':'lambda.amazonaws.com'},'Action':'sts:AssumeRole'}}", StringComparison.Ordinal));
        Assert.Equal(Outcome.Allowed, ScenarioSimulator.Simulate(trust.Scenarios[0]).Decision);
        Assert.Contains("a role trust policy takes no Resource", Assert.Throws<PolicyDocumentException>(() => Read(
            Text.Replace("POLICY", "{'Statement':{'Effect':'Allow','Principal':'*','Action':'*','Resource':'*'}}", StringComparison.Ordinal))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_damage_to_a_scenario_makes_anything_but_a_positioned_error()
    {
        var whole = $"{{'name':'x',{Request},'identityPolicies':[{{'name':'p','policy':{Document}}}],'serviceControlPolicies':[{{'target':'r','policies':[]}}]}}".Replace('\'', '"');
        for (var i = 0; i < whole.Length; i++)
        {
            foreach (var damaged in (string[])[whole[..i], whole.Remove(i, 1), .. "{}[]\",:\\x1\0".Select(c => whole[..i] + c + whole[(i + 1)..])])
            {
                try
                {
                    ScenarioReader.Read(damaged);
                }
                catch (PolicyDocumentException e)
                {
                    Assert.InRange(e.At.Offset, 0, damaged.Length);
                }
            }
        }
    }

    private static ScenarioList Read(string text) => ScenarioReader.Read(text.Replace('\'', '"'), "s.json");
}
