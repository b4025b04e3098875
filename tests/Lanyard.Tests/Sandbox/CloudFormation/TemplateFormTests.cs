namespace Lanyard.Tests.Sandbox.CloudFormation;

/// <summary>
/// What isn't in the form that "Template anatomy", AWS CloudFormation User Guide, gives is refused, in the words that users report of AWS
/// (aws/aws-cli#3361, Versent/cfn-check#3, aws-samples/aws-iot-chat-example#1, and others).
/// </summary>
public sealed class TemplateFormTests : IDisposable
{
    private const string Queue = "\"Q\":{\"Type\":\"AWS::SQS::Queue\"}";

    private readonly StackSandbox _stacks = new();

    [Theory]
    [InlineData("{\"outputs\":{},\"Resources\":{QUEUE}}", "Invalid template property or properties [outputs]")]
    [InlineData("{\"a\":1,\"b\":2,\"Resources\":{QUEUE}}", "Invalid template property or properties [a, b]")]
    [InlineData("{\"AWSTemplateFormatVersion\":\"2011-01-01\",\"Resources\":{QUEUE}}", "Template format error: unsupported value for AWSTemplateFormatVersion.")]
    [InlineData("{\"Description\":{\"Ref\":\"x\"},\"Resources\":{QUEUE}}", "Template format error: Description must be a string.")]
    [InlineData("{\"Resources\":[]}", "Template format error: Resources must be an object.")]
    [InlineData("{\"Resources\":{\"Q\":\"AWS::SQS::Queue\"}}", "Template format error: Any Resources member must be an object.")]
    [InlineData("{\"Resources\":{\"Q\":{\"Type\":\"AWS::SQS::Queue\",\"DependOn\":\"R\"}}}", "Invalid template resource property 'DependOn'")]
    [InlineData("{\"Resources\":{\"Q\":{\"Type\":\"AWS::SQS::Queue\",\"Properties\":\"x\"}}}", "Template format error: Any Properties member must be an object.")]
    [InlineData("{\"Resources\":{\"Q\":{\"Type\":\"AWS::SQS::Queue\",\"Properties\":{\"QueueName\":null}}}}", "[/Resources/Q/Properties/QueueName] 'null' values are not allowed in templates")]
    [InlineData("{\"Resources\":{\"Q\":{\"Type\":\"AWS::SQS::Queue\",\"Properties\":{\"Tags\":[{\"Key\":\"a\",\"Value\":null}]}}}}", "[/Resources/Q/Properties/Tags/0/Value] 'null' values are not allowed in templates")]
    [InlineData("{\"Resources\":{\"Q\":{\"Type\":\"AWS::SQS::Queue\",\"DeletionPolicy\":\"Keep\"}}}", "Template format error: Unrecognized DeletionPolicy Keep for resource Q")]
    [InlineData("{\"Resources\":{\"Q\":{\"Type\":\"AWS::SQS::Queue\",\"UpdateReplacePolicy\":\"Keep\"}}}", "Template format error: Unrecognized UpdateReplacePolicy Keep for resource Q")]
    [InlineData("{\"Resources\":{\"Q\":{\"Type\":\"AWS::SQS::Queue\",\"DependsOn\":{\"Ref\":\"R\"}}}}", "Template format error: DependsOn must be a string or list of strings.")]
    [InlineData("{\"Parameters\":{\"P\":{\"Default\":\"a\"}},\"Resources\":{QUEUE}}", "Template format error: Every Parameters object must contain a Type member.")]
    [InlineData("{\"Parameters\":{\"P\":{\"Type\":\"Text\",\"Default\":\"a\"}},\"Resources\":{QUEUE}}", "Template format error: Unrecognized parameter type: Text")]
    [InlineData("{\"Parameters\":{\"P\":{\"Type\":\"String\",\"default\":\"a\"}},\"Resources\":{QUEUE}}", "Invalid template parameter property 'default'")]
    [InlineData("{\"Parameters\":{\"P\":{\"Type\":\"String\",\"Default\":[\"a\"]}},\"Resources\":{QUEUE}}", "Template format error: Every Default member must be a string.")]
    [InlineData("{\"Parameters\":{\"my-name\":{\"Type\":\"String\",\"Default\":\"a\"}},\"Resources\":{QUEUE}}", "Template format error: Parameter name my-name is non alphanumeric.")]
    [InlineData("{\"Parameters\":{\"Q\":{\"Type\":\"String\",\"Default\":\"a\"}},\"Resources\":{QUEUE}}", "Template format error: Duplicate name Q found in the Parameters and Resources blocks of the template")]
    [InlineData("{\"Outputs\":{\"O\":{\"Description\":\"x\"}},\"Resources\":{QUEUE}}", "Template format error: Every Outputs member must contain a Value object")]
    [InlineData("{\"Outputs\":{\"O\":\"x\"},\"Resources\":{QUEUE}}", "Template format error: Output O is malformed.")]
    [InlineData("{\"Outputs\":{\"O\":{\"Value\":\"x\",\"Exports\":{}}},\"Resources\":{QUEUE}}", "Invalid template output property 'Exports'")]
    [InlineData("{\"Outputs\":{\"o-1\":{\"Value\":\"x\"}},\"Resources\":{QUEUE}}", "Template format error: Output name o-1 is non alphanumeric.")]
    [InlineData("{\"Outputs\":{\"O\":{\"Value\":\"x\",\"Condition\":\"C\"}},\"Resources\":{QUEUE}}", "Template format error: Unresolved condition dependency C in the Outputs block of the template")]
    [InlineData("{\"Resources\":{\"Q\":{\"Type\":\"AWS::SQS::Queue\",\"Properties\":{\"QueueName\":{\"Fn::If\":[\"C\",\"a\",\"b\"]}}}}}", "Template format error: Unresolved condition dependency C in the Resources block of the template")]
    [InlineData("{\"Resources\":{\"Q\":{\"Type\":\"AWS::SQS::Queue\",\"Properties\":{\"QueueName\":{\"Ref\":[\"a\"]}}}}}", "Template error: every Ref object must have a single String value.")]
    [InlineData("{\"Resources\":{\"Q\":{\"Type\":\"AWS::SQS::Queue\",\"Properties\":{\"QueueName\":{\"Fn::GetAtt\":[\"Q\"]}}}}}", "Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute")]
    [InlineData("{\"Resources\":{\"Q\":{\"Type\":\"AWS::SQS::Queue\",\"Properties\":{\"QueueName\":{\"Fn::Nope\":\"x\"}}}}}", "Encountered unsupported function: Fn::Nope Supported functions are: [Fn::Base64, Fn::GetAtt, Fn::GetAZs, Fn::ImportValue, Fn::Join, Fn::Split, Fn::FindInMap, Fn::Select, Ref, Fn::Equals, Fn::If, Fn::Not, Condition, Fn::And, Fn::Or, Fn::Contains, Fn::EachMemberEquals, Fn::EachMemberIn, Fn::ValueOf, Fn::ValueOfAll, Fn::RefAll, Fn::Sub, Fn::Cidr]")]
    [InlineData("{\"Resources\":{\"Q\":{\"Type\":\"AWS::SQS::Queue\",\"Properties\":{\"QueueName\":{\"Fn::FindInMap\":[\"M\",\"a\",\"b\"]}}}}}", "Template error: Mapping named 'M' is not present in the 'Mappings' section of template.")]
    [InlineData("{\"Resources\":{\"A\":{\"Type\":\"AWS::SQS::Queue\",\"Properties\":{\"QueueName\":{\"Ref\":\"A\"}}}}}", "Circular dependency between resources: [A]")]
    [InlineData("{\"Resources\":{\"A\":{\"Type\":\"AWS::SQS::Queue\",\"DependsOn\":\"A\"}}}", "Circular dependency between resources: [A]")]
    public async Task It_is_refused_wherever_a_template_comes(string template, string message)
    {
        var text = template.Replace("QUEUE", Queue, StringComparison.Ordinal);
        var expected = ("ValidationError", message);
        Assert.Equal(expected, await _stacks.RefusalAsync(_stacks.Admin, "ValidateTemplate", ("TemplateBody", text)));
        Assert.Equal(expected, await _stacks.RefusalAsync(_stacks.Admin, "CreateStack", ("StackName", "app"), ("TemplateBody", text)));
        Assert.Equal(expected, await _stacks.RefusalAsync(_stacks.Admin, "CreateChangeSet", ("StackName", "app"), ("ChangeSetName", "c"), ("ChangeSetType", "CREATE"), ("TemplateBody", text)));
        Assert.Empty(_stacks.Sandbox.Server.State.Stacks.In(StackSandbox.Account, StackSandbox.Region));
    }

    [Theory]
    [InlineData("\"MinLength\":3", "ab", "Parameter 'P' must contain at least 3 characters")]
    [InlineData("\"MaxLength\":\"3\"", "abcd", "Parameter 'P' must contain at most 3 characters")]
    [InlineData("\"AllowedPattern\":\"[a-z]+\",\"ConstraintDescription\":\"be small\"", "A", "Parameter P failed to satisfy constraint: be small")]
    [InlineData("\"AllowedPattern\":\"[a-z]+\"", "A", "Parameter 'P' must match pattern [a-z]+")]
    [InlineData("\"AllowedValues\":[\"a\",\"b\"]", "c", "Parameter 'P' must be one of AllowedValues")]
    [InlineData("\"Type\":\"Number\",\"MinValue\":3", "2", "Parameter 'P' must be a number not less than 3")]
    [InlineData("\"Type\":\"Number\",\"MaxValue\":3", "4", "Parameter 'P' must be a number not greater than 3")]
    [InlineData("\"Type\":\"List<Number>\"", "1,x", "Parameter 'P' must be a list of numbers.")]
    public async Task A_parameters_value_keeps_to_its_constraints(string constraint, string value, string message)
    {
        var type = constraint.StartsWith("\"Type\"", StringComparison.Ordinal) ? "" : "\"Type\":\"String\",";
        var template = """{"Parameters":{"P":{CONSTRAINT}},"Resources":{"Q":{"Type":"AWS::SQS::Queue"}}}""".Replace("CONSTRAINT", type + constraint, StringComparison.Ordinal);
        Assert.Equal(("ValidationError", message), await _stacks.RefusalAsync(_stacks.Admin, "CreateStack", ("StackName", "app"), ("TemplateBody", template), ("Parameters.member.1.ParameterKey", "P"), ("Parameters.member.1.ParameterValue", value)));
    }

    [Fact]
    public async Task All_that_the_guide_lists_is_taken() => await _stacks.CallAsync(_stacks.Admin, "ValidateTemplate", ("TemplateBody", """
        {"AWSTemplateFormatVersion":"2010-09-09","Description":"d","Metadata":{"a":{"b":1}},"Rules":{"R":{"Assertions":[{"Assert":{"Fn::Contains":[["a"],{"Ref":"P"}]},"AssertDescription":"x"}]}},
         "Parameters":{"P":{"Type":"String","Default":"a","AllowedPattern":"a","AllowedValues":["a"],"ConstraintDescription":"c","Description":"d","MaxLength":3,"MinLength":1,"NoEcho":"true"},
           "N":{"Type":"Number","Default":1,"MaxValue":3,"MinValue":1},"V":{"Type":"List<AWS::EC2::Subnet::Id>","Default":"subnet-1"},"S":{"Type":"AWS::SSM::Parameter::Value<List<String>>","Default":"x"}},
         "Mappings":{"M":{"a":{"b":"c"}}},"Conditions":{"C":{"Fn::Equals":["a","a"]}},
         "Resources":{"Q":{"Type":"AWS::SQS::Queue","Condition":"C","CreationPolicy":{},"UpdatePolicy":{},"DeletionPolicy":"RetainExceptOnCreate","UpdateReplacePolicy":"Retain","DependsOn":["T"],"Metadata":{"a":1},
           "Properties":{"QueueName":{"Fn::If":["C",{"Fn::FindInMap":["M","a","b"]},{"Ref":"AWS::NoValue"}]}}},"T":{"Type":"AWS::SNS::Topic"}},
         "Outputs":{"O":{"Value":{"Ref":"T"},"Description":"d","Condition":"C","Export":{"Name":"n"}}}}
        """));

    // "Quotas", AWS CloudFormation User Guide: 51,200 bytes in a request, 1 MB in an object, in bytes and not in characters.
    [Fact]
    public async Task A_template_in_a_request_has_51200_bytes_at_most()
    {
        var fits = Padded(51_200);
        await _stacks.CallAsync(_stacks.Admin, "ValidateTemplate", ("TemplateBody", fits));
        Assert.Equal(
            ("ValidationError", "1 validation error detected: Value at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to 51200"),
            await _stacks.RefusalAsync(_stacks.Admin, "ValidateTemplate", ("TemplateBody", Padded(51_201))));
        Assert.Equal("ValidationError", (await _stacks.RefusalAsync(_stacks.Admin, "ValidateTemplate", ("TemplateBody", fits.Replace("xxxx", "ääää", StringComparison.Ordinal)))).Code);
        _stacks.PutObject("templates", "large.json", Padded(1_000_001));
        Assert.Equal(("ValidationError", "Template may not exceed 1000000 bytes in size."), await _stacks.RefusalAsync(_stacks.Admin, "ValidateTemplate", ("TemplateURL", "https://s3.eu-west-1.amazonaws.com/templates/large.json")));

        static string Padded(int length)
        {
            const string Empty = """{"Metadata":{"a":""},"Resources":{"Q":{"Type":"AWS::SQS::Queue"}}}""";
            return Empty.Replace("\"\"", $"\"{new string('x', length - Empty.Length)}\"", StringComparison.Ordinal);
        }
    }

    public void Dispose() => _stacks.Dispose();
}
