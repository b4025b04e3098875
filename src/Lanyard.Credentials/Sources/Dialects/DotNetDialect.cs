using System.Globalization;
using System.Text;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;

namespace Lanyard.Credentials.Sources.Dialects;

/// <summary>
/// The AWS SDK for .NET: environment, web identity of the environment, profile, container or metadata service. What can't be made
/// passes on, but for a missing profile; what was made and then fails is the end.
/// </summary>
internal sealed class DotNetDialect
{
    private readonly DialectPlanBuilder _builder = new();
    private readonly List<string> _errors = [];
    private readonly DotNetSurroundings _surroundings;
    private readonly DotNetEnvironment _environment;
    private readonly DotNetSources _sources;

    private DotNetDialect(DialectMachine machine)
    {
        _surroundings = new DotNetSurroundings(machine);
        _environment = new DotNetEnvironment(_surroundings);
        _sources = new DotNetSources(_surroundings, _environment);
        _builder.ReadKeys = ReadKeys;
    }

    /// <summary>Works out the plan.</summary>
    public static DialectPlan Plan(DialectMachine machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        var dialect = new DotNetDialect(machine);
        try
        {
            dialect._builder.Region = dialect._surroundings.RegionOrNone();
            return machine.ExplicitProfile is { Length: > 0 } name ? dialect.OfProfile(name) : dialect.OfChain();
        }
        catch (DotNetError e)
        {
            return dialect._builder.Fail(e.Message, e.At);
        }
    }

    private DialectPlan OfProfile(string name)
    {
        _builder.Profile = name;
        _builder.Pass("environment", $"the profile `{name}` is given in code, and this SDK then asks nothing else");
        var profile = DotNetProfile.Find(_surroundings.Files, name, out var why)
            ?? throw new DotNetError($"Unable to find the \"{name}\" profile specified in the client configuration.", why, new Origin(name, null, null));
        return End(_sources.OfSelected(profile));
    }

    private DialectPlan OfChain() =>
        Ask("environment", () => new DotNetSource(_environment.Keys())) ?? Ask("webIdentity", _environment.WebIdentity) ?? OfSelectedProfile() ?? OfMachine();

    private DialectPlan? OfSelectedProfile()
    {
        var name = _surroundings.ProfileName;
        _builder.Profile = name;
        DotNetProfile? profile;
        string why;
        try
        {
            profile = DotNetProfile.Find(_surroundings.Files, name, out why);
        }
        catch (DotNetError e) when (!e.IsCrash)
        {
            Miss(e, "static");
            return null;
        }

        if (profile is not null)
        {
            return Ask(profile.SourceKinds, () => _sources.OfSelected(profile));
        }

        var missing = new DotNetError($"Unable to find the \"{name}\" profile.", why);
        Miss(missing, "static");
        return "default".Equals(name, StringComparison.OrdinalIgnoreCase) ? null : _builder.Fail(missing.Message, Origin.OfVariable("AWS_PROFILE"));
    }

    private DialectPlan OfMachine()
    {
        try
        {
            if (_environment.Container() is { } container)
            {
                return End(container);
            }
        }
        catch (DotNetError e)
        {
            // A container that can't be asked is the last link, too: the metadata service stands in for no container alone.
            Miss(e, "container");
            return EndWithAll();
        }

        _builder.Pass("container", $"neither {ContainerEndpoint.RelativeUri} nor {ContainerEndpoint.FullUri} is set");
        const string Failed = "Failed to connect to EC2 instance metadata to retrieve credentials: ";
        if (_surroundings.MetadataIsOff)
        {
            Miss(new DotNetError(Failed + "Unable to retrieve credentials..", "AWS_EC2_METADATA_DISABLED is true"), "instanceMetadata");
        }
        else if (_surroundings.WhyBroken is { } why)
        {
            Miss(new DotNetError(DotNetSurroundings.Broken, $"this SDK can't load its own settings, which say where the metadata service is: {why}"), "instanceMetadata");
        }
        else
        {
            _builder.Try(_surroundings.Metadata);
            _errors.Add(Failed + "Unable to get IAM security credentials from EC2 Instance Metadata Service..");
        }

        return EndWithAll();
    }

    private DialectPlan? Ask(string kind, Func<DotNetSource> make) => Ask([kind], make);

    private DialectPlan? Ask(IReadOnlyList<string> kinds, Func<DotNetSource> make)
    {
        try
        {
            return End(make());
        }
        catch (DotNetError e) when (!e.IsCrash)
        {
            Miss(e, [.. kinds]);
            return null;
        }
    }

    private void Miss(DotNetError error, params ReadOnlySpan<string> kinds)
    {
        _errors.Add(error.Message);
        foreach (var kind in kinds)
        {
            _builder.Pass(kind, error.Why);
        }
    }

    private DialectPlan EndWithAll()
    {
        var message = new StringBuilder("Failed to resolve AWS credentials. The credential providers used to search for credentials returned the following errors:\n\n");
        for (var at = 0; at < _errors.Count; at++)
        {
            message.Append(CultureInfo.InvariantCulture, $"Exception {at + 1} of {_errors.Count}: {_errors[at]}\n");
        }

        return _builder.Fail(message.ToString());
    }

    private DialectPlan End(DotNetSource source)
    {
        if (source.Problem is { } problem)
        {
            return _builder.End(problem);
        }

        _builder.Stop(source.Source);
        return _builder.End();
    }

    private AwsCredentials ReadKeys(Source.StaticKeys keys)
    {
        var profile = DotNetProfile.Find(_surroundings.Files, keys.Profile, out var why) ?? throw new InvalidOperationException(why);
        return new AwsCredentials(
            keys.AccessKeyId, new Secret(profile.Get("aws_secret_access_key")!), Secret.FromOptional(profile.Get("aws_session_token")), null, profile.Get("aws_account_id"));
    }
}
