using System.CommandLine;
using System.CommandLine.Parsing;
using Lanyard.Cli.Commands.Policies.Check;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Lint;

namespace Lanyard.Cli;

/// <content>The command <c>policy check</c>.</content>
internal sealed partial class CommandTree
{
    private static readonly PolicyKind[] CheckedKinds =
        [PolicyKind.Identity, PolicyKind.Resource, PolicyKind.Trust, PolicyKind.ServiceControl, PolicyKind.ResourceControl, PolicyKind.Boundary, PolicyKind.Session];

    private Command Check()
    {
        var type = new Option<string?>("--type") { Description = "identity, resource, trust, scp, rcp, boundary or session; seen from the policy's place or its elements if left out", HelpName = "TYPE" };
        type.AcceptOnlyFromAmong([.. CheckedKinds.Select(Readable.Name)]);
        var resourceType = new Option<string?>("--resource-type") { Description = "of a resource's policy the resource, as AWS::S3::Bucket", HelpName = "TYPE" };
        var format = new Option<string?>("--format") { Description = "text, json or sarif", HelpName = "FORMAT" };
        format.AcceptOnlyFromAmong("text", "json", "sarif");
        var failOn = new Option<string?>("--fail-on") { Description = "the mildest finding that ends with exit code 3: error (if left out), security-warning, warning, suggestion; or never", HelpName = "SEVERITY" };
        failOn.AcceptOnlyFromAmong([.. Enum.GetValues<Severity>().Select(Readable.Name), "never"]);
        var fix = new Option<bool>("--fix") { Description = "mend what is safe to mend, in JSON; the policy from stdin goes to stdout" };
        var accept = new Option<string?>("--accept") { Description = "the file of accepted findings; the nearest lanyard.policy.yaml beside or above each file if left out", HelpName = "FILE" };
        var files = new Argument<string[]>("FILE") { Description = "policies, templates, or folders of them; - for stdin", Arity = ArgumentArity.OneOrMore };
        files.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => token.Value is ['-', _, ..]) is { } option)
            {
                result.AddError(UnknownOptions.Describe(result.Parent as CommandResult, option.Value));
            }
        });
        var command = Make("check", "what is wrong with policies, also those in CloudFormation, SAM, Serverless and CDK templates; exit code 3 on an error",
            ["lanyard policy check policy.json", "lanyard policy check --type scp guard.json", "lanyard policy check cdk.out template.yaml --format sarif", "lanyard policy check --fix policies/"],
            (result, stop) =>
            {
                var options = OptionsOf(result);
                var written = result.GetValue(format);
                return options.Json && written is ("text" or "sarif")
                    ? throw new UsageException($"--json and --format {written} contradict each other", "leave one of them out")
                    : Task.FromResult(CheckCommand.Run(
                        new CheckInput(
                            options, result.GetValue(files)!, UseOf(result.GetValue(type), result.GetValue(resourceType)),
                            options.Json ? CheckFormat.Json : Enum.Parse<CheckFormat>(written ?? "text", ignoreCase: true),
                            SeverityOf(result.GetValue(failOn)), result.GetValue(fix), result.GetValue(accept)),
                        surroundings, stop));
            },
            type, resourceType, format, failOn, fix, accept);
        command.Add(files);
        return command;
    }

    private static PolicyUse? UseOf(string? type, string? resourceType) => (type, resourceType) switch
    {
        (null, null) => null,
        (null or "resource", _) => new PolicyUse(PolicyKind.Resource, resourceType),
        (_, null) => new PolicyUse(CheckedKinds.First(kind => Readable.Name(kind) == type)),
        _ => throw new UsageException($"--resource-type is about policies of resources, not about --type {type}", "leave one of them out"),
    };

    private static Severity? SeverityOf(string? name) =>
        name == "never" ? null : Enum.GetValues<Severity>().First(severity => Readable.Name(severity) == (name ?? "error"));
}
