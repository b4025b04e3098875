namespace Lanyard.Credentials.Sources.Dialects;

/// <summary>What can be said of a source without running it: its account, and whether two lead to the same identity.</summary>
public static class SourceFacts
{
    /// <summary>Gives the access key id, where it is known without running.</summary>
    public static string? AccessKeyId(Source source) => source switch
    {
        { Cached: { } kept } => kept.AccessKeyId,
        Source.Environment keys => keys.AccessKeyId,
        Source.StaticKeys keys => keys.AccessKeyId,
        Source.VaultKeys keys => keys.AccessKeyId,
        _ => null,
    };

    /// <summary>Gives the account of the credentials, where the settings name it.</summary>
    public static string? AccountId(Source source) => source switch
    {
        Source.SsoRole sso => sso.AccountId,
        Source.AssumeRole role => AccountOfArn(role.RoleArn),
        Source.MfaSession session => AccountOfArn(session.SerialNumber),
        Source.WebIdentity web => AccountOfArn(web.RoleArn),
        Source.LoginSession login => AccountOfArn(login.Session),
        _ => null,
    };

    /// <summary>Says in a few words what a source is: which key, role, program or address.</summary>
    public static string Describe(Source source) => source switch
    {
        Source.Environment keys => $"access key {keys.AccessKeyId}",
        Source.StaticKeys keys => $"access key {keys.AccessKeyId}",
        Source.VaultKeys keys => $"access key {keys.AccessKeyId ?? "of an id unknown"}, `{keys.Entry}` in the vault",
        Source.AssumeRole role => role.RoleArn,
        Source.MfaSession session => session.SerialNumber,
        Source.WebIdentity web => web.RoleArn,
        Source.SsoRole sso => $"{sso.RoleName} in {sso.AccountId}, signed in at {sso.SignIn.StartUrl}",
        Source.Process process => ProgramOf(process.CommandLine),
        Source.LoginSession login => login.Session,
        Source.Container container => AddressOf(container.Url),
        Source.InstanceMetadata metadata => $"the instance's role, asked at {AddressOf(metadata.Endpoint)}",
        _ => source?.Kind ?? "",
    };

    /// <summary>
    /// Gives a text that is the same for sources with the same identity. How long a session lasts and what it is called doesn't count:
    /// the SDKs differ in that, and the identity is the same.
    /// </summary>
    public static string Identity(Source source) => source switch
    {
        Source.AssumeRole role => $"assumeRole {role.RoleArn} <- {Identity(role.From)}",

        // The session of a user is that user.
        Source.MfaSession session => Identity(session.From),
        Source.SsoRole sso => $"sso {sso.AccountId} {sso.RoleName} {sso.SignIn.StartUrl}",
        Source.Process process => $"process {process.CommandLine}",
        Source.VaultKeys { ProcessLine: { } line } keys when AsksForProfile(line, keys.Profile) => $"process {line}",
        _ => $"{source?.Kind} {(source is null ? "" : Describe(source))}",
    };

    /// <summary>Gives an address without what may be secret in it: a user's name and password, and the query.</summary>
    public static string AddressOf(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return $"{url.Scheme}://{url.Authority}{url.AbsolutePath}";
    }

    /// <summary>Gives the program of a command line alone: what follows may hold a secret.</summary>
    public static string ProgramOf(string commandLine)
    {
        ArgumentNullException.ThrowIfNull(commandLine);
        var line = commandLine.TrimStart();
        if (line.Length > 0 && line[0] is '"' or '\'')
        {
            var close = line.IndexOf(line[0], 1);
            return close > 0 ? line[1..close] : line[1..];
        }

        var blank = line.AsSpan().IndexOfAny(' ', '\t');
        return blank < 0 ? line : line[..blank];
    }

    // The line that the vault's commands write: other SDKs come by it to Lanyard, and so to the vault.
    private static bool AsksForProfile(string line, string profile) =>
        line.EndsWith($" credential-process --profile {profile}", StringComparison.Ordinal)
        || line.EndsWith($" credential-process --profile \"{profile}\"", StringComparison.Ordinal);

    private static string? AccountOfArn(string arn) =>
        arn.Split(':') is [_, _, _, _, { Length: 12 } account, ..] && account.All(char.IsAsciiDigit) ? account : null;
}
