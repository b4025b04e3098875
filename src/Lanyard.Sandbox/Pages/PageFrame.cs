using Lanyard.Aws.Wire;

namespace Lanyard.Sandbox.Pages;

/// <summary>What all pages have: the head, the bar with the ways between them, and headers that let nothing in and nothing out.</summary>
internal static class PageFrame
{
    /// <summary>Makes a page.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="title">The title, also the first heading.</param>
    /// <param name="content">What stands below the heading.</param>
    /// <param name="path">Where the page is, to mark it in the bar.</param>
    /// <param name="session">Whose browser it is for; <see langword="null"/> for one that wasn't let in.</param>
    /// <param name="script">The page's script; <see langword="null"/> for none.</param>
    public static WireResponse Page(int status, string title, Html content, string path, PageSession? session, Html? script = null)
    {
        var nonce = PageSessions.NewToken();
        var html = Html.Of(
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8" />
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            <title>{(title == "Lanyard sandbox" ? title : $"{title} – Lanyard sandbox")}</title>
            <style nonce="{nonce}">{PageAssets.Css}</style>
            </head>
            <body class="wide">
            <a class="skip" href="#main">Skip to the content</a>
            <header class="bar">
            {(session is null ? Html.Of($"""<span class="brand">Lanyard sandbox</span>""") : Bar(path, session))}
            </header>
            <main id="main" tabindex="-1">
            <h1>{title}</h1>
            {content}
            </main>
            {(script is null ? Html.None : Html.Of($"""<script nonce="{nonce}">{script}</script>"""))}
            </body>
            </html>

            """);
        var policy = $"default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        return Guard(WireResponse.OfText(status, "text/html; charset=utf-8", html.ToString())).With("Content-Security-Policy", policy);
    }

    /// <summary>Gives a part of a page, for the page's own script.</summary>
    public static WireResponse Part(Html content) => Guard(WireResponse.OfText(200, "text/html; charset=utf-8", content.ToString()))
        .With("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");

    /// <summary>Sends the browser on, after a form or a link that is to be used once.</summary>
    public static WireResponse Redirect(string location) => Guard(new WireResponse(303, new WireHeaders(("Location", location)), ReadOnlyMemory<byte>.Empty));

    private static Html Bar(string path, PageSession session) => Html.Of(
        $"""
        <a class="brand" href="/">Lanyard sandbox</a>
        <nav aria-label="Pages">
        <ul>
        {Way("/", "Overview", path)}
        {Way(PageService.Portal, "Access portal", path)}
        {(session.SeesAll ? Way(PageService.Calls, "Calls", path) : Html.None)}
        </ul>
        </nav>
        {(session.User is { } user ? Html.Of($"""<form class="who" method="post" action="{PageService.SignOut}"><span>{user.UserName}</span><button class="other small" type="submit">Sign out</button></form>""") : Html.None)}
        """);

    private static Html Way(string to, string name, string path) => Html.Of(
        $"""<li><a href="{to}"{(to == path ? Html.Of($" aria-current=\"page\"") : Html.None)}>{name}</a></li>""");

    // Browsers tell a form's page (Origin) only where the policy for the referrer lets them.
    private static WireResponse Guard(WireResponse response) => response
        .With("Cache-Control", "no-store")
        .With("Referrer-Policy", "same-origin")
        .With("X-Content-Type-Options", "nosniff")
        .With("X-Frame-Options", "DENY");
}
