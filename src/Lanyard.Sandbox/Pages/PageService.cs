using System.Text;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Wire;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Pages;

/// <summary>
/// The sandbox's page for people: what it is, its access portal, and its calls. Nothing is shown without a secret, for other users
/// of the computer reach it as well: that of the link that was printed, or a user's password.
/// </summary>
internal sealed class PageService(SandboxState state, Uri url, PortalVisitor portal)
{
    // No bucket may be called "_", so these shadow no path of S3.
    public const string Folder = "/_/";
    public const string Portal = "/_/portal";
    public const string Keys = "/_/keys";
    public const string Console = "/_/console";
    public const string Calls = "/_/calls";
    public const string SignIn = "/_/sign-in";
    public const string As = "/_/as";
    public const string SignOut = "/_/sign-out";

    private const int MaxForm = 16 * 1024;

    private readonly PageSessions _sessions = new(state.Time, url.Port);
    private readonly OverviewPage _overview = new(state, url);
    private readonly PortalPages _portal = new(state, url);
    private readonly CallPages _calls = new(state.Calls);

    /// <summary>Gets the address that lets a browser in. As secret as a password.</summary>
    public Secret Link => new($"{url.OriginalString.TrimEnd('/')}/?token={_sessions.LinkToken.Reveal()}");

    public async ValueTask<WireResponse> HandleAsync(WireRequest request, CancellationToken cancellationToken)
    {
        var session = _sessions.Find(request);
        return request.Method switch
        {
            "GET" or "HEAD" => Show(request, session),
            "POST" when request.Headers.Get("Origin") is not { } origin || origin != $"http://{request.Host}" =>
                Message(403, session, "This form came from another page", "Go back to the sandbox's own page, and try again."),
            "POST" => await DoAsync(request, session, cancellationToken).ConfigureAwait(false),
            _ => Message(405, session, "Nothing here", "This page can't be asked for like that."),
        };
    }

    private WireResponse Show(WireRequest request, PageSession? session)
    {
        var query = QueryString.Parse(request.Query);
        if (request.Path == "/favicon.ico")
        {
            return new WireResponse(204, WireHeaders.Empty, ReadOnlyMemory<byte>.Empty);
        }

        if (request.Path == "/" && QueryString.Get(query, "token") is { } token)
        {
            return _sessions.LinkToken.FixedTimeEquals(token)
                ? PageFrame.Redirect("/").With("Set-Cookie", _sessions.Begin(seesAll: true).Cookie)
                : OverviewPage.Locked(403, "This link is of a sandbox that has ended, or isn't whole.");
        }

        return (request.Path, session) switch
        {
            ("/", null) => OverviewPage.Locked(200, null),
            (_, null) => OverviewPage.Locked(403, null),
            ("/", _) => _overview.Open(session),
            (Portal or Keys or Console, _) => _portal.Accounts(session),
            (Calls or Calls + "/rows", { SeesAll: false }) => Message(403, session, "Not for you", "The calls are for whoever started the sandbox: open the link that it printed."),
            (Calls, _) => _calls.Page(session, query),
            (Calls + "/rows", _) => _calls.Part(query),
            _ => Message(404, session, "Nothing here", "The sandbox has no such page."),
        };
    }

    private async Task<WireResponse> DoAsync(WireRequest request, PageSession? session, CancellationToken cancellationToken)
    {
        try
        {
            var body = await request.ReadBodyAsync(MaxForm, cancellationToken).ConfigureAwait(false);
            var form = QueryString.Parse(Encoding.UTF8.GetString(body.Span));
            return (request.Path, session) switch
            {
                (SignIn, _) => await SignInAsync(form, cancellationToken).ConfigureAwait(false),
                (_, null) => OverviewPage.Locked(403, null),
                (As, { SeesAll: true }) => await AsAsync(session, form, cancellationToken).ConfigureAwait(false),
                (SignOut, _) => await SignOutAsync(session, cancellationToken).ConfigureAwait(false),
                (Keys, { User: { } user }) => await KeysAsync(session, user, form, cancellationToken).ConfigureAwait(false),
                (Console, { User: { } user }) => await ConsoleAsync(user, form, cancellationToken).ConfigureAwait(false),
                (Keys or Console, _) => PageFrame.Redirect(Portal),
                _ => Message(404, session, "Nothing here", "The sandbox has no such page."),
            };
        }
        catch (AwsServiceException e) when (e.Error.Status == 401 && session is not null)
        {
            session.User = null;
            return Message(401, session, "Signed out", "The sign-in has ended. Sign in to the access portal again.");
        }
        catch (AwsServiceException e)
        {
            return Message(e.Error.Status, session, "The sandbox refused that", $"{e.Error.Code}: {e.Error.Message}");
        }
        catch (WireBodyTooLargeException)
        {
            return Message(413, session, "Too much", "No form of this page is that long.");
        }
    }

    private async Task<WireResponse> SignInAsync(IReadOnlyList<KeyValuePair<string, string>> form, CancellationToken cancellationToken)
    {
        var userName = QueryString.Get(form, "username") ?? "";
        if (Secret.FromOptional(QueryString.Get(form, "password")) is not { } password || !IsRight(userName, password)
            || await portal.SignInAsync(userName, password, cancellationToken).ConfigureAwait(false) is not { } token)
        {
            return OverviewPage.Locked(403, "The user name or password is wrong.");
        }

        var (session, cookie) = _sessions.Begin(seesAll: false);
        session.User = new PortalUser(userName, token);
        return PageFrame.Redirect(Portal).With("Set-Cookie", cookie);
    }

    // A sign-in begins with calls that a journal keeps: a wrong password makes none. Somebody who doesn't exist takes as long as somebody who does.
    private bool IsRight(string userName, Secret password)
    {
        var known = state.PasswordOf(userName);
        return (known ?? _sessions.LinkToken).FixedTimeEquals(password.Reveal()) && known is not null;
    }

    private async Task<WireResponse> AsAsync(PageSession session, IReadOnlyList<KeyValuePair<string, string>> form, CancellationToken cancellationToken)
    {
        var userName = QueryString.Get(form, "user") ?? "";
        if (state.PasswordOf(userName) is { } password && await portal.SignInAsync(userName, password, cancellationToken).ConfigureAwait(false) is { } token)
        {
            session.User = new PortalUser(userName, token);
            return PageFrame.Redirect(Portal);
        }

        return Message(404, session, "Nobody of that name", "The sandbox has no such user.");
    }

    private async Task<WireResponse> SignOutAsync(PageSession session, CancellationToken cancellationToken)
    {
        if (session.User is { } user)
        {
            session.User = null;
            await portal.SignOutAsync(user.Token, cancellationToken).ConfigureAwait(false);
        }

        if (session.SeesAll)
        {
            return PageFrame.Redirect(Portal);
        }

        session.Close();
        return PageFrame.Redirect("/");
    }

    private async Task<WireResponse> KeysAsync(PageSession session, PortalUser user, IReadOnlyList<KeyValuePair<string, string>> form, CancellationToken cancellationToken)
    {
        var (account, role) = Door(form);
        return _portal.Keys(session, account, role, await portal.KeysAsync(user.Token, account, role, cancellationToken).ConfigureAwait(false));
    }

    private async Task<WireResponse> ConsoleAsync(PortalUser user, IReadOnlyList<KeyValuePair<string, string>> form, CancellationToken cancellationToken)
    {
        var (account, role) = Door(form);
        var keys = await portal.KeysAsync(user.Token, account, role, cancellationToken).ConfigureAwait(false);
        return PageFrame.Redirect(await portal.ConsoleAsync(keys, Destination(), cancellationToken).ConfigureAwait(false));
    }

    // The console's own host in each partition.
    private Uri Destination() => new(state.Seed.Partition switch
    {
        "aws-cn" => "https://console.amazonaws.cn/",
        "aws-us-gov" => "https://console.amazonaws-us-gov.com/",
        "aws-eusc" => "https://console.amazonaws-eusc.eu/",
        _ => "https://console.aws.amazon.com/",
    });

    private static (string Account, string Role) Door(IReadOnlyList<KeyValuePair<string, string>> form) => (QueryString.Get(form, "account") ?? "", QueryString.Get(form, "role") ?? "");

    private static WireResponse Message(int status, PageSession? session, string title, string text) =>
        PageFrame.Page(status, title, Html.Of($"""<p class="lead">{text}</p>"""), "", session);
}
