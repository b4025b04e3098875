using System.Text.Json;

namespace Lanyard.Cli.Commands.Doctor;

/// <summary>Writes findings for scripts; the shape is written down in docs/doctor.md.</summary>
internal static class DoctorJson
{
    /// <summary>Writes the object.</summary>
    /// <param name="findings">The findings, by severity.</param>
    /// <param name="looked">What was looked at.</param>
    public static ReadOnlySpan<byte> Write(IReadOnlyList<Finding> findings, IReadOnlyList<string> looked) => JsonOutput.Object(json =>
    {
        json.WriteStartArray("findings");
        foreach (var finding in findings)
        {
            json.WriteStartObject();
            json.WriteString("id", finding.Id);
            json.WriteString("severity", NameOf(finding.Severity));
            json.WriteString("where", finding.Where);
            json.WriteString("what", finding.What);
            WriteTexts(json, "details", finding.Details);
            json.WriteString("why", finding.Why);
            json.WriteString("fix", finding.Fix);
            json.WriteBoolean("fixable", finding.Repair is not null);
            json.WriteBoolean("fixed", finding.IsFixed);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("counts");
        foreach (var severity in Enum.GetValues<Severity>())
        {
            json.WriteNumber(NameOf(severity), findings.Count(f => f.Severity == severity && !f.IsFixed));
        }

        json.WriteNumber("fixed", findings.Count(f => f.IsFixed));
        json.WriteEndObject();
        WriteTexts(json, "lookedAt", looked);
    });

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static string NameOf(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "note",
    };
}
