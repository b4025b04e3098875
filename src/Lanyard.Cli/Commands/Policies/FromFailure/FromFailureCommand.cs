using System.Collections.Immutable;
using Lanyard.Cli.Commands.Catalog;
using Lanyard.Cli.Commands.Policies.Diff;
using Lanyard.Cli.Commands.Policies.Generate;
using Lanyard.Cli.Edge;
using Lanyard.Cli.Identity;
using Lanyard.Credentials;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Generate.Failures;

namespace Lanyard.Cli.Commands.Policies.FromFailure;

/// <summary>Makes the smallest addition to policies with which a call that was refused is allowed.</summary>
internal static class FromFailureCommand
{
    public static async Task<int> RunAsync(FromFailureInput input, Surroundings surroundings, CancellationToken cancellationToken)
    {
        if (input.Files.Count(file => file == "-") > 1)
        {
            throw new UsageException("stdin can be read once", "name `-` once, and files else");
        }

        var name = input.File == "-" ? "stdin" : input.File;
        var failures = FailureReader.Read(InputText.Read(surroundings, input.File, FailureReader.MaxLength));
        if (failures.IsEmpty)
        {
            throw new CredentialsException(
                CliErrorCodes.NoFailure, $"{name} tells of nothing that was refused",
                "give the client's whole message, the stack's events (`aws cloudformation describe-stack-events --stack-name NAME`), or CloudTrail's event");
        }

        var (decoded, wasDecoded) = await DecodeAsync(failures, input, surroundings, cancellationToken).ConfigureAwait(false);
        var facts = new FailureFacts(input.Account, input.Resource, input.AnySuffix);
        var (given, notes) = Given(input, surroundings);
        var mending = FailureMending.Of([.. decoded.Select(failure => FailureNeed.Of(failure, facts))], given, ChosenCatalogue.Of(surroundings).Catalogue);
        var result = new FromFailureResult(mending, FromFailureResult.PoliciesOf(mending, input), wasDecoded) { TakenAsGiven = notes };
        surroundings.Error.Write(FromFailureText.Talk(result, input));
        if (input.Options.Json)
        {
            surroundings.Write(FromFailureJson.Write(result).Span);
        }
        else
        {
            surroundings.Write(string.Join('\n', result.Policies.Select(policy => input.Explain ? FromFailureText.Explanation(policy) : PolicyDocumentWriter.Write(policy.Document, indented: true) + "\n")));
        }

        return mending.Failures.All(failure => failure.IsMended) && !mending.Unneeded.Any() ? ExitCodes.Done : ExitCodes.Refused;
    }

    private static (GivenPolicies Policies, ImmutableArray<string> Notes) Given(FromFailureInput input, Surroundings surroundings)
    {
        var files = new DiffFiles(surroundings);
        var sources = new DiffSources(input.Policies, input.Boundary, [], []);
        var (side, _) = files.Read(new DiffInput(input.Options, sources, new DiffSources([], [], [], []), PolicyKind.Identity, NoNewAccess: false, []));
        var (levels, notes) = AroundPolicies.Levels(files, input.ServiceControl);
        return (new GivenPolicies
        {
            Identity = [.. side.Policies.Policies.Select(policy => policy.Document)],
            Boundary = [.. side.Boundary?.Policies.Select(policy => policy.Document) ?? []],
            ServiceControl = levels,
        }, notes);
    }

    // AWS alone can decode its messages. That takes a call, which is made where an identity for it is named.
    private static async Task<(ImmutableArray<AccessFailure> Failures, bool WasDecoded)> DecodeAsync(
        ImmutableArray<AccessFailure> failures, FromFailureInput input, Surroundings surroundings, CancellationToken cancellationToken)
    {
        if ((input.Options.Profile is null && input.Options.Stage is null) || failures.All(failure => failure.EncodedMessage is null))
        {
            return (failures, false);
        }

        var selected = IdentitySelector.Select(surroundings, input.Options);
        MetBefore.Confirm(selected, surroundings, mayAsk: !input.Options.NoInput);
        using var access = new AwsAccess(surroundings, input.Options, selected);
        var credentials = await access.ResolveAsync(cancellationToken).ConfigureAwait(false);
        var all = new List<AccessFailure>();
        foreach (var failure in failures)
        {
            all.Add(failure.EncodedMessage is { } message
                ? failure.With(FailureReader.Read(await access.DecodeAsync(message, credentials, cancellationToken).ConfigureAwait(false)).FirstOrDefault())
                : failure);
        }

        return ([.. all], true);
    }
}
