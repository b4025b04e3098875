using System.Collections.Immutable;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Ssm;

/// <summary>
/// How a parameter is named: by its name or its ARN, with a version or a label behind it. See "Requirements and constraints for parameter names" and "Working with parameter
/// versions", AWS Systems Manager User Guide.
/// </summary>
/// <param name="Name">The name.</param>
/// <param name="Selector">The version's number or its label; <see langword="null"/> for the newest.</param>
internal sealed record ParameterName(string Name, string? Selector)
{
    private const string PublicStart = "/aws/service/";
    private const int Deepest = 15;

    // Where an ARN named it, the ARN without the selector.
    private string? Given { get; init; }

    /// <summary>Gets whether it is one of those that AWS publishes.</summary>
    public bool IsPublic => Name.StartsWith(PublicStart, StringComparison.Ordinal);

    /// <summary>Reads one.</summary>
    /// <exception cref="ServiceFault">It can't be one.</exception>
    public static ParameterName Read(string text)
    {
        var whole = text.StartsWith("arn:", StringComparison.Ordinal) ? OfArn(text) : text;
        var (name, selector) = whole.Split(':') switch
        {
            [var one] => (one, null),
            [var one, { Length: > 0 } behind] => (one, behind),
            _ => throw Malformed(),
        };
        var isPath = name.StartsWith('/');
        return IsPlain(name) && (isPath || !name.Contains('/', StringComparison.Ordinal)) ? new ParameterName(name, selector) { Given = text == whole ? null : selector is null ? text : text[..^(selector.Length + 1)] }
            : throw Malformed();
    }

    /// <summary>Reads one that stands for all of a parameter's versions.</summary>
    /// <exception cref="ServiceFault">It can't be one, or names a version.</exception>
    public static ParameterName ReadWhole(string text) => Read(text) is { Selector: null } name ? name : throw Malformed();

    /// <summary>Reads one where an ARN can't be: "LabelParameterVersion", Systems Manager API Reference.</summary>
    /// <exception cref="ServiceFault">It can't be one, names a version, or is an ARN.</exception>
    public static ParameterName ReadName(string text) => text.Contains(':', StringComparison.Ordinal) ? throw Malformed() : Read(text);

    /// <summary>Refuses a name that a new parameter can't have.</summary>
    /// <exception cref="ServiceFault">It can't.</exception>
    public static void RequireNew(string name)
    {
        var parts = name.TrimStart('/').Split('/');
        if (parts[0].StartsWith("aws", StringComparison.OrdinalIgnoreCase))
        {
            throw new ServiceFault("AccessDeniedException", 400, $"No access to reserved parameter name: {name}.");
        }

        if (parts[0].StartsWith("ssm", StringComparison.OrdinalIgnoreCase))
        {
            throw Malformed();
        }

        if (name.EndsWith('/'))
        {
            throw Invalid("Parameter name must not end with slash.");
        }

        if (!IsPlain(name))
        {
            throw Malformed();
        }

        if (parts.Length > 1 && !name.StartsWith('/'))
        {
            throw Invalid("Parameter name must be a fully qualified name.");
        }

        if (parts.Length > Deepest)
        {
            throw new ServiceFault("HierarchyLevelLimitExceededException", 400, $"A parameter name can have {Deepest} levels of hierarchy at most.");
        }
    }

    /// <summary>Gives its ARN. AWS's own are in no account.</summary>
    public string Arn(string partition, string region, string accountId) => Given ?? OwnArn(partition, region, accountId);

    /// <summary>Gives the versions of the account's parameter of this name, the newest last.</summary>
    /// <param name="state">What the sandbox knows.</param>
    /// <param name="accountId">The account.</param>
    /// <param name="region">The Region.</param>
    /// <returns>All versions, whichever one is selected; none where there is no such parameter, or an ARN is of another account or Region.</returns>
    public ImmutableArray<StoredParameter> Versions(SandboxState state, string accountId, string region) =>
        IsElsewhere(state, accountId, region) ? []
            : state.Parameters.Versions(accountId, region, Name) is { IsEmpty: false } found ? found
            : Given is not null && !Name.StartsWith('/') ? state.Parameters.Versions(accountId, region, "/" + Name)
            : [];

    // Nothing is shared between accounts or Regions.
    private bool IsElsewhere(SandboxState state, string accountId, string region) => Given is not null && Given != OwnArn(state.Seed.Partition, region, accountId);

    private string OwnArn(string partition, string region, string accountId) =>
        IsPublic ? $"arn:{partition}:ssm:{region}::parameter{Name}" : $"arn:{partition}:ssm:{region}:{accountId}:parameter/{Name.TrimStart('/')}";

    /// <summary>Finds the version that it means.</summary>
    /// <returns>The version; <see langword="null"/> where there is no such parameter.</returns>
    /// <exception cref="ServiceFault">The parameter is there, and the version isn't.</exception>
    public StoredParameter? Find(SandboxState state, string accountId, string region)
    {
        var versions = IsPublic && !IsElsewhere(state, accountId, region) ? [PublicParameters.Find(Name, region)] : Versions(state, accountId, region);
        return versions.IsEmpty ? null : Selector is null ? versions[^1]
            : long.TryParse(Selector, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
                ? versions.FirstOrDefault(v => v.Version == number) ?? throw NoVersion($"version {number} of {Name}")
            : versions.FirstOrDefault(v => v.Labels.Contains(Selector)) ?? throw NoVersion($"label {Selector} for parameter {Name}");
    }

    // An ARN has one slash before the name, whether the name begins with one or not. A name of several levels does; of one level it may.
    private static string OfArn(string arn) => arn.Split(":parameter/", 2) is [_, { Length: > 0 } rest] ? rest.Contains('/', StringComparison.Ordinal) ? "/" + rest : rest : throw Malformed();

    private static bool IsPlain(string name) => (name.StartsWith('/') ? name[1..] : name).Split('/').All(part => part.Length > 0 && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_'));

    private static ServiceFault NoVersion(string which) =>
        new("ParameterVersionNotFound", 400, $"Systems Manager could not find {which}. Verify the version and try again.");

    private static ServiceFault Malformed() => Invalid(
        "Parameter name: can't be prefixed with \"ssm\" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_");

    private static ServiceFault Invalid(string message) => new("ValidationException", 400, message);
}
