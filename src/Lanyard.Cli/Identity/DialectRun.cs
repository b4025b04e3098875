using Lanyard.Cli.Edge;
using Lanyard.Credentials;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.Sources;
using Lanyard.Credentials.Sources.Dialects;
using Lanyard.Credentials.Sources.Run;

namespace Lanyard.Cli.Identity;

/// <summary>Runs the plan of an SDK: the sources in its order, and after a failure what it would do.</summary>
internal static class DialectRun
{
    /// <summary>Runs a plan and explains how it ended.</summary>
    /// <param name="dialect">The SDK's rules.</param>
    /// <param name="plan">Its plan.</param>
    /// <param name="files">The shared files, for the endpoints that they name; null where Lanyard can't read them.</param>
    /// <param name="surroundings">The machine.</param>
    /// <param name="options">The options of the command.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<Explanation> ExplainAsync(
        Dialect dialect, DialectPlan plan, SharedConfigSnapshot? files, Surroundings surroundings, GlobalOptions options, CancellationToken cancellationToken)
    {
        var passedOver = plan.PassedOver.ToList();
        var explanation = Explanation.Of(dialect, plan);
        var failed = plan.Error;
        foreach (var candidate in plan.Candidates)
        {
            try
            {
                var credentials = await ResolveAsync(plan, candidate, files, surroundings, options, cancellationToken).ConfigureAwait(false);
                return explanation with
                {
                    Outcome = ExplainedOutcome.Credentials,
                    Winner = candidate.Source,
                    Then = [],
                    PassedOver = passedOver,
                    AccessKeyId = credentials.AccessKeyId,
                    AccountId = credentials.AccountId ?? SourceFacts.AccountId(candidate.Source),
                };
            }
            catch (CredentialsException e)
            {
                if (!candidate.PassesOn(e.Code))
                {
                    failed = new DialectError(e.Message, candidate.Source.Origin) { Fix = e.Fix };
                    break;
                }

                passedOver.Add(new PassedOver(candidate.Source.Kind, e.Message));
            }
        }

        return explanation with
        {
            Outcome = failed is null ? ExplainedOutcome.None : ExplainedOutcome.Error,
            Winner = null,
            Then = [],
            PassedOver = passedOver,
            Error = failed,
            AccessKeyId = null,
            AccountId = null,
        };
    }

    private static async Task<Lanyard.Aws.Signing.AwsCredentials> ResolveAsync(
        DialectPlan plan, Candidate candidate, SharedConfigSnapshot? files, Surroundings surroundings, GlobalOptions options, CancellationToken cancellationToken)
    {
        var machine = new MachineState(surroundings.Environment, files ?? SharedConfigSnapshot.Load(new SharedConfigLocations("", "")), options.Profile);
        MergedProfile? profile = null;
        if (plan.Profile is { } name)
        {
            machine.Files.TryGetProfile(name, out profile);
        }

        // Whatever its failure means to the SDK, it comes out as it is: what passes on and what stops is decided above.
        var one = new CredentialPlan(plan.Profile, options.Region ?? plan.Region, new[] { new Candidate(candidate.Source, OnFailure.Stop) }, []);
        var selected = new SelectedIdentity(
            one, machine, EndpointSettingsReader.Read(machine, profile), machine.Variable("AWS_CA_BUNDLE") ?? profile?.Get("ca_bundle"), null);
        using var access = new AwsAccess(surroundings, options, selected, plan);
        return await access.ResolveAsync(cancellationToken).ConfigureAwait(false);
    }
}
