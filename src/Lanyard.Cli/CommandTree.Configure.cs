using System.CommandLine;
using Lanyard.Cli.Commands;
using Lanyard.Cli.Commands.Completion;
using Lanyard.Cli.Commands.Configure;
using Lanyard.Cli.Edge;
using Lanyard.Cli.Identity;
using Lanyard.Credentials.SharedConfig.Import;

namespace Lanyard.Cli;

/// <content><c>configure</c>, <c>status</c> and <c>completion</c>.</content>
internal sealed partial class CommandTree
{
    private Command Configure()
    {
        var command = new CommandWithExamples("configure", "add profiles to the shared AWS config file",
            ["lanyard configure sso", "lanyard configure import --session my-org", "lanyard configure role --profile deploy --role-arn arn:aws:iam::123456789012:role/deploy --source-profile dev"]);
        command.Add(ConfigureSso());
        command.Add(ConfigureRole());
        command.Add(ConfigureImport());
        command.Add(ConfigureKeys());
        return command;
    }

    private Command ConfigureSso()
    {
        var session = new SessionOptionSet();
        var account = new Option<string?>("--account") { Description = "the account, by id or name; asked for if left out", HelpName = "ID" };
        var role = new Option<string?>("--role") { Description = "the permission set; asked for if left out", HelpName = "NAME" };
        var output = new Option<string?>("--output") { Description = "the AWS CLI's output format for this profile", HelpName = "FORMAT" };
        output.AcceptOnlyFromAmong(ConfigureSsoCommand.Outputs);
        var yes = new Option<bool>("--yes") { Description = "change a profile that is there without asking" };
        return Make("sso", "add a profile that signs in with IAM Identity Center; asks for what is left out",
            [
                "lanyard configure sso",
                "lanyard configure sso --session my-org --profile dev",
                "lanyard configure sso --no-input --session my-org --start-url https://my-org.awsapps.com/start --sso-region eu-west-1 --account 123456789012 --role Developer --profile dev --region eu-west-1",
            ],
            (result, stop) =>
            {
                var options = OptionsOf(result);
                return ConfigureSsoCommand.RunAsync(
                    new ConfigureSsoInput(options, session.Of(result), result.GetValue(account), result.GetValue(role), result.GetValue(output), result.GetValue(yes), session.SignInOf(result, surroundings)),
                    surroundings, Questions.On(surroundings, options.NoInput), stop);
            },
            [.. session.All, account, role, output, yes]);
    }

    private Command ConfigureRole()
    {
        var roleArn = new Option<string?>("--role-arn") { Description = "the role", HelpName = "ARN" };
        var source = new Option<string?>("--source-profile") { Description = "the profile whose credentials assume it", HelpName = "NAME" };
        var place = new Option<string?>("--credential-source") { Description = $"where else they come from: {string.Join(", ", ConfigureRoleCommand.CredentialSources)}", HelpName = "PLACE" };
        place.AcceptOnlyFromAmong(ConfigureRoleCommand.CredentialSources);
        var externalId = new Option<string?>("--external-id") { Description = "the external id that the role's trust policy asks for", HelpName = "ID" };
        var sessionName = new Option<string?>("--role-session-name") { Description = "the session's name, as CloudTrail shows it", HelpName = "NAME" };
        var duration = new Option<string?>("--duration") { Description = "how long a session lasts, 15m to 12h; 1h if left out", HelpName = "TIME" };
        var mfa = new Option<string?>("--mfa-serial") { Description = "the MFA device that the role's trust policy asks for", HelpName = "ARN" };
        var check = new Option<bool>("--check") { Description = "assume the role before the profile is written" };
        var yes = new Option<bool>("--yes") { Description = "change a profile that is there without asking" };
        return Make("role", "add a profile that assumes a role with another profile's credentials",
            [
                "lanyard configure role --profile deploy --role-arn arn:aws:iam::123456789012:role/deploy --source-profile dev --check",
                "lanyard configure role --profile ci --role-arn arn:aws:iam::123456789012:role/ci --credential-source Environment --duration 1h",
            ],
            (result, stop) =>
            {
                var options = OptionsOf(result);
                return ConfigureRoleCommand.RunAsync(
                    new ConfigureRoleInput(options)
                    {
                        RoleArn = result.GetValue(roleArn),
                        SourceProfile = result.GetValue(source),
                        CredentialSource = result.GetValue(place),
                        ExternalId = result.GetValue(externalId),
                        RoleSessionName = result.GetValue(sessionName),
                        Duration = result.GetValue(duration),
                        MfaSerial = result.GetValue(mfa),
                        Check = result.GetValue(check),
                        Yes = result.GetValue(yes),
                    },
                    surroundings, Questions.On(surroundings, options.NoInput), stop);
            },
            roleArn, source, place, externalId, sessionName, duration, mfa, check, yes);
    }

    private Command ConfigureImport()
    {
        var session = new SessionOptionSet();
        var include = new Option<string[]>("--filter") { Description = "only accounts, or ACCOUNT/ROLE, that fit: name or id, with * and ?; may be repeated", HelpName = "PATTERN" };
        var exclude = new Option<string[]>("--exclude") { Description = "leave out what fits; may be repeated", HelpName = "PATTERN" };
        var template = new Option<string>("--name-template")
        {
            Description = "how profiles are named, from {account}, {accountId} and {role}",
            HelpName = "TEXT",
            DefaultValueFactory = _ => ProfileNameTemplate.Default,
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "show what would change in the file, and change nothing" };
        var prune = new Option<bool>("--prune") { Description = "remove profiles of an earlier import that lead nowhere any more" };
        var yes = new Option<bool>("--yes") { Description = "remove them without asking" };
        return Make("import", "add a profile for every account and permission set that you may use",
            [
                "lanyard configure import --session my-org --region eu-west-1 --dry-run",
                "lanyard configure import --filter 'shop-*' --exclude '*/Administrator*' --name-template '{account}.{role}'",
                "lanyard configure import --session my-org --prune",
            ],
            (result, stop) =>
            {
                var options = OptionsOf(result);
                return ConfigureImportCommand.RunAsync(
                    new ConfigureImportInput(
                        options, session.Of(result), result.GetValue(include) ?? [], result.GetValue(exclude) ?? [], result.GetValue(template)!,
                        result.GetValue(dryRun), result.GetValue(prune), result.GetValue(yes), session.SignInOf(result, surroundings)),
                    surroundings, Questions.On(surroundings, options.NoInput), stop);
            },
            [.. session.All, include, exclude, template, dryRun, prune, yes]);
    }

    private Command Status() => Make("status", "every sign-in and session at hand, with the minutes left; calls nobody",
        ["lanyard status", "lanyard status --json"],
        (result, _) => Task.FromResult(StatusCommand.Run(OptionsOf(result), surroundings)));

    private Command Completion()
    {
        var command = Make("completion", "print a script that makes a shell complete commands, options and names",
            ["eval \"$(lanyard completion bash)\"", "lanyard completion fish | source"],
            (result, _) => Task.FromResult(CompletionCommand.Run(result.GetValue<string>("SHELL")!, surroundings)));
        command.Add(Shell());
        return command;
    }

    // What the scripts call, on every Tab.
    private Command Complete(Command root)
    {
        var command = Make("complete", "answer a completion script", [],
            (result, _) => Task.FromResult(CompletionCommand.Answer(result.GetValue<string>("SHELL")!, tail ?? [], root, surroundings)), tailAllowed: true, []);
        command.Add(Shell());
        command.Hidden = true;
        return command;
    }

    private static Argument<string> Shell()
    {
        var shell = new Argument<string>("SHELL") { Description = $"one of {string.Join(", ", CompletionCommand.Shells)}", HelpName = "SHELL" };
        shell.AcceptOnlyFromAmong(CompletionCommand.Shells);
        return shell;
    }

    /// <summary>The options that say which Identity Center sign-in is meant, for one command.</summary>
    private sealed class SessionOptionSet
    {
        private readonly Option<string?> _session = new("--session") { Description = "the sso-session; a new one is added to the file", HelpName = "NAME" };
        private readonly Option<string?> _startUrl = new("--start-url") { Description = "the access portal's address, for a session that is not in the file", HelpName = "URL" };
        private readonly Option<string?> _ssoRegion = new("--sso-region") { Description = "the Region of Identity Center, for a session that is not in the file", HelpName = "REGION" };
        private readonly Option<string?> _scopes = new("--scopes") { Description = "the scopes of a new session; sso:account:access if left out", HelpName = "LIST" };
        private readonly Option<bool> _deviceCode = new("--device-code") { Description = "sign in with a code on any device" };
        private readonly Option<bool> _noBrowser = new("--no-browser") { Description = "print the sign-in page's address and open nothing" };

        public Option[] All => [_session, _startUrl, _ssoRegion, _scopes, _deviceCode, _noBrowser];

        public SessionOptions Of(ParseResult result) =>
            new(result.GetValue(_session), result.GetValue(_startUrl), result.GetValue(_ssoRegion), result.GetValue(_scopes));

        public SignInCommandFlow SignInOf(ParseResult result, Surroundings surroundings) =>
            SignInCommandFlow.For(surroundings, result.GetValue(_deviceCode), result.GetValue(_noBrowser));
    }
}
