using Lanyard.Aws.Endpoints;
using Lanyard.Credentials;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.Sources;

namespace Lanyard.Cli.Commands.Configure;

/// <summary>The options that say which Identity Center sign-in is meant, be it in the config file already or not.</summary>
/// <param name="Session"><c>--session</c>.</param>
/// <param name="StartUrl"><c>--start-url</c>.</param>
/// <param name="SsoRegion"><c>--sso-region</c>.</param>
/// <param name="Scopes"><c>--scopes</c>.</param>
internal sealed record SessionOptions(string? Session, string? StartUrl, string? SsoRegion, string? Scopes);

/// <summary>A sign-in, and the section that is to be written for it.</summary>
/// <param name="SignIn">The sign-in.</param>
/// <param name="NewSection">The section; null where there is one, or none is wanted.</param>
internal sealed record ChosenSession(SsoSignIn SignIn, NewSection? NewSection);

/// <summary>Settles which sign-in is meant, from options, the config file and what a person answers.</summary>
internal static class SessionChoice
{
    /// <summary>Takes the section of that name as it is, or makes a new one.</summary>
    /// <exception cref="UsageException">An option can't be used, or says something else than the section.</exception>
    /// <exception cref="CredentialsException">Something is open and nobody can be asked, or the section lacks something.</exception>
    public static ChosenSession Settle(SharedConfigSnapshot files, SessionOptions options, Questions questions)
    {
        Check(options.Session, "--session", NameProblem);
        Check(options.StartUrl, "--start-url", StartUrlProblem);
        Check(options.SsoRegion, "--sso-region", RegionProblem);
        Check(options.Scopes, "--scopes", ScopesProblem);
        var name = options.Session ?? AskName(files, options, questions);
        if (files.SsoSessions.TryGetValue(name, out var section))
        {
            var known = SsoSettings.OfSession(files, name, () => "--session");
            Agree("--start-url", options.StartUrl, known.StartUrl);
            Agree("--sso-region", options.SsoRegion, known.Region);
            Agree("--scopes", options.Scopes is null ? null : Joined(options.Scopes), known.Scopes);
            return new ChosenSession(known, null);
        }

        var startUrl = options.StartUrl ?? questions.Text("Start URL of the access portal", null, "--start-url", StartUrlProblem);
        var region = options.SsoRegion ?? questions.Text("Region of Identity Center", null, "--sso-region", RegionProblem);
        var scopes = options.Scopes ?? (options.Session is null && questions.CanAsk
            ? questions.Text("Scopes to register", SsoSignIn.DefaultScopes, "--scopes", ScopesProblem)
            : SsoSignIn.DefaultScopes);
        return new ChosenSession(new SsoSignIn(name, startUrl, region, Joined(scopes)), new NewSection(SharedConfigSectionKind.SsoSession, name,
        [
            new("sso_start_url", startUrl), new("sso_region", region), new("sso_registration_scopes", Joined(scopes).Replace(' ', ',')),
        ]));

        void Agree(string option, string? given, string known)
        {
            if (given is not null && given != known)
            {
                throw new UsageException(
                    $"{option} says {given}, but [sso-session {name}] ({files.Config.Path}:{section!.Line}) says {known}",
                    $"leave {option} out, or name a new session with --session");
            }
        }
    }

    /// <summary>Tells what keeps a text from being a profile's or session's name.</summary>
    public static string? NameProblem(string name) =>
        name.Length is > 0 and <= 200 && name.All(c => char.IsAsciiLetterOrDigit(c) || "_-/.%@:+".Contains(c, StringComparison.Ordinal)) ? null
        : "a name has the characters A-Z a-z 0-9 _ - / . % @ : + alone: SDKs ignore a section with any other";

    /// <summary>Tells what keeps a text from being a region.</summary>
    public static string? RegionProblem(string region) => EndpointResolver.IsRegion(region) ? null : "that is no Region; it looks like eu-west-1";

    /// <summary>Tells what keeps a text from being a start URL.</summary>
    public static string? StartUrlProblem(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps && uri.UserInfo.Length == 0 && !url.Any(c => c <= ' ' || c > '~' || c == '"')
            ? null
            : "that is no start URL; it looks like https://my-org.awsapps.com/start";

    /// <summary>Refuses an option whose value has a problem.</summary>
    /// <exception cref="UsageException">It has.</exception>
    public static void Check(string? value, string option, Func<string, string?> problem)
    {
        if (value is not null && problem(value) is { } why)
        {
            throw new UsageException($"{option} can't be used: {why}");
        }
    }

    private static string AskName(SharedConfigSnapshot files, SessionOptions options, Questions questions)
    {
        // A section for this portal serves; a second one would only need a sign-in of its own.
        var known = files.SsoSessions.Values.FirstOrDefault(s => options.StartUrl is not null
            && s.Properties.TryGetValue("sso_start_url", out var url) && url.Value == options.StartUrl)?.Name
            ?? (options.StartUrl is null ? files.SsoSessions.Keys.FirstOrDefault() : null);
        if (!questions.CanAsk && known is not null && (options.StartUrl is not null || files.SsoSessions.Count == 1))
        {
            return known;
        }

        var all = files.SsoSessions.Count == 0 ? "" : $" (there are {string.Join(", ", files.SsoSessions.Keys.Take(10))}; another name makes a new one)";
        return questions.Text($"Name of the session{all}", known, "--session NAME", NameProblem);
    }

    private static string Joined(string scopes) => string.Join(' ', scopes.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries));

    private static string? ScopesProblem(string scopes) =>
        Joined(scopes).Length > 0 && Joined(scopes).All(c => c is > ' ' and <= '~' and not '#' and not ';' or ' ') ? null : "scopes are names such as sso:account:access, with commas between them";
}
