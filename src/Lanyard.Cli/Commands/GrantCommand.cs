using System.Globalization;
using Lanyard.Cli.Edge;
using Lanyard.Cli.Identity;
using Lanyard.Credentials.Delivery;
using Lanyard.Projects;

namespace Lanyard.Cli.Commands;

/// <summary>What <c>lanyard grant</c> was asked for.</summary>
/// <param name="Options">The options of every command.</param>
/// <param name="Stage">The stage; null to list.</param>
/// <param name="For"><c>--for</c>.</param>
/// <param name="List"><c>--list</c>.</param>
/// <param name="Revoke"><c>--revoke</c>.</param>
internal sealed record GrantInput(GlobalOptions Options, string? Stage, string? For, bool List, bool Revoke);

/// <summary>Lets scripts use a protected stage for a while. A person types the stage's name for it; no option stands in.</summary>
internal static class GrantCommand
{
    private const string Example = "lanyard grant prod --for 1h";
    private static readonly TimeSpan Standard = TimeSpan.FromHours(1);
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);

    public static int Run(GrantInput input, Surroundings surroundings)
    {
        var grants = new StageGrants(surroundings.Folders.State, surroundings.Time);
        if (input.List)
        {
            return input is { Stage: null, Revoke: false, For: null }
                ? List(grants.All(), input.Options, surroundings)
                : throw new UsageException("--list takes no stage and no other option", "lanyard grant --list");
        }

        var name = input.Stage ?? throw new UsageException("grant needs the name of a stage", Example);
        var length = Length(input);
        var selected = IdentitySelector.FindStage(surroundings, name);
        if (input.Revoke)
        {
            surroundings.Error.WriteLine(grants.Revoke(selected.Project.Path, name) ? $"Scripts need a person for {name} again." : $"No grant for {name} runs.");
            return ExitCodes.Done;
        }

        if (!selected.Stage.Protected)
        {
            surroundings.Error.WriteLine($"The stage {name} isn't protected: scripts may use it without a grant.");
            return ExitCodes.Done;
        }

        StageGuard.AskForName(
            selected, string.Create(CultureInfo.InvariantCulture, $"Type its name to let scripts use it for {length.TotalMinutes:0} minutes: "),
            "run the command on a terminal, without --no-input", surroundings, mayAsk: !input.Options.NoInput);
        MetBefore.Confirm(IdentitySelector.Select(surroundings, input.Options with { Profile = null, Stage = name }), surroundings, mayAsk: !input.Options.NoInput);
        var grant = grants.Give(selected, length);
        if (input.Options.Json)
        {
            surroundings.Write(JsonOutput.Object(json => Write(json, grant)));
        }
        else
        {
            surroundings.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"Scripts may use {name} until {grant.Until.UtcDateTime:yyyy-MM-dd HH:mm} UTC. To end it: lanyard grant {name} --revoke"));
        }

        return ExitCodes.Done;
    }

    private static TimeSpan Length(GrantInput input)
    {
        if (input.For is not { } text)
        {
            return Standard;
        }

        if (input.Revoke)
        {
            throw new UsageException("--for and --revoke can't be used together", Example);
        }

        return DurationText.TryParse(text, out var length) && length >= Shortest && length <= StageGrants.Longest
            ? length
            : throw new UsageException("--for is a duration from 1m to 12h, such as 30m, 1h or 1h30m", Example);
    }

    private static int List(IReadOnlyList<StageGrant> grants, GlobalOptions options, Surroundings surroundings)
    {
        if (options.Json)
        {
            surroundings.Write(JsonOutput.Object(json =>
            {
                json.WriteStartArray("grants");
                foreach (var grant in grants)
                {
                    json.WriteStartObject();
                    Write(json, grant);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }));
            return ExitCodes.Done;
        }

        var now = surroundings.Time.GetUtcNow();
        foreach (var grant in grants)
        {
            surroundings.Write(string.Create(
                CultureInfo.InvariantCulture, $"{grant.Stage}  account {grant.Account}  {Math.Ceiling((grant.Until - now).TotalMinutes):0} min left  {grant.Project}\n"));
        }

        if (grants.Count == 0)
        {
            surroundings.Error.WriteLine("No grant runs.");
        }

        return ExitCodes.Done;
    }

    private static void Write(System.Text.Json.Utf8JsonWriter json, StageGrant grant)
    {
        json.WriteString("stage", grant.Stage);
        json.WriteString("account", grant.Account);
        json.WriteString("role", grant.Role);
        json.WriteString("project", grant.Project);
        json.WriteString("until", ProcessOutput.FormatTime(grant.Until));
    }
}
