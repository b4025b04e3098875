using System.Collections.Immutable;
using Lanyard.Cli.Edge;
using Lanyard.Cli.Identity;
using Lanyard.Credentials;
using Lanyard.Credentials.Files;
using Lanyard.Policy.Apply;

namespace Lanyard.Cli.Commands.Policies.Apply;

/// <summary>Makes IAM have what a document says: shows a plan, asks, keeps what is needed to undo, and changes.</summary>
internal sealed class ApplyCommand
{
    // Whoever comes second waits for a whole run.
    private static readonly TimeSpan LockPatience = TimeSpan.FromMinutes(10);

    private readonly ApplyInput _input;
    private readonly Surroundings _surroundings;
    private readonly CancellationToken _stop;

    private ApplyCommand(ApplyInput input, Surroundings surroundings, CancellationToken stop) => (_input, _surroundings, _stop) = (input, surroundings, stop);

    public static Task<int> RunAsync(ApplyInput input, Surroundings surroundings, CancellationToken cancellationToken)
    {
        if ((input.File is null) == (input.Undo is null))
        {
            throw new UsageException("policy apply takes a document, or --undo", "lanyard policy apply deploy-role.json");
        }

        if (input.Undo is not null && (input.Target is not null || input.PolicyName is not null || input.Prune))
        {
            throw new UsageException("--undo takes back what the file says, and nothing else", "lanyard policy apply --undo last");
        }

        if (input.Prune && (input.Target is not null || input.PolicyName is not null))
        {
            throw new UsageException(
                "--prune takes away what a document's lists don't have, and with a policy by itself that would be all other policies of the role, user or group",
                "leave --prune out, or name the role with all of its policies in a document");
        }

        var command = new ApplyCommand(input, surroundings, cancellationToken);
        return input.Undo is null ? command.ApplyAsync() : command.UndoAsync(new UndoFiles(surroundings));
    }

    private async Task<int> ApplyAsync()
    {
        var wanted = ApplyDocument.Read(_input, _surroundings);
        if (wanted.Reserved.Any())
        {
            throw PermissionSetTemplate.Print(wanted, _surroundings);
        }

        using var access = await ApplyAccess.OpenAsync(_input, wanted.Account?.Value, _surroundings, _stop).ConfigureAwait(false);
        var facts = WantedFacts.Of(wanted, access.Account);
        using var early = _input is { Yes: true, DryRun: false } ? Lock(access) : null;
        var (plan, present) = await PlanAsync(wanted, facts, access).ConfigureAwait(false);
        var keys = new ApplyKeys(_input, _surroundings);
        if (plan.Changes.IsEmpty || _input.DryRun)
        {
            return Shown(access, plan, $"Nothing to do: IAM has it already (account {access.Account.Id}).");
        }

        keys.Prepare(plan, access.Region);
        Show(access, plan.Changes, plan.Notes);
        Confirm("Apply this?");
        using var late = early is null ? Lock(access) : null;
        if (late is not null)
        {
            (plan, present) = Same(plan, await PlanAsync(wanted, facts, access).ConfigureAwait(false));
        }

        var files = new UndoFiles(_surroundings);
        var record = files.New(access, wanted.Path, plan.Changes);
        files.Write(record);
        await new ApplyRun(access, keys, files, _surroundings).RunAsync(IamSteps.Of(plan.Changes, present, access.Account, isUndo: false), record, _stop).ConfigureAwait(false);
        return Done(access, plan, keys, record);
    }

    private async Task<(IamPlan Plan, PresentIam Present)> PlanAsync(WantedIam wanted, ImmutableArray<WantedFacts> facts, ApplyAccess access)
    {
        var reader = new PresentReader(access, VaultAccess.Index(_surroundings).All(), _stop);
        var present = await reader.ReadAsync(
            facts.SelectMany(f => f.Facts.Select(p => new KeyValuePair<IamPart, string?>(p.Key, p.Value))), _ => _input.Prune, allVersions: false).ConfigureAwait(false);
        IamPlan plan;
        try
        {
            plan = IamPlanner.Plan(facts, present, wanted.Path, _input.Prune);
        }
        catch (IamPlanException e)
        {
            throw new CredentialsException(CliErrorCodes.ApplyImpossible, e.Message, "correct the document, or what is in IAM", inner: e);
        }

        return await reader.FindMissingAsync(plan.Changes).ConfigureAwait(false) is not { } missing ? (plan, present)
            : throw new CredentialsException(CliErrorCodes.ApplyImpossible, $"{missing}; nothing was changed", "correct the document, or add what is missing to it");
    }

    private async Task<int> UndoAsync(UndoFiles files)
    {
        var record = files.Find(_input.Undo!);
        using var access = await ApplyAccess.OpenAsync(_input, record.Account, _surroundings, _stop).ConfigureAwait(false);
        if (access.Address != record.Address)
        {
            throw new CredentialsException(
                ErrorCodes.AccountMismatch, $"{record.Path} is about IAM at {record.Address}, and this is {access.Address}", "use the endpoint that was used to apply", FailureKind.GuardRail);
        }

        using var early = _input is { Yes: true, DryRun: false } ? Lock(access) : null;
        var (plan, present) = await PlanBackAsync(record, access).ConfigureAwait(false);
        if (plan.Changes.IsEmpty && !_input.DryRun)
        {
            files.Retire(record);
            return Shown(access, plan, $"Nothing to take back: of what was applied from {record.Source} nothing is left, so that `--undo last` takes what was applied before it (account {access.Account.Id}).");
        }

        if (_input.DryRun)
        {
            return Shown(access, plan, $"Nothing to take back: of what was applied from {record.Source} nothing is left (account {access.Account.Id}).");
        }

        Show(access, plan.Changes, plan.Notes);
        Confirm($"Take back what was applied from {record.Source}?");
        using var late = early is null ? Lock(access) : null;
        if (late is not null)
        {
            (plan, present) = Same(plan, await PlanBackAsync(record, access).ConfigureAwait(false));
        }

        var keys = new ApplyKeys(_input, _surroundings);
        await new ApplyRun(access, keys, null, _surroundings).RunAsync(IamSteps.Of(plan.Changes, present, access.Account, isUndo: true), record, _stop).ConfigureAwait(false);
        files.Retire(record);
        return Done(access, plan, keys, null);
    }

    private async Task<(IamPlan Plan, PresentIam Present)> PlanBackAsync(UndoRecord record, ApplyAccess access)
    {
        var whole = record.Changes.Where(c => c is { Part.Aspect: IamAspect.Itself, Before: null }).Select(c => c.Part).ToHashSet();
        var present = await new PresentReader(access, VaultAccess.Index(_surroundings).All(), _stop).ReadAsync(
            record.Changes.Select(c => new KeyValuePair<IamPart, string?>(c.Part, c.After)), whole.Contains, allVersions: true).ConfigureAwait(false);
        var undone = IamUndo.Of(record.Changes, present);
        if (!undone.Differences.IsEmpty)
        {
            throw new CredentialsException(
                CliErrorCodes.IamChanged, $"IAM isn't as `policy apply` left it, and to undo would lose what came since: {string.Join("; ", undone.Differences)}; nothing was changed",
                "bring that back as it was, or change by hand what should go", FailureKind.GuardRail);
        }

        return (new IamPlan(undone.Changes, []), present);
    }

    // What the person agreed to is what is done.
    private static (IamPlan Plan, PresentIam Present) Same(IamPlan shown, (IamPlan Plan, PresentIam Present) now) =>
        now.Plan.Changes.SequenceEqual(shown.Changes) ? now : throw new CredentialsException(
            CliErrorCodes.IamChanged, "somebody changed IAM while you were asked, so that the plan isn't the one that was shown; nothing was changed", "run the command again", FailureKind.GuardRail);

    private FileLock Lock(ApplyAccess access)
    {
        try
        {
            return FileLock.TryAcquire(Path.Combine(_surroundings.Folders.Cache, "locks", $"apply-{access.Account.Id}"), LockPatience) ?? throw new CredentialsException(
                CliErrorCodes.IamChanged, $"another `policy apply` changes the account {access.Account.Id} and doesn't end", "let it end, then run the command again", FailureKind.GuardRail);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CredentialsException(ErrorCodes.FileNotWritable, $"the lock for the account can't be taken: {e.Message}", "see that Lanyard's cache folder can be written", inner: e);
        }
    }

    // With --dry-run the plan is what was asked for; else it is talk.
    private int Shown(ApplyAccess access, IamPlan plan, string ifNothing)
    {
        if (_input.Options.Json)
        {
            _surroundings.Write(ApplyJson.Write(access, plan.Changes, plan.Notes, [], isDone: false, null));
            return ExitCodes.Done;
        }

        if (plan.Changes.IsEmpty)
        {
            Notes(plan.Notes);
            _surroundings.Error.WriteLine(ifNothing);
            return ExitCodes.Done;
        }

        _surroundings.Write(ApplyText.Plan(plan.Changes, access, _surroundings is { ShowsColour: true, ShowsData: true }));
        Notes(plan.Notes);
        return ExitCodes.Done;
    }

    private void Show(ApplyAccess access, IReadOnlyList<IamChange> changes, IReadOnlyList<string> notes)
    {
        if (!_input.Options.Json || !_input.Yes)
        {
            _surroundings.Error.Write(ApplyText.Plan(changes, access, _surroundings.ShowsColour));
            Notes(notes);
        }
    }

    private void Confirm(string question)
    {
        if (_input.Yes)
        {
            return;
        }

        var answer = _input.Options.NoInput ? null : _surroundings.Ask($"{question} [y/N] ");
        if (answer is null)
        {
            throw new CredentialsException(
                CliErrorCodes.ConfirmationMissing, $"{question} Nobody can be asked, so nothing was changed",
                "add --yes, or run the command on a terminal; --dry-run shows what it would change", FailureKind.PersonMustAct);
        }

        if (answer.Trim().ToUpperInvariant() is not ("Y" or "YES"))
        {
            throw new CredentialsException(CliErrorCodes.NotConfirmed, "the answer was not yes, so nothing was changed", null, FailureKind.GuardRail);
        }
    }

    private int Done(ApplyAccess access, IamPlan plan, ApplyKeys keys, UndoRecord? record)
    {
        if (_input.Options.Json)
        {
            _surroundings.Write(ApplyJson.Write(access, plan.Changes, plan.Notes, keys.Made, isDone: true, record?.Path));
            return ExitCodes.Done;
        }

        foreach (var key in keys.Made)
        {
            _surroundings.Error.WriteLine($"Put the access key {key.Id} of the user {key.User} into the vault as `{key.Entry}`; to try it: lanyard whoami --profile {key.Entry}");
        }

        _surroundings.Error.WriteLine(record is null ? "Taken back." : "Applied. To take it back: lanyard policy apply --undo last");
        return ExitCodes.Done;
    }

    private void Notes(IEnumerable<string> notes)
    {
        foreach (var note in notes)
        {
            _surroundings.Error.WriteLine($"note: {note}");
        }
    }
}
