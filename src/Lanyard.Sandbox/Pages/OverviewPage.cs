using Lanyard.Aws.Wire;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Pages;

/// <summary>The page at the root: what this is and who is in it, or how to get in.</summary>
internal sealed class OverviewPage(SandboxState state, Uri url)
{
    private const string Title = "Lanyard sandbox";

    /// <summary>For a browser that wasn't let in: nothing of what the sandbox holds.</summary>
    public static WireResponse Locked(int status, string? problem) => PageFrame.Page(status, Title, Html.Of(
        $"""
        <p class="lead">An imitation of AWS's identity services on this computer, for trying things out. Nothing in it is real: never type a real password here.</p>
        <section class="part narrow" aria-labelledby="in">
        <h2 id="in">Get in</h2>
        <p>Open the link that <code>lanyard sandbox start</code> printed. It shows who is here, and every call.</p>
        <p>Or sign in to the access portal as one of its users:</p>
        {(problem is null ? Html.None : Html.Of($"""<p class="bad" role="alert" id="problem">{problem}</p>"""))}
        <form method="post" action="{PageService.SignIn}">
        <label for="username">User name</label>
        <input id="username" name="username" autocomplete="username" autocapitalize="none" spellcheck="false" required="required"{Described(problem)} />
        <label for="password">Password</label>
        <input id="password" name="password" type="password" autocomplete="current-password" required="required"{Described(problem)} />
        <button type="submit">Sign in</button>
        </form>
        </section>
        """), "/", null);

    /// <summary>For a browser that was let in.</summary>
    public WireResponse Open(PageSession session)
    {
        var address = url.OriginalString.TrimEnd('/');
        var center = state.Seed.IdentityCenter;
        return PageFrame.Page(200, Title, Html.Of(
            $"""
            <p class="lead">An imitation of AWS's identity services on this computer, for trying things out. Its people, passwords and keys open nothing else.</p>
            {(session.SeesAll ? People() : Html.None)}
            <section class="part" aria-labelledby="accounts">
            <h2 id="accounts">Accounts</h2>
            <table class="slim">
            <thead><tr><th scope="col">Account</th><th scope="col">Name</th></tr></thead>
            <tbody>
            {state.Accounts.All.Select(a => Html.Of($"""<tr><th scope="row">{a.Id}</th><td>{a.Name}</td></tr>"""))}
            </tbody>
            </table>
            </section>
            <section class="part" aria-labelledby="lead-in">
            <h2 id="lead-in">Lead a program into it</h2>
            <p>In a shell that has read what <code>lanyard sandbox start</code> printed, every AWS client ends up here. Elsewhere, give one this address:</p>
            <dl>
            <dt>Endpoint of every service</dt><dd><code>{address}</code></dd>
            <dt>Access portal (start URL)</dt><dd><code>{center.StartUrl.OriginalString}</code></dd>
            <dt>Region of the portal</dt><dd><code>{center.Region}</code></dd>
            </dl>
            </section>
            """), "/", session);
    }

    private Html People() => Html.Of(
        $"""
        <section class="part" aria-labelledby="people">
        <h2 id="people">People</h2>
        <p class="dim">The users of IAM Identity Center. Their passwords are for the sandbox's own sign-in page.</p>
        <table class="stack" role="table">
        <thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">User</th><th scope="col" role="columnheader">Name</th><th scope="col" role="columnheader">Password</th><th scope="col" role="columnheader">Access portal</th></tr></thead>
        <tbody role="rowgroup">
        {state.IdentityCenter.Directory.Users.Select(user => Html.Of(
            $"""
            <tr role="row">
            <td role="cell" data-label="User"><strong>{user.UserName}</strong></td>
            <td role="cell" data-label="Name">{user.DisplayName}</td>
            <td role="cell" data-label="Password"><code>{state.PasswordOf(user.UserName)?.Reveal()}</code></td>
            <td role="cell" data-label="Portal"><form method="post" action="{PageService.As}"><button class="other small" type="submit" name="user" value="{user.UserName}">Sign in as {user.UserName}</button></form></td>
            </tr>
            """))}
        </tbody>
        </table>
        </section>
        """);

    private static Html Described(string? problem) => problem is null ? Html.None : Html.Of($" aria-describedby=\"problem\" aria-invalid=\"true\"");
}
