namespace Lanyard.Tests.Sandbox.CloudFormation;

/// <summary>The types of IAM beside roles: they are really made, and go with their stack.</summary>
public sealed class IamTypeTests : IDisposable
{
    private const string Policy = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"*"}]}""";
    private const string Trust = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";

    private const string Template = $$$$$$"""
        {"Resources":{
          "Team":{"Type":"AWS::IAM::Group","Properties":{"Policies":[{"PolicyName":"send","PolicyDocument":{{{{{{Policy}}}}}}}]}},
          "Robot":{"Type":"AWS::IAM::User","Properties":{"UserName":"robot","Path":"/ci/","Groups":[{"Ref":"Team"}],"ManagedPolicyArns":["arn:aws:iam::aws:policy/IAMReadOnlyAccess"],"Tags":[{"Key":"team","Value":"a"}]}},
          "Own":{"Type":"AWS::IAM::UserPolicy","Properties":{"UserName":{"Ref":"Robot"},"PolicyName":"own","PolicyDocument":{{{{{{Policy}}}}}}}},
          "Role":{"Type":"AWS::IAM::Role","Properties":{"AssumeRolePolicyDocument":{{{{{{Trust}}}}}}}},
          "RoleOwn":{"Type":"AWS::IAM::RolePolicy","Properties":{"RoleName":{"Ref":"Role"},"PolicyName":"own","PolicyDocument":{{{{{{Policy}}}}}}}},
          "Profile":{"Type":"AWS::IAM::InstanceProfile","Properties":{"Roles":[{"Ref":"Role"}]}},
          "Provider":{"Type":"AWS::IAM::OIDCProvider","Properties":{"Url":"https://ci.example.com","ClientIdList":["sts.amazonaws.com"],"ThumbprintList":["0123456789012345678901234567890123456789"]}},
          "Linked":{"Type":"AWS::IAM::ServiceLinkedRole","Properties":{"AWSServiceName":"ecs.amazonaws.com"}}},
         "Outputs":{"Robot":{"Value":{"Fn::GetAtt":["Robot","Arn"]}},"Provider":{"Value":{"Ref":"Provider"}},"Profile":{"Value":{"Fn::GetAtt":["Profile","Arn"]}}}}
        """;

    private readonly StackSandbox _stacks = new();

    [Fact]
    public async Task They_are_made_changed_and_taken_away()
    {
        Assert.Equal(("CREATE_COMPLETE", []), await _stacks.CreateAsync(_stacks.Admin, Template));
        var account = _stacks.Sandbox.Server.State.Iam.Account(StackSandbox.Account);
        var robot = account.Users.Find("robot");
        Assert.Contains("own", robot!.Inline.Keys);
        Assert.Single(account.InstanceProfiles.All, profile => profile.Name.StartsWith("app-Profile-", StringComparison.Ordinal));
        var outputs = _stacks.Sandbox.Server.State.Stacks.Find(StackSandbox.Account, StackSandbox.Region, "app")!.Outputs.ToDictionary(o => o.Key, o => o.Value);
        Assert.Equal(("arn:aws:iam::111111111111:user/ci/robot", "arn:aws:iam::111111111111:oidc-provider/ci.example.com"), (outputs["Robot"], outputs["Provider"]));

        Assert.Equal(("UPDATE_COMPLETE", []), await _stacks.UpdateAsync(_stacks.Admin, Template.Replace("\"Groups\":[{\"Ref\":\"Team\"}],", "", StringComparison.Ordinal).Replace("sqs:SendMessage", "sqs:ReceiveMessage", StringComparison.Ordinal)));
        Assert.Contains("ReceiveMessage", account.Users.Find("robot")!.Inline["own"].Json, StringComparison.Ordinal);
        await _stacks.CallAsync(_stacks.Admin, "DeleteStack", ("StackName", "app"));
        Assert.Equal(("DELETE_COMPLETE", []), await _stacks.StateAsync());
        Assert.Null(account.Users.Find("robot"));
        Assert.DoesNotContain(account.InstanceProfiles.All, profile => profile.Name.StartsWith("app-Profile-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Each_takes_its_own_permissions()
    {
        var user = await _stacks.UserAsync("maker", """{"Effect":"Allow","Action":["iam:CreateUser","iam:TagUser"],"Resource":"*"}""");
        var (_, failures) = await _stacks.CreateAsync(user, """{"Resources":{"Robot":{"Type":"AWS::IAM::User","Properties":{"UserName":"robot"}}}}""");
        Assert.Contains("is not authorized to perform: iam:GetUser on resource: ", failures[0], StringComparison.Ordinal);
    }

    public void Dispose() => _stacks.Dispose();
}
