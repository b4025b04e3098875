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
    private readonly SortedDictionary<string, StoredParameter> _all = new(StringComparer.Ordinal);

    /// <summary>Gives the parameters of an account in a Region, by name.</summary>
    public IEnumerable<StoredParameter> In(string accountId, string region) => _all.Values.Where(p => p.AccountId == accountId && p.Region == region);

    public StoredParameter? Find(string accountId, string region, string name) => _all.GetValueOrDefault(Key(accountId, region, name));

    public void Put(StoredParameter parameter)
    {
        _all[Key(parameter.AccountId, parameter.Region, parameter.Name)] = parameter;
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
