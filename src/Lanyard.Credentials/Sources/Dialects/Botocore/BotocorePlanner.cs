using System.Diagnostics.CodeAnalysis;

namespace Lanyard.Credentials.Sources.Dialects.Botocore;

/// <summary>Goes down the chain of one flavour, once.</summary>
internal sealed class BotocorePlanner(DialectMachine machine, BotocoreFlavour flavour)
{
    private readonly DialectPlanBuilder _plan = new();
    private readonly BotocoreKeys _keys = new();
    private CliSessions? _sessions;
    private BotocoreError? _noClient;
    private bool _validates;

    public DialectPlan Plan()
    {
        _plan.ReadKeys = _keys.Read;
        _sessions = flavour.IsCommandLine ? new CliSessions(machine, _keys) : null;
        try
        {
            var files = BotocoreFiles.Load(machine);
            return Plan(files, SelectProfile(files));
        }
        catch (BotocoreException e)
        {
            return _plan.Fail(flavour.Put(e.Error), e.Error.At);
        }
    }

    private BotocoreProfile SelectProfile(BotocoreFiles files)
    {
        var variable = flavour.ProfileVariables.FirstOrDefault(v => machine.SetVariable(v) is not null);
        var named = machine.ExplicitProfile ?? (variable is null ? null : machine.SetVariable(variable));
        var profile = files.Profile(named ?? "default");
        _plan.Profile = profile.Name;
        if (named is not null && !profile.Exists)
        {
            throw new BotocoreException(new BotocoreError(
                "ProfileNotFound", $"The config profile ({named}) could not be found", BotocoreStage.ProfileLookup,
                machine.ExplicitProfile is null ? Origin.OfVariable(variable!) : null));
        }

        return profile;
    }

    private DialectPlan Plan(BotocoreFiles files, BotocoreProfile profile)
    {
        _plan.Region = flavour.RegionVariables.Select(machine.SetVariable).FirstOrDefault(v => v is not null) ?? profile.Get("region");
        _validates = profile.Get("parameter_validation") is not { } validation || validation.Equals("true", StringComparison.OrdinalIgnoreCase);
        var metadata = new BotocoreMetadata(machine, profile);

        // A name that is empty leads to the default profile here, though it was looked up as it is.
        if (profile.Name.Length == 0)
        {
            profile = files.Profile("default");
        }

        _noClient = BotocoreSso.NoToken(files, profile);

        if (FromEnvironment() is { } environment)
        {
            return Found(environment);
        }

        var roles = new BotocoreRoles(files, p => InProfile(files, p, selected: false, (_, _) => { }), place => InPlace(place, metadata), Refusal, flavour.Put, _sessions);
        var found = roles.Find(profile, _plan.Pass) ?? InProfile(files, profile, selected: true, _plan.Pass) ?? Beyond();
        if (found is not null)
        {
            return Found(found);
        }

        if (metadata.Find() is { } instance)
        {
            _plan.Try(instance);
        }
        else
        {
            _plan.Pass("instanceMetadata", metadata.WhyNot!);
        }

        return _plan.End();
    }

    private DialectPlan Found(BotocoreFind found)
    {
        if (found.Failure is { } failure)
        {
            return _plan.Fail(flavour.Put(failure), failure.At);
        }

        _plan.Stop(found.Source);
        return _plan.End();
    }

    private BotocoreFind? FromEnvironment()
    {
        const string id = BotocoreEnvironment.Id;
        if (machine.ExplicitProfile is not null)
        {
            _plan.Pass("environment", machine.Variable(id) is null
                ? $"{id} is not set"
                : $"{id} is set, but the profile `{machine.ExplicitProfile}` given in code or by --profile switches the environment's keys off");
            return null;
        }

        var found = BotocoreEnvironment.Find(machine);
        if (found is null)
        {
            _plan.Pass("environment", machine.SetVariable(id) is null ? $"{id} is not set" : $"{id} is empty");
        }

        return found;
    }

    // What a profile holds by itself; the source profile of a role is looked through the same way, but without the environment.
    private BotocoreFind? InProfile(BotocoreFiles files, BotocoreProfile profile, bool selected, Action<string, string> pass)
    {
        var sessions = selected ? _sessions : null;
        return new BotocoreWebIdentity(machine, selected && machine.ExplicitProfile is null, Refusal, sessions).Find(profile, pass)
            ?? new BotocoreSso(machine, files, _noClient, sessions).Find(profile, pass)
            ?? Keys(profile, inCredentials: true, pass)
            ?? Plain(new BotocoreLogin(machine, flavour).Find(profile, pass))
            ?? Process(profile, pass)
            ?? Keys(profile, inCredentials: false, pass);
    }

    private BotocoreFind? Keys(BotocoreProfile profile, bool inCredentials, Action<string, string> pass)
    {
        if (_keys.Find(profile, inCredentials) is { } keys)
        {
            return new BotocoreFind(keys);
        }

        var (file, section) = profile.In(inCredentials);
        pass("static", section is null
            ? $"there is no profile `{profile.Name}` in {file.Path}"
            : $"`{profile.Name}` ({new Origin(null, file.Path, section.Line)}) has no aws_access_key_id there");
        return null;
    }

    private static BotocoreFind? Process(BotocoreProfile profile, Action<string, string> pass)
    {
        if (profile.Get("credential_process") is not { } line)
        {
            pass("process", profile.Lacks("credential_process"));
            return null;
        }

        var at = profile.At("credential_process");
        return Run.CommandLine.Split(line) switch
        {
            null => throw Error("ValueError", line.EndsWith('\\') ? "No escaped character" : "No closing quotation"),
            [] => throw Error("IndexError", "list index out of range"),
            _ => new BotocoreFind(new Source.Process(profile.Name, line) { RunsAgainWithin = TimeSpan.FromMinutes(15), Origin = at }),
        };

        BotocoreException Error(string type, string message) => new(new BotocoreError(type, message, BotocoreStage.Load, at));
    }

    private BotocoreFind? Beyond()
    {
        var old = new BotocoreOldFiles(machine, _keys);
        if ((old.OfEc2Tools(_plan.Pass) ?? old.OfBoto(_plan.Pass)) is { } keys)
        {
            return new BotocoreFind(keys);
        }

        if (BotocoreContainer.Find(machine) is { } container)
        {
            return new BotocoreFind(container);
        }

        _plan.Pass("container", $"neither {ContainerEndpoint.RelativeUri} nor {ContainerEndpoint.FullUri} is set");
        return null;
    }

    private BotocoreError? Refusal(StsCall call, Origin at) => _noClient ?? (_validates ? call.Refusal(at) : null);

    private BotocoreFind? InPlace(string place, BotocoreMetadata metadata) => place switch
    {
        "Environment" => BotocoreEnvironment.Find(machine),
        "EcsContainer" => Plain(BotocoreContainer.Find(machine)),
        _ => Plain(metadata.Find()),
    };

    [return: NotNullIfNotNull(nameof(source))]
    private static BotocoreFind? Plain(Source? source) => source is null ? null : new BotocoreFind(source);
}
