using System.Globalization;
using Lanyard.Aws.Wire;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.SignIn;

/// <summary>The sign-in pages: plain HTML that works without scripts, and loads nothing.</summary>
/// <param name="nonce">Makes a nonce for the page's style sheet.</param>
internal sealed class SignInPages(Func<string> nonce)
{
    /// <summary>The id of the element that holds a code to carry.</summary>
    public const string CarriedCodeId = "carried-code";

    /// <summary>Step 1: user name and password.</summary>
    public WireResponse SignIn(SignInFlow flow, int status, string? problem) => Page(status, "Sign in", flow,
        $"""
        <p class="dim">to the Lanyard sandbox, an imitation of AWS on this computer. Never type a real password here.</p>
        {(problem is null ? "" : $"""<p class="bad" role="alert" id="problem">{Answers.Escape(problem)}</p>""")}
        <form method="post" action="/signin">
        {Hidden(flow)}
        <label for="username">User name</label>
        <input id="username" name="username" autocomplete="username" autocapitalize="none" spellcheck="false" required autofocus{Described(problem)}>
        <label for="password">Password</label>
        <input id="password" name="password" type="password" autocomplete="current-password" required{Described(problem)}>
        <button type="submit">Sign in</button>
        </form>
        """);

    /// <summary>Step 2: consent.</summary>
    public WireResponse Consent(SignInFlow flow, string displayName) => Page(200, "Allow access?", flow,
        $"""
        <p class="dim">Signed in as {Answers.Escape(displayName)}</p>
        <p><strong>{Answers.Escape(flow.Client.Name)}</strong> asks for access to your AWS accounts:</p>
        <ul>{string.Concat(Scopes(flow).Select(s => $"<li><code>{Answers.Escape(s)}</code></li>"))}</ul>
        {(flow.Device is { } device ? $"""<p>Go on only if the device shows this code:</p><p class="code" id="user-code">{device.UserCode}</p>""" : "")}
        <form method="post" action="/signin/consent">
        {Hidden(flow)}
        <div class="choice"><button type="submit" name="decision" value="allow">Allow</button>
        <button type="submit" name="decision" value="deny" class="other">Deny</button></div>
        </form>
        """);

    /// <summary>Step 2 of a console sign-in: consent, and as whom.</summary>
    public WireResponse ChooseIdentity(SignInFlow flow, string displayName, IReadOnlyList<string> identities) => Page(200, "Allow access?", flow,
        $"""
        <p class="dim">Signed in as {Answers.Escape(displayName)}</p>
        <p><strong>{Answers.Escape(flow.Client.Name)}</strong> asks for credentials, as whom you choose here. Go on only if you started it yourself.</p>
        <form method="post" action="/signin/consent">
        {Hidden(flow)}
        {string.Join('\n', identities.Select((identity, i) => $"""<label class="pick"><input type="radio" name="identity" value="{i}"{(i == 0 ? " checked" : "")}>{Answers.Escape(identity)}</label>"""))}
        <div class="choice"><button type="submit" name="decision" value="allow">Allow</button>
        <button type="submit" name="decision" value="deny" class="other">Deny</button></div>
        </form>
        """);

    /// <summary>Shows a code to carry to the program that waits for it.</summary>
    public WireResponse CarryCode(string code) => Page(200, "Copy this code", null,
        $"""
        <p>Paste it into the terminal that sent you here, and nowhere else: whoever has it gets your credentials.</p>
        <p class="carry" id="{CarriedCodeId}">{Answers.Escape(code)}</p>
        """);

    /// <summary>Asks for the code that a device shows.</summary>
    public WireResponse AskForCode(int status, string? problem) => Page(status, "Connect a device", null,
        $"""
        <p class="dim">Type the code that the device or the terminal shows.</p>
        {(problem is null ? "" : $"""<p class="bad" role="alert" id="problem">{Answers.Escape(problem)}</p>""")}
        <form method="get" action="/device">
        <label for="user_code">Code</label>
        <input id="user_code" name="user_code" autocomplete="off" autocapitalize="characters" spellcheck="false" required autofocus{Described(problem)}>
        <button type="submit">Go on</button>
        </form>
        """);

    /// <summary>Says how it ended, with nothing more to do here.</summary>
    public WireResponse Message(int status, string title, string text) => Page(status, title, null, $"<p>{Answers.Escape(text)}</p>");

    /// <summary>Stands in for the console: says who is signed in to it.</summary>
    /// <param name="caller">Who is signed in.</param>
    /// <param name="account">The name of their account.</param>
    /// <param name="end">When AWS would ask for the sign-in again.</param>
    /// <param name="destination">The page of AWS that was wanted.</param>
    public WireResponse Console(Caller caller, string account, DateTimeOffset end, Uri destination) => Page(200, "Signed in to the console", null,
        $"""
        <p class="dim">The sandbox has no console. This is who would be in it, and where.</p>
        <dl>
        <dt>Signed in as</dt><dd>{Answers.Escape(caller.Arn)}</dd>
        <dt>Account</dt><dd>{Answers.Escape(account)} ({caller.AccountId})</dd>
        <dt>Until</dt><dd>{end.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC</dd>
        <dt>Page</dt><dd>{Answers.Escape(destination.AbsoluteUri)}</dd>
        </dl>
        """);

    /// <summary>Sends the browser on to the client.</summary>
    public static WireResponse Redirect(string location) =>
        Guard(new WireResponse(302, new WireHeaders(("Location", location)), ReadOnlyMemory<byte>.Empty));

    private static IReadOnlyList<string> Scopes(SignInFlow flow) => flow.Scopes.Count > 0 ? flow.Scopes : [OidcClient.AccountAccess];

    private static string Described(string? problem) => problem is null ? "" : " aria-describedby=\"problem\" aria-invalid=\"true\"";

    private static string Hidden(SignInFlow flow) =>
        $"""<input type="hidden" name="flow" value="{flow.Id}"><input type="hidden" name="csrf" value="{flow.FormToken.Reveal()}">""";

    private WireResponse Page(int status, string title, SignInFlow? flow, string content)
    {
        var once = nonce();
        var html =
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{title} – Lanyard sandbox</title>
            <style nonce="{once}">
            {PageAssets.Css}
            </style>
            </head>
            <body class="card">
            <main>
            <h1>{title}</h1>
            {content}
            </main>
            </body>
            </html>

            """;

        // Browsers hold the redirect after a form's POST to form-action too, so the client's own address must be in it.
        var policy = $"default-src 'none'; style-src 'nonce-{once}'; form-action 'self'{Origin(flow)}; base-uri 'none'; frame-ancestors 'none'";
        return Guard(WireResponse.OfText(status, "text/html; charset=utf-8", html)).With("Content-Security-Policy", policy);
    }

    private static string Origin(SignInFlow? flow)
    {
        if (flow?.Authorize is not { } request)
        {
            return "";
        }

        // A content security policy can't name an IPv6 address.
        var uri = new Uri(request.RedirectUri);
        return uri.HostNameType == UriHostNameType.IPv6 ? " http:" : $" {uri.GetLeftPart(UriPartial.Authority)}";
    }

    private static WireResponse Guard(WireResponse response) => response
        .With("Cache-Control", "no-store")
        .With("Referrer-Policy", "no-referrer")
        .With("X-Content-Type-Options", "nosniff")
        .With("X-Frame-Options", "DENY");
}
