using Lanyard.Projects.Detection;

namespace Lanyard.Tests.Projects.Detection;

public sealed class OtherToolTests
{
    [Fact]
    public void Amplify_Gen_1_keeps_profiles_here_and_accounts_with_the_team()
    {
        var found = Found.In(
            ("amplify/.config/project-config.json", """{ "projectName": "orders", "version": "3.1" }"""),
            ("amplify/.config/local-aws-info.json", """
                {
                  "dev": { "configLevel": "project", "useProfile": true, "profileName": "acme-dev" },
                  "prod": { "configLevel": "project", "useProfile": false, "profileName": "not-this", "awsConfigFilePath": "/x" }
                }
                """),
            ("amplify/team-provider-info.json", """
                {
                  "dev": { "awscloudformation": { "Region": "eu-west-1", "AuthRoleArn": "arn:aws:iam::111111111111:role/amplify-auth" } },
                  "prod": { "awscloudformation": { "Region": "eu-central-1", "StackId": "arn:aws:cloudformation:eu-central-1:333333333333:stack/a/b" } },
                  "broken": 1
                }
                """));
        Assert.Equal("amplify-gen1", Assert.Single(found.Tools).Id);
        Assert.Equal(["dev=acme-dev@amplify/.config/local-aws-info.json:2"], found.Of(DeclarationKind.Profile));
        Assert.Equal(["dev=111111111111@amplify/team-provider-info.json:2", "prod=333333333333@amplify/team-provider-info.json:3"], found.Of(DeclarationKind.Account));
        Assert.Equal(["dev=eu-west-1@amplify/team-provider-info.json:2", "prod=eu-central-1@amplify/team-provider-info.json:3"], found.Of(DeclarationKind.Region));
        Assert.Equal(["*=orders@amplify/.config/project-config.json:1"], found.Of(DeclarationKind.Project));
    }

    [Fact]
    public void Amplify_Gen_2_is_no_CDK_project_though_it_stands_on_it()
    {
        var found = Found.In(("amplify/backend.ts", ""), ("cdk.json", "{}"), ("package.json", """{ "devDependencies": { "@aws-amplify/backend": "^1.25.1", "aws-cdk": "^2" } }"""));
        Assert.Equal(["amplify-gen2 package.json:1"], found.Tools());
        Assert.Equal("^1.25.1", found.Tools[0].Version);
    }

    [Fact]
    public void The_CDK_is_known_by_its_file_and_its_context_by_what_it_holds()
    {
        var found = Found.In(("cdk.json", """
            {
              // the app
              "app": "npx ts-node bin/app.ts",
              "profile": "acme-dev",
              "context": {
                "@aws-cdk/core:x": { "account": "999999999999" },
                "environments": {
                  "dev": { "account": "111111111111", "region": "eu-west-1" },
                  "prod": { "accountId": "333333333333", "region": "eu-central-1", "profile": "acme-prod" },
                },
                "accounts": { "staging": "222222222222", "note": "text" },
                "sizes": { "web": "123456789012" }
              }
            }
            """));
        Assert.Equal(["cdk cdk.json:1"], found.Tools());
        Assert.Equal(["dev=111111111111@cdk.json:8", "prod=333333333333@cdk.json:9", "staging=222222222222@cdk.json:11"], found.Of(DeclarationKind.Account));
        Assert.Equal(["*=acme-dev@cdk.json:4", "prod=acme-prod@cdk.json:9"], found.Of(DeclarationKind.Profile));
        Assert.Equal(["dev", "prod", "staging"], found.Stages());
    }

    [Fact]
    public void Stacks_that_were_synthesised_tell_account_and_Region_and_stage_by_tag_or_name()
    {
        static string Stack(string environment, string tags = "{}") =>
            $$"""{ "type": "aws:cloudformation:stack", "environment": "aws://{{environment}}", "properties": { "tags": {{tags}} } }""";
        var found = Found.In(
            ("cdk.json", "{}"),
            ("cdk.out/manifest.json", $$"""
                { "artifacts": {
                  "Orders": {{Stack("111111111111/eu-west-1", """{ "stage": "dev" }""")}},
                  "orders-staging": {{Stack("222222222222/eu-west-1")}},
                  "open": {{Stack("unknown-account/unknown-region")}},
                  "assembly-Prod": { "type": "cdk:cloud-assembly", "displayName": "Prod", "properties": { "directoryName": "assembly-Prod" } },
                  "self": { "type": "cdk:cloud-assembly", "properties": { "directoryName": "assembly-Prod" } },
                  "out": { "type": "cdk:cloud-assembly", "properties": { "directoryName": "../../etc" } }
                } }
                """),
            ("cdk.out/../../etc/manifest.json", $$"""{ "artifacts": { "bad": {{Stack("999999999999/eu-west-1")}} } }"""),
            ("cdk.out/assembly-Prod/manifest.json", $$"""
                { "artifacts": { "ProdOrders": {{Stack("333333333333/eu-central-1")}},
                  "loop": { "type": "cdk:cloud-assembly", "properties": { "directoryName": "assembly-Prod" } } } }
                """));
        Assert.Equal(
            ["dev=111111111111@cdk.out/manifest.json:2", "staging=222222222222@cdk.out/manifest.json:3", "prod=333333333333@cdk.out/assembly-Prod/manifest.json:1"],
            found.Of(DeclarationKind.Account));
    }

    [Fact]
    public void SAM_has_a_stage_for_each_environment_and_the_default_one_by_its_parameters()
    {
        var found = Found.In(
            ("template.yaml", "AWSTemplateFormatVersion: '2010-09-09'\nTransform: AWS::Serverless-2016-10-31\n"),
            ("samconfig.toml", """
                version = 0.1
                [default.global.parameters]
                stack_name = "orders"
                region = "eu-west-1"   # for all
                profile = 'acme-dev'
                [default.deploy.parameters]
                parameter_overrides = "Size=1 Stage=dev"
                tags = [ "a]", # not the end
                  'b' ]
                [prod.deploy.parameters]
                profile = "acme-prod"
                role_arn = "arn:aws:iam::333333333333:role/cfn"
                """));
        Assert.Equal(["sam template.yaml:2"], found.Tools());
        Assert.Equal(["dev=acme-dev@samconfig.toml:5", "prod=acme-prod@samconfig.toml:11"], found.Of(DeclarationKind.Profile));
        Assert.Equal(["prod=333333333333@samconfig.toml:12"], found.Of(DeclarationKind.Account));
        Assert.Equal(["dev=eu-west-1@samconfig.toml:4"], found.Of(DeclarationKind.Region));
    }

    [Fact]
    public void SAM_is_found_by_a_config_in_YAML_and_by_its_template_alone()
    {
        Assert.Equal(["staging=a@samconfig.yaml:4"], Found.In(("samconfig.yaml", "staging:\n  deploy:\n    parameters:\n      profile: a\n")).Of(DeclarationKind.Profile));
        Assert.Equal(["sam template.yml:1"], Found.In(("template.yml", "Transform: AWS::Serverless-2016-10-31")).Tools());
    }

    [Theory]
    [InlineData("stack.yaml", "AWSTemplateFormatVersion: 2010-09-09", "cloudformation stack.yaml:1")]
    [InlineData("stack.json", "{\n\"AWSTemplateFormatVersion\": \"2010-09-09\"}", "cloudformation stack.json:2")]
    [InlineData("stack.txt", "AWSTemplateFormatVersion: 2010-09-09", null)]
    [InlineData("docker-compose.yml", "services: {}", null)]
    [InlineData("package.json", """{ "AWSTemplateFormatVersion": "no" }""", null)]
    public void A_plain_template_is_known_by_its_version(string name, string text, string? tool) =>
        Assert.Equal(tool is null ? [] : [tool], Found.In((name, text)).Tools());

    [Theory]
    [InlineData("package.json", """{ "dependencies": { "sst": "4", "serverless": "4", "aws-cdk": "2" } }""")]
    [InlineData("app/serverless.yml", "service: elsewhere")]
    [InlineData("serverless.yml.bak", "service: old")]
    [InlineData("sst.config.d.ts", "app(")]
    [InlineData("amplify/backend/x.json", "{}")]
    [InlineData("cdk.out/manifest.json", "{}")]
    public void What_only_looks_like_a_tools_file_is_none(string name, string text) => Assert.Empty(Found.In((name, text)).Tools());

    [Fact]
    public void The_shapes_of_values_are_checked()
    {
        var found = Found.In(("cdk.json", """
            { "profile": "line\u000Abreak", "context": { "envs": {
              "de v": { "account": "111111111111" }, "dev": { "account": "1111", "region": "Mars" }, "AKIAIOSFODNN7EXAMPLE": { "account": "111111111111" } } } }
            """));
        Assert.Empty(found.Of(DeclarationKind.Account));
        Assert.Empty(found.Of(DeclarationKind.Profile));
        Assert.Empty(found.Of(DeclarationKind.Region));
        Assert.Equal(3, found.NotReadable().Length);
        Assert.DoesNotContain(found.All, d => d.Value.Any(char.IsControl) || d.Setting.Any(char.IsControl));
    }
}
