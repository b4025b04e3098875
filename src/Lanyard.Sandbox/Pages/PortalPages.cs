using System.Globalization;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Pages;

/// <summary>The access portal: where a user may go, and keys to go there with.</summary>
internal sealed class PortalPages(SandboxState state, Uri url)
{
    private const string Title = "Access portal";

    /// <summary>Shows the accounts and permission sets of who is signed in.</summary>
    public WireResponse Accounts(PageSession session)
    {
        if (session.User is not { } user)
        {
            return PageFrame.Page(200, Title, Html.Of(
                $"""
                <p class="lead">Nobody is signed in. The portal shows a user's accounts, and gives out keys for them.</p>
                <form method="post" action="{PageService.As}" class="choice">
                {state.IdentityCenter.Directory.Users.Select(u => Html.Of($"""<button type="submit" name="user" value="{u.UserName}">Sign in as {u.UserName}</button>"""))}
                </form>
                """), PageService.Portal, session);
        }

        var mine = state.IdentityCenter.AssignmentsOf(user.UserName).ToLookup(a => a.AccountId, a => a.PermissionSet);
        var accounts = state.Accounts.All.Where(a => mine.Contains(a.Id)).ToArray();
        return PageFrame.Page(200, Title, Html.Of(
            $"""
            <p class="lead">{(accounts.Length == 0 ? $"{user.UserName} may enter no account." : $"The accounts that {user.UserName} may enter, and as what.")}</p>
            {accounts.Select(account => Html.Of(
                $"""
                <section class="part" aria-labelledby="account-{account.Id}">
                <h2 id="account-{account.Id}">{account.Name}</h2>
                <p class="dim">{account.Id} · {account.Email}</p>
                <ul class="sets">
                {mine[account.Id].Order(StringComparer.Ordinal).Select(set => Html.Of(
                    $"""
                    <li><strong>{set}</strong>
                    {Door(PageService.Keys, "Access keys", account.Id, account.Name, set)}
                    {Door(PageService.Console, "Console", account.Id, account.Name, set)}</li>
                    """))}
                </ul>
                </section>
                """))}
            """), PageService.Portal, session);
    }

    /// <summary>Shows keys in the forms that programs read.</summary>
    public WireResponse Keys(PageSession session, string accountId, string permissionSet, AwsCredentials keys)
    {
        var account = state.Accounts.Find(accountId)!;
        var (id, secret, token) = (keys.AccessKeyId, keys.SecretAccessKey.Reveal(), keys.SessionToken!.Reveal());
        var (address, region) = (url.OriginalString.TrimEnd('/'), state.Seed.IdentityCenter.Region);
        var profile = $"{accountId}_{permissionSet}";
        return PageFrame.Page(200, $"Access keys for {permissionSet} in {account.Name}", Html.Of(
            $"""
            <dl>
            <dt>Role</dt><dd>{state.Seed.ReservedRoleArn(accountId, permissionSet)}</dd>
            <dt>Good until</dt><dd>{Time(keys.Expiration!.Value)}</dd>
            </dl>
            <p id="said" role="status" class="dim"></p>
            {Snippet("bash", "Bash, zsh", null,
                $"""
                export AWS_ACCESS_KEY_ID="{id}"
                export AWS_SECRET_ACCESS_KEY="{secret}"
                export AWS_SESSION_TOKEN="{token}"
                export AWS_REGION="{region}"
                export AWS_ENDPOINT_URL="{address}"
                """)}
            {Snippet("powershell", "PowerShell", null,
                $"""
                $Env:AWS_ACCESS_KEY_ID="{id}"
                $Env:AWS_SECRET_ACCESS_KEY="{secret}"
                $Env:AWS_SESSION_TOKEN="{token}"
                $Env:AWS_REGION="{region}"
                $Env:AWS_ENDPOINT_URL="{address}"
                """)}
            {Snippet("credentials", "A profile with these keys", Html.Of($"""For <code>~/.aws/credentials</code>. It is of no use once the keys have ended."""),
                $"""
                [{profile}]
                aws_access_key_id = {id}
                aws_secret_access_key = {secret}
                aws_session_token = {token}
                region = {region}
                endpoint_url = {address}
                """)}
            {Snippet("config", "A profile that signs in", Html.Of($"""For <code>~/.aws/config</code>. It has no keys in it: programs get their own, after the commands below."""),
                $"""
                [sso-session sandbox]
                sso_start_url = {state.Seed.IdentityCenter.StartUrl.OriginalString}
                sso_region = {region}
                sso_registration_scopes = sso:account:access

                [profile {profile}]
                sso_session = sandbox
                sso_account_id = {accountId}
                sso_role_name = {permissionSet}
                region = {region}
                endpoint_url = {address}
                """)}
            {Snippet("commands", "Sign in with that profile", Html.Of($"""With Lanyard; with the AWS CLI, <code>aws sso login</code> does what <code>lanyard login</code> does."""),
                $"""
                lanyard login --profile {profile}
                lanyard whoami --profile {profile}
                """)}
            """), PageService.Portal, session, PageAssets.Copy);
    }

    private static Html Snippet(string id, string name, Html? hint, string text) => Html.Of(
        $"""
        <section class="part" aria-labelledby="{id}-name">
        <div class="snippet"><h2 id="{id}-name">{name}</h2>
        <button class="other small" type="button" hidden="hidden" data-copy="{id}" data-what="{name}" aria-label="Copy: {name}">Copy</button></div>
        {(hint is null ? Html.None : Html.Of($"""<p class="dim">{hint}</p>"""))}
        <pre id="{id}" tabindex="0" role="group" aria-labelledby="{id}-name">{text}</pre>
        </section>
        """);

    private static Html Door(string to, string what, string accountId, string accountName, string permissionSet) => Html.Of(
        $"""
        <form method="post" action="{to}"><input type="hidden" name="account" value="{accountId}" /><input type="hidden" name="role" value="{permissionSet}" />
        <button class="other small" type="submit" aria-label="{what}: {permissionSet} in {accountName}">{what}</button></form>
        """);

    private static Html Time(DateTimeOffset time) => Html.Of(
        $"""<time datetime="{time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}">{time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC</time>""");
}
