using Lanyard.Projects.Detection;

namespace Lanyard.Tests.Projects.Detection;

public sealed class SstTests
{
    private const string Ion = """
        /// <reference path="./.sst/platform/config.d.ts" />
        export default $config({
          app(input) {
            return {
              name: "orders",
              removal: input?.stage === "production" ? "retain" : "remove",
              home: "aws",
              providers: { aws: { profile: PROFILE, region: "eu-west-1" } },
            };
          },
          async run() {
            new sst.aws.Function("F", { handler: "x", profile: "not-this", region: "us-east-1" });
          },
        });
        """;

    private static ProjectDeclarations Config(string text) => Found.In(("sst.config.ts", text));

    private static ProjectDeclarations Profile(string expression, string before = "") =>
        Config(before + Ion.Replace("PROFILE", expression, StringComparison.Ordinal));

    [Theory]
    [InlineData("^2.49.8", "sst-2")]
    [InlineData("3.17.0", "sst-3")]
    [InlineData("~4.17.1", "sst-4")]
    [InlineData("latest", "sst")]
    public void The_version_is_that_of_package_json(string version, string id) =>
        Assert.Equal([$"{id} package.json:3"], Found.In(("package.json", $"{{\n \"devDependencies\": {{\n  \"sst\": \"{version}\" }} }}"), ("sst.config.ts", Ion)).Tools());

    [Fact]
    public void Without_package_json_the_file_itself_tells_version_2_from_later_ones()
    {
        Assert.Equal(["sst sst.config.ts:1"], Config(Ion).Tools());
        Assert.Equal(["sst-2 sst.config.ts:1"], Config("export default { config(input) { return {} }, stacks(app) {} } satisfies SSTConfig").Tools());
    }

    [Fact]
    public void A_literal_is_read_from_the_function_that_is_asked_and_no_other()
    {
        var found = Profile("\"acme-dev\"");
        Assert.Equal(["*=acme-dev@sst.config.ts:8"], found.Of(DeclarationKind.Profile));
        Assert.Equal(["*=eu-west-1@sst.config.ts:8"], found.Of(DeclarationKind.Region));
        Assert.Equal(["*=orders@sst.config.ts:5"], found.Of(DeclarationKind.Project));
        Assert.Equal(["production"], found.Stages());
    }

    [Theory]
    [InlineData("input.stage === \"production\" ? \"a-prod\" : \"a-dev\"", "*=a-dev", "production=a-prod")]
    [InlineData("input?.stage !== 'production' ? 'a-dev' : 'a-prod'", "*=a-dev", "production=a-prod")]
    [InlineData("(input.stage == \"prod\") ? \"p\" : input.stage == \"staging\" ? \"s\" : \"d\"", "*=d", "prod=p", "staging=s")]
    [InlineData("isProd ? \"p\" : undefined", "production=p")]
    [InlineData("[\"prod\", \"staging\"].includes(input.stage) ? \"x\" : \"y\"", "*=y", "prod=x", "staging=x")]
    [InlineData("profiles[input.stage]", "dev=acme-dev", "prod=acme-prod")]
    [InlineData("profiles[input.stage as keyof typeof profiles] ?? \"acme-dev\"", "*=acme-dev", "dev=acme-dev", "prod=acme-prod")]
    [InlineData("{ dev: \"a\", prod: \"b\" }[stage]!", "dev=a", "prod=b")]
    [InlineData("accounts[input.stage].profile", "dev=d", "prod=p")]
    [InlineData("name1", "*=one")]
    [InlineData("`acme`", "*=acme")]
    public void What_the_stage_decides_is_read_for_each(string expression, params string[] expected)
    {
        const string Before = """
            const isProd = input.stage === "production";
            const name1 = "one"
            const profiles: Record<string, string> = { dev: "acme-dev", "prod": 'acme-prod' /* , not: "this" */ };
            const accounts = { dev: { account: "1", profile: "d" }, prod: { profile: "p" }, };

            """;
        var found = Profile(expression, Before);
        Assert.Equal(expected, found.Of(DeclarationKind.Profile).Select(v => v[..v.IndexOf('@', StringComparison.Ordinal)]).Order(StringComparer.Ordinal));
        Assert.Empty(found.NotReadable());
    }

    [Theory]
    [InlineData("process.env.AWS_PROFILE")]
    [InlineData("process.env.AWS_PROFILE ?? \"acme\"")]
    [InlineData("`acme-${input.stage}`")]
    [InlineData("profileOf(input.stage)")]
    [InlineData("isLocal() ? \"a\" : \"b\"")]
    [InlineData("profiles[region]")]
    [InlineData("missing")]
    [InlineData("\"a\" + \"b\"")]
    [InlineData("\"a\\u0062\"")]
    [InlineData("self")]
    public void What_is_computed_is_said_to_be_not_readable(string expression)
    {
        var found = Profile(expression, "const profiles = { dev: \"a\" };\nconst self = self;\n");
        Assert.Empty(found.Of(DeclarationKind.Profile));
        Assert.Equal(["profile@sst.config.ts:10"], found.NotReadable());
    }

    [Fact]
    public void Allowed_accounts_and_roles_tell_the_account()
    {
        var found = Config("""
            const ids = { dev: "111111111111", prod: "333333333333" };
            export default $config({ app: async (input) => ({
              providers: { aws: {
                allowedAccountIds: [ids[input.stage]],
                assumeRoles: [{ roleArn: "arn:aws:iam::444444444444:role/x" }],
              } },
            }) });
            """);
        Assert.Equal(["dev=111111111111@sst.config.ts:1", "prod=333333333333@sst.config.ts:1", "*=444444444444@sst.config.ts:5"], found.Of(DeclarationKind.Account));
    }

    [Fact]
    public void Version_2_names_its_stages_by_a_map_and_a_default()
    {
        var found = Config("""
            const profiles: Record<string, string> = { dev: "acme-dev", prod: "acme-prod" };
            export default {
              config(input) {
                const stage = input.stage ?? "dev";
                return { name: "orders", region: "eu-west-1", profile: profiles[stage] };
              },
              stacks(app) { if (app.stage !== "prod") { app.setDefaultRemovalPolicy("destroy"); } },
            } satisfies SSTConfig;
            """);
        Assert.Equal(["dev=acme-dev@sst.config.ts:1", "prod=acme-prod@sst.config.ts:1"], found.Of(DeclarationKind.Profile));
        Assert.Equal(["*=eu-west-1@sst.config.ts:5"], found.Of(DeclarationKind.Region));
    }

    [Theory]
    [InlineData("// app(input) { return { profile: \"commented\" } }")]
    [InlineData("const s = \"app(input) { return { profile: 'quoted' } }\"; $config")]
    [InlineData("")]
    [InlineData("app(")]
    [InlineData("export default $config({ app(input) {")]
    [InlineData("export default $config({ app(input) { return { profile")]
    [InlineData("export default $config({ app(input) { return { profile:")]
    [InlineData("export default $config({ app(input) { return { profile: x[")]
    [InlineData("export default $config({ app(input) { return { profile: a ? ")]
    [InlineData("export default $config({ app(input) { return { profile: a ? b : ")]
    [InlineData("export default $config({ app(input) { return { profile: [")]
    [InlineData("export default $config({ app(input) { return { profile: ][ } } })")]
    [InlineData("export default $config({ app(input) { return { profile: \"open")]
    [InlineData("export default $config({ app(input) { return { profile: {")]
    [InlineData("const m = ; export default $config({ app() { return { profile: m[stage] } } })")]
    [InlineData("const m = { a: ; export default $config({ app() { return { profile: m[stage].x } } })")]
    [InlineData("`${`${`")]
    public void A_file_that_breaks_off_anywhere_is_read_as_far_as_it_goes(string text)
    {
        var found = Config(text);
        Assert.Single(found.Tools);
        Assert.DoesNotContain(found.All, d => d.Kind == DeclarationKind.Profile && d.Value != "open");
    }

    [Fact]
    public void Every_beginning_of_a_file_is_read_without_failing()
    {
        var text = "const m: R<s> = { dev: { p: \"a\" } };\n" + Ion.Replace("PROFILE", "(m[input.stage!]?.p ?? x) as string", StringComparison.Ordinal);
        for (var length = 0; length <= text.Length; length++)
        {
            Assert.Single(Config(text[..length]).Tools);
        }
    }
}
