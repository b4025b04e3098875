using System.CommandLine;
using Lanyard.Cli.Commands.Policies.FromFailure;
using Lanyard.Cli.Commands.Policies.Generate;
using Lanyard.Cli.Commands.Policies.Generate.Formats;
using Lanyard.Cli.Commands.Policies.Generate.Sst;
using Lanyard.Cli.Commands.Policies.Presets;
using Lanyard.Policy.Generate.Frameworks;

namespace Lanyard.Cli;

/// <content>The command <c>policy generate</c>.</content>
internal sealed partial class CommandTree
{
    private Command GeneratePolicy()
    {
        var template = new Option<string[]>("--template") { Description = "a CloudFormation template, or the folder that a deploy tool writes templates to; - for stdin", HelpName = "FILE|FOLDER", AllowMultipleArgumentsPerToken = true };
        var framework = new Option<string?>("--framework") { Description = $"what the deploy tool itself calls: {string.Join(", ", FrameworkNeeds.Names)}; that of the templates if left out", HelpName = "NAME" };
        framework.AcceptOnlyFromAmong([.. FrameworkNeeds.Names]);
        var whom = new Option<string?>("--for") { Description = "who has the rights on the resources: deployer, service-role (CloudFormation's role), or both", HelpName = "WHOM" };
        whom.AcceptOnlyFromAmong("deployer", "service-role", "both");
        var serviceRole = new Option<string?>("--service-role") { Description = "the role that CloudFormation deploys with, which then has the rights on the resources; with --template it means --for both where --for is left out", HelpName = "ARN" };
        var bucket = new Option<string?>("--bucket") { Description = "the bucket that the deploy tool uploads to", HelpName = "NAME" };
        var app = new Option<string?>("--app") { Description = "the app's or service's name", HelpName = "NAME" };
        var stackName = new Option<string?>("--stack-name") { Description = "the stack's name, which generated names start with", HelpName = "NAME" };
        var account = new Option<string?>("--account") { Description = "the account, for ARNs", HelpName = "ID" };
        var parameter = new Option<string[]>("--parameter") { Description = "a value that the deployment gives a parameter", HelpName = "NAME=VALUE", AllowMultipleArgumentsPerToken = true };
        var parameterFile = new Option<string[]>("--parameter-file") { Description = "a file with parameters' values, in JSON or YAML, in a form that AWS's tools take; --parameter goes before it", HelpName = "FILE", AllowMultipleArgumentsPerToken = true };
        var configEnv = new Option<string?>("--config-env") { Description = "the environment of samconfig.toml or of Amplify Gen 1 whose values are taken; the stage or the default one if left out", HelpName = "NAME" };
        var noStackTags = new Option<bool>("--no-stack-tags") { Description = "the deploy tool puts no tags on the stack" };
        var boundary = new Option<string?>("--boundary") { Description = "the permissions boundary that roles must be made with; STACK-boundary if left out", HelpName = "ARN" };
        var noBoundary = new Option<bool>("--no-boundary") { Description = "let roles be made without a permissions boundary" };
        var boundaryDocument = new Option<bool>("--boundary-document") { Description = "print that boundary too: at most what the roles' own policies in the template allow" };
        var format = new Option<string>("--format") { Description = $"how policies are written: {string.Join(", ", PolicyFormat.Names)}; --json writes all that is known instead", HelpName = "FORMAT", DefaultValueFactory = _ => PolicyFormat.Json };
        format.AcceptOnlyFromAmong([.. PolicyFormat.Names]);
        var split = new Option<bool>("--split") { Description = "make as few managed policies as the quota allows, to be attached together" };
        var run = new Option<bool>("--run") { Description = "run the program of an SST 3 or 4 project, without AWS, so that it lists its resources; needs --stage" };
        var explain = new Option<bool>("--explain") { Description = "print each need with its reason, phases and evidence" };
        var failure = new FailureOptions();
        return Make("generate", "the least that a deployment has to be allowed, each action with its reason",
            ["lanyard policy generate --template template.yaml --stack-name orders-dev --account 111111111111 --region eu-west-1", "lanyard policy generate --template cdk.out --explain", "lanyard policy generate --framework serverless --app orders-api --stage dev", "lanyard policy generate --framework sst --run --stage dev", "lanyard policy generate --template .serverless --for both --service-role arn:aws:iam::111111111111:role/orders-cfn", FailureOptions.Example],
            async (result, stop) => failure.Input(result, OptionsOf(result), account) is { } refused ? await FromFailureCommand.RunAsync(refused, surroundings, stop).ConfigureAwait(false) : GenerateCommand.Run(await SstProgram.RunAsync(
                new GenerateInput(OptionsOf(result), result.GetValue(template) ?? [])
                {
                    Framework = result.GetValue(framework),
                    For = result.GetValue(whom),
                    ServiceRole = result.GetValue(serviceRole),
                    Bucket = result.GetValue(bucket),
                    App = result.GetValue(app),
                    StackName = result.GetValue(stackName),
                    Account = result.GetValue(account),
                    Parameters = result.GetValue(parameter) ?? [],
                    ParameterFiles = result.GetValue(parameterFile) ?? [],
                    ConfigEnvironment = result.GetValue(configEnv),
                    NoStackTags = result.GetValue(noStackTags),
                    Boundary = result.GetValue(boundary),
                    NoBoundary = result.GetValue(noBoundary),
                    BoundaryDocument = result.GetValue(boundaryDocument),
                    ServiceControl = result.GetValue(failure.ServiceControl) ?? [],
                    DeployerBoundary = result.GetValue(failure.Boundary) ?? [],
                    Format = result.GetValue(format)!,
                    Split = result.GetValue(split),
                    Explain = result.GetValue(explain),
                    Run = result.GetValue(run),
                }.WithStage(surroundings), surroundings).ConfigureAwait(false), surroundings),
            [template, framework, whom, serviceRole, bucket, app, stackName, account, parameter, parameterFile, configEnv, noStackTags, boundary, noBoundary, boundaryDocument, format, split, explain, run, .. failure.All]);
    }

    private Command ListPolicies() => Make("list", "the policies that `policy show` knows by a name", ["lanyard policy list"],
        (result, _) => Task.FromResult(PresetCommand.List(OptionsOf(result).Json, surroundings)));

    private Command ShowPolicy()
    {
        var name = new Argument<string>("NAME") { Description = "a name that `lanyard policy list` shows" };
        var stackName = new Option<string?>("--stack-name") { Description = "the stack's name", HelpName = "NAME" };
        var account = new Option<string?>("--account") { Description = "the account, for ARNs", HelpName = "ID" };
        var app = new Option<string?>("--app") { Description = "the app's or service's name", HelpName = "NAME" };
        var command = Make("show", "a policy that people know by a name: what a deploy tool itself calls, or a wide one to compare with",
            ["lanyard policy show cdk", "lanyard policy show serverless --app orders-api --stage dev --account 111111111111 --region eu-west-1"],
            (result, _) => Task.FromResult(PresetCommand.Show(result.GetValue(name)!, new GenerateInput(OptionsOf(result), [])
            {
                StackName = result.GetValue(stackName),
                Account = result.GetValue(account),
                App = result.GetValue(app),
            }.WithStage(surroundings), surroundings)),
            stackName, account, app);
        command.Add(name);
        return command;
    }
}
