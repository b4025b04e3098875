namespace Lanyard.Tests.Sandbox.CloudFormation;

/// <summary>"Rules", AWS CloudFormation User Guide: parameters that an assertion refuses make no stack.</summary>
public sealed class TemplateRuleTests : IDisposable
{
    private readonly StackSandbox _stacks = new();

    [Theory]
    [InlineData("""{"Assert":{"Fn::Not":[{"Fn::Contains":[["1","2"],{"Ref":"P"}]}]},"AssertDescription":"no small one"}""", "3", "2")]
    [InlineData("""{"Assert":{"Fn::EachMemberIn":[{"Ref":"L"},["a","b",{"Ref":"P"}]]},"AssertDescription":"no small one"}""", "c", "d")]
    [InlineData("""{"Assert":{"Fn::EachMemberEquals":[["x","x"],{"Ref":"P"}]},"AssertDescription":"no small one"}""", "x", "y")]
    [InlineData("""{"Assert":{"Fn::And":[{"Fn::Equals":[{"Ref":"P"},"x"]},{"Fn::Or":[{"Fn::Equals":["a","b"]},{"Fn::Equals":["a","a"]}]}]},"AssertDescription":"no small one"}""", "x", "y")]
    public async Task An_assertion_decides_by_the_parameters(string assertion, string good, string bad)
    {
        var template = """{"Parameters":{"P":{"Type":"String"},"L":{"Type":"CommaDelimitedList","Default":"a,c"}},"Rules":{"Check":{"Assertions":[ASSERTION]}},"Resources":{"Q":{"Type":"AWS::SQS::Queue"}}}""".Replace("ASSERTION", assertion, StringComparison.Ordinal);
        var (code, message) = await _stacks.RefusalAsync(_stacks.Admin, "CreateStack", ("StackName", "app"), ("TemplateBody", template), ("Parameters.member.1.ParameterKey", "P"), ("Parameters.member.1.ParameterValue", bad));
        Assert.Equal("ValidationError", code);
        Assert.Contains("no small one", message, StringComparison.Ordinal);
        Assert.Equal("CREATE_COMPLETE", (await _stacks.CreateAsync(_stacks.Admin, template, ("Parameters.member.1.ParameterKey", "P"), ("Parameters.member.1.ParameterValue", good))).Status);
    }

    [Theory]
    [InlineData("prod", false)]
    [InlineData("dev", true)]
    public async Task A_rule_counts_under_its_condition(string stage, bool isMade)
    {
        const string Template = """{"Parameters":{"Stage":{"Type":"String"}},"Rules":{"Check":{"RuleCondition":{"Fn::Equals":[{"Ref":"Stage"},"prod"]},"Assertions":[{"Assert":{"Fn::Equals":["a","b"]}}]}},"Resources":{"Q":{"Type":"AWS::SQS::Queue"}}}""";
        var answer = await _stacks.SendAsync(_stacks.Admin, "CreateStack", ("StackName", "app"), ("TemplateBody", Template), ("Parameters.member.1.ParameterKey", "Stage"), ("Parameters.member.1.ParameterValue", stage));
        Assert.Equal(isMade ? 200 : 400, answer.Status);
    }

    [Fact]
    public async Task A_function_that_looks_things_up_is_not_ignored() => Assert.Equal(
        "NotImplemented",
        (await _stacks.RefusalAsync(_stacks.Admin, "CreateStack", ("StackName", "app"), ("TemplateBody", """{"Parameters":{"V":{"Type":"AWS::EC2::VPC::Id","Default":"vpc-1"}},"Rules":{"Check":{"Assertions":[{"Assert":{"Fn::Contains":[{"Fn::ValueOfAll":["AWS::EC2::VPC::Id","Tags.Department"]},"IT"]}}]}},"Resources":{"Q":{"Type":"AWS::SQS::Queue"}}}"""))).Code);

    [Theory]
    [InlineData("\"x\"", "Rules must be an object.")]
    [InlineData("[1]", "Rules must be an object.")]
    [InlineData("""{"R":"x"}""", "Any Rules member must be an object.")]
    [InlineData("""{"R":{}}""", "Every Rules object must contain a list of Assertions.")]
    [InlineData("""{"R":{"Assertions":"x"}}""", "Every Rules object must contain a list of Assertions.")]
    [InlineData("""{"R":{"Assertions":[]}}""", "Every Rules object must contain a list of Assertions.")]
    [InlineData("""{"R":{"Assertions":["x"]}}""", "Every Assertions member must be an object that contains an Assert object.")]
    [InlineData("""{"R":{"Assertions":[{"Assert":"x"}]}}""", "Every Assertions member must be an object that contains an Assert object.")]
    [InlineData("""{"R":{"Assertions":[{"Assert":{"Fn::Equals":["a","a"]},"AssertDescription":["x"]}]}}""", "Every AssertDescription member must be a string.")]
    [InlineData("""{"R":{"RuleCondition":"x","Assertions":[{"Assert":{"Fn::Equals":["a","a"]}}]}}""", "Every RuleCondition member must be an object.")]
    public async Task Rules_that_are_none_are_refused_wherever_a_template_comes(string rules, string message)
    {
        var expected = ("ValidationError", "Template format error: " + message);
        var template = """{"Rules":RULES,"Resources":{"Q":{"Type":"AWS::SQS::Queue"}}}""".Replace("RULES", rules, StringComparison.Ordinal);
        Assert.Equal(expected, await _stacks.RefusalAsync(_stacks.Admin, "ValidateTemplate", ("TemplateBody", template)));
        Assert.Equal(expected, await _stacks.RefusalAsync(_stacks.Admin, "CreateStack", ("StackName", "app"), ("TemplateBody", template)));
    }

    [Theory]
    [InlineData("""{"R":{"Assertion":[]}}""", "Invalid template rule property 'Assertion'")]
    [InlineData("""{"R":{"Assertions":[{"Assert":{"Fn::Equals":["a","a"]},"Description":"x"}]}}""", "Invalid template assertion property 'Description'")]
    [InlineData("""{"R":{"Assertions":[{"Assert":{"Fn::And":"x"}}]}}""", "Template format error: an assertion of a rule is none")]
    [InlineData("""{"R":{"RuleCondition":{"Fn::Or":[]},"Assertions":[{"Assert":{"Fn::Equals":["a","b"]}}]}}""", "Template format error: an assertion of a rule is none")]
    public async Task What_a_rule_does_not_have_is_no_reason_to_pass_it_over(string rules, string message) => Assert.Equal(
        ("ValidationError", message),
        await _stacks.RefusalAsync(_stacks.Admin, "CreateStack", ("StackName", "app"), ("TemplateBody", """{"Rules":RULES,"Resources":{"Q":{"Type":"AWS::SQS::Queue"}}}""".Replace("RULES", rules, StringComparison.Ordinal))));

    public void Dispose() => _stacks.Dispose();
}
