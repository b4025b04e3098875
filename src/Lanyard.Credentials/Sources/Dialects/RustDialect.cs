using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.Sources.Dialects.Rust;

namespace Lanyard.Credentials.Sources.Dialects;

/// <summary>
/// The rules of the AWS SDK for Rust: environment, profile, web identity, container, metadata. What isn't there passes on, and so does a
/// profile that isn't there; what is there and fails is the end. A profile given in code doesn't come before the environment.
/// </summary>
internal static class RustDialect
{
    private const string IdVariable = "AWS_ACCESS_KEY_ID";

    private static readonly string[] SecretVariables = ["AWS_SECRET_ACCESS_KEY", "SECRET_ACCESS_KEY"];

    public static DialectPlan Plan(DialectMachine machine)
    {
        var builder = new DialectPlanBuilder
        {
            Profile = machine.ExplicitProfile ?? machine.SetVariable("AWS_PROFILE") ?? "default",
            ReadKeys = keys => ReadKeys(machine, keys),
        };
        var (config, syntax) = Load(machine);
        var selected = config?.Find(builder.Profile);
        builder.Region = machine.Variable("AWS_REGION") ?? machine.Variable("AWS_DEFAULT_REGION") ?? selected?.Text("region");
        if (Environment(machine) is { } keys)
        {
            builder.Stop(keys);
            return builder.End();
        }

        builder.Pass("environment", IsBlank(machine, IdVariable)
            ? $"{IdVariable} is not set, or blank"
            : $"{IdVariable} is set, but neither AWS_SECRET_ACCESS_KEY nor SECRET_ACCESS_KEY is, or they are blank");
        if (syntax is not null)
        {
            return builder.Fail(Refused(syntax.Message), syntax.At);
        }

        var metadata = new RustMetadata(machine, selected);
        try
        {
            return End(builder, RustProfilePlan.Make(machine, config!, metadata, builder));
        }
        catch (RustProfileException e) when (e.PassesOn)
        {
            builder.Pass("profile", $"{e.Message} ({e.At?.ToString() ?? selected?.At ?? $"{config!.ConfigPath}, {config.CredentialsPath}"})");
        }
        catch (RustProfileException e)
        {
            return builder.Fail(Refused(e.Message), e.At);
        }

        return WithoutProfile(machine, builder, metadata);
    }

    /// <summary>Gives the access key in the environment; null where one half is unset or blank.</summary>
    public static Source.Environment? Environment(DialectMachine machine)
    {
        var secret = Array.Find(SecretVariables, v => !IsBlank(machine, v));
        return IsBlank(machine, IdVariable) || secret is null ? null : new Source.Environment(machine.Variable(IdVariable)!)
        {
            SecretVariable = secret,
            TokenVariables = IsBlank(machine, "AWS_SESSION_TOKEN") ? [] : ["AWS_SESSION_TOKEN"],
            AcceptsExpired = true,
            Origin = Origin.OfVariable(IdVariable),
        };
    }

    /// <summary>Plans to assume a role with a token.</summary>
    public static RustStep WebIdentity(DialectMachine machine, string tokenFile, string roleArn, string? sessionName, Origin at) => new(
        new Source.WebIdentity(roleArn, tokenFile, sessionName) { Origin = at },
        machine.Open(tokenFile).State == MachineFileState.Read ? null : new DialectError($"the web identity token file {tokenFile} can't be read", at));

    private static DialectPlan WithoutProfile(DialectMachine machine, DialectPlanBuilder builder, RustMetadata metadata)
    {
        const string TokenVariable = "AWS_WEB_IDENTITY_TOKEN_FILE";
        if (machine.SetVariable(TokenVariable) is { } tokenFile)
        {
            var at = Origin.OfVariable(TokenVariable);
            return machine.SetVariable("AWS_ROLE_ARN") is { } roleArn
                ? End(builder, WebIdentity(machine, tokenFile, roleArn, machine.SetVariable("AWS_ROLE_SESSION_NAME"), at))
                : builder.Fail("AWS_ROLE_ARN environment variable must be set", at);
        }

        builder.Pass("webIdentity", $"{TokenVariable} is not set");
        if (RustContainer.Find(machine) is { } container)
        {
            return End(builder, container);
        }

        builder.Pass("container", $"neither {ContainerEndpoint.RelativeUri} nor {ContainerEndpoint.FullUri} is set");
        if (!metadata.IsDisabled)
        {
            return End(builder, metadata.Plan(null));
        }

        builder.Pass("instanceMetadata", "AWS_EC2_METADATA_DISABLED is true");
        return builder.Fail("no providers in chain provided credentials");
    }

    private static DialectPlan End(DialectPlanBuilder builder, RustStep step)
    {
        if (step.Failure is { } failure)
        {
            return builder.End(failure);
        }

        builder.Stop(step.Source);
        return builder.End();
    }

    private static (RustSharedConfig? Config, DialectError? Error) Load(DialectMachine machine)
    {
        try
        {
            return (RustSharedConfig.Load(machine), null);
        }
        catch (SharedConfigSyntaxException e)
        {
            // The reader puts file and line before the SDK's words, the SDK has its own form.
            var said = e.Message[$"{e.Path}:{e.Line}: ".Length..];
            return (null, new DialectError($"error parsing {e.Path} on line {e.Line}:\n  {said}", new Origin(null, e.Path, e.Line)));
        }
    }

    private static string Refused(string why) => "ProfileFile provider could not be built: " + why;

    private static bool IsBlank(DialectMachine machine, string variable) => string.IsNullOrWhiteSpace(machine.Variable(variable));

    // Reads the files again, so that the plan holds no secret.
    private static AwsCredentials ReadKeys(DialectMachine machine, Source.StaticKeys keys)
    {
        var profile = RustSharedConfig.Load(machine).Find(keys.Profile);
        return keys.AccessKeyId.Length > 0 && profile?.Text("aws_access_key_id") == keys.AccessKeyId && profile.Text("aws_secret_access_key") is { Length: > 0 } secret
            ? new AwsCredentials(keys.AccessKeyId, new Secret(secret), Secret.FromOptional(profile.Text("aws_session_token")))
            : throw new CredentialsException(
                ErrorCodes.KeysIncomplete, $"the profile `{keys.Profile}` ({keys.File}) has no access key with a value in both of its halves",
                "give aws_access_key_id and aws_secret_access_key a value", profile: keys.Profile);
    }
}
