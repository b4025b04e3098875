using Lanyard.Aws.Signing;
using Lanyard.Cli.Edge;
using Lanyard.Cli.Identity;
using Lanyard.Credentials;
using Lanyard.Credentials.Delivery;
using Lanyard.Credentials.Sources;

namespace Lanyard.Cli.Commands.Serve;

/// <summary>An identity that an endpoint hands out: fetched once before it starts, when a person may still be asked, and then without anybody.</summary>
internal sealed class ServedIdentity : IDisposable
{
    private readonly List<IDisposable> _parts = [];

    private ServedIdentity(SelectedIdentity selected, AwsCredentials first) => (Selected, First) = (selected, first);

    /// <summary>Gets which identity it is.</summary>
    public SelectedIdentity Selected { get; }

    /// <summary>Gets what was fetched before the endpoint started.</summary>
    public AwsCredentials First { get; }

    /// <summary>Gets its name among others: the stage's, the profile's, or <c>default</c>.</summary>
    public string Name => Selected.Stage?.Name ?? Selected.Plan.Profile ?? "default";

    /// <summary>Gets its credentials.</summary>
    public KeptCredentials Credentials { get; private set; } = null!;

    /// <summary>Selects and fetches an identity.</summary>
    /// <exception cref="CredentialsException">No credentials can be had, or the stage may not be used.</exception>
    public static async Task<ServedIdentity> OpenAsync(GlobalOptions options, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var selected = IdentitySelector.Select(surroundings, options);
        StageEndpoints.CheckForCommand(selected);
        StageGuard.CheckBeforeUse(selected, surroundings, mayAsk: !options.NoInput);

        using var access = new AwsAccess(surroundings, options, selected);
        var identity = new ServedIdentity(selected, await access.ResolveAsync(cancellationToken).ConfigureAwait(false));
        identity.Credentials = identity.Keep(selected, options, surroundings, identity.Name);
        identity.Credentials.Take(identity.First);
        return identity;
    }

    /// <summary>Gives the credentials of a role that this identity assumes. Nothing is fetched before somebody asks.</summary>
    /// <param name="roleArn">The role.</param>
    /// <param name="options">The options of the command.</param>
    /// <param name="surroundings">The machine.</param>
    public KeptCredentials RoleOf(string roleArn, GlobalOptions options, Surroundings surroundings)
    {
        var role = Selected with
        {
            Plan = Selected.Plan with { Candidates = [.. Selected.Plan.Candidates.Select(c => c with { Source = new Source.AssumeRole(roleArn, c.Source) })] },
        };
        return Keep(role, options, surroundings, roleArn);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var part in Enumerable.Reverse(_parts))
        {
            part.Dispose();
        }
    }

    private KeptCredentials Keep(SelectedIdentity selected, GlobalOptions options, Surroundings surroundings, string name)
    {
        var access = new AwsAccess(surroundings, options with { NoInput = true }, selected);
        var kept = new KeptCredentials(access.ResolveAsync, surroundings.Time, e => Say(e, name, surroundings));
        _parts.AddRange([access, kept]);
        return kept;
    }

    private static void Say(CredentialsException failure, string name, Surroundings surroundings) =>
        surroundings.Error.WriteLine($"{name}: {failure.Message} [{failure.Code}]{(failure.Fix is { } fix ? $"; to mend it: {fix}" : "")}");
}
