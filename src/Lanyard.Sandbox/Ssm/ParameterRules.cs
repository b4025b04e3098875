using System.Text.RegularExpressions;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Ssm;

/// <summary>What a parameter can be, whoever puts it: "PutParameter", Systems Manager API Reference, and "Managing parameter tiers", AWS Systems Manager User Guide.</summary>
internal static class ParameterRules
{
    private const string Standard = "Standard";
    private const string Advanced = "Advanced";
    private const int LongestStandard = 4096;
    private const int MostVersions = 100;

    /// <summary>Gives a new version as it is kept: in the tier that it gets.</summary>
    /// <param name="parameter">The new version.</param>
    /// <param name="before">The one of before; <see langword="null"/> for none.</param>
    /// <param name="oldest">The oldest version that is kept, of as many as there can be; <see langword="null"/> where there is room.</param>
    /// <param name="tier">The tier that is asked for; <see langword="null"/> for none.</param>
    /// <exception cref="ServiceFault">It can't be.</exception>
    public static StoredParameter Kept(StoredParameter parameter, StoredParameter? before, StoredParameter? oldest, string? tier)
    {
        if (before is null)
        {
            ParameterName.RequireNew(parameter.Name);
        }

        parameter.RequirePlain();
        if (before is not null && before.Type != parameter.Type)
        {
            throw new ServiceFault(
                "HierarchyTypeMismatchException", 400, $"Parameter Store doesn't support changing a parameter type in a hierarchy: {parameter.Name} is of the type {before.Type}.");
        }

        if (parameter.DataType is not ("text" or "aws:ec2:image" or "aws:ssm:integration"))
        {
            throw Invalid($"The following data type is not supported: {parameter.DataType} (Data type names are all lowercase.)");
        }

        RequirePattern(parameter);
        if (before?.Tier == Advanced && tier == Standard)
        {
            throw Invalid("This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the advanced-parameter tier to the standard-parameter tier. If necessary, you can delete the advanced parameter and recreate it as a standard parameter.");
        }

        var isLarge = System.Text.Encoding.UTF8.GetByteCount(parameter.Value) > LongestStandard;
        var kept = before?.Tier == Advanced || tier == Advanced || (tier == "Intelligent-Tiering" && isLarge) ? Advanced : Standard;
        if (isLarge && kept == Standard)
        {
            throw Invalid($"Standard tier parameters support a maximum parameter value of {LongestStandard} characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier. For more information, see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html");
        }

        return oldest is { Labels.IsEmpty: false }
            ? throw new ServiceFault("ParameterMaxVersionLimitExceeded", 400, $"You attempted to create a new version of {parameter.Name} by calling the PutParameter API with the overwrite flag. Version {oldest.Version}, the oldest version, can't be deleted because it has a label associated with it. Move the label to another version of the parameter, and try again.")
            : parameter with { Tier = kept };
    }

    /// <summary>Gives the oldest version, where a new one takes its place.</summary>
    public static StoredParameter? Displaced(IReadOnlyList<StoredParameter> versions) => versions.Count < MostVersions ? null : versions[0];

    // The pattern is the caller's, so it gets no more than a second.
    private static void RequirePattern(StoredParameter parameter)
    {
        if (parameter.AllowedPattern is not { Length: > 0 } pattern)
        {
            return;
        }

        try
        {
            if (!Regex.IsMatch(parameter.Value, pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)))
            {
                throw new ServiceFault("ParameterPatternMismatchException", 400, $"Parameter value, cannot be validated against allowedPattern: {pattern}");
            }
        }
        catch (Exception e) when (e is ArgumentException or RegexMatchTimeoutException)
        {
            throw new ServiceFault("InvalidAllowedPatternException", 400, "The regular expression of AllowedPattern is not valid.");
        }
    }

    private static ServiceFault Invalid(string message) => new("ValidationException", 400, message);
}
