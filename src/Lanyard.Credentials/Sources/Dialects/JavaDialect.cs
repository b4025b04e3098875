using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;
using Lanyard.Credentials.Sources.Dialects.Java;

namespace Lanyard.Credentials.Sources.Dialects;

/// <summary>
/// The AWS SDK for Java v2: environment, web identity of the environment, profile, container, metadata service. Whatever goes wrong with
/// one, the next is asked. Its system properties, which go before the environment, can't be seen from outside.
/// </summary>
internal static class JavaDialect
{
    /// <summary>Works out the plan.</summary>
    public static DialectPlan Plan(DialectMachine machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        var environment = new JavaEnvironment(machine);
        var chain = new Chain(environment.Variable("AWS_REGION") is { Length: > 0 } region ? region : null);
        if (chain.Ask("environment", environment.Keys) || chain.Ask("webIdentity", environment.WebIdentity))
        {
            return chain.End();
        }

        var name = machine.ExplicitProfile ?? environment.Variable("AWS_PROFILE") ?? "default";
        JavaProfile? profile = null;
        chain.Ask("static", () =>
        {
            var files = JavaSharedConfig.Load(machine);
            profile = files.Find(name) ?? throw new JavaException(
                $"Profile file contained no credentials for profile '{name}'", $"there is no profile `{name}` in {files.Paths}", new Origin(name, null, null));
            chain.Select(profile, files);
            return null;
        });
        if (profile is not null && chain.Ask(JavaProfileSources.KindOf(profile), () => chain.SourceOf(profile, machine, environment)))
        {
            return chain.End();
        }

        chain.Ask("container", environment.Container);
        chain.Ask("instanceMetadata", () => environment.Metadata(profile));
        return chain.End();
    }

    /// <summary>The chain on its way down.</summary>
    private sealed class Chain(string? region)
    {
        private readonly DialectPlanBuilder _builder = new() { Region = region };
        private readonly List<string> _errors = [];
        private JavaSharedConfig? _files;

        /// <summary>Takes a profile for the selected one.</summary>
        public void Select(JavaProfile profile, JavaSharedConfig files)
        {
            _files = files;
            _builder.Profile = profile.Name;
            _builder.ReadKeys = ReadKeys;

            // A role's own profile says where STS is, before the environment does.
            _builder.Region = profile.Get("region") is { Length: > 0 } own && (_builder.Region is null || profile.Has("role_arn")) ? own : _builder.Region;
        }

        /// <summary>Makes the source of the selected profile.</summary>
        public Source SourceOf(JavaProfile profile, DialectMachine machine, JavaEnvironment environment) =>
            new JavaProfileSources(machine, _files!, environment).Of(profile) ?? throw new JavaException(
                $"Profile file contained no credentials for profile '{profile.Name}'", $"the profile `{profile.Name}` has no settings that make a source", new Origin(profile.Name, null, null));

        /// <summary>Asks a source; one that may still fail is followed by the next.</summary>
        /// <returns>Whether it can't fail, so that nobody else is asked.</returns>
        public bool Ask(string kind, Func<Source?> make)
        {
            try
            {
                if (make() is not { } source)
                {
                    return false;
                }

                if (source is Source.Environment or Source.StaticKeys)
                {
                    _builder.Stop(source);
                    return true;
                }

                _builder.Try(source);
            }
            catch (JavaException e)
            {
                _builder.Pass(kind, e.Why);
                _errors.Add(e.Message);
            }

            return false;
        }

        /// <summary>Ends the plan.</summary>
        public DialectPlan End() => _builder.End(new DialectError(
            $"Unable to load credentials from any of the providers in the chain AwsCredentialsProviderChain: [{string.Join(", ", _errors)}]"));

        private AwsCredentials ReadKeys(Source.StaticKeys keys)
        {
            var profile = _files!.Find(keys.Profile)!;
            return new AwsCredentials(
                keys.AccessKeyId, new Secret(profile.Get("aws_secret_access_key")!), Secret.FromOptional(profile.Get("aws_session_token")), null, profile.Get("aws_account_id"));
        }
    }
}
