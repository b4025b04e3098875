using System.Collections.Immutable;
using Lanyard.Policy.Generate;
using Lanyard.Policy.Templates;

namespace Lanyard.Tests.Policy.Generate;

/// <summary>
/// What a nested stack gives to the template around it: `Fn::GetAtt` of <c>Outputs.NAME</c> is the output's value, by "Return values" of
/// <c>AWS::CloudFormation::Stack</c>, AWS CloudFormation Template Reference.
/// </summary>
public sealed class NestedOutputTests
{
    private const string Runner = """
        Parameters: {Path: {Type: String, Default: /}}
        Resources:
          Role: {Type: 'AWS::IAM::Role', Properties: {RoleName: runner, Path: !Ref Path}}
        Outputs:
          Arn: {Value: !GetAtt Role.Arn}
          Made: {Value: !GetAtt Unnamed.Arn}
        """;

    private const string Around = """
        Resources:
          Roles: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: roles.yaml}}
          F: {Type: 'AWS::Lambda::Function', Properties: {Role: VALUE}}
        """;

    [Theory]
    [InlineData("!GetAtt Roles.Outputs.Arn")]
    [InlineData("!GetAtt [Roles, Outputs.Arn]")]
    [InlineData("!Sub '${Roles.Outputs.Arn}'")]
    public void An_output_is_what_the_nested_template_says(string value) => Assert.Equal(["arn:aws:iam::111111111111:role/runner"], Passed(With(value), ("Roles", Runner)));

    [Theory]
    [InlineData("!GetAtt Roles.Outputs.Missing")]
    [InlineData("!GetAtt Roles.Outputs.Made")]
    [InlineData("!GetAtt Roles.Outputs")]
    [InlineData("!GetAtt Other.Outputs.Arn")]
    public void An_output_that_is_not_there_or_not_known_may_be_any(string value) => Assert.Equal(["arn:aws:iam::111111111111:role/*"], Passed(With(value), ("Roles", Runner)));

    [Fact]
    public void An_output_of_a_template_that_is_not_at_hand_may_be_any() => Assert.Equal(["arn:aws:iam::111111111111:role/*"], Passed(With("!GetAtt Roles.Outputs.Arn")));

    [Fact]
    public void The_nested_stack_has_the_parameters_that_it_is_given() =>
        Assert.Equal(
            ["arn:aws:iam::111111111111:role/apps/runner"],
            Passed(With("!GetAtt Roles.Outputs.Arn").Replace("roles.yaml", "roles.yaml, Parameters: {Path: /apps/}", StringComparison.Ordinal), ("Roles", Runner)));

    [Fact]
    public void A_name_that_is_made_up_starts_with_the_nested_stacks_name() =>
        Assert.Equal(
            ["arn:aws:iam::111111111111:role/orders-dev-Roles-*-R-*"],
            Passed(With("!GetAtt Roles.Outputs.Arn"), ("Roles", "Resources: {R: {Type: 'AWS::IAM::Role'}}\nOutputs: {Arn: {Value: !GetAtt R.Arn}}")));

    [Fact]
    public void Stacks_hand_on_what_others_gave_them_in_any_order() =>
        Assert.Equal(["arn:aws:iam::111111111111:role/runner"], Passed(
            """
            Resources:
              F: {Type: 'AWS::Lambda::Function', Properties: {Role: !GetAtt Third.Outputs.Out}}
              Third: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: t, Parameters: {In: !GetAtt Second.Outputs.Out}}}
              Second: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: t, Parameters: {In: !GetAtt Roles.Outputs.Arn}}}
              Roles: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: r}}
            """,
            ("Roles", Runner), ("Second", Passing), ("Third", Passing)));

    [Fact]
    public void Stacks_that_wait_for_each_other_end_in_what_is_not_known() =>
        Assert.Equal(["arn:aws:iam::111111111111:role/*"], Passed(
            """
            Resources:
              F: {Type: 'AWS::Lambda::Function', Properties: {Role: !GetAtt One.Outputs.Out}}
              One: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: t, Parameters: {In: !GetAtt Two.Outputs.Out, A: !GetAtt Two.Outputs.Out, B: !GetAtt Two.Outputs.Out}}}
              Two: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: t, Parameters: {In: !GetAtt One.Outputs.Out, A: !GetAtt One.Outputs.Out, B: !GetAtt One.Outputs.Out}}}
            """,
            ("One", Passing), ("Two", Passing)));

    [Fact]
    public void A_condition_of_the_nested_template_that_makes_a_difference_leaves_it_open()
    {
        const string Either = """
            Parameters: {Stage: {Type: String}}
            Conditions: {IsProd: !Equals [!Ref Stage, prod]}
            Resources: {R: {Type: 'AWS::IAM::Role', Properties: {RoleName: runner}}}
            Outputs:
              Arn: {Value: !If [IsProd, !GetAtt R.Arn, 'arn:aws:iam::111111111111:role/other']}
            """;
        Assert.Equal(["arn:aws:iam::111111111111:role/*"], Passed(With("!GetAtt Roles.Outputs.Arn"), ("Roles", Either)));
        Assert.Equal(["arn:aws:iam::111111111111:role/runner"], Passed(With("!GetAtt Roles.Outputs.Arn").Replace("roles.yaml", "roles.yaml, Parameters: {Stage: prod}", StringComparison.Ordinal), ("Roles", Either)));
    }

    [Fact]
    public void A_nested_stack_knows_what_its_parameters_take_from_another()
    {
        var around = Deployed(
            """
            Resources:
              User: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: u, Parameters: {Role: !GetAtt Roles.Outputs.Arn}}}
              Roles: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: r}}
            """,
            ("Roles", Runner), ("User", "Parameters: {Role: {Type: String}}\nResources: {F: {Type: 'AWS::Lambda::Function', Properties: {Role: !Ref Role}}}"));
        var user = NestedStacks.Of(around).Single(nested => nested.Resource.LogicalId.Value == "User").TemplateIn(around)!;
        Assert.Equal(["arn:aws:iam::111111111111:role/runner"], TemplateNeeds.Of(user).On("iam:PassRole"));
    }

    [Theory]
    [InlineData(4, "arn:aws:iam::111111111111:role/runner")]
    [InlineData(5, "arn:aws:iam::111111111111:role/*")]
    public void Outputs_are_followed_four_stacks_deep(int depth, string role)
    {
        // Twenty outputs, each of all those of the stack within: far too many ways to walk them one by one.
        var names = Enumerable.Range(0, 20).Select(at => $"O{at}").ToArray();
        var inner = string.Join(", ", names.Select(name => $"!GetAtt Roles.Outputs.{name}"));
        var within = "Resources: {Roles: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: t}}}\nOutputs:\n" + string.Concat(names.Select(name => $"  {name}: {{Value: !Select [0, [{inner}]]}}\n"));
        var innermost = Lab.TemplateOf("Resources: {R: {Type: 'AWS::IAM::Role', Properties: {RoleName: runner}}}\nOutputs:\n" + string.Concat(names.Select(name => $"  {name}: {{Value: !GetAtt R.Arn}}\n")));
        var nested = Enumerable.Range(1, depth - 1).Aggregate(innermost, (template, _) => Lab.TemplateOf(within) with { Nested = ImmutableDictionary<string, DeployedTemplate>.Empty.Add("Roles", template) });
        var around = Lab.TemplateOf(With("!GetAtt Roles.Outputs.O0")) with { Nested = ImmutableDictionary<string, DeployedTemplate>.Empty.Add("Roles", nested) };
        Assert.Equal([role], TemplateNeeds.Of(around).On("iam:PassRole"));
    }

    private const string Passing = "Parameters: {In: {Type: String}, A: {Type: String, Default: a}, B: {Type: String, Default: b}}\nResources: {}\nOutputs: {Out: {Value: !Ref In}}";

    private static string With(string value) => Around.Replace("VALUE", value, StringComparison.Ordinal);

    private static string[] Passed(string around, params (string Name, string Template)[] nested) => TemplateNeeds.Of(Deployed(around, nested)).On("iam:PassRole");

    private static DeployedTemplate Deployed(string around, params (string Name, string Template)[] nested) =>
        Lab.TemplateOf(around) with { Nested = nested.ToImmutableDictionary(one => one.Name, one => Lab.TemplateOf(one.Template), StringComparer.Ordinal) };
}
