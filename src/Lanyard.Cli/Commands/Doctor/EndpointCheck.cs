using Lanyard.Credentials;

namespace Lanyard.Cli.Commands.Doctor;

/// <summary>An endpoint that commands on this machine will call.</summary>
/// <param name="Name">What it is, in words.</param>
/// <param name="Url">Its address.</param>
internal sealed record EndpointTarget(string Name, Uri Url);

/// <summary>What came of asking an endpoint. Any answer will do: who asks has no credentials.</summary>
/// <param name="Target">The endpoint.</param>
/// <param name="Failure">Why there was no answer; null where there was one.</param>
/// <param name="Skew">How far this machine's clock is ahead of the endpoint's; null where that isn't known.</param>
internal sealed record EndpointAnswer(EndpointTarget Target, CredentialsException? Failure, TimeSpan? Skew);

/// <summary>Finds endpoints that don't answer, and a clock that is off.</summary>
internal static class EndpointCheck
{
    private static readonly TimeSpan Noticeable = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Harmful = TimeSpan.FromMinutes(4);

    /// <summary>Looks at the answers.</summary>
    public static IEnumerable<Finding> Find(IReadOnlyCollection<EndpointAnswer> answers)
    {
        foreach (var (target, failure, _) in answers)
        {
            if (failure is not null)
            {
                yield return new Finding(
                    FindingIds.Unreachable, Severity.Error, $"{target.Url.Scheme}://{target.Url.Authority}", $"{target.Name}: {failure.Message}",
                    "what needs it fails, after a wait", failure.Fix ?? "check the network");
            }
        }

        if (answers.Where(a => a.Skew?.Duration() > Noticeable).MaxBy(a => a.Skew!.Value.Duration()) is { Skew: { } skew, Target: var told })
        {
            var harms = skew.Duration() > Harmful;
            yield return new Finding(
                FindingIds.ClockSkew, harms ? Severity.Error : Severity.Warning, $"{told.Url.Scheme}://{told.Url.Authority}", AwsFailures.DescribeSkew(skew),
                harms ? "AWS turns down signatures that are five minutes off, and sessions seem to end too early or too late" : "at five minutes AWS turns signatures down",
                AwsFailures.SetTheClock);
        }
    }
}
