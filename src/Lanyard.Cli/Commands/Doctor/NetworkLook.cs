using Lanyard.Aws.Endpoints;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Services;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;
using Lanyard.Credentials;

namespace Lanyard.Cli.Commands.Doctor;

/// <summary>An access key whose age IAM is asked for.</summary>
/// <param name="Key">The key; it signs the question itself.</param>
/// <param name="Iam">Where IAM is.</param>
internal sealed record KeyQuestion(AwsCredentials Key, Endpoint Iam);

/// <summary>Asks endpoints for any answer, and IAM for the age of keys: all at once, each once, for a few seconds.</summary>
/// <param name="http">The transport.</param>
/// <param name="time">The clock.</param>
/// <param name="sayWaiting">Is told who hasn't answered after a second.</param>
internal sealed class NetworkLook(HttpMessageInvoker http, TimeProvider time, Action<string> sayWaiting)
{
    /// <summary>How long a connection may take.</summary>
    public static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(3);

    /// <summary>How long nothing is said about what is waited for.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    private const int MostKeys = 20;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private static readonly RetryPolicy Once = new(1, Random.Shared);

    /// <summary>Asks.</summary>
    /// <param name="targets">The endpoints, each once.</param>
    /// <param name="keys">The keys; of a great many the first.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<(IReadOnlyList<EndpointAnswer> Answers, IReadOnlyDictionary<string, KeyAge> Ages)> AskAsync(
        IReadOnlyList<EndpointTarget> targets, IReadOnlyList<KeyQuestion> keys, CancellationToken cancellationToken)
    {
        var endpoints = targets.Select(t => (t.Url.Host, Answer: AskAsync(t, cancellationToken))).ToArray();
        var ages = keys.DistinctBy(k => k.Key.AccessKeyId).Take(MostKeys).Select(k => (k.Iam.Url.Host, k.Key.AccessKeyId, Answer: AskAsync(k, cancellationToken))).ToArray();
        var all = Task.WhenAll([.. endpoints.Select(e => e.Answer), .. ages.Select(a => a.Answer)]);
        if (await Task.WhenAny(all, Task.Delay(Quiet, cancellationToken)).ConfigureAwait(false) != all)
        {
            var waiting = endpoints.Where(e => !e.Answer.IsCompleted).Select(e => e.Host).Concat(ages.Where(a => !a.Answer.IsCompleted).Select(a => a.Host)).Distinct();
            sayWaiting($"waiting for {Words.Few([.. waiting])}, {Limit.TotalSeconds:0} seconds at most");
        }

        await all.ConfigureAwait(false);
        return (
            [.. endpoints.Select(e => e.Answer.Result)],
            ages.Where(a => a.Answer.Result is not null).ToDictionary(a => a.AccessKeyId, a => a.Answer.Result!));
    }

    private async Task<EndpointAnswer> AskAsync(EndpointTarget target, CancellationToken cancellationToken)
    {
        // One each: a client knows the time of the server that answered last.
        var client = new WireClient(http, time, Once, Limit);
        try
        {
            await client.SendAsync(
                target.Url, t => new WireRequest("GET", t.Path("/"), new WireHeaders(("Host", t.Host)), ReadOnlyMemory<byte>.Empty), _ => null, cancellationToken).ConfigureAwait(false);
            return new EndpointAnswer(target, null, client.ClockSkew);
        }
        catch (EndpointUnreachableException e)
        {
            return new EndpointAnswer(target, AwsFailures.Translate(e, null, time.GetUtcNow()), null);
        }
    }

    private async Task<KeyAge?> AskAsync(KeyQuestion question, CancellationToken cancellationToken)
    {
        try
        {
            var keys = await new IamClient(new WireClient(http, time, Once, Limit), question.Iam).ListAccessKeysAsync(question.Key, cancellationToken).ConfigureAwait(false);
            return keys.FirstOrDefault(k => k.Id == question.Key.AccessKeyId) is { } one ? new KeyAge(one.Created, !one.IsActive) : null;
        }
        catch (AwsServiceException e) when (e.Error.Code == "InvalidClientTokenId")
        {
            return new KeyAge(null, IsRefused: true);
        }
        catch (Exception e) when (e is AwsServiceException or EndpointUnreachableException)
        {
            // Most keys may not ask; that an endpoint doesn't answer is found by itself.
            return null;
        }
    }

    /// <summary>Gives the question for a profile's key; null where it has half of one.</summary>
    public static KeyQuestion? Of(string id, string? secret, Func<Endpoint> iam)
    {
        try
        {
            return string.IsNullOrEmpty(secret) ? null : new KeyQuestion(new AwsCredentials(id, new Secret(secret)), iam());
        }
        catch (CredentialsException)
        {
            // A region or an endpoint that is none: a finding of its own.
            return null;
        }
    }
}
