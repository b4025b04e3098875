using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;
using Lanyard.Credentials.Sources.Dialects.Go;

namespace Lanyard.Credentials.Sources.Dialects;

/// <summary>
/// The rules of the AWS SDK for Go v2: it loads all settings first, where any mistake is the end, then picks one source, and asks no
/// other when that one fails.
/// </summary>
internal static class GoDialect
{
    private static readonly string[] IdVariables = ["AWS_ACCESS_KEY_ID", "AWS_ACCESS_KEY"];
    private static readonly string[] SecretVariables = ["AWS_SECRET_ACCESS_KEY", "AWS_SECRET_KEY"];

    public static DialectPlan Plan(DialectMachine machine)
    {
        var builder = new DialectPlanBuilder { ReadKeys = keys => ReadKeys(machine, keys) };
        try
        {
            GoSettings.CheckEnvironment(machine);
            return Choose(machine, GoSharedConfig.Load(machine), builder);
        }
        catch (GoException e)
        {
            return builder.End(e.Error);
        }
    }

    /// <summary>Gives the access key in the environment; null where it isn't whole.</summary>
    public static Source.Environment? Environment(DialectMachine machine)
    {
        var id = Array.Find(IdVariables, v => machine.Variable(v) is not null);
        var secret = Array.Find(SecretVariables, v => machine.Variable(v) is not null);
        return id is null || secret is null ? null : new Source.Environment(machine.Variable(id)!)
        {
            IdVariable = id,
            SecretVariable = secret,
            TokenVariables = ["AWS_SESSION_TOKEN"],
            AcceptsExpired = true,
            Origin = Origin.OfVariable(id),
        };
    }

    private static DialectPlan Choose(DialectMachine machine, GoSharedConfig config, DialectPlanBuilder builder)
    {
        var explicitProfile = machine.ExplicitProfile is { Length: > 0 } given ? given : null;
        var variable = machine.Variable("AWS_PROFILE") is not null ? "AWS_PROFILE" : "AWS_DEFAULT_PROFILE";
        var name = explicitProfile ?? machine.Variable(variable) ?? "default";
        builder.Profile = name;
        var profile = GoProfile.Load(config, name);

        // AWS_DEFAULT_PROFILE alone may name a profile that isn't there.
        if (profile is null && (explicitProfile is not null || machine.Variable("AWS_PROFILE") is not null))
        {
            throw new GoException(
                $"failed to get shared config profile, {name}", explicitProfile is null ? Origin.OfVariable(variable) : null);
        }

        CheckBundle(machine, profile);
        builder.Region = machine.Variable("AWS_REGION") ?? machine.Variable("AWS_DEFAULT_REGION") ?? profile?.Text("region");
        var planner = new GoPlanner(machine, profile, builder);
        if (explicitProfile is not null)
        {
            builder.Pass("environment", "a profile is given in code, and this SDK then looks at no key in the environment");
            builder.Pass("webIdentity", "a profile is given in code, and this SDK then doesn't look at AWS_WEB_IDENTITY_TOKEN_FILE");
            return planner.FromProfile(config, name);
        }

        if (Environment(machine) is { } keys)
        {
            builder.Stop(keys);
            return builder.End();
        }

        builder.Pass("environment", Array.Find(IdVariables, v => machine.Variable(v) is not null) is { } half
            ? $"{half} is set, but neither AWS_SECRET_ACCESS_KEY nor AWS_SECRET_KEY is"
            : "neither AWS_ACCESS_KEY_ID nor AWS_ACCESS_KEY is set");
        if (machine.Variable("AWS_WEB_IDENTITY_TOKEN_FILE") is { } tokenFile)
        {
            return planner.FromWebIdentityVariables(tokenFile);
        }

        builder.Pass("webIdentity", "AWS_WEB_IDENTITY_TOKEN_FILE is not set");
        return planner.FromProfile(config, name);
    }

    private static void CheckBundle(DialectMachine machine, GoProfile? profile)
    {
        var variable = machine.Variable("AWS_CA_BUNDLE");
        var setting = profile?.Find("ca_bundle");
        if ((variable ?? setting?.Value) is { } path && machine.Open(path).State == MachineFileState.Missing)
        {
            throw new GoException(
                $"open {path}: no such file or directory", variable is null ? profile!.Origin(setting!) : Origin.OfVariable("AWS_CA_BUNDLE"));
        }
    }

    // Reads the files again, so that the plan holds no secret.
    private static AwsCredentials ReadKeys(DialectMachine machine, Source.StaticKeys keys)
    {
        var section = GoSharedConfig.Load(machine).Find(keys.Profile);
        string? Text(string key) => section?.Properties.GetValueOrDefault(key)?.Value;
        return Text("aws_access_key_id") == keys.AccessKeyId && Text("aws_secret_access_key") is { Length: > 0 } secret
            ? new AwsCredentials(
                keys.AccessKeyId, new Secret(secret), Secret.FromOptional(Text("aws_session_token")), null,
                Text("aws_account_id") is { Length: > 0 } account ? account : null)
            : throw new CredentialsException(
                ErrorCodes.ProfileNotFound, $"the access key {keys.AccessKeyId} is no longer in the profile `{keys.Profile}` ({keys.File})",
                "run the command again", profile: keys.Profile);
    }
}
