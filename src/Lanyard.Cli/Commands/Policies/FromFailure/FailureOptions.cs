using System.CommandLine;
using System.CommandLine.Parsing;
using Lanyard.Cli.Identity;

namespace Lanyard.Cli.Commands.Policies.FromFailure;

/// <summary>The options of <c>policy generate</c> that are about a failure.</summary>
internal sealed class FailureOptions
{
    public const string Example = "lanyard policy generate --from-failure deploy.log --policy deploy.json";

    // What only the other ways of generating take.
    private static readonly string[] Others =
        ["--template", "--framework", "--for", "--service-role", "--bucket", "--app", "--stack-name", "--parameter", "--no-stack-tags", "--boundary", "--no-boundary", "--boundary-document", "--format", "--split", "--run"];

    private readonly Option<string?> _failure = new("--from-failure") { Description = "a text that tells what was refused: a message, a log, events of a stack or of CloudTrail; the policy is the smallest addition; - for stdin", HelpName = "FILE" };
    private readonly Option<string[]> _policy = Files("--policy", "with --from-failure, a policy of the one who was refused; the first is added to");
    private readonly Option<string?> _resource = new("--resource") { Description = "with --from-failure, the resource where the text names none", HelpName = "ARN" };
    private readonly Option<bool> _anySuffix = new("--any-suffix") { Description = "with --from-failure, a star for what CloudFormation makes up at the end of names" };

    private IEnumerable<Option> Own => [_failure, _policy, _resource, _anySuffix];

    /// <summary>Gets all of them, those that the other ways of generating have as well included.</summary>
    public IEnumerable<Option> All => [.. Own, ServiceControl, Boundary];

    /// <summary>Gets the option for the SCPs above.</summary>
    public Option<string[]> ServiceControl { get; } = Files("--scp", "SCPs that the needs must pass, a file or folder for each level from the root down: each level must allow");

    /// <summary>Gets the option for the boundary of whoever deploys, or was refused.</summary>
    public Option<string[]> Boundary { get; } = Files("--boundary-policy", "the permissions boundary of whoever deploys, or was refused, which the needs must pass");

    /// <summary>Gives what was asked for.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="options">The global options.</param>
    /// <param name="account">The option of <c>policy generate</c> for the account.</param>
    /// <returns>It; <see langword="null"/> where nothing of a failure was said.</returns>
    public FromFailureInput? Input(ParseResult result, GlobalOptions options, Option<string?> account)
    {
        if (result.GetValue(_failure) is not { } file)
        {
            return Own.FirstOrDefault(option => IsGiven(result, option.Name)) is { } alone
                ? throw new UsageException($"{alone.Name} is about a failure", Example)
                : null;
        }

        if (Others.FirstOrDefault(name => IsGiven(result, name)) is { } other)
        {
            throw new UsageException($"{other} has no meaning with --from-failure: the addition is made of the failure alone", Example);
        }

        return new FromFailureInput(options, file)
        {
            Policies = result.GetValue(_policy) ?? [],
            ServiceControl = result.GetValue(ServiceControl) ?? [],
            Boundary = result.GetValue(Boundary) ?? [],
            Account = result.GetValue(account),
            Resource = result.GetValue(_resource),
            AnySuffix = result.GetValue(_anySuffix),
            Explain = IsGiven(result, "--explain"),
        };
    }

    private static bool IsGiven(ParseResult result, string name) => result.CommandResult.Children.OfType<OptionResult>().Any(option => option.Option.Name == name && !option.Implicit);

    private static Option<string[]> Files(string name, string description) => new(name) { Description = description, HelpName = "FILE", AllowMultipleArgumentsPerToken = true };
}
