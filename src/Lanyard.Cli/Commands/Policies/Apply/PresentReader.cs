using Lanyard.Aws.Protocols;
using Lanyard.Aws.Wire;
using Lanyard.Credentials;
using Lanyard.Policy.Apply;

namespace Lanyard.Cli.Commands.Policies.Apply;

/// <summary>Reads of IAM what a plan needs to know, and no more.</summary>
/// <param name="access">IAM.</param>
/// <param name="keys">The list of keys in the vault, which tells whose access keys are at hand.</param>
/// <param name="cancellationToken">Stops it.</param>
internal sealed class PresentReader(ApplyAccess access, IReadOnlyList<VaultEntry> keys, CancellationToken cancellationToken)
{
    private readonly Dictionary<IamPart, string> _facts = [];
    private readonly Dictionary<string, IReadOnlyList<PresentVersion>> _versions = new(StringComparer.Ordinal);

    /// <summary>Reads it.</summary>
    /// <param name="parts">The parts that are asked about, with the value that is wanted there.</param>
    /// <param name="isWhole">Whether all lists of a thing are needed, and not just the members that are named.</param>
    /// <param name="allVersions">Whether the documents of all versions of a policy are needed.</param>
    /// <exception cref="CredentialsException">IAM said no, or didn't answer.</exception>
    public async Task<PresentIam> ReadAsync(IEnumerable<KeyValuePair<IamPart, string?>> parts, Predicate<IamPart> isWhole, bool allVersions)
    {
        foreach (var thing in parts.GroupBy(p => p.Key.Whole))
        {
            var (whole, wanted) = (thing.Key, thing.ToArray());
            switch (whole.Kind)
            {
                case IamKind.Provider:
                    await ReadProviderAsync(whole).ConfigureAwait(false);
                    break;
                case IamKind.Policy:
                    await ReadPolicyAsync(whole, wanted, allVersions).ConfigureAwait(false);
                    break;
                default:
                    await ReadPrincipalAsync(whole, wanted, isWhole(whole)).ConfigureAwait(false);
                    break;
            }
        }

        return new PresentIam(_facts, _versions);
    }

    /// <summary>Finds what changes refer to, and what is neither in IAM nor made before.</summary>
    /// <param name="changes">The changes.</param>
    /// <returns>What isn't there, with what shall have it; null where all is.</returns>
    public async Task<string?> FindMissingAsync(IReadOnlyList<IamChange> changes)
    {
        var made = changes.Where(c => c is { Part.Aspect: IamAspect.Itself, After: not null }).Select(c => (c.Part.Kind, c.Part.Name)).ToHashSet();
        var known = _facts.Keys.Where(p => p.Aspect == IamAspect.Itself).Select(p => (p.Kind, p.Name)).ToHashSet();
        foreach (var change in changes.Where(c => c is { After: not null, Part.Aspect: IamAspect.Attached or IamAspect.Member or IamAspect.Boundary }))
        {
            var named = change.Part.Aspect == IamAspect.Member ? (Kind: IamKind.Group, Name: change.Part.Key) : (Kind: IamKind.Policy, Name: change.After!);
            if (!made.Contains(named) && known.Add(named) && !await IsThereAsync(named.Kind, named.Name).ConfigureAwait(false))
            {
                return $"there is no {WantedIamReader.Noun(named.Kind)} {named.Name}, which the {WantedIamReader.Noun(change.Part.Kind)} {change.Part.ShortName} shall have";
            }
        }

        return null;
    }

    // Who may not look may still be allowed to attach it.
    private async Task<bool> IsThereAsync(IamKind kind, string name)
    {
        try
        {
            return kind == IamKind.Group
                ? await access.Iam.FindEntityAsync("Group", name, access.Credentials, cancellationToken).ConfigureAwait(false) is not null
                : await access.Iam.FindPolicyAsync(name, access.Credentials, cancellationToken).ConfigureAwait(false) is not null;
        }
        catch (AwsServiceException e) when (e.Error.Code == "AccessDenied")
        {
            return true;
        }
        catch (Exception e) when (e is AwsServiceException or EndpointUnreachableException)
        {
            throw access.Explain(e, name);
        }
    }

    private async Task ReadProviderAsync(IamPart whole)
    {
        if (await access.ReadAsync(whole.Name, (iam, who) => iam.FindProviderAsync(whole.Name, who, cancellationToken)).ConfigureAwait(false) is not { } provider)
        {
            return;
        }

        _facts[whole] = $"https://{provider.Url}";
        _facts[whole with { Aspect = IamAspect.Thumbprints }] = string.Join(',', provider.Thumbprints.Select(t => t.ToLowerInvariant()).Order(StringComparer.Ordinal));
        AddAll(whole, IamAspect.Audience, provider.Audiences);
    }

    private async Task ReadPolicyAsync(IamPart whole, KeyValuePair<IamPart, string?>[] wanted, bool allVersions)
    {
        if (await access.ReadAsync(whole.Name, (iam, who) => iam.FindPolicyAsync(whole.Name, who, cancellationToken)).ConfigureAwait(false) is not { } policy)
        {
            return;
        }

        _facts[whole] = policy.Path;
        Add(whole with { Aspect = IamAspect.Description }, policy.Description);
        var document = whole with { Aspect = IamAspect.Document };
        Add(document, await VersionAsync(whole.Name, policy.DefaultVersionId).ConfigureAwait(false));
        var text = wanted.FirstOrDefault(w => w.Key == document).Value;
        if (!allVersions && (text is null || document.AreSame(_facts.GetValueOrDefault(document), text)))
        {
            return;
        }

        const int Most = 5;
        var listed = await access.ReadAsync(whole.Name, (iam, who) => iam.ListPolicyVersionsAsync(whole.Name, who, cancellationToken)).ConfigureAwait(false);
        var oldest = listed.FirstOrDefault(v => !v.IsDefault).Id;
        var versions = new List<PresentVersion>();
        foreach (var (id, isDefault) in listed)
        {
            var isNeeded = !isDefault && (allVersions || (listed.Count >= Most && id == oldest));
            versions.Add(new PresentVersion(id, isDefault, isNeeded ? await VersionAsync(whole.Name, id).ConfigureAwait(false) : null));
        }

        _versions[whole.Name] = versions;
        foreach (var version in versions.Where(v => v.Document is not null))
        {
            _facts[whole with { Aspect = IamAspect.Version, Key = version.Id }] = version.Document!;
        }
    }

    private async Task ReadPrincipalAsync(IamPart whole, KeyValuePair<IamPart, string?>[] wanted, bool all)
    {
        var (kind, name, resource) = (whole.Kind.ToString(), whole.Name, access.Account.Arn($"{whole.Kind.ToString().ToLowerInvariant()}/{whole.Name}"));
        if (await access.ReadAsync(resource, (iam, who) => iam.FindEntityAsync(kind, name, who, cancellationToken)).ConfigureAwait(false) is not { } entity)
        {
            return;
        }

        _facts[whole] = entity.Path;
        Add(whole with { Aspect = IamAspect.Description }, entity.Description);
        Add(whole with { Aspect = IamAspect.Document }, entity.Trust);
        Add(whole with { Aspect = IamAspect.MaxSession }, entity.MaxSessionDuration);
        Add(whole with { Aspect = IamAspect.Boundary }, entity.Boundary);
        foreach (var (key, value) in entity.Tags)
        {
            _facts[whole with { Aspect = IamAspect.Tag, Key = key }] = value;
        }

        if (all || Asks(IamAspect.Attached))
        {
            AddAll(whole, IamAspect.Attached, await access.ReadAsync(resource, (iam, who) => iam.ListAttachedPoliciesAsync(kind, name, who, cancellationToken)).ConfigureAwait(false));
        }

        if (whole.Kind == IamKind.User && (all || Asks(IamAspect.Member)))
        {
            AddAll(whole, IamAspect.Member, await access.ReadAsync(resource, (iam, who) => iam.ListGroupsAsync(name, who, cancellationToken)).ConfigureAwait(false));
        }

        if (whole.Kind == IamKind.User && (all || Asks(IamAspect.AccessKey)))
        {
            foreach (var key in await access.ReadAsync(resource, (iam, who) => iam.ListAccessKeysAsync(who, cancellationToken, name)).ConfigureAwait(false))
            {
                _facts[whole with { Aspect = IamAspect.AccessKey, Key = key.Id }] = keys.FirstOrDefault(k => k.AccessKeyId == key.Id)?.Name ?? "";
            }
        }

        var inline = all
            ? await access.ReadAsync(resource, (iam, who) => iam.ListInlinePoliciesAsync(kind, name, who, cancellationToken)).ConfigureAwait(false)
            : [.. wanted.Where(w => w.Key.Aspect == IamAspect.Inline).Select(w => w.Key.Key)];
        foreach (var policy in inline)
        {
            Add(whole with { Aspect = IamAspect.Inline, Key = policy },
                await access.ReadAsync(resource, (iam, who) => iam.FindInlinePolicyAsync(kind, name, policy, who, cancellationToken)).ConfigureAwait(false));
        }

        bool Asks(IamAspect aspect) => wanted.Any(w => w.Key.Aspect == aspect);
    }

    private Task<string?> VersionAsync(string arn, string version) => access.ReadAsync(arn, (iam, who) => iam.FindPolicyVersionAsync(arn, version, who, cancellationToken));

    private void Add(IamPart part, string? value)
    {
        if (value is not null)
        {
            _facts[part] = value;
        }
    }

    private void AddAll(IamPart whole, IamAspect aspect, IEnumerable<string> values)
    {
        foreach (var value in values)
        {
            _facts[whole with { Aspect = aspect, Key = value }] = value;
        }
    }
}
