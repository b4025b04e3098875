using System.Text.Json.Nodes;
using Lanyard.Projects.Yaml;

namespace Lanyard.Tests.Cli.Commands.Policies;

public sealed class RoleCommandTests : IAsyncLifetime
{
    private const string Queue = "Resources:\n  Jobs: {Type: 'AWS::SQS::Queue', Properties: {QueueName: jobs}}\n";
    private const string Id = "0a1b2c3d-1111-4222-8333-444455556666";
    private const string ReadOnly = "arn:aws:iam::aws:policy/ReadOnlyAccess";

    private static readonly string[] Place = ["--account", "111111111111", "--region", "eu-west-1"];

    private TestCli _cli = null!;

    // A role of each CI system, as its options.
    public static TheoryData<string, string> Systems => new()
    {
        { "github", "--github acme/orders --branch main" }, { "gitlab", "--gitlab acme/orders --branch main" },
        { "bitbucket", $"--bitbucket acme/orders --workspace-id {Id} --repository-id {Id} --environment {Id}" },
        { "circleci", $"--circleci {Id}/{Id} --branch main --vcs-origin github.com/acme/orders" },
    };

    public async ValueTask InitializeAsync()
    {
        _cli = await TestCli.StartAsync();
        _cli.Home.Write("project/t.yaml", Queue);
    }

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    [Fact]
    public async Task A_service_role_has_the_resources_and_its_caller_the_stack_with_that_role_alone()
    {
        var json = await JsonAsync("--service-role --template t.yaml --stack-name jobs --framework serverless");
        var role = json["roles"]![0]!;
        Assert.Equal("""{"Version":"2012-10-17","Statement":[{"Sid":"CloudFormation","Effect":"Allow","Principal":{"Service":"cloudformation.amazonaws.com"},"Action":"sts:AssumeRole"}]}""", role["trust"]!.ToJsonString());
        Assert.Equal(("jobs-cloudformation", 3600, "jobs-cloudformation"), ((string)role["name"]!, (int)role["maxSessionDuration"]!, (string)role["policies"]![0]!));
        Assert.Equal(["jobs-cloudformation", "jobs-deploy"], json["policies"]!.AsArray().Select(p => (string)p!["name"]!));
        var (own, caller) = (json["policies"]![0]!["document"]!.ToJsonString(), json["policies"]![1]!["document"]!.ToJsonString());
        Assert.Contains("sqs:CreateQueue", own, StringComparison.Ordinal);
        Assert.DoesNotContain("sqs:", caller, StringComparison.Ordinal);
        Assert.Contains("""
            "Action":"iam:PassRole","Resource":"arn:aws:iam::111111111111:role/jobs-cloudformation","Condition":{"StringEquals":{"iam:PassedToService":"cloudformation.amazonaws.com"}}
            """, caller, StringComparison.Ordinal);
        Assert.Contains("cloudformation:RoleArn", caller, StringComparison.Ordinal);
        Assert.Contains(json["notes"]!.AsArray(), note => ((string)note!).StartsWith("whoever may update the stack uses its role", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("serverless", "serverless.yml", "deploymentRole: arn:aws:iam::111111111111:role/jobs-cloudformation")]
    [InlineData("sam", "samconfig.toml", "role_arn = \"arn:aws:iam::111111111111:role/jobs-cloudformation\"")]
    [InlineData("amplify-gen1", null, "aws cloudformation update-stack --stack-name jobs --use-previous-template --capabilities CAPABILITY_NAMED_IAM --parameters ParameterKey=DeploymentBucketName,UsePreviousValue=true ParameterKey=AuthRoleName,UsePreviousValue=true ParameterKey=UnauthRoleName,UsePreviousValue=true --tags Key=deployed-with,Value=jobs-cloudformation --role-arn arn:aws:iam::111111111111:role/jobs-cloudformation")]
    [InlineData("cloudformation", null, "aws cloudformation deploy --template-file t.yaml --stack-name jobs --role-arn arn:aws:iam::111111111111:role/jobs-cloudformation")]
    [InlineData("cdk", null, "cdk bootstrap aws://111111111111/eu-west-1 --cloudformation-execution-policies arn:aws:iam::111111111111:policy/jobs-cloudformation")]
    [InlineData("amplify", null, "cdk bootstrap aws://111111111111/eu-west-1 --cloudformation-execution-policies arn:aws:iam::111111111111:policy/jobs-cloudformation")]
    public async Task Each_deploy_tool_is_told_in_its_own_way(string tool, string? file, string expected)
    {
        var json = await JsonAsync($"--service-role --template t.yaml --stack-name jobs --framework {tool}");
        Assert.Contains(json["settings"]!.AsArray(), s => (string?)s!["file"] == file && ((string)s!["text"]!).Contains(expected, StringComparison.Ordinal));
        Assert.Equal(tool is "cdk" or "amplify" ? 0 : 1, json["roles"]!.AsArray().Count);
    }

    [Fact]
    public async Task An_app_of_CDK_may_have_a_bootstrap_of_its_own()
    {
        var json = await JsonAsync("--service-role --template t.yaml --stack-name jobs --framework cdk --qualifier orders");
        Assert.Contains("\"@aws-cdk/core:bootstrapQualifier\": \"orders\"", (string)json["settings"]![0]!["text"]!, StringComparison.Ordinal);
        Assert.EndsWith("--qualifier orders --toolkit-stack-name CDKToolkit-orders", (string)json["settings"]![1]!["text"]!, StringComparison.Ordinal);
        Assert.Contains("role/cdk-orders-deploy-role-111111111111-eu-west-1", json["policies"]![1]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_bootstrap_is_the_one_that_CDKs_manifest_names()
    {
        _cli.Home.Write("project/cdk.out/manifest.json", """{"version":"36.0.0","artifacts":{"orders":{"type":"aws:cloudformation:stack","environment":"aws://111111111111/eu-west-1","properties":{"templateFile":"a.template.json","bootstrapStackVersionSsmParameter":"/cdk-bootstrap/acme/version"}}}}""");
        _cli.Home.Write("project/cdk.out/a.template.json", """{"Resources":{"Jobs":{"Type":"AWS::SQS::Queue"}}}""");
        const string Role = "arn:aws:iam::111111111111:role/cdk-acme-deploy-role-111111111111-eu-west-1";
        var json = await JsonAsync("--service-role --template cdk.out");
        Assert.Contains(Role, json["policies"]![1]!.ToJsonString(), StringComparison.Ordinal);
        Assert.EndsWith("--qualifier acme --toolkit-stack-name CDKToolkit-acme", (string)json["settings"]!.AsArray()[^1]!["text"]!, StringComparison.Ordinal);
        Assert.Contains(Role, (await _cli.RunAsync("policy", "generate", "--template", "cdk.out", "--json")).Done().Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SST_2_is_told_in_its_config_and_calls_CloudFormation_itself()
    {
        _cli.Home.Write("project/.sst/dist/manifest.json", """{"version":"36.0.0","artifacts":{"dev-app-Api":{"type":"aws:cloudformation:stack","environment":"aws://111111111111/eu-west-1","properties":{"templateFile":"Api.template.json"}}}}""");
        _cli.Home.Write("project/.sst/dist/Api.template.json", """{"Resources":{"Jobs":{"Type":"AWS::SQS::Queue"}}}""");
        var json = await JsonAsync("--service-role --template .sst/dist");
        Assert.Contains("cdk: { cloudFormationExecutionRole: \"arn:aws:iam::111111111111:role/dev-app-Api-cloudformation\" }", (string)json["settings"]![0]!["text"]!, StringComparison.Ordinal);
        var caller = json["policies"]![1]!.ToJsonString();
        Assert.Contains("sts:AssumeRole", caller, StringComparison.Ordinal);
        Assert.Contains("cloudformation:UpdateStack", caller, StringComparison.Ordinal);
        Assert.Contains("parameter/sst/*", caller, StringComparison.Ordinal);
        Assert.Contains("arn:aws:s3:::sstbootstrap-*", caller, StringComparison.Ordinal);
        Assert.DoesNotContain("cfn-exec-role", caller, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parameters_come_from_files_as_they_do_where_policies_are_generated()
    {
        _cli.Home.Write("project/t.yaml", "Parameters: {Stage: {Type: String}}\nResources:\n  Jobs: {Type: 'AWS::SQS::Queue', Properties: {QueueName: !Sub 'jobs-${Stage}'}}\n");
        _cli.Home.Write("project/prod.json", """{"Stage":"prod"}""");
        Assert.Contains(":jobs-prod\"", (await JsonAsync("--service-role --template t.yaml --stack-name jobs --parameter-file prod.json"))["policies"]![0]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData(", PackageType: Image", 2)]
    public async Task What_SAM_makes_or_deletes_without_a_role_is_said(string property, int notes)
    {
        _cli.Home.Write("project/t.yaml", $"Transform: AWS::Serverless-2016-10-31\nResources:\n  F: {{Type: AWS::Serverless::Function, Properties: {{Runtime: nodejs20.x{property}}}}}\n");
        var said = (await JsonAsync("--service-role --template t.yaml --stack-name jobs --framework sam --bucket code"))["notes"]!.AsArray().Select(note => (string)note!).ToArray();
        Assert.Equal(notes, said.Count(note => note.StartsWith("`sam delete` names no role", StringComparison.Ordinal) || note.Contains("--image-repository", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_caller_puts_the_template_through_its_transforms()
    {
        _cli.Home.Write("project/t.yaml", "Transform: Own\n" + Queue);
        Assert.Contains("arn:aws:cloudformation:eu-west-1:111111111111:transform/Own", (await JsonAsync("--service-role --template t.yaml --stack-name jobs"))["policies"]![1]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_uploads_to_the_bucket_that_the_tools_files_name()
    {
        _cli.Home.Write("project/.serverless/cloudformation-template-update-stack.json", """{"Resources":{"Jobs":{"Type":"AWS::SQS::Queue"}}}""");
        _cli.Home.Write("project/.serverless/serverless-state.json", """{"service":{"service":"orders","provider":{"stage":"dev","region":"eu-west-1","deploymentBucket":"code"}}}""");
        var caller = (await JsonAsync("--service-role --template .serverless"))["policies"]![1]!.ToJsonString();
        Assert.Contains("arn:aws:s3:::code/*", caller, StringComparison.Ordinal);
        Assert.DoesNotContain("serverlessdeploymentbucket", caller, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SST_3_and_4_deploy_without_roles_of_CDKs_and_have_none_of_CloudFormations()
    {
        _cli.Home.Write("project/.sst/resources.json", """{"resources":[{"type":"pulumi:pulumi:Stack","name":"orders-dev","inputs":{}},{"type":"sst:aws:Queue","name":"Jobs","inputs":{}},{"type":"aws:sqs/queue:Queue","name":"JobsQueue","inputs":{"name":"orders-dev-JobsQueue-vmrddwka"}}]}""");
        _cli.Home.Write("project/sst.config.ts", "");
        var json = await JsonAsync("--github acme/orders --branch main --template .");
        Assert.Contains("sqs:CreateQueue", json["policies"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("cfn-exec-role", json.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(2, (await _cli.RunAsync("policy", "role", "--service-role", "--template", ".", "--account", "111111111111")).ExitCode);
    }

    [Fact]
    public async Task Given_policies_do_not_take_away_the_callers_rights_on_stacks_with_a_role()
    {
        _cli.Home.Write("project/extra.json", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:ListAllMyBuckets","Resource":"*"}]}""");
        var json = await JsonAsync("--deployer --trust Developer --policy extra.json --cloudformation-role arn:aws:iam::111111111111:role/cfn --framework serverless --app orders");
        Assert.Contains("s3:ListAllMyBuckets", json["policies"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("iam:PassRole", json["policies"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deployer_that_lets_CloudFormation_use_a_role_gets_the_callers_rights_alone()
    {
        var json = await JsonAsync("--deployer --trust Developer --cloudformation-role arn:aws:iam::111111111111:role/cfn --framework serverless --app orders");
        var text = json["policies"]![0]!.ToJsonString();
        Assert.Contains("cloudformation:RoleArn", text, StringComparison.Ordinal);
        Assert.Contains("iam:PassRole", text, StringComparison.Ordinal);
        Assert.Equal("orders-deploy", (string)json["roles"]![0]!["name"]!);
    }

    [Fact]
    public async Task A_deployers_profile_says_what_the_trust_policy_asks_for()
    {
        var json = await JsonAsync($"--deployer --trust arn:aws:iam::111111111111:user/ana --require-mfa --external-id deploy-1 --max-session 4h --policy {ReadOnly} --name deploy");
        Assert.Equal(("deploy", 14400, ReadOnly), ((string)json["roles"]![0]!["name"]!, (int)json["roles"]![0]!["maxSessionDuration"]!, (string)json["roles"]![0]!["policies"]![0]!));
        var profile = (string)json["settings"]!.AsArray().Single(s => (string?)s!["file"] == "~/.aws/config")!["text"]!;
        Assert.Equal(["[profile deploy]", "role_arn = arn:aws:iam::111111111111:role/deploy", "source_profile = YOUR-PROFILE", "mfa_serial = arn:aws:iam::111111111111:mfa/DEVICE", "external_id = deploy-1", "duration_seconds = 14400"], profile.Split('\n'));
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public async Task The_snippets_and_the_stages_entry_are_YAML_that_says_the_role(string system, string options)
    {
        _cli.UseStages("  prod: { account: \"111111111111\", region: eu-west-1, access: { session: my-org, permissionSet: Developer } }");
        foreach (var stage in new[] { "", " --stage prod" })
        {
            var json = await JsonAsync($"{options} --framework serverless --app orders{stage}");
            Assert.Equal(2, json["snippets"]!.AsArray().Count);
            Assert.All(json["snippets"]!.AsArray().Append(json["settings"]![0]), s => YamlJson.Read((string)s!["text"]!, "snippet"));
            Assert.Contains(stage.Length > 0 ? "lanyard exec --stage prod -- npx serverless deploy --stage prod" : "lanyard exec -- npx serverless deploy", (string)json["snippets"]![0]!["text"]!, StringComparison.Ordinal);
            Assert.Equal(stage.Length == 0, ((string)json["snippets"]![0]!["text"]!).Contains("role/orders-ci-deploy", StringComparison.Ordinal));
            Assert.Contains("role/orders-ci-deploy", (string)json["snippets"]![1]!["text"]!, StringComparison.Ordinal);
            Assert.Contains($"oidc: {system} }}", (string)json["settings"]![0]!["text"]!, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_text_has_each_document_under_a_title_and_the_notes_go_to_stderr()
    {
        var run = (await _cli.RunAsync(["policy", "role", "--github", "acme/orders", "--environment", "production", "--policy", ReadOnly, .. Place])).Done();
        Assert.StartsWith("# OpenID Connect provider of the account 111111111111\naddress   https://token.actions.githubusercontent.com\naudience  sts.amazonaws.com\n\n# Trust policy of the role orders-ci-deploy", run.Out, StringComparison.Ordinal);
        Assert.Contains("# .github/workflows/deploy.yml: a workflow that deploys with Lanyard\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("note: a repository that was made, renamed or moved after 15 July 2026", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Subjects_that_a_repository_has_chosen_are_made_of_its_claims()
    {
        var json = await JsonAsync($"--github acme@65/orders@41 --claim repository_owner_id --claim context --claim job_workflow_ref=acme/ci/.github/workflows/d.yml@refs/heads/main --environment production --policy {ReadOnly}");
        Assert.Contains("repository_owner_id:65:environment:production:job_workflow_ref:acme/ci/.github/workflows/d.yml@refs/heads/main", json["roles"]![0]!["trust"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains(json["notes"]!.AsArray(), note => ((string)note!).Contains("gh api repos/acme/orders/actions/oidc/customization/sub", StringComparison.Ordinal));
        Assert.Contains(json["notes"]!.AsArray(), note => ((string)note!).StartsWith("the subjects say the owner and not the repository", StringComparison.Ordinal));
        Assert.DoesNotContain(json["notes"]!.AsArray(), note => ((string)note!).Contains("15 July 2026", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("github", "repository_id:41:subject:of:ours")]
    [InlineData("gitlab", "project_id:7:subject:of:ours")]
    public async Task An_exact_subject_takes_the_place_of_what_names_runs(string system, string subject)
    {
        var json = await JsonAsync($"--{system} acme/orders --subject {subject} --policy {ReadOnly}");
        Assert.Contains($":sub\":\"{subject}\"", json["roles"]![0]!["trust"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains(json["notes"]!.AsArray(), note => ((string)note!).StartsWith($"{subject} is compared letter by letter", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--deployer --trust Developer --policy " + ReadOnly)]
    [InlineData("--github acme/orders --branch main --policy " + ReadOnly)]
    [InlineData("--service-role --template t.yaml --stack-name jobs")]
    public async Task A_role_may_have_a_boundary_of_its_own(string options)
    {
        Assert.Equal("arn:aws:iam::111111111111:policy/limits", (string)(await JsonAsync($"{options} --role-boundary limits"))["roles"]![0]!["permissionsBoundary"]!);
        Assert.Equal("arn:aws:iam::aws:policy/ReadOnlyAccess", (string)(await JsonAsync($"{options} --role-boundary {ReadOnly}"))["roles"]![0]!["permissionsBoundary"]!);
        Assert.Null((await JsonAsync(options))["roles"]![0]!["permissionsBoundary"]);
        Assert.Contains("permissions boundary arn:aws:iam::111111111111:policy/limits", (await _cli.RunAsync(["policy", "role", .. options.Split(' '), "--role-boundary", "limits", .. Place])).Done().Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_bootstrap_gives_its_execution_role_the_boundary() =>
        Assert.EndsWith(" --custom-permissions-boundary limits", (string)(await JsonAsync("--service-role --template t.yaml --stack-name jobs --framework cdk --role-boundary limits"))["settings"]![0]!["text"]!, StringComparison.Ordinal);

    [Fact]
    public async Task What_policy_check_finds_is_said()
    {
        var run = (await _cli.RunAsync(["policy", "role", "--github", "acme/orders", "--all-branches", "--policy", ReadOnly, .. Place])).Done();
        Assert.Contains("policy check finds in the trust policy of orders-ci-deploy: warning SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED", run.Error, StringComparison.Ordinal);
        Assert.Contains("every run of acme/orders gets the role", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--service-role --deployer")]
    [InlineData("--service-role")]
    [InlineData("--service-role --template t.yaml --trust 111111111111")]
    [InlineData("--service-role --framework sst")]
    [InlineData("--service-role --framework cdk-bootstrap")]
    [InlineData("--deployer --policy " + ReadOnly)]
    [InlineData("--deployer --trust Developer")]
    [InlineData("--deployer --trust Developer --require-mfa --policy " + ReadOnly)]
    [InlineData("--deployer --trust 111111111111 --max-session 13h --policy " + ReadOnly)]
    [InlineData("--deployer --trust 111111111111 --external-id ? --policy " + ReadOnly)]
    [InlineData("--deployer --trust 111111111111 --name a/b --policy " + ReadOnly)]
    [InlineData("--deployer --trust 111111111111 --cloudformation-role arn:aws:iam::222222222222:role/cfn")]
    [InlineData("--github acme/orders --policy " + ReadOnly)]
    [InlineData("--github orders --branch main --policy " + ReadOnly)]
    [InlineData("--github= --branch main --policy " + ReadOnly)]
    [InlineData("--github acme/orders --branch ma*n --policy " + ReadOnly)]
    [InlineData("--github acme/orders --branch main")]
    [InlineData("--github acme/orders --branch main --all-branches --policy " + ReadOnly)]
    [InlineData("--gitlab acme/orders --branch main --vcs-origin x/y --policy " + ReadOnly)]
    [InlineData("--gitlab acme/orders --branch main --claim repo --policy " + ReadOnly)]
    [InlineData("--github acme/orders --subject a:b --branch main --policy " + ReadOnly)]
    [InlineData("--github acme/orders --subject a:* --policy " + ReadOnly)]
    [InlineData("--github acme/orders --claim repo --claim context --policy " + ReadOnly)]
    [InlineData("--github acme/orders --branch main --role-boundary arn:aws:iam::222222222222:policy/limits --policy " + ReadOnly)]
    [InlineData("--github acme/orders --branch main --role-boundary arn:aws:iam::111111111111:role/limits --policy " + ReadOnly)]
    [InlineData("--github acme/orders --branch main --role-boundary a:b --policy " + ReadOnly)]
    [InlineData("--github acme/orders --branch main --role-boundary /limits --policy " + ReadOnly)]
    [InlineData("--github acme/orders --branch main --role-boundary //limits --policy " + ReadOnly)]
    [InlineData("--github acme/orders --branch main --role-boundary ../limits --policy " + ReadOnly)]
    [InlineData("--github acme/orders --subject repo:other/x:ref:refs/heads/main --policy " + ReadOnly)]
    [InlineData("--gitlab acme/orders --subject project_path:other/x:ref_type:branch:ref:main --policy " + ReadOnly)]
    public async Task Wrong_usage_says_what_mends_it(string options)
    {
        var run = (await _cli.RunAsync(["policy", "role", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries), .. Place])).Failed(2, "USAGE");
        Assert.Contains("to mend it: ", run.Error, StringComparison.Ordinal);
        Assert.Equal("", run.Out);
    }

    [Fact]
    public async Task A_caller_may_use_each_stack_that_the_role_deploys_and_a_role_is_of_one_account()
    {
        _cli.Home.Write("project/.sst/dist/manifest.json", """
            {"version":"36.0.0","artifacts":{
             "one":{"type":"aws:cloudformation:stack","environment":"aws://111111111111/eu-west-1","properties":{"templateFile":"a.template.json"}},
             "two":{"type":"aws:cloudformation:stack","environment":"aws://222222222222/eu-west-1","properties":{"templateFile":"b.template.json"}}}}
            """);
        _cli.Home.Write("project/.sst/dist/a.template.json", """{"Resources":{"Jobs":{"Type":"AWS::SQS::Queue"}}}""");
        _cli.Home.Write("project/.sst/dist/b.template.json", """{"Resources":{"Jobs":{"Type":"AWS::SQS::Queue"}}}""");
        var caller = (await JsonAsync("--service-role --template .sst/dist --framework cloudformation"))["policies"]![1]!.ToJsonString();
        Assert.Contains("stack/one/*", caller, StringComparison.Ordinal);
        Assert.Contains("stack/two/*", caller, StringComparison.Ordinal);
        Assert.Contains("several accounts", (await _cli.RunAsync("policy", "role", "--service-role", "--template", ".sst/dist")).Failed(2, "USAGE").Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_account_must_be_known() =>
        Assert.Contains("--account 111111111111", (await _cli.RunAsync("policy", "role", "--service-role", "--template", "t.yaml")).Failed(2, "USAGE").Error, StringComparison.Ordinal);

    private async Task<JsonNode> JsonAsync(string options) => JsonNode.Parse((await _cli.RunAsync(["policy", "role", "--json", .. options.Split(' '), .. Place])).Done().Out)!;
}
