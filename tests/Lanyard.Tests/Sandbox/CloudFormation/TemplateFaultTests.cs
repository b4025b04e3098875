using System.Globalization;
using Lanyard.Sandbox.State;

namespace Lanyard.Tests.Sandbox.CloudFormation;

/// <summary>Templates with faults, or made to do harm: each is refused, or fails its stack, in words.</summary>
public sealed class TemplateFaultTests : IDisposable
{
    private readonly StackSandbox _stacks = new();

    [Theory]
    [InlineData("""{"A":{"Condition":"A"}}""", "Template error: the conditions [A] have a circular dependency")]
    [InlineData("""{"A":{"Fn::Not":[{"Condition":"B"}]},"B":{"Fn::Equals":[{"Fn::If":["A","1","2"]},"1"]}}""", "Template error: the conditions [A, B] have a circular dependency")]
    public async Task Conditions_that_wait_for_each_other_are_refused(string conditions, string message) => Assert.Equal(
        ("ValidationError", message), await RefusalAsync(Filled("""{"Conditions":VALUE,"Resources":{"Q":{"Type":"AWS::SQS::Queue","Condition":"A"}}}""", conditions)));

    [Fact]
    public async Task A_chain_of_conditions_has_an_end()
    {
        Assert.Equal(("ValidationError", "Template error: more than 32 conditions refer to each other in a row"), await RefusalAsync(Chain(32)));
        Assert.Equal("CREATE_COMPLETE", (await _stacks.CreateAsync(_stacks.Admin, Chain(31))).Status);

        static string Chain(int links) => Filled(
            """{"Conditions":{VALUE},"Resources":{"Q":{"Type":"AWS::SQS::Queue","Condition":"C0"}}}""",
            string.Join(',', Enumerable.Range(0, links).Select(at => $"\"C{at}\":{{\"Condition\":\"C{at + 1}\"}}").Append($"\"C{links}\":{{\"Fn::Equals\":[\"a\",\"a\"]}}")));
    }

    [Theory]
    [InlineData("""{"Fn::FindInMap":["M","a","b"]}""")]
    [InlineData("""[{"Ref":"AWS::Region"}]""")]
    [InlineData("null")]
    public async Task Mappings_hold_no_functions(string value) => Assert.Equal(
        ("ValidationError", "Template format error: Every Mappings attribute must be a String or a List."),
        await RefusalAsync(Filled("""{"Mappings":{"M":{"a":{"b":VALUE}}},"Resources":{"Q":{"Type":"AWS::SQS::Queue"}}}""", value)));

    [Fact]
    public async Task A_value_that_looks_like_a_reference_is_a_value()
    {
        Put("loop", "{{resolve:ssm:loop}}");
        Assert.Equal(("CREATE_COMPLETE", []), await _stacks.CreateAsync(_stacks.Admin, Tagged("\"a {{resolve:ssm:loop}} b {{resolve:ssm:loop}}\"")));
        Assert.Equal("a {{resolve:ssm:loop}} b {{resolve:ssm:loop}}", TagOf());
    }

    [Theory]
    [InlineData("""{"Fn::Sub":"<{{resolve:ssm:/app/${Stage}}}>"}""", "<here>")]
    [InlineData("""{"Fn::Sub":["{{resolve:ssm:${Path}}}/${AWS::Region}",{"Path":{"Fn::Join":["/",["","app",{"Ref":"Stage"}]]}}]}""", "here/eu-west-1")]
    [InlineData("""{"Fn::Join":["",["{{resolve:ssm:/app/",{"Ref":"Stage"},"}}"]]}""", "here")]
    public async Task References_may_be_put_together_by_functions(string value, string expected)
    {
        Put("/app/dev", "here");
        Assert.Equal(("CREATE_COMPLETE", []), await _stacks.CreateAsync(_stacks.Admin, Tagged(value)));
        Assert.Equal(expected, TagOf());
    }

    [Fact]
    public async Task Whoever_deploys_a_reference_to_a_secret_may_read_the_secret()
    {
        const string Arn = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:db-AbCdEf";
        var user = await _stacks.UserAsync("maker", """{"Effect":"Allow","Action":"sqs:*","Resource":"*"}""");
        var (status, failures) = await _stacks.CreateAsync(user, Tagged($$$$"""{"Fn::Join":["",["{{resolve:secretsmanager:","{{{{Arn}}}}",":SecretString:password::}}"]]}"""));
        Assert.Equal("ROLLBACK_COMPLETE", status);
        Assert.Contains($"secretsmanager:GetSecretValue on resource: {Arn} ", Assert.Single(failures), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_template_has_no_more_than_60_references()
    {
        Enumerable.Range(0, 61).ToList().ForEach(at => Put($"p{at}", "v"));
        var (status, failures) = await _stacks.CreateAsync(_stacks.Admin, Tagged($"\"{string.Concat(Enumerable.Range(0, 61).Select(at => $"{{{{resolve:ssm:p{at}}}}}"))}\""));
        Assert.Equal(("ROLLBACK_COMPLETE", "Q: Template error: a template may have 60 dynamic references"), (status, Assert.Single(failures)));
    }

    [Fact]
    public async Task Numbers_that_JSON_has_not_stay_as_they_are_written()
    {
        const string Template = """
            Resources:
              Q:
                Type: AWS::SQS::Queue
                Properties:
                  VisibilityTimeout: 030
                  Tags: [{ Key: value, Value: 012345678901 }]
            """;
        Assert.Equal(("CREATE_COMPLETE", []), await _stacks.CreateAsync(_stacks.Admin, Template));
        Assert.Equal("012345678901", TagOf());
        Assert.Contains("\"VisibilityTimeout\":\"030\"", (await _stacks.CallAsync(_stacks.Admin, "DescribeStackEvents", ("StackName", "app"))).Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"no JSON\"")]
    [InlineData("""{"Statement":"x"}""")]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"kms:*","Resource":"*"}]}""")]
    public async Task A_key_policy_that_is_none_fails_the_stack(string policy)
    {
        var (status, failures) = await _stacks.CreateAsync(_stacks.Admin, Filled("""{"Resources":{"Key":{"Type":"AWS::KMS::Key","Properties":{"KeyPolicy":VALUE}}}}""", policy));
        Assert.Equal("ROLLBACK_COMPLETE", status);
        Assert.Contains("The new key policy is malformed", Assert.Single(failures), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Resources", """{"Resources":{"Q":{"Type":"AWS::SQS::Queue"},"Q":{"Type":"AWS::SQS::Queue"}}}""")]
    [InlineData("Outputs", """{"Resources":{"Q":{"Type":"AWS::SQS::Queue"}},"Outputs":{"Q":{"Value":"1"},"Q":{"Value":"2"}}}""")]
    public async Task A_name_is_there_once(string section, string template) =>
        Assert.Equal(("ValidationError", $"Template format error: [/{section}/Q] is defined more than once."), await RefusalAsync(template));

    [Theory]
    [InlineData("Resources", 500)]
    [InlineData("Outputs", 200)]
    [InlineData("Parameters", 200)]
    [InlineData("Mappings", 200)]
    public async Task A_template_has_no_more_than_CloudFormation_takes(string section, int most)
    {
        var one = section switch { "Resources" => """{"Type":"AWS::SQS::Queue"}""", "Outputs" => """{"Value":"1"}""", "Parameters" => """{"Type":"String","Default":"1"}""", _ => """{"a":{"b":"c"}}""" };
        await _stacks.CallAsync(_stacks.Admin, "ValidateTemplate", ("TemplateBody", With(most)));
        Assert.Equal(
            ("ValidationError", $"Template format error: Number of {section.ToLowerInvariant()}, {most + 1}, is greater than maximum allowed, {most}"), await RefusalAsync(With(most + 1)));

        string With(int count) => Filled(
            section == "Resources" ? """{"Resources":{VALUE}}""" : """{"Resources":{"Q":{"Type":"AWS::SQS::Queue"}},"SECTION":{VALUE}}""".Replace("SECTION", section, StringComparison.Ordinal),
            string.Join(',', Enumerable.Range(0, count).Select(at => $"\"N{at.ToString(CultureInfo.InvariantCulture)}\":{one}")));
    }

    [Fact]
    public async Task Functions_of_functions_that_grow_without_end_fail_the_stack()
    {
        var value = "\"0123456789\"";
        for (var at = 0; at < 12; at++)
        {
            value = Filled("""{"Fn::Sub":["${a}${a}${a}${a}${a}${a}${a}${a}${a}${a}",{"a":VALUE}]}""", value);
        }

        var (status, failures) = await _stacks.CreateAsync(_stacks.Admin, Tagged(value));
        Assert.Equal("ROLLBACK_COMPLETE", status);
        Assert.Contains("the values that its functions give are larger than", Assert.Single(failures), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(",\"Default\":\"given\"", "given")]
    [InlineData("", null)]
    public async Task A_parameter_that_a_transform_adds_has_its_default(string more, string? expected)
    {
        _stacks.PutObject("parts", "more.json", Filled("""{"Parameters":{"Added":{"Type":"String"VALUE}}}""", more));
        var template = """{"Transform":{"Name":"AWS::Include","Parameters":{"Location":"s3://parts/more.json"}},""" + Tagged("""{"Ref":"Added"}""")[1..];
        var (status, failures) = await _stacks.CreateAsync(_stacks.Admin, template, ("Capabilities.member.2", "CAPABILITY_AUTO_EXPAND"));
        Assert.Equal(expected is null ? ("ROLLBACK_COMPLETE", "Q: Parameters: [Added] must have values") : ("CREATE_COMPLETE", null), (status, failures.SingleOrDefault()));
        Assert.Equal(expected, expected is null ? null : TagOf());
    }

    [Fact]
    public async Task A_template_that_nests_itself_fails_the_stack()
    {
        const string Self = """{"Resources":{"Self":{"Type":"AWS::CloudFormation::Stack","Properties":{"TemplateURL":"https://s3.eu-west-1.amazonaws.com/templates/self.json"}}}}""";
        _stacks.PutObject("templates", "self.json", Self);
        Assert.Equal("ROLLBACK_COMPLETE", (await _stacks.CreateAsync(_stacks.Admin, Self)).Status);
        Assert.Contains(
            _stacks.Sandbox.Server.State.Stacks.In(StackSandbox.Account, StackSandbox.Region).SelectMany(stack => stack.Events), e => e.Reason?.Contains("Stacks are nested deeper than 16 levels.", StringComparison.Ordinal) == true);
    }

    public void Dispose() => _stacks.Dispose();

    private static string Tagged(string value) =>
        Filled("""{"Parameters":{"Stage":{"Type":"String","Default":"dev"}},"Resources":{"Q":{"Type":"AWS::SQS::Queue","Properties":{"Tags":[{"Key":"value","Value":VALUE}]}}}}""", value);

    private static string Filled(string template, string value) => template.Replace("VALUE", value, StringComparison.Ordinal);

    private string TagOf() => _stacks.Sandbox.Server.State.Stacks.Find(StackSandbox.Account, StackSandbox.Region, "app")!.Find("Q")!.Properties.Find("Tags")!.Items[0].Find("Value")!.Text;

    private void Put(string name, string value) =>
        _stacks.Sandbox.Server.State.Parameters.Put(new StoredParameter(StackSandbox.Account, StackSandbox.Region, name, "String", value, 1, _stacks.Sandbox.Clock.Now));

    private Task<(string? Code, string? Message)> RefusalAsync(string template) => _stacks.RefusalAsync(_stacks.Admin, "CreateStack", ("StackName", "app"), ("TemplateBody", template));
}
