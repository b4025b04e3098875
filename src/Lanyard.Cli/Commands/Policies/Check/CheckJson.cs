using System.Text.Json;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Lint;

namespace Lanyard.Cli.Commands.Policies.Check;

/// <summary>Writes findings as Access Analyzer's ValidatePolicy answers them, with members of ours beside.</summary>
internal static class CheckJson
{
    public static ReadOnlySpan<byte> Write(CheckReport report) => JsonOutput.Object(json =>
    {
        JsonOutput.Objects(json, "findings", report.Findings, finding => Write(json, finding));
        JsonOutput.Objects(json, "policies", report.Checks.SelectMany(check => check.Documents, (check, document) => (check, document)), pair =>
        {
            json.WriteString("file", pair.check.Path.Shown);
            json.WriteString("policy", pair.document.Policy.Name);
            json.WriteString("type", Readable.Name(pair.document.Use.Kind));
            json.WriteString("resourceType", pair.document.Use.ResourceType);
            json.WriteString("typeFrom", pair.document.Origin switch { UseOrigin.Told => "option", UseOrigin.Place => "place", _ => "elements" });
            Span(json, "span", pair.document.Policy.Place);
        });
        JsonOutput.Objects(json, "mended", report.Checks.SelectMany(check => check.Mended, (check, finding) => (check, finding)), pair =>
        {
            json.WriteString("file", pair.check.Path.Shown);
            json.WriteString("issueCode", pair.finding.Rule.Id);
            json.WriteString("description", Text(pair.finding.Fix!.Description));
            Span(json, "span", pair.finding.Place);
        });
        json.WriteStartObject("summary");
        json.WriteNumber("files", report.Checks.Length);
        json.WriteNumber("policies", report.Checks.Sum(check => check.Documents.Length));
        json.WriteNumber("errors", report.Count(Severity.Error));
        json.WriteNumber("securityWarnings", report.Count(Severity.SecurityWarning));
        json.WriteNumber("warnings", report.Count(Severity.Warning));
        json.WriteNumber("suggestions", report.Count(Severity.Suggestion));
        json.WriteNumber("accepted", report.Findings.Count(finding => !finding.IsOpen));
        json.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter json, ReportedFinding reported)
    {
        var finding = reported.Finding;
        json.WriteString("file", reported.File);
        json.WriteString("policy", reported.Document?.Policy.Name);
        json.WriteString("findingType", finding.Rule.Severity switch
        {
            Severity.Error => "ERROR",
            Severity.SecurityWarning => "SECURITY_WARNING",
            Severity.Warning => "WARNING",
            _ => "SUGGESTION",
        });
        json.WriteString("issueCode", finding.Rule.Id);
        json.WriteString("findingDetails", Text(finding.Message));
        json.WriteString("mending", Text(finding.Mending));
        json.WriteString("learnMoreLink", finding.Rule.Link.AbsoluteUri);
        JsonOutput.Objects(json, "locations", finding.Related.Insert(0, finding.Place), place =>
        {
            Path(json, place, reported.Document);
            Span(json, "span", place);
        });
        if (finding.Fix is { } fix)
        {
            json.WriteStartObject("fix");
            json.WriteString("description", Text(fix.Description));
            JsonOutput.Objects(json, "edits", fix.Edits, edit =>
            {
                json.WriteNumber("start", edit.Start);
                json.WriteNumber("end", edit.End);
                json.WriteString("text", edit.Text);
            });
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("fix");
        }

        json.WriteString("accepted", reported.Acceptance?.Item.Reason);
    }

    // A step by a member's name goes to its value; the last one is a key where the place is the name.
    private static void Path(Utf8JsonWriter json, Place place, CheckedDocument? document)
    {
        var steps = new Stack<DocumentPath>();
        for (var at = place.Path; at.Parent is not null; at = at.Parent)
        {
            steps.Push(at);
        }

        var isKey = document is not null && NodePlaces.IsName(document.Policy.Variants, place);
        json.WriteStartArray("path");
        while (steps.TryPop(out var step))
        {
            json.WriteStartObject();
            if (step.Name is { } name)
            {
                json.WriteString(isKey && steps.Count == 0 ? "key" : "value", name);
            }
            else
            {
                json.WriteNumber("index", step.Index);
            }

            json.WriteEndObject();
        }

        if (document is not null && NodePlaces.Substring(document.Policy.Variants, place) is var (start, length))
        {
            json.WriteStartObject();
            json.WriteStartObject("substring");
            json.WriteNumber("start", start);
            json.WriteNumber("length", length);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Span(Utf8JsonWriter json, string name, Place place)
    {
        json.WriteStartObject(name);
        Position(json, "start", place.Start);
        Position(json, "end", place.End);
        json.WriteEndObject();
    }

    // Lines count from 1, columns and offsets from 0, as Access Analyzer's do.
    private static void Position(Utf8JsonWriter json, string name, TextPosition position)
    {
        json.WriteStartObject(name);
        json.WriteNumber("line", position.Line);
        json.WriteNumber("column", position.Column - 1);
        json.WriteNumber("offset", position.Offset);
        json.WriteEndObject();
    }

    private static string Text(string text) => text.Replace(Placeholder.Mark, '…');
}
