using Lanyard.Cli.Identity;
using Lanyard.Policy.Apply;
using Lanyard.Policy.Documents;

namespace Lanyard.Cli.Commands.Policies.Apply;

/// <summary>What <c>lanyard policy apply</c> was asked for.</summary>
/// <param name="Options">The options of every command.</param>
/// <param name="File">The document, or <c>-</c> for stdin; null with <paramref name="Undo"/>.</param>
/// <param name="Undo">What is to be taken back: a file, or <c>last</c>.</param>
internal sealed record ApplyInput(GlobalOptions Options, string? File, string? Undo)
{
    /// <summary>Gets the role that policies are given to.</summary>
    public string? Role { get; init; }

    /// <summary>Gets the user that policies are given to.</summary>
    public string? User { get; init; }

    /// <summary>Gets the group that policies are given to.</summary>
    public string? Group { get; init; }

    /// <summary>Gets the name of the managed policy to make; an inline policy is made without one.</summary>
    public string? PolicyName { get; init; }

    /// <summary>Gets whether the plan is shown and nothing done.</summary>
    public bool DryRun { get; init; }

    /// <summary>Gets whether nobody is asked.</summary>
    public bool Yes { get; init; }

    /// <summary>Gets whether what the document's lists don't have goes.</summary>
    public bool Prune { get; init; }

    /// <summary>Gets whom policies are given to; null for nobody.</summary>
    /// <exception cref="UsageException">Several are named.</exception>
    public WantedEntity? Target
    {
        get
        {
            (IamKind Kind, string? Name)[] named = [(IamKind.Role, Role), (IamKind.User, User), (IamKind.Group, Group)];
            return named.Where(n => n.Name is not null).ToArray() switch
            {
                [] => null,
                [var (kind, name)] when !WantedIamReader.IsName(kind, name!) => throw new UsageException(
                    $"--{kind.ToString().ToLowerInvariant()} takes the name of a {WantedIamReader.Noun(kind)}, without its path or ARN, and not `{name}`",
                    $"lanyard policy apply policy.json --{kind.ToString().ToLowerInvariant()} {(WantedIamReader.IsName(kind, name!.Split('/', ':')[^1]) ? name.Split('/', ':')[^1] : "orders-deploy")}"),
                [var (kind, name)] => new WantedEntity(kind, new PolicyText(name!, Place.None)) { MustExist = true },
                _ => throw new UsageException("--role, --user and --group can't be used together: one of them gets the policy", "lanyard policy apply policy.json --role orders-deploy"),
            };
        }
    }
}
