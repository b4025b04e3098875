using Lanyard.Aws.Secrets;

namespace Lanyard.Sandbox.State;

/// <summary>What a client asked <c>/authorize</c> for.</summary>
internal sealed record AuthorizeRequest(string RedirectUri, string? State, string CodeChallenge, IReadOnlyList<string> Scopes);

/// <summary>
/// One person's way through the sign-in page. No cookie is set: who holds the flow's id and its current form token is the person
/// that the page was shown to, and another site can read neither.
/// </summary>
/// <param name="id">The flow's id.</param>
/// <param name="client">The client that wants in.</param>
/// <param name="formToken">The token of the first form.</param>
/// <param name="expiresAt">When the page is too old.</param>
internal sealed class SignInFlow(string id, OidcClient client, Secret formToken, DateTimeOffset expiresAt)
{
    private const int MaxTries = 5;

    private readonly Lock _gate = new();
    private Secret _formToken = formToken;
    private string? _userName;
    private int _wrong;

    public string Id { get; } = id;

    public OidcClient Client { get; } = client;

    public DateTimeOffset ExpiresAt { get; } = expiresAt;

    /// <summary>Gets the authorization code request; <see langword="null"/> for a device.</summary>
    public AuthorizeRequest? Authorize { get; init; }

    /// <summary>Gets whether the person also chooses an identity, for a console sign-in.</summary>
    public bool IsConsole { get; init; }

    /// <summary>Gets the device authorization; <see langword="null"/> for an authorization code.</summary>
    public DeviceGrant? Device { get; init; }

    public IReadOnlyList<string> Scopes => Authorize?.Scopes ?? Client.Scopes;

    public Secret FormToken
    {
        get
        {
            lock (_gate)
            {
                return _formToken;
            }
        }
    }

    /// <summary>The person, once the password was right.</summary>
    public string? UserName
    {
        get
        {
            lock (_gate)
            {
                return _userName;
            }
        }
    }

    /// <summary>Tells whether a form is the one that was shown last.</summary>
    public bool Holds(string? sent)
    {
        lock (_gate)
        {
            return sent is not null && _formToken.FixedTimeEquals(sent);
        }
    }

    /// <summary>Notes a wrong password. Gives how many tries are left.</summary>
    public int Fail()
    {
        lock (_gate)
        {
            Changes.Note();
            return Math.Max(0, MaxTries - ++_wrong);
        }
    }

    /// <summary>Goes on to consent with a new form token; false when the tries were used up meanwhile, or the step was taken.</summary>
    public bool SignIn(string userName, Secret nextToken)
    {
        lock (_gate)
        {
            if (_wrong >= MaxTries || _userName is not null)
            {
                return false;
            }

            Changes.Note();
            _userName = userName;
            _formToken = nextToken;
            return true;
        }
    }
}
