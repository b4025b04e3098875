using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Lanyard.Cli.Commands;
using Lanyard.Cli.Edge;
using Lanyard.Cli.Hosting;
using Lanyard.Cli.Identity;
using Lanyard.Credentials.Delivery;
using Lanyard.Credentials.Sources.Dialects;

namespace Lanyard.Cli;

/// <summary>Every command with its options, help and examples.</summary>
/// <param name="surroundings">The machine.</param>
/// <param name="tail">The words after <c>--</c>, that are never looked into.</param>
internal sealed partial class CommandTree(Surroundings surroundings, IReadOnlyList<string>? tail)
{
    // In the order of the help page.
    private static readonly string[] Commands =
    [
        "try", "init", "login", "logout", "whoami", "exec", "env", "credential-process", "grant", "explain", "profile", "configure", "vault", "status", "doctor", "serve", "console",
        "policy", "catalog", "sandbox", "shell-init", "completion",
    ];

    private readonly Option<string?> _profile = new("--profile", "-p") { Description = "the profile of the shared AWS files (or AWS_PROFILE)", HelpName = "NAME", Recursive = true };
    private readonly Option<string?> _stage = new("--stage", "-s") { Description = "the stage of lanyard.yaml", HelpName = "NAME", Recursive = true };
    private readonly Option<string?> _region = new("--region") { Description = "the AWS Region", HelpName = "REGION", Recursive = true };
    private readonly Option<bool> _json = new("--json") { Description = "write JSON, errors too", Recursive = true };
    private readonly Option<bool> _noColor = new("--no-color") { Description = "no colours (or NO_COLOR)", Recursive = true };
    private readonly Option<bool> _noInput = new("--no-input") { Description = "never ask, never open a browser: fail with exit code 4", Recursive = true };
    private readonly Option<bool> _verbose = new("--verbose") { Description = "say what is done; never a secret", Recursive = true };

    /// <summary>Makes the tree.</summary>
    /// <param name="first">The command line's first word. Where it names a command, that one alone is made: to make all takes longer than
    /// most commands run.</param>
    /// <param name="second">The word behind it, for commands that have commands of their own.</param>
    public RootCommand Build(string? first = null, string? second = null)
    {
        var root = new RootCommand("Lanyard puts the right AWS identity, short-lived, into the hands of the tools you deploy with.\n\nNew here? `lanyard try` shows it all with no AWS account.")
        {
            _profile, _stage, _region, _json, _noColor, _noInput, _verbose,
        };
        foreach (var option in root.Options)
        {
            if (option is HelpOption help)
            {
                help.Action = new HelpWithExamples(["lanyard try", "lanyard login --profile dev", "lanyard exec --profile dev -- npx sst deploy"]);
            }
        }

        if (first is not null && Named(first, second) is { } alone)
        {
            root.Add(alone);
            return root;
        }

        foreach (var name in Commands)
        {
            root.Add(Named(name)!);
        }

        root.Add(Complete(root));
        return root;
    }

    private Command? Named(string name, string? inner = null) => name switch
    {
        "try" => Try(),
        "init" => Init(),
        "login" => Login(),
        "logout" => Logout(),
        "whoami" => Whoami(),
        "exec" => Exec(),
        "env" => Env(),
        "credential-process" => CredentialProcess(),
        "grant" => Grant(),
        "explain" => Explain(),
        "profile" => Profile(),
        "configure" => Configure(),
        "vault" => Vault(),
        "status" => Status(),
        "doctor" => Doctor(),
        "serve" => Serve(),
        "console" => Console(),
        "policy" => Policy(inner),
        "catalog" => Catalog(),
        "sandbox" => Sandbox(),
        "shell-init" => ShellInit(),
        "completion" => Completion(),
        _ => null,
    };

    /// <summary>Reads the options that every command takes.</summary>
    public GlobalOptions OptionsOf(ParseResult result) => new()
    {
        Profile = result.GetValue(_profile),
        Stage = result.GetValue(_stage),
        Region = result.GetValue(_region),
        Json = result.GetValue(_json),
        NoInput = result.GetValue(_noInput),
        Verbose = result.GetValue(_verbose),
    };

    private Command Try() => Make("try", "a tour with no AWS account: a sandbox, a sign-in, each stage's identity, a deployment with the smallest policy",
        ["lanyard try", "lanyard try --no-input"],
        (result, stop) => TryCommand.RunAsync(OptionsOf(result), surroundings, stop));

    private Command Login()
    {
        var session = new Option<string?>("--session") { Description = "the sso-session of the config file", HelpName = "NAME" };
        var deviceCode = new Option<bool>("--device-code", "--remote") { Description = "sign in with a browser on any device, for a machine without one" };
        var noBrowser = new Option<bool>("--no-browser") { Description = "print the page's address and open nothing" };
        var browser = new Option<bool>("--browser") { Description = "use a browser even where it may not find the way back: SSH, a container, WSL" };
        var console = new Option<bool>("--console") { Description = "sign a profile in to the AWS console, as `aws login` does; the profile is made if it isn't there" };
        return Make("login", "sign in to IAM Identity Center, or to the AWS console",
            ["lanyard login --profile dev", "lanyard login --session my-org --device-code", "lanyard login --stage prod", "lanyard login --console --profile me"],
            (result, stop) => LoginCommand.RunAsync(
                new LoginInput(OptionsOf(result), result.GetValue(session), result.GetValue(deviceCode), result.GetValue(noBrowser), result.GetValue(browser), result.GetValue(console)),
                surroundings, stop),
            session, deviceCode, noBrowser, browser, console);
    }

    private Command Logout()
    {
        var session = new Option<string?>("--session") { Description = "the sso-session of the config file", HelpName = "NAME" };
        var all = new Option<bool>("--all") { Description = "every sign-in that the config file or lanyard.yaml names" };
        return Make("logout", "end a sign-in and forget the sessions that stand on it", ["lanyard logout --session my-org", "lanyard logout --all"],
            (result, stop) => LogoutCommand.RunAsync(new LogoutInput(OptionsOf(result), result.GetValue(session), result.GetValue(all)), surroundings, stop),
            session, all);
    }

    private Command Whoami() => Make("whoami", "account, ARN, source and minutes left of the identity in use",
        ["lanyard whoami", "lanyard whoami --stage prod", "lanyard whoami --profile dev --json"],
        (result, stop) => WhoamiCommand.RunAsync(OptionsOf(result), surroundings, stop));

    private Command Exec()
    {
        var via = new Option<string?>("--via") { Description = "how the command gets the credentials: env, process or server; chosen by the tool if left out", HelpName = "WAY" };
        via.AcceptOnlyFromAmong("env", "process", "server");
        var server = new Option<bool>("--server") { Description = "short for --via server" };
        var keepProfiles = new Option<bool>("--keep-profiles") { Description = "let the command use your other profiles too" };
        var nested = new Option<bool>("--nested") { Description = "start a shell even inside another one that has an identity" };
        var likeFunction = new Option<string?>("--like-function") { Description = "give the command the permissions of a deployed Lambda function", HelpName = "NAME|ARN|ROLE_ARN" };
        var through = new Option<string?>("--through") { Description = "with --like-function: a role to narrow to the function's permissions, where the function's own can't be assumed", HelpName = "ROLE_ARN" };
        return MakeWithTail("exec", "run a command with one identity that every AWS SDK in it agrees on",
            [
                "lanyard exec --stage dev -- npx sst deploy", "lanyard exec --profile prod -- aws s3 ls", "lanyard exec --stage dev --via server -- npm run dev", "lanyard exec --stage dev",
                "lanyard exec --stage dev --like-function orders-dev-api -- npx serverless invoke local -f api",
            ],
            (result, stop) =>
            {
                var way = result.GetValue(via);
                if (result.GetValue(server))
                {
                    way = way is null or "server" ? "server" : throw new UsageException("--server and --via can't be used together");
                }

                return ExecCommand.RunAsync(new ExecInput(OptionsOf(result), way, tail ?? [])
                {
                    KeepProfiles = result.GetValue(keepProfiles),
                    Nested = result.GetValue(nested),
                    LikeFunction = result.GetValue(likeFunction),
                    Through = ThroughOf(result.GetValue(through), result.GetValue(likeFunction)),
                }, surroundings, stop);
            },
            via, server, keepProfiles, nested, likeFunction, through);

        static string? ThroughOf(string? role, string? function) => role switch
        {
            null => null,
            _ when function is null => throw new UsageException("--through is about --like-function, which is missing", "lanyard exec --like-function NAME --through ROLE_ARN -- COMMAND"),
            _ when role.Split(':', 6) is ["arn", _, "iam", "", { Length: 12 }, ['r', 'o', 'l', 'e', '/', _, ..]] => role,
            _ => throw new UsageException("--through takes the ARN of a role, such as arn:aws:iam::111111111111:role/developer"),
        };
    }

    private Command Env()
    {
        var format = new Option<string?>("--format") { Description = $"one of {string.Join(", ", EnvironmentFormat.Names)}; by the shell if left out", HelpName = "FORMAT" };
        format.AcceptOnlyFromAmong([.. EnvironmentFormat.Names]);
        var unset = new Option<bool>("--unset") { Description = "take the identity out of the shell again" };
        var use = new Option<string?>("--use") { Description = "the stage or else the profile, for lanyard-use", HelpName = "NAME", Hidden = true };
        var login = new Option<bool>("--login") { Description = "sign in first, for lanyard-use", Hidden = true };
        return Make("env", "print variables for a shell to evaluate",
            ["eval \"$(lanyard env --profile dev)\"", "lanyard env --stage dev --format fish | source", "eval \"$(lanyard env --unset)\""],
            (result, stop) => EnvCommand.RunAsync(
                new EnvInput(OptionsOf(result), result.GetValue(format), result.GetValue(unset)) { Use = result.GetValue(use), SignIn = result.GetValue(login) }, surroundings, stop),
            format, unset, use, login);
    }

    private Command CredentialProcess()
    {
        var plan = new Option<string?>("--plan") { Description = "a plan that `lanyard exec` stored for its command", HelpName = "ID" };
        var asked = new Option<string?>("--asked") { Description = "another profile that such a command asked for", HelpName = "NAME", Hidden = true };
        var login = new Option<bool>("--login") { Description = "allow a browser to open, and questions on the terminal" };
        return Make("credential-process", "print credentials as an AWS profile's credential_process",
            ["lanyard credential-process --profile dev", "in ~/.aws/config:  credential_process = lanyard credential-process --profile dev"],
            (result, stop) => CredentialProcessCommand.RunAsync(
                new CredentialProcessInput(OptionsOf(result), result.GetValue(plan), result.GetValue(login)) { Asked = result.GetValue(asked) }, surroundings, stop),
            plan, login, asked);
    }

    private Command Explain()
    {
        var sdk = new Option<string?>("--sdk") { Description = $"whose rules: {string.Join(", ", Dialect.All.Select(d => d.Name))}, or {ExplainCommand.All}; Lanyard's if left out", HelpName = "NAME" };
        var run = new Option<bool>("--run") { Description = "resolve for real, by those rules: programs are run and services called" };
        return Make("explain", "which identity is taken, and why every other source lost; for Lanyard and for each AWS SDK",
            ["lanyard explain", "lanyard explain --profile dev --sdk all", "lanyard explain --sdk js-v3 --run --json"],
            (result, stop) => ExplainCommand.RunAsync(new ExplainInput(OptionsOf(result), result.GetValue(sdk), result.GetValue(run)), surroundings, stop),
            sdk, run);
    }

    private Command Sandbox()
    {
        var port = PortOption();
        var seed = new Option<string?>("--seed") { Description = "who and what is in it (YAML or JSON)", HelpName = "FILE" };
        var callLog = new Option<string?>("--call-log") { Description = "where each call is written, one JSON object a line", HelpName = "FILE" };
        var format = new Option<string>("--format") { Description = $"one of {string.Join(", ", EnvironmentFormat.Names)}", HelpName = "FORMAT", DefaultValueFactory = _ => "bash" };
        format.AcceptOnlyFromAmong([.. EnvironmentFormat.Names]);
        var state = new Option<string?>("--state") { Description = "where it is kept from one start to the next; made if it isn't there", HelpName = "FILE" };
        var deterministic = new Option<bool>("--deterministic") { Description = "the same ids, keys and times for the same calls each time" };
        var handlers = new Option<string?>("--handlers") { Description = "what AWS publishes of the handlers of resource types that the sandbox doesn't know: a schema, or an object of types", HelpName = "FILE" };
        var user = new Option<string?>("--as") { Description = "the Identity Center user; the seed's first if left out", HelpName = "USER" };
        var place = new Option<string?>("--in") { Description = $"what it is taken for: {string.Join(", ", SandboxPlaces.ByName.Keys)}; a developer's machine if left out", HelpName = "PLACE" };
        place.AcceptOnlyFromAmong([.. SandboxPlaces.ByName.Keys]);
        var network = new Option<string?>("--network") { Description = "none: the command reaches the sandbox alone; host: this machine's network. None if left out, where the system permits it", HelpName = "none|host" };
        network.AcceptOnlyFromAmong(SandboxNetwork.None, SandboxNetwork.Host);
        var allowHost = new Option<string[]>("--allow-host") { Description = "a host outside AWS that the sandbox's proxy lets through by HTTPS (CONNECT), as registry.npmjs.org; may be repeated", HelpName = "HOST[:PORT]" };
        var page = new Argument<string>("URL") { Description = "the sign-in page" };
        var signIn = new Option<string>("--sign-in") { Description = "the sandbox's sign-in file", HelpName = "FILE", Required = true };
        var command = new CommandWithExamples(
            "sandbox", "an AWS of your own on this machine: STS, IAM and Identity Center, with signatures and policies checked",
            ["lanyard sandbox start", "lanyard sandbox exec --stage dev -- aws sts get-caller-identity"]);
        command.Add(Make("start", "run a sandbox until Ctrl+C; prints the environment that leads into it",
            ["lanyard sandbox start", "lanyard sandbox start --port 4500 --state sandbox.jsonl --call-log calls.jsonl"],
            (result, stop) => SandboxCommand.StartAsync(
                new SandboxStartInput(OptionsOf(result), result.GetValue(port), result.GetValue(seed), result.GetValue(callLog), result.GetValue(state), result.GetValue(deterministic), result.GetValue(format)!, PlaceOf(result), new SandboxNetwork(SandboxNetwork.Host, result.GetValue(allowHost) ?? []), result.GetValue(handlers)), surroundings, stop),
            port, seed, state, deterministic, callLog, handlers, format, place, allowHost));
        command.Add(MakeWithTail("exec", "run a command in a throw-away sandbox; with --stage it has that stage's credentials",
            ["lanyard sandbox exec --stage dev -- aws sts get-caller-identity", "lanyard sandbox exec -- sh -c 'lanyard login && lanyard whoami --stage prod'", "lanyard sandbox exec --deterministic --stage dev -- npm test"],
            (result, stop) => SandboxCommand.ExecAsync(
                new SandboxExecInput(OptionsOf(result), result.GetValue(user), result.GetValue(seed), result.GetValue(callLog), result.GetValue(state), result.GetValue(deterministic), PlaceOf(result), new SandboxNetwork(result.GetValue(network), result.GetValue(allowHost) ?? []), result.GetValue(handlers), tail ?? []), surroundings, stop),
            user, seed, state, deterministic, callLog, handlers, place, network, allowHost));
        var approve = Make("approve", "approve a sandbox's sign-in page, as BROWSER does", [],
            (result, stop) => SandboxCommand.ApproveAsync(result.GetValue(page)!, result.GetValue(signIn)!, surroundings, stop), signIn);
        approve.Add(page);
        approve.Hidden = true;
        command.Add(approve);
        var device = new Option<string>("--device") { Description = "the device's file", HelpName = "FILE", Required = true };
        var mfaCode = Make("mfa-code", "print the code that a sandbox's MFA device shows, as mfa_process does", [],
            (result, _) => Task.FromResult(SandboxCommand.WriteMfaCode(result.GetValue(device)!, surroundings)), device);
        mfaCode.Hidden = true;
        command.Add(mfaCode);
        return command;

        SandboxPlace? PlaceOf(ParseResult result) => result.GetValue(place) is { } name ? SandboxPlaces.ByName[name] : null;
    }

    private Command MakeWithTail(
        string name, string description, string[] examples, Func<ParseResult, CancellationToken, Task<int>> run, params Option[] options)
    {
        var command = Make(name, description, examples, run, tailAllowed: true, options);

        // To say what is missing when the `--` was forgotten: what stands behind one never comes here.
        var words = new Argument<string[]>("COMMAND") { Arity = ArgumentArity.ZeroOrMore, Hidden = true };
        words.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: ['-', ..] option }, ..])
            {
                result.AddError(UnknownOptions.Describe(result.Parent as CommandResult, option));
            }
            else if (result.Tokens.Count > 0)
            {
                result.AddError($"put `--` before the command to run, as in: {Application.CommandLineOf(result)} -- {string.Join(' ', result.Tokens.Select(t => t.Value))}");
            }
        });
        command.Add(words);
        return command;
    }

    private Command Make(
        string name, string description, string[] examples, Func<ParseResult, CancellationToken, Task<int>> run, params Option[] options) =>
        Make(name, description, examples, run, tailAllowed: false, options);

    private CommandWithExamples Make(
        string name, string description, string[] examples, Func<ParseResult, CancellationToken, Task<int>> run, bool tailAllowed, Option[] options)
    {
        var command = new CommandWithExamples(name, description, examples) { TakesCommand = tailAllowed };
        foreach (var option in options)
        {
            command.Add(option);
        }

        command.SetAction((result, stop) => !tailAllowed && tail is not null
            ? throw new UsageException($"`{name}` takes no command after `--`", $"lanyard {name} --help")
            : run(result, stop));
        return command;
    }
}
