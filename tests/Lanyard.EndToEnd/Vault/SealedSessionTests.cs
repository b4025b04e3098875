using Lanyard.EndToEnd.Running;

namespace Lanyard.EndToEnd.Vault;

/// <summary>The program as it ships, signed in to a sandbox on a desktop.</summary>
public sealed class SealedSessionTests
{
    private const string Lock =
        "dbus-send --session --print-reply --dest=org.freedesktop.secrets /org/freedesktop/secrets "
        + "org.freedesktop.Secret.Service.Lock array:objpath:/org/freedesktop/secrets/collection/login >/dev/null";

    [Fact]
    public async Task A_session_lies_encrypted_while_the_key_is_in_the_desktops_keyring()
    {
        await using var session = await DesktopSession.StartAsync();
        var ended = (await RunAsync(session, """
            "$LANYARD" env --stage dev --format json
            cat "$LANYARD_HOME"/cache/sessions/*.json
            secret-tool lookup application lanyard name session-key
            """)).Succeeded();
        string secret = ended.Out.Split("\"AWS_SECRET_ACCESS_KEY\":")[1].Split('"')[1];
        Assert.True(secret.Length > 20);
        Assert.Equal(2, ended.Out.Split(secret).Length);
        Assert.Contains("\"sealed\":", ended.Out, StringComparison.Ordinal);
        Assert.Matches("[0-9a-f]{16} [A-Za-z0-9+/]{43}=$", ended.Out);
    }

    [Fact]
    public async Task With_the_keyring_locked_nothing_is_kept_in_plain_text_and_the_command_works_all_the_same()
    {
        await using var session = await DesktopSession.StartAsync();
        var ended = (await RunAsync(session, $$"""
            export LANYARD_VAULT_TIMEOUT=0
            "$LANYARD" whoami --stage dev >/dev/null
            {{Lock}}
            rm -r "$LANYARD_HOME/cache/sessions"
            unset LANYARD_VAULT
            "$LANYARD" whoami --stage dev
            find "$LANYARD_HOME/cache" -name '*.json' -path '*sessions*'
            """)).Succeeded();
        Assert.Contains("111111111111", ended.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("sessions/", ended.Out, StringComparison.Ordinal);
        Assert.Contains("the session isn't kept for the next command: the default keyring of Secret Service is locked", ended.Error, StringComparison.Ordinal);
    }

    private static Task<Ended> RunAsync(DesktopSession session, string script) => session.Home.LanyardAsync(
        "sandbox", "exec", "--", "/bin/sh", "-ec",
        $"LANYARD='{LanyardBinary.Path}'; export LANYARD_VAULT=secret-service LANYARD_VAULT_TIMEOUT=60\n\"$LANYARD\" login >/dev/null 2>&1\n{script}");
}
