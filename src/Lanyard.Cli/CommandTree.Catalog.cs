using System.CommandLine;
using Lanyard.Cli.Commands.Catalog;

namespace Lanyard.Cli;

/// <content>The commands under <c>catalog</c>.</content>
internal sealed partial class CommandTree
{
    private CommandWithExamples Catalog() => new(
        "catalog", "the actions that AWS knows: access levels, resource types, condition keys, what else they need",
        ["lanyard catalog show s3:GetObject", "lanyard catalog search rotate key", "lanyard catalog update"])
    {
        CatalogShow(), CatalogSearch(), CatalogUpdate(),
    };

    private Command CatalogShow()
    {
        var name = new Argument<string?>("ACTION") { Description = "an action, a pattern of actions, a service or a condition key; the catalogue itself if left out", Arity = ArgumentArity.ZeroOrOne };
        var command = Make("show", "an action with all that a policy for it may name",
            ["lanyard catalog show lambda:CreateFunction", "lanyard catalog show 's3:*Bucket*'", "lanyard catalog show sqs", "lanyard catalog show aws:PrincipalOrgID", "lanyard catalog show --json"],
            (result, _) => Task.FromResult(CatalogShowCommand.Run(result.GetValue(name), OptionsOf(result), surroundings)));
        command.Add(name);
        return command;
    }

    private Command CatalogSearch()
    {
        var words = new Argument<string[]>("TEXT") { Description = "words that all stand in an action's name or description, or in a condition key's", Arity = ArgumentArity.OneOrMore };
        var command = Make("search", "actions and condition keys by words in their names and descriptions",
            ["lanyard catalog search rotate key", "lanyard catalog search s3 multipart --json"],
            (result, _) => Task.FromResult(CatalogSearchCommand.Run(result.GetValue(words)!, OptionsOf(result), surroundings)));
        command.Add(words);
        return command;
    }

    private Command CatalogUpdate()
    {
        var endpoint = new Option<string?>("--endpoint") { Description = $"where the service reference is read; {CatalogUpdateCommand.Published} if left out", HelpName = "URL" };
        var schemas = new Option<string?>("--schemas") { Description = "where resource type schemas are read: an address, a .zip, a .json or a folder; AWS's for the Region if left out", HelpName = "URL|FILE|FOLDER" };
        return Make("update", "read AWS's service reference and resource type schemas anew; without it what Lanyard came with is used",
            ["lanyard catalog update", "lanyard catalog update --endpoint https://mirror.example.com", "lanyard catalog update --schemas CloudformationSchema.zip"],
            (result, stop) => CatalogUpdateCommand.RunAsync(result.GetValue(endpoint), result.GetValue(schemas), OptionsOf(result), surroundings, stop), endpoint, schemas);
    }
}
