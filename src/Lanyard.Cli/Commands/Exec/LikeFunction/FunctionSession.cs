using Lanyard.Aws.Services;
using Lanyard.Cli.Commands.Catalog;
using Lanyard.Cli.Edge;
using Lanyard.Cli.Identity;
using Lanyard.Credentials;
using Lanyard.Credentials.Sources;

namespace Lanyard.Cli.Commands.Exec.LikeFunction;

/// <summary>
/// Works out how a command gets the permissions of a Lambda function: by the function's own role where that may be assumed, else by another role
/// that is narrowed to them. What can't be narrowed exactly isn't run.
/// </summary>
internal static class FunctionSession
{
    // The name of a function's session in Lambda is the function's; STS takes 64 characters.
    private const int LongestName = 64;

    /// <summary>Works it out, and says what can't be imitated.</summary>
    /// <param name="input">The command's options.</param>
    /// <param name="access">The identity that was selected.</param>
    /// <param name="surroundings">The machine.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The identity that the command shall have.</returns>
    /// <exception cref="CredentialsException">The function's permissions can't be had.</exception>
    public static async Task<SelectedIdentity> SelectAsync(ExecInput input, AwsAccess access, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var credentials = await CredentialsForUse.GetAsync(
            access, surroundings, maySignIn: surroundings.HasTerminal && !input.Options.NoInput, cancellationToken).ConfigureAwait(false);
        var roles = new FunctionRole(access, credentials);
        var function = await roles.FindAsync(input.LikeFunction!, cancellationToken).ConfigureAwait(false);
        var own = access.Selected.Plan.Candidates[0].Source;
        var name = function.Name.Length > LongestName ? function.Name[..LongestName] : function.Name;
        var direct = Within(new Source.AssumeRole(function.RoleArn, own) { RoleSessionName = name }, access.Selected);
        try
        {
            await access.FetchAsync(direct, cancellationToken).ConfigureAwait(false);
            Say(surroundings, $"the command has the role of {function.Name}, {function.RoleArn}", Always(function));
            return Selected(access.Selected, direct, function.RoleArn);
        }
        catch (CredentialsException e) when (e.Code == ErrorCodes.RoleAccessDenied)
        {
            return await NarrowAsync(input.Through, function, name, access, roles, surroundings, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<SelectedIdentity> NarrowAsync(
        string? through, FunctionIdentity function, string sessionName, AwsAccess access, FunctionRole roles, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var (source, roleArn) = Narrowable(through, function, access.Selected, sessionName);
        var catalogue = ChosenCatalogue.Of(surroundings).Catalogue;
        var policies = await roles.ReadAsync(function.RoleArn, cancellationToken).ConfigureAwait(false);
        var session = NarrowedSession.Of(policies, roleArn, catalogue);
        if (policies.BoundaryArn is { } boundary)
        {
            var documents = await roles.ReadManagedAsync(function.RoleArn, policies.Attached.Append(boundary), cancellationToken).ConfigureAwait(false);
            NarrowedSession.CheckBoundary(policies, documents[..^1], documents[^1], catalogue);
        }

        var narrowed = Within(source is Source.WebIdentity web ? web with { Policies = session } : (Source.AssumeRole)source with { Policies = session }, access.Selected);
        Say(
            surroundings, $"the command has the role {roleArn}, narrowed to the policies of {function.Name}'s role {function.RoleArn}, which you may not assume",
            [
                await LimitAsync(policies, roleArn, roles, surroundings, cancellationToken).ConfigureAwait(false),
                $"policies of resources (buckets, keys, queues) that name {policies.RoleName} don't know this session, and those that name {RolePolicies.NameIn(roleArn)} do; aws:PrincipalArn and aws:PrincipalTag are of {RolePolicies.NameIn(roleArn)}",
                .. Always(function),
            ]);
        return Selected(access.Selected, narrowed, roleArn);
    }

    // What can be narrowed: a role that is named, or the one that the identity is a session of already.
    private static (Source Source, string RoleArn) Narrowable(string? through, FunctionIdentity function, SelectedIdentity selected, string sessionName)
    {
        var own = selected.Plan.Candidates[0].Source;
        if (through is not null)
        {
            return (new Source.AssumeRole(through, own) { RoleSessionName = sessionName }, through);
        }

        return own switch
        {
            Source.AssumeRole { Policies: null } role => (role with { RoleSessionName = sessionName }, role.RoleArn),
            Source.WebIdentity { Policies: null } web => (web with { RoleSessionName = sessionName }, web.RoleArn),
            _ => throw new CredentialsException(
                CliErrorCodes.FunctionNotImitated,
                $"the role {function.RoleArn} of {function.Name} may not be assumed by you, and what you are "
                + (own is Source.AssumeRole or Source.WebIdentity ? "is narrowed by session policies already" : "is no role that you assumed, which could be narrowed")
                + ", so that nothing was run",
                $"name a role that you may assume, and that may do what the function does: --through ROLE_ARN; or let {RolePolicies.NameIn(function.RoleArn)} be assumed by you", FailureKind.GuardRail),
        };
    }

    private static async Task<string> LimitAsync(
        RolePolicies function, string roleArn, FunctionRole roles, Surroundings surroundings, CancellationToken cancellationToken)
    {
        try
        {
            var catalogue = ChosenCatalogue.Of(surroundings).Catalogue;
            var through = await roles.ReadAsync(roleArn, cancellationToken).ConfigureAwait(false);
            var theirs = await roles.ReadManagedAsync(roleArn, through.Attached, cancellationToken).ConfigureAwait(false);
            var ours = await roles.ReadManagedAsync(function.RoleArn, function.Attached, cancellationToken).ConfigureAwait(false);
            var boundary = through.BoundaryArn is { } arn ? (await roles.ReadManagedAsync(roleArn, [arn], cancellationToken).ConfigureAwait(false))[0] : null;
            return NarrowedSession.Missing(function.Inline.Concat(ours), through.Inline.Concat(theirs), boundary, catalogue) is { } missing
                ? $"the function may do what {roleArn} may not, and so the command may not either: {missing}"
                : $"{roleArn} may do all that the function may";
        }
        catch (CredentialsException e)
        {
            return $"whether {roleArn} may do all that the function may isn't known: {e.Message}";
        }
    }

    private static IEnumerable<string> Always(FunctionIdentity function) =>
    [
        $"conditions on lambda:SourceFunctionArn{(function.IsInVpc ? ", or on the function's VPC (aws:SourceVpc, aws:VpcSourceIp)," : "")} see no function: this machine calls",
    ];

    private static Source Within(Source source, SelectedIdentity selected) => selected.Stage?.Stage.MaxSession is { } longest ? StageSession.Within(source, longest) : source;

    private static SelectedIdentity Selected(SelectedIdentity selected, Source source, string roleArn) => selected with
    {
        Plan = selected.Plan with { Candidates = [new Candidate(source, OnFailure.Stop)] },
        ExpectedRole = selected.ExpectedRole is null ? null : roleArn,
        LongestSession = null,
        Below = selected.Below is { } below ? below with { Hops = HopsTo(source, selected) + below.Hops } : null,
    };

    // A profile below is found so many roles under the identity's own.
    private static int HopsTo(Source source, SelectedIdentity selected) =>
        source is Source.AssumeRole role && ReferenceEquals(role.From, selected.Plan.Candidates[0].Source) ? 1 : 0;

    private static void Say(Surroundings surroundings, string what, IEnumerable<string> limits)
    {
        surroundings.Error.WriteLine($"lanyard: {what}");
        foreach (var limit in limits)
        {
            surroundings.Error.WriteLine($"note: {limit}");
        }
    }
}
