namespace Lanyard.Credentials.Sources.Dialects;

/// <summary>How one SDK finds credentials: its name, and its rules as a function.</summary>
/// <param name="Name">The name in <c>explain --sdk</c>.</param>
/// <param name="Sdk">The SDK, in the words of its makers, and the version whose rules these are.</param>
/// <param name="Proof">How sure the rules are: whether that SDK was run against them.</param>
/// <param name="Plan">The rules.</param>
public sealed record Dialect(string Name, string Sdk, DialectProof Proof, Func<DialectMachine, DialectPlan> Plan)
{
    /// <summary>Gets all dialects, in the order in which <c>explain --sdk all</c> shows them.</summary>
    public static IReadOnlyList<Dialect> All { get; } =
    [
        new("lanyard", "Lanyard", DialectProof.Run, LanyardDialect.Plan),
        new("botocore", "botocore and boto3 1.43.67", DialectProof.Run, BotocoreDialect.Plan),
        new("awscli-v2", "AWS CLI 2.36.7", DialectProof.Measured, BotocoreDialect.PlanCommandLine),
        new("js-v3", "AWS SDK for JavaScript v3 (credential-provider-node 3.972.97)", DialectProof.Run, JavaScriptV3Dialect.Plan),
        new("js-v2", "AWS SDK for JavaScript v2 (aws-sdk 2.1693.0)", DialectProof.Run, JavaScriptV2Dialect.Plan),
        new("js-v2-load-config", "AWS SDK for JavaScript v2 (aws-sdk 2.1693.0), AWS_SDK_LOAD_CONFIG set", DialectProof.Run, JavaScriptV2Dialect.PlanWithConfig),
        new("dotnet", "AWS SDK for .NET v4 (AWSSDK.Core 4.0.102.18)", DialectProof.Run, DotNetDialect.Plan),
        new("go-v2", "AWS SDK for Go v2, config 1.32.37", DialectProof.Measured, GoDialect.Plan),
        new("java-v2", "AWS SDK for Java v2 (read as of 2025; it was not run)", DialectProof.Read, JavaDialect.Plan),
        new("rust", "AWS SDK for Rust, aws-config 1.11.0 (its profile parser and planner were run, the order of its sources was read)", DialectProof.Measured, RustDialect.Plan),
    ];

    /// <summary>Finds a dialect.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The dialect; null where there is none of that name.</returns>
    public static Dialect? Find(string name) => All.FirstOrDefault(d => d.Name == name);
}

/// <summary>How the rules of a dialect are known.</summary>
public enum DialectProof
{
    /// <summary>The tests run the SDK itself next to them.</summary>
    Run,

    /// <summary>The SDK was run once and its answers were written down; the tests hold the rules against those.</summary>
    Measured,

    /// <summary>They were read in the SDK's source, and never run.</summary>
    Read,
}
