using Lanyard.Projects.Detection;

namespace Lanyard.Tests.Projects.Detection;

public sealed class ServerlessTests
{
    private static ProjectDeclarations Yaml(string text) => Found.In(("serverless.yml", text));

    [Theory]
    [InlineData("""{ "devDependencies": { "serverless": "^3.40.0" } }""", "service: a", "serverless-3 package.json:1")]
    [InlineData("""{ "devDependencies": { "serverless": "~4.4" } }""", "service: a", "serverless-4 package.json:1")]
    [InlineData("""{ "dependencies": { "osls": "3.77.1" } }""", "service: a\nframeworkVersion: '3'", "osls-3 package.json:1")]
    [InlineData("""{ "dependencies": { "osls": "^4" } }""", "service: a", "osls-4 package.json:1")]
    [InlineData("{}", "service: a\nframeworkVersion: '3'", "serverless-3 serverless.yml:2")]
    [InlineData("{}", "service: a\nframeworkVersion: \">=4.0.0 <5.0.0\"", "serverless-4 serverless.yml:2")]
    [InlineData("""{ "devDependencies": { "serverless": "latest" } }""", "service: a", "serverless package.json:1")]
    [InlineData("{}", "service: a", "serverless serverless.yml:1")]
    public void The_version_is_that_of_package_json_or_of_the_file(string package, string yaml, string tool) =>
        Assert.Equal([tool], Found.In(("package.json", package), ("serverless.yml", yaml)).Tools());

    [Fact]
    public void What_is_installed_goes_before_the_range_that_is_asked_for()
    {
        var found = Found.In(
            ("package.json", """{ "devDependencies": { "serverless": ">=3" } }"""), ("node_modules/serverless/package.json", """{ "version": "4.43.0" }"""), ("serverless.yml", "service: a"));
        Assert.Equal(("serverless-4", "4.43.0"), (found.Tools[0].Id, found.Tools[0].Version));
    }

    [Fact]
    public void A_map_of_profiles_by_stage_is_read_with_its_lines()
    {
        var found = Yaml("""
            service: orders
            custom:
              profiles:
                dev: acme-dev
                prod: acme-prod
              webpack: { packager: npm }
            provider:
              name: aws
              stage: ${opt:stage, 'dev'}
              region: ${opt:region, 'eu-west-1'}
              profile: ${self:custom.profiles.${sls:stage}, ''}
            """);
        Assert.Equal(["dev=acme-dev@serverless.yml:4", "prod=acme-prod@serverless.yml:5"], found.Of(DeclarationKind.Profile));
        Assert.Equal(["*=eu-west-1@serverless.yml:10", "dev=eu-west-1@serverless.yml:10", "prod=eu-west-1@serverless.yml:10"], found.Of(DeclarationKind.Region));
        Assert.Equal(["*=orders@serverless.yml:1"], found.Of(DeclarationKind.Project));
        Assert.Equal(["dev", "prod"], found.Stages());
        Assert.Empty(found.NotReadable());
    }

    [Theory]
    [InlineData("${self:custom.profiles.${opt:stage, self:provider.stage}}")]
    [InlineData("${self:custom.profiles.${self:provider.stage}}")]
    [InlineData("${self:custom.profiles.${opt:stage, 'dev'}, self:custom.profiles.other}")]
    public void The_stage_is_looked_up_however_it_is_written(string profile)
    {
        var found = Yaml($"custom:\n  profiles: {{ dev: a, prod: b }}\nprovider:\n  stage: dev\n  profile: {profile}\n");
        Assert.Superset(new HashSet<string> { "dev=a@serverless.yml:2", "prod=b@serverless.yml:2" }, found.Of(DeclarationKind.Profile).ToHashSet());
    }

    [Fact]
    public void Of_a_map_that_holds_more_than_stages_those_with_the_setting_are_stages()
    {
        var found = Yaml("custom:\n  webpack: { packager: npm }\n  dev: { profile: a }\n  prod: { profile: b }\nprovider:\n  profile: ${self:custom.${sls:stage}.profile}\n");
        Assert.Equal(["dev", "prod"], found.Stages());
    }

    [Fact]
    public void Parameters_of_stages_are_read_those_of_default_for_the_others()
    {
        var found = Yaml("""
            params:
              default: { profile: acme-dev }
              prod: { profile: acme-prod, accountId: "333333333333" }
            stages:
              staging:
                params: { profile: acme-staging }
            provider:
              profile: ${param:profile}
            """);
        Assert.Equal(["*=acme-dev@serverless.yml:2", "prod=acme-prod@serverless.yml:3", "staging=acme-staging@serverless.yml:6"], found.Of(DeclarationKind.Profile));
        Assert.Equal(["prod=333333333333@serverless.yml:3"], found.Of(DeclarationKind.Account));
    }

    [Fact]
    public void Resolvers_of_version_4_name_profiles_by_stage()
    {
        var found = Yaml("""
            stages:
              default:
                resolvers:
                  acme: { type: aws, profile: acme-dev, region: eu-west-1 }
              prod:
                resolvers:
                  acme: { type: aws, profile: acme-prod }
                  other: { type: terraform, profile: not-this }
            provider: { name: aws, resolver: acme }
            """);
        Assert.Equal(["*=acme-dev@serverless.yml:4", "prod=acme-prod@serverless.yml:7"], found.Of(DeclarationKind.Profile));
    }

    [Theory]
    [InlineData("iam:\n    deploymentRole: arn:aws:iam::111111111111:role/cfn")]
    [InlineData("deploymentRole: arn:aws:iam::111111111111:role/cfn")]
    [InlineData("cfnRole: arn:aws:iam::111111111111:role/cfn")]
    public void The_role_of_the_deployment_tells_the_account(string setting) =>
        Assert.StartsWith("*=111111111111@", Assert.Single(Yaml($"provider:\n  {setting}\n").Of(DeclarationKind.Account)), StringComparison.Ordinal);

    [Fact]
    public void A_name_made_of_the_stage_is_worked_out_for_each()
    {
        var found = Yaml("params: { prod: {} }\nprovider:\n  stage: dev\n  profile: acme-${sls:stage}\n");
        Assert.Equal(["dev=acme-dev@serverless.yml:4", "prod=acme-prod@serverless.yml:4"], found.Of(DeclarationKind.Profile));
    }

    [Theory]
    [InlineData("${env:AWS_PROFILE}")]
    [InlineData("${env:AWS_PROFILE, 'acme'}")]
    [InlineData("${file(./profiles.yml):dev}")]
    [InlineData("${ssm:/acme/profile}")]
    [InlineData("${self:custom.a}")]
    [InlineData("${self:custom.profiles")]
    public void What_only_a_run_can_tell_is_said_to_be_not_readable(string profile)
    {
        var found = Yaml($"custom:\n  a: ${{self:custom.b}}\n  b: ${{self:custom.a}}\nprovider:\n  profile: \"{profile}\"\n");
        Assert.Empty(found.Of(DeclarationKind.Profile));
        Assert.Equal(["provider.profile@serverless.yml:5"], found.NotReadable().Distinct());
    }

    [Fact]
    public void A_file_that_is_a_program_is_found_and_not_run()
    {
        var found = Found.In(("serverless.ts", "throw new Error()"));
        Assert.Equal(["serverless serverless.ts:1"], found.Tools());
        Assert.Equal(["the file@serverless.ts:1"], found.NotReadable());
    }

    [Theory]
    [InlineData("provider:\n  profile: &p acme\n  name: *p\nresources: !Sub '${x}'\nfunctions: { a: !GetAtt x.y }\n")]
    [InlineData("provider: { profile: acme, profile: twice }\n")]
    [InlineData("provider: { profile: acme }\n---\nprovider: { profile: other }\n")]
    [InlineData("x: &x { y: *x }\n? [a]\n: b\nprovider: { profile: acme }\n")]
    public void What_our_own_files_may_not_have_is_read_past(string text) =>
        Assert.StartsWith("*=acme@", Assert.Single(Yaml(text).Of(DeclarationKind.Profile)), StringComparison.Ordinal);

    [Theory]
    [InlineData("provider: [", 1)]
    [InlineData("provider:\n  profile: {", 2)]
    [InlineData("just text", 1)]
    public void A_broken_file_is_found_and_told_with_its_line(string text, int line)
    {
        var found = Yaml(text);
        Assert.Equal("serverless", found.Tools[0].Id);
        Assert.StartsWith("the file@serverless.yml:", Assert.Single(found.NotReadable()), StringComparison.Ordinal);
        Assert.InRange(found.All[0].Place.Line, line, line + 1);
    }
}
