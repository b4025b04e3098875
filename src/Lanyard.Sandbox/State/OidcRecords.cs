using Lanyard.Aws.Secrets;

namespace Lanyard.Sandbox.State;

/// <summary>A registered client.</summary>
internal sealed class OidcClient(string id, Secret secret, string name, DateTimeOffset issuedAt, DateTimeOffset expiresAt)
{
    /// <summary>The scope that opens the access portal.</summary>
    public const string AccountAccess = "sso:account:access";

    public string Id { get; } = id;

    public Secret Secret { get; } = secret;

    public string Name { get; } = name;

    public DateTimeOffset IssuedAt { get; } = issuedAt;

    public DateTimeOffset ExpiresAt { get; } = expiresAt;

    public required IReadOnlyList<string> Scopes { get; init; }

    public required IReadOnlyList<string> GrantTypes { get; init; }

    public required IReadOnlyList<string> RedirectUris { get; init; }

    public override string ToString() => Name;
}

/// <summary>How far a device authorization has come, and what a poll is answered.</summary>
internal enum DeviceStatus
{
    Pending,
    Approved,
    Denied,
    Spent,
    PolledTooSoon,
    Expired,
}

/// <summary>A device authorization under way (RFC 8628). Its changing parts are behind its own lock.</summary>
internal sealed class DeviceGrant(OidcClient client, string userCode, TimeSpan interval, DateTimeOffset expiresAt)
{
    // Clients wait the very interval; a timer that fires a little early is not impatience.
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private DeviceStatus _status = DeviceStatus.Pending;
    private DateTimeOffset? _polledAt;
    private TimeSpan _interval = interval;
    private string? _userName;

    public OidcClient Client { get; } = client;

    public string UserCode { get; } = userCode;

    public DateTimeOffset ExpiresAt { get; } = expiresAt;

    /// <summary>Whether a person may still decide.</summary>
    public bool IsOpen(DateTimeOffset now)
    {
        lock (_gate)
        {
            return _status == DeviceStatus.Pending && now < ExpiresAt;
        }
    }

    /// <summary>Takes the person's decision; only the first counts.</summary>
    public bool Decide(string userName, bool allow, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_status != DeviceStatus.Pending || now >= ExpiresAt)
            {
                return false;
            }

            _userName = userName;
            Changes.Note();
            _status = allow ? DeviceStatus.Approved : DeviceStatus.Denied;
            return true;
        }
    }

    /// <summary>Answers a poll: the user once approved (one poll gets it), else why not.</summary>
    /// <param name="now">The time.</param>
    /// <param name="clientNow">The time by the client's clock, which its patience is judged by.</param>
    public (DeviceStatus Status, string? UserName) Poll(DateTimeOffset now, DateTimeOffset clientNow)
    {
        lock (_gate)
        {
            if (_status == DeviceStatus.Spent)
            {
                return (DeviceStatus.Spent, null);
            }

            if (now >= ExpiresAt)
            {
                return (DeviceStatus.Expired, null);
            }

            Changes.Note();
            var tooSoon = clientNow - _polledAt < _interval - Slack;
            _polledAt = clientNow;
            if (tooSoon)
            {
                // RFC 8628, section 3.5: the interval grows by 5 seconds for this and all later requests.
                _interval += TimeSpan.FromSeconds(5);
                return (DeviceStatus.PolledTooSoon, null);
            }

            if (_status != DeviceStatus.Approved)
            {
                return (_status, null);
            }

            _status = DeviceStatus.Spent;
            return (DeviceStatus.Approved, _userName);
        }
    }
}

/// <summary>An authorization code's terms.</summary>
internal sealed record CodeGrant(OidcClient Client, string UserName, string RedirectUri, string CodeChallenge, DateTimeOffset ExpiresAt);

/// <summary>A person's sign-in, that all tokens which come of it share: when it ends they all do.</summary>
internal sealed class SignInSession(DirectoryUser user)
{
    private volatile bool _ended;

    public string UserId { get; } = user.Id;

    public bool HasEnded => _ended;

    public void End()
    {
        _ended = true;
        Changes.Note();
    }
}

/// <summary>An access or refresh token's terms.</summary>
internal sealed record IssuedToken(OidcClient Client, SignInSession Session, DateTimeOffset ExpiresAt);
