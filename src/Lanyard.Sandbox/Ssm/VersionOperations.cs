using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Ssm;

/// <summary>The operations on the versions of a parameter.</summary>
internal static class VersionOperations
{
    private const int MostLabels = 10;

    /// <summary>Gives a version a label, which another version loses: "LabelParameterVersion", Systems Manager API Reference.</summary>
    public static void Label(JsonCall call, Utf8JsonWriter json)
    {
        var name = ParameterName.ReadName(call.Input.Text("Name", 1, 2048));
        var (labels, number) = (call.Input.Texts("Labels", MostLabels), call.Input.LongNumber("ParameterVersion"));
        call.Authorize(SsmModel.Arn(call, name));
        if (labels.IsEmpty)
        {
            throw call.Input.Missing("Labels");
        }

        var versions = name.Versions(call.State, call.Caller.AccountId, call.Region);
        var version = versions.IsEmpty ? throw SsmModel.NotFound()
            : number is null ? versions[^1]
            : versions.FirstOrDefault(v => v.Version == number)
                ?? throw new ServiceFault("ParameterVersionNotFound", 400, $"Systems Manager could not find version {number} of {name.Name}. Verify the version and try again.");
        var good = labels.Where(IsLabel).ToImmutableSortedSet(StringComparer.Ordinal);
        if (version.Labels.Union(good).Count > MostLabels)
        {
            throw new ServiceFault("ParameterVersionLabelLimitExceeded", 400, $"A parameter version can have {MostLabels} labels at most.");
        }

        foreach (var one in versions)
        {
            call.State.Parameters.Put(one with { Labels = one.Version == version.Version ? one.Labels.Union(good) : one.Labels.Except(good) });
        }

        json.WriteStartArray("InvalidLabels");
        foreach (var bad in labels.Where(label => !IsLabel(label)))
        {
            json.WriteStringValue(bad);
        }

        json.WriteEndArray();
        json.WriteNumber("ParameterVersion", version.Version);
    }

    /// <summary>Gives all versions, the oldest first.</summary>
    public static void List(JsonCall call, Utf8JsonWriter json)
    {
        var name = ParameterName.ReadWhole(call.Input.Text("Name", 1, 2048));
        var isDecrypted = call.Input.Flag("WithDecryption") == true;
        call.Authorize(SsmModel.Arn(call, name));
        var versions = name.Versions(call.State, call.Caller.AccountId, call.Region);
        call.Page(json, "Parameters", versions.IsEmpty ? throw SsmModel.NotFound() : versions, v => v.Version.ToString("D19", CultureInfo.InvariantCulture), v =>
        {
            json.WriteStartObject();
            json.WriteString("Name", v.Name);
            json.WriteString("Type", v.Type);
            SsmModel.WriteTime(json, "LastModifiedDate", v.Modified);
            json.WriteString("LastModifiedUser", v.ModifiedBy);
            if (v.Description is not null)
            {
                json.WriteString("Description", v.Description);
            }

            if (v.KeyArn is not null)
            {
                json.WriteString("KeyId", v.KeyArn);
            }

            json.WriteString("Value", SecureValues.Told(call, v, isDecrypted));
            if (v.AllowedPattern is not null)
            {
                json.WriteString("AllowedPattern", v.AllowedPattern);
            }

            json.WriteNumber("Version", v.Version);
            WriteLabels(json, v);
            json.WriteString("Tier", v.Tier);
            json.WriteStartArray("Policies");
            json.WriteEndArray();
            json.WriteString("DataType", v.DataType);
            json.WriteEndObject();
        }, most: 50);
    }

    // A list of labels has one at least, by the service's model.
    private static void WriteLabels(Utf8JsonWriter json, StoredParameter version)
    {
        if (version.Labels.IsEmpty)
        {
            return;
        }

        json.WriteStartArray("Labels");
        foreach (var label in version.Labels)
        {
            json.WriteStringValue(label);
        }

        json.WriteEndArray();
    }

    // "Working with parameter labels", AWS Systems Manager User Guide.
    private static bool IsLabel(string label) => label.Length is > 0 and <= 100 && !char.IsAsciiDigit(label[0]) && label.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')
        && !label.StartsWith("aws", StringComparison.OrdinalIgnoreCase) && !label.StartsWith("ssm", StringComparison.OrdinalIgnoreCase);
}
