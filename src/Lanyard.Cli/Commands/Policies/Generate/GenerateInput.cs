using Lanyard.Cli.Commands.Policies.Generate.Formats;
using Lanyard.Cli.Edge;
using Lanyard.Cli.Identity;
using Lanyard.Projects;

namespace Lanyard.Cli.Commands.Policies.Generate;

/// <summary>What <c>lanyard policy generate</c> was asked for.</summary>
/// <param name="Options">The global options.</param>
/// <param name="Templates">The templates, or the folders with them.</param>
internal sealed record GenerateInput(GlobalOptions Options, IReadOnlyList<string> Templates)
{
    private const int LongestStackName = 128;

    /// <summary>Gets the deploy tool; null for the one that wrote the templates.</summary>
    public string? Framework { get; init; }

    /// <summary>Gets whom the policies are for; null for what fits the tool.</summary>
    public string? For { get; init; }

    /// <summary>Gets the role that CloudFormation deploys with.</summary>
    public string? ServiceRole { get; init; }

    /// <summary>Gets the bucket that the tool uploads to.</summary>
    public string? Bucket { get; init; }

    public string? App { get; init; }

    public string? StackName { get; init; }

    public string? Account { get; init; }

    /// <summary>Gets the parameters' values as <c>NAME=VALUE</c>.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary>Gets the files with parameters' values.</summary>
    public IReadOnlyList<string> ParameterFiles { get; init; } = [];

    /// <summary>Gets the environment of the deploy tool's own file; null for its default.</summary>
    public string? ConfigEnvironment { get; init; }

    public bool NoStackTags { get; init; }

    /// <summary>Gets the policy that roles must have as their permissions boundary; null for one named after the stack.</summary>
    public string? Boundary { get; init; }

    public bool NoBoundary { get; init; }

    /// <summary>Gets whether that boundary is to be made too.</summary>
    public bool BoundaryDocument { get; init; }

    /// <summary>Gets the files of the SCPs of the account, each a level.</summary>
    public IReadOnlyList<string> ServiceControl { get; init; } = [];

    /// <summary>Gets the files of the deployer's own permissions boundary.</summary>
    public IReadOnlyList<string> DeployerBoundary { get; init; } = [];

    /// <summary>Gets how policies are written.</summary>
    public string Format { get; init; } = PolicyFormat.Json;

    public bool Split { get; init; }

    public bool Explain { get; init; }

    /// <summary>Gets whether the project's program is run, so that it lists its resources.</summary>
    public bool Run { get; init; }

    /// <summary>Fills in the account and Region of the stage, where the project has stages; without them <c>--stage</c> is the deploy tool's alone.</summary>
    public GenerateInput WithStage(Surroundings surroundings)
    {
        if (Account is { } account && (account.Length != 12 || !account.All(char.IsAsciiDigit)))
        {
            throw new UsageException($"--account takes the 12 digits of an account's id, not {account}", "lanyard policy generate --template template.yaml --account 111111111111");
        }

        // "CreateStack": letters, digits and hyphens; a star or question mark is for stacks whose names begin alike.
        if (StackName is { } stack && (stack.Length is 0 or > LongestStackName || !stack.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '*' or '?')))
        {
            throw new UsageException($"--stack-name takes a stack's name, of up to {LongestStackName} letters, digits and hyphens, not `{stack}`", "lanyard policy generate --template template.yaml --stack-name orders-dev");
        }

        if (Options.Stage is not { } name || ProjectFileLocator.Find(surroundings.CurrentDirectory, surroundings.Environment) is null)
        {
            return this;
        }

        var stage = IdentitySelector.FindStage(surroundings, name).Stage;
        return this with { Account = Account ?? stage.Account, Options = Options with { Region = Options.Region ?? stage.Region } };
    }
}
