using Lanyard.Aws.Services;
using Lanyard.Cli.Edge;
using Lanyard.Cli.Identity;
using Lanyard.Credentials;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.Sources;

namespace Lanyard.Cli.Commands.Configure;

/// <summary>What <c>lanyard configure sso</c> was asked for; <c>--profile</c> and <c>--region</c> are those of the profile to write.</summary>
/// <param name="Options">The options of every command.</param>
/// <param name="Session">Which sign-in.</param>
/// <param name="Account"><c>--account</c>, an id or a name.</param>
/// <param name="Role"><c>--role</c>.</param>
/// <param name="Output"><c>--output</c>.</param>
/// <param name="Yes"><c>--yes</c>.</param>
/// <param name="SignIn">How to sign in.</param>
internal sealed record ConfigureSsoInput(
    GlobalOptions Options, SessionOptions Session, string? Account, string? Role, string? Output, bool Yes, SignInCommandFlow SignIn);

/// <summary>Adds a profile that uses Identity Center, and its sso-session.</summary>
internal static class ConfigureSsoCommand
{
    /// <summary>The AWS CLI's output formats.</summary>
    public static readonly string[] Outputs = ["json", "text", "table", "yaml", "yaml-stream", "off"];

    public static async Task<int> RunAsync(ConfigureSsoInput input, Surroundings surroundings, Questions questions, CancellationToken cancellationToken)
    {
        var (options, account, role) = (input.Options, input.Account, input.Role);
        if (options.Stage is not null)
        {
            throw new UsageException("configure takes no --stage: it writes profiles");
        }

        SessionChoice.Check(options.Profile, "--profile", SessionChoice.NameProblem);
        SessionChoice.Check(options.Region, "--region", SessionChoice.RegionProblem);
        var files = SharedConfigSnapshot.Load(surroundings.UserFiles);
        var session = SessionChoice.Settle(files, input.Session, questions);
        if (role is null || !IsId(account))
        {
            var machine = new MachineState(surroundings.Environment, files, null);
            using var access = new AwsAccess(surroundings, options, SignInTarget.Bare(machine));
            var portal = new PortalSignIn(access, session.SignIn, questions.CanAsk ? input.SignIn : null, surroundings);
            var chosen = await ChooseAsync(portal, account, role, questions, surroundings, cancellationToken).ConfigureAwait(false);
            (account, role) = (chosen.Account.Id, chosen.Role);
        }

        var name = options.Profile ?? questions.Text("Name of the profile", Suggested(role, account!), "--profile NAME", SessionChoice.NameProblem);
        var region = options.Region ?? Open("Region of the profile, for the AWS CLI and SDKs", "--region", SessionChoice.RegionProblem);
        var output = input.Output ?? Open($"Output format of the AWS CLI ({string.Join(", ", Outputs)})", "--output", o => Outputs.Contains(o) ? null : "that is none of them");
        List<KeyValuePair<string, string>> settings =
        [
            new("sso_session", session.SignIn.SessionName!), new("sso_account_id", account!), new("sso_role_name", role),
            .. region.Length > 0 ? [new("region", region)] : Array.Empty<KeyValuePair<string, string>>(),
            .. output.Length > 0 ? [new("output", output)] : Array.Empty<KeyValuePair<string, string>>(),
        ];
        return ProfileWriting.Write(new WantedConfigProfile(name, settings, session.NewSection), files, options, input.Yes, questions, surroundings);

        // What a profile can do without is asked of a person alone, and only of one who is asked for the rest too.
        string Open(string question, string option, Func<string, string?> problem) =>
            questions.CanAsk && options.Profile is null ? questions.Text(question, "", option, problem) : "";
    }

    private static async Task<(PortalAccount Account, string Role)> ChooseAsync(
        PortalSignIn portal, string? account, string? role, Questions questions, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var accounts = await portal.AskAsync(d => d.AccountsAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        if (accounts.Count == 0)
        {
            throw new CredentialsException(
                ErrorCodes.SsoAccessDenied, "the signed-in user may enter no account at all", "ask for a permission set to be assigned, or sign in as somebody else: lanyard logout, then again", FailureKind.RefusedByAws);
        }

        PortalAccount chosen;
        if (account is not null)
        {
            chosen = accounts.Where(a => a.Id == account || a.Name.Equals(account, StringComparison.OrdinalIgnoreCase)).ToArray() switch
            {
                [var one] => one,
                [] => throw NotYours($"the signed-in user may not enter the account {account}", accounts.Select(Describe)),
                var several => throw new UsageException($"several accounts are called {account}", $"--account {several[0].Id}"),
            };
        }
        else if (accounts.Count == 1)
        {
            chosen = accounts[0];
            surroundings.Error.WriteLine($"The only account: {Describe(chosen)}");
        }
        else
        {
            chosen = questions.Choose("Account", accounts, Describe, a => [a.Id, a.Name], "--account ID");
        }

        var roles = await portal.AskAsync(d => d.RolesAsync(chosen.Id, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (role is not null)
        {
            return roles.Contains(role) ? (chosen, role) : throw NotYours($"the signed-in user has no permission set {role} in the account {Describe(chosen)}", roles);
        }

        if (roles.Count == 1)
        {
            surroundings.Error.WriteLine($"The only permission set: {roles[0]}");
            return (chosen, roles[0]);
        }

        return roles.Count > 0
            ? (chosen, questions.Choose("Permission set", roles, r => r, r => [r], "--role NAME"))
            : throw NotYours($"the signed-in user has no permission set in the account {Describe(chosen)}", []);
    }

    private static CredentialsException NotYours(string what, IEnumerable<string> have) => new(
        ErrorCodes.SsoAccessDenied, what + (have.Any() ? $"; there are: {string.Join(", ", have.Take(10))}" : ""), "ask for it to be assigned, or choose another", FailureKind.RefusedByAws);

    private static bool IsId(string? account) => account is { Length: 12 } && account.All(char.IsAsciiDigit);

    private static string Describe(PortalAccount account) => $"{account.Name} ({account.Id})";

    // As the AWS CLI suggests it.
    private static string Suggested(string role, string account) =>
        new([.. $"{role}-{account}".Select(c => SessionChoice.NameProblem(c.ToString()) is null ? c : '-')]);
}
