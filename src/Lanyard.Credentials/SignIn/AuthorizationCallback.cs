using Lanyard.Aws.Secrets;
using Lanyard.Aws.Wire;

namespace Lanyard.Credentials.SignIn;

/// <summary>
/// The loopback address that the browser comes back to. It takes one path, one method and one state; whatever else arrives is
/// answered and ignored, so that a stray or hostile page can't end the sign-in.
/// </summary>
/// <param name="state">The random state that went out with the sign-in.</param>
public sealed class AuthorizationCallback(Secret state)
{
    /// <summary>The path of the callback, as the AWS CLI registers it.</summary>
    public const string Path = "/oauth/callback";

    private readonly TaskCompletionSource<Secret> _code = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Gets the authorization code, once it is here.</summary>
    /// <exception cref="CredentialsException">The sign-in was turned down.</exception>
    public Task<Secret> Code => _code.Task;

    /// <summary>Answers a request.</summary>
    public WireResponse Handle(WireRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);

        // A name that was made to point at loopback (DNS rebinding) shows in the Host header.
        if (!request.Host.StartsWith("127.0.0.1:", StringComparison.Ordinal))
        {
            return Page(403, "Not for this address", "This page only answers on 127.0.0.1.");
        }

        if (request.Path != Path)
        {
            return Page(404, "Nothing here", "This address only takes the end of a sign-in.");
        }

        if (request.Method != "GET")
        {
            return Page(405, "Not this way", "This address only takes the end of a sign-in.").With("Allow", "GET");
        }

        var query = QueryString.Parse(request.Query);
        if (QueryString.Get(query, "state") is not { } sent || !state.FixedTimeEquals(sent))
        {
            return Page(400, "Not this sign-in", "This link belongs to another sign-in. The one under way goes on waiting.");
        }

        if (QueryString.Get(query, "error") is { } error)
        {
            _code.TrySetException(Denied(error));
            return Page(200, "Not signed in", "The sign-in was turned down. You can close this window.");
        }

        if (QueryString.Get(query, "code") is not { Length: > 0 } code)
        {
            return Page(400, "Not a sign-in", "This link carries no code. The sign-in goes on waiting.");
        }

        _code.TrySetResult(new Secret(code));
        return Page(200, "Signed in", "You can close this window and go back to the terminal.");
    }

    private static CredentialsException Denied(string error)
    {
        // Only OAuth's own words are repeated: the rest of the query is anybody's text.
        var known = error is "access_denied" or "invalid_request" or "unauthorized_client" or "invalid_scope" or "server_error" or "temporarily_unavailable"
            ? error
            : "unknown error";
        return new CredentialsException(
            ErrorCodes.SignInDenied, $"the sign-in was turned down ({known})", "lanyard login", FailureKind.PersonMustAct);
    }

    private static WireResponse Page(int status, string title, string text)
    {
        const string Style =
            """
            :root{color-scheme:light dark;--page:#f2f4f7;--card:#fff;--text:#1b2330;--line:#c6ccd6}
            @media(prefers-color-scheme:dark){:root{--page:#12161d;--card:#1c222c;--text:#e8ecf2;--line:#414b5a}}
            *{box-sizing:border-box}
            body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1rem;background:var(--page);color:var(--text);font:1rem/1.5 system-ui,sans-serif}
            main{width:100%;max-width:26rem;padding:2rem;background:var(--card);border:1px solid var(--line);border-radius:.75rem}
            h1{margin:0 0 .5rem;font-size:1.4rem}p{margin:0}
            """;
        var html = $"""
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{title} – Lanyard</title><style>{Style}</style></head>
            <body><main><h1>{title}</h1><p>{text}</p></main></body>
            </html>

            """;
        return new WireResponse(status, new WireHeaders(
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"),
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "no-referrer"),
            ("Cache-Control", "no-store")), System.Text.Encoding.UTF8.GetBytes(html));
    }
}
