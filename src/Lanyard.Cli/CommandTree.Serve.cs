using System.CommandLine;
using Lanyard.Cli.Commands.Serve;
using Lanyard.Credentials.Delivery;

namespace Lanyard.Cli;

/// <content>The command <c>serve</c>.</content>
internal sealed partial class CommandTree
{
    private Command Serve()
    {
        var port = PortOption();
        var format = new Option<string>("--format") { Description = $"one of {string.Join(", ", EnvironmentFormat.Names)}", HelpName = "FORMAT", DefaultValueFactory = _ => "bash" };
        format.AcceptOnlyFromAmong([.. EnvironmentFormat.Names]);
        var profiles = new Option<string[]>("--profile", "-p") { Description = "a profile of the shared AWS files; may stand several times", HelpName = "NAME" };
        var roles = new Option<string[]>("--allow-role") { Description = "a role that clients may ask for at /role-arn/ARN; may stand several times", HelpName = "ARN" };
        var tokenFiles = new Option<bool>("--token-files") { Description = "put the tokens into private files, and print AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE" };
        var command = new CommandWithExamples(
            "serve", "an endpoint on this machine that hands out short-lived credentials to other programs",
            ["lanyard serve container --profile dev", "lanyard serve metadata --stage dev"]);
        command.Add(Make("container", "serve credentials as in a container of Amazon ECS or EKS, until Ctrl+C; prints the environment that leads to them",
            ["lanyard serve container --stage dev", "lanyard serve container --profile dev --profile staging --port 9911 --format dotenv", "lanyard serve container --profile dev --allow-role arn:aws:iam::111111111111:role/deploy"],
            (result, stop) => ServeContainerCommand.RunAsync(
                new ServeContainerInput(
                    OptionsOf(result), result.GetValue(profiles) ?? [], result.GetValue(roles) ?? [], result.GetValue(port), result.GetValue(format)!, result.GetValue(tokenFiles)),
                surroundings, stop),
            profiles, roles, port, format, tokenFiles));
        command.Add(Make("metadata", "serve an identity as the metadata service of an EC2 instance does (IMDSv2), until Ctrl+C; needs no root",
            ["lanyard serve metadata --stage dev", "lanyard serve metadata --profile dev --port 9912"],
            (result, stop) => ServeMetadataCommand.RunAsync(
                new ServeMetadataInput(OptionsOf(result), result.GetValue(port), result.GetValue(format)!), surroundings, stop),
            port, format));
        return command;
    }

    private static Option<int> PortOption()
    {
        var port = new Option<int>("--port") { Description = "the port; a free one if left out", HelpName = "N" };
        port.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var n) && n is < 0 or > 65535)
            {
                result.AddError("--port is a number from 1 to 65535");
            }
        });
        return port;
    }
}
