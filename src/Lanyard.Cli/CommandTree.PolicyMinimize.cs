using System.CommandLine;
using Lanyard.Cli.Commands.Policies.Minimize;

namespace Lanyard.Cli;

/// <content>The command <c>policy minimize</c>.</content>
internal sealed partial class CommandTree
{
    private Command MinimizePolicy()
    {
        var file = new Argument<string>("FILE") { Description = "a policy document (JSON); - for stdin" };
        var wildcards = new Option<bool>("--wildcards") { Description = "let wildcards stand for exactly the actions of today; they allow tomorrow's too" };
        var dropSids = new Option<bool>("--drop-sids") { Description = "leave the names of statements out" };
        var place = new Option<string?>("--for") { Description = $"where it is put, whose quota counts: {string.Join(", ", MinimizePlace.All.Select(place => place.Name))}", HelpName = "PLACE" };
        place.AcceptOnlyFromAmong([.. MinimizePlace.All.Select(place => place.Name)]);
        var maxSize = new Option<int?>("--max-size") { Description = "the most characters of a document; the quota of the place if left out", HelpName = "N" };
        var split = new Option<bool>("--split") { Description = "make as few documents as the size allows, to be attached together" };
        var against = new Option<string[]>("--against") { Description = "the documents of the last split: statements stay in theirs", HelpName = "FILE", AllowMultipleArgumentsPerToken = true };
        var output = new Option<string?>("--out") { Description = "write each document into this folder, and print the files' names", HelpName = "FOLDER" };
        var force = new Option<bool>("--force") { Description = "replace files of the folder that say something else" };
        var compact = new Option<bool>("--compact") { Description = "write without white space" };
        var command = Make("minimize", "the same policy in fewer characters, or in several documents, proved to be the same",
            ["lanyard policy minimize policy.json", "lanyard policy minimize policy.json --wildcards --for inline-role", "lanyard policy minimize policy.json --split --out policies", "lanyard policy minimize policy.json --split --against policies/*.json --out policies --force"],
            (result, _) => Task.FromResult(MinimizeCommand.Run(
                new MinimizeInput(OptionsOf(result), result.GetValue(file)!)
                {
                    Wildcards = result.GetValue(wildcards),
                    DropSids = result.GetValue(dropSids),
                    For = result.GetValue(place),
                    MaxSize = result.GetValue(maxSize),
                    Split = result.GetValue(split),
                    Against = result.GetValue(against) ?? [],
                    Out = result.GetValue(output),
                    Force = result.GetValue(force),
                    Compact = result.GetValue(compact),
                }, surroundings)),
            wildcards, dropSids, place, maxSize, split, against, output, force, compact);
        command.Add(file);
        return command;
    }
}
