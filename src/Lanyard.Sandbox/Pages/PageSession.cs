using System.Buffers.Text;
using System.Security.Cryptography;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Wire;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Pages;

/// <summary>A browser that was let in.</summary>
/// <param name="seesAll">Whether it came by the link that the sandbox printed, and sees what is not one user's alone.</param>
/// <param name="end">When it is let in no more.</param>
internal sealed class PageSession(bool seesAll, DateTimeOffset end)
{
    private volatile PortalUser? _user;
    private volatile bool _isClosed;

    public bool SeesAll { get; } = seesAll;

    public DateTimeOffset End { get; } = end;

    public bool IsClosed => _isClosed;

    /// <summary>Gets or sets who is signed in to the access portal; <see langword="null"/> for nobody.</summary>
    public PortalUser? User
    {
        get => _user;
        set => _user = value;
    }

    /// <summary>Lets the browser in no more.</summary>
    public void Close() => _isClosed = true;
}

/// <summary>Somebody who is signed in to the access portal.</summary>
/// <param name="UserName">The user.</param>
/// <param name="Token">The access token that the portal gave.</param>
internal sealed record PortalUser(string UserName, Secret Token);

/// <summary>The browsers that were let in. What they show is made up here and not by the sandbox's source of ids: looking at a sandbox must not change it.</summary>
/// <param name="time">The clock.</param>
/// <param name="port">The sandbox's port: cookies go to every port of a host, and two sandboxes must not take each other's.</param>
internal sealed class PageSessions(TimeProvider time, int port)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private readonly ExpiringMap<PageSession> _sessions = new(time);
    private readonly string _cookie = $"lanyard-sandbox-{port}";

    /// <summary>Gets what the printed link holds.</summary>
    public Secret LinkToken { get; } = new(NewToken());

    /// <summary>Makes something nobody can guess.</summary>
    public static string NewToken() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>Finds whose browser sent a request.</summary>
    public PageSession? Find(WireRequest request) =>
        request.Headers.Where(h => h.Name.Equals("Cookie", StringComparison.OrdinalIgnoreCase))
            .SelectMany(h => h.Value.Split(';', StringSplitOptions.TrimEntries))
            .Where(c => c.StartsWith(_cookie + "=", StringComparison.Ordinal))
            .Select(c => _sessions.Find(c[(_cookie.Length + 1)..]))
            .FirstOrDefault(s => s is { IsClosed: false } && time.GetUtcNow() < s.End);

    /// <summary>Lets a browser in: gives the session and the cookie to set.</summary>
    public (PageSession Session, string Cookie) Begin(bool seesAll)
    {
        var id = NewToken();
        var session = new PageSession(seesAll, time.GetUtcNow() + Lifetime);
        _sessions.Add(id, session, session.End);
        return (session, $"{_cookie}={id}; Path=/; HttpOnly; SameSite=Strict");
    }
}
