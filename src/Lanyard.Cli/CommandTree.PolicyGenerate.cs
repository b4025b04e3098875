using System.CommandLine;
using Lanyard.Cli.Commands.Policies.Generate;

namespace Lanyard.Cli;

/// <content>The command <c>policy generate</c>.</content>
internal sealed partial class CommandTree
{
    private Command GeneratePolicy()
    {
        var template = new Option<string[]>("--template") { Description = "a CloudFormation template, or the folder that a deploy tool writes templates to; - for stdin", HelpName = "FILE|FOLDER", AllowMultipleArgumentsPerToken = true };
        var stackName = new Option<string?>("--stack-name") { Description = "the stack's name, which generated names start with", HelpName = "NAME" };
        var account = new Option<string?>("--account") { Description = "the account, for ARNs", HelpName = "ID" };
        var parameter = new Option<string[]>("--parameter") { Description = "a value that the deployment gives a parameter", HelpName = "NAME=VALUE", AllowMultipleArgumentsPerToken = true };
        var noStackTags = new Option<bool>("--no-stack-tags") { Description = "the deploy tool puts no tags on the stack" };
        var explain = new Option<bool>("--explain") { Description = "print each need with its reason, phases and evidence" };
        return Make("generate", "the least that a deployment has to be allowed, each action with its reason",
            ["lanyard policy generate --template template.yaml --stack-name orders-dev --account 111111111111 --region eu-west-1", "lanyard policy generate --template cdk.out --explain"],
            (result, _) => Task.FromResult(GenerateCommand.Run(
                new GenerateInput(OptionsOf(result), result.GetValue(template) ?? [])
                {
                    StackName = result.GetValue(stackName),
                    Account = result.GetValue(account),
                    Parameters = result.GetValue(parameter) ?? [],
                    NoStackTags = result.GetValue(noStackTags),
                    Explain = result.GetValue(explain),
                }, surroundings)),
            template, stackName, account, parameter, noStackTags, explain);
    }
}
