using Lanyard.Projects.Tools;

namespace Lanyard.Tests.Projects.Tools;

/// <summary>Which stage a command names by itself. What each tool reads is from its documentation, its source and runs of it.</summary>
public sealed class ChildStageTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, string> _environment = [];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("sst deploy --stage dev", "dev")]
    [InlineData("sst deploy --stage=dev", "dev")]
    [InlineData("sst --stage dev deploy", "dev")]
    [InlineData("sst dev --stage anna next dev", "anna")]
    [InlineData("serverless deploy --stage dev", "dev")]
    [InlineData("sls deploy -s dev", "dev")]
    [InlineData("sls deploy -s=dev", "dev")]
    [InlineData("sls deploy -vs dev", "dev")]
    [InlineData("osls remove --stage=dev", "dev")]
    [InlineData("cdk deploy -c stage=dev", "dev")]
    [InlineData("cdk deploy -cstage=dev", "dev")]
    [InlineData("cdk deploy --context stage=dev --all", "dev")]
    [InlineData("cdk deploy --context=stage=dev", "dev")]
    [InlineData("cdk -c account=1 -c stage=dev deploy", "dev")]
    [InlineData("sam deploy --config-env dev", "dev")]
    [InlineData("sam deploy --config-env=dev", "dev")]
    [InlineData("amplify pull --envName dev", "dev")]
    [InlineData("amplify env checkout dev", "dev")]
    [InlineData("""amplify init --amplify {"envName":"dev"}""", "dev")]
    public void Each_tool_has_its_own_way_to_name_a_stage(string command, string stage) => Assert.Equal([stage], Names(command));

    [Theory]
    [InlineData("aws s3 --stage dev")]
    [InlineData("aws apigateway get-stage --stage-name dev")]
    [InlineData("terraform apply --stage dev")]
    [InlineData("echo sst deploy --stage dev")]
    [InlineData("sst deploy -s dev")]
    [InlineData("sst deploy --stages dev")]
    [InlineData("sst deploy --stage")]
    [InlineData("sst deploy --stage --verbose")]
    [InlineData("sst shell -- npm test --stage dev")]
    [InlineData("sst --version")]
    [InlineData("cdk deploy --stage dev")]
    [InlineData("cdk deploy -c stageName=dev")]
    [InlineData("cdk deploy -c mystage=dev")]
    [InlineData("cdk deploy -c dev")]
    [InlineData("sam deploy --stage dev")]
    [InlineData("sam deploy --config-env default")]
    [InlineData("sam deploy -s dev")]
    [InlineData("amplify push --stage dev")]
    [InlineData("amplify env list dev")]
    [InlineData("amplify init --amplify {broken")]
    [InlineData("serverless deploy -S dev")]
    [InlineData("serverless deploy --stage-name dev")]
    [InlineData("sstx deploy --stage dev")]
    [InlineData("sst.config deploy --stage dev")]
    [InlineData("make deploy STAGE=dev")]
    [InlineData("git commit -s dev")]
    public void What_only_looks_like_it_names_none(string command) => Assert.Empty(Names(command));

    [Theory]
    [InlineData("npx sst deploy --stage dev")]
    [InlineData("npx -y sst@3.17.0 deploy --stage dev")]
    [InlineData("npx --yes --package sst@3 sst deploy --stage dev")]
    [InlineData("npx --package=sst -- sst deploy --stage dev")]
    [InlineData("npx -c 'sst deploy --stage dev'")]
    [InlineData("npx aws-cdk@2 deploy -c stage=dev")]
    [InlineData("npx @aws-amplify/cli@14 pull --envName dev")]
    [InlineData("npm exec -- sst deploy --stage dev")]
    [InlineData("npm exec -y sst deploy --stage dev")]
    [InlineData("npm x sls deploy -s dev")]
    [InlineData("bunx sst deploy --stage dev")]
    [InlineData("bunx --bun sst deploy --stage dev")]
    [InlineData("bun x sst deploy --stage dev")]
    [InlineData("bun run sst deploy --stage dev")]
    [InlineData("bun sst deploy --stage dev")]
    [InlineData("pnpm exec sst deploy --stage dev")]
    [InlineData("pnpm dlx sst@3 deploy --stage dev")]
    [InlineData("pnpm sst deploy --stage dev")]
    [InlineData("yarn sst deploy --stage dev")]
    [InlineData("yarn run sst deploy --stage dev")]
    [InlineData("yarn dlx sst deploy --stage dev")]
    [InlineData("yarn exec sst deploy --stage dev")]
    [InlineData("./node_modules/.bin/sst deploy --stage dev")]
    [InlineData("node node_modules/serverless/bin/serverless.js deploy --stage dev")]
    [InlineData("""node_modules\.bin\sst.cmd deploy --stage dev""")]
    [InlineData("env A=b sst deploy --stage dev")]
    [InlineData("env -i PATH=/bin SST_STAGE=dev sst deploy")]
    [InlineData("env -u SST_STAGE SST_STAGE=dev sst deploy")]
    [InlineData("env SST_STAGE=dev npx sst deploy")]
    [InlineData("cross-env SST_STAGE=dev sst deploy")]
    [InlineData("dotenv -e .env -- sst deploy --stage dev")]
    [InlineData("nohup npx sst deploy --stage dev")]
    [InlineData("sh -c 'sst deploy --stage dev'")]
    [InlineData("sh -c 'exec npx sst deploy --stage dev'")]
    [InlineData("bash -euo pipefail -c 'npm ci && npx sst deploy --stage dev'")]
    [InlineData("bash -lc 'cd infra; SST_STAGE=dev npx sst deploy | tee log'")]
    [InlineData("sh -c 'export SST_STAGE=dev; sst deploy'")]
    [InlineData("sh -c 'S=dev; sst deploy --stage $S > log 2>&1'")]
    [InlineData("sh -c 'sst deploy --stage \"${S:-dev}\" # not --stage prod'")]
    [InlineData("sh -c '(cd a && sst deploy --stage dev)'")]
    [InlineData("sh -c 'if true; then sst deploy --stage dev; fi'")]
    [InlineData("sh -c 'A=$(date) sst deploy --stage dev'")]
    public void It_is_found_through_runners_and_shells(string command) => Assert.Equal(["dev"], Names(command));

    [Theory]
    [InlineData("sh -c 'echo \"sst deploy --stage dev\"'")]
    [InlineData("sh -c '# sst deploy --stage dev'")]
    [InlineData("sh -c 'sst deploy --stage $(git branch --show-current)'")]
    [InlineData("sh -c 'sst deploy --stage $UNSET'")]
    [InlineData("sh -c 'sst deploy --stage=dev-$(id -un)'")]
    [InlineData("sh -c 'SST_STAGE=$(id -un) sst deploy'")]
    [InlineData("sh -c 'sst deploy --stage `cat stage`'")]
    [InlineData("sh -c 'cat <<EOF\nsst deploy --stage dev\nEOF'")]
    [InlineData("sh -c 'sst deploy --stage \"dev'")]
    [InlineData("sh script.sh sst deploy --stage dev")]
    [InlineData("npx")]
    [InlineData("npx -c")]
    [InlineData("npm")]
    [InlineData("npm run")]
    [InlineData("npm sst deploy --stage dev")]
    [InlineData("pnpm add sst --stage dev")]
    [InlineData("pnpm --filter web exec sst deploy --stage dev")]
    [InlineData("npm run deploy --stage dev")]
    [InlineData("env -S 'sst deploy --stage dev'")]
    [InlineData("lanyard exec --stage dev -- sst deploy --stage dev")]
    public void What_can_not_be_read_plainly_names_none(string command) => Assert.Empty(Names(command));

    [Fact]
    public void Sst_reads_a_variable_where_no_option_names_a_stage()
    {
        _environment["SST_STAGE"] = "dev";
        Assert.Equal(["dev"], Names("npx sst deploy"));
        Assert.Equal(["prod"], Names("npx sst deploy --stage prod"));
        Assert.Equal(["prod"], Names("env SST_STAGE=prod sst deploy"));
        Assert.Empty(Names("env -u SST_STAGE sst deploy"));
        Assert.Empty(Names("env -i sst deploy"));
        Assert.Empty(Names("sls deploy"));
        Assert.Empty(Names("cdk deploy"));
        Assert.Equal(["dev"], Names("sh -c 'sst deploy --stage $SST_STAGE'"));
    }

    [Theory]
    [InlineData("npm run deploy", "dev")]
    [InlineData("npm run-script deploy", "dev")]
    [InlineData("npm run -s deploy", "dev")]
    [InlineData("pnpm deploy:dev", "dev")]
    [InlineData("pnpm run deploy", "dev")]
    [InlineData("yarn deploy", "dev")]
    [InlineData("yarn run deploy", "dev")]
    [InlineData("bun run deploy", "dev")]
    [InlineData("npm start", "start")]
    [InlineData("npm run bare -- --stage dev", "dev")]
    [InlineData("yarn bare --stage dev", "dev")]
    [InlineData("pnpm run bare --stage dev", "dev")]
    [InlineData("bun run bare --stage=dev", "dev")]
    [InlineData("npm run checkout dev", "dev")]
    public void A_scripts_text_is_looked_at_with_what_is_handed_to_it(string command, string stage)
    {
        WritePackage();
        Assert.Equal([stage], Names(command));
    }

    [Theory]
    [InlineData("npm run bare --stage dev")]
    [InlineData("npm run bare")]
    [InlineData("npm run twice")]
    [InlineData("npm run nothing")]
    [InlineData("npm --prefix other run deploy")]
    [InlineData("npm run deploy -w web")]
    [InlineData("pnpm -C other run deploy")]
    [InlineData("yarn workspace web deploy")]
    [InlineData("pnpm deploy")]
    public void A_script_that_is_not_surely_meant_names_none(string command)
    {
        WritePackage();
        Assert.Empty(Names(command));
    }

    [Fact]
    public void The_nearest_package_is_the_one_whose_scripts_run()
    {
        WritePackage();
        _folder.Write("web/src/.keep", "");
        Assert.Equal(["dev"], Names("npm run deploy", "web/src"));
        _folder.Write("web/package.json", """{"scripts":{"deploy":"sst deploy --stage web"}}""");
        Assert.Equal(["web"], Names("npm run deploy", "web/src"));
        Assert.Equal(["web"], Names("sh -c 'cd web && npm run deploy'"));
        _folder.Write("web/package.json", "{ broken");
        Assert.Empty(Names("npm run deploy", "web/src"));
    }

    [Fact]
    public void Every_stage_of_several_commands_is_given_with_its_place()
    {
        WritePackage();
        var stages = Of("sh -c 'sst deploy --stage dev && npm run start && cdk deploy -c stage=prod'", "");
        Assert.Equal(["dev", "start", "prod"], stages.Select(s => s.Name));
        Assert.Equal("`--stage` of sst in the command", stages[0].Place);
        Assert.Equal($"`--stage` of sst in the script `start` of {_folder.File("package.json")}", stages[1].Place);
        Assert.Equal("`-c stage` of cdk in the command", stages[2].Place);
    }

    private void WritePackage() => _folder.Write("package.json", """
        {"scripts":{
          "deploy":"sst deploy --stage dev", "deploy:dev":"cross-env A=b sst deploy --stage=dev", "start":"sst dev --stage start",
          "bare":"sst deploy", "checkout":"amplify env checkout", "twice":"npm run deploy", "list":["sst"], "nothing":""}}
        """);

    private IEnumerable<string> Names(string command, string folder = "") => Of(command, folder).Select(s => s.Name);

    private IReadOnlyList<ChildStage> Of(string command, string folder) =>
        ChildStage.Of(ChildCommand.Read(Words(command), Path.GetFullPath(_folder.File(folder)).TrimEnd('/'), _environment), _environment);

    // Single quotes hold words together; everything else is as it stands.
    private static string[] Words(string command) =>
        [.. command.Split('\'').SelectMany((part, at) => at % 2 == 1 ? [part] : part.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
}
