using Lanyard.Aws.Endpoints;
using Lanyard.Aws.Wire;
using Lanyard.Cli.Edge;
using Lanyard.Cli.Identity;
using Lanyard.Credentials;
using Lanyard.Credentials.Delivery;
using Lanyard.Credentials.Files;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.SignIn;
using Lanyard.Credentials.Sources;
using Lanyard.Credentials.Sources.Dialects;
using Lanyard.Credentials.Sources.Run;
using Lanyard.Projects;

namespace Lanyard.Cli.Commands.Doctor;

/// <summary>Looks at the machine, hands what it sees to the checks, and collects what they find. A check that fails stops no other.</summary>
/// <param name="input">What was asked for.</param>
/// <param name="surroundings">The machine.</param>
internal sealed class Examination(DoctorInput input, Surroundings surroundings)
{
    private readonly List<Finding> _findings = [];
    private readonly List<string> _looked = [];
    private readonly DateTimeOffset _now = surroundings.Time.GetUtcNow();

    /// <summary>Gets what was looked at, in words.</summary>
    public IReadOnlyList<string> Looked => _looked;

    /// <summary>Looks at everything.</summary>
    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        var version = AwsCliLook.AskAsync(surroundings, cancellationToken);
        var machine = new DialectMachine(surroundings.Environment, DialectMachine.OpenOnce(), input.Options.Profile, surroundings.IsWindows, _now);
        var locations = SharedConfigLocations.From(surroundings.Environment, surroundings.IsWindows);
        var files = new SharedConfigSnapshot(
            SharedFilesCheck.Read(machine.Open(locations.ConfigFile), locations.ConfigFile, SharedConfigFileKind.Config, _findings),
            SharedFilesCheck.Read(machine.Open(locations.CredentialsFile), locations.CredentialsFile, SharedConfigFileKind.Credentials, _findings));
        _looked.Add($"{Words.Count(files.Profiles.Count, "profile")} in both files");
        var state = new MachineState(surroundings.Environment, files, input.Options.Profile);
        Check("the profiles", () => ProfileCheck.Find(state));
        Check("the SDKs' rules", () => AdviceCheck.Find(Advice.Find(machine), [.. _findings]));
        Check("the default profile", () => DefaultProfileCheck.Find(files));
        Check("the environment", () => EnvironmentCheck.Find(surroundings.Environment, _now));
        _looked.Add("the environment");
        Check("the SDKs' answers", () => DialectCheck.Find(machine));
        _looked.Add($"{DialectCheck.DialectsOf(machine).Count} SDKs' rules");

        var signIns = ConfiguredSignIns.Find(files, surroundings, _findings);
        Check("the sign-ins", () => AwsAccess.TokensOf(surroundings) is var tokens ? SignInCheck.Find(signIns, tokens.PathOf, s => tokens.Find(s), _now) : []);
        var console = ConsoleSignInCheck.SignInsOf(files);
        Check("the console sign-ins", () => ConsoleTokenCache.Of(state) is var cache ? ConsoleSignInCheck.Find(console, cache.PathOf, cache.Find, _now) : []);
        _looked.Add(Words.Count(signIns.Count + console.Count, "sign-in"));
        Check("the files", () => Disk(files, locations));
        Check("the vault", () => VaultCheck.Find(files, LookIntoVault(files), VaultAccess.Index(surroundings).All(), Rotations(), _now));
        _looked.Add("the vault");

        var ages = await NetworkAsync(state, signIns, cancellationToken).ConfigureAwait(false);
        Check("the keys", () => PlainTextKeyCheck.Find(files, ages, _now));
        if (await Task.WhenAny(version, Task.Delay(NetworkLook.Quiet, cancellationToken)).ConfigureAwait(false) != version)
        {
            Say("waiting for the AWS CLI to say its version");
        }

        if (await version.ConfigureAwait(false) is var (program, installed))
        {
            Check("the AWS CLI", () => AwsCliCheck.Find(installed, program, files, surroundings.Environment));
            _looked.Add($"AWS CLI {installed}");
        }

        return _findings;
    }

    private void Check(string what, Func<IEnumerable<Finding>> find)
    {
        try
        {
            _findings.AddRange(find());
        }
        catch (Exception e) when (e is CredentialsException or SharedConfigException or ProjectFileException or IOException or UnauthorizedAccessException)
        {
            _findings.Add(Failed(what, ErrorReport.Of(e) is { Code: not CliErrorCodes.Internal } known ? (known.Message, known.Fix) : (e.Message, null)));
        }
    }

    private static Finding Failed(string what, (string Message, string? Fix) why) => new(
        FindingIds.CheckFailed, Severity.Error, what, why.Message, $"{what} couldn't be looked at, and commands that need this fail too", why.Fix ?? "mend that, then run the command again");

    // For who sits there and wonders; in a script's log it would be another line each time.
    private void Say(string line)
    {
        if (surroundings.ShowsProgress)
        {
            surroundings.Error.WriteLine($"lanyard: {line}");
        }
    }

    private IEnumerable<Finding> Disk(SharedConfigSnapshot files, SharedConfigLocations locations)
    {
        var paths = new DoctorPaths(
            surroundings.Folders, locations, surroundings.Environment, ProjectFileLocator.Find(surroundings.CurrentDirectory, surroundings.Environment));
        var secrets = files.Config.Profiles.Values.Any(p => p.Properties.ContainsKey("aws_access_key_id") || p.Properties.ContainsKey("aws_secret_access_key") || p.Properties.ContainsKey("aws_session_token"));
        var facts = paths.Look(secrets);
        _looked.Add($"the permissions of {Words.Count(facts.Count, "file")} and folders");
        var before = _now - LeftoverCheck.FileAge;
        return
        [
            .. FileModeCheck.Find(facts, FileOwner.Me, SetMode),
            .. LeftoverCheck.Find(paths.Leftovers(_now), paths.DeadRunFolders(), folder => AtomicFile.RemoveLeftovers(folder, before), () => PrivateAwsFiles.Sweep(surroundings.Folders.Run)),
        ];
    }

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }

    private VaultLook LookIntoVault(SharedConfigSnapshot files)
    {
        var wanted = VaultCheck.EntriesOf(files).Select(e => e.Entry).Distinct().ToArray();
        try
        {
            if (VaultAccess.Find(surroundings, input.Options with { NoInput = true }) is not { } vault)
            {
                return new VaultLook(IsInUse: false, null, []);
            }

            // Without an entry to look for, one that nobody has tells as well whether it is locked.
            return new VaultLook(IsInUse: true, null, [.. wanted.DefaultIfEmpty("doctor").Where(entry => vault.Find(entry) is not null)]);
        }
        catch (CredentialsException e) when (e.Code is ErrorCodes.VaultLocked or ErrorCodes.VaultFailed)
        {
            return new VaultLook(IsInUse: true, e, []);
        }
    }

    private IEnumerable<Credentials.Vault.Rotation.RotationRecord> Rotations()
    {
        var records = VaultAccess.Rotations(surroundings);
        foreach (var entry in VaultAccess.Index(surroundings).All())
        {
            if (records.Find(entry.Name) is { } one)
            {
                yield return one;
            }
        }
    }

    private async Task<IReadOnlyDictionary<string, KeyAge>> NetworkAsync(MachineState state, IReadOnlyList<SsoSignIn> signIns, CancellationToken cancellationToken)
    {
        EndpointSettings endpoints;
        state.Files.TryGetProfile(LanyardPlanner.SelectProfile(state).Name, out var profile);
        try
        {
            endpoints = EndpointSettingsReader.Read(state, profile);
        }
        catch (CredentialsException e)
        {
            _findings.Add(Failed("the endpoints", (e.Message, e.Fix)));
            return new Dictionary<string, KeyAge>();
        }

        var bundle = surroundings.Variable("AWS_CA_BUNDLE");
        var bundles = state.Files.Profiles.Values.Select(p => p.TryGet("ca_bundle", out var set) ? (set.Value, $"{set.File}:{set.Line}") : default)
            .Prepend((bundle!, "AWS_CA_BUNDLE")).Where(b => b.Item1 is not null).DistinctBy(b => b.Item1);
        Check("the network's settings", () => NetworkSettingsCheck.Find(
            surroundings.Environment, endpoints, bundles, path => Authorities.Read(path, path is null ? surroundings.Variable : _ => null)));
        if (input.Offline)
        {
            return new Dictionary<string, KeyAge>();
        }

        try
        {
            using var http = WireTransport.Create(Authorities.Read(bundle ?? profile?.Get("ca_bundle"), surroundings.Variable), NetworkLook.ConnectLimit);
            var targets = Targets(state, profile, endpoints, signIns);
            var look = new NetworkLook(http, surroundings.Time, Say);
            var (answers, ages) = await look.AskAsync(targets, Keys(state), cancellationToken).ConfigureAwait(false);
            Check("the endpoints", () => EndpointCheck.Find(answers));
            _looked.Add(Words.Count(targets.Count, "endpoint"));
            _looked.AddRange(answers.Any(a => a.Skew is not null) ? ["the clock"] : []);
            return ages;
        }
        catch (CaBundleException)
        {
            // A finding already; without it an answer would mean nothing.
            return new Dictionary<string, KeyAge>();
        }
    }

    private List<EndpointTarget> Targets(MachineState state, MergedProfile? profile, EndpointSettings endpoints, IReadOnlyList<SsoSignIn> signIns)
    {
        var targets = new List<EndpointTarget>();
        var region = input.Options.Region ?? LanyardPlanner.RegionOf(state, profile);
        Add("STS", AwsService.Sts, region);
        foreach (var signIn in signIns)
        {
            Add("the sign-in service of Identity Center", AwsService.SsoOidc, signIn.Region);
            Add("the access portal of Identity Center", AwsService.SsoPortal, signIn.Region);
        }

        return [.. targets.DistinctBy(t => t.Url.Authority)];

        void Add(string name, AwsService service, string? where) => Check("the endpoints", () =>
        {
            targets.Add(new EndpointTarget(name, ServiceEndpoint.Find(service, where, endpoints, null).Url));
            return [];
        });
    }

    private static List<KeyQuestion> Keys(MachineState state) =>
        [.. PlainTextKeyCheck.KeysOf(state.Files)
            .Select(k => NetworkLook.Of(k.Id.Value, k.Profile.Get("aws_secret_access_key"), () =>
                ServiceEndpoint.Find(AwsService.Iam, LanyardPlanner.RegionOf(state, k.Profile), EndpointSettingsReader.Read(state, k.Profile), k.Profile.Name)))
            .OfType<KeyQuestion>()];
}
