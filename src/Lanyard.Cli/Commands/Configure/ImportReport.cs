using System.Text;
using System.Text.Json;
using Lanyard.Cli.Edge;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.SharedConfig.Import;

namespace Lanyard.Cli.Commands.Configure;

/// <summary>Says what an import did, or would do.</summary>
/// <param name="Settings">What its profiles have in common.</param>
/// <param name="Accounts">How many accounts the user may enter.</param>
/// <param name="Path">The config file.</param>
/// <param name="Unused">The filters that no account fits.</param>
internal sealed record ImportReport(ImportSettings Settings, int Accounts, string Path, IReadOnlyList<string> Unused)
{
    /// <summary>Says it: the data on stdout, the talk on stderr.</summary>
    /// <param name="plan">What the import found.</param>
    /// <param name="wouldBe">The file as it would be, for a dry run.</param>
    /// <param name="before">The file as it was.</param>
    /// <param name="removed">The profiles that are removed.</param>
    /// <param name="input">What was asked for.</param>
    /// <param name="surroundings">The machine.</param>
    public void Show(ImportPlan plan, SharedConfigText? wouldBe, SharedConfigFile before, IReadOnlySet<string> removed, ConfigureImportInput input, Surroundings surroundings)
    {
        if (input.Options.Json)
        {
            surroundings.Write(JsonOutput.Object(json => WriteJson(json, plan, removed, input.DryRun)));
        }
        else if (wouldBe is not null)
        {
            surroundings.Write(Diff(before, wouldBe, removed));
        }

        foreach (var line in Talk(plan, removed, input))
        {
            surroundings.Error.WriteLine(line);
        }
    }

    private IEnumerable<string> Talk(ImportPlan plan, IReadOnlySet<string> removed, ConfigureImportInput input)
    {
        foreach (var filter in Unused)
        {
            yield return $"warning: no account fits the filter {filter}";
        }

        foreach (var way in plan.InTheWay)
        {
            yield return $"left alone: {way.Name} ({way.File}:{way.Line}) is a profile of your own, so {way.Target.AccountName} ({way.Target.AccountId}) {way.Target.Role} gets none; another --name-template gives it one";
        }

        foreach (var (name, wished) in plan.Renamed.OrderBy(r => r.Key, StringComparer.Ordinal))
        {
            yield return $"named {name}: {wished} alone would be another's name too";
        }

        var would = input.DryRun ? "would be " : "";
        yield return Accounts == 0
            ? "The signed-in user may enter no account."
            : $"{Count(Accounts, "account")}: {Count(plan.Added.Count, "profile")} {would}added to {Path}, {plan.Present.Count} there already"
                + (plan.InTheWay.Count > 0 ? $", {plan.InTheWay.Count} left out" : "") + (removed.Count > 0 ? $", {removed.Count} {would}removed" : "") + ".";
        if (plan.Gone.Where(p => !removed.Contains(p.Name)).ToArray() is { Length: > 0 } left)
        {
            yield return $"{Count(left.Length, "profile")} of an earlier import {(left.Length == 1 ? "leads" : "lead")} nowhere any more ({ConfigureImportCommand.Some(left)}); --prune removes them";
        }
    }

    private void WriteJson(Utf8JsonWriter json, ImportPlan plan, IReadOnlySet<string> removed, bool dryRun)
    {
        json.WriteString("session", Settings.Session);
        json.WriteString("startUrl", Settings.StartUrl);
        json.WriteString("file", Path);
        json.WriteBoolean("dryRun", dryRun);
        json.WriteNumber("accounts", Accounts);
        WriteProfiles(json, "added", plan.Added);
        WriteProfiles(json, "present", plan.Present);
        json.WriteStartArray("leftOut");
        foreach (var way in plan.InTheWay)
        {
            json.WriteStartObject();
            WriteProfile(json, new ImportedProfile(way.Name, way.Target));
            json.WriteString("file", way.File);
            json.WriteNumber("line", way.Line);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteProfiles(json, "removed", [.. plan.Gone.Where(p => removed.Contains(p.Name))]);
        WriteProfiles(json, "gone", [.. plan.Gone.Where(p => !removed.Contains(p.Name))]);
    }

    private static void WriteProfiles(Utf8JsonWriter json, string name, IReadOnlyList<ImportedProfile> profiles)
    {
        json.WriteStartArray(name);
        foreach (var profile in profiles)
        {
            json.WriteStartObject();
            WriteProfile(json, profile);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteProfile(Utf8JsonWriter json, ImportedProfile profile)
    {
        json.WriteString("profile", profile.Name);
        json.WriteString("accountId", profile.Target.AccountId);
        json.WriteString("role", profile.Target.Role);
    }

    // Sections are only ever taken out whole and added at the end, so what changes is known without comparing.
    private static string Diff(SharedConfigFile before, SharedConfigText after, IReadOnlySet<string> removed)
    {
        var kept = SharedConfigSections.RemoveProfiles(before, removed);
        if (after.Bytes.SequenceEqual(before.Text.Bytes))
        {
            return "";
        }

        var text = new StringBuilder($"--- {before.Path}\n+++ {before.Path}\n");
        var (old, left) = (Lines(before.Text), Lines(kept));
        var at = 0;
        foreach (var line in old)
        {
            if (at < left.Length && left[at] == line)
            {
                at++;
            }
            else
            {
                text.Append('-').Append(line).Append('\n');
            }
        }

        foreach (var line in Lines(SharedConfigText.FromBytes(after.Bytes[kept.Bytes.Length..])))
        {
            text.Append('+').Append(line).Append('\n');
        }

        return text.ToString();
    }

    private static string[] Lines(SharedConfigText text) => [.. text.Lines.Select(l => Encoding.UTF8.GetString(text.Content(l)))];

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
