using System.Collections.Immutable;

namespace Lanyard.Sandbox.State;

/// <summary>A parameter of the Parameter Store.</summary>
/// <param name="AccountId">The account that it is in.</param>
/// <param name="Region">The Region that it is in.</param>
/// <param name="Name">Its name, with the slashes that it was given.</param>
/// <param name="Type"><c>String</c>, <c>StringList</c> or <c>SecureString</c>.</param>
/// <param name="Value">Its value.</param>
/// <param name="Version">Its version, from 1.</param>
/// <param name="Modified">When it was last changed.</param>
internal sealed record StoredParameter(string AccountId, string Region, string Name, string Type, string Value, long Version, DateTimeOffset Modified)
{
    public string? Description { get; init; }

    /// <summary>Gets the tier: <c>Standard</c> or <c>Advanced</c>.</summary>
    public string Tier { get; init; } = "Standard";

    /// <summary>Gets what the value is of, as <c>text</c>.</summary>
    public string DataType { get; init; } = "text";

    /// <summary>Gets the regular expression that values match; <see langword="null"/> for none.</summary>
    public string? AllowedPattern { get; init; }

    /// <summary>Gets the ARN of who put this version; empty where nobody of the account did.</summary>
    public string ModifiedBy { get; init; } = "";

    /// <summary>Gets the ARN of the key that a secure string is for; <see langword="null"/> for the one of AWS's.</summary>
    public string? KeyArn { get; init; }

    /// <summary>Gets the labels of this version.</summary>
    public ImmutableSortedSet<string> Labels { get; init; } = [];

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Refuses a value that names another parameter: "PutParameter", Systems Manager API Reference.</summary>
    /// <exception cref="ServiceFault">It does.</exception>
    public void RequirePlain()
    {
        if (Value.Contains("{{", StringComparison.Ordinal))
        {
            // What shall be secret isn't told in an error.
            throw new ServiceFault(
                "ValidationException", 400, "Parameter value can't nest another parameter. Do not use \"{{}}\" in the value" + (Type == "SecureString" ? "." : $": {Value}"));
        }
    }
}

/// <summary>The parameters of all accounts. Held under <see cref="IamState.Gate"/>.</summary>
internal sealed class ParameterState
{
    // "Working with parameter versions", AWS Systems Manager User Guide: the oldest goes when there are more than 100.
    private const int MostVersions = 100;

    private readonly SortedDictionary<string, ImmutableArray<StoredParameter>> _all = new(StringComparer.Ordinal);

    /// <summary>Gives the parameters of an account in a Region, by name.</summary>
    public IEnumerable<StoredParameter> In(string accountId, string region) => _all.Values.Select(versions => versions[^1]).Where(p => p.AccountId == accountId && p.Region == region);

    /// <summary>Finds the newest version of a parameter.</summary>
    public StoredParameter? Find(string accountId, string region, string name) => Versions(accountId, region, name) is [.., var newest] ? newest : null;

    /// <summary>Gives the versions of a parameter, the newest last; none where it isn't there.</summary>
    public ImmutableArray<StoredParameter> Versions(string accountId, string region, string name) => _all.TryGetValue(Key(accountId, region, name), out var versions) ? versions : [];

    /// <summary>Keeps a version, in the place of the one of its number.</summary>
    public void Put(StoredParameter parameter)
    {
        var others = Versions(parameter.AccountId, parameter.Region, parameter.Name).Where(v => v.Version != parameter.Version);
        _all[Key(parameter.AccountId, parameter.Region, parameter.Name)] = [.. others.Append(parameter).OrderBy(v => v.Version).TakeLast(MostVersions)];
        Changes.Note();
    }

    public bool Remove(string accountId, string region, string name)
    {
        if (!_all.Remove(Key(accountId, region, name)))
        {
            return false;
        }

        Changes.Note();
        return true;
    }

    private static string Key(string accountId, string region, string name) => $"{accountId} {region} {name}";
}
