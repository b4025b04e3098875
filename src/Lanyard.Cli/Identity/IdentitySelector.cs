using Lanyard.Cli.Edge;
using Lanyard.Credentials;
using Lanyard.Credentials.Files;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.Sources;
using Lanyard.Credentials.Sources.Run;
using Lanyard.Projects;

namespace Lanyard.Cli.Identity;

/// <summary>Works out which identity is meant: a stage of the project, a profile, or what the environment leads to.</summary>
internal static class IdentitySelector
{
    /// <summary>Selects by the options.</summary>
    /// <param name="surroundings">The machine.</param>
    /// <param name="options">The options.</param>
    /// <param name="wantsReasons">Whether the plan shall say what it passed over, and why.</param>
    /// <exception cref="CredentialsException">The options or files can't be followed.</exception>
    /// <exception cref="SharedConfigException">A shared file can't be read.</exception>
    /// <exception cref="ProjectFileException">The project's file can't be read, or has no such stage.</exception>
    public static SelectedIdentity Select(Surroundings surroundings, GlobalOptions options, bool wantsReasons = true)
    {
        if (options is { Profile: not null, Stage: not null })
        {
            throw new UsageException("--profile and --stage can't be used together: a stage already says which identity it takes");
        }

        var files = SharedConfigSnapshot.Load(
            (options.Stage ?? options.Profile) is null ? SharedConfigLocations.From(surroundings.Environment, surroundings.IsWindows) : surroundings.UserFiles);
        return options.Stage is { } stage
            ? OfStage(surroundings, files, FindStage(surroundings, stage), options.Region)
            : OfProfile(new MachineState(surroundings.Environment, files, options.Profile) { WantsReasons = wantsReasons }, options.Region, null);
    }

    /// <summary>Selects a profile of certain files, whatever files the environment names.</summary>
    public static SelectedIdentity OfFiles(Surroundings surroundings, SharedConfigSnapshot files, string profile) =>
        OfProfile(new MachineState(surroundings.Environment, files, profile), null, null);

    /// <summary>Finds a stage of the project that the current folder belongs to.</summary>
    /// <exception cref="ProjectFileException">The file can't be read, or has no such stage.</exception>
    /// <exception cref="CredentialsException">There is no project file.</exception>
    public static SelectedStage FindStage(Surroundings surroundings, string name)
    {
        var path = ProjectFileLocator.Find(surroundings.CurrentDirectory, surroundings.Environment) ?? throw new CredentialsException(
            CliErrorCodes.StageFileNotFound,
            $"--stage {name} needs a {ProjectFile.FileName}, and there is none in {surroundings.CurrentDirectory} or above it",
            $"lanyard init writes a {ProjectFile.FileName}; or use --profile");
        var project = ProjectFileCache.Load(path, surroundings.Folders.Cache, WholeFile.Read);
        return new SelectedStage(name, project.FindStage(name, surroundings.Variable("USER")), project);
    }

    private static SelectedIdentity OfProfile(MachineState machine, string? region, SelectedStage? stage)
    {
        var plan = LanyardPlanner.Plan(machine);
        machine.Files.TryGetProfile(LanyardPlanner.SelectProfile(machine).Name, out var profile);
        return Complete(plan with { Region = region ?? plan.Region }, machine, profile, stage);
    }

    private static SelectedIdentity OfStage(Surroundings surroundings, SharedConfigSnapshot files, SelectedStage selected, string? region)
    {
        var stage = selected.Stage;
        var identity = (stage.Ci is null ? null : OfCiJob(surroundings, files, selected, region))
            ?? (stage.Access is StageAccess.Profile local
                ? OfLocal(surroundings, files, selected, local, region)
                : OfSource(SourceOf(selected.Project, stage, new MachineState(surroundings.Environment, files, null)), surroundings, files, selected, region));
        if (!StageEndpoints.AreAllowed(stage, identity.Endpoints))
        {
            throw StageEndpoints.Refusal(identity);
        }

        return stage.Protected ? Protect(identity) : identity;
    }

    // A stage never falls back on what else the machine has: its one source is the plan.
    private static SelectedIdentity OfSource(Source source, Surroundings surroundings, SharedConfigSnapshot files, SelectedStage selected, string? region)
    {
        Candidate[] candidates = [new Candidate(source, OnFailure.Stop)];
        PassedOver[] passedOver = [new PassedOver("environment", "--stage takes its own identity"), new PassedOver("profile", "--stage takes its own identity")];
        var plan = new CredentialPlan(null, region ?? selected.Stage.Region, candidates, passedOver);
        return Complete(plan, new MachineState(surroundings.Environment, files, null), null, selected) with
        {
            ExpectedAccount = selected.Stage.Account,
            ExpectedRole = selected.Role,
            Below = source is Source.AssumeRole ? StageBelow.Find(selected.Project, selected.Stage, source) : null,
        };
    }

    // A local profile may lead anywhere, so what it leads to is compared with what the team pinned.
    private static SelectedIdentity OfLocal(Surroundings surroundings, SharedConfigSnapshot files, SelectedStage selected, StageAccess.Profile local, string? region)
    {
        var stage = selected.Stage;
        var machine = new MachineState(surroundings.Environment, files, local.Name);
        _ = SourceOfLocal(local, stage, machine);
        var identity = OfProfile(machine, region ?? stage.Region, selected) with { ExpectedAccount = stage.Account, ExpectedRole = selected.Role };
        return stage.MaxSession is { } longest
            ? identity with { LongestSession = StageSession.Longest(identity.Plan, longest), Plan = identity.Plan with { Candidates = [.. identity.Plan.Candidates.Select(c => c with { Source = StageSession.Within(c.Source, longest) })] } }
            : identity;
    }

    // In a job of the CI system that the stage names, the stage is the job's role: AWS gives it for the job's own token, or not at all.
    private static SelectedIdentity? OfCiJob(Surroundings surroundings, SharedConfigSnapshot files, SelectedStage selected, string? region) =>
        SourceOfCiJob(selected.Project, selected.Stage, new MachineState(surroundings.Environment, files, null)) is { } source
            ? OfSource(source, surroundings, files, selected, region) with { ExpectedRole = source.RoleArn, IsOfCiJob = true }
            : null;

    private static Source.WebIdentity? SourceOfCiJob(ProjectFile project, Stage stage, MachineState machine)
    {
        var ci = stage.Ci!;
        var token = ci.Oidc switch
        {
            OidcIssuer.GitHub => CiToken.OfGitHub(machine),
            OidcIssuer.GitLab => CiToken.OfGitLab(machine),
            OidcIssuer.Bitbucket => CiToken.OfBitbucket(machine),
            OidcIssuer.CircleCi => CiToken.OfCircleCi(machine),
            _ => null,
        };
        return token is null ? null : new Source.WebIdentity(ci.RoleArn, token, SessionName(project, stage))
        {
            DurationSeconds = stage.MaxSession is { } longest ? (int)longest.TotalSeconds : null,
        };
    }

    private static SelectedIdentity Protect(SelectedIdentity identity) => identity with
    {
        Plan = identity.Plan with { Candidates = [.. identity.Plan.Candidates.Select(c => c with { Source = MfaSettings.ForProtectedStage(c.Source) })] },
    };

    private static Source SourceOf(ProjectFile project, Stage stage, MachineState machine) => stage.Access switch
    {
        StageAccess.PermissionSet set => new Source.SsoRole(StageSignIn.Of(machine.Files, set.Session), stage.Account, set.Name),
        StageAccess.Role role => RoleOf(project, stage, role, machine),
        StageAccess.Profile local => SourceOfLocal(local, stage, machine with { ExplicitProfile = local.Name }),
        _ => throw new InvalidOperationException("no source for this access"),
    };

    // The machine's own role, which is asked where a profile holds nothing, is not what the stage's file means.
    private static Source SourceOfLocal(StageAccess.Profile local, Stage stage, MachineState machine) =>
        LanyardPlanner.Plan(machine).Candidates is [{ OnFailure: OnFailure.Stop } first, ..]
            ? first.Source
            : throw new CredentialsException(
                ErrorCodes.NoCredentials, $"the profile `{local.Name}`, which {ProjectFile.LocalFileName} names for the stage {stage.Name}, holds no credentials",
                $"lanyard profile show {local.Name}", profile: local.Name);

    // Apart, as what only a role needs takes its time to set up.
    private static Source.AssumeRole RoleOf(ProjectFile project, Stage stage, StageAccess.Role role, MachineState machine)
    {
        // A job has of its CI system what it would have if it used that stage.
        var from = project.Stages.First(s => s.Name == role.From);
        var source = new Source.AssumeRole(role.RoleArn, (from.Ci is null ? null : SourceOfCiJob(project, from, machine)) ?? SourceOf(project, from, machine))
        {
            RoleSessionName = SessionName(project, stage),
            DurationSeconds = stage.MaxSession is { } longest ? (int)longest.TotalSeconds : null,
        };
        return source.From is Source.MfaSession ? MfaSettings.WithinItsTime(source) : source;
    }

    private static SelectedIdentity Complete(CredentialPlan plan, MachineState machine, MergedProfile? profile, SelectedStage? stage) => new(
        plan, machine, EndpointSettingsReader.Read(machine, profile), machine.Variable("AWS_CA_BUNDLE") ?? profile?.Get("ca_bundle"), stage);

    // Shows in CloudTrail who deployed what; 2 to 64 characters of a small set. What is too long loses its end, but not the commit.
    private static string SessionName(ProjectFile project, Stage stage)
    {
        const int Longest = 64;
        var name = $"lanyard-{project.Project ?? "project"}-{stage.Name}";
        var commit = GitCommit.Of(Path.GetDirectoryName(project.Path)!) is { } id ? "-" + id : "";
        var allowed = new char[Math.Min(name.Length, Longest - commit.Length)];
        for (var i = 0; i < allowed.Length; i++)
        {
            var c = name[i];
            allowed[i] = char.IsAsciiLetterOrDigit(c) || c is '_' or '+' or '=' or ',' or '.' or '@' or '-' ? c : '-';
        }

        return new string(allowed) + commit;
    }
}
