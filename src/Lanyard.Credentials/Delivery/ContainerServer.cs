using System.Collections.Concurrent;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;

namespace Lanyard.Credentials.Delivery;

/// <summary>
/// The endpoint that SDKs ask as they would a container's: on loopback, for who shows the token of an identity. It answers from memory,
/// and what it holds is fetched anew before it runs low, so a long deployment doesn't die with its first session.
/// </summary>
/// <param name="authority">Its own host and port.</param>
/// <param name="doors">The identities.</param>
/// <param name="time">The clock.</param>
public sealed class ContainerServer(string authority, IReadOnlyList<ContainerDoor> doors, TimeProvider time)
{
    /// <summary>The path where there is one identity.</summary>
    public const string Path = "/v1/credentials";

    private const string RolePath = "/role-arn/";
    private const int WrongTokensASecond = 50;

    private readonly LoopbackGate _gate = new(authority, "169.254.170.2", "169.254.170.23", "[fd00:ec2::23]");
    private readonly ConcurrentDictionary<KeptCredentials, (AwsCredentials Of, WireResponse Answer)> _answers = new();
    private readonly WrongTries _wrong = new(WrongTokensASecond, time);

    /// <summary>Answers a request.</summary>
    public ValueTask<WireResponse> HandleAsync(WireRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (_gate.Refuse(request) is { } refused)
        {
            return new ValueTask<WireResponse>(refused);
        }

        if (Find(request.Headers.Get("Authorization")) is not { } door)
        {
            return new ValueTask<WireResponse>(_wrong.IsTooMany()
                ? LoopbackGate.Error(429, "TooManyRequests", "too many requests came without a token of this endpoint")
                : LoopbackGate.Error(401, "Unauthorized", "the Authorization header isn't a token of this endpoint"));
        }

        var path = request.Path;
        var kept = path == door.Path ? door.Credentials : null;
        if (kept is null && path.StartsWith(RolePath, StringComparison.Ordinal))
        {
            if (!door.Roles.TryGetValue(Uri.UnescapeDataString(path[RolePath.Length..]), out kept))
            {
                return new ValueTask<WireResponse>(LoopbackGate.Error(403, "RoleNotAllowed", "this role is none that --allow-role names"));
            }
        }

        if (kept is null)
        {
            return new ValueTask<WireResponse>(LoopbackGate.Error(404, "NotFound", $"only {door.Path} is here for this token"));
        }

        if (request.Method != "GET")
        {
            return new ValueTask<WireResponse>(LoopbackGate.Error(405, "MethodNotAllowed", "only GET is answered"));
        }

        var credentials = kept.GetAsync(cancellationToken);
        return credentials.IsCompletedSuccessfully
            ? new ValueTask<WireResponse>(AnswerOf(kept, credentials.Result))
            : WaitAsync(kept, credentials);
    }

    // Every token is compared, each in constant time: how long it takes tells nothing of which one was near.
    private ContainerDoor? Find(string? shown)
    {
        ContainerDoor? found = null;
        foreach (var door in shown is null ? [] : doors)
        {
            found = door.Token.FixedTimeEquals(shown) ? door : found;
        }

        return found;
    }

    private async ValueTask<WireResponse> WaitAsync(KeptCredentials kept, ValueTask<AwsCredentials> credentials)
    {
        try
        {
            return AnswerOf(kept, await credentials.ConfigureAwait(false));
        }
        catch (CredentialsException e)
        {
            return LoopbackGate.Error(503, e.Code, e.Message);
        }
    }

    // The same credentials are the same bytes, unless their end is made up.
    private WireResponse AnswerOf(KeptCredentials kept, AwsCredentials credentials)
    {
        if (_answers.TryGetValue(kept, out var last) && ReferenceEquals(last.Of, credentials))
        {
            return last.Answer;
        }

        var answer = Document(credentials);
        if (credentials.Expiration is not null)
        {
            _answers[kept] = (credentials, answer);
        }

        return answer;
    }

    private WireResponse Document(AwsCredentials credentials) => LoopbackGate.Json(200, json =>
    {
        json.WriteString("AccessKeyId", credentials.AccessKeyId);
        json.WriteString("SecretAccessKey", credentials.SecretAccessKey.Reveal());

        // SDKs insist on a token and an expiry here. Keys without them are given for an hour at a time.
        json.WriteString("Token", credentials.SessionToken?.Reveal() ?? "");
        json.WriteString("Expiration", ProcessOutput.FormatTime(credentials.Expiration ?? time.GetUtcNow().AddHours(1)));
        if (credentials.AccountId is { } account)
        {
            json.WriteString("AccountId", account);
        }
    });
}
