using System.Globalization;
using System.Text;
using System.Text.Json;
using Lanyard.Aws.Services;
using Lanyard.Cli.Edge;
using Lanyard.Cli.Identity;
using Lanyard.Credentials;
using Lanyard.Credentials.Delivery;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.Vault.Rotation;

namespace Lanyard.Cli.Commands.Vault;

/// <summary>Shows what is in the vault, without opening it; with <c>--aws</c> also what IAM knows of the keys.</summary>
internal static class VaultListCommand
{
    public static async Task<int> RunAsync(GlobalOptions options, bool askAws, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var files = SharedConfigSnapshot.Load(ProfileEditing.Locations(surroundings));
        var rotations = VaultAccess.Rotations(surroundings);
        var rows = new List<Row>();
        var failures = new List<CredentialsException>();
        foreach (var entry in VaultAccess.Index(surroundings).All())
        {
            var row = new Row(entry, VaultAccess.ProfilesOf(files, entry.Name), rotations.Find(entry.Name), null);
            try
            {
                rows.Add(askAws ? row with { Aws = await AskAsync(row, options, files, surroundings, cancellationToken).ConfigureAwait(false) } : row);
            }
            catch (CredentialsException e)
            {
                failures.Add(e);
                rows.Add(row);
            }
        }

        var now = surroundings.Time.GetUtcNow();
        surroundings.Write(options.Json ? JsonOutput.Object(json => Write(json, rows, now)) : Encoding.UTF8.GetBytes(Describe(rows, askAws, now)));
        foreach (var failure in failures)
        {
            ErrorReport.Of(failure).Write(surroundings, options.Json);
        }

        return failures is [var first, ..] ? ExitCodes.Of(first.Kind) : ExitCodes.Done;
    }

    private static async Task<AwsSays> AskAsync(Row row, GlobalOptions options, SharedConfigSnapshot files, Surroundings surroundings, CancellationToken cancellationToken)
    {
        using var calls = new VaultCalls(surroundings, options, files, row.Profiles is [var first, ..] ? first : null, row.Entry.Name);
        var key = VaultAccess.Open(surroundings, options, row.Entry.Name).Find(row.Entry.Name) ?? throw VaultAccess.Missing(surroundings, row.Entry.Name);
        var keys = await calls.Keys.ListAsync(key, cancellationToken).ConfigureAwait(false);
        return new AwsSays(
            keys.FirstOrDefault(k => k.Id == key.AccessKeyId), await calls.Keys.LastUseAsync(key.AccessKeyId, key, cancellationToken).ConfigureAwait(false),
            [.. keys.Where(k => k.Id != key.AccessKeyId)]);
    }

    private static void Write(Utf8JsonWriter json, List<Row> rows, DateTimeOffset now)
    {
        json.WriteStartArray("entries");
        foreach (var (entry, profiles, rotation, aws) in rows)
        {
            json.WriteStartObject();
            json.WriteString("entry", entry.Name);
            json.WriteString("accessKeyId", entry.AccessKeyId);
            json.WriteString("account", entry.AccountId);
            json.WriteString("backend", entry.Backend);
            json.WriteStartArray("profiles");
            foreach (var profile in profiles)
            {
                json.WriteStringValue(profile);
            }

            json.WriteEndArray();
            json.WriteString("added", ProcessOutput.FormatTime(entry.Added));
            json.WriteNumber("ageDays", Days(entry.Added, now));
            json.WriteString("lastUsed", Time(entry.LastUsed));
            if (rotation is not null)
            {
                json.WriteStartObject("rotation");
                json.WriteString("step", rotation.Step.ToString());
                json.WriteString("oldAccessKeyId", rotation.OldId);
                json.WriteString("since", ProcessOutput.FormatTime(rotation.At));
                json.WriteEndObject();
            }

            if (aws is not null)
            {
                json.WriteStartObject("aws");
                json.WriteString("created", Time(aws.Key?.Created));
                json.WriteString("lastUsed", Time(aws.Use.Time));
                json.WriteString("service", aws.Use.Service);
                json.WriteString("region", aws.Use.Region);
                json.WriteStartArray("otherAccessKeyIds");
                foreach (var other in aws.Others)
                {
                    json.WriteStringValue(other.Id);
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Describe(List<Row> rows, bool askAws, DateTimeOffset now)
    {
        if (rows.Count == 0)
        {
            return "The vault holds no keys; `lanyard vault add NAME` adds one, `lanyard vault migrate` takes one out of a file.\n";
        }

        string[] head = ["ENTRY", "ACCESS KEY", "ACCOUNT", "PROFILES", "AGE", "LAST USED"];
        var lines = rows.Select(r => (string[])
        [
            r.Entry.Name, r.Entry.AccessKeyId, r.Entry.AccountId ?? "-", r.Profiles.Count == 0 ? "-" : string.Join(",", r.Profiles),
            Age(r.Aws?.Key?.Created ?? r.Entry.Added, now), Used(r, askAws, now),
        ]).ToArray();
        var widths = head.Select((h, i) => Math.Max(h.Length, lines.Max(l => l[i].Length))).ToArray();
        var text = new StringBuilder();
        foreach (var line in lines.Prepend(head))
        {
            text.AppendJoin("  ", line.Select((cell, i) => i + 1 == line.Length ? cell : cell.PadRight(widths[i]))).Append('\n');
        }

        foreach (var (entry, _, rotation, aws) in rows)
        {
            if (rotation is not null)
            {
                text.Append(CultureInfo.InvariantCulture, $"  {entry.Name}: {(rotation.Step == RotationStep.Inactive ? $"rotated on {rotation.At.UtcDateTime:yyyy-MM-dd}, the old key {rotation.OldId} is inactive: lanyard vault rotate {entry.Name} --finish" : $"a rotation was broken off: lanyard vault rotate {entry.Name}")}\n");
            }

            foreach (var other in aws?.Others ?? [])
            {
                text.Append(CultureInfo.InvariantCulture, $"  {entry.Name}: its user also has {other.Id}, {(other.IsActive ? "active" : "inactive")}, made {other.Created.UtcDateTime:yyyy-MM-dd}\n");
            }
        }

        return text.ToString();
    }

    private static string Used(Row row, bool askAws, DateTimeOffset now) => askAws && row.Aws is { } aws
        ? aws.Use.Time is { } used ? $"{Age(used, now)} ago, {aws.Use.Service} in {aws.Use.Region}" : "never"
        : row.Entry.LastUsed is { } here ? $"{Age(here, now)} ago" : "never";

    private static string Age(DateTimeOffset since, DateTimeOffset now) => Days(since, now) switch
    {
        0 => "under a day",
        1 => "1 day",
        var days => string.Create(CultureInfo.InvariantCulture, $"{days} days"),
    };

    private static int Days(DateTimeOffset since, DateTimeOffset now) => Math.Max(0, (int)(now - since).TotalDays);

    private static string? Time(DateTimeOffset? time) => time is { } at ? ProcessOutput.FormatTime(at) : null;

    private sealed record Row(VaultEntry Entry, IReadOnlyList<string> Profiles, RotationRecord? Rotation, AwsSays? Aws);

    private sealed record AwsSays(IamAccessKey? Key, AccessKeyUse Use, IReadOnlyList<IamAccessKey> Others);
}
