using Lanyard.Policy.Documents;
using Lanyard.Projects.Yaml;

namespace Lanyard.Tests.Cli.Commands.Policies.Generate;

/// <summary>What is printed in each form, read back, is the JSON document.</summary>
public sealed class GenerateFormatTests : IAsyncLifetime
{
    private const string Account = "111111111111";
    private const string Template = """
        Resources:
          Jobs: { Type: 'AWS::SQS::Queue', Properties: { QueueName: jobs } }
          Roles:
            Type: AWS::IAM::Role
            Properties:
              Policies:
                - PolicyName: own
                  PolicyDocument:
                    Version: '2012-10-17'
                    Statement:
                      - Effect: Allow
                        Action: dynamodb:GetItem
                        Resource: !Sub 'arn:aws:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${!aws:PrincipalTag/team}'
                        Condition: { StringLike: { 'aws:PrincipalTag/team': ['a"b\c%{d}*', "it's: # no comment"] } }
                      - Effect: Allow
                        Action: lambda:InvokeFunction
                        Resource: arn:aws:lambda:eu-west-1:222222222222:function:shared
        """;

    private TestCli _cli = null!;

    public async ValueTask InitializeAsync()
    {
        _cli = await TestCli.StartAsync();
        _cli.Home.Write("project/t.yaml", Template);
    }

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    [Fact]
    public async Task YAML_documents_are_the_JSON_ones()
    {
        var (json, yaml) = (await Printed("json", "--boundary-document", "--split"), await Printed("yaml", "--boundary-document", "--split"));
        Assert.Equal(Documents(json), yaml.Split("---\n").Select(text => Written(YamlJson.Read(text, "p.yaml"))));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_CloudFormation_template_makes_the_JSON_ones_in_the_account_that_it_is_deployed_to(bool isKnown)
    {
        var json = Documents(await Printed("json", "--account", Account, "--split", "--boundary-document"));
        var printed = await Printed("cloudformation", ["--boundary-document", .. isKnown ? ["--account", Account] : Array.Empty<string>()]);
        Assert.Equal(isKnown, !printed.Contains("AWS::AccountId", StringComparison.Ordinal));
        Assert.Contains("arn:aws:lambda:eu-west-1:222222222222:function:shared", printed, StringComparison.Ordinal);
        var resources = YamlJson.Read(printed, "t.yaml").Find("Resources")!;
        Assert.Equal(["DeployerPolicy", "BoundaryPolicy"], resources.Members.Select(m => m.Name.Value));
        Assert.Equal(json, resources.Members.Select(m => Written(Deployed(m.Value.Find("Properties")!.Find("PolicyDocument")!))));
        Assert.Equal("orders-boundary", resources.Find("BoundaryPolicy")!.Find("Properties")!.Find("ManagedPolicyName")!.Text);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Terraform_makes_them_too(bool isKnown)
    {
        var json = Documents(await Printed("json", "--account", Account, "--split", "--boundary-document"));
        var printed = await Printed("terraform", ["--boundary-document", .. isKnown ? ["--account", Account] : Array.Empty<string>()]);
        Assert.Equal(isKnown, !printed.Contains("data \"aws_caller_identity\" \"current\" {}", StringComparison.Ordinal));
        Assert.Equal(json, new[] { "deployer", "boundary" }.Select(label => Written(HclReader.Encoded(printed, $"\"aws_iam_policy\" \"{label}\"", Evaluate))));

        static string Evaluate(string expression) => expression == "data.aws_caller_identity.current.account_id" ? Account : throw new ArgumentException(expression);
    }

    [Fact]
    public async Task The_role_of_CloudFormation_is_made_with_its_policies()
    {
        var printed = await Printed("cloudformation", "--for", "both", "--service-role", "arn:aws:iam::111111111111:role/deploy/orders-cfn");
        var role = YamlJson.Read(printed, "t.yaml").Find("Resources")!.Find("ServiceRole")!.Find("Properties")!;
        Assert.Equal(("orders-cfn", "/deploy/", "ServiceRolePolicy"), (role.Find("RoleName")!.Text, role.Find("Path")!.Text, role.Find("ManagedPolicyArns")!.Items[0].Find("Ref")!.Text));
        Assert.Contains("resource \"aws_iam_role\" \"service_role\"", await Printed("terraform", "--for", "service-role"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_that_stands_for_the_account_is_seen_nowhere()
    {
        var run = (await _cli.RunAsync("policy", "generate", "--template", "t.yaml", "--stack-name", "orders", "--format", "terraform", "--boundary-document")).Done();
        Assert.DoesNotContain("100000000001", run.Out + run.Error, StringComparison.Ordinal);
        _cli.Home.Write("project/t.yaml", Template.Replace("222222222222", "100000000001", StringComparison.Ordinal));
        Assert.Contains("arn:aws:lambda:eu-west-1:100000000001:function:shared", await Printed("cloudformation", "--boundary-document"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_of_policies_is_not_asked_for_where_none_are_printed()
    {
        var run = await _cli.RunAsync("policy", "generate", "--template", "t.yaml", "--format", "yaml", "--json");
        Assert.Equal(2, run.ExitCode);
        Assert.Equal(2, (await _cli.RunAsync("policy", "generate", "--template", "t.yaml", "--format", "yaml", "--explain")).ExitCode);
    }

    private async Task<string> Printed(string format, params string[] more) =>
        (await _cli.RunAsync(["policy", "generate", "--template", "t.yaml", "--stack-name", "orders", "--format", format, .. more])).Done().Out;

    // What CloudFormation makes of !Sub: "Fn::Sub", AWS CloudFormation User Guide.
    private static JsonNode Deployed(JsonNode node) => node.Kind switch
    {
        JsonNodeKind.Object when node.Find("Fn::Sub") is { } text => JsonNode.OfText(
            JsonNodeKind.Text, text.Text.Replace("${AWS::AccountId}", Account, StringComparison.Ordinal).Replace("${!", "${", StringComparison.Ordinal), node.Place),
        JsonNodeKind.Object => JsonNode.OfMembers(node.Place, [.. node.Members.Select(m => new JsonMember(m.Name, Deployed(m.Value)))]),
        JsonNodeKind.Array => JsonNode.OfItems(node.Place, [.. node.Items.Select(Deployed)]),
        _ => node,
    };

    private static string Written(JsonNode node) => PolicyDocumentWriter.Write(PolicyDocumentReader.Read(node, null), indented: false);

    private static string Written(System.Text.Json.Nodes.JsonNode node) => PolicyDocumentWriter.Write(PolicyDocumentReader.Read(node.ToJsonString(), null), indented: false);

    private static string[] Documents(string text) => [.. text.Split("\n\n").Select(document => PolicyDocumentWriter.Write(PolicyDocumentReader.Read(document, null), indented: false))];
}
