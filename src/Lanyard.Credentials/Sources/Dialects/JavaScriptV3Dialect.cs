namespace Lanyard.Credentials.Sources.Dialects;

/// <summary>
/// The default chain of the AWS SDK for JavaScript v3, <c>credential-provider-node</c>: environment, profile, the profile's process
/// again, web identity of the environment, then container or metadata.
/// </summary>
internal static class JavaScriptV3Dialect
{
    private const string NothingFound = "CredentialsProviderError: Could not load credentials from any providers";
    private const string WebIdentityFile = "AWS_WEB_IDENTITY_TOKEN_FILE";

    public static DialectPlan Plan(DialectMachine machine)
    {
        var plan = new DialectPlanBuilder();
        var files = new JavaScriptV3Files(machine);
        var explicitProfile = string.IsNullOrEmpty(machine.ExplicitProfile) ? null : machine.ExplicitProfile;
        var name = explicitProfile ?? machine.Variable("AWS_PROFILE") ?? "default";
        plan.ReadKeys = files.Profiles.ReadKeys;
        plan.Region = machine.Variable("AWS_REGION") ?? files.Profiles.Find(machine.Variable("AWS_PROFILE") ?? "default")?.Get("region");
        if (FromEnvironment(machine, plan))
        {
            return plan.End();
        }

        plan.Profile = name;
        var remote = new JavaScriptV3Remote(machine, files, explicitProfile);
        return FromProfile(new JavaScriptV3Profile(machine, files, remote, plan.Pass), files, plan, name)
            ?? FromTokenFile(machine, plan)
            ?? FromRemote(machine, remote, plan);
    }

    /// <summary>Gives the keys of the environment, where both are there.</summary>
    public static Source.Environment? EnvironmentKeys(DialectMachine machine) =>
        machine.Variable("AWS_ACCESS_KEY_ID") is { } id && machine.Variable("AWS_SECRET_ACCESS_KEY") is not null
            ? new Source.Environment(id) { TokenVariables = ["AWS_SESSION_TOKEN"], AcceptsExpired = true, Origin = Origin.OfVariable("AWS_ACCESS_KEY_ID") }
            : null;

    private static bool FromEnvironment(DialectMachine machine, DialectPlanBuilder plan)
    {
        // An empty profile given in code is no profile, but it hides the variable here.
        if ((machine.ExplicitProfile ?? machine.SetVariable("AWS_PROFILE")) is { Length: > 0 })
        {
            plan.Pass("environment", machine.ExplicitProfile is null
                ? "AWS_PROFILE is set, and this SDK then skips the environment's keys"
                : "a profile is given in code, and this SDK then skips the environment's keys");
            return false;
        }

        if (EnvironmentKeys(machine) is { } keys)
        {
            plan.Stop(keys);
            return true;
        }

        plan.Pass("environment", machine.Variable("AWS_ACCESS_KEY_ID") is null ? "AWS_ACCESS_KEY_ID is not set" : "AWS_SECRET_ACCESS_KEY is not set");
        return false;
    }

    private static DialectPlan? FromProfile(JavaScriptV3Profile profiles, JavaScriptV3Files files, DialectPlanBuilder plan, string name)
    {
        var answer = profiles.Resolve(name);
        var profile = files.Profiles.Find(name);
        if (answer.Sources is [Source.AssumeRole, ..] && profile?.Get("region") is { } region)
        {
            plan.Region = region;
        }

        foreach (var source in answer.Sources)
        {
            plan.Stop(source, answer.Except);
        }

        if (answer.Error is not null || (answer.Sources.Count > 0 && answer.Except.Count == 0))
        {
            return plan.End(answer.Error);
        }

        // What has failed as a part of the profile is run once more by a provider of its own.
        if (profile is not null && JavaScriptV3Profile.Process(profile) is { Sources: [var process] })
        {
            plan.Try(process);
        }
        else if (answer.Sources.Count > 0)
        {
            plan.Pass("process", $"{profile} has no credential_process");
        }

        return null;
    }

    private static DialectPlan? FromTokenFile(DialectMachine machine, DialectPlanBuilder plan)
    {
        if (machine.Variable(WebIdentityFile) is not { } tokenFile || machine.Variable("AWS_ROLE_ARN") is not { } roleArn)
        {
            plan.Pass("webIdentity", $"{(machine.Variable(WebIdentityFile) is null ? WebIdentityFile : "AWS_ROLE_ARN")} is not set");
            return null;
        }

        var answer = JavaScriptV3Profile.WebIdentity(machine, roleArn, tokenFile, null, Origin.OfVariable(WebIdentityFile));
        if (answer.Sources is [var source])
        {
            plan.Stop(source);
        }

        return plan.End(answer.Error);
    }

    private static DialectPlan FromRemote(DialectMachine machine, JavaScriptV3Remote remote, DialectPlanBuilder plan)
    {
        var answer = remote.Container();
        var kind = "container";
        if (machine.Variable(ContainerEndpoint.RelativeUri) is null && machine.Variable(ContainerEndpoint.FullUri) is null)
        {
            plan.Pass(kind, answer.Reason!);
            kind = "instanceMetadata";
            answer = machine.Variable("AWS_EC2_METADATA_DISABLED") is not (null or "false")
                ? JavaScriptAnswer.Pass("AWS_EC2_METADATA_DISABLED is set, and to anything but `false`")
                : remote.InstanceMetadata();
        }

        if (answer.Reason is not null)
        {
            plan.Pass(kind, answer.Reason);
        }

        foreach (var source in answer.Sources)
        {
            plan.Try(source);
        }

        if (kind == "container")
        {
            plan.Pass("instanceMetadata", "a container endpoint is set, and this SDK then doesn't ask the metadata service");
        }

        return plan.End(answer.Error ?? new DialectError(NothingFound));
    }
}
