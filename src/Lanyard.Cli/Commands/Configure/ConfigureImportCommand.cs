using Lanyard.Cli.Edge;
using Lanyard.Cli.Identity;
using Lanyard.Credentials;
using Lanyard.Credentials.Portal;
using Lanyard.Credentials.Sessions;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.SharedConfig.Import;
using Lanyard.Credentials.Sources;

namespace Lanyard.Cli.Commands.Configure;

/// <summary>What <c>lanyard configure import</c> was asked for; <c>--region</c> is that of the profiles to write.</summary>
/// <param name="Options">The options of every command.</param>
/// <param name="Session">Which sign-in.</param>
/// <param name="Include"><c>--filter</c>.</param>
/// <param name="Exclude"><c>--exclude</c>.</param>
/// <param name="NameTemplate"><c>--name-template</c>.</param>
/// <param name="DryRun"><c>--dry-run</c>.</param>
/// <param name="Prune"><c>--prune</c>.</param>
/// <param name="Yes"><c>--yes</c>.</param>
/// <param name="SignIn">How to sign in.</param>
internal sealed record ConfigureImportInput(
    GlobalOptions Options, SessionOptions Session, IReadOnlyList<string> Include, IReadOnlyList<string> Exclude,
    string NameTemplate, bool DryRun, bool Prune, bool Yes, SignInCommandFlow SignIn);

/// <summary>Makes profiles for everything that an Identity Center user may reach.</summary>
internal static class ConfigureImportCommand
{
    public static async Task<int> RunAsync(ConfigureImportInput input, Surroundings surroundings, Questions questions, CancellationToken cancellationToken)
    {
        var (options, template, filter) = (input.Options, Template(input.NameTemplate), new AccessFilter(input.Include, input.Exclude));
        SessionChoice.Check(options.Region, "--region", SessionChoice.RegionProblem);
        var (selected, session) = Target(input, surroundings, questions);
        var files = selected.Machine.Files;
        var settings = new ImportSettings(session.SignIn.SessionName, session.SignIn.StartUrl, session.SignIn.Region, options.Region);
        using var access = new AwsAccess(surroundings, options, selected);
        var portal = new PortalSignIn(access, session.SignIn, questions.CanAsk ? input.SignIn : null, surroundings);
        var accounts = await portal.AskAsync(d => d.AccountsAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        var asked = accounts.Where(filter.MayTake).ToArray();

        // Another sign-in, be it of the same person, may reach other accounts.
        var key = $"{portal.Endpoint} {session.SignIn.StartUrl} {FileStamp.Of(access.Tokens.PathOf(session.SignIn)).Stamp}";
        var progress = ListingProgress.Open(Path.Combine(surroundings.Folders.Cache, "import.json"), key, surroundings.Time.GetUtcNow());
        IReadOnlyList<AccountAccess> listing;
        using (var line = new ProgressLine(surroundings, "Accounts asked for their permission sets", asked.Length))
        {
            listing = await portal.AskAsync(d => d.RolesAsync(asked, progress, line.Report, cancellationToken), cancellationToken).ConfigureAwait(false);
        }

        var wanted = listing.SelectMany(a => a.Roles.Where(r => filter.Takes(a.Account, r)).Select(r => new ImportTarget(a.Account.Id, a.Account.Name, r))).ToArray();
        var roles = listing.ToDictionary(a => a.Account.Id, a => a.Roles);
        var known = accounts.Select(a => a.Id).ToHashSet(StringComparer.Ordinal);
        ImportPlan Plan(SharedConfigSnapshot now) => ImportPlan.Make(
            now, settings, template, wanted, (account, role) => !known.Contains(account) || (roles.TryGetValue(account, out var there) && !there.Contains(role)));

        var plan = Plan(files);
        var removed = input.Prune && MayRemove(plan, input, questions) ? plan.Gone.Select(p => p.Name).ToHashSet(StringComparer.Ordinal) : [];
        var report = new ImportReport(settings, accounts.Count, files.Config.Path, [.. filter.Unused(accounts)]);
        if (input.DryRun)
        {
            report.Show(plan, Edit(files.Config, plan, removed), files.Config, removed, input, surroundings);
            return ExitCodes.Done;
        }

        if (wanted.Length > 0 || removed.Count > 0)
        {
            // Planned afresh from the file as it is under the lock: another import may have been quicker.
            SharedConfigWriter.Edit(files.Config.Path, SharedConfigFileKind.Config, ProfileWriting.LockFolder(surroundings), read =>
            {
                plan = Plan(new SharedConfigSnapshot(read, files.Credentials));
                removed.IntersectWith(plan.Gone.Select(p => p.Name));
                return Edit(read, plan, removed);
            }, ProfileEditing.History(surroundings), "configure import");
        }

        progress.Forget();
        report.Show(plan, null, files.Config, removed, input, surroundings);
        return ExitCodes.Done;

        SharedConfigText Edit(SharedConfigFile read, ImportPlan now, IReadOnlySet<string> gone)
        {
            var kept = gone.Count == 0 ? read : SharedConfigReader.Read(SharedConfigSections.RemoveProfiles(read, gone), read.Path, read.Kind);
            var sections = now.Added.Select(p => new NewSection(SharedConfigSectionKind.Profile, p.Name, settings.Of(p.Target)));
            return SharedConfigSections.Append(kept, session.NewSection is { } own && !read.SsoSessions.ContainsKey(own.Name) && now.Added.Count > 0 ? [own, .. sections] : [.. sections]);
        }
    }

    // What is in the files already needs no start URL; a start URL without a session is the form from before there were any.
    private static (SelectedIdentity Selected, ChosenSession Session) Target(ConfigureImportInput input, Surroundings surroundings, Questions questions)
    {
        var (options, session) = (input.Options, input.Session);
        var files = SharedConfigSnapshot.Load(surroundings.UserFiles);
        if ((options.Profile ?? options.Stage) is not null && session != new SessionOptions(null, null, null, null))
        {
            throw new UsageException("--session, --start-url, --sso-region and --scopes can't be used together with --profile or --stage");
        }

        if (session.StartUrl is null && (session.Session is null || files.SsoSessions.ContainsKey(session.Session) || !questions.CanAsk))
        {
            if (session.SsoRegion is not null && session.Session is null)
            {
                throw new UsageException("--sso-region needs --start-url");
            }

            try
            {
                var (selected, signIn) = SignInTarget.Find(surroundings, options, session.Session);
                return (selected, session.Session is null ? new ChosenSession(signIn, null) : SessionChoice.Settle(files, session, questions));
            }
            catch (UsageException e)
            {
                throw new UsageException(e.Message, e.Fix?.Replace("lanyard login", "lanyard configure import", StringComparison.Ordinal));
            }
            catch (CredentialsException e) when (e.Code is ErrorCodes.SsoSessionNotFound && (options.Profile ?? options.Stage) is null && !questions.CanAsk)
            {
                throw e.WithFix($"lanyard configure import --session {session.Session ?? "NAME"} --start-url URL --sso-region REGION");
            }
            catch (CredentialsException e) when (e.Code is ErrorCodes.SsoSessionNotFound && (options.Profile ?? options.Stage) is null && files.SsoSessions.Count == 0)
            {
                // Somebody who has nothing yet is asked for it.
            }
        }

        var bare = SignInTarget.Bare(new MachineState(surroundings.Environment, files, null));
        if (session.Session is not null || session.StartUrl is null)
        {
            return (bare, SessionChoice.Settle(files, session, questions));
        }

        SessionChoice.Check(session.StartUrl, "--start-url", SessionChoice.StartUrlProblem);
        SessionChoice.Check(session.SsoRegion, "--sso-region", SessionChoice.RegionProblem);
        return session.SsoRegion is { } region
            ? (bare, new ChosenSession(StageSignIn.Of(files, new("", session.StartUrl!, region)), null))
            : throw new UsageException("--start-url needs --sso-region");
    }

    private static ProfileNameTemplate Template(string text)
    {
        try
        {
            return ProfileNameTemplate.Parse(text);
        }
        catch (FormatException e)
        {
            throw new UsageException($"--name-template can't be used: {e.Message}", $"lanyard configure import --name-template '{ProfileNameTemplate.Default}'");
        }
    }

    private static bool MayRemove(ImportPlan plan, ConfigureImportInput input, Questions questions)
    {
        if (plan.Gone.Count == 0 || input.Yes || input.DryRun)
        {
            return plan.Gone.Count > 0;
        }

        if (!questions.CanAsk)
        {
            throw new CredentialsException(
                CliErrorCodes.ConfirmationMissing, $"--prune would remove {plan.Gone.Count} profiles ({Some(plan.Gone)}), and nobody can be asked; nothing was written",
                "add --yes, or look first with --dry-run", FailureKind.PersonMustAct);
        }

        return questions.Confirm(
            $"{plan.Gone.Count} profiles of an earlier import lead nowhere any more:\n{string.Concat(plan.Gone.Select(p => $"  {p.Name} ({p.Target.AccountId} {p.Target.Role})\n"))}Remove them?", "--yes");
    }

    /// <summary>Names some of many.</summary>
    public static string Some(IReadOnlyList<ImportedProfile> profiles) =>
        string.Join(", ", profiles.Take(5).Select(p => p.Name)) + (profiles.Count > 5 ? ", …" : "");
}
