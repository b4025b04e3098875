namespace Lanyard.Credentials.Sources.Dialects;

/// <summary>
/// How the AWS SDK for JavaScript v2 finds credentials. A first pass, made when the SDK is loaded, takes keys of the environment or of
/// the profile; without any, all providers are asked in order, and every failure passes on.
/// </summary>
internal static class JavaScriptV2Dialect
{
    private const string LoadConfig = "AWS_SDK_LOAD_CONFIG";

    public static DialectPlan Plan(DialectMachine machine)
    {
        var plan = new DialectPlanBuilder();
        var files = new JavaScriptV2Files(machine);
        var loading = JavaScriptV2Loading.Load(machine, files);
        plan.Region = loading.Region;
        plan.ReadKeys = files.Profiles.ReadKeys;
        if (loading.Error is not null)
        {
            return plan.End(loading.Error);
        }

        var variable = machine.Variable("AWS_PROFILE") ?? "default";
        return machine.ExplicitProfile is { } explicitProfile
            ? Explicit(files, plan, explicitProfile.Length > 0 ? explicitProfile : variable)
            : FromEnvironment(machine, plan, "AWS") || FromEnvironment(machine, plan, "AMAZON") ? plan.End()
            : Chain(machine, files, loading, plan, variable);
    }

    /// <summary>The same with <c>AWS_SDK_LOAD_CONFIG</c> set.</summary>
    public static DialectPlan PlanWithConfig(DialectMachine machine) => Plan(machine.Variable(LoadConfig) is not null ? machine : machine with
    {
        Environment = new Dictionary<string, string>(machine.Environment) { [LoadConfig] = "1" },
    });

    private static bool FromEnvironment(DialectMachine machine, DialectPlanBuilder plan, string prefix)
    {
        var (id, secret) = ($"{prefix}_ACCESS_KEY_ID", $"{prefix}_SECRET_ACCESS_KEY");
        if (machine.Variable(id) is not { } accessKeyId || machine.Variable(secret) is null)
        {
            plan.Pass("environment", $"{(machine.Variable(id) is null ? id : secret)} is not set");
            return false;
        }

        plan.Stop(new Source.Environment(accessKeyId)
        {
            IdVariable = id,
            SecretVariable = secret,
            TokenVariables = [$"{prefix}_SESSION_TOKEN"],
            AcceptsExpired = true,
            Origin = Origin.OfVariable(id),
        });
        return true;
    }

    // A profile in code is given to SharedIniFileCredentials, which then is all that is asked.
    private static DialectPlan Explicit(JavaScriptV2Files files, DialectPlanBuilder plan, string name)
    {
        plan.Profile = name;
        foreach (var kind in new[] { "environment", "sso", "container", "process", "webIdentity", "instanceMetadata" })
        {
            plan.Pass(kind, "a profile is given in code, and this SDK then looks for keys and roles in it alone");
        }

        var answer = new JavaScriptV2Role(files).Resolve(name);
        if (answer.Sources is [var source])
        {
            UseRegionOfRole(files, plan, name, source);
            plan.Stop(source);
            return plan.End();
        }

        return answer.Error is not null
            ? plan.End(answer.Error)
            : plan.Fail($"CredentialsError: Could not load credentials from SharedIniFileCredentials: {answer.Reason}");
    }

    private static DialectPlan Chain(DialectMachine machine, JavaScriptV2Files files, JavaScriptV2Loading loading, DialectPlanBuilder plan, string name)
    {
        plan.Profile = name;
        var profile = files.Profiles.Find(name);
        if (profile?.Has("role_arn") == false && profile.StaticKeys() is { } keys)
        {
            plan.Stop(keys);
            return plan.End();
        }

        var steps = new (string Kind, Func<JavaScriptAnswer> Ask)[]
        {
            ("sso", () => new JavaScriptV2Sso(machine, files).Resolve(name)),
            (profile?.Has("role_arn") == true ? "assumeRole" : "static", () => new JavaScriptV2Role(files).Resolve(name)),
            ("container", () => JavaScriptV2Remote.Container(machine)),
            ("process", () => Process(files, profile, name)),
            ("webIdentity", () => new JavaScriptV2WebIdentity(machine, files).Resolve(name)),
            ("instanceMetadata", () => JavaScriptV2Remote.InstanceMetadata(machine, loading, profile)),
        };
        foreach (var (kind, ask) in steps)
        {
            var answer = ask();
            if (answer.Error is not null)
            {
                return plan.End(answer.Error);
            }

            if (answer.Reason is not null)
            {
                plan.Pass(kind, answer.Reason);
            }

            foreach (var source in answer.Sources)
            {
                if (!plan.HasCandidates)
                {
                    UseRegionOfRole(files, plan, name, source);
                }

                plan.Try(source, answer.Except);
            }
        }

        return plan.Fail("CredentialsError: Could not load credentials from any providers");
    }

    private static JavaScriptAnswer Process(JavaScriptV2Files files, JavaScriptProfile? profile, string name) =>
        profile is null ? JavaScriptAnswer.Pass(files.NoProfile(name))
        : !profile.TryGet("credential_process", out var line) ? JavaScriptAnswer.Pass($"{profile} has no credential_process")
        : JavaScriptAnswer.Use(new Source.Process(name, line.Value) { ByShell = true, AcceptsNoSecret = true, AcceptsAnyExpiration = true, Origin = profile.Origin("credential_process") });

    // A role of a profile is assumed in that profile's region, and the variable doesn't count.
    private static void UseRegionOfRole(JavaScriptV2Files files, DialectPlanBuilder plan, string name, Source source)
    {
        if (source is Source.AssumeRole { From: not Source.WebIdentity })
        {
            plan.Region = files.Profiles.Find(name)?.Get("region") ?? JavaScriptV2Role.DefaultRegion;
        }
    }
}
