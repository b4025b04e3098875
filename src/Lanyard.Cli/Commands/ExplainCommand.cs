using Lanyard.Cli.Edge;
using Lanyard.Cli.Identity;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.Sources.Dialects;

namespace Lanyard.Cli.Commands;

/// <summary>What <c>lanyard explain</c> was asked for.</summary>
/// <param name="Options">The options of every command.</param>
/// <param name="Sdk"><c>--sdk</c>: a dialect's name, or <c>all</c>; null for Lanyard itself.</param>
/// <param name="Run">Whether to resolve for real.</param>
internal sealed record ExplainInput(GlobalOptions Options, string? Sdk, bool Run);

/// <summary>Says which identity an SDK takes, and why every other lost.</summary>
internal static class ExplainCommand
{
    /// <summary>The word for every SDK at once.</summary>
    public const string All = "all";

    public static async Task<int> RunAsync(ExplainInput input, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var dialects = Dialects(input.Sdk ?? Dialect.All[0].Name);
        if (dialects is [var only] && only == Dialect.All[0] && input.Options.Profile is not null)
        {
            // As `exec --profile` does, which below another `exec` means the user's files; an SDK reads those that it is shown.
            surroundings = surroundings.WithFiles(surroundings.UserFiles);
        }

        var machine = new DialectMachine(
            surroundings.Environment, DialectMachine.OpenOnce(), input.Options.Profile, surroundings.IsWindows, surroundings.Time.GetUtcNow());
        var explanations = new List<Explanation>();
        var files = input.Run ? FilesFor(surroundings) : null;
        foreach (var dialect in dialects)
        {
            var plan = input.Options.Stage is null ? dialect.Plan(machine) : OfStage(input, dialect, surroundings);
            plan = plan with { Region = input.Options.Region ?? plan.Region };
            explanations.Add(input.Run
                ? await DialectRun.ExplainAsync(dialect, plan, files, surroundings, input.Options, cancellationToken).ConfigureAwait(false)
                : Explanation.Of(dialect, plan));
        }

        var all = input.Sdk == All;
        if (input.Options.Json)
        {
            surroundings.Write(ExplainJson.Write(explanations, all).Span);
        }
        else
        {
            surroundings.Write(all ? ExplainTable.Write(explanations, Advice.Find(machine), input.Options.Profile) : ExplainText.Write(explanations[0], surroundings.Variable("HOME")));
        }

        return ExitCodes.Done;
    }

    private static IReadOnlyList<Dialect> Dialects(string name) => name == All ? Dialect.All
        : Dialect.Find(name) is { } one ? [one]
        : throw new UsageException(
            $"there is no SDK `{name}`{(ProfileSuggestions.Nearest(Dialect.All.Select(d => d.Name), name) is [var near, ..] ? $"; did you mean `{near}`?" : "")}",
            $"use one of: {string.Join(", ", Dialect.All.Select(d => d.Name))}, {All}");

    // A stage is Lanyard's own: an SDK gets its identity from what runs it, whatever else is on the machine.
    private static DialectPlan OfStage(ExplainInput input, Dialect dialect, Surroundings surroundings)
    {
        if (dialect.Name != Dialect.All[0].Name || input.Sdk == All)
        {
            throw new UsageException("--stage can't be explained for an SDK: the command that `lanyard exec --stage` runs takes the stage's identity, whatever SDK it uses", "leave --sdk out");
        }

        var selected = IdentitySelector.Select(surroundings, input.Options);
        return new DialectPlan(selected.Plan.Profile, selected.Plan.Candidates, selected.Plan.PassedOver, null) { Region = selected.Plan.Region };
    }

    private static SharedConfigSnapshot? FilesFor(Surroundings surroundings)
    {
        try
        {
            return SharedConfigSnapshot.Load(SharedConfigLocations.From(surroundings.Environment, surroundings.IsWindows));
        }
        catch (SharedConfigException)
        {
            // The dialect says what it thinks of the files; only the endpoints in them are lost.
            return null;
        }
    }
}
