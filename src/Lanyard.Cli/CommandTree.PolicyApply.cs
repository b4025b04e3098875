using System.CommandLine;
using Lanyard.Cli.Commands.Policies.Apply;

namespace Lanyard.Cli;

/// <content>The command <c>policy apply</c>.</content>
internal sealed partial class CommandTree
{
    private Command ApplyPolicy()
    {
        var file = new Argument<string?>("FILE") { Description = "what shall be in IAM (JSON or YAML), or one policy; - for stdin", Arity = ArgumentArity.ZeroOrOne };
        var role = new Option<string?>("--role") { Description = "the role that gets the policy", HelpName = "NAME" };
        var user = new Option<string?>("--user") { Description = "the user that gets the policy", HelpName = "NAME" };
        var group = new Option<string?>("--group") { Description = "the group that gets the policy", HelpName = "NAME" };
        var policyName = new Option<string?>("--policy-name") { Description = "make it a managed policy of this name; inline if left out", HelpName = "NAME" };
        var dryRun = new Option<bool>("--dry-run") { Description = "show what would change, and change nothing" };
        var prune = new Option<bool>("--prune") { Description = "take away what the document's lists don't have, from what it names" };
        var undo = new Option<string?>("--undo") { Description = "take back what was applied: a file that it wrote, or last", HelpName = "FILE|last" };
        var command = Make("apply", "make IAM have what a document says: shows the plan, asks, changes, and can undo",
            ["lanyard policy apply deploy-role.json --dry-run", "lanyard policy apply deploy-role.yaml --stage dev", "lanyard policy apply policy.json --role orders-deploy", "lanyard policy generate --template template.yaml --for deployer --json | lanyard policy apply - --role orders-deploy --policy-name orders-deploy --yes", "lanyard policy apply --undo last"],
            (result, stop) => ApplyCommand.RunAsync(
                new ApplyInput(OptionsOf(result), result.GetValue(file), result.GetValue(undo))
                {
                    Role = result.GetValue(role),
                    User = result.GetValue(user),
                    Group = result.GetValue(group),
                    PolicyName = result.GetValue(policyName),
                    DryRun = result.GetValue(dryRun),
                    Yes = result.GetValue(_yes),
                    Prune = result.GetValue(prune),
                },
                surroundings, stop),
            role, user, group, policyName, dryRun, prune, undo, _yes);
        command.Add(file);
        return command;
    }
}
